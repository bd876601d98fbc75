#include "base/moment.h"

#include <glib.h>
#include <string.h>

#include "base/numeral_fold.h"

/* ---- zones ---- */

/* A name becomes a path below the zone database, so nothing else may stand in it. */
static bool is_zone_name(const char *zone)
{
    return *zone && *zone != '/' && !strstr(zone, "..") &&
           strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/:") == strlen(zone);
}

/* NULL where the machine does not know it. */
static GTimeZone *zone_open(const char *zone)
{
    if (!zone) zone = HZP_MOMENT_ZONE;
    if (!is_zone_name(zone)) return NULL;
    GTimeZone *found = g_time_zone_new_identifier(zone);
    /* A machine without a zone database; right for every moment since 1991-09-15. */
    if (!found && strcmp(zone, HZP_MOMENT_ZONE) == 0) found = g_time_zone_new_identifier("+08:00");
    return found;
}

bool hzp_moment_zone_known(const char *zone)
{
    GTimeZone *found = zone_open(zone);
    if (found) g_time_zone_unref(found);
    return found != NULL;
}

/* ---- what the text holds ---- */

typedef struct {
    char *day; /* as written, or NULL */
    int hour, minute, second;
    char *zone; /* as written, or NULL */
} Told;

static void told_clear(Told *told)
{
    g_free(told->day);
    g_free(told->zone);
}

/* Groups: 1 day, 2 hour, 3 and 4 minute and second after colons, 5 half, 6 and 7 minute and second in words, 8 zone. */
static const char PATTERN[] = "^(?:(\\d{4} *[-/.年] *\\d{1,2} *[-/.月] *\\d{1,2}|\\d{8})(?: *[日号] *| *[T,] *| +))?"
                              "(\\d{1,2}) *(?:: *(\\d{2})(?: *: *(\\d{2})(?:[.,]\\d+)?)?"
                              "|[时點点] *(?:(半)|(\\d{1,2}) *分? *(?:(\\d{1,2}) *秒?)?)?) *"
                              "(Z|(?:UTC|GMT)?[-+]\\d{1,2}(?::?\\d{2})?|UTC|GMT)?$";

/* At most four digits. */
static int number_of(const char *digits) { return (int)g_ascii_strtoll(digits, NULL, 10); }

static int group_number(const GMatchInfo *match, int a, int b)
{
    g_autofree char *first = g_match_info_fetch(match, a);
    if (first && *first) return number_of(first);
    g_autofree char *second = b ? g_match_info_fetch(match, b) : NULL;
    return second && *second ? number_of(second) : 0;
}

static char *group_text(const GMatchInfo *match, int group)
{
    char *text = g_match_info_fetch(match, group);
    if (text && *text) return text;
    g_free(text);
    return NULL;
}

static bool read_told(const char *text, Told *told)
{
    g_autoptr(GRegex) pattern = g_regex_new(PATTERN, G_REGEX_CASELESS, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(pattern, text, 0, &match)) return false;
    g_autofree char *half = group_text(match, 5);
    told->day = group_text(match, 1);
    if (told->day && strstr(told->day, "年")) { /* its last word was not caught */
        char *whole = g_strconcat(told->day, "日", NULL);
        g_free(told->day);
        told->day = whole;
    }
    told->hour = group_number(match, 2, 0);
    told->minute = half ? 30 : group_number(match, 3, 6);
    told->second = group_number(match, 4, 7);
    told->zone = group_text(match, 8);
    return true;
}

/* "Z", "UTC", "+8", "+0800", "UTC+8" as the zone they mean; NULL for an offset that no place has. */
static GTimeZone *told_zone(const char *text)
{
    if (g_ascii_isalpha(*text) && strlen(text) > 3) text += 3;
    if (*text != '+' && *text != '-') return g_time_zone_new_utc();
    const char *digits = text + 1;
    size_t whole = strspn(digits, "0123456789");
    int hours = number_of(digits);
    int minutes = digits[whole] == ':' ? number_of(digits + whole + 1) : 0;
    if (whole == 3) return NULL;
    if (whole == 4) {
        minutes = hours % 100;
        hours /= 100;
    }
    if (hours > 14 || minutes > 59) return NULL;
    return g_time_zone_new_offset((*text == '-' ? -1 : 1) * (hours * 3600 + minutes * 60));
}

/* ---- the moment ---- */

HzpStatus hzp_moment_read_day(const char *text, HzpDate *date)
{
    HzpDate read = {0};
    if (!hzp_date_parse(text, &read) || !read.day) return hzp_fail(HZP_E_USAGE, "day_unreadable", "value", text, NULL);
    *date = read;
    return HZP_OK;
}

static bool shows(GDateTime *at, HzpDate day, const Told *told)
{
    return g_date_time_get_day_of_month(at) == day.day && g_date_time_get_month(at) == day.month &&
           g_date_time_get_year(at) == day.year && g_date_time_get_hour(at) == told->hour &&
           g_date_time_get_minute(at) == told->minute;
}

/* Whether clocks show the same an hour (or half of one, as on Lord Howe Island) before or after; then the earlier is kept. */
static bool take_earlier(GDateTime **at, HzpDate day, const Told *told)
{
    static const int steps[] = {-60, -30, 30, 60};
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        GDateTime *other = g_date_time_add_minutes(*at, steps[i]);
        bool same = other && shows(other, day, told);
        if (same && steps[i] < 0) {
            g_date_time_unref(*at);
            *at = other;
            return true;
        }
        if (other) g_date_time_unref(other);
        if (same) return true;
    }
    return false;
}

static HzpStatus on_clocks(const char *text, HzpDate day, const Told *told, GTimeZone *zone, HzpMoment *moment)
{
    bool end_of_day = told->hour == 24 && told->minute == 0 && told->second == 0;
    /* A leap second is taken for the second before it. */
    if (((told->hour > 23) && !end_of_day) || told->minute > 59 || told->second > 60)
        return hzp_fail(HZP_E_USAGE, "time_impossible", "value", text, NULL);
    if (end_of_day) {
        Told midnight = {.hour = 0};
        GDate *next = g_date_new_dmy((GDateDay)day.day, (GDateMonth)day.month, (GDateYear)day.year);
        g_date_add_days(next, 1);
        HzpDate date = {g_date_get_year(next), (int)g_date_get_month(next), g_date_get_day(next)};
        g_date_free(next);
        return on_clocks(text, date, &midnight, zone, moment);
    }
    GDateTime *at =
        g_date_time_new(zone, day.year, day.month, day.day, told->hour, told->minute, told->second == 60 ? 59 : told->second);
    if (!at || !shows(at, day, told)) {
        if (at) g_date_time_unref(at);
        return hzp_fail(HZP_E_USAGE, "time_skipped", "value", text, "zone", g_time_zone_get_identifier(zone), NULL);
    }
    moment->twice = take_earlier(&at, day, told);
    moment->utc = g_date_time_to_unix(at);
    g_date_time_unref(at);
    return HZP_OK;
}

static HzpStatus read_now(GTimeZone *zone, HzpMoment *moment, HzpDate *day)
{
    GDateTime *now = g_date_time_new_now(zone);
    *day = (HzpDate){g_date_time_get_year(now), g_date_time_get_month(now), g_date_time_get_day_of_month(now)};
    *moment = (HzpMoment){.utc = g_date_time_to_unix(now), .zone_told = true};
    g_date_time_unref(now);
    return HZP_OK;
}

static HzpStatus read_text(const char *text, const char *folded, const HzpDate *given, GTimeZone *local, HzpMoment *moment,
                           HzpDate *day)
{
    Told told = {0};
    if (!read_told(folded, &told)) return hzp_fail(HZP_E_USAGE, "time_unreadable", "value", text, NULL);
    GTimeZone *own = told.zone ? told_zone(told.zone) : NULL;
    HzpStatus status = HZP_OK;
    if (told.zone && !own) {
        status = hzp_fail(HZP_E_USAGE, "time_unreadable", "value", text, NULL);
    } else if (told.day) {
        status = hzp_moment_read_day(told.day, day);
    } else if (given) {
        *day = *given;
    } else {
        status = hzp_fail(HZP_E_USAGE, "time_without_day", "value", text, NULL);
    }
    *moment = (HzpMoment){.zone_told = own != NULL};
    if (status == HZP_OK) status = on_clocks(text, *day, &told, own ? own : local, moment);
    if (own) g_time_zone_unref(own);
    told_clear(&told);
    return status;
}

HzpStatus hzp_moment_read(const char *time, const char *date, const char *zone, HzpMoment *moment)
{
    HzpDate given = {0};
    HzpDate day = {0};
    HzpMoment read = {0};
    if (date) HZP_TRY(hzp_moment_read_day(date, &given));
    g_autofree char *folded = hzp_numerals_fold(time);
    if (!folded) return hzp_fail(HZP_E_USAGE, "time_unreadable", "value", time, NULL);
    g_strstrip(folded);
    g_autoptr(GTimeZone) local = zone_open(zone);
    if (!local) return hzp_fail(HZP_E_INPUT, "zone_unknown", "zone", zone, NULL);
    if (g_ascii_strcasecmp(folded, "now") == 0 || strcmp(folded, "现在") == 0) {
        HZP_TRY(read_now(local, &read, &day));
    } else {
        HZP_TRY(read_text(time, folded, date ? &given : NULL, local, &read, &day));
    }
    if (date && (day.year != given.year || day.month != given.month || day.day != given.day))
        return hzp_fail(HZP_E_USAGE, "time_of_other_day", "time", time, "date", date, NULL);
    *moment = read;
    return HZP_OK;
}

/* ---- local time ---- */

static GDateTime *local_time(int64_t utc, const char *zone)
{
    g_autoptr(GTimeZone) local = zone_open(zone);
    g_autoptr(GDateTime) at = local ? g_date_time_new_from_unix_utc(utc) : NULL;
    return at ? g_date_time_to_timezone(at, local) : NULL;
}

HzpStatus hzp_moment_local(int64_t utc, const char *zone, HzpLocalTime *local)
{
    g_autoptr(GDateTime) at = local_time(utc, zone);
    if (!at) return hzp_fail(HZP_E_INPUT, "zone_unknown", "zone", zone, NULL);
    *local = (HzpLocalTime){
        .date = {g_date_time_get_year(at), g_date_time_get_month(at), g_date_time_get_day_of_month(at)},
        .hour = g_date_time_get_hour(at),
        .minute = g_date_time_get_minute(at),
        .second = g_date_time_get_second(at),
        .weekday = g_date_time_get_day_of_week(at),
    };
    return HZP_OK;
}

char *hzp_moment_text(int64_t utc, const char *zone)
{
    g_autoptr(GDateTime) at = local_time(utc, zone);
    return at ? g_date_time_format(at, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
}
