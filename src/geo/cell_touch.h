/* Which cells of a raster share area with a polygon. */
#ifndef HZP_GEO_CELL_TOUCH_H
#define HZP_GEO_CELL_TOUCH_H

#include "geo/cell_coverage.h"
#include "geo/polygon_set.h"

/* Cells `column` to before `end` of one row. */
typedef void (*HzpCellSpan)(size_t row, size_t column, size_t end, void *user);

/* Tell all cells of `range` whose inside meets the inside of polygon `i`, in columns and lines (geo/raster_grid.h); a cell
 * that only touches its boundary is none. A cell may be told several times. */
void hzp_cell_touch(const HzpPolygonSet *set, size_t i, const HzpCellRange *range, HzpCellSpan span, void *user);

#endif
