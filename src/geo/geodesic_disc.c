#include "geo/geodesic_disc.h"

#include <glib.h>

/* Errors of geod_inverse() (15 nanometres) and of the arithmetic here stay far below. */
static const double METRES_OF_DOUBT = 1e-6;
static const double SHARE_OF_DOUBT = 1e-12;
/* Larger radii are measured, and so is whatever lies near a pole. */
static const double LARGEST_RADIUS_M = 1e5;

HzpGeodesicRuler hzp_geodesic_ruler(const HzpCrsFacts *ellipsoid)
{
    HzpGeodesicRuler ruler = {.semi_major_m = ellipsoid->semi_major_m};
    double flattening = ellipsoid->inverse_flattening > 0 ? 1 / ellipsoid->inverse_flattening : 0;
    geod_init(&ruler.geodesic, ellipsoid->semi_major_m, flattening);
    ruler.eccentricity_squared = flattening * (2 - flattening);
    return ruler;
}

static double square(double value) { return value * value; }

HzpGeodesicDisc hzp_geodesic_disc(const HzpGeodesicRuler *ruler, double lon, double lat, double radius_m)
{
    HzpGeodesicDisc disc = {.ruler = ruler, .lon = lon, .lat = lat, .radius_m = radius_m};
    static const double DEGREE = G_PI / 180;
    double e2 = ruler->eccentricity_squared;
    double a = ruler->semi_major_m;
    double sine = sin(lat * DEGREE);
    double root = sqrt(1 - e2 * sine * sine);
    double meridian = a * (1 - e2) / (root * root * root);
    double axis = a / root * cos(lat * DEGREE);
    double change = 1.5 * e2 / (1 - e2) * radius_m / (a * (1 - e2));
    disc.surely_inside = -1;
    disc.surely_outside = INFINITY;
    if (!(radius_m <= LARGEST_RADIUS_M && axis > 2 * radius_m)) return disc;
    double inside = radius_m * (1 - SHARE_OF_DOUBT) - METRES_OF_DOUBT;
    if (inside > 0) disc.surely_inside = square(inside);
    disc.surely_outside = square(radius_m * (1 + SHARE_OF_DOUBT) + METRES_OF_DOUBT);
    disc.north_most = square(meridian * (1 + 2 * change) * DEGREE);
    disc.north_least = square(meridian * (1 - change) * DEGREE);
    disc.east_most = square((axis + radius_m) * DEGREE);
    disc.east_least = square((axis - radius_m) * DEGREE);
    return disc;
}

bool hzp_geodesic_disc_measures(const HzpGeodesicDisc *disc, double lon, double lat)
{
    double distance = NAN;
    geod_inverse(&disc->ruler->geodesic, disc->lat, disc->lon, lat, lon, &distance, NULL, NULL);
    return distance <= disc->radius_m;
}

double hzp_geodesic_disc_planar_reach(const HzpGeodesicRuler *ruler, double x, double y, double radius_m)
{
    static const double LARGEST_SCALE = 1.5;
    double polar_axis = ruler->semi_major_m * sqrt(1 - ruler->eccentricity_squared);
    double from_centre = (hypot(x, y) + LARGEST_SCALE * radius_m) / (2 * polar_axis);
    double scale = (1 + ruler->eccentricity_squared) / sqrt(1 - from_centre * from_centre);
    return scale <= LARGEST_SCALE ? scale * radius_m : INFINITY;
}
