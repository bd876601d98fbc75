/* A rain warning being made, and made: what warnings are written, printed and drawn from. The figures of a place or town are
 * those of the public structs; positions lead back to its geometry. R14, R15, R16; docs/methods.md, Rain warning. */
#ifndef HZP_ANALYSIS_WARNING_H
#define HZP_ANALYSIS_WARNING_H

#include <glib.h>
#include <json-c/json.h>

#include "analysis/warning_fields.h"
#include "analysis/warning_judge.h"
#include "data/rain.h"
#include "data/warning_places.h"
#include "data/warning_previous.h"
#include "hazplan/warning.h"

/* A day of the period, those between the first and the last that no file has among them. */
typedef struct {
    const char *date; /* NULL where the rain names none */
    int source;       /* day of the rain, -1: no file has it */
    double largest;   /* mm, of all places; NaN where it is known of none */
    size_t missing;   /* places without rain data */
    bool dry;         /* known to be below the clearing condition at every place */
} HzpWarningDay;

/* A file of rain, as it was understood. */
typedef struct {
    const char *name; /* without folders */
    const char *sha256, *unit, *crs;
} HzpWarningFile;

struct HzpWarning {
    GStringChunk *texts;
    HzpWarningRules rules;
    HzpWarningConditions conditions;
    HzpWarningPlaces *sources;    /* of the plan */
    GPtrArray *inputs;            /* paths that were read, which may not be written over */
    GArray *files;                /* HzpWarningFile */
    GArray *days;                 /* HzpWarningDay */
    HzpRainFigures *figures;      /* by source; then by town of the sources */
    HzpWarningVerdict *verdicts;  /* by source */
    size_t *reason;               /* by source: the hazard point that warns a village, or the source itself */
    GArray *places;               /* HzpWarningPlace in the order of the answer */
    size_t *place_source;         /* position among the sources' places */
    GArray *towns;                /* HzpWarningTown */
    size_t *town_source;          /* position among the sources' towns */
    GArray *calls;                /* HzpWarningCall */
    HzpWarningPrevious *previous; /* NULL: nothing to compare with */
    const char *last_wet_day;     /* of the event so far; NULL: no date is known, or no day was wet */
    HzpWarningFacts facts;
    HzpWarningTotals totals;
};

/* A copy of a text that lives as long as the warning; NULL stays NULL. */
const char *hzp_warning_keep(HzpWarning *warning, const char *text);

/* HZP_E_USAGE where a path leads to one of the files that the warning was made from. */
HzpStatus hzp_warning_guard(const HzpWarning *warning, const char *path);

/* ---- the steps of hzp_warning_make(), in their order ---- */

/* warning_period.c: the days, and rain at every place and in every town. */
HzpStatus hzp_warning_take_rain(HzpRun *run, HzpWarning *warning, HzpRain *rain);
/* warning_levels.c: verdicts; villages after the hazard points whose zones reach them. */
void hzp_warning_judge_places(HzpWarning *warning);
/* Public struct of a source, with its sentences. */
HzpWarningPlace hzp_warning_place_of(HzpWarning *warning, size_t source);
HzpWarningRain hzp_warning_rain_of(HzpWarning *warning, const HzpRainFigures *figures);
const char *hzp_warning_level_zh(HzpWarningLevel level); /* 未知 for an unknown one */
/* warning_towns.c: towns, the order of the answer, totals and calls. */
void hzp_warning_gather(HzpWarning *warning);
/* warning_event.c: whether the earlier warning can be compared with this one (HZP_E_INPUT: it is a later issue, or of other
 * towns), and what cannot be of it; then the changes since it, and whether it is of the same event. */
HzpStatus hzp_warning_check_previous(const HzpWarning *warning, HzpFindings *findings);
/* Where the rain ends more than a day before the time of issue. */
void hzp_warning_tell_age(const HzpWarning *warning, HzpFindings *findings);
void hzp_warning_compare(HzpWarning *warning);

/* ---- what is written ---- */

/* warning_tables.c: layers with geometry in the plan's CRS, warned or not; the caller frees them. Columns of fields as
 * hzp_plan_columns() reads them. */
HzpTable *hzp_warning_towns_table(const HzpWarning *warning);
HzpTable *hzp_warning_places_table(const HzpWarning *warning, bool villages);
char *hzp_warning_columns(const HzpWarningField *fields);

/* Whether a place is listed: warned, unknown, or no longer what the earlier warning said. */
bool hzp_warning_is_listed(const HzpWarningPlace *place);

/* warning_head.c: everything but the lists, as in hazplan-warning/1. The caller puts it. */
json_object *hzp_warning_head(const HzpWarning *warning);

/* Texts and numbers for JSON: null for NULL and NaN; numbers in the shortest form that reads back. */
json_object *hzp_warning_json_text(const char *text);
json_object *hzp_warning_json_number(double number);

#endif
