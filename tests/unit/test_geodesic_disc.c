/* Within a geodesic distance or not: the answers of geod_inverse(), and how seldom it has to be asked. */
#include "support.h"

#include "geo/geodesic.h"
#include "geo/geodesic_disc.h"

static const HzpCrsFacts CGCS2000 = {.geographic = true, .semi_major_m = 6378137, .inverse_flattening = 298.257222101};
static const HzpCrsFacts SPHERE = {.geographic = true, .semi_major_m = 6371000, .inverse_flattening = 0};

/* Places around a centre, most of them near the edge, some exactly on it. */
static void check_disc(const HzpCrsFacts *ellipsoid, double lon, double lat, double radius, uint64_t *random)
{
    HzpGeodesicRuler ruler = hzp_geodesic_ruler(ellipsoid);
    for (int i = 0; i < 60; i++) {
        double to_lon = NAN;
        double to_lat = NAN;
        double near = i % 2 ? 1 + 1e-3 * (test_random(random) - 0.5) : 2 * test_random(random);
        geod_direct(&ruler.geodesic, lat, lon, 360 * test_random(random), radius * near, &to_lat, &to_lon, NULL);
        double distance = hzp_geodesic_distance_m(ellipsoid, lon, lat, to_lon, to_lat, NULL);
        HzpGeodesicDisc disc = hzp_geodesic_disc(&ruler, lon, lat, radius);
        assert_int_equal(hzp_geodesic_disc_covers(&disc, to_lon, to_lat), distance <= radius);
        /* Adding 360 takes last bits from a longitude: some nanometres. */
        if (fabs(distance - radius) > 1e-6)
            assert_int_equal(hzp_geodesic_disc_covers(&disc, to_lon + 360, to_lat), distance <= radius);
        disc = hzp_geodesic_disc(&ruler, lon, lat, distance);
        assert_true(hzp_geodesic_disc_covers(&disc, to_lon, to_lat));
        disc = hzp_geodesic_disc(&ruler, lon, lat, nextafter(distance, 0));
        assert_false(distance > 0 && hzp_geodesic_disc_covers(&disc, to_lon, to_lat));
    }
}

static void test_geodesic_disc__answers_as_the_distance_does(void **state)
{
    (void)state;
    const double radii[] = {0, 1e-3, 50, 1500, 30000, 99999, 250000};
    uint64_t random = 8;
    for (size_t r = 0; r < G_N_ELEMENTS(radii); r++) {
        for (double lat = -90; lat <= 90; lat += 7.5) {
            check_disc(&CGCS2000, 360 * test_random(&random) - 180, lat, radii[r], &random);
            check_disc(&CGCS2000, 180, lat, radii[r], &random);
            check_disc(&SPHERE, 105, lat, radii[r], &random);
        }
        check_disc(&CGCS2000, 100, 89.99, radii[r], &random);
    }
}

static void test_geodesic_disc__nothing_is_near_nowhere(void **state)
{
    (void)state;
    HzpGeodesicRuler ruler = hzp_geodesic_ruler(&CGCS2000);
    HzpGeodesicDisc disc = hzp_geodesic_disc(&ruler, 105, 35, 1000);
    assert_true(hzp_geodesic_disc_covers(&disc, 105, 35));
    assert_false(hzp_geodesic_disc_covers(&disc, NAN, 35));
    assert_false(hzp_geodesic_disc_covers(&disc, 105, NAN));
    disc = hzp_geodesic_disc(&ruler, 105, 35, NAN);
    assert_false(hzp_geodesic_disc_covers(&disc, 105, 35));
    disc = hzp_geodesic_disc(&ruler, NAN, NAN, 1000);
    assert_false(hzp_geodesic_disc_covers(&disc, 105, 35));
}

/* Places between the bounds are few: that is what the bounds are for. */
static void test_geodesic_disc__bounds_decide_nearly_all(void **state)
{
    (void)state;
    enum { PLACES = 100000 };
    uint64_t random = 2;
    HzpGeodesicRuler ruler = hzp_geodesic_ruler(&CGCS2000);
    HzpGeodesicDisc disc = hzp_geodesic_disc(&ruler, 105, 35, 1500);
    int open = 0;
    for (int i = 0; i < PLACES; i++) {
        double north = pow(0.04 * (test_random(&random) - 0.5), 2);
        double east = pow(0.04 * (test_random(&random) - 0.5), 2);
        open += !(disc.north_most * north + disc.east_most * east <= disc.surely_inside) &&
                !(disc.north_least * north + disc.east_least * east > disc.surely_outside);
    }
    assert_in_range(open, 1, PLACES / 1000);
}

/* The reach in the plane is enough, up to 40 degrees from the projection's centre, and less than 5 % too much near it. */
static void test_geodesic_disc__the_planar_reach_holds_the_disc(void **state)
{
    (void)state;
    uint64_t random = 6;
    HzpGeodesicRuler ruler = hzp_geodesic_ruler(&CGCS2000);
    for (double lat_0 = 0; lat_0 <= 80; lat_0 += 20) {
        g_autofree char *projection = hzp_crs_equal_area(&CGCS2000, 105, lat_0);
        g_autofree char *geographic = hzp_crs_geographic(&CGCS2000);
        HzpTransform *transform = NULL;
        assert_int_equal(hzp_transform_new(geographic, projection, &transform), HZP_OK);
        for (int i = 0; i < 500; i++) {
            double x[2];
            double y[2];
            double away = i % 4 == 0 ? 1e5 : 4.4e6 * test_random(&random);
            geod_direct(&ruler.geodesic, lat_0, 105, 360 * test_random(&random), away, &y[0], &x[0], NULL);
            double radius = i % 3 ? 1500 : 50000;
            geod_direct(&ruler.geodesic, y[0], x[0], 360 * test_random(&random), radius, &y[1], &x[1], NULL);
            assert_int_equal(hzp_transform_forward(transform, x, y, 1, 2), 0);
            double reach = hzp_geodesic_disc_planar_reach(&ruler, x[0], y[0], radius);
            assert_true(hypot(x[1] - x[0], y[1] - y[0]) <= reach);
            if (away < 2e6) assert_true(reach < 1.05 * radius);
        }
        hzp_transform_free(transform);
    }
    assert_true(isinf(hzp_geodesic_disc_planar_reach(&ruler, 1.2e7, 0, 100)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_geodesic_disc__answers_as_the_distance_does),
        cmocka_unit_test(test_geodesic_disc__nothing_is_near_nowhere),
        cmocka_unit_test(test_geodesic_disc__bounds_decide_nearly_all),
        cmocka_unit_test(test_geodesic_disc__the_planar_reach_holds_the_disc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
