/* Moments as people tell them in an emergency, and the local time of a plan.
 *
 * Read: 2020-07-21 23:30, 2020-07-21T23:30:00+08:00, 2020-07-21T15:30Z, 2020/7/21 23:30, 20200721 23:30,
 * 2020年7月21日23时30分, 2020年7月21日23时半; 24:00 is the end of a day; `now` and 现在 alone ask the clock. A time of day
 * alone (23:30, 23时30分) needs a date beside it. A text that tells no zone is local time of the plan.
 *
 * Zones are names of the IANA database ("Asia/Shanghai": UTC+8, without daylight saving since 1991) or offsets ("+08:00").
 */
#ifndef HZP_BASE_MOMENT_H
#define HZP_BASE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date_text.h"
#include "base/error.h"

/* Where nothing else is said. */
#define HZP_MOMENT_ZONE "Asia/Shanghai"

typedef struct {
    int64_t utc;    /* seconds since 1970-01-01T00:00:00Z */
    bool zone_told; /* by the text itself */
    bool twice;     /* clocks are set back and show this time twice: the earlier one is taken */
} HzpMoment;

/* A moment on the clocks of a zone. */
typedef struct {
    HzpDate date;
    int hour, minute, second;
    int weekday; /* 1 Monday to 7 Sunday */
} HzpLocalTime;

/* Whether a text names a zone that this machine knows. */
bool hzp_moment_zone_known(const char *zone);

/* Read a time, with the day it is of where the text does not tell it.
 * @param date a whole day in any writing of date_text.h, or NULL; told twice, both must be the same day.
 * @param zone of texts that tell none; NULL for HZP_MOMENT_ZONE.
 * HZP_E_USAGE, *moment untouched, with what is wrong: unreadable, no day, a day or time that does not exist (also where
 * clocks are set forward).
 */
HzpStatus hzp_moment_read(const char *time, const char *date, const char *zone, HzpMoment *moment);

/* HZP_E_USAGE where a text is not one whole day. */
HzpStatus hzp_moment_read_day(const char *text, HzpDate *date);

/* On the clocks of a zone; HZP_E_INPUT where this machine does not know it. */
HzpStatus hzp_moment_local(int64_t utc, const char *zone, HzpLocalTime *local);

/* "2020-07-22T03:30:00+08:00"; NULL for an unknown zone. Free with g_free(). */
char *hzp_moment_text(int64_t utc, const char *zone);

#endif
