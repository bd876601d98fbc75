/* One run of a command: threads, log, progress and signals set up from the common options. */
#ifndef HZP_CLI_SESSION_H
#define HZP_CLI_SESSION_H

#include <glib.h>

#include "cli/command.h"
#include "cli/terminal.h"
#include "hazplan/plan.h"

typedef struct {
    HzpRun *run;
    Terminal *terminal;
    int level;              /* of log lines; -1 with --quiet */
    HzpFindingCounts shown; /* findings printed as log lines so far */
    HzpFindingCounts heard; /* findings received as log lines so far */
} Session;

/* SIGINT, SIGTERM and SIGHUP cancel the run; a second one ends the program at once (see supervisor.h). One session at a time.
 */
void session_begin(Session *session, const CommonValues *values);
void session_end(Session *session);

/* Before session_begin(), for a command that writes no file: when it does not stop within a second it is ended. */
void session_may_end_at_once(const char *command);

/* Print a text of the catalogue on standard error, between log lines; nothing with --quiet. */
void session_say(Session *session, const char *id, ...) G_GNUC_NULL_TERMINATED;

/* Fits HzpFindingFunction with a Session as `user`: prints a finding as a log line, at most some of each severity. Notes show
 * with --verbose only. */
void session_finding(const HzpFinding *finding, void *user);

/* Print how many findings there were, and where the ones left out can be seen. */
void session_say_counts(Session *session, const HzpFindingCounts *counts, const char *project);

#endif
