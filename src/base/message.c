#include "base/message.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/resource.h"
#include "base/yaml_tree.h"

/* One file for each part of the code, so that a message is found where its owner keeps it. */
static const char *const catalogue_files[] = {"answer.yaml", "base.yaml",   "cli.yaml",   "data.yaml", "analysis.yaml",
                                              "map.yaml",    "report.yaml", "serve.yaml", "rain.yaml"};
static HzpYaml *catalogues[G_N_ELEMENTS(catalogue_files)];

/* The first catalogue that is there and could not be read. Kept as it was, for a message may be in the making. */
static char *unread;

static HzpYaml *load_catalogue(const char *path)
{
    HzpYaml *catalogue = hzp_yaml_load_quietly(path);
    if (!catalogue && !unread && g_file_test(path, G_FILE_TEST_EXISTS)) unread = g_strdup(path);
    return catalogue;
}

static const char *catalogue_text(const char *id)
{
    static gsize loaded;
    if (g_once_init_enter(&loaded)) {
        g_autofree char *folder = hzp_resource_path("data", "messages");
        for (size_t i = 0; folder && i < G_N_ELEMENTS(catalogue_files); i++) {
            g_autofree char *path = g_build_filename(folder, catalogue_files[i], NULL);
            catalogues[i] = load_catalogue(path);
        }
        g_once_init_leave(&loaded, 1);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(catalogues); i++) {
        if (!catalogues[i]) continue;
        const HzpYamlNode *entry = hzp_yaml_get(hzp_yaml_root(catalogues[i]), id);
        if (entry) return hzp_yaml_text(hzp_yaml_get(entry, hzp_language_get()));
    }
    return NULL;
}

HzpStatus hzp_message_check(void)
{
    catalogue_text("");
    return unread ? hzp_fail(HZP_E_IO, "messages_unreadable", "file", unread, NULL) : HZP_OK;
}

void hzp_message_forget(void)
{
    g_clear_pointer(&unread, g_free);
    for (size_t i = 0; i < G_N_ELEMENTS(catalogues); i++) {
        hzp_yaml_free(catalogues[i]);
        catalogues[i] = NULL;
    }
}

static const char *pair_value(const char *const *pairs, const char *name, size_t length)
{
    for (size_t i = 0; pairs[i]; i += 2) {
        if (strlen(pairs[i]) == length && memcmp(pairs[i], name, length) == 0) return pairs[i + 1];
    }
    return NULL;
}

/* Values may hold bytes of anywhere: a file's name, what a library says about a damaged file. Messages are UTF-8. */
static char *finish_text(GString *out)
{
    g_autofree char *text = g_string_free(out, FALSE);
    return g_utf8_validate(text, -1, NULL) ? g_steal_pointer(&text) : g_utf8_make_valid(text, -1);
}

char *hzp_template_fill(const char *text, const char *const *pairs)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at;) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        const char *value = end ? pair_value(pairs, at + 1, (size_t)(end - at - 1)) : NULL;
        if (value) {
            g_string_append(out, value);
            at = end + 1;
        } else {
            g_string_append_c(out, *at++);
        }
    }
    return finish_text(out);
}

static char *format_without_catalogue(const char *id, const char *const *pairs)
{
    GString *out = g_string_new(id);
    for (size_t i = 0; pairs[i]; i += 2)
        g_string_append_printf(out, " %s=%s", pairs[i], pairs[i + 1]);
    return finish_text(out);
}

char *hzp_message_format_va(const char *id, va_list arguments)
{
    g_autoptr(GPtrArray) pairs = g_ptr_array_new();
    const char *name;
    while ((name = va_arg(arguments, const char *))) {
        const char *value = va_arg(arguments, const char *);
        g_ptr_array_add(pairs, (gpointer)name);
        g_ptr_array_add(pairs, (gpointer)(value ? value : ""));
    }
    g_ptr_array_add(pairs, NULL);
    const char *const *list = (const char *const *)pairs->pdata;
    const char *text = catalogue_text(id);
    return text ? hzp_template_fill(text, list) : format_without_catalogue(id, list);
}

char *hzp_message_format(const char *id, ...)
{
    va_list arguments;
    va_start(arguments, id);
    char *text = hzp_message_format_va(id, arguments);
    va_end(arguments);
    return text;
}

/* A few rotating buffers spare every caller the bookkeeping of short-lived number texts. */
static char *number_buffer(void)
{
    static _Thread_local char buffers[16][32];
    static _Thread_local unsigned next;
    return buffers[next++ % 16];
}

const char *hzp_text_of_size(size_t value)
{
    char *text = number_buffer();
    snprintf(text, 32, "%zu", value);
    return text;
}

/* A row, an id or a count must not lose digits: whole numbers are written out up to where doubles stop counting. */
static bool write_whole(char *text, double value)
{
    if (!(fabs(value) < 1e15) || value != floor(value)) return false;
    g_ascii_formatd(text, 32, "%.0f", value + 0.0);
    return true;
}

const char *hzp_text_of_number(double value)
{
    char *text = number_buffer();
    if (isnan(value)) return "NULL";
    if (!write_whole(text, value)) g_ascii_formatd(text, 32, "%.10g", value);
    return text;
}

const char *hzp_text_of_value(double value)
{
    static const char *const formats[] = {"%.15g", "%.16g", "%.17g"};
    char *text = number_buffer();
    if (isnan(value)) return "NULL";
    if (write_whole(text, value)) return text;
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_ascii_formatd(text, 32, formats[i], value);
        if (g_ascii_strtod(text, NULL) == value) break;
    }
    return text;
}
