/* Rain warnings: towns to warn and people to call, most severe first. */
#include <math.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/session.h"
#include "hazplan/run.h"
#include "hazplan/text.h"
#include "hazplan/warning.h"

typedef struct {
    CommonValues common;
    const char *plan;
    FileList rain;
    HzpWarningOptions warning;
    const char *map;
    const char *bulletin;
} Values;

/* ---- the table for people ---- */

static const char *const town_columns[] = {"county",   "town",   "level",        "max_mm", "heavy_days", "total_mm", "points",
                                           "villages", "people", "days_missing", "change", "rule",       NULL};
static const AnswerHeading town_headings[] = {{"county", "title_warn_county", 0},
                                              {"town", "title_warn_town", 0},
                                              {"level", "title_warn_level", 0},
                                              {"max_mm", "title_warn_max", 0},
                                              {"heavy_days", "title_warn_heavy_days", 0},
                                              {"total_mm", "title_warn_total", 0},
                                              {"points", "title_warn_points", 0},
                                              {"villages", "title_warn_villages", 0},
                                              {"people", "title_warn_people", 0},
                                              {"days_missing", "title_warn_days_missing", 0},
                                              {"change", "title_warn_change", 0},
                                              {"rule", "title_warn_rule", 0},
                                              {NULL, NULL, 0}};
static const char *const call_columns[] = {"county", "town", "level", "place", "role", "person", "phone", "people", NULL};
static const AnswerHeading call_headings[] = {
    {"county", "title_warn_county", 0}, {"town", "title_warn_town", 0},     {"level", "title_warn_level", 0},
    {"place", "title_warn_place", 40},  {"role", "title_warn_role", 0},     {"person", "title_warn_person", 0},
    {"phone", "title_warn_phone", 0},   {"people", "title_warn_people", 0}, {NULL, NULL, 0}};

static bool is_chinese(void) { return strcmp(hzp_language_get(), "zh") == 0; }

typedef struct {
    const char *code;
    const char *text;
} Label;

static const Label labels[] = {{"new", "warn_new"},
                               {"raised", "warn_raised"},
                               {"lowered", "warn_lowered"},
                               {"lifted", "warn_lifted"},
                               {"unchanged", "warn_unchanged"},
                               {"unknown", "warn_unknown"},
                               {"monitoring", "warn_monitoring"},
                               {"prevention", "warn_prevention"},
                               {"village", "warn_village"},
                               {"in", "warn_in_season"},
                               {"off", "warn_off_season"}};

static char *label_of(const char *code)
{
    for (size_t i = 0; code && i < G_N_ELEMENTS(labels); i++) {
        if (strcmp(labels[i].code, code) == 0) return hzp_text(labels[i].text, NULL);
    }
    return g_strdup(code ? code : "");
}

static char *shown_level(const char *level, const char *level_zh, bool at_least)
{
    const char *word = is_chinese() ? level_zh : level ? level : "unknown";
    return at_least ? hzp_text("warn_at_least", "level", word, NULL) : g_strdup(word);
}

static char *shown_number(double value, const char *format)
{
    char text[32];
    return g_strdup(isfinite(value) ? g_ascii_formatd(text, sizeof text, format, value) : "—");
}

/* People with those whose villages lack the figure: "1200 (+2?)". */
static char *shown_people(double people, size_t missing)
{
    g_autofree char *known = shown_number(people, "%.0f");
    if (missing == 0) return g_strdup(known);
    g_autofree char *lacking = g_strdup_printf("%zu", missing);
    return hzp_text("warn_people_missing", "people", known, "villages", lacking, NULL);
}

static bool is_shown(const HzpWarningTown *town)
{
    bool has_places = town->villages + town->hazard_points > 0;
    bool changed = town->change && strcmp(town->change, "unchanged") != 0;
    return has_places && (!town->level || strcmp(town->level, "none") != 0 || changed);
}

/* The figures of the rule are those of the place that decides, not the town's greatest ones beside them. */
static char *because_of(const HzpWarningTown *town)
{
    const char *rule = is_chinese() ? town->rule_zh : town->rule_en;
    if (!town->decided_by_name) return g_strdup(rule);
    return hzp_text("warn_because", "place", town->decided_by_name, "rule", rule, NULL);
}

static void add_town(Answer *answer, const HzpWarningTown *town)
{
    g_autofree char *level = shown_level(town->level, town->level_zh, town->at_least);
    g_autofree char *max = shown_number(town->rain.max_mm, "%.1f"), *total = shown_number(town->rain.total_mm, "%.1f");
    g_autofree char *days = g_strdup_printf("%d", town->rain.heavy_days);
    g_autofree char *points = g_strdup_printf("%zu", town->hazard_points_warned);
    g_autofree char *villages = g_strdup_printf("%zu", town->villages_warned);
    g_autofree char *people = shown_people(town->population, town->population_missing);
    g_autofree char *missing = g_strdup_printf("%d", town->rain.days_missing), *change = label_of(town->change);
    g_autofree char *because = because_of(town);
    answer_add(answer, town->county, town->town, level, max, days, total, points, villages, people, missing, change, because);
}

/* Columns without anything to tell are left out: no earlier warning, no day missing. */
static void write_towns(const HzpWarning *warning, const HzpWarningFacts *facts)
{
    Answer answer;
    AnswerHeading shown[G_N_ELEMENTS(town_headings)] = {{NULL, NULL, 0}};
    bool missing = false;
    answer_begin(&answer, "", "", town_columns, NULL, shown);
    for (size_t i = 0; i < hzp_warning_town_count(warning); i++) {
        HzpWarningTown town;
        hzp_warning_town_get(warning, i, &town);
        if (!is_shown(&town)) continue;
        missing |= town.rain.days_missing > 0;
        add_town(&answer, &town);
    }
    size_t n = 0;
    for (const AnswerHeading *heading = town_headings; heading->key; heading++) {
        if (strcmp(heading->key, "change") == 0 && !facts->compared) continue;
        if (strcmp(heading->key, "days_missing") == 0 && !missing) continue;
        shown[n++] = *heading;
    }
    if (answer.rows->len > 0) answer_write_table(&answer, NULL);
    answer_clear(&answer);
}

static void write_calls(const HzpWarning *warning)
{
    Answer answer;
    g_autofree char *lacking = hzp_text("warn_contact_missing", NULL);
    answer_begin(&answer, "", "", call_columns, NULL, call_headings);
    for (size_t i = 0; i < hzp_warning_call_count(warning); i++) {
        HzpWarningCall call;
        hzp_warning_call_get(warning, i, &call);
        g_autofree char *level = shown_level(call.level, call.level_zh, false), *role = label_of(call.role);
        g_autofree char *people = shown_number(call.population, "%.0f");
        const char *person = call.person ? call.person : lacking;
        const char *phone = call.phone ? call.phone : lacking;
        answer_add(&answer, call.county, call.town, level, call.place ? call.place : call.id, role, person, phone, people);
    }
    if (answer.rows->len > 0) {
        output_put("\n");
        answer_write_table(&answer, NULL);
    }
    answer_clear(&answer);
}

static void put_line(char *text)
{
    output_put(text);
    output_put("\n");
    hzp_text_free(text);
}

/* What was asked and understood: plan, rain, season, event. */
static void write_head(const HzpWarningFacts *facts)
{
    g_autofree char *year = facts->year ? g_strdup_printf("%ld", facts->year) : g_strdup("—");
    g_autofree char *days = g_strdup_printf("%zu", facts->days), *without = g_strdup_printf("%zu", facts->days_without_data);
    g_autofree char *files = g_strdup_printf("%zu", facts->rain_files), *number = g_strdup_printf("%ld", facts->event_number);
    g_autofree char *season = label_of(facts->season), *level = shown_level(facts->level, facts->level_zh, false);
    put_line(hzp_text("warn_plan", "title", facts->title, "year", year, NULL));
    if (facts->notice) put_line(g_strdup(facts->notice));
    if (facts->first_day) {
        put_line(hzp_text("warn_rain_dated", "from", facts->first_day, "to", facts->last_day, "days", days, "files", files,
                          "method", facts->rain_method_text, NULL));
    } else {
        put_line(hzp_text("warn_rain_undated", "days", days, "files", files, "method", facts->rain_method_text, NULL));
    }
    if (facts->days_without_data > 0) put_line(hzp_text("warn_days_without_data", "days", without, NULL));
    bool asked = strcmp(facts->season_from, "option") == 0;
    put_line(asked ? hzp_text("warn_season_asked", "season", season, NULL)
                   : hzp_text("warn_season", "season", season, "day", facts->season_from, NULL));
    if (facts->issued) put_line(hzp_text("warn_issued", "time", facts->issued, NULL));
    if (facts->event_continued) {
        put_line(
            hzp_text("warn_continued", "number", number, "first", facts->first_issued ? facts->first_issued : "—", NULL));
    } else if (facts->compared) {
        put_line(hzp_text("warn_new_event", NULL));
    }
    put_line(hzp_text("warn_level", "level", level, NULL));
}

static void write_total(const char *id, const char *level, size_t slot, const HzpWarningTotals *totals)
{
    g_autofree char *towns = g_strdup_printf("%zu", totals->towns[slot]);
    g_autofree char *points = g_strdup_printf("%zu", totals->hazard_points[slot]);
    g_autofree char *villages = g_strdup_printf("%zu", totals->villages[slot]);
    g_autofree char *people = shown_people(totals->population[slot], totals->population_missing[slot]);
    if (totals->towns[slot] + totals->hazard_points[slot] + totals->villages[slot] == 0) return;
    char *text = strcmp(id, "warn_total_unknown") == 0
                     ? hzp_text("warn_total_unknown", "points", points, "villages", villages, "people", people, NULL)
                     : hzp_text("warn_total", "level", level, "towns", towns, "points", points, "villages", villages,
                                "people", people, NULL);
    put_line(text);
}

static void write_totals(const HzpWarning *warning, const HzpWarningFacts *facts)
{
    static const char *const zh[] = {"", "蓝色", "黄色", "橙色", "红色"};
    static const char *const en[] = {"", "blue", "yellow", "orange", "red"};
    HzpWarningTotals totals;
    hzp_warning_totals(warning, &totals);
    for (size_t slot = 4; slot > 0; slot--)
        write_total("warn_total", is_chinese() ? zh[slot] : en[slot], slot, &totals);
    write_total("warn_total_unknown", NULL, 5, &totals);
    g_autofree char *lacking = g_strdup_printf("%zu", facts->calls_without_phone);
    if (facts->calls_without_phone > 0) put_line(hzp_text("warn_without_phone", "calls", lacking, NULL));
    output_put("\n");
}

static void write_table(const HzpWarning *warning)
{
    HzpWarningFacts facts;
    hzp_warning_facts(warning, &facts);
    write_head(&facts);
    write_totals(warning, &facts);
    write_towns(warning, &facts);
    write_calls(warning);
}

/* ---- the command ---- */

static bool put_text(const char *bytes, size_t size, void *user)
{
    (void)user;
    output_put_bytes(bytes, size);
    return true;
}

static HzpStatus print(const HzpWarning *warning, const char *format)
{
    if (strcmp(format, "table") != 0) return hzp_warning_print(warning, format, put_text, NULL);
    write_table(warning);
    return HZP_OK;
}

static HzpStatus tell(Session *session, HzpStatus status, const char *path)
{
    if (status == HZP_OK) session_say(session, "written", "file", path, NULL);
    return status;
}

static HzpStatus write_files(Session *session, const Values *values, const HzpWarning *warning)
{
    const char *gpkg = values->common.output;
    HzpStatus status = HZP_OK;
    if (gpkg) status = tell(session, hzp_warning_write(session->run, warning, gpkg), gpkg);
    if (status == HZP_OK && values->map)
        status = tell(session, hzp_warning_draw(session->run, values->plan, warning, values->map), values->map);
    if (status == HZP_OK && values->bulletin)
        status = tell(session, hzp_warning_bulletin(session->run, warning, values->bulletin), values->bulletin);
    return status;
}

/* The answer is what counts: it is on the screen before files are made, which takes longer. */
static HzpStatus answer(Session *session, const Values *values)
{
    HzpWarningOptions options = values->warning;
    HzpWarning *warning = NULL;
    options.rain = values->rain.files;
    options.rain_files = values->rain.count;
    HzpStatus status = hzp_warning_make(session->run, values->plan, &options, session_finding, session, &warning);
    if (status != HZP_OK) return status;
    terminal_clear(session->terminal);
    status = print(warning, values->common.format);
    output_flush();
    if (status == HZP_OK) status = write_files(session, values, warning);
    hzp_warning_free(warning);
    return status;
}

static HzpStatus run(const void *given)
{
    const Values *values = given;
    Session session;
    session_begin(&session, &values->common);
    HzpStatus status = answer(&session, values);
    session_end(&session);
    return status;
}

/* What the supervisor tidies up after. */
static const char *output_of(const void *given)
{
    const Values *values = given;
    return values->common.output ? values->common.output : values->map ? values->map : values->bulletin;
}

#define WARNING(member_) (offsetof(Values, warning) + offsetof(HzpWarningOptions, member_))

static const Option options[] = {
    {.name = "rain",
     .kind = OPTION_FILES,
     .argument = "FILE...",
     .help = "option_warn_rain",
     .offset = offsetof(Values, rain)},
    {.name = "output",
     .letter = 'o',
     .kind = OPTION_TEXT,
     .argument = "FILE.gpkg",
     .help = "option_warn_output",
     .offset = offsetof(CommonValues, output)},
    {.name = "map", .kind = OPTION_TEXT, .argument = "FILE", .help = "option_warn_map", .offset = offsetof(Values, map)},
    {.name = "bulletin",
     .kind = OPTION_TEXT,
     .argument = "FILE",
     .help = "option_warn_bulletin",
     .offset = offsetof(Values, bulletin)},
    {.name = "interpolation",
     .kind = OPTION_CHOICE,
     .argument = "METHOD",
     .help = "option_warn_interpolation",
     .choices = "idw|nearest",
     .initial = "idw",
     .offset = WARNING(interpolation)},
    {.name = "date", .kind = OPTION_TEXT, .argument = "DATE", .help = "option_warn_date", .offset = WARNING(date)},
    {.name = "time", .kind = OPTION_TEXT, .argument = "TIME", .help = "option_warn_time", .offset = WARNING(time)},
    {.name = "season",
     .kind = OPTION_CHOICE,
     .argument = "SEASON",
     .help = "option_warn_season",
     .choices = "in|off|auto",
     .initial = "auto",
     .offset = WARNING(season)},
    {.name = "off-season-conditions",
     .kind = OPTION_CHOICE,
     .argument = "HOW",
     .help = "option_warn_conditions",
     .choices = "and|or",
     .offset = WARNING(off_season_conditions)},
    {.name = "effective-rain", .kind = OPTION_FLAG, .help = "option_warn_effective", .offset = WARNING(effective_rain)},
    {.name = "snow-melt", .kind = OPTION_FLAG, .help = "option_warn_snow_melt", .offset = WARNING(snow_melt)},
    {.name = "previous",
     .kind = OPTION_TEXT,
     .argument = "FILE",
     .help = "option_warn_previous",
     .offset = WARNING(previous)},
    OPTION_FORMAT("table|json|csv|geojson"),
    {.name = NULL},
};

/* netCDF and GRIB come from other people's machines, and their libraries crash at some that were damaged on the way. */
static bool apart(const void *given)
{
    (void)given;
    return true;
}

const Command cmd_warn = {
    .run = run,
    .size = sizeof(Values),
    .apart = apart,
    .output_of = output_of,
    .about = "about_warn",
    .operands = (const Operand[]){OPERAND_PLAN(Values), {NULL, NULL, 0}},
    .options = options,
    .examples = (const Example[]){{"hazplan warn plan.gpkg --rain examples/jincheng/雨量站.csv", "example_warn_1"},
                                  {"hazplan warn plan.gpkg --rain examples/jincheng/雨量站.csv -o warning.gpkg --format json",
                                   "example_warn_2"},
                                  {NULL, NULL}},
};
