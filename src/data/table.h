/* Rows in columns: what a layer is in memory, from the reader to the writer.
 *
 * Numbers are doubles with NaN for missing; texts are NULL for missing. Column arrays keep their address while the table
 * lives, so analysis code takes them once and indexes them.
 */
#ifndef HZP_DATA_TABLE_H
#define HZP_DATA_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/geos_session.h"

typedef enum { HZP_COLUMN_TEXT, HZP_COLUMN_INTEGER, HZP_COLUMN_REAL, HZP_COLUMN_BOOLEAN } HzpColumnType;

typedef struct {
    char *name;
    char *header; /* the source's own name of it; NULL for a column of ours */
    HzpColumnType type;
    double *numbers;    /* INTEGER, REAL, BOOLEAN (0 or 1) */
    const char **texts; /* TEXT */
} HzpColumn;

typedef struct HzpTable HzpTable;

/* A table of `rows` rows without columns; free with hzp_table_free(). */
HzpTable *hzp_table_new(const char *name, size_t rows);
void hzp_table_free(HzpTable *table);

const char *hzp_table_name(const HzpTable *table);
size_t hzp_table_rows(const HzpTable *table);

/* Add a column of missing values, or get the one that is there. The array belongs to the table. */
double *hzp_table_add_number(HzpTable *table, const char *name, HzpColumnType type);
const char **hzp_table_add_text(HzpTable *table, const char *name);

/* Columns by name or position; NULL when there is none (of that type). */
const HzpColumn *hzp_table_column(const HzpTable *table, const char *name);
double *hzp_table_number(const HzpTable *table, const char *name);
const char **hzp_table_text(const HzpTable *table, const char *name);

/* The source's own name of a column, for messages; NULL where there is none. Both texts are copied. */
void hzp_table_set_header(HzpTable *table, const char *column, const char *header);
const char *hzp_table_header(const HzpTable *table, const char *column);

/* Copy a text into the table's own memory; NULL stays NULL. */
const char *hzp_table_keep(HzpTable *table, const char *text);

/* Geometry of the rows, NULL entries where a row has none; made on first use, freed with the table. In the project's CRS. */
GEOSGeometry **hzp_table_geometry(HzpTable *table);
bool hzp_table_has_geometry(const HzpTable *table);

/* Append an empty row (growing every column; arrays taken before are no longer valid) and return its index. Only for tables
 * that are filled row by row. */
size_t hzp_table_append(HzpTable *table);
void hzp_table_set_number(HzpTable *table, const char *name, size_t row, double value);
void hzp_table_set_text(HzpTable *table, const char *name, size_t row, const char *value);

/* Leave out the rows whose `keep` is false; the others keep their order. Column arrays stay where they are. */
void hzp_table_keep_rows(HzpTable *table, const bool *keep);

#endif
