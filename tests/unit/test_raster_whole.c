/* Classic netCDF files made byte by byte after the format's specification (Unidata, "NetCDF Classic Format Specification"),
 * and how long they must be. */
#include "support.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "data/raster_whole.h"

static GByteArray *bytes;

static void put(uint32_t number)
{
    const guint8 big[] = {(guint8)(number >> 24), (guint8)(number >> 16), (guint8)(number >> 8), (guint8)number};
    g_byte_array_append(bytes, big, 4);
}

static void put_name(char letter)
{
    const guint8 padded[4] = {(guint8)letter};
    put(1);
    g_byte_array_append(bytes, padded, 4);
}

/* CDF-1, with the dimension t of the records and x of 3. */
static void begin(uint32_t records, uint32_t variables)
{
    bytes = g_byte_array_new();
    g_byte_array_append(bytes, (const guint8 *)"CDF\1", 4);
    put(records);
    put(0x0a);
    put(2);
    put_name('t');
    put(0);
    put_name('x');
    put(3);
    put(0);
    put(0); /* no attributes */
    put(0x0b);
    put(variables);
}

/* A variable over x, or t and x, or t alone. */
static void put_variable(char name, bool t, bool x, uint32_t type, uint32_t where)
{
    put_name(name);
    put((uint32_t)t + (uint32_t)x);
    if (t) put(0);
    if (x) put(1);
    put(0);
    put(0);
    put(type);
    put(0); /* its size is computed */
    put(where);
}

static bool whole(size_t length)
{
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "hazplan-XXXXXX", NULL);
    int file = g_mkstemp(path);
    assert_true(file >= 0);
    g_autofree guint8 *content = g_malloc0(length + 1);
    memcpy(content, bytes->data, MIN(length, bytes->len));
    assert_int_equal(write(file, content, length), length);
    close(file);
    bool is = hzp_netcdf_is_whole(path);
    remove(path);
    return is;
}

static void ends_at(size_t length)
{
    assert_true(bytes->len <= length);
    for (size_t cut = 4; cut < length; cut++)
        assert_false(whole(cut));
    assert_true(whole(length));
    assert_true(whole(length + 2)); /* padding */
    g_byte_array_free(bytes, TRUE);
}

enum { SHORT = 3, INT = 4, BYTE = 1 };

static void test_raster_whole__knows_where_variables_end(void **state)
{
    (void)state;
    begin(0, 1);
    put_variable('a', false, true, BYTE, 200);
    ends_at(203);
    begin(0, 2);
    put_variable('a', false, true, INT, 200); /* 12 bytes */
    put_variable('b', false, true, SHORT, 160);
    ends_at(212);
}

static void test_raster_whole__knows_where_records_end(void **state)
{
    (void)state;
    begin(3, 1); /* one variable alone is not padded: 3 records of 2 bytes */
    put_variable('a', true, false, SHORT, 200);
    ends_at(206);
    begin(3, 2); /* records of 4 (2 and padding) and 12 bytes: the last begins at 204 + 2 × 16 */
    put_variable('a', true, false, SHORT, 200);
    put_variable('b', true, true, INT, 204);
    ends_at(248);
    begin(0, 1); /* no record yet: the header is all, 80 bytes of it */
    put_variable('a', true, false, SHORT, 200);
    ends_at(bytes->len);
}

static void test_raster_whole__asks_for_the_whole_header(void **state)
{
    (void)state;
    begin(0, 0x7f000001);
    put_variable('a', false, true, BYTE, 100);
    assert_false(whole(bytes->len));
    assert_false(whole(100000)); /* zeros are no end of such a list */
    g_byte_array_free(bytes, TRUE);
    bytes = g_byte_array_new();
    g_byte_array_append(bytes, (const guint8 *)"\211HDF\r\n\032\n", 8);
    assert_true(whole(8)); /* another format */
    assert_true(whole(0));
    g_byte_array_free(bytes, TRUE);
    assert_true(hzp_netcdf_is_whole("/nowhere/rain.nc"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_raster_whole__knows_where_variables_end),
                                       cmocka_unit_test(test_raster_whole__knows_where_records_end),
                                       cmocka_unit_test(test_raster_whole__asks_for_the_whole_header)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
