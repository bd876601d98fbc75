/* Distances, areas and circles on the ellipsoid against tests/numeric/geodesic.txt. */
#include "support.h"

#include "geo/geodesic.h"
#include "geo/geometry.h"

enum { MOST_FIELDS = 64 };

typedef struct {
    HzpCrsFacts ellipsoid;
    char **fields; /* numbers of a line, after its first word */
    size_t n;
    int line;
    int seen[4];
} Line;

static double field(const Line *line, size_t i)
{
    assert_true(i < line->n);
    return g_ascii_strtod(line->fields[i], NULL);
}

static GEOSGeometry *polygon_of(const double *xy, size_t corners)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSCoordSequence *ring = GEOSCoordSeq_create_r(geos, (unsigned)corners + 1, 2);
    for (size_t i = 0; i <= corners; i++)
        GEOSCoordSeq_setXY_r(geos, ring, (unsigned)i, xy[i % corners * 2], xy[i % corners * 2 + 1]);
    return GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, ring), NULL, 0);
}

static void check_distance(const Line *line)
{
    double bearing = NAN;
    double found =
        hzp_geodesic_distance_m(&line->ellipsoid, field(line, 0), field(line, 1), field(line, 2), field(line, 3), &bearing);
    test_close_to(found, field(line, 4), field(line, 6));
    if (strcmp(line->fields[5], "-") == 0) return;
    assert_true(bearing >= 0 && bearing < 360);
    test_close_to(bearing, field(line, 5), 1e-9);
}

static void check_area(const Line *line)
{
    double xy[MOST_FIELDS];
    for (size_t i = 2; i < line->n; i++)
        xy[i - 2] = field(line, i);
    GEOSGeometry *polygon = polygon_of(xy, (line->n - 2) / 2);
    test_close_to(hzp_geodesic_area_m2(&line->ellipsoid, polygon), field(line, 0), field(line, 1));
    hzp_geometry_free(polygon);
}

static void corner_of(const GEOSGeometry *circle, unsigned i, double *x, double *y)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSCoordSeq_getXY_r(geos, GEOSGeom_getCoordSeq_r(geos, GEOSGetExteriorRing_r(geos, circle)), i, x, y);
}

static void check_corner(const Line *line)
{
    double x = NAN;
    double y = NAN;
    GEOSGeometry *circle =
        hzp_geodesic_circle(&line->ellipsoid, field(line, 0), field(line, 1), field(line, 2), (int)field(line, 4));
    corner_of(circle, (unsigned)field(line, 3), &x, &y);
    test_close_to(x, field(line, 5), 1e-11);
    test_close_to(y, field(line, 6), 1e-11);
    hzp_geometry_free(circle);
}

static void take_ellipsoid(Line *line)
{
    line->ellipsoid = (HzpCrsFacts){.semi_major_m = field(line, 0), .inverse_flattening = field(line, 1)};
}

static void check_line(Line *line, char *text)
{
    static const char *const words[] = {"ellipsoid", "distance", "area", "corner"};
    static void (*const checks[])(const Line *) = {NULL, check_distance, check_area, check_corner};
    char *comment = strchr(text, '#');
    if (comment) *comment = '\0';
    g_auto(GStrv) parts = g_strsplit_set(g_strstrip(text), " \t", -1);
    char *fields[MOST_FIELDS + 1];
    line->n = 0;
    line->fields = fields;
    for (size_t i = 1; parts[0] && parts[i]; i++) {
        if (*parts[i]) fields[line->n++] = parts[i];
        assert_true(line->n < MOST_FIELDS);
    }
    for (size_t i = 0; parts[0] && *parts[0] && i < G_N_ELEMENTS(words); i++) {
        if (strcmp(parts[0], words[i]) != 0) continue;
        line->seen[i]++;
        if (i == 0)
            take_ellipsoid(line);
        else
            checks[i](line);
        return;
    }
    if (parts[0] && *parts[0]) fail_msg("geodesic.txt, line %d: %s?", line->line, parts[0]);
}

static void test_geodesic__agrees_with_the_listed_values(void **state)
{
    (void)state;
    const char *source = g_getenv("HAZPLAN_SOURCE");
    assert_non_null(source);
    g_autofree char *path = g_build_filename(source, "tests", "numeric", "geodesic.txt", NULL);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    Line line = {.line = 0};
    for (size_t i = 0; lines[i]; i++) {
        line.line = (int)i + 1;
        check_line(&line, lines[i]);
    }
    assert_true(line.seen[1] >= 14 && line.seen[2] >= 7 && line.seen[3] >= 5);
}

static const HzpCrsFacts CGCS2000 = {.geographic = true, .semi_major_m = 6378137, .inverse_flattening = 298.257222101};

static void test_geodesic__draws_a_closed_circle_at_its_radius(void **state)
{
    (void)state;
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeometry *circle = hzp_geodesic_circle(&CGCS2000, 112.85, 35.5, 200, 128);
    assert_int_equal(GEOSisValid_r(geos, circle), 1);
    assert_int_equal(GEOSGetNumCoordinates_r(geos, circle), 129);
    char ccw = 0;
    GEOSCoordSeq_isCCW_r(geos, GEOSGeom_getCoordSeq_r(geos, GEOSGetExteriorRing_r(geos, circle)), &ccw);
    assert_int_equal(ccw, 1);
    for (unsigned i = 0; i <= 128; i++) {
        double x = NAN;
        double y = NAN;
        corner_of(circle, i, &x, &y);
        test_close_to(hzp_geodesic_distance_m(&CGCS2000, 112.85, 35.5, x, y, NULL), 200, 1e-6);
    }
    /* A regular 128-gon of radius r has the area 64 r^2 sin(2 pi/128); on 200 m the earth is flat to 1e-9. */
    test_close_to(hzp_geodesic_area_m2(&CGCS2000, circle), 64 * 200.0 * 200.0 * sin(G_PI / 64), 1e-3);
    hzp_geometry_free(circle);
}

/* The hole and the second part are the two rectangles of geodesic.txt. */
static void test_geodesic__subtracts_holes_and_adds_parts(void **state)
{
    (void)state;
    GEOSContextHandle_t geos = hzp_geos();
    const double outer[] = {112, 35, 112.1, 35, 112.1, 35.1, 112, 35.1};
    const double inner[] = {112.02, 35.02, 112.05, 35.02, 112.05, 35.06, 112.02, 35.06};
    GEOSGeometry *shell = polygon_of(outer, 4);
    GEOSGeometry *part = polygon_of(inner, 4);
    GEOSGeometry *hole = GEOSGeom_clone_r(geos, GEOSGetExteriorRing_r(geos, part));
    GEOSGeometry *ring = GEOSGeom_clone_r(geos, GEOSGetExteriorRing_r(geos, shell));
    GEOSGeometry *holed = GEOSGeom_createPolygon_r(geos, ring, &hole, 1);
    test_close_to(hzp_geodesic_area_m2(&CGCS2000, holed), 101214798.67062378 - 12147237.260478973, 2e-3);
    GEOSGeometry *parts[] = {holed, part};
    GEOSGeometry *both = GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, 2);
    test_close_to(hzp_geodesic_area_m2(&CGCS2000, both), 101214798.67062378, 2e-3);
    hzp_geometry_free(shell);
    hzp_geometry_free(both);
}

static void test_geodesic__has_no_area_for_what_is_no_polygon(void **state)
{
    (void)state;
    GEOSGeometry *point = hzp_geometry_point(112, 35);
    GEOSGeometry *empty = GEOSGeom_createEmptyPolygon_r(hzp_geos());
    assert_true(hzp_geodesic_area_m2(&CGCS2000, NULL) == 0);
    assert_true(hzp_geodesic_area_m2(&CGCS2000, point) == 0);
    assert_true(hzp_geodesic_area_m2(&CGCS2000, empty) == 0);
    hzp_geometry_free(point);
    hzp_geometry_free(empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_geodesic__agrees_with_the_listed_values),
        cmocka_unit_test(test_geodesic__draws_a_closed_circle_at_its_radius),
        cmocka_unit_test(test_geodesic__subtracts_holes_and_adds_parts),
        cmocka_unit_test(test_geodesic__has_no_area_for_what_is_no_polygon),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hzp_geos_finish();
    return failed;
}
