/* Villages as polygons, and a raster of the same density, agree as cells shrink. */
#include "random_raster.h"

#include "exposure/exposure.h"

enum { MOST_ZONES = 5 };

enum { PIECES = 8, LEVELS = 5, SQUARE = 128 };

/* A square cut along three lines: villages, each with its own density. */
static size_t random_villages(uint64_t *random, GEOSGeometry **pieces)
{
    size_t n = 1;
    pieces[0] = box_of(0, 0, SQUARE, SQUARE);
    for (int line = 0; line < 3; line++) {
        double angle = test_random(random) * 2 * G_PI;
        double across = 1000 * cos(angle);
        double up = 1000 * sin(angle);
        double x = random_between(random, 30, 98);
        double y = random_between(random, 30, 98);
        double side_x[] = {x - across, x + across, x + across - up, x - across - up};
        double side_y[] = {y - up, y + up, y + up + across, y - up + across};
        GEOSGeometry *side = polygon_of(side_x, side_y, 4);
        size_t before = n;
        for (size_t i = 0; i < before; i++) {
            GEOSGeometry *one = common_part(pieces[i], side);
            GEOSGeometry *other = GEOSDifference_r(hzp_geos(), pieces[i], side);
            if (area_of(one) > 1 && area_of(other) > 1) {
                hzp_geometry_free(pieces[i]);
                pieces[i] = one;
                pieces[n++] = other;
            } else {
                hzp_geometry_free(one);
                hzp_geometry_free(other);
            }
        }
        hzp_geometry_free(side);
    }
    return n;
}

static double people_by_polygons(GEOSGeometry *const *pieces, const double *density, size_t n, const HzpPolygonSet *zones)
{
    double people[PIECES];
    double nowhere[PIECES + MOST_ZONES];
    HzpPolygonSet *set = hzp_polygon_set_new();
    for (size_t i = 0; i < n; i++) {
        hzp_polygon_set_add(set, pieces[i]);
        people[i] = density[i] * area_of(pieces[i]);
    }
    for (size_t i = 0; i < PIECES + MOST_ZONES; i++)
        nowhere[i] = NAN;
    HzpExposureUnits units = {
        .n = n, .at = {nowhere, nowhere, NULL, NULL}, .polygons = set, .people = people, .n_regions = 1};
    HzpExposureZones areas = {
        .n = zones->n, .at = {nowhere, nowhere, NULL, NULL}, .radius_m = nowhere, .polygons = zones, .n_groups = 1};
    uint32_t groups[MOST_ZONES] = {1, 1, 1, 1, 1};
    areas.groups = groups;
    HzpExposureQuestion question = {.units = &units, .zones = &areas, .radius_factor = 1, .circle_corners = 32};
    HzpExposureResult *result = NULL;
    HzpRun *run = hzp_run_new();
    assert_int_equal(hzp_exposure_compute(run, &question, &result), HZP_OK);
    double sum = hzp_exact_sum_value(&result->region[0].people);
    hzp_exposure_result_free(result);
    hzp_run_free(run);
    hzp_polygon_set_free(set);
    return sum;
}

/* The raster of a cell size gives each cell the density in its middle. */
static double people_by_raster(GEOSGeometry *const *pieces, const double *density, size_t n, GEOSGeometry *const *zones,
                               size_t n_zones, size_t cells)
{
    static const HzpCrsFacts metres = {.semi_major_m = 6378137, .inverse_flattening = 298.257222101};
    double size = SQUARE / (double)cells;
    const double to_map[] = {0, size, 0, 0, 0, size};
    Raster raster = {hzp_raster_grid_new(cells, cells, to_map, &metres, 1), g_new0(double, cells *cells), false};
    HzpPolygonSet *villages = hzp_polygon_set_new();
    for (size_t i = 0; i < n; i++)
        hzp_polygon_set_add(villages, pieces[i]);
    for (size_t cell = 0; cell < cells * cells; cell++) {
        double x = ((double)(cell % cells) + 0.5) * size;
        double y = ((double)(cell / cells) + 0.5) * size;
        for (size_t i = 0; i < n && raster.values[cell] == 0; i++)
            if (hzp_polygon_set_covers(villages, i, x, y)) raster.values[cell] = density[i] * size * size;
    }
    GEOSGeometry *all = box_of(0, 0, (double)cells, (double)cells);
    HzpPolygonSet *region = hzp_polygon_set_new();
    HzpPolygonSet *placed = hzp_polygon_set_new();
    hzp_polygon_set_add(region, all);
    for (size_t i = 0; i < n_zones; i++) {
        GEOSGeometry *in_cells = moved(zones[i], 1 / size, 0, 0);
        hzp_polygon_set_add(placed, in_cells);
        hzp_geometry_free(in_cells);
    }
    HzpRasterQuestion question = {.regions = region, .zones = placed, .n_groups = 1};
    HzpRasterResult *result = raster_sums(&raster, &question, 1);
    double people = hzp_exact_sum_value(&result->exposed[0].people);
    hzp_raster_result_free(result);
    hzp_polygon_set_free(region);
    hzp_polygon_set_free(placed);
    hzp_polygon_set_free(villages);
    hzp_geometry_free(all);
    raster_free(&raster);
    return people;
}

/* Length of the lines between villages. */
static double length_between(GEOSGeometry *const *pieces, size_t n)
{
    double sum = -4 * SQUARE;
    for (size_t i = 0; i < n; i++) {
        double length = 0;
        GEOSLength_r(hzp_geos(), pieces[i], &length);
        sum += length;
    }
    return sum / 2;
}

/* What has the wrong density lies within half a cell's diagonal of a line between villages: that bounds the error by √2 ·
 * cell · length · density, and halving cells halves it. */
static void test_raster__approaches_polygons_as_cells_shrink(void **state)
{
    (void)state;
    uint64_t random = 6004;
    const int cases = TEST_CASES(40);
    double error[LEVELS] = {0};
    for (int i = 0; i < cases; i++) {
        GEOSGeometry *pieces[PIECES];
        GEOSGeometry *zones[MOST_ZONES];
        double density[PIECES];
        HzpPolygonSet *zone_set = hzp_polygon_set_new();
        size_t n = random_villages(&random, pieces);
        for (size_t p = 0; p < n; p++)
            density[p] = random_between(&random, 1, 100);
        for (size_t z = 0; z < MOST_ZONES; z++) {
            zones[z] = random_shape_on_cells(&random, SQUARE, SQUARE);
            hzp_polygon_set_add(zone_set, zones[z]);
        }
        double exact = people_by_polygons(pieces, density, n, zone_set);
        for (int level = 0; level < LEVELS; level++) {
            size_t cells = (size_t)8 << level;
            double off = fabs(people_by_raster(pieces, density, n, zones, MOST_ZONES, cells) - exact);
            assert_true(off <= sqrt(2) * SQUARE / (double)cells * length_between(pieces, n) * 100 + 1e-6);
            error[level] += off / cases;
        }
        for (size_t p = 0; p < n; p++)
            hzp_geometry_free(pieces[p]);
        for (size_t z = 0; z < MOST_ZONES; z++)
            hzp_geometry_free(zones[z]);
        hzp_polygon_set_free(zone_set);
    }
    for (int level = 0; level < LEVELS; level++) {
        print_message("             %d cells a side: off by %.0f people on average\n", 8 << level, error[level]);
        if (level > 0) assert_true(error[level] < 0.7 * error[level - 1]);
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
        cmocka_unit_test(test_raster__approaches_polygons_as_cells_shrink),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
