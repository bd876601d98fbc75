/* Random layers for the exposure engine: units with people, zones, regions; and the same layer in another order. */
#ifndef HZP_TESTS_UNIT_RANDOM_LAYER_H
#define HZP_TESTS_UNIT_RANDOM_LAYER_H

#include "random_polygons.h"

#include "exposure/exposure.h"

enum { LAYER_GROUPS = 8, LAYER_REGIONS = 4, LAYER_CORNERS = 32 };

/* What the layer is made of. */
typedef struct {
    size_t units;
    size_t zones;
    double area_share;    /* of the units that are polygons */
    double polygon_share; /* of the zones that are polygons */
    double extent;        /* side of the square that all lies in, about; polygons of units are some 300 wide */
    bool lattice;         /* whole coordinates and radii: points on circles and edges */
} LayerPlan;

typedef struct {
    size_t n_units;
    size_t n_zones;
    double *unit_x, *unit_y, *people, *households;
    int32_t *region;
    GEOSGeometry **unit_shape; /* NULL for points */
    double *zone_x, *zone_y, *radius;
    GEOSGeometry **zone_shape; /* of circles too */
    uint32_t *groups;
    HzpPolygonSet *unit_set;
    HzpPolygonSet *zone_set;
} Layer;

static inline Layer layer_empty(size_t units, size_t zones)
{
    Layer layer = {.n_units = units, .n_zones = zones};
    layer.unit_x = g_new0(double, units + 1);
    layer.unit_y = g_new0(double, units + 1);
    layer.people = g_new0(double, units + 1);
    layer.households = g_new0(double, units + 1);
    layer.region = g_new0(int32_t, units + 1);
    layer.unit_shape = g_new0(GEOSGeometry *, units + 1);
    layer.zone_x = g_new0(double, zones + 1);
    layer.zone_y = g_new0(double, zones + 1);
    layer.radius = g_new0(double, zones + 1);
    layer.zone_shape = g_new0(GEOSGeometry *, zones + 1);
    layer.groups = g_new0(uint32_t, zones + 1);
    return layer;
}

static inline void layer_free(Layer *layer)
{
    for (size_t i = 0; i < layer->n_units; i++)
        hzp_geometry_free(layer->unit_shape[i]);
    for (size_t i = 0; i < layer->n_zones; i++)
        hzp_geometry_free(layer->zone_shape[i]);
    hzp_polygon_set_free(layer->unit_set);
    hzp_polygon_set_free(layer->zone_set);
    void *const arrays[] = {layer->unit_x, layer->unit_y,     layer->people,     layer->households,
                            layer->region, layer->unit_shape, layer->zone_shape, layer->zone_x,
                            layer->zone_y, layer->radius,     layer->groups};
    for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_free(arrays[i]);
}

static inline double random_place(uint64_t *random, const LayerPlan *plan)
{
    double place = random_between(random, -0.5, 0.5) * plan->extent;
    return plan->lattice ? round(place) : place;
}

static inline void random_unit(uint64_t *random, const LayerPlan *plan, Layer *layer, size_t i)
{
    layer->unit_x[i] = random_place(random, plan);
    layer->unit_y[i] = random_place(random, plan);
    layer->people[i] = test_random(random) < 0.05 ? NAN : random_whole(random, 0, 5000);
    layer->households[i] = test_random(random) < 0.1 ? NAN : random_whole(random, 0, 900);
    layer->region[i] = random_whole(random, -1, LAYER_REGIONS - 1);
    bool is_polygon = test_random(random) < plan->area_share;
    if (is_polygon) {
        double size = 10 * random_whole(random, 4, 30);
        layer->unit_shape[i] = random_shape(random, layer->unit_x[i], layer->unit_y[i], size);
    } else if (test_random(random) < 0.02) {
        layer->unit_x[i] = layer->unit_y[i] = NAN;
    }
}

static inline void random_zone(uint64_t *random, const LayerPlan *plan, Layer *layer, size_t i)
{
    double x = random_place(random, plan);
    double y = random_place(random, plan);
    double size = plan->lattice ? 5 * random_whole(random, 1, 60) : random_between(random, 10, 400);
    layer->groups[i] = 1 | (2u << random_whole(random, 0, 3)) | (32u << random_whole(random, 0, 2));
    if (test_random(random) < plan->polygon_share) {
        layer->zone_shape[i] = random_shape(random, x, y, size);
        layer->radius[i] = layer->zone_x[i] = layer->zone_y[i] = NAN;
    } else {
        layer->zone_shape[i] = drawn_circle(x, y, size, LAYER_CORNERS);
        layer->zone_x[i] = x;
        layer->zone_y[i] = y;
        layer->radius[i] = size;
    }
}

/* The shapes as polygons in arrays; to be called again when shapes were changed. */
static inline void layer_sets(Layer *layer)
{
    hzp_polygon_set_free(layer->unit_set);
    hzp_polygon_set_free(layer->zone_set);
    layer->unit_set = hzp_polygon_set_new();
    layer->zone_set = hzp_polygon_set_new();
    for (size_t i = 0; i < layer->n_units; i++)
        hzp_polygon_set_add(layer->unit_set, layer->unit_shape[i]);
    for (size_t i = 0; i < layer->n_zones; i++)
        hzp_polygon_set_add(layer->zone_set, layer->zone_shape[i]);
}

static inline Layer random_layer(uint64_t *random, const LayerPlan *plan)
{
    Layer layer = layer_empty(plan->units, plan->zones);
    for (size_t i = 0; i < plan->units; i++)
        random_unit(random, plan, &layer, i);
    for (size_t i = 0; i < plan->zones; i++)
        random_zone(random, plan, &layer, i);
    layer_sets(&layer);
    return layer;
}

static inline void take_unit(Layer *to, size_t i, const Layer *from, size_t j)
{
    to->unit_x[i] = from->unit_x[j];
    to->unit_y[i] = from->unit_y[j];
    to->people[i] = from->people[j];
    to->households[i] = from->households[j];
    to->region[i] = from->region[j];
    to->unit_shape[i] = from->unit_shape[j] ? copy_of(from->unit_shape[j]) : NULL;
}

static inline void take_zone(Layer *to, size_t i, const Layer *from, size_t j)
{
    to->zone_x[i] = from->zone_x[j];
    to->zone_y[i] = from->zone_y[j];
    to->radius[i] = from->radius[j];
    to->groups[i] = from->groups[j];
    to->zone_shape[i] = copy_of(from->zone_shape[j]);
}

/* Unit i of the new layer is unit units[i] of the given one; likewise the zones. */
static inline Layer layer_in_order(const Layer *layer, const size_t *units, size_t n_units, const size_t *zones,
                                   size_t n_zones)
{
    Layer other = layer_empty(n_units, n_zones);
    for (size_t i = 0; i < n_units; i++)
        take_unit(&other, i, layer, units[i]);
    for (size_t i = 0; i < n_zones; i++)
        take_zone(&other, i, layer, zones[i]);
    layer_sets(&other);
    return other;
}

/* The first zones only. */
static inline Layer layer_with_zones(const Layer *layer, size_t n_zones)
{
    g_autofree size_t *same = g_new(size_t, MAX(layer->n_units, layer->n_zones) + 1);
    for (size_t i = 0; i < MAX(layer->n_units, layer->n_zones); i++)
        same[i] = i;
    return layer_in_order(layer, same, layer->n_units, same, n_zones);
}

/* ---- the engine ---- */

typedef struct {
    int threads;
    double radius_factor;
} LayerRun;

static inline HzpExposureResult *layer_exposure(const Layer *layer, LayerRun how)
{
    HzpExposureUnits units = {.n = layer->n_units,
                              .at = {.x = layer->unit_x, .y = layer->unit_y},
                              .polygons = layer->unit_set,
                              .people = layer->people,
                              .households = layer->households,
                              .region = layer->region,
                              .n_regions = LAYER_REGIONS};
    HzpExposureZones zones = {.n = layer->n_zones,
                              .at = {.x = layer->zone_x, .y = layer->zone_y},
                              .radius_m = layer->radius,
                              .polygons = layer->zone_set,
                              .groups = layer->groups,
                              .n_groups = LAYER_GROUPS};
    HzpExposureQuestion question = {.units = &units,
                                    .zones = &zones,
                                    .radius_factor = how.radius_factor,
                                    .circle_corners = LAYER_CORNERS,
                                    .want_shares = true,
                                    .want_pairs = true};
    HzpExposureResult *result = NULL;
    HzpRun *run = hzp_run_new();
    hzp_run_set_threads(run, how.threads);
    if (hzp_exposure_compute(run, &question, &result) != HZP_OK) fail_msg("%s", hzp_error_message());
    hzp_run_free(run);
    return result;
}

/* ---- what tests ask of results ---- */

static const LayerRun PLAIN = {1, 1};
static double largest; /* deviation so far, relative to all people */

static inline void near(const char *what, double value, double expected, double scale, double tolerance)
{
    double off = fabs(value - expected) / scale;
    if (!(off <= tolerance)) fail_msg("%s: %.17g, should be %.17g", what, value, expected);
    largest = fmax(largest, off);
}

static inline void say(int cases)
{
    print_message("             %d layers, largest deviation %.1g\n", cases, largest);
    largest = 0;
}

/* Points, polygons and both; circles, polygons and both. */
static inline LayerPlan plan_of(int i, size_t units, size_t zones)
{
    static const double shares[] = {0, 1, 0.5};
    return (LayerPlan){.units = units,
                       .zones = zones,
                       .area_share = shares[i % 3],
                       .polygon_share = shares[i / 3 % 3],
                       .extent = i % 5 == 0 ? 600 : 2000,
                       .lattice = i % 2 == 1};
}

static inline double value(const HzpExactSum *sum) { return hzp_exact_sum_value(sum); }

static inline double people_in(const HzpExposureResult *result, int group)
{
    HzpExactSum sum = {0};
    for (size_t r = 0; r <= LAYER_REGIONS; r++)
        hzp_exact_sum_merge(&sum, &result->region[r * LAYER_GROUPS + (size_t)group].people);
    return value(&sum);
}

static inline uint64_t units_in(const HzpExposureResult *result, int group)
{
    uint64_t units = 0;
    for (size_t r = 0; r <= LAYER_REGIONS; r++)
        units += result->region[r * LAYER_GROUPS + (size_t)group].units;
    return units;
}

static inline double all_people(const HzpExposureResult *result)
{
    HzpExactSum sum = {0};
    for (size_t r = 0; r <= LAYER_REGIONS; r++)
        hzp_exact_sum_merge(&sum, &result->all[r].people);
    return value(&sum);
}

#endif
