/* The engine's distances on the ellipsoid, anywhere on Earth: against PROJ's geodesic distance of every pair. Units lie about
 * hazard points, many of them within a nanometre to a metre of a circle; at the antimeridian, in high latitudes, about a
 * pole. */
#include "support.h"

#include <geodesic.h>

#include "exposure/exposure.h"
#include "geo/geodesic.h"

enum { UNITS = 300, ZONES = 40, PLACES = 8 };

static const HzpCrsFacts CGCS2000 = {.geographic = true, .semi_major_m = 6378137, .inverse_flattening = 298.257222101};

typedef struct {
    double lon;
    double lat;
    double spread_m; /* of the layer */
} Place;

static const Place places[PLACES] = {{112.8, 35.5, 2e4}, {104, 35, 2.5e6}, {180, 0, 1e5},     {-179.99, -20, 3e5},
                                     {179.5, 71, 2e5},   {30, 89.9, 1e5},  {-60, -89.5, 5e5}, {87, 52, 1e6}};

typedef struct {
    double unit_lon[UNITS], unit_lat[UNITS], unit_x[UNITS], unit_y[UNITS], people[UNITS];
    double zone_lon[ZONES], zone_lat[ZONES], zone_x[ZONES], zone_y[ZONES], radius[ZONES];
    uint32_t groups[ZONES];
} Layer;

static void random_layer(uint64_t *random, const Place *place, Layer *layer)
{
    struct geod_geodesic earth;
    geod_init(&earth, CGCS2000.semi_major_m, 1 / CGCS2000.inverse_flattening);
    for (int z = 0; z < ZONES; z++) {
        double away = place->spread_m * sqrt(test_random(random));
        geod_direct(&earth, place->lat, place->lon, 360 * test_random(random), away, &layer->zone_lat[z], &layer->zone_lon[z],
                    NULL);
        layer->radius[z] = pow(10, 1 + 4 * test_random(random));
        layer->groups[z] = 1;
    }
    for (int u = 0; u < UNITS; u++) {
        int z = u % ZONES;
        double off = pow(10, -9 + 9 * test_random(random)) * (test_random(random) < 0.5 ? -1 : 1);
        double away = u % 3 == 0 ? 3 * layer->radius[z] * test_random(random) : fabs(layer->radius[z] + off);
        geod_direct(&earth, layer->zone_lat[z], layer->zone_lon[z], 360 * test_random(random), away, &layer->unit_lat[u],
                    &layer->unit_lon[u], NULL);
        layer->people[u] = 1 + u;
        /* longitudes from 0 to 360 are the same places */
        if (u % 5 == 0 && layer->unit_lon[u] < 0) layer->unit_lon[u] += 360;
    }
}

static void project(const Place *place, Layer *layer)
{
    HzpTransform *transform = NULL;
    g_autofree char *planar = hzp_crs_equal_area(&CGCS2000, place->lon, place->lat);
    g_autofree char *degrees = hzp_crs_geographic(&CGCS2000);
    assert_int_equal(hzp_transform_new(degrees, planar, &transform), HZP_OK);
    memcpy(layer->unit_x, layer->unit_lon, sizeof layer->unit_x);
    memcpy(layer->unit_y, layer->unit_lat, sizeof layer->unit_y);
    memcpy(layer->zone_x, layer->zone_lon, sizeof layer->zone_x);
    memcpy(layer->zone_y, layer->zone_lat, sizeof layer->zone_y);
    assert_int_equal(hzp_transform_forward(transform, layer->unit_x, layer->unit_y, 1, UNITS), 0);
    assert_int_equal(hzp_transform_forward(transform, layer->zone_x, layer->zone_y, 1, ZONES), 0);
    hzp_transform_free(transform);
}

static HzpExposureResult *exposure(const Layer *layer, double factor, int threads)
{
    HzpExposureUnits units = {.n = UNITS,
                              .at = {layer->unit_x, layer->unit_y, layer->unit_lon, layer->unit_lat},
                              .people = layer->people,
                              .n_regions = 1};
    HzpExposureZones zones = {.n = ZONES,
                              .at = {layer->zone_x, layer->zone_y, layer->zone_lon, layer->zone_lat},
                              .radius_m = layer->radius,
                              .groups = layer->groups,
                              .n_groups = 1};
    HzpExposureQuestion question = {
        .units = &units, .zones = &zones, .ellipsoid = &CGCS2000, .radius_factor = factor, .want_pairs = true};
    HzpExposureResult *result = NULL;
    HzpRun *run = hzp_run_new();
    hzp_run_set_threads(run, threads);
    assert_int_equal(hzp_exposure_compute(run, &question, &result), HZP_OK);
    hzp_run_free(run);
    return result;
}

/* Returns how many pairs were exposed. */
static size_t check(const Layer *layer, double factor, const HzpExposureResult *result)
{
    size_t next = 0;
    double people = 0;
    for (size_t u = 0; u < UNITS; u++) {
        bool exposed = false;
        for (size_t z = 0; z < ZONES; z++) {
            double metres = hzp_geodesic_distance_m(&CGCS2000, layer->zone_lon[z], layer->zone_lat[z], layer->unit_lon[u],
                                                    layer->unit_lat[u], NULL);
            if (metres > layer->radius[z] * factor) continue;
            if (next >= result->n_pairs || result->pairs[next].unit != u || result->pairs[next].zone != z)
                fail_msg("unit %zu at %.17g %.17g is %.17g m from zone %zu of %.17g m", u, layer->unit_lon[u],
                         layer->unit_lat[u], metres, z, layer->radius[z] * factor);
            next++;
            exposed = true;
        }
        if (exposed) people += layer->people[u];
    }
    assert_int_equal(next, result->n_pairs);
    assert_true(hzp_exact_sum_value(&result->region[0].people) == people);
    return next;
}

static void test_exposure__is_decided_by_geodesic_distance_anywhere(void **state)
{
    (void)state;
    uint64_t random = 7001;
    size_t pairs = 0;
    enum { LAYERS = 6 * PLACES };
    for (int i = 0; i < LAYERS; i++) {
        const Place *place = &places[i % PLACES];
        static const double factors[] = {1, 0.5, 2};
        double factor = factors[i / PLACES % 3];
        Layer layer;
        random_layer(&random, place, &layer);
        project(place, &layer);
        for (int z = 0; z < ZONES; z++)
            layer.radius[z] /= factor; /* a power of two: the product is the radius again */
        HzpExposureResult *result = exposure(&layer, factor, 1 + i % 3);
        pairs += check(&layer, factor, result);
        hzp_exposure_result_free(result);
    }
    print_message("             %d pairs, %zu of them exposed\n", LAYERS * UNITS * ZONES, pairs);
    assert_true(pairs > LAYERS * UNITS / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exposure__is_decided_by_geodesic_distance_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
