/* Rule filters of map styles: what is understood, what is refused, how NULL behaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "present/map_filter.h"

static const HzpCell *lookup(const void *row, const char *column)
{
    static const HzpCell grade = {HZP_CELL_TEXT, 0, "large"};
    static const HzpCell people = {HZP_CELL_NUMBER, 120, NULL};
    static const HzpCell nothing = {HZP_CELL_NULL, 0, NULL};
    (void)row;
    if (strcmp(column, "grade") == 0) return &grade;
    if (strcmp(column, "people") == 0) return &people;
    return strcmp(column, "note") == 0 ? &nothing : NULL;
}

static bool holds(const char *text)
{
    HzpFilter *filter = hzp_filter_parse(text, NULL);
    assert_non_null(filter);
    bool result = hzp_filter_holds(filter, lookup, NULL);
    hzp_filter_free(filter);
    return result;
}

static void test_filter__compares_text_and_numbers(void **state)
{
    (void)state;
    assert_true(holds("\"grade\" = 'large'"));
    assert_false(holds("\"grade\" <> 'large'"));
    assert_true(holds("grade != 'small'"));
    assert_true(holds("\"people\" >= 100 AND \"people\" < 500"));
    assert_true(holds("people = '120'"));
    assert_false(holds("people > 120.5"));
    assert_true(holds("  ( \"grade\" IN ('medium', 'large') )"));
    assert_true(holds("\"grade\" not in ('medium')"));
}

static void test_filter__joins_with_the_usual_precedence(void **state)
{
    (void)state;
    assert_true(holds("grade = 'large' OR grade = 'small' AND people > 1000"));
    assert_false(holds("(grade = 'large' OR grade = 'small') AND people > 1000"));
    assert_true(holds("NOT grade = 'small'"));
    assert_false(holds("NOT (grade = 'large' AND people = 120)"));
}

static void test_filter__is_unknown_for_null(void **state)
{
    (void)state;
    assert_false(holds("note = 'x'"));
    assert_false(holds("NOT note = 'x'"));
    assert_false(holds("note NOT IN ('x')"));
    assert_true(holds("note IS NULL"));
    assert_true(holds("grade IS NOT NULL"));
    assert_true(holds("note = 'x' OR grade = 'large'"));
    assert_false(holds("missing_column = 1"));
}

static void test_filter__takes_quotes_written_twice(void **state)
{
    (void)state;
    assert_false(holds("grade = 'it''s'"));
    assert_true(holds("\"grade\" <> '陈''庄'"));
}

static void test_filter__refuses_what_is_not_on_the_list(void **state)
{
    static const char *const refused[] = {"",
                                          "grade",
                                          "grade =",
                                          "grade = 'large",
                                          "grade LIKE 'l%'",
                                          "lower(grade) = 'large'",
                                          "grade = 'large'; DROP TABLE villages",
                                          "grade = 'large' --",
                                          "(grade = 'large'",
                                          "grade IN ()",
                                          "grade IN ('a' 'b')",
                                          "people = 10xyz",
                                          "people + 1 > 2",
                                          "NOT",
                                          "ELSE AND grade = 'a'",
                                          "grade IS 'large'"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        size_t problem = 9999;
        assert_null(hzp_filter_parse(refused[i], &problem));
        assert_true(problem <= strlen(refused[i]));
    }
}

static void test_filter__refuses_deep_nesting(void **state)
{
    (void)state;
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 3000; i++)
        g_string_append_c(text, '(');
    assert_null(hzp_filter_parse(text->str, NULL));
    g_string_free(text, TRUE);
}

static bool knows_grade(const void *layer, const char *column)
{
    (void)layer;
    return strcmp(column, "grade") == 0;
}

static void test_filter__names_an_unknown_column(void **state)
{
    (void)state;
    HzpFilter *filter = hzp_filter_parse("grade = 'a' AND (grade = 'b' OR heights > 3)", NULL);
    assert_string_equal(hzp_filter_unknown_column(filter, knows_grade, NULL), "heights");
    hzp_filter_free(filter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filter__compares_text_and_numbers),
        cmocka_unit_test(test_filter__joins_with_the_usual_precedence),
        cmocka_unit_test(test_filter__is_unknown_for_null),
        cmocka_unit_test(test_filter__takes_quotes_written_twice),
        cmocka_unit_test(test_filter__refuses_what_is_not_on_the_list),
        cmocka_unit_test(test_filter__refuses_deep_nesting),
        cmocka_unit_test(test_filter__names_an_unknown_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
