/* Rain in polygons. Where several of one day cover a place, the largest counts. */
#include <math.h>

#include "data/rain_parts.h"
#include "geo/covered_area.h"
#include "geo/polygon_simple.h"

/* ---- days ---- */

static HzpRainField *field_of(HzpRain *rain, const HzpRainFigure *figure)
{
    for (guint i = 0; i < rain->fields->len; i++) {
        HzpRainField *field = &g_array_index(rain->fields, HzpRainField, i);
        if (field->when.dated == figure->when.dated && field->when.number == figure->when.number) return field;
    }
    HzpRainField *field = hzp_rain_field_add(rain, figure->when);
    field->file = figure->file;
    field->polygons = g_array_new(FALSE, FALSE, sizeof(size_t));
    return field;
}

void hzp_rain_polygons_finish(HzpRain *rain)
{
    for (guint i = 0; i < rain->figures->len; i++) {
        const HzpRainFigure *figure = &g_array_index(rain->figures, HzpRainFigure, i);
        HzpRainField *field = field_of(rain, figure);
        if (isnan(figure->mm)) continue;
        g_array_append_val(field->polygons, figure->polygon);
        if (!(figure->mm <= field->day.largest)) field->day.largest = figure->mm;
    }
    g_array_set_size(rain->figures, 0);
}

/* ---- asking ---- */

static double mm_of(const HzpRain *rain, size_t polygon) { return g_array_index(rain->polygon_mm, double, polygon); }

HzpStatus hzp_rain_polygons_points(HzpRun *run, const HzpRain *rain, const HzpRainField *field, const double *lon,
                                   const double *lat, size_t n, double *mm)
{
    HzpPointHits hits = {0};
    HzpStatus status = HZP_OK;
    HzpPointGrid *grid = hzp_point_grid_new(lon, lat, n);
    for (size_t i = 0; i < n; i++)
        mm[i] = NAN;
    for (guint k = 0; k < field->polygons->len && status == HZP_OK; k++) {
        size_t polygon = g_array_index(field->polygons, size_t, k);
        double value = mm_of(rain, polygon);
        status = hzp_run_part(run, k, field->polygons->len);
        hzp_point_grid_covered(grid, rain->polygons, polygon, &hits);
        for (size_t h = 0; h < hits.n; h++) {
            double *own = &mm[grid->position[hits.slot[h]]];
            if (!(value <= *own)) *own = value;
        }
    }
    hzp_point_hits_clear(&hits);
    hzp_point_grid_free(grid);
    return status;
}

/* Rain polygons whose boxes meet that of an area. */
static size_t find_near(const HzpRain *rain, const HzpRainField *field, const HzpBox *box, size_t *near)
{
    size_t n = 0;
    for (guint k = 0; k < field->polygons->len; k++) {
        size_t polygon = g_array_index(field->polygons, size_t, k);
        if (hzp_box_meets(box, &rain->polygons->box[polygon])) near[n++] = polygon;
    }
    return n;
}

HzpStatus hzp_rain_polygons_polygons(HzpRun *run, const HzpRain *rain, const HzpRainField *field,
                                     const HzpPolygonSet *polygons, double *mm)
{
    HzpCoverSweep *sweep = hzp_cover_sweep_new();
    g_autofree size_t *near = g_new(size_t, field->polygons->len + 1);
    g_autofree double *shares = g_new(double, field->polygons->len + 1);
    HzpStatus status = HZP_OK;
    for (guint k = 0; k < field->polygons->len; k++) {
        size_t polygon = g_array_index(field->polygons, size_t, k);
        hzp_polygon_set_examine(rain->polygons, polygon, polygon + 1);
    }
    for (size_t i = 0; i < polygons->n && status == HZP_OK; i++) {
        HzpCoverAreas areas;
        size_t n = find_near(rain, field, &polygons->box[i], near);
        HzpCoverQuestion question = {
            .units = polygons, .unit = i, .zones = rain->polygons, .zone = near, .n = n, .n_groups = 1};
        status = hzp_run_part(run, (double)i, (double)polygons->n);
        mm[i] = NAN;
        if (n == 0) continue;
        hzp_cover_areas(sweep, &question, &areas, shares);
        for (size_t k = 0; k < n; k++) {
            bool shared = shares[k] > rain->terms.least_share * areas.unit;
            if (shared && !(mm_of(rain, near[k]) <= mm[i])) mm[i] = mm_of(rain, near[k]);
        }
    }
    hzp_cover_sweep_free(sweep);
    return status;
}

void hzp_rain_polygons_wet(const HzpRain *rain, const HzpRainField *field, double least, HzpPolygonSet *wet)
{
    for (guint k = 0; k < field->polygons->len; k++) {
        size_t polygon = g_array_index(field->polygons, size_t, k);
        if (mm_of(rain, polygon) >= least) hzp_polygon_set_add_copy(wet, rain->polygons, polygon);
    }
}
