/* Words of rain: units, cells, days in names and times. */
#include "support.h"

#include "base/date_text.h"
#include "data/rain_date.h"
#include "data/rain_terms.h"

static HzpRainTerms terms;

static double unit(const char *word)
{
    bool named = false;
    return hzp_rain_unit(&terms, word, &named);
}

static void test_rain_terms__knows_units(void **state)
{
    (void)state;
    bool named = true;
    assert_true(hzp_rain_unit(&terms, NULL, &named) == 1 && !named);
    assert_true(hzp_rain_unit(&terms, "1", &named) == 1 && !named);
    assert_true(hzp_rain_unit(&terms, "mm", &named) == 1 && named);
    assert_true(unit("Millimetres") == 1);
    assert_true(unit("kg m-2") == 1);
    assert_true(unit("kg m**-2") == 1);
    assert_true(unit("[kg/(m^2)]") == 1); /* as GRIB files have it */
    assert_true(unit("mm d^-1") == 1);
    assert_true(unit("m") == 1000);
    assert_true(unit("m of water equivalent") == 1000);
    assert_true(unit("inches") == 25.4);
    assert_true(unit("0.1mm") == 0.1);
    assert_true(unit("kg m-2 s-1") == 86400);
    assert_true(unit("[kg/(m^2 s)]") == 86400);
    assert_true(unit("mm/hr") == 24);
    assert_true(isnan(unit("K")));
    assert_true(isnan(unit("dBZ")));
}

static void heading(const char *text, const char *expected)
{
    g_autofree char *found = hzp_rain_heading_unit(&terms, text);
    if (expected)
        assert_string_equal(found, expected);
    else
        assert_null(found);
}

static void test_rain_terms__reads_units_of_headings(void **state)
{
    (void)state;
    heading("日雨量（毫米）", "毫米");
    heading("降水量(0.1mm)", "0.1mm");
    heading("雨量[单位:mm]", "mm");
    heading("rain_mm", "mm");
    heading("rain_in", "in");
    heading("降水量（20-20时）", NULL); /* in brackets is no unit */
    heading("雨量", NULL);
    heading("rain_day", NULL);
}

static void cell(const char *text, HzpRainCell kind, double expected)
{
    double value = 77;
    if (hzp_rain_cell_read(&terms, text, &value) != kind) fail_msg("%s is something else", text ? text : "NULL");
    if (isnan(expected) ? !isnan(value) : value != expected) fail_msg("%s is %g", text ? text : "NULL", value);
}

static void test_rain_terms__tells_traces_from_missing_figures(void **state)
{
    (void)state;
    cell("50.5", HZP_RAIN_FIGURE, 50.5);
    cell(" 12.0 mm", HZP_RAIN_FIGURE, 12);
    cell("１２", HZP_RAIN_FIGURE, 12);
    cell("0", HZP_RAIN_FIGURE, 0);
    cell("0.001", HZP_RAIN_FIGURE, 0.001);
    cell("T", HZP_RAIN_TRACE, 0);
    cell("微量", HZP_RAIN_TRACE, 0);
    cell("32700", HZP_RAIN_TRACE, 0);
    const char *const missing[] = {NULL, "", "-", "—", "缺测", "32766", "32744", "999990", "999999", "999998", "9999", "NaN"};
    for (size_t i = 0; i < G_N_ELEMENTS(missing); i++)
        cell(missing[i], HZP_RAIN_NO_FIGURE, NAN);
    cell("-3", HZP_RAIN_NEGATIVE, NAN);
    cell("-9999", HZP_RAIN_NEGATIVE, NAN);
    cell("多云", HZP_RAIN_UNREADABLE, NAN);
    cell("12,5", HZP_RAIN_UNREADABLE, NAN);
    cell("1e3x", HZP_RAIN_UNREADABLE, NAN);
}

static void test_rain_terms__takes_the_lower_bound(void **state)
{
    (void)state;
    cell("50-100", HZP_RAIN_BOUNDS, 50);
    cell("50～100毫米", HZP_RAIN_BOUNDS, 50);
    cell("50mm-100mm", HZP_RAIN_BOUNDS, 50);
    cell("≥250", HZP_RAIN_BOUNDS, 250);
    cell(">100", HZP_RAIN_BOUNDS, 100);
    cell("100以上", HZP_RAIN_BOUNDS, 100);
    cell("10以下", HZP_RAIN_BOUNDS, 0);
    cell("<10", HZP_RAIN_BOUNDS, 0);
    cell("<25", HZP_RAIN_BOUNDS, 0);
    cell("0-25", HZP_RAIN_BOUNDS, 0);
    cell("0.1-50", HZP_RAIN_BOUNDS, 0.1);
    cell("暴雨", HZP_RAIN_BOUNDS, 50);
    cell("特大暴雨", HZP_RAIN_BOUNDS, 250);
    cell("100-50", HZP_RAIN_UNREADABLE, NAN);
    /* May be heavy rain: not 0. */
    cell("<50", HZP_RAIN_UNREADABLE, NAN);
    cell("≤100mm", HZP_RAIN_UNREADABLE, NAN);
    cell("50以下", HZP_RAIN_UNREADABLE, NAN);
    cell("不足100毫米", HZP_RAIN_UNREADABLE, NAN);
    cell("0-50", HZP_RAIN_UNREADABLE, NAN);
    cell("2020-07-21", HZP_RAIN_UNREADABLE, NAN);
}

/* ---- days ---- */

static int64_t day(const char *text)
{
    HzpDate date;
    assert_true(hzp_date_parse(text, &date));
    return hzp_date_first_day(date);
}

static void in_name(const char *name, const char *expected)
{
    int64_t found = -1;
    bool is = hzp_rain_date_in_name(name, &found);
    if (is != (expected != NULL) || (expected && found != day(expected))) fail_msg("%s", name ? name : "no name");
}

static void test_rain_date__finds_the_day_in_a_name(void **state)
{
    (void)state;
    in_name("20200721.tif", "2020-07-21");
    in_name("rain_2020-07-21_v2.tif", "2020-07-21");
    in_name("r2020_7_1", "2020-07-01");
    in_name("2020年7月21日降水.tif", "2020-07-21");
    in_name("CHN_PRE_DAY_2020072120.nc", "2020-07-21");
    in_name("2020/07/21", "2020-07-21");
    in_name("a20200721_b20200721", "2020-07-21");
    in_name("20200721-20200722.tif", NULL); /* two */
    in_name("20201321.tif", NULL);
    in_name("20200230.tif", NULL);
    in_name("120200721.tif", NULL); /* nine digits */
    in_name("202007.tif", NULL);
    in_name("dem.tif", NULL);
    in_name(NULL, NULL);
}

static void time_is(double time, const char *units, const char *calendar, const char *expected)
{
    int64_t found = -1;
    bool is = hzp_rain_date_of_time(time, units, calendar, &found);
    if (is != (expected != NULL) || (expected && found != day(expected)))
        fail_msg("%g %s", time, units ? units : "without units");
}

/* Expected days by the datetime module of Python. */
static void test_rain_date__reads_times_of_netcdf(void **state)
{
    (void)state;
    time_is(44031, "days since 1900-01-01", NULL, "2020-07-21");
    time_is(44031.5, "days since 1900-01-01 00:00:00", "standard", "2020-07-21");
    time_is(1056744, "hours since 1900-01-01 00:00:00.0", "gregorian", "2020-07-21");
    time_is(1595289600, "seconds since 1970-01-01", "proleptic_gregorian", "2020-07-21");
    time_is(1595289599, "seconds since 1970-01-01", NULL, "2020-07-20");
    time_is(12, "hours since 2020-07-20 12:00", NULL, "2020-07-21");
    time_is(1, "days since 2020-2-28", NULL, "2020-02-29");
    time_is(1, "days since 2020-2-28", "noleap", NULL);
    time_is(1, "months since 2020-01-01", NULL, NULL);
    time_is(NAN, "days since 2020-01-01", NULL, NULL);
    time_is(1, NULL, NULL, NULL);
}

static void test_rain_date__gives_the_day_of_24_hours(void **state)
{
    (void)state;
    /* Ending 2020-07-22 00:00 UTC, 08:00 in Beijing: the 21st. Ending 2020-07-21 12:00 UTC, 20:00 in Beijing: the 21st. */
    assert_true(hzp_rain_date_of_end(1595376000) == day("2020-07-21"));
    assert_true(hzp_rain_date_of_end(1595332800) == day("2020-07-21"));
    g_autofree char *text = hzp_rain_date_text(day("2020-07-21"));
    assert_string_equal(text, "2020-07-21");
}

static int begin(void **state)
{
    (void)state;
    return hzp_rain_terms_read(&terms) == HZP_OK ? 0 : 1;
}

static int end(void **state)
{
    (void)state;
    hzp_rain_terms_clear(&terms);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rain_terms__knows_units),
        cmocka_unit_test(test_rain_terms__reads_units_of_headings),
        cmocka_unit_test(test_rain_terms__tells_traces_from_missing_figures),
        cmocka_unit_test(test_rain_terms__takes_the_lower_bound),
        cmocka_unit_test(test_rain_date__finds_the_day_in_a_name),
        cmocka_unit_test(test_rain_date__reads_times_of_netcdf),
        cmocka_unit_test(test_rain_date__gives_the_day_of_24_hours),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
