/* Geodesic measures on the ellipsoid. Source: Karney (2013), Algorithms for geodesics, J. Geodesy 87, as in PROJ's
 * geodesic.h. */
#ifndef HZP_GEO_GEODESIC_H
#define HZP_GEO_GEODESIC_H

#include "geo/crs.h"
#include "geo/geos_session.h"

/* Distance in metres between two points given in degrees; *bearing_deg (may be NULL) is the azimuth at the first, 0-360 from
 * north. */
double hzp_geodesic_distance_m(const HzpCrsFacts *ellipsoid, double lon1, double lat1, double lon2, double lat2,
                               double *bearing_deg);

/* Polygon of `vertices` corners at exactly `radius_m` from the centre, counter-clockwise from north; the caller frees it.
 * Coordinates in degrees. NULL when GEOS runs out of memory. */
GEOSGeometry *hzp_geodesic_circle(const HzpCrsFacts *ellipsoid, double lon, double lat, double radius_m, int vertices);

/* Area in m² of a polygon or multipolygon in degrees, edges as geodesics, holes subtracted; 0 for anything else. */
double hzp_geodesic_area_m2(const HzpCrsFacts *ellipsoid, const GEOSGeometry *geometry);

#endif
