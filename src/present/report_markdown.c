#include <string.h>

#include "base/resource.h"
#include "base/vocabulary.h"
#include "present/report_document.h"
#include "present/report_docx.h"
#include "present/report_parts.h"
#include "present/summary_tree.h"

/* The sentences may name what the plan was made with: "parameters.rain.daily_mm". */
static HzpStatus add_parameters(HzpPlanFile *plan, json_object *tree)
{
    sqlite3_stmt *statement = NULL;
    json_object *parameters = json_object_new_object();
    HzpStatus status = hzp_plan_file_prepare(plan, "SELECT key, value FROM parameters ORDER BY rowid", &statement);
    while (status == HZP_OK && hzp_plan_file_step(plan, statement)) {
        const char *key = (const char *)sqlite3_column_text(statement, 0);
        const char *value = (const char *)sqlite3_column_text(statement, 1);
        if (!key || !*key || !value) continue;
        g_autofree char *text = g_utf8_make_valid(value, -1);
        /* A key that does not fit the tree is one that no sentence can name. */
        (void)hzp_summary_put(parameters, key, json_object_new_string(text));
    }
    sqlite3_finalize(statement);
    json_object_object_add(tree, "parameters", parameters);
    return status == HZP_OK ? hzp_plan_file_check(plan) : status;
}

static HzpStatus load_template(HzpYaml **template)
{
    g_autofree char *name = g_strdup_printf("plan.%s.yaml", hzp_language_get());
    g_autofree char *path = hzp_resource_path("data/templates", name);
    if (path) return hzp_yaml_load(path, template);
    return hzp_fail(HZP_E_IO, "report_resource_missing", "file", name, NULL);
}

HzpStatus hzp_report_markdown(HzpRun *run, HzpPlanFile *plan, json_object *summary, const char *path)
{
    HzpYaml *template = NULL;
    g_autofree char *text = NULL;
    (void)run;
    HZP_TRY(hzp_vocabulary_load());
    HZP_TRY(load_template(&template));
    HzpStatus status = add_parameters(plan, summary);
    if (status == HZP_OK) status = hzp_report_document(template, summary, &text);
    if (status == HZP_OK) status = hzp_report_text_write(text, path);
    hzp_yaml_free(template);
    return status;
}
