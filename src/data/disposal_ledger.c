/* The ledger of disposals: what is done about each point, and whether it is done, open or overdue. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "data/management.h"

/* ---- state of one entry ---- */

/* "100%" of progress is done; "已完成80%" is not. */
static bool progress_is_done(const char *text)
{
    if (!text) return false;
    const char *code = hzp_vocabulary_match("disposal_state", text);
    if (code) return strcmp(code, "done") == 0;
    for (const char *at = strpbrk(text, "0123456789"); at; at = strpbrk(at, "0123456789")) {
        char *end = NULL;
        double number = g_ascii_strtod(at, &end);
        if (number >= 100 && (g_str_has_prefix(end, "%") || g_str_has_prefix(end, "％"))) return true;
        at = end;
    }
    return false;
}

static const char *state_of(HzpModel *model, size_t row)
{
    HzpTable *ledger = model->disposals;
    const HzpManagement *management = model->management;
    int64_t today = management->as_of.year ? hzp_date_first_day(management->as_of) : INT64_MIN;
    HzpDate done = {0};
    HzpDate deadline = {0};
    hzp_management_date(model, ledger, row, "done_date", &done);
    /* Monitoring has no end: 长期, 持续. */
    const char *class = hzp_table_text(ledger, "class")[row];
    const char *until = hzp_table_text(ledger, "deadline")[row];
    if (class && strcmp(class, "monitoring") == 0) {
        if (until) hzp_date_parse(until, &deadline);
    } else {
        hzp_management_date(model, ledger, row, "deadline", &deadline);
    }
    if (done.year && management->as_of.year && hzp_date_first_day(done) > today) {
        hzp_findings_add_row(model->findings, "disposal_done_later", ledger, row, "done_date", "value",
                             hzp_table_text(ledger, "done_date")[row], NULL);
    } else if (done.year || progress_is_done(hzp_table_text(ledger, "progress")[row])) {
        return "done";
    }
    return deadline.year && hzp_date_last_day(deadline) < today ? "overdue" : "open";
}

/* ---- what plan.gpkg shows ---- */

/* Dates as year, month and day, as far as they are told; what cannot be read stays as it was written. */
static void plain_dates(HzpTable *ledger, const char *field)
{
    const char **texts = hzp_table_text(ledger, field);
    for (size_t i = 0; i < hzp_table_rows(ledger); i++) {
        HzpDate date = {0};
        if (!texts[i] || !hzp_date_parse(texts[i], &date)) continue;
        g_autofree char *plain = hzp_date_text(date);
        texts[i] = hzp_table_keep(ledger, plain);
    }
}

static const char *place_of(const HzpModel *model, size_t point, const char *field, HzpTable *units, const long *unit)
{
    if (units && unit[point] >= 0) return hzp_table_text(units, "name")[unit[point]];
    return hzp_table_text(model->hazard_points, field)[point];
}

static void take_places(HzpModel *model)
{
    HzpTable *ledger = model->disposals;
    const char **ids = hzp_table_text(ledger, "hazard_id");
    const char **names = hzp_table_text(ledger, "hazard_name");
    for (size_t i = 0; i < hzp_table_rows(ledger); i++) {
        long row = model->management->disposal_point[i];
        if (row < 0) continue;
        size_t point = (size_t)row;
        hzp_table_set_text(ledger, "county", i, place_of(model, point, "county", model->counties, model->hazard_county));
        hzp_table_set_text(ledger, "town", i, place_of(model, point, "town", model->towns, model->hazard_town));
        if (!ids[i]) ids[i] = hzp_table_keep(ledger, hzp_table_text(model->hazard_points, "hazard_id")[point]);
        if (!names[i]) names[i] = hzp_table_keep(ledger, hzp_table_text(model->hazard_points, "name")[point]);
    }
}

static void take_classes(HzpModel *model)
{
    HzpTable *ledger = model->disposals;
    const char **own = hzp_table_add_text(ledger, "class_text");
    const char **labels = hzp_table_add_text(ledger, "class_zh");
    const char **codes = hzp_table_text(ledger, "class");
    for (size_t i = 0; i < hzp_table_rows(ledger); i++) {
        own[i] = codes[i];
        codes[i] = hzp_management_code("disposal_class", own[i], true);
        labels[i] = hzp_vocabulary_zh("disposal_class", codes[i]);
    }
}

/* ---- county × class ---- */

static size_t row_of(GHashTable *rows, HzpTable *table, const char *county, const char *class)
{
    char *key = g_strdup_printf("%s/%s", county ? county : "", class ? class : "");
    size_t row = GPOINTER_TO_SIZE(g_hash_table_lookup(rows, key));
    if (row) {
        g_free(key);
        return row - 1;
    }
    static const char *const zeros[] = {"disposals", "done", "open", "overdue", "fund_missing"};
    row = hzp_table_append(table);
    g_hash_table_insert(rows, key, GSIZE_TO_POINTER(row + 1));
    hzp_table_set_text(table, "county", row, county);
    hzp_table_set_text(table, "class", row, class);
    hzp_table_set_text(table, "class_zh", row, hzp_vocabulary_zh("disposal_class", class));
    for (size_t i = 0; i < G_N_ELEMENTS(zeros); i++)
        hzp_table_set_number(table, zeros[i], row, 0);
    return row;
}

static void count_entry(const HzpModel *model, HzpTable *table, size_t row, size_t entry)
{
    HzpTable *ledger = model->disposals;
    double fund = hzp_table_number(ledger, "fund_wan_yuan")[entry];
    double *sum = hzp_table_number(table, "fund_wan_yuan");
    hzp_table_number(table, "disposals")[row]++;
    hzp_table_number(table, hzp_table_text(ledger, "state")[entry])[row]++;
    if (isnan(fund)) {
        hzp_table_number(table, "fund_missing")[row]++;
    } else {
        sum[row] = isnan(sum[row]) ? fund : sum[row] + fund;
    }
}

/* In the order of counties, then of classes; entries of no known point or class last. */
static void statistics(HzpModel *model)
{
    static const char *const numbers[] = {"disposals", "done", "open", "overdue", "fund_missing"};
    HzpManagement *management = model->management;
    HzpTable *table = management->disposal_statistics = hzp_table_new("disposal_statistics", 0);
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char **counties = hzp_table_text(model->counties, "name");
    const char **classes = hzp_table_text(model->disposals, "class");
    long n = (long)hzp_table_rows(model->counties);
    long m = (long)hzp_vocabulary_count("disposal_class");
    hzp_table_add_text(table, "county");
    hzp_table_add_text(table, "class");
    hzp_table_add_text(table, "class_zh");
    hzp_table_add_number(table, "fund_wan_yuan", HZP_COLUMN_REAL);
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        hzp_table_add_number(table, numbers[i], HZP_COLUMN_INTEGER);
    for (long county = 0; county <= n; county++) {
        for (long class = 0; class <= m; class ++) {
            for (size_t i = 0; i < hzp_table_rows(model->disposals); i++) {
                long point = management->disposal_point[i];
                long of_county = point >= 0 ? model->hazard_county[point] : -1;
                long of_class = classes[i] ? hzp_vocabulary_index("disposal_class", classes[i]) : -1;
                if (of_county != (county < n ? county : -1) || of_class != (class < m ? class : -1)) continue;
                size_t row = row_of(rows, table, county < n ? counties[county] : NULL, classes[i]);
                count_entry(model, table, row, i);
            }
        }
    }
}

void hzp_management_disposals(HzpModel *model)
{
    HzpTable *ledger = model->disposals;
    if (!ledger) return;
    model->management->disposal_point = hzp_management_points_of(model, ledger, false);
    static const char *const added[] = {"county", "town", "state", "state_zh"};
    for (size_t i = 0; i < G_N_ELEMENTS(added); i++)
        hzp_table_add_text(ledger, added[i]);
    take_classes(model);
    for (size_t i = 0; i < hzp_table_rows(ledger); i++) {
        const char *state = state_of(model, i);
        hzp_table_set_text(ledger, "state", i, state);
        hzp_table_set_text(ledger, "state_zh", i, hzp_vocabulary_zh("disposal_state", state));
    }
    take_places(model);
    statistics(model);
    plain_dates(ledger, "deadline");
    plain_dates(ledger, "done_date");
}
