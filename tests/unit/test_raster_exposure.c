/* People of a raster in regions and zones: against GEOS cell by cell, against areas of the ellipsoid that are published or
 * come from GeographicLib, and against itself where windows, threads and order must not matter. */
#include "support.h"

#include <geodesic.h>

#include "exposure/raster_exposure.h"
#include "geo/geos_session.h"

enum { COLUMNS = 40, ROWS = 30, GROUPS = 3 };

typedef struct {
    HzpRasterGrid *grid;
    const double *values;
} Cells;

static HzpStatus read_cells(void *user, int thread, const HzpCellRange *range, void *values)
{
    (void)thread;
    const Cells *cells = user;
    double *to = values;
    for (size_t r = 0; r < range->rows; r++)
        memcpy(to + r * range->columns, cells->values + (range->row + r) * cells->grid->columns + range->column,
               range->columns * sizeof *to);
    return HZP_OK;
}

static HzpRasterReader reader_of(Cells *cells)
{
    return (HzpRasterReader){
        .grid = cells->grid, .read = read_cells, .user = cells, .threads = 8, .doubles = true, .largest = 1e9};
}

static HzpRasterResult *computed(const HzpRasterReader *reader, const HzpRasterQuestion *question, int threads)
{
    HzpRasterResult *result = NULL;
    HzpRun *run = hzp_run_new();
    hzp_run_set_threads(run, threads);
    assert_int_equal(hzp_raster_exposure_compute(run, reader, question, &result), HZP_OK);
    hzp_run_free(run);
    return result;
}

static HzpRasterGrid *planar_grid(size_t columns, size_t rows)
{
    static const double identity[6] = {0, 1, 0, 0, 0, 1};
    const HzpCrsFacts facts = {.geographic = false, .semi_major_m = 6378137, .inverse_flattening = 298.257222101};
    return hzp_raster_grid_new(columns, rows, identity, &facts, 1);
}

/* One degree a cell; north up, from 180° W. */
static HzpRasterGrid *world_grid(void)
{
    static const double degrees[6] = {-180, 1, 0, 90, 0, -1};
    const HzpCrsFacts facts = {.geographic = true, .semi_major_m = 6378137, .inverse_flattening = 298.257222101};
    return hzp_raster_grid_new(360, 180, degrees, &facts, 1);
}

static void add_wkt(HzpPolygonSet *set, const char *wkt)
{
    GEOSWKTReader *reader = GEOSWKTReader_create_r(hzp_geos());
    GEOSGeometry *geometry = GEOSWKTReader_read_r(hzp_geos(), reader, wkt);
    assert_non_null(geometry);
    hzp_polygon_set_add(set, geometry);
    GEOSGeom_destroy_r(hzp_geos(), geometry);
    GEOSWKTReader_destroy_r(hzp_geos(), reader);
}

static HzpPolygonSet *one_polygon(const char *wkt)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    add_wkt(set, wkt);
    return set;
}

/* ---- random scenes ---- */

typedef struct {
    double values[COLUMNS * ROWS];
    HzpPolygonSet *regions;
    HzpPolygonSet *zones;
    uint32_t groups[12];
    Cells cells;
} Scene;

static void add_star(HzpPolygonSet *set, uint64_t *seed, double largest)
{
    double px[40];
    double py[40];
    size_t n = 3 + (size_t)(test_random(seed) * 30);
    double x = test_random(seed) * COLUMNS;
    double y = test_random(seed) * ROWS;
    for (size_t i = 0; i < n; i++) {
        double radius = largest * (0.2 + 0.8 * test_random(seed));
        px[i] = x + radius * cos(2 * G_PI * (double)i / (double)n);
        py[i] = y + radius * sin(2 * G_PI * (double)i / (double)n);
        if (test_random(seed) < 0.15) px[i] = rint(px[i]);
        if (test_random(seed) < 0.15) py[i] = rint(py[i]);
    }
    hzp_polygon_set_add_ring(set, px, py, n, false);
    hzp_polygon_set_end(set);
}

static void scene_make(Scene *scene, uint64_t seed)
{
    scene->regions = hzp_polygon_set_new();
    scene->zones = hzp_polygon_set_new();
    for (size_t i = 0; i < COLUMNS * ROWS; i++)
        scene->values[i] = test_random(&seed) < 0.3 ? 0 : test_random(&seed) * 100;
    for (int i = 0; i < 8; i++)
        add_star(scene->regions, &seed, 12);
    for (size_t i = 0; i < G_N_ELEMENTS(scene->groups); i++) {
        add_star(scene->zones, &seed, 5);
        scene->groups[i] = 1u | 2u << (i % 2);
    }
    scene->cells = (Cells){planar_grid(COLUMNS, ROWS), scene->values};
}

static void scene_clear(Scene *scene)
{
    hzp_polygon_set_free(scene->regions);
    hzp_polygon_set_free(scene->zones);
    hzp_raster_grid_free(scene->cells.grid);
}

static HzpRasterQuestion question_of(const Scene *scene)
{
    return (HzpRasterQuestion){
        .regions = scene->regions, .zones = scene->zones, .groups = scene->groups, .n_groups = GROUPS, .want_zones = true};
}

static GEOSGeometry *geometry_of(const HzpPolygonSet *set, size_t i)
{
    size_t start = set->ring_start[set->first_ring[i]];
    unsigned n = (unsigned)(set->ring_start[set->first_ring[i] + 1] - start);
    GEOSCoordSequence *points = GEOSCoordSeq_create_r(hzp_geos(), n + 1, 2);
    for (unsigned c = 0; c <= n; c++)
        GEOSCoordSeq_setXY_r(hzp_geos(), points, c, set->x[start + c % n], set->y[start + c % n]);
    GEOSGeometry *polygon = GEOSGeom_createPolygon_r(hzp_geos(), GEOSGeom_createLinearRing_r(hzp_geos(), points), NULL, 0);
    GEOSGeometry *valid = GEOSMakeValid_r(hzp_geos(), polygon);
    GEOSGeom_destroy_r(hzp_geos(), polygon);
    return valid;
}

static bool is_simple(const HzpPolygonSet *set)
{
    for (size_t i = 0; i < set->n; i++) {
        GEOSGeometry *geometry = geometry_of(set, i);
        bool polygon = GEOSGeomTypeId_r(hzp_geos(), geometry) == GEOS_POLYGON;
        double area = 0;
        GEOSArea_r(hzp_geos(), geometry, &area);
        bool same = polygon && fabs(area - hzp_polygon_set_area(set, i)) < 1e-9;
        GEOSGeom_destroy_r(hzp_geos(), geometry);
        if (!same) return false;
    }
    return true;
}

/* What GEOS makes of it: the union of a group's zones. */
static GEOSGeometry *union_of(const Scene *scene, int group)
{
    GEOSGeometry *all = GEOSGeom_createEmptyPolygon_r(hzp_geos());
    for (size_t i = 0; i < scene->zones->n; i++) {
        if (!(scene->groups[i] >> group & 1)) continue;
        GEOSGeometry *zone = geometry_of(scene->zones, i);
        GEOSGeometry *more = GEOSUnion_r(hzp_geos(), all, zone);
        GEOSGeom_destroy_r(hzp_geos(), all);
        GEOSGeom_destroy_r(hzp_geos(), zone);
        all = more;
    }
    return all;
}

/* The sum over cells of value × area of the cell's intersection, by GEOS. */
static double people_by_geos(const Scene *scene, const GEOSGeometry *geometry)
{
    double sum = 0;
    for (size_t cell = 0; cell < COLUMNS * ROWS; cell++) {
        double x = (double)(cell % COLUMNS);
        double y = (double)(cell / COLUMNS);
        GEOSGeometry *square = GEOSGeom_createRectangle_r(hzp_geos(), x, y, x + 1, y + 1);
        if (scene->values[cell] > 0 && GEOSIntersects_r(hzp_geos(), geometry, square)) {
            double area = 0;
            GEOSGeometry *common = GEOSIntersection_r(hzp_geos(), geometry, square);
            GEOSArea_r(hzp_geos(), common, &area);
            sum += area * scene->values[cell];
            GEOSGeom_destroy_r(hzp_geos(), common);
        }
        GEOSGeom_destroy_r(hzp_geos(), square);
    }
    return sum;
}

static void check_scene(const Scene *scene, const HzpRasterResult *result)
{
    for (int g = -1; g < GROUPS; g++) {
        GEOSGeometry *zones = g < 0 ? NULL : union_of(scene, g);
        for (size_t r = 0; r < scene->regions->n; r++) {
            GEOSGeometry *region = geometry_of(scene->regions, r);
            GEOSGeometry *asked = zones ? GEOSIntersection_r(hzp_geos(), region, zones) : NULL;
            const HzpRasterSum *sum = zones ? &result->exposed[r * GROUPS + (size_t)g] : &result->region[r];
            double people = people_by_geos(scene, asked ? asked : region);
            double area = 0;
            GEOSArea_r(hzp_geos(), asked ? asked : region, &area);
            test_close_to(hzp_exact_sum_value(&sum->people), people, 1e-9);
            test_close_to(hzp_exact_sum_value(&sum->area) * 1e6, area, 1e-11);
            if (asked) GEOSGeom_destroy_r(hzp_geos(), asked);
            GEOSGeom_destroy_r(hzp_geos(), region);
        }
        if (zones) GEOSGeom_destroy_r(hzp_geos(), zones);
    }
    for (size_t z = 0; z < scene->zones->n; z++) {
        GEOSGeometry *zone = geometry_of(scene->zones, z);
        test_close_to(hzp_exact_sum_value(&result->zone[z].people), people_by_geos(scene, zone), 1e-9);
        GEOSGeom_destroy_r(hzp_geos(), zone);
    }
}

static void test_raster_exposure__agrees_with_geos_in_random_scenes(void **state)
{
    (void)state;
    int taken = 0;
    for (uint64_t seed = 1; taken < 6; seed++) {
        Scene scene;
        scene_make(&scene, seed * 7919);
        if (is_simple(scene.regions) && is_simple(scene.zones)) {
            HzpRasterReader reader = reader_of(&scene.cells);
            HzpRasterQuestion question = question_of(&scene);
            HzpRasterResult *result = computed(&reader, &question, 2);
            check_scene(&scene, result);
            hzp_raster_result_free(result);
            taken++;
        }
        scene_clear(&scene);
    }
}

static bool same_sums(const HzpRasterSum *a, const HzpRasterSum *b)
{
    return hzp_exact_sum_value(&a->people) == hzp_exact_sum_value(&b->people) &&
           hzp_exact_sum_value(&a->area) == hzp_exact_sum_value(&b->area) &&
           hzp_exact_sum_value(&a->missing) == hzp_exact_sum_value(&b->missing);
}

static void test_raster_exposure__does_not_depend_on_threads(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        Scene scene;
        scene_make(&scene, seed);
        scene.cells.grid->window_columns = 7;
        scene.cells.grid->window_rows = 5;
        HzpRasterReader reader = reader_of(&scene.cells);
        HzpRasterQuestion question = question_of(&scene);
        HzpRasterResult *one = computed(&reader, &question, 1);
        for (int threads = 2; threads <= 8; threads += 6) {
            HzpRasterResult *several = computed(&reader, &question, threads);
            for (size_t i = 0; i < scene.regions->n; i++)
                assert_true(same_sums(&one->region[i], &several->region[i]));
            for (size_t i = 0; i < scene.regions->n * GROUPS; i++)
                assert_true(same_sums(&one->exposed[i], &several->exposed[i]));
            for (size_t i = 0; i < scene.zones->n; i++)
                assert_true(same_sums(&one->zone[i], &several->zone[i]));
            hzp_raster_result_free(several);
        }
        hzp_raster_result_free(one);
        scene_clear(&scene);
    }
}

static void test_raster_exposure__does_not_depend_on_the_order_of_zones(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        Scene scene;
        scene_make(&scene, seed);
        HzpRasterReader reader = reader_of(&scene.cells);
        HzpRasterQuestion question = question_of(&scene);
        HzpRasterResult *forwards = computed(&reader, &question, 2);
        HzpPolygonSet *turned = hzp_polygon_set_new();
        uint32_t groups[G_N_ELEMENTS(scene.groups)];
        for (size_t i = scene.zones->n; i-- > 0;) {
            groups[turned->n] = scene.groups[i];
            hzp_polygon_set_add_copy(turned, scene.zones, i);
        }
        question.zones = turned;
        question.groups = groups;
        HzpRasterResult *backwards = computed(&reader, &question, 2);
        for (size_t i = 0; i < scene.regions->n * GROUPS; i++)
            assert_true(same_sums(&forwards->exposed[i], &backwards->exposed[i]));
        hzp_raster_result_free(forwards);
        hzp_raster_result_free(backwards);
        hzp_polygon_set_free(turned);
        scene_clear(&scene);
    }
}

static void test_raster_exposure__gives_the_same_in_windows_of_any_size(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{COLUMNS, 1}, {1, 1}, {7, 3}, {COLUMNS, 11}, {3, ROWS}};
    Scene scene;
    scene_make(&scene, 5);
    for (size_t i = 0; i < 200; i++)
        scene.values[i * 6] = NAN;
    HzpRasterReader reader = reader_of(&scene.cells);
    HzpRasterQuestion question = question_of(&scene);
    HzpRasterResult *whole = computed(&reader, &question, 1);
    for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
        scene.cells.grid->window_columns = sizes[s][0];
        scene.cells.grid->window_rows = sizes[s][1];
        HzpRasterResult *parts = computed(&reader, &question, 2);
        for (size_t i = 0; i < scene.regions->n * GROUPS; i++) {
            double people = hzp_exact_sum_value(&whole->exposed[i].people);
            test_close_to(hzp_exact_sum_value(&parts->exposed[i].people), people, 1e-12 * (people + 1));
            test_close_to(hzp_exact_sum_value(&parts->exposed[i].missing) * 1e6,
                          hzp_exact_sum_value(&whole->exposed[i].missing) * 1e6, 1e-11);
        }
        hzp_raster_result_free(parts);
    }
    hzp_raster_result_free(whole);
    scene_clear(&scene);
}

/* A band is 512 rows: a region over several of them is cut, and so are the zones in it. */
static void test_raster_exposure__adds_up_over_bands(void **state)
{
    (void)state;
    Cells cells = {planar_grid(4, 1500), NULL};
    double *values = g_new(double, 4 * 1500);
    for (size_t i = 0; i < 4 * 1500; i++)
        values[i] = 2;
    cells.values = values;
    HzpRasterReader reader = reader_of(&cells);
    HzpPolygonSet *regions = one_polygon("POLYGON ((0 100, 4 100, 4 1400, 2 1400, 2 512, 1 512, 1 1024, 0 1024, 0 100))");
    HzpPolygonSet *zones = one_polygon("POLYGON ((-1 500, 5 500, 5 1100, -1 1100, -1 500))");
    add_wkt(zones, "POLYGON ((0 1024, 4 1024, 4 1200, 0 1200, 0 1024))");
    const HzpRasterQuestion question = {.regions = regions, .zones = zones, .n_groups = 1};
    HzpRasterResult *result = computed(&reader, &question, 2);
    /* Rows 100-512 four wide, 512-1024 three, 1024-1400 two; of these 500-1200 lie in the zones. */
    test_close_to(hzp_raster_sum_people(&result->region[0]), 2 * (412 * 4 + 512 * 3 + 376 * 2), 1e-9);
    test_close_to(hzp_raster_sum_people(&result->exposed[0]), 2 * (12 * 4 + 512 * 3 + 176 * 2), 1e-9);
    hzp_raster_result_free(result);
    hzp_polygon_set_free(regions);
    hzp_polygon_set_free(zones);
    hzp_raster_grid_free(cells.grid);
    g_free(values);
}

/* ---- what has no figure ---- */

static void test_raster_exposure__keeps_missing_apart_from_zero(void **state)
{
    (void)state;
    const double values[12] = {1, 2, 0, 0, NAN, -9999, 0, 0, NAN, INFINITY, 5e9, 3};
    Cells cells = {planar_grid(4, 3), values};
    HzpRasterReader reader = reader_of(&cells);
    HzpPolygonSet *regions = one_polygon("POLYGON ((0 0, 2 0, 2 3, 0 3, 0 0))"); /* 2 cells of 6 */
    add_wkt(regions, "POLYGON ((0 1, 2 1, 2 3, 0 3, 0 1))");                     /* none */
    add_wkt(regions, "POLYGON ((2 0, 4 0, 4 2, 2 2, 2 0))");                     /* zeros */
    add_wkt(regions, "POLYGON ((3 2, 5 2, 5 4, 3 4, 3 2))");                     /* a quarter lies in the raster */
    add_wkt(regions, "POLYGON ((9 9, 10 9, 10 10, 9 10, 9 9))");
    add_wkt(regions, "POLYGON ((-3 -2, 7 -2, 7 5, -3 5, -3 -2))"); /* around all of it */
    hzp_polygon_set_add_empty(regions);
    const HzpRasterQuestion question = {.regions = regions};
    HzpRasterResult *result = computed(&reader, &question, 2);
    static const double people[7] = {3, NAN, 0, 3, NAN, 6, 0};
    static const double missing[7] = {4.0 / 6, 1, 0, 0.75, 1, (70 - 12 + 5) / 70.0, NAN};
    for (size_t i = 0; i < 7; i++) {
        double found = hzp_raster_sum_people(&result->region[i]);
        double share = hzp_raster_sum_missing_share(&result->region[i]);
        assert_int_equal(isnan(found), isnan(people[i]));
        assert_int_equal(isnan(share), isnan(missing[i]));
        if (!isnan(found)) test_close_to(found, people[i], 1e-12);
        if (!isnan(share)) test_close_to(share, missing[i], 1e-12);
    }
    assert_int_equal(result->beyond_largest, 2);
    assert_null(result->exposed[0].people.terms ? result : NULL);
    hzp_raster_result_free(result);
    hzp_polygon_set_free(regions);
    hzp_raster_grid_free(cells.grid);
}

/* ---- geographic rasters ---- */

typedef struct {
    double people;
    double km2;
    double share;
} World;

/* One person per km² all over the world: people are km². `to_grid` NULL: the polygon is in degrees. */
static World in_the_world(const char *wkt, const char *crs)
{
    HzpRasterGrid *grid = world_grid();
    g_autofree double *values = g_new(double, grid->columns * grid->rows);
    for (size_t i = 0; i < grid->columns * grid->rows; i++)
        values[i] = 1;
    Cells cells = {grid, values};
    HzpRasterReader reader = reader_of(&cells);
    reader.density = true;
    HzpTransform *to_degrees = NULL;
    if (crs) assert_int_equal(hzp_transform_new(crs, "EPSG:4490", &to_degrees), HZP_OK);
    HzpPolygonSet *set = one_polygon(wkt);
    HzpPolygonSet *placed = NULL;
    assert_int_equal(hzp_raster_grid_place(grid, set, to_degrees, &placed), HZP_OK);
    const HzpRasterQuestion question = {.regions = placed};
    HzpRasterResult *result = computed(&reader, &question, 2);
    World world = {hzp_raster_sum_people(&result->region[0]), hzp_exact_sum_value(&result->region[0].area),
                   hzp_raster_sum_missing_share(&result->region[0])};
    hzp_raster_result_free(result);
    hzp_polygon_set_free(set);
    hzp_polygon_set_free(placed);
    hzp_transform_free(to_degrees);
    hzp_raster_grid_free(grid);
    return world;
}

/* Between two parallels and two meridians, by GeographicLib: geodesics between points so close that they follow a parallel.
 */
static double km2_by_geodesics(double west, double south, double east, double north)
{
    enum { POINTS = 20000 };
    struct geod_geodesic geodesic;
    struct geod_polygon polygon;
    double area = 0;
    geod_init(&geodesic, 6378137, 1 / 298.257222101);
    geod_polygon_init(&polygon, 0);
    for (int i = 0; i <= POINTS; i++)
        geod_polygon_addpoint(&geodesic, &polygon, south, west + (east - west) * i / POINTS);
    for (int i = POINTS; i >= 0; i--)
        geod_polygon_addpoint(&geodesic, &polygon, north, west + (east - west) * i / POINTS);
    geod_polygon_compute(&geodesic, &polygon, 0, 1, &area, NULL);
    return area / 1e6;
}

static void test_raster_exposure__knows_the_true_area_of_cells(void **state)
{
    (void)state;
    /* GRS 80: 510 065 621.7 km² (Moritz 2000, J. Geodesy 74, surface of the ellipsoid). */
    World world = in_the_world("POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))", NULL);
    test_close_to(world.people, 510065621.7, 0.1);
    test_close_to(world.share, 0, 1e-12);
    static const double boxes[][4] = {{110, 35, 111, 36}, {-20, 80, 7, 81}, {0, 88, 90, 89}, {100, -1, 130, 1}};
    for (size_t i = 0; i < G_N_ELEMENTS(boxes); i++) {
        const double *b = boxes[i];
        g_autofree char *wkt = g_strdup_printf("POLYGON ((%g %g, %g %g, %g %g, %g %g, %g %g))", b[0], b[1], b[2], b[1], b[2],
                                               b[3], b[0], b[3], b[0], b[1]);
        double expected = km2_by_geodesics(b[0], b[1], b[2], b[3]);
        test_close_to(in_the_world(wkt, NULL).people / expected, 1, 1e-8);
    }
}

static void test_raster_exposure__goes_across_the_antimeridian(void **state)
{
    (void)state;
    double expected = km2_by_geodesics(178, 60, 182, 62);
    World east = in_the_world("POLYGON ((178 60, 182 60, 182 62, 178 62, 178 60))", NULL);
    World west = in_the_world("POLYGON ((-182 60, -178 60, -178 62, -182 62, -182 60))", NULL);
    World parts =
        in_the_world("MULTIPOLYGON (((178 60, 180 60, 180 62, 178 62, 178 60)), ((-180 60, -178 60, -178 62, -180 62, "
                     "-180 60)))",
                     NULL);
    test_close_to(east.people / expected, 1, 1e-8);
    test_close_to(west.people / expected, 1, 1e-8);
    test_close_to(parts.people / expected, 1, 1e-8);
    test_close_to(east.share, 0, 1e-12);
    /* A square around (180, 0) in an equal-area projection keeps its area; its edges, 4000 km in all, bend, and are followed
     * within a tenth of a cell, 11 km. */
    World turned = in_the_world("POLYGON ((-500000 -500000, 500000 -500000, 500000 500000, -500000 500000, -500000 -500000))",
                                "+proj=laea +lat_0=0 +lon_0=180 +ellps=GRS80 +units=m +no_defs +type=crs");
    test_close_to(turned.people, 1e6, 4000 * 11.1 * 2 / 3);
    test_close_to(turned.share, 0, 1e-9);
}

static void test_raster_exposure__goes_around_a_pole(void **state)
{
    (void)state;
    GString *wkt = g_string_new("POLYGON ((");
    for (int i = 0; i <= 360; i++)
        g_string_append_printf(wkt, "%s%.6f %.6f", i ? ", " : "", 1e6 * cos(i % 360 * G_PI / 180),
                               1e6 * sin(i % 360 * G_PI / 180));
    g_string_append(wkt, "))");
    World north = in_the_world(wkt->str, "+proj=laea +lat_0=90 +lon_0=0 +ellps=GRS80 +units=m +no_defs +type=crs");
    World south = in_the_world(wkt->str, "+proj=laea +lat_0=-90 +lon_0=0 +ellps=GRS80 +units=m +no_defs +type=crs");
    double expected = 0.5 * 360 * sin(G_PI / 180) * 1e6; /* km² of the 360-gon */
    /* Shares of a cell are counted in degrees, and a row of one degree narrows by a tenth up here. */
    test_close_to(north.people / expected, 1, 2e-3);
    test_close_to(south.people / expected, 1, 2e-3);
    g_string_free(wkt, TRUE);
}

/* A long edge along a parallel of EPSG:4490 is no straight line in an equal-area projection. */
static void test_raster_exposure__bends_edges_as_the_projection_does(void **state)
{
    (void)state;
    static const double to_map[6] = {-2000000, 1000, 0, 2000000, 0, -1000};
    static const char *const laea = "+proj=laea +lat_0=35 +lon_0=110 +ellps=GRS80 +units=m +no_defs +type=crs";
    const HzpCrsFacts facts = {.geographic = false, .semi_major_m = 6378137, .inverse_flattening = 298.257222101};
    HzpRasterGrid *grid = hzp_raster_grid_new(4000, 4000, to_map, &facts, 1);
    HzpTransform *to_laea = NULL;
    assert_int_equal(hzp_transform_new("EPSG:4490", laea, &to_laea), HZP_OK);
    HzpPolygonSet *set = one_polygon("POLYGON ((100 30, 120 30, 120 40, 100 40, 100 30))");
    HzpPolygonSet *placed = NULL;
    assert_int_equal(hzp_raster_grid_place(grid, set, to_laea, &placed), HZP_OK);
    /* The projection keeps areas, and a cell is 1 km²; an edge off by a tenth of a cell moves 0.1 km² for each km. */
    double perimeter_km = 2 * 1113 + 1929 + 1708;
    test_close_to(hzp_polygon_set_area(placed, 0), km2_by_geodesics(100, 30, 120, 40), perimeter_km * 0.1 * 2 / 3);
    assert_true(placed->n_corners > 40 && placed->n_corners < 400);
    hzp_polygon_set_free(set);
    hzp_polygon_set_free(placed);
    hzp_transform_free(to_laea);
    hzp_raster_grid_free(grid);
}

static void stop_at_once(const char *phase, double done, double total, void *user)
{
    (void)phase;
    (void)done;
    (void)total;
    hzp_run_cancel(user);
}

static void test_raster_exposure__stops_when_asked(void **state)
{
    (void)state;
    Scene scene;
    scene_make(&scene, 3);
    HzpRasterReader reader = reader_of(&scene.cells);
    HzpRasterQuestion question = question_of(&scene);
    HzpRasterResult *result = NULL;
    HzpRun *run = hzp_run_new();
    hzp_run_set_progress(run, stop_at_once, run);
    assert_int_equal(hzp_raster_exposure_compute(run, &reader, &question, &result), HZP_E_CANCELLED);
    assert_null(result);
    hzp_run_free(run);
    scene_clear(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raster_exposure__agrees_with_geos_in_random_scenes),
        cmocka_unit_test(test_raster_exposure__does_not_depend_on_threads),
        cmocka_unit_test(test_raster_exposure__does_not_depend_on_the_order_of_zones),
        cmocka_unit_test(test_raster_exposure__gives_the_same_in_windows_of_any_size),
        cmocka_unit_test(test_raster_exposure__adds_up_over_bands),
        cmocka_unit_test(test_raster_exposure__keeps_missing_apart_from_zero),
        cmocka_unit_test(test_raster_exposure__knows_the_true_area_of_cells),
        cmocka_unit_test(test_raster_exposure__goes_across_the_antimeridian),
        cmocka_unit_test(test_raster_exposure__goes_around_a_pole),
        cmocka_unit_test(test_raster_exposure__bends_edges_as_the_projection_does),
        cmocka_unit_test(test_raster_exposure__stops_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
