#include "cli/command.h"
#include "cli/session.h"
#include "hazplan/plan.h"

typedef struct {
    CommonValues common;
    const char *project;
} Values;

static HzpStatus run(const void *given)
{
    const Values *values = given;
    HzpFindingCounts counts = {0, 0, 0};
    Session session;
    session_begin(&session, &values->common);
    HzpStatus status = hzp_plan_make(session.run, values->project, values->common.output, session_finding, &session, &counts);
    if (status == HZP_OK) session_say_counts(&session, &counts, values->project);
    session_end(&session);
    return status;
}

const Command cmd_plan = {
    .run = run,
    .size = sizeof(Values),
    .output = offsetof(Values, common) + offsetof(CommonValues, output),
    .about = "about_plan",
    .operands = (const Operand[]){OPERAND_PROJECT(Values), {NULL, NULL, 0}},
    .options = (const Option[]){OPTION_OUTPUT("DIR", "option_output_folder"), OPTION_SENSITIVITY, {.name = NULL}},
    .examples = (const Example[]){{"hazplan plan examples/sanmenxia -o out", "example_plan_1"},
                                  {"hazplan plan examples/jincheng -o out --lang en", "example_plan_2"},
                                  {NULL, NULL}},
};
