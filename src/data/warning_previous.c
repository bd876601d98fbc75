#include "data/warning_previous.h"

#include <json-c/json.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file_kind.h"

/* Of one event; no event of rain has near as many. */
static const long MOST_ISSUES = 100000;

static const char *const kind_names[HZP_PREVIOUS_KINDS] = {"hazard_points", "villages", "towns"};

char *hzp_warning_town_key(const char *county, const char *town)
{
    return g_strconcat(county ? county : "", "\n", town ? town : "", NULL);
}

HzpWarningLevel hzp_warning_previous_level(const HzpWarningPrevious *previous, HzpPreviousKind kind, const char *key)
{
    gpointer found = NULL;
    if (!key || !g_hash_table_lookup_extended(previous->levels[kind], key, NULL, &found)) return HZP_WARNING_NONE;
    return (HzpWarningLevel)(GPOINTER_TO_INT(found) - 1);
}

static void keep_level(HzpWarningPrevious *previous, HzpPreviousKind kind, const char *key, const char *code)
{
    HzpWarningLevel level = hzp_warning_level_of(code);
    if (code && level == HZP_WARNING_UNKNOWN) return; /* no level of ours: one less is listed than there are */
    previous->listed[kind][level == HZP_WARNING_UNKNOWN ? HZP_WARNING_LEVELS : (int)level]++;
    if (key) g_hash_table_insert(previous->levels[kind], g_strdup(key), GINT_TO_POINTER((int)level + 1));
}

static const char *keep(HzpWarningPrevious *previous, const char *text)
{
    if (!text || !*text) return NULL;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return g_string_chunk_insert_const(previous->texts, valid);
}

static HzpStatus fail(const char *path, const char *reason)
{
    return hzp_fail(HZP_E_INPUT, "warning_previous_not_one", "file", path, "reason", reason, NULL);
}

/* "totals.red.villages". */
static void take_total(HzpWarningPrevious *previous, const char *key, const char *value)
{
    g_auto(GStrv) parts = g_strsplit(key, ".", 3);
    if (g_strv_length(parts) != 3 || strcmp(parts[0], "totals") != 0) return;
    HzpWarningLevel level = hzp_warning_level_of(parts[1]);
    if (level == HZP_WARNING_UNKNOWN && strcmp(parts[1], "unknown") != 0) return;
    for (int kind = 0; kind < HZP_PREVIOUS_KINDS; kind++) {
        if (strcmp(parts[2], kind_names[kind]) == 0)
            previous->told[kind][level == HZP_WARNING_UNKNOWN ? HZP_WARNING_LEVELS : (int)level] = strtol(value, NULL, 10);
    }
}

/* A fact by its dotted key in the table `warning`, and likewise in JSON. */
static void take_fact(HzpWarningPrevious *previous, const char *key, const char *value)
{
    if (!value) return;
    if (strcmp(key, "plan.title") == 0) previous->plan = keep(previous, value);
    if (strcmp(key, "issued") == 0) previous->issued = keep(previous, value);
    if (strcmp(key, "event.first_issued") == 0) previous->first_issued = keep(previous, value);
    if (strcmp(key, "event.last_wet_day") == 0) previous->last_wet_day = keep(previous, value);
    if (strcmp(key, "rain.last_day") == 0) previous->last_day = keep(previous, value);
    if (strcmp(key, "event.number") == 0) previous->number = strtol(value, NULL, 10);
    take_total(previous, key, value);
}

/* ---- GeoPackage ---- */

/* Whether it is a table of its own: a view may be anything, also without an end. */
static bool is_table(sqlite3 *database, const char *name)
{
    static const char sql[] = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1 AND rootpage > 0";
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) return false;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    bool found = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    return found;
}

/* Texts of the columns of each row; false where the query fails. */
static bool each_row(sqlite3 *database, const char *sql, HzpWarningPrevious *previous,
                     void (*take)(HzpWarningPrevious *previous, const char *const *cells))
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) return false;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *cells[3] = {NULL};
        for (int i = 0; i < sqlite3_column_count(statement) && i < 3; i++)
            cells[i] = (const char *)sqlite3_column_text(statement, i);
        take(previous, cells);
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE;
}

static void take_row_fact(HzpWarningPrevious *previous, const char *const *cells)
{
    if (cells[0]) take_fact(previous, cells[0], cells[1]);
}

static void take_row_point(HzpWarningPrevious *previous, const char *const *cells)
{
    keep_level(previous, HZP_PREVIOUS_POINTS, cells[0], cells[1]);
}

static void take_row_village(HzpWarningPrevious *previous, const char *const *cells)
{
    keep_level(previous, HZP_PREVIOUS_VILLAGES, cells[0], cells[1]);
}

static void take_row_town(HzpWarningPrevious *previous, const char *const *cells)
{
    g_autofree char *key = hzp_warning_town_key(cells[0], cells[1]);
    keep_level(previous, HZP_PREVIOUS_TOWNS, key, cells[2]);
}

static HzpStatus read_geopackage(const char *path, HzpWarningPrevious *previous)
{
    static const char *const tables[] = {"warning", "warning_points", "warning_villages", "warning_towns"};
    sqlite3 *database = NULL;
    /* Its tables are read of one state, and not while the warning is written anew. */
    bool opened = sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                  sqlite3_exec(database, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
    for (size_t i = 0; opened && i < G_N_ELEMENTS(tables); i++) {
        if (is_table(database, tables[i])) continue;
        sqlite3_close(database);
        return fail(path, tables[i]);
    }
    bool read = opened && each_row(database, "SELECT key, value FROM warning", previous, take_row_fact) &&
                each_row(database, "SELECT hazard_id, level FROM warning_points", previous, take_row_point) &&
                each_row(database, "SELECT village_id, level FROM warning_villages", previous, take_row_village) &&
                each_row(database, "SELECT county, town, level FROM warning_towns", previous, take_row_town);
    HzpStatus status = read ? HZP_OK : fail(path, database ? sqlite3_errmsg(database) : "");
    sqlite3_close(database);
    return status;
}

/* ---- JSON ---- */

static const char *text_of(json_object *object, const char *key)
{
    json_object *value = NULL;
    return json_object_object_get_ex(object, key, &value) && value ? json_object_get_string(value) : NULL;
}

static void take_part(HzpWarningPrevious *previous, json_object *root, const char *part, const char *key)
{
    json_object *object = NULL;
    g_autofree char *path = g_strconcat(part, ".", key, NULL);
    if (json_object_object_get_ex(root, part, &object)) take_fact(previous, path, text_of(object, key));
}

static void take_totals(HzpWarningPrevious *previous, json_object *root)
{
    json_object *totals = NULL;
    if (!json_object_object_get_ex(root, "totals", &totals)) return;
    for (int level = 0; level <= HZP_WARNING_LEVELS; level++) {
        const char *code = level == HZP_WARNING_LEVELS ? "unknown" : hzp_warning_level_code((HzpWarningLevel)level);
        json_object *row = NULL;
        if (!json_object_object_get_ex(totals, code, &row)) continue;
        for (int kind = 0; kind < HZP_PREVIOUS_KINDS; kind++) {
            g_autofree char *key = g_strjoin(".", "totals", code, kind_names[kind], NULL);
            take_fact(previous, key, text_of(row, kind_names[kind]));
        }
    }
}

/* The town's key, or the id. */
static void take_list(HzpWarningPrevious *previous, json_object *root, HzpPreviousKind kind)
{
    json_object *list = NULL;
    bool town = kind == HZP_PREVIOUS_TOWNS;
    if (!json_object_object_get_ex(root, kind_names[kind], &list) || !json_object_is_type(list, json_type_array)) return;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        json_object *row = json_object_array_get_idx(list, i);
        g_autofree char *key =
            town ? hzp_warning_town_key(text_of(row, "county"), text_of(row, "town")) : g_strdup(text_of(row, "id"));
        keep_level(previous, kind, key, text_of(row, "level"));
    }
}

static HzpStatus read_json(const char *path, HzpWarningPrevious *previous)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &text, &length, &error))
        return hzp_fail(hzp_status_of_file(error), "file_unreadable", "file", path, "reason", error->message, NULL);
    json_object *root = json_tokener_parse(text);
    const char *schema = text_of(root, "schema");
    HzpStatus status = schema && strcmp(schema, "hazplan-warning/1") == 0 ? HZP_OK : fail(path, "hazplan-warning/1");
    if (status == HZP_OK) {
        take_fact(previous, "issued", text_of(root, "issued"));
        take_part(previous, root, "plan", "title");
        take_part(previous, root, "event", "first_issued");
        take_part(previous, root, "event", "last_wet_day");
        take_part(previous, root, "event", "number");
        take_part(previous, root, "rain", "last_day");
        take_totals(previous, root);
        for (int kind = 0; kind < HZP_PREVIOUS_KINDS; kind++)
            take_list(previous, root, (HzpPreviousKind)kind);
    }
    json_object_put(root);
    return status;
}

/* ---- either ---- */

/* Whether all that was warned or unknown is listed; what was not warned JSON leaves out. */
static HzpStatus check_lists(const char *path, const HzpWarningPrevious *previous)
{
    for (int kind = 0; kind < HZP_PREVIOUS_KINDS; kind++) {
        for (int level = HZP_WARNING_BLUE; level <= HZP_WARNING_LEVELS; level++) {
            if (previous->listed[kind][level] != previous->told[kind][level]) return fail(path, kind_names[kind]);
        }
    }
    return HZP_OK;
}

/* SQLite's files begin with its name. */
static bool is_database(const char *path)
{
    char head[16] = {0};
    FILE *file = fopen(path, "rbe");
    size_t n = file ? fread(head, 1, sizeof head, file) : 0;
    if (file) fclose(file);
    return n == sizeof head && memcmp(head, "SQLite format 3", sizeof head) == 0;
}

HzpStatus hzp_warning_previous_read(const char *path, HzpWarningPrevious **previous)
{
    *previous = NULL;
    HZP_TRY(hzp_file_kind_check(path));
    HzpWarningPrevious *read = g_new0(HzpWarningPrevious, 1);
    g_autofree char *file = g_path_get_basename(path);
    read->texts = g_string_chunk_new(4096);
    read->file = keep(read, file);
    for (int kind = 0; kind < HZP_PREVIOUS_KINDS; kind++)
        read->levels[kind] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    memset(read->told, -1, sizeof read->told);
    HzpStatus status = is_database(path) ? read_geopackage(path, read) : read_json(path, read);
    if (status == HZP_OK && (read->number < 1 || read->number > MOST_ISSUES)) status = fail(path, "event.number");
    if (status == HZP_OK) status = check_lists(path, read);
    if (status != HZP_OK) {
        hzp_warning_previous_free(read);
        read = NULL;
    }
    *previous = read;
    return status;
}

void hzp_warning_previous_free(HzpWarningPrevious *previous)
{
    if (!previous) return;
    for (int kind = 0; kind < HZP_PREVIOUS_KINDS; kind++)
        g_hash_table_destroy(previous->levels[kind]);
    g_string_chunk_free(previous->texts);
    g_free(previous);
}
