/* The terminal on standard error: log lines and one progress bar that do not run into each other. */
#ifndef HZP_CLI_TERMINAL_H
#define HZP_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "hazplan/run.h"

typedef struct Terminal Terminal;

/* Progress bars only when standard error is a terminal and `bars` asks for them; log lines up to `level`, none when below
 * zero. Free it with terminal_free(), which clears the bar. */
Terminal *terminal_new(bool bars, int level);
void terminal_free(Terminal *terminal);

/* Take the bar off the screen, before something else is printed. */
void terminal_clear(Terminal *terminal);

/* The run that tells the remaining time; NULL for none. It must outlive the bar. */
void terminal_set_run(Terminal *terminal, const HzpRun *run);

/* Fit hzp_run_set_log() and hzp_run_set_progress(); `user` is the Terminal. */
void terminal_log(HzpLogLevel level, const char *line, void *user);
void terminal_progress(const char *phase, double done, double total, void *user);

/* Columns that a UTF-8 text takes on a terminal: two for a wide (CJK) character, none for a combining one. */
size_t text_columns(const char *text);

#endif
