/* Cells of a raster as polygons: the outlines of groups of cells that are joined by their sides. */
#ifndef HZP_GEO_CELL_OUTLINE_H
#define HZP_GEO_CELL_OUTLINE_H

#include "geo/polygon_set.h"

/* Bits of a cell; those above HZP_CELL_CHOSEN are work space and 0 on entry. */
enum { HZP_CELL_CHOSEN = 1, HZP_CELL_GROUPED = 2, HZP_CELL_TRACED = 4 };

/* One polygon for each group of chosen cells, on the map: `to_map` is a geotransform as in geo/raster_grid.h, cell (c, r) is
 * [c, c + 1] × [r, r + 1] before it. Cells that touch at a corner only are of two groups. Corners stand only where an outline
 * turns; holes are rings of their own. Groups are in the order of their first cells, row by row. The cells' work space is
 * used. Free the set with hzp_polygon_set_free(). */
HzpPolygonSet *hzp_cell_outlines(unsigned char *cells, size_t columns, size_t rows, const double to_map[6]);

#endif
