/* YAML trees: what is refused and which line is named, scalars, look-up. */
#include "support.h"

#include "base/yaml_tree.h"

static HzpYaml *parse(const char *text)
{
    HzpYaml *yaml = NULL;
    assert_int_equal(hzp_yaml_parse("t.yaml", text, strlen(text), &yaml), HZP_OK);
    assert_non_null(yaml);
    return yaml;
}

static void refused(const char *text, const char *id, const char *part)
{
    HzpYaml *yaml = (HzpYaml *)&yaml;
    test_failed(hzp_yaml_parse("t.yaml", text, strlen(text), &yaml), HZP_E_INPUT, id, part);
    assert_null(yaml);
    assert_non_null(strstr(hzp_error_message(), "t.yaml"));
}

static void test_yaml_tree__names_the_line_of_a_syntax_error(void **state)
{
    (void)state;
    refused("a: 1\nb: [1, 2\nc: 3\n", "yaml_syntax", "line 3");
    refused("a: 1\nb: 2\n\tc: 3\n", "yaml_syntax", "line 3");
    refused("a: \"open\n", "yaml_syntax", NULL);
    refused("a: b: c\n", "yaml_syntax", "line 1");
    refused("a: \xff\xfe\n", "yaml_syntax", NULL);
}

static void test_yaml_tree__refuses_a_key_that_appears_twice(void **state)
{
    (void)state;
    refused("a: 1\nb: 2\na: 3\n", "yaml_key_twice", "line 3");
    refused("a: 1\nb:\n  c: 2\n  \"c\": 3\n", "yaml_key_twice", "line 4");
}

static void test_yaml_tree__refuses_aliases_and_keys_that_are_not_text(void **state)
{
    (void)state;
    refused("a: &x 1\nb: *x\n", "yaml_alias", "line 2");
    refused("a: &x [*x]\n", "yaml_alias", "line 1");
    refused("? [1, 2]\n: 3\n", "yaml_key_not_text", NULL);
}

/* "Billion laughs" must be stopped by its first alias and not by running out of memory. */
static void test_yaml_tree__is_not_multiplied_by_aliases(void **state)
{
    (void)state;
    refused("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n",
            "yaml_alias", "line 2");
}

static char *nested(int depth)
{
    GString *text = g_string_new(NULL);
    for (int i = 0; i < depth; i++)
        g_string_append_c(text, '[');
    for (int i = 0; i < depth; i++)
        g_string_append_c(text, ']');
    return g_string_free(text, FALSE);
}

static void test_yaml_tree__bounds_the_depth(void **state)
{
    (void)state;
    g_autofree char *fine = nested(60);
    g_autofree char *deep = nested(80);
    hzp_yaml_free(parse(fine));
    refused(deep, "yaml_too_deep", "line 1");
    g_autofree char *absurd = nested(100000);
    HzpYaml *yaml = NULL;
    assert_int_equal(hzp_yaml_parse("t.yaml", absurd, strlen(absurd), &yaml), HZP_E_INPUT);
    assert_null(yaml);
}

static void test_yaml_tree__refuses_more_than_one_document(void **state)
{
    (void)state;
    /* What stands after the second --- would be ignored without a word. */
    refused("a: 1\n---\nb: 2\n", "yaml_documents", "line 2");
    hzp_yaml_free(parse("---\na: 1\n...\n"));
}

static void test_yaml_tree__names_the_line_of_an_unknown_key(void **state)
{
    static const char *const known[] = {"title", "year", NULL};
    (void)state;
    HzpYaml *yaml = parse("title: x\n\n# a comment\nyaer: 2020\n");
    test_failed(hzp_yaml_check_keys(hzp_yaml_root(yaml), known), HZP_E_INPUT, "yaml_unknown_key", "line 4");
    assert_non_null(strstr(hzp_error_message(), "yaer"));
    assert_non_null(strstr(hzp_error_message(), "title, year"));
    hzp_yaml_free(yaml);
}

static void test_yaml_tree__names_the_path_of_a_nested_unknown_key(void **state)
{
    static const char *const known[] = {"b", NULL};
    (void)state;
    HzpYaml *yaml = parse("a:\n  b: 1\n  c: {d: 2}\ne: text\nf:\n");
    test_failed(hzp_yaml_check_keys(hzp_yaml_find(hzp_yaml_root(yaml), "a"), known), HZP_E_INPUT, "yaml_unknown_key", "a.c");
    test_failed(hzp_yaml_check_keys(hzp_yaml_find(hzp_yaml_root(yaml), "e"), known), HZP_E_INPUT, "yaml_not_mapping",
                "line 4");
    assert_int_equal(hzp_yaml_check_keys(hzp_yaml_find(hzp_yaml_root(yaml), "f"), known), HZP_OK);
    assert_int_equal(hzp_yaml_check_keys(NULL, known), HZP_OK);
    hzp_yaml_free(yaml);
}

static void test_yaml_tree__finds_entries(void **state)
{
    (void)state;
    HzpYaml *yaml = parse("hazard:\n  radius_m: {landslide: 200, 崩塌: 100}\nlist: [a, ~, \"\", 'null']\n");
    const HzpYamlNode *root = hzp_yaml_root(yaml);
    assert_string_equal(hzp_yaml_text(hzp_yaml_find(root, "hazard.radius_m.landslide")), "200");
    assert_string_equal(hzp_yaml_text(hzp_yaml_find(root, "hazard.radius_m.崩塌")), "100");
    assert_null(hzp_yaml_find(root, "hazard.radius_m.landslide.more"));
    assert_null(hzp_yaml_find(root, "nothing.at.all"));
    assert_string_equal(hzp_yaml_key(root, 1), "list");
    const HzpYamlNode *list = hzp_yaml_get(root, "list");
    assert_int_equal(hzp_yaml_count(list), 4);
    assert_true(hzp_yaml_is_null(hzp_yaml_item(list, 1)));
    assert_false(hzp_yaml_is_null(hzp_yaml_item(list, 2)));
    assert_string_equal(hzp_yaml_text(hzp_yaml_item(list, 3)), "null");
    assert_null(hzp_yaml_item(list, 4));
    assert_null(hzp_yaml_key(list, 0));
    assert_int_equal(hzp_yaml_count(NULL), 0);
    assert_int_equal(hzp_yaml_line(list), 3);
    hzp_yaml_free(yaml);
}

static void test_yaml_tree__takes_an_empty_file_for_an_empty_mapping(void **state)
{
    static const char *const texts[] = {"", "# only a comment\n", "\n\n"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        HzpYaml *yaml = parse(texts[i]);
        assert_true(hzp_yaml_is_mapping(hzp_yaml_root(yaml)));
        assert_int_equal(hzp_yaml_count(hzp_yaml_root(yaml)), 0);
        hzp_yaml_free(yaml);
    }
}

static void test_yaml_tree__reads_numbers_whole(void **state)
{
    static const char *const bad[] = {"10xyz", "", "ten", "1,5", "nan", "inf", "1e999", "[1]", "{a: 1}", "-1", "101"};
    (void)state;
    HzpYaml *yaml = parse("a: 12.5\nb: 1e2\nc:\n");
    double value = 7;
    assert_int_equal(hzp_yaml_read_number(hzp_yaml_get(hzp_yaml_root(yaml), "a"), 0, 100, &value), HZP_OK);
    assert_true(value == 12.5);
    assert_int_equal(hzp_yaml_read_number(hzp_yaml_get(hzp_yaml_root(yaml), "b"), 0, 100, &value), HZP_OK);
    assert_true(value == 100);
    assert_int_equal(hzp_yaml_read_number(hzp_yaml_get(hzp_yaml_root(yaml), "c"), 0, 100, &value), HZP_OK);
    assert_int_equal(hzp_yaml_read_number(NULL, 0, 100, &value), HZP_OK);
    assert_true(value == 100);
    hzp_yaml_free(yaml);
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        bool plain = *bad[i] == '[' || *bad[i] == '{';
        g_autofree char *text = g_strdup_printf(plain ? "x: 1\ny: %s\n" : "x: 1\ny: \"%s\"\n", bad[i]);
        yaml = parse(text);
        value = 7;
        assert_int_equal(hzp_yaml_read_number(hzp_yaml_get(hzp_yaml_root(yaml), "y"), 0, 100, &value), HZP_E_INPUT);
        assert_non_null(strstr(hzp_error_message(), "line 2"));
        assert_true(value == 7);
        hzp_yaml_free(yaml);
    }
}

static void test_yaml_tree__reads_true_and_false_only(void **state)
{
    (void)state;
    HzpYaml *yaml = parse("a: true\nb: false\nc: yes\nd: [true]\n");
    const HzpYamlNode *root = hzp_yaml_root(yaml);
    bool value = false;
    assert_int_equal(hzp_yaml_read_bool(hzp_yaml_get(root, "a"), &value), HZP_OK);
    assert_true(value);
    assert_int_equal(hzp_yaml_read_bool(hzp_yaml_get(root, "b"), &value), HZP_OK);
    assert_false(value);
    test_failed(hzp_yaml_read_bool(hzp_yaml_get(root, "c"), &value), HZP_E_INPUT, "yaml_not_bool", "yes");
    test_failed(hzp_yaml_read_bool(hzp_yaml_get(root, "d"), &value), HZP_E_INPUT, "yaml_not_bool", "line 4");
    hzp_yaml_free(yaml);
}

static void test_yaml_tree__says_which_file_cannot_be_read(void **state)
{
    (void)state;
    HzpYaml *yaml = NULL;
    test_failed(hzp_yaml_load("/nowhere/project.yaml", &yaml), HZP_E_INPUT, "file_unreadable", "/nowhere/project.yaml");
    assert_null(yaml);
    assert_null(hzp_yaml_load_quietly("/nowhere/project.yaml"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_yaml_tree__names_the_line_of_a_syntax_error),
        cmocka_unit_test(test_yaml_tree__refuses_a_key_that_appears_twice),
        cmocka_unit_test(test_yaml_tree__refuses_aliases_and_keys_that_are_not_text),
        cmocka_unit_test(test_yaml_tree__is_not_multiplied_by_aliases),
        cmocka_unit_test(test_yaml_tree__bounds_the_depth),
        cmocka_unit_test(test_yaml_tree__refuses_more_than_one_document),
        cmocka_unit_test(test_yaml_tree__names_the_line_of_an_unknown_key),
        cmocka_unit_test(test_yaml_tree__names_the_path_of_a_nested_unknown_key),
        cmocka_unit_test(test_yaml_tree__finds_entries),
        cmocka_unit_test(test_yaml_tree__takes_an_empty_file_for_an_empty_mapping),
        cmocka_unit_test(test_yaml_tree__reads_numbers_whole),
        cmocka_unit_test(test_yaml_tree__reads_true_and_false_only),
        cmocka_unit_test(test_yaml_tree__says_which_file_cannot_be_read),
    };
    hzp_language_set("en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
