/* A rain warning as a map sheet: towns filled by level, hazard points by level, totals, what rain it is from. Figures are the
 * warning's. */
#ifndef HZP_PRESENT_WARNING_MAP_H
#define HZP_PRESENT_WARNING_MAP_H

#include "analysis/warning.h"

typedef struct {
    double dpi;       /* of PNG; 0: 150 */
    const char *size; /* "A4" (also NULL) or "A3" */
} HzpWarningMapOptions;

/* Draw the page; the ending of `path` says the format. `plan` is the one that the warning was made from; `options` may be
 * NULL. HZP_E_USAGE for an unknown ending. */
HzpStatus hzp_warning_map_write(HzpRun *run, const char *plan, const HzpWarning *warning, const HzpWarningMapOptions *options,
                                const char *path);

#endif
