#include "geo/geodesic.h"

#include <math.h>

#include "geo/geodesic_disc.h"

double hzp_geodesic_distance_m(const HzpCrsFacts *ellipsoid, double lon1, double lat1, double lon2, double lat2,
                               double *bearing_deg)
{
    struct geod_geodesic geodesic = hzp_geodesic_ruler(ellipsoid).geodesic;
    double distance = NAN;
    double azimuth = NAN;
    geod_inverse(&geodesic, lat1, lon1, lat2, lon2, &distance, &azimuth, NULL);
    if (bearing_deg) *bearing_deg = azimuth < 0 ? azimuth + 360 : azimuth;
    return distance;
}
