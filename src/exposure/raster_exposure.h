/* People of a population raster inside many polygons at once, in one pass over the raster.
 *
 * Every cell counts with the exact fraction of it that a polygon covers (geo/cell_coverage.h). Cells without a figure are
 * missing, not 0: their area, and that of what lies outside the raster, is kept beside the sum.
 *
 * Arrays and a function that reads windows in, sums out; it opens no file. All polygons are in columns and lines of the
 * raster: hzp_raster_grid_place(), or moved there as the pass comes to them, so that there is no second copy of them all. */
#ifndef HZP_EXPOSURE_RASTER_EXPOSURE_H
#define HZP_EXPOSURE_RASTER_EXPOSURE_H

#include "base/exact_sum.h"
#include "base/run.h"
#include "geo/covered_area.h"
#include "geo/raster_reader.h"

/* Sums of one polygon. */
typedef struct {
    HzpExactSum people;  /* in the part that has figures */
    HzpExactSum area;    /* km² (of a projected raster as its coordinates say), inside and outside the raster */
    HzpExactSum missing; /* of these, in cells without a figure and outside the raster */
    HzpExactSum outside; /* of these, outside the raster */
} HzpRasterSum;

/* People; NaN where no part of the polygon has a figure; 0 for one without area. */
double hzp_raster_sum_people(const HzpRasterSum *sum);
/* Share of its area without figures, 0 to 1; NaN for one without area. */
double hzp_raster_sum_missing_share(const HzpRasterSum *sum);
double hzp_raster_sum_outside_share(const HzpRasterSum *sum); /* likewise outside the raster */

/* Circles in the plane of the map, each drawn as a regular polygon (hzp_polygon_set_add_circle()). */
typedef struct {
    size_t n;
    const double *x;
    const double *y;
    const double *radius; /* NaN: none, the polygon at this position counts */
    double factor;        /* of the radii */
    int corners;
} HzpRasterCircles;

typedef struct {
    const HzpPolygonSet *regions;      /* towns, village polygons … in columns and lines; they may overlap */
    const HzpPolygonSet *more_regions; /* counted after them; NULL for none */
    const HzpPolygonSet *zones;        /* NULL, and no circles: the regions alone */
    const HzpRasterCircles *circles;   /* zones in place of polygons; as many as zones, which may be NULL. NULL for none */
    const double *to_cells; /* leads from the coordinates of all these to columns and lines, as HzpPolygonTransform's affine;
                               NULL: that is what they are */
    const uint32_t *groups; /* of each zone, as in HzpCoverQuestion; NULL: group 0 only */
    int n_groups;           /* at least 1 where there are zones */
    bool want_zones;        /* also the sum of each zone alone; these overlap */
} HzpRasterQuestion;

typedef struct {
    size_t n_regions;
    int n_groups;            /* 0 without zones */
    HzpRasterSum *region;    /* each whole region */
    HzpRasterSum *exposed;   /* n_regions × n_groups: region ∩ union of the group's zones */
    HzpRasterSum *zone;      /* NULL unless asked for */
    uint64_t beyond_largest; /* cells above the reader's `largest`: where there are any, the sums are not to be trusted */
    uint64_t negative;       /* negative cells of the windows that were read: missing */
} HzpRasterResult;

/* Compute. The result does not depend on the number of threads, nor on the order of regions and zones.
 * @return HZP_E_CANCELLED, what the reader returned, or HZP_OK. Free with hzp_raster_result_free(). */
HzpStatus hzp_raster_exposure_compute(HzpRun *run, const HzpRasterReader *reader, const HzpRasterQuestion *question,
                                      HzpRasterResult **result);
void hzp_raster_result_free(HzpRasterResult *result);

#endif
