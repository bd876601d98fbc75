/** One run of the library: threads, log, progress, cancelling. */
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

/** Receives progress: `done` of `total` steps (total > 0) of the phase whose translated title is given. */
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

/** Send log lines to a function; NULL for silence. */
HZP_API void hzp_run_set_log(HzpRun *run, HzpLogFunction function, void *user);

/** Send progress to a function; NULL for none. */
HZP_API void hzp_run_set_progress(HzpRun *run, HzpProgressFunction function, void *user);

/** Ask the run to stop: the working call returns HZP_E_CANCELLED soon and leaves earlier outputs as they were.
 * Safe to call from a signal handler and from any thread. */
HZP_API void hzp_run_cancel(HzpRun *run);

/** Whether hzp_run_cancel() was called. */
HZP_API bool hzp_run_cancelled(const HzpRun *run);

/** Free what the library keeps for the process: message catalogue, GDAL drivers, the calling thread's GEOS handle.
 * For an orderly end of a program under a leak checker; call it last, when no other thread uses the library. */
HZP_API void hzp_library_end(void);

HZP_END_DECLS

#endif
