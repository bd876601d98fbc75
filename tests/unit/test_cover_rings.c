/* What zones cover of a unit, by boundary pieces (geo/cover_rings.h) and by the sweep: calculated by hand, against GEOS,
 * and where one or the other failed once. */
#include "hostile_scene.h"

#include "geo/polygon_simple.h"

static HzpCoverSweep *pieces; /* the usual way */
static HzpCoverSweep *swept;  /* everything swept */

static size_t put_box(HzpPolygonSet *set, double west, double south, double east, double north)
{
    put_line(set, &(Line){{west, east, east, west}, {south, south, north, north}, 4});
    return set->n - 1;
}

typedef struct {
    HzpCoverAreas areas;
    double each[8];
} Found;

/* All zones in group 0, and each other group of those whose bit is given. Both methods give the same. */
static Found found(HzpPolygonSet *units, HzpPolygonSet *zones, const uint32_t *groups)
{
    static const size_t order[] = {0, 1, 2, 3, 4, 5, 6, 7};
    HzpCoverSweep *const ways[] = {pieces, swept};
    Found by[2];
    memset(by, 0, sizeof by);
    for (int i = 0; i < 2; i++) {
        const HzpCoverQuestion question = {units, 0, zones, order, zones->n, groups, groups ? HZP_COVER_GROUPS : 1};
        hzp_cover_areas(ways[i], &question, &by[i].areas, by[i].each);
    }
    double most = 1e-11 * by[0].areas.unit;
    test_close_to(by[0].areas.unit, by[1].areas.unit, most);
    for (size_t i = 0; i < zones->n; i++)
        test_close_to(by[0].each[i], by[1].each[i], most);
    for (int g = 0; g < HZP_COVER_GROUPS; g++)
        test_close_to(by[0].areas.group[g], by[1].areas.group[g], most);
    for (int d = 0; d < HZP_COVER_DEPTHS; d++)
        test_close_to(by[0].areas.depth[d], by[1].areas.depth[d], most);
    hzp_polygon_set_free(units);
    hzp_polygon_set_free(zones);
    return by[0];
}

/* Counted on squared paper. */
static void test_cover_rings__squares_by_hand(void **state)
{
    (void)state;
    HzpPolygonSet *units = hzp_polygon_set_new();
    HzpPolygonSet *zones = hzp_polygon_set_new();
    static const uint32_t groups[] = {1 | 2, 1 | 4, 1 | 2 | 8, 1 | 16};
    put_box(units, 0, 0, 10, 10);
    put_box(zones, -2, 3, 4, 7);   /* 16 in the unit */
    put_box(zones, 2, 5, 8, 9);    /* 24; 2 x 2 with the first */
    put_box(zones, 3, 6, 3.5, 12); /* 2; 0.5 x 1 with the first, 0.5 x 3 with the second, 0.5 x 1 with both */
    put_box(zones, 10.5, 3, 12, 4);
    Found have = found(units, zones, groups);
    test_close_to(have.areas.unit, 100, 0);
    test_close_to(have.each[0], 16, 1e-13);
    test_close_to(have.each[1], 24, 1e-13);
    test_close_to(have.each[2], 2, 1e-13);
    assert_true(have.each[3] == 0);
    test_close_to(have.areas.group[0], 16 + 24 - 4 + 0.5, 1e-13); /* of the third one the 0.5 x 1 above the second */
    test_close_to(have.areas.group[1], 16 + 2 - 0.5, 1e-13);
    test_close_to(have.areas.group[2], 24, 1e-13);
    test_close_to(have.areas.group[3], 2, 1e-13);
    assert_true(have.areas.group[4] == 0);
    test_close_to(have.areas.depth[2], 0.5, 1e-13);
    test_close_to(have.areas.depth[1], (4 - 0.5) + (1.5 - 0.5), 1e-13);
    test_close_to(have.areas.depth[0], 36.5 - 0.5 - 4.5, 1e-13);
}

/* What is wound clockwise encloses nothing, and not all but what it encloses: so is a hole whose outside was left out. */
static void test_cover_rings__a_hole_alone_covers_nothing(void **state)
{
    (void)state;
    static const double x[] = {-1, 5, 5, -1};
    static const double y[] = {-1, -1, 5, 5};
    HzpPolygonSet *units = hzp_polygon_set_new();
    HzpPolygonSet *zones = hzp_polygon_set_new();
    put_box(units, 0, 0, 10, 10);
    hzp_polygon_set_add_ring(zones, x, y, 4, true);
    hzp_polygon_set_end(zones);
    assert_false(hzp_polygon_is_simple(zones, 0));
    Found have = found(units, zones, NULL);
    assert_true(have.each[0] == 0 && have.areas.group[0] == 0);
}

/* A triangle so thin that rounding has turned its area's sign. */
static void test_cover_rings__a_sliver_covers_next_to_nothing(void **state)
{
    (void)state;
    static const double x[] = {38498808.262960188, 38500159.215294413, 38498808.262960181};
    static const double y[] = {4001153.5885846075, 4000165.6968706595, 4001153.5885846098};
    HzpPolygonSet *units = hzp_polygon_set_new();
    HzpPolygonSet *zones = hzp_polygon_set_new();
    put_box(units, 38499000, 4000000, 38500000, 4001000);
    hzp_polygon_set_add_wound_ring(zones, x, y, 3);
    hzp_polygon_set_end(zones);
    Found have = found(units, zones, NULL);
    test_close_to(have.each[0], 0, 1e-5);
    test_close_to(have.areas.group[0], 0, 1e-5);
}

/* A village of 3 km and a needle of 18 000 km that is 0.2 µm wide: where it crosses the village's outline must be known as
 * precisely as the outline is. */
static void test_cover_rings__a_long_needle_moves_nothing(void **state)
{
    (void)state;
    static const double x[] = {-12697130.177795418, 12698405.534137234, 12698405.534137335, -12697130.177795317};
    static const double y[] = {7098984.7612175327, -7100525.3670080174, -7100525.3670078404, 7098984.7612177096};
    HzpPolygonSet *units = hzp_polygon_set_new();
    HzpPolygonSet *zones = hzp_polygon_set_new();
    put_box(units, -500, -500, 2500, 2500);
    put_line(zones, &(Line){{0, 3000, 3000, 0}, {-1500, -900, 300, -525}, 4});
    put_line(zones, &(Line){.n = 4, .x = {x[0], x[1], x[2], x[3]}, .y = {y[0], y[1], y[2], y[3]}});
    Found have = found(units, zones, NULL);
    /* the triangle below the northern side, which rises by 0.275 from y = -500 to 162.5 at x = 2500 */
    double west = 25 / 0.275;
    test_close_to(have.each[0], (2500 - west) * 0.275 * (2500 - west) / 2, 2e-5);
    assert_true(have.areas.group[0] < have.each[0] + 1e-2);
}

/* Edges that keep their order, but cross by a rounding error on the way: once the sweep exchanged them without end. */
static void test_cover_rings__edges_a_rounding_error_apart_come_to_an_end(void **state)
{
    (void)state;
    HzpPolygonSet *units = hzp_polygon_set_new();
    HzpPolygonSet *zones = hzp_polygon_set_new();
    put_line(units, &(Line){{0, 533.02460830412531, 2.4071156212812639e-4, 5.6843418860808015e-14},
                            {0, 2.2737367544323206e-13, 1927.663099079439, 1927.6630325195056},
                            4});
    put_line(zones, &(Line){{0, 533.02460830412565, 2.4071156218496981e-4, 5.6843418860808015e-14},
                            {0, 2.2737367544323206e-13, 1927.663099079439, 1927.6630325195058},
                            4});
    Found have = found(units, zones, NULL);
    test_close_to(have.areas.group[0], (533.0246083 + 0.0002407) * 1927.6630991 / 2, 1e-3);
}

/* ---- what is simple ---- */

/* The corners as they are, and nothing that was known about them. */
static bool is_simple_afresh(const HzpPolygonSet *set, size_t i)
{
    HzpPolygonSet *fresh = hzp_polygon_set_new();
    size_t start = set->ring_start[set->first_ring[i]];
    hzp_polygon_set_add_wound_ring(fresh, set->x + start, set->y + start, set->ring_start[set->first_ring[i + 1]] - start);
    hzp_polygon_set_end(fresh);
    bool simple = hzp_polygon_is_simple(fresh, 0);
    hzp_polygon_set_free(fresh);
    return simple;
}

/* Circles and stars from a kilometre down to less than coordinates are fine: drawn far away, and moved from there. */
static void test_cover_rings__small_shapes_are_simple_only_if_they_are(void **state)
{
    (void)state;
    static const double move[] = {38500000.25, 0.001, 0, 4000000.5, 0, -0.001};
    uint64_t random = 7003;
    int tangled = 0;
    for (double size = 1000; size > 1e-10; size *= 0.7) {
        HzpPolygonSet *shapes = hzp_polygon_set_new();
        HzpPolygonSet *moved_shapes = hzp_polygon_set_new();
        Line star = star_line(&random, 0, 0, size);
        hzp_polygon_set_add_circle(shapes, 38500000, 4000000, size, random_whole(&random, 3, 256));
        hzp_polygon_set_add_circle(shapes, 0, 0, size, random_whole(&random, 3, 256));
        put_line(shapes, &star);
        hzp_polygon_set_examine(shapes, 0, shapes->n);
        for (size_t i = 0; i < shapes->n; i++) {
            hzp_polygon_set_add_moved(moved_shapes, shapes, i, move);
            const HzpPolygonSet *sets[] = {shapes, moved_shapes};
            for (int k = 0; k < 2; k++) {
                if (sets[k]->first_ring[i] == sets[k]->first_ring[i + 1]) continue;
                if (hzp_polygon_is_simple(sets[k], i)) assert_true(is_simple_afresh(sets[k], i));
                tangled += !hzp_polygon_is_simple(sets[k], i);
            }
        }
        hzp_polygon_set_free(shapes);
        hzp_polygon_set_free(moved_shapes);
    }
    assert_true(tangled > 10); /* or the test tests nothing */
}

/* ---- against GEOS ---- */

/* Valid zones only; their number. */
static size_t shapes_of(const Hostile *scene, GEOSGeometry **shapes)
{
    size_t n = 0;
    for (size_t i = 0; i < scene->n; i++) {
        shapes[n] = hzp_polygon_set_geometry(scene->zones, i);
        if (shapes[n] && is_valid(shapes[n]))
            n++;
        else
            hzp_geometry_free(shapes[n]);
    }
    return n;
}

static double off_geos(const Hostile *scene, const HzpCoverAreas *areas, const double *each, const GEOSGeometry *unit,
                       GEOSGeometry *const *shapes)
{
    GEOSGeometry *united = union_of(shapes, scene->n);
    double off = fabs(areas->group[0] - common_area(unit, united));
    hzp_geometry_free(united);
    for (size_t i = 0; i < scene->n; i++)
        off = fmax(off, fabs(each[i] - common_area(unit, shapes[i])));
    return off / areas->unit;
}

static double check_geos(Hostile *scene, int number)
{
    GEOSGeometry *shapes[HOSTILE_ZONES];
    double each[HOSTILE_ZONES];
    HzpCoverAreas areas;
    GEOSGeometry *unit = hzp_polygon_set_geometry(scene->units, 0);
    size_t n = shapes_of(scene, shapes);
    double off = 0;
    /* what GEOS rounds off matters to needles of some square centimetres */
    if (n == scene->n && is_valid(unit) && area_of(unit) > 1e4) {
        const HzpCoverQuestion question = {scene->units, 0, scene->zones, scene->order, n, NULL, 1};
        hzp_cover_areas(pieces, &question, &areas, each);
        off = off_geos(scene, &areas, each, unit, shapes);
        geos_grid = off > 1e-9 ? GEOS_FINE_GRID : 0;
        if (off > 1e-9) off = off_geos(scene, &areas, each, unit, shapes);
        geos_grid = 0;
        if (off > 1e-9) fail_msg("scene %d: off by %.2g of the unit", number, off);
    }
    for (size_t i = 0; i < n; i++)
        hzp_geometry_free(shapes[i]);
    hzp_geometry_free(unit);
    return off;
}

static void test_cover_rings__agree_with_geos(void **state)
{
    (void)state;
    static const int kinds[] = {2, 3, 5, 9, 10, 11, 13}; /* near the origin, where GEOS loses no digits */
    uint64_t random = 7002;
    double largest = 0;
    const int cases = TEST_CASES(1050);
    for (int i = 0; i < cases; i++) {
        Hostile scene;
        hostile_make(&scene, &random, kinds[i % G_N_ELEMENTS(kinds)]);
        if (scene.units->n_rings > 0) largest = fmax(largest, check_geos(&scene, i));
        hostile_free(&scene);
    }
    print_message("             %d scenes, largest deviation %.1g\n", cases, largest);
}

static int begin(void **state)
{
    (void)state;
    pieces = hzp_cover_sweep_new();
    swept = hzp_cover_sweep_new();
    hzp_cover_sweep_everything(swept);
    return 0;
}

static int end(void **state)
{
    (void)state;
    hzp_cover_sweep_free(pieces);
    hzp_cover_sweep_free(swept);
    hzp_geos_finish();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cover_rings__squares_by_hand),
        cmocka_unit_test(test_cover_rings__a_hole_alone_covers_nothing),
        cmocka_unit_test(test_cover_rings__a_sliver_covers_next_to_nothing),
        cmocka_unit_test(test_cover_rings__a_long_needle_moves_nothing),
        cmocka_unit_test(test_cover_rings__edges_a_rounding_error_apart_come_to_an_end),
        cmocka_unit_test(test_cover_rings__small_shapes_are_simple_only_if_they_are),
        cmocka_unit_test(test_cover_rings__agree_with_geos),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
