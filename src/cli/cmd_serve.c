#include "cli/command.h"
#include "cli/fail_fast.h"
#include "cli/output.h"
#include "cli/session.h"
#include "hazplan/serve.h"

typedef struct {
    CommonValues common;
    const char *plan;
    HzpServeOptions serve;
} Values;

/* The address is the answer: on standard output, for a script that starts the page. */
static void tell_ready(const char *url, void *user)
{
    Session *session = user;
    output_put(url);
    output_put("\n");
    output_flush();
    session_say(session, "serve_ready", "url", url, NULL);
}

static HzpStatus run(const void *given)
{
    const Values *values = given;
    Session session;
    HzpServeOptions options = values->serve;
    /* One failed read ends a command whose output would be wrong; here it fails one answer, and the others go on. */
    fail_fast_end();
    session_begin(&session, &values->common);
    options.ready = tell_ready;
    options.user = &session;
    HzpStatus status = hzp_serve(session.run, values->plan, &options);
    if (status == HZP_OK) session_say(&session, "serve_stopped", NULL);
    session_end(&session);
    return status;
}

static const Option options[] = {
    {.name = "port",
     .kind = OPTION_INTEGER,
     .argument = "N",
     .help = "option_port",
     .initial = "8350",
     .least = 0,
     .most = 65535,
     .offset = offsetof(Values, serve) + offsetof(HzpServeOptions, port)},
    {.name = "bind",
     .kind = OPTION_TEXT,
     .argument = "ADDRESS",
     .help = "option_bind",
     .initial = "127.0.0.1",
     .offset = offsetof(Values, serve) + offsetof(HzpServeOptions, address)},
    {.name = "token-file",
     .kind = OPTION_TEXT,
     .argument = "FILE",
     .help = "option_token_file",
     .offset = offsetof(Values, serve) + offsetof(HzpServeOptions, token_file)},
    {.name = NULL},
};

const Command cmd_serve = {
    .run = run,
    .size = sizeof(Values),
    .about = "about_serve",
    .operands = (const Operand[]){OPERAND_PLAN(Values), {NULL, NULL, 0}},
    .options = options,
    .examples = (const Example[]){{"hazplan serve plan.gpkg", "example_serve_1"},
                                  {"hazplan serve plan.gpkg --bind 0.0.0.0 --token-file token.txt", "example_serve_2"},
                                  {NULL, NULL}},
};
