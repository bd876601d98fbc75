/* Progress, log and cancelling from inside the library. The public side is hazplan/run.h. */
#ifndef HZP_BASE_RUN_H
#define HZP_BASE_RUN_H

#include "base/error.h"
#include "hazplan/run.h"

/* ---- progress ---- */

/* Every public call that works with a run begins and ends; one that is made by another is part of it. `status` is what the
 * call is going to return. A failure after hzp_run_cancel() is HZP_E_CANCELLED, whatever failed: libraries that are
 * interrupted report errors of their own. */
void hzp_run_begin(HzpRun *run);
HzpStatus hzp_run_end(HzpRun *run, HzpStatus status);

/* The run of the public call that this thread is in; NULL outside of one, and on threads that were started within it. */
const HzpRun *hzp_run_of_thread(void);

/* What a phase (a message id) is expected to cost, in seconds of a usual machine; to be called again when more is known.
 * Without it, a phase is as long as all that was left before. */
void hzp_run_expect(HzpRun *run, const char *phase_id, double seconds);

/* Correct what a phase is expected to cost, if it is a part of this call at all. */
void hzp_run_correct(HzpRun *run, const char *phase_id, double seconds);

/* Report that `done` of `total` of a phase (a message id) is behind us; fails with HZP_E_CANCELLED once the run was
 * cancelled. Cheap enough for every row of a loop. From one thread only. A NULL run is silent. */
HzpStatus hzp_run_step(HzpRun *run, const char *phase_id, double done, double total);

/* The same for the phase at hand. */
HzpStatus hzp_run_part(HzpRun *run, double done, double total);

/* The steps that follow lead from one share (0 to 1) of the stretch at hand to another; at first that is the whole phase.
 * Hands back the stretch at hand before, for hzp_run_resume(). */
typedef struct {
    double from;
    double to;
} HzpStretch;
HzpStretch hzp_run_stretch(HzpRun *run, double from, double to);
void hzp_run_resume(HzpRun *run, HzpStretch stretch);

/* HZP_E_CANCELLED once the run was cancelled; for any thread and where there is nothing to count. */
HzpStatus hzp_run_check(HzpRun *run);

/* ---- log ---- */

/* Write one log line: message `id` with its named arguments. A NULL run is silent. */
void hzp_run_log(HzpRun *run, HzpLogLevel level, const char *id, ...) G_GNUC_NULL_TERMINATED;

/* Put another log function in front and hand back the one it replaces, so that it can be called and restored. */
void hzp_run_tap_log(HzpRun *run, HzpLogFunction function, void *user, HzpLogFunction *earlier, void **earlier_user);

#endif
