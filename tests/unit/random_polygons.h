/* Random polygons that are the same on every machine, and what GEOS finds about them: the independent side of the property
 * tests of the exposure kernels. Everything a function returns belongs to the caller. */
#ifndef HZP_TESTS_UNIT_RANDOM_POLYGONS_H
#define HZP_TESTS_UNIT_RANDOM_POLYGONS_H

#include "support.h"

#include "geo/geos_session.h"
#include "geo/polygon_set.h"

/* A sanitizer makes everything several times slower: it looks at fewer cases. */
#if defined(__SANITIZE_ADDRESS__)
#define TEST_CASES(n) ((n) / 8 + 1)
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TEST_CASES(n) ((n) / 8 + 1)
#endif
#endif
#ifndef TEST_CASES
#define TEST_CASES(n) (n)
#endif

enum { RANDOM_CORNERS = 64 };

/* A whole number from `low` to `high`, both included. */
static inline int random_whole(uint64_t *random, int low, int high)
{
    return low + (int)(test_random(random) * (high - low + 1));
}

static inline double random_between(uint64_t *random, double low, double high)
{
    return low + test_random(random) * (high - low);
}

/* Fisher and Yates: a random order of 0 … n - 1. */
static inline void random_order(uint64_t *random, size_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)(test_random(random) * (double)i);
        size_t kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

/* ---- building ---- */

static inline GEOSGeometry *ring_of(const double *x, const double *y, unsigned n)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSCoordSequence *corners = GEOSCoordSeq_create_r(geos, n + 1, 2);
    for (unsigned i = 0; i <= n; i++)
        GEOSCoordSeq_setXY_r(geos, corners, i, x[i % n], y[i % n]);
    return GEOSGeom_createLinearRing_r(geos, corners);
}

static inline GEOSGeometry *polygon_of(const double *x, const double *y, unsigned n)
{
    return GEOSGeom_createPolygon_r(hzp_geos(), ring_of(x, y, n), NULL, 0);
}

static inline GEOSGeometry *box_of(double west, double south, double east, double north)
{
    const double x[] = {west, east, east, west};
    const double y[] = {south, south, north, north};
    return polygon_of(x, y, 4);
}

static inline GEOSGeometry *copy_of(const GEOSGeometry *geometry) { return GEOSGeom_clone_r(hzp_geos(), geometry); }

/* ---- what GEOS computes; "take" frees its arguments ---- */

static inline double area_of(const GEOSGeometry *geometry)
{
    double area = 0;
    assert_int_equal(GEOSArea_r(hzp_geos(), geometry, &area), 1);
    return area;
}

/* GEOS 3.11 snaps lines together when it cannot node them, and then once in some thousand overlays of polygons that share
 * edges takes the one for the other: A ∩ B = A where they merely touch. On a grid it nodes by another, robust method (snap
 * rounding). Tests that disagree with GEOS ask it again with this step; 0 is without a grid. */
static double geos_grid;
static const double GEOS_FINE_GRID = 1e-10;

static inline GEOSGeometry *intersection_of(const GEOSGeometry *a, const GEOSGeometry *b)
{
    GEOSGeometry *both = GEOSIntersectionPrec_r(hzp_geos(), a, b, geos_grid);
    if (!both) fail_msg("GEOS: %s", hzp_geos_message());
    return both;
}

/* Of what is the same in two polygons: its polygons, without the lines and points where they merely touch. */
static inline GEOSGeometry *common_part(const GEOSGeometry *a, const GEOSGeometry *b)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeometry *both = intersection_of(a, b);
    int n = GEOSGetNumGeometries_r(geos, both);
    GEOSGeometry **parts = g_new(GEOSGeometry *, n + 1);
    unsigned kept = 0;
    for (int i = 0; i < n; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(geos, both, i);
        if (GEOSGeomTypeId_r(geos, part) == GEOS_POLYGON) parts[kept++] = copy_of(part);
    }
    GEOSGeometry *polygons = GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, kept);
    hzp_geometry_free(both);
    g_free(parts);
    return polygons;
}

static inline double common_area(const GEOSGeometry *a, const GEOSGeometry *b)
{
    GEOSGeometry *both = intersection_of(a, b);
    double area = area_of(both);
    hzp_geometry_free(both);
    return area;
}

/* Of any number; an empty polygon for none. */
static inline GEOSGeometry *union_of(GEOSGeometry *const *geometries, size_t n)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeometry **copies = g_new(GEOSGeometry *, n + 1);
    for (size_t i = 0; i < n; i++)
        copies[i] = copy_of(geometries[i]);
    GEOSGeometry *all = GEOSGeom_createCollection_r(geos, GEOS_GEOMETRYCOLLECTION, copies, (unsigned)n);
    GEOSGeometry *united = n > 0 ? GEOSUnaryUnionPrec_r(geos, all, geos_grid) : GEOSGeom_createEmptyPolygon_r(geos);
    if (!united) fail_msg("GEOS: %s", hzp_geos_message());
    hzp_geometry_free(all);
    g_free(copies);
    return united;
}

static inline GEOSGeometry *take_union(GEOSGeometry *a, GEOSGeometry *b)
{
    GEOSGeometry *both[] = {a, b};
    GEOSGeometry *united = union_of(both, 2);
    hzp_geometry_free(a);
    hzp_geometry_free(b);
    return united;
}

static inline bool is_valid(const GEOSGeometry *geometry) { return GEOSisValid_r(hzp_geos(), geometry) == 1; }

typedef struct {
    double scale;
    double dx;
    double dy;
} TestMove;

static inline int move_corner(double *x, double *y, void *user)
{
    const TestMove *by = user;
    *x = *x * by->scale + by->dx;
    *y = *y * by->scale + by->dy;
    return 1;
}

static inline GEOSGeometry *moved(const GEOSGeometry *geometry, double scale, double dx, double dy)
{
    TestMove by = {scale, dx, dy};
    return GEOSGeom_transformXY_r(hzp_geos(), geometry, move_corner, &by);
}

/* ---- random shapes, about (cx, cy), within `size` of it ---- */

/* Corners at rising angles: simple however ragged. */
static inline unsigned star_corners(uint64_t *random, double cx, double cy, double size, double *x, double *y)
{
    unsigned n = (unsigned)random_whole(random, 8, 30);
    for (unsigned i = 0; i < n; i++) {
        double angle = (i + 0.8 * test_random(random)) * 2 * G_PI / n;
        double radius = size * random_between(random, 0.4, 1);
        x[i] = cx + radius * cos(angle);
        y[i] = cy + radius * sin(angle);
    }
    return n;
}

static inline GEOSGeometry *random_star(uint64_t *random, double cx, double cy, double size)
{
    double x[RANDOM_CORNERS];
    double y[RANDOM_CORNERS];
    return polygon_of(x, y, star_corners(random, cx, cy, size, x, y));
}

/* A star with a star-shaped hole in its middle, which nothing of its outside reaches. */
static inline GEOSGeometry *random_holed_star(uint64_t *random, double cx, double cy, double size)
{
    double x[RANDOM_CORNERS];
    double y[RANDOM_CORNERS];
    GEOSGeometry *shell = ring_of(x, y, star_corners(random, cx, cy, size, x, y));
    GEOSGeometry *hole = ring_of(x, y, star_corners(random, cx, cy, size * random_between(random, 0.02, 0.24), x, y));
    return GEOSGeom_createPolygon_r(hzp_geos(), shell, &hole, 1);
}

/* Stars in some of nine fields. */
static inline GEOSGeometry *random_scattered(uint64_t *random, double cx, double cy, double size)
{
    GEOSGeometry *parts[9];
    unsigned n = 0;
    for (int field = 0; field < 9; field++) {
        double x = cx + (field % 3 - 1) * size * 2 / 3;
        double y = cy + (field / 3 % 3 - 1) * size * 2 / 3;
        if (test_random(random) < 0.4 || (field == 8 && n == 0))
            parts[n++] = field % 2 ? random_star(random, x, y, size / 3.01) : random_holed_star(random, x, y, size / 3.01);
    }
    return GEOSGeom_createCollection_r(hzp_geos(), GEOS_MULTIPOLYGON, parts, n);
}

/* Cells of a small grid: level edges, parts that touch in a corner, holes that touch the outside. The grid's lines lie at
 * whole multiples of size / 4, so that shapes of one size and centre share them. */
static inline GEOSGeometry *random_cells(uint64_t *random, double cx, double cy, double size)
{
    GEOSGeometry *cells[64];
    size_t n = 0;
    double step = size / 4;
    double density = random_between(random, 0.2, 0.8);
    for (int cell = 0; cell < 64; cell++) {
        double west = cx + (cell % 8 - 4) * step;
        double south = cy + (cell / 8 % 8 - 4) * step;
        if (test_random(random) < density || (cell == 63 && n == 0))
            cells[n++] = box_of(west, south, west + step, south + step);
    }
    GEOSGeometry *united = union_of(cells, n);
    for (size_t i = 0; i < n; i++)
        hzp_geometry_free(cells[i]);
    return united;
}

/* A star whose corners lie on a coarse lattice: corners, edges and lines coincide with those of others. */
static inline GEOSGeometry *random_lattice_star(uint64_t *random, double cx, double cy, double size)
{
    double x[RANDOM_CORNERS];
    double y[RANDOM_CORNERS];
    double step = size / 8;
    for (;;) {
        unsigned n = star_corners(random, cx, cy, size, x, y);
        for (unsigned i = 0; i < n; i++) {
            x[i] = cx + round((x[i] - cx) / step) * step;
            y[i] = cy + round((y[i] - cy) / step) * step;
        }
        GEOSGeometry *polygon = polygon_of(x, y, n);
        if (is_valid(polygon) && area_of(polygon) > 0) return polygon;
        hzp_geometry_free(polygon);
    }
}

/* A strip that is a thousand to a million times as long as wide. */
static inline GEOSGeometry *random_needle(uint64_t *random, double cx, double cy, double size)
{
    double angle = test_random(random) * 2 * G_PI;
    double half = size * pow(10, -random_between(random, 3, 6));
    double x[] = {-size, size, size, -size};
    double y[] = {-half, -half, half, half};
    for (int i = 0; i < 4; i++) {
        double across = x[i] * cos(angle) - y[i] * sin(angle);
        y[i] = cy + x[i] * sin(angle) + y[i] * cos(angle);
        x[i] = cx + across;
    }
    return polygon_of(x, y, 4);
}

/* A regular polygon, as circles are drawn: corners due east, north, west and south. */
static inline GEOSGeometry *drawn_circle(double cx, double cy, double radius, unsigned n)
{
    double x[RANDOM_CORNERS];
    double y[RANDOM_CORNERS];
    for (unsigned i = 0; i < n; i++) {
        x[i] = cx + radius * cos(2 * G_PI * i / n);
        y[i] = cy + radius * sin(2 * G_PI * i / n);
    }
    return polygon_of(x, y, n);
}

/* Any of the above. */
static inline GEOSGeometry *random_shape(uint64_t *random, double cx, double cy, double size)
{
    switch (random_whole(random, 0, 6)) {
    case 0:
        return random_holed_star(random, cx, cy, size);
    case 1:
        return random_scattered(random, cx, cy, size);
    case 2:
        return random_cells(random, cx, cy, size);
    case 3:
        return random_lattice_star(random, cx, cy, size);
    case 4:
        return random_needle(random, cx, cy, size);
    case 5:
        return drawn_circle(cx, cy, size, 64);
    default:
        return random_star(random, cx, cy, size);
    }
}

/* A closed line through random places: it crosses itself. Its inside is where its winding number is above 0. */
static inline void add_tangle(HzpPolygonSet *set, uint64_t *random, double cx, double cy, double size)
{
    double x[RANDOM_CORNERS];
    double y[RANDOM_CORNERS];
    size_t n = (size_t)random_whole(random, 4, 9);
    double step = test_random(random) < 0.5 ? size / 5 : 0;
    for (size_t i = 0; i < n; i++) {
        x[i] = cx + random_between(random, -size, size);
        y[i] = cy + random_between(random, -size, size);
        if (step > 0) {
            x[i] = round(x[i] / step) * step;
            y[i] = round(y[i] / step) * step;
        }
    }
    hzp_polygon_set_add_ring(set, x, y, n, false);
    hzp_polygon_set_end(set);
}

#endif
