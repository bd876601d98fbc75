/* Where the cells of a raster lie: from map coordinates to columns and lines, and the true area of cells. */
#ifndef HZP_GEO_RASTER_GRID_H
#define HZP_GEO_RASTER_GRID_H

#include "geo/crs.h"
#include "geo/polygon_set.h"

typedef struct {
    size_t columns;
    size_t rows;
    size_t window_columns; /* it is read in windows of this size, which begin at its multiples */
    size_t window_rows;
    double to_map[6];   /* x = t0 + t1·column + t2·line, y = t3 + t4·column + t5·line: GDAL's geotransform */
    double to_cells[6]; /* back, as HzpPolygonTransform's affine */
    HzpCrsFacts crs;
    double turn; /* columns in 360 degrees; 0 where the CRS is not geographic, or the raster does not run along parallels */
    double cell_m2;   /* area of a cell of a projected CRS, as its coordinates say */
    double *row_area; /* true area in m² of one cell of each row, on the ellipsoid; NULL where `turn` is 0 */
} HzpRasterGrid;

/* A grid from GDAL's geotransform; `unit_m` is the length of the CRS's unit, of no meaning where it is geographic. One
 * window holds the whole grid until the members are set otherwise. NULL when the geotransform has no inverse or there are no
 * cells. Free with hzp_raster_grid_free(). */
HzpRasterGrid *hzp_raster_grid_new(size_t columns, size_t rows, const double to_map[6], const HzpCrsFacts *crs,
                                   double unit_m);
void hzp_raster_grid_free(HzpRasterGrid *grid);

/* True area in m² of one cell of the row between `line` and `line` + 1, which may lie outside the raster: of a geographic
 * grid the area between two parallels and two meridians of the ellipsoid (0 beyond the poles). */
double hzp_raster_grid_cell_area_m2(const HzpRasterGrid *grid, double line);

/* Polygons in columns and lines of the raster, wound as HzpPolygonSet says. `to_raster` leads from the polygons' CRS to the
 * raster's, NULL where it is the same; edges get corners so that they stay within a tenth of a cell of where they are. On a
 * geographic raster rings are put where the raster is: a polygon across the antimeridian, or one whose longitudes count from
 * 0 to 360, has its parts on both sides.
 * @return HZP_E_CRS when a corner cannot be transformed. Free *placed with hzp_polygon_set_free(). */
HzpStatus hzp_raster_grid_place(const HzpRasterGrid *grid, const HzpPolygonSet *set, HzpTransform *to_raster,
                                HzpPolygonSet **placed);

#endif
