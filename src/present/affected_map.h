/* `affected --map`: an emergency answer on one page (PDF, PNG, SVG), for those who drive out and those who telephone.
 *
 * Figures are the answer's; nothing is computed here. Of the plan only what lies on the page is read. */
#ifndef HZP_PRESENT_AFFECTED_MAP_H
#define HZP_PRESENT_AFFECTED_MAP_H

#include "answer/affected.h"
#include "base/run.h"

typedef struct {
    double dpi;                 /* of PNG; 0: 150 */
    const char *size;           /* "A4" (also NULL) or "A3" */
    const char *const *remarks; /* paragraphs for a box of their own, ended by NULL: the report's deadline, the key period */
} HzpAffectedMapOptions;

/* Draw the page; the ending of `path` says the format. `options` may be NULL. HZP_E_USAGE for an unknown ending. */
HzpStatus hzp_affected_map_write(HzpRun *run, HzpPlanFile *plan, const HzpAffected *answer,
                                 const HzpAffectedMapOptions *options, const char *path);

#endif
