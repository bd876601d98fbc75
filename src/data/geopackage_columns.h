/* Rows of a GeoPackage table as plain arrays, read by several threads.
 *
 * Only what needs no thought is read: numbers in columns of numbers, texts in columns of texts that are valid UTF-8 without
 * anything to strip, points or polygons. The first cell that is not like that is told, and the caller reads the layer in
 * another way (data/layer_reader.h), which knows what to say of it. */
#ifndef HZP_DATA_GEOPACKAGE_COLUMNS_H
#define HZP_DATA_GEOPACKAGE_COLUMNS_H

#include "base/run.h"
#include "data/geopackage_file.h"
#include "geo/polygon_set.h"

typedef enum {
    HZP_CELLS_NUMBER,
    HZP_CELLS_TEXT,    /* an integer becomes its digits */
    HZP_CELLS_CHECKED, /* a text of which is only looked at whether it is there and plain */
    HZP_CELLS_RISING   /* … and whether each comes after the row's before; of at most one column */
} HzpCellsKind;

typedef enum {
    HZP_SHAPE_POINT,
    HZP_SHAPE_POLYGON,
    HZP_SHAPE_BOX /* of polygons, as their envelopes say */
} HzpShape;

typedef struct {
    const char *name; /* of the source */
    HzpCellsKind kind;
    bool required; /* a row without it is not plain */
    /* Of texts: whether one that is not empty is valid UTF-8 with nothing to do about it. It need not end in NUL. Called from
     * several threads. */
    bool (*plain)(const char *text, size_t length);
} HzpCells;

typedef struct {
    size_t n; /* rows, in the order of their keys */
    int64_t *fid;
    double **numbers;    /* by column; NaN for NULL; NULL for columns of texts */
    const char ***texts; /* by column; NULL for NULL and ""; equal texts are often the same pointer */
    size_t n_columns;
    double *x; /* of points, NaN for an empty or missing one; NULL for polygons */
    double *y;
    HzpPolygonSet *polygons; /* NULL for points */
    HzpBox *boxes;           /* only where boxes were asked for */
    size_t unplaced;         /* rows without geometry */
    bool rises;        /* the rising column has a text in all rows, shorter before longer, else by bytes: no two are equal */
    GPtrArray *blocks; /* that hold the texts */
} HzpGeopackageRows;

/* Whether a column of this declared type holds numbers, or texts, as GDAL reads them. */
bool hzp_geopackage_is_number(const HzpGeopackageField *field);
bool hzp_geopackage_is_text(const HzpGeopackageField *field);

/* Read columns and geometry of a table. HZP_OK with *odd set (a message id) and nothing read where a cell or geometry is not
 * plain; HZP_E_CANCELLED. Clear with hzp_geopackage_rows_clear(). */
HzpStatus hzp_geopackage_read(HzpRun *run, const HzpGeopackageTable *table, HzpShape shape, const HzpCells *cells, size_t n,
                              HzpGeopackageRows *rows, const char **odd);
void hzp_geopackage_rows_clear(HzpGeopackageRows *rows);

#endif
