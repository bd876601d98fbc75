#include "data/raster_source.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <string.h>

#include "base/date_text.h"
#include "base/file_kind.h"
#include "base/message.h"
#include "data/file_checksum.h"
#include "data/gdal_reason.h"
#include "data/layer_crs.h"
#include "data/raster_parts.h"
#include "data/raster_whole.h"
#include "data/vector_source.h"
#include "geo/area_scale.h"

enum {
    WINDOW_CELLS = 1 << 18,  /* a window is at least one block, and about so many cells */
    LARGEST_BLOCK = 1 << 24, /* cells: the memory of one window is some 30 bytes for each */
    CACHE_BYTES = 1 << 26    /* of GDAL, for masks and virtual rasters */
};

/* Formats whose files name no others, or only beside them. netCDF and HDF5 files may link to any file. */
static const char *const of_files[] = {"GTiff", "HFA", "AAIGrid", "AIG", "EHdr", "ENVI", NULL};
static const char *const also_outside[] = {"GTiff", "HFA", "AAIGrid", "AIG", "EHdr", "ENVI", "GPKG", "netCDF", "VRT", NULL};

static HzpStatus fail(const HzpRasterSource *raster, const char *id, const char *detail)
{
    return hzp_fail(HZP_E_INPUT, id, "layer", raster->source->layer, "path", raster->source->path, "detail", detail, NULL);
}

static HzpStatus fail_cut(const HzpRasterSource *raster)
{
    g_autofree char *detail = hzp_message_format("raster_cut", NULL);
    return fail(raster, "raster_unreadable", detail);
}

/* ---- opening safely ---- */

static HzpStatus refuse(const HzpRasterSource *raster, const char *const *drivers)
{
    bool told = *hzp_gdal_message();
    g_autofree char *reason = g_strdup(hzp_gdal_reason(raster->source->source));
    GDALDriverH driver = GDALIdentifyDriverEx(raster->path, GDAL_OF_RASTER, NULL, NULL);
    const char *name = driver ? GDALGetDriverShortName(driver) : NULL;
    if (!name && !told) return fail(raster, "raster_unknown", "");
    if (!name || g_strv_contains(drivers, name)) return fail(raster, "raster_unreadable", reason);
    return fail(raster, strcmp(name, "VRT") == 0 ? "layer_virtual" : "raster_driver_refused", name);
}

/* A file may name others that belong to it (an .ige beside an .img, overviews): they stay inside of the project too. */
static HzpStatus check_files(const HzpProject *project, const HzpRasterSource *raster)
{
    char **files = GDALGetFileList(raster->handles[0].dataset);
    HzpStatus status = HZP_OK;
    for (char **file = files; file && *file && status == HZP_OK && !project->allow_outside; file++) {
        g_autofree char *resolved = NULL;
        status = hzp_project_resolve(project, raster->source->node, *file, &resolved);
    }
    CSLDestroy(files);
    return status;
}

static HzpStatus open_handles(const HzpProject *project, HzpRasterSource *raster, int threads)
{
    const char *const *drivers = project->allow_outside ? also_outside : of_files;
    const char *path = raster->source->source;
    bool zipped = g_str_has_suffix(path, ".zip") && !g_str_has_prefix(path, "/vsi");
    raster->path = g_strconcat(zipped ? "/vsizip/" : "", path, NULL);
    if (path[0] == '/' && !g_str_has_prefix(path, "/vsi") && !g_file_test(path, G_FILE_TEST_EXISTS))
        return fail(raster, "layer_file_missing", path);
    if (path[0] == '/') HZP_TRY(hzp_file_kind_check(path));
    if (!hzp_netcdf_is_whole(raster->path)) return fail_cut(raster);
    raster->handles = g_new0(HzpRasterHandle, threads);
    for (int t = 0; t < threads; t++) {
        HzpRasterHandle *handle = &raster->handles[t];
        handle->dataset = GDALOpenEx(raster->path, GDAL_OF_RASTER | GDAL_OF_READONLY, drivers, NULL, NULL);
        if (!handle->dataset) return refuse(raster, drivers);
        raster->n_handles++;
        if (!hzp_envi_is_whole(handle->dataset)) return fail_cut(raster);
        if (t > 0) continue;
        g_strlcpy(raster->driver, GDALGetDriverShortName(GDALGetDatasetDriver(handle->dataset)), sizeof raster->driver);
        HZP_TRY(check_files(project, raster));
    }
    return HZP_OK;
}

/* ---- band ---- */

static void find_no_data(HzpRasterSource *raster, GDALRasterBandH band)
{
    int found = FALSE;
    if (raster->type == GDT_Int64)
        raster->no_data = (double)GDALGetRasterNoDataValueAsInt64(band, &found);
    else if (raster->type == GDT_UInt64)
        raster->no_data = (double)GDALGetRasterNoDataValueAsUInt64(band, &found);
    else
        raster->no_data = GDALGetRasterNoDataValue(band, &found);
    /* NaN is missing as it is. */
    raster->has_no_data = found && !isnan(raster->no_data);
    int given = FALSE;
    raster->scale = GDALGetRasterScale(band, &given);
    if (!given || raster->scale == 0) raster->scale = 1;
    raster->offset = GDALGetRasterOffset(band, &given);
    if (!given) raster->offset = 0;
}

static bool holds_as_float(GDALDataType type)
{
    return type == GDT_Byte || type == GDT_Int16 || type == GDT_UInt16 || type == GDT_Float32;
}

static HzpStatus choose_band(HzpRasterSource *raster)
{
    GDALDatasetH first = raster->handles[0].dataset;
    int count = GDALGetRasterCount(first);
    int wanted = raster->source->band > 0 ? raster->source->band : 1;
    if (wanted > count)
        return hzp_fail(HZP_E_INPUT, "raster_band_missing", "layer", raster->source->layer, "path", raster->source->path,
                        "band", hzp_text_of_size((size_t)wanted), "count", hzp_text_of_size((size_t)count), NULL);
    for (int t = 0; t < raster->n_handles; t++)
        raster->handles[t].band = GDALGetRasterBand(raster->handles[t].dataset, wanted);
    GDALRasterBandH band = raster->handles[0].band;
    raster->type = GDALGetRasterDataType(band);
    if (GDALDataTypeIsComplex(raster->type)) return fail(raster, "raster_complex", GDALGetDataTypeName(raster->type));
    int columns = 0;
    int rows = 0;
    GDALGetBlockSize(band, &columns, &rows);
    raster->block_columns = (size_t)columns;
    raster->block_rows = (size_t)rows;
    if (raster->block_columns * raster->block_rows > LARGEST_BLOCK) return fail(raster, "raster_block_large", NULL);
    raster->reader.doubles = !holds_as_float(raster->type);
    find_no_data(raster, band);
    return HZP_OK;
}

static void make_room(HzpRasterSource *raster)
{
    size_t bytes = raster->block_columns * raster->block_rows * (size_t)GDALGetDataTypeSizeBytes(raster->type);
    for (int t = 0; t < raster->n_handles; t++) {
        HzpRasterHandle *handle = &raster->handles[t];
        int flags = GDALGetMaskFlags(handle->band);
        handle->block = g_malloc(bytes);
        if (flags & (GMF_ALL_VALID | GMF_NODATA)) continue;
        handle->mask = GDALGetMaskBand(handle->band);
        handle->mask_row = g_malloc(raster->grid->window_columns);
    }
}

/* ---- where it lies ---- */

static HzpStatus find_crs(HzpRasterSource *raster, HzpCrsFacts *facts, double *unit_m)
{
    OGRSpatialReferenceH reference = GDALGetSpatialRef(raster->handles[0].dataset);
    if (raster->source->crs)
        raster->crs = g_strdup(raster->source->crs);
    else if (reference)
        raster->crs = hzp_crs_of_reference(reference);
    if (!raster->crs)
        return hzp_fail(HZP_E_CRS, "crs_missing", "layer", raster->source->layer, "path", raster->source->path, NULL);
    if (hzp_crs_facts(raster->crs, facts) != HZP_OK)
        return hzp_fail(HZP_E_CRS, "layer_crs_unknown", "layer", raster->source->layer, "path", raster->source->path, "crs",
                        raster->crs, NULL);
    *unit_m = 1;
    OGRSpatialReferenceH own = OSRNewSpatialReference(NULL);
    if (!facts->geographic && OSRSetFromUserInput(own, raster->crs) == OGRERR_NONE) *unit_m = OSRGetLinearUnits(own, NULL);
    OSRDestroySpatialReference(own);
    return HZP_OK;
}

/* As many whole blocks as make a window of a good size. */
static void choose_windows(HzpRasterSource *raster)
{
    HzpRasterGrid *grid = raster->grid;
    size_t columns = raster->block_columns;
    size_t rows = raster->block_rows;
    while (columns < grid->columns && columns * rows * 2 <= WINDOW_CELLS && columns <= rows)
        columns += raster->block_columns;
    while (rows < grid->rows && columns * (rows + raster->block_rows) <= WINDOW_CELLS)
        rows += raster->block_rows;
    grid->window_columns = MIN(columns, grid->columns);
    grid->window_rows = MIN(rows, grid->rows);
}

static HzpStatus place(const HzpProject *project, HzpRasterSource *raster)
{
    GDALDatasetH dataset = raster->handles[0].dataset;
    HzpCrsFacts facts;
    double unit_m = 1;
    double to_map[6];
    HZP_TRY(find_crs(raster, &facts, &unit_m));
    if (GDALGetGeoTransform(dataset, to_map) != CE_None) return fail(raster, "raster_unplaced", NULL);
    raster->grid =
        hzp_raster_grid_new((size_t)GDALGetRasterXSize(dataset), (size_t)GDALGetRasterYSize(dataset), to_map, &facts, unit_m);
    if (!raster->grid) return fail(raster, "raster_unplaced", NULL);
    choose_windows(raster);
    if (!raster->source->density) return HZP_OK;
    if (facts.geographic && raster->grid->turn == 0) return fail(raster, "raster_rotated", NULL);
    if (facts.geographic) return HZP_OK;
    double worst = 0;
    HZP_TRY(hzp_area_scale_worst(raster->grid, raster->crs, &worst));
    if (fabs(worst) * 100 > hzp_project_number(project, "exposure.raster.area_scale_percent")) {
        g_autofree char *percent = g_strdup_printf("%+.1f", worst * 100);
        return hzp_fail(HZP_E_CRS, "raster_area_scale", "layer", raster->source->layer, "path", raster->source->path, "crs",
                        raster->crs, "percent", percent, NULL);
    }
    return HZP_OK;
}

/* ---- all of it ---- */

static void tell_input(const HzpRasterSource *raster, HzpInput *input)
{
    const HzpLayerSource *source = raster->source;
    memset(input, 0, sizeof *input);
    input->layer = source->layer;
    input->path = g_strdup(source->path);
    input->driver = g_strdup(raster->driver);
    input->crs = g_strdup(raster->crs);
    input->sha256 = hzp_file_checksum(source->source);
    input->transformation_accuracy_m = NAN;
    input->supplier = source->supplier;
    if (source->date && hzp_date_parse(source->date, &input->date) && input->date.year) input->date_origin = "project";
}

static HzpStatus open_raster(const HzpProject *project, HzpRasterSource *raster, int threads)
{
    bool density = raster->source->density;
    HZP_TRY(open_handles(project, raster, threads));
    HZP_TRY(choose_band(raster));
    HZP_TRY(place(project, raster));
    make_room(raster);
    raster->reader.grid = raster->grid;
    raster->reader.read = hzp_raster_read_window;
    raster->reader.user = raster;
    raster->reader.threads = threads;
    raster->reader.density = density;
    /* No negative number is a figure, so this one need not be looked for in every window. */
    double no_data = raster->reader.doubles ? raster->no_data : (double)(float)raster->no_data;
    bool plain = raster->scale == 1 && raster->offset == 0;
    raster->reader.no_data = raster->has_no_data && plain && no_data < 0 ? no_data : 0;
    raster->reader.largest =
        hzp_project_number(project, density ? "exposure.raster.largest_per_km2" : "exposure.raster.largest_per_cell");
    return HZP_OK;
}

HzpStatus hzp_raster_open(const HzpProject *project, const HzpLayerSource *source, int threads, HzpRasterSource **opened,
                          HzpInput *input)
{
    HzpRasterSource *raster = g_new0(HzpRasterSource, 1);
    raster->source = source;
    hzp_gdal_begin();
    raster->cache_before = GDALGetCacheMax64();
    GDALSetCacheMax64(MIN(raster->cache_before, CACHE_BYTES));
    hzp_gdal_capture();
    HzpStatus status = open_raster(project, raster, MAX(threads, 1));
    hzp_gdal_release();
    if (status == HZP_OK && input) tell_input(raster, input);
    if (status != HZP_OK) {
        hzp_raster_close(raster);
        raster = NULL;
    }
    *opened = raster;
    return status;
}

void hzp_raster_close(HzpRasterSource *raster)
{
    if (!raster) return;
    for (int t = 0; t < raster->n_handles; t++) {
        GDALClose(raster->handles[t].dataset);
        g_free(raster->handles[t].block);
        g_free(raster->handles[t].mask_row);
    }
    GDALSetCacheMax64(raster->cache_before);
    g_free(raster->handles);
    hzp_raster_grid_free(raster->grid);
    g_free(raster->path);
    g_free(raster->crs);
    g_free(raster);
}

const HzpRasterReader *hzp_raster_reader(const HzpRasterSource *raster) { return &raster->reader; }

const char *hzp_raster_crs(const HzpRasterSource *raster) { return raster->crs; }
