#include "hazplan/exposure.h"

#include <math.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/command.h"
#include "cli/front.h"
#include "cli/output.h"
#include "cli/session.h"
#include "hazplan/text.h"

typedef struct {
    CommonValues common;
    const char *project;
    HzpExposureOptions options;
} Values;

/* ---- the table for people ---- */

static const char *const columns[] = {"scale", "source",     "level",      "name",    "county",  "what",
                                      "units", "population", "households", "missing", "no_data", NULL};
static const AnswerHeading headings[] = {
    {"scale", "title_exposure_scale", 0},           {"source", "title_exposure_source", 0},
    {"level", "title_exposure_level", 0},           {"name", "title_exposure_name", 32},
    {"county", "title_exposure_county", 24},        {"what", "title_exposure_what", 0},
    {"units", "title_exposure_units", 0},           {"population", "title_exposure_population", 0},
    {"households", "title_exposure_households", 0}, {"missing", "title_exposure_missing", 0},
    {"no_data", "title_exposure_no_data", 0},       {NULL, NULL, 0}};

typedef struct {
    const char *code;
    const char *text;
} Label;

static const Label labels[] = {{"low", "exposure_low"},
                               {"central", "exposure_central"},
                               {"high", "exposure_high"},
                               {"villages", "exposure_villages"},
                               {"raster", "exposure_raster"},
                               {"dasymetric", "exposure_dasymetric"},
                               {"buildings", "exposure_buildings"},
                               {"region", "exposure_region"},
                               {"county", "exposure_county"},
                               {"town", "exposure_town"},
                               {"zone", "exposure_zone"},
                               {"population", "exposure_population"},
                               {"all", "exposure_all"}};

static char *label_of(const char *code)
{
    for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (strcmp(labels[i].code, code) == 0) return hzp_text(labels[i].text, NULL);
    }
    return g_strdup(code);
}

static char *what_of(const HzpExposureRow *row)
{
    if (!row->value) return label_of(row->category);
    if (strcmp(row->value, "0") == 0) return hzp_text("exposure_outside", NULL);
    if (strcmp(row->value, "unplaced") == 0) return hzp_text("exposure_unplaced", NULL);
    if (strcmp(row->category, "overlap") == 0) return hzp_text("exposure_overlap", "count", row->value, NULL);
    bool chinese = strcmp(hzp_language_get(), "zh") == 0;
    return g_strdup(chinese && row->value_zh ? row->value_zh : row->value);
}

/* Parts of persons come from shares of areas: one decimal shows that they are such. The files have all digits. */
static char *shown_number(double value)
{
    char text[32];
    if (!isfinite(value)) return g_strdup("—");
    return g_strdup(g_ascii_formatd(text, sizeof text, value == floor(value) ? "%.0f" : "%.1f", value));
}

static char *shown_share(double value)
{
    char text[32];
    if (!isfinite(value)) return g_strdup("");
    return g_strconcat(g_ascii_formatd(text, sizeof text, "%.2f", value * 100), " %", NULL);
}

static void add_row(Answer *answer, const HzpExposureRow *row)
{
    g_autofree char *scale = label_of(row->scale), *source = label_of(row->source), *level = label_of(row->level);
    g_autofree char *nowhere = hzp_text("exposure_nowhere", NULL);
    g_autofree char *what = what_of(row), *units = shown_number(row->units);
    g_autofree char *population = shown_number(row->population), *households = shown_number(row->households);
    g_autofree char *missing = shown_number(row->population_missing), *no_data = shown_share(row->missing_share);
    const char *name = row->name ? row->name : row->id ? row->id : nowhere;
    answer_add(answer, scale, source, level, name, row->county, what, units, population, households, missing, no_data);
}

/* Whether a row tells more than that it is of the usual case, of villages, or of no raster. */
static bool is_worth_a_column(const HzpExposureTable *table, const char *key)
{
    for (size_t i = 0; i < hzp_exposure_table_count(table); i++) {
        HzpExposureRow row;
        hzp_exposure_table_get(table, i, &row);
        if (strcmp(key, "scale") == 0 && strcmp(row.scale, "central") != 0) return true;
        if (strcmp(key, "source") == 0 && strcmp(row.source, "villages") != 0) return true;
        if (strcmp(key, "no_data") == 0 && isfinite(row.missing_share)) return true;
    }
    return strcmp(key, "scale") != 0 && strcmp(key, "source") != 0 && strcmp(key, "no_data") != 0;
}

static void put_line(const char *id, const char *name, const char *value)
{
    if (!value) return;
    g_autofree char *shown = answer_printable(value);
    g_autofree char *line = hzp_text(id, name, shown, NULL);
    output_put(line);
    output_put("\n");
}

static void write_table(const HzpExposureTable *table)
{
    put_line("exposure_project", "title", hzp_exposure_table_title(table));
    put_line("affected_notice", "notice", hzp_exposure_table_notice(table));
    Answer answer;
    AnswerHeading shown[G_N_ELEMENTS(headings)] = {{NULL, NULL, 0}};
    size_t n = 0;
    for (const AnswerHeading *heading = headings; heading->key; heading++) {
        if (is_worth_a_column(table, heading->key)) shown[n++] = *heading;
    }
    answer_begin(&answer, "", "", columns, NULL, shown);
    for (size_t i = 0; i < hzp_exposure_table_count(table); i++) {
        HzpExposureRow row;
        hzp_exposure_table_get(table, i, &row);
        add_row(&answer, &row);
    }
    answer_write_table(&answer, NULL);
    answer_clear(&answer);
}

/* ---- the command ---- */

static bool put_text(const char *bytes, size_t size, void *user)
{
    (void)user;
    output_put_bytes(bytes, size);
    return true;
}

static HzpStatus write_file(Session *session, const Values *values)
{
    HzpFindingCounts counts = {0, 0, 0};
    HzpStatus status = hzp_project_exposure_write(session->run, values->project, &values->options, values->common.output,
                                                  values->common.format, session_finding, session, &counts);
    if (status != HZP_OK) return status;
    session_say_counts(session, &counts, values->project);
    session_say(session, "written", "file", values->common.output, NULL);
    return HZP_OK;
}

static HzpStatus print_rows(const HzpExposureTable *table, const char *format)
{
    if (strcmp(format, "table") != 0) return hzp_exposure_table_print(table, format, put_text, NULL);
    write_table(table);
    return HZP_OK;
}

static HzpStatus print_answer(Session *session, const Values *values)
{
    const char *format = values->common.format ? values->common.format : "table";
    HzpExposureOptions options = values->options;
    HzpFindingCounts counts = {0, 0, 0};
    HzpExposureTable *table = NULL;
    /* Thousands of towns and zones are for a file; who wants to read them asks. */
    bool shortened = strcmp(format, "table") == 0 && !options.levels;
    if (shortened) options.levels = "region,county";
    HzpStatus status =
        hzp_project_exposure(session->run, values->project, &options, session_finding, session, &counts, &table);
    if (status != HZP_OK) return status;
    terminal_clear(session->terminal);
    status = print_rows(table, format);
    output_flush();
    hzp_exposure_table_free(table);
    session_say_counts(session, &counts, values->project);
    if (shortened) session_say(session, "exposure_shortened", NULL);
    return status;
}

/* The front of the program tries, where it may; that is not told. */
static bool needs_whole_program(const Values *values)
{
    const CommonValues *common = &values->common;
    bool gpkg = common->output && g_str_has_suffix(common->output, ".gpkg");
    return common->verbose || gpkg || g_strcmp0(common->format, "gpkg") == 0;
}

static HzpStatus run(const void *given)
{
    const Values *values = given;
    Session session;
    if (needs_whole_program(values)) front_leave_to_whole();
    session_begin(&session, &values->common);
    HzpStatus status = values->common.output ? write_file(&session, values) : print_answer(&session, values);
    session_end(&session);
    return status;
}

static const Option options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = OPTION_TEXT,
     .argument = "FILE",
     .help = "option_output_exposure",
     .offset = offsetof(CommonValues, output)},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .help = "option_exposure_format",
     .choices = "table|json|csv",
     .offset = offsetof(CommonValues, format)},
    {.name = "levels",
     .kind = OPTION_TEXT,
     .argument = "LEVELS",
     .help = "option_exposure_levels",
     .offset = offsetof(Values, options) + offsetof(HzpExposureOptions, levels)},
    {.name = "sources",
     .kind = OPTION_TEXT,
     .argument = "SOURCES",
     .help = "option_exposure_sources",
     .offset = offsetof(Values, options) + offsetof(HzpExposureOptions, sources)},
    {.name = "planar",
     .kind = OPTION_FLAG,
     .help = "option_exposure_planar",
     .offset = offsetof(Values, options) + offsetof(HzpExposureOptions, planar)},
    {.name = "sensitivity",
     .kind = OPTION_FLAG,
     .help = "option_exposure_sensitivity",
     .offset = offsetof(Values, options) + offsetof(HzpExposureOptions, sensitivity)},
    {.name = NULL},
};

const Command cmd_exposure = {
    .run = run,
    .size = sizeof(Values),
    .output = offsetof(Values, common) + offsetof(CommonValues, output),
    .about = "about_exposure",
    .operands = (const Operand[]){OPERAND_PROJECT(Values), {NULL, NULL, 0}},
    .options = options,
    .examples = (const Example[]){{"hazplan exposure examples/jincheng", "example_exposure_1"},
                                  {"hazplan exposure examples/jincheng -o exposure.csv --sensitivity", "example_exposure_2"},
                                  {NULL, NULL}},
};
