/* Polygons from a file that a user points at, for a question about an area. */
#ifndef HZP_DATA_AREA_FILE_H
#define HZP_DATA_AREA_FILE_H

#include "base/run.h"
#include "geo/polygon_set.h"

/* Read the polygons of a vector file (anything GDAL opens; closed lines count) into longitude and latitude on the ellipsoid
 * of `target_crs` (NULL `layer`: the only one, or the first). Invalid polygons are repaired by the structure of their rings,
 * curves are drawn, edges divided so that they stay where they were; rows without geometry are passed over. HZP_E_INPUT when
 * the file cannot be opened, has no CRS, or holds anything that is no polygon: half of an area would be an answer about half
 * of the people; HZP_E_IO when it is written meanwhile. Free *polygons with hzp_polygon_set_free(). */
HzpStatus hzp_area_read(HzpRun *run, const char *path, const char *layer, const char *target_crs, HzpPolygonSet **polygons);

#endif
