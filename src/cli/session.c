#include "cli/session.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/supervisor.h"
#include "hazplan/text.h"

enum { MOST_SHOWN = 20 };

static HzpRun *volatile signalled_run;

/* Asked to stop, a command does so within a second or is ended. */
enum { PATIENCE_US = 500000 };

static bool may_end_at_once;
static char last_words[512]; /* made beforehand: a signal handler may do next to nothing */

void session_may_end_at_once(const char *command)
{
    g_autofree char *text = hzp_text("cancelled", NULL);
    g_snprintf(last_words, sizeof last_words, "%shazplan %s: %s\n", isatty(STDERR_FILENO) ? "\r\033[K" : "", command, text);
    may_end_at_once = true;
}

/* The command is inside of a library that cannot be asked, and has nothing to put right. */
static void on_impatience(int number)
{
    (void)number;
    ssize_t told = write(STDERR_FILENO, last_words, strlen(last_words));
    _exit(told < 0 ? 1 : 1);
}

static void on_signal(int number)
{
    (void)number;
    if (signalled_run) hzp_run_cancel(signalled_run);
    if (!may_end_at_once) return;
    const struct itimerval patience = {.it_value = {.tv_usec = PATIENCE_US}};
    setitimer(ITIMER_REAL, &patience, NULL);
}

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

static void handle_signals(void (*handler)(int))
{
    for (size_t i = 0; i < G_N_ELEMENTS(signals); i++) {
        struct sigaction before;
        /* nohup and a shell's background jobs ignore some of these; that stays so. A supervised process is asked in another
         * way. */
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler == SIG_IGN) continue;
        struct sigaction action;
        memset(&action, 0, sizeof action);
        action.sa_handler = handler;
        action.sa_flags = SA_RESTART | (int)SA_RESETHAND; /* the second signal has its usual effect */
        sigaction(signals[i], &action, NULL);
    }
}

void session_begin(Session *session, const CommonValues *values)
{
    memset(session, 0, sizeof *session);
    session->level = values->quiet ? -1 : values->verbose ? HZP_LOG_DETAIL : HZP_LOG_INFO;
    session->run = hzp_run_new();
    session->terminal = terminal_new(!values->quiet && !values->no_progress, session->level);
    if (values->threads > 0) hzp_run_set_threads(session->run, values->threads);
    hzp_run_set_sensitivity(session->run, values->sensitivity);
    hzp_run_set_log(session->run, terminal_log, session->terminal);
    hzp_run_set_progress(session->run, terminal_progress, session->terminal);
    terminal_set_run(session->terminal, session->run);
    signalled_run = session->run;
    supervisor_set_run(session->run);
    if (may_end_at_once) signal(SIGALRM, on_impatience);
    handle_signals(on_signal);
    supervisor_hold_signals(false);
}

void session_end(Session *session)
{
    handle_signals(SIG_DFL);
    if (may_end_at_once) signal(SIGALRM, SIG_IGN); /* it is done */
    signalled_run = NULL;
    supervisor_set_run(NULL);
    terminal_free(session->terminal);
    hzp_run_free(session->run);
}

void session_say(Session *session, const char *id, ...)
{
    const char *pair[8] = {NULL};
    va_list arguments;
    va_start(arguments, id);
    for (size_t i = 0; i < G_N_ELEMENTS(pair) && (pair[i] = va_arg(arguments, const char *)); i++)
        continue;
    va_end(arguments);
    g_autofree char *line = hzp_text(id, pair[0], pair[1], pair[2], pair[3], pair[4], pair[5], pair[6], pair[7], NULL);
    terminal_log(HZP_LOG_INFO, line, session->terminal);
}

void session_finding(const HzpFinding *finding, void *user)
{
    Session *session = user;
    bool error = strcmp(finding->severity, "error") == 0, warning = strcmp(finding->severity, "warning") == 0;
    HzpLogLevel level = error || warning ? HZP_LOG_WARNING : HZP_LOG_DETAIL;
    size_t *heard = error ? &session->heard.errors : warning ? &session->heard.warnings : &session->heard.notes;
    size_t *shown = error ? &session->shown.errors : warning ? &session->shown.warnings : &session->shown.notes;
    /* An error stops the work, so it is told even with --quiet. */
    if (*heard >= MOST_SHOWN || (!error && (int)level > session->level)) {
        (*heard)++;
        return;
    }
    (*heard)++;
    (*shown)++;
    const char *id = error ? "finding_line_error" : warning ? "finding_line_warning" : "finding_line_note";
    g_autofree char *line = hzp_text(id, "message", finding->message, NULL);
    terminal_log(error ? (HzpLogLevel)session->level : level, line, session->terminal);
}

void session_say_counts(Session *session, const HzpFindingCounts *counts, const char *project)
{
    g_autofree char *errors = g_strdup_printf("%zu", counts->errors);
    g_autofree char *warnings = g_strdup_printf("%zu", counts->warnings);
    g_autofree char *notes = g_strdup_printf("%zu", counts->notes);
    size_t shown = session->shown.errors + session->shown.warnings + session->shown.notes;
    bool some_left = shown < counts->errors + counts->warnings + counts->notes;
    session_say(session, some_left && project ? "findings_counts_more" : "findings_counts", "errors", errors, "warnings",
                warnings, "notes", notes, "project", project, NULL);
}
