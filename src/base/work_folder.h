/* Hidden folders in which output is made, and putting things right where their process ended in the middle.
 *
 *     FOLDER/.hazplan-PROCESS-NUMBER/
 *         lock       locked while the process works
 *         new/       an output set: the files that are being made
 *         earlier/   an output set: the files they replace
 *         journal    an output set: there while files are moved; what has to be taken back if that does not end
 *
 * The folder lies beside its target, so that moving is renaming. Whether its process still works is told by the lock, which
 * the system releases however the process ends; a process id may have been given to another program since, or belong to
 * another machine or container that shares the folder. Where the file system knows no locks, the process id has to do.
 */
#ifndef HZP_BASE_WORK_FOLDER_H
#define HZP_BASE_WORK_FOLDER_H

#include <stdbool.h>

#include "base/error.h"

/* Names of work folders begin so; nothing else in an output folder may. */
#define HZP_WORK_PREFIX ".hazplan-"

/* Make a work folder in `folder`. With `lock` its lock is taken and its descriptor stored there (-1 where locks are unknown);
 * NULL for a single file, whose leftovers nobody needs. Free `work` with g_free(). False with errno set on failure. */
bool hzp_work_folder_new(const char *folder, char **work, int *lock);

/* Whether the file or folder with this path lies directly in a work folder. */
bool hzp_work_folder_holds(const char *path);

/* Remove a folder and what is in it; links in it are not followed. What cannot be removed stays. */
void hzp_folder_remove(const char *folder);

/* Flush a file or folder to disk. File systems that cannot are no error. -1 with errno set on failure. */
int hzp_sync(const char *path);

#endif
