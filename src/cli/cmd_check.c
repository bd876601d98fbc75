#include <math.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/session.h"
#include "hazplan/plan.h"
#include "hazplan/text.h"

typedef struct {
    CommonValues common;
    const char *project;
} Values;

static const char *const columns[] = {"severity", "layer", "feature", "field",  "code", "message", "row",
                                      "column",   "value", "problem", "action", "lon",  "lat",     NULL};
static const char *const numbers[] = {"row", "lon", "lat", NULL};
static const AnswerHeading headings[] = {{"layer", "title_layer", 0},
                                         {"row", "title_row", 0},
                                         {"feature", "title_feature", 24},
                                         {"column", "title_field", 24},
                                         {"value", "title_value_found", 32},
                                         {"problem", "title_problem", 0},
                                         {"action", "title_advice", 0},
                                         {"code", "title_code", 0},
                                         {NULL, NULL, 0}};

static char *degrees(double value)
{
    char text[32] = "";
    if (isfinite(value)) g_ascii_formatd(text, sizeof text, "%.7f", value);
    return g_strdup(text);
}

static void collect(const HzpFinding *finding, void *user)
{
    g_autofree char *row = finding->row >= 0 ? g_strdup_printf("%lld", finding->row) : g_strdup("");
    g_autofree char *lon = degrees(finding->lon);
    g_autofree char *lat = degrees(finding->lat);
    answer_add(user, finding->severity, finding->layer, finding->feature, finding->field, finding->code, finding->message,
               row, *finding->column ? finding->column : finding->field, finding->value, finding->problem, finding->action,
               lon, lat);
}

static void write_group(const Answer *answer, const char *severity, const char *heading, size_t count)
{
    if (count == 0) return;
    g_autofree char *number = g_strdup_printf("%zu", count);
    g_autofree char *text = hzp_text(heading, "count", number, NULL);
    output_put(text);
    output_put("\n");
    answer_write_table(answer, severity);
    output_put("\n");
}

static void write_table(const Answer *answer, const HzpFindingCounts *counts)
{
    if (answer->rows->len == 0) {
        g_autofree char *text = hzp_text("check_nothing_found", NULL);
        output_put(text);
        output_put("\n");
        return;
    }
    write_group(answer, "error", "group_error", counts->errors);
    write_group(answer, "warning", "group_warning", counts->warnings);
    write_group(answer, "note", "group_note", counts->notes);
}

static void write_answer(const Answer *answer, const HzpFindingCounts *counts, const char *format)
{
    if (strcmp(format, "csv") == 0) {
        answer_write_csv(answer);
    } else if (strcmp(format, "geojson") == 0) {
        answer_write_geojson(answer);
    } else if (strcmp(format, "json") == 0) {
        json_object *head = json_object_new_object(), *totals = json_object_new_object();
        json_object_object_add(totals, "error", json_object_new_int64((int64_t)counts->errors));
        json_object_object_add(totals, "warning", json_object_new_int64((int64_t)counts->warnings));
        json_object_object_add(totals, "note", json_object_new_int64((int64_t)counts->notes));
        json_object_object_add(head, "counts", totals);
        answer_write_json(answer, head);
    } else {
        write_table(answer, counts);
    }
}

/* Count what was reported: a check that stopped half-way may not have filled its own counts. */
static HzpFindingCounts count_rows(const Answer *answer)
{
    HzpFindingCounts counts = {0, 0, 0};
    for (guint i = 0; i < answer->rows->len; i++) {
        char **row = g_ptr_array_index(answer->rows, i);
        if (strcmp(row[0], "error") == 0) {
            counts.errors++;
        } else if (strcmp(row[0], "warning") == 0) {
            counts.warnings++;
        } else {
            counts.notes++;
        }
    }
    return counts;
}

static HzpStatus run(const void *given)
{
    const Values *values = given;
    Session session;
    Answer answer;
    session_begin(&session, &values->common);
    answer_begin(&answer, "hazplan-findings/1", "findings", columns, numbers, headings);
    HzpStatus status = hzp_project_check(session.run, values->project, collect, &answer, NULL);
    HzpFindingCounts counts = count_rows(&answer);
    terminal_clear(session.terminal);
    /* Findings that were reached are an answer even where reading stopped at an error. */
    if (status != HZP_E_CANCELLED && (status == HZP_OK || answer.rows->len > 0)) {
        write_answer(&answer, &counts, values->common.format);
        output_flush();
        session_say_counts(&session, &counts, NULL);
    }
    answer_clear(&answer);
    session_end(&session);
    return status;
}

const Command cmd_check = {
    .run = run,
    .size = sizeof(Values),
    .about = "about_check",
    .operands = (const Operand[]){OPERAND_PROJECT(Values), {NULL, NULL, 0}},
    .options = (const Option[]){OPTION_FORMAT("table|json|csv|geojson"), {.name = NULL}},
    .examples = (const Example[]){{"hazplan check examples/sanmenxia", "example_check_1"},
                                  {"hazplan check examples/sanmenxia --format csv", "example_check_2"},
                                  {NULL, NULL}},
};
