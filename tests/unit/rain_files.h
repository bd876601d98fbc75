/* Files of rain, made by GDAL while the tests run. */
#ifndef HZP_TESTS_UNIT_RAIN_FILES_H
#define HZP_TESTS_UNIT_RAIN_FILES_H

#include "support.h"

#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "data/rain.h"

static char *folder;

/* A grid in memory, then copied into its format. Values by band, row and column. */
typedef struct {
    const char *driver;
    const char *crs;
    double transform[6];
    int columns, rows, bands;
    const double *values;
    double no_data;           /* NaN for none */
    const char *unit;         /* NULL for none */
    const char *descriptions; /* of bands, divided by ';'; NULL for none */
    char **items;             /* of the whole file */
    char **band_items;        /* of each band */
    char **options;
} Grid;

static inline Grid grid_of(const double *values)
{
    return (Grid){.driver = "GTiff",
                  .crs = "EPSG:4490",
                  .transform = {110, 0.5, 0, 36, 0, -0.5},
                  .columns = 4,
                  .rows = 3,
                  .bands = 1,
                  .values = values,
                  .no_data = NAN};
}

static inline void describe_band(const Grid *grid, GDALRasterBandH band, int number)
{
    if (!isnan(grid->no_data)) GDALSetRasterNoDataValue(band, grid->no_data);
    if (grid->unit) GDALSetRasterUnitType(band, grid->unit);
    for (char **item = grid->band_items; item && *item; item++) {
        char *key = NULL;
        const char *value = CPLParseNameValue(*item, &key);
        if (key) GDALSetMetadataItem(band, key, value, NULL);
        CPLFree(key);
    }
    if (!grid->descriptions) return;
    char **parts = g_strsplit(grid->descriptions, ";", -1);
    if (g_strv_length(parts) >= (guint)number) GDALSetDescription(band, parts[number - 1]);
    g_strfreev(parts);
}

/* Gives its path, to be freed. */
static inline char *write_grid(const char *name, const Grid *grid)
{
    GDALAllRegister();
    GDALDriverH memory = GDALGetDriverByName("MEM");
    GDALDatasetH made = GDALCreate(memory, "", grid->columns, grid->rows, grid->bands, GDT_Float32, NULL);
    size_t n = (size_t)grid->columns * (size_t)grid->rows;
    if (grid->crs) {
        OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
        assert_int_equal(OSRSetFromUserInput(reference, grid->crs), OGRERR_NONE);
        GDALSetSpatialRef(made, reference);
        OSRDestroySpatialReference(reference);
    }
    if (grid->transform[1] != 0) GDALSetGeoTransform(made, (double *)grid->transform);
    if (grid->items) GDALSetMetadata(made, grid->items, NULL);
    for (int b = 1; b <= grid->bands; b++) {
        GDALRasterBandH band = GDALGetRasterBand(made, b);
        describe_band(grid, band, b);
        assert_int_equal(GDALRasterIO(band, GF_Write, 0, 0, grid->columns, grid->rows,
                                      (double *)grid->values + n * (size_t)(b - 1), grid->columns, grid->rows, GDT_Float64, 0,
                                      0),
                         CE_None);
    }
    char *path = g_build_filename(folder, name, NULL);
    GDALDatasetH copy = GDALCreateCopy(GDALGetDriverByName(grid->driver), path, made, FALSE, grid->options, NULL, NULL);
    assert_non_null(copy);
    GDALClose(copy);
    GDALClose(made);
    return path;
}

/* ---- reading ---- */

static inline HzpRain *read_files(const char *const *paths, size_t n, HzpRainInterpolation interpolation)
{
    HzpRain *rain = NULL;
    if (hzp_rain_read(NULL, paths, n, interpolation, &rain) != HZP_OK) fail_msg("%s", hzp_error_message());
    return rain;
}

static inline HzpRain *read_file(const char *path) { return read_files(&path, 1, HZP_RAIN_IDW); }

static inline void refuse_files(const char *const *paths, size_t n, HzpStatus status, const char *id, const char *part)
{
    HzpRain *rain = NULL;
    test_failed(hzp_rain_read(NULL, paths, n, HZP_RAIN_IDW, &rain), status, id, part);
    assert_null(rain);
}

static inline void refuse_file(const char *path, HzpStatus status, const char *id, const char *part)
{
    refuse_files(&path, 1, status, id, part);
}

/* Number of findings of a code; *message (may be NULL) is the first one's text. */
static inline size_t found(const HzpRain *rain, const char *code, const char **message)
{
    size_t count = 0;
    for (size_t i = 0; i < hzp_findings_count(hzp_rain_findings(rain)); i++) {
        const HzpFinding *finding = hzp_findings_get(hzp_rain_findings(rain), i);
        if (strcmp(finding->code, code) != 0) continue;
        if (count++ == 0 && message) *message = finding->message;
    }
    return count;
}

static inline double at(HzpRain *rain, size_t day, double lon, double lat)
{
    double mm = 0;
    assert_int_equal(hzp_rain_at_points(NULL, rain, day, &lon, &lat, 1, &mm), HZP_OK);
    return mm;
}

/* Largest rain in a box of degrees. */
static inline double in_box(HzpRain *rain, size_t day, double west, double south, double east, double north)
{
    double mm = 0;
    HzpPolygonSet *set = hzp_polygon_set_new();
    hzp_polygon_set_add_ring(set, (double[]){west, east, east, west}, (double[]){south, south, north, north}, 4, false);
    hzp_polygon_set_end(set);
    assert_int_equal(hzp_rain_in_polygons(NULL, rain, day, set, &mm), HZP_OK);
    hzp_polygon_set_free(set);
    return mm;
}

static inline void same(double value, double expected)
{
    if (isnan(expected) ? !isnan(value) : !(fabs(value - expected) <= 1e-5 * (1 + fabs(expected))))
        fail_msg("%.10g is not %.10g", value, expected);
}

static inline int begin(void **state)
{
    (void)state;
    folder = test_folder_new();
    return hzp_language_set("en");
}

static inline int end(void **state)
{
    (void)state;
    test_folder_remove(folder);
    return 0;
}

#endif
