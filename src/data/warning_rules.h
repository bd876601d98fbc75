/* Thresholds and matrix of rain warnings: data/warning.yaml, with the plan's own parameters before it. */
#ifndef HZP_DATA_WARNING_RULES_H
#define HZP_DATA_WARNING_RULES_H

#include <stdbool.h>

#include "base/yaml_tree.h"
#include "data/plan_file.h"

/* Ascending severity; an unknown level is less than none only for sorting. */
typedef enum {
    HZP_WARNING_UNKNOWN = -1,
    HZP_WARNING_NONE,
    HZP_WARNING_BLUE,
    HZP_WARNING_YELLOW,
    HZP_WARNING_ORANGE,
    HZP_WARNING_RED,
    HZP_WARNING_LEVELS
} HzpWarningLevel;

enum { HZP_RAIN_CLASSES = 6 };

/* Columns of the matrix. */
typedef enum {
    HZP_GROUND_HIGH,
    HZP_GROUND_MEDIUM,
    HZP_GROUND_LOW,
    HZP_GROUND_NONE,
    HZP_GROUND_OUTSIDE,
    HZP_GROUND_UNKNOWN,
    HZP_GROUNDS
} HzpGround;

/* A rule that raises the level of some types of hazard. */
typedef struct {
    unsigned types; /* bits by position in the vocabulary hazard_type */
    int raise;      /* levels */
    HzpWarningLevel at_least;
} HzpWarningRaise;

typedef struct {
    double class_from_mm[HZP_RAIN_CLASSES]; /* lower bounds, ascending */
    double step_mm;                         /* rain is rounded to this before it is compared */
    double heavy_mm;                        /* a day of heavy rain has at least this */
    double daily_mm;                        /* trigger: a day has at least this */
    int heavy_days;                         /* trigger: at least so many in a row */
    double process_mm;                      /* trigger: an event has more than this */
    bool off_season_and;                    /* off season the last two must both hold */
    int trigger_class;                      /* the least class that a trigger stands for */
    int clearing_days;                      /* so many days in a row … */
    double clearing_mm;                     /* … with less than this end an event */
    double alpha;                           /* of effective rain */
    int effective_days;
    HzpWarningRaise snow_melt;
    HzpWarningRaise dry_spell;
    int dry_days;
    double dry_mm;
    int first_month, last_month; /* of the flood season; the first may be after the last */
    HzpWarningLevel matrix[HZP_RAIN_CLASSES][HZP_GROUNDS];
    double village_ground_share; /* of a village polygon: less of it on some ground is a line drawn twice */
    HzpGround grade_as[5];       /* by position in the vocabulary grade; the last for ungraded */
    HzpYaml *yaml;               /* for the words */
} HzpWarningRules;

/* Read data/warning.yaml, then the parameters of the plan (NULL: none). HZP_E_INPUT for a file or parameter that cannot be
 * understood. Clear with hzp_warning_rules_clear(). */
HzpStatus hzp_warning_rules_read(HzpPlanFile *plan, HzpWarningRules *rules);
void hzp_warning_rules_clear(HzpWarningRules *rules);

/* Code of a level ("red" …), NULL for unknown; and back: HZP_WARNING_UNKNOWN for NULL and for what is no level. */
const char *hzp_warning_level_code(HzpWarningLevel level);
HzpWarningLevel hzp_warning_level_of(const char *code);

/* Column of a susceptibility code; HZP_GROUND_UNKNOWN for what is none. */
HzpGround hzp_warning_ground_of(const char *code);
const char *hzp_warning_ground_code(HzpGround ground);

/* Words of data/warning.yaml, "rules.daily_rain" in "zh"; "" where there are none. */
const char *hzp_warning_words(const HzpWarningRules *rules, const char *path, const char *language);

#endif
