/* How far a projection's areas are from the truth where a raster lies. */
#ifndef HZP_GEO_AREA_SCALE_H
#define HZP_GEO_AREA_SCALE_H

#include "geo/raster_grid.h"

/* Largest error of the area of a cell, as a share of the true one (0.5: half as large again), at nine places spread over a
 * raster in the projected CRS `crs`; HZP_E_CRS when its middle has no place on the ellipsoid. Places around it that have none
 * (the corners of a world map) are left out. */
HzpStatus hzp_area_scale_worst(const HzpRasterGrid *grid, const char *crs, double *worst);

#endif
