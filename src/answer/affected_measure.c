/* Distances and places for answers. */
#include <math.h>

#include "answer/affected_parts.h"
#include "geo/geodesic.h"

void hzp_answer_measure(const HzpAnswering *answering, double lon, double lat, double *distance_m, double *bearing_deg)
{
    const HzpAsked *asked = &answering->answer->asked;
    *distance_m = hzp_geodesic_distance_m(&answering->ellipsoid, asked->lon, asked->lat, lon, lat, bearing_deg);
    if (*distance_m == 0) *bearing_deg = NAN;
}

/* ---- distance to a polygon ---- */

typedef struct {
    const HzpGeodesicRuler *ruler;
    double lon, lat;
} From;

static double distance_to(const From *from, double lon, double lat)
{
    double distance = NAN;
    geod_inverse(&from->ruler->geodesic, from->lat, from->lon, lat, lon, &distance, NULL, NULL);
    return distance;
}

/* Along an edge that is straight in degrees the distance falls, then rises: golden sections down to a millionth of it. */
double hzp_answer_nearest_on_edge(const HzpGeodesicRuler *ruler, double lon, double lat, double x0, double y0, double x1,
                                  double y1, double *nearest_lon, double *nearest_lat)
{
    static const double GOLDEN = 0.6180339887498949;
    const From from = {ruler, lon, lat};
    double low = 0, high = 1;
    double a = high - GOLDEN * (high - low), b = low + GOLDEN * (high - low);
    double at_a = distance_to(&from, x0 + a * (x1 - x0), y0 + a * (y1 - y0));
    double at_b = distance_to(&from, x0 + b * (x1 - x0), y0 + b * (y1 - y0));
    while (high - low > 1e-6) {
        if (at_a <= at_b) {
            high = b;
            b = a;
            at_b = at_a;
            a = high - GOLDEN * (high - low);
            at_a = distance_to(&from, x0 + a * (x1 - x0), y0 + a * (y1 - y0));
        } else {
            low = a;
            a = b;
            at_a = at_b;
            b = low + GOLDEN * (high - low);
            at_b = distance_to(&from, x0 + b * (x1 - x0), y0 + b * (y1 - y0));
        }
    }
    const double shares[] = {0, a, b, 1};
    double least = INFINITY;
    for (size_t i = 0; i < G_N_ELEMENTS(shares); i++) {
        double x = x0 + shares[i] * (x1 - x0), y = y0 + shares[i] * (y1 - y0);
        double distance = distance_to(&from, x, y);
        if (!(distance < least)) continue;
        least = distance;
        *nearest_lon = x;
        *nearest_lat = y;
    }
    return least;
}

/* Square of the distance in a plane with true scales at the place: good for telling which edges may be the nearest. */
static double roughly(const From *from, double x0, double y0, double x1, double y1)
{
    double scale = cos(from->lat * G_PI / 180);
    double ax = (x0 - from->lon) * scale, ay = y0 - from->lat;
    double dx = (x1 - x0) * scale, dy = y1 - y0;
    double length = dx * dx + dy * dy;
    double t = length > 0 ? -(ax * dx + ay * dy) / length : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    double x = ax + t * dx, y = ay + t * dy;
    return x * x + y * y;
}

double hzp_answer_distance_to_polygon(const HzpGeodesicRuler *ruler, double lon, double lat, const HzpPolygonSet *set,
                                      size_t i)
{
    /* The plane's distances are off by less than this share within some hundred kilometres. */
    static const double SLACK = 1.1;
    const HzpBox *box = &set->box[i];
    if (box->min_x > box->max_x) return NAN;
    From from = {ruler, lon, lat};
    if (hzp_polygon_set_covers(set, i, lon, lat)) return 0;
    double least_roughly = INFINITY, least = INFINITY;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1]; r++) {
            size_t start = set->ring_start[r], end = set->ring_start[r + 1];
            for (size_t k = start, before = end - 1; k < end; before = k++) {
                double rough = roughly(&from, set->x[before], set->y[before], set->x[k], set->y[k]);
                if (pass == 0) {
                    least_roughly = fmin(least_roughly, rough);
                } else if (rough <= least_roughly * SLACK * SLACK) {
                    double x = NAN, y = NAN;
                    least = fmin(least, hzp_answer_nearest_on_edge(ruler, lon, lat, set->x[before], set->y[before], set->x[k],
                                                                   set->y[k], &x, &y));
                }
            }
        }
    }
    return least;
}
