/* The analysis of one model: each step reads the model and earlier steps, and adds columns or tables. Steps live in a file
 * each. */
#ifndef HZP_ANALYSIS_ANALYSIS_H
#define HZP_ANALYSIS_ANALYSIS_H

#include "analysis/exposure_arrays.h"
#include "base/run.h"

typedef struct HzpRasterFigures HzpRasterFigures; /* population_raster.h */

/* Exposure under one multiple of the radii. */
typedef struct {
    double radius_factor;
    HzpZoneArrays zones;
    double *village_share;    /* villages × groups: share inside the union of each group's zones; NaN without a position */
    double *building_share;   /* likewise; NULL without buildings */
    double *village_raster;   /* the raster's people in each village that gets its share from there, else NaN; or NULL */
    HzpRasterFigures *raster; /* NULL without a raster */
} HzpExposureCase;

enum { HZP_CASE_LOW, HZP_CASE_CENTRAL, HZP_CASE_HIGH, HZP_CASES };

typedef struct {
    HzpRun *run;
    const HzpProject *project;
    HzpModel *model;
    HzpFindings *findings;
    HzpTable *hazard_zones; /* output layer */
    HzpTable *priority_zones;
    HzpTable *exposure;
    HzpTable *exposure_sensitivity;
    HzpTable *statistics;
    HzpTable *sensitivity;  /* NULL for method rules */
    HzpTable *weights_used; /* key, value: for the parameters table; NULL for method rules */
    HzpTable *key_hazard_points;
    HzpTable *key_periods;
    HzpTable *comparison;
    HzpTable *summary;
    HzpTable *findings_table;
    HzpTable *inputs;
    HzpTable *parameters;
    GEOSGeometry **zone_planar; /* of hazard_zones' rows, equal-area */
    size_t *zone_hazard;        /* row of hazard_points of each zone */
    HzpTransform *to_raster;    /* from the project's CRS; NULL where the raster is in it */
    HzpUnitArrays village_units;
    HzpUnitArrays building_units;
    HzpExposureCase cases[HZP_CASES];                  /* low and high are empty unless asked for */
    HzpExposureSum overlap[HZP_COVER_DEPTHS];          /* villages under exactly one, two, three or more zones */
    HzpExposureSum building_overlap[HZP_COVER_DEPTHS]; /* buildings likewise */
    GEOSGeometry **town_planar;                        /* NULL without towns */
    GEOSGeometry **county_planar;                      /* NULL without counties' polygons */
    double region_area_km2;                            /* NaN without any boundary */
    /* for the summary, by vocabulary order */
    double mining_kind_area_km2[8];
    double mining_kind_villages[8];
    double mining_kind_population[8];
    double mining_area_km2;
    double susceptibility_share[8];
    bool susceptibility_known;
} HzpAnalysis;

/* ---- the steps, in the order they run ---- */

/* grading.c: columns grade, grade_zh, key_point; findings where register and rule differ. R5. */
HzpStatus hzp_analysis_grade(HzpAnalysis *analysis);
/* hazard_zones.c: threat polygons and circles. R7. */
HzpStatus hzp_analysis_zones(HzpAnalysis *analysis);
/* exposure.c: which units lie in which zones; people once in the union, and by hazard. R7. */
HzpStatus hzp_analysis_exposure(HzpAnalysis *analysis);
/* nearest_hazards.c: the nearest hazard point of every village. R7. */
HzpStatus hzp_analysis_nearest_hazards(HzpAnalysis *analysis);
/* facilities.c: which facilities lie in zones, the nearest hazard point of each. R1. */
HzpStatus hzp_analysis_facilities(HzpAnalysis *analysis);
/* building_figures.c: people of buildings, beside those of villages. */
HzpStatus hzp_analysis_buildings(HzpAnalysis *analysis);
/* raster_columns.c: people of the population raster, beside those of villages. */
HzpStatus hzp_analysis_raster(HzpAnalysis *analysis);
/* exposure_sensitivity.c: totals with smaller and larger radii, where asked for. */
HzpStatus hzp_analysis_exposure_sensitivity(HzpAnalysis *analysis);
/* mining.c: goaf, damaged land, subsidence. R9. */
HzpStatus hzp_analysis_mining(HzpAnalysis *analysis);
/* key_towns.c: nearest brigade of villages and hazard points. R10. */
HzpStatus hzp_analysis_key_towns(HzpAnalysis *analysis);
/* region_figures.c: columns of towns and counties. R6. */
HzpStatus hzp_analysis_regions(HzpAnalysis *analysis);
/* susceptibility.c: shares by level, of the region and of each town and county. R8. */
HzpStatus hzp_analysis_susceptibility(HzpAnalysis *analysis);
/* priority.c: score or rules, classes. R11. */
HzpStatus hzp_analysis_priority(HzpAnalysis *analysis);
/* priority_zones.c: adjoining towns of one class. R11. */
HzpStatus hzp_analysis_priority_zones(HzpAnalysis *analysis);
/* statistics.c: county × type × grade; key hazard points. R6, R12. */
HzpStatus hzp_analysis_statistics(HzpAnalysis *analysis);
/* key_periods.c: the periods of the plan's year. R14. */
HzpStatus hzp_analysis_key_periods(HzpAnalysis *analysis);
/* published.c: comparison with printed figures. R11, R2. */
HzpStatus hzp_analysis_published(HzpAnalysis *analysis);
/* summary.c: the leaves of summary.json, and the tables findings, inputs, parameters. */
HzpStatus hzp_analysis_summary(HzpAnalysis *analysis);

/* ---- shared by steps ---- */

/* Sum that starts as missing and stays so until a value comes. */
void hzp_add_known(double *sum, double value);

/* Whether a hazard point has coordinates or was placed at its village. The middle of a town or county stands for somewhere in
 * it: no circle, distance or overlay may be made from it. */
bool hzp_analysis_placed_finely(const HzpAnalysis *analysis, size_t hazard);

/* Row of hazard_points' type in the vocabulary, -1 for none. */
int hzp_analysis_type(const HzpAnalysis *analysis, size_t hazard);
int hzp_analysis_grade_index(const HzpAnalysis *analysis, size_t hazard);

#endif
