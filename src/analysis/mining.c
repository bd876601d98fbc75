/* Mining layers: goaf, land damaged by mining, mining subsidence. Kinds are kept apart; totals dissolve all of them. R9. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
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
        Inside test = {kind_of_row, hzp_vocabulary_index("mining_kind", "goaf"), false};
        if (!isfinite(points->x[i])) continue;
        hzp_polygon_index_at(index, points->x[i], points->y[i], is_wanted, &test);
        in_goaf[i] = test.inside ? 1 : 0;
    }
}

/* ---- areas ---- */

/* Dissolved polygons of one kind, of all with kind -1; NULL for none. */
static GEOSGeometry *dissolve(GEOSGeometry *const *planar, const int *kind_of_row, size_t n, int kind)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();
    for (size_t i = 0; i < n; i++) {
        if (planar[i] && (kind < 0 || kind_of_row[i] == kind)) g_ptr_array_add(chosen, planar[i]);
    }
    return hzp_geometry_union((GEOSGeometry **)chosen->pdata, chosen->len);
}

/* Areas by region: only the dissolved parts whose boxes meet the region are intersected. */
static void areas_by_region(HzpAnalysis *analysis, HzpTable *regions, GEOSGeometry *const *planar, const char *column,
                            const GEOSGeometry *dissolved)
{
    if (!regions || !planar) return;
    long n = (long)hzp_table_rows(regions);
    double *areas = hzp_table_add_number(regions, column, HZP_COLUMN_REAL);
    GEOSContextHandle_t geos = hzp_geos();
    int parts = dissolved ? GEOSGetNumGeometries_r(geos, dissolved) : 0;
#pragma omp parallel for schedule(dynamic) num_threads(hzp_run_threads(analysis->run))
    for (long i = 0; i < n; i++) {
        double box[4];
        double total = 0;
        if (!hzp_geometry_bounds(planar[i], &box[0], &box[1], &box[2], &box[3])) continue;
        for (int p = 0; p < parts; p++) {
            const GEOSGeometry *part = GEOSGetGeometryN_r(hzp_geos(), dissolved, p);
            double other[4];
            if (!hzp_geometry_bounds(part, &other[0], &other[1], &other[2], &other[3])) continue;
            if (other[0] > box[2] || other[2] < box[0] || other[1] > box[3] || other[3] < box[1]) continue;
            total += hzp_geometry_overlap_area(planar[i], part);
        }
        areas[i] = total / 1e6;
    }
}

static void areas(HzpAnalysis *analysis, GEOSGeometry *const *planar, const int *kind_of_row, size_t n)
{
    static const char *const columns[] = {"goaf_km2", "damaged_land_km2", "mining_subsidence_km2"};
    HzpModel *model = analysis->model;
    GEOSGeometry *all = dissolve(planar, kind_of_row, n, -1);
    analysis->mining_area_km2 = hzp_geometry_area(all) / 1e6;
    areas_by_region(analysis, model->towns, analysis->town_planar, "subsidence_km2", all);
    areas_by_region(analysis, model->counties, analysis->county_planar, "subsidence_km2", all);
    hzp_geometry_free(all);
    for (size_t k = 0; k < hzp_vocabulary_count("mining_kind") && k < G_N_ELEMENTS(columns); k++) {
        GEOSGeometry *dissolved = dissolve(planar, kind_of_row, n, (int)k);
        if (dissolved) analysis->mining_kind_area_km2[k] = hzp_geometry_area(dissolved) / 1e6;
        areas_by_region(analysis, model->towns, analysis->town_planar, columns[k], dissolved);
        areas_by_region(analysis, model->counties, analysis->county_planar, columns[k], dissolved);
        hzp_geometry_free(dissolved);
    }
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
    GEOSGeometry **planar = g_new0(GEOSGeometry *, n + 1);
    g_autofree int *kind_of_row = g_new(int, n + 1);
    for (size_t i = 0; i < n; i++) {
        const GEOSGeometry *geometry = hzp_table_geometry(subsidence)[i];
        kind_of_row[i] = hzp_vocabulary_index("mining_kind", kinds[i]);
        planar[i] = hzp_model_planar(model, geometry);
        area[i] = hzp_model_area_km2(model, geometry);
        villages[i] = 0;
        if (!kinds[i])
            hzp_findings_add(analysis->findings, "mining_kind_missing", "subsidence", hzp_row_label(subsidence, i), "kind",
                             NULL);
    }
    HzpPolygonIndex *index = hzp_polygon_index_new(hzp_table_geometry(subsidence), n);
    villages_inside(analysis, index, kind_of_row);
    points_in_goaf(analysis, index, kind_of_row);
    hzp_polygon_index_free(index);
    double *population = hzp_table_number(subsidence, "population");
    for (size_t i = 0; i < n; i++) {
        if (villages[i] == 0) population[i] = 0;
    }
    areas(analysis, planar, kind_of_row, n);
    for (size_t i = 0; i < n; i++)
        hzp_geometry_free(planar[i]);
    g_free(planar);
    return hzp_run_cancelled(analysis->run) ? hzp_fail(HZP_E_CANCELLED, "cancelled", NULL) : HZP_OK;
}
