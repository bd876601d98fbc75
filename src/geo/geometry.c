#include "geo/geometry.h"

#include <glib.h>
#include <math.h>

typedef struct {
    HzpTransform *transform;
    bool inverse;
    bool failed;
} Transforming;

static int transform_point(double *x, double *y, void *user)
{
    Transforming *work = user;
    size_t failed = work->inverse ? hzp_transform_inverse(work->transform, x, y, 1, 1)
                                  : hzp_transform_forward(work->transform, x, y, 1, 1);
    if (failed) work->failed = true;
    return 1;
}

GEOSGeometry *hzp_geometry_transform(const GEOSGeometry *geometry, HzpTransform *transform, bool inverse)
{
    Transforming work = {transform, inverse, false};
    GEOSGeometry *copy = GEOSGeom_transformXY_r(hzp_geos(), geometry, transform_point, &work);
    if (work.failed) {
        hzp_geometry_free(copy);
        copy = NULL;
    }
    return copy;
}

static int check_point(double *x, double *y, void *user)
{
    bool *finite = user;
    if (!isfinite(*x) || !isfinite(*y)) *finite = false;
    return 1;
}

bool hzp_geometry_is_finite(const GEOSGeometry *geometry)
{
    bool finite = true;
    hzp_geometry_free(GEOSGeom_transformXY_r(hzp_geos(), geometry, check_point, &finite));
    return finite;
}

bool hzp_geometry_is_point(const GEOSGeometry *geometry)
{
    return geometry && GEOSGeomTypeId_r(hzp_geos(), geometry) == GEOS_POINT;
}

bool hzp_geometry_is_polygonal(const GEOSGeometry *geometry)
{
    int type = geometry ? GEOSGeomTypeId_r(hzp_geos(), geometry) : -1;
    return type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON;
}

bool hzp_geometry_is_closed_line(const GEOSGeometry *geometry)
{
    int type = geometry ? GEOSGeomTypeId_r(hzp_geos(), geometry) : -1;
    bool line = type == GEOS_LINESTRING || type == GEOS_LINEARRING || type == GEOS_MULTILINESTRING;
    return line && GEOSisClosed_r(hzp_geos(), geometry) == 1;
}

static void collect_polygons(const GEOSGeometry *geometry, GPtrArray *polygons)
{
    GEOSContextHandle_t geos = hzp_geos();
    int type = GEOSGeomTypeId_r(geos, geometry);
    if (type == GEOS_POLYGON) {
        if (!GEOSisEmpty_r(geos, geometry)) g_ptr_array_add(polygons, GEOSGeom_clone_r(geos, geometry));
        return;
    }
    if (type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION) return;
    int parts = GEOSGetNumGeometries_r(geos, geometry);
    for (int i = 0; i < parts; i++)
        collect_polygons(GEOSGetGeometryN_r(geos, geometry, i), polygons);
}

GEOSGeometry *hzp_geometry_polygons(const GEOSGeometry *geometry)
{
    if (!geometry) return NULL;
    g_autoptr(GPtrArray) polygons = g_ptr_array_new();
    collect_polygons(geometry, polygons);
    if (polygons->len == 0) return NULL;
    return GEOSGeom_createCollection_r(hzp_geos(), GEOS_MULTIPOLYGON, (GEOSGeometry **)polygons->pdata, polygons->len);
}

GEOSGeometry *hzp_geometry_repair(const GEOSGeometry *geometry)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSMakeValidParams *parameters = GEOSMakeValidParams_create_r(geos);
    GEOSMakeValidParams_setMethod_r(geos, parameters, GEOS_MAKE_VALID_STRUCTURE);
    GEOSGeometry *valid = GEOSMakeValidWithParams_r(geos, geometry, parameters);
    GEOSMakeValidParams_destroy_r(geos, parameters);
    GEOSGeometry *polygons = hzp_geometry_polygons(valid);
    hzp_geometry_free(valid);
    return polygons;
}

GEOSGeometry *hzp_geometry_densify(const GEOSGeometry *geometry, double length)
{
    return GEOSDensify_r(hzp_geos(), geometry, length);
}

void hzp_geometry_share(const GEOSGeometry *geometry)
{
    GEOSContextHandle_t geos = hzp_geos();
    double x = 0;
    if (!geometry || GEOSisEmpty_r(geos, geometry)) return;
    GEOSGeom_getXMin_r(geos, geometry, &x);
    int type = GEOSGeomTypeId_r(geos, geometry);
    if (type == GEOS_POLYGON) {
        hzp_geometry_share(GEOSGetExteriorRing_r(geos, geometry));
        int holes = GEOSGetNumInteriorRings_r(geos, geometry);
        for (int i = 0; i < holes; i++)
            hzp_geometry_share(GEOSGetInteriorRingN_r(geos, geometry, i));
    } else if (type >= GEOS_MULTIPOINT) {
        int parts = GEOSGetNumGeometries_r(geos, geometry);
        for (int i = 0; i < parts; i++)
            hzp_geometry_share(GEOSGetGeometryN_r(geos, geometry, i));
    }
}

GEOSGeometry *hzp_geometry_union(GEOSGeometry *const *geometries, size_t n, bool *failed)
{
    GEOSContextHandle_t geos = hzp_geos();
    g_autoptr(GPtrArray) copies = g_ptr_array_new();
    for (size_t i = 0; i < n; i++) {
        if (geometries[i]) g_ptr_array_add(copies, GEOSGeom_clone_r(geos, geometries[i]));
    }
    if (failed) *failed = false;
    if (copies->len == 0) return NULL;
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(geos, GEOS_GEOMETRYCOLLECTION, (GEOSGeometry **)copies->pdata, copies->len);
    GEOSGeometry *merged = all ? GEOSUnaryUnion_r(geos, all) : NULL;
    GEOSGeometry *polygons = hzp_geometry_polygons(merged);
    if (failed) *failed = polygons == NULL;
    hzp_geometry_free(all);
    hzp_geometry_free(merged);
    return polygons;
}

bool hzp_geometry_point_xy(const GEOSGeometry *geometry, double *x, double *y)
{
    if (!hzp_geometry_is_point(geometry) || GEOSisEmpty_r(hzp_geos(), geometry)) return false;
    return GEOSGeomGetX_r(hzp_geos(), geometry, x) == 1 && GEOSGeomGetY_r(hzp_geos(), geometry, y) == 1;
}

GEOSGeometry *hzp_geometry_point(double x, double y) { return GEOSGeom_createPointFromXY_r(hzp_geos(), x, y); }

bool hzp_geometry_anchor(const GEOSGeometry *geometry, double *x, double *y)
{
    if (!geometry) return false;
    if (hzp_geometry_point_xy(geometry, x, y)) return true;
    GEOSGeometry *point = GEOSPointOnSurface_r(hzp_geos(), geometry);
    bool found = hzp_geometry_point_xy(point, x, y);
    hzp_geometry_free(point);
    return found;
}

bool hzp_geometry_bounds(const GEOSGeometry *geometry, double *west, double *south, double *east, double *north)
{
    GEOSContextHandle_t geos = hzp_geos();
    if (!geometry || GEOSisEmpty_r(geos, geometry)) return false;
    return GEOSGeom_getXMin_r(geos, geometry, west) && GEOSGeom_getYMin_r(geos, geometry, south) &&
           GEOSGeom_getXMax_r(geos, geometry, east) && GEOSGeom_getYMax_r(geos, geometry, north);
}

double hzp_geometry_area(const GEOSGeometry *geometry)
{
    double area = 0;
    if (geometry) GEOSArea_r(hzp_geos(), geometry, &area);
    return area;
}

double hzp_geometry_overlap_area(const GEOSGeometry *a, const GEOSGeometry *b)
{
    if (!a || !b) return 0;
    GEOSGeometry *overlap = GEOSIntersection_r(hzp_geos(), a, b);
    if (!overlap) return NAN;
    double area = hzp_geometry_area(overlap);
    hzp_geometry_free(overlap);
    return area;
}
