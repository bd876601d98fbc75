/* Grids of daily rain: days, units, missing figures, places, and what is refused. */
#include "rain_files.h"

#include "geo/geometry.h"

static const double steps[] = {0, 1,  2,  3,  4,  5,  6,  7,  8,  9,  10,  11,  /* mm */
                               0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, /* the day after */
                               1, 1,  1,  1,  1,  1,  1,  1,  1,  1,  1,   1};

static void test_rain_raster__gives_the_cell_that_holds_a_point(void **state)
{
    (void)state;
    Grid grid = grid_of(steps);
    g_autofree char *path = write_grid("rain_20200721.tif", &grid);
    HzpRain *rain = read_file(path);
    assert_int_equal(hzp_rain_kind(rain), HZP_RAIN_RASTER);
    assert_string_equal(hzp_rain_method_code(rain), "cell");
    assert_int_equal(hzp_rain_days(rain), 1);
    assert_string_equal(hzp_rain_day(rain, 0)->date, "2020-07-21");
    same(hzp_rain_day(rain, 0)->largest, 11);
    same(at(rain, 0, 110.25, 35.75), 0);
    same(at(rain, 0, 110.01, 35.99), 0);
    same(at(rain, 0, 110.51, 35.99), 1);
    same(at(rain, 0, 111.75, 34.75), 11);
    same(at(rain, 0, 111.2, 35.3), 6);
    same(at(rain, 0, 471.2, 35.3), 6); /* the same place, once around */
    same(at(rain, 0, 109.99, 35), NAN);
    same(at(rain, 0, 112.01, 35), NAN);
    same(at(rain, 0, 111, 36.01), NAN);
    same(at(rain, 0, NAN, 35), NAN);
    same(at(rain, 0, 111, INFINITY), NAN);
    assert_int_equal(found(rain, "rain_unit_assumed", NULL), 1);
    hzp_rain_free(rain);
}

/* Cells are read when they are asked for: a day that is sent anew meanwhile is not the one that was looked at. */
static void test_rain_raster__tells_when_it_is_written_meanwhile(void **state)
{
    (void)state;
    Grid grid = grid_of(steps);
    g_autofree char *first = write_grid("rain_20200721.tif", &grid);
    g_autofree char *second = write_grid("rain_20200722.tif", &grid);
    const char *const paths[] = {first, second};
    HzpRain *rain = read_files(paths, 2, HZP_RAIN_IDW);
    double lon = 110.75, lat = 35.75, mm = 0;
    HzpPolygonSet *wet = NULL;
    same(at(rain, 1, lon, lat), 1);
    grid.values = steps + 12;
    g_free(write_grid("rain_20200722.tif", &grid));
    test_failed(hzp_rain_at_points(NULL, rain, 1, &lon, &lat, 1, &mm), HZP_E_IO, "input_changed", "rain_20200722.tif");
    test_failed(hzp_rain_wet_polygons(NULL, rain, 1, 5, &wet), HZP_E_IO, "input_changed", "rain_20200722.tif");
    assert_null(wet);
    same(at(rain, 0, lon, lat), 1);
    hzp_rain_free(rain);
}

static void test_rain_raster__answers_many_points_in_any_order(void **state)
{
    (void)state;
    enum { N = 5000, SIDE = 300 };
    uint64_t random = 5;
    g_autofree double *values = g_new(double, SIDE *SIDE);
    double lon[N];
    double lat[N];
    double mm[N];
    for (int i = 0; i < SIDE * SIDE; i++)
        values[i] = i % 1000;
    Grid grid = grid_of(values);
    grid.columns = grid.rows = SIDE;
    grid.transform[1] = 0.01;
    grid.transform[5] = -0.01;
    grid.options = CSLSetNameValue(NULL, "TILED", "YES");
    g_autofree char *path = write_grid("tiled_20200721.tif", &grid);
    CSLDestroy(grid.options);
    HzpRain *rain = read_file(path);
    for (int i = 0; i < N; i++) {
        lon[i] = 110 + 3 * test_random(&random);
        lat[i] = 33 + 3 * test_random(&random);
    }
    assert_int_equal(hzp_rain_at_points(NULL, rain, 0, lon, lat, N, mm), HZP_OK);
    for (int i = 0; i < N; i++) {
        int column = (int)((lon[i] - 110) * 100);
        int row = (int)((36 - lat[i]) * 100);
        assert_true(mm[i] == (row * SIDE + column) % 1000);
    }
    hzp_rain_free(rain);
}

static void test_rain_raster__finds_days_in_bands_and_names(void **state)
{
    (void)state;
    Grid grid = grid_of(steps);
    grid.bands = 3;
    grid.descriptions = "2020-07-21;2020-07-22;2020-07-24";
    grid.unit = "mm";
    g_autofree char *path = write_grid("july.tif", &grid);
    HzpRain *rain = read_file(path);
    const char *message = NULL;
    assert_int_equal(hzp_rain_days(rain), 3);
    assert_string_equal(hzp_rain_day(rain, 2)->date, "2020-07-24");
    assert_false(hzp_rain_day(rain, 0)->follows);
    assert_true(hzp_rain_day(rain, 1)->follows);
    assert_false(hzp_rain_day(rain, 2)->follows);
    assert_int_equal(found(rain, "rain_day_missing", &message), 1);
    assert_non_null(strstr(message, "2020-07-23"));
    assert_int_equal(found(rain, "rain_unit_assumed", NULL), 0);
    same(at(rain, 1, 111.2, 35.3), 60);
    hzp_rain_free(rain);
    /* Files in any order. */
    grid.bands = 1;
    grid.descriptions = NULL;
    g_autofree char *first = write_grid("r20200721.tif", &grid);
    grid.values = steps + 12;
    g_autofree char *second = write_grid("r20200722.tif", &grid);
    rain = read_files((const char *[]){second, first}, 2, HZP_RAIN_IDW);
    assert_string_equal(hzp_rain_day(rain, 0)->date, "2020-07-21");
    same(at(rain, 0, 111.2, 35.3), 6);
    same(at(rain, 1, 111.2, 35.3), 60);
    same(at(rain, 0, 111.2, 35.3), 6);
    assert_true(hzp_rain_day(rain, 1)->follows);
    assert_int_equal(hzp_rain_sources(rain), 2);
    assert_string_equal(hzp_rain_source(rain, 0)->path, second);
    assert_int_equal(strlen(hzp_rain_source(rain, 0)->sha256), 64);
    hzp_rain_free(rain);
}

static void test_rain_raster__takes_days_without_dates_in_order(void **state)
{
    (void)state;
    Grid grid = grid_of(steps);
    grid.bands = 2;
    g_autofree char *path = write_grid("bands.tif", &grid);
    HzpRain *rain = read_file(path);
    assert_int_equal(hzp_rain_days(rain), 2);
    assert_null(hzp_rain_day(rain, 1)->date);
    assert_true(hzp_rain_day(rain, 1)->follows);
    assert_int_equal(found(rain, "rain_days_in_order", NULL), 1);
    hzp_rain_free(rain);
    grid.bands = 1;
    g_autofree char *one = write_grid("one.tif", &grid);
    rain = read_file(one);
    assert_int_equal(found(rain, "rain_day_unknown", NULL), 1);
    hzp_rain_free(rain);
    g_autofree char *dated = write_grid("20200721.tif", &grid);
    refuse_files((const char *[]){dated, one}, 2, HZP_E_INPUT, "rain_days_mixed", "one.tif");
}

static void test_rain_raster__refuses_two_fields_of_one_day(void **state)
{
    (void)state;
    Grid grid = grid_of(steps);
    g_autofree char *a = write_grid("a_20200721.tif", &grid);
    g_autofree char *b = write_grid("b_20200721.tif", &grid);
    refuse_files((const char *[]){a, b}, 2, HZP_E_INPUT, "rain_day_twice", "2020-07-21");
    grid.bands = 2;
    grid.descriptions = "2020-07-21 08:00;2020-07-21 20:00";
    g_autofree char *halves = write_grid("halves.tif", &grid);
    refuse_file(halves, HZP_E_INPUT, "rain_day_twice", "2020-07-21");
}

static void test_rain_raster__leaves_missing_figures_missing(void **state)
{
    (void)state;
    static const double odd[] = {-9999, 0.001, -1, 32766, 999999, NAN, 9999, 0, 25, -9999, 12, 3.4e38};
    Grid grid = grid_of(odd);
    grid.no_data = -9999;
    grid.unit = "mm";
    g_autofree char *path = write_grid("odd_20200721.tif", &grid);
    HzpRain *rain = read_file(path);
    const char *message = NULL;
    const double expected[] = {NAN, 0.001, NAN, NAN, NAN, NAN, NAN, 0, 25, NAN, 12, NAN};
    for (int i = 0; i < 12; i++)
        same(at(rain, 0, 110.25 + 0.5 * (i % 4), 35.75 - 0.5 * (i / 4)), expected[i]);
    assert_int_equal(found(rain, "rain_negative", &message), 1);
    assert_non_null(strstr(message, "has 1 negative"));
    assert_int_equal(found(rain, "rain_coded", &message), 1);
    assert_non_null(strstr(message, "has 4 figures"));
    same(hzp_rain_day(rain, 0)->largest, 25);
    same(in_box(rain, 0, 110, 35.5, 110.5, 36), NAN);
    same(in_box(rain, 0, 110, 35.5, 112, 36), 0.001);
    hzp_rain_free(rain);
}

static void test_rain_raster__converts_units(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        double factor;
    } units[] = {{"mm", 1}, {"m", 1000}, {"cm", 10}, {"inches", 25.4}, {"kg m-2", 1}, {"kg m-2 s-1", 86400}, {"mm/h", 24}};
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        double values[12];
        for (int k = 0; k < 12; k++)
            values[k] = 10.0 * k / units[i].factor;
        Grid grid = grid_of(values);
        grid.unit = units[i].unit;
        g_autofree char *path = write_grid("unit_20200721.tif", &grid);
        HzpRain *rain = read_file(path);
        same(at(rain, 0, 111.2, 35.3), 60);
        same(hzp_rain_source(rain, 0)->mm_per_unit, units[i].factor);
        assert_string_equal(hzp_rain_source(rain, 0)->unit, units[i].unit);
        assert_int_equal(found(rain, "rain_unit_converted", NULL), units[i].factor != 1);
        hzp_rain_free(rain);
    }
    Grid grid = grid_of(steps);
    grid.unit = "K";
    g_autofree char *kelvin = write_grid("kelvin_20200721.tif", &grid);
    refuse_file(kelvin, HZP_E_INPUT, "rain_unit_unknown", "K");
}

static void test_rain_raster__doubts_what_cannot_be(void **state)
{
    (void)state;
    static const double absurd[] = {0, 1, 2, 3, 4, 2600, 6, 7, 8, 9, 10, 11};
    static const double metres[] = {0, 0.01, 0, 0, 0.08, 0, 0, 0, 0, 0, 0, 0};
    static const double dry[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    Grid grid = grid_of(absurd);
    g_autofree char *path = write_grid("absurd_20200721.tif", &grid);
    refuse_file(path, HZP_E_INPUT, "rain_too_much", "band 1: 2600 mm at 110.7500, 35.2500");
    grid.values = metres;
    grid.unit = "mm";
    g_autofree char *small = write_grid("small_20200721.tif", &grid);
    HzpRain *rain = read_file(small);
    assert_int_equal(found(rain, "rain_maybe_metres", NULL), 1);
    hzp_rain_free(rain);
    grid.unit = "m";
    g_autofree char *right = write_grid("right_20200721.tif", &grid);
    rain = read_file(right);
    assert_int_equal(found(rain, "rain_maybe_metres", NULL), 0);
    same(hzp_rain_day(rain, 0)->largest, 80);
    hzp_rain_free(rain);
    grid.unit = "mm";
    grid.values = dry;
    g_autofree char *none = write_grid("dry_20200721.tif", &grid);
    rain = read_file(none);
    assert_int_equal(found(rain, "rain_maybe_metres", NULL), 0);
    same(at(rain, 0, 111.2, 35.3), 0);
    hzp_rain_free(rain);
}

/* Gauss-Krüger; degrees of the cells' middles by pyproj. */
static void test_rain_raster__reads_projected_grids(void **state)
{
    (void)state;
    Grid grid = grid_of(steps);
    grid.crs = "EPSG:4547";
    grid.transform[0] = 500000;
    grid.transform[1] = 1000;
    grid.transform[3] = 3900000;
    grid.transform[5] = -1000;
    g_autofree char *path = write_grid("gk_20200721.tif", &grid);
    HzpRain *rain = read_file(path);
    same(at(rain, 0, 114.005492204, 35.224504180), 0);
    same(at(rain, 0, 114.038445424, 35.224498200), 3);
    same(at(rain, 0, 114.005490990, 35.206477153), 8);
    same(at(rain, 0, 114.038436926, 35.206471176), 11);
    same(at(rain, 0, 114.016474790, 35.215489677), 5);
    same(at(rain, 0, 113.99, 35.21), NAN);
    /* About the middle of cell 5 only, then with a corner in cells 6, 9 and 10. */
    same(in_box(rain, 0, 114.015, 35.214, 114.018, 35.217), 5);
    same(in_box(rain, 0, 114.015, 35.2100, 114.0225, 35.217), 10);
    HzpPolygonSet *wet = NULL;
    assert_int_equal(hzp_rain_wet_polygons(NULL, rain, 0, 10, &wet), HZP_OK);
    assert_int_equal(wet->n, 1); /* cells 10 and 11 */
    assert_true(hzp_polygon_set_covers(wet, 0, 114.038436926, 35.206471176));
    assert_false(hzp_polygon_set_covers(wet, 0, 114.016474790, 35.215489677));
    hzp_polygon_set_free(wet);
    hzp_rain_free(rain);
}

static void test_rain_raster__reads_netcdf_with_its_times(void **state)
{
    (void)state;
    if (!GDALGetDriverByName("netCDF")) skip();
    double rates[24];
    for (int i = 0; i < 24; i++)
        rates[i] = steps[i] / 86400;
    Grid grid = grid_of(rates);
    grid.driver = "netCDF";
    grid.crs = "EPSG:4326";
    grid.bands = 2;
    const char *const items[] = {
        "NETCDF_DIM_EXTRA={time}",          "NETCDF_DIM_time_DEF={2,6}", "NETCDF_DIM_time_VALUES={44031,44032}",
        "time#units=days since 1900-01-01", "time#calendar=standard",    NULL};
    const char *const band_items[] = {"NETCDF_VARNAME=pr", "units=kg m-2 s-1", NULL};
    grid.items = CSLDuplicate((char **)items);
    grid.band_items = CSLDuplicate((char **)band_items);
    g_autofree char *path = write_grid("times.nc", &grid);
    CSLDestroy(grid.items);
    CSLDestroy(grid.band_items);
    HzpRain *rain = read_file(path);
    assert_string_equal(hzp_rain_source(rain, 0)->driver, "netCDF");
    assert_string_equal(hzp_rain_day(rain, 0)->date, "2020-07-21");
    assert_string_equal(hzp_rain_day(rain, 1)->date, "2020-07-22");
    same(at(rain, 1, 111.2, 35.3), 60);
    hzp_rain_free(rain);
}

static void test_rain_raster__reads_grib_with_its_day(void **state)
{
    (void)state;
    if (!GDALGetDriverByName("GRIB")) skip();
    Grid grid = grid_of(steps);
    grid.driver = "GRIB";
    grid.crs = "EPSG:4326";
    const char *const options[] = {
        "DISCIPLINE=0", "IDS=CENTER=34 MASTER_TABLE=2 REF_TIME=2020-07-20T12:00:00Z PROD_STATUS=0 TYPE=1", "PDS_PDTN=8",
        "PDS_TEMPLATE_ASSEMBLED_VALUES=1 8 2 0 0 0 0 1 0 1 0 0 255 0 0 2020 7 21 12 0 0 1 0 1 2 1 24 255 0", NULL};
    grid.options = CSLDuplicate((char **)options);
    g_autofree char *path = write_grid("day.grb2", &grid);
    HzpRain *rain = read_file(path);
    assert_string_equal(hzp_rain_day(rain, 0)->date, "2020-07-21");
    assert_string_equal(hzp_rain_source(rain, 0)->unit, "[kg/(m^2)]");
    same(at(rain, 0, 111.2, 35.3), 6);
    hzp_rain_free(rain);
    /* Six hours are no day. */
    CSLDestroy(grid.options);
    grid.options = CSLDuplicate((char **)options);
    CPLFree(grid.options[3]);
    grid.options[3] =
        CPLStrdup("PDS_TEMPLATE_ASSEMBLED_VALUES=1 8 2 0 0 0 0 1 0 1 0 0 255 0 0 2020 7 20 18 0 0 1 0 1 2 1 6 255 0");
    g_autofree char *part = write_grid("part.grb2", &grid);
    refuse_file(part, HZP_E_INPUT, "rain_hours", "6");
    CSLDestroy(grid.options);
}

static void test_rain_raster__outlines_wet_cells_exactly(void **state)
{
    (void)state;
    Grid grid = grid_of(steps);
    g_autofree char *path = write_grid("wet_20200721.tif", &grid);
    HzpRain *rain = read_file(path);
    HzpPolygonSet *wet = NULL;
    assert_int_equal(hzp_rain_wet_polygons(NULL, rain, 0, 6, &wet), HZP_OK);
    /* Cells 6 and 7 of the second row and all of the third: one group, 6 cells of 0.25. */
    assert_int_equal(wet->n, 1);
    test_close_to(hzp_polygon_set_area(wet, 0), 1.5, 1e-12);
    test_close_to(wet->box[0].min_x, 110, 0);
    test_close_to(wet->box[0].max_y, 35.5, 0);
    hzp_polygon_set_free(wet);
    assert_int_equal(hzp_rain_wet_polygons(NULL, rain, 0, 11.5, &wet), HZP_OK);
    assert_int_equal(wet->n, 0);
    hzp_polygon_set_free(wet);
    same(in_box(rain, 0, 110.5, 35, 111, 35.5), 5); /* exactly one cell */
    same(in_box(rain, 0, 110.5, 35, 111.001, 35.5), 6);
    same(in_box(rain, 0, 100, 30, 120, 40), 11);
    same(in_box(rain, 0, 100, 30, 105, 31), NAN);
    hzp_rain_free(rain);
}

static void test_rain_raster__refuses_what_lies_nowhere(void **state)
{
    (void)state;
    Grid grid = grid_of(steps);
    grid.transform[1] = 0;
    g_autofree char *unplaced = write_grid("unplaced_20200721.tif", &grid);
    refuse_file(unplaced, HZP_E_INPUT, "rain_unplaced", "unplaced");
    grid = grid_of(steps);
    grid.crs = NULL;
    g_autofree char *degrees = write_grid("degrees_20200721.tif", &grid);
    HzpRain *rain = read_file(degrees);
    assert_int_equal(found(rain, "rain_crs_assumed", NULL), 1);
    same(at(rain, 0, 111.2, 35.3), 6);
    hzp_rain_free(rain);
    grid.transform[0] = 500000;
    g_autofree char *metres = write_grid("metres_20200721.tif", &grid);
    refuse_file(metres, HZP_E_CRS, "rain_crs_missing", "metres");
    g_autofree char *missing = g_build_filename(folder, "missing.tif", NULL);
    refuse_file(missing, HZP_E_INPUT, "rain_file_missing", "missing.tif");
    refuse_files(NULL, 0, HZP_E_USAGE, "rain_no_file", NULL);
}

static void test_rain_raster__does_not_reach_elsewhere(void **state)
{
    (void)state;
    Grid grid = grid_of(steps);
    g_autofree char *path = write_grid("real_20200721.tif", &grid);
    g_autofree char *text = g_strdup_printf(
        "<VRTDataset rasterXSize=\"4\" rasterYSize=\"3\"><SRS>EPSG:4490</SRS><GeoTransform>110,0.5,0,36,0,-0.5</GeoTransform>"
        "<VRTRasterBand dataType=\"Float32\" band=\"1\"><SimpleSource><SourceFilename>%s</SourceFilename>"
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>",
        path);
    g_autofree char *virtual = test_file_write(folder, "v_20200721.vrt", text);
    refuse_file(virtual, HZP_E_INPUT, "rain_virtual", "v_20200721.vrt");
    g_autofree char *hidden = test_file_write(folder, "v_20200721.tif", text); /* told by content */
    refuse_file(hidden, HZP_E_INPUT, "rain_virtual", "v_20200721.tif");
    g_autofree char *table = test_file_write(folder, "s.csv", "站名,经度,纬度,日期,雨量\n甲,112,35,2020-07-21,3\n");
    refuse_files((const char *[]){path, table}, 2, HZP_E_INPUT, "rain_kinds_mixed", "s.csv");
    refuse_files((const char *[]){table, path}, 2, HZP_E_INPUT, "rain_kinds_mixed", "real_20200721.tif");
    g_autofree char *cut = test_file_write(folder, "cut_20200721.tif", "II*");
    HzpRain *rain = NULL;
    assert_int_equal(hzp_rain_read(NULL, (const char *[]){cut}, 1, HZP_RAIN_IDW, &rain), HZP_E_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rain_raster__gives_the_cell_that_holds_a_point),
        cmocka_unit_test(test_rain_raster__tells_when_it_is_written_meanwhile),
        cmocka_unit_test(test_rain_raster__answers_many_points_in_any_order),
        cmocka_unit_test(test_rain_raster__finds_days_in_bands_and_names),
        cmocka_unit_test(test_rain_raster__takes_days_without_dates_in_order),
        cmocka_unit_test(test_rain_raster__refuses_two_fields_of_one_day),
        cmocka_unit_test(test_rain_raster__leaves_missing_figures_missing),
        cmocka_unit_test(test_rain_raster__converts_units),
        cmocka_unit_test(test_rain_raster__doubts_what_cannot_be),
        cmocka_unit_test(test_rain_raster__reads_projected_grids),
        cmocka_unit_test(test_rain_raster__reads_netcdf_with_its_times),
        cmocka_unit_test(test_rain_raster__reads_grib_with_its_day),
        cmocka_unit_test(test_rain_raster__outlines_wet_cells_exactly),
        cmocka_unit_test(test_rain_raster__refuses_what_lies_nowhere),
        cmocka_unit_test(test_rain_raster__does_not_reach_elsewhere),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
