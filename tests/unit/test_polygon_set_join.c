/* Sets of polygons joined by several threads, against the same polygons appended one after the other. */
#include "support.h"

#include <omp.h>

#include "geo/polygon_set_join.h"

enum { PARTS = 300, MOST_POLYGONS = 40 };

/* Part `part` of a layer: some are empty, some polygons have two rings or none. */
static void add_part(HzpPolygonSet *set, size_t part)
{
    size_t polygons = part % 7 == 3 ? 0 : part * 13 % MOST_POLYGONS;
    for (size_t i = 0; i < polygons; i++) {
        double at = (double)(part * 100 + i);
        for (size_t ring = 0; ring < i % 3; ring++) {
            const double x[] = {at, at + 1, at + 1, at, at - 0.5};
            const double y[] = {at, at, at + 1, at + 1 + (double)ring, at + 0.5};
            hzp_polygon_set_add_ring(set, x, y, 4 + i % 2, false);
        }
        hzp_polygon_set_end(set);
    }
}

static void assert_same(const HzpPolygonSet *a, const HzpPolygonSet *b)
{
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->n_rings, b->n_rings);
    assert_int_equal(a->n_corners, b->n_corners);
    assert_memory_equal(a->x, b->x, a->n_corners * sizeof *a->x);
    assert_memory_equal(a->y, b->y, a->n_corners * sizeof *a->y);
    assert_memory_equal(a->ring_start, b->ring_start, (a->n_rings + 1) * sizeof *a->ring_start);
    assert_memory_equal(a->first_ring, b->first_ring, (a->n + 1) * sizeof *a->first_ring);
    assert_memory_equal(a->box, b->box, a->n * sizeof *a->box);
}

static HzpPolygonSet *appended(size_t parts)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    for (size_t part = 0; part < parts; part++)
        add_part(set, part);
    return set;
}

static void test_polygon_set_join__keeps_the_order_of_parts(void **state)
{
    (void)state;
    HzpPolygonSet *expected = appended(PARTS);
    /* However well it was known how many there would be. */
    static const size_t guesses[] = {0, 100, PARTS * MOST_POLYGONS};
    for (size_t k = 0; k < G_N_ELEMENTS(guesses); k++) {
        HzpPolygonJoin *join = hzp_polygon_join_new(PARTS, guesses[k]);
#pragma omp parallel for schedule(dynamic) num_threads(4)
        for (size_t i = 0; i < PARTS; i++) {
            size_t part = i ^ 3; /* not in their order */
            if (part >= PARTS) continue;
            HzpPolygonSet *set = hzp_polygon_join_take(join);
            add_part(set, part);
            hzp_polygon_join_put(join, part, set);
        }
        HzpPolygonSet *all = hzp_polygon_join_end(join);
        assert_same(all, expected);
        hzp_polygon_set_free(all);
    }
    hzp_polygon_set_free(expected);
}

static void test_polygon_set_join__ends_where_a_part_is_lacking(void **state)
{
    (void)state;
    HzpPolygonJoin *join = hzp_polygon_join_new(PARTS, 0);
    for (size_t part = 0; part < PARTS; part++) {
        if (part == 50) continue;
        HzpPolygonSet *set = hzp_polygon_join_take(join);
        add_part(set, part);
        hzp_polygon_join_put(join, part, set);
    }
    HzpPolygonSet *all = hzp_polygon_join_end(join);
    HzpPolygonSet *expected = appended(50);
    assert_same(all, expected);
    hzp_polygon_set_free(expected);
    hzp_polygon_set_free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_polygon_set_join__keeps_the_order_of_parts),
        cmocka_unit_test(test_polygon_set_join__ends_where_a_part_is_lacking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
