/* SHA-256 of an input, so that a figure can be traced to the very file. */
#ifndef HZP_DATA_FILE_CHECKSUM_H
#define HZP_DATA_FILE_CHECKSUM_H

/* Hexadecimal SHA-256 of a local file; of a Shapefile its .shp and .dbf together, of a folder (FileGDB) its files in name
 * order. NULL for what is not a local file (a database). Free with g_free(). */
char *hzp_file_checksum(const char *source);

#endif
