/* The report about an emergency (速报): first, follow-up and final, worded by data/templates/affected.<language>.yaml. R17.
 *
 * What the plan and the question tell is filled in, from the answer's own JSON, so that both say the same; what they do not
 * tell stands as 【待填：…】. */
#ifndef HZP_PRESENT_AFFECTED_REPORT_H
#define HZP_PRESENT_AFFECTED_REPORT_H

#include "answer/affected.h"
#include "base/run.h"

/* Write it, whole or not at all; the ending of `path` says how: .docx or .md. `kind`: "first" (also NULL), "follow_up" or
 * "final". HZP_E_USAGE for another kind or ending, HZP_E_IO. */
HzpStatus hzp_affected_report_write(HzpRun *run, const HzpAffected *answer, const char *kind, const char *path);

#endif
