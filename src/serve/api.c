#include "serve/api.h"

#include <string.h>

enum { TRIES = 5, BETWEEN_TRIES_US = 50000 };

static const HzpApiRoute routes[] = {
    {"/api/v1/plan", "lang", hzp_api_plan},
    {"/api/v1/health", "lang", hzp_api_health},
    {"/api/v1/map", "bbox layers lang", hzp_api_map},
    {"/api/v1/search", "q limit lang", hzp_api_search},
    {"/api/v1/affected", "hazard at radius map_offset date time limit format lang", hzp_api_affected},
};

const HzpApiRoute *hzp_api_route(const char *path)
{
    for (size_t i = 0; i < G_N_ELEMENTS(routes); i++) {
        if (strcmp(routes[i].path, path) == 0) return &routes[i];
    }
    return NULL;
}

void hzp_api_refuse(HzpStatus status, HzpHttpAnswer *answer)
{
    hzp_http_refuse_with_error(answer, status == HZP_E_USAGE ? 400 : 503);
}

static void start_over(HzpHttpAnswer *answer)
{
    hzp_http_answer_clear(answer);
    hzp_http_answer_begin(answer);
}

/* False when it should be tried again: the plan could not be read, or was another one before the end. */
static bool answer_once(const HzpApiRoute *route, const HzpQuery *query, HzpPlanKeeper *keeper, HzpHttpAnswer *answer)
{
    HzpApiQuestion question = {.keeper = keeper, .query = query};
    if (hzp_plan_keeper_get(keeper, &question.plan, &question.plan_state) != HZP_OK) {
        hzp_http_refuse_with_error(answer, 503);
        return false;
    }
    answer->plan_state = question.plan_state;
    hzp_plan_file_hold(question.plan);
    route->answer(&question, answer);
    hzp_plan_file_release(question.plan);
    bool readable = hzp_plan_file_check(question.plan) == HZP_OK;
    if (!readable) hzp_http_refuse_with_error(answer, 503);
    hzp_plan_file_forget(question.plan);
    return readable && answer->status != 503 && hzp_plan_keeper_is_same(keeper);
}

void hzp_api_answer(const HzpApiRoute *route, const HzpQuery *query, HzpPlanKeeper *keeper, HzpHttpAnswer *answer)
{
    gint64 start = g_get_monotonic_time();
    for (int i = 0; i < TRIES; i++) {
        if (answer_once(route, query, keeper, answer)) return;
        /* what took long was broken off, and would be again */
        if (g_get_monotonic_time() - start > G_USEC_PER_SEC || i + 1 == TRIES) break;
        start_over(answer);
        g_usleep(BETWEEN_TRIES_US);
    }
    if (answer->status < 400) hzp_http_refuse(answer, 503, "serve_plan_changing", NULL);
}
