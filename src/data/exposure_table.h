/* The table exposure_results in memory: rows by scale, source, level and place, each one figure set. It takes 64 bytes a row,
 * for there may be a million; names are kept once for each place. */
#ifndef HZP_DATA_EXPOSURE_TABLE_H
#define HZP_DATA_EXPOSURE_TABLE_H

#include <glib.h>
#include <stdint.h>

#include "base/error.h"
#include "base/run.h"
#include "hazplan/exposure.h"

/* Their codes are in exposure_table.c, in this order. */
typedef enum { HZP_SCALE_LOW, HZP_SCALE_CENTRAL, HZP_SCALE_HIGH, HZP_SCALES } HzpExposureScale;
typedef enum {
    HZP_SOURCE_VILLAGES,
    HZP_SOURCE_RASTER,
    HZP_SOURCE_DASYMETRIC,
    HZP_SOURCE_BUILDINGS,
    HZP_SOURCES
} HzpExposureSource;
typedef enum { HZP_LEVEL_REGION, HZP_LEVEL_COUNTY, HZP_LEVEL_TOWN, HZP_LEVEL_ZONE, HZP_LEVELS } HzpExposureLevel;
typedef enum {
    HZP_CATEGORY_POPULATION,
    HZP_CATEGORY_ALL,
    HZP_CATEGORY_TYPE,
    HZP_CATEGORY_GRADE,
    HZP_CATEGORY_OVERLAP,
    HZP_CATEGORIES
} HzpExposureCategory;

/* A place of one level; NULL where there is none. */
typedef struct {
    const char *id;
    const char *name;
    const char *county;
} HzpExposurePlace;

/* A value of one category. Population and all have one, without code. */
typedef struct {
    const char *code;
    const char *zh;
} HzpExposureValue;

enum { HZP_EXPOSURE_FIGURES = 6 };

/* A row; NaN is missing. Figures in the order of the columns from `units` on. */
typedef struct {
    uint8_t scale;
    uint8_t source;
    uint8_t level;
    uint8_t category;
    uint32_t value; /* position among the category's values */
    size_t place;   /* position among the level's places */
    double figures[HZP_EXPOSURE_FIGURES];
} HzpExposureRecord;

struct HzpExposureTable {
    GArray *places[HZP_LEVELS];     /* HzpExposurePlace */
    GArray *values[HZP_CATEGORIES]; /* HzpExposureValue */
    GArray *records;                /* HzpExposureRecord */
    char *title;                    /* of the project; NULL where not given */
    char *notice;
    double year; /* NaN where not given */
    bool planar;
    double radius_factor[HZP_SCALES]; /* NaN for a scale that was not computed */
    GStringChunk *texts;              /* of hzp_exposure_table_keep() */
    void *owner;                      /* what other texts belong to; freed with the table */
    GDestroyNotify free_owner;
};

/* An empty table whose categories population and all have their value. Free with hzp_exposure_table_free(). */
HzpExposureTable *hzp_exposure_table_new(void);

/* Copy a text into the table's own memory; NULL stays NULL. */
const char *hzp_exposure_table_keep(HzpExposureTable *table, const char *text);

/* Append a place, a value; its position. Texts are not copied: they live as long as the table. */
size_t hzp_exposure_table_add_place(HzpExposureTable *table, HzpExposureLevel level, const char *id, const char *name,
                                    const char *county);
/* Room for n more places, or rows, behind the others, to be filled in by the caller; valid until the next ones are added. */
HzpExposurePlace *hzp_exposure_table_add_places(HzpExposureTable *table, HzpExposureLevel level, size_t n);
HzpExposureRecord *hzp_exposure_table_add_records(HzpExposureTable *table, size_t n);
uint32_t hzp_exposure_table_add_value(HzpExposureTable *table, HzpExposureCategory category, const char *code,
                                      const char *zh);

/* Names of the columns: texts, then figures. */
extern const char *const hzp_exposure_text_columns[]; /* scale … value_zh, ended by NULL */
extern const char *const hzp_exposure_figure_columns[HZP_EXPOSURE_FIGURES];

/* Codes, in the order of the enumerations. */
extern const char *const hzp_exposure_scale_codes[HZP_SCALES];
extern const char *const hzp_exposure_category_codes[HZP_CATEGORIES];

/* Position of the code of a level, of a source; -1 for none. */
int hzp_exposure_level(const char *code);
int hzp_exposure_source(const char *code);

/* Write the table to a temporary file that becomes `path`, in a format ("csv", "json" or "gpkg"; NULL: as the ending says).
 * HZP_E_USAGE as below. */
HzpStatus hzp_exposure_table_write(HzpRun *run, const HzpExposureTable *table, const char *path, const char *format);

/* HZP_E_USAGE when that is no format, or a file's ending none of these. */
HzpStatus hzp_exposure_table_check_path(const char *path, const char *format);

/* exposure_table_text.c: hzp_exposure_table_print() with several threads, of which one at a time calls `put`. */
HzpStatus hzp_exposure_table_put(const HzpExposureTable *table, const char *format, int threads, HzpTextFunction put,
                                 void *user);

/* exposure_table_gpkg.c: a GeoPackage at a path where nothing is; `shown` is its name in messages. */
HzpStatus hzp_exposure_table_write_gpkg(HzpRun *run, const HzpExposureTable *table, const char *path, const char *shown);

#endif
