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
    HzpAffectedFiles files;
    FileList rain;
    int limit;
} Values;

static const char *first_file(const HzpAffectedFiles *files)
{
    return files->gpkg ? files->gpkg : files->map ? files->map : files->report;
}

static bool needs_whole_program(const Values *values)
{
    return values->question.area || values->rain.count > 0 || first_file(&values->files);
}

static HzpStatus print(const HzpAffected *answer, const Values *values)
{
    g_autofree char *text = hzp_affected_text(answer, values->common.format, (size_t)values->limit);
    output_put(text);
    return HZP_OK;
}

static HzpStatus find(Session *session, const Values *values, HzpAffected **answer)
{
    HzpAffectedQuestion question = values->question;
    if (values->rain.count > 0) question.rain = values->rain.files;
    if (!affected_files) return hzp_affected(session->run, values->plan, &question, answer);
    return affected_files->answer(session->run, values->plan, &question, answer);
}

/* The answer is what counts: it is on the screen before files are made, which takes longer. */
static HzpStatus write_files(Session *session, const Values *values, const HzpAffected *answer)
{
    if (!first_file(&values->files)) return HZP_OK;
    output_flush();
    HzpStatus status = affected_files->write(session->run, values->plan, answer, &values->files);
    if (status != HZP_OK) return status;
    const char *const written[] = {values->files.gpkg, values->files.map, values->files.report};
    for (size_t i = 0; i < G_N_ELEMENTS(written); i++) {
        if (written[i]) session_say(session, "written", "file", written[i], NULL);
    }
    return HZP_OK;
}

static HzpStatus run(const void *given)
{
    const Values *values = given;
    Session session;
    if (!affected_files && needs_whole_program(values)) front_start_whole();
    HzpAffected *answer = NULL;
    session_begin(&session, &values->common);
    HzpStatus status = find(&session, values, &answer);
    if (status == HZP_OK) status = print(answer, values);
    if (status == HZP_OK) status = write_files(&session, values, answer);
    hzp_affected_free(answer);
    session_end(&session);
    return status;
}

/* Files are made by a process of their own (supervisor.h), which the front does not start. */
static const char *output_of(const void *given)
{
    return affected_files ? first_file(&((const Values *)given)->files) : NULL;
}

static bool apart(const void *given)
{
    const Values *values = given;
    return affected_files && (values->question.area || values->rain.count > 0);
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
     .kind = OPTION_METRES,
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
    {.name = "rain",
     .kind = OPTION_FILES,
     .argument = "FILE…",
     .help = "option_affected_rain",
     .offset = offsetof(Values, rain)},
    {.name = "date",
     .kind = OPTION_TEXT,
     .argument = "DATE",
     .help = "option_affected_date",
     .offset = offsetof(Values, question) + offsetof(HzpAffectedQuestion, date)},
    {.name = "time",
     .kind = OPTION_TEXT,
     .argument = "TIME",
     .help = "option_affected_time",
     .offset = offsetof(Values, question) + offsetof(HzpAffectedQuestion, time)},
    {.name = "gpkg",
     .kind = OPTION_TEXT,
     .argument = "FILE",
     .help = "option_affected_gpkg",
     .offset = offsetof(Values, files) + offsetof(HzpAffectedFiles, gpkg)},
    {.name = "map",
     .kind = OPTION_TEXT,
     .argument = "FILE",
     .help = "option_affected_map",
     .offset = offsetof(Values, files) + offsetof(HzpAffectedFiles, map)},
    {.name = "report",
     .kind = OPTION_TEXT,
     .argument = "FILE",
     .help = "option_affected_report",
     .offset = offsetof(Values, files) + offsetof(HzpAffectedFiles, report)},
    {.name = "report-kind",
     .kind = OPTION_CHOICE,
     .argument = "KIND",
     .help = "option_affected_report_kind",
     .choices = "first|follow_up|final",
     .offset = offsetof(Values, files) + offsetof(HzpAffectedFiles, report_kind)},
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
    .apart = apart,
    .output_of = output_of,
    .about = "about_affected",
    .operands = (const Operand[]){OPERAND_PLAN(Values), {NULL, NULL, 0}},
    .options = options,
    .examples =
        (const Example[]){{"hazplan affected plan.gpkg --hazard 140525D002", "example_affected_1"},
                          {"hazplan affected plan.gpkg --at 112.85,35.52 --radius 2000 --format json", "example_affected_2"},
                          {"hazplan affected plan.gpkg --at 巴公镇 --radius 1500", "example_affected_3"},
                          {NULL, NULL}},
};
