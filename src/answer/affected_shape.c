/* The area that is asked for: what lies in it, and how much of a polygon does. */
#include <math.h>

#include "answer/affected_parts.h"
#include "geo/box_grid.h"
#include "geo/covered_area.h"
#include "geo/polygon_simple.h"
#include "geo/polygon_transform.h"

/* Edges are straight in degrees; in the plane they get corners until they lie this near. */
static const double EDGE_TOLERANCE_M = 0.001;
/* A place that was put at exactly the radius is measured some nanometres nearer or farther. */
static const double ROUNDING_M = 1e-7;

void hzp_answer_boxes_around(GArray *boxes, double lon, double lat, double radius_m)
{
    /* The smallest radius of curvature of any ellipsoid in use, and a little for R-trees of single precision. */
    static const double SMALLEST_RADIUS_M = 6.33e6;
    static const double MORE_DEG = 1e-4;
    double angle = radius_m / SMALLEST_RADIUS_M;
    double half_height = angle * 180 / G_PI + MORE_DEG;
    HzpBox box = {-180 - MORE_DEG, lat - half_height, 180 + MORE_DEG, lat + half_height};
    double reach = fabs(lat) + half_height < 90 ? sin(angle) / cos(lat * G_PI / 180) : 2;
    if (reach >= 1 || angle >= G_PI / 2) {
        g_array_append_val(boxes, box);
        return;
    }
    double half_width = asin(reach) * 180 / G_PI + MORE_DEG;
    box.min_x = lon - half_width;
    box.max_x = lon + half_width;
    g_array_append_val(boxes, box);
    /* Longitudes go round. */
    double turn = box.min_x < -180 ? 360 : box.max_x > 180 ? -360 : 0;
    HzpBox other = {box.min_x + turn, box.min_y, box.max_x + turn, box.max_y};
    if (turn != 0) g_array_append_val(boxes, other);
}

/* The zone of the hazard point, where it is drawn rather than a circle. */
static HzpStatus read_zone(HzpAnswering *answering)
{
    static const char *const columns[] = {"source", NULL};
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_answer_select(answering->plan, "hazard_zones", columns, true, "WHERE l.hazard_id = ?1", &statement));
    if (!statement) return HZP_OK;
    HzpPolygonSet *set = hzp_polygon_set_new();
    sqlite3_bind_text(statement, 1, answering->answer->asked.hazard_id, -1, SQLITE_STATIC);
    while (hzp_plan_file_step(answering->plan, statement))
        hzp_answer_polygon(answering, statement, 0, set);
    sqlite3_finalize(statement);
    answering->shape.own = set;
    answering->shape.polygons = set;
    return HZP_OK;
}

HzpStatus hzp_answer_shape_make(HzpAnswering *answering)
{
    const HzpAsked *asked = &answering->answer->asked;
    HzpAskedShape *shape = &answering->shape;
    shape->boxes = g_array_new(FALSE, FALSE, sizeof(HzpBox));
    shape->circle = isfinite(asked->radius_m);
    if (shape->circle) {
        shape->disc = hzp_geodesic_disc(&answering->ruler, asked->lon, asked->lat, asked->radius_m + ROUNDING_M);
        hzp_answer_boxes_around(shape->boxes, asked->lon, asked->lat, asked->radius_m);
        return HZP_OK;
    }
    shape->polygons = asked->area;
    if (asked->kind == HZP_ASKED_HAZARD) HZP_TRY(read_zone(answering));
    for (size_t i = 0; i < shape->polygons->n; i++) {
        if (shape->polygons->box[i].min_x <= shape->polygons->box[i].max_x)
            g_array_append_val(shape->boxes, shape->polygons->box[i]);
    }
    return HZP_OK;
}

void hzp_answer_shape_clear(HzpAskedShape *shape)
{
    if (shape->boxes) g_array_free(shape->boxes, TRUE);
    hzp_polygon_set_free(shape->own);
}

bool hzp_answer_shape_covers(const HzpAskedShape *shape, double lon, double lat)
{
    if (!isfinite(lon) || !isfinite(lat)) return false;
    if (shape->circle) return hzp_geodesic_disc_covers(&shape->disc, lon, lat);
    for (size_t i = 0; i < shape->polygons->n; i++) {
        const HzpBox *box = &shape->polygons->box[i];
        if (lon < box->min_x || lon > box->max_x || lat < box->min_y || lat > box->max_y) continue;
        if (hzp_polygon_set_covers(shape->polygons, i, lon, lat)) return true;
    }
    return false;
}

/* ---- shares of area ---- */

/* The circle as the plan draws its circles, in degrees. */
static HzpPolygonSet *drawn_circle(const HzpAnswering *answering)
{
    const HzpGeodesicDisc *disc = &answering->shape.disc;
    int n = answering->circle_vertices;
    g_autofree double *x = g_new(double, 2 * (gsize)n);
    double *y = x + n;
    for (int i = 0; i < n; i++)
        geod_direct(&answering->ruler.geodesic, disc->lat, disc->lon, -360.0 * i / n, disc->radius_m, &y[i], &x[i], NULL);
    for (int i = 0; i < n; i++)
        x[i] += 360 * round((disc->lon - x[i]) / 360);
    HzpPolygonSet *set = hzp_polygon_set_new();
    hzp_polygon_set_add_ring(set, x, y, (size_t)n, false);
    hzp_polygon_set_end(set);
    return set;
}

static HzpStatus into_plane(const HzpAnswering *answering, const HzpPolygonSet *degrees, HzpPolygonSet **plane)
{
    const HzpAsked *asked = &answering->answer->asked;
    g_autofree char *geographic = hzp_crs_geographic(&answering->ellipsoid);
    g_autofree char *equal_area = hzp_crs_equal_area(&answering->ellipsoid, asked->lon, asked->lat);
    HzpPolygonTransform how = {.tolerance = EDGE_TOLERANCE_M};
    HZP_TRY(hzp_transform_new(geographic, equal_area, &how.transform));
    HzpStatus status = hzp_polygon_set_transform(degrees, &how, plane);
    hzp_transform_free(how.transform);
    return status;
}

void hzp_answer_share_out(const HzpPolygonSet *units, const HzpPolygonSet *zones, double *share)
{
    HzpBoxGrid *grid = hzp_box_grid_new(zones->box, zones->n);
    HzpBoxHits hits = {0};
    HzpCoverSweep *sweep = hzp_cover_sweep_new();
    hzp_polygon_set_examine(zones, 0, zones->n);
    for (size_t i = 0; i < units->n; i++) {
        share[i] = 0;
        if (units->box[i].min_x > units->box[i].max_x) continue;
        hzp_box_grid_meeting(grid, &units->box[i], &hits);
        if (hits.n == 0) continue;
        HzpCoverAreas areas;
        HzpCoverQuestion question = {.units = units, .unit = i, .zones = zones, .zone = hits.box, .n = hits.n, .n_groups = 1};
        hzp_cover_areas(sweep, &question, &areas, NULL);
        share[i] = areas.unit > 0 ? fmin(areas.group[0] / areas.unit, 1) : NAN;
    }
    hzp_cover_sweep_free(sweep);
    hzp_box_hits_clear(&hits);
    hzp_box_grid_free(grid);
}

HzpPolygonSet *hzp_answer_shape_drawn(const HzpAnswering *answering)
{
    if (answering->shape.circle) return drawn_circle(answering);
    const HzpPolygonSet *polygons = answering->shape.polygons;
    HzpPolygonSet *copy = hzp_polygon_set_new();
    for (size_t i = 0; i < polygons->n; i++)
        hzp_polygon_set_add_copy(copy, polygons, i);
    return copy;
}

HzpStatus hzp_answer_shares(const HzpAnswering *answering, const HzpPolygonSet *units, double *share)
{
    HzpPolygonSet *drawn = answering->shape.circle ? drawn_circle(answering) : NULL;
    HzpPolygonSet *plane_units = NULL;
    HzpPolygonSet *plane_zones = NULL;
    HzpStatus status = into_plane(answering, units, &plane_units);
    if (status == HZP_OK) status = into_plane(answering, drawn ? drawn : answering->shape.polygons, &plane_zones);
    if (status == HZP_OK) hzp_answer_share_out(plane_units, plane_zones, share);
    hzp_polygon_set_free(plane_units);
    hzp_polygon_set_free(plane_zones);
    hzp_polygon_set_free(drawn);
    return status;
}
