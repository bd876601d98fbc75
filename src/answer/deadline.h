/* By when a disaster must be reported, and to whom. R17.
 *
 * 《国家突发地质灾害应急预案》: the county's department reports within 4 hours (extra large and large) or 12 hours (medium
 * and small) of being told. The hours are counted from the time that is given: the event's, which is never later than the
 * call.
 *
 * The grade is the more severe of the registered one and the rule's, for a hazard point; for circles and areas what the risk
 * rule (data/parameters.yaml, `grading`) gives for the people inside: residents, or those of the threatened facilities where
 * they are more; never their sum. It is a grade of the danger (险情): deaths and losses that become known may raise it. Where
 * the grade is unknown, or people are missing who could raise it, the hours are the shortest ones.
 */
#ifndef HZP_ANSWER_DEADLINE_H
#define HZP_ANSWER_DEADLINE_H

#include <glib.h>
#include <stdbool.h>

#include "answer/affected.h"
#include "base/moment.h"

/* Where the grade comes from. */
typedef enum {
    HZP_DEADLINE_UNKNOWN,    /* no grade: the shortest hours */
    HZP_DEADLINE_REGISTERED, /* the register's */
    HZP_DEADLINE_RULE,       /* the risk rule's, of the hazard point's figures */
    HZP_DEADLINE_BOTH,       /* both say the same */
    HZP_DEADLINE_PEOPLE,     /* modelled: the rule's of the people inside */
    HZP_DEADLINE_AT_LEAST    /* modelled, but people may be missing: at least this grade, the shortest hours */
} HzpDeadlineSource;

/* Texts belong to the deadline; those to print are in the language of messages. */
typedef struct HzpDeadline {
    const char *grade; /* code; NULL where unknown */
    HzpDeadlineSource source;
    const char *registered_grade, *rule_grade; /* of a hazard point, codes; NULL where there is none */
    double people;                             /* that a modelled grade is of; NaN otherwise */
    bool of_facilities;                        /* those are the people of facilities, who are more than the residents */
    bool nobody;                               /* no village and no facility of the plan is inside: the grade is unknown */
    bool beyond;                               /* the area reaches beyond the plan's counties */
    size_t people_missing;                     /* villages and facilities without the figure */
    const char
        *inside_grade; /* of a hazard point: what the people inside would make it, where that is more severe; else NULL */
    double inside_people;
    double hours;
    bool hours_of_project; /* the project has its own hours; then they are not those of the national plan */
    bool has_time;         /* an event's time was given; without it only grade and hours are known */
    HzpMoment event;
    int64_t due_utc;
    HzpLocalTime event_local, due_local;
    int days_later;   /* from the event's day to the day that it is due */
    char *event_text; /* "2020-07-21T23:30:00+08:00"; NULL without a time */
    char *due_text;
    char *zone;     /* "Asia/Shanghai" */
    char *to;       /* whom to report to */
    char *rule;     /* where the hours come from */
    char *contents; /* what the report must tell */
} HzpDeadline;

/* The deadline of an answer. `time`, `date` as in hzp_moment_read(), each NULL where not given; a date alone gives no time.
 * HZP_E_USAGE for a time that cannot be; *deadline is NULL then. Free with hzp_deadline_free(). */
HzpStatus hzp_deadline_find(HzpPlanFile *plan, const HzpAffected *answer, const char *time, const char *date,
                            HzpDeadline **deadline);
void hzp_deadline_free(HzpDeadline *deadline);

/* Code of the source for JSON: unknown, registered, rule, registered_and_rule, people, people_at_least. */
const char *hzp_deadline_source_code(HzpDeadlineSource source);

/* To print, in the language of messages; free with g_free(). "2020-07-22 03:30（周三，次日）之前，4 小时内" with the words
 * that the day changes, or the hours alone where no time is known; and why this grade. */
char *hzp_deadline_sentence(const HzpDeadline *deadline);
char *hzp_deadline_reason(const HzpDeadline *deadline);

#endif
