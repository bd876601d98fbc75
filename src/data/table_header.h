/* The header of a table as registers have it: below title rows, or in two rows with group titles over several columns. */
#ifndef HZP_DATA_TABLE_HEADER_H
#define HZP_DATA_TABLE_HEADER_H

#include <glib.h>
#include <stdbool.h>

/* Rows that are searched for the header. */
enum { HZP_HEADER_ROWS = 20 };

/* Rows of the header, counted from 0; upper and lower are the same where it has one row. */
typedef struct {
    int upper;
    int lower;
} HzpHeaderPlace;

/* Find the header among the first rows of a table (each a GStrv of its cells, "" where empty, all of the same width): the
 * row, or the two rows, with the most cells that are known names (see hzp_fields_known()). The first row wins where no other
 * has more. `given` is the row that the project says, or -1; a group row goes with it where one fits. */
HzpHeaderPlace hzp_header_find(GHashTable *known, const GPtrArray *rows, int given);

/* Names of the columns below a header, each once; free with g_strfreev(). Of two rows 受威胁对象 | 人数 the lower name is
 * taken where it is a known name and the only one, else both together: 监测人电话, 责任人电话. */
char **hzp_header_names(GHashTable *known, const GPtrArray *rows, HzpHeaderPlace place);

#endif
