/* The JSON API: which addresses there are, which parameters each takes, and what it answers. */
#ifndef HZP_SERVE_API_H
#define HZP_SERVE_API_H

#include "hazplan/affected.h"
#include "serve/http_answer.h"
#include "serve/plan_keeper.h"
#include "serve/request_query.h"

/* A question as it came, and the plan it is about. */
typedef struct {
    HzpPlanFile *plan;
    const HzpPlanKeeper *keeper;
    const char *plan_state;
    const HzpQuery *query;
} HzpApiQuestion;

/* Fills the answer; a refusal that is no fault of the question is one of status 503. */
typedef void (*HzpApiFunction)(const HzpApiQuestion *question, HzpHttpAnswer *answer);

typedef struct {
    const char *path;
    const char *parameters; /* names separated by spaces */
    HzpApiFunction answer;
} HzpApiRoute;

/* The route of a path, byte for byte; NULL when there is none. */
const HzpApiRoute *hzp_api_route(const char *path);

/* Answer from the keeper's plan. Where the file is overwritten while it is read, it is read again. */
void hzp_api_answer(const HzpApiRoute *route, const HzpQuery *query, HzpPlanKeeper *keeper, HzpHttpAnswer *answer);

/* Refuse with the thread's last error: 400 for a question that is wrong, 503 for a plan that cannot be read. */
void hzp_api_refuse(HzpStatus status, HzpHttpAnswer *answer);

/* ---- one file each ---- */
void hzp_api_plan(const HzpApiQuestion *question, HzpHttpAnswer *answer);
void hzp_api_health(const HzpApiQuestion *question, HzpHttpAnswer *answer);
void hzp_api_map(const HzpApiQuestion *question, HzpHttpAnswer *answer);
void hzp_api_search(const HzpApiQuestion *question, HzpHttpAnswer *answer);
void hzp_api_affected(const HzpApiQuestion *question, HzpHttpAnswer *answer);

/* Append "key": [ the places (HzpPlaceFound) ]. */
void hzp_api_put_places(GString *out, const char *key, const GPtrArray *places);

/* What /affected asks, the query's texts in it; false with a refusal. *format is NULL for JSON. */
bool hzp_api_read_affected(const HzpQuery *query, HzpAffectedQuestion *asked, size_t *limit, const char **format,
                           HzpHttpAnswer *answer);

#endif
