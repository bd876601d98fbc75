/* `affected` in the whole program. */
#include "cli/affected_files.h"

#include <unistd.h>

#include "cli/front.h"

static HzpStatus answer_question(HzpRun *run, const char *plan, const HzpAffectedQuestion *question,
                                 const AffectedFiles *files, HzpAffected **answer)
{
    (void)files;
    if (question->area) return hzp_affected_in_area(run, plan, question, answer);
    return hzp_affected(run, plan, question, answer);
}

static HzpStatus write_files(Session *session, const char *plan, const HzpAffected *answer,
                             const HzpAffectedQuestion *question, const AffectedFiles *files)
{
    (void)session;
    (void)plan;
    (void)answer;
    (void)question;
    (void)files;
    return HZP_OK;
}

static const AffectedFileFunctions functions = {answer_question, write_files};
const AffectedFileFunctions *const affected_files = &functions;

/* This is the whole program. */
void front_start_whole(void) { _exit(1); }
