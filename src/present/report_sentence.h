/* Sentences of the draft: text with {places} that the summary fills.
 *
 * A place is {path|filter|filter:argument}. A path without leading dot starts at the top of the summary; ".name" starts at
 * the current item of a loop, "..name" at the item of the loop around it; "." is the item itself. "@key" (of a mapping) and
 * "@number" (from 1) tell where the loop is, "..@key" where the outer loop is. A sentence whose place is missing is left out
 * whole; so is, on its own, a [part in brackets], which may hold further such parts.
 */
#ifndef HZP_PRESENT_REPORT_SENTENCE_H
#define HZP_PRESENT_REPORT_SENTENCE_H

#include "base/error.h"
#include "present/report_value.h"

/* Where a sentence looks its places up; made on the stack, linked outwards. */
typedef struct HzpReportScope {
    const struct HzpReportScope *outer; /* NULL for the top */
    json_object *item;                  /* the tree itself at the top */
    const char *key;                    /* NULL outside a mapping's loop */
    int number;                         /* 0 outside a loop */
} HzpReportScope;

/* Value of a path in a scope; clear it with hzp_report_value_clear(). */
HzpReportValue hzp_report_lookup(const HzpReportScope *scope, const char *path);

/* Fill a sentence. @param[out] text NULL where it is left out; free with g_free().
 * @return HZP_E_INPUT (report_sentence_broken with the problem) for an open brace or bracket or an unknown filter. */
HzpStatus hzp_report_sentence(const char *sentence, const HzpReportScope *scope, const HzpReportWords *words, char **text);

#endif
