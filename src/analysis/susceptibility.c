/* Susceptibility by level: shares of the region, of each town and of each county. R8. */
#include <math.h>
#include <string.h>

#include "analysis/overlay.h"
#include "base/message.h"
#include "base/vocabulary.h"
#include "geo/geometry.h"

enum { MAX_LEVELS = 8 };

static HzpStatus shares_by_region(HzpAnalysis *analysis, HzpTable *regions, GEOSGeometry *const *planar,
                                  const GEOSGeometry *high)
{
    if (!regions || !planar) return HZP_OK;
    double *share = hzp_table_add_number(regions, "high_susceptibility_share", HZP_COLUMN_REAL);
    HZP_TRY(hzp_overlay_areas(analysis, regions, planar, high, share));
    for (size_t i = 0; i < hzp_table_rows(regions); i++) {
        share[i] /= hzp_geometry_area(planar[i]) / 1e6;
        if (share[i] > 1) share[i] = 1; /* by rounding only */
    }
    return HZP_OK;
}

/* Levels must tile the region: a gap or an overlap makes the printed shares wrong. */
static void check_coverage(HzpAnalysis *analysis, double sum_of_levels, double dissolved, double region)
{
    double overlap_limit = hzp_findings_parameter(analysis->findings, "susceptibility_overlap", "limit_percent");
    double limit = hzp_findings_parameter(analysis->findings, "susceptibility_coverage", "limit_percent");
    double overlap = (sum_of_levels - dissolved) / dissolved * 100;
    double difference = region > 0 ? (dissolved - region) / region * 100 : 0;
    if (overlap > overlap_limit)
        hzp_findings_add(analysis->findings, "susceptibility_overlap", "susceptibility", NULL, "geometry", "percent",
                         hzp_text_of_number(overlap), NULL);
    if (fabs(difference) > limit)
        hzp_findings_add(analysis->findings, "susceptibility_coverage", "susceptibility", NULL, "geometry", "percent",
                         hzp_text_of_number(difference), NULL);
}

static double area_of_region(const HzpAnalysis *analysis)
{
    const HzpModel *model = analysis->model;
    GEOSGeometry *const *whole = model->counties_given ? analysis->county_planar : analysis->town_planar;
    size_t rows = hzp_table_rows(model->counties_given ? model->counties : model->towns);
    double area = 0;
    for (size_t i = 0; whole && i < rows; i++)
        area += hzp_geometry_area(whole[i]);
    return area;
}

static HzpStatus shares(HzpAnalysis *analysis, GEOSGeometry *const *planar, const int *level_of_row, size_t n,
                        GEOSGeometry **dissolved, GEOSGeometry **all)
{
    HzpModel *model = analysis->model;
    size_t levels = MIN(hzp_vocabulary_count("susceptibility"), (size_t)MAX_LEVELS);
    double sum = 0;
    for (size_t k = 0; k < levels; k++) {
        HZP_TRY(hzp_overlay_dissolve(planar, level_of_row, n, (int)k, &dissolved[k]));
        sum += hzp_geometry_area(dissolved[k]);
    }
    HZP_TRY(hzp_overlay_dissolve(dissolved, NULL, levels, -1, all));
    for (size_t k = 0; k < levels && sum > 0; k++)
        analysis->susceptibility_share[k] = hzp_geometry_area(dissolved[k]) / sum;
    analysis->susceptibility_known = sum > 0;
    if (sum > 0) check_coverage(analysis, sum, hzp_geometry_area(*all), area_of_region(analysis));
    int high = hzp_vocabulary_index("susceptibility", "high");
    HZP_TRY(shares_by_region(analysis, model->towns, analysis->town_planar, dissolved[high]));
    return shares_by_region(analysis, model->counties, analysis->county_planar, dissolved[high]);
}

HzpStatus hzp_analysis_susceptibility(HzpAnalysis *analysis)
{
    HzpModel *model = analysis->model;
    HzpTable *table = model->susceptibility;
    for (int k = 0; k < MAX_LEVELS; k++)
        analysis->susceptibility_share[k] = NAN;
    if (!table) return HZP_OK;
    size_t n = hzp_table_rows(table);
    const char **level = hzp_table_text(table, "level");
    double *area_km2 = hzp_table_add_number(table, "area_km2", HZP_COLUMN_REAL);
    g_autofree int *level_of_row = g_new(int, n + 1);
    GEOSGeometry *dissolved[MAX_LEVELS] = {NULL};
    GEOSGeometry *all = NULL;
    GEOSGeometry **planar = NULL;
    HZP_TRY(hzp_overlay_project(model, table, &planar));
    for (size_t i = 0; i < n; i++) {
        level_of_row[i] = hzp_vocabulary_index("susceptibility", level[i]);
        area_km2[i] = hzp_model_area_km2(model, hzp_table_geometry(table)[i]);
    }
    HzpStatus status = shares(analysis, planar, level_of_row, n, dissolved, &all);
    for (size_t k = 0; k < MAX_LEVELS; k++)
        hzp_geometry_free(dissolved[k]);
    hzp_geometry_free(all);
    hzp_overlay_free(planar, n);
    return status;
}
