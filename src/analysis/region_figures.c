/* Figures of towns and counties: what the register says and what the overlay finds, side by side, never mixed. R6, R7. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/message.h"
#include "base/vocabulary.h"
#include "geo/geometry.h"

static double *zeros(HzpTable *table, const char *column, HzpColumnType type)
{
    double *values = hzp_table_add_number(table, column, type);
    for (size_t i = 0; i < hzp_table_rows(table); i++)
        values[i] = 0;
    return values;
}

static void count_by_code(HzpTable *regions, const long *region_of, size_t n, const char *vocabulary, const char **codes)
{
    for (size_t c = 0; c < hzp_vocabulary_count(vocabulary); c++) {
        const char *code = hzp_vocabulary_code(vocabulary, c);
        g_autofree char *column = g_strconcat("count_", code, NULL);
        double *counts = zeros(regions, column, HZP_COLUMN_INTEGER);
        for (size_t i = 0; i < n; i++) {
            if (region_of[i] >= 0 && codes[i] && strcmp(codes[i], code) == 0) counts[region_of[i]]++;
        }
    }
}

/* Sums of known values only, over the rows that `counts` marks (all with NULL); a region whose marked rows all lack the
 * figure keeps it missing, one without marked rows has nought. */
static void sum_known(HzpTable *regions, const char *column, HzpColumnType type, const char *missing_column,
                      const long *region_of, const double *values, size_t n, const double *counts)
{
    double *sums = hzp_table_add_number(regions, column, type);
    size_t count = hzp_table_rows(regions);
    g_autofree double *rows = g_new0(double, count + 1);
    g_autofree double *missing = g_new0(double, count + 1);
    g_autofree HzpExactSum *known = g_new0(HzpExactSum, count + 1);
    for (size_t i = 0; i < n; i++) {
        if (region_of[i] < 0 || (counts && !(counts[i] > 0))) continue;
        rows[region_of[i]]++;
        if (isnan(values[i])) {
            missing[region_of[i]]++;
        } else {
            hzp_exact_sum_add(&known[region_of[i]], values[i]);
        }
    }
    for (size_t r = 0; r < count; r++) {
        if (known[r].terms > 0 || rows[r] == 0) sums[r] = hzp_exact_sum_value(&known[r]);
    }
    if (!missing_column) return;
    double *out = hzp_table_add_number(regions, missing_column, HZP_COLUMN_INTEGER);
    memcpy(out, missing, count * sizeof *out);
}

static void register_figures(HzpAnalysis *analysis, HzpTable *regions, const long *region_of)
{
    HzpTable *points = analysis->model->hazard_points;
    size_t n = hzp_table_rows(points);
    double *count = zeros(regions, "hazard_count", HZP_COLUMN_INTEGER);
    double *ungraded = zeros(regions, "count_ungraded", HZP_COLUMN_INTEGER);
    const char **grades = hzp_table_text(points, "grade");
    for (size_t i = 0; i < n; i++) {
        if (region_of[i] < 0) continue;
        count[region_of[i]]++;
        if (!grades[i]) ungraded[region_of[i]]++;
    }
    count_by_code(regions, region_of, n, "hazard_type", hzp_table_text(points, "type"));
    count_by_code(regions, region_of, n, "grade", grades);
    sum_known(regions, "registered_population", HZP_COLUMN_INTEGER, "registered_population_missing", region_of,
              hzp_table_number(points, "population"), n, NULL);
    sum_known(regions, "registered_households", HZP_COLUMN_INTEGER, NULL, region_of, hzp_table_number(points, "households"),
              n, NULL);
    sum_known(regions, "registered_property_wan_yuan", HZP_COLUMN_REAL, NULL, region_of,
              hzp_table_number(points, "property_wan_yuan"), n, NULL);
}

static void village_figures(HzpAnalysis *analysis, HzpTable *regions, const long *region_of)
{
    HzpTable *villages = analysis->model->villages;
    size_t n = hzp_table_rows(villages);
    double *count = zeros(regions, "villages", HZP_COLUMN_INTEGER);
    double *exposed = zeros(regions, "exposed_villages", HZP_COLUMN_INTEGER);
    const double *is_exposed = hzp_table_number(villages, "exposed");
    for (size_t i = 0; i < n; i++) {
        if (region_of[i] < 0) continue;
        count[region_of[i]]++;
        if (is_exposed[i] == 1) exposed[region_of[i]]++;
    }
    sum_known(regions, "population", HZP_COLUMN_INTEGER, NULL, region_of, hzp_table_number(villages, "population"), n, NULL);
    sum_known(regions, "exposed_population", HZP_COLUMN_REAL, "exposed_population_missing", region_of,
              hzp_table_number(villages, "exposed_population"), n, is_exposed);
    sum_known(regions, "exposed_households", HZP_COLUMN_REAL, NULL, region_of,
              hzp_table_number(villages, "exposed_households"), n, is_exposed);
    if (!analysis->model->subsidence) return;
    const double *share = hzp_table_number(villages, "subsidence_share");
    double *inside = zeros(regions, "subsidence_villages", HZP_COLUMN_INTEGER);
    for (size_t i = 0; i < n; i++) {
        if (region_of[i] >= 0 && share[i] > 0) inside[region_of[i]]++;
    }
    sum_known(regions, "subsidence_population", HZP_COLUMN_REAL, NULL, region_of,
              hzp_table_number(villages, "subsidence_population"), n, share);
}

static void area_figures(HzpAnalysis *analysis, HzpTable *regions, GEOSGeometry *const *planar)
{
    if (!planar) return;
    double *area = hzp_table_add_number(regions, "area_km2", HZP_COLUMN_REAL);
    double *density = hzp_table_add_number(regions, "hazard_density_per_km2", HZP_COLUMN_REAL);
    const double *count = hzp_table_number(regions, "hazard_count");
    const double *subsidence = hzp_table_number(regions, "subsidence_km2");
    double *share = hzp_table_add_number(regions, "subsidence_share", HZP_COLUMN_REAL);
    for (size_t i = 0; i < hzp_table_rows(regions); i++) {
        area[i] = hzp_model_area_km2(analysis->model, hzp_table_geometry(regions)[i]);
        if (area[i] > 0) density[i] = count[i] / area[i];
        /* A ratio of two planar areas in one equal-area projection is exact; planar over geodesic would not be. */
        double planar_km2 = hzp_geometry_area(planar[i]) / 1e6;
        if (subsidence && planar_km2 > 0) share[i] = subsidence[i] / planar_km2;
    }
}

static void key_town_flags(HzpAnalysis *analysis)
{
    HzpModel *model = analysis->model;
    if (!model->key_towns) return;
    double *count = zeros(model->counties, "key_towns", HZP_COLUMN_INTEGER);
    double *flag = model->towns ? zeros(model->towns, "key_town", HZP_COLUMN_BOOLEAN) : NULL;
    for (size_t k = 0; k < hzp_table_rows(model->key_towns); k++) {
        if (model->key_town_county[k] >= 0) count[model->key_town_county[k]]++;
        if (flag && model->key_town_town[k] >= 0) flag[model->key_town_town[k]] = 1;
    }
}

HzpStatus hzp_analysis_regions(HzpAnalysis *analysis)
{
    HzpModel *model = analysis->model;
    register_figures(analysis, model->counties, model->hazard_county);
    village_figures(analysis, model->counties, model->village_county);
    area_figures(analysis, model->counties, analysis->county_planar);
    if (model->towns) {
        register_figures(analysis, model->towns, model->hazard_town);
        village_figures(analysis, model->towns, model->village_town);
        area_figures(analysis, model->towns, analysis->town_planar);
    }
    key_town_flags(analysis);
    HzpTable *whole = model->counties_given ? model->counties : model->towns;
    const double *areas = whole ? hzp_table_number(whole, "area_km2") : NULL;
    analysis->region_area_km2 = NAN;
    for (size_t i = 0; areas && i < hzp_table_rows(whole); i++)
        hzp_add_known(&analysis->region_area_km2, areas[i]);
    return HZP_OK;
}
