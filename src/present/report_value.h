/* A value on its way from the summary tree into a sentence, and the filters that say how it is printed.
 *
 * Filters only choose, round and word; none of them adds anything up. A value that is missing stays missing through every
 * filter but `absent`, and the sentence that holds it is left out.
 */
#ifndef HZP_PRESENT_REPORT_VALUE_H
#define HZP_PRESENT_REPORT_VALUE_H

#include <glib.h>
#include <json.h>
#include <stdbool.h>

/* The words that filters put between values; borrowed texts. */
typedef struct {
    const char *list_join;    /* between the members of a list: "、" */
    const char *count;        /* one member of `counts`, from {label} and {count}: "{label}{count}处" */
    const char *const *extra; /* labels of codes outside the vocabularies: (vocabulary, code, label), …, NULL; or NULL */
} HzpReportWords;

typedef struct {
    json_object *node; /* borrowed; NULL once a filter made a text of it */
    char *text;        /* what is printed, owned; NULL: print the node */
    double number;     /* NaN where it is no number */
    bool missing;
} HzpReportValue;

HzpReportValue hzp_report_value(json_object *node);
HzpReportValue hzp_report_value_of_text(const char *text);
void hzp_report_value_clear(HzpReportValue *value);

/* Apply a filter, "integer" or "decimal:2"; false where no such filter is known.
 *
 * integer, decimal:N (N decimals), upto:N (at most N), grouped (thousands separators), percent (a share of 1, 2 decimals),
 * chinese (一 to 九十九), divide:N; positive, negative (printed without its sign), zero, from:N (>= N), below:N, is:TEXT,
 * not:TEXT: missing unless so; present: prints nothing; absent: prints nothing, missing unless missing; label:VOCABULARY;
 * list[:VOCABULARY]; counts[:VOCABULARY]: the members of a mapping that are more than zero; length: of a
 * list, missing when it is empty. */
bool hzp_report_filter(HzpReportValue *value, const char *filter, const HzpReportWords *words);

/* What is printed, escaped for Markdown; NULL where it is missing. Free with g_free(). */
char *hzp_report_value_print(const HzpReportValue *value);

/* Text with what Markdown would take for markup escaped and line breaks made spaces; free with g_free(). */
char *hzp_report_escape(const char *text);

/* Text of a number: rounded half away from zero to so many decimals; trailing zeros taken off when `trim`. Free with
 * g_free(). */
char *hzp_report_number_text(double value, int decimals, bool trim);

/* Label of a code in the language of messages, else from the words, else the code itself. */
const char *hzp_report_label(const char *vocabulary, const char *code, const HzpReportWords *words);

#endif
