/* Exposed people: which villages lie in which hazard zones, people once in the union of the zones within a village, and by
 * hazard point. The engine computes (exposure/exposure.h); here its answers become columns. docs/methods.md#exposure. */
#include <math.h>
#include <string.h>

#include "analysis/exposed_sums.h"
#include "analysis/population_raster.h"
#include "base/message.h"
#include "base/vocabulary.h"

static HzpStatus compute(HzpAnalysis *analysis, HzpExposureResult **result)
{
    HzpExposureCase *central = &analysis->cases[HZP_CASE_CENTRAL];
    HZP_TRY(hzp_unit_arrays_make(analysis->run, analysis->model, analysis->model->villages,
                                 &analysis->model->village_positions, &analysis->village_units));
    if (analysis->model->buildings)
        HZP_TRY(hzp_unit_arrays_make(analysis->run, analysis->model, analysis->model->buildings,
                                     &analysis->model->building_positions, &analysis->building_units));
    HZP_TRY(hzp_exposure_case_begin(analysis, 1, central));
    HZP_TRY(hzp_exposure_case_compute(analysis, central, &analysis->village_units, true, result));
    central->village_share = g_steal_pointer(&(*result)->share);
    if (!analysis->model->population) return HZP_OK;
    HZP_TRY(hzp_population_raster_begin(analysis));
    HZP_TRY(hzp_population_raster_compute(analysis, central, true));
    if (!hzp_is_dasymetric(analysis)) return HZP_OK;
    HZP_TRY(hzp_dasymetric_shares(analysis, central, true));
    return hzp_dasymetric_pairs(analysis, *result);
}

/* ---- villages ---- */

static const char *join_types(HzpTable *villages, const double *share)
{
    GString *types = g_string_new(NULL);
    for (size_t t = 0; t < hzp_vocabulary_count("hazard_type"); t++) {
        if (share[hzp_exposure_group_of_type(t)] > 0)
            g_string_append_printf(types, "%s%s", types->len ? "," : "", hzp_vocabulary_code("hazard_type", t));
    }
    const char *kept = types->len ? hzp_table_keep(villages, types->str) : NULL;
    g_string_free(types, TRUE);
    return kept;
}

static void figures_of_villages(HzpAnalysis *analysis, const HzpExposureResult *result)
{
    HzpTable *villages = analysis->model->villages;
    const double *shares = analysis->cases[HZP_CASE_CENTRAL].village_share;
    double *share = hzp_table_add_number(villages, "exposed_share", HZP_COLUMN_REAL);
    double *exposed = hzp_table_add_number(villages, "exposed", HZP_COLUMN_BOOLEAN);
    double *count = hzp_table_add_number(villages, "hazard_count", HZP_COLUMN_INTEGER);
    const char **types = hzp_table_add_text(villages, "hazard_types");
    for (size_t i = 0; i < hzp_table_rows(villages); i++) {
        const double *own = shares + i * (size_t)result->n_groups;
        /* A village without a position is neither exposed nor not: its figures stay missing. */
        if (isnan(own[0])) continue;
        share[i] = own[0];
        exposed[i] = own[0] > 0;
        count[i] = 0;
        types[i] = join_types(villages, own);
    }
    for (size_t p = 0; p < result->n_pairs; p++)
        count[result->pairs[p].unit]++;
}

HzpStatus hzp_exposed_people(HzpTable *villages)
{
    const double *share = hzp_table_number(villages, "exposed_share");
    const double *people = hzp_table_number(villages, "population");
    const double *households = hzp_table_number(villages, "households");
    double *exposed_people = hzp_table_add_number(villages, "exposed_population", HZP_COLUMN_REAL);
    double *exposed_households = hzp_table_add_number(villages, "exposed_households", HZP_COLUMN_REAL);
    for (size_t i = 0; i < hzp_table_rows(villages); i++) {
        /* Nobody of a village outside all zones is exposed, whether its people are known or not. */
        exposed_people[i] = share[i] == 0 ? 0 : people[i] * share[i];
        exposed_households[i] = share[i] == 0 ? 0 : households[i] * share[i];
    }
    return HZP_OK;
}

/* ---- hazard points ---- */

/* By hazard separately: these overlap, and are never added up. */
static void figures_of_hazards(HzpAnalysis *analysis, const HzpExposureSum *sums)
{
    HzpTable *points = analysis->model->hazard_points;
    HzpTable *zones = analysis->hazard_zones;
    const double *registered = hzp_table_number(points, "population");
    double *villages = hzp_table_add_number(points, "modelled_villages", HZP_COLUMN_INTEGER);
    double *population = hzp_table_add_number(points, "modelled_population", HZP_COLUMN_REAL);
    double *difference = hzp_table_add_number(points, "population_difference", HZP_COLUMN_REAL);
    double *missing = hzp_table_add_number(points, "modelled_population_missing", HZP_COLUMN_INTEGER);
    double *zone_villages = hzp_table_add_number(zones, "villages", HZP_COLUMN_INTEGER);
    double *zone_population = hzp_table_add_number(zones, "population", HZP_COLUMN_REAL);
    for (size_t z = 0; z < hzp_table_rows(zones); z++) {
        size_t hazard = analysis->zone_hazard[z];
        villages[hazard] = zone_villages[z] = (double)sums[z].units;
        population[hazard] = zone_population[z] = hzp_exposed_value(&sums[z]);
        missing[hazard] = (double)sums[z].people_missing;
        /* A partial sum is no figure to hold against the register. */
        difference[hazard] = sums[z].people_missing > 0 ? NAN : population[hazard] - registered[hazard];
    }
}

static void exposure_table(HzpAnalysis *analysis, const HzpExposureResult *result)
{
    const HzpModel *model = analysis->model;
    const double *people = hzp_table_number(model->villages, "population");
    HzpTable *table = analysis->exposure = hzp_table_new("exposure", result->n_pairs);
    const char **hazard_id = hzp_table_add_text(table, "hazard_id");
    const char **village_id = hzp_table_add_text(table, "village_id");
    double *population = hzp_table_add_number(table, "population", HZP_COLUMN_REAL);
    double *share = hzp_table_add_number(table, "share", HZP_COLUMN_REAL);
    double *distance = hzp_table_add_number(table, "distance_m", HZP_COLUMN_REAL);
    for (size_t i = 0; i < result->n_pairs; i++) {
        const HzpExposureShare *pair = &result->pairs[i];
        size_t hazard = analysis->zone_hazard[pair->zone];
        hazard_id[i] = hzp_table_keep(table, hzp_table_text(model->hazard_points, "hazard_id")[hazard]);
        village_id[i] = hzp_table_keep(table, hzp_table_text(model->villages, "village_id")[pair->unit]);
        population[i] = people[pair->unit] * pair->share;
        share[i] = pair->share;
        distance[i] = hzp_model_distance_m(model, &model->hazard_positions, hazard, &model->village_positions, pair->unit);
    }
}

/* ---- all of it ---- */

HzpStatus hzp_analysis_exposure(HzpAnalysis *analysis)
{
    HzpExposureResult *result = NULL;
    HzpStatus status = compute(analysis, &result);
    if (status == HZP_OK) {
        memcpy(analysis->overlap, result->depth, sizeof analysis->overlap);
        figures_of_villages(analysis, result);
        hzp_exposed_people(analysis->model->villages);
        figures_of_hazards(analysis, result->zone);
        exposure_table(analysis, result);
        status = hzp_exposure_check_sums(analysis->model->villages, analysis->cases[HZP_CASE_CENTRAL].village_share,
                                         analysis->overlap);
    }
    hzp_exposure_result_free(result);
    return status;
}
