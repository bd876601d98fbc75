/* The model's layers as the exposure engine takes them: units, zones, and the groups of zones that are united separately. */
#ifndef HZP_ANALYSIS_EXPOSURE_ARRAYS_H
#define HZP_ANALYSIS_EXPOSURE_ARRAYS_H

#include "data/model.h"
#include "exposure/exposure.h"

/* Groups: all zones, each type of the vocabulary, each grade, points without a grade. */
int hzp_exposure_groups(void);
int hzp_exposure_group_of_type(size_t type);
int hzp_exposure_group_of_grade(int grade); /* -1: without */

/* A layer of population units (points, polygons or both mixed). Positions and figures are borrowed from the model. */
typedef struct {
    HzpExposureUnits units;
    HzpPolygonSet *polygons; /* NULL where all units are points */
} HzpUnitArrays;

/* HZP_E_GEOMETRY naming a row that cannot be projected; HZP_E_CANCELLED. Clear with hzp_unit_arrays_clear(). */
HzpStatus hzp_unit_arrays_make(HzpRun *run, const HzpModel *model, HzpTable *table, const HzpPositions *at,
                               HzpUnitArrays *arrays);
void hzp_unit_arrays_clear(HzpUnitArrays *arrays);

/* The circle of a hazard point in the CRS of the project, NULL when GEOS fails; the caller frees it. */
GEOSGeometry *hzp_zone_circle(const HzpModel *model, size_t hazard, double radius_m);

/* Hazard zones under one multiple of the radii. */
typedef struct {
    HzpExposureZones zones;
    HzpPolygonSet *polygons;
    HzpPolygonSet *stored; /* the same in the project's CRS */
    double *numbers;       /* what `zones` points to */
    uint32_t *groups;
} HzpZoneArrays;

/* What is to be drawn of zones: row of hazard_points and outline in the equal-area projection of each. */
typedef struct {
    HzpRun *run;
    const HzpModel *model;
    size_t n;
    const size_t *hazard;
    GEOSGeometry *const *planar;
    GEOSGeometry *const *stored; /* in the project's CRS */
} HzpZoneRows;

/* `outlines` false leaves the outlines of circles and `stored` out, where only points are asked about. Circles of another
 * factor than 1 are drawn anew, as geodesic circles, and projected; polygons that were given have no radius and stay.
 * HZP_E_INTERNAL. */
HzpStatus hzp_zone_arrays_make(const HzpZoneRows *rows, double radius_factor, bool outlines, HzpZoneArrays *arrays);
void hzp_zone_arrays_clear(HzpZoneArrays *arrays);

#endif
