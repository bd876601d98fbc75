/* Rasters in degrees: true areas, the antimeridian, the poles. */
#include "random_raster.h"

static const HzpCrsFacts WGS84 = {.geographic = true, .semi_major_m = 6378137, .inverse_flattening = 298.257223563};

/* Area in km² between two parallels over some degrees of longitude: the closed form for the ellipsoid (Snyder 1987, 3-12). */
static double zone_km2(double south, double north, double degrees)
{
    double f = 1 / WGS84.inverse_flattening;
    double e = sqrt(f * (2 - f));
    double b = WGS84.semi_major_m / 1000 * (1 - f);
    double q[2];
    for (int i = 0; i < 2; i++) {
        double s = sin((i ? north : south) * G_PI / 180);
        q[i] = s / (1 - e * e * s * s) + log((1 + e * s) / (1 - e * s)) / (2 * e);
    }
    return b * b / 2 * (q[1] - q[0]) * degrees * G_PI / 180;
}

/* People of a shape in degrees on a raster with 3 people per km² everywhere. */
static double people_on_globe(const double to_map[6], size_t columns, size_t rows, GEOSGeometry *shape, double *missing_share)
{
    Raster raster = {hzp_raster_grid_new(columns, rows, to_map, &WGS84, 1), g_new(double, columns *rows), true};
    raster.grid->window_columns = 7;
    raster.grid->window_rows = 5;
    for (size_t i = 0; i < columns * rows; i++)
        raster.values[i] = 3;
    HzpPolygonSet *set = hzp_polygon_set_new();
    HzpPolygonSet *placed = NULL;
    hzp_polygon_set_add(set, shape);
    hzp_geometry_free(shape);
    assert_int_equal(hzp_raster_grid_place(raster.grid, set, NULL, &placed), HZP_OK);
    HzpRasterQuestion question = {.regions = placed};
    HzpRasterResult *result = raster_sums(&raster, &question, 2);
    double people = hzp_raster_sum_people(&result->region[0]);
    *missing_share = hzp_raster_sum_missing_share(&result->region[0]);
    hzp_raster_result_free(result);
    hzp_polygon_set_free(set);
    hzp_polygon_set_free(placed);
    raster_free(&raster);
    return people;
}

static GEOSGeometry *two_boxes(double west, double south, double east, double north, double west2, double east2)
{
    GEOSGeometry *parts[] = {box_of(west, south, east, north), box_of(west2, south, east2, north)};
    return GEOSGeom_createCollection_r(hzp_geos(), GEOS_MULTIPOLYGON, parts, 2);
}

/* The same 2 × 0.6 degrees in every way that files write them, on rasters that count longitudes in every way. */
static void test_raster__takes_the_antimeridian_in_any_notation(void **state)
{
    (void)state;
    static const double starts[] = {178, -182, -180};
    double expected = 3 * zone_km2(70.5, 71.1, 2);
    int cases = 0;
    for (size_t s = 0; s < G_N_ELEMENTS(starts); s++) {
        const double to_map[] = {starts[s], 0.1, 0, 72, 0, -0.1};
        size_t columns = starts[s] == -180 ? 3600 : 40;
        GEOSGeometry *shapes[] = {box_of(179, 70.5, 181, 71.1), box_of(-181, 70.5, -179, 71.1),
                                  two_boxes(179, 70.5, 180, 71.1, -180, -179), two_boxes(-181, 70.5, -180, 71.1, 180, 181)};
        for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
            double missing = NAN;
            double people = people_on_globe(to_map, columns, 20, shapes[i], &missing);
            near("across the antimeridian", people, expected, expected, 1e-10);
            near("missing", missing, 0, 1, 1e-12);
            cases++;
        }
    }
    say(cases);
}

/* Parallels between rows: within a row, cells count by the fraction of their degrees. */
static void test_raster__has_true_areas_up_to_the_poles(void **state)
{
    (void)state;
    uint64_t random = 6005;
    const double globe[] = {-180, 1, 0, 90, 0, -1};
    const int cases = TEST_CASES(80);
    double missing = NAN;
    /* The Earth: 510 065 621.724 km² (Moritz 2000, Geodetic Reference System 1980: 510 065 621.7, and WGS 84 the same). */
    double people = people_on_globe(globe, 360, 180, box_of(-180, -90, 180, 90), &missing);
    near("the Earth", people, 3 * 510065621.724, people, 1e-11);
    for (int i = 0; i < cases; i++) {
        double south = random_whole(&random, -90, 89);
        double north = i % 5 ? random_whole(&random, (int)south + 1, 90) : 90;
        double west = i % 3 ? random_between(&random, -180, 170) : random_whole(&random, -180, 170);
        double east = random_between(&random, west + 0.01, 180);
        double expected = 3 * zone_km2(south, north, east - west);
        people = people_on_globe(globe, 360, 180, box_of(west, south, east, north), &missing);
        near("between parallels", people, expected, fmax(expected, 100), 1e-9);
        near("missing", missing, 0, 1, 1e-12);
    }
    say(cases + 1);
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
        cmocka_unit_test(test_raster__takes_the_antimeridian_in_any_notation),
        cmocka_unit_test(test_raster__has_true_areas_up_to_the_poles),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
