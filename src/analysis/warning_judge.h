/* The kernel of rain warnings: figures of a series of daily rain at one place, and the level they give. Plain arrays, no I/O.
 * R15; docs/methods.md, Rain warning. */
#ifndef HZP_ANALYSIS_WARNING_JUDGE_H
#define HZP_ANALYSIS_WARNING_JUDGE_H

#include <stddef.h>

#include "data/warning_rules.h"

/* Rain of one place. Depths in mm, rounded to rules->step_mm; NaN: not known. */
typedef struct {
    double max_mm;
    int max_day;          /* first day with max_mm, from 0; -1 */
    int heavy_days;       /* longest run of days with at least heavy_mm; a missing day ends a run */
    bool heavy_days_open; /* a missing day is beside a day of heavy rain */
    double total_mm;      /* greatest event total */
    double effective_mm;  /* greatest R0 + Σ αⁱ·R_i; missing days before count nothing */
    int dry_days;         /* longest run of days with less than dry_mm */
    int days_missing;
} HzpRainFigures;

/* To the step that gauges read; NaN stays NaN. */
double hzp_rain_rounded(const HzpWarningRules *rules, double mm);

/* `mm` of consecutive days, the next one `stride` further; NaN is missing. */
HzpRainFigures hzp_rain_figures(const HzpWarningRules *rules, const double *mm, size_t stride, size_t days);

/* Class of a day's rain, position in the vocabulary rain_class. */
int hzp_rain_class(const HzpWarningRules *rules, double mm);

/* Codes in data/warning.yaml, rules; see hzp_warning_rule_code(). */
typedef enum {
    HZP_RULE_NOT_REACHED,
    HZP_RULE_RAIN_MISSING,
    HZP_RULE_DAILY_RAIN,
    HZP_RULE_EFFECTIVE_RAIN,
    HZP_RULE_HEAVY_DAYS,
    HZP_RULE_PROCESS_RAIN,
    HZP_RULE_HEAVY_DAYS_AND_PROCESS,
    HZP_RULE_SNOW_MELT,
    HZP_RULE_DRY_SPELL,
    HZP_RULE_HAZARD_POINT,
    HZP_RULE_NO_PLACES,
    HZP_RULES
} HzpWarningRule;

const char *hzp_warning_rule_code(HzpWarningRule rule);

/* What holds for all places. */
typedef struct {
    bool in_season;
    bool snow_melt;
    bool effective;
} HzpWarningConditions;

typedef struct {
    HzpWarningLevel level;
    HzpWarningRule rule;
    bool at_least;         /* days are missing: it may be higher */
    int rain_class;        /* row of the matrix that was taken, position in the vocabulary rain_class; -1: none */
    unsigned raised_types; /* those that snow melt or a dry spell raised */
} HzpWarningVerdict;

/* Level of a place on some ground, with hazards of these types (bits). */
HzpWarningVerdict hzp_warning_judge(const HzpWarningRules *rules, const HzpWarningConditions *conditions,
                                    const HzpRainFigures *rain, HzpGround ground, unsigned types);

/* Whether a month lies in the flood season. */
bool hzp_warning_in_season(const HzpWarningRules *rules, int month);

#endif
