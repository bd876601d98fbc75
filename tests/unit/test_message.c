/* Messages: places by name, both languages, what happens with ids that the catalogue lacks. */
#include "support.h"

#include "base/error.h"
#include "base/message.h"
#include "hazplan/text.h"

static void filled(const char *text, const char *expected)
{
    const char *const pairs[] = {"a", "1", "name", "巴公镇", "braces", "{a}", "empty", "", NULL};
    g_autofree char *out = hzp_template_fill(text, pairs);
    assert_string_equal(out, expected);
}

static void test_message__fills_places_by_name(void **state)
{
    (void)state;
    filled("{a} and {name} and {a}", "1 and 巴公镇 and 1");
    filled("[{empty}]", "[]");
    filled("", "");
}

static void test_message__leaves_alone_what_is_no_place(void **state)
{
    (void)state;
    filled("{unknown} {a", "{unknown} {a");
    filled("{{a}}", "{1}");
    filled("{} } {", "{} } {");
    filled("100 %s %n {a}", "100 %s %n 1");
    /* A value is data: what looks like a place inside it stays. */
    filled("{braces}", "{a}");
}

static void test_message__speaks_both_languages(void **state)
{
    (void)state;
    assert_int_equal(hzp_language_set("zh"), HZP_OK);
    g_autofree char *zh = hzp_message_format("yaml_too_large", "file", "a.yaml", NULL);
    assert_int_equal(hzp_language_set("en"), HZP_OK);
    g_autofree char *en = hzp_message_format("yaml_too_large", "file", "a.yaml", NULL);
    assert_non_null(strstr(zh, "不是项目文件"));
    assert_non_null(strstr(en, "not a project file"));
    assert_true(g_str_has_prefix(zh, "a.yaml"));
    assert_true(g_str_has_prefix(en, "a.yaml"));
}

static void test_message__refuses_another_language(void **state)
{
    (void)state;
    hzp_language_set("en");
    test_failed(hzp_language_set("fr"), HZP_E_USAGE, "language_unknown", "fr");
    assert_int_equal(hzp_language_set(NULL), HZP_E_USAGE);
    assert_int_equal(hzp_language_set(""), HZP_E_USAGE);
    assert_string_equal(hzp_language_get(), "en");
}

static void test_message__loses_nothing_of_an_unknown_id(void **state)
{
    (void)state;
    g_autofree char *text = hzp_message_format("no_such_message", "file", "a.yaml", "line", "7", "nothing", NULL, NULL);
    assert_string_equal(text, "no_such_message file=a.yaml line=7 nothing=");
    char *public = hzp_text("no_such_message", "x", "1", NULL);
    assert_string_equal(public, "no_such_message x=1");
    hzp_text_free(public);
}

static void test_message__writes_numbers(void **state)
{
    (void)state;
    assert_string_equal(hzp_text_of_size(0), "0");
    assert_string_equal(hzp_text_of_size(18446744073709551615u), "18446744073709551615");
    assert_string_equal(hzp_text_of_number(1505), "1505");
    assert_string_equal(hzp_text_of_number(0.5), "0.5");
    assert_string_equal(hzp_text_of_number(2343106), "2343106");
    assert_string_equal(hzp_text_of_number(NAN), "NULL");
    assert_string_equal(hzp_text_of_number(13812345678.0), "13812345678");
    assert_string_equal(hzp_text_of_number(140525001201.0), "140525001201");
    assert_string_equal(hzp_text_of_number(-0.0), "0");
    assert_string_equal(hzp_text_of_number(1.0 / 3), "0.3333333333");
    assert_string_equal(hzp_text_of_value(140525001202.0), "140525001202");
    assert_string_equal(hzp_text_of_value(0.1), "0.1");
    assert_string_equal(hzp_text_of_value(1.0 / 3), "0.3333333333333333");
    assert_string_equal(hzp_text_of_value(140525001202.5), "140525001202.5");
    assert_string_equal(hzp_text_of_value(NAN), "NULL");
    const char *first = hzp_text_of_size(1);
    for (size_t i = 2; i <= 16; i++)
        hzp_text_of_size(i);
    assert_string_equal(first, "1");
}

static void test_message__cuts_a_long_error_between_characters(void **state)
{
    (void)state;
    for (int shift = 0; shift < 3; shift++) {
        GString *value = g_string_new(NULL);
        for (int i = 0; i < shift; i++)
            g_string_append_c(value, 'x');
        for (int i = 0; i < 2000; i++)
            g_string_append(value, "村");
        assert_int_equal(hzp_fail(HZP_E_IO, "no_such_message", "v", value->str, NULL), HZP_E_IO);
        assert_true(g_utf8_validate(hzp_error_message(), -1, NULL));
        assert_in_range(strlen(hzp_error_message()), 2040, 2047);
        g_string_free(value, TRUE);
    }
    assert_string_equal(hzp_error_id(), "no_such_message");
}

/* What a library says about a damaged file holds its bytes. */
static void test_message__is_utf8_whatever_its_values_are(void **state)
{
    (void)state;
    g_autofree char *filled = hzp_template_fill("{reason}!", (const char *const[]){"reason", "a\xff\xe6\x9d", NULL});
    assert_string_equal(filled, "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd!");
    hzp_fail(HZP_E_INPUT, "no_such_message", "reason", "\xd6\xd0", NULL);
    assert_true(g_utf8_validate(hzp_error_message(), -1, NULL));
}

static void test_message__names_every_status(void **state)
{
    static const struct {
        HzpStatus status;
        const char *name;
        int exit_code;
    } expected[] = {{HZP_OK, "HZP_OK", 0},
                    {HZP_E_USAGE, "HZP_E_USAGE", 2},
                    {HZP_E_INPUT, "HZP_E_INPUT", 3},
                    {HZP_E_CRS, "HZP_E_CRS", 3},
                    {HZP_E_GEOMETRY, "HZP_E_GEOMETRY", 3},
                    {HZP_E_IO, "HZP_E_IO", 1},
                    {HZP_E_MEMORY, "HZP_E_MEMORY", 1},
                    {HZP_E_CANCELLED, "HZP_E_CANCELLED", 1},
                    {HZP_E_INTERNAL, "HZP_E_INTERNAL", 1}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        assert_string_equal(hzp_status_name(expected[i].status), expected[i].name);
        assert_int_equal(hzp_status_exit_code(expected[i].status), expected[i].exit_code);
    }
    assert_string_equal(hzp_status_name((HzpStatus)99), "HZP_E_UNKNOWN");
    assert_int_equal(hzp_status_exit_code((HzpStatus)99), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_message__fills_places_by_name),
        cmocka_unit_test(test_message__leaves_alone_what_is_no_place),
        cmocka_unit_test(test_message__speaks_both_languages),
        cmocka_unit_test(test_message__refuses_another_language),
        cmocka_unit_test(test_message__loses_nothing_of_an_unknown_id),
        cmocka_unit_test(test_message__writes_numbers),
        cmocka_unit_test(test_message__cuts_a_long_error_between_characters),
        cmocka_unit_test(test_message__is_utf8_whatever_its_values_are),
        cmocka_unit_test(test_message__names_every_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
