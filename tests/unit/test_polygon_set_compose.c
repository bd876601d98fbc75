/* Polygons put together from others and from circles by several threads, against the same ones appended one after the other.
 */
#include "support.h"

#include <math.h>

#include "geo/polygon_set_compose.h"

enum { POLYGONS = 500, CORNERS = 12 };

/* Some are empty, others have up to three rings. */
static HzpPolygonSet *source(double offset)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    for (size_t i = 0; i < POLYGONS; i++) {
        double at = offset + (double)i;
        for (size_t ring = 0; ring < i % 4; ring++) {
            const double x[] = {at, at + 1, at + 1, at, at - 0.5};
            const double y[] = {at, at - (double)ring, at + 1, at + 1 + (double)ring, at + 0.5};
            hzp_polygon_set_add_ring(set, x, y, 4 + i % 2, ring == 1);
        }
        hzp_polygon_set_end(set);
    }
    return set;
}

typedef struct {
    HzpPolygonSet *sets[2];
    size_t first[POLYGONS + 1];
    HzpPolygonPiece pieces[3 * POLYGONS];
    double x[POLYGONS];
    double y[POLYGONS];
    double radius[POLYGONS];
    HzpPolygonPlan plan;
} Case;

/* Every seventh polygon is empty, of the others each second one a circle. */
static void begin(Case *c)
{
    size_t n = 0;
    *c = (Case){.sets = {source(0), source(7000)}};
    for (size_t i = 0; i < POLYGONS; i++) {
        c->first[i] = n;
        c->x[i] = 500000 + (double)i;
        c->y[i] = 4000000 - (double)i;
        c->radius[i] = i % 7 == 0 ? NAN : 50 + (double)i;
        for (size_t k = 0; i % 7 > 0 && i % 2 == 0 && k <= i % 3; k++)
            c->pieces[n++] = (HzpPolygonPiece){c->sets[k % 2], (i * 31 + k) % POLYGONS};
    }
    c->first[POLYGONS] = n;
    c->plan = (HzpPolygonPlan){POLYGONS, c->first, c->pieces, CORNERS, 2, c->x, c->y, c->radius};
}

static HzpPolygonSet *appended(const Case *c)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    for (size_t i = 0; i < POLYGONS; i++) {
        if (c->first[i] == c->first[i + 1] && c->plan.corners > 0 && !isnan(c->radius[i])) {
            hzp_polygon_set_add_circle(set, c->x[i], c->y[i], 2 * c->radius[i], CORNERS);
            continue;
        }
        for (size_t p = c->first[i]; p < c->first[i + 1]; p++) {
            const HzpPolygonSet *from = c->pieces[p].set;
            for (size_t r = from->first_ring[c->pieces[p].polygon]; r < from->first_ring[c->pieces[p].polygon + 1]; r++) {
                size_t start = from->ring_start[r];
                hzp_polygon_set_add_wound_ring(set, from->x + start, from->y + start, from->ring_start[r + 1] - start);
            }
        }
        hzp_polygon_set_end(set);
    }
    return set;
}

static void assert_same(const HzpPolygonSet *set, const HzpPolygonSet *expected, size_t n)
{
    assert_int_equal(set->n, n);
    assert_int_equal(set->n_rings, expected->n_rings);
    assert_int_equal(set->n_corners, expected->n_corners);
    assert_memory_equal(set->x, expected->x, set->n_corners * sizeof *set->x);
    assert_memory_equal(set->y, expected->y, set->n_corners * sizeof *set->y);
    assert_memory_equal(set->ring_start, expected->ring_start, (set->n_rings + 1) * sizeof *set->ring_start);
    assert_memory_equal(set->first_ring, expected->first_ring, (n + 1) * sizeof *set->first_ring);
    assert_memory_equal(set->box, expected->box, n * sizeof *set->box);
    assert_memory_equal(set->simple, expected->simple, n);
}

static void assert_composed(const Case *c)
{
    static const int threads[] = {1, 2, 8};
    HzpPolygonSet *expected = appended(c);
    for (size_t t = 0; t < G_N_ELEMENTS(threads); t++) {
        HzpPolygonSet *set = hzp_polygon_set_compose(&c->plan, threads[t]);
        assert_same(set, expected, POLYGONS);
        /* More may be appended to it. */
        hzp_polygon_set_add_circle(set, 1, 2, 3, 4);
        test_close_to(hzp_polygon_set_area(set, POLYGONS), 18, 1e-12);
        hzp_polygon_set_free(set);
    }
    hzp_polygon_set_free(expected);
}

static void end(Case *c)
{
    hzp_polygon_set_free(c->sets[0]);
    hzp_polygon_set_free(c->sets[1]);
}

static void test_polygon_set_compose__is_what_appending_makes(void **state)
{
    (void)state;
    Case c;
    begin(&c);
    assert_composed(&c);
    c.plan.corners = 0; /* no circles */
    c.plan.x = c.plan.y = c.plan.radius = NULL;
    assert_composed(&c);
    end(&c);
}

/* Corners of a circle smaller than a rounding step of its coordinates are one: it encloses nothing. */
static void test_polygon_set_compose__circles_that_rounding_closes_are_left_out(void **state)
{
    (void)state;
    Case c;
    begin(&c);
    c.radius[9] = 1e-12;
    c.radius[11] = 0;
    assert_composed(&c);
    HzpPolygonSet *set = hzp_polygon_set_compose(&c.plan, 2);
    assert_int_equal(set->first_ring[10] - set->first_ring[9], 0);
    assert_int_equal(set->first_ring[12] - set->first_ring[11], 0);
    assert_int_equal(set->first_ring[14] - set->first_ring[13], 1);
    hzp_polygon_set_free(set);
    end(&c);
}

/* Grouped where they lie, polygons are what pieces of the same groups make. */
static void test_polygon_set_compose__groups_are_pieces_in_their_order(void **state)
{
    (void)state;
    enum { GROUPS = 150 };
    HzpPolygonSet *set = source(300);
    HzpPolygonPiece pieces[POLYGONS];
    size_t first[GROUPS + 1];
    for (size_t p = 0; p < POLYGONS; p++)
        pieces[p] = (HzpPolygonPiece){set, p};
    for (size_t i = 0; i <= GROUPS; i++)
        first[i] = MIN(POLYGONS - 1, i * 5 / 2 + (i > 70) * 150); /* some are empty, one is of many */
    first[GROUPS] = POLYGONS;
    const HzpPolygonPlan plan = {.n = GROUPS, .first = first, .pieces = pieces};
    /* What is known of a polygon that stands alone stays known. */
    set->simple[5] = HZP_SIMPLE_YES;  /* of 5 and 6 */
    set->simple[10] = HZP_SIMPLE_NO;  /* likewise */
    set->simple[499] = HZP_SIMPLE_NO; /* alone */
    HzpPolygonSet *expected = hzp_polygon_set_compose(&plan, 1);
    assert_int_equal(expected->simple[2], HZP_SIMPLE_UNKNOWN);
    assert_int_equal(expected->simple[4], HZP_SIMPLE_UNKNOWN);
    assert_int_equal(expected->simple[GROUPS - 1], HZP_SIMPLE_NO);
    hzp_polygon_set_group(set, first, GROUPS);
    assert_same(set, expected, GROUPS);
    hzp_polygon_set_add_circle(set, 1, 2, 3, 4);
    test_close_to(hzp_polygon_set_area(set, GROUPS), 18, 1e-12);
    hzp_polygon_set_free(expected);
    hzp_polygon_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_polygon_set_compose__is_what_appending_makes),
        cmocka_unit_test(test_polygon_set_compose__circles_that_rounding_closes_are_left_out),
        cmocka_unit_test(test_polygon_set_compose__groups_are_pieces_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
