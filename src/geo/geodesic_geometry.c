/* Apart from distances, which are needed where no GEOS is. */
#include <geodesic.h>
#include <math.h>

#include "geo/geodesic.h"
#include "geo/geodesic_disc.h"

GEOSGeometry *hzp_geodesic_circle(const HzpCrsFacts *ellipsoid, double lon, double lat, double radius_m, int vertices)
{
    GEOSContextHandle_t geos = hzp_geos();
    struct geod_geodesic geodesic = hzp_geodesic_ruler(ellipsoid).geodesic;
    GEOSCoordSequence *ring = GEOSCoordSeq_create_r(geos, (unsigned)vertices + 1, 2);
    if (!ring) return NULL;
    for (int i = 0; i <= vertices; i++) {
        double x = NAN;
        double y = NAN;
        /* Azimuths run clockwise; counter-clockwise rings are what OGC exteriors are. */
        geod_direct(&geodesic, lat, lon, -360.0 * (i % vertices) / vertices, radius_m, &y, &x, NULL);
        GEOSCoordSeq_setXY_r(geos, ring, (unsigned)i, x, y);
    }
    GEOSGeometry *shell = GEOSGeom_createLinearRing_r(geos, ring);
    return shell ? GEOSGeom_createPolygon_r(geos, shell, NULL, 0) : NULL;
}

static double ring_area_m2(const struct geod_geodesic *geodesic, const GEOSGeometry *ring)
{
    GEOSContextHandle_t geos = hzp_geos();
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(geos, ring);
    unsigned n = 0;
    GEOSCoordSeq_getSize_r(geos, points, &n);
    struct geod_polygon polygon;
    geod_polygon_init(&polygon, 0);
    for (unsigned i = 0; i + 1 < n; i++) {
        double x = NAN;
        double y = NAN;
        GEOSCoordSeq_getXY_r(geos, points, i, &x, &y);
        geod_polygon_addpoint(geodesic, &polygon, y, x);
    }
    double area = 0;
    geod_polygon_compute(geodesic, &polygon, 0, 1, &area, NULL);
    return fabs(area);
}

double hzp_geodesic_area_m2(const HzpCrsFacts *ellipsoid, const GEOSGeometry *geometry)
{
    if (!geometry) return 0;
    GEOSContextHandle_t geos = hzp_geos();
    struct geod_geodesic geodesic = hzp_geodesic_ruler(ellipsoid).geodesic;
    double area = 0;
    int parts = GEOSGetNumGeometries_r(geos, geometry);
    for (int i = 0; i < parts; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(geos, geometry, i);
        if (GEOSGeomTypeId_r(geos, part) != GEOS_POLYGON || GEOSisEmpty_r(geos, part)) continue;
        area += ring_area_m2(&geodesic, GEOSGetExteriorRing_r(geos, part));
        int holes = GEOSGetNumInteriorRings_r(geos, part);
        for (int j = 0; j < holes; j++)
            area -= ring_area_m2(&geodesic, GEOSGetInteriorRingN_r(geos, part, j));
    }
    return area;
}
