/* Points within a distance and the nearest one: against looking at every pair. */
#include "support.h"

#include "geo/point_order.h"

enum { POINTS = 700, QUERIES = 400 };

typedef struct {
    double x[POINTS];
    double y[POINTS];
    size_t n;
} Points;

typedef struct {
    const Points *points;
    double x;
    double y;
    double stretch; /* measure over planar distance, for odd positions; its inverse for even ones */
    size_t calls;
} Query;

/* Coordinates on a grid of whole metres, so that many points share an x and many distances are equal. */
static void random_points(Points *points, uint64_t *random)
{
    points->n = POINTS;
    for (size_t i = 0; i < POINTS; i++) {
        points->x[i] = floor(test_random(random) * 60);
        points->y[i] = floor(test_random(random) * 60);
        if (i % 50 == 7) points->x[i] = NAN;
        if (i % 50 == 9) points->y[i] = INFINITY;
    }
}

static double planar(const Query *query, size_t position)
{
    return hypot(query->points->x[position] - query->x, query->points->y[position] - query->y);
}

static double measure(size_t position, void *user)
{
    Query *query = user;
    query->calls++;
    return planar(query, position) * (position % 2 ? query->stretch : 1 / query->stretch);
}

static bool usable(const Points *points, size_t i) { return isfinite(points->x[i]) && isfinite(points->y[i]); }

static void mark(size_t position, void *user)
{
    unsigned char *seen = user;
    seen[position]++;
}

static void test_point_order__finds_all_within_a_distance(void **state)
{
    (void)state;
    uint64_t random = 7;
    Points points;
    random_points(&points, &random);
    HzpPointOrder *order = hzp_point_order_new(points.x, points.y, points.n);
    for (int q = 0; q < QUERIES; q++) {
        Query query = {&points, floor(test_random(&random) * 80) - 10, floor(test_random(&random) * 80) - 10, 1, 0};
        double radius = q % 10 == 0 ? 0 : floor(test_random(&random) * 20);
        unsigned char seen[POINTS] = {0};
        hzp_point_order_within(order, query.x, query.y, radius, mark, seen);
        for (size_t i = 0; i < POINTS; i++)
            assert_int_equal(seen[i], usable(&points, i) && planar(&query, i) <= radius ? 1 : 0);
    }
    hzp_point_order_free(order);
}

static long nearest_of_all(const Points *points, Query *query, double *least)
{
    long best = -1;
    *least = INFINITY;
    for (size_t i = 0; i < points->n; i++) {
        if (!usable(points, i)) continue;
        double distance = measure(i, query);
        if (distance < *least) {
            *least = distance;
            best = (long)i;
        }
    }
    return best;
}

static void compare_nearest(double stretch, double slack)
{
    uint64_t random = 11;
    Points points;
    random_points(&points, &random);
    HzpPointOrder *order = hzp_point_order_new(points.x, points.y, points.n);
    for (int q = 0; q < QUERIES; q++) {
        Query query = {&points, floor(test_random(&random) * 80) - 10, floor(test_random(&random) * 80) - 10, stretch, 0};
        double expected = NAN;
        double distance = NAN;
        long best = nearest_of_all(&points, &query, &expected);
        assert_int_equal(hzp_point_order_nearest(order, query.x, query.y, slack, measure, &query, &distance), best);
        assert_true(distance == expected);
    }
    hzp_point_order_free(order);
}

static void test_point_order__finds_the_nearest_and_the_first_of_equals(void **state)
{
    (void)state;
    compare_nearest(1, 1.05);
    compare_nearest(1, 1);
}

/* The measure may differ from the plane by the slack, either way. */
static void test_point_order__finds_the_nearest_by_another_measure(void **state)
{
    (void)state;
    compare_nearest(1.04, 1.05);
    compare_nearest(0.96, 1.05);
}

static void test_point_order__does_not_measure_everything(void **state)
{
    (void)state;
    uint64_t random = 13;
    Points points;
    random_points(&points, &random);
    HzpPointOrder *order = hzp_point_order_new(points.x, points.y, points.n);
    Query query = {&points, 30, 30, 1, 0};
    double distance = NAN;
    hzp_point_order_nearest(order, 30, 30, 1.05, measure, &query, &distance);
    assert_true(query.calls < POINTS / 4);
    hzp_point_order_free(order);
}

static void test_point_order__may_be_empty(void **state)
{
    (void)state;
    const double nothing[] = {NAN, INFINITY};
    const double numbers[] = {1, 2};
    Points points = {.n = 0};
    Query query = {&points, 0, 0, 1, 0};
    for (size_t n = 0; n <= 2; n++) {
        double distance = 5;
        HzpPointOrder *order = hzp_point_order_new(nothing, numbers, n);
        assert_int_equal(hzp_point_order_nearest(order, 0, 0, 1.05, measure, &query, &distance), -1);
        assert_true(isnan(distance));
        hzp_point_order_free(order);
    }
    hzp_point_order_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_point_order__finds_all_within_a_distance),
        cmocka_unit_test(test_point_order__finds_the_nearest_and_the_first_of_equals),
        cmocka_unit_test(test_point_order__finds_the_nearest_by_another_measure),
        cmocka_unit_test(test_point_order__does_not_measure_everything),
        cmocka_unit_test(test_point_order__may_be_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
