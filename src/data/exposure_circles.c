/* Threat circles as polygons in the plane of the exposure layers. */
#include <math.h>

#include "data/exposure_layers.h"
#include "geo/polygon_set_compose.h"

int hzp_exposure_circle_corners(const HzpProject *project)
{
    return (int)fmin(HZP_CIRCLE_CORNERS_MOST, fmax(8, hzp_project_number(project, "hazard.circle_vertices")));
}

/* A zone without radius is its polygon, if it has one. */
static HzpPolygonSet *drawn_in_plane(const HzpRun *run, const HzpProject *project, const HzpExposureThreats *threats,
                                     double factor)
{
    g_autofree size_t *first = g_new(size_t, threats->n + 1);
    g_autofree HzpPolygonPiece *pieces = g_new(HzpPolygonPiece, threats->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < threats->n; i++) {
        first[i] = n;
        if (isnan(threats->radius_m[i]) && threats->polygons) pieces[n++] = (HzpPolygonPiece){threats->polygons, i};
    }
    first[threats->n] = n;
    const HzpPolygonPlan plan = {.n = threats->n,
                                 .first = first,
                                 .pieces = pieces,
                                 .corners = hzp_exposure_circle_corners(project),
                                 .factor = factor,
                                 .x = threats->at.x,
                                 .y = threats->at.y,
                                 .radius = threats->radius_m};
    return hzp_polygon_set_compose(&plan, hzp_run_threads(run));
}

HzpStatus hzp_exposure_threats_drawn(HzpRun *run, const HzpProject *project, const HzpExposureLayers *layers, double factor,
                                     HzpPolygonSet **drawn)
{
    *drawn = NULL;
    HZP_TRY(hzp_run_check(run));
    if (!layers->planar) return hzp_exposure_threats_drawn_geodesic(run, project, layers, factor, drawn);
    *drawn = drawn_in_plane(run, project, &layers->threats, factor);
    return HZP_OK;
}

HzpStatus hzp_exposure_threats_draw(HzpRun *run, const HzpProject *project, HzpExposureLayers *layers)
{
    HzpPolygonSet *drawn = NULL;
    HZP_TRY(hzp_exposure_threats_drawn(run, project, layers, 1, &drawn));
    hzp_polygon_set_free(layers->threats.polygons);
    layers->threats.polygons = drawn;
    return HZP_OK;
}
