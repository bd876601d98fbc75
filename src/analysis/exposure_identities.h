/* What must hold among the figures of an exposure answer, whatever was asked: checked in every run. */
#ifndef HZP_ANALYSIS_EXPOSURE_IDENTITIES_H
#define HZP_ANALYSIS_EXPOSURE_IDENTITIES_H

#include "analysis/exposure_figures.h"

/* Sums of the places of one level: everybody, and exposed by group. */
typedef struct {
    size_t n;
    size_t n_groups;
    HzpExposureSum *all;
    HzpExposureSum *group; /* n × n_groups */
    bool borrowed;         /* the engine's own: its regions are towns, and what lies in none */
} HzpExposureLevelSums;

/* `sums` are those of region, county and town. HZP_E_INTERNAL naming two figures that contradict each other: the input's
 * population and the engine's, the parts of a level and the region, groups and all zones, overlaps and single zones. */
HzpStatus hzp_exposure_check(const HzpExposureAnswer *answer, const HzpExposureFigures *figures,
                             const HzpExposureLevelSums *sums);

/* HZP_E_INTERNAL with what two figures are when they do not stand as they must. */
HzpStatus hzp_exposure_require(bool holds, const char *what, double left, double right);

#endif
