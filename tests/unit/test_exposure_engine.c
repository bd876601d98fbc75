/* The exposure engine: sums by hand, against looking at every pair, against GEOS, and that neither threads nor the order of
 * rows change a bit. */
#include "support.h"

#include "exposure/exposure.h"
#include "geo/geodesic.h"
#include "geo/geos_session.h"

static HzpRun *run_with(int threads)
{
    HzpRun *run = hzp_run_new();
    hzp_run_set_threads(run, threads);
    return run;
}

static HzpExposureResult *ask(const HzpExposureQuestion *question, int threads)
{
    HzpExposureResult *result = NULL;
    HzpRun *run = run_with(threads);
    assert_int_equal(hzp_exposure_compute(run, question, &result), HZP_OK);
    hzp_run_free(run);
    return result;
}

static void check_sum(const HzpExposureSum *sum, uint64_t units, double people, uint64_t people_missing, double households)
{
    assert_int_equal(sum->units, units);
    assert_int_equal(sum->people_missing, people_missing);
    test_close_to(hzp_exact_sum_value(&sum->people), people, 1e-9 * fabs(people));
    test_close_to(hzp_exact_sum_value(&sum->households), households, 1e-9 * fabs(households));
}

static void add_rectangle(HzpPolygonSet *set, double min_x, double min_y, double max_x, double max_y)
{
    const double x[] = {min_x, max_x, max_x, min_x};
    const double y[] = {min_y, min_y, max_y, max_y};
    hzp_polygon_set_add_ring(set, x, y, 4, false);
    hzp_polygon_set_end(set);
}

/* ---- by hand ---- */

/* Five villages: the second at exactly the radius of both circles, the third with unknown people, the fourth outside, the
 * fifth without a position. Types: bit 1 for the first circle and the rectangle, bit 2 for the second circle. */
static void test_exposure_engine__points_by_hand(void **state)
{
    (void)state;
    const double x[] = {0, 3, 10, 20, NAN};
    const double y[] = {0, 4, 1, 20, NAN};
    const double people[] = {100, 200, NAN, 50, 7};
    const double households[] = {30, 60, 5, NAN, 2};
    const int32_t region[] = {0, 1, 0, -1, 1};
    const double centre_x[] = {0, 3, NAN};
    const double centre_y[] = {0, 4, NAN};
    const double radius[] = {5, 5, NAN};
    const uint32_t groups[] = {3, 5, 3};
    HzpPolygonSet *outlines = hzp_polygon_set_new();
    hzp_polygon_set_add_empty(outlines);
    hzp_polygon_set_add_empty(outlines);
    add_rectangle(outlines, 9, -1, 11, 1);
    HzpExposureUnits units = {
        .n = 5, .at = {x, y, NULL, NULL}, .people = people, .households = households, .region = region, .n_regions = 2};
    HzpExposureZones zones = {3, {centre_x, centre_y, NULL, NULL}, radius, outlines, groups, 3};
    HzpExposureQuestion question = {
        .units = &units, .zones = &zones, .radius_factor = 1, .want_shares = true, .want_pairs = true};
    HzpExposureResult *result = ask(&question, 2);
    check_sum(&result->all[0], 2, 100, 1, 35);
    check_sum(&result->all[1], 2, 207, 0, 62);
    check_sum(&result->all[2], 1, 50, 0, 0);
    assert_int_equal(result->all[2].households_missing, 1);
    check_sum(&result->region[0 * 3 + 0], 2, 100, 1, 35);
    check_sum(&result->region[0 * 3 + 1], 2, 100, 1, 35);
    check_sum(&result->region[0 * 3 + 2], 1, 100, 0, 30);
    check_sum(&result->region[1 * 3 + 0], 1, 200, 0, 60);
    check_sum(&result->region[1 * 3 + 1], 1, 200, 0, 60);
    check_sum(&result->region[1 * 3 + 2], 1, 200, 0, 60);
    for (int g = 0; g < 3; g++)
        check_sum(&result->region[2 * 3 + g], 0, 0, 0, 0);
    check_sum(&result->zone[0], 2, 300, 0, 90);
    check_sum(&result->zone[1], 2, 300, 0, 90);
    check_sum(&result->zone[2], 1, 0, 1, 5);
    check_sum(&result->depth[0], 1, 0, 1, 5);
    check_sum(&result->depth[1], 2, 300, 0, 90);
    check_sum(&result->depth[2], 0, 0, 0, 0);
    const double share[] = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0};
    for (int i = 0; i < 12; i++)
        assert_true(result->share[i] == share[i]);
    for (int i = 12; i < 15; i++)
        assert_true(isnan(result->share[i]));
    const size_t pairs[][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 2}};
    assert_int_equal(result->n_pairs, G_N_ELEMENTS(pairs));
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        assert_int_equal(result->pairs[i].unit, pairs[i][0]);
        assert_int_equal(result->pairs[i].zone, pairs[i][1]);
        assert_true(result->pairs[i].share == 1);
    }
    hzp_exposure_result_free(result);
    /* At half the radii each circle holds the village in its centre only; at a hair below 1 the second is out of the first.
     */
    question.radius_factor = 0.5;
    result = ask(&question, 1);
    check_sum(&result->zone[0], 1, 100, 0, 30);
    check_sum(&result->zone[1], 1, 200, 0, 60);
    check_sum(&result->zone[2], 1, 0, 1, 5);
    hzp_exposure_result_free(result);
    question.radius_factor = nextafter(1, 0);
    result = ask(&question, 1);
    check_sum(&result->zone[0], 1, 100, 0, 30);
    hzp_exposure_result_free(result);
    question.radius_factor = 2;
    question.want_shares = question.want_pairs = false;
    result = ask(&question, 1);
    check_sum(&result->zone[0], 2, 300, 0, 90);
    check_sum(&result->zone[1], 3, 300, 1, 95);
    check_sum(&result->depth[1], 3, 300, 1, 95);
    assert_null(result->share);
    assert_null(result->pairs);
    hzp_exposure_result_free(result);
    hzp_polygon_set_free(outlines);
}

/* A village 10 wide and 10 high, and one elsewhere as a point. Strips of the first: x 0-4 (type 1) and x 2-6 (type 2). */
static void test_exposure_engine__polygons_by_hand(void **state)
{
    (void)state;
    const double x[] = {5, 100};
    const double y[] = {5, 100};
    const double people[] = {1000, 40};
    HzpPolygonSet *villages = hzp_polygon_set_new();
    add_rectangle(villages, 0, 0, 10, 10);
    hzp_polygon_set_add_empty(villages);
    HzpPolygonSet *strips = hzp_polygon_set_new();
    add_rectangle(strips, 0, -1, 4, 11);
    add_rectangle(strips, 2, -1, 6, 11);
    add_rectangle(strips, 9.99, -1, 12, 11); /* a thousandth of the village */
    add_rectangle(strips, 10, 0, 20, 10);    /* beside it */
    add_rectangle(strips, 100, 100, 110, 110);
    const uint32_t groups[] = {3, 5, 5, 3, 3};
    HzpExposureUnits units = {.n = 2, .at = {x, y, NULL, NULL}, .polygons = villages, .people = people, .n_regions = 1};
    HzpExposureZones zones = {5, {NULL, NULL, NULL, NULL}, NULL, strips, groups, 3};
    HzpExposureQuestion question = {
        .units = &units, .zones = &zones, .radius_factor = 1, .want_shares = true, .want_pairs = true};
    HzpExposureResult *result = ask(&question, 2);
    check_sum(&result->all[0], 2, 1040, 0, 0);
    check_sum(&result->region[0], 2, 601 + 40, 0, 0);
    check_sum(&result->region[1], 2, 400 + 40, 0, 0);
    check_sum(&result->region[2], 1, 401, 0, 0);
    check_sum(&result->depth[0], 2, 401 + 40, 0, 0);
    check_sum(&result->depth[1], 1, 200, 0, 0);
    check_sum(&result->depth[2], 0, 0, 0, 0);
    check_sum(&result->zone[0], 1, 400, 0, 0);
    check_sum(&result->zone[2], 1, 1, 0, 0);
    check_sum(&result->zone[3], 0, 0, 0, 0);
    check_sum(&result->zone[4], 1, 40, 0, 0);
    assert_int_equal(result->n_pairs, 4);
    test_close_to(result->share[2], 0.401, 1e-12);
    assert_int_equal(result->crossed_units, 0);
    hzp_exposure_result_free(result);
    question.minimum_share = 0.01;
    result = ask(&question, 1);
    check_sum(&result->region[0], 2, 600 + 40, 0, 0);
    check_sum(&result->region[2], 1, 400, 0, 0);
    check_sum(&result->zone[2], 0, 0, 0, 0);
    assert_int_equal(result->n_pairs, 3);
    hzp_exposure_result_free(result);
    hzp_polygon_set_free(villages);
    hzp_polygon_set_free(strips);
}

/* A circle inside a village covers as much of it as the regular polygon of its corners has area. */
static void test_exposure_engine__circles_over_polygons_follow_the_radius(void **state)
{
    (void)state;
    enum { CORNERS = 16 };
    const double people = 1;
    const double x = 50;
    const double y = 60;
    const double radius = 10;
    const double factors[] = {1, 0.5, 2};
    for (int outlined = 0; outlined < 2; outlined++) {
        HzpPolygonSet *village = hzp_polygon_set_new();
        HzpPolygonSet *outline = hzp_polygon_set_new();
        add_rectangle(village, 0, 0, 100, 100);
        hzp_polygon_set_add_circle(outline, x, y, radius, CORNERS);
        HzpExposureUnits units = {.n = 1, .at = {&x, &y, NULL, NULL}, .polygons = village, .people = &people};
        HzpExposureZones zones = {1, {&x, &y, NULL, NULL}, &radius, outlined ? outline : NULL, NULL, 1};
        for (size_t f = 0; f < G_N_ELEMENTS(factors); f++) {
            double r = radius * factors[f];
            HzpExposureQuestion question = {
                .units = &units, .zones = &zones, .radius_factor = factors[f], .circle_corners = CORNERS};
            HzpExposureResult *result = ask(&question, 1);
            check_sum(&result->region[0], 1, CORNERS / 2.0 * r * r * sin(2 * G_PI / CORNERS) / 1e4, 0, 0);
            hzp_exposure_result_free(result);
        }
        hzp_polygon_set_free(village);
        hzp_polygon_set_free(outline);
    }
}

/* A sliver of no area has no share of it: it counts where it stands, and nobody is lost. */
static void test_exposure_engine__a_polygon_without_area_is_a_point(void **state)
{
    (void)state;
    const double x[] = {5, 5, NAN};
    const double y[] = {5, 5, NAN};
    const double people[] = {10, 30, 70};
    const double flat_x[] = {0, 10, 5};
    const double flat_y[] = {0, 10, 5};
    HzpPolygonSet *villages = hzp_polygon_set_new();
    hzp_polygon_set_add_ring(villages, flat_x, flat_y, 3, false);
    hzp_polygon_set_end(villages);
    add_rectangle(villages, 0, 0, 10, 10);
    hzp_polygon_set_add_empty(villages);
    HzpPolygonSet *zone = hzp_polygon_set_new();
    add_rectangle(zone, 5, 0, 20, 20);
    HzpExposureUnits units = {.n = 3, .at = {x, y, NULL, NULL}, .polygons = villages, .people = people};
    HzpExposureZones zones = {1, {NULL, NULL, NULL, NULL}, NULL, zone, NULL, 1};
    HzpExposureQuestion question = {.units = &units, .zones = &zones, .radius_factor = 1, .want_shares = true};
    HzpExposureResult *result = ask(&question, 2);
    check_sum(&result->all[0], 3, 110, 0, 0);
    check_sum(&result->region[0], 2, 10 + 15, 0, 0);
    assert_true(result->share[0] == 1);
    test_close_to(result->share[1], 0.5, 1e-12);
    assert_true(isnan(result->share[2]));
    hzp_exposure_result_free(result);
    hzp_polygon_set_free(villages);
    hzp_polygon_set_free(zone);
}

/* A figure of eight is told; its two halves both count as its inside or neither would. */
static void test_exposure_engine__says_of_rings_that_cross(void **state)
{
    (void)state;
    const double x = 5;
    const double y = 5;
    const double people = 10;
    const double eight_x[] = {0, 10, 10, 0};
    const double eight_y[] = {0, 4, 0, 10};
    HzpPolygonSet *village = hzp_polygon_set_new();
    hzp_polygon_set_add_ring(village, eight_x, eight_y, 4, false);
    hzp_polygon_set_end(village);
    HzpPolygonSet *zone = hzp_polygon_set_new();
    add_rectangle(zone, -1, -1, 20, 20);
    HzpExposureUnits units = {.n = 1, .at = {&x, &y, NULL, NULL}, .polygons = village, .people = &people};
    HzpExposureZones zones = {1, {NULL, NULL, NULL, NULL}, NULL, zone, NULL, 1};
    HzpExposureQuestion question = {.units = &units, .zones = &zones, .radius_factor = 1};
    HzpExposureResult *result = ask(&question, 1);
    check_sum(&result->region[0], 1, 10, 0, 0);
    assert_int_equal(result->crossed_units, 1);
    hzp_exposure_result_free(result);
    hzp_polygon_set_free(village);
    hzp_polygon_set_free(zone);
}

/* ---- random layers ---- */

enum { UNITS = 400, ZONES = 150, REGIONS = 9, GROUPS = 6 };

typedef struct {
    HzpExposureUnits units;
    HzpExposureZones zones;
    double x[UNITS], y[UNITS], people[UNITS], households[UNITS];
    int32_t region[UNITS];
    double centre_x[ZONES], centre_y[ZONES], radius[ZONES];
    uint32_t groups[ZONES];
    HzpPolygonSet *villages;
    HzpPolygonSet *outlines;
} Layers;

static void connect(Layers *layers, bool polygons)
{
    layers->units = (HzpExposureUnits){.n = UNITS,
                                       .at = {layers->x, layers->y, NULL, NULL},
                                       .polygons = polygons ? layers->villages : NULL,
                                       .people = layers->people,
                                       .households = layers->households,
                                       .region = layers->region,
                                       .n_regions = REGIONS};
    layers->zones = (HzpExposureZones){
        ZONES, {layers->centre_x, layers->centre_y, NULL, NULL}, layers->radius, layers->outlines, layers->groups, GROUPS};
}

static void add_star(HzpPolygonSet *set, uint64_t *random, double cx, double cy, double size)
{
    enum { CORNERS = 12 };
    double x[CORNERS];
    double y[CORNERS];
    for (int i = 0; i < CORNERS; i++) {
        double reach = size * (0.5 + 0.5 * test_random(random));
        x[i] = cx + reach * cos(2 * G_PI * i / CORNERS);
        y[i] = cy + reach * sin(2 * G_PI * i / CORNERS);
    }
    hzp_polygon_set_add_ring(set, x, y, CORNERS, false);
    hzp_polygon_set_end(set);
}

/* A third of the villages are points, some without people, some without a position; a third of the zones are polygons. */
static Layers *random_layers(uint64_t random, bool polygons)
{
    Layers *layers = g_new0(Layers, 1);
    layers->villages = hzp_polygon_set_new();
    layers->outlines = hzp_polygon_set_new();
    for (int i = 0; i < UNITS; i++) {
        layers->x[i] = 300000 + 10000 * test_random(&random);
        layers->y[i] = 4000000 + 10000 * test_random(&random);
        if (i % 3 == 0)
            hzp_polygon_set_add_empty(layers->villages);
        else
            add_star(layers->villages, &random, layers->x[i], layers->y[i], 400);
        if (i % 50 == 3) layers->x[i] = layers->y[i] = NAN;
        layers->people[i] = i % 20 == 1 ? NAN : 1000 * test_random(&random);
        layers->households[i] = i % 15 == 1 ? NAN : floor(300 * test_random(&random));
        layers->region[i] = (int32_t)(test_random(&random) * (REGIONS + 1)) - 1;
    }
    for (int z = 0; z < ZONES; z++) {
        layers->centre_x[z] = 300000 + 10000 * test_random(&random);
        layers->centre_y[z] = 4000000 + 10000 * test_random(&random);
        layers->radius[z] = z % 3 == 0 ? NAN : 50 + 900 * test_random(&random);
        if (z % 3 == 0)
            add_star(layers->outlines, &random, layers->centre_x[z], layers->centre_y[z], 1000);
        else
            hzp_polygon_set_add_circle(layers->outlines, layers->centre_x[z], layers->centre_y[z], layers->radius[z], 32);
        layers->groups[z] = 1u | 2u << (int)(3 * test_random(&random)) | 16u << (int)(2 * test_random(&random));
    }
    connect(layers, polygons);
    return layers;
}

static void free_layers(Layers *layers)
{
    hzp_polygon_set_free(layers->villages);
    hzp_polygon_set_free(layers->outlines);
    g_free(layers);
}

static bool is_polygon(const Layers *layers, size_t unit)
{
    const HzpPolygonSet *set = layers->units.polygons;
    return set && set->first_ring[unit] < set->first_ring[unit + 1];
}

static bool point_in_zone(const Layers *layers, size_t unit, size_t zone)
{
    double dx = layers->x[unit] - layers->centre_x[zone];
    double dy = layers->y[unit] - layers->centre_y[zone];
    if (isnan(layers->radius[zone])) return hzp_polygon_set_covers(layers->outlines, zone, layers->x[unit], layers->y[unit]);
    return sqrt(dx * dx + dy * dy) <= layers->radius[zone];
}

/* Every pair, one after the other, in long double. */
static void test_exposure_engine__points_equal_all_pairs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        Layers *layers = random_layers(seed, false);
        HzpExposureQuestion question = {.units = &layers->units, .zones = &layers->zones, .radius_factor = 1};
        HzpExposureResult *result = ask(&question, 3);
        long double zone_people[ZONES] = {0};
        uint64_t zone_missing[ZONES] = {0};
        long double region[REGIONS + 1][GROUPS] = {{0}};
        uint64_t units[REGIONS + 1][GROUPS] = {{0}};
        long double depth[HZP_COVER_DEPTHS] = {0};
        size_t pairs = 0;
        for (size_t u = 0; u < UNITS; u++) {
            uint32_t groups = 0;
            size_t zones = 0;
            long double people = isnan(layers->people[u]) ? 0 : layers->people[u];
            size_t row = layers->region[u] < 0 ? REGIONS : (size_t)layers->region[u];
            for (size_t z = 0; z < ZONES; z++) {
                if (!point_in_zone(layers, u, z)) continue;
                groups |= layers->groups[z];
                zones++;
                zone_people[z] += people;
                zone_missing[z] += isnan(layers->people[u]);
            }
            for (int g = 0; g < GROUPS; g++) {
                region[row][g] += groups >> g & 1 ? people : 0;
                units[row][g] += groups >> g & 1;
            }
            if (zones) depth[MIN(zones, 3) - 1] += people;
            pairs += zones;
        }
        assert_true(pairs > UNITS / 2);
        for (size_t z = 0; z < ZONES; z++) {
            test_close_to(hzp_exact_sum_value(&result->zone[z].people), (double)zone_people[z], 1e-9);
            assert_int_equal(result->zone[z].people_missing, zone_missing[z]);
        }
        for (size_t r = 0; r <= REGIONS; r++) {
            for (int g = 0; g < GROUPS; g++) {
                const HzpExposureSum *sum = &result->region[r * GROUPS + (size_t)g];
                test_close_to(hzp_exact_sum_value(&sum->people), (double)region[r][g], 1e-9);
                assert_int_equal(sum->units, units[r][g]);
            }
        }
        for (int d = 0; d < HZP_COVER_DEPTHS; d++)
            test_close_to(hzp_exact_sum_value(&result->depth[d].people), (double)depth[d], 1e-9);
        hzp_exposure_result_free(result);
        free_layers(layers);
    }
}

static GEOSGeometry *geos_polygon(const HzpPolygonSet *set, size_t i)
{
    GEOSContextHandle_t geos = hzp_geos();
    size_t start = set->ring_start[set->first_ring[i]];
    size_t n = set->ring_start[set->first_ring[i] + 1] - start;
    GEOSCoordSequence *ring = GEOSCoordSeq_create_r(geos, (unsigned)n + 1, 2);
    for (size_t c = 0; c <= n; c++)
        GEOSCoordSeq_setXY_r(geos, ring, (unsigned)c, set->x[start + c % n], set->y[start + c % n]);
    return GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, ring), NULL, 0);
}

/* Share of a village inside the union of a group's zones, by GEOS. */
static double geos_share(const Layers *layers, size_t unit, int group)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeometry *parts[ZONES];
    GEOSGeometry *village = geos_polygon(layers->villages, unit);
    unsigned n = 0;
    double whole = 0;
    double inside = 0;
    for (size_t z = 0; z < ZONES; z++)
        if (layers->groups[z] >> group & 1) parts[n++] = geos_polygon(layers->outlines, z);
    GEOSGeometry *all = GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, n);
    GEOSGeometry *merged = GEOSUnaryUnion_r(geos, all);
    GEOSGeometry *common = GEOSIntersection_r(geos, village, merged);
    assert_non_null(common);
    GEOSArea_r(geos, village, &whole);
    GEOSArea_r(geos, common, &inside);
    hzp_geometry_free(village);
    hzp_geometry_free(all);
    hzp_geometry_free(merged);
    hzp_geometry_free(common);
    return inside / whole;
}

static void test_exposure_engine__shares_equal_those_of_geos(void **state)
{
    (void)state;
    Layers *layers = random_layers(77, true);
    HzpExposureQuestion question = {
        .units = &layers->units, .zones = &layers->zones, .radius_factor = 1, .want_shares = true};
    HzpExposureResult *result = ask(&question, 2);
    size_t partly = 0;
    for (size_t u = 0; u < UNITS; u += 7) {
        for (int g = 0; g < GROUPS; g += 2) {
            double share = result->share[u * GROUPS + (size_t)g];
            if (!is_polygon(layers, u)) continue;
            test_close_to(share, geos_share(layers, u, g), 1e-9);
            partly += share > 0 && share < 1;
        }
    }
    assert_true(partly > 30);
    hzp_exposure_result_free(result);
    free_layers(layers);
}

static double value(const HzpExactSum *sum) { return hzp_exact_sum_value(sum); }

/* Everyone is in one class of depth, or outside; groups never have more than all; nobody counts twice. */
static void test_exposure_engine__classes_and_the_rest_make_the_population(void **state)
{
    (void)state;
    for (int polygons = 0; polygons < 2; polygons++) {
        Layers *layers = random_layers(5, polygons);
        HzpExposureQuestion question = {
            .units = &layers->units, .zones = &layers->zones, .radius_factor = 1, .want_shares = true};
        HzpExposureResult *result = ask(&question, 2);
        double classes = 0;
        double outside = 0;
        double population = 0;
        double exposed = 0;
        for (int d = 0; d < HZP_COVER_DEPTHS; d++)
            classes += value(&result->depth[d].people);
        for (size_t u = 0; u < UNITS; u++) {
            double share = result->share[u * GROUPS];
            if (isnan(layers->people[u])) continue;
            outside += layers->people[u] * (isnan(share) ? 1 : 1 - share);
        }
        for (size_t r = 0; r <= REGIONS; r++) {
            const HzpExposureSum *row = result->region + r * GROUPS;
            population += value(&result->all[r].people);
            exposed += value(&row[0].people);
            assert_true(value(&row[0].people) <= value(&result->all[r].people));
            for (int g = 1; g < GROUPS; g++)
                assert_true(value(&row[g].people) <= value(&row[0].people) * (1 + 1e-12));
        }
        test_close_to(classes, exposed, 1e-9 * exposed);
        test_close_to(classes + outside, population, 1e-9 * population);
        assert_true(exposed > population / 10 && exposed < population);
        hzp_exposure_result_free(result);
        free_layers(layers);
    }
}

static void same_sum(const HzpExposureSum *a, const HzpExposureSum *b)
{
    assert_int_equal(a->units, b->units);
    assert_int_equal(a->people_missing, b->people_missing);
    assert_int_equal(a->households_missing, b->households_missing);
    assert_true(a->people.low == b->people.low && a->people.high == b->people.high);
    assert_true(a->households.low == b->households.low && a->households.high == b->households.high);
}

/* The same question; `unit` and `zone` tell where rows of the first stand in the second, NULL for the same place. */
static void same_result(const HzpExposureResult *a, const HzpExposureResult *b, const size_t *unit, const size_t *zone)
{
    for (size_t r = 0; r <= REGIONS; r++) {
        same_sum(&a->all[r], &b->all[r]);
        for (size_t g = 0; g < GROUPS; g++)
            same_sum(&a->region[r * GROUPS + g], &b->region[r * GROUPS + g]);
    }
    for (size_t z = 0; z < ZONES; z++)
        same_sum(&a->zone[z], &b->zone[zone ? zone[z] : z]);
    for (int d = 0; d < HZP_COVER_DEPTHS; d++)
        same_sum(&a->depth[d], &b->depth[d]);
    for (size_t u = 0; u < UNITS; u++)
        assert_memory_equal(a->share + u * GROUPS, b->share + (unit ? unit[u] : u) * GROUPS, GROUPS * sizeof(double));
    assert_int_equal(a->n_pairs, b->n_pairs);
    if (!unit && !zone) assert_memory_equal(a->pairs, b->pairs, a->n_pairs * sizeof *a->pairs);
}

static void shuffled(size_t *order, size_t n, uint64_t *random)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n - 1; i > 0; i--) {
        size_t other = (size_t)(test_random(random) * (double)(i + 1));
        size_t kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

/* Row i of the first is row unit[i] (zone[i]) of the second. */
static Layers *shuffled_layers(const Layers *first, const size_t *unit, const size_t *zone, bool polygons)
{
    Layers *second = g_memdup2(first, sizeof *first);
    size_t at[UNITS];
    second->villages = hzp_polygon_set_new();
    second->outlines = hzp_polygon_set_new();
    for (size_t i = 0; i < UNITS; i++) {
        at[unit[i]] = i;
        second->x[unit[i]] = first->x[i];
        second->y[unit[i]] = first->y[i];
        second->people[unit[i]] = first->people[i];
        second->households[unit[i]] = first->households[i];
        second->region[unit[i]] = first->region[i];
    }
    for (size_t i = 0; i < UNITS; i++)
        hzp_polygon_set_add_copy(second->villages, first->villages, at[i]);
    for (size_t i = 0; i < ZONES; i++) {
        at[zone[i]] = i;
        second->centre_x[zone[i]] = first->centre_x[i];
        second->centre_y[zone[i]] = first->centre_y[i];
        second->radius[zone[i]] = first->radius[i];
        second->groups[zone[i]] = first->groups[i];
    }
    for (size_t i = 0; i < ZONES; i++)
        hzp_polygon_set_add_copy(second->outlines, first->outlines, at[i]);
    connect(second, polygons);
    return second;
}

static void test_exposure_engine__threads_and_order_change_no_bit(void **state)
{
    (void)state;
    uint64_t random = 9;
    for (int polygons = 0; polygons < 2; polygons++) {
        Layers *layers = random_layers(31, polygons);
        HzpExposureQuestion question = {.units = &layers->units,
                                        .zones = &layers->zones,
                                        .radius_factor = 1.5,
                                        .minimum_share = 0.02,
                                        .want_shares = true,
                                        .want_pairs = true};
        HzpExposureResult *one = ask(&question, 1);
        assert_true(one->n_pairs > UNITS);
        for (int threads = 2; threads <= 8; threads *= 2) {
            HzpExposureResult *many = ask(&question, threads);
            same_result(one, many, NULL, NULL);
            hzp_exposure_result_free(many);
        }
        for (int round = 0; round < 3; round++) {
            size_t unit[UNITS];
            size_t zone[ZONES];
            shuffled(unit, UNITS, &random);
            shuffled(zone, ZONES, &random);
            Layers *second = shuffled_layers(layers, unit, zone, polygons);
            question.units = &second->units;
            question.zones = &second->zones;
            HzpExposureResult *other = ask(&question, 2);
            same_result(one, other, unit, zone);
            hzp_exposure_result_free(other);
            free_layers(second);
        }
        hzp_exposure_result_free(one);
        free_layers(layers);
    }
}

/* ---- stopping ---- */

static void cancel_at_first_sight(const char *phase, double done, double total, void *user)
{
    (void)phase;
    assert_true(done >= 0 && done <= total);
    hzp_run_cancel(user);
}

static void test_exposure_engine__stops_when_cancelled(void **state)
{
    (void)state;
    for (int polygons = 0; polygons < 2; polygons++) {
        Layers *layers = random_layers(2, polygons);
        HzpExposureQuestion question = {.units = &layers->units, .zones = &layers->zones, .radius_factor = 1};
        HzpExposureResult *result = (HzpExposureResult *)1;
        HzpRun *run = run_with(2);
        hzp_run_set_progress(run, cancel_at_first_sight, run);
        assert_int_equal(hzp_exposure_compute(run, &question, &result), HZP_E_CANCELLED);
        assert_null(result);
        hzp_run_free(run);
        free_layers(layers);
    }
}

/* ---- on the ellipsoid ---- */

static const HzpCrsFacts CGCS2000 = {.geographic = true, .semi_major_m = 6378137, .inverse_flattening = 298.257222101};

/* The planar coordinates only find candidates; in this projection they are up to 2 % longer than distances on the ground. */
static void test_exposure_engine__geodesic_distances_decide(void **state)
{
    (void)state;
    enum { POINTS = 600, CIRCLES = 300 };
    static double lon[POINTS], lat[POINTS], x[POINTS], y[POINTS], people[POINTS];
    static double zone_lon[CIRCLES], zone_lat[CIRCLES], zone_x[CIRCLES], zone_y[CIRCLES], radius[CIRCLES];
    uint64_t random = 4;
    g_autofree char *projection = hzp_crs_equal_area(&CGCS2000, 105, 35);
    g_autofree char *geographic = hzp_crs_geographic(&CGCS2000);
    HzpTransform *transform = NULL;
    assert_int_equal(hzp_transform_new(geographic, projection, &transform), HZP_OK);
    for (int i = 0; i < CIRCLES; i++) {
        /* Near the projection's centre, in the far east, in the far north. */
        x[0] = zone_x[i] = zone_lon[i] = (i % 3 == 1 ? 134 : 105) + 0.2 * test_random(&random);
        zone_y[i] = zone_lat[i] = (i % 3 == 2 ? 75 : 40) + 0.2 * test_random(&random);
        radius[i] = i % 5 == 0 ? 20000 : 1500;
    }
    for (int i = 0; i < POINTS; i++) {
        int zone = (int)(test_random(&random) * CIRCLES);
        x[i] = lon[i] = zone_lon[zone] + 0.05 * (test_random(&random) - 0.5);
        y[i] = lat[i] = zone_lat[zone] + 0.05 * (test_random(&random) - 0.5);
        people[i] = 1;
        /* Some lie exactly on the edge, and some a hair inside. */
        if (i % 4 == 0)
            radius[zone] = hzp_geodesic_distance_m(&CGCS2000, zone_lon[zone], zone_lat[zone], lon[i], lat[i], NULL);
        if (i % 8 == 0) radius[zone] = nextafter(radius[zone], 0);
    }
    assert_int_equal(hzp_transform_forward(transform, x, y, 1, POINTS), 0);
    assert_int_equal(hzp_transform_forward(transform, zone_x, zone_y, 1, CIRCLES), 0);
    HzpExposureUnits units = {.n = POINTS, .at = {x, y, lon, lat}, .people = people};
    HzpExposureZones zones = {CIRCLES, {zone_x, zone_y, zone_lon, zone_lat}, radius, NULL, NULL, 1};
    HzpExposureQuestion question = {
        .units = &units, .zones = &zones, .ellipsoid = &CGCS2000, .radius_factor = 1, .want_pairs = true};
    HzpExposureResult *result = ask(&question, 2);
    size_t at = 0;
    for (size_t u = 0; u < POINTS; u++) {
        for (size_t z = 0; z < CIRCLES; z++) {
            double distance = hzp_geodesic_distance_m(&CGCS2000, zone_lon[z], zone_lat[z], lon[u], lat[u], NULL);
            if (!(distance <= radius[z])) continue;
            assert_in_range(at, 0, result->n_pairs - 1);
            assert_int_equal(result->pairs[at].unit, u);
            assert_int_equal(result->pairs[at].zone, z);
            at++;
        }
    }
    assert_int_equal(at, result->n_pairs);
    assert_true(at > POINTS);
    hzp_exposure_result_free(result);
    hzp_transform_free(transform);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exposure_engine__points_by_hand),
        cmocka_unit_test(test_exposure_engine__polygons_by_hand),
        cmocka_unit_test(test_exposure_engine__circles_over_polygons_follow_the_radius),
        cmocka_unit_test(test_exposure_engine__a_polygon_without_area_is_a_point),
        cmocka_unit_test(test_exposure_engine__says_of_rings_that_cross),
        cmocka_unit_test(test_exposure_engine__points_equal_all_pairs),
        cmocka_unit_test(test_exposure_engine__shares_equal_those_of_geos),
        cmocka_unit_test(test_exposure_engine__classes_and_the_rest_make_the_population),
        cmocka_unit_test(test_exposure_engine__threads_and_order_change_no_bit),
        cmocka_unit_test(test_exposure_engine__stops_when_cancelled),
        cmocka_unit_test(test_exposure_engine__geodesic_distances_decide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
