#include "base/run.h"

#include <omp.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/message.h"

struct HzpRun {
    int threads;
    HzpLogFunction log;
    void *log_user;
    HzpProgressFunction progress;
    void *progress_user;
    atomic_int cancelled;
};

HzpRun *hzp_run_new(void)
{
    HzpRun *run = g_new0(HzpRun, 1);
    run->threads = omp_get_num_procs();
    return run;
}

void hzp_run_free(HzpRun *run) { g_free(run); }

void hzp_run_set_threads(HzpRun *run, int threads) { run->threads = threads > 0 ? threads : omp_get_num_procs(); }

int hzp_run_threads(const HzpRun *run) { return run && run->threads > 0 ? run->threads : 1; }

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

HzpStatus hzp_run_step(HzpRun *run, const char *phase_id, double done, double total)
{
    if (!run) return HZP_OK;
    if (hzp_run_cancelled(run)) return hzp_fail(HZP_E_CANCELLED, "cancelled", NULL);
    if (run->progress && total > 0) {
        g_autofree char *phase = hzp_message_format(phase_id, NULL);
        run->progress(phase, done, total, run->progress_user);
    }
    return HZP_OK;
}

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
