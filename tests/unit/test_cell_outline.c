/* Outlines of cells: against the cells themselves, and the union that GEOS makes of their squares. */
#include "random_polygons.h"

#include "geo/cell_outline.h"
#include "geo/geometry.h"

static const double plain[] = {0, 1, 0, 0, 0, 1};

static HzpPolygonSet *outlines_of(const char *picture, size_t columns, size_t rows, const double *to_map)
{
    unsigned char *cells = g_new0(unsigned char, columns *rows);
    for (size_t i = 0; i < columns * rows; i++)
        cells[i] = picture[i] == '#';
    HzpPolygonSet *set = hzp_cell_outlines(cells, columns, rows, to_map);
    g_free(cells);
    return set;
}

static void test_cell_outline__goes_around_a_group_once(void **state)
{
    (void)state;
    /* An L of three cells: six corners. */
    HzpPolygonSet *set = outlines_of("#."
                                     "##",
                                     2, 2, plain);
    assert_int_equal(set->n, 1);
    assert_int_equal(set->n_rings, 1);
    assert_int_equal(set->n_corners, 6);
    assert_true(hzp_polygon_set_area(set, 0) == 3);
    hzp_polygon_set_free(set);
}

static void test_cell_outline__keeps_holes_and_islands_in_them(void **state)
{
    (void)state;
    HzpPolygonSet *set = outlines_of("#####"
                                     "#...#"
                                     "#.#.#"
                                     "#...#"
                                     "#####",
                                     5, 5, plain);
    assert_int_equal(set->n, 2);
    assert_int_equal(set->n_rings, 3);
    assert_true(hzp_polygon_set_area(set, 0) == 16);
    assert_true(hzp_polygon_set_area(set, 1) == 1);
    assert_false(hzp_polygon_set_covers(set, 0, 1.5, 1.5));
    assert_true(hzp_polygon_set_covers(set, 1, 2.5, 2.5));
    hzp_polygon_set_free(set);
}

static void test_cell_outline__parts_cells_that_touch_at_a_corner(void **state)
{
    (void)state;
    HzpPolygonSet *set = outlines_of("#."
                                     ".#",
                                     2, 2, plain);
    assert_int_equal(set->n, 2);
    assert_true(hzp_polygon_set_area(set, 0) == 1 && hzp_polygon_set_area(set, 1) == 1);
    hzp_polygon_set_free(set);
    /* A hole whose cells touch at a corner is one ring or two, and the same area. */
    set = outlines_of("####"
                      "#.##"
                      "##.#"
                      "####",
                      4, 4, plain);
    assert_int_equal(set->n, 1);
    assert_true(hzp_polygon_set_area(set, 0) == 14);
    hzp_polygon_set_free(set);
}

static void test_cell_outline__lies_where_the_raster_does(void **state)
{
    (void)state;
    const double to_map[] = {110, 0.5, 0, 36, 0, -0.25};
    HzpPolygonSet *set = outlines_of("...."
                                     ".##.",
                                     4, 2, to_map);
    assert_int_equal(set->n, 1);
    assert_int_equal(set->n_corners, 4);
    test_close_to(set->box[0].min_x, 110.5, 0);
    test_close_to(set->box[0].max_x, 111.5, 0);
    test_close_to(set->box[0].min_y, 35.5, 0);
    test_close_to(set->box[0].max_y, 35.75, 0);
    test_close_to(hzp_polygon_set_area(set, 0), 0.25, 1e-15); /* outer rings are wound counter-clockwise on the map too */
    hzp_polygon_set_free(set);
    set = outlines_of("....", 4, 1, to_map);
    assert_int_equal(set->n, 0);
    hzp_polygon_set_free(set);
}

/* Parts of the union of the chosen squares, as GEOS makes it. */
static int parts_by_geos(const unsigned char *cells, size_t columns, size_t rows, double *area)
{
    GEOSGeometry **squares = g_new0(GEOSGeometry *, columns * rows);
    size_t n = 0;
    for (size_t i = 0; i < columns * rows; i++) {
        double x = (double)(i % columns);
        double y = (double)(i / columns);
        if (cells[i]) squares[n++] = polygon_of((double[]){x, x + 1, x + 1, x}, (double[]){y, y, y + 1, y + 1}, 4);
    }
    GEOSGeometry *whole = hzp_geometry_union(squares, n, NULL);
    int parts = whole ? GEOSGetNumGeometries_r(hzp_geos(), whole) : 0;
    *area = whole ? hzp_geometry_area(whole) : 0;
    for (size_t i = 0; i < n; i++)
        hzp_geometry_free(squares[i]);
    hzp_geometry_free(whole);
    g_free(squares);
    return parts;
}

static void test_cell_outline__holds_the_chosen_cells_and_no_others(void **state)
{
    (void)state;
    uint64_t random = 20200721;
    for (int round = 0; round < TEST_CASES(200); round++) {
        size_t columns = (size_t)random_whole(&random, 1, 12);
        size_t rows = (size_t)random_whole(&random, 1, 12);
        double share = test_random(&random);
        unsigned char cells[144];
        unsigned char before[144];
        for (size_t i = 0; i < columns * rows; i++)
            before[i] = cells[i] = test_random(&random) < share;
        HzpPolygonSet *set = hzp_cell_outlines(cells, columns, rows, plain);
        double area = 0;
        double sum = 0;
        assert_int_equal(set->n, parts_by_geos(before, columns, rows, &area));
        for (size_t k = 0; k < set->n; k++)
            sum += hzp_polygon_set_area(set, k);
        assert_true(sum == area);
        for (size_t i = 0; i < columns * rows; i++) {
            int covering = 0;
            for (size_t k = 0; k < set->n; k++)
                covering += hzp_polygon_set_covers(set, k, (double)(i % columns) + 0.5, (double)(i / columns) + 0.5);
            assert_int_equal(covering, before[i]);
        }
        hzp_polygon_set_free(set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cell_outline__goes_around_a_group_once),
        cmocka_unit_test(test_cell_outline__keeps_holes_and_islands_in_them),
        cmocka_unit_test(test_cell_outline__parts_cells_that_touch_at_a_corner),
        cmocka_unit_test(test_cell_outline__lies_where_the_raster_does),
        cmocka_unit_test(test_cell_outline__holds_the_chosen_cells_and_no_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
