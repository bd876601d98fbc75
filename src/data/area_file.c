#include "data/area_file.h"

#include <cpl_conv.h>
#include <ogr_srs_api.h>

#include "base/file_kind.h"
#include "base/message.h"
#include "data/input_watch.h"
#include "data/vector_source.h"
#include "geo/geometry.h"

/* Edges get corners this near to each other, degrees, before they are bent by a transformation: as layers of a project. */
static const double LONGEST_EDGE_SHARE = 0.001;

typedef struct {
    HzpRun *run;
    const char *path;
    HzpTransform *transform;
    HzpPolygonSet *polygons;
} Reading;

static HzpStatus fail_row(const Reading *reading, OGRFeatureH feature, const char *id)
{
    g_autofree char *row = g_strdup_printf("%lld", (long long)OGR_F_GetFID(feature));
    return hzp_fail(HZP_E_INPUT, id, "file", reading->path, "row", row, NULL);
}

/* A geometry of GDAL as GEOS has it, its curves drawn. */
static GEOSGeometry *geos_of(OGRGeometryH geometry)
{
    OGRGeometryH linear = OGR_G_GetLinearGeometry(geometry, 0, NULL);
    OGRGeometryH flat = linear ? OGR_G_ForceToMultiPolygon(linear) : NULL;
    int size = flat ? OGR_G_WkbSize(flat) : 0;
    g_autofree unsigned char *wkb = g_malloc((gsize)size + 1);
    GEOSGeometry *made = NULL;
    if (flat && OGR_G_ExportToIsoWkb(flat, wkbNDR, wkb) == OGRERR_NONE) {
        GEOSWKBReader *reader = GEOSWKBReader_create_r(hzp_geos());
        made = GEOSWKBReader_read_r(hzp_geos(), reader, wkb, (size_t)size);
        GEOSWKBReader_destroy_r(hzp_geos(), reader);
    }
    OGR_G_DestroyGeometry(flat);
    return made;
}

static GEOSGeometry *replaced(GEOSGeometry *old, GEOSGeometry *by)
{
    hzp_geometry_free(old);
    return by;
}

/* Valid polygons in degrees, or NULL. */
static GEOSGeometry *finished(const Reading *reading, GEOSGeometry *geometry)
{
    if (geometry && !hzp_geometry_is_finite(geometry)) return replaced(geometry, NULL);
    if (geometry && GEOSisValid_r(hzp_geos(), geometry) != 1) geometry = replaced(geometry, hzp_geometry_repair(geometry));
    double west = 0, south = 0, east = 0, north = 0;
    if (geometry && reading->transform && hzp_geometry_bounds(geometry, &west, &south, &east, &north)) {
        double step = MAX(east - west, north - south) * LONGEST_EDGE_SHARE;
        geometry = replaced(geometry, hzp_geometry_densify(geometry, step));
        if (geometry) geometry = replaced(geometry, hzp_geometry_transform(geometry, reading->transform, false));
    }
    return geometry && hzp_geometry_is_polygonal(geometry) ? geometry : replaced(geometry, NULL);
}

static HzpStatus take(Reading *reading, OGRFeatureH feature)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (!geometry || OGR_G_IsEmpty(geometry)) return HZP_OK;
    GEOSGeometry *polygons = finished(reading, geos_of(geometry));
    if (!polygons || GEOSisEmpty_r(hzp_geos(), polygons)) {
        hzp_geometry_free(polygons);
        return fail_row(reading, feature, "area_not_polygon");
    }
    hzp_polygon_set_add(reading->polygons, polygons);
    hzp_geometry_free(polygons);
    return HZP_OK;
}

static HzpStatus take_all(Reading *reading, OGRLayerH layer)
{
    OGRFeatureH feature = NULL;
    OGR_L_ResetReading(layer);
    while ((feature = OGR_L_GetNextFeature(layer))) {
        HzpStatus status = hzp_run_part(reading->run, 0, 0);
        if (status == HZP_OK) status = take(reading, feature);
        OGR_F_Destroy(feature);
        HZP_TRY(status);
    }
    if (*hzp_gdal_message())
        return hzp_fail(HZP_E_INPUT, "area_unreadable", "file", reading->path, "reason", hzp_gdal_message(), NULL);
    if (reading->polygons->n == 0) return hzp_fail(HZP_E_INPUT, "area_empty", "file", reading->path, NULL);
    return HZP_OK;
}

/* To longitude and latitude on the plan's ellipsoid; nothing where they are that already. */
static HzpStatus choose_transform(Reading *reading, OGRLayerH layer, const char *target_crs)
{
    OGRSpatialReferenceH crs = OGR_L_GetSpatialRef(layer);
    if (!crs) return hzp_fail(HZP_E_INPUT, "area_without_crs", "file", reading->path, NULL);
    char *wkt = NULL;
    static const char *const as[] = {"FORMAT=WKT2_2019", NULL};
    OSRExportToWktEx(crs, &wkt, as);
    HzpCrsFacts facts;
    HzpStatus status = hzp_crs_facts(target_crs, &facts);
    if (status == HZP_OK) {
        g_autofree char *geographic = facts.geographic ? g_strdup(target_crs) : hzp_crs_geographic(&facts);
        status = hzp_transform_new(wkt, geographic, &reading->transform);
    }
    CPLFree(wkt);
    return status;
}

static HzpStatus read_area(HzpRun *run, const char *path, const char *layer, const char *target_crs, HzpPolygonSet **polygons)
{
    if (!g_file_test(path, G_FILE_TEST_EXISTS) && !g_str_has_prefix(path, "/vsi"))
        return hzp_fail(HZP_E_INPUT, "area_missing", "file", path, NULL);
    HZP_TRY(hzp_file_kind_check(path));
    hzp_gdal_begin();
    /* A file of the user's own choice; what it may lead to is as limited as in a project. */
    const HzpProject none = {0};
    g_autofree char *name = g_strdup(path);
    const HzpLayerSource source = {.layer = "area", .path = path, .source = name, .sublayer = layer};
    HzpVectorSource opened = {0};
    HZP_TRY(hzp_vector_open(&none, &source, &opened));
    Reading reading = {.run = run, .path = path, .polygons = hzp_polygon_set_new()};
    HzpStatus status = choose_transform(&reading, opened.layer, target_crs);
    hzp_gdal_capture();
    if (status == HZP_OK) status = take_all(&reading, opened.layer);
    hzp_gdal_release();
    hzp_vector_close(&opened);
    hzp_transform_free(reading.transform);
    if (status != HZP_OK) g_clear_pointer(&reading.polygons, hzp_polygon_set_free);
    *polygons = reading.polygons;
    return status;
}

HzpStatus hzp_area_read(HzpRun *run, const char *path, const char *layer, const char *target_crs, HzpPolygonSet **polygons)
{
    HzpInputWatch *watch = NULL;
    *polygons = NULL;
    HZP_TRY(hzp_input_watch_files(&path, 1, &watch));
    HzpStatus status = hzp_input_watch_end(watch, NULL, read_area(run, path, layer, target_crs, polygons));
    hzp_input_watch_free(watch);
    if (status != HZP_OK) g_clear_pointer(polygons, hzp_polygon_set_free);
    return status;
}
