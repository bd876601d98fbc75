#include "serve/plan_keeper.h"

#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that was written a moment ago may still be being written. */
static const double QUIET_S = 0.2;
/* A file that is no plan is tried again when it changes, and now and then. */
static const double TRY_AGAIN_S = 1;

/* What tells one file from another, and from itself after it was written. */
typedef struct {
    bool there;
    dev_t device;
    ino_t number;
    off_t size;
    struct timespec written;
} Identity;

struct HzpPlanKeeper {
    char *path;
    char *name;
    GMutex lock; /* of `plan`, for hzp_plan_keeper_interrupt() */
    HzpPlanFile *plan;
    Identity opened;
    Identity failed; /* what could not be opened last */
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

static Identity look(const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0) return (Identity){0};
    return (Identity){true, found.st_dev, found.st_ino, found.st_size, found.st_mtim};
}

static bool is_same_file(const Identity *a, const Identity *b)
{
    return a->there && b->there && a->device == b->device && a->number == b->number;
}

static bool is_unchanged(const Identity *a, const Identity *b)
{
    return is_same_file(a, b) && a->size == b->size && a->written.tv_sec == b->written.tv_sec &&
           a->written.tv_nsec == b->written.tv_nsec;
}

static double seconds_since_written(const Identity *file)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)(now.tv_sec - file->written.tv_sec) + (double)(now.tv_nsec - file->written.tv_nsec) / 1e9;
}

/* Whether the file is as long as it says of itself (SQLite file format, 1.3.2 and 1.3.8): a copy in the making is not. */
static bool is_whole(const char *path, off_t size)
{
    unsigned char head[32];
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = descriptor < 0 ? -1 : pread(descriptor, head, sizeof head, 0);
    if (descriptor >= 0) close(descriptor);
    if (got != (ssize_t)sizeof head || memcmp(head, "SQLite format 3", 16) != 0) return false;
    guint64 page = (guint64)head[16] << 8 | head[17];
    guint64 pages = (guint64)head[28] << 24 | (guint64)head[29] << 16 | (guint64)head[30] << 8 | head[31];
    return (guint64)size >= (page == 1 ? 65536 : page) * pages;
}

static void put(HzpPlanKeeper *keeper, HzpPlanFile *plan, const Identity *identity)
{
    g_mutex_lock(&keeper->lock);
    HzpPlanFile *before = keeper->plan;
    keeper->plan = plan;
    keeper->opened = *identity;
    g_mutex_unlock(&keeper->lock);
    hzp_plan_file_close(before);
}

/* Open what lies there now. On failure what was open stays. */
static HzpStatus open_now(HzpPlanKeeper *keeper, const Identity *now)
{
    HzpPlanFile *plan = NULL;
    if (now->there && keeper->plan && !is_whole(keeper->path, now->size))
        return hzp_fail(HZP_E_INPUT, "serve_plan_incomplete", "file", keeper->name, NULL);
    HZP_TRY(hzp_plan_file_open(keeper->path, &plan));
    Identity after = look(keeper->path);
    if (!is_unchanged(now, &after)) {
        hzp_plan_file_close(plan);
        return hzp_fail(HZP_E_INPUT, "serve_plan_incomplete", "file", keeper->name, NULL);
    }
    put(keeper, plan, now);
    return HZP_OK;
}

/* What is open is another file than the one that lies there, and so is as good as it was. */
static HzpStatus replace(HzpPlanKeeper *keeper, const Identity *now, const char **state)
{
    gint64 time = g_get_monotonic_time();
    bool failed_before = is_unchanged(&keeper->failed, now) && (double)(time - keeper->failed_us) < TRY_AGAIN_S * 1e6;
    double age_s = seconds_since_written(now);
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
    Identity now = look(keeper->path);
    HzpStatus status = HZP_OK;
    *state = "current";
    if (keeper->plan && is_unchanged(&keeper->opened, &now)) {
        /* as it was */
    } else if (keeper->plan && !now.there) {
        *state = "missing";
    } else if (keeper->plan && !is_same_file(&keeper->opened, &now)) {
        status = replace(keeper, &now, state);
    } else {
        status = open_now(keeper, &now);
    }
    *plan = status == HZP_OK ? keeper->plan : NULL;
    return status;
}

bool hzp_plan_keeper_is_same(HzpPlanKeeper *keeper)
{
    Identity now = look(keeper->path);
    return !is_same_file(&keeper->opened, &now) || is_unchanged(&keeper->opened, &now);
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
