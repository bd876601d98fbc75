#include "data/rain_raster_file.h"

#include <cpl_string.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <string.h>

#include "base/message.h"
#include "data/gdal_reason.h"
#include "data/layer_crs.h"
#include "data/raster_whole.h"

static const char *const drivers[] = {"GTiff", "netCDF", "GRIB", "HFA",   "AAIGrid", "AIG", "EHdr",
                                      "ENVI",  "GSAG",   "GSBG", "GS7BG", "SAGA",    NULL};

static HzpStatus fail(const char *id, const char *path, const char *detail)
{
    return hzp_fail(HZP_E_INPUT, id, "path", path, "detail", detail, NULL);
}

static HzpStatus fail_cut(const char *path)
{
    g_autofree char *detail = hzp_message_format("raster_cut", NULL);
    return fail("rain_damaged", path, detail);
}

/* ---- opening ---- */

GDALDatasetH hzp_rain_raster_reopen(const char *opened)
{
    return GDALOpenEx(opened, GDAL_OF_RASTER | GDAL_OF_READONLY, drivers, NULL, NULL);
}

/* What other drivers would make of a file that is none of ours: a virtual dataset is told as such, a grid in another format
 * by its name; what GDAL takes for a layer goes on to the reader of layers. */
static HzpStatus refuse(const char *path)
{
    g_autofree char *reason = g_strdup(hzp_gdal_reason(path));
    GDALDriverH grid = GDALIdentifyDriverEx(path, GDAL_OF_RASTER, NULL, NULL);
    const char *name = grid ? GDALGetDriverShortName(grid) : NULL;
    if (!name) return HZP_OK;
    if (strcmp(name, "VRT") == 0) return fail("rain_virtual", path, name);
    if (g_strv_contains(drivers, name)) return fail("rain_unreadable", path, reason);
    return GDALIdentifyDriverEx(path, GDAL_OF_VECTOR, NULL, NULL) ? HZP_OK : fail("rain_format", path, name);
}

/* The one variable of a netCDF file that is rain. */
static HzpStatus choose_variable(const HzpRain *rain, const char *path, GDALDatasetH *dataset, char **opened)
{
    char **list = GDALGetMetadata(*dataset, "SUBDATASETS");
    g_autoptr(GString) names = g_string_new(NULL);
    g_autofree char *found = NULL;
    size_t count = 0;
    for (int i = 1; list; i++) {
        g_autofree char *key = g_strdup_printf("SUBDATASET_%d_NAME", i);
        const char *subdataset = CSLFetchNameValue(list, key);
        if (!subdataset) break;
        const char *colon = strrchr(subdataset, ':');
        const char *variable = colon ? colon + 1 : subdataset;
        g_string_append_printf(names, "%s%s", i > 1 ? ", " : "", variable);
        if (!hzp_rain_name_is_rain(&rain->terms, variable)) continue;
        count++;
        g_free(found);
        found = g_strdup(subdataset);
    }
    GDALClose(*dataset);
    *dataset = NULL;
    if (count != 1) return hzp_fail(HZP_E_INPUT, "rain_variable", "path", path, "known", names->str, NULL);
    *dataset = hzp_rain_raster_reopen(found);
    if (!*dataset) return fail("rain_unreadable", path, hzp_gdal_reason(path));
    g_free(*opened);
    *opened = g_steal_pointer(&found);
    return HZP_OK;
}

static HzpStatus check_files(const char *path, GDALDatasetH dataset)
{
    g_autofree char *own = g_canonicalize_filename(path, NULL);
    g_autofree char *folder = g_path_get_dirname(own);
    char **files = GDALGetFileList(dataset);
    HzpStatus status = HZP_OK;
    for (char **file = files; file && *file && status == HZP_OK; file++) {
        const char *rest = g_str_has_prefix(*file, "/vsizip/") ? *file + strlen("/vsizip/") : *file;
        g_autofree char *full = g_canonicalize_filename(rest, NULL);
        g_autofree char *beside = g_path_get_dirname(full);
        bool inside = g_str_has_prefix(full, own);
        if (!inside && strcmp(beside, folder) != 0) status = fail("rain_file_outside", path, *file);
    }
    CSLDestroy(files);
    return status;
}

HzpStatus hzp_rain_raster_open(const HzpRain *rain, const char *path, GDALDatasetH *dataset, char **opened)
{
    bool zipped = g_str_has_suffix(path, ".zip") || g_str_has_suffix(path, ".ZIP");
    g_autofree char *full = g_canonicalize_filename(path, NULL);
    g_autofree char *name = g_strconcat(zipped ? "/vsizip/" : "", full, NULL);
    *opened = NULL;
    *dataset = NULL;
    if (!hzp_netcdf_is_whole(name)) return fail_cut(path);
    *dataset = hzp_rain_raster_reopen(name);
    if (!*dataset) return refuse(name);
    *opened = g_strdup(name);
    HzpStatus status = HZP_OK;
    if (GDALGetRasterCount(*dataset) == 0) status = choose_variable(rain, path, dataset, opened);
    if (status == HZP_OK) status = check_files(path, *dataset);
    if (status == HZP_OK && !hzp_envi_is_whole(*dataset)) status = fail_cut(path);
    if (status != HZP_OK) {
        if (*dataset) GDALClose(*dataset);
        *dataset = NULL;
        g_clear_pointer(opened, g_free);
    }
    return status;
}

/* ---- where it lies ---- */

static bool in_degrees(const double *corner_x, const double *corner_y)
{
    for (int i = 0; i < 4; i++) {
        if (!(corner_x[i] >= -181 && corner_x[i] <= 361 && corner_y[i] >= -91 && corner_y[i] <= 91)) return false;
    }
    return true;
}

static HzpStatus find_crs(HzpRain *rain, GDALDatasetH dataset, const double *to_map, HzpRainFile *file)
{
    OGRSpatialReferenceH reference = GDALGetSpatialRef(dataset);
    char *crs = reference ? hzp_crs_of_reference(reference) : NULL;
    double columns = GDALGetRasterXSize(dataset);
    double rows = GDALGetRasterYSize(dataset);
    const double column[] = {0, columns, columns, 0};
    const double row[] = {0, 0, rows, rows};
    double x[4];
    double y[4];
    for (int i = 0; i < 4; i++) {
        x[i] = to_map[0] + to_map[1] * column[i] + to_map[2] * row[i];
        y[i] = to_map[3] + to_map[4] * column[i] + to_map[5] * row[i];
    }
    if (!crs) {
        if (!in_degrees(x, y)) return hzp_fail(HZP_E_CRS, "rain_crs_missing", "path", file->told.path, NULL);
        hzp_findings_add(rain->findings, "rain_crs_assumed", NULL, NULL, NULL, "path", file->told.path, NULL);
        crs = g_strdup(HZP_RAIN_CRS);
    }
    file->told.crs = crs;
    return HZP_OK;
}

/* A mere change of name is no transformation: GRIB's sphere and CGCS2000 give the same degrees. */
static HzpStatus find_transform(HzpRainFile *file, const HzpCrsFacts *facts, double x, double y)
{
    HzpTransformFacts how;
    HzpTransformWanted wanted = {.from = file->told.crs, .to = HZP_RAIN_CRS, .x = x, .y = y};
    if (strcmp(file->told.crs, HZP_RAIN_CRS) == 0) return HZP_OK;
    HZP_TRY(hzp_transform_choose(&wanted, &file->to_degrees, &how));
    if (facts->geographic && (!how.datum_changes || how.datum_same || how.shift_unknown)) {
        hzp_transform_free(file->to_degrees);
        file->to_degrees = NULL;
        return HZP_OK;
    }
    hzp_transform_forward(file->to_degrees, &x, &y, 1, 1);
    wanted = (HzpTransformWanted){.from = HZP_RAIN_CRS, .to = file->told.crs, .x = x, .y = y};
    return hzp_transform_choose(&wanted, &file->from_degrees, &how);
}

HzpStatus hzp_rain_raster_place(HzpRain *rain, GDALDatasetH dataset, HzpRainFile *file)
{
    double to_map[6];
    HzpCrsFacts facts;
    size_t columns = (size_t)GDALGetRasterXSize(dataset);
    size_t rows = (size_t)GDALGetRasterYSize(dataset);
    if (GDALGetGeoTransform(dataset, to_map) != CE_None) return fail("rain_unplaced", file->told.path, "");
    HZP_TRY(find_crs(rain, dataset, to_map, file));
    if (hzp_crs_facts(file->told.crs, &facts) != HZP_OK)
        return hzp_fail(HZP_E_CRS, "rain_crs_unknown", "path", file->told.path, "crs", file->told.crs, NULL);
    file->grid = hzp_raster_grid_new(columns, rows, to_map, &facts, 1);
    if (!file->grid) return fail("rain_unplaced", file->told.path, "");
    double x = to_map[0] + to_map[1] * (double)columns / 2 + to_map[2] * (double)rows / 2;
    double y = to_map[3] + to_map[4] * (double)columns / 2 + to_map[5] * (double)rows / 2;
    return find_transform(file, &facts, x, y);
}
