/* exposure_results as a GeoPackage with one attribute table (OGC 12-128r18, GeoPackage 1.3), written with SQLite itself: a
 * feature of OGR for each of a million rows takes ten times as long. */
#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "base/message.h"
#include "data/exposure_table.h"

enum { TEXTS = 9 };

/* The file is new and nobody else knows it: a journal protects nothing, and hzp_output_commit() flushes it to disk. */
static const char *const prepare_file = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
                                        "PRAGMA page_size=4096; PRAGMA application_id=1196444487; PRAGMA user_version=10300;"
                                        "BEGIN;";

/* The tables that every GeoPackage has, with the rows that the standard asks for (1.1.2, 1.1.3). */
static const char *const standard_tables =
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT "
    "NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);"
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, "
    "description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x "
    "DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) "
    "REFERENCES gpkg_spatial_ref_sys(srs_id));"
    "INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined cartesian SRS',-1,'NONE',-1,'undefined','undefined cartesian "
    "coordinate reference system'),('Undefined geographic SRS',0,'NONE',0,'undefined','undefined geographic coordinate "
    "reference system'),('WGS 84 geodetic',4326,'EPSG',4326,'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS "
    "84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,"
    "AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\","
    "NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]','longitude/latitude coordinates in decimal degrees on "
    "the WGS 84 spheroid');";

typedef struct {
    HzpRun *run;
    const HzpExposureTable *table;
    sqlite3 *database;
    sqlite3_stmt *insert;
    const char *path;
} Writing;

static HzpStatus fail(const Writing *writing, const char *what)
{
    return hzp_fail(HZP_E_IO, "plan_write_failed", "file", writing->path, "what", what, "reason",
                    sqlite3_errmsg(writing->database), NULL);
}

static HzpStatus execute(const Writing *writing, const char *sql)
{
    return sqlite3_exec(writing->database, sql, NULL, NULL, NULL) == SQLITE_OK ? HZP_OK : fail(writing, "exposure_results");
}

static HzpStatus prepare(Writing *writing, const char *sql)
{
    return sqlite3_prepare_v2(writing->database, sql, -1, &writing->insert, NULL) == SQLITE_OK
               ? HZP_OK
               : fail(writing, "exposure_results");
}

/* `last_change` is the first day of the project's year: the same input gives the same file. */
static HzpStatus add_contents(Writing *writing)
{
    const HzpExposureTable *table = writing->table;
    int year = isfinite(table->year) ? (int)table->year : 2000;
    g_autofree char *date = g_strdup_printf("%04d-01-01T00:00:00.000Z", year);
    const char *description = table->notice ? table->notice : table->title ? table->title : "";
    HZP_TRY(prepare(writing, "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
                             "VALUES ('exposure_results', 'attributes', 'exposure_results', ?, ?)"));
    sqlite3_bind_text(writing->insert, 1, description, -1, SQLITE_STATIC);
    sqlite3_bind_text(writing->insert, 2, date, -1, SQLITE_STATIC);
    HzpStatus status = sqlite3_step(writing->insert) == SQLITE_DONE ? HZP_OK : fail(writing, "gpkg_contents");
    sqlite3_finalize(writing->insert);
    writing->insert = NULL;
    return status;
}

static HzpStatus create_table(Writing *writing)
{
    g_autoptr(GString) create = g_string_new("CREATE TABLE exposure_results (fid INTEGER PRIMARY KEY NOT NULL");
    g_autoptr(GString) insert = g_string_new("INSERT INTO exposure_results VALUES (NULL");
    for (size_t c = 0; c < TEXTS; c++) {
        g_string_append_printf(create, ", %s TEXT", hzp_exposure_text_columns[c]);
        g_string_append(insert, ",?");
    }
    for (size_t f = 0; f < HZP_EXPOSURE_FIGURES; f++) {
        bool counted = f == 0 || f == 3 || f == 4;
        g_string_append_printf(create, ", %s %s", hzp_exposure_figure_columns[f], counted ? "INTEGER" : "REAL");
        g_string_append(insert, ",?");
    }
    g_string_append_c(create, ')');
    g_string_append_c(insert, ')');
    HZP_TRY(execute(writing, create->str));
    return prepare(writing, insert->str);
}

/* Only what differs from the row before: most rows have its place or its category. */
static void bind_texts(sqlite3_stmt *insert, const HzpExposureRow *row, const char **bound)
{
    const char *texts[TEXTS] = {row->scale,  row->source,   row->level, row->id,      row->name,
                                row->county, row->category, row->value, row->value_zh};
    for (int c = 0; c < TEXTS; c++) {
        if (texts[c] == bound[c]) continue;
        sqlite3_bind_text(insert, c + 1, texts[c], -1, SQLITE_STATIC);
        bound[c] = texts[c];
    }
}

static void bind_figures(sqlite3_stmt *insert, const double *figures)
{
    for (int f = 0; f < HZP_EXPOSURE_FIGURES; f++) {
        double figure = figures[f];
        int at = TEXTS + 1 + f;
        if (!isfinite(figure)) {
            sqlite3_bind_null(insert, at);
        } else if (figure == floor(figure) && fabs(figure) < 1e15) {
            sqlite3_bind_int64(insert, at, (sqlite3_int64)figure); /* which a REAL column stores in fewer bytes as well */
        } else {
            sqlite3_bind_double(insert, at, figure);
        }
    }
}

static HzpStatus insert_rows(Writing *writing)
{
    const GArray *records = writing->table->records;
    const char *bound[TEXTS] = {NULL}; /* as parameters are before any was bound */
    for (guint i = 0; i < records->len; i++) {
        HzpExposureRow row;
        hzp_exposure_table_get(writing->table, i, &row);
        bind_texts(writing->insert, &row, bound);
        bind_figures(writing->insert, g_array_index(records, HzpExposureRecord, i).figures);
        if (sqlite3_step(writing->insert) != SQLITE_DONE) return fail(writing, "exposure_results");
        sqlite3_reset(writing->insert);
        if (i % 4096 == 0) HZP_TRY(hzp_run_step(writing->run, "phase_write", i, records->len));
    }
    return HZP_OK;
}

static HzpStatus write_all(Writing *writing)
{
    HZP_TRY(execute(writing, prepare_file));
    HZP_TRY(execute(writing, standard_tables));
    HZP_TRY(add_contents(writing));
    HZP_TRY(create_table(writing));
    HZP_TRY(insert_rows(writing));
    return execute(writing, "COMMIT");
}

HzpStatus hzp_exposure_table_write_gpkg(HzpRun *run, const HzpExposureTable *table, const char *path, const char *shown)
{
    Writing writing = {.run = run, .table = table, .path = shown};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    bool opened = sqlite3_open_v2(path, &writing.database, flags, NULL) == SQLITE_OK;
    HzpStatus status = opened ? write_all(&writing) : fail(&writing, "exposure_results");
    sqlite3_finalize(writing.insert);
    if (sqlite3_close(writing.database) != SQLITE_OK && status == HZP_OK) status = fail(&writing, "exposure_results");
    return status;
}
