/* The exposure engine: how many people live inside a set of hazard zones, once each. Arrays in, sums out; it opens no file.
 *
 * Population units are points (whole in or out), polygons (by share of area in the union of the zones), or both mixed. The
 * figures of overlapping zones are united within each unit, for all zones and for each group (type, grade) by itself; the
 * figure of each zone alone comes from the same pass. docs/methods.md#exposure. */
#ifndef HZP_EXPOSURE_EXPOSURE_H
#define HZP_EXPOSURE_EXPOSURE_H

#include "base/exact_sum.h"
#include "base/run.h"
#include "geo/covered_area.h"
#include "geo/crs.h"
#include "geo/point_grid.h"

/* Positions; a unit or zone without one has NaN. */
typedef struct {
    const double *x; /* planar, metres; where distances are geodesic, in the projection of hzp_crs_equal_area() */
    const double *y;
    const double *lon; /* degrees; NULL where planar distances are asked for */
    const double *lat;
} HzpExposurePositions;

typedef struct {
    size_t n;
    HzpExposurePositions at;       /* of points; of polygons an anchor inside them, which decides about region only */
    const HzpPolygonSet *polygons; /* planar; NULL where all units are points; one that is empty is a point */
    const HzpPointGrid *grid;      /* of at.x and at.y, for units asked about more than once; NULL: made where needed */
    const double *people;          /* NaN: not known */
    const double *households;      /* NULL where there are none */
    const int32_t *region;         /* finest region of each unit, 0 … n_regions - 1, -1 for none; NULL: all in region 0 */
    size_t n_regions;
} HzpExposureUnits;

typedef struct {
    size_t n;
    HzpExposurePositions at;       /* centres of circles */
    const double *radius_m;        /* NaN: the polygon counts; NULL: no circles */
    const HzpPolygonSet *polygons; /* planar outlines of zones; a circle that has none is drawn in the plane; NULL where no
                                      zone has one */
    const uint32_t *groups;        /* bit 0 for every zone; further bits for its type, its grade …; NULL: bit 0 only */
    int n_groups;                  /* at most HZP_COVER_GROUPS */
} HzpExposureZones;

/* Sums over units, of which there are fewer than 2^32. One takes a line of the processor's cache: a nation has a million. */
typedef struct {
    uint32_t units;          /* that are exposed at all */
    uint32_t people_missing; /* of these, without a figure of people */
    uint32_t households_missing;
    HzpExactSum people;
    HzpExactSum households;
} HzpExposureSum;

/* One unit in one zone. */
typedef struct {
    size_t unit;
    size_t zone;
    double share; /* of the unit inside the zone alone; 1 for a point */
} HzpExposureShare;

typedef struct {
    int n_groups;
    size_t n_regions;
    HzpExposureSum *region;                 /* (n_regions + 1) × n_groups: the last row is of units without region */
    HzpExposureSum *all;                    /* n_regions + 1: every unit, exposed or not: the population itself */
    HzpExposureSum *zone;                   /* of each zone alone; these overlap, never add them up */
    HzpExposureSum depth[HZP_COVER_DEPTHS]; /* people under exactly one, two, three or more zones */
    double *share; /* units × n_groups: share of each unit inside each group's union; NaN without position; NULL unless
                      asked for */
    HzpExposureShare *pairs; /* by unit, then zone; NULL unless asked for */
    size_t n_pairs;
    size_t crossed_units; /* polygons met whose rings cross each other (their winding number decided) */
} HzpExposureResult;

typedef struct {
    const HzpExposureUnits *units;
    const HzpExposureZones *zones;
    const HzpCrsFacts *ellipsoid; /* distances are geodesic on it; NULL: planar */
    double radius_factor;         /* of all radii, 1 as given; outlines of circles are stretched with them */
    double minimum_share;         /* a polygon of which less lies in a zone is not exposed by it */
    int circle_corners;           /* of circles that have no outline, which are drawn in the plane */
    bool want_shares;
    bool want_pairs;
} HzpExposureQuestion;

/* One more unit in a sum, by its share; another sum. */
void hzp_exposure_count(HzpExposureSum *sum, const HzpExposureUnits *units, size_t unit, double share);
void hzp_exposure_sum_merge(HzpExposureSum *sum, const HzpExposureSum *other);

/* Compute. The result does not depend on threads nor on the order of units and zones (but for the rows' own order).
 * @return HZP_E_CANCELLED, or HZP_OK. Free with hzp_exposure_result_free(). */
HzpStatus hzp_exposure_compute(HzpRun *run, const HzpExposureQuestion *question, HzpExposureResult **result);
void hzp_exposure_result_free(HzpExposureResult *result);

#endif
