/** Rainfall warnings: which hazard points, villages and towns of a plan are to be warned, at which level, and whom to call.
 *
 * Rain (daily grids, polygons or stations) is read at each hazard point, village and town of a plan.gpkg. From it come the
 * greatest daily rain, the longest run of days with heavy rain and the rain of the event; a matrix of rain class and
 * susceptibility gives a level: red, orange, yellow, blue or none. Thresholds and the matrix are in data/warning.yaml, the
 * plan's own parameters go before them. Where rain is missing the level is unknown, never none. People count once: they are
 * those of the villages that are warned. Method and sources: docs/methods.md#rain-warning. */
#ifndef HAZPLAN_WARNING_H
#define HAZPLAN_WARNING_H

#include <stdbool.h>
#include <stddef.h>

#include "hazplan/exposure.h"
#include "hazplan/run.h"

HZP_BEGIN_DECLS

/** What is asked; all zero but the files is the usual question. */
typedef struct {
    const char *const *rain; /**< files of rain, in the order of their days where they name none */
    size_t rain_files;
    const char *interpolation; /**< of station tables: "idw" (default) or "nearest" */
    const char *date;          /**< day that the season is told by, "2020-07-21"; NULL: the last day of the rain */
    const char *time;          /**< time of issue, kept as given ("2020-07-21 02:00"); NULL: none. No clock is read. */
    const char *season;        /**< "in", "off", or "auto" (default): the plan's flood season decides */
    const char *off_season_conditions; /**< "and" or "or"; NULL: as data/warning.yaml says */
    bool snow_melt;                    /**< snow is melting: types that it moves are raised */
    bool effective_rain;               /**< the class is that of the effective (antecedent) rain */
    const char *previous;              /**< an earlier warning of ours, .gpkg or .json, to compare with; NULL: none */
} HzpWarningOptions;

/** A warning; free it with hzp_warning_free(). Its texts live as long as it does. */
typedef struct HzpWarning HzpWarning;

/** What rain fell at a place. Rain is in mm of water, rounded to 0.1 mm as gauges read it; NaN: not known. */
typedef struct {
    double max_mm;        /**< greatest daily rain of the days that are known */
    const char *max_date; /**< its first day, "2020-07-20", or the number of the day from 1 where the rain names no dates */
    int heavy_days;       /**< longest run of days with heavy rain; a missing day ends a run */
    bool heavy_days_open; /**< a missing day lies beside a day of heavy rain: the run may have been longer */
    double total_mm;      /**< greatest rain of an event; events are parted by the clearing condition */
    double effective_mm;  /**< greatest effective rain; NaN where it was not asked for */
    int dry_days;         /**< longest run of days that are known to be dry */
    int days_missing;     /**< days without rain data here */
} HzpWarningRain;

/** A hazard point or village. NULL and NaN: not known. */
typedef struct {
    const char *kind; /**< "hazard_point" or "village" */
    const char *id, *name, *county, *town;
    const char *level;             /**< "red", "orange", "yellow", "blue", "none"; NULL: unknown, for rain is missing */
    const char *level_zh;          /**< its Chinese label; 未知 for an unknown one */
    bool at_least;                 /**< days are missing: it may be higher */
    const char *rule;              /**< code of what gave the level, as in data/warning.yaml */
    const char *rule_zh, *rule_en; /**< the same as a sentence */
    const char *by_hazard_id;      /**< of a village that is warned because of a hazard point; NULL */
    const char *susceptibility;    /**< at the place; NULL where the plan gives none there */
    const char *type, *grade;      /**< of a hazard point; the more severe of the rule's grade and the registered one */
    HzpWarningRain rain;
    double population, households; /**< of a village: all who live there; of a hazard point: registered as threatened */
    double exposed_population;     /**< of a village: inside hazard zones */
    const char *contact, *phone;   /**< of a village; of a hazard point who monitors it */
    const char *prevention_person, *prevention_phone; /**< of a hazard point */
    const char *previous_level; /**< in the earlier warning; NULL: unknown there, or nothing to compare with */
    const char *change; /**< "new", "raised", "lowered", "lifted", "unchanged", "unknown"; NULL: nothing to compare with */
    double lon, lat;    /**< degrees */
} HzpWarningPlace;

/** A town: as severe as the most severe of its places. Numbers of people are of the villages that are warned, each once. */
typedef struct {
    const char *county, *town;
    const char *level, *level_zh;
    bool at_least;
    const char *rule, *rule_zh, *rule_en; /**< of the place that decides */
    const char *decided_by;               /**< id of that place */
    const char *decided_by_name;          /**< its name; NULL where it has none */
    HzpWarningRain
        rain; /**< the greatest in its polygon and at its places; days_missing: of the polygon, else the most of a place */
    size_t hazard_points, villages;               /**< that the plan has in it */
    size_t hazard_points_warned, villages_warned; /**< blue and above */
    size_t hazard_points_unknown, villages_unknown;
    double population, households, exposed_population; /**< of the villages warned; NaN where none of them has the figure */
    size_t population_missing, households_missing, exposed_population_missing; /**< villages warned without the figure */
    const char *previous_level, *change;
} HzpWarningTown;

/** Somebody to telephone: for each place that is warned, those who are responsible. Most severe first within a town. */
typedef struct {
    const char *county, *town;
    const char *level, *level_zh;
    const char *kind, *id, *place; /**< the place they are responsible for */
    const char *role;              /**< "monitoring", "prevention" or "village" */
    const char *person, *phone;    /**< NULL: missing in the plan */
    double population;             /**< of the place, as in HzpWarningPlace */
} HzpWarningCall;

/** Number of places by level. Index 0 none, 1 blue, 2 yellow, 3 orange, 4 red, 5 unknown. */
typedef struct {
    size_t towns[6], hazard_points[6], villages[6];
    double population[6];         /**< of the villages of the level; NaN where none of them has the figure */
    size_t population_missing[6]; /**< villages of the level without it */
} HzpWarningTotals;

/** Of the whole warning. */
typedef struct {
    const char *title, *region, *notice; /**< of the plan */
    long year;                           /**< 0: the plan has none */
    const char *plan_file;               /**< its name without folders */
    const char *issued;                  /**< as given; NULL */
    const char *first_day, *last_day;    /**< of the rain; NULL where it names no dates */
    size_t days, days_without_data;      /**< of the period; days that no file has */
    const char *rain_kind;               /**< "raster", "polygons", "stations" */
    const char *rain_method;             /**< "cell", "polygon", "idw", "nearest" */
    const char *rain_method_text;        /**< the same as a sentence */
    const char *season;                  /**< "in" or "off" */
    const char *season_from;             /**< "option", or the day that decided */
    const char *level, *level_zh;        /**< of the most severe town */
    long event_number;                   /**< this issue's number within its event, from 1 */
    bool event_continued;                /**< the earlier warning is of the same event */
    const char *first_issued;            /**< of the event's first issue; NULL: not told */
    bool compared;                       /**< with an earlier warning */
    size_t calls, calls_without_phone;
    size_t rain_files;
} HzpWarningFacts;

/** Read a plan and rain, and answer.
 * @param report  receives the findings of reading the rain, as for hzp_project_check(); may be NULL.
 * @return HZP_E_USAGE for options that are not understood or lack what they need; HZP_E_INPUT for a file that is no plan,
 * rain or warning; HZP_E_IO; HZP_E_CANCELLED. */
HZP_API HzpStatus hzp_warning_make(HzpRun *run, const char *plan, const HzpWarningOptions *options, HzpFindingFunction report,
                                   void *user, HzpWarning **warning);
HZP_API void hzp_warning_free(HzpWarning *warning);

HZP_API void hzp_warning_facts(const HzpWarning *warning, HzpWarningFacts *facts);
HZP_API void hzp_warning_totals(const HzpWarning *warning, HzpWarningTotals *totals);

/** All towns, hazard points and villages, warned or not; and the calls to make. By county and town, most severe first; equal
 * ones by name and id. `index` counts from 0 and is below the number. */
HZP_API size_t hzp_warning_town_count(const HzpWarning *warning);
HZP_API void hzp_warning_town_get(const HzpWarning *warning, size_t index, HzpWarningTown *town);
HZP_API size_t hzp_warning_place_count(const HzpWarning *warning);
HZP_API void hzp_warning_place_get(const HzpWarning *warning, size_t index, HzpWarningPlace *place);
HZP_API size_t hzp_warning_call_count(const HzpWarning *warning);
HZP_API void hzp_warning_call_get(const HzpWarning *warning, size_t index, HzpWarningCall *call);

/** The warning as text: "json" (schema hazplan-warning/1), "csv" (one row for each town and each place that is warned or
 * unknown) or "geojson" (the same as features).
 * @return HZP_E_USAGE for another format; HZP_E_IO when `put` returned false. */
HZP_API HzpStatus hzp_warning_print(const HzpWarning *warning, const char *format, HzpTextFunction put, void *user);

/** The warning as a GeoPackage with the layers warning_points, warning_villages, warning_towns, warning_zones and the table
 * warning. Written under a temporary name and renamed when complete. */
HZP_API HzpStatus hzp_warning_write(HzpRun *run, const HzpWarning *warning, const char *path);

/** The warning as a map sheet, A4: towns and hazard points by level, totals, what rain it is from. The ending of `path` says
 * the format: .pdf, .png or .svg.
 * @param plan  the plan that the warning was made from, for the boundaries of counties.
 * @return HZP_E_USAGE for another ending; HZP_E_INPUT, HZP_E_IO. */
HZP_API HzpStatus hzp_warning_draw(HzpRun *run, const char *plan, const HzpWarning *warning, const char *path);

/** The warning as a bulletin for those who are to issue it: by level the counties, towns, points and people, what is to be
 * done, and what is not known; .docx or .md, worded by data/templates/warning.<language>.yaml.
 * @return HZP_E_USAGE for another ending; HZP_E_IO. */
HZP_API HzpStatus hzp_warning_bulletin(HzpRun *run, const HzpWarning *warning, const char *path);

HZP_END_DECLS

#endif
