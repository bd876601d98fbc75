/** One run of the library: threads, log, progress, cancelling, and what a process leaves that is stopped in the middle.
 *
 * Memory: the library below (GLib) ends the process when an allocation fails, and some of the others go on without what they
 * could not get. HZP_E_MEMORY is therefore rare. A program that must outlive it runs hazplan in a child process, as the
 * command line does, and calls hzp_recover() when the child died. */
#ifndef HAZPLAN_RUN_H
#define HAZPLAN_RUN_H

#include <stdbool.h>

#include "hazplan/error.h"

HZP_BEGIN_DECLS

/** Importance of a log line. */
typedef enum { HZP_LOG_WARNING = 0, HZP_LOG_INFO = 1, HZP_LOG_DETAIL = 2 } HzpLogLevel;

/** Receives one log line without newline; `user` is what was given with the function. May be called from one thread at a
 * time. */
typedef void (*HzpLogFunction)(HzpLogLevel level, const char *line, void *user);

/** Receives progress of a call: `done` of `total` (total > 0) of all its work, and the translated title of what is being
 * done. The share is one of time, as well as it is known from the sizes of the layers; it never falls during a call and
 * reaches 1 when the call succeeds. Called at most some twenty times a second. */
typedef void (*HzpProgressFunction)(const char *phase, double done, double total, void *user);

typedef struct HzpRun HzpRun;

/** Create a run with one thread for each core, no log and no progress. Free it with hzp_run_free(). NULL when out of memory.
 */
HZP_API HzpRun *hzp_run_new(void);

/** Free a run; NULL is fine. */
HZP_API void hzp_run_free(HzpRun *run);

/** Use this many threads (>= 1); 0 means one for each core. Results do not depend on it. */
HZP_API void hzp_run_set_threads(HzpRun *run, int threads);

/** Number of threads in use, at least 1. */
HZP_API int hzp_run_threads(const HzpRun *run);

/** Also compute totals with smaller and larger radii (`exposure.sensitivity` of the project): hzp_project_analyse() and
 * hzp_plan_make() then fill the table exposure_sensitivity. Off unless set. */
HZP_API void hzp_run_set_sensitivity(HzpRun *run, bool wanted);

/** Whether that was asked for. */
HZP_API bool hzp_run_sensitivity(const HzpRun *run);

/** Send log lines to a function; NULL for silence. */
HZP_API void hzp_run_set_log(HzpRun *run, HzpLogFunction function, void *user);

/** Send progress to a function; NULL for none. */
HZP_API void hzp_run_set_progress(HzpRun *run, HzpProgressFunction function, void *user);

/** Seconds until the working call is done, estimated from its time and share so far; NaN while that cannot be told, in the
 * first 2 seconds or 5 %. For the progress function. */
HZP_API double hzp_run_remaining_s(const HzpRun *run);

/** Ask the run to stop: the working call returns HZP_E_CANCELLED, mostly within a second, and leaves earlier outputs as they
 * were. What takes longer is one call of another library (opening a large spreadsheet, say) that cannot be stopped; the
 * command line, which works in a process of its own, ends that process. Safe to call from a signal handler and from any
 * thread. */
HZP_API void hzp_run_cancel(HzpRun *run);

/** Whether hzp_run_cancel() was called. */
HZP_API bool hzp_run_cancelled(const HzpRun *run);

/** Call a function the moment an output is in place, all of it for hzp_plan_make(): what fails after that has not harmed it.
 * NULL for none. For a program that lets hazplan work in a process of its own and has to say how that ended. */
HZP_API void hzp_written_hook_set(void (*function)(void));

/** Put right what processes that ended in the middle left in a folder: earlier files go back to their places, unfinished ones
 * are removed. `process` is the id of one that is known to have ended; 0 means all that work there no more. The functions
 * that write do this when they begin, and it does no harm where nothing was left. HZP_E_IO names what could not be put back.
 */
HZP_API HzpStatus hzp_recover(const char *folder, long process);

/** Free what the library keeps for the process: message catalogue, GDAL drivers, the calling thread's GEOS handle.
 * For an orderly end of a program under a leak checker; call it last, when no other thread uses the library. */
HZP_API void hzp_library_end(void);

HZP_END_DECLS

#endif
