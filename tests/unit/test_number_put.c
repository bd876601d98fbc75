#include "base/number_put.h"

#include <glib.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char *text_of(double value)
{
    char text[HZP_NUMBER_ROOM];
    size_t n = hzp_number_put(text, value);
    assert_true(n < sizeof text);
    return g_strndup(text, n);
}

static void is(double value, const char *expected)
{
    g_autofree char *text = text_of(value);
    assert_string_equal(text, expected);
}

static void test_number_put__writes_what_people_write(void **state)
{
    (void)state;
    is(0, "0");
    is(-0.0, "0");
    is(7, "7");
    is(-120, "-120");
    is(1411778724, "1411778724");
    is(999999999999999, "999999999999999");
    is(0.5, "0.5");
    is(-0.25, "-0.25");
    is(0.1, "0.1");
    is(0.3, "0.3");
    is(0.007, "0.007");
    is(0.0001, "0.0001");
    is(1234.5, "1234.5");
    is(99.99, "99.99");
    is(1e-5, "1e-05");
    is(1e15, "1e+15");
}

/* The sum of 0.1 and 0.2 is not 0.3 (IEEE 754), and 17 digits are needed to tell. */
static void test_number_put__takes_as_many_digits_as_are_needed(void **state)
{
    (void)state;
    is(0.1 + 0.2, "0.30000000000000004");
    is(1.0 / 3, "0.3333333333333333");
    is(2.0 / 3 * 1000, "666.6666666666666");
    is(9.999999999999998, "9.999999999999998");
}

static void test_number_put__leaves_missing_figures_out(void **state)
{
    (void)state;
    is(NAN, "");
    is(INFINITY, "");
    is(-INFINITY, "");
}

static void reads_back(double value)
{
    g_autofree char *text = text_of(value);
    double back = g_ascii_strtod(text, NULL);
    if (back != value) fail_msg("%.17g was written as %s", value, text);
}

/* Numbers with every pattern of bits, near powers of two and ten, and shares of people. */
static void test_number_put__reads_back_as_the_same_number(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(20200515);
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = (uint64_t)g_rand_int(random) << 32 | g_rand_int(random);
        double any = 0;
        memcpy(&any, &bits, sizeof any);
        if (isfinite(any)) reads_back(any);
        reads_back(g_rand_double(random) * pow(10, g_rand_double_range(random, -5, 16)));
        reads_back(g_rand_int_range(random, 1, 5000) * g_rand_double(random));
        reads_back(g_rand_int_range(random, 1, 100000) / 1000.0);
    }
    for (int power = -20; power < 60; power++) {
        reads_back(ldexp(1, power));
        reads_back(nextafter(ldexp(1, power), 0));
        reads_back(nextafter(ldexp(1, power), INFINITY));
        reads_back(pow(10, power / 3.0));
        reads_back(nextafter(pow(10, power / 4), 0));
        reads_back(nextafter(pow(10, power / 4), INFINITY));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number_put__writes_what_people_write),
        cmocka_unit_test(test_number_put__takes_as_many_digits_as_are_needed),
        cmocka_unit_test(test_number_put__leaves_missing_figures_out),
        cmocka_unit_test(test_number_put__reads_back_as_the_same_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
