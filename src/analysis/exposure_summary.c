/* Leaves of the summary about exposed people: villages under `modelled`, buildings apart. */
#include <math.h>

#include "analysis/exposed_sums.h"
#include "analysis/population_raster.h"
#include "analysis/summary_leaves.h"
#include "base/vocabulary.h"

/* A layer of units and where its figures go. */
typedef struct {
    const HzpSummary *summary;
    const char *prefix; /* "modelled" */
    const char *word;   /* "villages": key of the number of units */
    HzpTable *table;
    const double *shares[HZP_CASES];
    const HzpExposureSum *overlap;
} Layer;

static void put(const Layer *layer, const char *name, const char *suffix, double value)
{
    hzp_leaf_named(layer->summary, layer->prefix, name, suffix, value);
}

static void put_sum(const Layer *layer, const char *group, const char *name, const HzpExposureSum *sum)
{
    g_autofree char *prefix = g_strconcat(layer->prefix, ".", group, NULL);
    hzp_leaf_named(layer->summary, prefix, name, layer->word, (double)sum->units);
    hzp_leaf_named(layer->summary, prefix, name, "population", hzp_exposed_value(sum));
    hzp_leaf_named(layer->summary, prefix, name, "households", hzp_exposed_households(sum));
    hzp_leaf_named(layer->summary, prefix, name, "population_missing", (double)sum->people_missing);
}

static HzpExposureSum sum_of(const Layer *layer, int group, int which)
{
    HzpExposureSum sum;
    hzp_exposed_sums(layer->table, layer->shares[which], group, NULL, 0, &sum);
    return sum;
}

static void totals(const Layer *layer)
{
    g_autofree char *unplaced_key = g_strconcat(layer->word, "_unplaced", NULL);
    HzpExposureSum sum = sum_of(layer, 0, HZP_CASE_CENTRAL);
    size_t groups = (size_t)hzp_exposure_groups();
    double unplaced = 0;
    for (size_t i = 0; i < hzp_table_rows(layer->table); i++)
        unplaced += isnan(layer->shares[HZP_CASE_CENTRAL][i * groups]);
    put(layer, layer->word, NULL, (double)sum.units);
    put(layer, "population", NULL, hzp_exposed_value(&sum));
    put(layer, "households", NULL, hzp_exposed_households(&sum));
    put(layer, "population_missing", NULL, (double)sum.people_missing);
    put(layer, unplaced_key, NULL, unplaced);
}

static void rest(const Layer *layer)
{
    HzpUnexposed unexposed = hzp_exposure_unexposed(layer->table, layer->shares[HZP_CASE_CENTRAL]);
    put(layer, "population_not_exposed", NULL, hzp_exact_sum_value(&unexposed.people_safe));
    put(layer, "population_unplaced", NULL, hzp_exact_sum_value(&unexposed.people_unplaced));
    put(layer, "households_not_exposed", NULL, hzp_exact_sum_value(&unexposed.households_safe));
    put(layer, "households_unplaced", NULL, hzp_exact_sum_value(&unexposed.households_unplaced));
}

static void by_group(const Layer *layer)
{
    static const char *const overlaps[HZP_COVER_DEPTHS] = {"1", "2", "3+"};
    for (size_t t = 0; t < hzp_vocabulary_count("hazard_type"); t++) {
        HzpExposureSum sum = sum_of(layer, hzp_exposure_group_of_type(t), HZP_CASE_CENTRAL);
        put_sum(layer, "by_type", hzp_vocabulary_code("hazard_type", t), &sum);
    }
    for (int g = 0; g <= (int)hzp_vocabulary_count("grade"); g++) {
        bool graded = g < (int)hzp_vocabulary_count("grade");
        HzpExposureSum sum = sum_of(layer, hzp_exposure_group_of_grade(graded ? g : -1), HZP_CASE_CENTRAL);
        put_sum(layer, "by_grade", graded ? hzp_vocabulary_code("grade", (size_t)g) : "ungraded", &sum);
    }
    for (int d = 0; d < HZP_COVER_DEPTHS; d++)
        put_sum(layer, "by_overlap", overlaps[d], &layer->overlap[d]);
}

/* Totals with smaller and larger radii, where they were asked for. */
static void sensitivity(const Layer *layer)
{
    static const char *const names[HZP_CASES] = {"low", NULL, "high"};
    for (int c = 0; c < HZP_CASES; c++) {
        if (!names[c] || !layer->shares[c]) continue;
        HzpExposureSum sum = sum_of(layer, 0, c);
        put(layer, names[c], "radius_factor", layer->summary->analysis->cases[c].radius_factor);
        put(layer, names[c], layer->word, (double)sum.units);
        put(layer, names[c], "population", hzp_exposed_value(&sum));
        put(layer, names[c], "households", hzp_exposed_households(&sum));
    }
}

static void by_county(const HzpSummary *summary, const char *prefix, const char *const *keys, const char *const *columns,
                      size_t n)
{
    HzpTable *counties = summary->analysis->model->counties;
    for (size_t i = 0; i < hzp_table_rows(counties); i++) {
        for (size_t f = 0; f < n; f++) {
            const double *values = hzp_table_number(counties, columns[f]);
            hzp_leaf_named(summary, prefix, hzp_table_text(counties, "name")[i], keys[f], values ? values[i] : NAN);
        }
    }
}

static void villages(const HzpSummary *summary)
{
    static const char *const keys[] = {"villages", "population", "households"};
    static const char *const columns[] = {"exposed_villages", "exposed_population", "exposed_households"};
    const HzpAnalysis *analysis = summary->analysis;
    Layer layer = {summary, "modelled", "villages", analysis->model->villages, {NULL}, analysis->overlap};
    for (int c = 0; c < HZP_CASES; c++)
        layer.shares[c] = analysis->cases[c].village_share;
    totals(&layer);
    rest(&layer);
    by_county(summary, "modelled.by_county", keys, columns, G_N_ELEMENTS(keys));
    by_group(&layer);
    sensitivity(&layer);
}

static void buildings(const HzpSummary *summary)
{
    static const char *const keys[] = {"buildings", "population", "households"};
    static const char *const columns[] = {"exposed_buildings", "building_exposed_population", "building_exposed_households"};
    const HzpAnalysis *analysis = summary->analysis;
    HzpTable *table = analysis->model->buildings;
    if (!table) return;
    Layer layer = {summary, "buildings.exposed", "buildings", table, {NULL}, analysis->building_overlap};
    for (int c = 0; c < HZP_CASES; c++)
        layer.shares[c] = analysis->cases[c].building_share;
    HzpExactSum sum = {0};
    const double *people = hzp_table_number(table, "population");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (!isnan(people[i])) hzp_exact_sum_add(&sum, people[i]);
    }
    hzp_leaf_number(summary, "buildings.total", (double)hzp_table_rows(table));
    hzp_leaf_number(summary, "buildings.population", sum.terms ? hzp_exact_sum_value(&sum) : NAN);
    hzp_leaf_number(summary, "buildings.population_missing", (double)(hzp_table_rows(table) - sum.terms));
    totals(&layer);
    rest(&layer);
    by_county(summary, "buildings.exposed.by_county", keys, columns, G_N_ELEMENTS(keys));
    by_group(&layer);
    sensitivity(&layer);
}

static void raster_case(const HzpSummary *summary, const char *name, const HzpExposureCase *made)
{
    if (!made->raster) return;
    hzp_leaf_named(summary, "raster", name, "radius_factor", made->radius_factor);
    hzp_leaf_named(summary, "raster", name, "exposed_population", hzp_raster_sum_people(&made->raster->exposed[0]));
}

static void raster(const HzpSummary *summary)
{
    const HzpAnalysis *analysis = summary->analysis;
    const HzpRasterFigures *central = analysis->cases[HZP_CASE_CENTRAL].raster;
    if (!central) return;
    hzp_leaf_text(summary, "raster.value",
                  hzp_project_layer(analysis->project, "population")->density ? "density_km2" : "count");
    hzp_leaf_text(summary, "raster.used_for", hzp_is_dasymetric(analysis) ? "dasymetric" : "comparison");
    hzp_leaf_number(summary, "raster.population", hzp_raster_sum_people(&central->total));
    hzp_leaf_number(summary, "raster.exposed_population", hzp_raster_sum_people(&central->exposed[0]));
    hzp_leaf_number(summary, "raster.missing_share", hzp_raster_sum_missing_share(&central->total));
    for (size_t t = 0; t < hzp_vocabulary_count("hazard_type"); t++)
        hzp_leaf_named(summary, "raster.by_type", hzp_vocabulary_code("hazard_type", t), "exposed_population",
                       hzp_raster_sum_people(&central->exposed[hzp_exposure_group_of_type(t)]));
    raster_case(summary, "low", &analysis->cases[HZP_CASE_LOW]);
    raster_case(summary, "high", &analysis->cases[HZP_CASE_HIGH]);
}

void hzp_summary_exposure(const HzpSummary *summary)
{
    villages(summary);
    buildings(summary);
    raster(summary);
}
