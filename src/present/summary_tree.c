#include "present/summary_tree.h"

#include <math.h>
#include <string.h>

#include "base/resource.h"

GStrv hzp_summary_key_split(const char *key)
{
    GPtrArray *parts = g_ptr_array_new();
    GString *part = g_string_new(NULL);
    for (const char *at = key; *at; at++) {
        if (*at == '\\' && (at[1] == '.' || at[1] == '\\')) {
            g_string_append_c(part, *++at);
        } else if (*at == '.') {
            g_ptr_array_add(parts, g_string_free(part, FALSE));
            part = g_string_new(NULL);
        } else {
            g_string_append_c(part, *at);
        }
    }
    if (*key) {
        g_ptr_array_add(parts, g_string_free(part, FALSE));
    } else {
        g_string_free(part, TRUE);
    }
    g_ptr_array_add(parts, NULL);
    return (GStrv)g_ptr_array_free(parts, FALSE);
}

static bool is_place(const char *part) { return *part && strspn(part, "0123456789") == strlen(part); }

/* Names are free below "by_…", and a tier may be called "1". */
static bool holds_list(const char *name, const char *next) { return is_place(next) && !g_str_has_prefix(name, "by_"); }

static json_object *child_of(json_object *parent, const char *part)
{
    json_object *child = NULL;
    if (json_object_is_type(parent, json_type_array))
        return is_place(part) ? json_object_array_get_idx(parent, (size_t)g_ascii_strtoull(part, NULL, 10)) : NULL;
    if (json_object_is_type(parent, json_type_object)) json_object_object_get_ex(parent, part, &child);
    return child;
}

/* False where the parent cannot hold such a part; the value then still belongs to the caller. */
static bool set_child(json_object *parent, const char *part, json_object *value)
{
    if (json_object_is_type(parent, json_type_object)) return json_object_object_add(parent, part, value) == 0;
    if (!json_object_is_type(parent, json_type_array) || !is_place(part)) return false;
    /* Only the next place may be added: a wild number must not make a wild list. */
    if (g_ascii_strtoull(part, NULL, 10) != json_object_array_length(parent)) return false;
    return json_object_array_add(parent, value) == 0;
}

static bool is_container(json_object *node)
{
    return json_object_is_type(node, json_type_object) || json_object_is_type(node, json_type_array);
}

static bool put_value(json_object *parent, const char *part, json_object *value)
{
    json_object *earlier = child_of(parent, part);
    if (!is_container(earlier)) return set_child(parent, part, value);
    /* Null, `{}` and `[]` say of a mapping or list that there is nothing in it: its shape stays. */
    bool fits = !value || (json_object_get_type(value) == json_object_get_type(earlier));
    if (fits) json_object_put(value);
    return fits;
}

static bool put_parts(json_object *tree, const GStrv parts, json_object *value)
{
    json_object *parent = tree;
    if (!parts[0]) return false;
    size_t i = 0;
    for (; parts[i + 1]; i++) {
        json_object *child = child_of(parent, parts[i]);
        if (!child) {
            child = holds_list(parts[i], parts[i + 1]) ? json_object_new_array() : json_object_new_object();
            if (!set_child(parent, parts[i], child)) {
                json_object_put(child);
                return false;
            }
        }
        parent = child;
    }
    return put_value(parent, parts[i], value);
}

HzpStatus hzp_summary_put(json_object *tree, const char *key, json_object *value)
{
    g_auto(GStrv) parts = hzp_summary_key_split(key);
    if (put_parts(tree, parts, value)) return HZP_OK;
    json_object_put(value);
    return hzp_fail(HZP_E_INPUT, "summary_key_contradicts", "key", key, NULL);
}

json_object *hzp_summary_get(json_object *tree, const char *key)
{
    g_auto(GStrv) parts = hzp_summary_key_split(key);
    json_object *node = tree;
    for (char **part = parts; *part && node; part++)
        node = child_of(node, *part);
    return node;
}

static bool allows(json_object *schema, const char *type)
{
    json_object *allowed = child_of(schema, "type");
    if (json_object_is_type(allowed, json_type_string)) return strcmp(json_object_get_string(allowed), type) == 0;
    for (size_t i = 0; allowed && i < json_object_array_length(allowed); i++) {
        if (strcmp(json_object_get_string(json_object_array_get_idx(allowed, i)), type) == 0) return true;
    }
    return false;
}

json_object *hzp_summary_skeleton(json_object *schema)
{
    json_object *fixed = child_of(schema, "const");
    if (fixed) return json_object_get(fixed);
    if (allows(schema, "array")) return json_object_new_array();
    if (!allows(schema, "object")) return NULL;
    json_object *made = json_object_new_object();
    json_object *required = child_of(schema, "required");
    for (size_t i = 0; required && i < json_object_array_length(required); i++) {
        const char *name = json_object_get_string(json_object_array_get_idx(required, i));
        json_object_object_add(made, name, hzp_summary_skeleton(child_of(child_of(schema, "properties"), name)));
    }
    return made;
}

json_object *hzp_summary_number(double value)
{
    char text[40];
    if (!isfinite(value)) return NULL;
    for (int digits = 15; digits <= 17; digits++) {
        char format[8];
        g_snprintf(format, sizeof format, "%%.%dg", digits);
        g_ascii_formatd(text, (int)sizeof text - 2, format, value);
        if (g_ascii_strtod(text, NULL) == value) break;
    }
    if (!strpbrk(text, ".e")) g_strlcat(text, ".0", sizeof text);
    return json_object_new_double_s(value, text);
}

json_object *hzp_summary_value_of_text(const char *text, const char *type)
{
    char *end = NULL;
    if (!text || g_strcmp0(type, "null") == 0) return NULL;
    if (g_strcmp0(type, "text") != 0) {
        if (strcmp(text, "[]") == 0) return json_object_new_array();
        if (strcmp(text, "{}") == 0) return json_object_new_object();
        if (g_strcmp0(type, "real") != 0 && !strpbrk(text, ".eE")) {
            gint64 whole = g_ascii_strtoll(text, &end, 10);
            if (end != text && !*end) return json_object_new_int64(whole);
        }
        double number = g_ascii_strtod(text, &end);
        if (end != text && !*end) return hzp_summary_number(number);
    }
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return json_object_new_string(valid);
}

json_object *hzp_summary_value(sqlite3_stmt *statement, int column)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        return json_object_new_int64(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
        return hzp_summary_number(sqlite3_column_double(statement, column));
    case SQLITE_NULL:
    case SQLITE_BLOB:
        return NULL;
    default:
        break;
    }
    g_autofree char *text = g_utf8_make_valid((const char *)sqlite3_column_text(statement, column), -1);
    if (strcmp(text, "[]") == 0) return json_object_new_array();
    if (strcmp(text, "{}") == 0) return json_object_new_object();
    return json_object_new_string(text);
}

static HzpStatus read_schema(json_object **schema)
{
    g_autofree char *path = hzp_resource_path("data", "schema/summary.schema.json");
    *schema = path ? json_object_from_file(path) : NULL;
    return *schema ? HZP_OK : hzp_fail(HZP_E_IO, "report_resource_missing", "file", "data/schema/summary.schema.json", NULL);
}

static HzpStatus read_rows(HzpPlanFile *plan, json_object *tree)
{
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_plan_file_prepare(plan, "SELECT key, value, value_type FROM summary ORDER BY rowid", &statement));
    HzpStatus status = HZP_OK;
    while (status == HZP_OK && hzp_plan_file_step(plan, statement)) {
        const char *key = (const char *)sqlite3_column_text(statement, 0);
        const char *text = (const char *)sqlite3_column_text(statement, 1);
        const char *type = (const char *)sqlite3_column_text(statement, 2);
        status = hzp_summary_put(tree, key ? key : "", hzp_summary_value_of_text(text, type));
    }
    sqlite3_finalize(statement);
    return status == HZP_OK ? hzp_plan_file_check(plan) : status;
}

HzpStatus hzp_summary_read(HzpPlanFile *plan, json_object **tree)
{
    json_object *schema = NULL;
    *tree = NULL;
    HZP_TRY(read_schema(&schema));
    json_object *made = hzp_summary_skeleton(schema);
    json_object_put(schema);
    HzpStatus status = read_rows(plan, made);
    if (status == HZP_OK) {
        *tree = made;
    } else {
        json_object_put(made);
    }
    return status;
}
