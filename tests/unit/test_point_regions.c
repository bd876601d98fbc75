/* Which town each village lies in: by hand, beside boundaries, and against looking at every pair. */
#include "support.h"

#include "geo/point_regions.h"

static HzpRun *run_with(int threads)
{
    HzpRun *run = hzp_run_new();
    hzp_run_set_threads(run, threads);
    return run;
}

static void add_ring(HzpPolygonSet *set, const double *x, const double *y, size_t n)
{
    hzp_polygon_set_add_ring(set, x, y, n, false);
    hzp_polygon_set_end(set);
}

static void add_rectangle(HzpPolygonSet *set, double min_x, double min_y, double max_x, double max_y)
{
    const double x[] = {min_x, max_x, max_x, min_x};
    const double y[] = {min_y, min_y, max_y, max_y};
    add_ring(set, x, y, 4);
}

static void test_point_regions__the_lowest_row_wins_on_a_boundary(void **state)
{
    (void)state;
    /* Inside the last, on a common side, on a corner of three, in the middle one, outside, nowhere. */
    const double x[] = {1, 5, 5, 9, 11, NAN};
    const double y[] = {1, 2, 5, 9, 5, 1};
    const int32_t expected[] = {2, 0, 0, 1, -1, -1};
    HzpPolygonSet *towns = hzp_polygon_set_new();
    add_rectangle(towns, 5, 0, 10, 5);
    add_rectangle(towns, 0, 5, 10, 10);
    add_rectangle(towns, 0, 0, 5, 5);
    HzpPointGrid *grid = hzp_point_grid_new(x, y, 6);
    for (int threads = 1; threads <= 8; threads *= 2) {
        int32_t region[6] = {9, 9, 9, 9, 9, 9};
        HzpRun *run = run_with(threads);
        assert_int_equal(hzp_point_regions(run, grid, towns, 6, region), HZP_OK);
        assert_memory_equal(region, expected, sizeof expected);
        hzp_run_free(run);
    }
    hzp_point_grid_free(grid);
    hzp_polygon_set_free(towns);
}

/* Villages a few last bits beside the common side y = x of two towns. Differences of their coordinates are rounded, so that a
 * plain cross product takes many of them to lie on the side, and others beyond it; which coordinate is larger tells the
 * truth. (The example of Kettner, Mehlhorn, Pion, Schirra and Yap 2008, "Classroom examples of robustness problems in
 * geometric computations".) */
static void test_point_regions__villages_beside_a_boundary_are_in_one_town(void **state)
{
    (void)state;
    enum { SIDE = 64, N = SIDE * SIDE };
    static double x[N];
    static double y[N];
    int32_t region[N];
    HzpPolygonSet *towns = hzp_polygon_set_new();
    add_ring(towns, (const double[]){-12, 24, -12}, (const double[]){-12, 24, 24}, 3);
    add_ring(towns, (const double[]){24, -12, 24}, (const double[]){24, -12, -12}, 3);
    for (int i = 0; i < N; i++) {
        x[i] = 0.5 + i % SIDE * 0x1p-53;
        y[i] = 0.5 + (i - i % SIDE) / SIDE * 0x1p-53;
    }
    HzpPointGrid *grid = hzp_point_grid_new(x, y, N);
    assert_int_equal(hzp_point_regions(NULL, grid, towns, N, region), HZP_OK);
    for (int i = 0; i < N; i++) {
        assert_int_equal(region[i], y[i] >= x[i] ? 0 : 1);
        assert_int_equal(hzp_polygon_set_covers(towns, 0, x[i], y[i]), y[i] >= x[i]);
        assert_int_equal(hzp_polygon_set_covers(towns, 1, x[i], y[i]), y[i] <= x[i]);
    }
    hzp_point_grid_free(grid);
    hzp_polygon_set_free(towns);
}

static void test_point_regions__equals_all_pairs(void **state)
{
    (void)state;
    enum { N = 500, REGIONS = 60 };
    uint64_t random = 21;
    double x[N];
    double y[N];
    int32_t region[N];
    HzpPolygonSet *set = hzp_polygon_set_new();
    for (int i = 0; i < N; i++) {
        x[i] = floor(test_random(&random) * 100);
        y[i] = floor(test_random(&random) * 100);
    }
    for (int r = 0; r < REGIONS; r++) {
        double west = floor(test_random(&random) * 90);
        double south = floor(test_random(&random) * 90);
        add_rectangle(set, west, south, west + floor(test_random(&random) * 20), south + 10);
    }
    HzpPointGrid *grid = hzp_point_grid_new(x, y, N);
    HzpRun *run = run_with(3);
    assert_int_equal(hzp_point_regions(run, grid, set, N, region), HZP_OK);
    for (int i = 0; i < N; i++) {
        int32_t expected = -1;
        for (int r = REGIONS - 1; r >= 0; r--)
            if (hzp_polygon_set_covers(set, (size_t)r, x[i], y[i])) expected = r;
        assert_int_equal(region[i], expected);
    }
    hzp_run_cancel(run);
    assert_int_equal(hzp_point_regions(run, grid, set, N, region), HZP_E_CANCELLED);
    hzp_run_free(run);
    hzp_point_grid_free(grid);
    hzp_polygon_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_point_regions__the_lowest_row_wins_on_a_boundary),
        cmocka_unit_test(test_point_regions__villages_beside_a_boundary_are_in_one_town),
        cmocka_unit_test(test_point_regions__equals_all_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
