/* What a kernel needs of a raster: its grid, what its values mean, and a function that reads windows of it. */
#ifndef HZP_GEO_RASTER_READER_H
#define HZP_GEO_RASTER_READER_H

#include "geo/cell_coverage.h"
#include "geo/raster_grid.h"

/* Fill `values` with the cells of a window, row by row: floats, or doubles where the reader says so; NaN where there is no
 * figure. Called by several threads at a time, each with another `thread` below the reader's number of them. */
typedef HzpStatus (*HzpRasterRead)(void *user, int thread, const HzpCellRange *range, void *values);

typedef struct {
    const HzpRasterGrid *grid;
    HzpRasterRead read;
    void *user;
    int threads;    /* that may read at the same time, at least 1 */
    bool doubles;   /* windows come as doubles, otherwise as floats */
    bool density;   /* values are people per km² of the cells' true area, otherwise people in each cell */
    double largest; /* no cell has more people (or people per km²): what does is a mistake of the file, and counted */
    double no_data; /* a negative number that means no figure, where windows come with it; otherwise of no meaning */
} HzpRasterReader;

#endif
