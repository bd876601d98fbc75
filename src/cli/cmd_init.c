#include "cli/command.h"
#include "cli/session.h"
#include "hazplan/plan.h"

typedef struct {
    CommonValues common;
    const char *folder;
    const char *example;
} Values;

static HzpStatus run(const void *given)
{
    const Values *values = given;
    Session session;
    session_begin(&session, &values->common);
    HzpStatus status = hzp_project_init(values->folder, values->example);
    if (status == HZP_OK) session_say(&session, "init_done", "folder", values->folder, NULL);
    session_end(&session);
    return status;
}

const Command cmd_init = {
    .run = run,
    .size = sizeof(Values),
    .output = offsetof(Values, folder),
    .about = "about_init",
    .operands = (const Operand[]){{"DIR", "operand_init_folder", offsetof(Values, folder)}, {NULL, NULL, 0}},
    .options = (const Option[]){{.name = "example",
                                 .kind = OPTION_TEXT,
                                 .argument = "NAME",
                                 .help = "option_example",
                                 .offset = offsetof(Values, example)},
                                {.name = NULL}},
    .examples = (const Example[]){{"hazplan init my-city", "example_init_1"},
                                  {"hazplan init trial --example sanmenxia", "example_init_2"},
                                  {NULL, NULL}},
};
