/* One case of the exposure (radii as given, smaller, larger) and what its shares add up to. */
#ifndef HZP_ANALYSIS_EXPOSED_SUMS_H
#define HZP_ANALYSIS_EXPOSED_SUMS_H

#include "analysis/analysis.h"

/* Zones of a case, with the radii multiplied by `radius_factor`; end it with hzp_exposure_case_end(). */
HzpStatus hzp_exposure_case_begin(HzpAnalysis *analysis, double radius_factor, HzpExposureCase *made);
void hzp_exposure_case_end(HzpExposureCase *made);

/* The engine's answer for a layer of units; free it with hzp_exposure_result_free(). */
HzpStatus hzp_exposure_case_compute(HzpAnalysis *analysis, const HzpExposureCase *made, const HzpUnitArrays *units,
                                    bool pairs, HzpExposureResult **result);

/* Sums over the units of a table that are exposed to one group of zones (shares: rows × groups), by region, in any order the
 * same. `region` NULL: one sum for all, of units in no region too. */
void hzp_exposed_sums(HzpTable *units, const double *shares, int group, const long *region, size_t n_regions,
                      HzpExposureSum *sums);

/* One more unit in a sum, by its share. */
void hzp_exposed_add(HzpExposureSum *sum, HzpTable *units, size_t row, double share);

/* People (households) of a sum: 0 where no unit is exposed, NaN where none of the exposed ones has the figure. */
double hzp_exposed_value(const HzpExposureSum *sum);
double hzp_exposed_households(const HzpExposureSum *sum);

/* Columns exposed_population and exposed_households of villages from exposed_share. */
HzpStatus hzp_exposed_people(HzpTable *villages);

/* Nobody may get lost: people under exactly one, two, three and more zones, those not exposed and those without a position
 * add up to all people of the layer, and households alike. HZP_E_INTERNAL when they do not. */
HzpStatus hzp_exposure_check_sums(HzpTable *units, const double *shares, const HzpExposureSum *depth);

/* Known people (households) of a layer that lie in no zone, and that have no position. */
typedef struct {
    HzpExactSum people_safe;
    HzpExactSum people_unplaced;
    HzpExactSum people_all;
    HzpExactSum households_safe;
    HzpExactSum households_unplaced;
    HzpExactSum households_all;
} HzpUnexposed;
HzpUnexposed hzp_exposure_unexposed(HzpTable *units, const double *shares);

#endif
