/* Whether places lie within a geodesic distance of a centre, mostly without computing the distance.
 *
 * The answer is that of geod_inverse(): distance <= radius. Two bounds of the distance decide all places but those within
 * some ten-thousandths of the radius from the edge:
 *
 * Let M be the meridian's radius of curvature and p the distance from the axis, at the centre M0 and p0; along a path
 * ds² = M² dlat² + p² dlon². p changes by at most the length of the path, and d(ln M)/dlat is at most
 * m = 3/2 e² / (1 - e²); with t = m r / (a (1 - e²)), M stays between M0 (1 - t) and M0 (1 + 2 t) within the radius r.
 *
 * Outside: a shortest path no longer than r stays where M >= M0 (1 - t) and p >= p0 - r, so that its length is at least the
 * root of (M0 (1 - t) dlat)² + ((p0 - r) dlon)². Where that is more than r, there is no such path.
 * Inside: the path along which longitude changes in proportion to latitude is at most as long as the root of
 * (M0 (1 + 2 t) dlat)² + ((p0 + r) dlon)², when that is at most r. */
#ifndef HZP_GEO_GEODESIC_DISC_H
#define HZP_GEO_GEODESIC_DISC_H

#include <geodesic.h>
#include <math.h>

#include "geo/crs.h"

typedef struct {
    struct geod_geodesic geodesic;
    double semi_major_m;
    double eccentricity_squared;
} HzpGeodesicRuler;

HzpGeodesicRuler hzp_geodesic_ruler(const HzpCrsFacts *ellipsoid);

typedef struct {
    const HzpGeodesicRuler *ruler;
    double lon;
    double lat;
    double radius_m;
    /* Squares of metres; of metres per degree. */
    double surely_inside;
    double surely_outside;
    double north_most;
    double north_least;
    double east_most;
    double east_least;
} HzpGeodesicDisc;

/* The ruler is borrowed. */
HzpGeodesicDisc hzp_geodesic_disc(const HzpGeodesicRuler *ruler, double lon, double lat, double radius_m);

/* By the distance itself. */
bool hzp_geodesic_disc_measures(const HzpGeodesicDisc *disc, double lon, double lat);

/* A place at exactly the radius is inside; one that is not finite is not. */
static inline bool hzp_geodesic_disc_covers(const HzpGeodesicDisc *disc, double lon, double lat)
{
    double north = lat - disc->lat;
    double east = fabs(lon - disc->lon);
    if (east > 180) east = fabs(remainder(east, 360));
    north *= north;
    east *= east;
    if (disc->north_most * north + disc->east_most * east <= disc->surely_inside) return true;
    if (disc->north_least * north + disc->east_least * east > disc->surely_outside) return false;
    return hzp_geodesic_disc_measures(disc, lon, lat);
}

/* The largest distance in the plane of hzp_crs_equal_area() at which a place within `radius_m` of (x, y) can lie; INFINITY
 * far from the projection's centre. Scale there is 1 / cos(c / 2) at c from the centre, and 2 R sin(c / 2) is the distance
 * from it (Snyder 1987, ch. 24); the ellipsoid changes it by less than its flattening. */
double hzp_geodesic_disc_planar_reach(const HzpGeodesicRuler *ruler, double x, double y, double radius_m);

#endif
