#include "data/plan_file.h"

#include <glib.h>
#include <math.h>
#include <string.h>

struct HzpPlanFile {
    char *path;
    sqlite3 *database;
};

static HzpStatus fail_not_plan(const char *path, const char *reason)
{
    return hzp_fail(HZP_E_INPUT, "plan_not_a_plan", "file", path, "reason", reason, NULL);
}

static HzpStatus check_is_plan(HzpPlanFile *plan)
{
    static const char *const needed[] = {"gpkg_contents", "summary", "parameters", "hazard_points"};
    for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
        sqlite3_stmt *statement = NULL;
        int code = sqlite3_prepare_v2(plan->database, "SELECT 1 FROM sqlite_master WHERE name = ?1", -1, &statement, NULL);
        if (code != SQLITE_OK) return fail_not_plan(plan->path, sqlite3_errmsg(plan->database));
        sqlite3_bind_text(statement, 1, needed[i], -1, SQLITE_STATIC);
        code = sqlite3_step(statement);
        sqlite3_finalize(statement);
        if (code != SQLITE_ROW) return fail_not_plan(plan->path, needed[i]);
    }
    return HZP_OK;
}

HzpStatus hzp_plan_file_open(const char *path, HzpPlanFile **plan)
{
    HzpPlanFile *opened = g_new0(HzpPlanFile, 1);
    opened->path = g_file_test(path, G_FILE_TEST_IS_DIR) ? g_build_filename(path, "plan.gpkg", NULL) : g_strdup(path);
    HzpStatus status = HZP_OK;
    if (!g_file_test(opened->path, G_FILE_TEST_EXISTS)) {
        status = hzp_fail(HZP_E_INPUT, "plan_missing", "file", opened->path, NULL);
    } else if (sqlite3_open_v2(opened->path, &opened->database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        status = fail_not_plan(opened->path, sqlite3_errmsg(opened->database));
    } else {
        status = check_is_plan(opened);
    }
    if (status != HZP_OK) {
        hzp_plan_file_close(opened);
        opened = NULL;
    }
    *plan = opened;
    return status;
}

void hzp_plan_file_close(HzpPlanFile *plan)
{
    if (!plan) return;
    sqlite3_close(plan->database);
    g_free(plan->path);
    g_free(plan);
}

const char *hzp_plan_file_path(const HzpPlanFile *plan) { return plan->path; }

HzpStatus hzp_plan_file_prepare(HzpPlanFile *plan, const char *sql, sqlite3_stmt **statement)
{
    if (sqlite3_prepare_v2(plan->database, sql, -1, statement, NULL) != SQLITE_OK)
        return hzp_fail(HZP_E_INPUT, "plan_query_failed", "file", plan->path, "reason", sqlite3_errmsg(plan->database), NULL);
    return HZP_OK;
}

/* First column of the first row of a query with at most one bound text, as text. */
static char *one_text(HzpPlanFile *plan, const char *sql, const char *bound)
{
    sqlite3_stmt *statement = NULL;
    char *text = NULL;
    if (sqlite3_prepare_v2(plan->database, sql, -1, &statement, NULL) != SQLITE_OK) return NULL;
    if (bound) sqlite3_bind_text(statement, 1, bound, -1, SQLITE_STATIC);
    if (sqlite3_step(statement) == SQLITE_ROW) text = g_strdup((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
}

bool hzp_plan_file_has_rows(HzpPlanFile *plan, const char *table)
{
    char *quoted = sqlite3_mprintf("SELECT 1 FROM \"%w\" LIMIT 1", table);
    g_autofree char *found = one_text(plan, quoted, NULL);
    sqlite3_free(quoted);
    return found != NULL;
}

char *hzp_plan_file_summary(HzpPlanFile *plan, const char *key)
{
    return one_text(plan, "SELECT value FROM summary WHERE key = ?1", key);
}

double hzp_plan_file_summary_number(HzpPlanFile *plan, const char *key)
{
    g_autofree char *text = hzp_plan_file_summary(plan, key);
    return text ? g_ascii_strtod(text, NULL) : NAN;
}

char *hzp_plan_file_parameter(HzpPlanFile *plan, const char *key)
{
    return one_text(plan, "SELECT value FROM parameters WHERE key = ?1", key);
}

char *hzp_plan_file_style(HzpPlanFile *plan, const char *layer)
{
    return one_text(
        plan, "SELECT styleQML FROM layer_styles WHERE f_table_name = ?1 ORDER BY useAsDefault DESC, id DESC LIMIT 1", layer);
}

char *hzp_plan_file_crs(HzpPlanFile *plan)
{
    char *text = one_text(plan,
                          "SELECT CASE WHEN upper(s.organization) = 'EPSG' THEN 'EPSG:' || s.organization_coordsys_id "
                          "ELSE s.definition END FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s "
                          "ON s.srs_id = g.srs_id WHERE g.table_name = 'hazard_points'",
                          NULL);
    return text ? text : g_strdup("EPSG:4490");
}

/* GeoPackage 1.3, clause 2.1.3: "GP", version, flags (bits 1-3: envelope kind), srs_id, envelope, then WKB. */
GEOSGeometry *hzp_plan_file_geometry(sqlite3_stmt *statement, int column)
{
    static const size_t envelope_bytes[] = {0, 32, 48, 48, 64};
    const unsigned char *blob = sqlite3_column_blob(statement, column);
    int bytes = sqlite3_column_bytes(statement, column);
    if (!blob || bytes < 8 || blob[0] != 'G' || blob[1] != 'P') return NULL;
    unsigned envelope = (blob[3] >> 1) & 7U;
    if (envelope > 4 || (blob[3] & 0x10U)) return NULL;
    size_t header = 8 + envelope_bytes[envelope];
    if ((size_t)bytes <= header) return NULL;
    GEOSContextHandle_t geos = hzp_geos();
    GEOSWKBReader *reader = GEOSWKBReader_create_r(geos);
    GEOSGeometry *geometry = GEOSWKBReader_read_r(geos, reader, blob + header, (size_t)bytes - header);
    GEOSWKBReader_destroy_r(geos, reader);
    return geometry;
}
