#include "data/source_guard.h"

#include <cpl_error.h>
#include <glib.h>
#include <string.h>

#include "data/gdal_reason.h"

static const char *const of_files[] = {"ESRI Shapefile",
                                       "MapInfo File",
                                       "GPKG",
                                       "SQLite",
                                       "OpenFileGDB",
                                       "FileGDB",
                                       "PGeo",
                                       "GeoJSON",
                                       "GeoJSONSeq",
                                       "ESRIJSON",
                                       "TopoJSON",
                                       "FlatGeobuf",
                                       "CSV",
                                       "XLSX",
                                       "XLS",
                                       "ODS",
                                       "KML",
                                       "LIBKML",
                                       "GML",
                                       "GPX",
                                       "DXF",
                                       "DGN",
                                       "CAD",
                                       "OGR_GMT",
                                       "Parquet",
                                       "Arrow",
                                       "JML",
                                       "Geoconcept",
                                       "SXF",
                                       "AVCBin",
                                       "AVCE00"};
static const char *const virtual_ones[] = {"OGR_VRT"};
static const char *const remote_ones[] = {"PostgreSQL", "MySQL", "MSSQLSpatial", "WFS", "OAPIF", "HTTP", "Elasticsearch"};

static void append(GPtrArray *names, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        g_ptr_array_add(names, (gpointer)list[i]);
}

const char **hzp_source_drivers(const HzpProject *project)
{
    GPtrArray *names = g_ptr_array_new();
    append(names, of_files, G_N_ELEMENTS(of_files));
    if (project->allow_outside) append(names, virtual_ones, G_N_ELEMENTS(virtual_ones));
    if (project->allow_remote) append(names, remote_ones, G_N_ELEMENTS(remote_ones));
    g_ptr_array_add(names, NULL);
    return (const char **)g_ptr_array_free(names, FALSE);
}

static HzpStatus fail(const HzpVectorSource *opened, const char *id, const char *detail)
{
    return hzp_fail(HZP_E_INPUT, id, "layer", opened->source->layer, "path", opened->source->path, "detail", detail, NULL);
}

HzpStatus hzp_source_refuse(const HzpVectorSource *opened, const char *path)
{
    g_autofree char *reason = g_strdup(hzp_gdal_reason(path));
    GDALDriverH driver = GDALIdentifyDriverEx(path, GDAL_OF_VECTOR, NULL, NULL);
    const char *name = driver ? GDALGetDriverShortName(driver) : NULL;
    if (!name || g_strv_contains(opened->drivers, name)) return fail(opened, "layer_unreadable", reason);
    return fail(opened, g_str_has_suffix(name, "VRT") ? "layer_virtual" : "layer_driver_refused", name);
}

/* SQLite's own indexes and SpatiaLite's live in the database itself. */
static bool is_harmless(const char *sql)
{
    static const char *const modules[] = {
        "rtree", "fts3", "fts4", "fts5", "VirtualSpatialIndex", "VirtualElementary", "VirtualKNN", "VirtualKNN2"};
    g_autofree char *lower = g_ascii_strdown(sql, -1);
    const char *at = strstr(lower, "using");
    if (!at) return false;
    at += strlen("using");
    while (g_ascii_isspace(*at))
        at++;
    for (size_t i = 0; i < G_N_ELEMENTS(modules); i++) {
        g_autofree char *module = g_ascii_strdown(modules[i], -1);
        size_t length = strlen(module);
        if (strncmp(at, module, length) == 0 && !g_ascii_isalnum(at[length]) && at[length] != '_') return true;
    }
    return false;
}

HzpStatus hzp_source_check_database(const HzpVectorSource *opened, const HzpProject *project)
{
    bool database = strcmp(opened->driver, "GPKG") == 0 || strcmp(opened->driver, "SQLite") == 0;
    if (!database || project->allow_outside) return HZP_OK;
    HzpStatus status = HZP_OK;
    OGRLayerH rows = GDALDatasetExecuteSQL(
        opened->dataset, "SELECT sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'", NULL, NULL);
    OGRFeatureH row = NULL;
    while (rows && status == HZP_OK && (row = OGR_L_GetNextFeature(rows))) {
        const char *sql = OGR_F_GetFieldAsString(row, 0);
        if (!is_harmless(sql)) status = fail(opened, "layer_virtual", sql);
        OGR_F_Destroy(row);
    }
    if (rows) GDALDatasetReleaseResultSet(opened->dataset, rows);
    return status;
}
