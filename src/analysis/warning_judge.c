#include "analysis/warning_judge.h"

#include <math.h>

#include "base/exact_sum.h"

static const char *const rule_codes[HZP_RULES] = {
    "not_reached", "rain_missing", "daily_rain",   "effective_rain", "heavy_days", "process_rain", "heavy_days_and_process",
    "snow_melt",   "dry_spell",    "hazard_point", "no_places"};

const char *hzp_warning_rule_code(HzpWarningRule rule) { return rule_codes[rule]; }

bool hzp_warning_in_season(const HzpWarningRules *rules, int month)
{
    if (rules->first_month <= rules->last_month) return month >= rules->first_month && month <= rules->last_month;
    return month >= rules->first_month || month <= rules->last_month;
}

/* ---- rain ---- */

/* Dividing by the steps of a mm gives the double that the printed figure reads as. */
double hzp_rain_rounded(const HzpWarningRules *rules, double mm)
{
    double steps = round(1 / rules->step_mm);
    return isfinite(mm) ? round(mm * steps) / steps : NAN;
}

/* Longest runs of days that are known and fulfil something. */
typedef struct {
    int now, longest;
} Run;

static void run_day(Run *run, bool holds)
{
    run->now = holds ? run->now + 1 : 0;
    if (run->now > run->longest) run->longest = run->now;
}

/* Totals of the events: rain adds up until the clearing condition is fulfilled. A missing day neither adds nor clears. */
static double greatest_event(const HzpWarningRules *rules, const double *mm, size_t stride, size_t days)
{
    HzpExactSum event = {0};
    double greatest = NAN;
    int dry = 0;
    for (size_t i = 0; i < days; i++) {
        double rain = hzp_rain_rounded(rules, mm[i * stride]);
        dry = rain < rules->clearing_mm ? dry + 1 : 0;
        if (dry == rules->clearing_days) event = (HzpExactSum){0};
        if (isnan(rain) || dry >= rules->clearing_days) continue;
        hzp_exact_sum_add(&event, rain);
        greatest = fmax(greatest, hzp_exact_sum_value(&event));
    }
    return greatest;
}

static double effective_at(const HzpWarningRules *rules, const double *mm, size_t stride, size_t day)
{
    double sum = 0;
    double weight = 1;
    for (size_t back = 0; back <= day && back <= (size_t)rules->effective_days; back++, weight *= rules->alpha) {
        double rain = mm[(day - back) * stride];
        if (isfinite(rain)) sum += weight * rain;
    }
    return sum;
}

HzpRainFigures hzp_rain_figures(const HzpWarningRules *rules, const double *mm, size_t stride, size_t days)
{
    HzpRainFigures figures = {.max_mm = NAN, .max_day = -1, .effective_mm = NAN};
    Run heavy = {0, 0};
    Run dry = {0, 0};
    bool before_heavy = false;
    bool before_missing = false;
    for (size_t i = 0; i < days; i++) {
        double rain = hzp_rain_rounded(rules, mm[i * stride]);
        bool missing = isnan(rain);
        bool is_heavy = rain >= rules->heavy_mm;
        figures.days_missing += missing;
        if (!missing && !(rain <= figures.max_mm)) {
            figures.max_mm = rain;
            figures.max_day = (int)i;
        }
        run_day(&heavy, is_heavy);
        run_day(&dry, rain < rules->dry_mm);
        figures.heavy_days_open |= (missing && before_heavy) || (is_heavy && before_missing);
        before_heavy = is_heavy;
        before_missing = missing;
        if (!missing) figures.effective_mm = fmax(figures.effective_mm, effective_at(rules, mm, stride, i));
    }
    figures.effective_mm = hzp_rain_rounded(rules, figures.effective_mm);
    figures.total_mm = hzp_rain_rounded(rules, greatest_event(rules, mm, stride, days));
    if (figures.max_day >= 0 && isnan(figures.total_mm)) figures.total_mm = 0; /* all of it between events */
    figures.heavy_days = heavy.longest;
    figures.dry_days = dry.longest;
    return figures;
}

/* ---- level ---- */

int hzp_rain_class(const HzpWarningRules *rules, double mm)
{
    int found = 0;
    for (int i = 1; i < HZP_RAIN_CLASSES; i++) {
        if (mm >= rules->class_from_mm[i]) found = i;
    }
    return found;
}

/* Row of the matrix and the rule that took it; -1 where no rule holds. */
static int row_of(const HzpWarningRules *rules, const HzpWarningConditions *conditions, const HzpRainFigures *rain,
                  HzpWarningRule *rule)
{
    double daily = conditions->effective ? fmax(rain->effective_mm, rain->max_mm) : rain->max_mm;
    bool is_daily = daily >= rules->daily_mm;
    bool are_days = rain->heavy_days >= rules->heavy_days;
    bool is_event = rain->total_mm > rules->process_mm;
    bool both = rules->off_season_and && !conditions->in_season;
    bool lasting = both ? are_days && is_event : are_days || is_event;
    int row = hzp_rain_class(rules, daily);
    *rule = conditions->effective ? HZP_RULE_EFFECTIVE_RAIN : HZP_RULE_DAILY_RAIN;
    if (!conditions->in_season && !is_daily && !lasting) return -1;
    if (is_daily && row < rules->trigger_class) row = rules->trigger_class;
    if (lasting && row < rules->trigger_class) {
        row = rules->trigger_class;
        *rule = are_days && is_event ? HZP_RULE_HEAVY_DAYS_AND_PROCESS
                : are_days           ? HZP_RULE_HEAVY_DAYS
                                     : HZP_RULE_PROCESS_RAIN;
    }
    return row;
}

static void raise_level(HzpWarningVerdict *verdict, const HzpWarningRaise *by, unsigned types, HzpWarningRule rule)
{
    if (!(by->types & types)) return;
    int level = verdict->level > HZP_WARNING_NONE ? (int)verdict->level + by->raise : (int)verdict->level;
    if (level < (int)by->at_least) level = (int)by->at_least;
    if (level > HZP_WARNING_RED) level = HZP_WARNING_RED;
    if (level <= (int)verdict->level) return;
    verdict->level = (HzpWarningLevel)level;
    verdict->rule = rule;
    verdict->raised_types = by->types & types;
}

HzpWarningVerdict hzp_warning_judge(const HzpWarningRules *rules, const HzpWarningConditions *conditions,
                                    const HzpRainFigures *rain, HzpGround ground, unsigned types)
{
    HzpWarningVerdict verdict = {.level = HZP_WARNING_UNKNOWN, .rule = HZP_RULE_RAIN_MISSING, .rain_class = -1};
    if (rain->max_day >= 0) {
        verdict.rain_class = row_of(rules, conditions, rain, &verdict.rule);
        verdict.level = verdict.rain_class < 0 ? HZP_WARNING_NONE : rules->matrix[verdict.rain_class][ground];
        if (verdict.level == HZP_WARNING_NONE) verdict.rule = HZP_RULE_NOT_REACHED;
    }
    if (rain->days_missing > 0 && verdict.level == HZP_WARNING_NONE) {
        verdict.level = HZP_WARNING_UNKNOWN;
        verdict.rule = HZP_RULE_RAIN_MISSING;
    }
    if (conditions->snow_melt) raise_level(&verdict, &rules->snow_melt, types, HZP_RULE_SNOW_MELT);
    if (rain->dry_days >= rules->dry_days) raise_level(&verdict, &rules->dry_spell, types, HZP_RULE_DRY_SPELL);
    verdict.at_least = rain->days_missing > 0 && verdict.level > HZP_WARNING_NONE && verdict.level < HZP_WARNING_RED;
    return verdict;
}
