/* Questions for those affected: what somebody types at night, put to a small plan. The first byte says where it is typed. */
#include "fuzz.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

#include "answer/affected.h"

/* ---- a small plan ---- */

typedef struct {
    const char *id, *name;
    double lon, lat;
} Row;

static const Row hazards[] = {{"H1", "东坡滑坡", 112.8, 35.5},
                              {"H-2", "西沟", 112.9, 35.5},
                              {"'; DROP TABLE villages;--", "--help", 112.85, 35.55},
                              {"112,35", "巴公镇", 112.95, 35.6},
                              {"１２", "Ａ点", 112.81, 35.51},
                              {"H6", NULL, 112.82, 35.52}};
static const Row villages[] = {{"V1", "东村", 112.801, 35.501},
                               {"V2", "东村", 112.802, 35.502},
                               {"V3", "巴公一村村民委员会", 112.95, 35.601},
                               {NULL, "上村(社区)", 112.96, 35.602},
                               {"V5", "100%_村", 112.97, 35.603}};

static void execute(sqlite3 *database, const char *sql)
{
    char *message = NULL;
    FUZZ_REQUIRE(sqlite3_exec(database, sql, NULL, NULL, &message) == SQLITE_OK, "%s: %s", sql, message);
}

static void bind_place(sqlite3_stmt *insert, int column, double lon, double lat)
{
    unsigned char blob[29] = {'G', 'P', 0, 1, 0, 0, 0, 0, 1, 1};
    memcpy(blob + 13, &lon, sizeof lon);
    memcpy(blob + 21, &lat, sizeof lat);
    sqlite3_bind_blob(insert, column, blob, sizeof blob, SQLITE_TRANSIENT);
}

static void fill_layer(sqlite3 *database, const char *layer, const char *id, const Row *rows, size_t n)
{
    g_autofree char *sql =
        g_strdup_printf("INSERT INTO %s (fid, geom, %s, name, county) VALUES (?1, ?2, ?3, ?4, '甲县')", layer, id);
    g_autofree char *tree = g_strdup_printf("INSERT INTO rtree_%s_geom VALUES (?1, ?2, ?2, ?3, ?3)", layer);
    for (size_t i = 0; i < n; i++) {
        sqlite3_stmt *insert = NULL, *index = NULL;
        FUZZ_REQUIRE(sqlite3_prepare_v2(database, sql, -1, &insert, NULL) == SQLITE_OK, "%s", sql);
        FUZZ_REQUIRE(sqlite3_prepare_v2(database, tree, -1, &index, NULL) == SQLITE_OK, "%s", tree);
        sqlite3_bind_int64(insert, 1, (gint64)i + 1);
        bind_place(insert, 2, rows[i].lon, rows[i].lat);
        sqlite3_bind_text(insert, 3, rows[i].id, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 4, rows[i].name, -1, SQLITE_STATIC);
        sqlite3_bind_int64(index, 1, (gint64)i + 1);
        sqlite3_bind_double(index, 2, rows[i].lon);
        sqlite3_bind_double(index, 3, rows[i].lat);
        FUZZ_REQUIRE(sqlite3_step(insert) == SQLITE_DONE && sqlite3_step(index) == SQLITE_DONE, "%s",
                     sqlite3_errmsg(database));
        sqlite3_finalize(insert);
        sqlite3_finalize(index);
    }
}

static const char schema[] =
    "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);"
    "INSERT INTO gpkg_contents VALUES ('villages', 'features', 4490), ('hazard_points', 'features', 4490);"
    "CREATE TABLE summary (key TEXT, value TEXT, value_type TEXT);"
    "INSERT INTO summary VALUES ('title', '方案', 'text'), ('year', '2020', 'integer');"
    "CREATE TABLE parameters (key TEXT, value TEXT, source TEXT);"
    "INSERT INTO parameters VALUES ('crs', 'EPSG:4490', 'default');"
    "CREATE TABLE hazard_points (fid INTEGER PRIMARY KEY, geom BLOB, hazard_id TEXT, name TEXT, county TEXT, radius_m REAL "
    "DEFAULT 500);"
    "CREATE TABLE villages (fid INTEGER PRIMARY KEY, geom BLOB, village_id TEXT, name TEXT, town TEXT, county TEXT, "
    "population INTEGER "
    "DEFAULT 100);"
    "CREATE TABLE hazard_zones (fid INTEGER PRIMARY KEY, geom BLOB, hazard_id TEXT, source TEXT);"
    "CREATE TABLE exposure (hazard_id TEXT, village_id TEXT, population REAL, share REAL);"
    "INSERT INTO exposure VALUES ('H1', 'V1', 100, 1);"
    "CREATE VIRTUAL TABLE rtree_villages_geom USING rtree(id, minx, maxx, miny, maxy);"
    "CREATE VIRTUAL TABLE rtree_hazard_points_geom USING rtree(id, minx, maxx, miny, maxy);";

static HzpPlanFile *open_plan(void)
{
    static HzpPlanFile *plan;
    if (plan) return plan;
    g_autofree char *path = g_build_filename(fuzz_folder(), "plan.gpkg", NULL);
    sqlite3 *database = NULL;
    FUZZ_REQUIRE(sqlite3_open(path, &database) == SQLITE_OK, "%s", path);
    execute(database, schema);
    fill_layer(database, "hazard_points", "hazard_id", hazards, G_N_ELEMENTS(hazards));
    fill_layer(database, "villages", "village_id", villages, G_N_ELEMENTS(villages));
    execute(database, "INSERT INTO hazard_zones (hazard_id, source) SELECT hazard_id, 'radius' FROM hazard_points");
    sqlite3_close(database);
    FUZZ_REQUIRE(hzp_plan_file_open(path, &plan) == HZP_OK, "%s", hzp_error_message());
    return plan;
}

/* ---- what must hold ---- */

static void check_failure(HzpStatus status, const char *text)
{
    FUZZ_REQUIRE(status == HZP_E_USAGE, "\"%s\": %s: %s", text, hzp_status_name(status), hzp_error_message());
    FUZZ_REQUIRE(g_utf8_validate(hzp_error_message(), -1, NULL), "\"%s\": %s", text, hzp_error_message());
    FUZZ_REQUIRE(*hzp_error_message() && !g_str_has_prefix(hzp_error_message(), hzp_error_id()), "%s", hzp_error_id());
}

static void check_texts(const HzpAffected *answer, const char *text)
{
    static const char *const formats[] = {"json", "geojson", "csv", "table"};
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *said = hzp_affected_text(answer, formats[i], 0);
        FUZZ_REQUIRE(said && *said && g_utf8_validate(said, -1, NULL), "\"%s\": %s: %s", text, formats[i], said);
        if (i > 1) continue;
        struct json_object *read = json_tokener_parse(said);
        FUZZ_REQUIRE(read != NULL, "\"%s\": %s: %s", text, formats[i], said);
        json_object_put(read);
    }
}

static void check_answer(HzpPlanFile *plan, const HzpAffectedQuestion *question, const char *text)
{
    HzpAffected *answer = NULL;
    HzpStatus status = hzp_affected_ask(plan, question, &answer);
    FUZZ_REQUIRE((status == HZP_OK) == (answer != NULL), "\"%s\": %s", text, hzp_status_name(status));
    if (status != HZP_OK) {
        check_failure(status, text);
        return;
    }
    const HzpAsked *asked = &answer->asked;
    FUZZ_REQUIRE(fabs(asked->lon) <= 181 && fabs(asked->lat) <= 90, "\"%s\": %g %g", text, asked->lon, asked->lat);
    double before = -1;
    for (guint i = 0; i < answer->villages->len; i++) {
        const HzpAffectedVillage *village = &g_array_index(answer->villages, HzpAffectedVillage, i);
        FUZZ_REQUIRE(village->distance_m >= before, "\"%s\": %g before %g", text, before, village->distance_m);
        FUZZ_REQUIRE(question->radius_m == 0 || village->distance_m <= question->radius_m + 1e-6, "\"%s\": %g m", text,
                     village->distance_m);
        before = village->distance_m;
    }
    FUZZ_REQUIRE(answer->totals.villages == answer->villages->len, "\"%s\"", text);
    check_texts(answer, text);
    hzp_affected_free(answer);
}

/* Exactly an id, exactly the name, or a part of it, as written or with its letters folded; none twice. */
static void check_places(HzpPlanFile *plan, const char *text)
{
    GPtrArray *places = NULL;
    HzpStatus status = hzp_affected_places(plan, text, NULL, 13, &places);
    FUZZ_REQUIRE(status == HZP_OK || status == HZP_E_USAGE, "\"%s\": %s: %s", text, hzp_status_name(status),
                 hzp_error_message());
    FUZZ_REQUIRE(!places || places->len <= 13, "\"%s\": %u", text, places->len);
    for (guint i = 0; places && i < places->len; i++) {
        const HzpPlaceFound *place = g_ptr_array_index(places, i);
        FUZZ_REQUIRE(isfinite(place->lon) && isfinite(place->lat), "\"%s\": no place", text);
        FUZZ_REQUIRE(place->name || place->id, "\"%s\": nothing is named", text);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(hazards); i++) {
        if (strcmp(text, hazards[i].id) != 0) continue;
        const HzpPlaceFound *first = places && places->len ? g_ptr_array_index(places, 0) : NULL;
        FUZZ_REQUIRE(places && places->len == 1 && g_strcmp0(first->id, text) == 0, "\"%s\" is an id", text);
    }
    if (places) g_ptr_array_unref(places);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    HzpPlanFile *plan = open_plan();
    g_autofree char *text = fuzz_text(data + 1, size - 1);
    HzpAffectedQuestion question = {0};
    switch (data[0]) {
    case 'h':
        question.hazard = text;
        break;
    case 'r':
        question.hazard = text;
        question.radius_m = 3000;
        break;
    case 'g':
        question.at = text;
        question.map_offset = "gcj02";
        question.radius_m = 1e7;
        break;
    default:
        question.at = text;
        question.radius_m = 2000;
    }
    check_answer(plan, &question, text);
    check_places(plan, text);
    return 0;
}
