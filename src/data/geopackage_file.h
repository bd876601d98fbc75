/* What a local GeoPackage holds, looked at through SQLite alone: its tables, their columns, their CRS. */
#ifndef HZP_DATA_GEOPACKAGE_FILE_H
#define HZP_DATA_GEOPACKAGE_FILE_H

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>

#include "base/error.h"

typedef struct {
    char *name;
    char *type;      /* as declared, upper case: "INTEGER", "TEXT(50)", "DOUBLE" … */
    size_t position; /* in the table's rows */
} HzpGeopackageField;

/* A feature table. */
typedef struct {
    sqlite3 *database; /* borrowed; in a transaction, so that nobody writes */
    char *path;
    char *table;
    char *sql;         /* that declares it */
    char *key;         /* its integer primary key */
    bool key_is_rowid; /* as it nearly always is: then rows are in its order */
    size_t key_position;
    char *geometry; /* column */
    size_t geometry_position;
    char *shape;       /* as declared, upper case: "POINT", "MULTIPOLYGON" … */
    char *crs;         /* "EPSG:4547"; NULL where the file names no authority */
    GPtrArray *fields; /* HzpGeopackageField, in the table's order, without key and geometry */
} HzpGeopackageTable;

/* Look at the table `name` of a GeoPackage, or with NULL at its only one. False with *why, a message id, where file or table
 * is not of the plain kind that can be read without GDAL: nothing need be wrong with it. The database is one of
 * hzp_geopackage_begin(), or NULL. Clear with hzp_geopackage_table_clear(). */
bool hzp_geopackage_describe(sqlite3 *database, const char *path, const char *name, HzpGeopackageTable *table,
                             const char **why);
void hzp_geopackage_table_clear(HzpGeopackageTable *table);

/* A connection in a read transaction: nobody writes until it is closed. NULL on failure. */
sqlite3 *hzp_geopackage_begin(const char *path);

/* A connection for reading on one thread; NULL on failure. Close with sqlite3_close(). */
sqlite3 *hzp_geopackage_connect(const char *path);

#endif
