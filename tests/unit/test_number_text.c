/* Numbers as registers write them, whole cells and sentences. Expected values are read off the texts. */
#include "support.h"

#include "base/number_text.h"

static void parsed(const char *text, HzpTextUnit unit, double expected)
{
    double value = -77;
    if (!hzp_number_parse(text, unit, &value)) fail_msg("\"%s\" was refused", text);
    if (isnan(expected)) {
        assert_true(isnan(value));
    } else {
        test_close_to(value, expected, fabs(expected) * 1e-15);
    }
}

static void refused(const char *text, HzpTextUnit unit)
{
    double value = -77;
    if (hzp_number_parse(text, unit, &value)) fail_msg("\"%s\" was read as %g", text, value);
    assert_true(value == -77);
}

static void found(const char *text, HzpTextUnit unit, double expected, bool expected_ambiguous)
{
    double value = -77;
    bool ambiguous = !expected_ambiguous;
    if (!hzp_number_find(text, unit, &value, &ambiguous)) fail_msg("nothing found in \"%s\"", text);
    if (value != expected) fail_msg("\"%s\": %g instead of %g", text, value, expected);
    if (ambiguous != expected_ambiguous) fail_msg("\"%s\": ambiguous is %d", text, ambiguous);
}

static void nothing(const char *text, HzpTextUnit unit)
{
    double value = -77;
    bool ambiguous = false;
    if (hzp_number_find(text, unit, &value, &ambiguous)) fail_msg("\"%s\": found %g", text, value);
}

static void test_number_text__reads_plain_numbers(void **state)
{
    (void)state;
    parsed("120", HZP_UNIT_NONE, 120);
    parsed(" 120 ", HZP_UNIT_NONE, 120);
    parsed("0", HZP_UNIT_NONE, 0);
    parsed("-3.25", HZP_UNIT_NONE, -3.25);
    parsed("+4", HZP_UNIT_NONE, 4);
    parsed(".5", HZP_UNIT_NONE, 0.5);
    parsed("1.5E+3", HZP_UNIT_NONE, 1500);
    parsed("1.5e3", HZP_UNIT_PEOPLE, 1500);
}

static void test_number_text__reads_full_width_forms_and_separators(void **state)
{
    (void)state;
    parsed("１２３", HZP_UNIT_NONE, 123);
    parsed("１２．５", HZP_UNIT_NONE, 12.5);
    parsed("1,234", HZP_UNIT_NONE, 1234);
    parsed("1，234，567", HZP_UNIT_NONE, 1234567);
    parsed("\xe3\x80\x80"
           "263\xe3\x80\x80",
           HZP_UNIT_NONE, 263);
    refused("1,23", HZP_UNIT_NONE);
    refused("1,2345", HZP_UNIT_NONE);
    refused("2022,150", HZP_UNIT_NONE); /* a year and a number, or a decimal comma */
    refused("1,234567,890", HZP_UNIT_NONE);
    refused(",123", HZP_UNIT_NONE);
}

static void test_number_text__takes_units_of_its_kind(void **state)
{
    (void)state;
    parsed("约120人", HZP_UNIT_PEOPLE, 120);
    parsed("约 120 人", HZP_UNIT_PEOPLE, 120);
    parsed("近300余人", HZP_UNIT_PEOPLE, 300);
    parsed("1400名", HZP_UNIT_PEOPLE, 1400);
    parsed("5口人", HZP_UNIT_PEOPLE, 5);
    parsed("59 户", HZP_UNIT_HOUSEHOLDS, 59);
    parsed("3.5万元", HZP_UNIT_WAN_YUAN, 3.5);
    parsed("1.2亿元", HZP_UNIT_WAN_YUAN, 12000);
    parsed("35000元", HZP_UNIT_WAN_YUAN, 3.5);
    parsed("350", HZP_UNIT_WAN_YUAN, 350);
    parsed("1.5km", HZP_UNIT_METRES, 1500);
    parsed("200米", HZP_UNIT_METRES, 200);
    parsed("0.5公里", HZP_UNIT_METRES, 500);
}

static void test_number_text__refuses_units_of_another_kind(void **state)
{
    (void)state;
    refused("120人", HZP_UNIT_NONE);
    refused("59户", HZP_UNIT_PEOPLE);
    refused("3万元", HZP_UNIT_PEOPLE);
}

static void test_number_text__takes_its_own_of_people_and_households(void **state)
{
    (void)state;
    static const char *const pairs[] = {"120人（45户）", "45户120人", "45 户、120 人", "约120人(45户)", "45户/120人"};
    static const char *const none[] = {"120人（45户",       "120人（45人）", "45户120人3口人",
                                       "甲村120人（45户）", "120（45户）",   "120人-45户"};
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        parsed(pairs[i], HZP_UNIT_PEOPLE, 120);
        parsed(pairs[i], HZP_UNIT_HOUSEHOLDS, 45);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
        refused(none[i], HZP_UNIT_PEOPLE);
    refused(pairs[0], HZP_UNIT_WAN_YUAN);
}

static void test_number_text__knows_what_is_missing(void **state)
{
    static const char *const missing[] = {NULL, "", "  ", "-", "—", "——", "/", "无", "不详", "NaN"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(missing); i++)
        parsed(missing[i], HZP_UNIT_PEOPLE, NAN);
}

static void test_number_text__refuses_what_is_not_one_number(void **state)
{
    static const char *const bad[] = {"abc",  "12a", "1 2",  "100-200", "0x10", "inf",    "1e999", "1.2.3",
                                      "五十", "--5", "5人5", "约",      "1e",   "12、13", "1/2",   "\xff\xfe"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        refused(bad[i], HZP_UNIT_PEOPLE);
}

/* Runs of digits around the size of any buffer, in every form a number takes. */
static void test_number_text__survives_hostile_lengths(void **state)
{
    static const char *const tails[] = {"", ".5", ".123456789", "人", ",234", "e5", ".", "-"};
    (void)state;
    for (int length = 55; length < 75; length++) {
        for (size_t i = 0; i < G_N_ELEMENTS(tails); i++) {
            g_autofree char *digits = g_strnfill((gsize)length, '1');
            g_autofree char *text = g_strconcat(digits, tails[i], NULL);
            g_autofree char *negative = g_strconcat("-", text, NULL);
            double value = 0;
            bool ambiguous = false;
            hzp_number_parse(text, HZP_UNIT_PEOPLE, &value);
            hzp_number_parse(negative, HZP_UNIT_PEOPLE, &value);
            hzp_number_find(text, HZP_UNIT_PEOPLE, &value, &ambiguous);
        }
    }
    static const gsize lengths[] = {64, 100, 100000};
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autofree char *run = g_strnfill(lengths[i], '9');
        g_autofree char *with_unit = g_strconcat(run, "人", NULL);
        refused(run, HZP_UNIT_NONE);
        nothing(with_unit, HZP_UNIT_PEOPLE);
    }
}

static void test_number_text__finds_figures_in_sentences(void **state)
{
    (void)state;
    found("59 户 263 人", HZP_UNIT_PEOPLE, 263, false);
    found("59 户 263 人", HZP_UNIT_HOUSEHOLDS, 59, false);
    found("1400 名师生", HZP_UNIT_PEOPLE, 1400, false);
    found("村民1505人", HZP_UNIT_PEOPLE, 1505, false);
    found("编号12，263人", HZP_UNIT_PEOPLE, 263, false);
    found("第2人民医院病人80人", HZP_UNIT_PEOPLE, 80, false);
    found("居民约１，５０５余人", HZP_UNIT_PEOPLE, 1505, false);
    found("威胁12、13组59户263人", HZP_UNIT_PEOPLE, 263, false);
    found("2022,150人", HZP_UNIT_PEOPLE, 150, false);
    found("威胁十二、十三组59户263人", HZP_UNIT_HOUSEHOLDS, 59, false);
    found("310国道及村民20户", HZP_UNIT_HOUSEHOLDS, 20, false);
}

static void test_number_text__finds_nothing_where_there_is_nothing(void **state)
{
    static const char *const texts[] = {NULL, "", "十二、十三组", "310国道", "公路500米", "若干人", "3万元"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        nothing(texts[i], HZP_UNIT_PEOPLE);
    nothing("263人", HZP_UNIT_HOUSEHOLDS);
}

static void times(const char *text, HzpTextUnit unit, double factor, double expected)
{
    double value = -77;
    assert_true(hzp_number_parse_times(text, unit, factor, &value));
    if (value != expected) fail_msg("\"%s\" times %g: %.17g instead of %.17g", text, factor, value, expected);
}

static void test_number_text__reads_ten_thousands_of_people(void **state)
{
    (void)state;
    parsed("3万人", HZP_UNIT_PEOPLE, 30000);
    parsed("约1.2万余人", HZP_UNIT_PEOPLE, 12000);
    parsed("1.2万", HZP_UNIT_PEOPLE, 12000);
    parsed("2千户", HZP_UNIT_HOUSEHOLDS, 2000);
    found("威胁居民1.2万人、学生200人", HZP_UNIT_PEOPLE, 12200, true);
    found("威胁下游居民1.2 万余人", HZP_UNIT_PEOPLE, 12000, false);
    found("财产1.2万元、30人", HZP_UNIT_PEOPLE, 30, false);
    found("1千2百人", HZP_UNIT_PEOPLE, 1200, false);
}

static void test_number_text__takes_the_unit_of_a_header(void **state)
{
    (void)state;
    times("0.2", HZP_UNIT_PEOPLE, 1e4, 2000);
    times("1.1", HZP_UNIT_PEOPLE, 1e4, 11000);
    times("2000人", HZP_UNIT_PEOPLE, 1e4, 2000); /* its own unit goes before */
    times("0.2万人", HZP_UNIT_PEOPLE, 1e4, 2000);
    times("12345", HZP_UNIT_WAN_YUAN, 1e-4, 1.2345);
    times("0.5", HZP_UNIT_METRES, 1000, 500);
    times("500m", HZP_UNIT_METRES, 1000, 500);
}

static void test_number_text__reads_chinese_numerals(void **state)
{
    (void)state;
    found("十五户六十三人", HZP_UNIT_HOUSEHOLDS, 15, false);
    found("十五户六十三人", HZP_UNIT_PEOPLE, 63, false);
    found("威胁两户", HZP_UNIT_HOUSEHOLDS, 2, false);
    found("一百零五人", HZP_UNIT_PEOPLE, 105, false);
    found("一千二百三十四名师生", HZP_UNIT_PEOPLE, 1234, false);
    found("三万五千人", HZP_UNIT_PEOPLE, 35000, false);
    found("二十余户", HZP_UNIT_HOUSEHOLDS, 20, false);
    found("十二、十三组 59 户 263 人", HZP_UNIT_PEOPLE, 263, false);
    found("十二、十三组 59 户 263 人", HZP_UNIT_HOUSEHOLDS, 59, false);
    found("三户村居民20人", HZP_UNIT_PEOPLE, 20, false);
    nothing("三户村居民20人", HZP_UNIT_HOUSEHOLDS);
    found("三户村民", HZP_UNIT_HOUSEHOLDS, 3, false);
    nothing("第三人民医院", HZP_UNIT_PEOPLE);
}

static void unread(const char *text, HzpTextUnit unit)
{
    double value = -77;
    bool ambiguous = false;
    bool told = false;
    if (hzp_number_find_or_tell(text, unit, &value, &ambiguous, &told)) fail_msg("\"%s\": found %g", text, value);
    if (!told) fail_msg("\"%s\": nothing said", text);
}

static void test_number_text__tells_what_it_cannot_read(void **state)
{
    double value = 0;
    bool ambiguous = false;
    bool told = true;
    (void)state;
    unread("数十人", HZP_UNIT_PEOPLE);
    unread("近百人", HZP_UNIT_PEOPLE);
    unread("十几户", HZP_UNIT_HOUSEHOLDS);
    unread("三四十人", HZP_UNIT_PEOPLE);
    unread("一百五人", HZP_UNIT_PEOPLE);
    unread("A村20人、B村数十人", HZP_UNIT_PEOPLE);
    found("共300人,其中学生数十人", HZP_UNIT_PEOPLE, 300, false);
    assert_false(hzp_number_find_or_tell("公路500米", HZP_UNIT_PEOPLE, &value, &ambiguous, &told));
    assert_false(told);
}

static void test_number_text__adds_several_and_says_so(void **state)
{
    (void)state;
    found("A村100人、B村200人", HZP_UNIT_PEOPLE, 300, true);
    found("住户5户20人,学生1400名", HZP_UNIT_PEOPLE, 1420, true);
}

static void test_number_text__takes_a_total_and_leaves_parts_out(void **state)
{
    (void)state;
    found("A村100人、B村200人,共300人", HZP_UNIT_PEOPLE, 300, false);
    found("合计 300人(A村100人、B村200人)", HZP_UNIT_PEOPLE, 300, false);
    found("共59户263人,其中学生120人、教师8人", HZP_UNIT_PEOPLE, 263, false);
    found("威胁263人,其中A组100人", HZP_UNIT_PEOPLE, 263, false);
}

/* 共 may announce the total of one place only. */
static void test_number_text__does_not_take_a_part_for_the_total(void **state)
{
    (void)state;
    found("A村共59户263人、B村共30户120人", HZP_UNIT_HOUSEHOLDS, 89, true);
    found("A村共100人、B村200人", HZP_UNIT_PEOPLE, 300, true);
    found("A村共100人、B村共200人,合计300人", HZP_UNIT_PEOPLE, 300, false);
}

/* Nothing stands before 其中: all parts are all there is, and the first alone would be too few. */
static void test_number_text__adds_the_parts_where_no_whole_is_told(void **state)
{
    (void)state;
    found("涉及3个村,其中A村100人、B村200人", HZP_UNIT_PEOPLE, 300, true);
    found("涉及3个村,其中A村100人", HZP_UNIT_PEOPLE, 100, true);
}

/* A cell and a sentence of one number are read alike. */
static void test_number_text__finds_in_a_sentence_what_the_cell_is(void **state)
{
    (void)state;
    parsed(".2万人", HZP_UNIT_PEOPLE, 2000);
    found(".2万人", HZP_UNIT_PEOPLE, 2000, false);
    parsed("1.5E+3人", HZP_UNIT_PEOPLE, 1500);
    found("1.5E+3人", HZP_UNIT_PEOPLE, 1500, false);
    parsed("12345元", HZP_UNIT_WAN_YUAN, 1.2345);
    found("12345元", HZP_UNIT_WAN_YUAN, 1.2345, false);
    found("1.2.3人", HZP_UNIT_PEOPLE, 3, false); /* a list of numbers, not 0.3 */
}

static void test_number_text__refuses_what_no_double_holds(void **state)
{
    (void)state;
    refused("1e305万人", HZP_UNIT_PEOPLE);
    refused("1e308亿元", HZP_UNIT_WAN_YUAN);
    unread("1e308万人", HZP_UNIT_PEOPLE);
    unread("1e308人、1e308人", HZP_UNIT_PEOPLE);
}

/* Half a character at the end of a text once led the reading beyond it. */
static void test_number_text__ends_with_the_text_in_any_encoding(void **state)
{
    static const char *const texts[] = {
        "12\xe4\xba", "12\xe4", "\xd4\xbc\061\062\060\xc8\xcb", /* 120 in octal: a digit after \xbc would belong to it */
        "\xf0", "12\xff"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *exact = g_strdup(texts[i]);
        refused(exact, HZP_UNIT_PEOPLE);
        nothing(exact, HZP_UNIT_PEOPLE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number_text__reads_plain_numbers),
        cmocka_unit_test(test_number_text__reads_full_width_forms_and_separators),
        cmocka_unit_test(test_number_text__takes_units_of_its_kind),
        cmocka_unit_test(test_number_text__refuses_units_of_another_kind),
        cmocka_unit_test(test_number_text__takes_its_own_of_people_and_households),
        cmocka_unit_test(test_number_text__knows_what_is_missing),
        cmocka_unit_test(test_number_text__refuses_what_is_not_one_number),
        cmocka_unit_test(test_number_text__survives_hostile_lengths),
        cmocka_unit_test(test_number_text__finds_figures_in_sentences),
        cmocka_unit_test(test_number_text__finds_nothing_where_there_is_nothing),
        cmocka_unit_test(test_number_text__reads_ten_thousands_of_people),
        cmocka_unit_test(test_number_text__takes_the_unit_of_a_header),
        cmocka_unit_test(test_number_text__reads_chinese_numerals),
        cmocka_unit_test(test_number_text__tells_what_it_cannot_read),
        cmocka_unit_test(test_number_text__adds_several_and_says_so),
        cmocka_unit_test(test_number_text__takes_a_total_and_leaves_parts_out),
        cmocka_unit_test(test_number_text__does_not_take_a_part_for_the_total),
        cmocka_unit_test(test_number_text__adds_the_parts_where_no_whole_is_told),
        cmocka_unit_test(test_number_text__finds_in_a_sentence_what_the_cell_is),
        cmocka_unit_test(test_number_text__refuses_what_no_double_holds),
        cmocka_unit_test(test_number_text__ends_with_the_text_in_any_encoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
