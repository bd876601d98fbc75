/* Covered fractions of cells against the areas of GEOS's intersections, and sums against what can be added up by hand. */
#include "support.h"

#include "geo/cell_coverage.h"
#include "geo/geos_session.h"
#include "geo/polygon_set.h"

enum { COLUMNS = 9, ROWS = 7, MOST_EDGES = 4000 };

static const HzpCellMeaning plain = {.largest = 1e9};
static HzpDirectedEdge edges[MOST_EDGES];

static size_t edges_of(const HzpPolygonSet *set)
{
    size_t n = 0;
    for (size_t r = 0; r < set->n_rings; r++) {
        size_t end = set->ring_start[r + 1];
        for (size_t c = set->ring_start[r], before = end - 1; c < end; before = c++) {
            assert_true(n < MOST_EDGES);
            edges[n++] = (HzpDirectedEdge){set->x[before], set->y[before], set->x[c], set->y[c]};
        }
    }
    return n;
}

static GEOSGeometry *geometry_of(const char *wkt)
{
    GEOSWKTReader *reader = GEOSWKTReader_create_r(hzp_geos());
    GEOSGeometry *geometry = GEOSWKTReader_read_r(hzp_geos(), reader, wkt);
    GEOSWKTReader_destroy_r(hzp_geos(), reader);
    assert_non_null(geometry);
    return geometry;
}

static double area_in_cell(const GEOSGeometry *geometry, size_t column, size_t row)
{
    double area = 0;
    GEOSGeometry *cell =
        GEOSGeom_createRectangle_r(hzp_geos(), (double)column, (double)row, (double)column + 1, (double)row + 1);
    GEOSGeometry *common = GEOSIntersection_r(hzp_geos(), geometry, cell);
    assert_non_null(common);
    GEOSArea_r(hzp_geos(), common, &area);
    GEOSGeom_destroy_r(hzp_geos(), common);
    GEOSGeom_destroy_r(hzp_geos(), cell);
    return area;
}

/* A window in which one cell alone has a value, for each cell in turn: the sum is the covered fraction times that value. */
static void check_cells(const GEOSGeometry *geometry)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    hzp_polygon_set_add(set, geometry);
    size_t n = edges_of(set);
    HzpCellWindow *window = hzp_cell_window_new();
    const HzpCellRange range = {0, 0, COLUMNS, ROWS};
    for (size_t cell = 0; cell < COLUMNS * ROWS; cell++) {
        double values[COLUMNS * ROWS] = {0};
        HzpCellSums sums;
        double expected = area_in_cell(geometry, cell % COLUMNS, cell / COLUMNS);
        values[cell] = 3.7;
        assert_int_equal(hzp_cell_window_load_double(window, &range, &plain, values), 0);
        hzp_cell_window_sum(window, edges, n, &sums);
        test_close_to(sums.value / 3.7, expected, 1e-12);
        assert_true(sums.missing == 0);
        /* The same cell without a figure. */
        values[cell] = NAN;
        hzp_cell_window_load_double(window, &range, &plain, values);
        hzp_cell_window_sum(window, edges, n, &sums);
        test_close_to(sums.missing, expected, 1e-12);
        test_close_to(sums.value, 0, 0);
    }
    hzp_cell_window_free(window);
    hzp_polygon_set_free(set);
}

static void check_wkt(const char *wkt)
{
    GEOSGeometry *geometry = geometry_of(wkt);
    check_cells(geometry);
    GEOSGeom_destroy_r(hzp_geos(), geometry);
}

/* ---- shapes ---- */

static void test_cell_coverage__takes_edges_along_cells(void **state)
{
    (void)state;
    check_wkt("POLYGON ((2 1, 5 1, 5 4, 2 4, 2 1))");
    check_wkt("POLYGON ((0 0, 9 0, 9 7, 0 7, 0 0))");
    check_wkt("POLYGON ((2 1, 5 4, 2 7, 2 1))");
    check_wkt("POLYGON ((1 1, 8 1, 8 2, 3 2, 3 6, 1 6, 1 1))");
}

static void test_cell_coverage__takes_holes_and_parts(void **state)
{
    (void)state;
    check_wkt("POLYGON ((0.3 0.2, 8.7 0.4, 8.1 6.9, 0.6 6.3, 0.3 0.2), (2.2 2.1, 2.4 4.9, 6.1 5.3, 5.8 1.9, 2.2 2.1))");
    /* A hole that touches the outer ring, parts that touch in a corner, an island in a hole. */
    check_wkt("POLYGON ((1 1, 8 1, 8 6, 1 6, 1 1), (1 1, 4.5 2.5, 3.5 4.5, 1 1))");
    check_wkt("MULTIPOLYGON (((1.5 1.5, 4 1.5, 4 4, 1.5 4, 1.5 1.5)), ((4 4, 7.25 4, 7.25 6.5, 4 6.5, 4 4)))");
    check_wkt(
        "MULTIPOLYGON (((1 1, 8 1, 8 6, 1 6, 1 1), (2 2, 2 5, 7 5, 7 2, 2 2)), ((3.3 2.7, 6.1 2.9, 4.4 4.8, 3.3 2.7)))");
}

static void test_cell_coverage__takes_small_thin_and_large_shapes(void **state)
{
    (void)state;
    check_wkt("POLYGON ((3.41 2.22, 3.47 2.25, 3.43 2.31, 3.41 2.22))");
    check_wkt("POLYGON ((0 3.4999, 9 3.5, 9 3.5001, 0 3.5, 0 3.4999))");
    check_wkt("POLYGON ((4 0, 4.000001 0, 4.000001 7, 4 7, 4 0))");
    check_wkt("POLYGON ((-5 -5, 20 -5, 20 20, -5 20, -5 -5))");
    check_wkt("POLYGON ((-5 3, 4 -6, 15 3, 4 12, -5 3))");
    check_wkt("POLYGON ((-5 1, -1 2, -4 6, -5 1))");
    check_wkt("POLYGON ((10 1, 12 2, 11 6, 10 1))");
}

static GEOSGeometry *random_star(uint64_t *state)
{
    int n = 3 + (int)(test_random(state) * 20);
    double x = test_random(state) * COLUMNS;
    double y = test_random(state) * ROWS;
    GString *wkt = g_string_new("POLYGON ((");
    for (int i = 0; i <= n; i++) {
        static double first[2];
        double radius = test_random(state) * 6;
        double corner[2] = {x + radius * cos(2 * G_PI * i / n), y + radius * sin(2 * G_PI * i / n)};
        /* Some corners lie on cell edges and cell corners. */
        if (test_random(state) < 0.2) corner[0] = rint(corner[0]);
        if (test_random(state) < 0.2) corner[1] = rint(corner[1]);
        if (i == 0) memcpy(first, corner, sizeof first);
        if (i == n) memcpy(corner, first, sizeof first);
        g_string_append_printf(wkt, "%s%.17g %.17g", i ? ", " : "", corner[0], corner[1]);
    }
    g_string_append(wkt, "))");
    GEOSGeometry *star = geometry_of(wkt->str);
    g_string_free(wkt, TRUE);
    if (GEOSisValid_r(hzp_geos(), star) == 1) return star;
    GEOSGeom_destroy_r(hzp_geos(), star);
    return random_star(state);
}

static void test_cell_coverage__agrees_with_geos_on_random_shapes(void **state)
{
    (void)state;
    uint64_t seed = 20260201;
    for (int i = 0; i < 300; i++) {
        GEOSGeometry *star = random_star(&seed);
        check_cells(star);
        GEOSGeom_destroy_r(hzp_geos(), star);
    }
}

/* ---- values ---- */

static const HzpCellRange three = {0, 0, 3, 1};

static HzpCellSums sum_of(const float *values, const HzpCellMeaning *meaning, const char *wkt)
{
    HzpCellSums sums;
    GEOSGeometry *geometry = geometry_of(wkt);
    HzpPolygonSet *set = hzp_polygon_set_new();
    hzp_polygon_set_add(set, geometry);
    HzpCellWindow *window = hzp_cell_window_new();
    hzp_cell_window_load_float(window, &three, meaning, values);
    hzp_cell_window_sum(window, edges, edges_of(set), &sums);
    hzp_cell_window_free(window);
    hzp_polygon_set_free(set);
    GEOSGeom_destroy_r(hzp_geos(), geometry);
    return sums;
}

/* A hamlet beside a city: differences of prefix sums must not swallow it. */
static void test_cell_coverage__keeps_few_people_beside_many(void **state)
{
    (void)state;
    const float values[3] = {30000000, 0.25F, 30000000};
    HzpCellSums sums = sum_of(values, &plain, "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))");
    test_close_to(sums.value, 0.25, 1e-8); /* values are rounded to 2^-51 of the largest */
    const float nobody[3] = {30000000, 0, 30000000};
    sums = sum_of(nobody, &plain, "POLYGON ((1.1 0.1, 1.9 0.2, 1.7 0.9, 1.1 0.1))");
    assert_true(sums.value == 0);
}

static void test_cell_coverage__takes_only_figures(void **state)
{
    (void)state;
    static const float odd[] = {NAN, -1, INFINITY, -INFINITY, 2e9F};
    for (size_t i = 0; i < G_N_ELEMENTS(odd); i++) {
        const float values[3] = {4, odd[i], -0.0F};
        HzpCellSums sums = sum_of(values, &plain, "POLYGON ((0.5 0, 3 0, 3 1, 0.5 1, 0.5 0))");
        test_close_to(sums.value, 2, 1e-12);
        test_close_to(sums.area, 2.5, 1e-12);
        test_close_to(sums.missing, 1, 1e-12);
    }
    const float values[3] = {2e9F, INFINITY, 1};
    HzpCellWindow *window = hzp_cell_window_new();
    assert_int_equal(hzp_cell_window_load_float(window, &three, &plain, values), 2);
    const double doubles[3] = {2e9, INFINITY, -1};
    assert_int_equal(hzp_cell_window_load_double(window, &three, &plain, doubles), 2);
    hzp_cell_window_free(window);
}

static void test_cell_coverage__weighs_densities_by_area(void **state)
{
    (void)state;
    static const double row_area[6] = {0, 0, 0, 0, 0, 7};
    const HzpCellMeaning density = {.row_area = row_area + 5, .density = true, .largest = 1e9};
    const float values[3] = {4, 1, 10};
    HzpCellSums sums = sum_of(values, &density, "POLYGON ((0.5 0, 2 0, 2 0.5, 0.5 0.5, 0.5 0))");
    test_close_to(sums.value, 7 * (4 * 0.25 + 1 * 0.5), 1e-12);
    test_close_to(sums.area, 7 * 0.75, 1e-12);
    const HzpCellMeaning count = {.row_area = row_area + 5, .largest = 1e9};
    sums = sum_of(values, &count, "POLYGON ((0.5 0, 2 0, 2 0.5, 0.5 0.5, 0.5 0))");
    test_close_to(sums.value, 4 * 0.25 + 1 * 0.5, 1e-12);
    test_close_to(sums.area, 7 * 0.75, 1e-12);
}

/* A triangle of area 8 cut by x = 1 and x = 3: its parts have areas by similar triangles. */
static void test_cell_coverage__gives_areas_between_abscissas(void **state)
{
    (void)state;
    GEOSGeometry *geometry = geometry_of("POLYGON ((0 0, 4 0, 0 4, 0 0))");
    HzpPolygonSet *set = hzp_polygon_set_new();
    hzp_polygon_set_add(set, geometry);
    size_t n = edges_of(set);
    const HzpCellRange rows = {.rows = 4};
    test_close_to(hzp_cell_area_between(&plain, &rows, -INFINITY, INFINITY, edges, n), 8, 1e-12);
    test_close_to(hzp_cell_area_between(&plain, &rows, -INFINITY, 1, edges, n), 8 - 4.5, 1e-12);
    test_close_to(hzp_cell_area_between(&plain, &rows, 1, 3, edges, n), 4.5 - 0.5, 1e-12);
    test_close_to(hzp_cell_area_between(&plain, &rows, 3, INFINITY, edges, n), 0.5, 1e-12);
    test_close_to(hzp_cell_area_between(&plain, &rows, 5, INFINITY, edges, n), 0, 1e-12);
    const HzpCellRange lower = {.row = 2, .rows = 2};
    test_close_to(hzp_cell_area_between(&plain, &lower, -INFINITY, 1, edges, n), 1.5, 1e-12);
    hzp_polygon_set_free(set);
    GEOSGeom_destroy_r(hzp_geos(), geometry);
}

/* Cells 1, 2, 3 … without the fifth, in rows of several widths: rectangles that begin and end in the middle of a cell. */
static void check_width(size_t columns)
{
    enum { WIDEST = 41 };
    float values[WIDEST];
    const HzpCellRange row = {.columns = columns, .rows = 1};
    HzpCellWindow *window = hzp_cell_window_new();
    for (size_t c = 0; c < columns; c++)
        values[c] = c == 4 ? -9999 : (float)(c + 1);
    hzp_cell_window_load_float(window, &row, &plain, values);
    for (size_t from = 0; from < columns; from++) {
        for (size_t to = from + 1; to < columns; to++) {
            double low = (double)from + 0.5;
            double high = (double)to + 0.5;
            const HzpDirectedEdge sides[] = {{high, 0, high, 1}, {low, 1, low, 0}};
            HzpCellSums sums;
            double value = 0;
            double missing = 0;
            for (size_t c = from; c <= to; c++) {
                double part = c == from || c == to ? 0.5 : 1;
                value += c == 4 ? 0 : part * (double)(c + 1);
                missing += c == 4 ? part : 0;
            }
            hzp_cell_window_sum(window, sides, G_N_ELEMENTS(sides), &sums);
            test_close_to(sums.value, value, 1e-12);
            test_close_to(sums.missing, missing, 1e-12);
            test_close_to(sums.area, high - low, 1e-12);
        }
    }
    hzp_cell_window_free(window);
}

static void test_cell_coverage__takes_rows_of_any_width(void **state)
{
    (void)state;
    static const size_t widths[] = {1, 7, 8, 9, 15, 16, 17, 40, 41};
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++)
        check_width(widths[i]);
}

static void test_cell_coverage__counts_no_data_apart_from_negative_figures(void **state)
{
    (void)state;
    const float values[3] = {-9999, -1, 3};
    const HzpCellMeaning told = {.largest = 1e9, .no_data = -9999};
    HzpCellWindow *window = hzp_cell_window_new();
    hzp_cell_window_load_float(window, &three, &told, values);
    assert_int_equal(hzp_cell_window_negative(window), 1);
    hzp_cell_window_load_float(window, &three, &plain, values);
    assert_int_equal(hzp_cell_window_negative(window), 2);
    hzp_cell_window_free(window);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cell_coverage__takes_edges_along_cells),
        cmocka_unit_test(test_cell_coverage__takes_holes_and_parts),
        cmocka_unit_test(test_cell_coverage__takes_small_thin_and_large_shapes),
        cmocka_unit_test(test_cell_coverage__agrees_with_geos_on_random_shapes),
        cmocka_unit_test(test_cell_coverage__keeps_few_people_beside_many),
        cmocka_unit_test(test_cell_coverage__takes_only_figures),
        cmocka_unit_test(test_cell_coverage__weighs_densities_by_area),
        cmocka_unit_test(test_cell_coverage__takes_rows_of_any_width),
        cmocka_unit_test(test_cell_coverage__counts_no_data_apart_from_negative_figures),
        cmocka_unit_test(test_cell_coverage__gives_areas_between_abscissas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
