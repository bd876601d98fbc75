#include "serve/plan_keeper.h"

#include <glib.h>

#include "base/file_identity.h"

/* A file that was written a moment ago may still be being written. */
static const double QUIET_S = 0.2;
/* A file that is no plan is tried again when it changes, and now and then. */
static const double TRY_AGAIN_S = 1;

struct HzpPlanKeeper {
    char *path;
    char *name;
    GMutex lock; /* of `plan`, for hzp_plan_keeper_interrupt() */
    HzpPlanFile *plan;
    HzpFileIdentity opened;
    HzpFileIdentity failed; /* what could not be opened last */
    gint64 failed_us;
};

HzpPlanKeeper *hzp_plan_keeper_new(const char *path)
{
    HzpPlanKeeper *keeper = g_new0(HzpPlanKeeper, 1);
    g_autofree char *file =
        g_file_test(path, G_FILE_TEST_IS_DIR) ? g_build_filename(path, "plan.gpkg", NULL) : g_strdup(path);
    keeper->path = g_canonicalize_filename(file, NULL);
    keeper->name = g_path_get_basename(keeper->path);
    g_mutex_init(&keeper->lock);
    return keeper;
}

void hzp_plan_keeper_free(HzpPlanKeeper *keeper)
{
    if (!keeper) return;
    hzp_plan_file_close(keeper->plan);
    g_mutex_clear(&keeper->lock);
    g_free(keeper->name);
    g_free(keeper->path);
    g_free(keeper);
}

static void put(HzpPlanKeeper *keeper, HzpPlanFile *plan, const HzpFileIdentity *identity)
{
    g_mutex_lock(&keeper->lock);
    HzpPlanFile *before = keeper->plan;
    keeper->plan = plan;
    keeper->opened = *identity;
    g_mutex_unlock(&keeper->lock);
    hzp_plan_file_close(before);
}

/* Open what lies there now. On failure what was open stays. */
static HzpStatus open_now(HzpPlanKeeper *keeper, const HzpFileIdentity *now)
{
    HzpPlanFile *plan = NULL;
    HZP_TRY(hzp_plan_file_open(keeper->path, &plan));
    hzp_plan_file_release(plan);
    HzpFileIdentity after = hzp_file_identity_look(keeper->path);
    if ((keeper->plan && !hzp_plan_file_is_whole(plan)) || !hzp_file_identity_is_unchanged(now, &after)) {
        hzp_plan_file_close(plan);
        return hzp_fail(HZP_E_INPUT, "serve_plan_incomplete", "file", keeper->name, NULL);
    }
    put(keeper, plan, now);
    return HZP_OK;
}

/* What is open is another file than the one that lies there, and so is as good as it was. */
static HzpStatus replace(HzpPlanKeeper *keeper, const HzpFileIdentity *now, const char **state)
{
    gint64 time = g_get_monotonic_time();
    bool failed_before =
        hzp_file_identity_is_unchanged(&keeper->failed, now) && (double)(time - keeper->failed_us) < TRY_AGAIN_S * 1e6;
    double age_s = hzp_file_identity_age_s(now);
    bool settling = age_s >= 0 && age_s < QUIET_S;
    *state = "current"; /* within a fifth of a second it still is what a question just before would have been told */
    if (settling) return HZP_OK;
    if (!failed_before && open_now(keeper, now) == HZP_OK) return HZP_OK;
    if (!failed_before) {
        keeper->failed = *now;
        keeper->failed_us = time;
    }
    *state = "unreadable";
    return HZP_OK;
}

HzpStatus hzp_plan_keeper_get(HzpPlanKeeper *keeper, HzpPlanFile **plan, const char **state)
{
    HzpFileIdentity now = hzp_file_identity_look(keeper->path);
    HzpStatus status = HZP_OK;
    *state = "current";
    if (keeper->plan && hzp_file_identity_is_unchanged(&keeper->opened, &now) && !hzp_plan_file_is_overtaken(keeper->plan)) {
        /* as it was */
    } else if (keeper->plan && !now.there) {
        *state = "missing";
    } else if (keeper->plan && !hzp_file_identity_is_same(&keeper->opened, &now)) {
        status = replace(keeper, &now, state);
    } else {
        status = open_now(keeper, &now);
    }
    *plan = status == HZP_OK ? keeper->plan : NULL;
    return status;
}

bool hzp_plan_keeper_is_same(HzpPlanKeeper *keeper)
{
    HzpFileIdentity now = hzp_file_identity_look(keeper->path);
    return !hzp_file_identity_is_same(&keeper->opened, &now) || hzp_file_identity_is_unchanged(&keeper->opened, &now);
}

void hzp_plan_keeper_interrupt(HzpPlanKeeper *keeper)
{
    g_mutex_lock(&keeper->lock);
    if (keeper->plan) hzp_plan_file_interrupt(keeper->plan);
    g_mutex_unlock(&keeper->lock);
}

const char *hzp_plan_keeper_name(const HzpPlanKeeper *keeper) { return keeper->name; }

char *hzp_plan_keeper_written(const HzpPlanKeeper *keeper)
{
    if (!keeper->plan) return NULL;
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(keeper->opened.written.tv_sec);
    return time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}
