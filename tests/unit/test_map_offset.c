/* GCJ-02 and BD-09. Expected values are those that the libraries of the published formulas print in their own tests:
 * coordtransform (test/app.js) and eviltransform (Python and Go tests). */
#include "support.h"

#include "geo/map_offset.h"

static void applied(HzpMapOffset offset, double lon, double lat, double expected_lon, double expected_lat, double tolerance)
{
    hzp_map_offset_apply(offset, &lon, &lat);
    test_close_to(lon, expected_lon, tolerance);
    test_close_to(lat, expected_lat, tolerance);
}

static void test_map_offset__moves_as_published(void **state)
{
    (void)state;
    applied(HZP_OFFSET_GCJ02, 116.404, 39.915, 116.41024449916938, 39.91640428150164, 1e-12);
    applied(HZP_OFFSET_GCJ02, 121.5272106, 31.1774276, 121.531541859215, 31.17530398364597, 1e-12);
    applied(HZP_OFFSET_GCJ02, 113.912316, 22.543847, 113.9171764808363, 22.540796131694766, 1e-12);
    applied(HZP_OFFSET_GCJ02, 116.377817, 39.911954, 116.38404722455657, 39.91334545536069, 1e-12);
    /* gcj02tobd09(116.404, 39.915), asked for from the place of WGS 84 that GCJ-02 moves there */
    double lon = 116.404;
    double lat = 39.915;
    hzp_map_offset_undo(HZP_OFFSET_GCJ02, &lon, &lat);
    applied(HZP_OFFSET_BD09, lon, lat, 116.41036949371029, 39.92133699351021, 1e-11);
}

/* One step back with the offset at the moved place is off by up to some ten metres, as the published inverse is; the exact
 * one is near it.
 */
static void test_map_offset__inverse_is_near_the_published_one(void **state)
{
    (void)state;
    double lon = 120.019809;
    double lat = 29.199786;
    hzp_map_offset_undo(HZP_OFFSET_BD09, &lon, &lat);
    test_close_to(lon, 120.00877901149691, 1e-4);
    test_close_to(lat, 29.196131605295484, 1e-4);
    lon = 116.404;
    lat = 39.915;
    hzp_map_offset_undo(HZP_OFFSET_GCJ02, &lon, &lat);
    test_close_to(lon, 116.39775550083061, 1e-4);
    test_close_to(lat, 39.91359571849836, 1e-4);
}

static double round_trip_error(HzpMapOffset offset, double lon, double lat)
{
    double x = lon;
    double y = lat;
    hzp_map_offset_apply(offset, &x, &y);
    hzp_map_offset_undo(offset, &x, &y);
    return fmax(fabs(x - lon), fabs(y - lat));
}

/* The whole rectangle with its edges, the meridian of 105° where the formula has a root of zero, and the world outside of it
 * but for the strip that places inside are moved onto. */
static void test_map_offset__goes_back_exactly(void **state)
{
    static const HzpMapOffset offsets[] = {HZP_OFFSET_GCJ02, HZP_OFFSET_BD09};
    static const double edges[][2] = {{72.004, 20},     {137.8347, 40},     {100, 0.8293},     {100, 55.8271},
                                      {72.004, 0.8293}, {137.8347, 0.8293}, {72.004, 55.8271}, {137.8347, 55.8271},
                                      {105, 35},        {105, 22.5},        {105.0000001, 35}, {104.9999999, 50},
                                      {71.9, 35},       {138, 35},          {100, 0.7},        {100, 56},
                                      {139.76, 35.68},  {71.43, 51.13},     {103.85, 0.5},     {151.2, 60}};
    (void)state;
    for (size_t o = 0; o < G_N_ELEMENTS(offsets); o++) {
        double worst = 0;
        for (double lon = 72.004; lon <= 137.8347; lon += 0.0931) {
            for (double lat = 0.8293; lat <= 55.8271; lat += 0.0917)
                worst = fmax(worst, round_trip_error(offsets[o], lon, lat));
        }
        for (size_t i = 0; i < G_N_ELEMENTS(edges); i++)
            worst = fmax(worst, round_trip_error(offsets[o], edges[i][0], edges[i][1]));
        if (!(worst < 1e-11)) fail_msg("%s: %.3g degrees", hzp_map_offset_name(offsets[o]), worst);
    }
}

static void test_map_offset__leaves_the_world_outside_china(void **state)
{
    (void)state;
    applied(HZP_OFFSET_GCJ02, 139.7671, 35.6812, 139.7671, 35.6812, 0);
    applied(HZP_OFFSET_GCJ02, 2.3522, 48.8566, 2.3522, 48.8566, 0);
    applied(HZP_OFFSET_NONE, 116.404, 39.915, 116.404, 39.915, 0);
    double lon = 139.7671;
    double lat = 35.6812;
    hzp_map_offset_undo(HZP_OFFSET_GCJ02, &lon, &lat);
    assert_true(lon == 139.7671 && lat == 35.6812);
}

/* Neighbours 1e-7 degree apart stay so, there and back: no jump inside the rectangle or outside. */
static void test_map_offset__is_continuous(void **state)
{
    (void)state;
    for (double lon = 60; lon < 150; lon += 0.37) {
        for (double lat = -5; lat < 60; lat += 0.41) {
            double x[] = {lon, lon + 1e-7};
            double y[] = {lat, lat + 1e-7};
            for (int i = 0; i < 2; i++)
                hzp_map_offset_undo(HZP_OFFSET_GCJ02, &x[i], &y[i]);
            test_close_to(x[1] - x[0], 1e-7, 1e-8);
            test_close_to(y[1] - y[0], 1e-7, 1e-8);
        }
    }
}

static void test_map_offset__keeps_missing_values(void **state)
{
    (void)state;
    double lon = NAN;
    double lat = 35;
    hzp_map_offset_undo(HZP_OFFSET_BD09, &lon, &lat);
    assert_true(isnan(lon) && lat == 35);
    hzp_map_offset_apply(HZP_OFFSET_GCJ02, &lon, &lat);
    assert_true(isnan(lon) && lat == 35);
}

static void test_map_offset__knows_its_names(void **state)
{
    static const char *const gcj[] = {"GCJ-02", "gcj-02", "GCJ02", "gcj_02", "Gcj 02"};
    static const char *const bd[] = {"BD-09", "bd09", "BD_09", "BD09LL"};
    static const char *const other[] = {"EPSG:4490", "", "GCJ", "BD09MC", "GCJ-02+x", "WGS 84", "火星坐标GCJ02"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(gcj); i++)
        assert_int_equal(hzp_map_offset_named(gcj[i]), HZP_OFFSET_GCJ02);
    for (size_t i = 0; i < G_N_ELEMENTS(bd); i++)
        assert_int_equal(hzp_map_offset_named(bd[i]), HZP_OFFSET_BD09);
    for (size_t i = 0; i < G_N_ELEMENTS(other); i++)
        assert_int_equal(hzp_map_offset_named(other[i]), HZP_OFFSET_NONE);
    assert_int_equal(hzp_map_offset_named(NULL), HZP_OFFSET_NONE);
    assert_string_equal(hzp_map_offset_name(HZP_OFFSET_GCJ02), "GCJ-02");
    assert_string_equal(hzp_map_offset_name(HZP_OFFSET_BD09), "BD-09");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_map_offset__moves_as_published),
        cmocka_unit_test(test_map_offset__inverse_is_near_the_published_one),
        cmocka_unit_test(test_map_offset__goes_back_exactly),
        cmocka_unit_test(test_map_offset__leaves_the_world_outside_china),
        cmocka_unit_test(test_map_offset__is_continuous),
        cmocka_unit_test(test_map_offset__keeps_missing_values),
        cmocka_unit_test(test_map_offset__knows_its_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
