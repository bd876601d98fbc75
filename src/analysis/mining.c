/* Mining layers: goaf, land damaged by mining, mining subsidence. Kinds are kept apart; totals dissolve all of them. R9. */
#include <math.h>
#include <string.h>

#include "analysis/overlay.h"
#include "base/message.h"
#include "base/vocabulary.h"
#include "geo/geometry.h"
#include "geo/polygon_index.h"

enum { MAX_KINDS = 8 };

typedef struct {
    HzpAnalysis *analysis;
    const int *kind_of_row;
    size_t unit;
    bool any;
    bool kinds[MAX_KINDS];
} Touch;

/* ---- villages and hazard points ---- */

static void touch(size_t row, void *user)
{
    Touch *point = user;
    HzpTable *subsidence = point->analysis->model->subsidence;
    double people = hzp_table_number(point->analysis->model->villages, "population")[point->unit];
    hzp_table_number(subsidence, "villages")[row]++;
    hzp_add_known(&hzp_table_number(subsidence, "population")[row], people);
    point->any = true;
    if (point->kind_of_row[row] >= 0) point->kinds[point->kind_of_row[row]] = true;
}

static void count_village(HzpAnalysis *analysis, const Touch *point)
{
    HzpTable *villages = analysis->model->villages;
    double people = hzp_table_number(villages, "population")[point->unit];
    hzp_table_number(villages, "subsidence_share")[point->unit] = point->any ? 1 : 0;
    hzp_table_number(villages, "subsidence_population")[point->unit] = point->any ? people : 0;
    for (int k = 0; k < MAX_KINDS; k++) {
        if (!point->kinds[k]) continue;
        analysis->mining_kind_villages[k]++;
        hzp_add_known(&analysis->mining_kind_population[k], people);
    }
}

static void villages_inside(HzpAnalysis *analysis, HzpPolygonIndex *index, const int *kind_of_row)
{
    const HzpPositions *units = &analysis->model->village_positions;
    for (size_t i = 0; i < units->n; i++) {
        if (hzp_run_check(analysis->run) != HZP_OK) return;
        if (!isfinite(units->x[i])) continue;
        /* A village polygon counts by its anchor here; its share of area belongs to the exposure of zones. */
        Touch point = {.analysis = analysis, .kind_of_row = kind_of_row, .unit = i};
        hzp_polygon_index_at(index, units->x[i], units->y[i], touch, &point);
        count_village(analysis, &point);
    }
}

typedef struct {
    const int *kind_of_row;
    int wanted;
    bool inside;
} Inside;

static void is_wanted(size_t row, void *user)
{
    Inside *test = user;
    if (test->kind_of_row[row] == test->wanted) test->inside = true;
}

static void points_in_goaf(HzpAnalysis *analysis, HzpPolygonIndex *index, const int *kind_of_row)
{
    const HzpPositions *points = &analysis->model->hazard_positions;
    double *in_goaf = hzp_table_add_number(analysis->model->hazard_points, "in_goaf", HZP_COLUMN_BOOLEAN);
    for (size_t i = 0; i < points->n; i++) {
        if (hzp_run_check(analysis->run) != HZP_OK) return;
        Inside test = {kind_of_row, hzp_vocabulary_index("mining_kind", "goaf"), false};
        if (!isfinite(points->x[i]) || !hzp_analysis_placed_finely(analysis, i)) continue;
        hzp_polygon_index_at(index, points->x[i], points->y[i], is_wanted, &test);
        in_goaf[i] = test.inside ? 1 : 0;
    }
}

/* ---- areas ---- */

static HzpStatus areas_by_region(HzpAnalysis *analysis, const char *column, const GEOSGeometry *dissolved)
{
    HzpModel *model = analysis->model;
    HzpTable *regions[] = {model->towns, model->counties};
    GEOSGeometry **planar[] = {analysis->town_planar, analysis->county_planar};
    for (size_t i = 0; i < G_N_ELEMENTS(regions); i++) {
        if (!regions[i] || !planar[i]) continue;
        double *areas = hzp_table_add_number(regions[i], column, HZP_COLUMN_REAL);
        HZP_TRY(hzp_overlay_areas(analysis, regions[i], planar[i], dissolved, areas));
    }
    return HZP_OK;
}

/* Dissolved area of one kind (all with kind -1) in the region and by town and county. */
static HzpStatus areas_of_kind(HzpAnalysis *analysis, GEOSGeometry *const *planar, const int *kind_of_row, size_t n, int kind,
                               const char *column, double *total_km2)
{
    GEOSGeometry *dissolved = NULL;
    HZP_TRY(hzp_overlay_dissolve(planar, kind_of_row, n, kind, &dissolved));
    if (dissolved) *total_km2 = hzp_geometry_area(dissolved) / 1e6;
    HzpStatus status = areas_by_region(analysis, column, dissolved);
    hzp_geometry_free(dissolved);
    return status;
}

static HzpStatus areas(HzpAnalysis *analysis, GEOSGeometry *const *planar, const int *kind_of_row, size_t n)
{
    static const char *const columns[] = {"goaf_km2", "damaged_land_km2", "mining_subsidence_km2"};
    HZP_TRY(hzp_run_part(analysis->run, 1, 10));
    HZP_TRY(areas_of_kind(analysis, planar, kind_of_row, n, -1, "subsidence_km2", &analysis->mining_area_km2));
    HZP_TRY(hzp_run_part(analysis->run, 5, 10));
    for (size_t k = 0; k < hzp_vocabulary_count("mining_kind") && k < G_N_ELEMENTS(columns); k++)
        HZP_TRY(areas_of_kind(analysis, planar, kind_of_row, n, (int)k, columns[k], &analysis->mining_kind_area_km2[k]));
    return HZP_OK;
}

/* A layer of the whole city in a plan of one county: its totals are larger than those of the counties, which must not go
 * unsaid. */
static void check_outside(HzpAnalysis *analysis)
{
    const HzpModel *model = analysis->model;
    const double *by_county = hzp_table_number(model->counties, "subsidence_km2");
    double inside = NAN;
    for (size_t i = 0; by_county && i < hzp_table_rows(model->counties); i++)
        hzp_add_known(&inside, by_county[i]);
    if (!model->counties_given || !(analysis->mining_area_km2 - inside > analysis->mining_area_km2 * 0.001)) return;
    hzp_findings_add(analysis->findings, "mining_outside_region", "subsidence", NULL, "geometry", "total",
                     hzp_text_of_number(analysis->mining_area_km2), "inside", hzp_text_of_number(inside), NULL);
}

HzpStatus hzp_analysis_mining(HzpAnalysis *analysis)
{
    HzpModel *model = analysis->model;
    HzpTable *subsidence = model->subsidence;
    analysis->mining_area_km2 = NAN;
    for (int k = 0; k < MAX_KINDS; k++)
        analysis->mining_kind_area_km2[k] = analysis->mining_kind_population[k] = NAN;
    hzp_table_add_number(model->villages, "subsidence_share", HZP_COLUMN_REAL);
    hzp_table_add_number(model->villages, "subsidence_population", HZP_COLUMN_REAL);
    if (!subsidence) return HZP_OK;
    size_t n = hzp_table_rows(subsidence);
    const char **kinds = hzp_table_text(subsidence, "kind");
    double *area = hzp_table_add_number(subsidence, "area_km2", HZP_COLUMN_REAL);
    double *villages = hzp_table_add_number(subsidence, "villages", HZP_COLUMN_INTEGER);
    hzp_table_add_number(subsidence, "population", HZP_COLUMN_REAL);
    GEOSGeometry **planar = NULL;
    HZP_TRY(hzp_overlay_project(model, subsidence, &planar));
    g_autofree int *kind_of_row = g_new(int, n + 1);
    for (size_t i = 0; i < n; i++) {
        const GEOSGeometry *geometry = hzp_table_geometry(subsidence)[i];
        kind_of_row[i] = hzp_vocabulary_index("mining_kind", kinds[i]);
        area[i] = hzp_model_area_km2(model, geometry);
        villages[i] = 0;
        if (!kinds[i]) hzp_findings_add_row(analysis->findings, "mining_kind_missing", subsidence, i, "kind", NULL);
    }
    HzpPolygonIndex *index = hzp_polygon_index_new(hzp_table_geometry(subsidence), n);
    villages_inside(analysis, index, kind_of_row);
    points_in_goaf(analysis, index, kind_of_row);
    hzp_polygon_index_free(index);
    double *population = hzp_table_number(subsidence, "population");
    for (size_t i = 0; i < n; i++) {
        if (villages[i] == 0) population[i] = 0;
    }
    HzpStatus status = areas(analysis, planar, kind_of_row, n);
    if (status == HZP_OK) check_outside(analysis);
    hzp_overlay_free(planar, n);
    return status;
}
