/* Polygons in plain arrays: well-known binary in all its kinds, winding, inside or not, areas by hand. */
#include "support.h"

#include "geo/polygon_set.h"

/* ---- writing well-known binary ---- */

typedef struct {
    bool big; /* byte order */
    int z;    /* ordinates besides x and y */
    int m;
    bool extended; /* EWKB's flags instead of ISO's numbers */
    bool srid;
} Flavour;

static void put_uint32(GByteArray *bytes, const Flavour *flavour, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        guint8 byte = (guint8)(value >> 8 * (flavour->big ? 3 - i : i));
        g_byte_array_append(bytes, &byte, 1);
    }
}

static void put_double(GByteArray *bytes, const Flavour *flavour, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++) {
        guint8 byte = (guint8)(bits >> 8 * (flavour->big ? 7 - i : i));
        g_byte_array_append(bytes, &byte, 1);
    }
}

static void put_header(GByteArray *bytes, const Flavour *flavour, uint32_t type)
{
    guint8 order = flavour->big ? 0 : 1;
    g_byte_array_append(bytes, &order, 1);
    if (flavour->extended)
        type |= (flavour->z ? 0x80000000u : 0) | (flavour->m ? 0x40000000u : 0) | (flavour->srid ? 0x20000000u : 0);
    else
        type += 1000 * (uint32_t)flavour->z + 2000 * (uint32_t)flavour->m;
    put_uint32(bytes, flavour, type);
    if (flavour->srid) put_uint32(bytes, flavour, 4490);
}

/* A rectangle, its first corner repeated. */
static void put_ring(GByteArray *bytes, const Flavour *flavour, const double box[4], bool clockwise)
{
    const double x[] = {box[0], box[2], box[2], box[0], box[0]};
    const double y[] = {box[1], box[1], box[3], box[3], box[1]};
    put_uint32(bytes, flavour, 5);
    for (int i = 0; i < 5; i++) {
        int c = clockwise ? 4 - i : i;
        put_double(bytes, flavour, x[c]);
        put_double(bytes, flavour, y[c]);
        for (int extra = 0; extra < flavour->z + flavour->m; extra++)
            put_double(bytes, flavour, NAN); /* what is dropped may be anything */
    }
}

/* 10 × 10 with a hole 4 × 4. */
static void put_polygon(GByteArray *bytes, const Flavour *flavour, bool clockwise)
{
    put_header(bytes, flavour, 3);
    put_uint32(bytes, flavour, 2);
    put_ring(bytes, flavour, (const double[]){0, 0, 10, 10}, clockwise);
    put_ring(bytes, flavour, (const double[]){3, 3, 7, 7}, clockwise);
}

/* The same, and 2 × 2 elsewhere. Its parts carry headers without a reference system. */
static void put_multipolygon(GByteArray *bytes, const Flavour *flavour)
{
    Flavour part = *flavour;
    part.srid = false;
    put_header(bytes, flavour, 6);
    put_uint32(bytes, flavour, 2);
    put_polygon(bytes, &part, false);
    part.big = !part.big; /* each part may have its own byte order */
    put_header(bytes, &part, 3);
    put_uint32(bytes, &part, 1);
    put_ring(bytes, &part, (const double[]){20, 20, 22, 22}, true);
}

static void check_box(const HzpBox *box, double min, double max)
{
    assert_true(box->min_x == min && box->min_y == min && box->max_x == max && box->max_y == max);
}

static double ring_twice_area(const HzpPolygonSet *set, size_t ring)
{
    double sum = 0;
    size_t start = set->ring_start[ring];
    size_t n = set->ring_start[ring + 1] - start;
    for (size_t i = 0, j = n - 1; i < n; j = i++)
        sum += set->x[start + j] * set->y[start + i] - set->x[start + i] * set->y[start + j];
    return sum;
}

static void test_polygon_set__reads_every_kind_of_wkb(void **state)
{
    (void)state;
    for (int kind = 0; kind < 64; kind++) {
        Flavour flavour = {kind & 1, kind >> 1 & 1, kind >> 2 & 1, kind & 8, (kind & 8) && (kind & 16)};
        bool clockwise = kind & 32;
        g_autoptr(GByteArray) polygon = g_byte_array_new();
        g_autoptr(GByteArray) multipolygon = g_byte_array_new();
        HzpPolygonSet *set = hzp_polygon_set_new();
        put_polygon(polygon, &flavour, clockwise);
        put_multipolygon(multipolygon, &flavour);
        assert_true(hzp_polygon_set_add_wkb(set, polygon->data, polygon->len));
        assert_true(hzp_polygon_set_add_wkb(set, multipolygon->data, multipolygon->len));
        assert_int_equal(set->n, 2);
        assert_int_equal(set->n_rings, 5);
        assert_int_equal(set->n_corners, 20);
        check_box(&set->box[0], 0, 10);
        check_box(&set->box[1], 0, 22);
        test_close_to(hzp_polygon_set_area(set, 0), 84, 1e-12);
        test_close_to(hzp_polygon_set_area(set, 1), 88, 1e-12);
        /* Outer rings run counter-clockwise, holes clockwise. */
        const double twice[] = {200, -32, 200, -32, 8};
        for (size_t r = 0; r < 5; r++)
            test_close_to(ring_twice_area(set, r), twice[r], 1e-12);
        hzp_polygon_set_free(set);
    }
}

/* Every beginning of a geometry is damaged, and so is one whose counts promise more than there is. */
static void test_polygon_set__damaged_wkb_is_an_empty_polygon(void **state)
{
    (void)state;
    Flavour flavour = {0};
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    HzpPolygonSet *set = hzp_polygon_set_new();
    put_multipolygon(bytes, &flavour);
    size_t tried = 0;
    for (guint size = 0; size < bytes->len; size++, tried++) {
        g_autofree guint8 *exact = g_memdup2(bytes->data, size); /* so that reading on is noticed */
        assert_false(hzp_polygon_set_add_wkb(set, exact, size));
    }
    /* Byte order, type, number of parts, type of a part, number of rings, of corners. */
    const guint at[] = {0, 1, 5, 10, 14, 18};
    for (size_t i = 0; i < G_N_ELEMENTS(at); i++, tried++) {
        g_autofree guint8 *damaged = g_memdup2(bytes->data, bytes->len);
        damaged[at[i]] = 0xff;
        damaged[at[i] + (i > 0 ? 3 : 0)] |= 0x0f;
        assert_false(hzp_polygon_set_add_wkb(set, damaged, bytes->len));
    }
    assert_int_equal(set->n, tried);
    assert_int_equal(set->n_rings, 0);
    assert_int_equal(set->n_corners, 0);
    assert_true(hzp_polygon_set_add_wkb(set, bytes->data, bytes->len));
    test_close_to(hzp_polygon_set_area(set, tried), 88, 1e-12);
    assert_true(hzp_polygon_set_area(set, 0) == 0);
    assert_false(hzp_polygon_set_covers(set, 0, 0, 0));
    hzp_polygon_set_free(set);
}

static void test_polygon_set__refuses_what_is_no_polygon(void **state)
{
    (void)state;
    Flavour flavour = {0};
    const double bad[] = {NAN, INFINITY, -INFINITY};
    HzpPolygonSet *set = hzp_polygon_set_new();
    g_autoptr(GByteArray) point = g_byte_array_new();
    put_header(point, &flavour, 1);
    put_double(point, &flavour, 1);
    put_double(point, &flavour, 2);
    assert_false(hzp_polygon_set_add_wkb(set, point->data, point->len));
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        put_header(bytes, &flavour, 3);
        put_uint32(bytes, &flavour, 1);
        put_ring(bytes, &flavour, (const double[]){0, 0, bad[i], 1}, false);
        assert_false(hzp_polygon_set_add_wkb(set, bytes->data, bytes->len));
    }
    assert_int_equal(set->n, 4);
    assert_int_equal(set->n_corners, 0);
    hzp_polygon_set_free(set);
}

static void test_polygon_set__empty_and_degenerate_rings_enclose_nothing(void **state)
{
    (void)state;
    Flavour flavour = {0};
    HzpPolygonSet *set = hzp_polygon_set_new();
    g_autoptr(GByteArray) empty = g_byte_array_new();
    put_header(empty, &flavour, 3);
    put_uint32(empty, &flavour, 0);
    assert_true(hzp_polygon_set_add_wkb(set, empty->data, empty->len));
    hzp_polygon_set_add_empty(set);
    hzp_polygon_set_add(set, NULL);
    const double same[] = {1, 1, 1, 1};
    const double two[] = {1, 2, 1};
    hzp_polygon_set_add_ring(set, same, same, 4, false);
    hzp_polygon_set_add_ring(set, two, two, 3, false);
    hzp_polygon_set_end(set);
    assert_int_equal(set->n, 4);
    assert_int_equal(set->n_rings, 0);
    for (size_t i = 0; i < set->n; i++) {
        assert_true(set->box[i].min_x > set->box[i].max_x);
        assert_true(hzp_polygon_set_area(set, i) == 0);
        assert_false(hzp_polygon_set_covers(set, i, 1, 1));
    }
    hzp_polygon_set_free(set);
}

/* ---- inside or not ---- */

static void test_polygon_set__covers_inside_and_boundary(void **state)
{
    (void)state;
    Flavour flavour = {0};
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    HzpPolygonSet *set = hzp_polygon_set_new();
    put_multipolygon(bytes, &flavour);
    assert_true(hzp_polygon_set_add_wkb(set, bytes->data, bytes->len));
    const struct {
        double x;
        double y;
        bool covered;
    } places[] = {
        {1, 1, true},
        {0, 0, true},
        {10, 10, true},
        {5, 0, true},
        {0, 5, true},
        {10, 5, true},
        {5, 10, true},
        {5, 5, false},
        {3, 5, true},
        {7, 7, true},
        {5, 3, true},
        {21, 21, true},
        {22, 21, true},
        {20, 20, true},
        {15, 15, false},
        {-1, 5, false},
        {11, 5, false},
        {5, -1, false},
        {5, 11, false},
        {2, 3, true},
        {8, 7, true},
        {12, 0, false},
        {12, 10, false},
        {nextafter(3, 4), 5, false},
        {nextafter(10, 11), 5, false},
        {NAN, 5, false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        if (hzp_polygon_set_covers(set, 0, places[i].x, places[i].y) != places[i].covered)
            fail_msg("(%g, %g) is%s covered", places[i].x, places[i].y, places[i].covered ? " not" : "");
    }
    hzp_polygon_set_free(set);
}

/* Rays through corners: a star of four points, looked at along its corners' heights. */
static void test_polygon_set__rays_through_corners_count_once(void **state)
{
    (void)state;
    const double x[] = {10, 2, 0, -2, -10, -2, 0, 2};
    const double y[] = {0, 2, 10, 2, 0, -2, -10, -2};
    HzpPolygonSet *set = hzp_polygon_set_new();
    hzp_polygon_set_add_ring(set, x, y, 8, false);
    hzp_polygon_set_end(set);
    for (int px = -11; px <= 11; px++) {
        for (int py = -11; py <= 11; py++) {
            /* Between |x|, |y|: inside where |y| <= 10 - 4 |x| or |x| <= 10 - 4 |y|. */
            bool inside = abs(py) <= 10 - 4 * abs(px) || abs(px) <= 10 - 4 * abs(py);
            assert_int_equal(hzp_polygon_set_covers(set, 0, px, py), inside);
        }
    }
    test_close_to(hzp_polygon_set_area(set, 0), 80, 1e-12); /* 4 triangles of 16 and a square of 16 */
    hzp_polygon_set_free(set);
}

/* ---- circles and copies ---- */

static void test_polygon_set__a_circle_is_the_inscribed_regular_polygon(void **state)
{
    (void)state;
    const int corners[] = {3, 8, 32, 128};
    HzpPolygonSet *set = hzp_polygon_set_new();
    for (size_t i = 0; i < G_N_ELEMENTS(corners); i++) {
        int n = corners[i];
        hzp_polygon_set_add_circle(set, 500000, 4000000, 750, n);
        test_close_to(hzp_polygon_set_area(set, i), n / 2.0 * 750 * 750 * sin(2 * G_PI / n), 1e-3);
        size_t start = set->ring_start[i];
        assert_int_equal(set->ring_start[i + 1] - start, n);
        assert_true(set->x[start] == 500750 && set->y[start] == 4000000);
        assert_true(set->y[start + 1] > 4000000); /* counter-clockwise */
        for (int c = 0; c < n; c++)
            test_close_to(hypot(set->x[start + (size_t)c] - 500000, set->y[start + (size_t)c] - 4000000), 750, 1e-8);
    }
    hzp_polygon_set_free(set);
}

static void test_polygon_set__copies_are_the_same(void **state)
{
    (void)state;
    Flavour flavour = {0};
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    HzpPolygonSet *set = hzp_polygon_set_new();
    HzpPolygonSet *copy = hzp_polygon_set_new();
    put_multipolygon(bytes, &flavour);
    hzp_polygon_set_add_circle(set, 1, 2, 3, 7);
    assert_true(hzp_polygon_set_add_wkb(set, bytes->data, bytes->len));
    for (int i = 0; i < 100; i++)
        hzp_polygon_set_add_copy(copy, set, 1);
    for (size_t i = 0; i < 100; i++) {
        test_close_to(hzp_polygon_set_area(copy, i), 88, 1e-12);
        assert_memory_equal(&copy->box[i], &set->box[1], sizeof(HzpBox));
        assert_false(hzp_polygon_set_covers(copy, i, 5, 5));
        assert_true(hzp_polygon_set_covers(copy, i, 21, 21));
    }
    hzp_polygon_set_free(set);
    hzp_polygon_set_free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_polygon_set__reads_every_kind_of_wkb),
        cmocka_unit_test(test_polygon_set__damaged_wkb_is_an_empty_polygon),
        cmocka_unit_test(test_polygon_set__refuses_what_is_no_polygon),
        cmocka_unit_test(test_polygon_set__empty_and_degenerate_rings_enclose_nothing),
        cmocka_unit_test(test_polygon_set__covers_inside_and_boundary),
        cmocka_unit_test(test_polygon_set__rays_through_corners_count_once),
        cmocka_unit_test(test_polygon_set__a_circle_is_the_inscribed_regular_polygon),
        cmocka_unit_test(test_polygon_set__copies_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
