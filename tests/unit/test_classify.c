/* Class limits. Natural breaks are compared with every partition there is, counted in whole numbers. */
#include "support.h"

#include "hazplan/classify.h"

enum { MOST = 12 };

/* ---- all partitions ---- */

typedef struct {
    long value[MOST]; /* sorted, distinct */
    long count[MOST];
    size_t n;
} Distinct;

static int by_value(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return first < second ? -1 : first > second;
}

static Distinct distinct_of(const double *values, size_t n)
{
    double sorted[MOST * 4];
    Distinct distinct = {.n = 0};
    memcpy(sorted, values, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_value);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1]) distinct.value[distinct.n++] = (long)sorted[i];
        distinct.count[distinct.n - 1]++;
    }
    return distinct;
}

/* Sum of squared deviations of the distinct values from..end-1: (n·Σx² − (Σx)²)/n; the numerator is exact. */
static double squares(const Distinct *distinct, size_t from, size_t end)
{
    long n = 0;
    long sum = 0;
    long sum_of_squares = 0;
    for (size_t i = from; i < end; i++) {
        n += distinct->count[i];
        sum += distinct->count[i] * distinct->value[i];
        sum_of_squares += distinct->count[i] * distinct->value[i] * distinct->value[i];
    }
    return (double)(n * sum_of_squares - sum * sum) / (double)n;
}

/* Least sum over all ways to cut the values from `from` on into `classes` classes. */
static double least_of_all(const Distinct *distinct, size_t from, size_t classes)
{
    if (classes == 1) return squares(distinct, from, distinct->n);
    double least = INFINITY;
    for (size_t cut = from + 1; cut + classes - 1 <= distinct->n; cut++)
        least = fmin(least, squares(distinct, from, cut) + least_of_all(distinct, cut, classes - 1));
    return least;
}

static double sum_of_limits(const Distinct *distinct, const double *lower, size_t classes)
{
    double total = 0;
    size_t from = 0;
    for (size_t k = 1; k <= classes; k++) {
        size_t end = from;
        while (end < distinct->n && (k == classes || (double)distinct->value[end] < lower[k]))
            end++;
        assert_true(end > from);
        assert_true(lower[k - 1] == (double)distinct->value[from]);
        total += squares(distinct, from, end);
        from = end;
    }
    return total;
}

static void test_classify__jenks_is_the_best_of_all_partitions(void **state)
{
    (void)state;
    uint64_t random = 1958;
    for (int round = 0; round < 400; round++) {
        double values[MOST * 2];
        double lower[6];
        size_t n = 3 + (size_t)(test_random(&random) * 10);
        double range = round % 3 == 0 ? 8 : round % 3 == 1 ? 40 : 3000;
        for (size_t i = 0; i < n; i++)
            values[i] = floor(test_random(&random) * range) - range / 4;
        Distinct distinct = distinct_of(values, n);
        for (size_t classes = 1; classes <= 5 && classes <= distinct.n; classes++) {
            assert_int_equal(hzp_jenks_breaks(values, n, classes, lower), HZP_OK);
            double best = least_of_all(&distinct, 0, classes);
            test_close_to(sum_of_limits(&distinct, lower, classes), best, 1e-9 * (1 + best));
        }
    }
}

/* A large offset must not change where the gaps are. */
static void test_classify__jenks_keeps_its_digits_far_from_nought(void **state)
{
    static const double values[] = {1, 2, 3, 11, 12, 13, 31, 32, 33};
    (void)state;
    double far[G_N_ELEMENTS(values)];
    double lower[3];
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
        far[i] = values[i] + 1e9;
    assert_int_equal(hzp_jenks_breaks(far, G_N_ELEMENTS(far), 3, lower), HZP_OK);
    assert_true(lower[0] == 1e9 + 1 && lower[1] == 1e9 + 11 && lower[2] == 1e9 + 31);
}

/* 4, 5, 9, 10 in two classes: 4, 5 | 9, 10 leaves 1, of a total of 26; a fit of 25/26. The example that Wikipedia's "Jenks
 * natural breaks optimization" works through. */
static void test_classify__jenks_of_a_worked_example(void **state)
{
    static const double values[] = {9, 4, 10, 5};
    (void)state;
    double lower[2];
    assert_int_equal(hzp_jenks_breaks(values, 4, 2, lower), HZP_OK);
    assert_true(lower[0] == 4 && lower[1] == 9);
    test_close_to(hzp_variance_fit(values, 4, lower, 2), 25.0 / 26.0, 1e-15);
}

/* By hand: three groups with clear gaps, equal values in one class, as many classes as values. */
static void test_classify__jenks_of_clear_groups(void **state)
{
    static const double groups[] = {1, 1, 2, 20, 21, 22, 22, 50, 51};
    static const double equal[] = {5, 5, 5, 5, 9, 9};
    (void)state;
    double lower[9];
    assert_int_equal(hzp_jenks_breaks(groups, 9, 3, lower), HZP_OK);
    assert_true(lower[0] == 1 && lower[1] == 20 && lower[2] == 50);
    assert_int_equal(hzp_jenks_breaks(groups, 9, 7, lower), HZP_OK);
    static const double all[] = {1, 2, 20, 21, 22, 50, 51};
    assert_memory_equal(lower, all, sizeof all);
    assert_int_equal(hzp_jenks_breaks(equal, 6, 2, lower), HZP_OK);
    assert_true(lower[0] == 5 && lower[1] == 9);
    test_close_to(hzp_variance_fit(equal, 6, lower, 2), 1, 0);
}

/* 1 | 2, 3 and 1, 2 | 3 are equally good: the lower limits are taken, so that results do not hang on chance. */
static void test_classify__jenks_breaks_ties_downwards(void **state)
{
    static const double values[] = {3, 1, 2};
    static const double four[] = {1, 2, 3, 4};
    (void)state;
    double lower[3];
    assert_int_equal(hzp_jenks_breaks(values, 3, 2, lower), HZP_OK);
    assert_true(lower[0] == 1 && lower[1] == 2);
    assert_int_equal(hzp_jenks_breaks(four, 4, 3, lower), HZP_OK);
    assert_true(lower[0] == 1 && lower[1] == 2 && lower[2] == 3);
}

static void test_classify__jenks_refuses_what_it_cannot_class(void **state)
{
    static const double values[] = {1, 2, 2, 2};
    static const double nan[] = {1, NAN, 3};
    static const double infinite[] = {1, 2, INFINITY};
    (void)state;
    double lower[4];
    test_failed(hzp_jenks_breaks(values, 4, 3, lower), HZP_E_INPUT, "classify_too_few", NULL);
    test_failed(hzp_jenks_breaks(values, 4, 0, lower), HZP_E_INPUT, "classify_too_few", NULL);
    test_failed(hzp_jenks_breaks(values, 0, 1, lower), HZP_E_INPUT, "classify_too_few", NULL);
    test_failed(hzp_jenks_breaks(nan, 3, 2, lower), HZP_E_INPUT, "classify_not_finite", NULL);
    test_failed(hzp_jenks_breaks(infinite, 3, 2, lower), HZP_E_INPUT, "classify_not_finite", NULL);
}

static void test_classify__quantiles_by_hand(void **state)
{
    /* 1 2 3 4 5 6 7 8 9 10: half of the values are below 6, eight tenths below 9. */
    static const double ten[] = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
    static const double five[] = {1, 2, 3, 4, 5};
    static const double many_equal[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 2};
    static const double shares[] = {0, 0.5, 0.8};
    (void)state;
    double lower[3];
    assert_int_equal(hzp_quantile_breaks(ten, 10, shares, 3, lower), HZP_OK);
    assert_true(lower[0] == 1 && lower[1] == 6 && lower[2] == 9);
    /* 0.8 · 5 is 4 whatever floating point says: the fifth value */
    assert_int_equal(hzp_quantile_breaks(five, 5, shares, 3, lower), HZP_OK);
    assert_true(lower[0] == 1 && lower[1] == 3 && lower[2] == 5);
    assert_int_equal(hzp_quantile_breaks(many_equal, 10, shares, 3, lower), HZP_OK);
    assert_true(lower[0] == 0 && lower[1] == 0 && lower[2] == 1);
    static const double one[] = {4};
    assert_int_equal(hzp_quantile_breaks(one, 1, shares, 3, lower), HZP_OK);
    assert_true(lower[0] == 4 && lower[1] == 4 && lower[2] == 4);
}

/* The definition, value by value: the least one whose cumulative share exceeds the share asked for. */
static void test_classify__quantiles_are_what_they_say(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int round = 0; round < 200; round++) {
        double values[20];
        size_t n = 1 + (size_t)(test_random(&random) * 19);
        for (size_t i = 0; i < n; i++)
            values[i] = floor(test_random(&random) * 12);
        for (long hundredths = 0; hundredths < 100; hundredths += 5) {
            double share = (double)hundredths / 100;
            double expected = INFINITY;
            for (size_t i = 0; i < n; i++) {
                long reached = 0;
                for (size_t j = 0; j < n; j++)
                    reached += values[j] <= values[i];
                if (reached * 100 > hundredths * (long)n) expected = fmin(expected, values[i]);
            }
            double lower = NAN;
            assert_int_equal(hzp_quantile_breaks(values, n, &share, 1, &lower), HZP_OK);
            assert_true(lower == expected);
        }
    }
}

static void test_classify__quantiles_refuse_shares_that_do_not_rise(void **state)
{
    static const double values[] = {1, 2, 3};
    static const double nan[] = {1, NAN, 3};
    static const double falling[] = {0, 0.8, 0.5};
    static const double whole[] = {0, 1};
    static const double negative[] = {-0.1};
    static const double unknown[] = {NAN};
    static const double good[] = {0, 0.5};
    (void)state;
    double lower[3];
    test_failed(hzp_quantile_breaks(values, 3, falling, 3, lower), HZP_E_INPUT, "classify_shares", NULL);
    test_failed(hzp_quantile_breaks(values, 3, whole, 2, lower), HZP_E_INPUT, "classify_shares", NULL);
    test_failed(hzp_quantile_breaks(values, 3, negative, 1, lower), HZP_E_INPUT, "classify_shares", NULL);
    test_failed(hzp_quantile_breaks(values, 3, unknown, 1, lower), HZP_E_INPUT, "classify_shares", NULL);
    test_failed(hzp_quantile_breaks(nan, 3, good, 2, lower), HZP_E_INPUT, "classify_not_finite", NULL);
    test_failed(hzp_quantile_breaks(values, 0, good, 2, lower), HZP_E_INPUT, "classify_too_few", NULL);
}

static void test_classify__a_limit_belongs_to_its_class(void **state)
{
    static const double lower[] = {0, 0.2, 0.4};
    (void)state;
    assert_int_equal(hzp_class_of(-1, lower, 3), 0);
    assert_int_equal(hzp_class_of(0, lower, 3), 0);
    assert_int_equal(hzp_class_of(nextafter(0.2, 0), lower, 3), 0);
    assert_int_equal(hzp_class_of(0.2, lower, 3), 1);
    assert_int_equal(hzp_class_of(nextafter(0.4, 0), lower, 3), 1);
    assert_int_equal(hzp_class_of(0.4, lower, 3), 2);
    assert_int_equal(hzp_class_of(9, lower, 3), 2);
}

static void test_classify__fit_of_equal_values_is_perfect(void **state)
{
    static const double equal[] = {3, 3, 3};
    static const double lower[] = {3};
    static const double values[] = {1, 5};
    (void)state;
    assert_true(hzp_variance_fit(equal, 3, lower, 1) == 1);
    assert_true(hzp_variance_fit(values, 2, values, 1) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_classify__jenks_is_the_best_of_all_partitions),
        cmocka_unit_test(test_classify__jenks_keeps_its_digits_far_from_nought),
        cmocka_unit_test(test_classify__jenks_of_a_worked_example),
        cmocka_unit_test(test_classify__jenks_of_clear_groups),
        cmocka_unit_test(test_classify__jenks_breaks_ties_downwards),
        cmocka_unit_test(test_classify__jenks_refuses_what_it_cannot_class),
        cmocka_unit_test(test_classify__quantiles_by_hand),
        cmocka_unit_test(test_classify__quantiles_are_what_they_say),
        cmocka_unit_test(test_classify__quantiles_refuse_shares_that_do_not_rise),
        cmocka_unit_test(test_classify__a_limit_belongs_to_its_class),
        cmocka_unit_test(test_classify__fit_of_equal_values_is_perfect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
