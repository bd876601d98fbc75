/* Is a day in a key period of the plan, and for which types of hazard? R14. */
#ifndef HZP_ANSWER_KEY_PERIOD_H
#define HZP_ANSWER_KEY_PERIOD_H

#include <glib.h>

#include "base/key_period.h"
#include "data/plan_file.h"

typedef struct HzpKeyPeriodAnswer {
    HzpDate day;
    GPtrArray *periods; /* HzpKeyPeriod: all of the plan */
    GPtrArray *holding; /* those that hold the day; borrowed from `periods` */
    bool assumed;       /* the plan was made before periods were stored in it: the default ones */
} HzpKeyPeriodAnswer;

/* All periods of a plan (GPtrArray of HzpKeyPeriod), in its order. */
HzpStatus hzp_key_periods_read(HzpPlanFile *plan, GPtrArray **periods, bool *assumed);

/* Ask about a day in any writing of base/date_text.h; HZP_E_USAGE where it is not one whole day. Free with
 * hzp_key_period_answer_free(). */
HzpStatus hzp_key_period_ask(HzpPlanFile *plan, const char *date, HzpKeyPeriodAnswer **answer);
HzpStatus hzp_key_period_ask_day(HzpPlanFile *plan, HzpDate day, HzpKeyPeriodAnswer **answer);
void hzp_key_period_answer_free(HzpKeyPeriodAnswer *answer);

/* To print, in the language of messages: "2020-07-21 在重点防范期内：汛期（06-01 至 09-30，降雨：崩塌、滑坡…）"; free with
 * g_free(). */
char *hzp_key_period_sentence(const HzpKeyPeriodAnswer *answer);

#endif
