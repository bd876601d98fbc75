/* Geometry of a layer's rows: read, checked, transformed, repaired. */
#include <math.h>

#include "base/message.h"
#include "data/layer_reading.h"
#include "geo/geometry.h"

static void add_geometry_finding(const HzpLayerReading *reading, const char *code, size_t row, const char *detail)
{
    hzp_findings_add_row(reading->findings, code, reading->table, row, "geometry", "detail", detail, NULL);
}

/* A single point in a collection of one is a point: registers exported as MULTIPOINT are common. */
static GEOSGeometry *unwrap_point(GEOSGeometry *geometry)
{
    GEOSContextHandle_t geos = hzp_geos();
    if (GEOSGeomTypeId_r(geos, geometry) != GEOS_MULTIPOINT || GEOSGetNumGeometries_r(geos, geometry) != 1) return geometry;
    GEOSGeometry *point = GEOSGeom_clone_r(geos, GEOSGetGeometryN_r(geos, geometry, 0));
    hzp_geometry_free(geometry);
    return point;
}

/* Outside the area that the operation is meant for; degrees only, which results mostly are. */
static bool is_beyond(const HzpLayerReading *reading, const GEOSGeometry *geometry)
{
    const HzpTransformFacts *area = &reading->operation;
    double x = 0;
    double y = 0;
    if (!reading->transform || !(area->west <= area->east) || !hzp_geometry_anchor(geometry, &x, &y)) return false;
    if (fabs(x) > 180 || fabs(y) > 90) return false;
    return x < area->west || x > area->east || y < area->south || y > area->north;
}

static GEOSGeometry *finish_geometry(HzpLayerReading *reading, GEOSGeometry *geometry, size_t row)
{
    geometry = unwrap_point(geometry);
    if (GEOSisEmpty_r(hzp_geos(), geometry)) {
        hzp_geometry_free(geometry);
        return NULL;
    }
    if (!hzp_geometry_is_finite(geometry)) {
        add_geometry_finding(reading, "coordinate_not_finite", row, "");
        hzp_geometry_free(geometry);
        return NULL;
    }
    const char *trouble = NULL;
    geometry = hzp_layer_place(reading, geometry, row, &trouble);
    if (!geometry) {
        add_geometry_finding(reading, trouble, row, "");
        return NULL;
    }
    if (is_beyond(reading, geometry)) reading->beyond++;
    return hzp_layer_finish_polygons(reading, geometry, row);
}

GEOSGeometry *hzp_layer_geometry_of_columns(HzpLayerReading *reading, size_t row)
{
    const double *x = hzp_table_number(reading->table, "x");
    const double *y = hzp_table_number(reading->table, "y");
    bool has_x = x && isfinite(x[row]);
    bool has_y = y && isfinite(y[row]);
    if (has_x != has_y) add_geometry_finding(reading, "coordinate_half", row, "");
    return has_x && has_y ? finish_geometry(reading, hzp_geometry_point(x[row], y[row]), row) : NULL;
}

GEOSGeometry *hzp_layer_geometry(HzpLayerReading *reading, const HzpArrowRow *in, size_t row)
{
    if (in->geometry.kind != HZP_CELL_BYTES || in->geometry.length == 0) return NULL;
    GEOSGeometry *geometry = hzp_layer_geometry_of_wkb(reading, &in->geometry, row);
    return geometry ? finish_geometry(reading, geometry, row) : NULL;
}

void hzp_layer_finish_geometry(HzpLayerReading *reading)
{
    hzp_layer_tell_exchanged(reading);
    if (reading->beyond)
        hzp_findings_add(reading->findings, "transformation_beyond", hzp_table_name(reading->table), NULL, NULL, "count",
                         hzp_text_of_size(reading->beyond), "operation", reading->operation.name, NULL);
}
