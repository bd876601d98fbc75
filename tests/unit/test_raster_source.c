/* Rasters read as a project gives them: which are opened, what their cells mean, what is missing. */
#include "support.h"

#include <unistd.h>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <glib/gstdio.h>
#include <ogr_srs_api.h>

#include "data/raster_source.h"

static char *root;
static char *folder; /* of the project, below it */
static HzpProject *project;

typedef struct {
    const char *driver;
    int columns;
    int rows;
    GDALDataType type;
    const char *crs;
    double transform[6];
    double no_data;
    char **options;
} Shape;

static Shape plain_shape(void)
{
    return (Shape){"GTiff", 5, 3, GDT_Float32, "EPSG:4490", {110, 0.1, 0, 36, 0, -0.1}, NAN, NULL};
}

/* A raster whose cells are 0, 1, 2 … by row, in the project's folder. */
static void write_raster(const char *name, const Shape *shape)
{
    GDALAllRegister();
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GDALDatasetH dataset =
        GDALCreate(GDALGetDriverByName(shape->driver), path, shape->columns, shape->rows, 2, shape->type, shape->options);
    assert_non_null(dataset);
    if (shape->crs) {
        OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
        assert_int_equal(OSRSetFromUserInput(reference, shape->crs), OGRERR_NONE);
        assert_int_equal(GDALSetSpatialRef(dataset, reference), CE_None);
        OSRDestroySpatialReference(reference);
    }
    if (shape->transform[1] != 0) GDALSetGeoTransform(dataset, (double *)shape->transform);
    size_t n = (size_t)shape->columns * (size_t)shape->rows;
    g_autofree double *values = g_new(double, n);
    for (int band = 1; band <= 2; band++) {
        for (size_t i = 0; i < n; i++)
            values[i] = (double)i * band;
        GDALRasterBandH own = GDALGetRasterBand(dataset, band);
        if (!isnan(shape->no_data)) GDALSetRasterNoDataValue(own, shape->no_data);
        assert_int_equal(GDALRasterIO(own, GF_Write, 0, 0, shape->columns, shape->rows, values, shape->columns, shape->rows,
                                      GDT_Float64, 0, 0),
                         CE_None);
    }
    GDALClose(dataset);
}

/* Open the project whose population layer has these keys. */
static HzpStatus open_raster(const char *keys, const char *more, HzpRasterSource **raster)
{
    g_autofree char *text = g_strdup_printf("title: t\nregion: {name: 甲市}\n%slayers:\n  villages: {path: v.csv}\n"
                                            "  hazard_points: {path: h.csv}\n  population: {%s}\n",
                                            more, keys);
    test_file_put(folder, "project.yaml", text);
    hzp_project_close(project);
    project = NULL;
    *raster = NULL;
    HZP_TRY(hzp_project_open(folder, &project));
    return hzp_raster_open(project, hzp_project_layer(project, "population"), 2, raster, NULL);
}

static HzpRasterSource *opened(const char *keys)
{
    HzpRasterSource *raster = NULL;
    HzpStatus status = open_raster(keys, "", &raster);
    if (status != HZP_OK) fail_msg("%s", hzp_error_message());
    return raster;
}

static void refused(const char *keys, const char *more, HzpStatus expected, const char *id, const char *part)
{
    HzpRasterSource *raster = NULL;
    test_failed(open_raster(keys, more, &raster), expected, id, part);
    assert_null(raster);
}

/* Every cell of the raster as a double, read window by window by alternating threads. */
static double *read_all(const HzpRasterSource *raster)
{
    const HzpRasterReader *reader = hzp_raster_reader(raster);
    const HzpRasterGrid *grid = reader->grid;
    double *all = g_new(double, grid->columns * grid->rows);
    g_autofree double *values = g_new(double, grid->window_columns * grid->window_rows);
    int thread = 0;
    for (size_t row = 0; row < grid->rows; row += grid->window_rows) {
        for (size_t column = 0; column < grid->columns; column += grid->window_columns) {
            HzpCellRange range = {column, row, MIN(grid->window_columns, grid->columns - column),
                                  MIN(grid->window_rows, grid->rows - row)};
            assert_int_equal(reader->read(reader->user, thread, &range, values), HZP_OK);
            thread = 1 - thread;
            for (size_t i = 0; i < range.columns * range.rows; i++)
                all[(row + i / range.columns) * grid->columns + column + i % range.columns] =
                    reader->doubles ? values[i] : (double)((float *)values)[i];
        }
    }
    return all;
}

/* Cells are what write_raster() wrote, but for those of one value, which are missing. */
static void check_cells(const char *keys, double factor, double missing)
{
    HzpRasterSource *raster = opened(keys);
    const HzpRasterGrid *grid = hzp_raster_reader(raster)->grid;
    g_autofree double *cells = read_all(raster);
    for (size_t i = 0; i < grid->columns * grid->rows; i++) {
        if ((double)i == missing)
            assert_true(isnan(cells[i]));
        else
            test_close_to(cells[i], (double)i * factor, 0);
    }
    hzp_raster_close(raster);
}

/* ---- tests ---- */

static void test_raster_source__reads_every_number_type(void **state)
{
    (void)state;
    static const GDALDataType types[] = {GDT_Byte,  GDT_UInt16, GDT_Int16,   GDT_UInt32, GDT_Int32,
                                         GDT_Int64, GDT_UInt64, GDT_Float32, GDT_Float64};
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        Shape shape = plain_shape();
        shape.type = types[i];
        shape.no_data = 7;
        write_raster("a.tif", &shape);
        check_cells("path: a.tif", 1, 7);
        check_cells("path: a.tif, band: 2", 2, -1);
    }
}

static void test_raster_source__reads_tiles_strips_and_single_rows(void **state)
{
    (void)state;
    static const char *const layouts[] = {"TILED=YES BLOCKXSIZE=16 BLOCKYSIZE=32 COMPRESS=DEFLATE",
                                          "TILED=YES BLOCKXSIZE=512 BLOCKYSIZE=512", "BLOCKYSIZE=1", "BLOCKYSIZE=700",
                                          "BLOCKYSIZE=7 INTERLEAVE=PIXEL COMPRESS=LZW"};
    for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++) {
        Shape shape = plain_shape();
        shape.columns = 1031;
        shape.rows = 701;
        shape.options = CSLTokenizeString(layouts[i]);
        write_raster("layout.tif", &shape);
        check_cells("path: layout.tif", 1, -1);
        CSLDestroy(shape.options);
    }
}

static void test_raster_source__keeps_masked_and_scaled_cells(void **state)
{
    (void)state;
    Shape shape = plain_shape();
    write_raster("m.tif", &shape);
    g_autofree char *path = g_build_filename(folder, "m.tif", NULL);
    GDALDatasetH dataset = GDALOpen(path, GA_Update);
    assert_int_equal(GDALCreateDatasetMaskBand(dataset, GMF_PER_DATASET), CE_None);
    GByte mask[15];
    memset(mask, 255, sizeof mask);
    mask[4] = 0;
    assert_int_equal(
        GDALRasterIO(GDALGetMaskBand(GDALGetRasterBand(dataset, 1)), GF_Write, 0, 0, 5, 3, mask, 5, 3, GDT_Byte, 0, 0),
        CE_None);
    GDALSetRasterScale(GDALGetRasterBand(dataset, 1), 0.5);
    GDALClose(dataset);
    check_cells("path: m.tif", 0.5, 4);
}

static void test_raster_source__tells_where_cells_lie(void **state)
{
    (void)state;
    Shape shape = plain_shape();
    write_raster("a.tif", &shape);
    HzpRasterSource *raster = opened("path: a.tif");
    const HzpRasterGrid *grid = hzp_raster_reader(raster)->grid;
    assert_string_equal(hzp_raster_crs(raster), "EPSG:4490");
    assert_int_equal(grid->columns, 5);
    assert_int_equal(grid->rows, 3);
    test_close_to(grid->turn, 3600, 1e-9);
    hzp_raster_close(raster);
}

static void test_raster_source__refuses_what_it_cannot_trust(void **state)
{
    (void)state;
    Shape shape = plain_shape();
    refused("path: none.tif", "", HZP_E_INPUT, "layer_file_missing", "none.tif");
    test_file_put(folder, "text.tif", "no raster");
    refused("path: text.tif", "", HZP_E_INPUT, "raster_unknown", "gdal_translate");
    write_raster("a.tif", &shape);
    refused("path: a.tif, band: 3", "", HZP_E_INPUT, "raster_band_missing", "2");
    shape.type = GDT_CFloat32;
    write_raster("complex.tif", &shape);
    refused("path: complex.tif", "", HZP_E_INPUT, "raster_complex", "CFloat32");
    shape = plain_shape();
    shape.crs = NULL;
    write_raster("nowhere.tif", &shape);
    refused("path: nowhere.tif", "", HZP_E_CRS, "crs_missing", "nowhere.tif");
    hzp_raster_close(opened("path: nowhere.tif, crs: EPSG:4490"));
    shape = plain_shape();
    shape.transform[1] = 0;
    write_raster("unplaced.tif", &shape);
    refused("path: unplaced.tif", "", HZP_E_INPUT, "raster_unplaced", "unplaced.tif");
    shape = plain_shape();
    shape.columns = shape.rows = 4200;
    shape.options = CSLSetNameValue(NULL, "BLOCKYSIZE", "4200");
    shape.options = CSLSetNameValue(shape.options, "COMPRESS", "DEFLATE");
    write_raster("block.tif", &shape);
    refused("path: block.tif", "", HZP_E_INPUT, "raster_block_large", "TILED");
    CSLDestroy(shape.options);
}

/* GDAL reads what is missing of it as 0, and 0 is a figure of people. */
static void test_raster_source__refuses_half_of_a_file(void **state)
{
    (void)state;
    Shape shape = plain_shape();
    shape.driver = "ENVI";
    write_raster("cells.dat", &shape);
    g_autofree char *path = g_build_filename(folder, "cells.dat", NULL);
    hzp_raster_close(opened("path: cells.dat"));
    assert_int_equal(truncate(path, 2 * 5 * 3 * 4 - 1), 0);
    refused("path: cells.dat", "", HZP_E_INPUT, "raster_unreadable", "cells.dat");
}

static void test_raster_source__stays_in_the_project(void **state)
{
    (void)state;
    Shape shape = plain_shape();
    write_raster("a.tif", &shape);
    test_file_put(folder, "v.tif",
                  "<VRTDataset rasterXSize=\"5\" rasterYSize=\"3\"><SRS>EPSG:4490</SRS><GeoTransform>110,0.1,0,36,0,-0.1"
                  "</GeoTransform><VRTRasterBand dataType=\"Float32\" band=\"1\"><SimpleSource><SourceFilename relativeToVRT="
                  "\"1\">a.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>");
    refused("path: v.tif", "", HZP_E_INPUT, "layer_virtual", "allow_outside");
    HzpRasterSource *raster = NULL;
    assert_int_equal(open_raster("path: v.tif", "allow_outside: true\n", &raster), HZP_OK);
    g_autofree double *cells = read_all(raster);
    test_close_to(cells[14], 14, 0);
    hzp_raster_close(raster);
    refused("path: ../a.tif", "", HZP_E_INPUT, "path_outside", NULL);
}

/* An Erdas Imagine file keeps its cells in another one and has its name: here one beside the project's folder. */
static void test_raster_source__follows_no_file_out_of_the_project(void **state)
{
    (void)state;
    Shape shape = plain_shape();
    gsize size = 0;
    g_autofree char *bytes = NULL;
    g_autofree char *header = g_build_filename(folder, "aaaaaa.img", NULL);
    g_autofree char *cells = g_build_filename(folder, "aaaaaa.ige", NULL);
    g_autofree char *elsewhere = g_build_filename(folder, "..", "aaa.ige", NULL);
    shape.driver = "HFA";
    shape.options = CSLSetNameValue(NULL, "USE_SPILL", "YES");
    write_raster("aaaaaa.img", &shape);
    CSLDestroy(shape.options);
    check_cells("path: aaaaaa.img", 1, -1);
    assert_true(g_file_get_contents(header, &bytes, &size, NULL));
    size_t found = 0;
    for (gsize i = 0; i + 10 <= size; i++) {
        if (memcmp(bytes + i, "aaaaaa.ige", 10) != 0) continue;
        memcpy(bytes + i, "../aaa.ige", 10);
        found++;
    }
    assert_true(found > 0);
    assert_true(g_file_set_contents(header, bytes, (gssize)size, NULL));
    assert_int_equal(g_rename(cells, elsewhere), 0);
    refused("path: aaaaaa.img", "", HZP_E_INPUT, "path_outside", "aaa.ige");
    HzpRasterSource *raster = NULL;
    assert_int_equal(open_raster("path: aaaaaa.img", "allow_outside: true\n", &raster), HZP_OK);
    g_autofree double *read = read_all(raster);
    test_close_to(read[14], 14, 0);
    hzp_raster_close(raster);
}

static void test_raster_source__knows_projections_that_distort_areas(void **state)
{
    (void)state;
    Shape shape = plain_shape();
    shape.crs = "EPSG:3857";
    memcpy(shape.transform, (double[]){12500000, 1000, 0, 4200000, 0, -1000}, sizeof shape.transform);
    write_raster("mercator.tif", &shape);
    hzp_raster_close(opened("path: mercator.tif"));
    /* y = 4200 km is latitude 35.27°, where (1 - e²sin²)² / ((1 - e²)·cos²) is 1.5037. */
    refused("path: mercator.tif, value: density_km2", "", HZP_E_CRS, "raster_area_scale", "+50.");
    shape.crs = "EPSG:6933";
    write_raster("equal.tif", &shape);
    hzp_raster_close(opened("path: equal.tif, value: density_km2"));
    shape.crs = "EPSG:4527"; /* Gauss-Krüger, zone 39; its scale is 1 at the central meridian */
    memcpy(shape.transform, (double[]){39500000, 1000, 0, 4200000, 0, -1000}, sizeof shape.transform);
    write_raster("gauss.tif", &shape);
    hzp_raster_close(opened("path: gauss.tif, value: density_km2"));
    shape = plain_shape();
    shape.transform[2] = 0.01;
    write_raster("turned.tif", &shape);
    refused("path: turned.tif, value: density_km2", "", HZP_E_INPUT, "raster_rotated", NULL);
}

static int begin(void **state)
{
    (void)state;
    root = test_folder_new();
    folder = g_build_filename(root, "project", NULL);
    assert_int_equal(g_mkdir(folder, 0755), 0);
    return hzp_language_set("en");
}

static int end(void **state)
{
    (void)state;
    hzp_project_close(project);
    g_free(folder);
    test_folder_remove(root);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raster_source__reads_every_number_type),
        cmocka_unit_test(test_raster_source__reads_tiles_strips_and_single_rows),
        cmocka_unit_test(test_raster_source__keeps_masked_and_scaled_cells),
        cmocka_unit_test(test_raster_source__tells_where_cells_lie),
        cmocka_unit_test(test_raster_source__refuses_what_it_cannot_trust),
        cmocka_unit_test(test_raster_source__refuses_half_of_a_file),
        cmocka_unit_test(test_raster_source__stays_in_the_project),
        cmocka_unit_test(test_raster_source__follows_no_file_out_of_the_project),
        cmocka_unit_test(test_raster_source__knows_projections_that_distort_areas),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
