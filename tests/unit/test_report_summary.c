/* present/summary_tree: rows of dotted keys become a tree, and a broken summary is refused with its key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "present/summary_tree.h"

static void assert_json(json_object *tree, const char *expected)
{
    assert_string_equal(json_object_to_json_string_ext(tree, JSON_C_TO_STRING_PLAIN), expected);
}

static HzpStatus put_int(json_object *tree, const char *key, int value)
{
    return hzp_summary_put(tree, key, json_object_new_int(value));
}

static void test_summary_key__escaped_dot_stays_in_the_name(void **state)
{
    (void)state;
    g_auto(GStrv) parts = hzp_summary_key_split("by_county.a\\.b\\\\c.villages");
    assert_int_equal(g_strv_length(parts), 3);
    assert_string_equal(parts[1], "a.b\\c");
    g_auto(GStrv) none = hzp_summary_key_split("");
    assert_int_equal(g_strv_length(none), 0);
}

static void test_summary_put__dotted_keys_nest_in_order(void **state)
{
    (void)state;
    json_object *tree = json_object_new_object();
    assert_int_equal(put_int(tree, "b.total", 2), HZP_OK);
    assert_int_equal(put_int(tree, "b.by_county.城区", 1), HZP_OK);
    assert_int_equal(hzp_summary_put(tree, "a", NULL), HZP_OK);
    assert_json(tree, "{\"b\":{\"total\":2,\"by_county\":{\"城区\":1}},\"a\":null}");
    json_object_put(tree);
}

static void test_summary_put__numbered_parts_are_a_list_but_not_below_by(void **state)
{
    (void)state;
    json_object *tree = json_object_new_object();
    assert_int_equal(put_int(tree, "zones.0.area", 5), HZP_OK);
    assert_int_equal(put_int(tree, "zones.0.people", 6), HZP_OK);
    assert_int_equal(put_int(tree, "zones.1.area", 7), HZP_OK);
    assert_int_equal(put_int(tree, "key_towns.by_tier.0", 9), HZP_OK);
    assert_json(tree, "{\"zones\":[{\"area\":5,\"people\":6},{\"area\":7}],\"key_towns\":{\"by_tier\":{\"0\":9}}}");
    json_object_put(tree);
}

static void test_summary_put__contradictions_name_the_key(void **state)
{
    (void)state;
    json_object *tree = json_object_new_object();
    assert_int_equal(put_int(tree, "a.b", 1), HZP_OK);
    assert_int_equal(put_int(tree, "a", 1), HZP_E_INPUT);
    assert_int_equal(put_int(tree, "a.b.c", 1), HZP_E_INPUT);
    assert_int_equal(put_int(tree, "list.1", 1), HZP_E_INPUT);
    assert_int_equal(put_int(tree, "list.99999999999999999999", 1), HZP_E_INPUT);
    assert_int_equal(put_int(tree, "", 1), HZP_E_INPUT);
    assert_string_equal(hzp_error_id(), "summary_key_contradicts");
    assert_json(tree, "{\"a\":{\"b\":1},\"list\":[]}");
    json_object_put(tree);
}

static void test_summary_put__null_and_empty_keep_the_shape(void **state)
{
    (void)state;
    json_object *tree = json_tokener_parse("{\"subsidence\":{\"area_km2\":null},\"zones\":[]}");
    assert_int_equal(hzp_summary_put(tree, "subsidence", NULL), HZP_OK);
    assert_int_equal(hzp_summary_put(tree, "subsidence", json_object_new_object()), HZP_OK);
    assert_int_equal(hzp_summary_put(tree, "zones", json_object_new_array()), HZP_OK);
    assert_int_equal(hzp_summary_put(tree, "zones", json_object_new_object()), HZP_E_INPUT);
    assert_json(tree, "{\"subsidence\":{\"area_km2\":null},\"zones\":[]}");
    json_object_put(tree);
}

static void test_summary_skeleton__required_keys_are_there_and_empty(void **state)
{
    (void)state;
    json_object *schema = json_tokener_parse(
        "{\"type\":\"object\",\"required\":[\"schema\",\"n\",\"m\",\"l\",\"o\"],\"properties\":{\"schema\":{\"const\":\"v1\"}"
        ","
        "\"n\":{\"type\":[\"number\",\"null\"]},\"m\":{\"type\":\"object\"},\"l\":{\"type\":\"array\"},"
        "\"o\":{\"type\":\"object\",\"required\":[\"x\"],\"properties\":{\"x\":{\"type\":\"string\"}}},\"free\":{}}}");
    json_object *made = hzp_summary_skeleton(schema);
    assert_json(made, "{\"schema\":\"v1\",\"n\":null,\"m\":{},\"l\":[],\"o\":{\"x\":null}}");
    json_object_put(made);
    json_object_put(schema);
}

static void test_summary_number__prints_the_shortest_text_that_reads_back(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.1, "0.1"},   {29.54, "29.54"}, {522, "522.0"}, {0.1 + 0.2, "0.30000000000000004"}, {1.0 / 3, "0.3333333333333333"},
        {-0.5, "-0.5"}, {1e22, "1e+22"}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        json_object *number = hzp_summary_number(cases[i].value);
        assert_json(number, cases[i].text);
        json_object_put(number);
    }
    assert_null(hzp_summary_number(NAN));
    assert_null(hzp_summary_number(INFINITY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_summary_key__escaped_dot_stays_in_the_name),
        cmocka_unit_test(test_summary_put__dotted_keys_nest_in_order),
        cmocka_unit_test(test_summary_put__numbered_parts_are_a_list_but_not_below_by),
        cmocka_unit_test(test_summary_put__contradictions_name_the_key),
        cmocka_unit_test(test_summary_put__null_and_empty_keep_the_shape),
        cmocka_unit_test(test_summary_skeleton__required_keys_are_there_and_empty),
        cmocka_unit_test(test_summary_number__prints_the_shortest_text_that_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
