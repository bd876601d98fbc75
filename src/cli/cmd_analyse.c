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
    HzpStatus status =
        hzp_project_analyse(session.run, values->project, values->common.output, session_finding, &session, &counts);
    if (status == HZP_OK) {
        session_say_counts(&session, &counts, values->project);
        session_say(&session, "analyse_done", "file", values->common.output, NULL);
    }
    session_end(&session);
    return status;
}

const Command cmd_analyse = {
    .run = run,
    .size = sizeof(Values),
    .output = offsetof(Values, common) + offsetof(CommonValues, output),
    .about = "about_analyse",
    .operands = (const Operand[]){OPERAND_PROJECT(Values), {NULL, NULL, 0}},
    .options = (const Option[]){OPTION_OUTPUT("FILE", "option_output_plan"), OPTION_SENSITIVITY, {.name = NULL}},
    .examples =
        (const Example[]){{"hazplan analyse examples/sanmenxia -o plan.gpkg", "example_analyse_1"},
                          {"hazplan analyse examples/jincheng/project.yaml -o plan.gpkg --threads 1", "example_analyse_2"},
                          {NULL, NULL}},
};
