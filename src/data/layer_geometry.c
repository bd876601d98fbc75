/* Geometry of a layer's rows: read, checked, transformed, repaired. */
#include <math.h>
#include <ogr_api.h>
#include <string.h>

#include "data/layer_reading.h"
#include "geo/geometry.h"

static GEOSGeometry *geometry_of_wkb(const HzpLayerReading *reading, const HzpCell *cell)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeometry *geometry = GEOSWKBReader_read_r(geos, reading->wkb, (const unsigned char *)cell->bytes, cell->length);
    if (geometry) return geometry;
    /* Curves, surfaces and unclosed rings: GDAL turns them into what GEOS reads. */
    OGRGeometryH curved = NULL;
    if (OGR_G_CreateFromWkb(cell->bytes, NULL, &curved, (int)cell->length) != OGRERR_NONE || !curved) return NULL;
    OGR_G_CloseRings(curved);
    OGRGeometryH linear = OGR_G_GetLinearGeometry(curved, 0, NULL);
    if (linear) {
        int size = OGR_G_WkbSize(linear);
        unsigned char *wkb = g_malloc((size_t)size);
        if (OGR_G_ExportToIsoWkb(linear, wkbNDR, wkb) == OGRERR_NONE)
            geometry = GEOSWKBReader_read_r(geos, reading->wkb, wkb, (size_t)size);
        g_free(wkb);
        OGR_G_DestroyGeometry(linear);
    }
    OGR_G_DestroyGeometry(curved);
    return geometry;
}

static void add_geometry_finding(const HzpLayerReading *reading, const char *code, size_t row, const char *detail)
{
    hzp_findings_add_row(reading->findings, code, reading->table, row, "geometry", "detail", detail, NULL);
}

/* Valid MULTIPOLYGON; a repair tells by how much it changed the area. */
static GEOSGeometry *make_polygonal(const HzpLayerReading *reading, GEOSGeometry *geometry, size_t row)
{
    GEOSContextHandle_t geos = hzp_geos();
    if (GEOSisValid_r(geos, geometry) == 1) {
        GEOSGeometry *polygons = hzp_geometry_polygons(geometry);
        hzp_geometry_free(geometry);
        return polygons;
    }
    char *reason = GEOSisValidReason_r(geos, geometry);
    double before = hzp_geometry_area(geometry);
    GEOSGeometry *repaired = hzp_geometry_repair(geometry);
    double after = hzp_geometry_area(repaired);
    g_autofree char *detail =
        g_strdup_printf("%s; %.4g %%", reason ? reason : "", before > 0 ? (after - before) / before * 100 : 0.0);
    add_geometry_finding(reading, repaired ? "polygon_repaired" : "polygon_unusable", row, detail);
    GEOSFree_r(geos, reason);
    hzp_geometry_free(geometry);
    return repaired;
}

static bool in_degrees(double x, double y) { return x >= -180 && x <= 180 && y >= -90 && y <= 90; }

static bool outside_degrees(const HzpLayerReading *reading, const GEOSGeometry *geometry)
{
    double west = 0;
    double south = 0;
    double east = 0;
    double north = 0;
    return reading->geographic && hzp_geometry_bounds(geometry, &west, &south, &east, &north) &&
           (!in_degrees(west, south) || !in_degrees(east, north));
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

static GEOSGeometry *finish_geometry(const HzpLayerReading *reading, GEOSGeometry *geometry, size_t row)
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
    if (outside_degrees(reading, geometry)) {
        add_geometry_finding(reading, "coordinate_out_of_range", row, "");
        hzp_geometry_free(geometry);
        return NULL;
    }
    if (reading->transform) {
        GEOSGeometry *moved = hzp_geometry_transform(geometry, reading->transform, false);
        hzp_geometry_free(geometry);
        geometry = moved;
        if (!geometry) {
            add_geometry_finding(reading, "coordinate_untransformable", row, "");
            return NULL;
        }
    }
    return hzp_geometry_is_polygonal(geometry) ? make_polygonal(reading, geometry, row) : geometry;
}

static GEOSGeometry *geometry_of_columns(const HzpLayerReading *reading, size_t row)
{
    const double *x = hzp_table_number(reading->table, "x");
    const double *y = hzp_table_number(reading->table, "y");
    bool has_x = x && isfinite(x[row]);
    bool has_y = y && isfinite(y[row]);
    if (has_x != has_y) add_geometry_finding(reading, "coordinate_half", row, "");
    return has_x && has_y ? hzp_geometry_point(x[row], y[row]) : NULL;
}

GEOSGeometry *hzp_layer_geometry(const HzpLayerReading *reading, const HzpArrowRow *in, size_t row)
{
    GEOSGeometry *geometry = NULL;
    if (reading->from_columns) {
        geometry = geometry_of_columns(reading, row);
    } else if (in->geometry.kind == HZP_CELL_BYTES && in->geometry.length > 0) {
        geometry = geometry_of_wkb(reading, &in->geometry);
        if (!geometry) add_geometry_finding(reading, "geometry_unreadable", row, hzp_geos_message());
    }
    return geometry ? finish_geometry(reading, geometry, row) : NULL;
}
