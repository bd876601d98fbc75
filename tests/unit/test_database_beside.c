/* A database is not replaced while a program has it open, and nothing of it stays beside the one that takes its place. */
#include "support.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/database_beside.h"
#include "base/output_file.h"
#include "base/output_set.h"

static void execute(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(database));
}

/* Open, in WAL mode, with a number that is not in the file itself. */
static sqlite3 *open_and_save(const char *path, int number)
{
    sqlite3 *database = NULL;
    g_autofree char *save = g_strdup_printf("INSERT INTO t VALUES (%d)", number);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    execute(database, "PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS t (number)");
    execute(database, "PRAGMA wal_checkpoint(TRUNCATE)");
    execute(database, save);
    return database;
}

static int sum(const char *path)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, "SELECT sum(number) FROM t", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int found = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return found;
}

/* As a program that is killed leaves it. */
static void save_and_die(const char *path, int number)
{
    pid_t child = fork();
    if (child == 0) {
        open_and_save(path, number);
        kill(getpid(), SIGKILL);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_true(hzp_database_has_beside(path, "-wal"));
}

static void assert_alone(const char *path)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal"};
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *beside = g_strconcat(path, endings[i], NULL);
        assert_false(g_file_test(beside, G_FILE_TEST_EXISTS));
    }
}

static void assert_in_use(HzpStatus status)
{
    assert_int_equal(status, HZP_E_IO);
    assert_string_equal(hzp_error_id(), "output_in_use");
}

static void test_database_beside__takes_in_what_a_killed_program_left(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = g_build_filename(folder, "plan.gpkg", NULL);
    assert_int_equal(hzp_database_settle(path), HZP_OK); /* nothing there */
    save_and_die(path, 5);
    assert_int_equal(hzp_database_settle(path), HZP_OK);
    assert_alone(path);
    assert_int_equal(sum(path), 5);
    assert_int_equal(hzp_database_settle(path), HZP_OK);
    test_folder_remove(folder);
}

static void test_database_beside__refuses_while_a_program_has_it_open(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = g_build_filename(folder, "plan.gpkg", NULL);
    sqlite3 *database = open_and_save(path, 5);
    assert_in_use(hzp_database_settle(path));
    assert_int_equal(sum(path), 5);
    sqlite3_close(database);
    assert_int_equal(hzp_database_settle(path), HZP_OK);
    assert_alone(path);
    test_folder_remove(folder);
}

/* What a GIS still writes for the file that had the name before. */
static void test_database_beside__leaves_alone_what_is_of_another_file(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = g_build_filename(folder, "plan.gpkg", NULL),
                    *newer = g_build_filename(folder, "newer.gpkg", NULL);
    sqlite3 *plain = NULL;
    assert_int_equal(sqlite3_open(newer, &plain), SQLITE_OK);
    execute(plain, "CREATE TABLE t (number); INSERT INTO t VALUES (7)");
    sqlite3_close(plain);
    g_autofree char *before = NULL, *after = NULL;
    gsize length = 0, length_after = 0;
    assert_true(g_file_get_contents(newer, &before, &length, NULL));
    save_and_die(path, 5);
    assert_int_equal(g_rename(newer, path), 0);
    assert_in_use(hzp_database_settle(path));
    assert_true(g_file_get_contents(path, &after, &length_after, NULL));
    assert_int_equal(length_after, length);
    assert_memory_equal(after, before, length);
    test_folder_remove(folder);
}

static void test_database_beside__holds_for_one_output_from_begin_to_commit(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = g_build_filename(folder, "plan.gpkg", NULL), *temporary = NULL, *refused = NULL;
    sqlite3_close(open_and_save(path, 5));
    assert_int_equal(hzp_output_begin(path, &temporary), HZP_OK);
    assert_true(g_file_set_contents(temporary, "new", -1, NULL));
    sqlite3 *database = open_and_save(path, 6); /* while the new one is made */
    assert_in_use(hzp_output_commit(temporary, path));
    assert_false(g_file_test(temporary, G_FILE_TEST_EXISTS));
    assert_in_use(hzp_output_begin(path, &refused));
    assert_null(refused);
    assert_int_equal(sum(path), 11);
    sqlite3_close(database);
    assert_int_equal(hzp_output_write(path, "new", 3), HZP_OK);
    test_folder_remove(folder);
}

static void test_database_beside__holds_for_a_set_of_outputs(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    g_autofree char *path = g_build_filename(folder, "plan.gpkg", NULL), *other = g_build_filename(folder, "a.txt", NULL);
    sqlite3 *database = open_and_save(path, 5);
    HzpOutputSet *set = NULL;
    assert_int_equal(hzp_output_set_begin(folder, &set), HZP_OK);
    test_file_put(hzp_output_set_work(set), "plan.gpkg", "new");
    test_file_put(hzp_output_set_work(set), "a.txt", "new");
    assert_in_use(hzp_output_set_commit(set));
    hzp_output_set_free(set);
    assert_int_equal(sum(path), 5);
    assert_false(g_file_test(other, G_FILE_TEST_EXISTS));
    sqlite3_close(database);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_database_beside__takes_in_what_a_killed_program_left),
        cmocka_unit_test(test_database_beside__refuses_while_a_program_has_it_open),
        cmocka_unit_test(test_database_beside__leaves_alone_what_is_of_another_file),
        cmocka_unit_test(test_database_beside__holds_for_one_output_from_begin_to_commit),
        cmocka_unit_test(test_database_beside__holds_for_a_set_of_outputs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
