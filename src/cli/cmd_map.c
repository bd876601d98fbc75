#include "cli/command.h"
#include "cli/session.h"
#include "hazplan/map.h"

typedef struct {
    CommonValues common;
    const char *plan;
    HzpMapOptions map;
} Values;

static HzpStatus run(const void *given)
{
    const Values *values = given;
    Session session;
    session_begin(&session, &values->common);
    HzpStatus status = hzp_map_write(session.run, values->plan, values->common.output, &values->map);
    if (status == HZP_OK) session_say(&session, "written", "file", values->common.output, NULL);
    session_end(&session);
    return status;
}

static const Option options[] = {
    OPTION_OUTPUT("DIR|FILE", "option_output_map"),
    {.name = "sheet",
     .kind = OPTION_TEXT,
     .argument = "NAME",
     .help = "option_sheet",
     .offset = offsetof(Values, map) + offsetof(HzpMapOptions, sheet)},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .help = "option_map_format",
     .choices = "pdf|png|svg",
     .offset = offsetof(Values, map) + offsetof(HzpMapOptions, format)},
    {.name = "dpi",
     .kind = OPTION_NUMBER,
     .argument = "N",
     .help = "option_dpi",
     .initial = "200",
     .least = 50,
     .most = 1200,
     .offset = offsetof(Values, map) + offsetof(HzpMapOptions, dpi)},
    {.name = "size",
     .kind = OPTION_CHOICE,
     .argument = "SIZE",
     .help = "option_size",
     .choices = "A3|A4",
     .initial = "A3",
     .offset = offsetof(Values, map) + offsetof(HzpMapOptions, size)},
    {.name = NULL},
};

const Command cmd_map = {
    .run = run,
    .size = sizeof(Values),
    .output = offsetof(Values, common) + offsetof(CommonValues, output),
    .about = "about_map",
    .operands = (const Operand[]){OPERAND_PLAN(Values), {NULL, NULL, 0}},
    .options = options,
    .examples = (const Example[]){{"hazplan map plan.gpkg -o maps --format pdf", "example_map_1"},
                                  {"hazplan map plan.gpkg -o overview.png --sheet overview --dpi 100", "example_map_2"},
                                  {NULL, NULL}},
};
