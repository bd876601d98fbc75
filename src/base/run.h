/* Progress, log and cancelling from inside the library. The public side is hazplan/run.h. */
#ifndef HZP_BASE_RUN_H
#define HZP_BASE_RUN_H

#include "base/error.h"
#include "hazplan/run.h"

/* Report that `done` of `total` of a phase (a message id) is behind us; fails with HZP_E_CANCELLED once the run was
 * cancelled. Call it at least a few times a second from long loops, from one thread. A NULL run is silent. */
HzpStatus hzp_run_step(HzpRun *run, const char *phase_id, double done, double total);

/* Write one log line: message `id` with its named arguments. A NULL run is silent. */
void hzp_run_log(HzpRun *run, HzpLogLevel level, const char *id, ...) G_GNUC_NULL_TERMINATED;

/* Put another log function in front and hand back the one it replaces, so that it can be called and restored. */
void hzp_run_tap_log(HzpRun *run, HzpLogFunction function, void *user, HzpLogFunction *earlier, void **earlier_user);

#endif
