/* Geometry blobs of GeoPackages: OGC 12-128r17, clause 2.1.3, byte by byte. */
#include "support.h"

#include "data/geopackage_geometry.h"
#include "geo/polygon_simple.h"

/* ---- writing blobs ---- */

typedef struct {
    GByteArray *bytes;
    bool big; /* byte order */
} Writer;

static void put_u32(const Writer *to, uint32_t value)
{
    value = to->big ? GUINT32_TO_BE(value) : GUINT32_TO_LE(value);
    g_byte_array_append(to->bytes, (const guint8 *)&value, sizeof value);
}

static void put_double(const Writer *to, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = to->big ? GUINT64_TO_BE(bits) : GUINT64_TO_LE(bits);
    g_byte_array_append(to->bytes, (const guint8 *)&bits, sizeof bits);
}

static void put_type(const Writer *to, uint32_t type)
{
    guint8 order = to->big ? 0 : 1;
    g_byte_array_append(to->bytes, &order, 1);
    put_u32(to, type);
}

/* Header with `flags`; its envelope (of that many doubles) holds -1, -2 … so that nothing else can be taken for it. */
static Writer begin_blob(guint8 flags, int envelope, bool big)
{
    Writer to = {g_byte_array_new(), big};
    const guint8 head[] = {'G', 'P', 0, (guint8)(flags | (big ? 0 : 1))};
    g_byte_array_append(to.bytes, head, sizeof head);
    put_u32(&to, 4547);
    for (int i = 0; i < envelope; i++)
        put_double(&to, -1 - i);
    return to;
}

static Writer point_blob(guint8 flags, int envelope, bool big, uint32_t type, int dimensions)
{
    static const double values[] = {500123.25, 4000456.5, 77, 88};
    Writer to = begin_blob(flags, envelope, big);
    put_type(&to, type);
    for (int i = 0; i < dimensions; i++)
        put_double(&to, values[i]);
    return to;
}

static HzpBlobState read_point(Writer *blob, double *x, double *y)
{
    HzpBlobState state = hzp_geopackage_point(blob->bytes->data, blob->bytes->len, x, y);
    g_byte_array_free(blob->bytes, TRUE);
    return state;
}

static void point_is_read(Writer blob)
{
    double x = NAN;
    double y = NAN;
    assert_int_equal(read_point(&blob, &x, &y), HZP_BLOB_READ);
    assert_true(x == 500123.25 && y == 4000456.5);
}

static void point_is(Writer blob, HzpBlobState expected)
{
    double x = 1;
    double y = 1;
    assert_int_equal(read_point(&blob, &x, &y), expected);
    assert_true(isnan(x) && isnan(y));
}

/* ---- points ---- */

static void test_geopackage_geometry__reads_points_of_both_orders(void **state)
{
    (void)state;
    static const struct {
        uint32_t type;
        int dimensions;
    } kinds[] = {{1, 2}, {1001, 3}, {2001, 3}, {3001, 4}};
    for (int big = 0; big < 2; big++) {
        for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
            point_is_read(point_blob(0, 0, big, kinds[i].type, kinds[i].dimensions));
    }
}

/* Envelope codes 0 to 4 have 0, 4, 6, 6 and 8 doubles; 5 to 7 mean nothing. */
static void test_geopackage_geometry__skips_envelopes(void **state)
{
    (void)state;
    static const int doubles[] = {0, 4, 6, 6, 8, 8, 8, 8};
    for (guint8 code = 0; code < 8; code++) {
        Writer blob = point_blob((guint8)(code << 1), doubles[code], false, 1, 2);
        if (code <= 4)
            point_is_read(blob);
        else
            point_is(blob, HZP_BLOB_OTHER);
    }
}

static void test_geopackage_geometry__tells_empty_points(void **state)
{
    (void)state;
    point_is(point_blob(0x10, 0, false, 1, 2), HZP_BLOB_EMPTY);
    Writer nan = begin_blob(0, 0, false);
    put_type(&nan, 1);
    put_double(&nan, NAN);
    put_double(&nan, NAN);
    point_is(nan, HZP_BLOB_EMPTY);
}

static void test_geopackage_geometry__refuses_other_points(void **state)
{
    (void)state;
    point_is(point_blob(0x20, 0, false, 1, 2), HZP_BLOB_OTHER); /* extended */
    point_is(point_blob(0, 0, false, 2, 2), HZP_BLOB_OTHER);    /* a line */
    point_is(point_blob(0, 0, false, 4001, 2), HZP_BLOB_OTHER);
    point_is(point_blob(0, 0, false, 1, 3), HZP_BLOB_OTHER); /* too long */
    point_is(point_blob(0, 0, false, 1001, 2), HZP_BLOB_OTHER);
    Writer half = begin_blob(0, 0, false);
    put_type(&half, 1);
    put_double(&half, 1);
    put_double(&half, INFINITY);
    point_is(half, HZP_BLOB_OTHER);
}

/* Whatever is cut off, and whichever byte of the header is another: never more than what was said. */
static void test_geopackage_geometry__survives_damage(void **state)
{
    (void)state;
    Writer whole = point_blob(2, 4, false, 1, 2);
    for (guint n = 0; n < whole.bytes->len; n++) {
        g_autofree unsigned char *part = g_memdup2(whole.bytes->data, MAX(n, 1));
        double x = 1;
        double y = 1;
        assert_int_equal(hzp_geopackage_point(n ? part : NULL, n, &x, &y), HZP_BLOB_OTHER);
        assert_true(isnan(x) && isnan(y));
    }
    whole.bytes->data[0] = 'g';
    point_is(whole, HZP_BLOB_OTHER);
    Writer version = point_blob(0, 0, false, 1, 2);
    version.bytes->data[2] = 1;
    point_is(version, HZP_BLOB_OTHER);
    Writer order = point_blob(0, 0, false, 1, 2);
    order.bytes->data[8] = 2;
    point_is(order, HZP_BLOB_OTHER);
}

/* ---- polygons ---- */

static const double square[] = {0, 0, 10, 0, 10, 10, 0, 10, 0, 0};
static const double hole[] = {2, 2, 2, 4, 4, 4, 4, 2, 2, 2};
static const double flat[] = {1, 1, 5, 1, 1, 1};

static void put_ring(const Writer *to, const double *corners, uint32_t n)
{
    put_u32(to, n);
    for (uint32_t i = 0; i < 2 * n; i++)
        put_double(to, corners[i]);
}

static HzpBlobState read_polygon(Writer *blob, HzpPolygonSet *set)
{
    HzpBlobState state = hzp_geopackage_polygon(blob->bytes->data, blob->bytes->len, set);
    g_byte_array_free(blob->bytes, TRUE);
    return state;
}

static void test_geopackage_geometry__reads_polygons_of_both_orders(void **state)
{
    (void)state;
    HzpPolygonSet *set = hzp_polygon_set_new();
    for (int big = 0; big < 2; big++) {
        Writer one = begin_blob(2, 4, big);
        put_type(&one, 3);
        put_u32(&one, 2);
        put_ring(&one, square, 5);
        put_ring(&one, hole, 5);
        assert_int_equal(read_polygon(&one, set), HZP_BLOB_READ);
        Writer two = begin_blob(0, 0, big);
        put_type(&two, 6);
        put_u32(&two, 2);
        put_type(&two, 3);
        put_u32(&two, 1);
        put_ring(&two, square, 5);
        put_type(&two, 3);
        put_u32(&two, 1);
        put_ring(&two, hole, 5);
        assert_int_equal(read_polygon(&two, set), HZP_BLOB_READ);
    }
    assert_int_equal(set->n, 4);
    for (size_t i = 0; i < set->n; i++)
        assert_true(hzp_polygon_set_area(set, i) == (i % 2 ? 104 : 96));
    hzp_polygon_set_free(set);
}

static void test_geopackage_geometry__refuses_polygons_that_lose_a_ring(void **state)
{
    (void)state;
    HzpPolygonSet *set = hzp_polygon_set_new();
    Writer blob = begin_blob(0, 0, false);
    put_type(&blob, 3);
    put_u32(&blob, 2);
    put_ring(&blob, square, 5);
    put_ring(&blob, flat, 3); /* encloses nothing */
    assert_int_equal(read_polygon(&blob, set), HZP_BLOB_OTHER);
    Writer none = begin_blob(0, 0, false);
    put_type(&none, 3);
    put_u32(&none, 0);
    assert_int_equal(read_polygon(&none, set), HZP_BLOB_EMPTY);
    Writer claims = begin_blob(0, 0, false);
    put_type(&claims, 3);
    put_u32(&claims, 0xffffffff);
    put_ring(&claims, square, 5);
    assert_int_equal(read_polygon(&claims, set), HZP_BLOB_OTHER);
    assert_int_equal(set->n, 3); /* one for each, as rows have it */
    hzp_polygon_set_free(set);
}

/* The envelope stands min x, max x, min y, max y; without one the corners tell. */
static void test_geopackage_geometry__knows_boxes(void **state)
{
    (void)state;
    HzpPolygonSet *room = hzp_polygon_set_new();
    HzpBox box;
    Writer blob = begin_blob(2, 0, false);
    static const double envelope[] = {-5, 6, -7, 8};
    for (size_t i = 0; i < 4; i++)
        put_double(&blob, envelope[i]);
    put_type(&blob, 3);
    put_u32(&blob, 1);
    put_ring(&blob, square, 5);
    assert_int_equal(hzp_geopackage_box(blob.bytes->data, blob.bytes->len, room, &box), HZP_BLOB_READ);
    assert_true(box.min_x == -5 && box.max_x == 6 && box.min_y == -7 && box.max_y == 8);
    g_byte_array_free(blob.bytes, TRUE);
    Writer bare = begin_blob(0, 0, false);
    put_type(&bare, 3);
    put_u32(&bare, 1);
    put_ring(&bare, square, 5);
    assert_int_equal(hzp_geopackage_box(bare.bytes->data, bare.bytes->len, room, &box), HZP_BLOB_READ);
    assert_true(box.min_x == 0 && box.max_x == 10 && box.min_y == 0 && box.max_y == 10);
    g_byte_array_free(bare.bytes, TRUE);
    hzp_polygon_set_free(room);
}

/* ---- plainly valid polygons ---- */

static bool is_simple(const double *corners, size_t n)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    double x[64];
    double y[64];
    for (size_t i = 0; i < n; i++) {
        x[i] = corners[2 * i];
        y[i] = corners[2 * i + 1];
    }
    hzp_polygon_set_add_ring(set, x, y, n, false);
    hzp_polygon_set_end(set);
    bool simple = hzp_polygon_is_simple(set, 0);
    bool valid = hzp_polygon_is_valid(set, 0);
    hzp_polygon_set_free(set);
    assert_true(!simple || valid);
    return simple;
}

static void test_geopackage_geometry__knows_simple_rings(void **state)
{
    (void)state;
    static const double bow_tie[] = {0, 0, 10, 10, 10, 0, 0, 10.5};
    static const double spike[] = {0, 0, 10, 0, 10, 10, 15, 10, 10, 10, 0, 10};
    static const double back[] = {0, 0, 10, 0, 15, 0, 12, 0, 12, 10, 0, 10};
    static const double twice[] = {0, 0, 10, 0, 10, 0, 10, 10, 0, 10};
    static const double straight[] = {0, 0, 5, 0, 10, 0, 10, 10, 0, 10};
    static const double twice_around[] = {2, 0, 0, 2, -2, 0, 0, -2, 3, 0, 0, 3, -3, 0, 0, -3};
    static const double touching[] = {0, 0, 10, 0, 10, 10, 5, 0, 0, 10};
    assert_true(is_simple(square, 5));
    assert_true(is_simple(straight, 5));
    assert_false(is_simple(bow_tie, 4));
    assert_false(is_simple(spike, 6));
    assert_false(is_simple(back, 6));
    assert_false(is_simple(twice, 5));
    assert_false(is_simple(touching, 5));
    assert_false(is_simple(twice_around, 8)); /* turns to the left about the middle throughout */
}

/* Random rings of 4 to 30 corners: whatever is said to be simple is valid for GEOS, and stars that wind once are simple. */
static void test_geopackage_geometry__agrees_with_geos_about_random_rings(void **state)
{
    (void)state;
    uint64_t random = 20200601;
    size_t simple = 0;
    for (int round = 0; round < 3000; round++) {
        double corners[64];
        size_t n = 4 + (size_t)(test_random(&random) * 26);
        bool star = round % 2 == 0;
        for (size_t i = 0; i < n; i++) {
            double angle = 2 * G_PI * (double)i / (double)n;
            double reach = 1 + test_random(&random);
            corners[2 * i] = star ? reach * cos(angle) : floor(test_random(&random) * 8);
            corners[2 * i + 1] = star ? reach * sin(angle) : floor(test_random(&random) * 8);
        }
        bool found = is_simple(corners, n);
        if (star) assert_true(found);
        simple += !star && found;
    }
    assert_true(simple > 10); /* of four and five corners on a grid some are */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_geopackage_geometry__reads_points_of_both_orders),
        cmocka_unit_test(test_geopackage_geometry__skips_envelopes),
        cmocka_unit_test(test_geopackage_geometry__tells_empty_points),
        cmocka_unit_test(test_geopackage_geometry__refuses_other_points),
        cmocka_unit_test(test_geopackage_geometry__survives_damage),
        cmocka_unit_test(test_geopackage_geometry__reads_polygons_of_both_orders),
        cmocka_unit_test(test_geopackage_geometry__refuses_polygons_that_lose_a_ring),
        cmocka_unit_test(test_geopackage_geometry__knows_boxes),
        cmocka_unit_test(test_geopackage_geometry__knows_simple_rings),
        cmocka_unit_test(test_geopackage_geometry__agrees_with_geos_about_random_rings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
