/* Threat circles on the ellipsoid as polygons in the plane of the exposure layers. */
#include <math.h>

#include "base/message.h"
#include "data/exposure_layers.h"
#include "geo/geodesic.h"
#include "geo/geometry.h"

/* As in the plan, edges are straight in degrees: points on them keep the drawing the same in every projection. */
static const double LONGEST_EDGE_DEG = 0.02;
enum { STEP = 4096 };

typedef struct {
    const HzpExposureLayers *layers;
    HzpPolygonSet *drawn;
    HzpTransform *to_plane; /* from degrees */
    int corners;
    double factor; /* of the radii */
} Drawing;

static bool draw_geodesic(const Drawing *work, size_t zone)
{
    const HzpExposureThreats *threats = &work->layers->threats;
    GEOSGeometry *circle = hzp_geodesic_circle(&work->layers->crs, threats->at.lon[zone], threats->at.lat[zone],
                                               threats->radius_m[zone] * work->factor, work->corners);
    GEOSGeometry *dense = circle ? hzp_geometry_densify(circle, LONGEST_EDGE_DEG) : NULL;
    GEOSGeometry *planar = dense ? hzp_geometry_transform(dense, work->to_plane, false) : NULL;
    hzp_polygon_set_add(work->drawn, planar);
    hzp_geometry_free(circle);
    hzp_geometry_free(dense);
    hzp_geometry_free(planar);
    return planar != NULL;
}

static HzpStatus draw_zone(const Drawing *work, size_t zone)
{
    const HzpExposureThreats *threats = &work->layers->threats;
    double radius_m = threats->radius_m[zone] * work->factor;
    if (isnan(radius_m) && threats->polygons) {
        hzp_polygon_set_add_copy(work->drawn, threats->polygons, zone);
    } else if (isnan(radius_m)) {
        hzp_polygon_set_add_empty(work->drawn);
    } else if (!draw_geodesic(work, zone)) {
        return hzp_fail(HZP_E_GEOMETRY, "geometry_row_failed", "layer", "hazard_points", "feature", threats->id[zone],
                        "reason", hzp_geos_message(), NULL);
    }
    return HZP_OK;
}

HzpStatus hzp_exposure_threats_drawn_geodesic(HzpRun *run, const HzpProject *project, const HzpExposureLayers *layers,
                                              double factor, HzpPolygonSet **drawn)
{
    Drawing work = {.layers = layers, .corners = hzp_exposure_circle_corners(project), .factor = factor};
    g_autofree char *geographic = hzp_crs_geographic(&layers->crs);
    *drawn = NULL;
    HZP_TRY(hzp_transform_new(geographic, layers->projection, &work.to_plane));
    work.drawn = hzp_polygon_set_new();
    HzpStatus status = HZP_OK;
    for (size_t i = 0; i < layers->threats.n && status == HZP_OK; i++) {
        if (i % STEP == 0) status = hzp_run_step(run, "phase_read", (double)i, (double)layers->threats.n);
        if (status == HZP_OK) status = draw_zone(&work, i);
    }
    hzp_transform_free(work.to_plane);
    if (status != HZP_OK) {
        hzp_polygon_set_free(work.drawn);
        return status;
    }
    *drawn = work.drawn;
    return HZP_OK;
}
