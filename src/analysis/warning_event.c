/* This warning beside an earlier one: what changed, and whether both are of one event. */
#include <math.h>
#include <string.h>

#include "analysis/warning.h"
#include "base/date_text.h"

/* What became of a level; "unknown" where either is not known, but for what is warned now and was not known to be. A lower
 * bound below the earlier level may be that level: it is not lowered. */
static const char *change_of(HzpWarningLevel before, HzpWarningLevel now, bool at_least)
{
    if (now > HZP_WARNING_NONE && before <= HZP_WARNING_NONE) return "new";
    if (now == HZP_WARNING_UNKNOWN || before == HZP_WARNING_UNKNOWN) return "unknown";
    if (now == before) return "unchanged";
    if (now > before) return "raised";
    if (at_least) return "unknown";
    return now == HZP_WARNING_NONE ? "lifted" : "lowered";
}

static int64_t day_number(const char *text)
{
    HzpDate date = {0};
    return text && hzp_date_parse(text, &date) && date.day ? hzp_date_first_day(date) : INT64_MIN;
}

/* Whether the clearing condition held between the last wet day of the earlier warning and a wet day of this one. Days that
 * neither warning has count as dry. Where a date is lacking nothing parts them. */
static bool is_parted(const HzpWarning *warning)
{
    int64_t last = day_number(warning->previous->last_wet_day);
    if (last == INT64_MIN) return false;
    int64_t wet = last;
    for (guint i = 0; i < warning->days->len; i++) {
        const HzpWarningDay *day = &g_array_index(warning->days, HzpWarningDay, i);
        int64_t number = day_number(day->date);
        if (number == INT64_MIN) return false;
        if (number <= last || day->dry) continue;
        if (number - wet > warning->rules.clearing_days) return true;
        wet = number;
    }
    return false;
}

static void compare_rows(HzpWarning *warning)
{
    const HzpWarningPrevious *previous = warning->previous;
    for (guint t = 0; t < warning->towns->len; t++) {
        HzpWarningTown *town = &g_array_index(warning->towns, HzpWarningTown, t);
        g_autofree char *key = hzp_warning_town_key(town->county, town->town);
        HzpWarningLevel before = hzp_warning_previous_level(previous->towns, key);
        town->previous_level = hzp_warning_level_code(before);
        town->change = change_of(before, hzp_warning_level_of(town->level), town->at_least);
    }
    for (guint i = 0; i < warning->places->len; i++) {
        HzpWarningPlace *place = &g_array_index(warning->places, HzpWarningPlace, i);
        bool village = strcmp(place->kind, "village") == 0;
        HzpWarningLevel before = hzp_warning_previous_level(village ? previous->villages : previous->points, place->id);
        place->previous_level = hzp_warning_level_code(before);
        place->change = change_of(before, hzp_warning_level_of(place->level), place->at_least);
    }
}

void hzp_warning_compare(HzpWarning *warning)
{
    HzpWarningFacts *facts = &warning->facts;
    facts->event_number = 1;
    facts->first_issued = facts->issued;
    if (!warning->previous) return;
    facts->compared = true;
    compare_rows(warning);
    if (is_parted(warning)) return;
    facts->event_continued = true;
    facts->event_number = warning->previous->number + 1;
    facts->first_issued = warning->previous->first_issued;
}
