#include "data/plan_writer.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <string.h>

#include "base/message.h"
#include "base/output_file.h"
#include "base/resource.h"
#include "data/plan_schema.h"
#include "data/vector_source.h"
#include "geo/geometry.h"

typedef struct {
    GDALDatasetH dataset;
    OGRSpatialReferenceH crs;
    const char *path;
    HzpRun *run;
} Writing;

static HzpStatus fail(const Writing *writing, const char *what)
{
    const char *reason = hzp_gdal_message();
    return hzp_fail(HZP_E_IO, "plan_write_failed", "file", writing->path, "what", what, "reason", *reason ? reason : "",
                    NULL);
}

/* ---- layers ---- */

static OGRwkbGeometryType wkb_type(HzpGeometryKind kind)
{
    switch (kind) {
    case HZP_GEOMETRY_POINT:
        return wkbPoint;
    case HZP_GEOMETRY_MULTIPOLYGON:
        return wkbMultiPolygon;
    case HZP_GEOMETRY_ANY:
        return wkbUnknown;
    default:
        return wkbNone;
    }
}

/* Villages are written as they came: points stay a POINT layer, which QGIS and scripts like better than "any geometry". */
static OGRwkbGeometryType layer_type(const HzpPlanLayer *layer, HzpTable *table)
{
    if (layer->geometry != HZP_GEOMETRY_ANY || !table) return wkb_type(layer->geometry);
    size_t points = 0;
    size_t polygons = 0;
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        const GEOSGeometry *geometry = hzp_table_geometry(table)[i];
        points += hzp_geometry_is_point(geometry);
        polygons += hzp_geometry_is_polygonal(geometry);
    }
    return polygons == 0 ? wkbPoint : points == 0 ? wkbMultiPolygon : wkbUnknown;
}

static HzpStatus create_fields(const Writing *writing, OGRLayerH layer, const GArray *columns)
{
    for (guint i = 0; i < columns->len; i++) {
        const HzpPlanColumn *column = &g_array_index(columns, HzpPlanColumn, i);
        OGRFieldType type = column->type == HZP_COLUMN_TEXT      ? OFTString
                            : column->type == HZP_COLUMN_REAL    ? OFTReal
                            : column->type == HZP_COLUMN_BOOLEAN ? OFTInteger
                                                                 : OFTInteger64;
        OGRFieldDefnH field = OGR_Fld_Create(column->name, type);
        if (column->type == HZP_COLUMN_BOOLEAN) OGR_Fld_SetSubType(field, OFSTBoolean);
        OGRErr error = OGR_L_CreateField(layer, field, FALSE);
        OGR_Fld_Destroy(field);
        if (error != OGRERR_NONE) return fail(writing, column->name);
    }
    return HZP_OK;
}

/* False where there is a geometry and it did not get into the feature. */
static bool set_geometry(OGRFeatureH feature, const GEOSGeometry *geometry, GEOSWKBWriter *writer)
{
    if (!geometry) return true;
    size_t size = 0;
    unsigned char *wkb = GEOSWKBWriter_write_r(hzp_geos(), writer, geometry, &size);
    OGRGeometryH made = NULL;
    bool done = wkb && OGR_G_CreateFromWkb(wkb, NULL, &made, (int)size) == OGRERR_NONE &&
                OGR_F_SetGeometryDirectly(feature, made) == OGRERR_NONE;
    GEOSFree_r(hzp_geos(), wkb);
    return done;
}

static void set_fields(OGRFeatureH feature, HzpTable *table, size_t row, const GArray *columns)
{
    for (guint i = 0; i < columns->len; i++) {
        const HzpPlanColumn *wanted = &g_array_index(columns, HzpPlanColumn, i);
        const HzpColumn *column = hzp_table_column(table, wanted->name);
        const char *text = column && column->texts ? column->texts[row] : NULL;
        double number = column && column->numbers ? column->numbers[row] : NAN;
        if (wanted->type == HZP_COLUMN_TEXT ? text == NULL : !isfinite(number)) {
            OGR_F_SetFieldNull(feature, (int)i);
        } else if (wanted->type == HZP_COLUMN_TEXT) {
            OGR_F_SetFieldString(feature, (int)i, text);
        } else if (wanted->type == HZP_COLUMN_REAL) {
            OGR_F_SetFieldDouble(feature, (int)i, number);
        } else {
            OGR_F_SetFieldInteger64(feature, (int)i, (GIntBig)llround(number));
        }
    }
}

static HzpStatus write_rows(const Writing *writing, OGRLayerH layer, HzpTable *table, const GArray *columns)
{
    GEOSWKBWriter *writer = GEOSWKBWriter_create_r(hzp_geos());
    GEOSWKBWriter_setOutputDimension_r(hzp_geos(), writer, 2);
    bool geometry = OGR_L_GetGeomType(layer) != wkbNone && hzp_table_has_geometry(table);
    HzpStatus status = HZP_OK;
    for (size_t i = 0; i < hzp_table_rows(table) && status == HZP_OK; i++) {
        status = hzp_run_part(writing->run, (double)i, (double)hzp_table_rows(table));
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        set_fields(feature, table, i, columns);
        if (status == HZP_OK && geometry && !set_geometry(feature, hzp_table_geometry(table)[i], writer))
            status = fail(writing, hzp_table_name(table));
        if (status == HZP_OK && OGR_L_CreateFeature(layer, feature) != OGRERR_NONE)
            status = fail(writing, hzp_table_name(table));
        OGR_F_Destroy(feature);
    }
    GEOSWKBWriter_destroy_r(hzp_geos(), writer);
    return status;
}

static HzpStatus execute(const Writing *writing, const char *sql)
{
    CPLErrorReset();
    OGRLayerH result = GDALDatasetExecuteSQL(writing->dataset, sql, NULL, NULL);
    if (result) GDALDatasetReleaseResultSet(writing->dataset, result);
    return CPLGetLastErrorType() >= CE_Failure ? fail(writing, sql) : HZP_OK;
}

static HzpStatus create_indexes(const Writing *writing, const HzpPlanLayer *layer)
{
    g_auto(GStrv) names = g_strsplit(layer->indexes, " ", -1);
    for (char **name = names; *name; name++) {
        if (!**name) continue;
        /* Names come from the schema above, not from any input. */
        bool unplaced = strcmp(*name, "unplaced") == 0;
        g_autofree char *sql =
            unplaced
                ? g_strdup_printf("CREATE INDEX \"idx_%s_unplaced\" ON \"%s\" (\"fid\") WHERE " HZP_PLAN_UNPLACED,
                                  layer->name, layer->name)
                : g_strdup_printf("CREATE INDEX \"idx_%s_%s\" ON \"%s\" (\"%s\")", layer->name, *name, layer->name, *name);
        HZP_TRY(execute(writing, sql));
    }
    return HZP_OK;
}

static HzpStatus write_layer(const Writing *writing, const HzpPlanLayer *layer, HzpTable *table)
{
    g_autoptr(GArray) columns = hzp_plan_columns(layer);
    OGRwkbGeometryType type = layer_type(layer, table);
    char **options = NULL;
    options = CSLSetNameValue(options, "FID", "fid");
    if (type == wkbNone) {
        options = CSLSetNameValue(options, "ASPATIAL_VARIANT", "GPKG_ATTRIBUTES");
    } else {
        options = CSLSetNameValue(options, "GEOMETRY_NAME", "geom");
        options = CSLSetNameValue(options, "SPATIAL_INDEX", "YES");
    }
    OGRLayerH made =
        GDALDatasetCreateLayer(writing->dataset, layer->name, type == wkbNone ? NULL : writing->crs, type, options);
    CSLDestroy(options);
    if (!made) return fail(writing, layer->name);
    HZP_TRY(create_fields(writing, made, columns));
    if (table) HZP_TRY(write_rows(writing, made, table, columns));
    if (OGR_L_SyncToDisk(made) != OGRERR_NONE) return fail(writing, layer->name);
    return create_indexes(writing, layer);
}

/* ---- styles ---- */

HzpStatus hzp_layer_style_read(const char *layer, char **qml)
{
    g_autofree char *file = g_strconcat(layer, ".qml", NULL);
    g_autofree char *path = hzp_resource_path("styles", file);
    g_autoptr(GError) unread = NULL;
    *qml = NULL;
    if (!path || g_file_get_contents(path, qml, NULL, &unread)) return HZP_OK;
    return hzp_fail(hzp_status_of_file(unread), "file_unreadable", "file", path, "reason", unread->message, NULL);
}

static HzpStatus create_style_table(const Writing *writing, OGRLayerH *made)
{
    static const char *const names[] = {"f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
                                        "styleName",       "styleQML",       "styleSLD",     "useAsDefault",
                                        "description",     "owner",          "ui",           "update_time"};
    char **options = CSLSetNameValue(NULL, "FID", "id");
    options = CSLSetNameValue(options, "ASPATIAL_VARIANT", "GPKG_ATTRIBUTES");
    OGRLayerH layer = *made = GDALDatasetCreateLayer(writing->dataset, "layer_styles", NULL, wkbNone, options);
    CSLDestroy(options);
    if (!layer) return fail(writing, "layer_styles");
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        OGRFieldDefnH field = OGR_Fld_Create(names[i], i == 7 ? OFTInteger : i == 11 ? OFTDateTime : OFTString);
        if (i == 7) OGR_Fld_SetSubType(field, OFSTBoolean);
        OGRErr error = OGR_L_CreateField(layer, field, FALSE);
        OGR_Fld_Destroy(field);
        if (error != OGRERR_NONE) return fail(writing, "layer_styles");
    }
    return HZP_OK;
}

/* The table QGIS reads styles from (qgsogrproviderutils; GeoPackage has no standard for it). */
static HzpStatus write_styles(const Writing *writing, const HzpLayerFile *file)
{
    OGRLayerH layer = NULL;
    HZP_TRY(create_style_table(writing, &layer));
    for (size_t i = 0; i < file->count; i++) {
        const char *name = file->layers[i].name;
        const char *values[] = {"", "", name, "geom", name, file->styles[i], "", NULL, "hazplan", "", NULL, NULL};
        if (!file->styles[i]) continue;
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        for (int j = 0; j < (int)G_N_ELEMENTS(values); j++) {
            if (values[j]) OGR_F_SetFieldString(feature, j, values[j]);
        }
        OGR_F_SetFieldInteger(feature, 7, 1);
        OGR_F_SetFieldDateTime(feature, 11, isfinite(file->year) ? (int)file->year : 2000, 1, 1, 0, 0, 0, 100);
        OGRErr error = OGR_L_CreateFeature(layer, feature);
        OGR_F_Destroy(feature);
        if (error != OGRERR_NONE) return fail(writing, "layer_styles");
    }
    return HZP_OK;
}

/* ---- the file ---- */

static HzpTable *find_table(HzpTable *const *tables, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (tables[i] && strcmp(hzp_table_name(tables[i]), name) == 0) return tables[i];
    }
    return NULL;
}

/* For the share of progress: rows with polygons weigh more. */
static double write_cost(const HzpPlanLayer *layer, HzpTable *table)
{
    return 10 + (double)hzp_table_rows(table) * (layer->geometry == HZP_GEOMETRY_MULTIPOLYGON ? 4 : 1);
}

static HzpStatus write_all(Writing *writing, const HzpLayerFile *file, HzpTable *const *tables, size_t n,
                           const char *temporary)
{
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    writing->crs = OSRNewSpatialReference(NULL);
    if (OSRSetFromUserInput(writing->crs, file->crs) != OGRERR_NONE)
        return hzp_fail(HZP_E_CRS, "crs_unknown", "crs", file->crs, NULL);
    OSRSetAxisMappingStrategy(writing->crs, OAMS_TRADITIONAL_GIS_ORDER);
    writing->dataset = driver ? GDALCreate(driver, temporary, 0, 0, 0, GDT_Unknown, NULL) : NULL;
    if (!writing->dataset) return fail(writing, "GPKG");
    if (GDALDatasetStartTransaction(writing->dataset, FALSE) != OGRERR_NONE) return fail(writing, "BEGIN");
    double total = 0;
    double done = 0;
    for (size_t i = 0; i < file->count; i++)
        total += write_cost(&file->layers[i], find_table(tables, n, file->layers[i].name));
    for (size_t i = 0; i < file->count; i++) {
        const HzpPlanLayer *layer = &file->layers[i];
        HzpTable *table = find_table(tables, n, layer->name);
        double next = done + write_cost(layer, table);
        HzpStretch all = hzp_run_stretch(writing->run, done / total, next / total);
        HzpStatus status = hzp_run_step(writing->run, "phase_write", 0, 1);
        if (status == HZP_OK) status = write_layer(writing, layer, table);
        hzp_run_resume(writing->run, all);
        HZP_TRY(status);
        done = next;
    }
    HZP_TRY(write_styles(writing, file));
    return GDALDatasetCommitTransaction(writing->dataset) == OGRERR_NONE ? HZP_OK : fail(writing, "COMMIT");
}

HzpStatus hzp_layer_file_write(HzpRun *run, const HzpLayerFile *file, HzpTable *const *tables, size_t n, const char *path)
{
    Writing writing = {.path = path, .run = run};
    g_autofree char *temporary = NULL;
    HZP_TRY(hzp_output_begin(path, &temporary));
    g_autofree char *date = g_strdup_printf("%04d-01-01T00:00:00.000Z", isfinite(file->year) ? (int)file->year : 2000);
    hzp_gdal_begin();
    hzp_gdal_capture();
    /* A GeoPackage dates its contents; the same input must give the same file. */
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", date);
    HzpStatus status = write_all(&writing, file, tables, n, temporary);
    if (writing.dataset) {
        CPLErrorReset();
        GDALClose(writing.dataset);
        if (status == HZP_OK && CPLGetLastErrorType() >= CE_Failure) status = fail(&writing, "close");
        /* Some functions of GDAL report an error and return as if there was none. */
        if (status == HZP_OK && *hzp_gdal_message()) status = fail(&writing, "GPKG");
    }
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    if (writing.crs) OSRDestroySpatialReference(writing.crs);
    hzp_gdal_release();
    /* The last moment at which stopping leaves the earlier file as it was. */
    if (status == HZP_OK) status = hzp_run_check(run);
    if (status != HZP_OK) {
        hzp_output_discard(temporary);
        return status;
    }
    return hzp_output_commit(temporary, path);
}

HzpStatus hzp_plan_write(HzpRun *run, const HzpProject *project, HzpTable *const *tables, size_t n, const char *path)
{
    size_t count = hzp_plan_layer_count();
    g_autofree char **styles = g_new0(char *, count);
    HzpLayerFile file = {hzp_plan_layer(0), count, styles, project->crs, project->year};
    HzpStatus status = HZP_OK;
    for (size_t i = 0; i < count && status == HZP_OK; i++) {
        const HzpPlanLayer *layer = hzp_plan_layer(i);
        if (layer->geometry != HZP_GEOMETRY_NONE) status = hzp_layer_style_read(layer->name, &styles[i]);
    }
    if (status == HZP_OK) status = hzp_layer_file_write(run, &file, tables, n, path);
    for (size_t i = 0; i < count; i++)
        g_free(styles[i]);
    return status;
}
