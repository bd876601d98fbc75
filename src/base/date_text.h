/* Dates as registers write them: 2019, 2019.6, 2019-06-01, 2019/6/1, 2019年6月1日, 二〇一九年六月, 20190601, 201906, ISO 8601
 * with a time, and the serial numbers that spreadsheets keep days in (43617 is 2019-06-01). */
#ifndef HZP_BASE_DATE_TEXT_H
#define HZP_BASE_DATE_TEXT_H

#include <stdbool.h>
#include <stdint.h>

/* Year 0: missing. Month or day 0: not told; "2019年底" and "6月上旬" tell no more than the year and the month. */
typedef struct {
    int year;
    int month;
    int day;
} HzpDate;

/* Read a whole text as one date of the years 1900 to 2200. false when it is none (then *date is untouched): another order of
 * the parts, two-digit years, days that do not exist, ranges. Empty, "-", "/", "无" and NULL are missing: true with year 0.
 *
 * "2019.1" tells the year only: it is what a spreadsheet makes of 2019.10. */
bool hzp_date_parse(const char *text, HzpDate *date);

/* First and last day that the date may mean, as days since 1970-01-01 (proleptic Gregorian); "2019-06" is 06-01 to 06-30. For
 * comparing; undefined for a missing date. */
int64_t hzp_date_first_day(HzpDate date);
int64_t hzp_date_last_day(HzpDate date);

/* "2019", "2019-06" or "2019-06-01"; NULL for a missing date. Free with g_free(). */
char *hzp_date_text(HzpDate date);

#endif
