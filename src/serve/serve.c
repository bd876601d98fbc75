#include "hazplan/serve.h"

#include <glib.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "base/run.h"
#include "serve/http_server.h"
#include "serve/listen_socket.h"
#include "serve/plan_keeper.h"
#include "serve/token.h"

static const struct timespec between_looks = {.tv_nsec = 50000000};

/* Another address than this machine's own is for those who carry the token. */
static HzpStatus check_options(const char *address, const HzpServeOptions *options)
{
    bool loopback = false;
    HZP_TRY(hzp_listen_is_loopback(address, &loopback));
    if (options->port < 0 || options->port > 65535)
        return hzp_fail(HZP_E_USAGE, "serve_address_wrong", "address", address, NULL);
    if (!loopback && !options->token_file) return hzp_fail(HZP_E_USAGE, "serve_token_needed", "address", address, NULL);
    return HZP_OK;
}

/* Tell when the state of the plan changes. */
static void tell_state(HzpRun *run, HzpPlanKeeper *keeper, const char **told, char **written)
{
    HzpPlanFile *plan = NULL;
    const char *state = NULL;
    if (hzp_plan_keeper_get(keeper, &plan, &state) != HZP_OK) state = "gone";
    g_autofree char *now = hzp_plan_keeper_written(keeper);
    bool replaced = g_strcmp0(now, *written) != 0;
    if (strcmp(state, *told) == 0 && !replaced) return;
    const char *name = hzp_plan_keeper_name(keeper);
    if (strcmp(state, "current") == 0) {
        hzp_run_log(run, HZP_LOG_INFO, "serve_plan_opened", "file", name, "written", now, NULL);
    } else if (strcmp(state, "missing") == 0) {
        hzp_run_log(run, HZP_LOG_WARNING, "serve_plan_missing", "file", name, "written", now, NULL);
    } else if (strcmp(state, "unreadable") == 0) {
        hzp_run_log(run, HZP_LOG_WARNING, "serve_plan_unreadable", "file", name, "written", now, NULL);
    } else {
        hzp_run_log(run, HZP_LOG_WARNING, "serve_plan_gone", "file", name, NULL);
    }
    *told = state;
    g_free(*written);
    *written = g_steal_pointer(&now);
}

static void serve_until_cancelled(HzpRun *run, HzpPlanKeeper *keeper, HzpHttpServer *server)
{
    const char *told = "";
    char *written = NULL;
    while (!hzp_run_cancelled(run)) {
        tell_state(run, keeper, &told, &written);
        hzp_http_server_look(server);
        nanosleep(&between_looks, NULL); /* a signal ends it early */
    }
    g_free(written);
}

/* Threads inherit which signals are held, so that those that end the program reach this thread. */
static void hold_signals(int how)
{
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    sigaddset(&held, SIGALRM);
    pthread_sigmask(how, &held, NULL);
}

static HzpStatus serve_plan(HzpRun *run, const char *path, const HzpServeOptions *options, HzpPlanKeeper *keeper)
{
    const char *address = options->address ? options->address : "127.0.0.1", *state = NULL;
    HzpPlanFile *plan = NULL;
    HzpToken *token = NULL;
    HzpListenSocket listening;
    HzpHttpServer *server = NULL;
    HZP_TRY(check_options(address, options));
    HZP_TRY(hzp_plan_keeper_get(keeper, &plan, &state));
    if (options->token_file) HZP_TRY(hzp_token_read(options->token_file, &token));
    HzpStatus status = hzp_listen_open(address, options->port, &listening);
    if (status != HZP_OK) {
        hzp_token_free(token);
        return status;
    }
    hold_signals(SIG_BLOCK);
    status = hzp_http_server_start(path, hzp_run_threads(run), &listening, token, &server);
    hold_signals(SIG_UNBLOCK);
    if (status == HZP_OK) {
        if (options->ready) options->ready(listening.url, options->user);
        serve_until_cancelled(run, keeper, server);
        hzp_http_server_stop(server);
    }
    hzp_listen_clear(&listening);
    return status;
}

HzpStatus hzp_serve(HzpRun *run, const char *plan, const HzpServeOptions *options)
{
    static const HzpServeOptions none;
    HzpPlanKeeper *keeper = hzp_plan_keeper_new(plan);
    hzp_run_begin(run);
    HzpStatus status = serve_plan(run, plan, options ? options : &none, keeper);
    hzp_plan_keeper_free(keeper);
    return hzp_run_end(run, status);
}
