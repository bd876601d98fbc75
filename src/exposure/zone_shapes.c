/* Outlines of zones with the question's radii. Circles are drawn where they are needed, again and again: that takes less time
 * than to fetch from memory what was drawn before, of which a nation's would be hundreds of megabytes. */
#include <math.h>
#include <omp.h>

#include "exposure/exposure_parts.h"
#include "geo/polygon_simple.h"

static bool is_circle(const HzpExposureZones *zones, size_t i)
{
    return zones->radius_m && isfinite(zones->radius_m[i]) && isfinite(zones->at.x[i]) && isfinite(zones->at.y[i]);
}

static bool has_outline(const HzpExposureZones *zones, size_t i)
{
    return zones->polygons && zones->polygons->first_ring[i] < zones->polygons->first_ring[i + 1];
}

/* A circle's outline stretched about its centre is the outline of the stretched circle: exactly in the plane, and on the
 * ellipsoid but for the change of scale within the circle, some 1e-5 of the radius. */
static HzpBox stretched_box(const HzpExposureWork *work, size_t zone)
{
    double factor = work->question->radius_factor;
    double x = work->zones->at.x[zone];
    double y = work->zones->at.y[zone];
    const HzpBox *box = &work->zones->polygons->box[zone];
    return (HzpBox){x + (box->min_x - x) * factor, y + (box->min_y - y) * factor, x + (box->max_x - x) * factor,
                    y + (box->max_y - y) * factor};
}

static void stretch_last(const HzpExposureWork *work, size_t zone, HzpPolygonSet *set)
{
    double factor = work->question->radius_factor;
    double centre_x = work->zones->at.x[zone];
    double centre_y = work->zones->at.y[zone];
    for (size_t c = set->ring_start[set->first_ring[set->n - 1]]; c < set->n_corners; c++) {
        set->x[c] = centre_x + (set->x[c] - centre_x) * factor;
        set->y[c] = centre_y + (set->y[c] - centre_y) * factor;
    }
    set->box[set->n - 1] = stretched_box(work, zone);
    /* Pressed together, it may cross itself by rounding errors. */
    if (factor < 1) set->simple[set->n - 1] = HZP_SIMPLE_UNKNOWN;
}

void hzp_exposure_put_zone(const HzpExposureWork *work, size_t zone, HzpPolygonSet *set)
{
    const HzpExposureZones *zones = work->zones;
    double factor = work->question->radius_factor;
    if (has_outline(zones, zone)) {
        hzp_polygon_set_add_copy(set, zones->polygons, zone);
        if (factor != 1 && is_circle(zones, zone)) stretch_last(work, zone, set);
    } else if (is_circle(zones, zone)) {
        hzp_polygon_set_add_circle(set, zones->at.x[zone], zones->at.y[zone], zones->radius_m[zone] * factor,
                                   work->question->circle_corners);
    } else {
        hzp_polygon_set_add_empty(set);
    }
}

static HzpBox box_of(const HzpExposureWork *work, size_t zone)
{
    const HzpExposureZones *zones = work->zones;
    double factor = work->question->radius_factor;
    if (has_outline(zones, zone))
        return factor != 1 && is_circle(zones, zone) ? stretched_box(work, zone) : zones->polygons->box[zone];
    if (!is_circle(zones, zone)) return (HzpBox){INFINITY, INFINITY, -INFINITY, -INFINITY};
    double radius = zones->radius_m[zone] * factor;
    return (HzpBox){zones->at.x[zone] - radius, zones->at.y[zone] - radius, zones->at.x[zone] + radius,
                    zones->at.y[zone] + radius};
}

HzpBox *hzp_exposure_zone_boxes(const HzpExposureWork *work)
{
    const HzpExposureZones *zones = work->zones;
    HzpBox *boxes = g_new(HzpBox, zones->n + 1);
#pragma omp parallel for schedule(dynamic, 1024) num_threads(work->threads)
    for (size_t i = 0; i < zones->n; i++) {
        boxes[i] = box_of(work, i);
        if (has_outline(zones, i)) hzp_polygon_set_examine(zones->polygons, i, i + 1);
    }
    return boxes;
}
