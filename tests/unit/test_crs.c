/* CRS facts and transformations. Expected coordinates are those of a series of Krueger's of our own (Karney 2011, eq. 35,
 * n^6) and of the meridian arc by quadrature, both to 30 digits; false easting and zone come from the definitions of EPSG. */
#include "support.h"

#include "geo/crs.h"

static void test_crs__knows_china_geodetic_2000(void **state)
{
    (void)state;
    HzpCrsFacts facts;
    assert_int_equal(hzp_crs_facts("EPSG:4490", &facts), HZP_OK);
    assert_true(facts.geographic);
    assert_true(facts.semi_major_m == 6378137);
    test_close_to(facts.inverse_flattening, 298.257222101, 1e-9);
    assert_string_equal(facts.name, "China Geodetic Coordinate System 2000");
}

static void test_crs__knows_the_zone_with_its_number_in_the_easting(void **state)
{
    (void)state;
    HzpCrsFacts facts;
    assert_int_equal(hzp_crs_facts("EPSG:4526", &facts), HZP_OK);
    assert_false(facts.geographic);
    assert_non_null(strstr(facts.name, "zone 38"));
    HzpTransform *transform = NULL;
    assert_int_equal(hzp_transform_new("EPSG:4490", "EPSG:4526", &transform), HZP_OK);
    double x[] = {114, 112.85, 114};
    double y[] = {0, 35.5, 35.5};
    assert_int_equal(hzp_transform_forward(transform, x, y, 1, 3), 0);
    test_close_to(x[0], 38500000, 1e-6);
    test_close_to(y[0], 0, 1e-6);
    test_close_to(x[1], 38395658.898582, 1e-5);
    test_close_to(y[1], 3930673.6020393, 1e-5);
    test_close_to(x[2], 38500000, 1e-6);
    test_close_to(y[2], 3930065.48261355674, 1e-6);
    assert_int_equal(hzp_transform_inverse(transform, x, y, 1, 3), 0);
    test_close_to(x[1], 112.85, 1e-11);
    test_close_to(y[1], 35.5, 1e-11);
    hzp_transform_free(transform);
}

/* EPSG:4546 is the same kind of grid by its central meridian 111 E, without a zone number. */
static void test_crs__knows_a_zone_by_central_meridian(void **state)
{
    (void)state;
    HzpTransform *transform = NULL;
    assert_int_equal(hzp_transform_new("EPSG:4490", "EPSG:4546", &transform), HZP_OK);
    double xy[] = {111.2, 34.8, -1};
    assert_int_equal(hzp_transform_forward(transform, &xy[0], &xy[1], 3, 1), 0);
    test_close_to(xy[0], 518301.95959155, 1e-5);
    test_close_to(xy[1], 3852423.3829069, 1e-5);
    assert_true(xy[2] == -1);
    hzp_transform_free(transform);
}

/* EPSG's own order is latitude first: x stays east everywhere. */
static void test_crs__keeps_east_first(void **state)
{
    (void)state;
    HzpTransform *transform = NULL;
    assert_int_equal(hzp_transform_new("EPSG:4490", "EPSG:4326", &transform), HZP_OK);
    double x = 112.85;
    double y = 35.5;
    assert_int_equal(hzp_transform_forward(transform, &x, &y, 1, 1), 0);
    test_close_to(x, 112.85, 1e-5);
    test_close_to(y, 35.5, 1e-5);
    hzp_transform_free(transform);
}

static void test_crs__says_which_definition_is_unknown(void **state)
{
    static const char *const bad[] = {
        "EPSG:999999", "", "not a crs", "EPSG:", "+proj=nothing +type=crs", "+proj=pipeline +step +proj=merc"};
    (void)state;
    HzpCrsFacts facts;
    HzpTransform *transform = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        test_failed(hzp_crs_facts(bad[i], &facts), HZP_E_CRS, "crs_unknown", bad[i]);
        test_failed(hzp_transform_new("EPSG:4490", bad[i], &transform), HZP_E_CRS, "crs_unknown", bad[i]);
        assert_null(transform);
        test_failed(hzp_transform_new(bad[i], "EPSG:4490", &transform), HZP_E_CRS, "crs_unknown", bad[i]);
        assert_null(transform);
    }
    hzp_transform_free(NULL);
}

static void test_crs__takes_wkt_and_proj_strings(void **state)
{
    (void)state;
    HzpCrsFacts facts;
    assert_int_equal(hzp_crs_facts("+proj=longlat +ellps=krass +no_defs +type=crs", &facts), HZP_OK);
    assert_true(facts.geographic);
    assert_true(facts.semi_major_m == 6378245);
    test_close_to(facts.inverse_flattening, 298.3, 1e-9);
    assert_int_equal(hzp_crs_facts("GEOGCS[\"x\",DATUM[\"d\",SPHEROID[\"s\",6378140,298.257]],PRIMEM[\"Greenwich\",0],"
                                   "UNIT[\"degree\",0.0174532925199433]]",
                                   &facts),
                     HZP_OK);
    assert_true(facts.geographic);
    assert_true(facts.semi_major_m == 6378140);
    /* The height of a compound CRS does not make it projected. */
    assert_int_equal(hzp_crs_facts("EPSG:4326+5773", &facts), HZP_OK);
    assert_true(facts.geographic);
    assert_int_equal(hzp_crs_facts("+proj=longlat +R=6371000 +no_defs +type=crs", &facts), HZP_OK);
    assert_true(facts.inverse_flattening == 0);
}

static void test_crs__makes_nan_of_what_cannot_be_transformed(void **state)
{
    (void)state;
    HzpTransform *transform = NULL;
    assert_int_equal(hzp_transform_new("EPSG:4490", "EPSG:4526", &transform), HZP_OK);
    double x[] = {114, NAN, INFINITY, 114, 114};
    double y[] = {35, 35, 35, NAN, 91};
    assert_int_equal(hzp_transform_forward(transform, x, y, 1, 5), 4);
    assert_true(isfinite(x[0]) && isfinite(y[0]));
    for (int i = 1; i < 5; i++)
        assert_true(isnan(x[i]) && isnan(y[i]));
    hzp_transform_free(transform);
}

/* NAD27 to NAD83 by its grid would be asked from the network; without it the answer must come at once, grid or none. */
static void test_crs__never_asks_the_network(void **state)
{
    (void)state;
    g_setenv("PROJ_NETWORK", "ON", TRUE);
    g_setenv("PROJ_NETWORK_ENDPOINT", "http://127.0.0.1:9", TRUE);
    HzpTransform *transform = NULL;
    assert_int_equal(hzp_transform_new("EPSG:4267", "EPSG:4269", &transform), HZP_OK);
    double x = -100;
    double y = 40;
    gint64 begin = g_get_monotonic_time();
    assert_int_equal(hzp_transform_forward(transform, &x, &y, 1, 1), 0);
    assert_true(g_get_monotonic_time() - begin < 2 * G_USEC_PER_SEC);
    test_close_to(x, -100, 0.01);
    hzp_transform_free(transform);
    g_unsetenv("PROJ_NETWORK");
    g_unsetenv("PROJ_NETWORK_ENDPOINT");
}

/* Equal area: a small rectangle's planar area is its geodesic one, wherever it lies. */
static void test_crs__makes_an_equal_area_projection(void **state)
{
    (void)state;
    HzpCrsFacts facts;
    HzpTransform *transform = NULL;
    assert_int_equal(hzp_crs_facts("EPSG:4490", &facts), HZP_OK);
    g_autofree char *definition = hzp_crs_equal_area(&facts, 112.8467, 35.5049);
    assert_non_null(strstr(definition, "+lat_0=35.50 +lon_0=112.85"));
    g_autofree char *geographic = hzp_crs_geographic(&facts);
    assert_int_equal(hzp_transform_new(geographic, definition, &transform), HZP_OK);
    /* The two rectangles of tests/numeric/geodesic.txt, corner by corner. */
    static const struct {
        double west, south, east, north, area;
    } boxes[] = {{112, 35, 112.1, 35.1, 101214798.67062378}, {112.02, 35.02, 112.05, 35.06, 12147237.260478973}};
    for (size_t b = 0; b < G_N_ELEMENTS(boxes); b++) {
        double x[] = {boxes[b].west, boxes[b].east, boxes[b].east, boxes[b].west};
        double y[] = {boxes[b].south, boxes[b].south, boxes[b].north, boxes[b].north};
        assert_int_equal(hzp_transform_forward(transform, x, y, 1, 4), 0);
        double twice = 0;
        for (int i = 0; i < 4; i++)
            twice += x[i] * y[(i + 1) % 4] - x[(i + 1) % 4] * y[i];
        /* Edges are straight in the plane and geodesics on the ellipsoid: at this distance from the centre they differ by
         * 1e-6. */
        test_close_to(twice / 2, boxes[b].area, boxes[b].area * 2e-6);
    }
    double x = 112.85;
    double y = 35.5;
    assert_int_equal(hzp_transform_forward(transform, &x, &y, 1, 1), 0);
    test_close_to(x, 0, 1e-6);
    test_close_to(y, 0, 1e-6);
    hzp_transform_free(transform);
}

/* Degrees on the project's own ellipsoid: a datum shift may not creep in. */
static void test_crs__goes_to_degrees_of_its_own_ellipsoid_without_a_shift(void **state)
{
    (void)state;
    HzpCrsFacts facts;
    HzpTransform *transform = NULL;
    /* Beijing 1954 / 3-degree zone 38, whose shift to WGS 84 is of the order of 100 m */
    assert_int_equal(hzp_crs_facts("EPSG:2414", &facts), HZP_OK);
    assert_true(facts.semi_major_m == 6378245);
    g_autofree char *geographic = hzp_crs_geographic(&facts);
    assert_int_equal(hzp_transform_new("EPSG:2414", geographic, &transform), HZP_OK);
    double x = 38500000;
    double y = 0;
    assert_int_equal(hzp_transform_forward(transform, &x, &y, 1, 1), 0);
    test_close_to(x, 114, 1e-10);
    test_close_to(y, 0, 1e-10);
    hzp_transform_free(transform);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crs__knows_china_geodetic_2000),
        cmocka_unit_test(test_crs__knows_the_zone_with_its_number_in_the_easting),
        cmocka_unit_test(test_crs__knows_a_zone_by_central_meridian),
        cmocka_unit_test(test_crs__keeps_east_first),
        cmocka_unit_test(test_crs__says_which_definition_is_unknown),
        cmocka_unit_test(test_crs__takes_wkt_and_proj_strings),
        cmocka_unit_test(test_crs__makes_nan_of_what_cannot_be_transformed),
        cmocka_unit_test(test_crs__never_asks_the_network),
        cmocka_unit_test(test_crs__makes_an_equal_area_projection),
        cmocka_unit_test(test_crs__goes_to_degrees_of_its_own_ellipsoid_without_a_shift),
    };
    hzp_language_set("en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
