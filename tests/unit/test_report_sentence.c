/* present/report_value and report_sentence: how figures print, and which sentences are left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "present/report_sentence.h"

static const char *const labels[] = {"grade", "none", "未登记", NULL};
static const HzpReportWords words = {.list_join = "、", .count = "{label}{count}处", .extra = labels};

static const char *const tree_text =
    "{\"n\":322,\"zero\":0,\"minus\":-4,\"half\":2.5,\"area\":600.126,\"share\":0.0422,\"big\":1234567.891,\"null\":null,"
    "\"empty\":\"\",\"name\":\"a|b*\\n<c>\",\"list\":[\"巴公镇\",\"大阳镇\"],\"none\":[],"
    "\"by\":{\"崩塌\":142,\"滑坡\":0,\"none\":7},\"zones\":[{\"name\":\"x\",\"county\":\"y\"}]}";

static void assert_sentence(const char *sentence, const char *expected)
{
    json_object *tree = json_tokener_parse(tree_text);
    HzpReportScope scope = {.item = tree};
    char *text = NULL;
    assert_int_equal(hzp_report_sentence(sentence, &scope, &words, &text), HZP_OK);
    if (expected) {
        assert_non_null(text);
        assert_string_equal(text, expected);
    } else {
        assert_null(text);
    }
    g_free(text);
    json_object_put(tree);
}

static void test_report_number_text__rounds_half_away_from_zero(void **state)
{
    static const struct {
        double value;
        int decimals;
        bool trim;
        const char *text;
    } cases[] = {{2.5, 0, false, "3"},        {-2.5, 0, false, "-3"},     {0.125, 2, false, "0.13"},
                 {522, 2, false, "522.00"},   {522, 2, true, "522"},      {71794.76, 2, true, "71794.76"},
                 {100, 0, true, "100"},       {-0.001, 2, false, "0.00"}, {1e16, 0, false, "10000000000000000"},
                 {113185, 0, false, "113185"}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = hzp_report_number_text(cases[i].value, cases[i].decimals, cases[i].trim);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_report_filter__prints_figures_as_asked(void **state)
{
    (void)state;
    assert_sentence("{n}处", "322处");
    assert_sentence("{area|decimal:2}", "600.13");
    assert_sentence("{half|integer}", "3");
    assert_sentence("{share|percent}", "4.22%");
    assert_sentence("{big|grouped} {big|grouped:2} {n|grouped}", "1,234,568 1,234,567.89 322");
    assert_sentence("{big|divide:10000|decimal:2}亿", "123.46亿");
    assert_sentence("{minus|negative}", "4");
    assert_sentence("{list|list}，{list|length}个", "巴公镇、大阳镇，2个");
    assert_sentence("{by|counts:grade}", "崩塌142处、未登记7处");
}

static void test_report_filter__chinese_numerals(void **state)
{
    static const struct {
        int number;
        const char *text;
    } cases[] = {{1, "一"}, {10, "十"}, {11, "十一"}, {20, "二十"}, {99, "九十九"}, {100, "100"}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        HzpReportScope scope = {.number = cases[i].number};
        g_autofree char *text = NULL;
        assert_int_equal(hzp_report_sentence("{@number|chinese}", &scope, &words, &text), HZP_OK);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_report_sentence__is_left_out_when_a_place_is_missing(void **state)
{
    (void)state;
    assert_sentence("共{nowhere}处。", NULL);
    assert_sentence("共{null}处，{n}处。", NULL);
    assert_sentence("{empty}", NULL);
    assert_sentence("{none|list}{none|length}", NULL);
    assert_sentence("增加{zero|positive}处。", NULL);
    assert_sentence("{zero|zero}持平。", "持平。");
    assert_sentence("{n|from:323}", NULL);
    assert_sentence("{n|below:323}", "322");
    assert_sentence("{name|integer}", NULL);
    assert_sentence("{null|absent}无。", "无。");
    assert_sentence("{n|absent}无。", NULL);
}

static void test_report_sentence__brackets_leave_out_only_themselves(void **state)
{
    (void)state;
    assert_sentence("共{n}处[（{zero|positive}处未登记）]。", "共322处。");
    assert_sentence("共{n}处[（{half|positive|integer}处未登记[，{null}]）]。", "共322处（3处未登记）。");
    assert_sentence("[{null}]", "");
}

static void test_report_sentence__escapes_markdown_in_values_only(void **state)
{
    (void)state;
    assert_sentence("**{name}**", "**a\\|b\\* \\<c\\>**");
}

static void test_report_sentence__looks_up_items_keys_and_outer_loops(void **state)
{
    (void)state;
    json_object *tree = json_tokener_parse(tree_text);
    json_object *item = json_tokener_parse("{\"name\":\"北石店\",\"county\":\"y\"}");
    HzpReportScope top = {.item = tree};
    HzpReportScope county = {.outer = &top, .item = NULL, .key = "y", .number = 2};
    HzpReportScope zone = {.outer = &county, .item = item, .number = 1};
    g_autofree char *text = NULL;
    assert_int_equal(
        hzp_report_sentence("{..@number}.{@number} {..@key} {.name} {n}{.county|is:..@key}", &zone, &words, &text), HZP_OK);
    assert_string_equal(text, "2.1 y 北石店 322");
    json_object_put(item);
    json_object_put(tree);
}

static void test_report_sentence__broken_ones_are_refused(void **state)
{
    static const char *const sentences[] = {"{n", "[{n}", "{n}]", "{n|wrong}", "{n|integ}", "[[[[[[[[[[x]]]]]]]]]]"};
    (void)state;
    json_object *tree = json_tokener_parse(tree_text);
    HzpReportScope scope = {.item = tree};
    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
        char *text = NULL;
        assert_int_equal(hzp_report_sentence(sentences[i], &scope, &words, &text), HZP_E_INPUT);
        assert_string_equal(hzp_error_id(), "report_sentence_broken");
        assert_null(text);
    }
    json_object_put(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report_number_text__rounds_half_away_from_zero),
        cmocka_unit_test(test_report_filter__prints_figures_as_asked),
        cmocka_unit_test(test_report_filter__chinese_numerals),
        cmocka_unit_test(test_report_sentence__is_left_out_when_a_place_is_missing),
        cmocka_unit_test(test_report_sentence__brackets_leave_out_only_themselves),
        cmocka_unit_test(test_report_sentence__escapes_markdown_in_values_only),
        cmocka_unit_test(test_report_sentence__looks_up_items_keys_and_outer_loops),
        cmocka_unit_test(test_report_sentence__broken_ones_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
