/* The local files that a source of rows consists of. */
#ifndef HZP_DATA_SOURCE_FILES_H
#define HZP_DATA_SOURCE_FILES_H

#include <glib.h>
#include <stdbool.h>

/* The file or folder of what GDAL is asked to open: of a path into a .zip the .zip. Of a database or an address a text that
 * names no file. Free with g_free(). */
char *hzp_source_file(const char *source);

/* Files of a folder (FileGDB) as paths in name order, without locks, which come and go with whoever has it open; NULL where
 * it cannot be read. Free with g_ptr_array_unref(). */
GPtrArray *hzp_source_folder_files(const char *folder);

/* All files that hold something of what is read from a source: the file, or those of the folder, and what belongs to it (of a
 * Shapefile .shp, .dbf …, of a raster its header, of an SQLite database its -wal), whether they are there or not. Files that
 * a virtual dataset names are not among them. */
GPtrArray *hzp_source_files(const char *source);

/* Whether a program that has the file open (SQLite) keeps changes beside it. */
bool hzp_source_has_wal(const char *source);

#endif
