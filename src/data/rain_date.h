/* Days that names of files, bands and columns tell. Only rain*.c include this. */
#ifndef HZP_DATA_RAIN_DATE_H
#define HZP_DATA_RAIN_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* Days since 1970-01-01 of the one day that stands in a name: "rain_20200721.tif", "2020-07-21", "r2020_7_21",
 * "2020年7月21日", "2020072120" (the hour is dropped). false where none does, or two different ones. */
bool hzp_rain_date_in_name(const char *name, int64_t *day);

/* The day of a netCDF time: a number and its "days since 1900-01-01 00:00:00" (hours, minutes, seconds likewise). The
 * calendar is the usual one: `calendar` may be NULL or standard, gregorian, proleptic_gregorian. */
bool hzp_rain_date_of_time(double time, const char *units, const char *calendar, int64_t *day);

/* The day (UTC) in which the middle of 24 hours lies that end at a second since 1970-01-01: those that end at midnight are of
 * the day before. */
int64_t hzp_rain_date_of_end(double seconds);

/* "2020-07-21"; free with g_free(). */
char *hzp_rain_date_text(int64_t day);

#endif
