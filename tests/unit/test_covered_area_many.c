/* Hundreds of zones on one unit: against GEOS, which unites them, and how time grows with them. */
#include "random_scene.h"

#include <time.h>

enum { MANY = 220, KINDS = 3, BITS = 3 };

typedef struct {
    GEOSGeometry *unit;
    GEOSGeometry *zones[MANY];
    HzpPolygonSet *unit_set;
    HzpPolygonSet *zone_set;
    uint32_t groups[MANY];
    size_t order[MANY];
} Heap;

/* Circles of all sizes on one village, a third of them drawn twice; shapes of all kinds; few large ones over many small ones.
 */
static GEOSGeometry *zone_of(uint64_t *random, int kind)
{
    double x = random_between(random, -900, 900);
    double y = random_between(random, -900, 900);
    if (kind == 1) return random_shape(random, x, y, 1000 * pow(10, random_between(random, -1.3, 0)));
    double small = test_random(random) < 0.9 ? 60 : 2500;
    return drawn_circle(x, y, kind == 2 ? small : random_between(random, 50, 1500), 32);
}

static void heap_make(Heap *heap, uint64_t *random, int kind)
{
    heap->unit_set = hzp_polygon_set_new();
    heap->zone_set = hzp_polygon_set_new();
    heap->unit = random_holed_star(random, 0, 0, 1000);
    hzp_polygon_set_add(heap->unit_set, heap->unit);
    for (size_t i = 0; i < MANY; i++) {
        do {
            heap->zones[i] = kind == 0 && i % 3 == 2 ? copy_of(heap->zones[i - 1]) : zone_of(random, kind);
            if (is_valid(heap->zones[i]) && is_polygonal(heap->zones[i])) break;
            hzp_geometry_free(heap->zones[i]);
        } while (true);
        hzp_polygon_set_add(heap->zone_set, heap->zones[i]);
        heap->groups[i] = 1U | 2U << (i % 2);
        heap->order[i] = i;
    }
}

static void heap_free(Heap *heap)
{
    hzp_geometry_free(heap->unit);
    for (size_t i = 0; i < MANY; i++)
        hzp_geometry_free(heap->zones[i]);
    hzp_polygon_set_free(heap->unit_set);
    hzp_polygon_set_free(heap->zone_set);
}

static double expected_area(const Heap *heap, int group)
{
    GEOSGeometry *of_group[MANY];
    size_t n = 0;
    for (size_t i = 0; i < MANY; i++)
        if (heap->groups[i] >> group & 1) of_group[n++] = heap->zones[i];
    GEOSGeometry *united = union_of(of_group, n);
    double area = common_area(heap->unit, united);
    hzp_geometry_free(united);
    return area;
}

/* Twice the area that pieces bound, of each group. */
static void add_piece(double x0, double y0, double x1, double y1, uint32_t groups, void *user)
{
    double *twice = user;
    for (int g = 0; g < BITS; g++)
        if (groups >> g & 1) twice[g] += (x0 + x1) * (y1 - y0);
}

static void test_covered_area_many__agrees_with_geos(void **state)
{
    (void)state;
    uint64_t random = 5001;
    const int cases = TEST_CASES(24);
    for (int i = 0; i < cases; i++) {
        Heap heap;
        HzpCoverAreas areas;
        double each[MANY];
        double twice[BITS] = {0};
        heap_make(&heap, &random, i % KINDS);
        const HzpCoverQuestion question = {heap.unit_set, 0, heap.zone_set, heap.order, MANY, heap.groups, BITS};
        hzp_cover_areas(sweep, &question, &areas, each);
        hzp_cover_boundary(sweep, &question, false, add_piece, twice);
        for (int g = 0; g < BITS; g++) {
            double expected = expected_area(&heap, g);
            near("group", areas.group[g], expected, areas.unit, 1e-9);
            near("boundary", twice[g] / 2, expected, areas.unit, 1e-9);
        }
        near("depths", areas.depth[0] + areas.depth[1] + areas.depth[2], areas.group[0], areas.unit, 1e-9);
        for (size_t z = 0; z < MANY; z += 20)
            near("each", each[z], common_area(heap.unit, heap.zones[z]), areas.unit, 1e-9);
        heap_free(&heap);
    }
    say(cases);
}

/* How much of the unit lies in exactly one and two zones, from inclusion and exclusion of a grid of points would be rough;
 * here all zones are squares on a lattice, so that counting its cells is exact. */
static void test_covered_area_many__counts_depths(void **state)
{
    (void)state;
    enum { SIDE = 24 };
    uint64_t random = 5002;
    for (int round = 0; round < 6; round++) {
        int covered[SIDE][SIDE] = {{0}};
        size_t order[MANY];
        double counted[HZP_COVER_DEPTHS] = {0};
        HzpPolygonSet *units = hzp_polygon_set_new();
        HzpPolygonSet *zones = hzp_polygon_set_new();
        const double sides_x[] = {0, SIDE, SIDE, 0};
        const double sides_y[] = {0, 0, SIDE, SIDE};
        hzp_polygon_set_add_ring(units, sides_x, sides_y, 4, false);
        hzp_polygon_set_end(units);
        for (size_t i = 0; i < MANY; i++) {
            int x = random_whole(&random, 0, SIDE - 2);
            int y = random_whole(&random, 0, SIDE - 2);
            int size = random_whole(&random, 1, round < 3 ? 2 : 8);
            const double px[] = {x, x + size, x + size, x};
            const double py[] = {y, y, y + size, y + size};
            hzp_polygon_set_add_ring(zones, px, py, 4, false);
            hzp_polygon_set_end(zones);
            order[i] = i;
            for (int c = x; c < MIN(SIDE, x + size); c++)
                for (int r = y; r < MIN(SIDE, y + size); r++)
                    covered[c][r]++;
        }
        for (int cell = 0; cell < SIDE * SIDE; cell++) {
            int depth = covered[cell / SIDE][cell % SIDE];
            if (depth > 0) counted[MIN(depth, HZP_COVER_DEPTHS) - 1]++;
        }
        HzpCoverAreas areas = areas_of(units, zones, order, MANY, NULL, NULL);
        for (int d = 0; d < HZP_COVER_DEPTHS; d++)
            assert_true(fabs(areas.depth[d] - counted[d]) < 1e-9);
        hzp_polygon_set_free(units);
        hzp_polygon_set_free(zones);
    }
}

static double seconds_of(size_t n)
{
    uint64_t random = 5003;
    struct timespec begun;
    struct timespec ended;
    HzpPolygonSet *units = hzp_polygon_set_new();
    HzpPolygonSet *zones = hzp_polygon_set_new();
    g_autofree size_t *order = g_new(size_t, n);
    g_autofree double *each = g_new(double, n);
    hzp_polygon_set_add_circle(units, 0, 0, 2000, 26);
    for (size_t i = 0; i < n; i++) {
        hzp_polygon_set_add_circle(zones, random_between(&random, -1800, 1800), random_between(&random, -1800, 1800),
                                   random_between(&random, 50, 1500), 32);
        order[i] = i;
    }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begun);
    HzpCoverAreas areas = areas_of(units, zones, order, n, NULL, each);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ended);
    assert_true(areas.group[0] > 0 && areas.group[0] <= areas.unit * (1 + 1e-12));
    hzp_polygon_set_free(units);
    hzp_polygon_set_free(zones);
    return (double)(ended.tv_sec - begun.tv_sec) + 1e-9 * (double)(ended.tv_nsec - begun.tv_nsec);
}

/* Eight times the circles on one village took some 80 times as long; n log n is 11 times. */
static void test_covered_area_many__grows_little_faster_than_the_zones(void **state)
{
    (void)state;
    double few = INFINITY;
    double many = INFINITY;
    for (int i = 0; i < 3; i++) {
        few = fmin(few, seconds_of(1000));
        many = fmin(many, seconds_of(8000));
    }
    print_message("             1000 circles %.3f s, 8000 %.3f s\n", few, many);
    assert_true(many < 30 * few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_covered_area_many__agrees_with_geos),
        cmocka_unit_test(test_covered_area_many__counts_depths),
        cmocka_unit_test(test_covered_area_many__grows_little_faster_than_the_zones),
    };
    return cmocka_run_group_tests(tests, scenes_begin, scenes_end);
}
