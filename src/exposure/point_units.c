/* Points in zones, and points in regions. Work is shared out by zones and regions, whose points lie together. */
#include <math.h>
#include <omp.h>

#include "exposure/exposure_parts.h"
#include "geo/geodesic_disc.h"

enum { ZONES_AT_ONCE = 256, REGIONS_AT_ONCE = 32 };

typedef struct {
    HzpExposureWork *work;
    const HzpPointGrid *grid;
    HzpGeodesicRuler ruler;
    const uint32_t *order; /* of zones, by place */
} PointWork;

/* Positions of polygons by place; `centre` may have other places for some. */
static uint32_t *order_polygons(const HzpPointGrid *grid, const HzpPolygonSet *polygons, const HzpExposurePositions *centre,
                                size_t n)
{
    g_autofree double *x = g_new(double, n + 1);
    g_autofree double *y = g_new(double, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool centred = centre && centre->x && isfinite(centre->x[i]);
        x[i] = centred ? centre->x[i] : polygons ? polygons->box[i].min_x : NAN;
        y[i] = centred ? centre->y[i] : polygons ? polygons->box[i].min_y : NAN;
    }
    return hzp_point_grid_order(grid, x, y, n);
}

/* ---- zones ---- */

/* A zone's values, taken from arrays that are not in the order of place. */
typedef struct {
    size_t zone;
    double x;
    double y;
    double radius; /* NaN for a polygon */
    uint32_t groups;
} Circle;

/* One short loop, so that the processor waits for many places in memory at once. */
static void gather(const PointWork *points, size_t from, size_t n, Circle *circles)
{
    const HzpExposureZones *zones = points->work->zones;
    double factor = points->work->question->radius_factor;
    for (size_t i = 0; i < n; i++) {
        size_t zone = points->order[from + i];
        circles[i] = (Circle){zone, NAN, NAN, NAN, hzp_exposure_zone_groups(points->work, zone)};
        if (!zones->radius_m) continue;
        circles[i].x = zones->at.x[zone];
        circles[i].y = zones->at.y[zone];
        circles[i].radius = zones->radius_m[zone] * factor;
    }
}

static void find_on_ellipsoid(const PointWork *points, const Circle *circle, HzpPointHits *hits)
{
    const HzpExposurePositions *centre = &points->work->zones->at;
    const HzpExposurePositions *at = &points->work->units->at;
    double reach = hzp_geodesic_disc_planar_reach(&points->ruler, circle->x, circle->y, circle->radius);
    hzp_point_grid_within(points->grid, circle->x, circle->y, reach, hits);
    if (hits->n == 0) return;
    HzpGeodesicDisc disc =
        hzp_geodesic_disc(&points->ruler, centre->lon[circle->zone], centre->lat[circle->zone], circle->radius);
    size_t found = 0;
    for (size_t k = 0; k < hits->n; k++) {
        uint32_t unit = points->grid->position[hits->slot[k]];
        if (hzp_geodesic_disc_covers(&disc, at->lon[unit], at->lat[unit])) hits->slot[found++] = hits->slot[k];
    }
    hits->n = found;
}

static void find_in_zone(const PointWork *points, const Circle *circle, HzpPointHits *hits)
{
    const HzpExposureWork *work = points->work;
    hits->n = 0;
    if (isnan(circle->radius)) {
        if (work->zones->polygons) hzp_point_grid_covered(points->grid, work->zones->polygons, circle->zone, hits);
    } else if (work->question->ellipsoid) {
        find_on_ellipsoid(points, circle, hits);
    } else {
        hzp_point_grid_within(points->grid, circle->x, circle->y, circle->radius, hits);
    }
}

/* The zone's own sum is this thread's alone; of its units others may be writing as well, in whatever order. */
static void take_zone(const PointWork *points, const Circle *circle, HzpPointHits *hits)
{
    HzpExposureWork *work = points->work;
    HzpExposureSum sum = {0};
    find_in_zone(points, circle, hits);
    for (size_t k = 0; k < hits->n; k++) {
        uint32_t unit = points->grid->position[hits->slot[k]];
        if (work->is_polygon && work->is_polygon[unit]) continue;
        atomic_fetch_or_explicit(&work->groups[unit], circle->groups, memory_order_relaxed);
        atomic_fetch_add_explicit(&work->depth[unit], 1, memory_order_relaxed);
        hzp_exposure_count(&sum, work->units, unit, 1);
        if (work->pairs) {
            HzpExposureShare pair = {unit, circle->zone, 1};
            g_array_append_val(work->pairs[omp_get_thread_num()], pair);
        }
    }
    if (sum.units > 0) work->result->zone[circle->zone] = sum;
}

static void take_zones(PointWork *points)
{
    HzpExposureWork *work = points->work;
    size_t parts = (work->zones->n + ZONES_AT_ONCE - 1) / ZONES_AT_ONCE;
#pragma omp parallel num_threads(work->threads)
    {
        HzpPointHits hits = {0};
        Circle circles[ZONES_AT_ONCE];
#pragma omp for schedule(dynamic, 1)
        for (size_t part = 0; part < parts; part++) {
            size_t from = part * ZONES_AT_ONCE;
            size_t n = MIN(work->zones->n - from, ZONES_AT_ONCE);
            if (!hzp_exposure_advance(&work->progress, n)) continue;
            gather(points, from, n, circles);
            for (size_t i = 0; i < n; i++)
                take_zone(points, &circles[i], &hits);
        }
        hzp_point_hits_clear(&hits);
    }
}

static bool has_points(const HzpExposureWork *work)
{
    for (size_t i = 0; i < work->units->n; i++)
        if (!work->is_polygon || !work->is_polygon[i]) return true;
    return false;
}

HzpStatus hzp_exposure_points(HzpExposureWork *work)
{
    const HzpExposureUnits *units = work->units;
    if (!has_points(work)) return HZP_OK;
    HzpPointGrid *made = units->grid ? NULL : hzp_point_grid_new(units->at.x, units->at.y, units->n);
    PointWork points = {.work = work, .grid = made ? made : units->grid};
    if (work->question->ellipsoid) points.ruler = hzp_geodesic_ruler(work->question->ellipsoid);
    g_autofree uint32_t *order = order_polygons(points.grid, work->zones->polygons, &work->zones->at, work->zones->n);
    points.order = order;
    take_zones(&points);
    hzp_point_grid_free(made);
    return hzp_exposure_cancelled(work->progress.run);
}

/* ---- regions ---- */

/* The lowest row wins, whichever thread comes first. */
static void claim(_Atomic int32_t *region, int32_t row)
{
    int32_t before = atomic_load_explicit(region, memory_order_relaxed);
    while ((before < 0 || row < before) &&
           !atomic_compare_exchange_weak_explicit(region, &before, row, memory_order_relaxed, memory_order_relaxed)) {
    }
}

static void locate(HzpExposureProgress *progress, const HzpPointGrid *grid, const HzpPolygonSet *regions,
                   _Atomic int32_t *region)
{
    size_t parts = (regions->n + REGIONS_AT_ONCE - 1) / REGIONS_AT_ONCE;
    g_autofree uint32_t *order = order_polygons(grid, regions, NULL, regions->n);
#pragma omp parallel num_threads(hzp_run_threads(progress->run))
    {
        HzpPointHits hits = {0};
#pragma omp for schedule(dynamic, 1)
        for (size_t part = 0; part < parts; part++) {
            size_t end = MIN(regions->n, (part + 1) * REGIONS_AT_ONCE);
            if (!hzp_exposure_advance(progress, end - part * REGIONS_AT_ONCE)) continue;
            for (size_t i = part * REGIONS_AT_ONCE; i < end; i++) {
                hzp_point_grid_covered(grid, regions, order[i], &hits);
                for (size_t k = 0; k < hits.n; k++)
                    claim(&region[hits.slot[k]], (int32_t)order[i]);
            }
        }
        hzp_point_hits_clear(&hits);
    }
}

HzpStatus hzp_exposure_locate(HzpRun *run, const HzpExposurePositions *at, size_t n, const HzpPointGrid *grid,
                              const HzpPolygonSet *regions, int32_t *region)
{
    HzpExposureProgress progress = {.run = run, .total = (double)regions->n};
    HzpPointGrid *made = grid ? NULL : hzp_point_grid_new(at->x, at->y, n);
    const HzpPointGrid *used = grid ? grid : made;
    _Atomic int32_t *by_slot = g_malloc_n(used->n + 1, sizeof *by_slot);
    for (size_t slot = 0; slot < used->n; slot++)
        atomic_init(&by_slot[slot], -1);
    locate(&progress, used, regions, by_slot);
    for (size_t i = 0; i < n; i++)
        region[i] = -1;
    for (size_t slot = 0; slot < used->n; slot++)
        region[used->position[slot]] = by_slot[slot];
    g_free((void *)by_slot);
    hzp_point_grid_free(made);
    return hzp_exposure_cancelled(run);
}
