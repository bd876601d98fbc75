/* A set of files that appears in a folder together or not at all.
 *
 * The files are made in a hidden folder inside the target (so always on its file system) and renamed into place when all are
 * complete; when one rename fails, those before it are taken back. A journal lets the next run, or hzp_recover(), do the same
 * after a process that ended in the middle.
 */
#ifndef HZP_BASE_OUTPUT_SET_H
#define HZP_BASE_OUTPUT_SET_H

#include <stddef.h>

#include "base/error.h"
#include "base/run.h"

typedef struct HzpOutputSet HzpOutputSet;

/* Make the target folder (and those above it) where missing, put right what an earlier process left in it, and make the
 * working folder inside it. HZP_E_IO when it cannot be. */
HzpStatus hzp_output_set_begin(const char *folder, HzpOutputSet **set);

/* The folder to write the files to, in subfolders as they shall stand. */
const char *hzp_output_set_work(const HzpOutputSet *set);

/* Move every file in the working folder to its place. An earlier file of the same name is replaced without a moment in which
 * neither is there, where the file system has hard links. On failure all earlier files are as they were. */
HzpStatus hzp_output_set_commit(HzpOutputSet *set);

/* Number of committed files of this name, or below this folder when `name` ends in '/'. */
size_t hzp_output_set_count(const HzpOutputSet *set, const char *name);

/* Log a warning for each file in a subfolder of the target that this set did not write: left from an earlier run, it could be
 * taken for part of this one. */
void hzp_output_set_tell_strangers(const HzpOutputSet *set, HzpRun *run, const char *subfolder);

/* Remove the working folder and, unless committed, the folders made for it; NULL is fine. Where earlier files could not be
 * put back, the working folder stays, for it holds them. */
void hzp_output_set_free(HzpOutputSet *set);

#endif
