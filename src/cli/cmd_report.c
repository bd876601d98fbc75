#include "cli/command.h"
#include "cli/session.h"
#include "hazplan/report.h"

typedef struct {
    CommonValues common;
    const char *plan;
} Values;

static HzpStatus run(const void *given)
{
    const Values *values = given;
    Session session;
    session_begin(&session, &values->common);
    HzpStatus status = hzp_report_write(session.run, values->plan, values->common.output);
    if (status == HZP_OK) session_say(&session, "written", "file", values->common.output, NULL);
    session_end(&session);
    return status;
}

const Command cmd_report = {
    .run = run,
    .size = sizeof(Values),
    .output = offsetof(Values, common) + offsetof(CommonValues, output),
    .about = "about_report",
    .operands = (const Operand[]){OPERAND_PLAN(Values), {NULL, NULL, 0}},
    .options = (const Option[]){OPTION_OUTPUT("FILE", "option_output_report"), {.name = NULL}},
    .examples = (const Example[]){{"hazplan report plan.gpkg -o tables.xlsx", "example_report_1"},
                                  {"hazplan report plan.gpkg -o summary.json", "example_report_2"},
                                  {NULL, NULL}},
};
