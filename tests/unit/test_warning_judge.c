#include "analysis/warning_judge.h"

#include "base/vocabulary.h"
#include "support.h"

static HzpWarningRules rules;

static const HzpWarningConditions off_season = {.in_season = false};
static const HzpWarningConditions in_season = {.in_season = true};

#define FIGURES(...) figures_of((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static HzpRainFigures figures_of(const double *mm, size_t days) { return hzp_rain_figures(&rules, mm, 1, days); }

static HzpWarningVerdict judged(HzpWarningConditions conditions, HzpRainFigures rain, HzpGround ground)
{
    return hzp_warning_judge(&rules, &conditions, &rain, ground, 0);
}

static void assert_level(HzpWarningVerdict verdict, const char *level, HzpWarningRule rule)
{
    const char *found = hzp_warning_level_code(verdict.level);
    assert_string_equal(found ? found : "unknown", level);
    assert_string_equal(hzp_warning_rule_code(verdict.rule), hzp_warning_rule_code(rule));
}

static unsigned type_bit(const char *code) { return 1U << hzp_vocabulary_index("hazard_type", code); }

/* ---- figures of rain ---- */

static void test_rain_figures__are_those_counted_by_hand(void **state)
{
    (void)state;
    HzpRainFigures rain = FIGURES(3, 25, 30.5, 24.9, 26, 27, 28, 0);
    test_close_to(rain.max_mm, 30.5, 0);
    assert_int_equal(rain.max_day, 2);
    assert_int_equal(rain.heavy_days, 3);
    test_close_to(rain.total_mm, 164.4, 1e-12);
    assert_int_equal(rain.days_missing, 0);
    assert_false(rain.heavy_days_open);
}

static void test_rain_figures__a_missing_day_ends_a_run_and_is_told(void **state)
{
    (void)state;
    HzpRainFigures rain = FIGURES(30, 30, NAN, 30, 5);
    assert_int_equal(rain.heavy_days, 2);
    assert_true(rain.heavy_days_open);
    assert_int_equal(rain.days_missing, 1);
    test_close_to(rain.total_mm, 95, 0);
    HzpRainFigures apart = FIGURES(30, 5, NAN, 5, 30);
    assert_false(apart.heavy_days_open);
}

static void test_rain_figures__nothing_known_is_nothing(void **state)
{
    (void)state;
    HzpRainFigures rain = FIGURES(NAN, NAN);
    assert_true(isnan(rain.max_mm) && isnan(rain.total_mm) && isnan(rain.effective_mm));
    assert_int_equal(rain.max_day, -1);
    assert_int_equal(rain.days_missing, 2);
    assert_int_equal(rain.dry_days, 0);
}

static void test_rain_figures__the_first_of_equal_days_is_named(void **state)
{
    (void)state;
    assert_int_equal(FIGURES(0, 12, 12).max_day, 1);
    assert_int_equal(FIGURES(0, 0).max_day, 0);
}

/* Two days below 1 mm end an event; one does not, and a missing day does not count as dry. */
static void test_rain_figures__events_are_parted_by_the_clearing_condition(void **state)
{
    (void)state;
    test_close_to(FIGURES(60, 0.9, 60).total_mm, 120.9, 1e-12);
    test_close_to(FIGURES(60, 0.9, 0, 61).total_mm, 61, 0);
    test_close_to(FIGURES(60, 1, 0, 61).total_mm, 122, 0);
    test_close_to(FIGURES(60, 0, NAN, 0, 61).total_mm, 121, 0);
    test_close_to(FIGURES(0, 0, 0).total_mm, 0, 0);
}

/* 20 + 0.8 × 30 + 0.64 × 10 = 50.4; the missing day adds nothing and keeps its place. */
static void test_rain_figures__effective_rain_weighs_earlier_days(void **state)
{
    (void)state;
    test_close_to(FIGURES(10, 30, 20).effective_mm, 50.4, 1e-12);
    test_close_to(FIGURES(10, NAN, 40).effective_mm, 46.4, 1e-12);
}

static void test_rain_figures__days_may_lie_apart_in_memory(void **state)
{
    (void)state;
    const double mm[] = {10, 99, 30, 99, 20, 99};
    HzpRainFigures rain = hzp_rain_figures(&rules, mm, 2, 3);
    test_close_to(rain.max_mm, 30, 0);
    test_close_to(rain.total_mm, 60, 0);
}

/* ---- triggers off season ---- */

static void test_judge__daily_trigger_holds_from_exactly_50_mm(void **state)
{
    (void)state;
    assert_level(judged(off_season, FIGURES(50.0), HZP_GROUND_HIGH), "orange", HZP_RULE_DAILY_RAIN);
    assert_level(judged(off_season, FIGURES(49.9), HZP_GROUND_HIGH), "none", HZP_RULE_NOT_REACHED);
    /* To 0.1 mm as gauges read it: an interpolation's last digits do not decide. */
    assert_level(judged(off_season, FIGURES(49.99999999999999), HZP_GROUND_HIGH), "orange", HZP_RULE_DAILY_RAIN);
    assert_level(judged(off_season, FIGURES(49.94), HZP_GROUND_HIGH), "none", HZP_RULE_NOT_REACHED);
}

static void test_judge__three_days_from_exactly_25_mm(void **state)
{
    (void)state;
    assert_level(judged(off_season, FIGURES(25, 25, 25), HZP_GROUND_MEDIUM), "yellow", HZP_RULE_HEAVY_DAYS);
    assert_level(judged(off_season, FIGURES(25, 24.9, 25), HZP_GROUND_MEDIUM), "none", HZP_RULE_NOT_REACHED);
    assert_level(judged(off_season, FIGURES(25, 25, 0, 25), HZP_GROUND_MEDIUM), "none", HZP_RULE_NOT_REACHED);
}

/* Days of less than heavy rain, so that nothing but their sum can be the cause. */
static void test_judge__event_must_be_above_100_mm(void **state)
{
    (void)state;
    assert_level(judged(off_season, FIGURES(20, 20, 20, 20, 20), HZP_GROUND_HIGH), "none", HZP_RULE_NOT_REACHED);
    assert_level(judged(off_season, FIGURES(20, 20, 20, 20, 20.1), HZP_GROUND_HIGH), "orange", HZP_RULE_PROCESS_RAIN);
}

static void test_judge__and_wants_both_off_season_only(void **state)
{
    (void)state;
    HzpRainFigures days_only = FIGURES(25, 25, 25);
    HzpRainFigures event_only = FIGURES(24, 24, 24, 24, 24);
    HzpRainFigures both = FIGURES(30, 35, 36);
    rules.off_season_and = true;
    assert_level(judged(off_season, days_only, HZP_GROUND_HIGH), "none", HZP_RULE_NOT_REACHED);
    assert_level(judged(off_season, event_only, HZP_GROUND_HIGH), "none", HZP_RULE_NOT_REACHED);
    assert_level(judged(off_season, both, HZP_GROUND_HIGH), "orange", HZP_RULE_HEAVY_DAYS_AND_PROCESS);
    assert_level(judged(off_season, FIGURES(50), HZP_GROUND_HIGH), "orange", HZP_RULE_DAILY_RAIN);
    assert_level(judged(in_season, days_only, HZP_GROUND_HIGH), "orange", HZP_RULE_HEAVY_DAYS);
    assert_level(judged(in_season, event_only, HZP_GROUND_HIGH), "orange", HZP_RULE_PROCESS_RAIN);
    rules.off_season_and = false;
    assert_level(judged(off_season, days_only, HZP_GROUND_HIGH), "orange", HZP_RULE_HEAVY_DAYS);
    assert_level(judged(off_season, event_only, HZP_GROUND_HIGH), "orange", HZP_RULE_PROCESS_RAIN);
}

/* ---- the matrix ---- */

static void test_judge__classes_of_rain_begin_where_the_standard_says(void **state)
{
    (void)state;
    const struct {
        double mm;
        const char *high;
        const char *medium;
        const char *none;
    } cases[] = {{0, "none", "none", "none"},      {24.9, "none", "none", "none"},   {25, "yellow", "blue", "none"},
                 {49.9, "yellow", "blue", "none"}, {50, "orange", "yellow", "blue"}, {99.9, "orange", "yellow", "blue"},
                 {100, "red", "orange", "blue"},   {249.9, "red", "orange", "blue"}, {250, "red", "red", "yellow"},
                 {999.9, "red", "red", "yellow"}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        HzpRainFigures rain = figures_of(&cases[i].mm, 1);
        const HzpGround grounds[] = {HZP_GROUND_HIGH, HZP_GROUND_MEDIUM, HZP_GROUND_NONE};
        const char *expected[] = {cases[i].high, cases[i].medium, cases[i].none};
        for (size_t g = 0; g < 3; g++) {
            HzpWarningVerdict verdict = judged(in_season, rain, grounds[g]);
            bool none = strcmp(expected[g], "none") == 0;
            assert_level(verdict, expected[g], none ? HZP_RULE_NOT_REACHED : HZP_RULE_DAILY_RAIN);
        }
    }
}

static void test_judge__the_plans_own_trigger_goes_first(void **state)
{
    (void)state;
    rules.daily_mm = 40;
    assert_level(judged(off_season, FIGURES(40), HZP_GROUND_HIGH), "orange", HZP_RULE_DAILY_RAIN);
    assert_level(judged(off_season, FIGURES(39.9), HZP_GROUND_HIGH), "none", HZP_RULE_NOT_REACHED);
    rules.daily_mm = 60;
    assert_level(judged(off_season, FIGURES(59.9), HZP_GROUND_HIGH), "none", HZP_RULE_NOT_REACHED);
    rules.daily_mm = 50;
}

static void test_judge__effective_rain_decides_where_it_is_asked_for(void **state)
{
    (void)state;
    HzpWarningConditions effective = {.in_season = true, .effective = true};
    HzpRainFigures rain = FIGURES(10, 30, 20);
    assert_level(judged(in_season, rain, HZP_GROUND_HIGH), "yellow", HZP_RULE_DAILY_RAIN);
    assert_level(judged(effective, rain, HZP_GROUND_HIGH), "orange", HZP_RULE_EFFECTIVE_RAIN);
}

/* ---- what is missing ---- */

static void test_judge__missing_rain_is_unknown_never_none(void **state)
{
    (void)state;
    HzpWarningVerdict nothing = judged(in_season, FIGURES(NAN, NAN), HZP_GROUND_HIGH);
    assert_level(nothing, "unknown", HZP_RULE_RAIN_MISSING);
    assert_false(nothing.at_least);
    assert_level(judged(in_season, FIGURES(3, NAN), HZP_GROUND_HIGH), "unknown", HZP_RULE_RAIN_MISSING);
    assert_level(judged(off_season, FIGURES(30, NAN, 30), HZP_GROUND_HIGH), "unknown", HZP_RULE_RAIN_MISSING);
}

static void test_judge__a_level_with_missing_days_is_a_lower_bound(void **state)
{
    (void)state;
    HzpWarningVerdict orange = judged(in_season, FIGURES(60, NAN), HZP_GROUND_HIGH);
    assert_level(orange, "orange", HZP_RULE_DAILY_RAIN);
    assert_true(orange.at_least);
    assert_false(judged(in_season, FIGURES(120, NAN), HZP_GROUND_HIGH).at_least);
    assert_false(judged(in_season, FIGURES(60, 0), HZP_GROUND_HIGH).at_least);
}

/* ---- snow and drought ---- */

static void test_judge__snow_melt_raises_the_types_it_moves(void **state)
{
    (void)state;
    HzpWarningConditions thaw = {.in_season = false, .snow_melt = true};
    unsigned slide = type_bit("landslide");
    HzpRainFigures dry = FIGURES(0), wet = FIGURES(60), flood = FIGURES(120), missing = FIGURES(NAN);
    assert_level(hzp_warning_judge(&rules, &thaw, &dry, HZP_GROUND_HIGH, slide), "blue", HZP_RULE_SNOW_MELT);
    assert_level(hzp_warning_judge(&rules, &thaw, &wet, HZP_GROUND_HIGH, slide), "red", HZP_RULE_SNOW_MELT);
    assert_level(hzp_warning_judge(&rules, &thaw, &flood, HZP_GROUND_HIGH, slide), "red", HZP_RULE_DAILY_RAIN);
    assert_level(hzp_warning_judge(&rules, &thaw, &dry, HZP_GROUND_HIGH, type_bit("ground_fissure")), "none",
                 HZP_RULE_NOT_REACHED);
    assert_level(hzp_warning_judge(&rules, &off_season, &dry, HZP_GROUND_HIGH, slide), "none", HZP_RULE_NOT_REACHED);
    HzpWarningVerdict unknown = hzp_warning_judge(&rules, &thaw, &missing, HZP_GROUND_HIGH, slide);
    assert_level(unknown, "blue", HZP_RULE_SNOW_MELT);
    assert_true(unknown.at_least);
}

static void test_judge__a_dry_spell_of_20_days_raises_collapse_and_fissure(void **state)
{
    (void)state;
    double mm[22];
    for (size_t i = 0; i < 22; i++)
        mm[i] = 0.9;
    unsigned fissure = type_bit("ground_fissure"), slide = type_bit("landslide");
    HzpRainFigures nineteen = figures_of(mm, 19), twenty = figures_of(mm, 20);
    assert_level(hzp_warning_judge(&rules, &off_season, &nineteen, HZP_GROUND_LOW, fissure), "none", HZP_RULE_NOT_REACHED);
    assert_level(hzp_warning_judge(&rules, &off_season, &twenty, HZP_GROUND_LOW, fissure), "blue", HZP_RULE_DRY_SPELL);
    assert_level(hzp_warning_judge(&rules, &off_season, &twenty, HZP_GROUND_LOW, slide), "none", HZP_RULE_NOT_REACHED);
    mm[10] = 1; /* not below 1 mm */
    HzpRainFigures wet = figures_of(mm, 22);
    assert_int_equal(wet.dry_days, 11);
    mm[10] = NAN; /* not known to be dry */
    assert_int_equal(figures_of(mm, 22).dry_days, 11);
}

/* ---- seasons ---- */

static void test_in_season__both_months_belong_to_it(void **state)
{
    (void)state;
    assert_false(hzp_warning_in_season(&rules, 5));
    assert_true(hzp_warning_in_season(&rules, 6));
    assert_true(hzp_warning_in_season(&rules, 9));
    assert_false(hzp_warning_in_season(&rules, 10));
    HzpWarningRules winter = rules;
    winter.first_month = 11;
    winter.last_month = 3;
    assert_true(hzp_warning_in_season(&winter, 12));
    assert_true(hzp_warning_in_season(&winter, 3));
    assert_false(hzp_warning_in_season(&winter, 4));
}

static int load(void **state)
{
    (void)state;
    return hzp_warning_rules_read(NULL, &rules) == HZP_OK ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    hzp_warning_rules_clear(&rules);
    hzp_vocabulary_forget();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rain_figures__are_those_counted_by_hand),
        cmocka_unit_test(test_rain_figures__a_missing_day_ends_a_run_and_is_told),
        cmocka_unit_test(test_rain_figures__nothing_known_is_nothing),
        cmocka_unit_test(test_rain_figures__the_first_of_equal_days_is_named),
        cmocka_unit_test(test_rain_figures__events_are_parted_by_the_clearing_condition),
        cmocka_unit_test(test_rain_figures__effective_rain_weighs_earlier_days),
        cmocka_unit_test(test_rain_figures__days_may_lie_apart_in_memory),
        cmocka_unit_test(test_judge__daily_trigger_holds_from_exactly_50_mm),
        cmocka_unit_test(test_judge__three_days_from_exactly_25_mm),
        cmocka_unit_test(test_judge__event_must_be_above_100_mm),
        cmocka_unit_test(test_judge__and_wants_both_off_season_only),
        cmocka_unit_test(test_judge__classes_of_rain_begin_where_the_standard_says),
        cmocka_unit_test(test_judge__the_plans_own_trigger_goes_first),
        cmocka_unit_test(test_judge__effective_rain_decides_where_it_is_asked_for),
        cmocka_unit_test(test_judge__missing_rain_is_unknown_never_none),
        cmocka_unit_test(test_judge__a_level_with_missing_days_is_a_lower_bound),
        cmocka_unit_test(test_judge__snow_melt_raises_the_types_it_moves),
        cmocka_unit_test(test_judge__a_dry_spell_of_20_days_raises_collapse_and_fissure),
        cmocka_unit_test(test_in_season__both_months_belong_to_it),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
