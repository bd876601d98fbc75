/* The population raster of a project under the zones of one case: sums by region, and shares of village polygons for
 * dasymetric mapping. docs/methods.md#population-raster. */
#ifndef HZP_ANALYSIS_POPULATION_RASTER_H
#define HZP_ANALYSIS_POPULATION_RASTER_H

#include "analysis/analysis.h"
#include "exposure/raster_exposure.h"

/* Where rows of the layers are among the regions that the raster is asked about: villages (dasymetric only), towns,
 * counties, all of them. */
struct HzpRasterFigures {
    HzpRasterResult *result;
    size_t *village; /* rows of villages; these regions come first */
    size_t n_villages;
    size_t towns; /* position of the first town, and so on */
    size_t counties;
    HzpRasterSum total;    /* of the region: counties, else towns, else the whole raster */
    HzpRasterSum *exposed; /* of the region, by group */
};

/* Prepare the way from the project's CRS to the raster's; findings tell of a doubtful datum shift. */
HzpStatus hzp_population_raster_begin(HzpAnalysis *analysis);

/* Sums for one case, whose shares of villages (by area) say which ones are asked about where the project is dasymetric. */
HzpStatus hzp_population_raster_compute(HzpAnalysis *analysis, HzpExposureCase *made, bool zones);
void hzp_raster_figures_free(HzpRasterFigures *figures);

/* Polygons in the project's CRS to columns and lines of the raster; free *placed with hzp_polygon_set_free(). */
HzpStatus hzp_population_raster_place(const HzpAnalysis *analysis, const HzpPolygonSet *set, HzpPolygonSet **placed);

/* Whether village polygons get their people from the raster. */
bool hzp_is_dasymetric(const HzpAnalysis *analysis);

/* dasymetric.c: replace shares of area by shares of the raster's people: of each village, its pairs, its overlaps and the
 * zones' sums. Villages without people in the raster keep their shares of area, which is told (with `tell`). */
HzpStatus hzp_dasymetric_shares(HzpAnalysis *analysis, HzpExposureCase *made, bool tell);
HzpStatus hzp_dasymetric_pairs(HzpAnalysis *analysis, HzpExposureResult *result);

#endif
