/* Merged cells of a sheet of an .xlsx file, which GDAL's driver does not tell. */
#ifndef HZP_DATA_SHEET_MERGES_H
#define HZP_DATA_SHEET_MERGES_H

#include <glib.h>

/* Rows and columns counted from 1, both ends included. */
typedef struct {
    int first_row;
    int last_row;
    int first_column;
    int last_column;
} HzpMerge;

/* Merged cells of the sheet of this name, in the file's order (HzpMerge); empty where there are none or the file cannot be
 * read, which its driver tells. Nothing but the list itself is parsed as XML, document types are refused, and at most
 * 16 MB of it are read. Free with g_array_unref(). */
GArray *hzp_sheet_merges(const char *path, const char *sheet);

#endif
