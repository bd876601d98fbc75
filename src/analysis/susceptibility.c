/* Susceptibility by level: shares of the region, of each town and of each county. R8. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/message.h"
#include "base/vocabulary.h"
#include "geo/geometry.h"

enum { MAX_LEVELS = 8 };

static void shares_by_region(HzpAnalysis *analysis, HzpTable *regions, GEOSGeometry *const *planar, const GEOSGeometry *high)
{
    if (!regions || !planar) return;
    double *share = hzp_table_add_number(regions, "high_susceptibility_share", HZP_COLUMN_REAL);
    long n = (long)hzp_table_rows(regions);
#pragma omp parallel for schedule(dynamic) num_threads(hzp_run_threads(analysis->run))
    for (long i = 0; i < n; i++) {
        double area = hzp_geometry_area(planar[i]);
        if (area > 0) share[i] = high ? fmin(1, hzp_geometry_overlap_area(planar[i], high) / area) : 0;
    }
}

/* Levels must tile the region: a gap or an overlap makes the printed shares wrong. */
static void check_coverage(HzpAnalysis *analysis, double sum_of_levels, double dissolved, double region)
{
    double limit = hzp_project_number(analysis->project, "checks_limits.susceptibility_coverage_percent");
    double overlap = (sum_of_levels - dissolved) / dissolved * 100;
    double difference = region > 0 ? (dissolved - region) / region * 100 : 0;
    if (overlap > limit)
        hzp_findings_add(analysis->findings, "susceptibility_overlap", "susceptibility", NULL, "geometry", "percent",
                         hzp_text_of_number(overlap), NULL);
    if (fabs(difference) > limit)
        hzp_findings_add(analysis->findings, "susceptibility_coverage", "susceptibility", NULL, "geometry", "percent",
                         hzp_text_of_number(difference), NULL);
}

HzpStatus hzp_analysis_susceptibility(HzpAnalysis *analysis)
{
    HzpModel *model = analysis->model;
    HzpTable *table = model->susceptibility;
    for (int k = 0; k < MAX_LEVELS; k++)
        analysis->susceptibility_share[k] = NAN;
    if (!table) return HZP_OK;
    size_t n = hzp_table_rows(table);
    size_t levels = MIN(hzp_vocabulary_count("susceptibility"), (size_t)MAX_LEVELS);
    const char **level = hzp_table_text(table, "level");
    double *area_km2 = hzp_table_add_number(table, "area_km2", HZP_COLUMN_REAL);
    GEOSGeometry **planar = g_new0(GEOSGeometry *, n + 1);
    GEOSGeometry *dissolved[MAX_LEVELS] = {NULL};
    for (size_t i = 0; i < n; i++) {
        planar[i] = hzp_model_planar(model, hzp_table_geometry(table)[i]);
        area_km2[i] = hzp_model_area_km2(model, hzp_table_geometry(table)[i]);
    }
    double sum = 0;
    for (size_t k = 0; k < levels; k++) {
        g_autoptr(GPtrArray) chosen = g_ptr_array_new();
        for (size_t i = 0; i < n; i++) {
            if (planar[i] && hzp_vocabulary_index("susceptibility", level[i]) == (int)k) g_ptr_array_add(chosen, planar[i]);
        }
        dissolved[k] = hzp_geometry_union((GEOSGeometry **)chosen->pdata, chosen->len);
        sum += hzp_geometry_area(dissolved[k]);
    }
    for (size_t k = 0; k < levels && sum > 0; k++)
        analysis->susceptibility_share[k] = hzp_geometry_area(dissolved[k]) / sum;
    analysis->susceptibility_known = sum > 0;
    GEOSGeometry *all = hzp_geometry_union(dissolved, levels);
    GEOSGeometry *const *whole = model->counties_given ? analysis->county_planar : analysis->town_planar;
    size_t whole_rows = hzp_table_rows(model->counties_given ? model->counties : model->towns);
    double region = 0;
    for (size_t i = 0; whole && i < whole_rows; i++)
        region += hzp_geometry_area(whole[i]);
    if (sum > 0) check_coverage(analysis, sum, hzp_geometry_area(all), region);
    hzp_geometry_free(all);
    int high = hzp_vocabulary_index("susceptibility", "high");
    shares_by_region(analysis, model->towns, analysis->town_planar, dissolved[high]);
    shares_by_region(analysis, model->counties, analysis->county_planar, dissolved[high]);
    for (size_t k = 0; k < levels; k++)
        hzp_geometry_free(dissolved[k]);
    for (size_t i = 0; i < n; i++)
        hzp_geometry_free(planar[i]);
    g_free(planar);
    return HZP_OK;
}
