/* Rows read from the pages of an SQLite file are those that SQLite itself reads; and what is not plain is left to it. */
#include "support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "data/sqlite_table.h"

enum { MOST_COLUMNS = 8 };

static char *folder;

static char *path_of(void) { return g_build_filename(folder, "t.db", NULL); }

/* A new file in which some SQL was run. */
static void make(const char *sql)
{
    g_autofree char *path = path_of();
    sqlite3 *database = NULL;
    char *message = NULL;
    remove(path);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static bool same_cell(const HzpSqliteCell *cell, sqlite3_stmt *statement, int column)
{
    int type = sqlite3_column_type(statement, column);
    if (cell->type != type) return false;
    if (type == SQLITE_INTEGER) return cell->whole == sqlite3_column_int64(statement, column);
    if (type == SQLITE_FLOAT) return cell->real == sqlite3_column_double(statement, column);
    if (type == SQLITE_NULL) return true;
    const void *bytes = sqlite3_column_blob(statement, column);
    size_t size = (size_t)sqlite3_column_bytes(statement, column);
    return cell->size == size && (size == 0 || memcmp(cell->bytes, bytes, size) == 0);
}

typedef struct {
    HzpSqliteRows rows;
    sqlite3_stmt *statement;
    size_t columns;
    size_t n;
} Reading;

/* False where a row cannot be read; fails where one is another than SQLite's. */
static bool leaf_is_read(Reading *reading, const HzpSqliteLeaf *leaf)
{
    static const bool wanted[MOST_COLUMNS] = {true, true, true, true, true, true, true, true};
    HzpSqliteCell cells[MOST_COLUMNS];
    HzpSqliteRow row;
    if (!hzp_sqlite_rows_leaf(&reading->rows, leaf->page)) return false;
    for (size_t i = 0; i < reading->rows.n; i++, reading->n++) {
        if (!hzp_sqlite_rows_get(&reading->rows, i, &row) || !hzp_sqlite_record(&row, wanted, reading->columns, cells))
            return false;
        assert_int_equal(sqlite3_step(reading->statement), SQLITE_ROW);
        assert_true(row.key == sqlite3_column_int64(reading->statement, 0));
        assert_true(row.key > leaf->after && row.key <= leaf->last);
        for (size_t c = 0; c < reading->columns; c++) {
            if (!same_cell(&cells[c], reading->statement, (int)c + 1))
                fail_msg("row %" G_GINT64_FORMAT ", column %zu", row.key, c);
        }
    }
    return true;
}

static bool rows_are_read(HzpSqlitePages *pages, uint32_t root, sqlite3_stmt *statement, size_t *n)
{
    Reading reading = {
        .rows = {.pages = pages}, .statement = statement, .columns = (size_t)sqlite3_column_count(statement) - 1};
    GArray *leaves = hzp_sqlite_table_leaves(pages, root);
    bool read = leaves != NULL;
    for (guint i = 0; read && i < leaves->len; i++)
        read = leaf_is_read(&reading, &g_array_index(leaves, HzpSqliteLeaf, i));
    hzp_sqlite_rows_clear(&reading.rows);
    if (leaves) g_array_unref(leaves);
    *n = reading.n;
    return read;
}

static uint32_t root_of(sqlite3 *database)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(
        sqlite3_prepare_v2(database, "SELECT rootpage FROM sqlite_master WHERE name = 't'", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    uint32_t root = (uint32_t)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return root;
}

/* All rows of "t", compared with SQLite's; -1 where it is left to SQLite. */
static long read_table(void)
{
    g_autofree char *path = path_of();
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    HzpSqlitePages pages;
    size_t n = 0;
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    uint32_t root = root_of(database);
    assert_int_equal(sqlite3_prepare_v2(database, "SELECT rowid, * FROM t NOT INDEXED", -1, &statement, NULL), SQLITE_OK);
    bool read = hzp_sqlite_pages_open(&pages, path);
    if (read) {
        read = rows_are_read(&pages, root, statement, &n);
        if (read) assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
        hzp_sqlite_pages_close(&pages);
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return read ? (long)n : -1;
}

/* ---- what is read ---- */

#define NUMBERS "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "

static void test_sqlite_table__reads_integers_of_all_widths(void **state)
{
    (void)state;
    make("CREATE TABLE t (a, c); WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 62) "
         "INSERT INTO t SELECT (1 << i) + d, d FROM n, (SELECT -1 AS d UNION ALL SELECT 0 UNION ALL SELECT 1); "
         "INSERT INTO t SELECT -a, 0.25 * a FROM t; INSERT INTO t VALUES (-9223372036854775807 - 1, NULL), "
         "(9223372036854775807, ''), (0.5, x''), (1e999, -1e999), ('甲', x'00ff')");
    /* 63 powers with their neighbours, of both signs */
    assert_int_equal(read_table(), 63 * 3 * 2 + 5);
}

/* Rows of few and of many bytes, deleted ones between, an index, in pages of all sizes, vacuumed or not. */
static void test_sqlite_table__reads_pages_of_all_sizes(void **state)
{
    (void)state;
    static const char *const afterwards[] = {"", "VACUUM;", "PRAGMA journal_mode=TRUNCATE;"};
    static const char *const vacuums[] = {"0", "1", "2"};
    size_t way = 0;
    for (int size = 512; size <= 65536; size *= 2, way++) {
        g_autofree char *sql = g_strdup_printf(
            "PRAGMA page_size=%d; PRAGMA auto_vacuum=%s; CREATE TABLE t (a, b, c); CREATE INDEX i ON t (a); CREATE TABLE u "
            "(a); " NUMBERS "INSERT INTO t SELECT i, substr(hex(zeroblob(i * i / 2000)), 1, i * i / 1000) || i, "
            "CASE WHEN i %% 37 = 0 THEN zeroblob(%d - 40 + i / 37) ELSE i / 7.0 END FROM n; INSERT INTO u SELECT a FROM t; "
            "DELETE FROM t WHERE a %% 11 = 0 OR a BETWEEN 900 AND 1300; %s",
            size, vacuums[way % 3], 3000, size, afterwards[way / 3 % 3]);
        make(sql);
        /* 3000 less 272 multiples of 11, and of 401 rows the 37 multiples once only. */
        assert_int_equal(read_table(), 3000 - 272 - 401 + 37);
    }
}

static void test_sqlite_table__reads_an_empty_table(void **state)
{
    (void)state;
    make("CREATE TABLE t (a)");
    assert_int_equal(read_table(), 0);
}

/* The last bytes of each page are somebody else's. */
static void test_sqlite_table__reads_pages_with_reserved_bytes(void **state)
{
    (void)state;
    g_autofree char *path = path_of();
    sqlite3 *database = NULL;
    int reserved = 32;
    remove(path);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    sqlite3_exec(database, "PRAGMA page_size=1024", NULL, NULL, NULL);
    assert_int_equal(sqlite3_file_control(database, NULL, SQLITE_FCNTL_RESERVE_BYTES, &reserved), SQLITE_OK);
    g_autofree char *sql =
        g_strdup_printf("CREATE TABLE t (a, b); " NUMBERS "INSERT INTO t SELECT i, zeroblob(i * 10) FROM n", 300);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    assert_int_equal(read_table(), 300);
}

/* ---- what is left to SQLite ---- */

static void test_sqlite_table__leaves_what_is_unusual(void **state)
{
    (void)state;
    static const char *const unusual[] = {
        "PRAGMA journal_mode=WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)",
        "PRAGMA encoding='UTF-16'; CREATE TABLE t (a); INSERT INTO t VALUES ('a')",
        "CREATE TABLE t (a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b DEFAULT 7",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(unusual); i++) {
        make(unusual[i]);
        if (read_table() != -1) fail_msg("read in spite of: %s", unusual[i]);
    }
}

static void change_byte(size_t offset, unsigned char byte)
{
    g_autofree char *path = path_of();
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)offset, SEEK_SET), 0);
    assert_int_equal(fputc(byte, file), byte);
    assert_int_equal(fclose(file), 0);
}

/* The page number at a place becomes 2, which is the root's. */
static void point_to_root(size_t offset)
{
    for (size_t i = 0; i < 3; i++)
        change_byte(offset + i, 0);
    change_byte(offset + 3, 2);
}

/* The root's last child, then its first one, is the root again: the walk ends. */
static void test_sqlite_table__ends_where_pages_go_in_circles(void **state)
{
    (void)state;
    enum { PAGE = 512, LAST_CHILD = PAGE + 8, FIRST_CELL = PAGE + 12 };
    g_autofree char *sql = g_strdup_printf(
        "PRAGMA page_size=512; CREATE TABLE t (a); " NUMBERS "INSERT INTO t SELECT hex(zeroblob(100)) FROM n", 40);
    g_autofree char *path = path_of();
    g_autofree char *bytes = NULL;
    HzpSqlitePages pages;
    make(sql);
    assert_int_equal(read_table(), 40);
    point_to_root(LAST_CHILD);
    assert_int_equal(read_table(), -1);
    assert_true(g_file_get_contents(path, &bytes, NULL, NULL));
    point_to_root(PAGE + hzp_sqlite_two((const unsigned char *)bytes + FIRST_CELL));
    assert_true(hzp_sqlite_pages_open(&pages, path));
    assert_null(hzp_sqlite_table_leaves(&pages, 2));
    assert_null(hzp_sqlite_table_leaves(&pages, 0));
    assert_null(hzp_sqlite_table_leaves(&pages, 1));
    assert_null(hzp_sqlite_table_leaves(&pages, 4000000000U));
    hzp_sqlite_pages_close(&pages);
}

/* A file that was cut short before or while it is read. */
static void test_sqlite_table__survives_a_file_cut_short(void **state)
{
    (void)state;
    g_autofree char *sql = g_strdup_printf("CREATE TABLE t (a); " NUMBERS "INSERT INTO t SELECT zeroblob(3000) FROM n", 500);
    HzpSqlitePages pages;
    g_autofree char *path = path_of();
    make(sql);
    assert_true(hzp_sqlite_pages_open(&pages, path));
    GArray *leaves = hzp_sqlite_table_leaves(&pages, 2);
    HzpSqliteRows rows = {.pages = &pages};
    assert_non_null(leaves);
    assert_int_equal(leaves->len, 500);
    assert_true(hzp_sqlite_rows_leaf(&rows, g_array_index(leaves, HzpSqliteLeaf, 0).page));
    assert_int_equal(truncate(path, 100 * 4096), 0);
    assert_false(hzp_sqlite_rows_leaf(&rows, g_array_index(leaves, HzpSqliteLeaf, 400).page));
    g_array_unref(leaves);
    hzp_sqlite_pages_close(&pages);
    assert_false(hzp_sqlite_pages_open(&pages, path));
}

static int begin(void **state)
{
    (void)state;
    folder = test_folder_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    test_folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sqlite_table__reads_integers_of_all_widths),
        cmocka_unit_test(test_sqlite_table__reads_pages_of_all_sizes),
        cmocka_unit_test(test_sqlite_table__reads_an_empty_table),
        cmocka_unit_test(test_sqlite_table__reads_pages_with_reserved_bytes),
        cmocka_unit_test(test_sqlite_table__leaves_what_is_unusual),
        cmocka_unit_test(test_sqlite_table__ends_where_pages_go_in_circles),
        cmocka_unit_test(test_sqlite_table__survives_a_file_cut_short),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
