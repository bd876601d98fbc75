/* Rows of an SQLite table from the pages of its b-tree. https://www.sqlite.org/fileformat2.html, 1.6 and 2.1.
 *
 * The bytes may be anybody's: every number in them is held against the page, the record and the file before it is used.
 * Where anything is not as it is written by SQLite, the answer is false, and the caller asks SQLite itself. */
#ifndef HZP_DATA_SQLITE_TABLE_H
#define HZP_DATA_SQLITE_TABLE_H

#include "data/sqlite_pages.h"

/* A page of rows, with the bounds of their keys. */
typedef struct {
    uint32_t page;
    int64_t after; /* all keys are larger */
    int64_t last;  /* and none is larger than this */
} HzpSqliteLeaf;

/* The leaves of the table whose root is a page, in the order of their keys, none of which is negative; NULL on failure. Free
 * with g_array_unref(). */
GArray *hzp_sqlite_table_leaves(HzpSqlitePages *pages, uint32_t root);

/* Reads rows of leaves. */
typedef struct {
    HzpSqlitePages *pages;
    const unsigned char *page; /* of the leaf */
    size_t n;                  /* rows of the leaf */
    unsigned char *whole;      /* a record that is spread over pages */
    size_t room;
} HzpSqliteRows;

typedef struct {
    int64_t key;
    const unsigned char *record; /* valid until the next row */
    size_t size;
} HzpSqliteRow;

bool hzp_sqlite_rows_leaf(HzpSqliteRows *rows, uint32_t page);
bool hzp_sqlite_rows_get(HzpSqliteRows *rows, size_t i, HzpSqliteRow *row);
void hzp_sqlite_rows_clear(HzpSqliteRows *rows);

/* A value of a record. */
typedef struct {
    int type; /* SQLITE_NULL, SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB */
    int64_t whole;
    double real;
    const unsigned char *bytes; /* of texts and blobs */
    size_t size;
} HzpSqliteCell;

/* The first n values of a record, of which only those wanted are looked at. False where the record has fewer. */
bool hzp_sqlite_record(const HzpSqliteRow *row, const bool *wanted, size_t n, HzpSqliteCell *cells);

#endif
