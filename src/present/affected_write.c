/* The files of an emergency answer. */
#include "hazplan/affected.h"

#include "answer/affected.h"
#include "data/plan_file.h"

static HzpStatus write_all(HzpRun *run, HzpPlanFile *plan, const HzpAffected *answer, const HzpAffectedFiles *files)
{
    (void)run;
    (void)plan;
    (void)answer;
    (void)files;
    return HZP_OK;
}

HzpStatus hzp_affected_write(HzpRun *run, const char *plan, const HzpAffected *answer, const HzpAffectedFiles *files)
{
    HzpPlanFile *file = NULL;
    HZP_TRY(hzp_plan_file_open(plan, &file));
    HzpStatus status = write_all(run, file, answer, files);
    hzp_plan_file_close(file);
    return status;
}
