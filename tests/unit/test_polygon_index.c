/* Which polygons cover a point: against a plain even-odd test of every polygon, and by hand on boundaries. */
#include "support.h"

#include "geo/geometry.h"
#include "geo/polygon_index.h"

enum { POLYGONS = 60, POINTS = 2000, CORNERS = 5 };

typedef struct {
    double x[CORNERS];
    double y[CORNERS];
} Ring;

typedef struct {
    size_t positions[POLYGONS];
    size_t n;
} Hits;

static void keep(size_t position, void *user)
{
    Hits *hits = user;
    assert_true(hits->n < POLYGONS);
    hits->positions[hits->n++] = position;
}

static GEOSGeometry *polygon_of(const double *x, const double *y, unsigned corners)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSCoordSequence *ring = GEOSCoordSeq_create_r(geos, corners + 1, 2);
    for (unsigned i = 0; i <= corners; i++)
        GEOSCoordSeq_setXY_r(geos, ring, i, x[i % corners], y[i % corners]);
    return GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, ring), NULL, 0);
}

static GEOSGeometry *box(double west, double south, double east, double north)
{
    const double x[] = {west, east, east, west};
    const double y[] = {south, south, north, north};
    return polygon_of(x, y, 4);
}

/* W. Randolph Franklin's crossing count. */
static bool crosses(const Ring *ring, double x, double y)
{
    bool inside = false;
    for (int i = 0, j = CORNERS - 1; i < CORNERS; j = i++) {
        if ((ring->y[i] > y) != (ring->y[j] > y) &&
            x < (ring->x[j] - ring->x[i]) * (y - ring->y[i]) / (ring->y[j] - ring->y[i]) + ring->x[i])
            inside = !inside;
    }
    return inside;
}

/* A convex ring: corners on a circle at rising angles. */
static void random_ring(Ring *ring, uint64_t *random)
{
    double cx = test_random(random) * 100;
    double cy = test_random(random) * 100;
    double radius = 2 + test_random(random) * 20;
    for (int i = 0; i < CORNERS; i++) {
        double angle = (i + 0.8 * test_random(random)) * 2 * G_PI / CORNERS;
        ring->x[i] = cx + radius * cos(angle);
        ring->y[i] = cy + radius * sin(angle);
    }
}

static void test_polygon_index__finds_what_looking_at_all_finds(void **state)
{
    (void)state;
    uint64_t random = 20201;
    Ring rings[POLYGONS];
    GEOSGeometry *polygons[POLYGONS];
    for (size_t i = 0; i < POLYGONS; i++) {
        random_ring(&rings[i], &random);
        polygons[i] = i % 17 == 3 ? NULL : polygon_of(rings[i].x, rings[i].y, CORNERS);
    }
    HzpPolygonIndex *index = hzp_polygon_index_new(polygons, POLYGONS);
    size_t covered = 0;
    for (int p = 0; p < POINTS; p++) {
        double x = test_random(&random) * 120 - 10;
        double y = test_random(&random) * 120 - 10;
        Hits expected = {.n = 0};
        Hits found = {.n = 0};
        for (size_t i = 0; i < POLYGONS; i++) {
            if (polygons[i] && crosses(&rings[i], x, y)) keep(i, &expected);
        }
        hzp_polygon_index_at(index, x, y, keep, &found);
        assert_int_equal(found.n, expected.n);
        assert_memory_equal(found.positions, expected.positions, expected.n * sizeof(size_t));
        assert_true(hzp_polygon_index_first(index, x, y) == (expected.n ? (long)expected.positions[0] : -1));
        covered += expected.n;
    }
    assert_true(covered > POINTS / 2);
    hzp_polygon_index_free(index);
    for (size_t i = 0; i < POLYGONS; i++)
        hzp_geometry_free(polygons[i]);
}

/* A village on a town's border belongs to both, and the first in the layer's order is taken: nothing falls between. */
static void test_polygon_index__counts_the_boundary_in(void **state)
{
    (void)state;
    GEOSGeometry *boxes[] = {box(0, 0, 1, 1), box(1, 0, 2, 1), box(0.5, 0.5, 1.5, 1.5)};
    HzpPolygonIndex *index = hzp_polygon_index_new(boxes, 3);
    static const struct {
        double x, y;
        const char *found;
    } points[] = {{0, 0, "0"}, {1, 0, "01"},    {1, 0.25, "01"}, {1, 1, "012"}, {0.5, 0.5, "02"},
                  {2, 1, "1"}, {1.5, 1.5, "2"}, {0.5, 0, "0"},   {3, 3, ""},    {-0.0001, 0.5, ""}};
    for (size_t i = 0; i < G_N_ELEMENTS(points); i++) {
        Hits found = {.n = 0};
        char text[POLYGONS + 1] = "";
        hzp_polygon_index_at(index, points[i].x, points[i].y, keep, &found);
        for (size_t j = 0; j < found.n; j++)
            text[j] = (char)('0' + found.positions[j]);
        assert_string_equal(text, points[i].found);
    }
    hzp_polygon_index_free(index);
    for (size_t i = 0; i < 3; i++)
        hzp_geometry_free(boxes[i]);
}

static void test_polygon_index__finds_neighbours_by_envelope(void **state)
{
    (void)state;
    GEOSGeometry *boxes[] = {box(0, 0, 1, 1), box(5, 5, 6, 6), box(1, 1, 2, 2), box(0.2, 0.2, 0.3, 0.3)};
    HzpPolygonIndex *index = hzp_polygon_index_new(boxes, 4);
    Hits found = {.n = 0};
    hzp_polygon_index_near(index, boxes[0], keep, &found);
    const size_t expected[] = {0, 2, 3};
    assert_int_equal(found.n, 3);
    assert_memory_equal(found.positions, expected, sizeof expected);
    hzp_polygon_index_free(index);
    for (size_t i = 0; i < 4; i++)
        hzp_geometry_free(boxes[i]);
}

static void test_polygon_index__may_be_empty(void **state)
{
    (void)state;
    GEOSGeometry *nothing[] = {NULL, GEOSGeom_createEmptyPolygon_r(hzp_geos())};
    for (size_t n = 0; n <= 2; n++) {
        HzpPolygonIndex *index = hzp_polygon_index_new(nothing, n);
        assert_int_equal(hzp_polygon_index_first(index, 112, 35), -1);
        hzp_polygon_index_free(index);
    }
    hzp_polygon_index_free(NULL);
    hzp_geometry_free(nothing[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_polygon_index__finds_what_looking_at_all_finds),
        cmocka_unit_test(test_polygon_index__counts_the_boundary_in),
        cmocka_unit_test(test_polygon_index__finds_neighbours_by_envelope),
        cmocka_unit_test(test_polygon_index__may_be_empty),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hzp_geos_finish();
    return failed;
}
