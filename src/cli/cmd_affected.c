/* Who is affected: what must be answered at once, in the front of the program; files are read and written by the whole one.
 */
#include <string.h>

#include "cli/affected_files.h"
#include "cli/command.h"
#include "cli/front.h"
#include "cli/output.h"
#include "cli/session.h"
#include "hazplan/affected.h"
#include "hazplan/text.h"

typedef struct {
    CommonValues common;
    const char *plan;
    HzpAffectedQuestion question;
    AffectedFiles files;
    int limit;
} Values;

static bool needs_whole_program(const Values *values)
{
    return values->question.area || values->files.rain || values->files.gpkg || values->files.map || values->files.report;
}

static HzpStatus print(const HzpAffected *answer, const Values *values)
{
    g_autofree char *text = hzp_affected_text(answer, values->common.format, (size_t)values->limit);
    output_put(text);
    return HZP_OK;
}

static HzpStatus answer_question(Session *session, const Values *values, HzpAffected **answer)
{
    if (affected_files) return affected_files->answer(session->run, values->plan, &values->question, &values->files, answer);
    return hzp_affected(session->run, values->plan, &values->question, answer);
}

static HzpStatus run(const void *given)
{
    const Values *values = given;
    Session session;
    if (!affected_files && needs_whole_program(values)) front_start_whole();
    HzpAffected *answer = NULL;
    session_begin(&session, &values->common);
    HzpStatus status = answer_question(&session, values, &answer);
    if (status == HZP_OK) status = print(answer, values);
    if (status == HZP_OK && affected_files)
        status = affected_files->write(&session, values->plan, answer, &values->question, &values->files);
    hzp_affected_free(answer);
    session_end(&session);
    return status;
}

static const Option options[] = {
    {.name = "hazard",
     .kind = OPTION_TEXT,
     .argument = "ID",
     .help = "option_affected_hazard",
     .offset = offsetof(Values, question) + offsetof(HzpAffectedQuestion, hazard)},
    {.name = "at",
     .kind = OPTION_TEXT,
     .argument = "LON,LAT",
     .help = "option_affected_at",
     .offset = offsetof(Values, question) + offsetof(HzpAffectedQuestion, at)},
    {.name = "radius",
     .kind = OPTION_NUMBER,
     .argument = "M",
     .help = "option_affected_radius",
     .least = 0.001,
     .most = 2e7,
     .offset = offsetof(Values, question) + offsetof(HzpAffectedQuestion, radius_m)},
    {.name = "map-offset",
     .kind = OPTION_CHOICE,
     .argument = "MAP",
     .help = "option_affected_map_offset",
     .choices = "wgs84|gcj02|bd09",
     .offset = offsetof(Values, question) + offsetof(HzpAffectedQuestion, map_offset)},
    {.name = "area",
     .kind = OPTION_TEXT,
     .argument = "FILE",
     .help = "option_affected_area",
     .offset = offsetof(Values, question) + offsetof(HzpAffectedQuestion, area)},
    {.name = "layer",
     .kind = OPTION_TEXT,
     .argument = "NAME",
     .help = "option_affected_layer",
     .offset = offsetof(Values, question) + offsetof(HzpAffectedQuestion, layer)},
    {.name = "limit",
     .kind = OPTION_INTEGER,
     .argument = "N",
     .help = "option_affected_limit",
     .least = 0,
     .most = 1e9,
     .offset = offsetof(Values, limit)},
    OPTION_FORMAT("table|json|csv|geojson"),
    {.name = NULL},
};

const Command cmd_affected = {
    .run = run,
    .size = sizeof(Values),
    .about = "about_affected",
    .operands = (const Operand[]){OPERAND_PLAN(Values), {NULL, NULL, 0}},
    .options = options,
    .examples =
        (const Example[]){{"hazplan affected plan.gpkg --hazard 140525D002", "example_affected_1"},
                          {"hazplan affected plan.gpkg --at 112.85,35.52 --radius 2000 --format json", "example_affected_2"},
                          {"hazplan affected plan.gpkg --at 巴公镇 --radius 1500", "example_affected_3"},
                          {NULL, NULL}},
};
