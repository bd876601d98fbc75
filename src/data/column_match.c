#include "data/column_match.h"

#include <string.h>

#include "base/resource.h"

static HzpYaml *tree;

HzpStatus hzp_fields_load(void)
{
    static GMutex lock;
    HzpStatus status = HZP_OK;
    g_mutex_lock(&lock);
    if (!tree) {
        g_autofree char *path = hzp_resource_path("data", "fields.yaml");
        status =
            path ? hzp_yaml_load(path, &tree) : hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/fields.yaml", NULL);
    }
    g_mutex_unlock(&lock);
    return status;
}

void hzp_fields_forget(void)
{
    hzp_yaml_free(tree);
    tree = NULL;
}

/* ---- names ---- */

/* Lower case, no spaces, no underscores; optionally without what stands in brackets ("威胁财产(万元)"). */
static char *fold(const char *name, bool brackets)
{
    g_autofree char *wide = g_utf8_normalize(name, -1, G_NORMALIZE_NFKC);
    g_autofree char *lower = g_utf8_strdown(wide ? wide : name, -1);
    GString *out = g_string_new(NULL);
    int depth = 0;
    for (const char *at = lower; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (!brackets && c == '(') depth++;
        if (depth == 0 && !g_unichar_isspace(c) && c != '_' && c != '*') g_string_append_unichar(out, c);
        if (!brackets && c == ')' && depth > 0) depth--;
    }
    return g_string_free(out, FALSE);
}

/* What is left of a name in a dBASE header: its first 10 bytes in the file's encoding, whole characters only. */
static char *truncated(const char *name, const char *encoding)
{
    gsize length = 0;
    g_autofree char *bytes = g_convert(name, -1, encoding, "UTF-8", NULL, &length, NULL);
    if (!bytes || length <= 10) return NULL;
    for (gssize cut = 10; cut > 0; cut--) {
        char *text = g_convert(bytes, cut, "UTF-8", encoding, NULL, NULL, NULL);
        if (text) return text;
    }
    return NULL;
}

bool hzp_column_means(const char *column, const char *alias)
{
    g_autofree char *a = fold(column, true);
    g_autofree char *b = fold(alias, true);
    if (!*a) return false;
    if (strcmp(a, b) == 0) return true;
    g_autofree char *a_short = fold(column, false);
    g_autofree char *b_short = fold(alias, false);
    if (*a_short && strcmp(a_short, b_short) == 0) return true;
    static const char *const encodings[] = {"GB18030", "UTF-8"};
    for (size_t i = 0; i < G_N_ELEMENTS(encodings); i++) {
        g_autofree char *cut = truncated(alias, encodings[i]);
        g_autofree char *cut_folded = cut ? fold(cut, true) : NULL;
        if (cut_folded && strcmp(a, cut_folded) == 0) return true;
    }
    return false;
}

/* ---- matching ---- */

static HzpFieldType type_of(const char *name)
{
    static const char *const names[] = {"text", "number", "people", "households", "wan_yuan", "metres", "coordinate"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (name && strcmp(name, names[i]) == 0) return (HzpFieldType)i;
    }
    return HZP_FIELD_TEXT;
}

static char *list_columns(const GPtrArray *columns)
{
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < columns->len; i++)
        g_string_append_printf(list, "%s%s", i ? ", " : "", (const char *)g_ptr_array_index(columns, i));
    return g_string_free(list, FALSE);
}

static HzpStatus fail(const HzpVectorSource *source, const GPtrArray *columns, const char *id, const char *field,
                      const char *column)
{
    g_autofree char *known = list_columns(columns);
    return hzp_fail(HZP_E_INPUT, id, "layer", source->source->layer, "path", source->source->path, "field", field, "column",
                    column, "known", known, NULL);
}

static int find_exact(const GPtrArray *columns, const char *name)
{
    for (guint i = 0; i < columns->len; i++) {
        if (hzp_column_means(g_ptr_array_index(columns, i), name)) return (int)i;
    }
    return -1;
}

/* The column a project names for a field: `fields: {name: 灾害点名称}`, or `x:` and `y:`. */
static const char *named_by_project(const HzpLayerSource *source, const char *field)
{
    const char *column = hzp_yaml_text(hzp_yaml_get(source->fields, field));
    if (!column && strcmp(field, "x") == 0) column = source->x;
    if (!column && strcmp(field, "y") == 0) column = source->y;
    return column;
}

static int find_by_alias(const GPtrArray *columns, const char *field, const HzpYamlNode *aliases, int *other)
{
    int best = find_exact(columns, field);
    *other = -1;
    for (size_t i = 0; i < hzp_yaml_count(aliases); i++) {
        int column = find_exact(columns, hzp_yaml_text(hzp_yaml_item(aliases, i)));
        if (best < 0) {
            best = column;
        } else if (column >= 0 && column != best && *other < 0) {
            *other = column;
        }
    }
    return best;
}

static HzpStatus match_field(const HzpVectorSource *source, const GPtrArray *columns, const HzpYamlNode *entry,
                             HzpFindings *findings, HzpField *field)
{
    const char *named = named_by_project(source->source, field->name);
    int other = -1;
    field->column =
        named ? find_exact(columns, named) : find_by_alias(columns, field->name, hzp_yaml_get(entry, "aliases"), &other);
    if (named && field->column < 0) return fail(source, columns, "column_unknown", field->name, named);
    if (field->column < 0 && field->required) return fail(source, columns, "column_required", field->name, "");
    if (field->column >= 0) field->header = g_strdup(g_ptr_array_index(columns, field->column));
    if (other >= 0 && findings)
        hzp_findings_add(findings, "column_choice", source->source->layer, NULL, field->name, "chosen", field->header,
                         "other", (const char *)g_ptr_array_index(columns, other), NULL);
    return HZP_OK;
}

HzpStatus hzp_fields_match(const HzpVectorSource *source, HzpFindings *findings, GArray **fields)
{
    const HzpYamlNode *schema = hzp_yaml_get(hzp_yaml_root(tree), source->source->layer);
    g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func(g_free);
    int count = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(source->layer));
    for (int i = 0; i < count; i++)
        g_ptr_array_add(columns, hzp_vector_field_name(source, i));
    *fields = g_array_new(FALSE, TRUE, sizeof(HzpField));
    for (size_t i = 0; i < hzp_yaml_count(source->source->fields); i++) {
        const char *name = hzp_yaml_key(source->source->fields, i);
        if (!hzp_yaml_get(schema, name))
            return hzp_yaml_fail(hzp_yaml_item(source->source->fields, i), "field_unknown", "field", name);
    }
    for (size_t i = 0; i < hzp_yaml_count(schema); i++) {
        const HzpYamlNode *entry = hzp_yaml_item(schema, i);
        const char *required = hzp_yaml_text(hzp_yaml_get(entry, "required"));
        HzpField field = {.name = hzp_yaml_key(schema, i),
                          .type = type_of(hzp_yaml_text(hzp_yaml_get(entry, "type"))),
                          .required = required && strcmp(required, "true") == 0,
                          .column = -1};
        HzpStatus status = match_field(source, columns, entry, findings, &field);
        g_array_append_val(*fields, field);
        if (status != HZP_OK) return status;
    }
    return HZP_OK;
}

void hzp_fields_free(GArray *fields)
{
    if (!fields) return;
    for (guint i = 0; i < fields->len; i++)
        g_free(g_array_index(fields, HzpField, i).header);
    g_array_free(fields, TRUE);
}
