/* Whether input files stay as they are while they are read. Layers are read one after the other, and their checksums at
 * another moment: a file that a GIS saves meanwhile would give figures of two states.
 *
 * Files are looked at before anything is read and when all is: which file lies there, its size, the time of its writing, and
 * of an SQLite database with a -wal beside it the number of its state. Databases, addresses and what a virtual dataset names
 * are left out, and so is what a network file system does not tell of another machine's writing. */
#ifndef HZP_DATA_INPUT_WATCH_H
#define HZP_DATA_INPUT_WATCH_H

#include "base/error.h"
#include "base/project.h"

typedef struct HzpInputWatch HzpInputWatch;

/* Look at files, or at those of all layers of a project, before they are opened. One that was written just now is waited for,
 * since its time may stay the same when it is written again (a tick of the kernel, some milliseconds); HZP_E_IO
 * (input_changed) where that does not end. HZP_E_INPUT where an SQLite database has changes beside it that cannot be read
 * from here. Free with hzp_input_watch_free(). */
HzpStatus hzp_input_watch_files(const char *const *paths, size_t n, HzpInputWatch **watch);
HzpStatus hzp_input_watch_project(const HzpProject *project, HzpInputWatch **watch);
void hzp_input_watch_free(HzpInputWatch *watch);

/* Look again when they have been read: all of them, or with a `path` the one so given (of a layer its `source`). HZP_E_IO
 * (input_changed) naming the file where one differs or another lies in its place, whatever reading came to: `status`, which
 * is given back otherwise, and where the run was stopped. */
HzpStatus hzp_input_watch_end(const HzpInputWatch *watch, const char *path, HzpStatus status);

/* Whether that is what the thread's last call failed for: findings of such a run are of nothing that ever was. */
bool hzp_input_was_changed(HzpStatus status);

#endif
