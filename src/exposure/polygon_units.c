/* Polygons and zones: shares of area in the union of the zones. */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "exposure/exposure_parts.h"
#include "geo/polygon_simple.h"

enum { UNITS_AT_ONCE = 32, WEIGHT = 16 };
/* Below this two drawings of one boundary merely differ by rounding. */
static const double LEAST_SHARE = 1e-12;
/* By how much the area inside may differ from the shoelace formula's before rings are taken to cross. */
static const double CROSSED_SHARE = 1e-9;

/* Work space of one thread. */
typedef struct {
    HzpCoverSweep *sweep;
    HzpBoxHits near;
    HzpPolygonSet *outlines; /* of the zones near a unit, */
    size_t *position;        /* 0, 1, 2 …, */
    size_t *zone;            /* which they are, */
    uint32_t *groups;        /* and their groups */
    double *each;
    size_t room;
    size_t crossed;
} Bench;

struct HzpExposurePolygons {
    HzpExposureWork *work;
    HzpBox *boxes; /* of zones */
    HzpBoxGrid *zones;
    Bench *benches;
    double least_share;
};

HzpExposurePolygons *hzp_exposure_polygons_new(HzpExposureWork *work)
{
    HzpExposurePolygons *polygons = g_new0(HzpExposurePolygons, 1);
    polygons->work = work;
    polygons->boxes = hzp_exposure_zone_boxes(work);
    polygons->zones = hzp_box_grid_make(polygons->boxes, work->zones->n, work->threads);
    polygons->benches = g_new0(Bench, (gsize)work->threads);
    polygons->least_share = fmax(LEAST_SHARE, work->question->minimum_share);
    for (int t = 0; t < work->threads; t++) {
        polygons->benches[t].sweep = hzp_cover_sweep_new();
        polygons->benches[t].outlines = hzp_polygon_set_new();
    }
    return polygons;
}

void hzp_exposure_polygons_free(HzpExposurePolygons *polygons)
{
    for (int t = 0; t < polygons->work->threads; t++) {
        Bench *bench = &polygons->benches[t];
        polygons->work->result->crossed_units += bench->crossed;
        hzp_cover_sweep_free(bench->sweep);
        hzp_box_hits_clear(&bench->near);
        hzp_polygon_set_free(bench->outlines);
        g_free(bench->position);
        g_free(bench->zone);
        g_free(bench->groups);
        g_free(bench->each);
    }
    g_free(polygons->boxes);
    hzp_box_grid_free(polygons->zones);
    g_free(polygons->benches);
    g_free(polygons);
}

/* The points of a grid cell by cell, then those that it left out. */
static uint32_t *order_of(const HzpPointGrid *grid, const double *x, const double *y, size_t n)
{
    uint32_t *order = g_new(uint32_t, n + 1);
    size_t next = grid->n;
    for (size_t i = 0; i < grid->n; i++)
        order[i] = grid->position[i];
    for (size_t i = 0; i < n && next < n; i++)
        if (!isfinite(x[i]) || !isfinite(y[i])) order[next++] = (uint32_t)i;
    return order;
}

uint32_t *hzp_exposure_polygons_order(const HzpExposureWork *work)
{
    const HzpPolygonSet *set = work->units->polygons;
    const HzpExposurePositions *at = &work->units->at;
    if (work->units->grid) return order_of(work->units->grid, at->x, at->y, set->n);
    g_autofree double *x = g_new(double, set->n + 1);
    g_autofree double *y = g_new(double, set->n + 1);
    for (size_t i = 0; i < set->n; i++) {
        x[i] = set->box[i].min_x;
        y[i] = set->box[i].min_y;
    }
    HzpPointGrid *grid = hzp_point_grid_make(x, y, set->n, work->threads);
    uint32_t *order = order_of(grid, x, y, set->n);
    hzp_point_grid_free(grid);
    return order;
}

/* ---- one unit ---- */

/* The zones near a unit, drawn. */
static void draw_near(const HzpExposurePolygons *polygons, Bench *bench)
{
    const HzpExposureWork *work = polygons->work;
    size_t n = bench->near.n;
    if (n > bench->room) {
        bench->room = n * 2;
        bench->position = g_renew(size_t, bench->position, bench->room);
        bench->zone = g_renew(size_t, bench->zone, bench->room);
        bench->groups = g_renew(uint32_t, bench->groups, bench->room);
        bench->each = g_renew(double, bench->each, bench->room);
    }
    bench->outlines->n = bench->outlines->n_rings = bench->outlines->n_corners = 0;
    for (size_t k = 0; k < n; k++) {
        bench->position[k] = k;
        bench->zone[k] = bench->near.box[k];
        bench->groups[k] = hzp_exposure_zone_groups(work, bench->zone[k]);
        hzp_exposure_put_zone(work, bench->zone[k], bench->outlines);
    }
}

/* Areas of a unit, and in `position` and `each` the zones that matter.
 * @return their number */
static size_t measure(const HzpExposurePolygons *polygons, Bench *bench, size_t unit, HzpCoverAreas *areas)
{
    HzpCoverQuestion question = {.units = polygons->work->units->polygons,
                                 .unit = unit,
                                 .zones = bench->outlines,
                                 .zone = bench->position,
                                 .n = bench->near.n,
                                 .groups = bench->groups,
                                 .n_groups = polygons->work->result->n_groups};
    hzp_cover_areas(bench->sweep, &question, areas, bench->each);
    size_t kept = 0;
    bool left_out = false;
    for (size_t k = 0; k < bench->near.n; k++) {
        if (bench->each[k] < polygons->least_share * areas->unit) {
            left_out = left_out || bench->each[k] > 0;
            continue;
        }
        bench->position[kept] = k;
        bench->each[kept++] = bench->each[k];
    }
    if (!left_out) return kept;
    /* A zone that does not count is not in the union either. */
    question.n = kept;
    hzp_cover_areas(bench->sweep, &question, areas, kept ? bench->each : NULL);
    return kept;
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
    draw_near(polygons, bench);
    size_t n = measure(polygons, bench, unit, &areas);
    if (fabs(areas.unit - hzp_polygon_set_area(set, unit)) > CROSSED_SHARE * areas.unit) bench->crossed++;
    uint32_t groups = 0;
    for (size_t k = 0; k < n; k++) {
        HzpExposureShare hit = {unit, bench->zone[bench->position[k]], share_of(bench->each[k], &areas)};
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
    for (size_t i = 0; i < set->n; i++) {
        hzp_polygon_set_examine(set, i, i + 1);
        work->is_polygon[i] = has_area(set, i);
    }
    return hzp_run_check(work->progress.run);
}
