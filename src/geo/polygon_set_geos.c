/* Apart from the rest of polygon sets, so that what reads them from a GeoPackage needs no GEOS. */
#include <glib.h>

#include "geo/polygon_set.h"

static void add_geos_ring(HzpPolygonSet *set, const GEOSGeometry *ring, bool hole)
{
    GEOSContextHandle_t geos = hzp_geos();
    const GEOSCoordSequence *points = ring ? GEOSGeom_getCoordSeq_r(geos, ring) : NULL;
    unsigned n = 0;
    if (!points || !GEOSCoordSeq_getSize_r(geos, points, &n) || n == 0) return;
    g_autofree double *x = g_new(double, 2 * (gsize)n);
    if (GEOSCoordSeq_copyToArrays_r(geos, points, x, x + n, NULL, NULL)) hzp_polygon_set_add_ring(set, x, x + n, n, hole);
}

static void add_geos_polygon(HzpPolygonSet *set, const GEOSGeometry *polygon)
{
    GEOSContextHandle_t geos = hzp_geos();
    if (GEOSisEmpty_r(geos, polygon)) return;
    add_geos_ring(set, GEOSGetExteriorRing_r(geos, polygon), false);
    int holes = GEOSGetNumInteriorRings_r(geos, polygon);
    for (int i = 0; i < holes; i++)
        add_geos_ring(set, GEOSGetInteriorRingN_r(geos, polygon, i), true);
}

void hzp_polygon_set_add_rings(HzpPolygonSet *set, const GEOSGeometry *geometry)
{
    GEOSContextHandle_t geos = hzp_geos();
    int type = geometry ? GEOSGeomTypeId_r(geos, geometry) : -1;
    if (type == GEOS_POLYGON) add_geos_polygon(set, geometry);
    if (type == GEOS_MULTIPOLYGON) {
        int parts = GEOSGetNumGeometries_r(geos, geometry);
        for (int i = 0; i < parts; i++)
            add_geos_polygon(set, GEOSGetGeometryN_r(geos, geometry, i));
    }
}

void hzp_polygon_set_add(HzpPolygonSet *set, const GEOSGeometry *geometry)
{
    hzp_polygon_set_add_rings(set, geometry);
    hzp_polygon_set_end(set);
}
