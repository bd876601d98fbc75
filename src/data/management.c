/* The joining of the management tables: rows to points, words to codes, the day that all is judged by. */
#include "data/management.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"

void hzp_management_free(HzpManagement *management)
{
    if (!management) return;
    void *lists[] = {management->kept,         management->states,        management->person_point,
                     management->survey_point, management->monitor_point, management->disposal_point,
                     management->monitor_lon,  management->monitor_lat};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_free(lists[i]);
    g_array_free(management->responsibles, TRUE);
    hzp_table_free(management->gaps);
    hzp_table_free(management->disposal_statistics);
    g_free(management);
}

/* ---- states ---- */

HzpItemState hzp_management_state(const HzpManagement *management, size_t point, size_t item)
{
    return (HzpItemState)management->states[point * management->items + item];
}

void hzp_management_raise(HzpManagement *management, size_t point, size_t item, HzpItemState state)
{
    unsigned char *at = &management->states[point * management->items + item];
    if (state > *at) *at = (unsigned char)state;
}

size_t hzp_management_item(const char *code)
{
    int index = hzp_vocabulary_index("management_item", code);
    return index < 0 ? 0 : (size_t)index;
}

/* ---- rows to points ---- */

static const size_t AMBIGUOUS = SIZE_MAX;

static GHashTable *points_by(HzpTable *points, const char *column)
{
    GHashTable *rows = g_hash_table_new(g_str_hash, g_str_equal);
    const char **texts = hzp_table_text(points, column);
    for (size_t i = 0; texts && i < hzp_table_rows(points); i++) {
        if (!texts[i]) continue;
        size_t value = g_hash_table_contains(rows, texts[i]) ? AMBIGUOUS : i + 1;
        g_hash_table_insert(rows, (gpointer)texts[i], GSIZE_TO_POINTER(value));
    }
    return rows;
}

static size_t look_up(GHashTable *rows, const char *text)
{
    return text ? GPOINTER_TO_SIZE(g_hash_table_lookup(rows, text)) : 0;
}

long *hzp_management_points_of(HzpModel *model, HzpTable *table, bool may_be_unnamed)
{
    /* A register without ids has its row numbers for them, which another table cannot mean. */
    bool has_ids = hzp_table_header(model->hazard_points, "hazard_id") != NULL;
    g_autoptr(GHashTable) by_id = points_by(model->hazard_points, has_ids ? "hazard_id" : "");
    g_autoptr(GHashTable) by_name = points_by(model->hazard_points, "name");
    const char **ids = hzp_table_text(table, "hazard_id");
    const char **names = hzp_table_text(table, "hazard_name");
    size_t n = hzp_table_rows(table);
    long *points = g_new(long, n + 1);
    for (size_t i = 0; i < n; i++) {
        size_t row = look_up(by_id, ids[i]);
        if (row == 0 || row == AMBIGUOUS) row = look_up(by_name, names[i]);
        points[i] = row == AMBIGUOUS ? -1 : (long)row - 1;
        if (points[i] >= 0) continue;
        if (ids[i] || names[i]) {
            hzp_findings_add_row(model->findings, "management_point_unknown", table, i, ids[i] ? "hazard_id" : "hazard_name",
                                 "value", ids[i] ? ids[i] : names[i], NULL);
        } else if (!may_be_unnamed) {
            hzp_findings_add_row(model->findings, "management_point_missing", table, i, "hazard_id", NULL);
        }
    }
    return points;
}

/* ---- cells ---- */

bool hzp_management_date(HzpModel *model, HzpTable *table, size_t row, const char *field, HzpDate *date)
{
    const char **texts = hzp_table_text(table, field);
    *date = (HzpDate){0};
    if (!texts || !texts[row] || hzp_date_parse(texts[row], date)) return true;
    hzp_findings_add_row(model->findings, "management_date_unreadable", table, row, field, "value", texts[row], NULL);
    return false;
}

static char *without_ascii(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        if ((unsigned char)*at >= 0x80) g_string_append_len(out, at, g_utf8_next_char(at) - at);
    }
    return g_string_free(out, FALSE);
}

/* Letters are words only when they stand alone: the n of "GNSS 已装" is no "no". */
static const char *presence_inside(const char *text)
{
    g_autofree char *chinese = without_ascii(text);
    g_autoptr(GPtrArray) codes = hzp_vocabulary_find_all("presence", chinese);
    return codes->len ? g_ptr_array_index(codes, 0) : NULL;
}

bool hzp_management_presence(const char *text, HzpItemState *state)
{
    HzpDate date = {0};
    *state = HZP_ITEM_NOT_RECORDED;
    if (!text) return true;
    char *end = NULL;
    double number = g_ascii_strtod(text, &end);
    if (end != text && *end == '\0' && isfinite(number)) {
        *state = number > 0 ? HZP_ITEM_PRESENT : HZP_ITEM_LACKING;
        return true;
    }
    const char *code = hzp_vocabulary_match("presence", text);
    if (!code) {
        if (hzp_vocabulary_match("table_word", text)) return true; /* "-", 不详 */
        if (hzp_date_parse(text, &date) && date.year) {
            *state = HZP_ITEM_PRESENT;
            return true;
        }
        code = presence_inside(text);
    }
    /* What is not needed is not lacking. */
    if (code) *state = strcmp(code, "no") == 0 ? HZP_ITEM_LACKING : HZP_ITEM_PRESENT;
    return code != NULL;
}

const char *hzp_management_code(const char *vocabulary, const char *text, bool inside)
{
    const char *code = hzp_vocabulary_match(vocabulary, text);
    if (code || !inside) return code;
    g_autoptr(GPtrArray) codes = hzp_vocabulary_find_all(vocabulary, text);
    return codes->len ? g_ptr_array_index(codes, 0) : NULL;
}

void hzp_management_codes(HzpModel *model, HzpTable *table, const char *column, const char *vocabulary, bool inside)
{
    const char **values = hzp_table_text(table, column);
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (!values[i]) continue;
        const char *code = hzp_management_code(vocabulary, values[i], inside);
        if (!code)
            hzp_findings_add_row(model->findings, "management_word_unknown", table, i, column, "value", values[i], NULL);
        values[i] = code;
    }
}

/* ---- the day ---- */

/* Of things that happened, within the plan's year: a slip of the pen in another year must not move the day. */
static void later_of(HzpTable *table, const char *field, HzpManagement *management)
{
    const char **texts = table ? hzp_table_text(table, field) : NULL;
    for (size_t i = 0; texts && i < hzp_table_rows(table); i++) {
        HzpDate date = {0};
        if (!texts[i] || !hzp_date_parse(texts[i], &date) || date.year != management->year) continue;
        if (hzp_date_first_day(date) <= hzp_date_first_day(management->as_of)) continue;
        management->as_of = (HzpDate){date.year, date.month ? date.month : 1, date.day ? date.day : 1};
    }
}

/* The project's day; else the last on which a table says that something was done, at least the first of the plan's year. The
 * clock is not asked: the same inputs must give the same plan next year. */
static void take_as_of(const HzpModel *model, HzpManagement *management)
{
    const char *given = hzp_project_text(model->project, "management.as_of");
    bool has_year = isfinite(model->project->year);
    management->year = has_year ? (int)model->project->year : 0;
    management->as_of_assumed = !given || strcmp(given, "auto") == 0;
    if (!management->as_of_assumed) {
        hzp_date_parse(given, &management->as_of); /* tested when the project was opened */
        if (!has_year) management->year = management->as_of.year;
        return;
    }
    if (!has_year) return;
    management->as_of = (HzpDate){management->year, 1, 1};
    later_of(model->surveys, "date", management);
    later_of(model->disposals, "done_date", management);
    later_of(model->hazard_points, "drill_date", management);
}

/* ---- all of it ---- */

HzpStatus hzp_management_join(HzpModel *model)
{
    HzpManagement *management = g_new0(HzpManagement, 1);
    model->management = management;
    management->items = hzp_vocabulary_count("management_item");
    management->points = hzp_table_rows(model->hazard_points);
    management->kept = g_new0(bool, management->items + 1);
    management->states = g_new0(unsigned char, management->items * management->points + 1);
    management->responsibles = g_array_new(FALSE, FALSE, sizeof(HzpResponsible));
    take_as_of(model, management);
    hzp_management_people(model);
    hzp_management_presences(model);
    hzp_management_surveys(model);
    hzp_management_monitors(model);
    hzp_management_disposals(model);
    hzp_management_gaps(model);
    return HZP_OK;
}
