/* The exposure engine on random layers: against GEOS and plain loops over all pairs, and against what must hold for any
 * layer.
 */
#include "random_layer.h"

/* ---- against plain loops ---- */

/* What a plain loop finds. Where boundaries merely touch, whether a unit counts is rounding: `units` is of those that surely
 * do, `touched` of all that may. */
typedef struct {
    double people, households;
    uint64_t units, touched;
    uint64_t people_missing;
} Found;

static void count(Found *found, const Layer *layer, size_t unit, double share)
{
    found->touched += share > 0;
    if (share > 1e-9) {
        found->units++;
        found->people_missing += isnan(layer->people[unit]);
    }
    if (!isnan(layer->people[unit])) found->people += layer->people[unit] * share;
    if (!isnan(layer->households[unit])) found->households += layer->households[unit] * share;
}

static bool point_in_zone(const Layer *layer, size_t unit, size_t zone)
{
    double dx = layer->unit_x[unit] - layer->zone_x[zone];
    double dy = layer->unit_y[unit] - layer->zone_y[zone];
    if (isnan(layer->unit_x[unit])) return false;
    if (!isnan(layer->radius[zone])) return sqrt(dx * dx + dy * dy) <= layer->radius[zone];
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(geos, layer->unit_x[unit], layer->unit_y[unit]);
    bool inside = GEOSIntersects_r(geos, point, layer->zone_shape[zone]) == 1;
    hzp_geometry_free(point);
    return inside;
}

/* The smallest share that is told from nothing where boundaries touch. */
static double share_of_zones(const Layer *layer, size_t unit, GEOSGeometry *const *zones, size_t n)
{
    const GEOSGeometry *shape = layer->unit_shape[unit];
    GEOSGeometry *united = union_of(zones, n);
    double share = common_area(shape, united) / area_of(shape);
    if (share == 0 && GEOSIntersects_r(hzp_geos(), shape, united) == 1) share = 1e-300;
    hzp_geometry_free(united);
    return share;
}

/* Share of a unit in the zones of a mask of groups, or in one zone alone. */
static double share_found(const Layer *layer, size_t unit, uint32_t groups, size_t first, size_t end)
{
    bool in_any = false;
    size_t n = 0;
    g_autofree GEOSGeometry **shapes = g_new(GEOSGeometry *, layer->n_zones + 1);
    for (size_t z = first; z < end; z++) {
        if (!(layer->groups[z] & groups)) continue;
        if (!layer->unit_shape[unit])
            in_any = in_any || point_in_zone(layer, unit, z);
        else if (GEOSIntersects_r(hzp_geos(), layer->unit_shape[unit], layer->zone_shape[z]) == 1)
            shapes[n++] = layer->zone_shape[z];
    }
    if (!layer->unit_shape[unit]) return in_any;
    return n > 0 ? share_of_zones(layer, unit, shapes, n) : 0;
}

static bool agrees(const HzpExposureSum *sum, const Found *found, double all)
{
    double off = fabs(value(&sum->people) - found->people) / all;
    off = fmax(off, fabs(value(&sum->households) - found->households) / all);
    bool fine = off <= 1e-9 && sum->units >= found->units && sum->units <= found->touched;
    if (found->units == found->touched) fine = fine && sum->people_missing == found->people_missing;
    if (fine) largest = fmax(largest, off);
    return fine;
}

static bool regions_agree(const Layer *layer, const HzpExposureResult *result, double all)
{
    for (int g = 0; g < LAYER_GROUPS; g++) {
        Found found[LAYER_REGIONS + 1] = {{0}};
        for (size_t u = 0; u < layer->n_units; u++) {
            size_t row = layer->region[u] < 0 ? LAYER_REGIONS : (size_t)layer->region[u];
            count(&found[row], layer, u, share_found(layer, u, 1u << g, 0, layer->n_zones));
        }
        for (size_t r = 0; r <= LAYER_REGIONS; r++) {
            if (!agrees(&result->region[r * LAYER_GROUPS + (size_t)g], &found[r], all)) return false;
        }
    }
    return true;
}

static bool zones_agree(const Layer *layer, const HzpExposureResult *result, double all)
{
    for (size_t z = 0; z < layer->n_zones; z++) {
        Found found = {0};
        for (size_t u = 0; u < layer->n_units; u++)
            count(&found, layer, u, share_found(layer, u, 1, z, z + 1));
        if (!agrees(&result->zone[z], &found, all)) return false;
    }
    return true;
}

/* GEOS is asked again on a grid before the engine is blamed: see random_polygons.h. */
static void check(const char *what, int i, bool (*agree)(const Layer *, const HzpExposureResult *, double),
                  const Layer *layer, const HzpExposureResult *result)
{
    double all = fmax(1, all_people(result));
    if (agree(layer, result, all)) return;
    geos_grid = GEOS_FINE_GRID;
    bool fine = agree(layer, result, all);
    geos_grid = 0;
    if (!fine) fail_msg("layer %d: %s differ from GEOS and plain loops", i, what);
}

static void test_exposure__is_what_geos_and_plain_loops_find(void **state)
{
    (void)state;
    uint64_t random = 5001;
    const int cases = TEST_CASES(450);
    for (int i = 0; i < cases; i++) {
        LayerPlan plan = plan_of(i, 12, (size_t)random_whole(&random, 0, 8));
        Layer layer = random_layer(&random, &plan);
        HzpExposureResult *result = layer_exposure(&layer, PLAIN);
        check("regions", i, regions_agree, &layer, result);
        check("zones", i, zones_agree, &layer, result);
        hzp_exposure_result_free(result);
        layer_free(&layer);
    }
    say(cases);
}

/* ---- what must hold for any layer ---- */

static void check_shares(const HzpExposureResult *result, size_t units)
{
    for (size_t u = 0; u < units; u++) {
        double all = result->share[u * LAYER_GROUPS];
        for (size_t g = 0; g < LAYER_GROUPS && !isnan(all); g++) {
            double share = result->share[u * LAYER_GROUPS + g];
            assert_true(share >= 0 && share <= 1);
            assert_true(share <= all + 1e-12);
        }
    }
    for (size_t p = 0; p < result->n_pairs; p++)
        assert_true(result->pairs[p].share > 0 && result->pairs[p].share <= 1);
}

/* No tolerance in the first: a total above the population, by however little, is what must not be. */
static void test_exposure__never_exceeds_the_population_and_adds_up(void **state)
{
    (void)state;
    uint64_t random = 5002;
    const int cases = TEST_CASES(500);
    for (int i = 0; i < cases; i++) {
        LayerPlan plan = plan_of(i, 40, (size_t)random_whole(&random, 0, 25));
        Layer layer = random_layer(&random, &plan);
        HzpExposureResult *result = layer_exposure(&layer, PLAIN);
        double depths = 0;
        for (size_t r = 0; r <= LAYER_REGIONS; r++) {
            for (size_t g = 0; g < LAYER_GROUPS; g++) {
                const HzpExposureSum *sum = &result->region[r * LAYER_GROUPS + g];
                assert_true(value(&sum->people) <= value(&result->all[r].people));
                assert_true(value(&sum->households) <= value(&result->all[r].households));
                assert_true(sum->units <= result->all[r].units);
                assert_true(sum->people_missing <= result->all[r].people_missing);
            }
        }
        for (size_t d = 0; d < HZP_COVER_DEPTHS; d++)
            depths += value(&result->depth[d].people);
        for (size_t z = 0; z < layer.n_zones; z++)
            assert_true(value(&result->zone[z].people) <= people_in(result, 0) * (1 + 1e-12));
        near("people by depth", depths, people_in(result, 0), fmax(1, all_people(result)), 1e-12);
        check_shares(result, layer.n_units);
        hzp_exposure_result_free(result);
        layer_free(&layer);
    }
    say(cases);
}

/* ---- order and threads ---- */

static bool same_bits(const HzpExposureSum *a, const HzpExposureSum *b)
{
    return a->units == b->units && a->people_missing == b->people_missing && a->households_missing == b->households_missing &&
           a->people.low == b->people.low && a->people.high == b->people.high && a->households.low == b->households.low &&
           a->households.high == b->households.high;
}

/* Result `b` is of the layer whose unit i is unit units[i] of the layer of result `a`. */
static void check_same(const HzpExposureResult *a, const HzpExposureResult *b, const size_t *units, size_t n_units,
                       const size_t *zones, size_t n_zones)
{
    for (size_t i = 0; i < (LAYER_REGIONS + 1) * LAYER_GROUPS; i++)
        assert_true(same_bits(&a->region[i], &b->region[i]));
    for (size_t i = 0; i <= LAYER_REGIONS; i++)
        assert_true(same_bits(&a->all[i], &b->all[i]));
    for (size_t d = 0; d < HZP_COVER_DEPTHS; d++)
        assert_true(same_bits(&a->depth[d], &b->depth[d]));
    for (size_t z = 0; z < n_zones; z++)
        assert_true(same_bits(&a->zone[zones[z]], &b->zone[z]));
    for (size_t u = 0; u < n_units; u++) {
        const double *before = a->share + units[u] * LAYER_GROUPS;
        const double *after = b->share + u * LAYER_GROUPS;
        for (size_t g = 0; g < LAYER_GROUPS; g++)
            assert_true(before[g] == after[g] || (isnan(before[g]) && isnan(after[g])));
    }
    assert_int_equal(a->n_pairs, b->n_pairs);
    g_autofree double *share = g_new0(double, n_units *n_zones + 1);
    for (size_t p = 0; p < b->n_pairs; p++)
        share[units[b->pairs[p].unit] * n_zones + zones[b->pairs[p].zone]] = b->pairs[p].share;
    for (size_t p = 0; p < a->n_pairs; p++)
        assert_true(share[a->pairs[p].unit * n_zones + a->pairs[p].zone] == a->pairs[p].share);
    for (size_t p = 1; p < b->n_pairs; p++)
        assert_true(b->pairs[p - 1].unit < b->pairs[p].unit ||
                    (b->pairs[p - 1].unit == b->pairs[p].unit && b->pairs[p - 1].zone < b->pairs[p].zone));
}

static void check_orders(uint64_t *random, const Layer *layer)
{
    static const int threads[] = {1, 2, 8};
    g_autofree size_t *units = g_new(size_t, layer->n_units + 1);
    g_autofree size_t *zones = g_new(size_t, layer->n_zones + 1);
    HzpExposureResult *first = layer_exposure(layer, PLAIN);
    for (size_t t = 0; t < G_N_ELEMENTS(threads); t++) {
        random_order(random, units, layer->n_units);
        random_order(random, zones, layer->n_zones);
        Layer shuffled = layer_in_order(layer, units, layer->n_units, zones, layer->n_zones);
        HzpExposureResult *again = layer_exposure(&shuffled, (LayerRun){threads[t], 1});
        check_same(first, again, units, layer->n_units, zones, layer->n_zones);
        hzp_exposure_result_free(again);
        layer_free(&shuffled);
    }
    hzp_exposure_result_free(first);
}

static void test_exposure__has_the_same_bits_in_any_order_with_any_threads(void **state)
{
    (void)state;
    uint64_t random = 5004;
    const int cases = TEST_CASES(61);
    for (int i = 0; i < cases; i++) {
        LayerPlan plan = plan_of(i, i % 20 == 0 ? 3000 : 60, i % 20 == 0 ? 200 : 30);
        if (i % 20 == 0) plan.extent = 8000;
        Layer layer = random_layer(&random, &plan);
        check_orders(&random, &layer);
        layer_free(&layer);
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
        cmocka_unit_test(test_exposure__is_what_geos_and_plain_loops_find),
        cmocka_unit_test(test_exposure__never_exceeds_the_population_and_adds_up),
        cmocka_unit_test(test_exposure__has_the_same_bits_in_any_order_with_any_threads),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
