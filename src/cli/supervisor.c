/* strsignal() and MAP_ANONYMOUS are no part of the POSIX that the rest asks for. */
#define _GNU_SOURCE
#include "cli/supervisor.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "cli/fail_fast.h"
#include "hazplan/text.h"

/* Of the system's signals the one that programs do not send each other by themselves. */
enum { ASK_TO_STOP = SIGUSR1 };

/* `timeout` and service managers send a signal to a process and to its group: that is one wish, not two. */
static const double ONE_WISH_S = 0.2;

/* Asked to stop, the child does so within a second or is ended. */
enum { PATIENCE_US = 500000 };

static const int wishes[] = {SIGINT, SIGTERM, SIGHUP};

void supervisor_hold_signals(bool held)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, ASK_TO_STOP);
    for (size_t i = 0; i < G_N_ELEMENTS(wishes); i++)
        sigaddset(&signals, wishes[i]);
    sigprocmask(held ? SIG_BLOCK : SIG_UNBLOCK, &signals, NULL);
}

/* ---- in the child ---- */

static HzpRun *volatile child_run;
static volatile sig_atomic_t stop_asked;
static atomic_bool *written; /* shared by both */
static bool in_child;

bool supervisor_in_child(void) { return in_child; }

static void on_ask(int number)
{
    (void)number;
    stop_asked = 1;
    if (child_run) hzp_run_cancel(child_run);
}

void supervisor_set_run(HzpRun *run)
{
    child_run = run;
    if (run && stop_asked) hzp_run_cancel(run);
}

static void on_written(void)
{
    fail_fast_end();
    atomic_store(written, true);
}

static void begin_child(pid_t parent)
{
    for (size_t i = 0; i < G_N_ELEMENTS(wishes); i++)
        signal(wishes[i], SIG_IGN);
    struct sigaction action = {.sa_handler = on_ask, .sa_flags = SA_RESTART};
    sigaction(ASK_TO_STOP, &action, NULL);
#ifdef __linux__
    /* A parent that was killed outright cannot put things right: the child then stops and does it itself. */
    prctl(PR_SET_PDEATHSIG, ASK_TO_STOP);
#endif
    if (getppid() != parent) stop_asked = 1;
    hzp_written_hook_set(on_written);
    fail_fast_begin();
}

/* ---- in the parent ---- */

static volatile pid_t child;
static volatile sig_atomic_t first_wish;
static volatile sig_atomic_t forced_by;
static struct timespec first_wish_at;
static volatile sig_atomic_t overdue;

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void on_wish(int number)
{
    int error = errno;
    if (!first_wish) {
        const struct itimerval patience = {.it_value = {.tv_usec = PATIENCE_US}};
        first_wish = number;
        clock_gettime(CLOCK_MONOTONIC, &first_wish_at);
        kill(child, ASK_TO_STOP);
        setitimer(ITIMER_REAL, &patience, NULL);
    } else if (seconds_since(&first_wish_at) > ONE_WISH_S) {
        forced_by = number;
        kill(child, SIGKILL);
    }
    errno = error;
}

/* The child is inside of a library that cannot be asked. What is in place already stays. */
static void on_impatience(int number)
{
    (void)number;
    if (atomic_load(written)) return;
    overdue = 1;
    kill(child, SIGKILL);
}

static void handle_wishes(void (*handler)(int))
{
    for (size_t i = 0; i < G_N_ELEMENTS(wishes); i++) {
        struct sigaction before;
        /* nohup and a shell's background jobs ignore some of these; that stays so */
        if (sigaction(wishes[i], NULL, &before) == 0 && before.sa_handler == SIG_IGN) continue;
        struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
        sigaction(wishes[i], &action, NULL);
    }
}

/* The lowest folder of a path that is there. Free with g_free(). */
static char *existing_part(const char *path)
{
    char *part = g_canonicalize_filename(path, NULL);
    while (!g_file_test(part, G_FILE_TEST_EXISTS) && strcmp(part, "/") != 0) {
        char *above = g_path_get_dirname(part);
        g_free(part);
        part = above;
    }
    return part;
}

/* Folders that the child made for its output and never filled. */
static void remove_made(const char *output, const char *existing)
{
    g_autofree char *at = g_canonicalize_filename(output, NULL);
    while (strcmp(at, existing) != 0 && g_rmdir(at) == 0) {
        char *above = g_path_get_dirname(at);
        g_free(at);
        at = above;
    }
}

static void say(const char *command, const char *text)
{
    fprintf(stderr, "%shazplan %s: %s\n", isatty(STDERR_FILENO) ? "\r\033[K" : "", command, text);
}

static HzpStatus put_right(const char *output, const char *existing, pid_t process, bool failed)
{
    g_autofree char *above = g_path_get_dirname(output);
    HzpStatus status = hzp_recover(output, process);
    HzpStatus beside = hzp_recover(above, process);
    if (failed) remove_made(output, existing);
    return status != HZP_OK ? status : beside;
}

static int judge(const char *command, int status)
{
    if (!WIFSIGNALED(status)) return WEXITSTATUS(status);
    if (overdue && WTERMSIG(status) == SIGKILL && !*written) {
        g_autofree char *stopped = hzp_text("cancelled", NULL);
        say(command, stopped);
        return 1;
    }
    g_autofree char *number = g_strdup_printf("%d", WTERMSIG(status));
    const char *name = strsignal(WTERMSIG(status));
    const char *id = *written ? "worker_late" : WTERMSIG(status) == SIGKILL ? "worker_killed" : "worker_crashed";
    g_autofree char *text = hzp_text(id, "signal", number, "name", name, NULL);
    say(command, text);
    return *written ? 0 : 1;
}

/* Another program is to do the work, unless somebody has asked for an end meanwhile. */
static int leave_to_whole(const char *command)
{
    supervisor_hold_signals(true); /* until the other program is ready for them */
    handle_wishes(SIG_DFL);
    signal(SIGALRM, SIG_DFL);
    signal(SIGQUIT, SIG_DFL);
    if (!first_wish) return SUPERVISOR_WANTS_WHOLE;
    g_autofree char *stopped = hzp_text("cancelled", NULL);
    say(command, stopped);
    return 1;
}

static int wait_for(const char *command, const char *output, const char *existing)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    bool failed = !*written && (WIFSIGNALED(status) || WEXITSTATUS(status) != 0);
    HzpStatus right = output ? put_right(output, existing, child, failed) : HZP_OK;
    if (forced_by) {
        handle_wishes(SIG_DFL);
        raise(forced_by);
    }
    int code = judge(command, status);
    if (code == SUPERVISOR_WANTS_WHOLE) code = leave_to_whole(command);
    if (right == HZP_OK) return code;
    say(command, hzp_error_message());
    return 1;
}

/* ---- both ---- */

static bool wants_one_process(void)
{
    const char *value = g_getenv("HAZPLAN_ONE_PROCESS");
    return value && strcmp(value, "1") == 0;
}

static int fail_start(const char *command)
{
    g_autofree char *text = hzp_text("worker_not_started", "reason", g_strerror(errno), NULL);
    say(command, text);
    return 1;
}

int supervise(const char *command, const char *output, int (*work)(void *data), void *data)
{
    if (wants_one_process()) return work(data);
    written = mmap(NULL, sizeof *written, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (written == MAP_FAILED) return fail_start(command);
    g_autofree char *existing = output ? existing_part(output) : NULL;
    fail_fast_prepare(command);
    pid_t parent = getpid();
    fflush(NULL);
    supervisor_hold_signals(true); /* until both processes are ready for them */
    child = fork();
    if (child == 0) {
        in_child = true;
        begin_child(parent);
        supervisor_hold_signals(false);
        return work(data);
    }
    if (child < 0) {
        supervisor_hold_signals(false);
        return fail_start(command);
    }
    handle_wishes(on_wish);
    struct sigaction impatience = {.sa_handler = on_impatience, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &impatience, NULL);
    signal(SIGQUIT, SIG_IGN); /* ends the child, and things are put right */
    supervisor_hold_signals(false);
    return wait_for(command, output, existing);
}
