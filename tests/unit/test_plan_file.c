/* Reading a plan.gpkg that other programs write. */
#include "support.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "data/plan_file.h"

static const char *program; /* this one: a writer must be another process, for locks are a process's */

static void execute(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(database));
}

static char *plan_new(const char *folder, const char *mode)
{
    char *path = g_build_filename(folder, "plan.gpkg", NULL);
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    g_autofree char *journal = g_strdup_printf("PRAGMA journal_mode=%s", mode);
    execute(database, journal);
    execute(database, "CREATE TABLE gpkg_contents (table_name TEXT); CREATE TABLE parameters (key TEXT, value TEXT);"
                      "CREATE TABLE hazard_points (fid INTEGER); CREATE TABLE summary (key TEXT, value TEXT);"
                      "INSERT INTO summary VALUES ('first', '1'), ('last', '1')");
    sqlite3_close(database);
    return path;
}

static int save(const char *path)
{
    sqlite3 *database = NULL;
    int code = sqlite3_open(path, &database);
    if (code == SQLITE_OK) code = sqlite3_exec(database, "UPDATE summary SET value = value + 1", NULL, NULL, NULL);
    sqlite3_close(database);
    return code;
}

/* Whether another process could save. */
static bool another_saves(const char *path)
{
    const char *words[] = {program, "save", path, NULL};
    int status = -1;
    assert_true(g_spawn_sync(NULL, (char **)words, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL));
    return status == 0;
}

static void says(HzpPlanFile *plan, const char *key, const char *expected)
{
    g_autofree char *value = hzp_plan_file_summary(plan, key);
    assert_string_equal(value, expected);
}

static void test_plan_file__is_of_one_state_while_it_is_held(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = plan_new(folder, "DELETE");
    HzpPlanFile *plan = NULL, *other = NULL;
    assert_int_equal(hzp_plan_file_open(path, &plan), HZP_OK);
    says(plan, "first", "1");
    assert_false(another_saves(path));
    /* To open and close it once more in this process may not give up the lock (POSIX gives up all at any close). */
    assert_int_equal(hzp_plan_file_open(path, &other), HZP_OK);
    assert_true(hzp_plan_file_is_whole(other));
    hzp_plan_file_close(other);
    assert_false(another_saves(path));
    says(plan, "last", "1");
    assert_int_equal(hzp_plan_file_check(plan), HZP_OK);
    hzp_plan_file_release(plan);
    assert_true(another_saves(path));
    hzp_plan_file_hold(plan);
    says(plan, "first", "2");
    assert_true(hzp_plan_file_is_overtaken(plan)); /* not of the state that was opened */
    hzp_plan_file_close(plan);
    test_folder_remove(folder);
}

static void test_plan_file__tells_when_what_could_not_be_held_was_written(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = plan_new(folder, "WAL");
    HzpPlanFile *plan = NULL;
    assert_int_equal(hzp_plan_file_open(path, &plan), HZP_OK);
    says(plan, "first", "1");
    assert_int_equal(hzp_plan_file_check(plan), HZP_OK);
    assert_true(another_saves(path));
    assert_true(hzp_plan_file_is_overtaken(plan));
    assert_int_equal(hzp_plan_file_check(plan), HZP_E_IO);
    assert_string_equal(hzp_error_id(), "plan_busy");
    hzp_plan_file_close(plan);
    test_folder_remove(folder);
}

static void test_plan_file__tells_when_changes_wait_beside_it(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = plan_new(folder, "WAL");
    HzpPlanFile *plan = NULL;
    assert_int_equal(hzp_plan_file_open(path, &plan), HZP_OK);
    sqlite3 *writer = NULL; /* it stays open, so that the change is in the -wal file only */
    assert_int_equal(sqlite3_open(path, &writer), SQLITE_OK);
    execute(writer, "UPDATE summary SET value = value + 1");
    assert_true(hzp_plan_file_is_overtaken(plan));
    hzp_plan_file_close(plan);
    assert_int_equal(hzp_plan_file_open(path, &plan), HZP_OK);
    says(plan, "first", "2");
    assert_int_equal(hzp_plan_file_check(plan), HZP_OK);
    hzp_plan_file_close(plan);
    sqlite3_close(writer);
    test_folder_remove(folder);
}

/* A file renamed into its place is another one: what is open stays as it was, and whole. */
static void test_plan_file__stays_what_it_was_when_another_takes_its_name(void **state)
{
    (void)state;
    char *folder = test_folder_new(), *beside = test_folder_new();
    g_autofree char *path = plan_new(folder, "WAL"), *newer = plan_new(beside, "WAL");
    assert_true(another_saves(newer));
    HzpPlanFile *plan = NULL;
    assert_int_equal(hzp_plan_file_open(path, &plan), HZP_OK);
    assert_int_equal(g_rename(newer, path), 0);
    says(plan, "first", "1");
    assert_int_equal(hzp_plan_file_check(plan), HZP_OK);
    hzp_plan_file_close(plan);
    test_folder_remove(folder);
    test_folder_remove(beside);
}

/* A GIS that edits the file which had this name before: its changes are none of the new one's. */
static void test_plan_file__does_not_read_what_belongs_to_the_file_before(void **state)
{
    (void)state;
    char *folder = test_folder_new(), *beside = test_folder_new();
    g_autofree char *path = plan_new(folder, "WAL"), *newer = plan_new(beside, "DELETE");
    assert_true(another_saves(newer));
    HzpPlanFile *plan = NULL;
    sqlite3 *gis = NULL;
    assert_int_equal(sqlite3_open(path, &gis), SQLITE_OK);
    execute(gis, "UPDATE summary SET value = 99");
    assert_int_equal(g_rename(newer, path), 0);
    assert_int_equal(hzp_plan_file_open(path, &plan), HZP_OK);
    says(plan, "first", "2");
    says(plan, "last", "2");
    assert_int_equal(hzp_plan_file_check(plan), HZP_OK);
    execute(gis, "UPDATE summary SET value = 100");
    says(plan, "first", "2");
    assert_int_equal(hzp_plan_file_check(plan), HZP_OK);
    hzp_plan_file_close(plan);
    sqlite3_close(gis);
    test_folder_remove(folder);
    test_folder_remove(beside);
}

struct asking {
    const char *path;
    int saves, asked;
    char *first, *last;
};

/* Another program saves between two readings, the first times it is asked. */
static HzpStatus ask(HzpPlanFile *plan, void *user)
{
    struct asking *asking = user;
    asking->asked++;
    g_free(asking->first);
    g_free(asking->last);
    asking->first = hzp_plan_file_summary(plan, "first");
    if (asking->saves-- > 0) assert_true(another_saves(asking->path));
    asking->last = hzp_plan_file_summary(plan, "last");
    return hzp_plan_file_check(plan);
}

static void test_plan_file__is_asked_again_when_a_save_comes_between(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = plan_new(folder, "WAL");
    struct asking asking = {.path = path, .saves = 2};
    assert_int_equal(hzp_plan_file_ask(path, ask, &asking), HZP_OK);
    assert_int_equal(asking.asked, 3);
    assert_string_equal(asking.first, "3");
    assert_string_equal(asking.last, "3");
    asking.saves = 1000000;
    assert_int_equal(hzp_plan_file_ask(path, ask, &asking), HZP_E_IO);
    assert_string_equal(hzp_error_id(), "plan_busy");
    g_free(asking.first);
    g_free(asking.last);
    test_folder_remove(folder);
}

int main(int argc, char **argv)
{
    program = argv[0];
    if (argc == 3 && strcmp(argv[1], "save") == 0) return save(argv[2]) == SQLITE_OK ? 0 : 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan_file__is_of_one_state_while_it_is_held),
        cmocka_unit_test(test_plan_file__tells_when_what_could_not_be_held_was_written),
        cmocka_unit_test(test_plan_file__tells_when_changes_wait_beside_it),
        cmocka_unit_test(test_plan_file__stays_what_it_was_when_another_takes_its_name),
        cmocka_unit_test(test_plan_file__does_not_read_what_belongs_to_the_file_before),
        cmocka_unit_test(test_plan_file__is_asked_again_when_a_save_comes_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
