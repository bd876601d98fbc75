/* Polygons that cross themselves, and the boundary of what is covered: against GEOS, over thousands of random scenes. */
#include "random_scene.h"

/* ---- polygons that cross themselves ---- */

/* Winding number of the rings of a polygon about a place that is on none of them. */
static int winding(const HzpPolygonSet *set, size_t polygon, double px, double py)
{
    int turns = 0;
    for (size_t r = set->first_ring[polygon]; r < set->first_ring[polygon + 1]; r++) {
        size_t start = set->ring_start[r];
        size_t n = set->ring_start[r + 1] - start;
        for (size_t i = 0; i < n; i++) {
            double x0 = set->x[start + i] - px;
            double y0 = set->y[start + i] - py;
            double x1 = set->x[start + (i + 1) % n] - px;
            double y1 = set->y[start + (i + 1) % n] - py;
            if ((y0 <= 0) == (y1 <= 0)) continue;
            if (x0 * y1 - x1 * y0 > 0 && y1 > 0) turns++;
            if (x0 * y1 - x1 * y0 < 0 && y1 <= 0) turns--;
        }
    }
    return turns;
}

/* A polygon of one ring as GEOS would have to be given it: the faces between its lines that it winds about. */
static GEOSGeometry *untangled(const HzpPolygonSet *set, size_t polygon)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeometry *kept = GEOSGeom_createEmptyPolygon_r(geos);
    size_t start = set->ring_start[set->first_ring[polygon]];
    if (set->first_ring[polygon] == set->first_ring[polygon + 1]) return kept;
    unsigned n = (unsigned)(set->ring_start[set->first_ring[polygon] + 1] - start);
    GEOSGeometry *ring = ring_of(set->x + start, set->y + start, n);
    GEOSGeometry *lines = GEOSUnaryUnion_r(geos, ring);
    const GEOSGeometry *const given[] = {lines};
    GEOSGeometry *faces = GEOSPolygonize_r(geos, given, 1);
    int n_faces = GEOSGetNumGeometries_r(geos, faces);
    for (int f = 0; f < n_faces; f++) {
        const GEOSGeometry *face = GEOSGetGeometryN_r(geos, faces, f);
        GEOSGeometry *inside = GEOSPointOnSurface_r(geos, face);
        double x = 0;
        double y = 0;
        GEOSGeomGetX_r(geos, inside, &x);
        GEOSGeomGetY_r(geos, inside, &y);
        if (winding(set, polygon, x, y) > 0) kept = take_union(kept, copy_of(face));
        hzp_geometry_free(inside);
    }
    hzp_geometry_free(faces);
    hzp_geometry_free(lines);
    hzp_geometry_free(ring);
    return kept;
}

/* Some zones are tangles, some are sound; now and then the unit is a tangle too. */
static void tangled_scene(Scene *scene, uint64_t *random)
{
    memset(scene, 0, sizeof *scene);
    scene->unit_set = hzp_polygon_set_new();
    scene->zone_set = hzp_polygon_set_new();
    if (test_random(random) < 0.4) {
        add_tangle(scene->unit_set, random, 0, 0, 1000);
        scene->unit = untangled(scene->unit_set, 0);
    } else {
        scene->unit = random_shape(random, 0, 0, 1000);
        hzp_polygon_set_add(scene->unit_set, scene->unit);
    }
    scene->n = (size_t)random_whole(random, 1, 4);
    for (size_t i = 0; i < scene->n; i++) {
        scene->order[i] = i;
        scene->groups[i] = 1 | (2u << random_whole(random, 0, 2));
        if (test_random(random) < 0.7) {
            add_tangle(scene->zone_set, random, 0, 0, 1000);
            scene->zones[i] = untangled(scene->zone_set, i);
        } else {
            scene->zones[i] = random_shape(random, 0, 0, 800);
            hzp_polygon_set_add(scene->zone_set, scene->zones[i]);
        }
    }
}

static void test_covered_area__takes_the_winding_number_of_crossing_rings(void **state)
{
    (void)state;
    uint64_t random = 4007;
    const int cases = TEST_CASES(1500);
    for (int i = 0; i < cases; i++) {
        Scene scene;
        double each[ZONES];
        tangled_scene(&scene, &random);
        HzpCoverAreas areas = areas_of_scene(&scene, each);
        double unit = area_of(scene.unit);
        for (int g = 0; g < GROUPS; g++)
            assert_true(areas.group[g] >= 0 && areas.group[g] <= areas.unit * (1 + 1e-12));
        if (unit > 0) {
            near("tangled unit", areas.unit, unit, unit, 1e-9);
            agrees("unions", compare_groups, &scene, &areas, each);
            agrees("depths", compare_depths, &scene, &areas, each);
            agrees("single zones", compare_single_zones, &scene, &areas, each);
        }
        scene_free(&scene);
    }
    say(cases);
}

/* ---- the boundary ---- */

/* Area and first moments by Green's theorem: ∮ x dy, ∮ x²/2 dy, ∮ xy dy. Edges run with the inside to their left. */
typedef struct {
    double x, y; /* where coordinates are counted from */
    double area, moment_x, moment_y;
} Moments;

static void add_edge(double x0, double y0, double x1, double y1, uint32_t groups, void *user)
{
    if (!(groups & 1)) return;
    Moments *sum = user;
    double ax = x0 - sum->x;
    double bx = x1 - sum->x;
    double ay = y0 - sum->y;
    double by = y1 - sum->y;
    sum->area += (ax + bx) / 2 * (by - ay);
    sum->moment_x += (ax * ax + ax * bx + bx * bx) / 6 * (by - ay);
    sum->moment_y += (2 * ax * ay + ax * by + bx * ay + 2 * bx * by) / 6 * (by - ay);
}

static double compare_moments(const GEOSGeometry *expected, const Moments *found, double unit)
{
    GEOSContextHandle_t geos = hzp_geos();
    double area = area_of(expected);
    double off = deviation(found->area, area, unit);
    if (area == 0) return off;
    GEOSGeometry *centre = GEOSGetCentroid_r(geos, expected);
    double x = 0;
    double y = 0;
    GEOSGeomGetX_r(geos, centre, &x);
    GEOSGeomGetY_r(geos, centre, &y);
    hzp_geometry_free(centre);
    off = fmax(off, deviation(found->moment_x, area * x, 1000 * unit));
    return fmax(off, deviation(found->moment_y, area * y, 1000 * unit));
}

static double boundary_off(const Scene *scene, const Moments *whole, const Moments *part, double unit)
{
    GEOSGeometry *united = union_of(scene->zones, scene->n);
    GEOSGeometry *inside = intersection_of(scene->unit, united);
    double off = fmax(compare_moments(scene->unit, whole, unit), compare_moments(inside, part, unit));
    hzp_geometry_free(inside);
    hzp_geometry_free(united);
    return off;
}

static void test_covered_area__has_the_boundary_of_what_geos_builds(void **state)
{
    (void)state;
    uint64_t random = 4008;
    const int cases = TEST_CASES(1050);
    for (int i = 0; i < cases; i++) {
        Scene scene;
        scene_make(&scene, &random, i);
        HzpCoverQuestion question = {scene.unit_set, 0, scene.zone_set, scene.order, scene.n, scene.groups, GROUPS};
        Moments whole = {.x = i % 3 == 0 ? 38500000.25 : 0, .y = i % 3 == 0 ? 4000000.5 : 0};
        Moments part = whole;
        /* the edges that are handed on are rounded as their large coordinates are: a strip of 30 m² may not be the measure */
        double unit = fmax(area_of(scene.unit), 1e5);
        hzp_cover_boundary(sweep, &question, false, add_edge, &part);
        question.n = 0;
        hzp_cover_boundary(sweep, &question, true, add_edge, &whole);
        double off = boundary_off(&scene, &whole, &part, unit);
        if (off > 1e-9) {
            geos_grid = GEOS_FINE_GRID;
            off = boundary_off(&scene, &whole, &part, unit);
            geos_grid = 0;
            asked_again++;
        }
        if (off > 1e-9) fail_msg("scene %d: boundary off by %.2g of the unit", i, off);
        largest = fmax(largest, off);
        scene_free(&scene);
    }
    say(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_covered_area__takes_the_winding_number_of_crossing_rings),
        cmocka_unit_test(test_covered_area__has_the_boundary_of_what_geos_builds),
    };
    return cmocka_run_group_tests(tests, scenes_begin, scenes_end);
}
