#include "base/run.h"

#include <omp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/progress.h"

struct HzpRun {
    int threads;
    bool sensitivity;
    HzpLogFunction log;
    void *log_user;
    HzpProgressFunction progress;
    void *progress_user;
    HzpProgress *work;
    const char *phase; /* at hand; NULL before the first */
    HzpStretch stretch;
    double told_at_s;
    int depth; /* of public calls within each other */
    atomic_int cancelled;
};

static const double BETWEEN_TELLINGS_S = 0.05;

HzpRun *hzp_run_new(void)
{
    HzpRun *run = g_new0(HzpRun, 1);
    run->threads = omp_get_num_procs();
    run->work = hzp_progress_new();
    run->stretch = (HzpStretch){0, 1};
    return run;
}

void hzp_run_free(HzpRun *run)
{
    if (run) hzp_progress_free(run->work);
    g_free(run);
}

void hzp_run_set_threads(HzpRun *run, int threads) { run->threads = threads > 0 ? threads : omp_get_num_procs(); }

int hzp_run_threads(const HzpRun *run) { return run && run->threads > 0 ? run->threads : 1; }

void hzp_run_set_sensitivity(HzpRun *run, bool wanted) { run->sensitivity = wanted; }

bool hzp_run_sensitivity(const HzpRun *run) { return run && run->sensitivity; }

void hzp_run_set_log(HzpRun *run, HzpLogFunction function, void *user)
{
    run->log = function;
    run->log_user = user;
}

void hzp_run_set_progress(HzpRun *run, HzpProgressFunction function, void *user)
{
    run->progress = function;
    run->progress_user = user;
}

void hzp_run_cancel(HzpRun *run) { atomic_store(&run->cancelled, 1); }

bool hzp_run_cancelled(const HzpRun *run) { return run && atomic_load(&run->cancelled) != 0; }

/* ---- progress ---- */

static double now_s(void) { return (double)g_get_monotonic_time() / 1e6; }

static void tell(HzpRun *run)
{
    if (!run->progress || !run->phase) return;
    g_autofree char *phase = hzp_message_format(run->phase, NULL);
    run->told_at_s = now_s();
    run->progress(phase, hzp_progress_share(run->work), 1, run->progress_user);
}

static _Thread_local const HzpRun *run_of_thread;

const HzpRun *hzp_run_of_thread(void) { return run_of_thread; }

void hzp_run_begin(HzpRun *run)
{
    if (!run || run->depth++ > 0) return;
    run_of_thread = run;
    hzp_progress_begin(run->work, now_s());
    run->stretch = (HzpStretch){0, 1};
    run->phase = NULL;
}

HzpStatus hzp_run_end(HzpRun *run, HzpStatus status)
{
    if (!run) return status;
    if (status != HZP_OK && status != HZP_E_CANCELLED && hzp_run_cancelled(run)) status = hzp_run_check(run);
    if (--run->depth > 0) return status;
    run_of_thread = NULL;
    if (status != HZP_OK) return status;
    hzp_progress_finish(run->work);
    tell(run);
    return status;
}

void hzp_run_expect(HzpRun *run, const char *phase_id, double seconds)
{
    if (run) hzp_progress_expect(run->work, phase_id, seconds);
}

void hzp_run_correct(HzpRun *run, const char *phase_id, double seconds)
{
    if (run && hzp_progress_expects(run->work, phase_id)) hzp_progress_expect(run->work, phase_id, seconds);
}

HzpStatus hzp_run_check(HzpRun *run)
{
    return hzp_run_cancelled(run) ? hzp_fail(HZP_E_CANCELLED, "cancelled", NULL) : HZP_OK;
}

HzpStatus hzp_run_step(HzpRun *run, const char *phase_id, double done, double total)
{
    if (!run) return HZP_OK;
    if (hzp_run_cancelled(run)) return hzp_run_check(run);
    if (!run->progress || !(total > 0)) return HZP_OK;
    bool same = run->phase && strcmp(run->phase, phase_id) == 0;
    if (same && now_s() - run->told_at_s < BETWEEN_TELLINGS_S) return HZP_OK;
    if (!same) run->phase = phase_id;
    double share = run->stretch.from + (run->stretch.to - run->stretch.from) * done / total;
    hzp_progress_reach(run->work, phase_id, share, now_s());
    tell(run);
    return HZP_OK;
}

HzpStatus hzp_run_part(HzpRun *run, double done, double total)
{
    return run && run->phase ? hzp_run_step(run, run->phase, done, total) : hzp_run_check(run);
}

HzpStretch hzp_run_stretch(HzpRun *run, double from, double to)
{
    HzpStretch before = run ? run->stretch : (HzpStretch){0, 1};
    double length = before.to - before.from;
    if (run) run->stretch = (HzpStretch){before.from + from * length, before.from + to * length};
    return before;
}

void hzp_run_resume(HzpRun *run, HzpStretch stretch)
{
    if (run) run->stretch = stretch;
}

double hzp_run_remaining_s(const HzpRun *run) { return hzp_progress_remaining_s(run->work, now_s()); }

/* ---- log ---- */

void hzp_run_log(HzpRun *run, HzpLogLevel level, const char *id, ...)
{
    if (!run || !run->log) return;
    va_list arguments;
    va_start(arguments, id);
    g_autofree char *line = hzp_message_format_va(id, arguments);
    va_end(arguments);
    run->log(level, line, run->log_user);
}

void hzp_run_tap_log(HzpRun *run, HzpLogFunction function, void *user, HzpLogFunction *earlier, void **earlier_user)
{
    *earlier = run->log;
    *earlier_user = run->log_user;
    hzp_run_set_log(run, function, user);
}
