/* Dates as registers write them. Expected dates are read off the texts; day numbers and serials were taken from
 * Python's datetime: (date(2019, 6, 1) - date(1970, 1, 1)).days, (date(2019, 6, 1) - date(1899, 12, 30)).days. */
#include "support.h"

#include "base/date_text.h"

static void parsed(const char *text, int year, int month, int day)
{
    HzpDate date = {-7, -7, -7};
    if (!hzp_date_parse(text, &date)) fail_msg("\"%s\" was refused", text);
    if (date.year != year || date.month != month || date.day != day)
        fail_msg("\"%s\" was read as %d, %d, %d", text, date.year, date.month, date.day);
}

static void refused(const char *text)
{
    HzpDate date = {-7, -7, -7};
    if (hzp_date_parse(text, &date)) fail_msg("\"%s\" was read as %d, %d, %d", text, date.year, date.month, date.day);
    assert_int_equal(date.year, -7);
}

static void test_date_text__reads_years_months_and_days(void **state)
{
    (void)state;
    parsed("2019", 2019, 0, 0);
    parsed("2019.6", 2019, 6, 0);
    parsed("2019.12", 2019, 12, 0);
    parsed("2019-06", 2019, 6, 0);
    parsed("2019/6", 2019, 6, 0);
    parsed("2019-06-01", 2019, 6, 1);
    parsed("2019.6.1", 2019, 6, 1);
    parsed("2019/6/1", 2019, 6, 1);
    parsed("201906", 2019, 6, 0);
    parsed("20190601", 2019, 6, 1);
    parsed("20190000", 2019, 0, 0);
    parsed("20190600", 2019, 6, 0);
    parsed(" 2019 - 06 - 01 ", 2019, 6, 1);
}

static void test_date_text__reads_chinese_and_full_width_forms(void **state)
{
    (void)state;
    parsed("2019年", 2019, 0, 0);
    parsed("2019年度", 2019, 0, 0);
    parsed("2019年底", 2019, 0, 0);
    parsed("2019年上半年", 2019, 0, 0);
    parsed("2019年6月", 2019, 6, 0);
    parsed("2019年6月份", 2019, 6, 0);
    parsed("2019年6月上旬", 2019, 6, 0);
    parsed("2019年6月1日", 2019, 6, 1);
    parsed("2019 年 6 月 1 号", 2019, 6, 1);
    parsed("２０１９年０６月０１日", 2019, 6, 1);
    parsed("２０１９－０６－０１", 2019, 6, 1);
    parsed("二〇一九年六月一日", 2019, 6, 1);
    parsed("二○一九年十月十日", 2019, 10, 10);
    parsed("二〇一九年十二月三十一日", 2019, 12, 31);
    parsed("二零二零年二月二十日", 2020, 2, 20);
    parsed("2019年十一月", 2019, 11, 0);
}

static void test_date_text__leaves_a_time_out(void **state)
{
    (void)state;
    parsed("2019-06-01T14:30:00", 2019, 6, 1);
    parsed("2019-06-01T14:30:00.000Z", 2019, 6, 1);
    parsed("2019-06-01 14:30", 2019, 6, 1);
    parsed("2019/6/1 0:00:00", 2019, 6, 1);
    parsed("2019年6月1日14时30分", 2019, 6, 1);
    parsed("20190601 14:30", 2019, 6, 1);
    refused("2019-06-01 noon");
    refused("2019-06-0114:30");
}

static void test_date_text__reads_the_serials_of_spreadsheets(void **state)
{
    (void)state;
    parsed("43617", 2019, 6, 1);
    parsed("43617.5", 2019, 6, 1);
    parsed("43890", 2020, 2, 29);
    parsed("43891", 2020, 3, 1);
    parsed("44196", 2020, 12, 31);
    parsed("44197", 2021, 1, 1);
    parsed("18264", 1950, 1, 1);
    refused("43617.x");
}

static void test_date_text__a_month_lost_by_a_number_cell_is_not_made_up(void **state)
{
    (void)state;
    parsed("2019.1", 2019, 0, 0);
    parsed("2019.10", 2019, 10, 0);
    parsed("2019.01", 2019, 1, 0);
    parsed("2019-1", 2019, 1, 0);
    parsed("2019.1.5", 2019, 1, 5);
    parsed("2019.11", 2019, 11, 0);
}

static void test_date_text__missing_is_year_0(void **state)
{
    (void)state;
    static const char *const missing[] = {NULL, "", "  ", "-", "—", "/", "无", "不详"};
    for (size_t i = 0; i < G_N_ELEMENTS(missing); i++)
        parsed(missing[i], 0, 0, 0);
}

static void test_date_text__refuses_what_is_no_date(void **state)
{
    (void)state;
    static const char *const wrong[] = {"19.6.1",
                                        "6/1/2019",
                                        "2019-13",
                                        "2019-00-01",
                                        "2019-02-29",
                                        "2019-06-31",
                                        "201913",
                                        "2019-2020",
                                        "2019-06/01",
                                        "2019-6-",
                                        "2019年6",
                                        "2019年6月1",
                                        "2019年13月",
                                        "六月",
                                        "去年",
                                        "12",
                                        "1",
                                        "12345",
                                        "1899",
                                        "2201",
                                        "9999-12-31",
                                        "2019060",
                                        "2019x",
                                        "2019年6月1日前",
                                        "2019~2020",
                                        "\xb2\xbb\xcf\xea",
                                        "99999999999999999999",
                                        "2019.6.1.2",
                                        "-2019",
                                        "2019-06-01-"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
        refused(wrong[i]);
    parsed("2020-02-29", 2020, 2, 29);
    parsed("2000-02-29", 2000, 2, 29);
    refused("1900-02-29");
}

static void test_date_text__tells_the_days_a_date_may_mean(void **state)
{
    (void)state;
    assert_int_equal(hzp_date_first_day((HzpDate){2019, 6, 1}), 18048);
    assert_int_equal(hzp_date_last_day((HzpDate){2019, 6, 1}), 18048);
    assert_int_equal(hzp_date_first_day((HzpDate){2019, 6, 0}), 18048);
    assert_int_equal(hzp_date_last_day((HzpDate){2019, 6, 0}), 18077);
    assert_int_equal(hzp_date_first_day((HzpDate){2020, 0, 0}), 18262);
    assert_int_equal(hzp_date_last_day((HzpDate){2020, 0, 0}), 18627);
    assert_int_equal(hzp_date_last_day((HzpDate){2020, 2, 0}), 18321);
    assert_int_equal(hzp_date_first_day((HzpDate){1970, 1, 1}), 0);
    assert_int_equal(hzp_date_first_day((HzpDate){1950, 1, 1}), -7305);
}

static void test_date_text__prints_what_is_known(void **state)
{
    (void)state;
    g_autofree char *year = hzp_date_text((HzpDate){2019, 0, 0});
    g_autofree char *month = hzp_date_text((HzpDate){2019, 6, 0});
    g_autofree char *day = hzp_date_text((HzpDate){2019, 6, 1});
    assert_string_equal(year, "2019");
    assert_string_equal(month, "2019-06");
    assert_string_equal(day, "2019-06-01");
    assert_null(hzp_date_text((HzpDate){0, 0, 0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date_text__reads_years_months_and_days),
        cmocka_unit_test(test_date_text__reads_chinese_and_full_width_forms),
        cmocka_unit_test(test_date_text__leaves_a_time_out),
        cmocka_unit_test(test_date_text__reads_the_serials_of_spreadsheets),
        cmocka_unit_test(test_date_text__a_month_lost_by_a_number_cell_is_not_made_up),
        cmocka_unit_test(test_date_text__missing_is_year_0),
        cmocka_unit_test(test_date_text__refuses_what_is_no_date),
        cmocka_unit_test(test_date_text__tells_the_days_a_date_may_mean),
        cmocka_unit_test(test_date_text__prints_what_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
