/* The ledger of disposals: what is overdue or left open in an entry, and which large points have none. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "check/model_check.h"
#include "data/management.h"

static bool is(const char *text, const char *code) { return text && strcmp(text, code) == 0; }

static void find(const HzpModel *model, const char *code, size_t row, const char *field, const char *value)
{
    hzp_findings_add_row(model->findings, code, model->disposals, row, field, "value", value, NULL);
}

/* Nobody has it to do: an empty cell, "-" or "无". */
static bool is_empty(const char *text)
{
    HzpItemState state = HZP_ITEM_PRESENT;
    if (!text) return true;
    return is(hzp_vocabulary_match("presence", text), "no") ||
           (hzp_management_presence(text, &state) && state == HZP_ITEM_NOT_RECORDED);
}

static void check_entry(const HzpModel *model, size_t row)
{
    HzpTable *ledger = model->disposals;
    const char *class = hzp_table_text(ledger, "class")[row];
    const char *own_class = hzp_table_text(ledger, "class_text")[row];
    const char *state = hzp_table_text(ledger, "state")[row];
    const char *deadline = hzp_table_text(ledger, "deadline")[row];
    bool done = is(state, "done");
    bool watched = is(class, "monitoring"); /* goes on as long as the point is there */
    if (is(state, "overdue")) {
        g_autofree char *as_of = hzp_date_text(model->management->as_of);
        hzp_findings_add_row(model->findings, "disposal_overdue", ledger, row, "deadline", "value", deadline, "as_of", as_of,
                             NULL);
    }
    if (!class) find(model, own_class ? "disposal_class_unknown" : "disposal_class_missing", row, "class", own_class);
    if (is_empty(hzp_table_text(ledger, "owner")[row])) find(model, "disposal_without_owner", row, "owner", NULL);
    if (!deadline && !done && !watched) find(model, "disposal_without_deadline", row, "deadline", NULL);
    if (is(class, "engineering") && isnan(hzp_table_number(ledger, "fund_wan_yuan")[row]))
        find(model, "disposal_without_fund", row, "fund_wan_yuan", NULL);
    if (done && !hzp_table_text(ledger, "done_date")[row]) find(model, "disposal_done_without_date", row, "done_date", NULL);
}

/* ---- points that should be in it ---- */

static bool reaches(const HzpModel *model, const char *figures, const char *grade, double value)
{
    g_autofree char *key = g_strdup_printf("grading.%s.%s", figures, grade);
    double bound = hzp_project_number(model->project, key);
    return isfinite(bound) && isfinite(value) && value >= bound;
}

/* By the registered grade or by the rule's bounds, whichever is higher: the grade itself is computed after the checks. */
static bool is_as_large(const HzpModel *model, size_t point, const char *grade)
{
    HzpTable *points = model->hazard_points;
    const char *registered = hzp_table_text(points, "registered_grade")[point];
    int wanted = hzp_vocabulary_index("grade", grade);
    /* The vocabulary begins with the largest. */
    if (registered && hzp_vocabulary_index("grade", registered) <= wanted) return true;
    return reaches(model, "threatened_people", grade, hzp_table_number(points, "population")[point]) ||
           reaches(model, "potential_loss_wan_yuan", grade, hzp_table_number(points, "property_wan_yuan")[point]);
}

static HzpStatus check_missing(const HzpModel *model)
{
    const HzpManagement *management = model->management;
    const char *grade = hzp_findings_parameter_text(model->findings, "disposal_missing", "at_least");
    if (!grade || hzp_vocabulary_index("grade", grade) < 0)
        return hzp_fail(HZP_E_INPUT, "check_parameter_grade", "check", "disposal_missing", "value", grade, NULL);
    g_autofree bool *listed = g_new0(bool, management->points + 1);
    for (size_t i = 0; i < hzp_table_rows(model->disposals); i++) {
        if (management->disposal_point[i] >= 0) listed[management->disposal_point[i]] = true;
    }
    for (size_t i = 0; i < management->points; i++) {
        if (!listed[i] && is_as_large(model, i, grade))
            hzp_findings_add_row(model->findings, "disposal_missing", model->hazard_points, i, NULL, "grade",
                                 hzp_vocabulary_label("grade", grade), NULL);
    }
    return HZP_OK;
}

/* ---- funds ---- */

/* One sentence a county: entries, money and how many lack it, by class. */
static void check_funds(const HzpModel *model)
{
    HzpTable *table = model->management->disposal_statistics;
    const char **counties = hzp_table_text(table, "county");
    const char **classes = hzp_table_text(table, "class");
    size_t n = hzp_table_rows(table);
    for (size_t first = 0, next = 0; first < n; first = next) {
        g_autoptr(GString) parts = g_string_new(NULL);
        for (next = first; next < n && g_strcmp0(counties[next], counties[first]) == 0; next++) {
            double fund = hzp_table_number(table, "fund_wan_yuan")[next];
            g_autofree char *unknown = hzp_message_format("disposal_class_none", NULL);
            g_autofree char *part = hzp_message_format(
                isnan(fund) ? "disposal_part_without_fund" : "disposal_part", "class",
                classes[next] ? hzp_vocabulary_label("disposal_class", classes[next]) : unknown, "count",
                hzp_text_of_number(hzp_table_number(table, "disposals")[next]), "fund", hzp_text_of_number(fund), "missing",
                hzp_text_of_number(hzp_table_number(table, "fund_missing")[next]), "overdue",
                hzp_text_of_number(hzp_table_number(table, "overdue")[next]), NULL);
            g_autofree char *separator = hzp_message_format("finding_semicolon", NULL);
            g_string_append_printf(parts, "%s%s", parts->len ? separator : "", part);
        }
        hzp_findings_add(model->findings, "disposal_funds", "disposals", counties[first], NULL, "parts", parts->str, NULL);
    }
}

HzpStatus hzp_check_disposals(HzpModel *model)
{
    if (!model->management || !model->disposals) return HZP_OK;
    for (size_t i = 0; i < hzp_table_rows(model->disposals); i++)
        check_entry(model, i);
    if (hzp_findings_wants(model->findings, "disposal_missing")) HZP_TRY(check_missing(model));
    if (hzp_findings_wants(model->findings, "disposal_funds")) check_funds(model);
    return HZP_OK;
}
