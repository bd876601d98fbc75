/* The first records of a text table, before GDAL's CSV driver sees it. */
#ifndef HZP_DATA_TABLE_TEXT_H
#define HZP_DATA_TABLE_TEXT_H

#include <glib.h>
#include <stdbool.h>

typedef struct {
    char delimiter;
    GPtrArray *rows; /* GStrv, all of the same width */
    GArray *ends;    /* gsize: where each record ends in the text, behind its line end */
} HzpTableText;

/* Split up to `most` records of a text, quoted cells with line ends included. The delimiter is the one of , ; tab | that is
 * there most often in these records. Clear with hzp_table_text_clear(). */
void hzp_table_text_split(const char *text, gsize length, guint most, HzpTableText *split);
void hzp_table_text_clear(HzpTableText *split);

/* Names as a header line, quoted. Free with g_free(). */
char *hzp_table_text_header(char **names, char delimiter);

#endif
