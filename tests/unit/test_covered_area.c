/* The sweep against areas worked out by hand, and against GEOS on random polygons. */
#include "geo/covered_area.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>

#include "geo/geometry.h"
#include "support.h"

enum { MAX_ZONES = 12 };

typedef struct {
    HzpPolygonSet *units;
    HzpPolygonSet *zones;
    HzpCoverSweep *sweep;
    uint32_t groups[MAX_ZONES];
    int n_groups;
    HzpCoverAreas areas;
    double each[MAX_ZONES];
} Case;

static void begin(Case *c)
{
    *c =
        (Case){.units = hzp_polygon_set_new(), .zones = hzp_polygon_set_new(), .sweep = hzp_cover_sweep_new(), .n_groups = 1};
    for (int i = 0; i < MAX_ZONES; i++)
        c->groups[i] = 1;
}

static void end(Case *c)
{
    hzp_polygon_set_free(c->units);
    hzp_polygon_set_free(c->zones);
    hzp_cover_sweep_free(c->sweep);
}

static void add_text(HzpPolygonSet *set, const char *wkt)
{
    GEOSGeometry *geometry = GEOSGeomFromWKT_r(hzp_geos(), wkt);
    assert_non_null(geometry);
    hzp_polygon_set_add(set, geometry);
    hzp_geometry_free(geometry);
}

static void ask(Case *c)
{
    size_t zone[MAX_ZONES];
    for (size_t i = 0; i < c->zones->n; i++)
        zone[i] = i;
    HzpCoverQuestion question = {c->units, 0, c->zones, zone, c->zones->n, c->groups, c->n_groups};
    hzp_cover_areas(c->sweep, &question, &c->areas, c->each);
}

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) fail_msg("%.17g instead of %.17g", value, expected);
}

/* A square of 10 with two squares of 4 that overlap in a square of 2, one of them half outside. */
static void test_covered_area__of_squares_by_hand(void **state)
{
    Case c;
    (void)state;
    begin(&c);
    add_text(c.units, "POLYGON((0 0,10 0,10 10,0 10,0 0))");
    add_text(c.zones, "POLYGON((2 2,6 2,6 6,2 6,2 2))");
    add_text(c.zones, "POLYGON((4 4,8 4,8 8,4 8,4 4))");
    add_text(c.zones, "POLYGON((8 -2,12 -2,12 2,8 2,8 -2))");
    add_text(c.zones, "POLYGON((20 20,21 20,21 21,20 20))");
    c.groups[0] = 1 | 2;
    c.groups[1] = 1 | 4;
    c.groups[2] = 1 | 2;
    c.n_groups = 3;
    ask(&c);
    near(c.areas.unit, 100, 0);
    near(c.areas.group[0], 16 + 16 - 4 + 4, 0);
    near(c.areas.group[1], 16 + 4, 0);
    near(c.areas.group[2], 16, 0);
    near(c.areas.depth[0], 12 + 12 + 4, 0);
    near(c.areas.depth[1], 4, 0);
    near(c.areas.depth[2], 0, 0);
    near(c.each[0], 16, 0);
    near(c.each[1], 16, 0);
    near(c.each[2], 4, 0);
    near(c.each[3], 0, 0);
    end(&c);
}

/* Holes, parts, shared sides, a zone that holds the unit, one that is the unit. */
static void test_covered_area__of_holes_and_shared_sides(void **state)
{
    Case c;
    (void)state;
    begin(&c);
    add_text(c.units, "MULTIPOLYGON(((0 0,6 0,6 6,0 6,0 0),(2 2,2 4,4 4,4 2,2 2)),((8 0,10 0,10 2,8 2,8 0)))");
    add_text(c.zones, "POLYGON((-5 -5,20 -5,20 20,-5 20,-5 -5))");
    add_text(c.zones, "POLYGON((0 0,6 0,6 3,0 3,0 0))");
    add_text(c.zones, "MULTIPOLYGON(((0 0,6 0,6 6,0 6,0 0),(2 2,2 4,4 4,4 2,2 2)),((8 0,10 0,10 2,8 2,8 0)))");
    ask(&c);
    near(c.areas.unit, 36, 1e-12);
    near(c.areas.group[0], 36, 1e-12);
    near(c.each[0], 36, 1e-12);
    near(c.each[1], 18 - 2, 1e-12);
    near(c.each[2], 36, 1e-12);
    near(c.areas.depth[1], 36 - 16, 1e-12);
    near(c.areas.depth[2], 16, 1e-12);
    end(&c);
}

/* All that the zone meets of the unit's boundary is a level side and, at the border of what is looked at, its west side. */
static void test_covered_area__across_a_level_side(void **state)
{
    Case c;
    (void)state;
    begin(&c);
    add_text(c.units, "POLYGON((0 0,10 0,10 10,5 10,5 5,0 5,0 0))");
    add_text(c.zones, "POLYGON((-1 4,2 4,2 6,-1 6,-1 4))");
    ask(&c);
    near(c.areas.group[0], 2, 0);
    end(&c);
}

/* Two triangles that cross like a star, and a bow-tie of which each lobe counts by its winding. */
static void test_covered_area__of_crossing_edges(void **state)
{
    Case c;
    (void)state;
    begin(&c);
    add_text(c.units, "POLYGON((0 0,12 0,6 12,0 0))");
    add_text(c.zones, "POLYGON((0 8,6 -4,12 8,0 8))");
    ask(&c);
    /* Cut off are one corner above y = 8 (base 4, height 4) and two at the foot (base 4 each, their edges meet at y = 4). */
    near(c.areas.unit, 72, 1e-12);
    near(c.areas.group[0], 72 - 8 - 2 * 8, 1e-12);
    end(&c);
}

/* ---- against GEOS ---- */

static double uniform(double low, double high) { return low + (high - low) * rand() / ((double)RAND_MAX + 1); }

static GEOSGeometry *random_star(double x, double y, double radius, int corners)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSCoordSequence *ring = GEOSCoordSeq_create_r(geos, (unsigned)corners + 1, 2);
    double first[2] = {0};
    for (int i = 0; i < corners; i++) {
        double r = radius * uniform(0.4, 1);
        double at[2] = {x + r * cos(2 * M_PI * i / corners), y + r * sin(2 * M_PI * i / corners)};
        if (i == 0) first[0] = at[0], first[1] = at[1];
        GEOSCoordSeq_setXY_r(geos, ring, (unsigned)i, at[0], at[1]);
    }
    GEOSCoordSeq_setXY_r(geos, ring, (unsigned)corners, first[0], first[1]);
    return GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, ring), NULL, 0);
}

static void test_covered_area__agrees_with_geos(void **state)
{
    (void)state;
    srand(4);
    for (int round = 0; round < 1000; round++) {
        Case c;
        GEOSGeometry *zones[MAX_ZONES];
        double origin = round % 2 ? 4e7 : 0;
        begin(&c);
        GEOSGeometry *unit = random_star(origin, origin, 100, 3 + rand() % 30);
        hzp_polygon_set_add(c.units, unit);
        int n = 1 + rand() % MAX_ZONES;
        for (int i = 0; i < n; i++) {
            zones[i] = random_star(origin + uniform(-100, 100), origin + uniform(-100, 100), uniform(5, 80), 3 + rand() % 30);
            hzp_polygon_set_add(c.zones, zones[i]);
        }
        ask(&c);
        GEOSGeometry *merged = hzp_geometry_union(zones, (size_t)n, NULL);
        near(c.areas.unit, hzp_geometry_area(unit), 1e-9 * c.areas.unit);
        near(c.areas.group[0], hzp_geometry_overlap_area(unit, merged), 1e-9 * c.areas.unit);
        near(c.areas.depth[0] + c.areas.depth[1] + c.areas.depth[2], c.areas.group[0], 1e-9 * c.areas.unit);
        for (int i = 0; i < n; i++) {
            near(c.each[i], hzp_geometry_overlap_area(unit, zones[i]), 1e-9 * c.areas.unit);
            hzp_geometry_free(zones[i]);
        }
        hzp_geometry_free(unit);
        hzp_geometry_free(merged);
        end(&c);
    }
}

/* ---- the boundary ---- */

static void add_green(double x0, double y0, double x1, double y1, uint32_t groups, void *user)
{
    double *enclosed = user;
    for (int g = 0; g < 3; g++) {
        if (groups >> g & 1) enclosed[g] += (x0 + x1) / 2 * (y1 - y0);
    }
}

/* Green's theorem over the pieces of each group gives the area that its zones cover. */
static void test_covered_area__boundary_encloses_the_same_area(void **state)
{
    (void)state;
    srand(5);
    for (int round = 0; round < 200; round++) {
        Case c;
        size_t zone[MAX_ZONES];
        begin(&c);
        GEOSGeometry *unit = random_star(0, 0, 100, 20);
        hzp_polygon_set_add(c.units, unit);
        hzp_geometry_free(unit);
        c.n_groups = 3;
        for (size_t i = 0; i < MAX_ZONES; i++) {
            zone[i] = i;
            c.groups[i] = 1 | (i % 3 < 2 ? 2U << i % 3 : 0);
            hzp_polygon_set_add_circle(c.zones, uniform(-100, 100), uniform(-100, 100), uniform(5, 50), 32);
        }
        ask(&c);
        HzpCoverQuestion question = {c.units, 0, c.zones, zone, MAX_ZONES, c.groups, c.n_groups};
        double enclosed[3] = {0};
        hzp_cover_boundary(c.sweep, &question, false, add_green, enclosed);
        for (int g = 0; g < c.n_groups; g++)
            near(enclosed[g], c.areas.group[g], 1e-9 * c.areas.unit);
        double whole[3] = {0};
        hzp_cover_boundary(c.sweep, &question, true, add_green, whole);
        near(whole[0], c.areas.unit, 1e-9 * c.areas.unit);
        end(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_covered_area__of_squares_by_hand),
        cmocka_unit_test(test_covered_area__of_holes_and_shared_sides),
        cmocka_unit_test(test_covered_area__across_a_level_side),
        cmocka_unit_test(test_covered_area__of_crossing_edges),
        cmocka_unit_test(test_covered_area__agrees_with_geos),
        cmocka_unit_test(test_covered_area__boundary_encloses_the_same_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
