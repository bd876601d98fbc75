/* The exposure engine on random layers that are changed: zones added, units and zones cut, radii stretched. */
#include "random_layer.h"

/* ---- more zones ---- */

static void test_exposure__never_falls_when_a_zone_is_added(void **state)
{
    (void)state;
    uint64_t random = 5003;
    const int cases = TEST_CASES(300);
    for (int i = 0; i < cases; i++) {
        LayerPlan plan = plan_of(i, 30, 12);
        Layer layer = random_layer(&random, &plan);
        double people[LAYER_GROUPS] = {0};
        uint64_t units[LAYER_GROUPS] = {0};
        for (size_t n = 0; n <= layer.n_zones; n += 1 + n / 4) {
            Layer part = layer_with_zones(&layer, n);
            HzpExposureResult *result = layer_exposure(&part, PLAIN);
            for (int g = 0; g < LAYER_GROUPS; g++) {
                assert_true(people_in(result, g) >= people[g] - 1e-11 * all_people(result));
                assert_true(units_in(result, g) >= units[g]);
                people[g] = people_in(result, g);
                units[g] = units_in(result, g);
            }
            if (n == 0) assert_true(people[0] == 0 && units[0] == 0);
            hzp_exposure_result_free(result);
            layer_free(&part);
        }
        layer_free(&layer);
    }
    say(cases);
}

/* ---- cutting ---- */

/* Two halves of everything, along a line through the middle. */
static GEOSGeometry *half_of(const GEOSGeometry *shape, double angle, int side)
{
    double sign = side ? 1 : -1;
    double across = 1e5 * cos(angle);
    double up = 1e5 * sin(angle);
    double x[] = {-across, across, across + sign * up, -across + sign * up};
    double y[] = {-up, up, up - sign * across, -up - sign * across};
    GEOSGeometry *half = polygon_of(x, y, 4);
    GEOSGeometry *part = common_part(shape, half);
    hzp_geometry_free(half);
    return part;
}

static bool is_cut_well(const GEOSGeometry *whole, const GEOSGeometry *a, const GEOSGeometry *b)
{
    return fabs(area_of(a) + area_of(b) - area_of(whole)) <= 1e-10 * area_of(whole);
}

/* Units cut in two have their people by area; zones cut in two keep their groups. */
static Layer layer_cut(const Layer *layer, double angle, bool cut_units, bool cut_zones)
{
    Layer parts = layer_empty(2 * layer->n_units, 2 * layer->n_zones);
    parts.n_units = parts.n_zones = 0;
    for (size_t i = 0; i < layer->n_units; i++) {
        GEOSGeometry *shape = layer->unit_shape[i];
        GEOSGeometry *half[] = {shape ? half_of(shape, angle, 0) : NULL, shape ? half_of(shape, angle, 1) : NULL};
        bool cut = shape && cut_units && is_cut_well(shape, half[0], half[1]);
        for (int side = 0; side < (cut ? 2 : 1); side++) {
            size_t at = parts.n_units++;
            take_unit(&parts, at, layer, i);
            if (!cut) continue;
            double share = area_of(half[side]) / area_of(shape);
            hzp_geometry_free(parts.unit_shape[at]);
            parts.unit_shape[at] = copy_of(half[side]);
            parts.people[at] *= share;
            parts.households[at] *= share;
            /* an empty half would be a point: nowhere it is one of nobody */
            if (share == 0) parts.unit_x[at] = parts.unit_y[at] = NAN;
        }
        hzp_geometry_free(half[0]);
        hzp_geometry_free(half[1]);
    }
    for (size_t i = 0; i < layer->n_zones; i++) {
        GEOSGeometry *half[] = {half_of(layer->zone_shape[i], angle, 0), half_of(layer->zone_shape[i], angle, 1)};
        bool cut = cut_zones && isnan(layer->radius[i]) && is_cut_well(layer->zone_shape[i], half[0], half[1]);
        for (int side = 0; side < (cut ? 2 : 1); side++) {
            size_t at = parts.n_zones++;
            take_zone(&parts, at, layer, i);
            if (!cut) continue;
            hzp_geometry_free(parts.zone_shape[at]);
            parts.zone_shape[at] = copy_of(half[side]);
        }
        hzp_geometry_free(half[0]);
        hzp_geometry_free(half[1]);
    }
    layer_sets(&parts);
    return parts;
}

static void test_exposure__stays_when_units_and_zones_are_cut(void **state)
{
    (void)state;
    uint64_t random = 5005;
    const int cases = TEST_CASES(250);
    for (int i = 0; i < cases; i++) {
        LayerPlan plan = plan_of(i, 25, 10);
        plan.extent = 600; /* all near the line */
        Layer layer = random_layer(&random, &plan);
        Layer parts = layer_cut(&layer, test_random(&random) * 2 * G_PI, i % 3 != 1, i % 3 != 0);
        HzpExposureResult *whole = layer_exposure(&layer, PLAIN);
        HzpExposureResult *cut = layer_exposure(&parts, PLAIN);
        double all = fmax(1, all_people(whole));
        near("population", all_people(cut), all_people(whole), all, 1e-9);
        for (int g = 0; g < LAYER_GROUPS; g++)
            near("people", people_in(cut, g), people_in(whole, g), all, 1e-9);
        hzp_exposure_result_free(whole);
        hzp_exposure_result_free(cut);
        layer_free(&parts);
        layer_free(&layer);
    }
    say(cases);
}

/* ---- radii ---- */

static void test_exposure__stretches_radii_and_drawn_circles(void **state)
{
    (void)state;
    uint64_t random = 5006;
    const int cases = TEST_CASES(300);
    for (int i = 0; i < cases; i++) {
        double factor = i % 2 ? 2 : 0.5;
        LayerPlan plan = plan_of(i, 30, 12);
        Layer layer = random_layer(&random, &plan);
        HzpExposureResult *asked = layer_exposure(&layer, (LayerRun){1, factor});
        HzpExposureResult *given = layer_exposure(&layer, PLAIN);
        double all = fmax(1, all_people(given));
        for (int g = 0; g < LAYER_GROUPS; g++)
            assert_true((people_in(asked, g) - people_in(given, g)) * (factor - 1) >= -1e-12 * all);
        hzp_exposure_result_free(given);
        for (size_t z = 0; z < layer.n_zones; z++) {
            if (isnan(layer.radius[z])) continue;
            layer.radius[z] *= factor;
            hzp_geometry_free(layer.zone_shape[z]);
            layer.zone_shape[z] = drawn_circle(layer.zone_x[z], layer.zone_y[z], layer.radius[z], LAYER_CORNERS);
        }
        layer_sets(&layer);
        given = layer_exposure(&layer, PLAIN);
        for (int g = 0; g < LAYER_GROUPS; g++)
            near("people", people_in(asked, g), people_in(given, g), all, 1e-11);
        hzp_exposure_result_free(given);
        hzp_exposure_result_free(asked);
        layer_free(&layer);
    }
    say(cases);
}

/* ---- rings that cross themselves ---- */

/* Bow-ties and worse, in units and zones: whatever their inside is taken to be, shares stay shares. */
static void test_exposure__keeps_shares_of_tangles_within_0_and_1(void **state)
{
    (void)state;
    uint64_t random = 5007;
    const int cases = TEST_CASES(500);
    for (int i = 0; i < cases; i++) {
        LayerPlan plan = plan_of(i, 30, 12);
        Layer layer = random_layer(&random, &plan);
        hzp_polygon_set_free(layer.unit_set);
        hzp_polygon_set_free(layer.zone_set);
        layer.unit_set = hzp_polygon_set_new();
        layer.zone_set = hzp_polygon_set_new();
        for (size_t u = 0; u < layer.n_units; u++)
            add_tangle(layer.unit_set, &random, random_place(&random, &plan), random_place(&random, &plan), 200);
        for (size_t z = 0; z < layer.n_zones; z++)
            add_tangle(layer.zone_set, &random, random_place(&random, &plan), random_place(&random, &plan), 400);
        HzpExposureResult *result = layer_exposure(&layer, PLAIN);
        for (size_t u = 0; u < layer.n_units * LAYER_GROUPS; u++)
            assert_true(isnan(result->share[u]) || (result->share[u] >= 0 && result->share[u] <= 1));
        for (size_t p = 0; p < result->n_pairs; p++)
            assert_true(result->pairs[p].share > 0 && result->pairs[p].share <= 1);
        for (size_t r = 0; r <= LAYER_REGIONS; r++)
            assert_true(value(&result->region[r * LAYER_GROUPS].people) <= value(&result->all[r].people));
        hzp_exposure_result_free(result);
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
        cmocka_unit_test(test_exposure__never_falls_when_a_zone_is_added),
        cmocka_unit_test(test_exposure__stays_when_units_and_zones_are_cut),
        cmocka_unit_test(test_exposure__stretches_radii_and_drawn_circles),
        cmocka_unit_test(test_exposure__keeps_shares_of_tangles_within_0_and_1),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
