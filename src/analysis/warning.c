#include "analysis/warning.h"

#include <math.h>
#include <string.h>

#include "base/date_text.h"
#include "base/output_file.h"
#include "base/run.h"
#include "base/vocabulary.h"

const char *hzp_warning_keep(HzpWarning *warning, const char *text)
{
    return text ? g_string_chunk_insert_const(warning->texts, text) : NULL;
}

/* ---- what was asked ---- */

static HzpStatus fail_option(const char *option, const char *value, const char *known)
{
    return hzp_fail(HZP_E_USAGE, "warning_option_unknown", "option", option, "value", value, "known", known, NULL);
}

static bool is_day(const char *text)
{
    HzpDate date = {0};
    return text && hzp_date_parse(text, &date) && date.day;
}

static HzpStatus check_options(const HzpWarningOptions *options)
{
    HzpRainInterpolation interpolation;
    const char *season = options->season;
    const char *conditions = options->off_season_conditions;
    if (options->rain_files == 0) return hzp_fail(HZP_E_USAGE, "warning_no_rain", NULL);
    if (options->interpolation && !hzp_rain_interpolation_named(options->interpolation, &interpolation))
        return fail_option("interpolation", options->interpolation, "idw, nearest");
    if (season && strcmp(season, "in") != 0 && strcmp(season, "off") != 0 && strcmp(season, "auto") != 0)
        return fail_option("season", season, "in, off, auto");
    if (conditions && strcmp(conditions, "and") != 0 && strcmp(conditions, "or") != 0)
        return fail_option("off-season-conditions", conditions, "and, or");
    if (options->date && !is_day(options->date)) return fail_option("date", options->date, "2020-07-21");
    return HZP_OK;
}

static void take_options(HzpWarning *warning, const HzpWarningOptions *options)
{
    if (options->off_season_conditions) warning->rules.off_season_and = strcmp(options->off_season_conditions, "and") == 0;
    warning->conditions.snow_melt = options->snow_melt;
    warning->conditions.effective = options->effective_rain;
    warning->facts.issued = hzp_warning_keep(warning, options->time);
}

/* In season or off: as asked, else by the day asked, else by the last day of the rain. */
static HzpStatus set_season(HzpWarning *warning, const HzpWarningOptions *options)
{
    HzpWarningFacts *facts = &warning->facts;
    bool by_option = options->season && strcmp(options->season, "auto") != 0;
    const char *day = options->date ? options->date : facts->last_day;
    HzpDate date = {0};
    if (by_option) {
        warning->conditions.in_season = strcmp(options->season, "in") == 0;
    } else if (day && hzp_date_parse(day, &date) && date.month) {
        warning->conditions.in_season = hzp_warning_in_season(&warning->rules, date.month);
    } else {
        return hzp_fail(HZP_E_USAGE, "warning_season_unknown", NULL);
    }
    g_autofree char *text = by_option ? NULL : hzp_date_text(date);
    facts->season_from = by_option ? "option" : hzp_warning_keep(warning, text);
    facts->season = warning->conditions.in_season ? "in" : "off";
    return HZP_OK;
}

/* ---- what was read ---- */

static void note_inputs(HzpWarning *warning, const char *plan, const HzpWarningOptions *options)
{
    g_autofree char *inside = g_build_filename(plan, "plan.gpkg", NULL);
    const char *const paths[] = {plan, inside, options->previous};
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        if (paths[i]) g_ptr_array_add(warning->inputs, g_strdup(paths[i]));
    }
    for (size_t i = 0; i < options->rain_files; i++)
        g_ptr_array_add(warning->inputs, g_strdup(options->rain[i]));
}

HzpStatus hzp_warning_guard(const HzpWarning *warning, const char *path)
{
    for (guint i = 0; i < warning->inputs->len; i++) {
        if (hzp_output_is_same(g_ptr_array_index(warning->inputs, i), path))
            return hzp_fail(HZP_E_USAGE, "output_is_input", "file", path, NULL);
    }
    return HZP_OK;
}

/* ---- making one ---- */

static void take_plan(HzpWarning *warning)
{
    const HzpWarningPlaces *sources = warning->sources;
    warning->facts.title = sources->title;
    warning->facts.region = sources->region;
    warning->facts.notice = sources->notice;
    warning->facts.plan_file = sources->file;
    warning->facts.year = isfinite(sources->year) ? (long)sources->year : 0;
}

struct reading {
    HzpRun *run;
    HzpWarning *warning;
};

static HzpStatus read_rules_and_places(HzpPlanFile *plan, void *user)
{
    const struct reading *reading = user;
    HzpWarning *warning = reading->warning;
    HZP_TRY(hzp_warning_rules_read(plan, &warning->rules));
    HzpStatus status = hzp_warning_places_read(reading->run, plan, &warning->rules, &warning->sources);
    if (status == HZP_OK) status = hzp_plan_file_check(plan);
    if (status == HZP_OK) return HZP_OK;
    g_clear_pointer(&warning->sources, hzp_warning_places_free);
    hzp_warning_rules_clear(&warning->rules);
    return status;
}

static HzpStatus read_plan(HzpRun *run, HzpWarning *warning, const char *path)
{
    HZP_TRY(hzp_plan_file_ask(path, read_rules_and_places, &(struct reading){run, warning}));
    take_plan(warning);
    return HZP_OK;
}

static void report_findings(HzpFindings *findings, HzpFindingFunction report, void *user)
{
    for (size_t i = 0; report && findings && i < hzp_findings_count(findings); i++)
        report(hzp_findings_get(findings, i), user);
}

static HzpStatus read_rain(HzpRun *run, HzpWarning *warning, const HzpWarningOptions *options, HzpFindingFunction report,
                           void *user)
{
    HzpRain *rain = NULL;
    HzpRainInterpolation interpolation = HZP_RAIN_IDW;
    if (options->interpolation) hzp_rain_interpolation_named(options->interpolation, &interpolation);
    HZP_TRY(hzp_rain_read(run, options->rain, options->rain_files, interpolation, &rain));
    report_findings(hzp_rain_findings(rain), report, user);
    HzpStatus status = hzp_warning_take_rain(run, warning, rain);
    hzp_rain_free(rain);
    return status;
}

static HzpStatus check_times(const HzpWarning *warning, HzpFindingFunction report, void *user)
{
    HzpFindings *findings = NULL;
    HZP_TRY(hzp_findings_new(NULL, &findings));
    hzp_warning_tell_age(warning, findings);
    HzpStatus status = hzp_warning_check_previous(warning, findings);
    if (status == HZP_OK) report_findings(findings, report, user);
    hzp_findings_free(findings);
    return status;
}

static HzpStatus make(HzpRun *run, HzpWarning *warning, const char *plan, const HzpWarningOptions *options,
                      HzpFindingFunction report, void *user)
{
    HZP_TRY(check_options(options));
    HZP_TRY(hzp_vocabulary_load());
    note_inputs(warning, plan, options);
    if (options->previous) HZP_TRY(hzp_warning_previous_read(options->previous, &warning->previous));
    HZP_TRY(read_plan(run, warning, plan));
    take_options(warning, options);
    HZP_TRY(read_rain(run, warning, options, report, user));
    HZP_TRY(set_season(warning, options));
    hzp_warning_judge_places(warning);
    hzp_warning_gather(warning);
    HZP_TRY(check_times(warning, report, user));
    hzp_warning_compare(warning);
    return hzp_run_check(run);
}

static HzpWarning *warning_new(void)
{
    HzpWarning *warning = g_new0(HzpWarning, 1);
    warning->texts = g_string_chunk_new(4096);
    warning->inputs = g_ptr_array_new_with_free_func(g_free);
    warning->files = g_array_new(FALSE, FALSE, sizeof(HzpWarningFile));
    warning->days = g_array_new(FALSE, FALSE, sizeof(HzpWarningDay));
    warning->places = g_array_new(FALSE, FALSE, sizeof(HzpWarningPlace));
    warning->towns = g_array_new(FALSE, FALSE, sizeof(HzpWarningTown));
    warning->calls = g_array_new(FALSE, FALSE, sizeof(HzpWarningCall));
    return warning;
}

HzpStatus hzp_warning_make(HzpRun *run, const char *plan, const HzpWarningOptions *options, HzpFindingFunction report,
                           void *user, HzpWarning **warning)
{
    HzpWarning *made = warning_new();
    *warning = NULL;
    hzp_run_begin(run);
    HzpStatus status = make(run, made, plan, options, report, user);
    if (status != HZP_OK) {
        hzp_warning_free(made);
        made = NULL;
    }
    *warning = made;
    return hzp_run_end(run, status);
}

void hzp_warning_free(HzpWarning *warning)
{
    if (!warning) return;
    GArray *arrays[] = {warning->files, warning->days, warning->places, warning->towns, warning->calls};
    for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_free(arrays[i], TRUE);
    g_ptr_array_unref(warning->inputs);
    hzp_warning_places_free(warning->sources);
    hzp_warning_previous_free(warning->previous);
    hzp_warning_rules_clear(&warning->rules);
    g_string_chunk_free(warning->texts);
    g_free(warning->figures);
    g_free(warning->verdicts);
    g_free(warning->reason);
    g_free(warning->place_source);
    g_free(warning->town_source);
    g_free(warning);
}

/* ---- reading it ---- */

void hzp_warning_facts(const HzpWarning *warning, HzpWarningFacts *facts) { *facts = warning->facts; }
void hzp_warning_totals(const HzpWarning *warning, HzpWarningTotals *totals) { *totals = warning->totals; }

size_t hzp_warning_town_count(const HzpWarning *warning) { return warning->towns->len; }
size_t hzp_warning_place_count(const HzpWarning *warning) { return warning->places->len; }
size_t hzp_warning_call_count(const HzpWarning *warning) { return warning->calls->len; }

void hzp_warning_town_get(const HzpWarning *warning, size_t index, HzpWarningTown *town)
{
    *town = g_array_index(warning->towns, HzpWarningTown, index);
}

void hzp_warning_place_get(const HzpWarning *warning, size_t index, HzpWarningPlace *place)
{
    *place = g_array_index(warning->places, HzpWarningPlace, index);
}

void hzp_warning_call_get(const HzpWarning *warning, size_t index, HzpWarningCall *call)
{
    *call = g_array_index(warning->calls, HzpWarningCall, index);
}

bool hzp_warning_is_listed(const HzpWarningPlace *place)
{
    bool changed = place->change && strcmp(place->change, "unchanged") != 0;
    return changed || !place->level || strcmp(place->level, "none") != 0;
}
