#include "base/progress.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* Before that a share says little about the time. */
static const double TRUSTED_AFTER_S = 2;
static const double TRUSTED_SHARE = 0.05;
/* Within about this time the estimate follows a change of speed. */
static const double SMOOTHING_S = 3;

typedef struct {
    const char *id;
    double work;
    double done; /* 0 to 1 */
} Phase;

struct HzpProgress {
    GArray *phases;
    bool begun;
    guint at;         /* the phase reached last */
    double base;      /* share when what is expected was corrected last */
    double base_left; /* work that was left then */
    double share;
    double began_s;
    double reached_s; /* when the estimate was corrected last */
    double end_s;     /* estimated; NaN while there is none */
};

HzpProgress *hzp_progress_new(void)
{
    HzpProgress *progress = g_new0(HzpProgress, 1);
    progress->phases = g_array_new(FALSE, FALSE, sizeof(Phase));
    hzp_progress_begin(progress, 0);
    return progress;
}

void hzp_progress_free(HzpProgress *progress)
{
    if (!progress) return;
    g_array_free(progress->phases, TRUE);
    g_free(progress);
}

void hzp_progress_begin(HzpProgress *progress, double now_s)
{
    g_array_set_size(progress->phases, 0);
    progress->base = progress->base_left = progress->share = 0;
    progress->began_s = progress->reached_s = now_s;
    progress->begun = false;
    progress->end_s = NAN;
}

static Phase *phase_at(const HzpProgress *progress, guint i) { return &g_array_index(progress->phases, Phase, i); }

static double work_left(const HzpProgress *progress)
{
    double left = 0;
    for (guint i = 0; i < progress->phases->len; i++)
        left += phase_at(progress, i)->work * (1 - phase_at(progress, i)->done);
    return left;
}

bool hzp_progress_expects(const HzpProgress *progress, const char *phase)
{
    for (guint i = 0; i < progress->phases->len; i++) {
        if (strcmp(phase_at(progress, i)->id, phase) == 0) return true;
    }
    return false;
}

static guint find_or_add(HzpProgress *progress, const char *id, double work)
{
    for (guint i = 0; i < progress->phases->len; i++) {
        if (strcmp(phase_at(progress, i)->id, id) == 0) return i;
    }
    Phase phase = {id, work, 0};
    g_array_append_val(progress->phases, phase);
    progress->base = progress->share;
    progress->base_left = work_left(progress);
    return progress->phases->len - 1;
}

void hzp_progress_expect(HzpProgress *progress, const char *phase, double work)
{
    phase_at(progress, find_or_add(progress, phase, work))->work = work;
    progress->base = progress->share;
    progress->base_left = work_left(progress);
}

static void estimate_end(HzpProgress *progress, double now_s)
{
    double elapsed = now_s - progress->began_s;
    if (elapsed < TRUSTED_AFTER_S || progress->share < TRUSTED_SHARE) return;
    double end = progress->began_s + elapsed / progress->share;
    double follow = isnan(progress->end_s) ? 1 : 1 - exp(-(now_s - progress->reached_s) / SMOOTHING_S);
    progress->end_s = isnan(progress->end_s) ? end : progress->end_s + follow * (end - progress->end_s);
    progress->reached_s = now_s;
}

void hzp_progress_reach(HzpProgress *progress, const char *phase, double done, double now_s)
{
    double left = work_left(progress);
    guint at = find_or_add(progress, phase, left > 0 ? left : 1);
    if (progress->begun && at != progress->at) phase_at(progress, progress->at)->done = 1;
    progress->begun = true;
    progress->at = at;
    if (done > phase_at(progress, at)->done) phase_at(progress, at)->done = fmin(done, 1);
    double share = progress->base_left > 0
                       ? progress->base + (1 - progress->base) * (1 - work_left(progress) / progress->base_left)
                       : progress->base;
    /* Rounding aside it cannot fall. */
    progress->share = fmin(fmax(share, progress->share), 1);
    estimate_end(progress, now_s);
}

void hzp_progress_finish(HzpProgress *progress) { progress->share = 1; }

double hzp_progress_share(const HzpProgress *progress) { return progress->share; }

double hzp_progress_remaining_s(const HzpProgress *progress, double now_s)
{
    return isnan(progress->end_s) ? NAN : fmax(progress->end_s - now_s, 0);
}
