/* Numbers as registers write them: full-width digits, separators, "约120人", "59 户 263 人". */
#ifndef HZP_BASE_NUMBER_TEXT_H
#define HZP_BASE_NUMBER_TEXT_H

#include <stdbool.h>

/* Units a text may carry; the value is returned in the first one of its kind. */
typedef enum {
    HZP_UNIT_NONE,       /* a plain number, a trailing unit is refused */
    HZP_UNIT_PEOPLE,     /* 人, 名, 口 */
    HZP_UNIT_HOUSEHOLDS, /* 户 */
    HZP_UNIT_WAN_YUAN,   /* 万元; 亿元 and 元 are converted */
    HZP_UNIT_METRES      /* m, 米; km, 公里, 千米 are converted */
} HzpTextUnit;

/* Read a whole text as one number: NFKC-folded, thousands separators removed, a leading 约/近/~ and the unit accepted.
 * A text that tells people and households once each ("120人（45户）") gives the one asked for.
 * false when it is not a number (then *value is untouched). Empty, "-", "—", "/", "无" and NULL are missing: true with NaN.
 */
bool hzp_number_parse(const char *text, HzpTextUnit unit, double *value);
/* The same for a column whose header names a unit: where the text has none of its own, its number is taken times `factor`. */
bool hzp_number_parse_times(const char *text, HzpTextUnit unit, double factor, double *value);
/* A number times a unit's factor, without the noise that 1e-4 and 1e4 bring: 1.1 万 are 11000. */
double hzp_number_times(double number, double factor);

/* Find people or households inside a sentence: every number followed by the unit's word ("1400 名师生", "村民1505人",
 * "1.2万人", "十五户六十三人").
 * One such number is the figure. Of several, one that follows 共/合计/总计 wins when the others can be its parts, and what
 * follows 其中 is left out where a figure stands before it; otherwise they are added and *ambiguous is set. false when there
 * is none. */
bool hzp_number_find(const char *text, HzpTextUnit unit, double *value, bool *ambiguous);
/* The same; *unread tells that a number was met that cannot be told: "数十人", "三四十户". */
bool hzp_number_find_or_tell(const char *text, HzpTextUnit unit, double *value, bool *ambiguous, bool *unread);

#endif
