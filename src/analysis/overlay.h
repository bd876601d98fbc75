/* Overlays in the equal-area projection that several steps share: projecting a layer, dissolving it, and its area by region.
 */
#ifndef HZP_ANALYSIS_OVERLAY_H
#define HZP_ANALYSIS_OVERLAY_H

#include "analysis/analysis.h"

/* Projected copies of a layer's geometry (NULL entries where a row has none); free with hzp_overlay_free(). A row that cannot
 * be projected is HZP_E_GEOMETRY naming it. */
HzpStatus hzp_overlay_project(const HzpModel *model, HzpTable *table, GEOSGeometry ***planar);
void hzp_overlay_free(GEOSGeometry **planar, size_t n);

/* Dissolve the rows of one code (all rows with code -1); *dissolved is NULL when there are none. The caller frees it. */
HzpStatus hzp_overlay_dissolve(GEOSGeometry *const *planar, const int *code_of_row, size_t n, int code,
                               GEOSGeometry **dissolved);

/* Area in km² of the dissolved polygons inside each region, 0 where they do not meet, NaN where a region has no polygon.
 * Parallel over regions. An intersection that GEOS cannot make is HZP_E_GEOMETRY naming the region: it must not pass for
 * nothing. */
HzpStatus hzp_overlay_areas(const HzpAnalysis *analysis, HzpTable *regions, GEOSGeometry *const *planar,
                            const GEOSGeometry *dissolved, double *areas_km2);

#endif
