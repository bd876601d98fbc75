/* Comma-separated text as registers have it, made fit for GDAL's driver. */
#ifndef HZP_DATA_CSV_TEXT_H
#define HZP_DATA_CSV_TEXT_H

#include <glib.h>
#include <stdbool.h>

/* A quotation mark quotes a cell only where the cell begins (RFC 4180); in the middle of one it is a letter, as spreadsheets
 * read it: 112°51'03", DN300". GDAL takes it for quoting anywhere, and swallows cells and rows up to the next mark.
 *
 * Puts cells with such marks into quotes. *quoted is the text (of *size bytes; free with g_free()), NULL where nothing has to
 * be changed. Returns 0, or the number of the line (from 1) in which a quoted cell begins that nothing closes. */
size_t hzp_csv_quote_cells(const char *text, size_t length, char **quoted, size_t *size);

#endif
