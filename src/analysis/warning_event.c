/* This warning beside an earlier one: what changed, and whether both are of one event. */
#include <math.h>
#include <string.h>

#include "analysis/warning.h"
#include "base/date_text.h"
#include "base/message.h"
#include "base/moment.h"

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
 * neither warning has count as dry. Where no day of an event was wet its last one stands for it. Where a date is lacking
 * nothing parts them. */
static bool is_parted(const HzpWarning *warning)
{
    const HzpWarningPrevious *previous = warning->previous;
    int64_t last = day_number(previous->last_wet_day ? previous->last_wet_day : previous->last_day);
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
        HzpWarningLevel before = hzp_warning_previous_level(previous, HZP_PREVIOUS_TOWNS, key);
        town->previous_level = hzp_warning_level_code(before);
        town->change = change_of(before, hzp_warning_level_of(town->level), town->at_least);
    }
    for (guint i = 0; i < warning->places->len; i++) {
        HzpWarningPlace *place = &g_array_index(warning->places, HzpWarningPlace, i);
        HzpPreviousKind kind = strcmp(place->kind, "village") == 0 ? HZP_PREVIOUS_VILLAGES : HZP_PREVIOUS_POINTS;
        HzpWarningLevel before = hzp_warning_previous_level(previous, kind, place->id);
        place->previous_level = hzp_warning_level_code(before);
        place->change = change_of(before, hzp_warning_level_of(place->level), place->at_least);
    }
}

/* ---- whether they can be compared ---- */

/* An issue that is told to be later than this one would turn raised and lowered round. */
static HzpStatus check_order(const HzpWarning *warning)
{
    const HzpWarningPrevious *previous = warning->previous;
    HzpMoment before, now;
    if (!previous->issued || !warning->facts.issued) return HZP_OK;
    if (hzp_moment_read(previous->issued, NULL, NULL, &before) != HZP_OK) return HZP_OK; /* it is kept as it was given */
    if (hzp_moment_read(warning->facts.issued, NULL, NULL, &now) != HZP_OK || before.utc <= now.utc) return HZP_OK;
    return hzp_fail(HZP_E_INPUT, "warning_previous_later", "file", previous->file, "time", previous->issued, "own",
                    warning->facts.issued, NULL);
}

static HzpStatus check_towns(const HzpWarning *warning)
{
    const HzpWarningPrevious *previous = warning->previous;
    if (g_hash_table_size(previous->levels[HZP_PREVIOUS_TOWNS]) == 0) return HZP_OK;
    for (guint t = 0; t < warning->towns->len; t++) {
        const HzpWarningTown *town = &g_array_index(warning->towns, HzpWarningTown, t);
        g_autofree char *key = hzp_warning_town_key(town->county, town->town);
        if (g_hash_table_contains(previous->levels[HZP_PREVIOUS_TOWNS], key)) return HZP_OK;
    }
    return hzp_fail(HZP_E_INPUT, "warning_previous_elsewhere", "file", previous->file, "plan",
                    previous->plan ? previous->plan : "", NULL);
}

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* Places that were warned, or not known to be none, and that the plan no longer has: they are neither lifted nor listed. */
static void tell_gone(const HzpWarning *warning, HzpPreviousKind kind, HzpFindings *findings)
{
    const char *wanted = kind == HZP_PREVIOUS_VILLAGES ? "village" : "hazard_point";
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) gone = g_ptr_array_new();
    GHashTableIter at;
    gpointer key;
    for (guint i = 0; i < warning->places->len; i++) {
        const HzpWarningPlace *place = &g_array_index(warning->places, HzpWarningPlace, i);
        if (place->id && strcmp(place->kind, wanted) == 0) g_hash_table_add(known, (gpointer)place->id);
    }
    g_hash_table_iter_init(&at, warning->previous->levels[kind]);
    while (g_hash_table_iter_next(&at, &key, NULL)) {
        if (hzp_warning_previous_level(warning->previous, kind, key) != HZP_WARNING_NONE &&
            !g_hash_table_contains(known, key))
            g_ptr_array_add(gone, key);
    }
    if (gone->len == 0) return;
    g_ptr_array_sort(gone, by_text);
    guint shown = MIN(gone->len, 10);
    g_autoptr(GString) ids = g_string_new(NULL);
    for (guint i = 0; i < shown; i++)
        g_string_append_printf(ids, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index(gone, i));
    if (shown < gone->len) g_string_append(ids, " …");
    hzp_findings_add(findings, "warning_places_gone", NULL, NULL, NULL, "file", warning->previous->file, "count",
                     hzp_text_of_size(gone->len), "ids", ids->str, NULL);
}

/* A file that was cut between two days, or a day that was not fetched, looks like rain that ended: only the time of issue
 * tells that it is old. The day before is the last one that is whole. */
void hzp_warning_tell_age(const HzpWarning *warning, HzpFindings *findings)
{
    HzpMoment issued;
    HzpLocalTime local;
    int64_t last = day_number(warning->facts.last_day);
    if (!warning->facts.issued || last == INT64_MIN) return;
    if (hzp_moment_read(warning->facts.issued, NULL, NULL, &issued) != HZP_OK) return;
    if (hzp_moment_local(issued.utc, HZP_MOMENT_ZONE, &local) != HZP_OK) return;
    int64_t days = hzp_date_first_day(local.date) - last;
    if (days > 1)
        hzp_findings_add(findings, "warning_rain_old", NULL, NULL, NULL, "day", warning->facts.last_day, "time",
                         warning->facts.issued, "count", hzp_text_of_size((size_t)(days - 1)), NULL);
}

HzpStatus hzp_warning_check_previous(const HzpWarning *warning, HzpFindings *findings)
{
    if (!warning->previous) return HZP_OK;
    HZP_TRY(check_order(warning));
    HZP_TRY(check_towns(warning));
    if (day_number(warning->previous->last_day) > day_number(warning->facts.last_day))
        hzp_findings_add(findings, "warning_previous_beyond", NULL, NULL, NULL, "file", warning->previous->file, "day",
                         warning->previous->last_day, "own", warning->facts.last_day ? warning->facts.last_day : "—", NULL);
    tell_gone(warning, HZP_PREVIOUS_POINTS, findings);
    tell_gone(warning, HZP_PREVIOUS_VILLAGES, findings);
    return HZP_OK;
}

/* The last day of the rain that is not dry. */
static const char *last_wet_day(const HzpWarning *warning)
{
    for (guint i = warning->days->len; i-- > 0;) {
        const HzpWarningDay *day = &g_array_index(warning->days, HzpWarningDay, i);
        if (!day->dry) return day->date;
    }
    return NULL;
}

void hzp_warning_compare(HzpWarning *warning)
{
    HzpWarningFacts *facts = &warning->facts;
    warning->last_wet_day = last_wet_day(warning);
    facts->event_number = 1;
    facts->first_issued = facts->issued;
    if (!warning->previous) return;
    facts->compared = true;
    compare_rows(warning);
    if (is_parted(warning)) return;
    facts->event_continued = true;
    facts->event_number = warning->previous->number + 1;
    facts->first_issued = warning->previous->first_issued;
    /* An issue of dry days only does not forget when it rained. */
    if (day_number(warning->previous->last_wet_day) > day_number(warning->last_wet_day))
        warning->last_wet_day = warning->previous->last_wet_day;
}
