/* Times as people tell them. Expected seconds were taken from Python: datetime(2020, 7, 21, 23, 30,
 * tzinfo=ZoneInfo("Asia/Shanghai")) .timestamp(); the days on which clocks change are those published for Berlin (2021-03-28,
 * 2021-10-31), Lord Howe Island (2021-04-04) and China (1991-09-15). */
#include "support.h"

#include "base/moment.h"

#define JULY_21_2330 1595345400 /* 2020-07-21T23:30:00+08:00 */

static HzpMoment moment_of(const char *time, const char *date, const char *zone)
{
    HzpMoment moment = {0};
    if (hzp_moment_read(time, date, zone, &moment) != HZP_OK) fail_msg("\"%s\": %s", time, hzp_error_message());
    return moment;
}

static void means(const char *time, int64_t expected)
{
    int64_t utc = moment_of(time, NULL, NULL).utc;
    if (utc != expected) fail_msg("\"%s\" was read as %lld, not %lld", time, (long long)utc, (long long)expected);
}

static void refused(const char *time, const char *date, const char *zone, const char *id)
{
    HzpMoment moment = {.utc = -7};
    HzpStatus status = hzp_moment_read(time, date, zone, &moment);
    if (status == HZP_OK) fail_msg("\"%s\" was read as %lld", time, (long long)moment.utc);
    test_failed(status, strcmp(id, "zone_unknown") == 0 ? HZP_E_INPUT : HZP_E_USAGE, id, NULL);
    assert_int_equal(moment.utc, -7);
}

static void shown(int64_t utc, const char *zone, const char *expected)
{
    g_autofree char *text = hzp_moment_text(utc, zone);
    assert_string_equal(text, expected);
}

static void test_moment__reads_the_usual_writings(void **state)
{
    (void)state;
    static const char *const writings[] = {
        "2020-07-21 23:30",
        "2020-07-21T23:30",
        "2020-07-21T23:30:00",
        "2020-07-21T23:30+08:00",
        "2020-07-21T23:30+0800",
        "2020-07-21T23:30+08",
        "2020-07-21T15:30Z",
        "2020-07-21T15:30:00.000Z",
        "2020-07-21 15:30 UTC",
        "2020-07-21 23:30 UTC+8",
        "2020/7/21 23:30",
        "2020.7.21 23:30",
        "20200721 23:30",
        "20200721T23:30",
        "2020年7月21日23时30分",
        "2020年7月21日 23:30",
        "2020年7月21日23点半",
        "2020年7月21日23时半",
        "二〇二〇年七月二十一日二十三时三十分",
        "２０２０-０７-２１　２３：３０",
        " 2020-07-21  23:30 ",
        "2020-07-21T10:30-05:00",
        "2020年7月21号23点30",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(writings); i++)
        means(writings[i], JULY_21_2330);
    means("2020-07-21 23:30:15", JULY_21_2330 + 15);
    means("2020年7月21日23时30分15秒", JULY_21_2330 + 15);
    means("2020年7月21日23时", JULY_21_2330 - 1800);
    means("2020-07-21 2:05", JULY_21_2330 - 21 * 3600 - 25 * 60);
}

static void test_moment__knows_whether_the_zone_was_told(void **state)
{
    (void)state;
    assert_false(moment_of("2020-07-21 23:30", NULL, NULL).zone_told);
    assert_true(moment_of("2020-07-21 23:30Z", NULL, NULL).zone_told);
    /* The zone of the text goes before that of the plan. */
    assert_int_equal(moment_of("2020-07-21T15:30Z", NULL, "America/New_York").utc, JULY_21_2330);
    assert_int_equal(moment_of("2020-07-21 11:30", NULL, "America/New_York").utc, JULY_21_2330);
    assert_int_equal(moment_of("2020-07-21 20:30", NULL, "+05:00").utc, JULY_21_2330);
}

static void test_moment__ends_a_day_at_24(void **state)
{
    (void)state;
    means("2020-07-21 24:00", JULY_21_2330 + 1800);
    means("2020-07-22 00:00", JULY_21_2330 + 1800);
    means("2020年7月21日24时", JULY_21_2330 + 1800);
    /* 2019-12-31T24:00+08:00 and 2020-02-28T24:00+08:00, the eve of a leap day. */
    means("2019-12-31 24:00", 1577808000);
    means("2020-02-28 24:00", 1582905600);
    refused("2020-07-21 24:01", NULL, NULL, "time_impossible");
}

static void test_moment__needs_a_day(void **state)
{
    (void)state;
    refused("23:30", NULL, NULL, "time_without_day");
    refused("23时30分", NULL, NULL, "time_without_day");
    assert_int_equal(moment_of("23:30", "2020-07-21", NULL).utc, JULY_21_2330);
    assert_int_equal(moment_of("23时30分", "2020年7月21日", NULL).utc, JULY_21_2330);
    assert_int_equal(moment_of("2020-07-21 23:30", "2020/7/21", NULL).utc, JULY_21_2330);
    refused("2020-07-21 23:30", "2020-07-22", NULL, "time_of_other_day");
    refused("23:30", "2020-07", NULL, "day_unreadable");
    refused("23:30", "2020-02-30", NULL, "day_unreadable");
    refused("23:30", "", NULL, "day_unreadable");
}

static void test_moment__refuses_what_is_no_time(void **state)
{
    (void)state;
    static const char *const unreadable[] = {"",         "2020-07-21",      "20200721",       "2330",  "23",
                                             "midnight", "2020-07-21 23:3", "23:30pm",        "-1:00", "23:30+25",
                                             "23：",     "2020-07-21T",     "2020-07-2123:30"};
    for (size_t i = 0; i < G_N_ELEMENTS(unreadable); i++)
        refused(unreadable[i], "2020-07-21", NULL, "time_unreadable");
    refused("2020-07-21 25:00", NULL, NULL, "time_impossible");
    refused("2020-07-21 23:60", NULL, NULL, "time_impossible");
    refused("2020-02-30 10:00", NULL, NULL, "day_unreadable");
    refused("2019-02-29 10:00", NULL, NULL, "day_unreadable");
    refused("2020-13-01 10:00", NULL, NULL, "day_unreadable");
    refused("2020-07-00 10:00", NULL, NULL, "day_unreadable");
    refused("\xff", "2020-07-21", NULL, "time_unreadable");
}

static void test_moment__refuses_zones_it_does_not_know(void **state)
{
    (void)state;
    refused("2020-07-21 23:30", NULL, "Asia/Jincheng", "zone_unknown");
    refused("2020-07-21 23:30", NULL, "../../etc/passwd", "zone_unknown");
    refused("2020-07-21 23:30", NULL, "/etc/localtime", "zone_unknown");
    refused("2020-07-21 23:30", NULL, "", "zone_unknown");
    assert_true(hzp_moment_zone_known("Asia/Shanghai"));
    assert_true(hzp_moment_zone_known("+08:00"));
    assert_false(hzp_moment_zone_known("Beijing"));
    assert_null(hzp_moment_text(0, "Beijing"));
}

static void test_moment__minds_clocks_that_change(void **state)
{
    (void)state;
    /* Berlin goes from 02:00 CET to 03:00 CEST on 2021-03-28, and from 03:00 CEST to 02:00 CET on 2021-10-31. */
    refused("2021-03-28 02:30", NULL, "Europe/Berlin", "time_skipped");
    assert_int_equal(moment_of("2021-03-28 03:30", NULL, "Europe/Berlin").utc, 1616895000);
    HzpMoment moment = moment_of("2021-10-31 02:30", NULL, "Europe/Berlin");
    assert_true(moment.twice);
    shown(moment.utc, "Europe/Berlin", "2021-10-31T02:30:00+02:00"); /* the earlier one */
    assert_false(moment_of("2021-10-31 03:30", NULL, "Europe/Berlin").twice);
    assert_false(moment_of("2021-10-31 01:30", NULL, "Europe/Berlin").twice);
    /* Lord Howe Island goes back half an hour at 02:00 (UTC+11) on 2021-04-04. */
    moment = moment_of("2021-04-04 01:45", NULL, "Australia/Lord_Howe");
    assert_true(moment.twice);
    shown(moment.utc, "Australia/Lord_Howe", "2021-04-04T01:45:00+11:00");
    /* China's last summer time ended at 02:00 (UTC+9) on 1991-09-15. */
    shown(moment_of("1991-07-01 12:00", NULL, NULL).utc, NULL, "1991-07-01T12:00:00+09:00");
    shown(moment_of("1992-07-01 12:00", NULL, NULL).utc, NULL, "1992-07-01T12:00:00+08:00");
}

static void test_moment__shows_local_time(void **state)
{
    (void)state;
    shown(JULY_21_2330, NULL, "2020-07-21T23:30:00+08:00");
    shown(JULY_21_2330, "UTC", "2020-07-21T15:30:00+00:00");
    shown(JULY_21_2330, "Asia/Kathmandu", "2020-07-21T21:15:00+05:45");
    HzpLocalTime local;
    assert_int_equal(hzp_moment_local(JULY_21_2330 + 1800, NULL, &local), HZP_OK);
    assert_int_equal(local.date.year, 2020);
    assert_int_equal(local.date.month, 7);
    assert_int_equal(local.date.day, 22);
    assert_int_equal(local.hour, 0);
    assert_int_equal(local.weekday, 3); /* a Wednesday */
}

static void test_moment__asks_the_clock_only_when_told(void **state)
{
    (void)state;
    int64_t before = g_get_real_time() / G_USEC_PER_SEC;
    int64_t now = moment_of("now", NULL, NULL).utc;
    int64_t then = moment_of("现在", NULL, NULL).utc;
    int64_t after = g_get_real_time() / G_USEC_PER_SEC;
    assert_true(before <= now && now <= then && then <= after);
    refused("now", "2020-07-21", NULL, "time_of_other_day");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moment__reads_the_usual_writings),
        cmocka_unit_test(test_moment__knows_whether_the_zone_was_told),
        cmocka_unit_test(test_moment__ends_a_day_at_24),
        cmocka_unit_test(test_moment__needs_a_day),
        cmocka_unit_test(test_moment__refuses_what_is_no_time),
        cmocka_unit_test(test_moment__refuses_zones_it_does_not_know),
        cmocka_unit_test(test_moment__minds_clocks_that_change),
        cmocka_unit_test(test_moment__shows_local_time),
        cmocka_unit_test(test_moment__asks_the_clock_only_when_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
