/* What the parts of reading exposure layers straight from GeoPackages share. Only exposure_*.c include this.
 *
 * Nothing is repaired or told here. Where a layer reader or the model would say or do anything that bears on the figures, the
 * part that sees it gives up with hzp_reading_odd(), and the project is read as a model. */
#ifndef HZP_DATA_EXPOSURE_READING_H
#define HZP_DATA_EXPOSURE_READING_H

#include "data/exposure_layers.h"
#include "data/geopackage_columns.h"
#include "data/hazard_rule.h"

/* Columns that are read of each layer, in this order. */
enum { HZP_REGION_NAME, HZP_REGION_COUNTY, HZP_REGION_CODE, HZP_REGION_COLUMNS };
enum {
    HZP_VILLAGE_PEOPLE,
    HZP_VILLAGE_HOUSEHOLDS,
    HZP_VILLAGE_ID,
    HZP_VILLAGE_NAME,
    HZP_VILLAGE_TOWN,
    HZP_VILLAGE_COUNTY,
    HZP_VILLAGE_COLUMNS
};
enum {
    HZP_HAZARD_RADIUS,
    HZP_HAZARD_PEOPLE,
    HZP_HAZARD_HOUSEHOLDS,
    HZP_HAZARD_LOSS,
    HZP_HAZARD_ID,
    HZP_HAZARD_NAME,
    HZP_HAZARD_TYPE,
    HZP_HAZARD_GRADE,
    HZP_HAZARD_STABILITY,
    HZP_HAZARD_COUNTY,
    HZP_HAZARD_THREAT,
    HZP_HAZARD_COLUMNS
};
enum { HZP_ZONE_ID, HZP_ZONE_COLUMNS };
enum { HZP_MINING_ID, HZP_MINING_NAME, HZP_MINING_KIND, HZP_MINING_COLUMNS };
enum { HZP_MOST_COLUMNS = HZP_HAZARD_COLUMNS };

/* Rows of one layer. */
typedef struct {
    bool given; /* the project has the layer, and the question needs it */
    HzpGeopackageRows rows;
    double *numbers[HZP_MOST_COLUMNS];    /* NULL for a column that is not there */
    const char **texts[HZP_MOST_COLUMNS]; /* NULL for a column that is not there, or that was only looked at */
    const char **own_ids;                 /* where the layer has none */
    bool ids_rise;                        /* they are all different, and were not kept */
} HzpLayerRows;

typedef struct {
    HzpRun *run;
    const HzpProject *project;
    HzpFindings *findings; /* of columns; nobody is told of them */
    HzpCrsFacts crs;
    HzpExposureLayers *layers;
    sqlite3 *database; /* that is being read */
    char *path;        /* of this */
    HzpLayerRows counties;
    HzpLayerRows towns;
    HzpLayerRows villages;
    HzpLayerRows hazards;
    HzpLayerRows zones;
    HzpLayerRows mining;
    const char *odd; /* message id: why the project is to be read as a model; NULL */
    const char *odd_layer;
    HzpStatus status; /* HZP_E_CANCELLED */
} HzpExposureReading;

/* Give up; false. */
bool hzp_reading_odd(HzpExposureReading *work, const char *layer, const char *why);

/* exposure_columns.c: read a layer, of its polygons with `boxes` only these; false where that is not possible. A layer that
 * the project does not have is not given. */
bool hzp_reading_read(HzpExposureReading *work, const char *layer, bool boxes, HzpLayerRows *into);
/* Done with reading. */
void hzp_reading_close(HzpExposureReading *work);
/* Boxes of polygons, those of towns and counties also after they were handed on; NULL for points and where there are none. */
const HzpBox *hzp_reading_boxes(const HzpExposureReading *work, const HzpLayerRows *layer);
void hzp_reading_clear(HzpLayerRows *rows);
/* Take an array of a layer over: where it has none, one of missing values, and NULL for texts. */
double *hzp_reading_take_numbers(HzpLayerRows *layer, int column);
const char **hzp_reading_take_texts(HzpLayerRows *layer, int column);

/* exposure_texts.c: whether there is nothing to do about a text that is not empty. */
bool hzp_reading_is_plain(const char *text, size_t length);

/* exposure_names.c: ids, words and figures of the rows are what they seem; types, grades and radii. */
bool hzp_reading_check_villages(HzpExposureReading *work);
bool hzp_reading_check_hazards(HzpExposureReading *work);
bool hzp_reading_check_mining(HzpExposureReading *work);

/* exposure_places.c: coordinates, polygons, counties and towns. */
bool hzp_reading_check_shapes(HzpExposureReading *work);
bool hzp_reading_place(HzpExposureReading *work);

/* exposure_zones.c: room for so many zones, of which type, grade and county are to be filled in; their radii, over which the
 * hazard points' own are given, and NaN for mining; once all are known, and rows of hazard points no longer needed, the
 * zones' ids, names, places, polygons and groups. */
void hzp_reading_make_threats(HzpExposureReading *work, size_t n_hazards, size_t n_mining);
void hzp_reading_take_radii(HzpExposureReading *work);
void hzp_reading_take_threats(HzpExposureReading *work);

#endif
