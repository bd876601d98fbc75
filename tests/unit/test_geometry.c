/* Planar geometry: repair, union, overlap; areas by hand from squares and triangles. */
#include "support.h"

#include "geo/geometry.h"

static GEOSGeometry *wkt(const char *text)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSWKTReader *reader = GEOSWKTReader_create_r(geos);
    GEOSGeometry *geometry = GEOSWKTReader_read_r(geos, reader, text);
    GEOSWKTReader_destroy_r(geos, reader);
    if (!geometry) fail_msg("%s: %s", text, hzp_geos_message());
    return geometry;
}

static void repaired(const char *text, double area, int parts)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeometry *broken = wkt(text);
    assert_int_equal(GEOSisValid_r(geos, broken), 0);
    GEOSGeometry *fixed = hzp_geometry_repair(broken);
    assert_non_null(fixed);
    assert_int_equal(GEOSisValid_r(geos, fixed), 1);
    assert_int_equal(GEOSGeomTypeId_r(geos, fixed), GEOS_MULTIPOLYGON);
    assert_int_equal(GEOSGetNumGeometries_r(geos, fixed), parts);
    test_close_to(hzp_geometry_area(fixed), area, 1e-12);
    hzp_geometry_free(broken);
    hzp_geometry_free(fixed);
}

static void test_geometry__repairs_what_crosses_itself(void **state)
{
    (void)state;
    /* a bow tie: two triangles of base 4 and height 2 */
    repaired("POLYGON((0 0, 4 4, 4 0, 0 4, 0 0))", 8, 2);
    /* a hole outside of its shell becomes a part of its own, 4 + 1 */
    repaired("POLYGON((0 0, 2 0, 2 2, 0 2, 0 0), (5 5, 6 5, 6 6, 5 6, 5 5))", 5, 2);
    /* a square of 4 beside a bow tie of two triangles of 1 */
    repaired("MULTIPOLYGON(((0 0, 2 0, 2 2, 0 2, 0 0)), ((10 0, 12 2, 12 0, 10 2, 10 0)))", 6, 3);
}

static void test_geometry__drops_lines_that_a_repair_leaves(void **state)
{
    (void)state;
    /* a square of 4 with a spike of no width */
    repaired("POLYGON((0 0, 2 0, 2 2, 5 2, 2 2, 0 2, 0 0))", 4, 1);
    GEOSGeometry *flat = wkt("POLYGON((0 0, 4 0, 2 0, 0 0))");
    assert_null(hzp_geometry_repair(flat));
    hzp_geometry_free(flat);
}

static void test_geometry__collects_polygons_at_any_depth(void **state)
{
    (void)state;
    GEOSGeometry *mixed = wkt("GEOMETRYCOLLECTION(POINT(1 1), POLYGON((0 0, 1 0, 1 1, 0 1, 0 0)), LINESTRING(0 0, 5 5), "
                              "POLYGON EMPTY, GEOMETRYCOLLECTION(MULTIPOLYGON(((2 0, 4 0, 4 1, 2 1, 2 0)))))");
    GEOSGeometry *polygons = hzp_geometry_polygons(mixed);
    assert_int_equal(GEOSGetNumGeometries_r(hzp_geos(), polygons), 2);
    test_close_to(hzp_geometry_area(polygons), 3, 1e-15);
    GEOSGeometry *line = wkt("LINESTRING(0 0, 5 5)");
    assert_null(hzp_geometry_polygons(line));
    assert_null(hzp_geometry_polygons(NULL));
    hzp_geometry_free(mixed);
    hzp_geometry_free(polygons);
    hzp_geometry_free(line);
}

static void test_geometry__counts_shared_ground_once(void **state)
{
    (void)state;
    GEOSGeometry *parts[] = {wkt("POLYGON((0 0, 2 0, 2 2, 0 2, 0 0))"), NULL, wkt("POLYGON((1 1, 3 1, 3 3, 1 3, 1 1))"),
                             wkt("POLYGON((10 0, 11 0, 11 1, 10 1, 10 0))")};
    bool failed = true;
    GEOSGeometry *merged = hzp_geometry_union(parts, 4, &failed);
    assert_false(failed);
    test_close_to(hzp_geometry_area(merged), 4 + 4 - 1 + 1, 1e-12);
    assert_int_equal(GEOSGeomTypeId_r(hzp_geos(), merged), GEOS_MULTIPOLYGON);
    test_close_to(hzp_geometry_overlap_area(parts[0], parts[2]), 1, 1e-12);
    test_close_to(hzp_geometry_overlap_area(parts[0], parts[3]), 0, 0);
    test_close_to(hzp_geometry_overlap_area(parts[0], NULL), 0, 0);
    assert_null(hzp_geometry_union(parts + 1, 1, &failed));
    assert_false(failed); /* nothing to unite is no failure */
    assert_null(hzp_geometry_union(parts, 0, NULL));
    hzp_geometry_free(merged);
    for (size_t i = 0; i < 4; i++)
        hzp_geometry_free(parts[i]);
}

static void test_geometry__anchors_inside(void **state)
{
    (void)state;
    double x = NAN;
    double y = NAN;
    /* the centroid of a horseshoe lies outside of it */
    GEOSGeometry *horseshoe = wkt("POLYGON((0 0, 10 0, 10 10, 8 10, 8 2, 2 2, 2 10, 0 10, 0 0))");
    assert_true(hzp_geometry_anchor(horseshoe, &x, &y));
    GEOSGeometry *anchor = hzp_geometry_point(x, y);
    assert_int_equal(GEOSContains_r(hzp_geos(), horseshoe, anchor), 1);
    assert_true(hzp_geometry_anchor(anchor, &x, &y));
    GEOSGeometry *empty = wkt("POLYGON EMPTY");
    assert_false(hzp_geometry_anchor(empty, &x, &y));
    assert_false(hzp_geometry_anchor(NULL, &x, &y));
    hzp_geometry_free(horseshoe);
    hzp_geometry_free(anchor);
    hzp_geometry_free(empty);
}

static void test_geometry__knows_kinds_and_bounds(void **state)
{
    (void)state;
    double box[4] = {0};
    GEOSGeometry *point = wkt("POINT(3 4)");
    GEOSGeometry *none = wkt("POINT EMPTY");
    GEOSGeometry *multi = wkt("MULTIPOLYGON(((0 0, 2 0, 2 2, 0 0)), ((-5 1, -4 1, -4 9, -5 1)))");
    assert_true(hzp_geometry_is_point(point));
    assert_false(hzp_geometry_is_point(multi));
    assert_false(hzp_geometry_is_point(NULL));
    assert_true(hzp_geometry_is_polygonal(multi));
    assert_false(hzp_geometry_is_polygonal(point));
    assert_false(hzp_geometry_is_polygonal(NULL));
    assert_true(hzp_geometry_bounds(multi, &box[0], &box[1], &box[2], &box[3]));
    assert_true(box[0] == -5 && box[1] == 0 && box[2] == 2 && box[3] == 9);
    assert_false(hzp_geometry_bounds(none, &box[0], &box[1], &box[2], &box[3]));
    assert_false(hzp_geometry_bounds(NULL, &box[0], &box[1], &box[2], &box[3]));
    assert_false(hzp_geometry_point_xy(none, &box[0], &box[1]));
    assert_true(hzp_geometry_point_xy(point, &box[0], &box[1]));
    assert_true(box[0] == 3 && box[1] == 4);
    hzp_geometry_free(point);
    hzp_geometry_free(none);
    hzp_geometry_free(multi);
    hzp_geometry_free(NULL);
}

static void test_geometry__sees_coordinates_that_are_not_finite(void **state)
{
    (void)state;
    GEOSGeometry *good = wkt("LINESTRING(0 0, 1 1)");
    GEOSGeometry *nan = hzp_geometry_point(NAN, 35);
    GEOSGeometry *infinite = hzp_geometry_point(112, INFINITY);
    assert_true(hzp_geometry_is_finite(good));
    assert_false(hzp_geometry_is_finite(infinite));
    if (nan && !GEOSisEmpty_r(hzp_geos(), nan)) assert_false(hzp_geometry_is_finite(nan));
    hzp_geometry_free(good);
    hzp_geometry_free(nan);
    hzp_geometry_free(infinite);
}

static void test_geometry__transforms_there_and_back(void **state)
{
    (void)state;
    HzpTransform *transform = NULL;
    assert_int_equal(hzp_transform_new("EPSG:4490", "EPSG:4526", &transform), HZP_OK);
    GEOSGeometry *degrees = wkt("POLYGON((114 0, 112.85 35.5, 114 35.5, 114 0))");
    GEOSGeometry *metres = hzp_geometry_transform(degrees, transform, false);
    double box[4] = {0};
    assert_true(hzp_geometry_bounds(metres, &box[0], &box[1], &box[2], &box[3]));
    test_close_to(box[0], 38395658.898582, 1e-5); /* as in test_crs.c */
    test_close_to(box[3], 3930673.6020393, 1e-5);
    GEOSGeometry *back = hzp_geometry_transform(metres, transform, true);
    assert_int_equal(GEOSEqualsExact_r(hzp_geos(), degrees, back, 1e-10), 1);
    GEOSGeometry *beyond = wkt("LINESTRING(114 35, 114 95)");
    assert_null(hzp_geometry_transform(beyond, transform, false));
    hzp_geometry_free(degrees);
    hzp_geometry_free(metres);
    hzp_geometry_free(back);
    hzp_geometry_free(beyond);
    hzp_transform_free(transform);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_geometry__repairs_what_crosses_itself),
        cmocka_unit_test(test_geometry__drops_lines_that_a_repair_leaves),
        cmocka_unit_test(test_geometry__collects_polygons_at_any_depth),
        cmocka_unit_test(test_geometry__counts_shared_ground_once),
        cmocka_unit_test(test_geometry__anchors_inside),
        cmocka_unit_test(test_geometry__knows_kinds_and_bounds),
        cmocka_unit_test(test_geometry__sees_coordinates_that_are_not_finite),
        cmocka_unit_test(test_geometry__transforms_there_and_back),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hzp_geos_finish();
    return failed;
}
