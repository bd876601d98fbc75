/* Polygons and circles that are moved to the raster's cells during the pass, against the same ones moved there before it. */
#include "support.h"

#include "exposure/raster_exposure.h"
#include "geo/polygon_transform.h"

enum { COLUMNS = 60, ROWS = 1400, REGIONS = 30, MORE = 10, ZONES = 300, GROUPS = 3, CORNERS = 20 };

static HzpStatus read_cells(void *user, int thread, const HzpCellRange *range, void *values)
{
    double *to = values;
    (void)user;
    (void)thread;
    for (size_t r = 0; r < range->rows; r++) {
        for (size_t c = 0; c < range->columns; c++) {
            size_t cell = (range->row + r) * COLUMNS + range->column + c;
            to[r * range->columns + c] = cell % 7 == 0 ? NAN : (double)(cell * 2654435761U % 1000);
        }
    }
    return HZP_OK;
}

typedef struct {
    HzpRasterGrid *grid;
    HzpPolygonSet *regions;
    HzpPolygonSet *more;
    HzpPolygonSet *zones; /* empty where a circle is */
    double x[ZONES];
    double y[ZONES];
    double radius[ZONES];
    uint32_t groups[ZONES];
} Map;

static double between(uint64_t *seed, double low, double high) { return low + (high - low) * test_random(seed); }

/* A star somewhere on the raster or beside it, in map coordinates; some have a hole. */
static void add_star(const Map *map, HzpPolygonSet *set, uint64_t *seed, double size)
{
    double x[12];
    double y[12];
    double column = between(seed, -10, COLUMNS + 10);
    double line = between(seed, -100, ROWS + 100);
    bool hole = test_random(seed) < 0.3;
    for (int ring = 0; ring <= hole; ring++) {
        for (size_t i = 0; i < G_N_ELEMENTS(x); i++) {
            double radius = (ring ? 0.1 : between(seed, 0.3, 1)) * size;
            double at_column = column + radius * cos(2 * G_PI * (double)i / G_N_ELEMENTS(x));
            double at_line = line + radius * sin(2 * G_PI * (double)i / G_N_ELEMENTS(x));
            const double *to_map = map->grid->to_map;
            x[i] = to_map[0] + to_map[1] * at_column + to_map[2] * at_line;
            y[i] = to_map[3] + to_map[4] * at_column + to_map[5] * at_line;
        }
        hzp_polygon_set_add_ring(set, x, y, G_N_ELEMENTS(x), ring);
    }
    hzp_polygon_set_end(set);
}

static void make(Map *map, const double to_map[6], uint64_t seed)
{
    const HzpCrsFacts facts = {.geographic = false, .semi_major_m = 6378137, .inverse_flattening = 298.257222101};
    map->grid = hzp_raster_grid_new(COLUMNS, ROWS, to_map, &facts, 1);
    map->grid->window_rows = 64;
    map->grid->window_columns = 32;
    map->regions = hzp_polygon_set_new();
    map->more = hzp_polygon_set_new();
    map->zones = hzp_polygon_set_new();
    for (int i = 0; i < REGIONS; i++)
        add_star(map, map->regions, &seed, 60);
    for (int i = 0; i < MORE; i++)
        add_star(map, map->more, &seed, 300);
    hzp_polygon_set_add_empty(map->more);
    for (size_t i = 0; i < ZONES; i++) {
        map->groups[i] = 1U | 2U << (i % 2);
        map->radius[i] = i % 3 ? between(&seed, 1, 30) * hypot(to_map[1], to_map[4]) : NAN;
        double column = between(&seed, -10, COLUMNS + 10);
        double line = between(&seed, -100, ROWS + 100);
        map->x[i] = i % 3 ? to_map[0] + to_map[1] * column + to_map[2] * line : NAN;
        map->y[i] = i % 3 ? to_map[3] + to_map[4] * column + to_map[5] * line : NAN;
        if (i % 3 || i % 7 == 0)
            hzp_polygon_set_add_empty(map->zones);
        else
            add_star(map, map->zones, &seed, 20);
    }
}

static void map_clear(Map *map)
{
    hzp_polygon_set_free(map->regions);
    hzp_polygon_set_free(map->more);
    hzp_polygon_set_free(map->zones);
    hzp_raster_grid_free(map->grid);
}

static HzpRasterResult *computed(const Map *map, const HzpRasterQuestion *question, int threads)
{
    const HzpRasterReader reader = {
        .grid = map->grid, .read = read_cells, .threads = threads, .doubles = true, .largest = 1e9};
    HzpRasterResult *result = NULL;
    HzpRun *run = hzp_run_new();
    hzp_run_set_threads(run, threads);
    assert_int_equal(hzp_raster_exposure_compute(run, &reader, question, &result), HZP_OK);
    hzp_run_free(run);
    return result;
}

static HzpRasterResult *moved_during_the_pass(const Map *map, double factor, int threads)
{
    const HzpRasterCircles circles = {ZONES, map->x, map->y, map->radius, factor, CORNERS};
    const HzpRasterQuestion question = {.regions = map->regions,
                                        .more_regions = map->more,
                                        .zones = map->zones,
                                        .circles = &circles,
                                        .to_cells = map->grid->to_cells,
                                        .groups = map->groups,
                                        .n_groups = GROUPS,
                                        .want_zones = true};
    return computed(map, &question, threads);
}

static HzpRasterResult *moved_before(const Map *map, double factor)
{
    HzpPolygonSet *sets[] = {hzp_polygon_set_new(), hzp_polygon_set_new()};
    HzpPolygonSet *placed[2];
    for (size_t i = 0; i < map->regions->n; i++)
        hzp_polygon_set_add_copy(sets[0], map->regions, i);
    for (size_t i = 0; i < map->more->n; i++)
        hzp_polygon_set_add_copy(sets[0], map->more, i);
    for (size_t i = 0; i < ZONES; i++) {
        if (isnan(map->radius[i]))
            hzp_polygon_set_add_copy(sets[1], map->zones, i);
        else
            hzp_polygon_set_add_circle(sets[1], map->x[i], map->y[i], map->radius[i] * factor, CORNERS);
    }
    for (int s = 0; s < 2; s++)
        assert_int_equal(hzp_raster_grid_place(map->grid, sets[s], NULL, &placed[s]), HZP_OK);
    const HzpRasterQuestion question = {
        .regions = placed[0], .zones = placed[1], .groups = map->groups, .n_groups = GROUPS, .want_zones = true};
    HzpRasterResult *result = computed(map, &question, 1);
    for (int s = 0; s < 2; s++) {
        hzp_polygon_set_free(sets[s]);
        hzp_polygon_set_free(placed[s]);
    }
    return result;
}

static size_t assert_same(const HzpRasterSum *a, const HzpRasterSum *b, size_t n)
{
    size_t with_people = 0;
    for (size_t i = 0; i < n; i++) {
        assert_true(hzp_exact_sum_value(&a[i].people) == hzp_exact_sum_value(&b[i].people));
        assert_true(hzp_exact_sum_value(&a[i].area) == hzp_exact_sum_value(&b[i].area));
        assert_true(hzp_exact_sum_value(&a[i].missing) == hzp_exact_sum_value(&b[i].missing));
        assert_true(hzp_exact_sum_value(&a[i].outside) == hzp_exact_sum_value(&b[i].outside));
        with_people += hzp_exact_sum_value(&a[i].people) > 0;
    }
    return with_people;
}

/* North up, mirrored, and turned by some 30 degrees. */
static void test_raster_moved__gives_the_same_sums(void **state)
{
    (void)state;
    static const double to_map[3][6] = {{5e5, 100, 0, 4e6, 0, -100}, {0, 1, 0, 0, 0, 1}, {5e5, 86.6, 50, 4e6, 50, -86.6}};
    static const double factors[3] = {1, 0.5, 2};
    for (size_t k = 0; k < G_N_ELEMENTS(to_map); k++) {
        Map map;
        make(&map, to_map[k], 11 + k);
        HzpRasterResult *before = moved_before(&map, factors[k]);
        for (int threads = 1; threads <= 3; threads += 2) {
            HzpRasterResult *during = moved_during_the_pass(&map, factors[k], threads);
            assert_int_equal(during->n_regions, REGIONS + MORE + 1);
            assert_int_equal(during->n_groups, GROUPS);
            assert_true(assert_same(before->region, during->region, during->n_regions) > REGIONS);
            assert_true(assert_same(before->exposed, during->exposed, during->n_regions * GROUPS) > REGIONS * 2);
            assert_true(assert_same(before->zone, during->zone, ZONES) > ZONES / 2);
            hzp_raster_result_free(during);
        }
        hzp_raster_result_free(before);
        map_clear(&map);
    }
}

/* Circles without any polygon are zones too. */
static void test_raster_moved__takes_circles_alone(void **state)
{
    (void)state;
    static const double x[] = {30};
    static const double y[] = {700};
    static const double radius[] = {10};
    const double to_map[6] = {0, 1, 0, 0, 0, 1};
    const HzpRasterCircles circles = {1, x, y, radius, 1, 4096};
    Map map;
    make(&map, to_map, 5);
    const HzpRasterQuestion question = {
        .regions = map.regions, .circles = &circles, .to_cells = map.grid->to_cells, .n_groups = 1, .want_zones = true};
    HzpRasterResult *result = computed(&map, &question, 2);
    test_close_to(hzp_exact_sum_value(&result->zone[0].area) * 1e6, G_PI * 100, 1e-3);
    hzp_raster_result_free(result);
    map_clear(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raster_moved__gives_the_same_sums),
        cmocka_unit_test(test_raster_moved__takes_circles_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
