#include "data/geopackage_file.h"

#include <string.h>

static const sqlite3_int64 MAPPED_BYTES = (sqlite3_int64)1 << 40;

sqlite3 *hzp_geopackage_connect(const char *path)
{
    sqlite3 *database = NULL;
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) return NULL; /* a pipe would be waited for */
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        sqlite3_close(database);
        return NULL;
    }
    /* Pages are read where the system keeps them instead of being copied; SQLite holds this to what it was built for. A file
     * that someone sends may have views and triggers: they may call nothing. */
    char *mapping = sqlite3_mprintf("PRAGMA mmap_size=%lld; PRAGMA trusted_schema=OFF", MAPPED_BYTES);
    sqlite3_exec(database, mapping, NULL, NULL, NULL);
    sqlite3_free(mapping);
    return database;
}

sqlite3 *hzp_geopackage_begin(const char *path)
{
    sqlite3 *database = hzp_geopackage_connect(path);
    /* The lock is taken by what is read first, which SQLite refuses where a writer left work unfinished. */
    const char *sql = "BEGIN; SELECT count(*) FROM sqlite_master";
    if (database && sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK) return database;
    sqlite3_close(database);
    return NULL;
}

/* ---- asking ---- */

static sqlite3_stmt *ask(sqlite3 *database, const char *sql, const char *bound)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) return NULL;
    if (bound) sqlite3_bind_text(statement, 1, bound, -1, SQLITE_STATIC);
    return statement;
}

/* The only row's columns as texts; false when there is none, or more than one. */
static bool only_row(sqlite3 *database, const char *sql, const char *bound, char **texts, int n)
{
    sqlite3_stmt *statement = ask(database, sql, bound);
    bool found = statement && sqlite3_step(statement) == SQLITE_ROW;
    for (int i = 0; found && i < n; i++)
        texts[i] = g_strdup((const char *)sqlite3_column_text(statement, i));
    bool only = found && sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return only;
}

static int number_of(sqlite3 *database, const char *sql)
{
    g_autofree char *text = NULL;
    return only_row(database, sql, NULL, &text, 1) && text ? (int)g_ascii_strtoll(text, NULL, 10) : -1;
}

/* ---- the file ---- */

/* GDAL takes other files for GeoPackages as well, with a warning; and a virtual table may read other files. */
static bool is_plain_file(sqlite3 *database)
{
    enum { GPKG = 0x47504B47, GP10 = 0x47503130, GP11 = 0x47503131 };
    int id = number_of(database, "PRAGMA application_id");
    if (id != GPKG && id != GP10 && id != GP11) return false;
    return number_of(database,
                     "SELECT count(*) FROM sqlite_master WHERE lower(sql) LIKE 'create virtual%' AND lower(sql) NOT "
                     "LIKE '% using rtree(%'") == 0 &&
           number_of(database, "SELECT encoding = 'UTF-8' FROM pragma_encoding") == 1;
}

static bool choose_table(sqlite3 *database, const char *name, HzpGeopackageTable *table)
{
    char *found[1] = {NULL};
    bool only = name ? only_row(database, "SELECT table_name FROM gpkg_contents WHERE table_name = ?1", name, found, 1)
                     : only_row(database, "SELECT table_name FROM gpkg_contents", NULL, found, 1);
    table->table = found[0];
    /* GDAL's dialect and registered extensions may mean something else by a table than its rows. */
    if (!only || !table->table ||
        !only_row(database, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?1", table->table, &table->sql,
                  1) ||
        !table->sql)
        return false;
    g_autofree char *upper = g_ascii_strup(table->sql, -1);
    return !strstr(upper, "WITHOUT ROWID") && !g_str_has_prefix(upper, "CREATE VIRTUAL");
}

static bool find_geometry(sqlite3 *database, HzpGeopackageTable *table)
{
    char *facts[4] = {NULL, NULL, NULL, NULL};
    bool only = only_row(database,
                         "SELECT g.column_name, upper(s.organization), s.organization_coordsys_id, "
                         "upper(g.geometry_type_name) FROM gpkg_geometry_columns g "
                         "JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE g.table_name = ?1",
                         table->table, facts, 4);
    table->geometry = facts[0];
    if (only && facts[1] && facts[2]) table->crs = g_strdup_printf("%s:%s", facts[1], facts[2]);
    table->shape = facts[3];
    g_free(facts[1]);
    g_free(facts[2]);
    return only && table->geometry && table->shape;
}

/* ---- columns ---- */

static void field_free(gpointer data)
{
    HzpGeopackageField *field = data;
    g_free(field->name);
    g_free(field->type);
    g_free(field);
}

static bool list_fields(sqlite3 *database, HzpGeopackageTable *table)
{
    bool geometry = false;
    sqlite3_stmt *statement =
        ask(database, "SELECT name, upper(type), pk, hidden FROM pragma_table_xinfo(?1) ORDER BY cid", table->table);
    int code = SQLITE_ERROR;
    for (size_t position = 0; statement && (code = sqlite3_step(statement)) == SQLITE_ROW; position++) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        const char *type = (const char *)sqlite3_column_text(statement, 1);
        if (!name || !type || sqlite3_column_int(statement, 3) != 0) break;
        if (strcmp(name, table->geometry) == 0) {
            geometry = true;
            table->geometry_position = position;
        } else if (sqlite3_column_int(statement, 2) > 0) {
            if (table->key || strcmp(type, "INTEGER") != 0) break;
            table->key = g_strdup(name);
            table->key_position = position;
        } else {
            HzpGeopackageField *field = g_new(HzpGeopackageField, 1);
            *field = (HzpGeopackageField){g_strdup(name), g_strdup(type), position};
            g_ptr_array_add(table->fields, field);
        }
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE && geometry && table->key;
}

/* Only an INTEGER PRIMARY KEY is the rowid itself; one of another kind (DESC …) has an index. */
static bool key_is_rowid(sqlite3 *database, const HzpGeopackageTable *table)
{
    g_autofree char *count = NULL;
    return only_row(database, "SELECT count(*) FROM pragma_index_list(?1) WHERE origin = 'pk'", table->table, &count, 1) &&
           count && strcmp(count, "0") == 0;
}

bool hzp_geopackage_describe(sqlite3 *database, const char *path, const char *name, HzpGeopackageTable *table,
                             const char **why)
{
    *table = (HzpGeopackageTable){
        .database = database, .path = g_strdup(path), .fields = g_ptr_array_new_with_free_func(field_free)};
    *why = NULL;
    if (!database || !is_plain_file(database)) {
        *why = "not_plain_file";
    } else if (!choose_table(database, name, table) || !find_geometry(database, table) || !list_fields(database, table)) {
        *why = "not_plain_table";
    } else {
        table->key_is_rowid = key_is_rowid(database, table);
    }
    if (*why) hzp_geopackage_table_clear(table);
    return !*why;
}

void hzp_geopackage_table_clear(HzpGeopackageTable *table)
{
    g_free(table->path);
    g_free(table->table);
    g_free(table->sql);
    g_free(table->key);
    g_free(table->geometry);
    g_free(table->shape);
    g_free(table->crs);
    if (table->fields) g_ptr_array_free(table->fields, TRUE);
    *table = (HzpGeopackageTable){0};
}
