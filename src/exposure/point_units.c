/* Points in zones. Work is shared out by zones, whose points lie together in the grid. */
#include <math.h>
#include <omp.h>

#include "exposure/exposure_parts.h"
#include "geo/geodesic_disc.h"

enum { ZONES_AT_ONCE = 256 };

typedef struct {
    HzpExposureWork *work;
    const HzpPointGrid *grid;
    HzpGeodesicRuler ruler;
    const uint32_t *order; /* of zones, by place */
} PointWork;

/* Zones by place: circles by their centres, polygons by the corner of their box. */
static uint32_t *order_zones(const HzpPointGrid *grid, const HzpExposureZones *zones)
{
    g_autofree double *x = g_new(double, zones->n + 1);
    g_autofree double *y = g_new(double, zones->n + 1);
    for (size_t i = 0; i < zones->n; i++) {
        bool circle = zones->radius_m && !isnan(zones->radius_m[i]);
        x[i] = circle ? zones->at.x[i] : zones->polygons ? zones->polygons->box[i].min_x : NAN;
        y[i] = circle ? zones->at.y[i] : zones->polygons ? zones->polygons->box[i].min_y : NAN;
    }
    return hzp_point_grid_order(grid, x, y, zones->n);
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
    HzpPointGrid *made = units->grid ? NULL : hzp_point_grid_make(units->at.x, units->at.y, units->n, work->threads);
    PointWork points = {.work = work, .grid = made ? made : units->grid};
    if (work->question->ellipsoid) points.ruler = hzp_geodesic_ruler(work->question->ellipsoid);
    g_autofree uint32_t *order = order_zones(points.grid, work->zones);
    points.order = order;
    take_zones(&points);
    hzp_point_grid_free(made);
    return hzp_run_check(work->progress.run);
}
