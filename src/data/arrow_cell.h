/* One value of an Arrow array as GDAL hands them out (Arrow C data interface). */
#ifndef HZP_DATA_ARROW_CELL_H
#define HZP_DATA_ARROW_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ArrowSchema;
struct ArrowArray;

typedef enum {
    HZP_CELL_NULL,
    HZP_CELL_BOOLEAN,
    HZP_CELL_INTEGER,
    HZP_CELL_REAL,
    HZP_CELL_BYTES,
    HZP_CELL_TIME,
    HZP_CELL_OTHER
} HzpCellKind;

typedef struct {
    HzpCellKind kind;
    int64_t integer;
    double real;
    const char *bytes; /* not NUL-terminated; belongs to the array */
    size_t length;
    char time[32]; /* ISO 8601: 2020-05-01, 14:30:00, 2020-05-01T14:30:00 */
} HzpCell;

/* Read row `row` of a column. Strings and binary give bytes, integers an integer, booleans 0 or 1 as such, floats a real,
 * dates and times a time; anything else (lists) is HZP_CELL_OTHER. */
HzpCell hzp_arrow_cell(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t row);

#endif
