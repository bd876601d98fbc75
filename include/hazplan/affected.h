/** Who is affected: the answer to an emergency, from a plan.gpkg. */
#ifndef HAZPLAN_AFFECTED_H
#define HAZPLAN_AFFECTED_H

#include <stddef.h>

#include "hazplan/error.h"
#include "hazplan/export.h"
#include "hazplan/run.h"

HZP_BEGIN_DECLS

/** A question. Zero-initialise it; what is NULL or 0 is not asked. */
typedef struct {
    const char *hazard;      /**< a hazard point, by its id or its name: its zone, or with `radius_m` a circle about it */
    const char *at;          /**< "LON,LAT" in any usual writing, or the name of a village, town, county or hazard point */
    double radius_m;         /**< of the circle about `at` or `hazard`, metres */
    const char *map_offset;  /**< what `at` was read from: "wgs84" (also NULL), "gcj02" (web maps of China), "bd09" (Baidu) */
    const char *area;        /**< file of polygons that GDAL opens: hzp_affected_in_area() only */
    const char *layer;       /**< layer of that file; NULL for the first */
    const char *const *rain; /**< files of rain, ended by NULL: hzp_affected_in_area() only */
    const char *date;        /**< "2020-07-21": is it a key period; NULL where that is not asked */
    const char *time; /**< of the event, "2020-07-21 23:30" in the plan's local time, or with an offset; for the deadline
                         of the report */
} HzpAffectedQuestion;

/** An answer; all its texts and numbers belong to it. */
typedef struct HzpAffected HzpAffected;

/** Answer a question about a hazard point or a circle, from a plan.gpkg or the folder that holds one.
 *
 * Reads by the plan's spatial indexes, opens no library that is slow to load, and writes nothing. Distances are geodesic;
 * people of a village polygon count by its share of area in the circle, in an equal-area projection, and village points are
 * in or out, a point at exactly the radius in.
 * @return HZP_E_USAGE where the question cannot be understood or a name is not unique (the message lists what it may mean),
 *         HZP_E_INPUT where the file is no plan, HZP_E_IO where it cannot be read. */
HZP_API HzpStatus hzp_affected(HzpRun *run, const char *plan, const HzpAffectedQuestion *question, HzpAffected **answer);

/** The same, also for an area or rain in a file. */
HZP_API HzpStatus hzp_affected_in_area(HzpRun *run, const char *plan, const HzpAffectedQuestion *question,
                                       HzpAffected **answer);

/** Free an answer; NULL is fine. */
HZP_API void hzp_affected_free(HzpAffected *answer);

/** The answer as "json" (hazplan-affected/1), "csv" (its villages), "geojson" (villages and hazard points) or "table" (for
 * people, in the language of messages), at most `limit` villages and hazard points (0: all; totals are always of all). Free
 * it with hzp_text_free(); its bytes are the same on every machine. */
HZP_API char *hzp_affected_text(const HzpAffected *answer, const char *format, size_t limit);

/** Files that are made of an answer; what is NULL is not made. */
typedef struct {
    const char *gpkg;        /**< a GeoPackage of what is affected */
    const char *map;         /**< a sheet: .pdf, .png or .svg */
    const char *report;      /**< the report to the authorities: .docx or .md */
    const char *report_kind; /**< "first" (also NULL), "follow_up" or "final" */
} HzpAffectedFiles;

/** Write them, each whole or not at all.
 * @return HZP_E_USAGE for an ending or kind that is none of these, HZP_E_IO where a file cannot be written. */
HZP_API HzpStatus hzp_affected_write(HzpRun *run, const char *plan, const HzpAffected *answer, const HzpAffectedFiles *files);

HZP_END_DECLS

#endif
