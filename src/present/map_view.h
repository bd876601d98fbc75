/* Where the map stands on the page: projection, scale, graticule. */
#ifndef HZP_PRESENT_MAP_VIEW_H
#define HZP_PRESENT_MAP_VIEW_H

#include "geo/crs.h"
#include "present/map_text.h"

/* A rectangle in projected metres. */
typedef struct {
    double west, south, east, north;
} HzpExtent;

typedef struct {
    HzpPageBox body; /* inside of the frame, page millimetres */
    double centre_x, centre_y;
    double denominator;
} HzpView;

/* Page position of a projected point. */
double hzp_view_x(const HzpView *view, double x);
double hzp_view_y(const HzpView *view, double y);
/* Projected position of a page point. */
double hzp_view_map_x(const HzpView *view, double page_x);
double hzp_view_map_y(const HzpView *view, double page_y);

/* PROJ string of the sheet projection: transverse Mercator (Gauss-Krueger) on the ellipsoid of `facts`, central meridian
 * rounded to 3 minutes. Within 1.5 degrees of it lengths are true to 1:3000. Free with g_free(). */
char *hzp_view_projection(const HzpCrsFacts *facts, double longitude, double *meridian);

/* Smallest denominator of the form mantissa * 10^k that is not below `least`; mantissas rise from 1 and stay below 10. */
double hzp_view_nice_scale(double least, const double *mantissas, size_t count);

/* Step of the graticule in minutes for a span in degrees: one that gives 3 to 7 lines. */
int hzp_view_graticule_step(double span_degrees);

/* Length for a scale bar, in metres: 1, 2 or 5 times a power of ten, at most `most` metres. */
double hzp_view_bar_length(double most);

#endif
