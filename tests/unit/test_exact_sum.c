/* Sums that do not depend on the order of their terms: values by hand, and integers added as integers. */
#include "support.h"

#include "base/exact_sum.h"

static double sum_of(const double *terms, size_t n)
{
    HzpExactSum sum = {0};
    for (size_t i = 0; i < n; i++)
        hzp_exact_sum_add(&sum, terms[i]);
    assert_int_equal(sum.terms, n);
    return hzp_exact_sum_value(&sum);
}

#define SUM(...) sum_of((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void test_exact_sum__adds_what_a_hand_adds(void **state)
{
    (void)state;
    HzpExactSum empty = {0};
    assert_true(hzp_exact_sum_value(&empty) == 0);
    assert_true(SUM(1, 2, 3) == 6);
    assert_true(SUM(0.5, 0.25, 1200) == 1200.75);
    assert_true(SUM(0) == 0);
    assert_true(SUM(1e9, 1) == 1000000001);
}

static void test_exact_sum__takes_negative_terms(void **state)
{
    (void)state;
    assert_true(SUM(-1) == -1);
    assert_true(SUM(-0x1p-60) == -0x1p-60);
    assert_true(SUM(-0.75) == -0.75);
    assert_true(SUM(3, -3) == 0);
    assert_true(SUM(2, -5.5) == -3.5);
    assert_true(SUM(-16) == -16);
    assert_true(SUM(-1e6, 0x1p-60) == -1e6);
    assert_true(SUM(-0x1p-60, 1000, -1000) == -0x1p-60);
}

/* The low word holds what is below 16. */
static void test_exact_sum__carries_from_word_to_word(void **state)
{
    (void)state;
    assert_true(SUM(15, 1) == 16);
    assert_true(SUM(8, 8) == 16);
    assert_true(SUM(15.5, 15.5, 15.5) == 46.5);
    assert_true(SUM(16, -0x1p-48) == 16 - 0x1p-48);
    assert_true(SUM(0x1p35, 0x1p-60, -0x1p35) == 0x1p-60);
    HzpExactSum sum = {0};
    hzp_exact_sum_add(&sum, 0x1p35 - 1);
    for (int i = 0; i < 31; i++)
        hzp_exact_sum_merge(&sum, &(HzpExactSum){sum.low, sum.high, sum.terms, false});
    assert_true(hzp_exact_sum_value(&sum) == ldexp(0x1p35 - 1, 31));
    assert_true(sum.terms == UINT64_C(1) << 31);
}

/* Doubles near 2^20 are 2^-32 apart. Half a step and a bit more is rounded up, though the bit is 27 places further down. */
static void test_exact_sum__is_rounded_once(void **state)
{
    (void)state;
    assert_true(SUM(0x1p20, 8, 0x1p-33) == 0x1p20 + 8);
    assert_true(SUM(0x1p20, 8, 0x1p-33, 0x1p-60) == 0x1p20 + 8 + 0x1p-32);
    assert_true(SUM(-0x1p20, -8, -0x1p-33, -0x1p-60) == -0x1p20 - 8 - 0x1p-32);
}

enum { TERMS = 20000 };

static void shuffle(double *terms, uint64_t *random)
{
    for (size_t i = TERMS - 1; i > 0; i--) {
        size_t other = (size_t)(test_random(random) * (double)(i + 1));
        double kept = terms[i];
        terms[i] = terms[other];
        terms[other] = kept;
    }
}

static void test_exact_sum__does_not_depend_on_order_nor_on_parts(void **state)
{
    (void)state;
    uint64_t random = 3;
    g_autofree double *terms = g_new(double, TERMS);
    double in_order = 0;
    for (size_t i = 0; i < TERMS; i++) {
        terms[i] = exp(20 * test_random(&random) - 5) * (i % 7 == 0 ? -1 : 1);
        in_order += terms[i];
    }
    double first = sum_of(terms, TERMS);
    bool plain_differs = false;
    for (int round = 0; round < 10; round++) {
        HzpExactSum parts[3] = {{0}};
        double plain = 0;
        shuffle(terms, &random);
        for (size_t i = 0; i < TERMS; i++) {
            hzp_exact_sum_add(&parts[(size_t)(test_random(&random) * 3)], terms[i]);
            plain += terms[i];
        }
        hzp_exact_sum_merge(&parts[0], &parts[2]);
        hzp_exact_sum_merge(&parts[0], &parts[1]);
        assert_true(hzp_exact_sum_value(&parts[0]) == first);
        assert_int_equal(parts[0].terms, TERMS);
        plain_differs = plain_differs || plain != in_order;
    }
    assert_true(plain_differs); /* the terms are such that adding doubles does depend on the order */
}

/* Terms of 2^-30, added up as integers besides. */
static void test_exact_sum__equals_integer_addition(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int round = 0; round < 200; round++) {
        int64_t whole = 0;
        HzpExactSum sum = {0};
        for (int i = 0; i < 100; i++) {
            int64_t term = (int64_t)((test_random(&random) - 0.4) * 0x1p45);
            whole += term;
            hzp_exact_sum_add(&sum, ldexp((double)term, -30));
        }
        assert_true(hzp_exact_sum_value(&sum) == ldexp((double)whole, -30));
    }
}

static void test_exact_sum__says_when_it_cannot_hold_a_term(void **state)
{
    (void)state;
    const double bad[] = {NAN, INFINITY, -INFINITY, 0x1p36, -0x1p60};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        HzpExactSum sum = {0};
        HzpExactSum other = {0};
        hzp_exact_sum_add(&sum, bad[i]);
        assert_int_equal(sum.terms, 0);
        hzp_exact_sum_add(&sum, 1);
        assert_true(isnan(hzp_exact_sum_value(&sum)));
        hzp_exact_sum_add(&other, 2);
        hzp_exact_sum_merge(&other, &sum);
        assert_true(isnan(hzp_exact_sum_value(&other)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact_sum__adds_what_a_hand_adds),
        cmocka_unit_test(test_exact_sum__takes_negative_terms),
        cmocka_unit_test(test_exact_sum__carries_from_word_to_word),
        cmocka_unit_test(test_exact_sum__is_rounded_once),
        cmocka_unit_test(test_exact_sum__does_not_depend_on_order_nor_on_parts),
        cmocka_unit_test(test_exact_sum__equals_integer_addition),
        cmocka_unit_test(test_exact_sum__says_when_it_cannot_hold_a_term),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
