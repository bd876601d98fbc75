/* Coordinates as registers write them. 112°51′03″ is 112 + 51/60 + 3/3600 = 112.8508333… by hand. */
#include "support.h"

#include "geo/coordinate_text.h"

static const double WHOLE = 112 + (51.0 * 60 + 3) / 3600;
static const double TENTHS = 112 + (51.0 * 60 + 3.2) / 3600;

static void parsed(const char *text, double expected)
{
    double value = -777;
    if (!hzp_coordinate_parse(text, &value)) fail_msg("\"%s\" was refused", text);
    if (!(fabs(value - expected) <= 1e-12)) fail_msg("\"%s\": %.15g instead of %.15g", text, value, expected);
}

static void refused(const char *text)
{
    double value = -777;
    if (hzp_coordinate_parse(text, &value)) fail_msg("\"%s\" was read as %.15g", text, value);
    assert_true(value == -777);
}

static void test_coordinate_text__reads_degrees_minutes_and_seconds(void **state)
{
    (void)state;
    parsed("112°51′03″", WHOLE);
    parsed("112°51'03\"", WHOLE);
    parsed("112°51'3.2\"E", TENTHS);
    parsed("112-51-03", WHOLE);
    parsed("112度51分3秒", WHOLE);
    parsed("112度51分3.2秒", TENTHS);
    parsed("112º51’03”", WHOLE);
    parsed("112°51'03''", WHOLE);
    parsed(" 112° 51′ 03″ ", WHOLE);
    parsed("112°51′03", WHOLE);
}

static void test_coordinate_text__reads_full_width_forms(void **state)
{
    (void)state;
    parsed("１１２°５１′０３″", WHOLE);
    parsed("１１２．５", 112.5);
    parsed("112°51＇03＂", WHOLE);
}

static void test_coordinate_text__reads_parts_that_end_early(void **state)
{
    (void)state;
    parsed("112°", 112);
    parsed("112°30′", 112.5);
    parsed("112°30", 112.5);
    parsed("112°51.05′", 112 + 51.05 / 60);
    parsed("112.5°", 112.5);
}

static void test_coordinate_text__reads_decimal_numbers(void **state)
{
    (void)state;
    parsed("112.8508", 112.8508);
    parsed("-35.5", -35.5);
    parsed("38500000.25", 38500000.25);
    parsed("0", 0);
}

static void test_coordinate_text__takes_directions(void **state)
{
    (void)state;
    parsed("东经112°51′03″", WHOLE);
    parsed("北纬35°30′", 35.5);
    parsed("E112.5", 112.5);
    parsed("112.5W", -112.5);
    parsed("西经112°30′", -112.5);
    parsed("35°30′S", -35.5);
    parsed("南纬35.5", -35.5);
    parsed("-112-51-03", -WHOLE);
    parsed("-112°51′03″", -WHOLE);
}

static void test_coordinate_text__takes_empty_cells_as_missing(void **state)
{
    static const char *const missing[] = {NULL, "", " ", "-", "/", "无"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(missing); i++) {
        double value = 5;
        assert_true(hzp_coordinate_parse(missing[i], &value));
        assert_true(isnan(value));
    }
}

static void test_coordinate_text__refuses_minutes_and_seconds_of_sixty(void **state)
{
    (void)state;
    refused("112°60′03″");
    refused("112°51′60″");
    refused("112°99′");
    refused("112-75-03");
    parsed("112°59′59.999″", 112 + (59.0 * 60 + 59.999) / 3600);
}

static void test_coordinate_text__refuses_what_is_no_coordinate(void **state)
{
    static const char *const bad[] = {"abc",     "112.5°30′",   "112°51.5′03″", "112°51′03″x", "°51′03″", "51′03″",
                                      "112°′",   "112°51′3″4″", "112°-51′",     "112--51",     "1-2-3-4", "东经",
                                      "112.5.1", "112°51′03″°", "inf",          "112m",        "112°51°", "经度112",
                                      "0x70°",   "1E 616º",     "1e2°30′"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        refused(bad[i]);
}

/* "112 51 03" without its spaces would be the number 1125103; two numbers may be two coordinates. */
static void test_coordinate_text__does_not_join_numbers_across_spaces(void **state)
{
    (void)state;
    parsed("112 51 03", WHOLE);
    parsed("112 51 3.2", TENTHS);
    refused("35 30");
    refused("112.85 35.50");
    refused("112°51 03");
    refused("112. 5");
    refused("38 512 345");
    refused("112 51 03 5");
}

static void test_coordinate_text__reads_other_separators(void **state)
{
    (void)state;
    parsed("112:51:03", WHOLE);
    parsed("112：51：03.2", TENTHS);
    parsed("E112:51:03", WHOLE);
    parsed("112°51′03″e", WHOLE);
    parsed("E 112°51.05′", 112 + 51.05 / 60);
    parsed("东经：112°51′03″", WHOLE);
    parsed("３５°３０′０８″Ｎ", 35 + (30.0 * 60 + 8) / 3600);
    refused("112:51");
    refused("112-51:03");
    refused("112:60:03");
    refused("112：51：60");
    refused("112:51:-3");
    refused("112:51.5:03");
}

static void packed(const char *text, double expected)
{
    double value = -777;
    if (!hzp_coordinate_parse_packed(text, &value)) fail_msg("\"%s\" was refused", text);
    if (!(fabs(value - expected) <= 1e-12)) fail_msg("\"%s\": %.15g instead of %.15g", text, value, expected);
}

static void test_coordinate_text__unpacks_what_is_declared_as_packed(void **state)
{
    static const char *const bad[] = {"112.6003", "112.5160",  "112.99", "1126003",   "38512345", "11251",
                                      "1125",     "112.51.03", "1e2",    "112.5103x", "0x70.51"};
    (void)state;
    packed("112.5103", WHOLE);
    packed("112.51032", TENTHS);
    packed("1125103", WHOLE);
    packed("1125103.2", TENTHS);
    packed("353008", 35 + (30.0 * 60 + 8) / 3600);
    packed("35.3008", 35 + (30.0 * 60 + 8) / 3600);
    packed("112.5", 112 + 50.0 / 60); /* 112.5000, without its zeros */
    packed("112", 112);
    packed("112.0003", 112 + 3.0 / 3600);
    packed("E112.5103", WHOLE);
    packed("112.5103W", -WHOLE);
    packed("１１２．５１０３", WHOLE);
    packed("112°51′03″", WHOLE); /* what has marks is read by them */
    packed("112-51-03", WHOLE);
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        double value = -777;
        if (hzp_coordinate_parse_packed(bad[i], &value)) fail_msg("\"%s\" was read as %.15g", bad[i], value);
    }
    double value = 5;
    assert_true(hzp_coordinate_parse_packed("", &value));
    assert_true(isnan(value));
}

static void test_coordinate_text__reads_two_in_one_text(void **state)
{
    static const char *const good[] = {"112.8508,35.5021",
                                       "112.8508, 35.5021",
                                       "112.8508，35.5021",
                                       "112.8508、35.5021",
                                       "(112.8508, 35.5021)",
                                       "（112.8508，35.5021）",
                                       "[112.8508;35.5021]",
                                       "112.8508 35.5021",
                                       "112.8508/35.5021",
                                       "112.8508E 35.5021N",
                                       "35.5021N,112.8508E",
                                       "E112.8508 N35.5021",
                                       "N35.5021E112.8508",
                                       "东经112.8508北纬35.5021",
                                       "北纬35.5021，东经112.8508",
                                       "经度:112.8508 纬度:35.5021",
                                       "纬度：35.5021；经度：112.8508",
                                       "lon=112.8508, lat=35.5021",
                                       "112.8508\n35.5021",
                                       "X:112.8508 Y:35.5021",
                                       "112°51.048′, 35°30.126′"};
    static const char *const bad[] = {"112.8508",     "112.8508,", ",35.5021",   "112.8508,35.5021,800", "E112.8,E35.5",
                                      "112.8508 abc", "",          "112°51′03″", "112.85,35°61′",        "112 51 03"};
    (void)state;
    double x = 0;
    double y = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
        if (!hzp_coordinate_parse_pair(good[i], false, &x, &y)) fail_msg("\"%s\" was refused", good[i]);
        if (!(fabs(x - 112.8508) < 1e-12 && fabs(y - 35.5021) < 1e-12)) fail_msg("\"%s\": %.12g, %.12g", good[i], x, y);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        if (hzp_coordinate_parse_pair(bad[i], false, &x, &y)) fail_msg("\"%s\" was read as %.12g, %.12g", bad[i], x, y);
    }
    static const char *const marks[] = {"112°51′03″E35°30′08″N", "E112°51′03″,N35°30′08″", "东经112°51′03″ 北纬35°30′08″",
                                        "112 51 03 35 30 08",    "112°51′03″ 35°30′08″",   "112-51-03, 35-30-08"};
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (!hzp_coordinate_parse_pair(marks[i], false, &x, &y)) fail_msg("\"%s\" was refused", marks[i]);
        test_close_to(x, WHOLE, 1e-12);
        test_close_to(y, 35 + (30.0 * 60 + 8) / 3600, 1e-12);
    }
    assert_true(hzp_coordinate_parse_pair("112.5103,35.3008", true, &x, &y));
    test_close_to(x, WHOLE, 1e-12);
    test_close_to(y, 35 + (30.0 * 60 + 8) / 3600, 1e-12);
}

static void test_coordinate_text__refuses_a_sign_beside_a_direction(void **state)
{
    (void)state;
    refused("西经-112.5");
    refused("-112°30′W");
    refused("W-112-51-03");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coordinate_text__reads_degrees_minutes_and_seconds),
        cmocka_unit_test(test_coordinate_text__reads_full_width_forms),
        cmocka_unit_test(test_coordinate_text__reads_parts_that_end_early),
        cmocka_unit_test(test_coordinate_text__reads_decimal_numbers),
        cmocka_unit_test(test_coordinate_text__takes_directions),
        cmocka_unit_test(test_coordinate_text__takes_empty_cells_as_missing),
        cmocka_unit_test(test_coordinate_text__refuses_minutes_and_seconds_of_sixty),
        cmocka_unit_test(test_coordinate_text__refuses_what_is_no_coordinate),
        cmocka_unit_test(test_coordinate_text__does_not_join_numbers_across_spaces),
        cmocka_unit_test(test_coordinate_text__reads_other_separators),
        cmocka_unit_test(test_coordinate_text__unpacks_what_is_declared_as_packed),
        cmocka_unit_test(test_coordinate_text__reads_two_in_one_text),
        cmocka_unit_test(test_coordinate_text__refuses_a_sign_beside_a_direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
