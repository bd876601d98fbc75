/* People of the population raster by town, county and hazard zone, and what is to be said of the raster. They stand beside
 * the figures of villages and are never mixed with them. docs/methods.md#population-raster. */
#include <math.h>
#include <string.h>

#include "analysis/population_raster.h"
#include "base/message.h"
#include "data/raster_source.h"

/* ---- columns ---- */

static void region_columns(const HzpRasterResult *result, HzpTable *regions, size_t first)
{
    double *people = hzp_table_add_number(regions, "raster_population", HZP_COLUMN_REAL);
    double *exposed = hzp_table_add_number(regions, "raster_exposed_population", HZP_COLUMN_REAL);
    double *missing = hzp_table_add_number(regions, "raster_missing_share", HZP_COLUMN_REAL);
    for (size_t i = 0; i < hzp_table_rows(regions); i++) {
        people[i] = hzp_raster_sum_people(&result->region[first + i]);
        exposed[i] = hzp_raster_sum_people(&result->exposed[(first + i) * (size_t)result->n_groups]);
        missing[i] = hzp_raster_sum_missing_share(&result->region[first + i]);
    }
}

static void zone_column(const HzpRasterResult *result, HzpTable *zones)
{
    double *people = hzp_table_add_number(zones, "raster_population", HZP_COLUMN_REAL);
    for (size_t z = 0; z < hzp_table_rows(zones); z++)
        people[z] = hzp_raster_sum_people(&result->zone[z]);
}

/* ---- findings ---- */

/* A cell that holds more people than live anywhere is a mistake of the file, and so is every sum with it. */
static void tell_largest(HzpAnalysis *analysis, const HzpRasterResult *result)
{
    if (result->beyond_largest)
        hzp_findings_add(analysis->findings, "raster_cell_too_large", "population", NULL, NULL, "count",
                         hzp_text_of_size((size_t)result->beyond_largest), "largest",
                         hzp_text_of_number(hzp_raster_reader(analysis->model->population)->largest), NULL);
}

static void tell_share(HzpAnalysis *analysis, const char *code, double share)
{
    double percent = share * 100;
    if (!(percent > hzp_findings_parameter(analysis->findings, code, "limit_percent"))) return;
    g_autofree char *text = g_strdup_printf("%.2f", percent);
    hzp_findings_add(analysis->findings, code, "population", NULL, NULL, "percent", text, NULL);
}

static void tell_missing(HzpAnalysis *analysis, const HzpRasterFigures *raster)
{
    double outside = hzp_raster_sum_outside_share(&raster->total);
    tell_share(analysis, "raster_outside", outside);
    tell_share(analysis, "raster_missing", hzp_raster_sum_missing_share(&raster->total) - outside);
    if (raster->result->negative)
        hzp_findings_add(analysis->findings, "raster_negative", "population", NULL, NULL, "count",
                         hzp_text_of_size((size_t)raster->result->negative), NULL);
}

/* People per cell and people per km² are mixed up more often than anything else about rasters. */
static void tell_value(HzpAnalysis *analysis, const HzpRasterFigures *raster)
{
    const HzpLayerSource *source = hzp_project_layer(analysis->project, "population");
    HzpTable *villages = analysis->model->villages;
    const double *people = hzp_table_number(villages, "population");
    double most = hzp_findings_parameter(analysis->findings, "raster_differs", "factor");
    double found = hzp_raster_sum_people(&raster->total);
    HzpExactSum sum = {0};
    for (size_t i = 0; i < hzp_table_rows(villages); i++) {
        if (!isnan(people[i])) hzp_exact_sum_add(&sum, people[i]);
    }
    if (!source->value_stated)
        hzp_findings_add(analysis->findings, "raster_value_assumed", "population", NULL, "value", "path", source->path, NULL);
    double census = hzp_exact_sum_value(&sum);
    /* Sums over villages without people, or over a part of the raster, are no measure. */
    if (sum.terms < hzp_table_rows(villages) || !(census > 0)) return;
    if (isnan(found) || (found <= census * most && found * most >= census)) return;
    hzp_findings_add(analysis->findings, "raster_differs", "population", NULL, NULL, "people",
                     hzp_text_of_number(round(found)), "villages", hzp_text_of_number(census), NULL);
}

HzpStatus hzp_analysis_raster(HzpAnalysis *analysis)
{
    const HzpModel *model = analysis->model;
    const HzpRasterFigures *raster = analysis->cases[HZP_CASE_CENTRAL].raster;
    if (!model->population) return HZP_OK;
    if (model->towns) region_columns(raster->result, model->towns, raster->towns);
    if (model->counties_given) region_columns(raster->result, model->counties, raster->counties);
    zone_column(raster->result, analysis->hazard_zones);
    tell_largest(analysis, raster->result);
    tell_missing(analysis, raster);
    tell_value(analysis, raster);
    return HZP_OK;
}
