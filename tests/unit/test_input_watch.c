/* Whether input files are seen to be written while they are read. */
#include "support.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/input_watch.h"

static char *folder;
static HzpInputWatch *watch;

static void begin(const char *path)
{
    hzp_input_watch_free(watch);
    if (hzp_input_watch_files(&path, 1, &watch) != HZP_OK) fail_msg("%s", hzp_error_message());
}

static void still(void) { assert_int_equal(hzp_input_watch_end(watch, NULL, HZP_OK), HZP_OK); }

static void changed(const char *name)
{
    HzpStatus status = hzp_input_watch_end(watch, NULL, HZP_OK);
    test_failed(status, HZP_E_IO, "input_changed", name);
    assert_true(hzp_input_was_changed(status));
}

/* As a program that keeps the file writes over its bytes. */
static void overwrite(const char *path, const char *text)
{
    int file = open(path, O_WRONLY);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
}

/* So that only what a test changes can be what is seen. */
static void set_times(const char *path, const struct stat *as)
{
    const struct timespec times[2] = {as->st_atim, as->st_mtim};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void test_input_watch__sees_bytes_written_over(void **state)
{
    (void)state;
    g_autofree char *path = test_file_write(folder, "v.csv", "abc");
    begin(path);
    still();
    overwrite(path, "abd");
    changed("v.csv");
    begin(path);
    still();
}

/* Written, looked at and written again within one tick, in which a file's time stays the same. */
static void test_input_watch__sees_what_is_written_at_once(void **state)
{
    (void)state;
    g_autofree char *path = test_file_write(folder, "v.csv", "abc");
    for (int i = 0; i < 100; i++) {
        overwrite(path, "abc");
        begin(path);
        overwrite(path, "abd");
        changed("v.csv");
    }
}

/* Of the same size, and by its time as old. */
static void test_input_watch__sees_another_file_in_the_place(void **state)
{
    (void)state;
    g_autofree char *path = test_file_write(folder, "v.csv", "abc");
    g_autofree char *other = test_file_write(folder, "other.csv", "abd");
    struct stat facts;
    begin(path);
    assert_int_equal(stat(path, &facts), 0);
    set_times(other, &facts);
    assert_int_equal(g_rename(other, path), 0);
    changed("v.csv");
    begin(path);
    g_unlink(path);
    changed("v.csv");
    begin(path);
    still(); /* not there, as before: whoever reads it says so */
}

static void test_input_watch__sees_what_belongs_to_a_file(void **state)
{
    (void)state;
    static const char *const families[][2] = {{"a.shp", "a.dbf"},     {"a.shp", "a.shx"},
                                              {"a.shp", "a.prj"},     {"B.SHP", "B.CPG"},
                                              {"a.tab", "a.dat"},     {"p.bil", "p.hdr"},
                                              {"p.tif", "p.tfw"},     {"p.tif", "p.tif.aux.xml"},
                                              {"p.csv", "p.csvt"},    {"g.gpkg", "g.gpkg-wal"},
                                              {"p.tif", "p.tif.msk"}, {"dem", "dem.hdr"},
                                              {"p.sdat", "p.sgrd"},   {"grid/hdr.adf", "grid/w001001.adf"}};
    for (size_t i = 0; i < G_N_ELEMENTS(families); i++) {
        g_autofree char *first = test_file_write(folder, families[i][0], "abc");
        g_autofree char *second = test_file_write(folder, families[i][1], "abc");
        begin(first);
        still();
        overwrite(second, "abd");
        changed(families[i][1]);
        begin(first);
        g_unlink(second);
        changed(families[i][1]);
        begin(first);
        g_free(test_file_write(folder, families[i][1], "abc"));
        changed(families[i][1]);
        g_unlink(second);
    }
}

static void test_input_watch__leaves_other_files_alone(void **state)
{
    (void)state;
    g_autofree char *path = test_file_write(folder, "g.gpkg", "abc");
    begin(path);
    test_file_put(folder, "g.csv", "abc");
    test_file_put(folder, "g.gpkg-shm", "abc");
    test_file_put(folder, "g.gpkg-wal", ""); /* as readers leave it */
    test_file_put(folder, "g.hdr", "abc");
    still();
}

static void test_input_watch__sees_the_files_of_a_folder(void **state)
{
    (void)state;
    g_autofree char *gdb = g_build_filename(folder, "v.gdb", NULL);
    g_autofree char *table = test_file_write(folder, "v.gdb/a.gdbtable", "abc");
    g_autofree char *last = test_file_write(folder, "v.gdb/b.gdbtable", "abc");
    begin(gdb);
    test_file_put(folder, "v.gdb/host.sr.lock", "abc");
    test_file_put(folder, "v.gdb/.hazplan-work", "abc");
    still();
    overwrite(table, "abd");
    changed("a.gdbtable");
    begin(gdb);
    test_file_put(folder, "v.gdb/aa.gdbtable", "abc");
    changed("aa.gdbtable");
    begin(gdb);
    g_unlink(last);
    changed("b.gdbtable");
}

static void test_input_watch__sees_the_archive_of_a_file(void **state)
{
    (void)state;
    g_autofree char *archive = test_file_write(folder, "v.zip", "abc");
    g_autofree char *inside = g_strconcat("/vsizip/", archive, "/deep/v.shp", NULL);
    begin(inside);
    still();
    overwrite(archive, "abd");
    changed("v.zip");
}

static void test_input_watch__leaves_out_what_is_no_file(void **state)
{
    (void)state;
    g_autofree char *pipe = g_build_filename(folder, "pipe.csv", NULL);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    int ends = open(pipe, O_RDWR);
    begin(pipe);
    assert_int_equal(write(ends, "a", 1), 1);
    still();
    close(ends);
    static const char *const sources[] = {"PG:dbname=gis", "/vsicurl/https://host/v.gpkg", "WFS:https://host/"};
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        begin(sources[i]);
        still();
    }
}

static void test_input_watch__goes_before_what_reading_came_to(void **state)
{
    (void)state;
    g_autofree char *path = test_file_write(folder, "v.csv", "abc");
    g_autofree char *other = test_file_write(folder, "w.csv", "abc");
    const char *const both[] = {path, other};
    hzp_input_watch_free(watch);
    assert_int_equal(hzp_input_watch_files(both, 2, &watch), HZP_OK);
    assert_int_equal(hzp_input_watch_end(watch, NULL, HZP_E_INPUT), HZP_E_INPUT);
    overwrite(other, "abd");
    test_failed(hzp_input_watch_end(watch, NULL, HZP_E_INPUT), HZP_E_IO, "input_changed", "w.csv");
    assert_int_equal(hzp_input_watch_end(watch, NULL, HZP_E_CANCELLED), HZP_E_CANCELLED);
    assert_int_equal(hzp_input_watch_end(watch, path, HZP_OK), HZP_OK);
    assert_int_equal(hzp_input_watch_end(watch, other, HZP_OK), HZP_E_IO);
    assert_int_equal(hzp_input_watch_end(NULL, NULL, HZP_OK), HZP_OK);
}

/* ---- without an end ---- */

static char *restless;
static gint at_rest;
static gint times_written;

static gpointer write_on(gpointer nothing)
{
    (void)nothing;
    while (!g_atomic_int_get(&at_rest)) {
        overwrite(restless, "abc");
        g_atomic_int_inc(&times_written);
        g_usleep(500);
    }
    return NULL;
}

/* On a busy machine the writer may rest so long that it seems to have ended: then what it does next is seen. */
static void test_input_watch__does_not_begin_while_a_file_is_written(void **state)
{
    (void)state;
    restless = test_file_write(folder, "v.csv", "abc");
    g_atomic_int_set(&at_rest, 0);
    GThread *writer = g_thread_new("writer", write_on, NULL);
    HzpStatus status = hzp_input_watch_files((const char *const *)&restless, 1, &watch);
    int before = g_atomic_int_get(&times_written);
    while (g_atomic_int_get(&times_written) < before + 2)
        g_usleep(500);
    if (status == HZP_OK) status = hzp_input_watch_end(watch, NULL, HZP_OK);
    g_atomic_int_set(&at_rest, 1);
    g_thread_join(writer);
    test_failed(status, HZP_E_IO, "input_changed", "v.csv");
    begin(restless);
    still();
    g_free(restless);
}

/* ---- changes beside a database ---- */

static void execute(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(database));
}

static void test_input_watch__sees_a_state_that_files_do_not_show(void **state)
{
    (void)state;
    g_autofree char *path = g_build_filename(folder, "g.gpkg", NULL);
    g_autofree char *wal = g_strconcat(path, "-wal", NULL);
    sqlite3 *database = NULL;
    struct stat facts[4];
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    execute(database, "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE t (a); INSERT INTO t VALUES (1);"
                      "UPDATE t SET a = 2; PRAGMA wal_checkpoint(FULL); UPDATE t SET a = 3");
    begin(path);
    still();
    assert_int_equal(stat(path, &facts[0]), 0);
    assert_int_equal(stat(wal, &facts[1]), 0);
    /* What is in the -wal goes to the database, and the next change is written over it. */
    execute(database, "PRAGMA wal_checkpoint(FULL); UPDATE t SET a = 4");
    assert_int_equal(stat(path, &facts[2]), 0);
    assert_int_equal(stat(wal, &facts[3]), 0);
    assert_int_equal(facts[0].st_size, facts[2].st_size);
    assert_int_equal(facts[1].st_size, facts[3].st_size);
    set_times(path, &facts[0]);
    set_times(wal, &facts[1]);
    changed("g.gpkg");
    begin(path);
    still();
    sqlite3_close(database);
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
    g_clear_pointer(&watch, hzp_input_watch_free);
    test_folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_input_watch__sees_bytes_written_over, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_watch__sees_what_is_written_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_watch__sees_another_file_in_the_place, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_watch__sees_what_belongs_to_a_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_watch__leaves_other_files_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_watch__sees_the_files_of_a_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_watch__sees_the_archive_of_a_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_watch__leaves_out_what_is_no_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_watch__goes_before_what_reading_came_to, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_watch__does_not_begin_while_a_file_is_written, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_watch__sees_a_state_that_files_do_not_show, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
