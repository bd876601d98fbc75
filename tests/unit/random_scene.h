/* Random scenes for the kernels that measure what zones cover of a unit: one unit of some 1000 m, a few zones, made so that
 * edges and corners coincide in every way that files show. With the comparisons that several test programs make. */
#ifndef HZP_TESTS_UNIT_RANDOM_SCENE_H
#define HZP_TESTS_UNIT_RANDOM_SCENE_H

#include "random_polygons.h"

#include "geo/covered_area.h"

enum { ZONES = 7, GROUPS = 4, SCENES = 7 };

/* Far from the origin as eastings with a zone number are: 38 500 000 m. The sets hold the moved shapes, the geometries the
 * same corners moved back, without rounding: GEOS loses no digits there. */
typedef struct {
    GEOSGeometry *unit;
    GEOSGeometry *zones[ZONES];
    size_t n;
    HzpPolygonSet *unit_set;
    HzpPolygonSet *zone_set;
    uint32_t groups[ZONES];
    size_t order[ZONES];
} Scene;

/* ---- scenes ---- */

/* The two sides of a random line through (cx, cy), as boxes that reach beyond everything. */
static inline void random_sides(uint64_t *random, double cx, double cy, GEOSGeometry *sides[2])
{
    double angle = test_random(random) < 0.3 ? random_whole(random, 0, 3) * G_PI / 2 : test_random(random) * 2 * G_PI;
    double far_x = 10000 * cos(angle);
    double far_y = 10000 * sin(angle);
    for (int side = 0; side < 2; side++) {
        double sign = side ? 1 : -1;
        double x[] = {cx - far_x, cx + far_x, cx + far_x + sign * far_y, cx - far_x + sign * far_y};
        double y[] = {cy - far_y, cy + far_y, cy + far_y - sign * far_x, cy - far_y - sign * far_x};
        sides[side] = polygon_of(x, y, 4);
    }
}

static inline bool is_polygonal(const GEOSGeometry *geometry)
{
    int type = GEOSGeomTypeId_r(hzp_geos(), geometry);
    return (type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON) && GEOSisEmpty_r(hzp_geos(), geometry) == 0;
}

static inline void add_zone(Scene *scene, GEOSGeometry *zone)
{
    if (scene->n < ZONES && is_polygonal(zone))
        scene->zones[scene->n++] = zone;
    else
        hzp_geometry_free(zone);
}

static inline void add_random_zones(Scene *scene, uint64_t *random, int at_most)
{
    int n = random_whole(random, 0, at_most);
    for (int i = 0; i < n; i++) {
        double size = 1000 * pow(10, random_between(random, -1.5, 0.3));
        add_zone(scene, random_shape(random, random_between(random, -1200, 1200), random_between(random, -1200, 1200), size));
    }
}

/* Everything on one lattice: corners on edges, edges along edges. */
static inline void lattice(Scene *scene, uint64_t *random)
{
    scene->unit = test_random(random) < 0.5 ? random_cells(random, 0, 0, 1024) : random_lattice_star(random, 0, 0, 1024);
    int n = random_whole(random, 1, ZONES);
    for (int i = 0; i < n; i++) {
        double x = random_whole(random, -4, 4) * 128;
        double y = random_whole(random, -4, 4) * 128;
        double size = random_whole(random, 0, 1) ? 1024 : 512;
        add_zone(scene,
                 test_random(random) < 0.5 ? random_cells(random, x, y, size) : random_lattice_star(random, x, y, size));
    }
}

/* The unit's own pieces, cut along lines: they share edges with it and with each other. */
static inline void pieces(Scene *scene, uint64_t *random)
{
    GEOSGeometry *sides[4];
    scene->unit = random_shape(random, 0, 0, 1000);
    random_sides(random, 0, 0, sides);
    random_sides(random, random_between(random, -500, 500), 0, sides + 2);
    for (int i = 0; i < 4; i++) {
        GEOSGeometry *half = common_part(scene->unit, sides[i / 2]);
        if (test_random(random) < 0.7) add_zone(scene, common_part(half, sides[2 + i % 2]));
        hzp_geometry_free(half);
    }
    for (int i = 0; i < 4; i++)
        hzp_geometry_free(sides[i]);
}

/* Zones drawn twice, and the unit itself as a zone. */
static inline void duplicates(Scene *scene, uint64_t *random)
{
    scene->unit = random_shape(random, 0, 0, 1000);
    add_random_zones(scene, random, 2);
    size_t n = scene->n;
    for (size_t i = 0; i < n; i++)
        add_zone(scene, copy_of(scene->zones[i]));
    for (int copies = random_whole(random, 1, 3); copies > 0; copies--)
        add_zone(scene, copy_of(scene->unit));
}

/* Zones that touch the unit along an edge, in a corner, in one of its corners. */
static inline void touching(Scene *scene, uint64_t *random)
{
    static const double beside[][2] = {{1, 0}, {-1, 0}, {0, 1}, {1, 1}, {-1, 1}};
    scene->unit = test_random(random) < 0.5 ? random_cells(random, 0, 0, 1024) : box_of(-1024, -1024, 1024, 1024);
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
        if (test_random(random) < 0.5) add_zone(scene, moved(scene->unit, 1, beside[i][0] * 2048, beside[i][1] * 2048));
    }
    add_zone(scene, moved(scene->unit, 0.5, 512, 512));
    add_random_zones(scene, random, 1);
}

/* The hole alone, the hole filled, all of it covered. */
static inline void holes(Scene *scene, uint64_t *random)
{
    GEOSContextHandle_t geos = hzp_geos();
    scene->unit = random_holed_star(random, 0, 0, 1000);
    GEOSGeometry *hole = GEOSGeom_createPolygon_r(geos, copy_of(GEOSGetInteriorRingN_r(geos, scene->unit, 0)), NULL, 0);
    if (test_random(random) < 0.3) add_zone(scene, box_of(-2000, -2000, 2000, 2000));
    if (test_random(random) < 0.5) add_zone(scene, moved(hole, random_between(random, 0.5, 1.5), 0, 0));
    if (test_random(random) < 0.5) add_zone(scene, moved(scene->unit, random_between(random, 0.5, 1.5), 0, 0));
    add_random_zones(scene, random, 2);
    add_zone(scene, hole);
}

static inline void circles(Scene *scene, uint64_t *random)
{
    scene->unit = random_star(random, 0, 0, 1000);
    for (int n = random_whole(random, 1, ZONES); n > 0; n--) {
        /* often about the same place, so that one lies in another and corners lie on one height */
        double x = random_whole(random, -3, 3) * 200;
        double y = random_whole(random, -2, 2) * 300;
        add_zone(scene, drawn_circle(x, y, random_whole(random, 1, 8) * 150, random_whole(random, 0, 1) ? 32 : 64));
    }
}

static inline bool move_exactly(GEOSGeometry **geometry, double dx, double dy)
{
    GEOSGeometry *away = moved(*geometry, 1, dx, dy);
    GEOSGeometry *back = moved(away, 1, -dx, -dy);
    bool fine = is_valid(away) && is_valid(back) && area_of(back) > 0;
    hzp_geometry_free(*geometry);
    hzp_geometry_free(away);
    *geometry = back;
    return fine;
}

static inline void free_shapes(Scene *scene)
{
    hzp_geometry_free(scene->unit);
    for (size_t i = 0; i < scene->n; i++)
        hzp_geometry_free(scene->zones[i]);
    scene->n = 0;
}

static inline void scene_free(Scene *scene)
{
    free_shapes(scene);
    hzp_polygon_set_free(scene->unit_set);
    hzp_polygon_set_free(scene->zone_set);
}

static inline void shapes_of_scene(Scene *scene, uint64_t *random, int kind)
{
    scene->n = 0;
    if (kind == 1) lattice(scene, random);
    if (kind == 2) pieces(scene, random);
    if (kind == 3) duplicates(scene, random);
    if (kind == 4) touching(scene, random);
    if (kind == 5) holes(scene, random);
    if (kind == 6) circles(scene, random);
    if (kind != 0) return;
    scene->unit = random_shape(random, 0, 0, 1000);
    add_random_zones(scene, random, ZONES);
}

static inline void sets_of_scene(Scene *scene, double dx, double dy)
{
    scene->unit_set = hzp_polygon_set_new();
    scene->zone_set = hzp_polygon_set_new();
    GEOSGeometry *away = moved(scene->unit, 1, dx, dy);
    hzp_polygon_set_add(scene->unit_set, away);
    hzp_geometry_free(away);
    for (size_t i = 0; i < scene->n; i++) {
        away = moved(scene->zones[i], 1, dx, dy);
        hzp_polygon_set_add(scene->zone_set, away);
        hzp_geometry_free(away);
        scene->order[i] = i;
    }
}

static inline void scene_make(Scene *scene, uint64_t *random, int number)
{
    bool fine = false;
    double far_x = number % 3 == 0 ? 38500000.25 : 0;
    double far_y = number % 3 == 0 ? 4000000.5 : 0;
    while (!fine) {
        shapes_of_scene(scene, random, number % SCENES);
        fine = move_exactly(&scene->unit, far_x, far_y);
        for (size_t i = 0; i < scene->n; i++)
            fine = move_exactly(&scene->zones[i], far_x, far_y) && fine;
        if (!fine) free_shapes(scene);
    }
    sets_of_scene(scene, far_x, far_y);
    for (size_t i = 0; i < scene->n; i++)
        scene->groups[i] = 1 | (2u << random_whole(random, 0, 2)) | (test_random(random) < 0.2 ? 8 : 0);
}

/* ---- the kernel ---- */

static HzpCoverSweep *sweep; /* of the test program; made and freed by scenes_begin() and scenes_end() */

static inline HzpCoverAreas areas_of(const HzpPolygonSet *units, const HzpPolygonSet *zones, const size_t *order, size_t n,
                                     const uint32_t *groups, double *each)
{
    HzpCoverQuestion question = {units, 0, zones, order, n, groups, groups ? GROUPS : 1};
    HzpCoverAreas areas;
    memset(&areas, 0, sizeof areas);
    hzp_cover_areas(sweep, &question, &areas, each);
    return areas;
}

static inline HzpCoverAreas areas_of_scene(const Scene *scene, double *each)
{
    return areas_of(scene->unit_set, scene->zone_set, scene->order, scene->n, scene->groups, each);
}

/* Area of a geometry in the union of geometries. */
static inline double covered(const GEOSGeometry *unit, GEOSGeometry *const *zones, size_t n)
{
    size_t order[2 * ZONES];
    HzpPolygonSet *units = hzp_polygon_set_new();
    HzpPolygonSet *set = hzp_polygon_set_new();
    hzp_polygon_set_add(units, unit);
    for (size_t i = 0; i < n; i++) {
        hzp_polygon_set_add(set, zones[i]);
        order[i] = i;
    }
    HzpCoverAreas areas = areas_of(units, set, order, n, NULL, NULL);
    hzp_polygon_set_free(units);
    hzp_polygon_set_free(set);
    return areas.group[0];
}

/* ---- deviations ---- */

static double largest;  /* of the cases so far, relative to the unit's area */
static int asked_again; /* cases that GEOS had to compute on a grid */

static inline double deviation(double value, double expected, double unit)
{
    double off = fabs(value - expected) / unit;
    return isnan(off) ? INFINITY : off;
}

static inline void near(const char *what, double value, double expected, double unit, double tolerance)
{
    double off = deviation(value, expected, unit);
    if (off > tolerance) fail_msg("%s: %.17g, should be %.17g: %.2g of the unit", what, value, expected, off);
    largest = fmax(largest, off);
}

/* What GEOS finds about a scene differs from the areas by so much. */
typedef double (*Comparison)(const Scene *scene, const HzpCoverAreas *areas, const double *each);

static inline void agrees(const char *what, Comparison compare, const Scene *scene, const HzpCoverAreas *areas,
                          const double *each)
{
    double off = compare(scene, areas, each);
    if (off > 1e-9) {
        geos_grid = GEOS_FINE_GRID;
        off = compare(scene, areas, each);
        geos_grid = 0;
        asked_again++;
    }
    if (off > 1e-9) fail_msg("%s of %zu zones: off by %.2g of the unit", what, scene->n, off);
    largest = fmax(largest, off);
}

static inline void say(int cases)
{
    print_message("             %d cases, largest deviation %.1g", cases, largest);
    print_message(asked_again ? ", %d on a grid\n" : "\n", asked_again);
    largest = asked_again = 0;
}

/* ---- comparisons ---- */

static inline double compare_groups(const Scene *scene, const HzpCoverAreas *areas, const double *each)
{
    double off = 0;
    (void)each;
    for (int g = 0; g < GROUPS; g++) {
        GEOSGeometry *of_group[ZONES];
        size_t n = 0;
        for (size_t i = 0; i < scene->n; i++) {
            if (scene->groups[i] & 1u << g) of_group[n++] = scene->zones[i];
        }
        GEOSGeometry *united = union_of(of_group, n);
        off = fmax(off, deviation(areas->group[g], common_area(scene->unit, united), areas->unit));
        hzp_geometry_free(united);
    }
    return off;
}

/* What lies under at least 1, 2, 3 … zones, built up zone by zone. */
static inline double compare_depths(const Scene *scene, const HzpCoverAreas *areas, const double *each)
{
    GEOSGeometry *under[ZONES + 2];
    double area[ZONES + 2];
    (void)each;
    for (size_t k = 0; k < ZONES + 2; k++)
        under[k] = k == 0 ? copy_of(scene->unit) : GEOSGeom_createEmptyPolygon_r(hzp_geos());
    for (size_t i = 0; i < scene->n; i++) {
        for (size_t k = i + 1; k > 0; k--)
            under[k] = take_union(under[k], common_part(under[k - 1], scene->zones[i]));
    }
    for (size_t k = 0; k < ZONES + 2; k++) {
        area[k] = area_of(under[k]);
        hzp_geometry_free(under[k]);
    }
    double off = deviation(areas->depth[0], area[1] - area[2], areas->unit);
    off = fmax(off, deviation(areas->depth[1], area[2] - area[3], areas->unit));
    return fmax(off, deviation(areas->depth[2], area[3], areas->unit));
}

static inline double compare_single_zones(const Scene *scene, const HzpCoverAreas *areas, const double *each)
{
    double off = 0;
    for (size_t z = 0; z < scene->n; z++)
        off = fmax(off, deviation(each[z], common_area(scene->unit, scene->zones[z]), areas->unit));
    return off;
}

static inline int scenes_begin(void **state)
{
    (void)state;
    sweep = hzp_cover_sweep_new();
    return 0;
}

static inline int scenes_end(void **state)
{
    (void)state;
    hzp_cover_sweep_free(sweep);
    hzp_geos_finish();
    return 0;
}

#endif
