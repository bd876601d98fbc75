/* Stations and polygons of daily rain: tables as bureaus send them, interpolation, overlaps, and what is refused. */
#include "rain_files.h"

#include "hazplan/run.h"

#define HEAD "站号,站名,经度,纬度,日期,日雨量(mm)\n"

static char *put(const char *name, const char *text) { return test_file_write(folder, name, text); }

/* The same in GBK, as office programs save it. */
static char *put_gbk(const char *name, const char *text)
{
    gsize length = 0;
    g_autofree char *bytes = g_convert(text, -1, "GBK", "UTF-8", NULL, &length, NULL);
    char *path = g_build_filename(folder, name, NULL);
    assert_non_null(bytes);
    assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
    return path;
}

/* ---- stations ---- */

/* Expected values: geographiclib's distances on the ellipsoid of CGCS2000, weights summed in Python. */
static const char *const five = HEAD "1,甲,112.0,35.0,2020-07-21,10\n"
                                     "2,乙,112.1,35.0,2020-07-21,50\n"
                                     "3,丙,112.0,35.1,2020-07-21,T\n"
                                     "4,丁,112.3,35.2,2020-07-21,200\n"
                                     "5,戊,113.5,35.0,2020-07-21,80\n";

static void test_rain_stations__interpolates_by_inverse_distance(void **state)
{
    (void)state;
    g_autofree char *path = put_gbk("five.csv", five);
    HzpRain *rain = read_file(path);
    assert_int_equal(hzp_rain_kind(rain), HZP_RAIN_STATIONS);
    assert_string_equal(hzp_rain_method_code(rain), "idw");
    assert_non_null(strstr(hzp_rain_method(rain), "50 km"));
    assert_int_equal(hzp_rain_stations(rain), 5);
    assert_string_equal(hzp_rain_day(rain, 0)->date, "2020-07-21");
    assert_int_equal(found(rain, "rain_unit_assumed", NULL), 0);
    test_close_to(at(rain, 0, 112.05, 35.03), 27.694338576520884, 1e-6);
    test_close_to(at(rain, 0, 112.2, 35.15), 119.87403422652767, 1e-6);
    test_close_to(at(rain, 0, 112.55, 35.0), 143.77144734974038, 1e-6); /* two of four are within 50 km */
    test_close_to(at(rain, 0, 113.6, 35.05), 80, 1e-12);
    same(at(rain, 0, 112.0, 35.0), 10); /* at a station its own */
    same(at(rain, 0, 112.0, 35.1), 0);
    same(at(rain, 0, 112.9, 35.0), NAN); /* 55 km from the nearest one */
    same(at(rain, 0, 115, 35), NAN);
    hzp_rain_free(rain);
}

static void test_rain_stations__gives_the_nearest_where_that_is_asked(void **state)
{
    (void)state;
    g_autofree char *path = put("five.csv", five);
    HzpRain *rain = read_files((const char *[]){path}, 1, HZP_RAIN_NEAREST);
    assert_string_equal(hzp_rain_method_code(rain), "nearest");
    same(at(rain, 0, 112.2, 35.15), 200);
    same(at(rain, 0, 112.09, 35.03), 50);
    same(at(rain, 0, 115, 35), NAN);
    hzp_rain_free(rain);
    HzpRainInterpolation interpolation = HZP_RAIN_IDW;
    assert_true(hzp_rain_interpolation_named("nearest", &interpolation) && interpolation == HZP_RAIN_NEAREST);
    assert_false(hzp_rain_interpolation_named("kriging", &interpolation));
    assert_false(hzp_rain_interpolation_named(NULL, &interpolation));
}

static void test_rain_stations__leaves_out_stations_without_a_figure(void **state)
{
    (void)state;
    g_autofree char *path = put("gaps.csv", HEAD "1,甲,112.0,35.0,2020-07-21,10\n"
                                                 "2,乙,112.1,35.0,2020-07-21,缺测\n"
                                                 "3,丙,112.0,35.1,2020-07-21,微量\n"
                                                 "4,丁,112.3,35.2,2020-07-21,200\n"
                                                 "6,己,112.1,35.0,2020-07-22,5\n"
                                                 "7,庚,112.2,35.0,2020-07-22,32766\n"
                                                 "8,辛,112.2,35.3,2020-07-22,-4\n"
                                                 "9,壬,112.2,35.4,2020-07-22,大\n");
    HzpRain *rain = read_file(path);
    const char *message = NULL;
    test_close_to(at(rain, 0, 112.05, 35.03), 12.093668628173681, 1e-6);
    same(at(rain, 1, 112.05, 35.03), 5);
    same(at(rain, 1, 112.2, 35.0), 5); /* a station that has none that day is no place of 0 */
    assert_int_equal(found(rain, "rain_negative", NULL), 1);
    assert_int_equal(found(rain, "rain_cell_unreadable", &message), 1);
    assert_non_null(strstr(message, "row 9"));
    hzp_rain_free(rain);
}

static void test_rain_stations__does_not_depend_on_rows_and_threads(void **state)
{
    (void)state;
    enum { STATIONS = 300, POINTS = 2000 };
    uint64_t random = 11;
    g_autoptr(GString) forth = g_string_new(HEAD);
    g_autoptr(GString) back = g_string_new(HEAD);
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < STATIONS; i++) {
        /* Places on a lattice, so that many distances are equal. */
        int x = (int)(test_random(&random) * 40);
        int y = (int)(test_random(&random) * 40);
        g_ptr_array_add(rows, g_strdup_printf("%d,s%d,%.2f,%.2f,2020-07-2%d,%d\n", i, i, 112 + 0.05 * x, 35 + 0.05 * y,
                                              1 + i % 3, i % 90));
        g_string_append(forth, g_ptr_array_index(rows, i));
    }
    for (int i = STATIONS; i-- > 0;)
        g_string_append(back, g_ptr_array_index(rows, i));
    g_autofree char *one = put("forth.csv", forth->str);
    g_autofree char *other = put("back.csv", back->str);
    HzpRain *a = read_file(one);
    HzpRain *b = read_file(other);
    HzpRun *run = hzp_run_new();
    hzp_run_set_threads(run, 3);
    double lon[POINTS];
    double lat[POINTS];
    double first[POINTS];
    double second[POINTS];
    for (int i = 0; i < POINTS; i++) {
        lon[i] = 112 + 0.025 * (int)(test_random(&random) * 80);
        lat[i] = 35 + 0.025 * (int)(test_random(&random) * 80);
    }
    for (size_t day = 0; day < 3; day++) {
        assert_int_equal(hzp_rain_at_points(NULL, a, day, lon, lat, POINTS, first), HZP_OK);
        assert_int_equal(hzp_rain_at_points(run, b, day, lon, lat, POINTS, second), HZP_OK);
        assert_memory_equal(first, second, sizeof first);
    }
    hzp_run_free(run);
    hzp_rain_free(a);
    hzp_rain_free(b);
}

static void test_rain_stations__reads_a_column_for_each_day(void **state)
{
    (void)state;
    g_autofree char *path = put_gbk("wide.csv", "某市逐日降水量,,,,,\n站名,经度,纬度,2020-07-20,2020-07-21,20200723\n"
                                                "甲,112°00′00″,35.0,1,20,3\n合计,,,5,25,3\n乙,112.5,35.0,缺测,5,T\n");
    HzpRain *rain = read_file(path);
    assert_int_equal(hzp_rain_days(rain), 3);
    assert_string_equal(hzp_rain_day(rain, 2)->date, "2020-07-23");
    assert_true(hzp_rain_day(rain, 1)->follows);
    assert_false(hzp_rain_day(rain, 2)->follows);
    assert_int_equal(hzp_rain_stations(rain), 2);
    same(at(rain, 1, 112.0, 35.0), 20);
    same(at(rain, 1, 112.5, 35.0), 5);
    same(at(rain, 0, 112.5, 35.0), 1); /* 甲 is 46 km away, 乙 has none */
    same(at(rain, 2, 112.5, 35.0), 0);
    assert_int_equal(found(rain, "rain_day_missing", NULL), 1);
    hzp_rain_free(rain);
}

static void test_rain_stations__reads_a_file_for_each_day(void **state)
{
    (void)state;
    g_autofree char *a = put("r20200721.csv", "lon,lat,rain_mm\n112,35,8\n112.1,35,9\n");
    g_autofree char *b = put("r20200722.csv", "lon,lat,rain_mm\n112.1,35,19\n112,35,18\n");
    HzpRain *rain = read_files((const char *[]){b, a}, 2, HZP_RAIN_IDW);
    assert_int_equal(hzp_rain_days(rain), 2);
    assert_int_equal(hzp_rain_stations(rain), 2);
    same(at(rain, 0, 112, 35), 8);
    same(at(rain, 1, 112, 35), 18);
    assert_string_equal(hzp_rain_source(rain, 0)->unit, "mm");
    hzp_rain_free(rain);
}

static void test_rain_stations__converts_the_unit_of_its_heading(void **state)
{
    (void)state;
    g_autofree char *path =
        put("tenths.csv", "站名,经度,纬度,日期,降水量(0.1mm)\n甲,112,35,2020-07-21,503\n乙,112,36,2020-07-21,32766\n");
    HzpRain *rain = read_file(path);
    same(at(rain, 0, 112, 35), 50.3);
    same(hzp_rain_source(rain, 0)->mm_per_unit, 0.1);
    hzp_rain_free(rain);
}

static void test_rain_stations__tells_two_figures_of_one_day(void **state)
{
    (void)state;
    g_autofree char *path = put("twice.csv", HEAD "1,甲,112.0,35.0,2020-07-21,10\n1,甲,112.0,35.0,2020-07-21,30\n"
                                                  "2,乙,112.1,35.0,2020-07-21,50\n3,丙,112.2,35.0,2020-07-21,50\n");
    HzpRain *rain = read_file(path);
    assert_int_equal(found(rain, "rain_station_twice", NULL), 1);
    same(at(rain, 0, 112, 35), 30);
    hzp_rain_free(rain);
    /* Hours: the largest of them is not the day's rain. */
    g_autofree char *hours = put("hours.csv", HEAD "1,甲,112,35,2020-07-21 08:00,10\n1,甲,112,35,2020-07-21 09:00,10\n"
                                                   "2,乙,113,35,2020-07-21 08:00,0\n2,乙,113,35,2020-07-21 09:00,0\n");
    refuse_file(hours, HZP_E_INPUT, "rain_several_a_day", "4 figures for 2 days");
}

static void test_rain_stations__refuses_what_it_cannot_place(void **state)
{
    (void)state;
    g_autofree char *nowhere = put("nowhere.csv", "站名,日期,雨量\n甲,2020-07-21,3\n");
    refuse_file(nowhere, HZP_E_INPUT, "rain_no_position", "nowhere.csv");
    g_autofree char *nothing = put("nothing.csv", "站名,经度,纬度\n甲,112,35\n");
    refuse_file(nothing, HZP_E_INPUT, "rain_no_amount", "nothing.csv");
    g_autofree char *absurd = put("absurd.csv", HEAD "1,甲,112,35,2020-07-21,5030\n");
    refuse_file(absurd, HZP_E_INPUT, "rain_too_much", "row 2");
    g_autofree char *metres = put("metres.csv", HEAD "1,甲,37500123,3900456,2020-07-21,50\n");
    HzpRain *rain = NULL;
    assert_int_equal(hzp_rain_read(NULL, (const char *[]){metres}, 1, HZP_RAIN_IDW, &rain), HZP_E_CRS);
    g_autofree char *empty = put("empty.csv", HEAD);
    assert_int_equal(hzp_rain_read(NULL, (const char *[]){empty}, 1, HZP_RAIN_IDW, &rain), HZP_E_INPUT);
    g_autofree char *some = put("some.csv", HEAD "1,甲,112,35,2020-07-21,5\n2,乙,,,2020-07-21,500\n3,丙,112,36,七月,7\n");
    rain = read_file(some);
    assert_int_equal(found(rain, "rain_rows_unplaced", NULL), 1);
    assert_int_equal(found(rain, "rain_rows_undated", NULL), 1);
    same(hzp_rain_day(rain, 0)->largest, 5);
    hzp_rain_free(rain);
}

static void test_rain_stations__gives_areas_their_largest_value(void **state)
{
    (void)state;
    g_autofree char *path = put("five.csv", five);
    HzpRain *rain = read_file(path);
    same(in_box(rain, 0, 111.9, 34.9, 112.4, 35.3), 200); /* a station's own is the largest there can be */
    assert_true(in_box(rain, 0, 112.12, 35.05, 112.28, 35.18) < 200);
    same(in_box(rain, 0, 118, 35, 119, 36), NAN);
    /* Smaller than the lattice: the value inside. */
    double middle = at(rain, 0, 112.0505, 35.0305);
    same(in_box(rain, 0, 112.050, 35.030, 112.051, 35.031), middle);
    HzpPolygonSet *wet = NULL;
    assert_int_equal(hzp_rain_wet_polygons(NULL, rain, 0, 199, &wet), HZP_OK);
    assert_true(wet->n > 0);
    bool covered = false; /* the station's cell, on whose corner it stands, though the middles around have less */
    for (size_t i = 0; i < wet->n; i++) {
        covered |= hzp_polygon_set_covers(wet, i, 112.301, 35.201) || hzp_polygon_set_covers(wet, i, 112.299, 35.201) ||
                   hzp_polygon_set_covers(wet, i, 112.301, 35.199) || hzp_polygon_set_covers(wet, i, 112.299, 35.199);
        assert_false(hzp_polygon_set_covers(wet, i, 112.0, 35.0));
    }
    assert_true(covered);
    hzp_polygon_set_free(wet);
    hzp_rain_free(rain);
}

/* ---- polygons ---- */

#define BOX(w, s, e, n)                                                                                                      \
    "{\"type\":\"Polygon\",\"coordinates\":[[[" #w "," #s "],[" #e "," #s "],[" #e "," #n "],[" #w "," #n "],[" #w "," #s    \
    "]]]}"
#define FEATURE(properties, geometry) "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"

static void test_rain_polygons__lets_the_larger_one_count(void **state)
{
    (void)state;
    g_autofree char *path =
        put("iso_20200721.geojson",
            COLLECTION(FEATURE("\"雨量\":\"50-100\"", BOX(110, 34, 112, 36)) "," FEATURE(
                "\"雨量\":\"≥100\"", BOX(111, 35, 111.5, 35.5)) "," FEATURE("\"雨量\":\"缺测\"", BOX(113, 34, 114, 35))));
    HzpRain *rain = read_file(path);
    const char *message = NULL;
    assert_int_equal(hzp_rain_kind(rain), HZP_RAIN_POLYGONS);
    assert_string_equal(hzp_rain_day(rain, 0)->date, "2020-07-21");
    assert_int_equal(found(rain, "rain_bounds", &message), 1);
    assert_non_null(strstr(message, "2 figures"));
    same(at(rain, 0, 110.5, 34.5), 50);
    same(at(rain, 0, 111.2, 35.2), 100);
    same(at(rain, 0, 113.5, 34.5), NAN);
    same(at(rain, 0, 109, 34.5), NAN); /* nothing is said of it: not 0 */
    same(in_box(rain, 0, 110.1, 34.1, 110.2, 34.2), 50);
    same(in_box(rain, 0, 111.4, 35.4, 111.9, 35.9), 100);
    same(in_box(rain, 0, 111.5, 35, 111.9, 35.5), 50); /* beside the larger one */
    same(in_box(rain, 0, 112, 34, 113, 36), NAN);      /* beside all */
    HzpPolygonSet *wet = NULL;
    assert_int_equal(hzp_rain_wet_polygons(NULL, rain, 0, 60, &wet), HZP_OK);
    assert_int_equal(wet->n, 1);
    test_close_to(hzp_polygon_set_area(wet, 0), 0.25, 1e-12);
    hzp_polygon_set_free(wet);
    hzp_rain_free(rain);
}

static void test_rain_polygons__reads_days_of_a_column(void **state)
{
    (void)state;
    g_autofree char *path =
        put("days.geojson", COLLECTION(FEATURE("\"rain_mm\":60,\"date\":\"2020-07-22\"", BOX(110, 34, 112, 36)) "," FEATURE(
                                "\"rain_mm\":20,\"date\":\"2020-07-21\"", BOX(110, 34, 111, 36))));
    HzpRain *rain = read_file(path);
    assert_int_equal(hzp_rain_days(rain), 2);
    same(at(rain, 0, 110.5, 35), 20);
    same(at(rain, 0, 111.5, 35), NAN);
    same(at(rain, 1, 111.5, 35), 60);
    hzp_rain_free(rain);
    g_autofree char *points = put("p.csv", HEAD "1,甲,112,35,2020-07-21,5\n");
    refuse_files((const char *[]){path, points}, 2, HZP_E_INPUT, "rain_kinds_mixed", "p.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rain_stations__interpolates_by_inverse_distance),
        cmocka_unit_test(test_rain_stations__gives_the_nearest_where_that_is_asked),
        cmocka_unit_test(test_rain_stations__leaves_out_stations_without_a_figure),
        cmocka_unit_test(test_rain_stations__does_not_depend_on_rows_and_threads),
        cmocka_unit_test(test_rain_stations__reads_a_column_for_each_day),
        cmocka_unit_test(test_rain_stations__reads_a_file_for_each_day),
        cmocka_unit_test(test_rain_stations__converts_the_unit_of_its_heading),
        cmocka_unit_test(test_rain_stations__tells_two_figures_of_one_day),
        cmocka_unit_test(test_rain_stations__refuses_what_it_cannot_place),
        cmocka_unit_test(test_rain_stations__gives_areas_their_largest_value),
        cmocka_unit_test(test_rain_polygons__lets_the_larger_one_count),
        cmocka_unit_test(test_rain_polygons__reads_days_of_a_column),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
