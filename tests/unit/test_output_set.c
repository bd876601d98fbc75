/* Output files of `plan`: all or none, and what was there before survives every failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/output_file.h"
#include "base/output_set.h"

static char *folder_new(void) { return g_dir_make_tmp("hazplan-test-XXXXXX", NULL); }

static void put(const char *folder, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(parent, 0755), 0);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void assert_holds(const char *folder, const char *name, const char *expected)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, expected);
}

static size_t entries_of(const char *folder)
{
    size_t count = 0;
    GDir *entries = g_dir_open(folder, 0, NULL);
    while (entries && g_dir_read_name(entries))
        count++;
    if (entries) g_dir_close(entries);
    return count;
}

static void test_output_set__files_appear_together(void **state)
{
    (void)state;
    g_autofree char *base = folder_new();
    g_autofree char *folder = g_build_filename(base, "a", "b", NULL);
    HzpOutputSet *set = NULL;
    assert_int_equal(hzp_output_set_begin(folder, &set), HZP_OK);
    put(hzp_output_set_work(set), "plan.gpkg", "new");
    put(hzp_output_set_work(set), "maps/one.pdf", "map");
    assert_int_equal(entries_of(folder), 1);
    assert_int_equal(hzp_output_set_commit(set), HZP_OK);
    assert_int_equal(hzp_output_set_count(set, "maps/"), 1);
    assert_int_equal(hzp_output_set_count(set, "plan.gpkg"), 1);
    hzp_output_set_free(set);
    assert_holds(folder, "plan.gpkg", "new");
    assert_holds(folder, "maps/one.pdf", "map");
    assert_int_equal(entries_of(folder), 2);
    hzp_output_discard(base);
}

static void test_output_set__earlier_files_are_replaced_and_others_stay(void **state)
{
    (void)state;
    g_autofree char *folder = folder_new();
    put(folder, "plan.gpkg", "old");
    put(folder, "notes.txt", "mine");
    HzpOutputSet *set = NULL;
    assert_int_equal(hzp_output_set_begin(folder, &set), HZP_OK);
    put(hzp_output_set_work(set), "plan.gpkg", "new");
    assert_int_equal(hzp_output_set_commit(set), HZP_OK);
    hzp_output_set_free(set);
    assert_holds(folder, "plan.gpkg", "new");
    assert_holds(folder, "notes.txt", "mine");
    assert_int_equal(entries_of(folder), 2);
    hzp_output_discard(folder);
}

static void test_output_set__without_commit_nothing_changes(void **state)
{
    (void)state;
    g_autofree char *base = folder_new();
    g_autofree char *folder = g_build_filename(base, "made", "here", NULL);
    HzpOutputSet *set = NULL;
    assert_int_equal(hzp_output_set_begin(folder, &set), HZP_OK);
    put(hzp_output_set_work(set), "plan.gpkg", "half");
    hzp_output_set_free(set);
    assert_int_equal(entries_of(base), 0);
    hzp_output_discard(base);
}

static void test_output_set__a_failure_half_way_is_taken_back(void **state)
{
    (void)state;
    g_autofree char *folder = folder_new();
    put(folder, "a.txt", "old a");
    put(folder, "maps/m.pdf", "old map");
    put(folder, "z.txt/inside", "a folder stands where a file should go");
    HzpOutputSet *set = NULL;
    assert_int_equal(hzp_output_set_begin(folder, &set), HZP_OK);
    put(hzp_output_set_work(set), "a.txt", "new a");
    put(hzp_output_set_work(set), "b.txt", "new b");
    put(hzp_output_set_work(set), "maps/m.pdf", "new map");
    put(hzp_output_set_work(set), "new/n.txt", "new n");
    put(hzp_output_set_work(set), "z.txt", "new z");
    assert_int_equal(hzp_output_set_commit(set), HZP_E_IO);
    hzp_output_set_free(set);
    assert_holds(folder, "a.txt", "old a");
    assert_holds(folder, "maps/m.pdf", "old map");
    assert_holds(folder, "z.txt/inside", "a folder stands where a file should go");
    assert_int_equal(entries_of(folder), 3);
    hzp_output_discard(folder);
}

static void test_output_set__a_file_as_folder_is_an_error(void **state)
{
    (void)state;
    g_autofree char *folder = folder_new();
    put(folder, "file", "x");
    g_autofree char *below = g_build_filename(folder, "file", "out", NULL);
    HzpOutputSet *set = NULL;
    assert_int_equal(hzp_output_set_begin(below, &set), HZP_E_IO);
    assert_null(set);
    assert_string_equal(hzp_error_id(), "output_unwritable");
    hzp_output_set_free(NULL);
    hzp_output_discard(folder);
}

static void count_line(HzpLogLevel level, const char *line, void *user)
{
    (void)level;
    if (strstr(line, "gone.pdf")) (*(int *)user)++;
}

static void test_output_set__files_of_an_earlier_run_are_told(void **state)
{
    (void)state;
    g_autofree char *folder = folder_new();
    put(folder, "maps/gone.pdf", "a county that is no more");
    put(folder, "maps/here.pdf", "old");
    int told = 0;
    HzpRun *run = hzp_run_new();
    hzp_run_set_log(run, count_line, &told);
    HzpOutputSet *set = NULL;
    assert_int_equal(hzp_output_set_begin(folder, &set), HZP_OK);
    put(hzp_output_set_work(set), "maps/here.pdf", "new");
    assert_int_equal(hzp_output_set_commit(set), HZP_OK);
    hzp_output_set_tell_strangers(set, run, "maps");
    hzp_output_set_free(set);
    hzp_run_free(run);
    assert_int_equal(told, 1);
    assert_holds(folder, "maps/gone.pdf", "a county that is no more");
    hzp_output_discard(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_output_set__files_appear_together),
        cmocka_unit_test(test_output_set__earlier_files_are_replaced_and_others_stay),
        cmocka_unit_test(test_output_set__without_commit_nothing_changes),
        cmocka_unit_test(test_output_set__a_failure_half_way_is_taken_back),
        cmocka_unit_test(test_output_set__a_file_as_folder_is_an_error),
        cmocka_unit_test(test_output_set__files_of_an_earlier_run_are_told),
    };
    return cmocka_run_group_tests_name("output_set", tests, NULL, NULL);
}
