/* The share of a village's own people that a population raster puts into hazard zones: one rule for the plan and for the
 * exposure question. Mennis & Hultgren 2006, Cartography and Geographic Information Science 33(3); volume-preserving as in
 * Tobler 1979. docs/methods.md#dasymetric. */
#ifndef HZP_ANALYSIS_DASYMETRIC_SHARE_H
#define HZP_ANALYSIS_DASYMETRIC_SHARE_H

#include "exposure/raster_exposure.h"

/* Shares of region `region` of the sums in each of `groups` groups of zones: the raster's people of the part inside over
 * those of the whole, at most 1. A part without figures of a region that has some elsewhere gets nobody: its people are where
 * the raster has any.
 * @return the raster's people of the whole; `share` stays as it is where they are none (0) or unknown (NaN). */
double hzp_dasymetric_share(const HzpRasterResult *sums, size_t region, size_t groups, double *share);

/* What is to be told of such a region: a code of data/checks/. */
const char *hzp_dasymetric_trouble(double whole);

/* People of a sum, 0 where the raster has no figures. */
double hzp_dasymetric_people(const HzpRasterSum *sum);

#endif
