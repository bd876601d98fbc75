/* The area of a polygon inside a union of zones, over thousands of random scenes: against GEOS, which builds the geometry,
 * and against what must hold for any scene. Areas are compared relative to the unit's. */
#include "random_scene.h"

#include <float.h>

/* ---- against GEOS ---- */

static void test_covered_area__is_what_geos_builds(void **state)
{
    (void)state;
    uint64_t random = 4001;
    const int cases = TEST_CASES(1400);
    for (int i = 0; i < cases; i++) {
        Scene scene;
        double each[ZONES];
        scene_make(&scene, &random, i);
        HzpCoverAreas areas = areas_of_scene(&scene, each);
        near("unit", areas.unit, area_of(scene.unit), areas.unit, 1e-10);
        near("all depths", areas.depth[0] + areas.depth[1] + areas.depth[2], areas.group[0], areas.unit, 1e-11);
        agrees("unions", compare_groups, &scene, &areas, each);
        agrees("depths", compare_depths, &scene, &areas, each);
        agrees("single zones", compare_single_zones, &scene, &areas, each);
        scene_free(&scene);
    }
    say(cases);
}

/* |A ∪ B ∪ …| = Σ |A| − Σ |A ∩ B| + …, each of them from GEOS. */
static double compare_inclusion_exclusion(const Scene *scene, const HzpCoverAreas *areas, const double *each)
{
    double expected = 0;
    (void)each;
    for (unsigned some = 1; some < 1u << scene->n; some++) {
        GEOSGeometry *common = copy_of(scene->unit);
        double sign = -1;
        for (size_t z = 0; z < scene->n; z++) {
            if (!(some & 1u << z)) continue;
            GEOSGeometry *less = common_part(common, scene->zones[z]);
            hzp_geometry_free(common);
            common = less;
            sign = -sign;
        }
        expected += sign * area_of(common);
        hzp_geometry_free(common);
    }
    return deviation(areas->group[0], expected, areas->unit);
}

static void test_covered_area__is_what_inclusion_and_exclusion_give(void **state)
{
    (void)state;
    uint64_t random = 4002;
    const int cases = TEST_CASES(700);
    for (int i = 0; i < cases; i++) {
        Scene scene;
        scene_make(&scene, &random, i);
        for (; scene.n > 4; scene.n--)
            hzp_geometry_free(scene.zones[scene.n - 1]);
        HzpCoverAreas areas = areas_of(scene.unit_set, scene.zone_set, scene.order, scene.n, NULL, NULL);
        agrees("inclusion and exclusion", compare_inclusion_exclusion, &scene, &areas, NULL);
        scene_free(&scene);
    }
    say(cases);
}

/* ---- what must hold for any scene ---- */

/* The same polygons, their rings in another order. */
static HzpPolygonSet *rings_shuffled(const HzpPolygonSet *set, uint64_t *random)
{
    HzpPolygonSet *other = hzp_polygon_set_new();
    for (size_t i = 0; i < set->n; i++) {
        size_t n = set->first_ring[i + 1] - set->first_ring[i];
        g_autofree size_t *order = g_new(size_t, n + 1);
        random_order(random, order, n);
        for (size_t r = 0; r < n; r++) {
            size_t ring = set->first_ring[i] + order[r];
            size_t start = set->ring_start[ring];
            size_t corners = set->ring_start[ring + 1] - start;
            double twice = 0;
            for (size_t c = start + 1; c + 1 < start + corners; c++)
                twice += (set->x[c] - set->x[start]) * (set->y[c + 1] - set->y[start]) -
                         (set->x[c + 1] - set->x[start]) * (set->y[c] - set->y[start]);
            hzp_polygon_set_add_ring(other, set->x + start, set->y + start, corners, twice < 0);
        }
        hzp_polygon_set_end(other);
    }
    return other;
}

static void test_covered_area__does_not_depend_on_any_order(void **state)
{
    (void)state;
    uint64_t random = 4003;
    const int cases = TEST_CASES(1400);
    for (int i = 0; i < cases; i++) {
        Scene scene;
        double each[ZONES];
        double each_again[ZONES];
        size_t order[ZONES];
        scene_make(&scene, &random, i);
        HzpCoverAreas areas = areas_of_scene(&scene, each);
        HzpPolygonSet *units = rings_shuffled(scene.unit_set, &random);
        HzpPolygonSet *zones = rings_shuffled(scene.zone_set, &random);
        random_order(&random, order, scene.n);
        HzpCoverAreas again = areas_of(units, zones, order, scene.n, scene.groups, each_again);
        for (int g = 0; g < GROUPS; g++)
            assert_true(areas.group[g] == again.group[g]);
        for (int d = 0; d < HZP_COVER_DEPTHS; d++)
            assert_true(areas.depth[d] == again.depth[d]);
        assert_true(areas.unit == again.unit);
        for (size_t z = 0; z < scene.n; z++)
            assert_true(each_again[z] == each[order[z]]);
        hzp_polygon_set_free(units);
        hzp_polygon_set_free(zones);
        scene_free(&scene);
    }
    say(cases);
}

/* What a rounded coordinate makes of the unit's area: much of a needle's, which may be some millimetres wide and a kilometre
 * long. */
static double rounding_of(const HzpPolygonSet *unit, double area)
{
    const HzpBox *box = &unit->box[0];
    return DBL_EPSILON * (box->max_x - box->min_x) * (box->max_y - box->min_y) / area;
}

static void test_covered_area__grows_with_each_zone_up_to_the_unit(void **state)
{
    (void)state;
    uint64_t random = 4004;
    const int cases = TEST_CASES(1400);
    for (int i = 0; i < cases; i++) {
        Scene scene;
        HzpCoverAreas less = {0};
        scene_make(&scene, &random, i);
        for (size_t n = 0; n <= scene.n; n++) {
            HzpCoverAreas areas = areas_of(scene.unit_set, scene.zone_set, scene.order, n, scene.groups, NULL);
            for (int g = 0; g < GROUPS; g++) {
                double lost = (less.group[g] - areas.group[g]) / areas.unit;
                if (!(lost <= 1e-11 + rounding_of(scene.unit_set, areas.unit)))
                    fail_msg("zone %zu takes away %.3g of the unit", n, lost);
                assert_true(areas.group[g] >= 0 && areas.group[g] <= areas.unit * (1 + 1e-11));
                assert_true(areas.group[g] <= areas.group[0] * (1 + 1e-11));
                largest = fmax(largest, lost);
            }
            if (n == 0) assert_true(areas.group[0] == 0);
            less = areas;
        }
        scene_free(&scene);
    }
    say(cases);
}

/* Cut a polygon along a random line; both parts, which GEOS must have cut well. */
static void cut(uint64_t *random, const GEOSGeometry *polygon, GEOSGeometry *parts[2])
{
    GEOSGeometry *sides[2];
    random_sides(random, random_between(random, -500, 500), random_between(random, -500, 500), sides);
    double whole = area_of(polygon);
    for (int attempt = 0; attempt < 2; attempt++) {
        geos_grid = attempt ? GEOS_FINE_GRID : 0;
        parts[0] = common_part(polygon, sides[0]);
        parts[1] = common_part(polygon, sides[1]);
        if (attempt || fabs(area_of(parts[0]) + area_of(parts[1]) - whole) < 1e-9 * whole) break;
        hzp_geometry_free(parts[0]);
        hzp_geometry_free(parts[1]);
    }
    geos_grid = 0;
    hzp_geometry_free(sides[0]);
    hzp_geometry_free(sides[1]);
}

static void test_covered_area__is_the_sum_of_the_parts_of_a_cut_unit(void **state)
{
    (void)state;
    uint64_t random = 4005;
    const int cases = TEST_CASES(1400);
    for (int i = 0; i < cases; i++) {
        Scene scene;
        GEOSGeometry *parts[2];
        scene_make(&scene, &random, i);
        cut(&random, scene.unit, parts);
        double whole = covered(scene.unit, scene.zones, scene.n);
        double sum = covered(parts[0], scene.zones, scene.n) + covered(parts[1], scene.zones, scene.n);
        near("parts", sum, whole, area_of(scene.unit), 1e-9);
        hzp_geometry_free(parts[0]);
        hzp_geometry_free(parts[1]);
        scene_free(&scene);
    }
    say(cases);
}

static void test_covered_area__stays_when_zones_are_cut(void **state)
{
    (void)state;
    uint64_t random = 4006;
    const int cases = TEST_CASES(1400);
    for (int i = 0; i < cases; i++) {
        Scene scene;
        GEOSGeometry *parts[2 * ZONES];
        scene_make(&scene, &random, i);
        for (size_t z = 0; z < scene.n; z++)
            cut(&random, scene.zones[z], parts + 2 * z);
        double whole = covered(scene.unit, scene.zones, scene.n);
        near("parts", covered(scene.unit, parts, 2 * scene.n), whole, area_of(scene.unit), 1e-9);
        for (size_t p = 0; p < 2 * scene.n; p++)
            hzp_geometry_free(parts[p]);
        scene_free(&scene);
    }
    say(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_covered_area__is_what_geos_builds),
        cmocka_unit_test(test_covered_area__is_what_inclusion_and_exclusion_give),
        cmocka_unit_test(test_covered_area__does_not_depend_on_any_order),
        cmocka_unit_test(test_covered_area__grows_with_each_zone_up_to_the_unit),
        cmocka_unit_test(test_covered_area__is_the_sum_of_the_parts_of_a_cut_unit),
        cmocka_unit_test(test_covered_area__stays_when_zones_are_cut),
    };
    return cmocka_run_group_tests(tests, scenes_begin, scenes_end);
}
