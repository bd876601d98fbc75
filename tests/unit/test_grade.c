/* Risk grades: every bound of the table of 国家突发地质灾害应急预案 (2006), 1.5: 特大型 >= 1000 people or >= 1 亿元, 大型 500
 * to 999 or 5000 万元 to 1 亿元, 中型 100 to 499 or 500 to 5000 万元, 小型 below both. 以上 includes the bound. */
#include "support.h"

#include "base/vocabulary.h"
#include "hazplan/grade.h"

static void test_grade__by_people_alone(void **state)
{
    static const struct {
        double people;
        HzpGrade grade;
    } rows[] = {{0, HZP_GRADE_SMALL},         {1, HZP_GRADE_SMALL},    {99, HZP_GRADE_SMALL},
                {99.999, HZP_GRADE_SMALL},    {100, HZP_GRADE_MEDIUM}, {499, HZP_GRADE_MEDIUM},
                {500, HZP_GRADE_LARGE},       {999, HZP_GRADE_LARGE},  {1000, HZP_GRADE_EXTRA_LARGE},
                {1505, HZP_GRADE_EXTRA_LARGE}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_int_equal(hzp_risk_grade(rows[i].people, NAN, NULL), rows[i].grade);
}

static void test_grade__by_loss_alone(void **state)
{
    static const struct {
        double loss;
        HzpGrade grade;
    } rows[] = {{0, HZP_GRADE_SMALL},          {499.99, HZP_GRADE_SMALL}, {500, HZP_GRADE_MEDIUM},
                {4999.99, HZP_GRADE_MEDIUM},   {5000, HZP_GRADE_LARGE},   {9999.99, HZP_GRADE_LARGE},
                {10000, HZP_GRADE_EXTRA_LARGE}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_int_equal(hzp_risk_grade(NAN, rows[i].loss, NULL), rows[i].grade);
}

/* All pairs of grades: the graver of the two columns is the point's. */
static void test_grade__takes_the_higher_of_both(void **state)
{
    static const double people[] = {1000, 500, 100, 99};
    static const double loss[] = {10000, 5000, 500, 499};
    (void)state;
    for (int p = 0; p < 4; p++) {
        for (int l = 0; l < 4; l++)
            assert_int_equal(hzp_risk_grade(people[p], loss[l], NULL), p < l ? p : l);
    }
}

static void test_grade__does_not_call_the_unknown_small(void **state)
{
    (void)state;
    assert_int_equal(hzp_risk_grade(NAN, NAN, NULL), HZP_GRADE_NONE);
    assert_int_equal(hzp_risk_grade(0, NAN, NULL), HZP_GRADE_SMALL);
    assert_null(hzp_grade_code(HZP_GRADE_NONE));
}

static void test_grade__takes_bounds_of_the_callers(void **state)
{
    static const HzpGradeBounds bounds = {{30, 20, 10}, {300, 200, 100}};
    (void)state;
    assert_int_equal(hzp_risk_grade(30, 0, &bounds), HZP_GRADE_EXTRA_LARGE);
    assert_int_equal(hzp_risk_grade(29, 200, &bounds), HZP_GRADE_LARGE);
    assert_int_equal(hzp_risk_grade(9, 99, &bounds), HZP_GRADE_SMALL);
}

static void test_grade__has_the_codes_of_the_vocabulary(void **state)
{
    (void)state;
    assert_int_equal(hzp_vocabulary_load(), HZP_OK);
    for (int grade = 0; grade < 4; grade++)
        assert_string_equal(hzp_grade_code((HzpGrade)grade), hzp_vocabulary_code("grade", (size_t)grade));
    assert_null(hzp_grade_code((HzpGrade)4));
    hzp_vocabulary_forget();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grade__by_people_alone),
        cmocka_unit_test(test_grade__by_loss_alone),
        cmocka_unit_test(test_grade__takes_the_higher_of_both),
        cmocka_unit_test(test_grade__does_not_call_the_unknown_small),
        cmocka_unit_test(test_grade__takes_bounds_of_the_callers),
        cmocka_unit_test(test_grade__has_the_codes_of_the_vocabulary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
