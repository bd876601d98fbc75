/* The key periods of the plan's year, as table and as leaves of the summary. R14. */
#include "base/key_period.h"

#include <math.h>
#include <string.h>

#include "analysis/summary_leaves.h"
#include "base/vocabulary.h"

static const char *const columns[] = {"period_id",  "name_zh",    "name_en", "first_day", "last_day",
                                      "trigger_zh", "trigger_en", "types",   "types_zh",  "origin"};

/* Labels of codes that commas separate; NULL for NULL. */
static char *labels_zh(const char *codes)
{
    if (!codes) return NULL;
    g_auto(GStrv) parts = g_strsplit(codes, ",", -1);
    g_autoptr(GPtrArray) labels = g_ptr_array_new();
    for (char **part = parts; *part; part++)
        g_ptr_array_add(labels, (gpointer)hzp_vocabulary_zh("hazard_type", *part));
    g_ptr_array_add(labels, NULL);
    return g_strjoinv("、", (char **)labels->pdata);
}

HzpStatus hzp_analysis_key_periods(HzpAnalysis *analysis)
{
    g_autoptr(GPtrArray) periods = NULL;
    HZP_TRY(hzp_key_periods_of(analysis->project, &periods));
    HzpTable *table = analysis->key_periods = hzp_table_new("key_periods", 0);
    for (size_t c = 0; c < G_N_ELEMENTS(columns); c++)
        hzp_table_add_text(table, columns[c]);
    for (guint i = 0; i < periods->len; i++) {
        const HzpKeyPeriod *period = g_ptr_array_index(periods, i);
        g_autofree char *first = hzp_key_period_day_text(period->first_month, period->first_day);
        g_autofree char *last = hzp_key_period_day_text(period->last_month, period->last_day);
        g_autofree char *types_zh = labels_zh(period->types);
        const char *values[] = {
            period->id,         period->name_zh,    period->name_en, first,    last,
            period->trigger_zh, period->trigger_en, period->types,   types_zh, period->of_project ? "project" : "default"};
        size_t row = hzp_table_append(table);
        for (size_t c = 0; c < G_N_ELEMENTS(columns); c++)
            hzp_table_set_text(table, columns[c], row, values[c]);
    }
    return HZP_OK;
}

/* "06-01" as the month 6 where it begins one; the draft speaks of months where it can. */
static double whole_month(const char *day, bool last)
{
    int month = 0;
    int number = 0;
    int end_month = 0;
    int end = 0;
    g_autofree char *name = g_strndup(day, 2);
    if (!hzp_key_period_day_read(day, last, &month, &number)) return NAN;
    hzp_key_period_day_read(name, last, &end_month, &end);
    return number == end ? month : NAN;
}

void hzp_summary_key_periods(const HzpSummary *summary)
{
    HzpTable *table = summary->analysis->key_periods;
    if (hzp_table_rows(table) == 0) hzp_leaf_put(summary, "key_periods", "[]", "list");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        g_autofree char *prefix = g_strdup_printf("key_periods.%zu", i);
        for (size_t c = 0; c < G_N_ELEMENTS(columns); c++) {
            g_autofree char *key = g_strconcat(prefix, ".", columns[c], NULL);
            const char *text = hzp_table_text(table, columns[c])[i];
            if (g_str_has_prefix(columns[c], "types"))
                hzp_leaf_list(summary, key, text, strcmp(columns[c], "types") == 0 ? "," : "、", NULL);
            else
                hzp_leaf_text(summary, key, text);
        }
        hzp_leaf_named(summary, prefix, "first_month", NULL, whole_month(hzp_table_text(table, "first_day")[i], false));
        hzp_leaf_named(summary, prefix, "last_month", NULL, whole_month(hzp_table_text(table, "last_day")[i], true));
    }
}
