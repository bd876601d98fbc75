/* A plan.gpkg kept open while others replace it. One for each worker thread.
 *
 * A file renamed into place is opened at the next question. While the file is gone, or what took its place is no whole plan,
 * the one opened before keeps answering, and says so; only a file that is overwritten in place leaves nothing to answer from.
 */
#ifndef HZP_SERVE_PLAN_KEEPER_H
#define HZP_SERVE_PLAN_KEEPER_H

#include <stdbool.h>

#include "data/plan_file.h"

typedef struct HzpPlanKeeper HzpPlanKeeper;

/* Nothing is opened yet. `path` is a plan.gpkg or its folder. */
HzpPlanKeeper *hzp_plan_keeper_new(const char *path);
void hzp_plan_keeper_free(HzpPlanKeeper *keeper);

/* The plan to answer from; the keeper's, until the next call. *state is "current", "missing" or "unreadable" (see above).
 * HZP_E_INPUT or HZP_E_IO where there is none. */
HzpStatus hzp_plan_keeper_get(HzpPlanKeeper *keeper, HzpPlanFile **plan, const char **state);

/* Whether what was read since hzp_plan_keeper_get() is of one file: false when that very file was overwritten meanwhile. */
bool hzp_plan_keeper_is_same(HzpPlanKeeper *keeper);

/* Break off what reads the plan at this moment on another thread. From any thread. */
void hzp_plan_keeper_interrupt(HzpPlanKeeper *keeper);

/* The file's name without folders, and when it was last written (ISO 8601, UTC; NULL while nothing is open). Free the second
 * with g_free(). */
const char *hzp_plan_keeper_name(const HzpPlanKeeper *keeper);
char *hzp_plan_keeper_written(const HzpPlanKeeper *keeper);

#endif
