/* SQLite files whose table is read from its pages: what is read is what SQLite reads. */
#include "fuzz.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "data/sqlite_table.h"

enum { MOST_COLUMNS = 8, MOST_ROWS = 2000, MOST_BYTES = 1 << 20 };

typedef struct {
    sqlite3_stmt *statement;
    HzpSqliteRows rows;
    size_t columns;
    size_t n;
    bool told; /* SQLite has no further row, or says that the file is damaged */
} Reading;

static void check_cell(const HzpSqliteCell *cell, sqlite3_stmt *statement, int column)
{
    int type = sqlite3_column_type(statement, column);
    FUZZ_REQUIRE(cell->type == type, "type %d, SQLite says %d", cell->type, type);
    if (type == SQLITE_INTEGER) {
        FUZZ_REQUIRE(cell->whole == sqlite3_column_int64(statement, column), "column %d", column);
    } else if (type == SQLITE_FLOAT) {
        FUZZ_REQUIRE(cell->real == sqlite3_column_double(statement, column), "column %d", column);
    } else if (type != SQLITE_NULL) {
        const void *bytes = sqlite3_column_blob(statement, column);
        size_t size = (size_t)sqlite3_column_bytes(statement, column);
        FUZZ_REQUIRE(cell->size == size, "%zu bytes, SQLite says %zu", cell->size, size);
        FUZZ_REQUIRE(size == 0 || memcmp(cell->bytes, bytes, size) == 0, "column %d", column);
    }
}

static bool check_row(Reading *reading, size_t i, int64_t *last)
{
    static const bool wanted[MOST_COLUMNS] = {true, true, true, true, true, true, true, true};
    HzpSqliteCell cells[MOST_COLUMNS];
    HzpSqliteRow row;
    if (reading->n++ > MOST_ROWS || !hzp_sqlite_rows_get(&reading->rows, i, &row) || row.key <= *last ||
        !hzp_sqlite_record(&row, wanted, reading->columns, cells))
        return false;
    *last = row.key;
    if (!reading->told) reading->told = sqlite3_step(reading->statement) != SQLITE_ROW;
    if (reading->told) return sqlite3_errcode(sqlite3_db_handle(reading->statement)) != SQLITE_DONE;
    FUZZ_REQUIRE(row.key == sqlite3_column_int64(reading->statement, 0), "key %" G_GINT64_FORMAT, row.key);
    for (size_t c = 0; c < reading->columns; c++)
        check_cell(&cells[c], reading->statement, (int)c + 1);
    return true;
}

static bool check_leaf(Reading *reading, const HzpSqliteLeaf *leaf)
{
    int64_t last = leaf->after;
    if (!hzp_sqlite_rows_leaf(&reading->rows, leaf->page)) return false;
    for (size_t i = 0; i < reading->rows.n; i++) {
        if (!check_row(reading, i, &last)) return false;
    }
    return last <= leaf->last;
}

/* A table "t" of columns without affinity, none of which is its key. */
static void check_table(sqlite3 *database, HzpSqlitePages *pages, uint32_t root)
{
    Reading reading = {.rows = {.pages = pages}};
    GArray *leaves = hzp_sqlite_table_leaves(pages, root);
    bool asked =
        sqlite3_prepare_v2(database, "SELECT rowid, * FROM t NOT INDEXED", -1, &reading.statement, NULL) == SQLITE_OK;
    reading.columns = asked ? (size_t)sqlite3_column_count(reading.statement) - 1 : 0;
    bool read = leaves && asked && reading.columns <= MOST_COLUMNS;
    for (guint i = 0; read && i < leaves->len; i++)
        read = check_leaf(&reading, &g_array_index(leaves, HzpSqliteLeaf, i));
    if (read && !reading.told)
        FUZZ_REQUIRE(sqlite3_step(reading.statement) != SQLITE_ROW, "SQLite has more than %zu rows", reading.n);
    sqlite3_finalize(reading.statement);
    hzp_sqlite_rows_clear(&reading.rows);
    if (leaves) g_array_unref(leaves);
}

static uint32_t root_of(sqlite3 *database)
{
    sqlite3_stmt *statement = NULL;
    uint32_t root = 0;
    const char *sql = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 't' AND "
                      "sql IN ('CREATE TABLE t (a, b, c, d)', 'CREATE TABLE t (a)')";
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        root = (uint32_t)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return root;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *path = g_build_filename(fuzz_folder(), "t.db", NULL);
    HzpSqlitePages pages;
    sqlite3 *database = NULL;
    if (size > MOST_BYTES || !g_file_set_contents(path, (const char *)data, (gssize)size, NULL)) return 0;
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK) {
        sqlite3_exec(database, "BEGIN", NULL, NULL, NULL);
        uint32_t root = root_of(database);
        if (root > 1 && hzp_sqlite_pages_open(&pages, path)) {
            check_table(database, &pages, root);
            hzp_sqlite_pages_close(&pages);
        }
    }
    sqlite3_close(database);
    return 0;
}
