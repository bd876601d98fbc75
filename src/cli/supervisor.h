/* Commands that write, or read what may be damaged, do their work in a child process; this one waits, and puts things right
 * when the child dies.
 *
 * A library that runs out of memory aborts, the kernel kills who uses most of it, and a fault in a library crashes: whatever
 * the reason, the user finds the earlier output as it was, a message, and exit code 1. While it waits, this process allocates
 * nothing.
 *
 * Signals: the terminal sends Ctrl-C to both; the child ignores it, and this process asks it to stop. A second one kills the
 * child, and this process ends of the signal as it would have without a child. Stopping (Ctrl-Z) and continuing reach both.
 *
 * HAZPLAN_ONE_PROCESS=1 works without a child, for debuggers.
 */
#ifndef HZP_CLI_SUPERVISOR_H
#define HZP_CLI_SUPERVISOR_H

#include <stdbool.h>

#include "hazplan/run.h"

/* Call `work` with `data` in a child, which returns its result from here and goes on; in this process wait and return the
 * exit code of the program. `command` begins messages, `output` is the file or folder that is written, or NULL. */
int supervise(const char *command, const char *output, int (*work)(void *data), void *data);

/* The exit code of a child that the program is not the right one for (front.h): nothing was written. supervise() returns it,
 * and signals are again as they were. */
enum { SUPERVISOR_WANTS_WHOLE = 88 };

/* Whether this is the child. */
bool supervisor_in_child(void);

/* Let wishes to stop wait until somebody is ready for them, or hear them again. What waits goes on waiting in a program that
 * takes this one's place: front.c holds them, and supervise() and session_begin() hear them. */
void supervisor_hold_signals(bool held);

/* In the child: cancel this run when asked to stop, also when that was before; NULL for none. */
void supervisor_set_run(HzpRun *run);

#endif
