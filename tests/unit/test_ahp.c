/* Weights of pairwise comparisons against Saaty's own examples and against the closed form for three factors. */
#include "support.h"

#include "hazplan/ahp.h"

/* For n = 3 the principal eigenvector of a reciprocal matrix is the row-wise geometric mean and λmax = 1 + c + 1/c with
 * c³ = a13/(a12·a23) (Crawford & Williams 1985, J. Math. Psych. 29). */
static void three(double a12, double a13, double a23)
{
    const double matrix[] = {1, a12, a13, 1 / a12, 1, a23, 1 / a13, 1 / a23, 1};
    double expected[] = {cbrt(a12 * a13), cbrt(a23 / a12), cbrt(1 / (a13 * a23))};
    double sum = expected[0] + expected[1] + expected[2];
    double c = cbrt(a13 / (a12 * a23));
    double weights[3];
    double ratio = NAN;
    assert_int_equal(hzp_ahp_weights(matrix, 3, weights, &ratio), HZP_OK);
    for (int i = 0; i < 3; i++)
        test_close_to(weights[i], expected[i] / sum, 1e-12);
    test_close_to(ratio, (1 + c + 1 / c - 3) / 2 / 0.58, 1e-12);
}

static void test_ahp__of_three_factors_has_a_closed_form(void **state)
{
    (void)state;
    three(1.0 / 3, 5, 7); /* the usual textbook matrix: 0.279, 0.649, 0.072, CR 0.056 */
    three(3, 5, 3);
    three(1, 1, 1);
    three(9, 9, 9);
    three(1.0 / 9, 9, 1.0 / 9);
}

static void agree(const double *matrix, size_t n, const double *weights, double eigenvalue, double random_index)
{
    double found[HZP_AHP_MAX];
    double ratio = NAN;
    double sum = 0;
    assert_int_equal(hzp_ahp_weights(matrix, n, found, &ratio), HZP_OK);
    for (size_t i = 0; i < n; i++) {
        test_close_to(found[i], weights[i], 0.0011); /* printed to two or three digits, not always rounded */
        sum += found[i];
    }
    test_close_to(sum, 1, 1e-12);
    double expected = (eigenvalue - (double)n) / ((double)n - 1) / random_index;
    test_close_to(ratio, expected, 0.005 / ((double)n - 1) / random_index);
}

/* T. L. Saaty, A scaling method for priorities in hierarchical structures, J. Math. Psych. 15 (1977): the wealth of nations
 * (US, USSR, China, France, UK, Japan, West Germany), λmax = 7.608, CR about 0.08. */
static void test_ahp__of_the_wealth_of_nations(void **state)
{
    static const double matrix[] = {1,       4,       9, 6,       6,       5,       5,       /**/
                                    1.0 / 4, 1,       7, 5,       5,       3,       4,       /**/
                                    1.0 / 9, 1.0 / 7, 1, 1.0 / 5, 1.0 / 5, 1.0 / 7, 1.0 / 5, /**/
                                    1.0 / 6, 1.0 / 5, 5, 1,       1,       1.0 / 3, 1.0 / 3, /**/
                                    1.0 / 6, 1.0 / 5, 5, 1,       1,       1.0 / 3, 1.0 / 3, /**/
                                    1.0 / 5, 1.0 / 3, 7, 3,       3,       1,       2,       /**/
                                    1.0 / 5, 1.0 / 4, 5, 3,       3,       1.0 / 2, 1};
    static const double weights[] = {0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094};
    (void)state;
    agree(matrix, 7, weights, 7.608, 1.32);
}

/* The same paper: brightness of four chairs at rising distance from a lamp, judged by eye, λmax = 4.39; CI 0.13 is CR 0.14.
 */
static void test_ahp__of_the_brightness_of_chairs(void **state)
{
    static const double matrix[] = {1,       5,       6,       7, /**/
                                    1.0 / 5, 1,       4,       6, /**/
                                    1.0 / 6, 1.0 / 4, 1,       4, /**/
                                    1.0 / 7, 1.0 / 6, 1.0 / 4, 1};
    static const double weights[] = {0.6187, 0.2353, 0.1009,
                                     0.0451}; /* printed as .61 .24 .10 .05; the digits by an eigenvalue routine of mpmath */
    (void)state;
    agree(matrix, 4, weights, 4.39, 0.90);
    double found[4];
    double ratio = NAN;
    assert_int_equal(hzp_ahp_weights(matrix, 4, found, &ratio), HZP_OK);
    assert_true(ratio > 0.1);
}

/* a_ij = w_i/w_j has no contradiction: the weights come back, and the ratio is nought. */
static void test_ahp__gives_consistent_weights_back(void **state)
{
    static const double weights[HZP_AHP_MAX] = {0.30, 0.20, 0.15, 0.10, 0.08, 0.07, 0.04, 0.03, 0.02, 0.01};
    (void)state;
    double matrix[HZP_AHP_MAX * HZP_AHP_MAX];
    double found[HZP_AHP_MAX];
    double ratio = NAN;
    for (size_t i = 0; i < HZP_AHP_MAX; i++) {
        for (size_t j = 0; j < HZP_AHP_MAX; j++)
            matrix[i * HZP_AHP_MAX + j] = weights[i] / weights[j];
    }
    assert_int_equal(hzp_ahp_weights(matrix, HZP_AHP_MAX, found, &ratio), HZP_OK);
    for (size_t i = 0; i < HZP_AHP_MAX; i++)
        test_close_to(found[i], weights[i], 1e-12);
    test_close_to(ratio, 0, 1e-12);
}

/* A over B over C over A by nine each: weights are equal, λmax = 1 + 9 + 1/9 = 10.111, CR = 3.556/0.58 = 6.13. */
static void test_ahp__tells_an_inconsistent_matrix(void **state)
{
    static const double circle[] = {1, 9, 1.0 / 9, 1.0 / 9, 1, 9, 9, 1.0 / 9, 1};
    (void)state;
    double weights[3];
    double ratio = NAN;
    assert_int_equal(hzp_ahp_weights(circle, 3, weights, &ratio), HZP_OK);
    test_close_to(ratio, (10 + 1.0 / 9 - 3) / 2 / 0.58, 1e-12);
    for (int i = 0; i < 3; i++)
        test_close_to(weights[i], 1.0 / 3, 1e-12);
}

static void test_ahp__of_one_or_two_is_never_inconsistent(void **state)
{
    static const double one[] = {1};
    static const double two[] = {1, 3, 1.0 / 3, 1};
    (void)state;
    double weights[2];
    double ratio = NAN;
    assert_int_equal(hzp_ahp_weights(one, 1, weights, &ratio), HZP_OK);
    assert_true(weights[0] == 1 && ratio == 0);
    assert_int_equal(hzp_ahp_weights(two, 2, weights, NULL), HZP_OK);
    test_close_to(weights[0], 0.75, 1e-12);
    test_close_to(weights[1], 0.25, 1e-12);
}

static void test_ahp__refuses_what_is_no_comparison_matrix(void **state)
{
    static const double not_reciprocal[] = {1, 3, 3, 1};
    static const double not_one[] = {2, 3, 1.0 / 3, 1};
    static const double negative[] = {1, -3, -1.0 / 3, 1};
    static const double nought[] = {1, 0, 0, 1};
    static const double unknown[] = {1, NAN, NAN, 1};
    static const double infinite[] = {1, INFINITY, 0, 1};
    const double *const bad[] = {not_reciprocal, not_one, negative, nought, unknown, infinite};
    (void)state;
    double weights[HZP_AHP_MAX + 1];
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        test_failed(hzp_ahp_weights(bad[i], 2, weights, NULL), HZP_E_INPUT, "ahp_not_reciprocal", NULL);
    static const double large[(HZP_AHP_MAX + 1) * (HZP_AHP_MAX + 1)] = {1};
    test_failed(hzp_ahp_weights(large, HZP_AHP_MAX + 1, weights, NULL), HZP_E_INPUT, "ahp_size", NULL);
    test_failed(hzp_ahp_weights(large, 0, weights, NULL), HZP_E_INPUT, "ahp_size", NULL);
}

/* A third is often written 0.333. */
static void test_ahp__takes_rounded_reciprocals(void **state)
{
    static const double rounded[] = {1, 3, 0.333, 1};
    (void)state;
    double weights[2];
    assert_int_equal(hzp_ahp_weights(rounded, 2, weights, NULL), HZP_OK);
    test_close_to(weights[0], 0.75, 1e-3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ahp__of_three_factors_has_a_closed_form),
        cmocka_unit_test(test_ahp__of_the_wealth_of_nations),
        cmocka_unit_test(test_ahp__of_the_brightness_of_chairs),
        cmocka_unit_test(test_ahp__gives_consistent_weights_back),
        cmocka_unit_test(test_ahp__tells_an_inconsistent_matrix),
        cmocka_unit_test(test_ahp__of_one_or_two_is_never_inconsistent),
        cmocka_unit_test(test_ahp__refuses_what_is_no_comparison_matrix),
        cmocka_unit_test(test_ahp__takes_rounded_reciprocals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
