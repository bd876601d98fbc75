/* People of rasters on random grids and shapes: against the areas of GEOS's intersections cell by cell, and against what must
 * hold for any raster. */
#include "random_raster.h"

enum { SIDE = 10, WIDTH = 22, HEIGHT = 17, GROUPS = 3, REGIONS = 3, MOST_ZONES = 5, MOST_EDGES = 2000 };

/* Of each cell that a shape meets; cells wholly inside or outside need no intersection. */
static void areas_in_cells(const GEOSGeometry *shape, size_t columns, size_t rows, double *areas)
{
    GEOSContextHandle_t geos = hzp_geos();
    const GEOSPreparedGeometry *prepared = GEOSPrepare_r(geos, shape);
    for (size_t i = 0; i < columns * rows; i++) {
        double column = (double)(i % columns);
        double row = (double)(i / columns);
        GEOSGeometry *cell = box_of(column, row, column + 1, row + 1);
        if (GEOSPreparedContains_r(geos, prepared, cell) == 1)
            areas[i] = 1;
        else
            areas[i] = GEOSPreparedIntersects_r(geos, prepared, cell) == 1 ? common_area(shape, cell) : 0;
        hzp_geometry_free(cell);
    }
    GEOSPreparedGeom_destroy_r(geos, prepared);
}

/* ---- the kernel, cell by cell ---- */

static size_t edges_of(const HzpPolygonSet *set, HzpDirectedEdge *edges)
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

/* One cell has people, the others none: the sum is the fraction covered. */
static void test_raster__covers_cells_as_geos_does(void **state)
{
    (void)state;
    static const HzpCellMeaning counts = {.largest = 1e9};
    uint64_t random = 6001;
    HzpCellWindow *window = hzp_cell_window_new();
    const int cases = TEST_CASES(150);
    for (int i = 0; i < cases; i++) {
        /* half of them far from the raster's corner, where columns have fewer digits */
        const HzpCellRange range = {i % 2 ? 20000 : 0, i % 2 ? 15000 : 0, SIDE, SIDE};
        HzpDirectedEdge edges[MOST_EDGES];
        GEOSGeometry *local = random_shape_on_cells(&random, SIDE, SIDE);
        GEOSGeometry *shape = moved(local, 1, (double)range.column, (double)range.row);
        hzp_geometry_free(local);
        local = moved(shape, 1, -(double)range.column, -(double)range.row);
        HzpPolygonSet *set = hzp_polygon_set_new();
        hzp_polygon_set_add(set, shape);
        size_t n = edges_of(set, edges);
        double expected[SIDE * SIDE];
        areas_in_cells(local, SIDE, SIDE, expected);
        for (size_t cell = 0; cell < SIDE * SIDE && is_valid(local); cell++) {
            double values[SIDE * SIDE] = {0};
            HzpCellSums sums;
            values[cell] = 1;
            hzp_cell_window_load_double(window, &range, &counts, values);
            hzp_cell_window_sum(window, edges, n, &sums);
            near("cell", sums.value, expected[cell], 1, 1e-12);
        }
        hzp_polygon_set_free(set);
        hzp_geometry_free(shape);
        hzp_geometry_free(local);
    }
    hzp_cell_window_free(window);
    say(cases * SIDE * SIDE);
}

/* Cells of 10 m; some without a figure. */
static Raster random_raster(uint64_t *random)
{
    static const double to_map[] = {500000, 10, 0, 4000000, 0, -10};
    static const HzpCrsFacts metres = {.semi_major_m = 6378137, .inverse_flattening = 298.257222101};
    Raster raster = {.grid = hzp_raster_grid_new(WIDTH, HEIGHT, to_map, &metres, 1),
                     .values = g_new(double, WIDTH *HEIGHT),
                     .density = test_random(random) < 0.5};
    double gaps = test_random(random) < 0.5 ? 0 : 0.3;
    raster.grid->window_columns = (size_t)random_whole(random, 3, WIDTH + 4);
    raster.grid->window_rows = (size_t)random_whole(random, 3, HEIGHT + 4);
    for (size_t i = 0; i < WIDTH * HEIGHT; i++)
        raster.values[i] = test_random(random) < gaps ? NAN : random_between(random, 0, 1000);
    return raster;
}

/* ---- against GEOS ---- */

typedef struct {
    double people, area, missing;
} Sums;

static Sums sums_by_geos(const Raster *raster, const GEOSGeometry *shape)
{
    static const double CELL_KM2 = 1e-4;
    Sums sums = {0, area_of(shape) * CELL_KM2, 0};
    double fractions[WIDTH * HEIGHT];
    sums.missing = sums.area;
    areas_in_cells(shape, WIDTH, HEIGHT, fractions);
    for (size_t cell = 0; cell < WIDTH * HEIGHT; cell++) {
        double value = raster->values[cell];
        if (isnan(value)) continue;
        sums.people += value * fractions[cell] * (raster->density ? CELL_KM2 : 1);
        sums.missing -= fractions[cell] * CELL_KM2;
    }
    return sums;
}

static void check_sum(const char *what, const Raster *raster, const HzpRasterSum *found, const GEOSGeometry *shape)
{
    Sums expected = sums_by_geos(raster, shape);
    near(what, hzp_exact_sum_value(&found->area), expected.area, 0.04, 1e-11);
    near(what, hzp_exact_sum_value(&found->missing), expected.missing, 0.04, 1e-11);
    near(what, hzp_exact_sum_value(&found->people), expected.people, raster->density ? 20 : 2e5, 1e-11);
    if (expected.area > 0 && expected.missing == expected.area) assert_true(isnan(hzp_raster_sum_people(found)));
    if (expected.area - expected.missing > 1e-12) assert_true(hzp_raster_sum_people(found) >= 0);
}

typedef struct {
    Raster raster;
    GEOSGeometry *regions[REGIONS];
    GEOSGeometry *zones[MOST_ZONES];
    size_t n_zones;
    uint32_t groups[MOST_ZONES];
    HzpPolygonSet *region_set;
    HzpPolygonSet *zone_set;
} Scene;

static Scene random_scene(uint64_t *random)
{
    Scene scene = {.raster = random_raster(random), .n_zones = (size_t)random_whole(random, 0, MOST_ZONES)};
    scene.region_set = hzp_polygon_set_new();
    scene.zone_set = hzp_polygon_set_new();
    for (size_t i = 0; i < REGIONS; i++) {
        scene.regions[i] = random_shape_on_cells(random, WIDTH, HEIGHT);
        hzp_polygon_set_add(scene.region_set, scene.regions[i]);
    }
    for (size_t i = 0; i < scene.n_zones; i++) {
        bool twice = i > 0 && test_random(random) < 0.1;
        scene.zones[i] = twice ? copy_of(scene.zones[i - 1]) : random_shape_on_cells(random, WIDTH, HEIGHT);
        scene.groups[i] = 1 | (2u << random_whole(random, 0, 1));
        hzp_polygon_set_add(scene.zone_set, scene.zones[i]);
    }
    return scene;
}

static void scene_free(Scene *scene)
{
    for (size_t i = 0; i < REGIONS; i++)
        hzp_geometry_free(scene->regions[i]);
    for (size_t i = 0; i < scene->n_zones; i++)
        hzp_geometry_free(scene->zones[i]);
    hzp_polygon_set_free(scene->region_set);
    hzp_polygon_set_free(scene->zone_set);
    raster_free(&scene->raster);
}

static HzpRasterQuestion question_of(const Scene *scene)
{
    return (HzpRasterQuestion){.regions = scene->region_set,
                               .zones = scene->zone_set,
                               .groups = scene->groups,
                               .n_groups = GROUPS,
                               .want_zones = true};
}

static GEOSGeometry *exposed_part(const Scene *scene, size_t region, int group)
{
    GEOSGeometry *of_group[MOST_ZONES];
    size_t n = 0;
    for (size_t i = 0; i < scene->n_zones; i++) {
        if (scene->groups[i] & 1u << group) of_group[n++] = scene->zones[i];
    }
    GEOSGeometry *united = union_of(of_group, n);
    GEOSGeometry *part = common_part(scene->regions[region], united);
    hzp_geometry_free(united);
    return part;
}

static void test_raster__sums_are_those_of_geos(void **state)
{
    (void)state;
    uint64_t random = 6002;
    const int cases = TEST_CASES(60);
    for (int i = 0; i < cases; i++) {
        Scene scene = random_scene(&random);
        HzpRasterQuestion question = question_of(&scene);
        HzpRasterResult *result = raster_sums(&scene.raster, &question, 1 + i % 3);
        for (size_t r = 0; r < REGIONS; r++) {
            check_sum("region", &scene.raster, &result->region[r], scene.regions[r]);
            for (int g = 0; g < GROUPS; g++) {
                GEOSGeometry *part = exposed_part(&scene, r, g);
                check_sum("exposed", &scene.raster, &result->exposed[r * GROUPS + (size_t)g], part);
                hzp_geometry_free(part);
            }
        }
        for (size_t z = 0; z < scene.n_zones; z++)
            check_sum("zone", &scene.raster, &result->zone[z], scene.zones[z]);
        hzp_raster_result_free(result);
        scene_free(&scene);
    }
    say(cases);
}

/* ---- what must hold for any raster ---- */

static bool same_bits(const HzpRasterSum *a, const HzpRasterSum *b)
{
    return a->people.low == b->people.low && a->people.high == b->people.high && a->area.low == b->area.low &&
           a->area.high == b->area.high && a->missing.low == b->missing.low && a->missing.high == b->missing.high;
}

static void check_any_order(uint64_t *random, Scene *scene, const HzpRasterResult *result)
{
    static const int threads[] = {1, 2, 8};
    for (size_t t = 0; t < G_N_ELEMENTS(threads); t++) {
        size_t regions[REGIONS];
        size_t zones[MOST_ZONES];
        uint32_t groups[MOST_ZONES];
        random_order(random, regions, REGIONS);
        random_order(random, zones, scene->n_zones);
        HzpRasterQuestion question = {.regions = hzp_polygon_set_new(),
                                      .zones = hzp_polygon_set_new(),
                                      .groups = groups,
                                      .n_groups = GROUPS,
                                      .want_zones = true};
        for (size_t i = 0; i < REGIONS; i++)
            hzp_polygon_set_add_copy((HzpPolygonSet *)question.regions, scene->region_set, regions[i]);
        for (size_t i = 0; i < scene->n_zones; i++) {
            hzp_polygon_set_add_copy((HzpPolygonSet *)question.zones, scene->zone_set, zones[i]);
            groups[i] = scene->groups[zones[i]];
        }
        HzpRasterResult *again = raster_sums(&scene->raster, &question, threads[t]);
        for (size_t r = 0; r < REGIONS; r++) {
            assert_true(same_bits(&again->region[r], &result->region[regions[r]]));
            for (size_t g = 0; g < GROUPS; g++)
                assert_true(same_bits(&again->exposed[r * GROUPS + g], &result->exposed[regions[r] * GROUPS + g]));
        }
        for (size_t z = 0; z < scene->n_zones; z++)
            assert_true(same_bits(&again->zone[z], &result->zone[zones[z]]));
        hzp_raster_result_free(again);
        hzp_polygon_set_free((HzpPolygonSet *)question.regions);
        hzp_polygon_set_free((HzpPolygonSet *)question.zones);
    }
}

/* Fewer zones never have more people; no region more than the raster, nothing exposed more than its region. */
static void check_growth(const Scene *scene, Raster *raster, const HzpRasterResult *result)
{
    double all = 0;
    for (size_t i = 0; i < WIDTH * HEIGHT; i++)
        all += isnan(raster->values[i]) ? 0 : raster->values[i] * (raster->density ? 1e-4 : 1);
    HzpPolygonSet *fewer = hzp_polygon_set_new();
    for (size_t z = 0; z + 1 < scene->n_zones; z++)
        hzp_polygon_set_add_copy(fewer, scene->zone_set, z);
    HzpRasterQuestion question = {.regions = scene->region_set, .zones = fewer, .groups = scene->groups, .n_groups = GROUPS};
    HzpRasterResult *less = raster_sums(raster, &question, 2);
    for (size_t r = 0; r < REGIONS; r++) {
        double region = hzp_exact_sum_value(&result->region[r].people);
        assert_true(region <= all * (1 + 1e-12));
        for (size_t g = 0; g < GROUPS; g++) {
            double people = hzp_exact_sum_value(&result->exposed[r * GROUPS + g].people);
            double share = hzp_raster_sum_missing_share(&result->exposed[r * GROUPS + g]);
            assert_true(people >= 0 && people <= region + 1e-12 * all);
            assert_true(isnan(share) || (share >= 0 && share <= 1));
            assert_true(hzp_exact_sum_value(&less->exposed[r * GROUPS + g].people) <= people + 1e-12 * all);
        }
    }
    hzp_raster_result_free(less);
    hzp_polygon_set_free(fewer);
}

static void test_raster__sums_keep_to_the_rules_in_any_order_with_any_threads(void **state)
{
    (void)state;
    uint64_t random = 6003;
    const int cases = TEST_CASES(150);
    for (int i = 0; i < cases; i++) {
        Scene scene = random_scene(&random);
        HzpRasterQuestion question = question_of(&scene);
        HzpRasterResult *result = raster_sums(&scene.raster, &question, 1);
        check_any_order(&random, &scene, result);
        check_growth(&scene, &scene.raster, result);
        hzp_raster_result_free(result);
        scene_free(&scene);
    }
    say(cases);
}

static int finish(void **state)
{
    (void)state;
    hzp_geos_finish();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raster__covers_cells_as_geos_does),
        cmocka_unit_test(test_raster__sums_are_those_of_geos),
        cmocka_unit_test(test_raster__sums_keep_to_the_rules_in_any_order_with_any_threads),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
