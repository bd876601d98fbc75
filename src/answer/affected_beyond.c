/* How much of what was asked lies beyond the plan: a circle at the border of a county reaches places that the plan does not
 * know, and whose people are in no figure. */
#include <math.h>

#include "answer/affected_parts.h"
#include "base/message.h"

/* Lambert's equal-area projection of the sphere around the place: shares of areas to a thousandth on any ellipsoid, without
 * the time that PROJ takes to begin. */
static void project(const HzpAsked *centre, double *x, double *y)
{
    static const double OPPOSITE = 1e-6; /* the other side of the earth is everywhere */
    double turn = (*x - centre->lon) * G_PI / 180, lat = *y * G_PI / 180, lat0 = centre->lat * G_PI / 180;
    double scale = sqrt(2 / fmax(OPPOSITE, 1 + sin(lat0) * sin(lat) + cos(lat0) * cos(lat) * cos(turn)));
    *x = scale * cos(lat) * sin(turn);
    *y = scale * (cos(lat0) * sin(lat) - sin(lat0) * cos(lat) * cos(turn));
}

static void project_ring(const HzpAsked *centre, const HzpPolygonSet *degrees, size_t ring, HzpPolygonSet *plane)
{
    size_t first = degrees->ring_start[ring], n = degrees->ring_start[ring + 1] - first;
    g_autofree double *x = g_memdup2(degrees->x + first, n * sizeof *x);
    g_autofree double *y = g_memdup2(degrees->y + first, n * sizeof *y);
    for (size_t i = 0; i < n; i++)
        project(centre, &x[i], &y[i]);
    hzp_polygon_set_add_wound_ring(plane, x, y, n);
}

static HzpPolygonSet *projected(const HzpAsked *centre, const HzpPolygonSet *degrees)
{
    HzpPolygonSet *plane = hzp_polygon_set_new();
    for (size_t i = 0; i < degrees->n; i++) {
        for (size_t ring = degrees->first_ring[i]; ring < degrees->first_ring[i + 1]; ring++)
            project_ring(centre, degrees, ring, plane);
        hzp_polygon_set_end(plane);
    }
    return plane;
}

/* The counties that the area may reach. */
static HzpStatus read_counties(HzpAnswering *answering, HzpPolygonSet *counties)
{
    static const char *const columns[] = {"name", NULL};
    const GArray *boxes = answering->shape.boxes;
    for (guint i = 0; i < boxes->len; i++) {
        HzpBox box = hzp_answer_plan_box(answering, &g_array_index(boxes, HzpBox, i));
        sqlite3_stmt *row = NULL;
        HZP_TRY(hzp_answer_select_in_box(answering->plan, "counties", columns, &box, &row));
        while (row && hzp_plan_file_step(answering->plan, row))
            hzp_answer_polygon(answering, row, 0, counties);
        sqlite3_finalize(row);
    }
    return hzp_plan_file_check(answering->plan);
}

/* Of all polygons of the area together; NaN where they have no area. */
static double share_beyond(const HzpPolygonSet *area, const HzpPolygonSet *counties)
{
    g_autofree double *inside = g_new0(double, area->n + 1);
    double all = 0, within = 0;
    hzp_answer_share_out(area, counties, inside);
    for (size_t i = 0; i < area->n; i++) {
        double own = hzp_polygon_set_area(area, i);
        if (!(own > 0)) continue;
        all += own;
        within += own * inside[i];
    }
    return all > 0 ? CLAMP(1 - within / all, 0, 1) : NAN;
}

HzpStatus hzp_answer_beyond(HzpAnswering *answering)
{
    HzpAsked *asked = &answering->answer->asked;
    HzpPolygonSet *counties = hzp_polygon_set_new();
    HzpStatus status = read_counties(answering, counties);
    if (status == HZP_OK) {
        HzpPolygonSet *drawn = hzp_answer_shape_drawn(answering);
        HzpPolygonSet *area = projected(asked, drawn), *plane = projected(asked, counties);
        asked->beyond_share = share_beyond(area, plane);
        hzp_polygon_set_free(area);
        hzp_polygon_set_free(plane);
        hzp_polygon_set_free(drawn);
    }
    hzp_polygon_set_free(counties);
    return status;
}

bool hzp_affected_reaches_beyond(const HzpAsked *asked) { return asked->beyond_share >= HZP_BEYOND_SHARE; }

char *hzp_affected_beyond_sentence(const HzpAsked *asked)
{
    if (!hzp_affected_reaches_beyond(asked)) return NULL;
    g_autofree char *percent = g_strdup_printf("%.0f", fmax(1, asked->beyond_share * 100));
    return hzp_message_format("affected_beyond", "percent", percent, NULL);
}
