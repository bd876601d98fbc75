#include "data/rain_date.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/date_text.h"

enum { DAY_S = 86400 };

static int digits_at(const char *at)
{
    int n = 0;
    while (g_ascii_isdigit(at[n]))
        n++;
    return n;
}

static int number_of(const char *at, int digits)
{
    int number = 0;
    for (int i = 0; i < digits; i++)
        number = number * 10 + (at[i] - '0');
    return number;
}

static bool make_day(int year, int month, int day, int64_t *number)
{
    HzpDate date;
    g_autofree char *text = g_strdup_printf("%04d-%02d-%02d", year, month, day);
    if (month < 1 || day < 1 || !hzp_date_parse(text, &date) || !date.day) return false;
    *number = hzp_date_first_day(date);
    return true;
}

/* One or two digits behind a separator that is given, or one of the usual ones; *at is moved behind them. */
static int part(const char **at, const char *separator)
{
    static const char usual[] = "-_./";
    size_t length = separator ? strlen(separator) : 1;
    if (separator ? !g_str_has_prefix(*at, separator) : !(**at && strchr(usual, **at))) return 0;
    int digits = digits_at(*at + length);
    if (digits < 1 || digits > 2) return 0;
    int number = number_of(*at + length, digits);
    *at += length + (size_t)digits;
    return number;
}

/* A day that begins where digits begin: 8 to 14 of them, or four and two parts behind separators. Where it ends, or NULL. */
static const char *day_at(const char *at, int digits, int64_t *day)
{
    if (digits == 8 || digits == 10 || digits == 12 || digits == 14)
        return make_day(number_of(at, 4), number_of(at + 4, 2), number_of(at + 6, 2), day) ? at + digits : NULL;
    if (digits != 4) return NULL;
    const char *rest = at + 4;
    bool chinese = g_str_has_prefix(rest, "年");
    int month = part(&rest, chinese ? "年" : NULL);
    int number = month ? part(&rest, chinese ? "月" : NULL) : 0;
    return number && make_day(number_of(at, 4), month, number, day) ? rest : NULL;
}

bool hzp_rain_date_in_name(const char *name, int64_t *day)
{
    bool found = false;
    for (const char *at = name ? name : ""; *at;) {
        int64_t here = 0;
        int digits = digits_at(at);
        const char *end = digits > 0 ? day_at(at, digits, &here) : NULL;
        if (end && found && here != *day) return false;
        if (end) *day = here;
        found |= end != NULL;
        at = end ? end : at + MAX(digits, 1);
    }
    return found;
}

/* ---- netCDF times ---- */

static double seconds_of(const char *word, size_t length)
{
    static const struct {
        const char *word;
        double seconds;
    } units[] = {{"days", DAY_S}, {"day", DAY_S}, {"d", DAY_S},  {"hours", 3600}, {"hour", 3600},
                 {"hrs", 3600},   {"hr", 3600},   {"h", 3600},   {"minutes", 60}, {"minute", 60},
                 {"min", 60},     {"seconds", 1}, {"second", 1}, {"sec", 1},      {"s", 1}};
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strlen(units[i].word) == length && g_ascii_strncasecmp(units[i].word, word, length) == 0) return units[i].seconds;
    }
    return NAN;
}

bool hzp_rain_date_of_time(double time, const char *units, const char *calendar, int64_t *day)
{
    static const char *const usual[] = {"standard", "gregorian", "proleptic_gregorian", NULL};
    const char *since = units ? strstr(units, " since ") : NULL;
    if (!since || !isfinite(time)) return false;
    g_autofree char *lower = calendar ? g_ascii_strdown(calendar, -1) : NULL;
    if (lower && !g_strv_contains(usual, lower)) return false;
    double seconds = seconds_of(units, (size_t)(since - units));
    const char *at = since + strlen(" since ");
    int64_t first = 0;
    int digits = digits_at(at);
    if (isnan(seconds) || digits < 1 || digits > 4) return false;
    /* GLib's Julian days reach back to year 1, which some files count from; hzp_date_parse() begins in 1900. */
    int year = number_of(at, digits);
    at += digits;
    int month = part(&at, "-");
    int number = month ? part(&at, "-") : 0;
    if (!number || !g_date_valid_dmy((GDateDay)number, (GDateMonth)month, (GDateYear)year)) return false;
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)number, (GDateMonth)month, (GDateYear)year);
    first = (int64_t)g_date_get_julian(&date) - 719163; /* of 1970-01-01 */
    double of_day_s = 0;
    if (*at == ' ' || *at == 'T') {
        int hour = digits_at(at + 1) <= 2 ? number_of(at + 1, digits_at(at + 1)) : 0;
        const char *colon = strchr(at, ':');
        int minute = colon && digits_at(colon + 1) == 2 ? number_of(colon + 1, 2) : 0;
        of_day_s = hour * 3600.0 + minute * 60.0;
    }
    double after = (time * seconds + of_day_s) / DAY_S;
    if (fabs(after) > 1e7) return false;
    *day = first + (int64_t)floor(after + 1e-9); /* 0.9999999999 of a day is the next one */
    return true;
}

int64_t hzp_rain_date_of_end(double seconds) { return (int64_t)floor((seconds - DAY_S / 2.0) / DAY_S); }

char *hzp_rain_date_text(int64_t day)
{
    GDate date;
    g_date_clear(&date, 1);
    if (day < -719162 || day > 2932896) return g_strdup_printf("%" G_GINT64_FORMAT, day);
    g_date_set_julian(&date, (guint32)(day + 719163));
    return g_strdup_printf("%04d-%02d-%02d", (int)g_date_get_year(&date), (int)g_date_get_month(&date),
                           (int)g_date_get_day(&date));
}
