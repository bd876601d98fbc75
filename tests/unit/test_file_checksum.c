/* Checksums of inputs. The digests of "abc", of nothing and of a million "a" are NIST's examples for FIPS 180-4. */
#include "support.h"

#include "data/file_checksum.h"

#define SHA_EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SHA_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define SHA_MILLION_A "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

static char *folder;

static void has(const char *path, const char *expected)
{
    g_autofree char *found = hzp_file_checksum(path);
    if (!expected) {
        assert_null(found);
    } else {
        assert_non_null(found);
        assert_string_equal(found, expected);
    }
}

static void test_file_checksum__of_a_file(void **state)
{
    (void)state;
    g_autofree char *abc = test_file_write(folder, "abc.csv", "abc");
    g_autofree char *empty = test_file_write(folder, "empty.csv", "");
    g_autofree char *text = g_strnfill(1000000, 'a');
    g_autofree char *million = test_file_write(folder, "million.csv", text);
    has(abc, SHA_ABC);
    has(empty, SHA_EMPTY);
    has(million, SHA_MILLION_A);
}

/* The attributes are in the .dbf: a checksum of the .shp alone would not see a changed figure. */
static void test_file_checksum__of_a_shapefile_holds_its_attributes(void **state)
{
    (void)state;
    g_autofree char *lower = test_file_write(folder, "lower.shp", "a");
    test_file_put(folder, "lower.dbf", "bc");
    has(lower, SHA_ABC);
    g_autofree char *upper = test_file_write(folder, "UPPER.SHP", "ab");
    test_file_put(folder, "UPPER.DBF", "c");
    has(upper, SHA_ABC);
    g_autofree char *alone = test_file_write(folder, "alone.shp", "abc");
    has(alone, SHA_ABC);
}

static void test_file_checksum__of_a_folder_is_of_its_files_in_name_order(void **state)
{
    (void)state;
    test_file_put(folder, "x.gdb/b.gdbtable", "c");
    test_file_put(folder, "x.gdb/a.gdbtable", "ab");
    test_file_put(folder, "x.gdb/host.sr.lock", "changes");
    g_autofree char *gdb = g_build_filename(folder, "x.gdb", NULL);
    has(gdb, SHA_ABC);
}

static void test_file_checksum__of_an_archive_is_of_the_archive(void **state)
{
    (void)state;
    g_autofree char *archive = test_file_write(folder, "v.zip", "abc");
    g_autofree char *inside = g_strconcat("/vsizip/", archive, "/deep/v.shp", NULL);
    g_autofree char *whole = g_strconcat("/vsizip/", archive, NULL);
    has(inside, SHA_ABC);
    has(whole, SHA_ABC);
    has(archive, SHA_ABC);
}

static void test_file_checksum__is_missing_for_what_is_no_file(void **state)
{
    (void)state;
    has("PG:dbname=gis", NULL);
    has("/vsicurl/https://host/v.gpkg", NULL);
    has("/nowhere/v.csv", NULL);
}

static int setup(void **state)
{
    (void)state;
    folder = test_folder_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    test_folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_file_checksum__of_a_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_file_checksum__of_a_shapefile_holds_its_attributes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_file_checksum__of_a_folder_is_of_its_files_in_name_order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_file_checksum__of_an_archive_is_of_the_archive, setup, teardown),
        cmocka_unit_test_setup_teardown(test_file_checksum__is_missing_for_what_is_no_file, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
