/* Totals with smaller and larger radii beside those with the radii as given: how much hangs on a choice that no survey made.
 * docs/methods.md#sensitivity-of-exposure. */
#include <math.h>

#include "analysis/exposed_sums.h"
#include "analysis/population_raster.h"
#include "base/message.h"
#include "base/vocabulary.h"

/* ---- the cases ---- */

static HzpStatus compute_units(HzpAnalysis *analysis, const HzpExposureCase *made, const HzpUnitArrays *units, double **share)
{
    HzpExposureResult *result = NULL;
    HZP_TRY(hzp_exposure_case_compute(analysis, made, units, false, &result));
    *share = g_steal_pointer(&result->share);
    hzp_exposure_result_free(result);
    return HZP_OK;
}

static HzpStatus compute_case(HzpAnalysis *analysis, double factor, HzpExposureCase *made)
{
    HZP_TRY(hzp_exposure_case_begin(analysis, factor, made));
    HZP_TRY(compute_units(analysis, made, &analysis->village_units, &made->village_share));
    if (analysis->model->buildings) HZP_TRY(compute_units(analysis, made, &analysis->building_units, &made->building_share));
    if (!analysis->model->population) return HZP_OK;
    HZP_TRY(hzp_population_raster_compute(analysis, made, false));
    return hzp_is_dasymetric(analysis) ? hzp_dasymetric_shares(analysis, made, false) : HZP_OK;
}

/* ---- the table ---- */

typedef struct {
    const char *level;
    const char *const *names;
    const char *const *counties; /* NULL where a level has none */
    size_t n;
} Level;

static void add_row(HzpAnalysis *analysis, const Level *level, size_t at, const char *measure, const double *values)
{
    static const char *const columns[HZP_CASES] = {"low", "central", "high"};
    HzpTable *table = analysis->exposure_sensitivity;
    size_t row = hzp_table_append(table);
    hzp_table_set_text(table, "level", row, level->level);
    hzp_table_set_text(table, "county", row, level->counties ? level->counties[at] : NULL);
    hzp_table_set_text(table, "name", row, level->names[at]);
    hzp_table_set_text(table, "measure", row, measure);
    for (int c = 0; c < HZP_CASES; c++)
        hzp_table_set_number(table, columns[c], row, values[c]);
}

static double units_of(const HzpExposureSum *sum) { return (double)sum->units; }

/* Rows of one layer of units at one level; sums[c][at]. */
static void add_rows(HzpAnalysis *analysis, const Level *level, HzpExposureSum *const *sums, bool buildings)
{
    static const struct {
        const char *village;
        const char *building;
        double (*value)(const HzpExposureSum *sum);
    } measures[] = {{"exposed_villages", "exposed_buildings", units_of},
                    {"exposed_population", "building_exposed_population", hzp_exposed_value},
                    {"exposed_households", "building_exposed_households", hzp_exposed_households}};
    for (size_t at = 0; at < level->n; at++) {
        for (size_t m = 0; m < G_N_ELEMENTS(measures); m++) {
            double values[HZP_CASES];
            for (int c = 0; c < HZP_CASES; c++)
                values[c] = measures[m].value(&sums[c][at]);
            add_row(analysis, level, at, buildings ? measures[m].building : measures[m].village, values);
        }
    }
}

static void add_level(HzpAnalysis *analysis, const Level *level, int group, const long *region, bool buildings)
{
    HzpTable *units = buildings ? analysis->model->buildings : analysis->model->villages;
    HzpExposureSum *sums[HZP_CASES];
    for (int c = 0; c < HZP_CASES; c++) {
        const HzpExposureCase *made = &analysis->cases[c];
        sums[c] = g_new0(HzpExposureSum, level->n + 1);
        hzp_exposed_sums(units, buildings ? made->building_share : made->village_share, group, region, level->n, sums[c]);
    }
    add_rows(analysis, level, sums, buildings);
    for (int c = 0; c < HZP_CASES; c++)
        g_free(sums[c]);
}

static void add_units(HzpAnalysis *analysis, bool buildings)
{
    const HzpModel *model = analysis->model;
    const long *county = buildings ? model->building_county : model->village_county;
    const long *town = buildings ? model->building_town : model->village_town;
    const Level region = {"region", &analysis->project->region_name, NULL, 1};
    add_level(analysis, &region, 0, NULL, buildings);
    for (size_t t = 0; t < hzp_vocabulary_count("hazard_type"); t++) {
        const char *code = hzp_vocabulary_code("hazard_type", t);
        const Level type = {"type", &code, NULL, 1};
        add_level(analysis, &type, hzp_exposure_group_of_type(t), NULL, buildings);
    }
    if (county) {
        const Level counties = {"county", hzp_table_text(model->counties, "name"), NULL, hzp_table_rows(model->counties)};
        add_level(analysis, &counties, 0, county, buildings);
    }
    if (town) {
        const Level towns = {"town", hzp_table_text(model->towns, "name"), hzp_table_text(model->towns, "county"),
                             hzp_table_rows(model->towns)};
        add_level(analysis, &towns, 0, town, buildings);
    }
}

/* The raster's people in zones; first tells where a level's rows are among its regions, SIZE_MAX: the region as a whole. */
static void add_raster_level(HzpAnalysis *analysis, const Level *level, size_t first, int group)
{
    size_t groups = (size_t)hzp_exposure_groups();
    for (size_t at = 0; at < level->n; at++) {
        double values[HZP_CASES];
        for (int c = 0; c < HZP_CASES; c++) {
            const HzpRasterFigures *raster = analysis->cases[c].raster;
            size_t offset = raster->n_villages - analysis->cases[HZP_CASE_CENTRAL].raster->n_villages;
            values[c] = hzp_raster_sum_people(first == SIZE_MAX ? &raster->exposed[group]
                                                                : &raster->result->exposed[(first + offset + at) * groups]);
        }
        add_row(analysis, level, at, "raster_exposed_population", values);
    }
}

static void add_raster(HzpAnalysis *analysis)
{
    const HzpModel *model = analysis->model;
    const HzpRasterFigures *central = analysis->cases[HZP_CASE_CENTRAL].raster;
    const Level region = {"region", &analysis->project->region_name, NULL, 1};
    add_raster_level(analysis, &region, SIZE_MAX, 0);
    for (size_t t = 0; t < hzp_vocabulary_count("hazard_type"); t++) {
        const char *code = hzp_vocabulary_code("hazard_type", t);
        const Level type = {"type", &code, NULL, 1};
        add_raster_level(analysis, &type, SIZE_MAX, hzp_exposure_group_of_type(t));
    }
    if (model->counties_given) {
        const Level counties = {"county", hzp_table_text(model->counties, "name"), NULL, hzp_table_rows(model->counties)};
        add_raster_level(analysis, &counties, central->counties, 0);
    }
    if (model->towns) {
        const Level towns = {"town", hzp_table_text(model->towns, "name"), hzp_table_text(model->towns, "county"),
                             hzp_table_rows(model->towns)};
        add_raster_level(analysis, &towns, central->towns, 0);
    }
}

/* Asked for on the command line, or by a project that says by how much. */
static bool is_wanted(const HzpAnalysis *analysis)
{
    return hzp_run_sensitivity(analysis->run) || hzp_project_own(analysis->project, "exposure.sensitivity");
}

HzpStatus hzp_analysis_exposure_sensitivity(HzpAnalysis *analysis)
{
    static const char *const texts[] = {"level", "county", "name", "measure"};
    static const char *const numbers[] = {"low", "central", "high"};
    HzpTable *table = analysis->exposure_sensitivity = hzp_table_new("exposure_sensitivity", 0);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        hzp_table_add_text(table, texts[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        hzp_table_add_number(table, numbers[i], HZP_COLUMN_REAL);
    if (!is_wanted(analysis)) return HZP_OK;
    double low = hzp_project_number(analysis->project, "exposure.sensitivity.low");
    double high = hzp_project_number(analysis->project, "exposure.sensitivity.high");
    HZP_TRY(compute_case(analysis, low, &analysis->cases[HZP_CASE_LOW]));
    HZP_TRY(compute_case(analysis, high, &analysis->cases[HZP_CASE_HIGH]));
    add_units(analysis, false);
    if (analysis->model->buildings) add_units(analysis, true);
    if (analysis->model->population) add_raster(analysis);
    return HZP_OK;
}
