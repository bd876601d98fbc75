/* Cells that meet a polygon: against the intersections that GEOS makes with each cell's square. Points inside polygons. */
#include "random_raster.h"

#include "geo/cell_touch.h"
#include "geo/geometry.h"
#include "geo/polygon_inside.h"

enum { SIDE = 10 };

static bool touched[SIDE][SIDE];

static void mark(size_t row, size_t column, size_t end, void *user)
{
    (void)user;
    assert_true(row < SIDE && column < end && end <= SIDE);
    for (size_t c = column; c < end; c++)
        touched[row][c] = true;
}

static void touch(const HzpPolygonSet *set, size_t i)
{
    const HzpCellRange range = {0, 0, SIDE, SIDE};
    memset(touched, 0, sizeof touched);
    hzp_cell_touch(set, i, &range, mark, NULL);
}

static HzpPolygonSet *set_of(const double *x, const double *y, unsigned n)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    hzp_polygon_set_add_ring(set, x, y, n, false);
    hzp_polygon_set_end(set);
    return set;
}

static int count(void)
{
    int n = 0;
    for (int i = 0; i < SIDE * SIDE; i++)
        n += touched[i / SIDE][i % SIDE];
    return n;
}

static void test_cell_touch__leaves_out_cells_beyond_a_common_line(void **state)
{
    (void)state;
    /* Exactly the cells (2, 3) to (3, 4): their neighbours share a line with it only. */
    HzpPolygonSet *set = set_of((double[]){2, 4, 4, 2}, (double[]){3, 3, 5, 5}, 4);
    touch(set, 0);
    assert_int_equal(count(), 4);
    assert_true(touched[3][2] && touched[3][3] && touched[4][2] && touched[4][3]);
    hzp_polygon_set_free(set);
}

static void test_cell_touch__finds_what_lies_inside_one_cell(void **state)
{
    (void)state;
    HzpPolygonSet *set = set_of((double[]){5.1, 5.2, 5.15}, (double[]){6.1, 6.1, 6.2}, 3);
    touch(set, 0);
    assert_int_equal(count(), 1);
    assert_true(touched[6][5]);
    hzp_polygon_set_free(set);
    /* A sliver between columns: a hair into the next one. */
    set = set_of((double[]){5, 6.001, 6.001, 5}, (double[]){6, 6, 7, 7}, 4);
    touch(set, 0);
    assert_int_equal(count(), 2);
    hzp_polygon_set_free(set);
    set = set_of((double[]){-50, 50, 50, -50}, (double[]){-50, -50, 50, 50}, 4);
    touch(set, 0);
    assert_int_equal(count(), SIDE * SIDE);
    hzp_polygon_set_free(set);
}

static void test_cell_touch__agrees_with_intersections(void **state)
{
    (void)state;
    uint64_t random = 77;
    int met = 0;
    for (int round = 0; round < TEST_CASES(150); round++) {
        GEOSGeometry *shape = random_shape_on_cells(&random, SIDE, SIDE);
        HzpPolygonSet *set = hzp_polygon_set_new();
        hzp_polygon_set_add(set, shape);
        touch(set, 0);
        for (int i = 0; i < SIDE * SIDE; i++) {
            double x = i % SIDE;
            double y = i / SIDE;
            GEOSGeometry *square = polygon_of((double[]){x, x + 1, x + 1, x}, (double[]){y, y, y + 1, y + 1}, 4);
            double area = hzp_geometry_overlap_area(square, shape);
            met += area > 0;
            if (area > 1e-12) assert_true(touched[i / SIDE][i % SIDE]);
            if (area == 0) assert_false(touched[i / SIDE][i % SIDE]);
            hzp_geometry_free(square);
        }
        hzp_polygon_set_free(set);
        hzp_geometry_free(shape);
    }
    assert_true(met > 0);
}

static void test_polygon_inside__gives_a_point_of_the_polygon(void **state)
{
    (void)state;
    uint64_t random = 78;
    double x = 0;
    double y = 0;
    for (int round = 0; round < TEST_CASES(150); round++) {
        GEOSGeometry *shape = random_shape_on_cells(&random, SIDE, SIDE);
        HzpPolygonSet *set = hzp_polygon_set_new();
        hzp_polygon_set_add(set, shape);
        assert_int_equal(hzp_polygon_set_inside(set, 0, &x, &y), hzp_polygon_set_area(set, 0) > 0);
        if (hzp_polygon_set_area(set, 0) > 0) assert_true(hzp_polygon_set_covers(set, 0, x, y));
        hzp_polygon_set_free(set);
        hzp_geometry_free(shape);
    }
    HzpPolygonSet *set = hzp_polygon_set_new();
    hzp_polygon_set_add_empty(set);
    hzp_polygon_set_add_wound_ring(set, (const double[]){1, 3, 2}, (const double[]){1, 2, 1.5}, 3); /* no area */
    hzp_polygon_set_end(set);
    for (size_t i = 0; i < 2; i++) {
        x = NAN;
        assert_false(hzp_polygon_set_inside(set, i, &x, &y));
        assert_true(isnan(x)); /* an unknown place stays unknown */
    }
    hzp_polygon_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cell_touch__leaves_out_cells_beyond_a_common_line),
        cmocka_unit_test(test_cell_touch__finds_what_lies_inside_one_cell),
        cmocka_unit_test(test_cell_touch__agrees_with_intersections),
        cmocka_unit_test(test_polygon_inside__gives_a_point_of_the_polygon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
