/* What the exposure engine is asked with, from small projects. */
#include "support.h"

#include "analysis/exposure_load.h"
#include "base/project.h"
#include "base/vocabulary.h"

#define PLANE "EPSG:4547" /* CGCS2000, 3-degree Gauss-Krüger about 114° */
#define PROJECT                                                                                                              \
    "title: t\nregion: {name: 甲市}\ncrs: " PLANE "\n"                                                                       \
    "layers:\n  villages: {path: v.csv, crs: " PLANE "}\n  hazard_points: {path: h.csv, crs: " PLANE "}\n"
#define TOWNS "  towns: {path: t.geojson}\n"
#define VILLAGES "village_id,name,population,households,x,y\n"
#define HAZARDS "hazard_id,name,type,population,grade,radius_m,x,y\n"

static char *folder;
static HzpProject *project;
static HzpFindings *findings;
static HzpExposureLayers *layers;

static void forget(void)
{
    hzp_exposure_layers_free(layers);
    hzp_findings_free(findings);
    hzp_project_close(project);
    layers = NULL;
    findings = NULL;
    project = NULL;
}

static HzpStatus load(const char *text, bool planar)
{
    forget();
    test_file_put(folder, "project.yaml", text);
    if (hzp_project_open(folder, &project) != HZP_OK || hzp_findings_new(project, &findings) != HZP_OK)
        fail_msg("%s", hzp_error_message());
    return hzp_exposure_load(NULL, project, planar, findings, &layers);
}

static void loaded(const char *text, bool planar)
{
    if (load(text, planar) != HZP_OK) fail_msg("%s", hzp_error_message());
}

/* Two squares side by side, 乙镇 west of x = 500000 and 丙镇 east of it. */
static void put_towns(void)
{
    static const char *const names[] = {"乙镇", "丙镇"};
    GString *text = g_string_new("{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
                                 "\"urn:ogc:def:crs:EPSG::4547\"}},\"features\":[");
    for (int i = 0; i < 2; i++) {
        int west = 490000 + 10000 * i;
        g_string_append_printf(text,
                               "%s{\"type\":\"Feature\",\"properties\":{\"name\":\"%s\",\"county\":\"甲县\"},\"geometry\":"
                               "{\"type\":\"Polygon\",\"coordinates\":[[[%d,4000000],[%d,4000000],[%d,4010000],[%d,4010000],"
                               "[%d,4000000]]]}}",
                               i ? "," : "", names[i], west, west + 10000, west + 10000, west, west);
    }
    g_string_append(text, "]}");
    test_file_put(folder, "t.geojson", text->str);
    g_string_free(text, TRUE);
}

static void put_points(void)
{
    test_file_put(folder, "v.csv",
                  VILLAGES "1,子村,100,30,495000,4005000\n2,丑村,,8,505000,4005000\n3,寅村,50,,499000,4001000\n");
    test_file_put(folder, "h.csv",
                  HAZARDS "A,甲坡,滑坡,150,小型,,495000,4005300\n"
                          "B,乙坡,\"崩塌、滑坡\",5,,,505000,4005000\n"
                          "C,丙沟,泥石流,,大型,,499000,4001000\n"
                          "D,丁沟,泥石流,,,321,499000,4001000\n");
}

static void test_exposure_load__gives_points_in_the_plane(void **state)
{
    (void)state;
    put_points();
    loaded(PROJECT, true);
    const HzpExposureVillages *villages = &layers->villages;
    assert_int_equal(villages->n, 3);
    assert_null(villages->polygons);
    assert_null(villages->at.lon);
    assert_true(villages->at.x[0] == 495000 && villages->at.y[2] == 4001000);
    assert_true(villages->people[0] == 100 && isnan(villages->people[1]) && villages->people[2] == 50);
    assert_true(villages->households[1] == 8 && isnan(villages->households[2]));
    assert_string_equal(villages->id[1], "2");
}

/* 200 m for landslides times 1 for medium (150 people); 100 m for collapses, the first of two types, times 0.75 for small (5
 * people); 500 m for debris flows times 1.5 for the registered grade, for nobody is known to be threatened; its own. */
static void test_exposure_load__draws_radii_by_the_rule(void **state)
{
    (void)state;
    put_points();
    loaded(PROJECT, true);
    const HzpExposureThreats *threats = &layers->threats;
    static const double radius_m[] = {200, 75, 750, 321};
    assert_int_equal(threats->n, 4);
    assert_null(threats->polygons);
    for (size_t i = 0; i < threats->n; i++)
        assert_true(threats->radius_m[i] == radius_m[i]);
    assert_string_equal(threats->name[2], "丙沟");
}

/* Bit 0, then seven types, mining, four grades: collapse is bit 1, landslide 2, debris flow 3; medium is bit 11, small 12. */
static void test_exposure_load__groups_by_type_and_grade(void **state)
{
    (void)state;
    put_points();
    loaded(PROJECT, true);
    static const uint32_t groups[] = {1U | 1U << 2 | 1U << 11, 1U | 1U << 1 | 1U << 12, 1U | 1U << 3, 1U | 1U << 3};
    assert_int_equal(layers->threats.n_groups, 13);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(layers->threats.groups[i], groups[i]);
}

static void test_exposure_load__knows_towns_and_counties(void **state)
{
    (void)state;
    put_points();
    put_towns();
    test_file_put(folder, "v.csv",
                  "village_id,name,county,x,y\n1,子村,甲县,495000,4005000\n2,丑村,甲县,505000,4005000\n"
                  "3,寅村,甲县,499000,4001000\n");
    loaded(PROJECT TOWNS, true);
    assert_int_equal(layers->towns.n, 2);
    assert_int_equal(layers->counties.n, 1);
    assert_int_equal(layers->towns.county[1], 0);
    assert_string_equal(layers->towns.name[1], "丙镇");
    test_close_to(hzp_polygon_set_area(layers->towns.stored, 0), 1e8, 0);
    assert_int_equal(layers->villages.town[0], 0);
    assert_int_equal(layers->villages.town[1], 1);
    assert_int_equal(layers->villages.town[2], 0);
}

static void test_exposure_load__counts_villages_outside_towns_for_their_county(void **state)
{
    (void)state;
    HzpExposureUnits units;
    g_autofree int32_t *region = NULL;
    put_points();
    put_towns();
    test_file_put(folder, "v.csv",
                  "village_id,name,county,population,x,y\n1,子村,甲县,1,495000,4005000\n2,丑村,甲县,2,515000,4005000\n"
                  "3,寅村,,3,515000,4005000\n");
    loaded(PROJECT TOWNS, true);
    hzp_exposure_units_of(layers, &layers->villages, &region, &units);
    assert_int_equal(units.n_regions, 3); /* two towns, one county */
    assert_int_equal(units.region[0], 0);
    assert_int_equal(units.region[1], 2);
    assert_int_equal(units.region[2], -1);
}

static const char *const MINE =
    "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
    "\"urn:ogc:def:crs:EPSG::4547\"}},\"features\":[{\"type\":\"Feature\",\"properties\":{\"id\":"
    "\"M\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[495000,4005000],[496000,4005000],"
    "[496000,4007000],[495000,4007000],[495000,4005000]]]}}]}";

static void test_exposure_load__takes_mining_as_a_type_of_its_own(void **state)
{
    (void)state;
    put_points();
    test_file_put(folder, "m.geojson", MINE);
    loaded(PROJECT "  subsidence: {path: m.geojson}\nexposure: {zones: both}\n", true);
    const HzpExposureThreats *threats = &layers->threats;
    assert_int_equal(threats->n, 5);
    assert_int_equal(threats->n_hazards, 4);
    assert_int_equal(threats->type[4], (int)hzp_vocabulary_count("hazard_type"));
    assert_int_equal(threats->groups[4], 1U | 1U << 8);
    assert_true(isnan(threats->radius_m[4]));
    assert_string_equal(threats->id[4], "M");
    test_close_to(hzp_polygon_set_area(threats->polygons, 4), 2e6, 0);
    test_close_to(hzp_polygon_set_area(threats->polygons, 0), 0, 0);
    loaded(PROJECT "  subsidence: {path: m.geojson}\nexposure: {zones: mining}\n", true);
    assert_int_equal(layers->threats.n, 1);
    loaded(PROJECT "  subsidence: {path: m.geojson}\n", true);
    assert_int_equal(layers->threats.n, 4);
}

static void test_exposure_load__takes_a_given_polygon_for_its_point(void **state)
{
    (void)state;
    put_points();
    g_autofree char *zone = g_strdup(MINE);
    strstr(zone, "\"M\"")[1] = 'B';
    test_file_put(folder, "z.geojson", zone);
    loaded(PROJECT "  hazard_zones: {path: z.geojson}\n", true);
    const HzpExposureThreats *threats = &layers->threats;
    assert_true(isnan(threats->radius_m[1]) && isnan(threats->at.x[1]));
    test_close_to(hzp_polygon_set_area(threats->polygons, 1), 2e6, 0);
    assert_true(threats->radius_m[0] == 200);
}

/* Of a regular polygon of 128 corners with r = 200 m: 128/2 r² sin(2π/128). */
static void test_exposure_load__draws_circles_of_the_ellipsoid_for_village_polygons(void **state)
{
    (void)state;
    static const char *const text = "title: t\nregion: {name: 甲市}\ncrs: " PLANE "\nlayers:\n  villages: {path: t.geojson}\n"
                                    "  hazard_points: {path: h.csv, crs: " PLANE "}\n";
    put_points();
    put_towns();
    loaded(text, true);
    assert_int_equal(layers->villages.n, 2);
    test_close_to(hzp_polygon_set_area(layers->villages.polygons, 0), 1e8, 0);
    assert_true(layers->villages.at.x[1] == 505000 && layers->villages.at.y[1] == 4005000);
    assert_null(layers->threats.polygons); /* in the plane the engine draws them */
    loaded(text, false);
    test_close_to(hzp_polygon_set_area(layers->threats.polygons, 0), 64 * 200.0 * 200.0 * sin(2 * G_PI / 128), 1);
}

static void test_exposure_load__needs_a_projected_crs_for_the_plane(void **state)
{
    (void)state;
    put_points();
    static const char *const text = "title: t\nregion: {name: 甲市}\ncrs: EPSG:4490\nlayers:\n  villages: {path: v.csv, crs: "
                                    "EPSG:4547}\n  hazard_points: {path: h.csv, crs: EPSG:4547}\n";
    test_failed(load(text, true), HZP_E_CRS, "crs_not_projected", "EPSG:4490");
    assert_null(layers);
    loaded(text, false);
    test_close_to(layers->villages.at.lon[0], 113.945, 0.01); /* 5 km west of 114° at 36° */
    assert_true(hypot(layers->villages.at.x[0], layers->villages.at.y[0]) < 20000);
}

static void test_exposure_load__stops_for_errors(void **state)
{
    (void)state;
    put_points();
    test_file_put(folder, "v.csv", VILLAGES "1,子村,-5,30,495000,4005000\n");
    test_failed(load(PROJECT, true), HZP_E_INPUT, "one_error", NULL);
    assert_null(layers);
}

static int begin(void **state)
{
    (void)state;
    folder = test_folder_new();
    return hzp_vocabulary_load() == HZP_OK ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    forget();
    test_folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exposure_load__gives_points_in_the_plane),
        cmocka_unit_test(test_exposure_load__draws_radii_by_the_rule),
        cmocka_unit_test(test_exposure_load__groups_by_type_and_grade),
        cmocka_unit_test(test_exposure_load__knows_towns_and_counties),
        cmocka_unit_test(test_exposure_load__counts_villages_outside_towns_for_their_county),
        cmocka_unit_test(test_exposure_load__takes_mining_as_a_type_of_its_own),
        cmocka_unit_test(test_exposure_load__takes_a_given_polygon_for_its_point),
        cmocka_unit_test(test_exposure_load__draws_circles_of_the_ellipsoid_for_village_polygons),
        cmocka_unit_test(test_exposure_load__needs_a_projected_crs_for_the_plane),
        cmocka_unit_test(test_exposure_load__stops_for_errors),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
