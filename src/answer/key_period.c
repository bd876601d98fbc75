#include "answer/key_period.h"

#include <string.h>

#include "base/message.h"
#include "base/moment.h"
#include "base/vocabulary.h"

/* ---- the plan's periods ---- */

static char *column_text(sqlite3_stmt *statement, int column)
{
    return g_strdup((const char *)sqlite3_column_text(statement, column));
}

static HzpStatus read_row(HzpPlanFile *plan, sqlite3_stmt *statement, GPtrArray *periods)
{
    HzpKeyPeriod *period = g_new0(HzpKeyPeriod, 1);
    g_ptr_array_add(periods, period);
    char **texts[] = {&period->id,         &period->name_zh,    &period->name_en,
                      &period->trigger_zh, &period->trigger_en, &period->types};
    for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
        *texts[i] = column_text(statement, i);
    g_autofree char *first = column_text(statement, 6);
    g_autofree char *last = column_text(statement, 7);
    g_autofree char *origin = column_text(statement, 8);
    period->of_project = g_strcmp0(origin, "project") == 0;
    if (hzp_key_period_day_read(first, false, &period->first_month, &period->first_day) &&
        hzp_key_period_day_read(last, true, &period->last_month, &period->last_day))
        return HZP_OK;
    return hzp_fail(HZP_E_INPUT, "key_period_damaged", "file", hzp_plan_file_path(plan), "name", period->name_zh, NULL);
}

static HzpStatus has_table(HzpPlanFile *plan, bool *has)
{
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_plan_file_prepare(plan, "SELECT 1 FROM sqlite_master WHERE name = 'key_periods'", &statement));
    *has = hzp_plan_file_step(plan, statement);
    sqlite3_finalize(statement);
    return hzp_plan_file_check(plan);
}

HzpStatus hzp_key_periods_read(HzpPlanFile *plan, GPtrArray **periods, bool *assumed)
{
    bool stored = false;
    *periods = NULL;
    HZP_TRY(has_table(plan, &stored));
    *assumed = !stored;
    if (!stored) return hzp_key_periods_of(NULL, periods);
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_plan_file_prepare(
        plan,
        "SELECT period_id, name_zh, name_en, trigger_zh, trigger_en, types, first_day, last_day, origin "
        "FROM key_periods ORDER BY fid",
        &statement));
    GPtrArray *found = g_ptr_array_new_with_free_func(hzp_key_period_free);
    HzpStatus status = HZP_OK;
    while (status == HZP_OK && hzp_plan_file_step(plan, statement))
        status = read_row(plan, statement, found);
    sqlite3_finalize(statement);
    if (status == HZP_OK) status = hzp_plan_file_check(plan);
    if (status != HZP_OK) {
        g_ptr_array_unref(found);
        found = NULL;
    }
    *periods = found;
    return status;
}

/* ---- the question ---- */

HzpStatus hzp_key_period_ask_day(HzpPlanFile *plan, HzpDate day, HzpKeyPeriodAnswer **answer)
{
    GPtrArray *periods = NULL;
    bool assumed = false;
    *answer = NULL;
    HZP_TRY(hzp_key_periods_read(plan, &periods, &assumed));
    HzpKeyPeriodAnswer *made = g_new0(HzpKeyPeriodAnswer, 1);
    *made = (HzpKeyPeriodAnswer){.day = day, .periods = periods, .holding = g_ptr_array_new(), .assumed = assumed};
    for (guint i = 0; i < periods->len; i++) {
        if (hzp_key_period_holds(g_ptr_array_index(periods, i), day))
            g_ptr_array_add(made->holding, g_ptr_array_index(periods, i));
    }
    *answer = made;
    return HZP_OK;
}

HzpStatus hzp_key_period_ask(HzpPlanFile *plan, const char *date, HzpKeyPeriodAnswer **answer)
{
    HzpDate day = {0};
    *answer = NULL;
    HZP_TRY(hzp_moment_read_day(date, &day));
    return hzp_key_period_ask_day(plan, day, answer);
}

void hzp_key_period_answer_free(HzpKeyPeriodAnswer *answer)
{
    if (!answer) return;
    g_ptr_array_unref(answer->holding);
    g_ptr_array_unref(answer->periods);
    g_free(answer);
}

/* ---- the sentence ---- */

static char *type_labels(const char *codes)
{
    g_auto(GStrv) parts = g_strsplit(codes, ",", -1);
    GString *labels = g_string_new(NULL);
    const char *separator = strcmp(hzp_language_get(), "zh") == 0 ? "、" : ", ";
    for (char **part = parts; *part; part++) {
        const char *label = hzp_vocabulary_label("hazard_type", *part);
        g_string_append_printf(labels, "%s%s", labels->len ? separator : "", label ? label : *part);
    }
    return g_string_free(labels, FALSE);
}

/* "汛期（06-01 至 09-30；降雨；崩塌、滑坡）" */
static char *describe(const HzpKeyPeriod *period)
{
    bool zh = strcmp(hzp_language_get(), "zh") == 0;
    const char *trigger = zh ? period->trigger_zh : period->trigger_en;
    g_autofree char *first = hzp_key_period_day_text(period->first_month, period->first_day);
    g_autofree char *last = hzp_key_period_day_text(period->last_month, period->last_day);
    g_autofree char *types = period->types ? type_labels(period->types) : hzp_message_format("key_period_all_types", NULL);
    g_autofree char *what =
        trigger ? hzp_message_format("key_period_trigger", "trigger", trigger, "types", types, NULL) : g_strdup(types);
    return hzp_message_format("key_period_named", "name", zh ? period->name_zh : period->name_en, "first", first, "last",
                              last, "what", what, NULL);
}

static char *describe_all(const GPtrArray *periods)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < periods->len; i++) {
        g_autofree char *one = describe(g_ptr_array_index(periods, i));
        g_string_append_printf(text, "%s%s", i == 0 ? "" : strcmp(hzp_language_get(), "zh") == 0 ? "；" : "; ", one);
    }
    return g_string_free(text, FALSE);
}

char *hzp_key_period_sentence(const HzpKeyPeriodAnswer *answer)
{
    g_autofree char *day = hzp_date_text(answer->day);
    bool inside = answer->holding->len > 0;
    g_autofree char *periods = describe_all(inside ? answer->holding : answer->periods);
    if (answer->periods->len == 0) return hzp_message_format("key_period_none", "day", day, NULL);
    g_autofree char *sentence =
        hzp_message_format(inside ? "key_period_inside" : "key_period_outside", "day", day, "periods", periods, NULL);
    if (!answer->assumed) return g_steal_pointer(&sentence);
    return hzp_message_format("key_period_assumed", "sentence", sentence, NULL);
}
