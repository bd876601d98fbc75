/* What GEOS is asked about a polygon. */
#include <glib.h>

#include "geo/geometry.h"
#include "geo/polygon_simple.h"

static GEOSGeometry *ring_of(const HzpPolygonSet *set, size_t ring)
{
    GEOSContextHandle_t geos = hzp_geos();
    size_t start = set->ring_start[ring];
    size_t n = set->ring_start[ring + 1] - start;
    GEOSCoordSequence *points = GEOSCoordSeq_create_r(geos, (unsigned)n + 1, 2);
    for (size_t i = 0; points && i <= n; i++)
        GEOSCoordSeq_setXY_r(geos, points, (unsigned)i, set->x[start + i % n], set->y[start + i % n]);
    return points ? GEOSGeom_createLinearRing_r(geos, points) : NULL;
}

static bool is_shell(const HzpPolygonSet *set, size_t ring)
{
    size_t start = set->ring_start[ring];
    size_t n = set->ring_start[ring + 1] - start;
    double sum = 0;
    for (size_t i = 1; i + 1 < n; i++)
        sum += (set->x[start + i] - set->x[start]) * (set->y[start + i + 1] - set->y[start]) -
               (set->x[start + i + 1] - set->x[start]) * (set->y[start + i] - set->y[start]);
    return sum > 0;
}

GEOSGeometry *hzp_polygon_set_geometry(const HzpPolygonSet *set, size_t i)
{
    GEOSContextHandle_t geos = hzp_geos();
    g_autoptr(GPtrArray) parts = g_ptr_array_new();
    for (size_t ring = set->first_ring[i]; ring < set->first_ring[i + 1];) {
        g_autoptr(GPtrArray) holes = g_ptr_array_new();
        GEOSGeometry *shell = ring_of(set, ring++);
        for (; ring < set->first_ring[i + 1] && !is_shell(set, ring); ring++)
            g_ptr_array_add(holes, ring_of(set, ring));
        GEOSGeometry *part = GEOSGeom_createPolygon_r(geos, shell, (GEOSGeometry **)holes->pdata, holes->len);
        if (part) g_ptr_array_add(parts, part);
    }
    if (parts->len == 0) return NULL;
    return GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, (GEOSGeometry **)parts->pdata, parts->len);
}

bool hzp_polygon_is_valid_for_geos(const HzpPolygonSet *set, size_t i)
{
    GEOSGeometry *geometry = hzp_polygon_set_geometry(set, i);
    bool valid = geometry && GEOSisValid_r(hzp_geos(), geometry) == 1;
    hzp_geometry_free(geometry);
    return valid;
}

bool hzp_polygon_set_anchor(const HzpPolygonSet *set, size_t i, double *x, double *y)
{
    GEOSGeometry *geometry = hzp_polygon_set_geometry(set, i);
    bool found = hzp_geometry_anchor(geometry, x, y);
    hzp_geometry_free(geometry);
    return found;
}
