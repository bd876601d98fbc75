/* People of buildings in hazard zones: units of their own, whose figures stand beside those of villages and are never mixed
 * with them. docs/methods.md#buildings. */
#include <math.h>
#include <string.h>

#include "analysis/exposed_sums.h"

/* All buildings of each region, exposed or not. */
static void all_figures(HzpTable *buildings, HzpTable *regions, const long *region)
{
    const double *people = hzp_table_number(buildings, "population");
    size_t n = hzp_table_rows(regions);
    double *count = hzp_table_add_number(regions, "buildings", HZP_COLUMN_INTEGER);
    double *population = hzp_table_add_number(regions, "building_population", HZP_COLUMN_REAL);
    double *missing = hzp_table_add_number(regions, "building_population_missing", HZP_COLUMN_INTEGER);
    g_autofree HzpExactSum *sums = g_new0(HzpExactSum, n + 1);
    for (size_t r = 0; r < n; r++)
        count[r] = missing[r] = 0;
    for (size_t i = 0; i < hzp_table_rows(buildings); i++) {
        if (region[i] < 0) continue;
        count[region[i]]++;
        if (isnan(people[i])) {
            missing[region[i]]++;
        } else {
            hzp_exact_sum_add(&sums[region[i]], people[i]);
        }
    }
    for (size_t r = 0; r < n; r++)
        population[r] = count[r] > 0 && missing[r] == count[r] ? NAN : hzp_exact_sum_value(&sums[r]);
}

static void exposed_figures(HzpAnalysis *analysis, HzpTable *regions, const long *region)
{
    size_t n = hzp_table_rows(regions);
    double *count = hzp_table_add_number(regions, "exposed_buildings", HZP_COLUMN_INTEGER);
    double *population = hzp_table_add_number(regions, "building_exposed_population", HZP_COLUMN_REAL);
    double *households = hzp_table_add_number(regions, "building_exposed_households", HZP_COLUMN_REAL);
    double *missing = hzp_table_add_number(regions, "building_exposed_population_missing", HZP_COLUMN_INTEGER);
    g_autofree HzpExposureSum *sums = g_new0(HzpExposureSum, n + 1);
    hzp_exposed_sums(analysis->model->buildings, analysis->cases[HZP_CASE_CENTRAL].building_share, 0, region, n, sums);
    for (size_t r = 0; r < n; r++) {
        count[r] = (double)sums[r].units;
        population[r] = hzp_exposed_value(&sums[r]);
        households[r] = hzp_exposed_households(&sums[r]);
        missing[r] = (double)sums[r].people_missing;
    }
}

HzpStatus hzp_analysis_buildings(HzpAnalysis *analysis)
{
    HzpModel *model = analysis->model;
    HzpExposureCase *central = &analysis->cases[HZP_CASE_CENTRAL];
    HzpExposureResult *result = NULL;
    HzpTable *const regions[] = {model->counties, model->towns};
    const long *const region[] = {model->building_county, model->building_town};
    if (!model->buildings) return HZP_OK;
    HZP_TRY(hzp_exposure_case_compute(analysis, central, &analysis->building_units, false, &result));
    central->building_share = g_steal_pointer(&result->share);
    memcpy(analysis->building_overlap, result->depth, sizeof analysis->building_overlap);
    hzp_exposure_result_free(result);
    for (size_t i = 0; i < G_N_ELEMENTS(regions); i++) {
        if (!region[i]) continue;
        all_figures(model->buildings, regions[i], region[i]);
        exposed_figures(analysis, regions[i], region[i]);
    }
    return hzp_exposure_check_sums(model->buildings, central->building_share, analysis->building_overlap);
}
