/* The exposure question asked of the project's population raster: people by cell, and village totals spread by the cells. */
#ifndef HZP_ANALYSIS_EXPOSURE_RASTER_H
#define HZP_ANALYSIS_EXPOSURE_RASTER_H

#include "analysis/exposure_figures.h"
#include "data/raster_source.h"
#include "exposure/raster_exposure.h"

typedef struct {
    HzpRun *run;
    const HzpProject *project;
    HzpFindings *findings;
    HzpExposureAnswer *answer;
    HzpRasterSource *source;
    HzpTransform *to_raster;  /* from the project's CRS; NULL where it is the raster's */
    HzpTransform *to_stored;  /* from the layers' plane to the project's CRS; NULL where it is that */
    bool same_plane;          /* the layers' plane is the raster's: polygons are moved to its cells during the pass */
    bool counties;            /* they are among the regions, after towns */
    HzpPolygonSet *regions;   /* in cells; NULL where that is done during the pass */
    HzpPolygonSet *zones;     /* with the radii of one scale, likewise */
    HzpRasterCircles circles; /* of one scale; where it is the same plane */
} HzpExposureRaster;

/* Cells will be asked for. What cannot read them says so now, and not after the layers were read in vain. */
void hzp_exposure_raster_expect(void);

/* Open the raster and place towns and counties on it. HZP_E_INPUT, HZP_E_CRS. Clear with hzp_exposure_raster_clear(), also
 * after a failure. */
HzpStatus hzp_exposure_raster_begin(HzpExposureRaster *raster);
void hzp_exposure_raster_clear(HzpExposureRaster *raster);

/* Place the zones of a scale. */
HzpStatus hzp_exposure_raster_scale(HzpExposureRaster *raster, HzpExposureScale scale);

/* Append the rows of source raster: people of the cells of towns, counties, the region and zones. */
HzpStatus hzp_exposure_raster_add(HzpExposureRaster *raster, HzpExposureScale scale);

/* exposure_dasymetric.c: append the rows of source dasymetric. `figures` are those of the villages, with shares. */
HzpStatus hzp_exposure_dasymetric_add(HzpExposureRaster *raster, const HzpExposureFigures *figures);

/* For these two files: polygons of the layers' plane, to be freed, become such as sums are asked for; sums of two sets of
 * these, the second counted after the first (NULL for none), which fail where cells hold impossible numbers. */
HzpStatus hzp_exposure_raster_place(const HzpExposureRaster *raster, HzpPolygonSet **set);
HzpStatus hzp_exposure_raster_sum(const HzpExposureRaster *raster, const HzpPolygonSet *regions, const HzpPolygonSet *more,
                                  bool zones, HzpRasterResult **result);

#endif
