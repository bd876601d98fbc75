/* Points within a distance and inside polygons: against looking at every pair. */
#include "support.h"

#include "geo/point_grid.h"

enum { POINTS = 600, QUERIES = 300 };

typedef struct {
    double x[POINTS];
    double y[POINTS];
} Points;

/* Whole metres, so that many points share a place, a row and a distance; some have no position, some lie far out. */
static void random_points(Points *points, uint64_t *random, double width, double height)
{
    for (size_t i = 0; i < POINTS; i++) {
        points->x[i] = floor(test_random(random) * width);
        points->y[i] = floor(test_random(random) * height);
        if (i % 50 == 7) points->x[i] = NAN;
        if (i % 50 == 9) points->y[i] = INFINITY;
        if (i % 200 == 11) points->x[i] = -1e7;
    }
}

static bool placed(const Points *points, size_t i) { return isfinite(points->x[i]) && isfinite(points->y[i]); }

/* How often each position was found. */
static void count_hits(const HzpPointGrid *grid, const HzpPointHits *hits, unsigned char *seen)
{
    memset(seen, 0, POINTS);
    for (size_t k = 0; k < hits->n; k++) {
        assert_in_range(hits->slot[k], 0, grid->n - 1);
        seen[grid->position[hits->slot[k]]]++;
    }
}

static void check_distances(double width, double height)
{
    uint64_t random = 7;
    Points points;
    HzpPointHits hits = {0};
    unsigned char seen[POINTS];
    random_points(&points, &random, width, height);
    HzpPointGrid *grid = hzp_point_grid_new(points.x, points.y, POINTS);
    for (int q = 0; q < QUERIES; q++) {
        double x = floor(test_random(&random) * width * 1.4 - width * 0.2);
        double y = floor(test_random(&random) * height * 1.4 - height * 0.2);
        double radius = q % 10 == 0 ? 0 : floor(test_random(&random) * 20);
        if (q % 30 == 1) radius = 2e7;
        hzp_point_grid_within(grid, x, y, radius, &hits);
        count_hits(grid, &hits, seen);
        for (size_t i = 0; i < POINTS; i++) {
            double dx = points.x[i] - x;
            double dy = points.y[i] - y;
            assert_int_equal(seen[i], placed(&points, i) && sqrt(dx * dx + dy * dy) <= radius ? 1 : 0);
        }
    }
    hzp_point_hits_clear(&hits);
    hzp_point_grid_free(grid);
}

static void test_point_grid__finds_all_within_a_distance(void **state)
{
    (void)state;
    check_distances(60, 60);
    check_distances(5000, 3);
    check_distances(1, 400); /* all on one line */
    check_distances(1, 1);   /* all in one place */
}

/* (3, 4) × 0.1: the squares' sum exceeds the radius' square by rounding, its root does not exceed the radius. What decides is
 * the root, as in PostGIS. */
static void test_point_grid__compares_the_root_as_postgis_does(void **state)
{
    (void)state;
    size_t differ = 0;
    for (int i = 1; i < 2000; i++) {
        double x = 3 * 0.01 * i;
        double y = 4 * 0.01 * i;
        double radius = sqrt(x * x + y * y);
        if (x * x + y * y > radius * radius) differ++;
        HzpPointGrid *grid = hzp_point_grid_new(&x, &y, 1);
        HzpPointHits hits = {0};
        hzp_point_grid_within(grid, 0, 0, radius, &hits);
        assert_int_equal(hits.n, 1);
        hzp_point_grid_within(grid, 0, 0, nextafter(radius, 0), &hits);
        assert_int_equal(hits.n, 0);
        hzp_point_hits_clear(&hits);
        hzp_point_grid_free(grid);
    }
    assert_true(differ > 0); /* there are cases in which comparing squares would have been wrong */
}

static void test_point_grid__finds_nothing_for_what_is_no_circle(void **state)
{
    (void)state;
    const double x[] = {0, 1};
    const double y[] = {0, 1};
    const double none[] = {NAN, NAN};
    HzpPointHits hits = {0};
    HzpPointGrid *grid = hzp_point_grid_new(x, y, 2);
    hzp_point_grid_within(grid, 0, 0, NAN, &hits);
    assert_int_equal(hits.n, 0);
    hzp_point_grid_within(grid, 0, 0, -1, &hits);
    assert_int_equal(hits.n, 0);
    hzp_point_grid_within(grid, NAN, 0, 1, &hits);
    assert_int_equal(hits.n, 0);
    hzp_point_grid_within(grid, 0, 0, INFINITY, &hits);
    assert_int_equal(hits.n, 2);
    hzp_point_grid_free(grid);
    grid = hzp_point_grid_new(none, y, 2);
    assert_int_equal(grid->n, 0);
    hzp_point_grid_within(grid, 0, 0, 10, &hits);
    assert_int_equal(hits.n, 0);
    hzp_point_grid_free(grid);
    hzp_point_hits_clear(&hits);
}

/* A star with corners on whole metres, a hole in half of them, a second part in a third. */
static void add_star(HzpPolygonSet *set, uint64_t *random, int q)
{
    enum { CORNERS = 40 };
    double x[CORNERS];
    double y[CORNERS];
    double cx = floor(test_random(random) * 60);
    double cy = floor(test_random(random) * 60);
    double size = 2 + test_random(random) * 25;
    int n = 3 + (int)(test_random(random) * (CORNERS - 3));
    for (int part = 0; part < 3; part++) {
        double scale = part == 1 ? 0.3 : 1;
        double shift = part == 2 ? 2 * size : 0;
        if ((part == 1 && q % 2) || (part == 2 && q % 3)) continue;
        for (int i = 0; i < n; i++) {
            double reach = size * scale * (0.7 + 0.3 * test_random(random));
            x[i] = cx + shift + floor(reach * cos(2 * G_PI * i / n));
            y[i] = cy + floor(reach * sin(2 * G_PI * i / n));
        }
        hzp_polygon_set_add_ring(set, x, y, (size_t)n, part == 1);
    }
    hzp_polygon_set_end(set);
}

static void test_point_grid__finds_all_that_a_polygon_covers(void **state)
{
    (void)state;
    uint64_t random = 11;
    Points points;
    HzpPointHits hits = {0};
    unsigned char seen[POINTS];
    HzpPolygonSet *set = hzp_polygon_set_new();
    size_t inside = 0;
    random_points(&points, &random, 60, 60);
    HzpPointGrid *grid = hzp_point_grid_new(points.x, points.y, POINTS);
    for (int q = 0; q < QUERIES; q++) {
        if (q % 20 == 19)
            hzp_polygon_set_add_empty(set);
        else
            add_star(set, &random, q);
        hzp_point_grid_covered(grid, set, (size_t)q, &hits);
        count_hits(grid, &hits, seen);
        inside += hits.n;
        for (size_t i = 0; i < POINTS; i++) {
            bool covers = placed(&points, i) && hzp_polygon_set_covers(set, (size_t)q, points.x[i], points.y[i]);
            assert_int_equal(seen[i], covers);
        }
    }
    assert_true(inside > 10 * QUERIES);
    hzp_point_hits_clear(&hits);
    hzp_polygon_set_free(set);
    hzp_point_grid_free(grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_point_grid__finds_all_within_a_distance),
        cmocka_unit_test(test_point_grid__compares_the_root_as_postgis_does),
        cmocka_unit_test(test_point_grid__finds_nothing_for_what_is_no_circle),
        cmocka_unit_test(test_point_grid__finds_all_that_a_polygon_covers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
