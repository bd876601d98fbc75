/* The model: every layer of a project in memory, in one CRS, with its rows tied to counties and towns. */
#ifndef HZP_DATA_MODEL_H
#define HZP_DATA_MODEL_H

#include "data/findings.h"
#include "data/layer_reader.h"
#include "data/table.h"
#include "geo/crs.h"

/* Positions of the rows of a point-like layer; NaN where a row has none. */
typedef struct {
    size_t n;
    double *lon; /* degrees, geographic CRS of the project's datum */
    double *lat;
    double *x; /* stored CRS */
    double *y;
    double *planar_x; /* equal-area projection, metres */
    double *planar_y;
} HzpPositions;

typedef struct HzpManagement HzpManagement;     /* data/management.h */
typedef struct HzpRasterSource HzpRasterSource; /* data/raster_source.h */
typedef struct HzpInputWatch HzpInputWatch;     /* data/input_watch.h */

typedef struct {
    HzpRun *run; /* long loops ask it whether to go on; may be NULL */
    const HzpProject *project;
    HzpFindings *findings;
    HzpCrsFacts crs;
    char *equal_area;            /* PROJ string of the equal-area projection */
    HzpTransform *to_geographic; /* NULL where the stored CRS is geographic */
    HzpTransform *to_equal_area; /* from the geographic CRS */
    HzpTable *villages;          /* always there */
    HzpTable *hazard_points;     /* always there */
    HzpTable *counties;          /* always there; without geometry where the project has no such layer */
    HzpTable *hazard_zones;      /* the others are NULL where the project does not have them */
    HzpTable *subsidence;
    HzpTable *key_towns;
    HzpTable *towns;
    HzpTable *susceptibility;
    HzpTable *gazetteer;
    HzpTable *merged_villages; /* old and new codes */
    HzpTable *former_villages; /* as villages were before they were merged, with the `new_code` of what they are now */
    HzpTable *persons;         /* responsible for hazard points */
    HzpTable *disposals;       /* ledger of what is done about hazard points */
    HzpTable *surveys;         /* log of survey rounds */
    HzpTable *monitors;        /* monitoring devices */
    HzpTable *buildings;       /* points or polygons with the people who live there: units beside villages, never with them */
    HzpTable *facilities;      /* threatened besides residents, with people of their own */
    HzpManagement *management; /* joined from the four before and hazard_points; NULL when these could not be read */
    HzpRasterSource *population; /* open, to be read when exposure is computed; NULL without one */
    HzpInputWatch *watch;        /* on all files; the raster's is to be looked at when it has been read */
    bool counties_given;
    GArray *inputs;               /* HzpInput */
    double previous_hazard_total; /* of last year's plan; NaN without one */
    HzpPositions village_positions;
    HzpPositions hazard_positions;
    HzpPositions key_town_positions;
    HzpPositions building_positions;
    HzpPositions facility_positions;
    long *village_county; /* row of counties, -1 for none */
    long *village_town;   /* row of towns, -1 for none */
    long *hazard_county;
    long *hazard_town;
    long *key_town_county;
    long *key_town_town;
    long *town_county;
    long *building_county;
    long *building_town;
    long *facility_county;
    long *facility_town;
} HzpModel;

/* Read all layers of a project, locate what has only place names, and tie rows to counties and towns. Troubles are findings.
 * @return HZP_OK also when there are findings of severity error (the caller decides); HZP_E_INPUT when villages or hazard
 * points could not be read at all (the findings tell why); HZP_E_IO when a file was written meanwhile (data/input_watch.h);
 * HZP_E_CANCELLED. Free with hzp_model_free(). */
HzpStatus hzp_model_read(HzpRun *run, const HzpProject *project, HzpFindings *findings, HzpModel **model);
void hzp_model_free(HzpModel *model);

/* What that is expected to cost, from the sizes of the files; in seconds of a usual machine. */
double hzp_model_read_cost_s(const HzpProject *project);
/* Megabytes of a layer's file; 0 for none, 1 where that is not known. */
double hzp_model_layer_mb(const HzpProject *project, const char *name);

/* Copy of a geometry in the equal-area projection; NULL on failure. The caller frees it. */
GEOSGeometry *hzp_model_planar(const HzpModel *model, const GEOSGeometry *geometry);

/* Longitude and latitude of a point inside a geometry of the equal-area projection; false when there is none. */
bool hzp_model_degrees(const HzpModel *model, const GEOSGeometry *planar, double *lon, double *lat);

/* Geodesic area in km² of a stored geometry. */
double hzp_model_area_km2(const HzpModel *model, const GEOSGeometry *geometry);

/* Geodesic distance in metres between rows of two position lists. */
double hzp_model_distance_m(const HzpModel *model, const HzpPositions *a, size_t i, const HzpPositions *b, size_t j);

/* Table of a layer by its name; NULL where the project does not have it. */
HzpTable *hzp_model_table(const HzpModel *model, const char *layer);

/* Give the findings of rows the places of their rows, in degrees. */
void hzp_model_place_findings(const HzpModel *model);

/* Positions of the rows of a table, in every CRS of the model; needs its CRS prepared. */
void hzp_model_compute_positions(const HzpModel *model, HzpTable *table, HzpPositions *positions);

/* Code that a register's word means, NULL for none; with `first_word` of what stands before a comma (register.c). */
const char *hzp_register_code(const char *vocabulary, const char *value, bool first_word);

/* Population units are points or polygons; a collection gives its polygons. Anything else could only be counted as unexposed,
 * which it may not be: a finding of the given code. NULL for a layer that is not there. */
void hzp_model_check_units(HzpModel *model, HzpTable *units, const char *code);

/* Parts of reading, each in its own file. */
HzpStatus hzp_register_prepare(HzpModel *model); /* register.c: vocabularies, figures out of free text, ids */
HzpStatus hzp_villages_merge(HzpModel *model);   /* merged_villages.c: rows of old codes carried over to the new villages */
HzpStatus hzp_register_locate(HzpModel *model);  /* locate.c: positions from place names */
HzpStatus
hzp_places_assign_units(HzpModel *model); /* place_assign.c: county of every town, county and town of every village */
HzpStatus hzp_places_assign_points(HzpModel *model); /* place_assign.c: county and town of hazard points and key towns */
HzpStatus hzp_facilities_prepare(HzpModel *model);   /* facilities.c: kinds and positions of facilities */
HzpStatus hzp_buildings_place(HzpModel *model);      /* buildings.c: positions, county and town of buildings */

#endif
