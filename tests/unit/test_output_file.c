/* Writing by a temporary name: nothing half written, nothing left behind, earlier output untouched. */
#include "support.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/output_file.h"

enum { NOBODY = 65534 };

static size_t entries(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    size_t n = 0;
    assert_non_null(dir);
    while (g_dir_read_name(dir))
        n++;
    g_dir_close(dir);
    return n;
}

static void holds(const char *path, const char *expected)
{
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, expected);
}

static void test_output_file__writes_and_replaces_a_file(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = g_build_filename(folder, "计划.json", NULL);
    assert_int_equal(hzp_output_write(path, "one", 3), HZP_OK);
    holds(path, "one");
    assert_int_equal(hzp_output_write(path, "two more", 8), HZP_OK);
    holds(path, "two more");
    assert_int_equal(hzp_output_write(path, "", 0), HZP_OK);
    holds(path, "");
    assert_int_equal(entries(folder), 1);
    test_folder_remove(folder);
}

static void test_output_file__leaves_the_target_alone_until_the_commit(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = test_file_write(folder, "plan.gpkg", "earlier");
    g_autofree char *temporary = NULL;
    assert_int_equal(hzp_output_begin(path, &temporary), HZP_OK);
    assert_false(g_file_test(temporary, G_FILE_TEST_EXISTS));
    assert_true(g_str_has_suffix(temporary, ".gpkg"));
    g_autofree char *work = g_path_get_dirname(temporary);
    g_autofree char *beside = g_path_get_dirname(work);
    assert_string_equal(beside, folder);
    assert_true(g_file_set_contents(temporary, "later", -1, NULL));
    holds(path, "earlier");
    assert_int_equal(hzp_output_commit(temporary, path), HZP_OK);
    holds(path, "later");
    assert_int_equal(entries(folder), 1);
    test_folder_remove(folder);
}

static void test_output_file__discards_what_a_database_leaves_beside(void **state)
{
    static const char *const beside[] = {"", "-wal", "-shm", "-journal"};
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = test_file_write(folder, "plan.gpkg", "earlier");
    g_autofree char *temporary = NULL;
    assert_int_equal(hzp_output_begin(path, &temporary), HZP_OK);
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
        g_autofree char *name = g_strconcat(temporary, beside[i], NULL);
        assert_true(g_file_set_contents(name, "x", -1, NULL));
    }
    hzp_output_discard(temporary);
    assert_int_equal(entries(folder), 1);
    holds(path, "earlier");
    hzp_output_discard(temporary);
    hzp_output_discard(NULL);
    test_folder_remove(folder);
}

/* What a link inside a discarded folder points to belongs to somebody else. */
static void test_output_file__does_not_follow_links_when_discarding(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *kept = test_file_write(folder, "kept/file", "mine");
    g_autofree char *target = g_build_filename(folder, "kept", NULL);
    g_autofree char *work = g_build_filename(folder, "work", NULL);
    test_file_put(folder, "work/deep/er/file", "x");
    g_autofree char *link = g_build_filename(work, "link", NULL);
    assert_int_equal(symlink(target, link), 0);
    hzp_output_discard(work);
    assert_false(g_file_test(work, G_FILE_TEST_EXISTS));
    holds(kept, "mine");
    test_folder_remove(folder);
}

static void test_output_file__names_a_folder_that_is_missing(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = g_build_filename(folder, "no", "plan.json", NULL);
    g_autofree char *temporary = NULL;
    test_failed(hzp_output_begin(path, &temporary), HZP_E_IO, "output_folder_missing", "no");
    assert_null(temporary);
    test_failed(hzp_output_begin(folder, &temporary), HZP_E_IO, "output_is_folder", folder);
    assert_null(temporary);
    test_folder_remove(folder);
}

static void test_output_file__fails_in_a_read_only_folder(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = test_file_write(folder, "plan.json", "earlier");
    /* Root may write anywhere, so the rule is tried as nobody. */
    bool root = geteuid() == 0;
    assert_int_equal(g_chmod(folder, 0555), 0);
    if (root) assert_int_equal(seteuid(NOBODY), 0);
    HzpStatus status = hzp_output_write(path, "later", 5);
    if (root) assert_int_equal(seteuid(0), 0);
    test_failed(status, HZP_E_IO, "output_unwritable", path);
    assert_int_equal(g_chmod(folder, 0755), 0);
    holds(path, "earlier");
    assert_int_equal(entries(folder), 1);
    test_folder_remove(folder);
}

/* A limit on the size of files behaves as a full disk does: write() fails in the middle. */
static void test_output_file__keeps_the_earlier_file_when_the_disk_is_full(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = test_file_write(folder, "plan.json", "earlier");
    g_autofree char *text = g_strnfill(300000, 'x');
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {100000, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    HzpStatus status = hzp_output_write(path, text, 300000);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    test_failed(status, HZP_E_IO, "output_unwritable", g_strerror(EFBIG));
    holds(path, "earlier");
    assert_int_equal(entries(folder), 1);
    test_folder_remove(folder);
}

static void test_output_file__discards_when_the_commit_fails(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = g_build_filename(folder, "plan.json", NULL);
    g_autofree char *temporary = NULL;
    assert_int_equal(hzp_output_begin(path, &temporary), HZP_OK);
    test_failed(hzp_output_commit(temporary, path), HZP_E_IO, "output_unwritable", NULL);
    g_clear_pointer(&temporary, g_free);
    assert_int_equal(hzp_output_begin(path, &temporary), HZP_OK);
    assert_true(g_file_set_contents(temporary, "x", -1, NULL));
    test_file_put(folder, "plan.json/in the way", "x");
    test_failed(hzp_output_commit(temporary, path), HZP_E_IO, "output_unwritable", path);
    assert_int_equal(entries(folder), 1);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_output_file__writes_and_replaces_a_file),
        cmocka_unit_test(test_output_file__leaves_the_target_alone_until_the_commit),
        cmocka_unit_test(test_output_file__discards_what_a_database_leaves_beside),
        cmocka_unit_test(test_output_file__does_not_follow_links_when_discarding),
        cmocka_unit_test(test_output_file__names_a_folder_that_is_missing),
        cmocka_unit_test(test_output_file__fails_in_a_read_only_folder),
        cmocka_unit_test(test_output_file__keeps_the_earlier_file_when_the_disk_is_full),
        cmocka_unit_test(test_output_file__discards_when_the_commit_fails),
    };
    hzp_language_set("en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
