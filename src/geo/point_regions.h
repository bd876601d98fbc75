/* Which region each point lies in. */
#ifndef HZP_GEO_POINT_REGIONS_H
#define HZP_GEO_POINT_REGIONS_H

#include "base/run.h"
#include "geo/point_grid.h"

/* The lowest row of the regions that cover each point, boundaries included, -1 where none does: `region` by the positions
 * that the grid was made of, n in all; those without a place receive -1. Regions are shared out over the run's threads; the
 * answer does not depend on their number. HZP_E_CANCELLED, or HZP_OK. */
HzpStatus hzp_point_regions(HzpRun *run, const HzpPointGrid *grid, const HzpPolygonSet *regions, size_t n, int32_t *region);

#endif
