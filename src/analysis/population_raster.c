#include "analysis/population_raster.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/raster_source.h"
#include "geo/geometry.h"

bool hzp_is_dasymetric(const HzpAnalysis *analysis)
{
    return analysis->model->population && analysis->village_units.polygons &&
           strcmp(hzp_project_text(analysis->project, "exposure.dasymetric"), "true") == 0;
}

/* ---- the way to the raster ---- */

/* Some place of the region, so that an operation meant for it is chosen. */
static void some_place(const HzpModel *model, double *x, double *y)
{
    const HzpPositions *const lists[] = {&model->village_positions, &model->hazard_positions};
    *x = *y = NAN;
    for (size_t l = 0; l < G_N_ELEMENTS(lists); l++) {
        for (size_t i = 0; i < lists[l]->n && isnan(*x); i++) {
            if (!isfinite(lists[l]->x[i])) continue;
            *x = lists[l]->x[i];
            *y = lists[l]->y[i];
        }
    }
}

static void tell_operation(HzpAnalysis *analysis, const HzpTransformFacts *facts, const char *crs)
{
    const char *path = hzp_project_layer(analysis->project, "population")->path;
    if (facts->shift_unknown) {
        hzp_findings_add(analysis->findings, "crs_shift_unknown", "population", NULL, NULL, "path", path, "crs", crs,
                         "target", analysis->project->crs, NULL);
    } else if (facts->datum_changes && !facts->datum_same) {
        double limit_m = hzp_findings_parameter(analysis->findings, "transformation_coarse", "accuracy_m");
        bool coarse = !(facts->accuracy_m <= limit_m);
        hzp_findings_add(analysis->findings, coarse ? "transformation_coarse" : "transformation_used", "population", NULL,
                         NULL, "path", path, "operation", facts->name, "accuracy",
                         isfinite(facts->accuracy_m) ? hzp_text_of_number(facts->accuracy_m) : "?", NULL);
    }
}

HzpStatus hzp_population_raster_begin(HzpAnalysis *analysis)
{
    if (!analysis->model->population) return HZP_OK;
    const char *crs = hzp_raster_crs(analysis->model->population);
    HzpTransformWanted wanted = {.from = analysis->project->crs, .to = crs};
    HzpTransformFacts facts;
    if (strcmp(crs, analysis->project->crs) == 0) return HZP_OK;
    some_place(analysis->model, &wanted.x, &wanted.y);
    HZP_TRY(hzp_transform_choose(&wanted, &analysis->to_raster, &facts));
    tell_operation(analysis, &facts, crs);
    return HZP_OK;
}

HzpStatus hzp_population_raster_place(const HzpAnalysis *analysis, const HzpPolygonSet *set, HzpPolygonSet **placed)
{
    return hzp_raster_grid_place(hzp_raster_reader(analysis->model->population)->grid, set, analysis->to_raster, placed);
}

/* ---- what is asked about ---- */

static void add_layer(HzpPolygonSet *set, HzpTable *layer)
{
    for (size_t i = 0; layer && i < hzp_table_rows(layer); i++)
        hzp_polygon_set_add(set, hzp_table_geometry(layer)[i]);
}

static HzpTable *counties_of(const HzpAnalysis *analysis)
{
    return analysis->model->counties_given ? analysis->model->counties : NULL;
}

/* Village polygons that a zone reaches. */
static void add_villages(const HzpAnalysis *analysis, const HzpExposureCase *made, HzpRasterFigures *figures,
                         HzpPolygonSet *set)
{
    HzpTable *villages = analysis->model->villages;
    size_t groups = (size_t)hzp_exposure_groups();
    figures->village = g_new(size_t, hzp_table_rows(villages) + 1);
    for (size_t i = 0; hzp_is_dasymetric(analysis) && i < hzp_table_rows(villages); i++) {
        const GEOSGeometry *geometry = hzp_table_geometry(villages)[i];
        if (!(made->village_share[i * groups] > 0) || !hzp_geometry_is_polygonal(geometry)) continue;
        figures->village[figures->n_villages++] = i;
        hzp_polygon_set_add(set, geometry);
    }
}

/* Without any boundary the region is what the raster covers. */
static void add_whole_raster(const HzpAnalysis *analysis, HzpPolygonSet *placed)
{
    const HzpRasterGrid *grid = hzp_raster_reader(analysis->model->population)->grid;
    const double x[] = {0, (double)grid->columns, (double)grid->columns, 0};
    const double y[] = {0, 0, (double)grid->rows, (double)grid->rows};
    if (analysis->model->towns || counties_of(analysis)) return;
    hzp_polygon_set_add_ring(placed, x, y, G_N_ELEMENTS(x), false);
    hzp_polygon_set_end(placed);
}

static HzpStatus place_regions(const HzpAnalysis *analysis, const HzpExposureCase *made, HzpRasterFigures *figures,
                               HzpPolygonSet **placed)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    add_villages(analysis, made, figures, set);
    figures->towns = set->n;
    add_layer(set, analysis->model->towns);
    figures->counties = set->n;
    add_layer(set, counties_of(analysis));
    HzpStatus status = hzp_population_raster_place(analysis, set, placed);
    hzp_polygon_set_free(set);
    if (status == HZP_OK) add_whole_raster(analysis, *placed);
    return status;
}

/* ---- sums ---- */

static void merge(HzpRasterSum *sum, const HzpRasterSum *other)
{
    hzp_exact_sum_merge(&sum->people, &other->people);
    hzp_exact_sum_merge(&sum->area, &other->area);
    hzp_exact_sum_merge(&sum->missing, &other->missing);
    hzp_exact_sum_merge(&sum->outside, &other->outside);
}

/* The region is its counties, else its towns, else the raster. */
static void add_up(const HzpAnalysis *analysis, HzpRasterFigures *figures)
{
    const HzpRasterResult *result = figures->result;
    size_t groups = (size_t)result->n_groups;
    size_t first = counties_of(analysis) ? figures->counties : figures->towns;
    size_t end = counties_of(analysis) || !analysis->model->towns ? result->n_regions : figures->counties;
    figures->exposed = g_new0(HzpRasterSum, groups + 1);
    for (size_t r = first; r < end; r++) {
        merge(&figures->total, &result->region[r]);
        for (size_t g = 0; g < groups; g++)
            merge(&figures->exposed[g], &result->exposed[r * groups + g]);
    }
}

HzpStatus hzp_population_raster_compute(HzpAnalysis *analysis, HzpExposureCase *made, bool zones)
{
    HzpPolygonSet *regions = NULL;
    HzpPolygonSet *threats = NULL;
    made->raster = g_new0(HzpRasterFigures, 1);
    HzpStatus status = place_regions(analysis, made, made->raster, &regions);
    if (status == HZP_OK) status = hzp_population_raster_place(analysis, made->zones.stored, &threats);
    if (status == HZP_OK) {
        const HzpRasterQuestion question = {.regions = regions,
                                            .zones = threats,
                                            .groups = made->zones.groups,
                                            .n_groups = hzp_exposure_groups(),
                                            .want_zones = zones};
        status = hzp_raster_exposure_compute(analysis->run, hzp_raster_reader(analysis->model->population), &question,
                                             &made->raster->result);
    }
    if (status == HZP_OK) add_up(analysis, made->raster);
    hzp_polygon_set_free(regions);
    hzp_polygon_set_free(threats);
    return status;
}

void hzp_raster_figures_free(HzpRasterFigures *figures)
{
    if (!figures) return;
    hzp_raster_result_free(figures->result);
    g_free(figures->village);
    g_free(figures->exposed);
    g_free(figures);
}
