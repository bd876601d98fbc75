/* Quotation marks in comma-separated text. Expected texts are what RFC 4180 writes for the cells that a spreadsheet shows. */
#include "support.h"

#include "data/csv_text.h"

static void becomes(const char *text, const char *expected)
{
    g_autofree char *quoted = NULL;
    size_t size = 0;
    assert_int_equal(hzp_csv_quote_cells(text, strlen(text), &quoted, &size), 0);
    assert_non_null(quoted);
    assert_string_equal(quoted, expected);
    assert_int_equal(size, strlen(expected));
}

static void stays(const char *text)
{
    g_autofree char *quoted = NULL;
    size_t size = 0;
    assert_int_equal(hzp_csv_quote_cells(text, strlen(text), &quoted, &size), 0);
    assert_null(quoted);
}

static void is_open(const char *text, size_t line)
{
    g_autofree char *quoted = NULL;
    size_t size = 0;
    assert_int_equal(hzp_csv_quote_cells(text, strlen(text), &quoted, &size), line);
    assert_null(quoted);
}

static void test_csv_text__leaves_sound_text_alone(void **state)
{
    (void)state;
    stays("");
    stays("a,b\n1,2\n");
    stays("a,b\r\n\"1,5\",\"say \"\"so\"\"\"\r\n\"\",x");
    stays("\xef\xbb\xbf\"a\",b\n\"two\nlines\",2\n");
    stays("a; \"b\" ;c\n");
}

static void test_csv_text__quotes_cells_with_marks_inside(void **state)
{
    (void)state;
    becomes("x,y\n112°51'03\"E,35°30'00\"N\n", "x,y\n\"112°51'03\"\"E\",\"35°30'00\"\"N\"\n");
    becomes("a\tDN300\"", "a\t\"DN300\"\"\"");
    becomes("5\" pipe", "\"5\"\" pipe\"");
    becomes("a,张\"三,\"b,\"\"c\"\r\nd", "a,\"张\"\"三\",\"b,\"\"c\"\r\nd");
}

static void test_csv_text__finds_cells_that_nothing_closes(void **state)
{
    (void)state;
    is_open("a,b\n1,\"2\n3,4\n", 2);
    is_open("\"", 1);
    is_open("a,b\n1,2\n\"3,4\n5,\"6\"\n", 3); /* the mark before 6 opens a cell */
    is_open("\"a\n\"b\n", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_text__leaves_sound_text_alone),
        cmocka_unit_test(test_csv_text__quotes_cells_with_marks_inside),
        cmocka_unit_test(test_csv_text__finds_cells_that_nothing_closes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
