/* flock() is no part of POSIX. */
#define _DEFAULT_SOURCE
#include "base/work_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/output_undo.h"
#include "hazplan/run.h"

int hzp_sync(const char *path)
{
    int descriptor = g_open(path, O_RDONLY | O_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int result = fsync(descriptor);
    int error = errno;
    close(descriptor);
    errno = error;
    return result == 0 || error == EINVAL || error == ENOTSUP ? 0 : -1;
}

/* ---- making and removing ---- */

/* The descriptor of the locked file, -1 where locks are unknown, -2 with errno set where the file cannot be made. */
static int take_lock(const char *work)
{
    g_autofree char *path = g_build_filename(work, "lock", NULL);
    int descriptor = g_open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (descriptor < 0) return -2;
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
    /* A lock that cannot be had must not look like one that was released. */
    close(descriptor);
    g_unlink(path);
    return -1;
}

bool hzp_work_folder_new(const char *folder, char **work, int *lock)
{
    static atomic_uint made;
    g_autofree char *path = NULL;
    *work = NULL;
    do {
        g_free(path);
        path = g_strdup_printf("%s/" HZP_WORK_PREFIX "%ld-%u", folder, (long)getpid(), atomic_fetch_add(&made, 1));
        if (g_mkdir(path, 0755) == 0) *work = path;
    } while (!*work && errno == EEXIST);
    if (!*work) return false;
    if (lock && (*lock = take_lock(path)) == -2) {
        int error = errno;
        hzp_folder_remove(path);
        errno = error;
        *work = NULL;
        *lock = -1;
        return false;
    }
    path = NULL;
    return true;
}

bool hzp_work_folder_holds(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(folder);
    return g_str_has_prefix(name, HZP_WORK_PREFIX);
}

static bool is_real_folder(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

void hzp_folder_remove(const char *folder)
{
    GDir *entries = g_dir_open(folder, 0, NULL);
    const char *name;
    while (entries && (name = g_dir_read_name(entries))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (is_real_folder(path)) {
            hzp_folder_remove(path);
        } else if (strcmp(name, "lock") != 0) {
            g_unlink(path);
        }
    }
    if (entries) g_dir_close(entries);
    /* Last, so that a removal that is cut short can be told from one that goes on. */
    g_autofree char *lock = g_build_filename(folder, "lock", NULL);
    g_unlink(lock);
    g_rmdir(folder);
}

/* ---- what other processes left ---- */

static bool process_lives(long process) { return kill((pid_t)process, 0) == 0 || errno == EPERM; }

/* The process of a work folder's name; 0 for other names. */
static long process_of(const char *name)
{
    char *end = NULL;
    if (!g_str_has_prefix(name, HZP_WORK_PREFIX)) return 0;
    gint64 process = g_ascii_strtoll(name + strlen(HZP_WORK_PREFIX), &end, 10);
    bool numbered = *end == '-' && end[1] && strspn(end + 1, "0123456789") == strlen(end + 1);
    return numbered && process > 0 && process <= G_MAXINT ? (long)process : 0;
}

/* Whether somebody works there. Otherwise `lock` keeps others from putting the same right, or is -1. */
static bool is_in_use(const char *work, long process, int *lock)
{
    g_autofree char *path = g_build_filename(work, "lock", NULL);
    *lock = g_open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);
    if (*lock >= 0 && flock(*lock, LOCK_EX | LOCK_NB) == 0) return false;
    bool locked = *lock >= 0 && errno == EWOULDBLOCK;
    if (*lock >= 0) close(*lock);
    *lock = -1;
    return locked || process_lives(process);
}

static HzpStatus put_right(const char *folder, const char *name, long wanted)
{
    long process = process_of(name);
    g_autofree char *work = g_build_filename(folder, name, NULL);
    if (process == 0 || (wanted > 0 && process != wanted) || !is_real_folder(work)) return HZP_OK;
    int lock = -1;
    if (wanted == 0 && is_in_use(work, process, &lock)) return HZP_OK;
    HzpStatus status = hzp_output_undo(work);
    if (status == HZP_OK) hzp_folder_remove(work);
    if (lock >= 0) close(lock);
    return status;
}

HzpStatus hzp_recover(const char *folder, long process)
{
    GDir *entries = g_dir_open(folder, 0, NULL);
    HzpStatus status = HZP_OK;
    const char *name;
    while (entries && (name = g_dir_read_name(entries))) {
        HzpStatus one = put_right(folder, name, process);
        if (status == HZP_OK) status = one;
    }
    if (entries) g_dir_close(entries);
    return status;
}
