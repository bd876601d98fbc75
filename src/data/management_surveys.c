/* Survey rounds: before, during and after the flood season of the plan's year. */
#include <string.h>

#include "base/vocabulary.h"
#include "data/management.h"

enum { BEFORE, DURING, AFTER };
static const char *const items[] = {"survey_before", "survey_during", "survey_after"};

static int month_parameter(const HzpModel *model, const char *name) { return (int)hzp_project_number(model->project, name); }

/* A round is missing only when its season is over: the first day of the flood season, the day after it, and the day after the
 * last month for the verification. */
static void find_due(const HzpModel *model)
{
    HzpManagement *management = model->management;
    if (management->as_of.year == 0) return;
    HzpDate first = {management->year, month_parameter(model, "management.flood_season.first_month"), 1};
    HzpDate last = {management->year, month_parameter(model, "management.flood_season.last_month"), 0};
    HzpDate after = {management->year, month_parameter(model, "management.after_last_month"), 0};
    int64_t today = hzp_date_first_day(management->as_of);
    management->surveys_due[BEFORE] = today >= hzp_date_first_day(first);
    management->surveys_due[DURING] = today > hzp_date_last_day(last);
    management->surveys_due[AFTER] = today > hzp_date_last_day(after);
}

static int round_of_month(const HzpModel *model, int month)
{
    if (month == 0) return -1;
    if (month < month_parameter(model, "management.flood_season.first_month")) return BEFORE;
    return month > month_parameter(model, "management.flood_season.last_month") ? AFTER : DURING;
}

/* "2019年汛后核查" is not of 2020. A round that names no year is taken for one of the plan's. */
static int year_in(const char *text, int otherwise)
{
    g_autoptr(GRegex) pattern = g_regex_new("(?<![0-9])(?:19|20)[0-9][0-9](?![0-9])", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!text || !g_regex_match(pattern, text, 0, &match)) return otherwise;
    g_autofree char *year = g_match_info_fetch(match, 0);
    return (int)g_ascii_strtoll(year, NULL, 10);
}

static void take_row(HzpModel *model, size_t row)
{
    HzpManagement *management = model->management;
    const char *text = hzp_table_text(model->surveys, "round")[row];
    const char *code = hzp_management_code("survey_round", text, true);
    long point = management->survey_point[row];
    HzpDate date = {0};
    bool read = hzp_management_date(model, model->surveys, row, "date", &date);
    int named = code ? hzp_vocabulary_index("survey_round", code) : -1;
    int dated = round_of_month(model, date.month);
    int round = named >= 0 ? named : dated;
    if (round < 0 && read)
        hzp_findings_add_row(model->findings, "survey_unassigned", model->surveys, row, "round", "value", text, NULL);
    if (named >= 0 && dated >= 0 && named != dated)
        hzp_findings_add_row(model->findings, "survey_round_differs", model->surveys, row, "round", "value", text, "date",
                             hzp_table_text(model->surveys, "date")[row], "other",
                             hzp_vocabulary_label("survey_round", hzp_vocabulary_code("survey_round", (size_t)dated)), NULL);
    int year = date.year ? date.year : year_in(text, management->year);
    if (round >= 0 && point >= 0 && year == management->year)
        hzp_management_raise(management, (size_t)point, hzp_management_item(items[round]), HZP_ITEM_PRESENT);
}

void hzp_management_surveys(HzpModel *model)
{
    HzpManagement *management = model->management;
    if (!model->surveys) return;
    find_due(model);
    management->survey_point = hzp_management_points_of(model, model->surveys, false);
    for (size_t i = 0; i < hzp_table_rows(model->surveys); i++)
        take_row(model, i);
    for (size_t round = 0; round < G_N_ELEMENTS(items); round++) {
        size_t item = hzp_management_item(items[round]);
        management->kept[item] = management->surveys_due[round];
        /* A log that has no row of a round says that it did not take place. */
        for (size_t i = 0; i < management->points && management->kept[item]; i++)
            hzp_management_raise(management, i, item, HZP_ITEM_LACKING);
    }
}
