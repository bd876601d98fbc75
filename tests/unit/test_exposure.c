/* Who is exposed: small projects whose figures can be added up by hand, from their layers to plan.gpkg. Distances are those
 * of GeographicLib's Python package 2.1 on CGCS2000. */
#include "support.h"

#include <sqlite3.h>

#include "hazplan/plan.h"
#include "hazplan/run.h"

#define HEADER "title: t\nregion: {name: 甲市}\n"
#define LAYERS "layers:\n  villages: {path: v.csv, crs: EPSG:4490}\n  hazard_points: {path: h.csv, crs: EPSG:4490}\n"

static char *folder;
static sqlite3 *plan;
static GString *codes; /* of the findings of the last analysis, each between spaces */

/* ---- running and asking ---- */

static void keep_code(const HzpFinding *finding, void *user)
{
    (void)user;
    g_string_append_printf(codes, "%s ", finding->code);
}

static HzpStatus analyse_text(const char *project, int threads)
{
    g_autofree char *path = g_build_filename(folder, "plan.gpkg", NULL);
    test_file_put(folder, "project.yaml", project);
    if (plan) sqlite3_close(plan);
    plan = NULL;
    g_string_assign(codes, " ");
    HzpRun *run = hzp_run_new();
    hzp_run_set_threads(run, threads);
    HzpStatus status = hzp_project_analyse(run, folder, path, keep_code, NULL, NULL);
    hzp_run_free(run);
    return status;
}

static void analyse(const char *project)
{
    g_autofree char *path = g_build_filename(folder, "plan.gpkg", NULL);
    if (analyse_text(project, 2) != HZP_OK) fail_msg("%s", hzp_error_message());
    assert_int_equal(sqlite3_open_v2(path, &plan, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
}

/* The first value of a query; NaN for NULL. */
static double ask(const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(plan, sql, -1, &statement, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(plan));
    if (sqlite3_step(statement) != SQLITE_ROW) fail_msg("no row: %s", sql);
    double value = sqlite3_column_type(statement, 0) == SQLITE_NULL ? NAN : sqlite3_column_double(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static void is(const char *sql, double expected)
{
    double found = ask(sql);
    if (isnan(expected) ? !isnan(found) : found != expected) fail_msg("%s gives %.15g, not %.15g", sql, found, expected);
}

static void is_nearly(const char *sql, double expected, double tolerance)
{
    double found = ask(sql);
    if (!(fabs(found - expected) <= tolerance)) fail_msg("%s gives %.15g, not %.15g", sql, found, expected);
}

static void village(const char *id, const char *column, double expected)
{
    g_autofree char *sql = g_strdup_printf("SELECT %s FROM villages WHERE village_id = '%s'", column, id);
    is(sql, expected);
}

static void hazard(const char *id, const char *column, double expected)
{
    g_autofree char *sql = g_strdup_printf("SELECT %s FROM hazard_points WHERE hazard_id = '%s'", column, id);
    is(sql, expected);
}

static void summary(const char *key, double expected)
{
    g_autofree char *sql = g_strdup_printf("SELECT CAST(value AS REAL) FROM summary WHERE key = '%s'", key);
    is(sql, expected);
}

/* ---- circles ----
 *
 * H1 (200 m) and H2 (150 m) lie 200.81 m apart. V1 is 100.40 m from both. V2, whose people nobody counted, is 136.92 m from
 * H1 and in the very place of H3 (10 m). V3 is 122.78 m from H2 and 315.26 m from H1. V6 is 199.999 m north of H1 and V7
 * 200.001 m. V4 is kilometres away; V8 and H4 have no position. */
static const char *const circle_villages = "village_id,name,county,population,households,lon,lat\n"
                                           "V1,一村,甲县,100,30,112.0111,35.01\n"
                                           "V2,二村,甲县,,,112.0085,35.01\n"
                                           "V3,三村,甲县,50,,112.0134,35.0105\n"
                                           "V4,四村,甲县,400,120,112.05,35.01\n"
                                           "V6,六村,甲县,7,,112.01,35.01180275468206\n"
                                           "V7,七村,甲县,1000,,112.01,35.01180277270969\n"
                                           "V8,八村,甲县,900,,,\n";
static const char *const circle_hazards = "hazard_id,name,type,county,population,radius_m,lon,lat\n"
                                          "H1,a,滑坡,甲县,90,200,112.01,35.01\n"
                                          "H2,b,泥石流,甲县,,150,112.0122,35.01\n"
                                          "H3,c,崩塌,甲县,5,10,112.0085,35.01\n"
                                          "H4,d,崩塌,甲县,,50,,\n";

static void analyse_circles(void)
{
    test_file_put(folder, "v.csv", circle_villages);
    test_file_put(folder, "h.csv", circle_hazards);
    analyse(HEADER LAYERS "checks: {village_unplaced: warning}\n");
}

static void test_exposure__counts_people_once_under_two_hazards(void **state)
{
    (void)state;
    analyse_circles();
    village("V1", "exposed_population", 100);
    village("V1", "exposed_households", 30);
    village("V1", "hazard_count", 2);
    village("V1", "exposed_share", 1);
    /* V1 + V3 + V6; V2 is exposed with nobody knows how many */
    summary("modelled.villages", 4);
    summary("modelled.population", 157);
    summary("modelled.households", 30);
    summary("modelled.population_missing", 1);
    is("SELECT exposed_population FROM counties", 157);
    is("SELECT exposed_villages FROM counties", 4);
}

static void test_exposure__counts_people_for_each_hazard_apart(void **state)
{
    (void)state;
    analyse_circles();
    hazard("H1", "modelled_villages", 3);
    hazard("H1", "modelled_population", 107);
    hazard("H1", "modelled_population_missing", 1); /* one of its three villages has no people: 107 is a partial sum, */
    hazard("H1", "population_difference", NAN);     /* which is not held against the register */
    hazard("H2", "modelled_villages", 2);
    hazard("H2", "modelled_population", 150);
    hazard("H2", "population_difference", NAN);
    summary("modelled.by_type.landslide.population", 107);
    summary("modelled.by_type.debris_flow.population", 150);
    summary("modelled.by_type.collapse.villages", 1);
    is("SELECT population FROM hazard_zones WHERE hazard_id = 'H1'", 107);
}

static void test_exposure__keeps_missing_people_missing(void **state)
{
    (void)state;
    analyse_circles();
    village("V2", "exposed", 1);
    village("V2", "exposed_population", NAN);
    village("V2", "hazard_count", 2);
    hazard("H3", "modelled_villages", 1);
    hazard("H3", "modelled_population", NAN);
    hazard("H3", "population_difference", NAN);
    is("SELECT value FROM summary WHERE key = 'modelled.by_type.collapse.population'", NAN);
    is("SELECT population FROM exposure WHERE hazard_id = 'H3'", NAN);
    village("V4", "exposed_population", 0);
    village("V4", "exposed", 0);
    village("V4", "hazard_types IS NULL", 1);
}

static void test_exposure__draws_the_line_at_the_radius(void **state)
{
    (void)state;
    analyse_circles();
    village("V6", "exposed", 1);
    village("V7", "exposed", 0);
    is_nearly("SELECT distance_m FROM exposure WHERE village_id = 'V6'", 199.999, 1e-6);
    is_nearly("SELECT nearest_hazard_m FROM villages WHERE village_id = 'V7'", 200.001, 1e-6);
    is_nearly("SELECT nearest_hazard_m FROM villages WHERE village_id = 'V3'", 122.777250244850, 1e-6);
    is_nearly("SELECT nearest_hazard_m FROM villages WHERE village_id = 'V4'", 3450.272931219332, 1e-6);
    is_nearly("SELECT distance_m FROM exposure WHERE village_id = 'V2' AND hazard_id = 'H1'", 136.91559332541345, 1e-6);
    is("SELECT distance_m FROM exposure WHERE hazard_id = 'H3'", 0);
    is("SELECT count(*) FROM exposure", 6);
}

/* Neither exposed nor not: figures of what has no position stay empty, and are told. */
static void test_exposure__does_not_place_what_has_no_position(void **state)
{
    static const char *const columns[] = {"exposed", "exposed_share", "exposed_population", "hazard_count",
                                          "nearest_hazard_m"};
    (void)state;
    analyse_circles();
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++)
        village("V8", columns[i], NAN);
    hazard("H4", "modelled_villages", NAN);
    hazard("H4", "modelled_population", NAN);
    hazard("H4", "radius_m", NAN);
    summary("modelled.villages_unplaced", 1);
    summary("hazard_points.total", 4);
    summary("hazard_points.unplaced", 1);
    summary("villages.population", 100 + 50 + 400 + 7 + 1000 + 900);
    assert_non_null(strstr(codes->str, " village_unplaced "));
    assert_non_null(strstr(codes->str, " hazard_unplaced "));
}

static void test_exposure__stops_at_errors_and_writes_nothing(void **state)
{
    (void)state;
    test_file_put(folder, "v.csv", circle_villages);
    test_file_put(folder, "h.csv", circle_hazards);
    test_failed(analyse_text(HEADER LAYERS, 1), HZP_E_INPUT, "one_error", NULL);
    assert_non_null(strstr(codes->str, " village_unplaced "));
    g_autofree char *path = g_build_filename(folder, "plan.gpkg", NULL);
    assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* ---- radii ---- */

/* By data/parameters.yaml: landslide 200 m, debris flow 500 m; small 0.75, large 1.5, extra large 2, ungraded 1. */
static void test_exposure__takes_the_radius_of_type_and_grade(void **state)
{
    (void)state;
    test_file_put(folder, "v.csv", "village_id,name,lon,lat\nV,v,112.5,35\n");
    test_file_put(folder, "h.csv",
                  "hazard_id,name,type,规模,population,radius_m,lon,lat\n"
                  "medium,a,滑坡,,100,,112,35\n"
                  "large,b,滑坡,,600,,112,35\n"
                  "small,c,泥石流,,10,,112,35\n"
                  "registered,d,滑坡,特大型,,,112,35\n"
                  "rule,e,滑坡,小型,1000,,112,35\n"
                  "nothing,f,滑坡,,,,112,35\n"
                  "untyped,g,,,100,,112,35\n"
                  "own,h,滑坡,,100,0.35公里,112,35\n");
    analyse(HEADER LAYERS);
    hazard("medium", "radius_m", 200);
    hazard("large", "radius_m", 300);
    hazard("small", "radius_m", 375);
    hazard("registered", "radius_m", 400);
    hazard("rule", "radius_m", 400);
    hazard("nothing", "radius_m", 200);
    hazard("untyped", "radius_m", 200);
    hazard("own", "radius_m", 350);
    analyse(HEADER LAYERS "hazard: {radius_m: {landslide: 80}, grade_factor: {large: 3}}\n");
    hazard("medium", "radius_m", 80);
    hazard("large", "radius_m", 240);
    hazard("own", "radius_m", 350);
}

/* ---- given zones ---- */

#define ZONES "  hazard_zones: {path: z.csv, crs: EPSG:4490}\n"

static void test_exposure__counts_a_village_on_a_zones_boundary_in(void **state)
{
    (void)state;
    test_file_put(folder, "v.csv",
                  "village_id,name,population,lon,lat\n"
                  "edge,a,1,112,35.01\ncorner,b,2,112.02,35.02\ninside,c,4,112.01,35.015\noutside,d,8,111.999999,35.01\n");
    /* The zone takes the place of the radius, however large. */
    test_file_put(folder, "h.csv", "hazard_id,name,type,population,radius_m,lon,lat\nH,h,滑坡,7,100000,112.01,35.01\n");
    test_file_put(folder, "z.csv",
                  "hazard_id,WKT\nH,\"POLYGON((112 35,112.02 35,112.02 35.02,112 35.02,112 35))\"\n"
                  "other,\"POLYGON((111 35,111.02 35,111.02 35.02,111 35.02,111 35))\"\n");
    analyse(HEADER LAYERS ZONES);
    hazard("H", "modelled_population", 7);
    hazard("H", "modelled_villages", 3);
    hazard("H", "population_difference", 0);
    hazard("H", "radius_m", NAN);
    village("outside", "exposed", 0);
    summary("modelled.population", 7);
    is("SELECT source = 'given' FROM hazard_zones", 1);
    assert_non_null(strstr(codes->str, " zone_without_point "));
}

/* Several polygons of one point are one zone: who lives in two of them is counted once. */
static void test_exposure__joins_the_polygons_of_one_hazard(void **state)
{
    (void)state;
    test_file_put(folder, "v.csv",
                  "village_id,name,population,lon,lat\nA,a,10,112.005,35.01\nB,b,20,112.012,35.01\n"
                  "C,c,40,112.018,35.01\n");
    test_file_put(folder, "h.csv", "hazard_id,name,type,lon,lat\nH,h,滑坡,112.01,35.01\n");
    test_file_put(folder, "z.csv",
                  "hazard_id,WKT\nH,\"POLYGON((112 35,112.013 35,112.013 35.02,112 35.02,112 35))\"\n"
                  "H,\"POLYGON((112.01 35,112.02 35,112.02 35.02,112.01 35.02,112.01 35))\"\n");
    analyse(HEADER LAYERS ZONES);
    hazard("H", "modelled_population", 70);
    hazard("H", "modelled_villages", 3);
    is("SELECT count(*) FROM hazard_zones", 1);
    village("B", "hazard_count", 1);
}

/* ---- village polygons ----
 *
 * All lie mirrored about 112.01°E, 35.01°N, which so becomes the middle of the equal-area projection, and its meridian a
 * straight line that halves the village M exactly. Both HA and HB threaten the western half. HC threatens the south-west
 * quarter of E: half of its breadth, and the share 0.50003 of its area by the authalic latitude. HD only touches W. */
static void analyse_polygons(void)
{
    test_file_put(folder, "v.csv",
                  "village_id,name,population,households,WKT\n"
                  "M,m,1000,300,\"POLYGON((112 35,112.02 35,112.02 35.02,112 35.02,112 35))\"\n"
                  "E,e,800,,\"POLYGON((112.04 35,112.06 35,112.06 35.02,112.04 35.02,112.04 35))\"\n"
                  "W,w,40,10,\"POLYGON((111.96 35,111.98 35,111.98 35.02,111.96 35.02,111.96 35))\"\n");
    test_file_put(folder, "h.csv",
                  "hazard_id,name,type,lon,lat\nHA,a,滑坡,112.005,35.01\nHB,b,泥石流,112.005,35.01\n"
                  "HC,c,崩塌,112.045,35.005\nHD,d,崩塌,111.983,35.01\n");
    test_file_put(folder, "z.csv",
                  "hazard_id,WKT\n"
                  "HA,\"POLYGON((111.99 34.99,112.01 34.99,112.01 35.03,111.99 35.03,111.99 34.99))\"\n"
                  "HB,\"POLYGON((111.99 34.99,112.01 34.99,112.01 35.03,111.99 35.03,111.99 34.99))\"\n"
                  "HC,\"POLYGON((112.03 34.99,112.05 34.99,112.05 35.01,112.03 35.01,112.03 34.99))\"\n"
                  "HD,\"POLYGON((111.98 35,111.985 35,111.985 35.02,111.98 35.02,111.98 35))\"\n");
    analyse(HEADER LAYERS ZONES);
}

static void test_exposure__shares_a_village_polygon_by_area(void **state)
{
    (void)state;
    analyse_polygons();
    is_nearly("SELECT exposed_share FROM villages WHERE village_id = 'M'", 0.5, 1e-9);
    is_nearly("SELECT exposed_population FROM villages WHERE village_id = 'M'", 500, 1e-6);
    is_nearly("SELECT exposed_households FROM villages WHERE village_id = 'M'", 150, 1e-6);
    /* (q(35.01) - q(35))/(q(35.02) - q(35)) = 0.50003 with q of the authalic latitude: a little wider in the south */
    is_nearly("SELECT exposed_share FROM villages WHERE village_id = 'E'", 0.5 * 0.5000300134221, 3e-5);
    is_nearly("SELECT sum(exposed_population) FROM villages", 500 + 200.012, 0.03);
}

static void test_exposure__counts_the_people_of_a_polygon_once_in_the_union(void **state)
{
    (void)state;
    analyse_polygons();
    village("M", "hazard_count", 2);
    is_nearly("SELECT modelled_population FROM hazard_points WHERE hazard_id = 'HA'", 500, 1e-6);
    is_nearly("SELECT modelled_population FROM hazard_points WHERE hazard_id = 'HB'", 500, 1e-6);
    is_nearly("SELECT CAST(value AS REAL) FROM summary WHERE key = 'modelled.by_type.landslide.population'", 500, 1e-6);
    is_nearly("SELECT CAST(value AS REAL) FROM summary WHERE key = 'modelled.population'", 700.012, 0.03);
    summary("modelled.villages", 2);
}

static void test_exposure__does_not_expose_a_polygon_that_is_only_touched(void **state)
{
    (void)state;
    analyse_polygons();
    village("W", "exposed", 0);
    village("W", "exposed_share", 0);
    village("W", "exposed_population", 0);
    hazard("HD", "modelled_villages", 0);
    hazard("HD", "modelled_population", 0);
}

static char *rows_of_plan(void)
{
    GString *text = g_string_new(NULL);
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(plan,
                                        "SELECT hazard_id, village_id, share, population, distance_m FROM exposure UNION ALL "
                                        "SELECT key, value, NULL, NULL, NULL FROM summary",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < 5; i++) {
            const unsigned char *value = sqlite3_column_text(statement, i);
            g_string_append_printf(text, "%s|", value ? (const char *)value : "");
        }
    }
    sqlite3_finalize(statement);
    return g_string_free(text, FALSE);
}

static void test_exposure__does_not_hang_on_the_number_of_threads(void **state)
{
    (void)state;
    g_autofree char *path = g_build_filename(folder, "plan.gpkg", NULL);
    analyse_polygons();
    g_autofree char *two = rows_of_plan();
    assert_int_equal(analyse_text(HEADER LAYERS ZONES, 1), HZP_OK);
    assert_int_equal(sqlite3_open_v2(path, &plan, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    g_autofree char *one = rows_of_plan();
    assert_string_equal(one, two);
    assert_true(strlen(one) > 1000);
}

static int setup(void **state)
{
    (void)state;
    folder = test_folder_new();
    codes = g_string_new(NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    if (plan) sqlite3_close(plan);
    plan = NULL;
    g_string_free(codes, TRUE);
    test_folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_exposure__counts_people_once_under_two_hazards, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__counts_people_for_each_hazard_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__keeps_missing_people_missing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__draws_the_line_at_the_radius, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__does_not_place_what_has_no_position, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__stops_at_errors_and_writes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__takes_the_radius_of_type_and_grade, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__counts_a_village_on_a_zones_boundary_in, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__joins_the_polygons_of_one_hazard, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__shares_a_village_polygon_by_area, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__counts_the_people_of_a_polygon_once_in_the_union, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__does_not_expose_a_polygon_that_is_only_touched, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exposure__does_not_hang_on_the_number_of_threads, setup, teardown),
    };
    hzp_language_set("en");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hzp_library_end();
    return failed;
}
