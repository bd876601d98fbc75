/* present/report_document: headings, loops, groups and tables of a draft. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "present/report_document.h"

static const char *const tree_text =
    "{\"title\":\"方案\",\"notice\":\"示意数据\",\"n\":3,\"zones\":[{\"name\":\"甲\",\"class\":\"key\",\"county\":\"东县\"},"
    "{\"name\":\"乙\",\"class\":\"general\",\"county\":\"东县\"},{\"name\":\"丙\",\"class\":\"key\",\"county\":null},"
    "{\"name\":\"丁\",\"class\":\"key\",\"county\":\"东县\"}],\"by_kind\":{\"a\":1,\"b\":null,\"c\":2}}";

static HzpStatus write(const char *template, char **text)
{
    json_object *tree = json_tokener_parse(tree_text);
    HzpYaml *yaml = NULL;
    assert_int_equal(hzp_yaml_parse("test.yaml", template, strlen(template), &yaml), HZP_OK);
    HzpStatus status = hzp_report_document(yaml, tree, text);
    hzp_yaml_free(yaml);
    json_object_put(tree);
    return status;
}

static void assert_document(const char *template, const char *expected)
{
    g_autofree char *text = NULL;
    assert_int_equal(write(template, &text), HZP_OK);
    assert_string_equal(text, expected);
}

static void test_report_document__notice_stands_below_the_title(void **state)
{
    (void)state;
    assert_document("title: \"{title}\"\nnotice: \"{notice}\"\ncontent:\n  - \"共{n}处。\"\n",
                    "# 方案\n\n> 示意数据\n\n共3处。\n");
}

static void test_report_document__empty_sections_go_or_say_so(void **state)
{
    (void)state;
    assert_document(
        "content:\n  - {heading: 一, content: [\"{gone}\"]}\n  - {heading: 二, empty: 无, content: [\"{gone}\"]}\n"
        "  - {heading: 三, content: [{heading: 三一, content: [\"共{n}处\"]}]}\n",
        "## 二\n\n无\n\n## 三\n\n### 三一\n\n共3处\n");
}

static void test_report_document__sentences_of_a_paragraph_join(void **state)
{
    (void)state;
    assert_document("content:\n  - paragraph:\n      - \"共{n}处。\"\n      - \"另{gone}处。\"\n"
                    "      - {each: by_kind, start: 其中, text: \"{@key}{.}\", join: \"；\", end: \"。\"}\n"
                    "      - {each: gone, text: \"{.}\", end: \"。\"}\n",
                    "共3处。其中a1；c2。\n");
}

static void test_report_document__groups_keep_order_and_number_what_is_printed(void **state)
{
    (void)state;
    assert_document("content:\n  - each: zones\n    where: \"{.class|is:key}\"\n    by: county\n    content:\n"
                    "      - heading: \"{@number} [{@key}][{@key|absent}其他]\"\n        content:\n          - each: \".\"\n"
                    "            content: [\"{@number}．{.name}\"]\n",
                    "## 1 东县\n\n1．甲\n\n2．丁\n\n## 2 其他\n\n1．丙\n");
}

static void test_report_document__table_cells_may_be_empty_but_rows_stay(void **state)
{
    (void)state;
    assert_document("content:\n  - table: zones\n    where: \"{.class|is:key}\"\n    columns:\n"
                    "      - {title: 名称, text: \"{.name}\"}\n      - {title: 县, text: \"{.county}\"}\n"
                    "  - {table: gone, columns: [{title: x, text: \"{.y}\"}]}\n",
                    "| 名称 | 县 |\n| --- | --- |\n| 甲 | 东县 |\n| 丙 |  |\n| 丁 | 东县 |\n");
}

static void test_report_document__mistakes_in_a_template_are_named(void **state)
{
    char *text = NULL;
    (void)state;
    assert_int_equal(write("content:\n  - {paragraf: x}\n", &text), HZP_E_INPUT);
    assert_string_equal(hzp_error_id(), "yaml_unknown_key");
    assert_null(text);
    assert_int_equal(write("content:\n  - \"{n\"\n", &text), HZP_E_INPUT);
    assert_string_equal(hzp_error_id(), "report_sentence_broken");
    assert_null(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report_document__notice_stands_below_the_title),
        cmocka_unit_test(test_report_document__empty_sections_go_or_say_so),
        cmocka_unit_test(test_report_document__sentences_of_a_paragraph_join),
        cmocka_unit_test(test_report_document__groups_keep_order_and_number_what_is_printed),
        cmocka_unit_test(test_report_document__table_cells_may_be_empty_but_rows_stay),
        cmocka_unit_test(test_report_document__mistakes_in_a_template_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
