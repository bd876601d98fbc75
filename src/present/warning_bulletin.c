#include "present/warning_bulletin.h"

#include <json.h>
#include <string.h>

#include "base/message.h"
#include "base/resource.h"
#include "base/vocabulary.h"
#include "present/report_document.h"
#include "present/report_docx.h"

static bool keep(const char *bytes, size_t size, void *user)
{
    g_string_append_len((GString *)user, bytes, (gssize)size);
    return true;
}

/* The warning as programs get it, so that the bulletin tells the same. */
static HzpStatus tree_of(const HzpWarning *warning, json_object **tree)
{
    g_autoptr(GString) text = g_string_new(NULL);
    HZP_TRY(hzp_warning_print(warning, "json", keep, text));
    *tree = json_tokener_parse(text->str);
    return *tree ? HZP_OK : hzp_fail(HZP_E_INTERNAL, "warning_unreadable", NULL);
}

static HzpStatus load_template(HzpYaml **template)
{
    g_autofree char *name = g_strdup_printf("warning.%s.yaml", hzp_language_get());
    g_autofree char *path = hzp_resource_path("data/templates", name);
    if (path) return hzp_yaml_load(path, template);
    return hzp_fail(HZP_E_IO, "report_resource_missing", "file", name, NULL);
}

HzpStatus hzp_warning_bulletin_write(const HzpWarning *warning, const char *path)
{
    HzpYaml *template = NULL;
    json_object *tree = NULL;
    g_autofree char *text = NULL;
    HZP_TRY(hzp_warning_guard(warning, path));
    HZP_TRY(hzp_vocabulary_load());
    HZP_TRY(load_template(&template));
    HzpStatus status = tree_of(warning, &tree);
    if (status == HZP_OK) status = hzp_report_document(template, tree, &text);
    if (status == HZP_OK) status = hzp_report_text_write(text, path);
    json_object_put(tree);
    hzp_yaml_free(template);
    return status;
}
