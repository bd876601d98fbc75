/* Rule filters of QGIS styles: a small, whitelisted part of its expression language.
 *
 * Filters come from users, so they are parsed here and evaluated on row values; they never reach SQLite as text. Understood:
 * "column" (or a bare name), 'text', numbers, = <> != < <= > >=, [NOT] IN (…), IS [NOT] NULL, AND, OR, NOT, parentheses.
 * Comparison with NULL is neither true nor false, as in SQL.
 */
#ifndef HZP_PRESENT_MAP_FILTER_H
#define HZP_PRESENT_MAP_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* A value of a row. */
typedef enum { HZP_CELL_NULL = 0, HZP_CELL_NUMBER, HZP_CELL_TEXT } HzpCellKind;
typedef struct {
    HzpCellKind kind;
    double number;
    const char *text; /* set for HZP_CELL_TEXT; belongs to the row */
} HzpCell;

/* Gives the value of a column of a row; NULL when the row has no such column. */
typedef const HzpCell *(*HzpCellLookup)(const void *row, const char *column);

typedef struct HzpFilter HzpFilter;

/* Parse a filter. On failure NULL is returned and *problem is the byte offset of what was not understood. */
HzpFilter *hzp_filter_parse(const char *text, size_t *problem);
void hzp_filter_free(HzpFilter *filter);

/* A filter that holds for every row whose column equals the value; a NULL value means the column is NULL. */
HzpFilter *hzp_filter_equals(const char *column, const HzpCell *value);
/* A filter for lower <= column <= upper. */
HzpFilter *hzp_filter_between(const char *column, double lower, double upper);

/* Whether the filter is true for a row (not false and not unknown). A NULL filter is true. */
bool hzp_filter_holds(const HzpFilter *filter, HzpCellLookup lookup, const void *row);

/* Name of the first column the filter asks for that `known` denies, or NULL. */
const char *hzp_filter_unknown_column(const HzpFilter *filter, bool (*known)(const void *layer, const char *column),
                                      const void *layer);

#endif
