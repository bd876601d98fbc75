#include "base/date_text.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/numeral_fold.h"

static const int EARLIEST_YEAR = 1900;
static const int LATEST_YEAR = 2200;

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* ---- days ---- */

/* Source: Hinnant (2013), chrono-compatible low-level date algorithms: eras of 400 years that begin on the first of March. */
static int64_t day_number(int year, int month, int day)
{
    int64_t from_march = month > 2 ? year : year - 1;
    int64_t era = from_march / 400;
    int64_t year_of_era = from_march - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

int64_t hzp_date_first_day(HzpDate date)
{
    return day_number(date.year, date.month ? date.month : 1, date.day ? date.day : 1);
}

int64_t hzp_date_last_day(HzpDate date)
{
    int month = date.month ? date.month : 12;
    return day_number(date.year, month, date.day ? date.day : days_in_month(date.year, month));
}

char *hzp_date_text(HzpDate date)
{
    if (!date.year) return NULL;
    if (!date.month) return g_strdup_printf("%04d", date.year);
    if (!date.day) return g_strdup_printf("%04d-%02d", date.year, date.month);
    return g_strdup_printf("%04d-%02d-%02d", date.year, date.month, date.day);
}

/* ---- folding ---- */

/* 二〇一九年十月二十一日 in ASCII digits, as the text may mix both. */
static char *fold(const char *text)
{
    g_autofree char *digits = hzp_numerals_fold(text);
    if (!digits) return g_strdup("?"); /* what is not UTF-8 is no date */
    g_auto(GStrv) parts = g_regex_split_simple("[–—]", digits, 0, 0);
    return g_strstrip(g_strjoinv("-", parts));
}

static bool means_missing(const char *text)
{
    static const char *const words[] = {"", "-", "--", "/", "无", "不详", "null", "NULL", NULL};
    return g_strv_contains(words, text);
}

/* ---- parts ---- */

static const char *skip_spaces(const char *at)
{
    while (*at == ' ')
        at++;
    return at;
}

static int count_digits(const char *at) { return (int)strspn(at, "0123456789"); }

static int number_of(const char *at, int digits)
{
    int value = 0;
    for (int i = 0; i < digits; i++)
        value = value * 10 + (at[i] - '0');
    return value;
}

/* One or two digits, with spaces about them; 0 when there are none. */
static int read_part(const char **at)
{
    const char *start = skip_spaces(*at);
    int digits = count_digits(start);
    if (digits < 1 || digits > 2) return 0;
    *at = skip_spaces(start + digits);
    return number_of(start, digits);
}

static bool skip_word(const char **at, const char *word)
{
    if (!g_str_has_prefix(*at, word)) return false;
    *at = skip_spaces(*at + strlen(word));
    return true;
}

static bool skip_one(const char **at, const char *const *words)
{
    for (size_t i = 0; words[i]; i++) {
        if (skip_word(at, words[i])) return true;
    }
    return false;
}

/* What may follow a whole day: "T14:30:00.000Z", " 0:00", "14时30分". */
static bool is_time(const char *at)
{
    static const char *const letters[] = {":", ".", "Z", "+", "-", " ", "时", "分", "秒", NULL};
    if (*at == 'T') at++;
    at = skip_spaces(at);
    if (!g_ascii_isdigit(*at)) return false;
    while (*at) {
        if (g_ascii_isdigit(*at))
            at++;
        else if (!skip_one(&at, letters))
            return false;
    }
    return true;
}

/* ---- forms ---- */

/* After 2019年: nothing, 底, 6月, 6月上旬, 6月1日. */
static bool read_chinese(const char *at, HzpDate *date)
{
    static const char *const of_year[] = {"度", "底", "初", "末", "上半年", "下半年", NULL};
    static const char *const of_month[] = {"份", "底", "初", "末", "上旬", "中旬", "下旬", NULL};
    static const char *const of_day[] = {"日", "号", NULL};
    if (skip_one(&at, of_year) || !*at) return !*at;
    date->month = read_part(&at);
    if (!date->month || !skip_word(&at, "月")) return false;
    if (skip_one(&at, of_month) || !*at) return !*at;
    date->day = read_part(&at);
    return date->day && skip_one(&at, of_day) && (!*at || is_time(at));
}

/* After 2019 and a separator that comes again before the day. */
static bool read_separated(const char *at, char separator, HzpDate *date)
{
    date->month = read_part(&at);
    if (!date->month) return false;
    if (!*at) {
        /* A number cell shows 2019.10 as 2019.1. */
        if (separator == '.' && at[-1] == '1' && at[-2] == '.') date->month = 0;
        return true;
    }
    if (*at != separator) return false;
    const char *day = ++at;
    date->day = read_part(&at);
    /* A time must be set off, which skipping spaces has hidden. */
    return date->day && (!*at || *at == 'T' || at > skip_spaces(day) + count_digits(skip_spaces(day))) &&
           (!*at || is_time(at));
}

/* Digits only: 2019, 201906, 20190601. */
static bool read_compact(const char *text, int digits, HzpDate *date)
{
    if (digits != 4 && digits != 6 && digits != 8) return false;
    date->year = number_of(text, 4);
    if (digits >= 6) date->month = number_of(text + 4, 2);
    if (digits == 8) date->day = number_of(text + 6, 2);
    /* 20190000 and 20190600 are how databases write a year and a month. */
    return digits == 4 || date->month || (digits == 8 && !date->day);
}

/* Days since 1899-12-30, which is what spreadsheets count from after the day that they add to the year 1900. */
static bool read_serial(const char *text, HzpDate *date)
{
    static const int64_t epoch = 25569; /* of 1970-01-01 */
    int64_t day = number_of(text, 5) - epoch;
    date->year = 1970 + (int)floor((double)day / 365.2425);
    while (day_number(date->year, 1, 1) > day)
        date->year--;
    while (day_number(date->year + 1, 1, 1) <= day)
        date->year++;
    date->month = 1;
    while (date->month < 12 && day_number(date->year, date->month + 1, 1) <= day)
        date->month++;
    date->day = (int)(day - day_number(date->year, date->month, 1)) + 1;
    if (date->year < 1950) return false; /* rather some number than a day */
    return text[5] == '\0' || (text[5] == '.' && count_digits(text + 6) == (int)strlen(text + 6));
}

static bool read_folded(const char *text, HzpDate *date)
{
    int digits = count_digits(text);
    const char *rest = skip_spaces(text + digits);
    if (digits == 5) return read_serial(text, date);
    if (!*rest) return read_compact(text, digits, date);
    if (digits == 8 && is_time(rest)) return read_compact(text, digits, date);
    if (digits != 4) return false;
    date->year = number_of(text, 4);
    if (skip_word(&rest, "年")) return read_chinese(rest, date);
    return strchr("-/.", *rest) && read_separated(rest + 1, *rest, date);
}

static bool exists(HzpDate date)
{
    return date.year >= EARLIEST_YEAR && date.year <= LATEST_YEAR && date.month <= 12 &&
           (date.day == 0 || (date.month > 0 && date.day <= days_in_month(date.year, date.month)));
}

bool hzp_date_parse(const char *text, HzpDate *date)
{
    HzpDate read = {0};
    g_autofree char *folded = fold(text ? text : "");
    if (!means_missing(folded)) {
        if (!read_folded(folded, &read) || !exists(read)) return false;
    }
    *date = read;
    return true;
}
