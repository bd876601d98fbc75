/* Polygons and zones: shares of area in the union of the zones. */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "exposure/exposure_parts.h"

enum { UNITS_AT_ONCE = 32, DRAWN_AT_ONCE = 4096, WEIGHT = 16 };
/* Below this two drawings of one boundary merely differ by rounding. */
static const double LEAST_SHARE = 1e-12;
/* By how much the area inside may differ from the shoelace formula's before rings are taken to cross. */
static const double CROSSED_SHARE = 1e-9;

/* Work space of one thread. */
typedef struct {
    HzpCoverSweep *sweep;
    HzpBoxHits near;
    double *each;
    size_t room;
    size_t crossed;
} Bench;

struct HzpExposurePolygons {
    HzpExposureWork *work;
    HzpBoxGrid *zones;
    Bench *benches;
    double least_share;
};

HzpExposurePolygons *hzp_exposure_polygons_new(HzpExposureWork *work)
{
    HzpExposurePolygons *polygons = g_new0(HzpExposurePolygons, 1);
    polygons->work = work;
    polygons->zones = hzp_box_grid_new(work->outlines->box, work->outlines->n);
    polygons->benches = g_new0(Bench, (gsize)work->threads);
    polygons->least_share = fmax(LEAST_SHARE, work->question->minimum_share);
    for (int t = 0; t < work->threads; t++)
        polygons->benches[t].sweep = hzp_cover_sweep_new();
    return polygons;
}

void hzp_exposure_polygons_free(HzpExposurePolygons *polygons)
{
    for (int t = 0; t < polygons->work->threads; t++) {
        polygons->work->result->crossed_units += polygons->benches[t].crossed;
        hzp_cover_sweep_free(polygons->benches[t].sweep);
        hzp_box_hits_clear(&polygons->benches[t].near);
        g_free(polygons->benches[t].each);
    }
    hzp_box_grid_free(polygons->zones);
    g_free(polygons->benches);
    g_free(polygons);
}

uint32_t *hzp_exposure_polygons_order(const HzpExposureWork *work)
{
    const HzpPolygonSet *set = work->units->polygons;
    g_autofree double *x = g_new(double, set->n + 1);
    g_autofree double *y = g_new(double, set->n + 1);
    for (size_t i = 0; i < set->n; i++) {
        x[i] = set->box[i].min_x;
        y[i] = set->box[i].min_y;
    }
    HzpPointGrid *grid = hzp_point_grid_new(x, y, set->n);
    uint32_t *order = hzp_point_grid_order(grid, x, y, set->n);
    hzp_point_grid_free(grid);
    return order;
}

/* ---- one unit ---- */

static HzpCoverQuestion cover_question(const HzpExposureWork *work, const Bench *bench, size_t unit)
{
    return (HzpCoverQuestion){.units = work->units->polygons,
                              .unit = unit,
                              .zones = work->outlines,
                              .zone = bench->near.box,
                              .n = bench->near.n,
                              .groups = work->zones->groups,
                              .n_groups = work->result->n_groups};
}

/* Areas, and in near.box and each the zones that matter. */
static void measure(const HzpExposurePolygons *polygons, Bench *bench, size_t unit, HzpCoverAreas *areas)
{
    if (bench->near.n > bench->room) {
        bench->room = bench->near.n * 2;
        bench->each = g_renew(double, bench->each, bench->room);
    }
    HzpCoverQuestion question = cover_question(polygons->work, bench, unit);
    hzp_cover_areas(bench->sweep, &question, areas, bench->each);
    size_t kept = 0;
    bool left_out = false;
    for (size_t k = 0; k < bench->near.n; k++) {
        if (bench->each[k] < polygons->least_share * areas->unit) {
            left_out = left_out || bench->each[k] > 0;
            continue;
        }
        bench->near.box[kept] = bench->near.box[k];
        bench->each[kept++] = bench->each[k];
    }
    bench->near.n = kept;
    if (!left_out) return;
    /* A zone that does not count is not in the union either. */
    question.n = kept;
    hzp_cover_areas(bench->sweep, &question, areas, kept ? bench->each : NULL);
}

static double share_of(double area, const HzpCoverAreas *areas)
{
    double share = area / areas->unit;
    return share < 1 ? share : 1;
}

static void take_unit(const HzpExposurePolygons *polygons, const HzpExposureBlock *block, size_t at, Bench *bench)
{
    size_t unit = hzp_exposure_block_unit(block, at);
    HzpExposureWork *work = polygons->work;
    const HzpPolygonSet *set = work->units->polygons;
    HzpCoverAreas areas;
    hzp_box_grid_meeting(polygons->zones, &set->box[unit], &bench->near);
    if (bench->near.n == 0) return;
    measure(polygons, bench, unit, &areas);
    if (fabs(areas.unit - hzp_polygon_set_area(set, unit)) > CROSSED_SHARE * areas.unit) bench->crossed++;
    uint32_t groups = 0;
    for (size_t k = 0; k < bench->near.n; k++) {
        HzpExposureShare hit = {unit, bench->near.box[k], share_of(bench->each[k], &areas)};
        groups |= hzp_exposure_zone_groups(work, hit.zone);
        g_array_append_val(block->hits[omp_get_thread_num()], hit);
    }
    work->groups[unit] = groups;
    for (int g = 0; g < work->result->n_groups; g++)
        block->share[at * (size_t)work->result->n_groups + (size_t)g] = share_of(areas.group[g], &areas);
    for (int d = 0; d < HZP_COVER_DEPTHS; d++)
        block->depth[at][d] = groups ? share_of(areas.depth[d], &areas) : 0;
}

/* ---- many ---- */

HzpStatus hzp_exposure_polygons_block(HzpExposurePolygons *polygons, HzpExposureBlock *block)
{
    HzpExposureWork *work = polygons->work;
    size_t parts = (block->n + UNITS_AT_ONCE - 1) / UNITS_AT_ONCE;
    for (int t = 0; t < work->threads; t++)
        g_array_set_size(block->hits[t], 0);
#pragma omp parallel for schedule(dynamic, 1) num_threads(work->threads)
    for (size_t part = 0; part < parts; part++) {
        size_t end = MIN(block->n, (part + 1) * UNITS_AT_ONCE);
        for (size_t i = part * UNITS_AT_ONCE; i < end; i++) {
            if (!work->is_polygon[hzp_exposure_block_unit(block, i)]) continue;
            if (!hzp_exposure_advance(&work->progress, WEIGHT)) break;
            take_unit(polygons, block, i, &polygons->benches[omp_get_thread_num()]);
        }
    }
    return hzp_run_check(work->progress.run);
}

/* A polygon without area has no share of it: it is taken for a point, not for nobody. */
static bool has_area(const HzpPolygonSet *set, size_t i)
{
    if (set->first_ring[i] == set->first_ring[i + 1]) return false;
    if (hzp_polygon_set_area(set, i) > 0) return true;
    /* Rings that cross may cancel out in the shoelace formula. */
    HzpCoverSweep *sweep = hzp_cover_sweep_new();
    HzpCoverAreas areas;
    hzp_cover_areas(sweep, &(HzpCoverQuestion){.units = set, .unit = i, .zones = set}, &areas, NULL);
    hzp_cover_sweep_free(sweep);
    return areas.unit > 0;
}

HzpStatus hzp_exposure_find_polygons(HzpExposureWork *work)
{
    const HzpPolygonSet *set = work->units->polygons;
    if (!set || set->n_rings == 0) return HZP_OK;
    work->is_polygon = g_new0(bool, set->n);
#pragma omp parallel for schedule(static, 4096) num_threads(work->threads)
    for (size_t i = 0; i < set->n; i++)
        work->is_polygon[i] = has_area(set, i);
    return hzp_run_check(work->progress.run);
}

/* ---- circles ---- */

/* A circle's outline stretched about its centre is the outline of the stretched circle: exactly in the plane, and on the
 * ellipsoid but for the change of scale within the circle, some 1e-5 of the radius. */
static void stretch(const HzpExposureWork *work, size_t zone)
{
    double factor = work->question->radius_factor;
    double centre_x = work->zones->at.x[zone];
    double centre_y = work->zones->at.y[zone];
    HzpPolygonSet *set = work->drawn;
    HzpBox *box = &set->box[zone];
    for (size_t c = set->ring_start[set->first_ring[zone]]; c < set->ring_start[set->first_ring[zone + 1]]; c++) {
        set->x[c] = centre_x + (set->x[c] - centre_x) * factor;
        set->y[c] = centre_y + (set->y[c] - centre_y) * factor;
    }
    box->min_x = centre_x + (box->min_x - centre_x) * factor;
    box->max_x = centre_x + (box->max_x - centre_x) * factor;
    box->min_y = centre_y + (box->min_y - centre_y) * factor;
    box->max_y = centre_y + (box->max_y - centre_y) * factor;
}

static bool is_circle(const HzpExposureZones *zones, size_t i)
{
    return zones->radius_m && isfinite(zones->radius_m[i]) && isfinite(zones->at.x[i]) && isfinite(zones->at.y[i]);
}

static bool has_outline(const HzpExposureZones *zones, size_t i)
{
    return zones->polygons && zones->polygons->first_ring[i] < zones->polygons->first_ring[i + 1];
}

static bool must_draw(const HzpExposureWork *work)
{
    for (size_t i = 0; i < work->zones->n; i++)
        if (is_circle(work->zones, i) && (work->question->radius_factor != 1 || !has_outline(work->zones, i))) return true;
    return !work->zones->polygons;
}

HzpStatus hzp_exposure_draw(HzpExposureWork *work)
{
    const HzpExposureZones *zones = work->zones;
    double factor = work->question->radius_factor;
    work->outlines = zones->polygons;
    if (!work->is_polygon || !must_draw(work)) return HZP_OK;
    work->outlines = work->drawn = hzp_polygon_set_new();
    for (size_t i = 0; i < zones->n; i++) {
        if (i % DRAWN_AT_ONCE == 0) HZP_TRY(hzp_run_check(work->progress.run));
        if (has_outline(zones, i))
            hzp_polygon_set_add_copy(work->drawn, zones->polygons, i);
        else if (is_circle(zones, i))
            hzp_polygon_set_add_circle(work->drawn, zones->at.x[i], zones->at.y[i], zones->radius_m[i] * factor,
                                       work->question->circle_corners);
        else
            hzp_polygon_set_add_empty(work->drawn);
        if (has_outline(zones, i) && is_circle(zones, i)) stretch(work, i);
    }
    return hzp_run_check(work->progress.run);
}
