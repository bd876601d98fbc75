/* Sums of exposed units by region, and the check that nobody gets lost. Figures are added up by hand. */
#include "support.h"

#include "analysis/exposed_sums.h"
#include "base/vocabulary.h"

/* Five units: 100 people of whom a quarter is exposed, 50 wholly, nobody knows how many wholly, 7 not at all, 9 without a
 * position. */
typedef struct {
    HzpTable *table;
    double *share;
} Units;

static Units units_new(void)
{
    static const double people[] = {100, 50, NAN, 7, 9};
    static const double households[] = {40, NAN, NAN, 2, 3};
    static const double share[] = {0.25, 1, 1, 0, NAN};
    size_t groups = (size_t)hzp_exposure_groups();
    Units units = {hzp_table_new("villages", 5), g_new0(double, 5 * groups)};
    memcpy(hzp_table_add_number(units.table, "population", HZP_COLUMN_INTEGER), people, sizeof people);
    memcpy(hzp_table_add_number(units.table, "households", HZP_COLUMN_INTEGER), households, sizeof households);
    for (size_t i = 0; i < 5; i++)
        units.share[i * groups] = share[i];
    return units;
}

static void units_free(Units *units)
{
    hzp_table_free(units->table);
    g_free(units->share);
}

static void test_exposed_sums__adds_by_region_and_keeps_missing_apart(void **state)
{
    (void)state;
    const long region[] = {1, 1, 0, 0, 0};
    HzpExposureSum sums[2];
    Units units = units_new();
    hzp_exposed_sums(units.table, units.share, 0, region, 2, sums);
    assert_int_equal(sums[0].units, 1);
    assert_int_equal(sums[0].people_missing, 1);
    assert_true(isnan(hzp_exposed_value(&sums[0]))); /* the only exposed one has no figure */
    assert_int_equal(sums[1].units, 2);
    assert_true(hzp_exposed_value(&sums[1]) == 75);
    assert_true(hzp_exposed_households(&sums[1]) == 10);
    assert_int_equal(sums[1].households_missing, 1);
    hzp_exposed_sums(units.table, units.share, 0, NULL, 0, sums);
    assert_true(hzp_exposed_value(&sums[0]) == 75 && sums[0].units == 3 && sums[0].people_missing == 1);
    /* A group without zones exposes nobody: nought, not missing. */
    hzp_exposed_sums(units.table, units.share, 1, NULL, 0, sums);
    assert_true(hzp_exposed_value(&sums[0]) == 0 && sums[0].units == 0);
    units_free(&units);
}

static void add(HzpExposureSum *sum, double people, double households)
{
    hzp_exact_sum_add(&sum->people, people);
    hzp_exact_sum_add(&sum->households, households);
}

static void test_exposed_sums__finds_somebody_lost_or_counted_twice(void **state)
{
    (void)state;
    HzpExposureSum depth[HZP_COVER_DEPTHS] = {{0}};
    Units units = units_new();
    HzpUnexposed rest = hzp_exposure_unexposed(units.table, units.share);
    assert_true(hzp_exact_sum_value(&rest.people_safe) == 75 + 7);
    assert_true(hzp_exact_sum_value(&rest.people_unplaced) == 9);
    assert_true(hzp_exact_sum_value(&rest.households_safe) == 30 + 2);
    add(&depth[0], 45, 10);
    add(&depth[1], 20, 0);
    add(&depth[2], 10, 0);
    assert_int_equal(hzp_exposure_check_sums(units.table, units.share, depth), HZP_OK);
    add(&depth[2], 0.001, 0);
    test_failed(hzp_exposure_check_sums(units.table, units.share, depth), HZP_E_INTERNAL, "people_lost", "population");
    add(&depth[2], -0.001, -1);
    test_failed(hzp_exposure_check_sums(units.table, units.share, depth), HZP_E_INTERNAL, "people_lost", "households");
    units_free(&units);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exposed_sums__adds_by_region_and_keeps_missing_apart),
        cmocka_unit_test(test_exposed_sums__finds_somebody_lost_or_counted_twice),
    };
    hzp_language_set("en");
    assert_int_equal(hzp_vocabulary_load(), HZP_OK);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hzp_library_end();
    return failed;
}
