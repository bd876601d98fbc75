/** The exposure question alone: how many people live inside the hazard zones of a project, once each, without making a plan.
 *
 * Population units are village points (whole in or out), village polygons (by share of area in the union of the zones), the
 * cells of a population raster, or buildings. Zones are those of a plan: the threat polygons that the project gives, else
 * circles by type and grade. People under several zones count once; figures of single zones overlap, and are never to be
 * added up. All figures are computed ones, none is the register's. Method and sources: docs/methods.md#exposure. */
#ifndef HAZPLAN_EXPOSURE_H
#define HAZPLAN_EXPOSURE_H

#include <stdbool.h>
#include <stddef.h>

#include "hazplan/plan.h"

HZP_BEGIN_DECLS

/** What is asked; all zero is the usual question. */
typedef struct {
    /** Distances and areas in the project's CRS, which must be projected, as PostGIS' geometry and QGIS measure them. Without
     * it distances are geodesic on the ellipsoid and areas are taken in an equal-area projection, as for a plan. */
    bool planar;
    /** Compute three times, with the radii multiplied by exposure.sensitivity.low, 1 and exposure.sensitivity.high. */
    bool sensitivity;
    /** Levels that are wanted, such as "region,county"; NULL or "" for all of region, county, town and zone. */
    const char *levels;
    /** Sources that are wanted, such as "raster"; NULL or "" for all that the project has of villages, raster, dasymetric and
     * buildings. What is not wanted is not computed. */
    const char *sources;
} HzpExposureOptions;

/** The answer: rows in a fixed order, which depends neither on threads nor on the order of rows in the inputs' files (but for
 * the places' own order). */
typedef struct HzpExposureTable HzpExposureTable;

/** One row. Texts belong to the table and are NULL where there is none; a figure that is not known is NaN, never 0. */
typedef struct {
    const char *scale;  /**< "central"; with `sensitivity` also "low" and "high" */
    const char *source; /**< whose people: "villages", "raster", "dasymetric", "buildings" */
    const char *level;  /**< "region", "county", "town" or "zone" */
    const char *id;   /**< code of the place, or the hazard_id of a zone; NULL for the units that lie in no town or county */
    const char *name; /**< NULL for these as well */
    const char *county;   /**< of towns and zones */
    const char *category; /**< "population": everybody, exposed or not; "all": inside any zone; "type", "grade": inside any
                               zone of this type or grade; "overlap": inside so many zones at once */
    const char *value;    /**< code of the type or grade; "0", "1", "2" or "3+" zones, "unplaced": without a position */
    const char *value_zh; /**< its Chinese label */
    double units;         /**< villages or buildings that have a part in the figure; NaN for a raster */
    double population;    /**< persons; NaN when all of these units lack the figure */
    double households;    /**< households; NaN as above */
    double population_missing; /**< how many of these units lack a figure of people */
    double households_missing; /**< and of households */
    double missing_share;      /**< of a raster: share of the place's area without data, 0 to 1; NaN for other sources */
} HzpExposureRow;

/** Read a project and answer.
 *
 * @param project  a folder that holds project.yaml, or the file itself.
 * @param options  NULL for the usual question.
 * @param report   receives the findings of reading, as for hzp_project_check(); may be NULL.
 * @param[out] counts  number of findings; may be NULL.
 * @param[out] table   the answer; free it with hzp_exposure_table_free(). NULL on failure.
 * @return HZP_OK; HZP_E_USAGE for unknown levels or sources; HZP_E_INPUT when the data has errors, as for a plan; HZP_E_CRS
 * for planar measures without a projected CRS; HZP_E_IO where a layer's file is written meanwhile; HZP_E_CANCELLED. */
HZP_API HzpStatus hzp_project_exposure(HzpRun *run, const char *project, const HzpExposureOptions *options,
                                       HzpFindingFunction report, void *user, HzpFindingCounts *counts,
                                       HzpExposureTable **table);

/** The same, written to a file. Written under a temporary name and renamed when complete; an earlier file stays as it was on
 * failure.
 *
 * @param format  "csv", "json", or "gpkg" (a GeoPackage with the attribute table exposure_results; docs/formats.md); NULL for
 * what the ending of `path` says.
 * @return as above; HZP_E_USAGE for another format, or where the file is one of the project's inputs; HZP_E_IO. */
HZP_API HzpStatus hzp_project_exposure_write(HzpRun *run, const char *project, const HzpExposureOptions *options,
                                             const char *path, const char *format, HzpFindingFunction report, void *user,
                                             HzpFindingCounts *counts);

/** Title of the project, and its `notice` ("synthetic data"), which belongs on whatever shows the figures; NULL where it has
 * none. They belong to the table. */
HZP_API const char *hzp_exposure_table_title(const HzpExposureTable *table);
HZP_API const char *hzp_exposure_table_notice(const HzpExposureTable *table);

/** Number of rows. */
HZP_API size_t hzp_exposure_table_count(const HzpExposureTable *table);

/** Row `index`, counted from 0, below the number of rows. */
HZP_API void hzp_exposure_table_get(const HzpExposureTable *table, size_t index, HzpExposureRow *row);

/** Receives a piece of text, not ended by 0; false stops the writing. */
typedef bool (*HzpTextFunction)(const char *bytes, size_t size, void *user);

/** Write all rows as text. Numbers read back as the same doubles; a missing figure is empty in CSV and null in JSON.
 *
 * @param format  "csv" (RFC 4180, UTF-8, a line of column names) or "json" (schema hazplan-exposure/1).
 * @return HZP_E_USAGE for another format; HZP_E_IO when `put` returned false. */
HZP_API HzpStatus hzp_exposure_table_print(const HzpExposureTable *table, const char *format, HzpTextFunction put,
                                           void *user);

/** Free an answer; NULL is fine. */
HZP_API void hzp_exposure_table_free(HzpExposureTable *table);

HZP_END_DECLS

#endif
