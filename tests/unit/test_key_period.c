/* Key periods: which days they hold, by the calendar; what a project may say of them; what is asked of a plan. */
#include "support.h"

#include <sqlite3.h>

#include "answer/key_period.h"

#define HEADER "title: t\nregion: {name: r}\nlayers:\n  villages: {path: v.csv}\n  hazard_points: {path: h.csv}\n"

static char *folder;

static int set_up(void **state)
{
    (void)state;
    folder = test_folder_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    test_folder_remove(folder);
    return 0;
}

static HzpProject *opened(const char *more)
{
    g_autofree char *text = g_strconcat(HEADER, more, NULL);
    HzpProject *project = NULL;
    test_file_put(folder, "project.yaml", text);
    if (hzp_project_open(folder, &project) != HZP_OK) fail_msg("%s", hzp_error_message());
    return project;
}

static void refused(const char *more, const char *id, const char *part)
{
    g_autofree char *text = g_strconcat(HEADER, more, NULL);
    HzpProject *project = NULL;
    test_file_put(folder, "project.yaml", text);
    test_failed(hzp_project_open(folder, &project), HZP_E_INPUT, id, part);
}

static bool holds(const HzpKeyPeriod *period, int year, int month, int day)
{
    return hzp_key_period_holds(period, (HzpDate){year, month, day});
}

static void test_key_period__holds_its_first_and_last_day(void **state)
{
    (void)state;
    HzpKeyPeriod flood = {.first_month = 6, .first_day = 1, .last_month = 9, .last_day = 30};
    assert_false(holds(&flood, 2020, 5, 31));
    assert_true(holds(&flood, 2020, 6, 1));
    assert_true(holds(&flood, 2020, 9, 30));
    assert_false(holds(&flood, 2020, 10, 1));
    HzpKeyPeriod day = {.first_month = 6, .first_day = 15, .last_month = 6, .last_day = 15};
    assert_true(holds(&day, 2020, 6, 15));
    assert_false(holds(&day, 2020, 6, 14) || holds(&day, 2020, 6, 16));
}

static void test_key_period__goes_over_the_new_year(void **state)
{
    (void)state;
    HzpKeyPeriod winter = {.first_month = 11, .first_day = 1, .last_month = 3, .last_day = 31};
    assert_true(holds(&winter, 2020, 11, 1));
    assert_true(holds(&winter, 2020, 12, 31));
    assert_true(holds(&winter, 2021, 1, 1));
    assert_true(holds(&winter, 2021, 3, 31));
    assert_false(holds(&winter, 2021, 4, 1) || holds(&winter, 2020, 10, 31));
}

static void test_key_period__ends_with_february(void **state)
{
    (void)state;
    int month = 0;
    int day = 0;
    assert_true(hzp_key_period_day_read("2", true, &month, &day));
    HzpKeyPeriod thaw = {.first_month = 12, .first_day = 15, .last_month = month, .last_day = day};
    assert_true(holds(&thaw, 2020, 2, 29));
    assert_true(holds(&thaw, 2021, 2, 28));
    assert_false(holds(&thaw, 2021, 3, 1));
}

static void test_key_period__reads_months_and_days(void **state)
{
    (void)state;
    int month = 0;
    int day = 0;
    assert_true(hzp_key_period_day_read("6", false, &month, &day) && month == 6 && day == 1);
    assert_true(hzp_key_period_day_read("6", true, &month, &day) && month == 6 && day == 30);
    assert_true(hzp_key_period_day_read("06-15", true, &month, &day) && month == 6 && day == 15);
    static const char *const wrong[] = {"0", "13", "", "06-31", "06-00", "02-30", "6月", "06-15-01", "-6", "6.5"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        if (hzp_key_period_day_read(wrong[i], false, &month, &day)) fail_msg("\"%s\" was read", wrong[i]);
    }
    assert_false(hzp_key_period_day_read(NULL, false, &month, &day));
}

static const HzpKeyPeriod *nth(GPtrArray *periods, guint n) { return g_ptr_array_index(periods, n); }

static void test_key_period__is_the_flood_season_by_default(void **state)
{
    (void)state;
    HzpProject *project = opened("management: {flood_season: {first_month: 5, last_month: 10}, after_last_month: 11}\n");
    GPtrArray *periods = NULL;
    assert_int_equal(hzp_key_periods_of(project, &periods), HZP_OK);
    assert_int_equal(periods->len, 1);
    assert_string_equal(nth(periods, 0)->id, "flood_season");
    assert_int_equal(nth(periods, 0)->first_month, 5); /* of the project's flood season */
    assert_int_equal(nth(periods, 0)->last_day, 31);
    assert_false(nth(periods, 0)->of_project);
    g_ptr_array_unref(periods);
    hzp_project_close(project);
    assert_int_equal(hzp_key_periods_of(NULL, &periods), HZP_OK);
    assert_int_equal(nth(periods, 0)->first_month, 6);
    assert_int_equal(nth(periods, 0)->last_month, 9);
    g_ptr_array_unref(periods);
}

static void test_key_period__is_what_a_project_says(void **state)
{
    (void)state;
    HzpProject *project = opened("key_periods:\n- spring_thaw\n- {id: flood_peak, to: 08-20}\n"
                                 "- {name: 封冻期, from: 11, to: 2, types: [崩塌, landslide]}\n");
    GPtrArray *periods = NULL;
    assert_int_equal(hzp_key_periods_of(project, &periods), HZP_OK);
    assert_int_equal(periods->len, 3);
    assert_false(nth(periods, 0)->of_project);
    assert_string_equal(nth(periods, 1)->name_zh, "汛期集中期");
    assert_int_equal(nth(periods, 1)->last_day, 20);
    assert_true(nth(periods, 1)->of_project);
    assert_string_equal(nth(periods, 2)->types, "collapse,landslide");
    assert_null(nth(periods, 2)->trigger_zh);
    assert_int_equal(nth(periods, 2)->last_day, 29);
    g_ptr_array_unref(periods);
    hzp_project_close(project);
    project = opened("key_periods: []\n");
    assert_int_equal(hzp_key_periods_of(project, &periods), HZP_OK);
    assert_int_equal(periods->len, 0);
    g_ptr_array_unref(periods);
    hzp_project_close(project);
}

static void test_key_period__names_what_is_wrong_in_a_project(void **state)
{
    (void)state;
    refused("key_periods: flood_season\n", "key_period_list", "第 6 行");
    refused("key_periods: [monsoon]\n", "key_period_unknown", "monsoon");
    refused("key_periods: [{name: x, from: 6}]\n", "key_period_incomplete", "第 6 行");
    refused("key_periods: [{name: x, from: 6, to: 13}]\n", "key_period_day", "13");
    refused("key_periods: [{name: x, from: 6, to: 9, types: [地震]}]\n", "key_period_type", "地震");
    refused("key_periods: [{name: x, from: 6, to: 9, types: collapse}]\n", "key_period_types", "第 6 行");
    refused("key_periods: [{name: x, form: 6, to: 9}]\n", "yaml_unknown_key", "form");
}

static HzpPlanFile *plan_of(const char *name, const char *sql)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database,
                                  "CREATE TABLE gpkg_contents(x); CREATE TABLE summary(key, value, value_type);"
                                  "CREATE TABLE parameters(key, value, source); CREATE TABLE hazard_points(hazard_id);",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    HzpPlanFile *plan = NULL;
    if (hzp_plan_file_open(path, &plan) != HZP_OK) fail_msg("%s", hzp_error_message());
    return plan;
}

#define TABLE                                                                                                                \
    "CREATE TABLE key_periods(fid INTEGER PRIMARY KEY, period_id, name_zh, name_en, first_day, last_day, trigger_zh, "       \
    "trigger_en, types, types_zh, origin);"

static void says(HzpPlanFile *plan, const char *date, size_t holding, const char *expected)
{
    HzpKeyPeriodAnswer *answer = NULL;
    if (hzp_key_period_ask(plan, date, &answer) != HZP_OK) fail_msg("%s: %s", date, hzp_error_message());
    assert_int_equal(answer->holding->len, holding);
    g_autofree char *sentence = hzp_key_period_sentence(answer);
    assert_string_equal(sentence, expected);
    hzp_key_period_answer_free(answer);
}

static void test_key_period__is_asked_of_a_plan(void **state)
{
    (void)state;
    HzpPlanFile *plan = plan_of(
        "a.gpkg", TABLE "INSERT INTO key_periods VALUES"
                        "(1, 'a', '汛期', 'flood', '06-01', '09-30', '降雨', 'rain', 'collapse,landslide', NULL, 'default'),"
                        "(2, 'b', '盛夏', 'summer', '07-15', '08-15', NULL, NULL, NULL, NULL, 'project')");
    says(plan, "2020-06-01", 1, "2020-06-01 在重点防范期内：汛期（06-01 至 09-30：降雨引发的崩塌、滑坡）");
    says(plan, "2020年7月15日", 2,
         "2020-07-15 在重点防范期内：汛期（06-01 至 09-30：降雨引发的崩塌、滑坡）；盛夏（07-15 至 08-15：各类地质灾害）");
    says(plan, "2020-10-01", 0,
         "2020-10-01 不在重点防范期内；重点防范期为：汛期（06-01 至 09-30：降雨引发的崩塌、滑坡）；盛夏（07-15 至 "
         "08-15：各类地质灾害）");
    HzpKeyPeriodAnswer *answer = NULL;
    test_failed(hzp_key_period_ask(plan, "2020-07", &answer), HZP_E_USAGE, "day_unreadable", "2020-07");
    test_failed(hzp_key_period_ask(plan, "2021-02-29", &answer), HZP_E_USAGE, "day_unreadable", NULL);
    assert_null(answer);
    hzp_plan_file_close(plan);
}

static void test_key_period__says_when_a_plan_has_none(void **state)
{
    (void)state;
    HzpPlanFile *old = plan_of("old.gpkg", "");
    HzpKeyPeriodAnswer *answer = NULL;
    assert_int_equal(hzp_key_period_ask(old, "2020-07-21", &answer), HZP_OK);
    assert_true(answer->assumed);
    assert_int_equal(answer->holding->len, 1);
    g_autofree char *sentence = hzp_key_period_sentence(answer);
    assert_non_null(strstr(sentence, "默认值"));
    hzp_key_period_answer_free(answer);
    hzp_plan_file_close(old);
    HzpPlanFile *none = plan_of("none.gpkg", TABLE);
    says(none, "2020-07-21", 0, "方案未列重点防范期，无法判断 2020-07-21 是否在内");
    hzp_plan_file_close(none);
    HzpPlanFile *damaged =
        plan_of("damaged.gpkg", TABLE "INSERT INTO key_periods(name_zh, first_day) VALUES ('汛期', '06-99')");
    test_failed(hzp_key_period_ask(damaged, "2020-07-21", &answer), HZP_E_INPUT, "key_period_damaged", "汛期");
    hzp_plan_file_close(damaged);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_key_period__holds_its_first_and_last_day),
        cmocka_unit_test(test_key_period__goes_over_the_new_year),
        cmocka_unit_test(test_key_period__ends_with_february),
        cmocka_unit_test(test_key_period__reads_months_and_days),
        cmocka_unit_test(test_key_period__is_the_flood_season_by_default),
        cmocka_unit_test(test_key_period__is_what_a_project_says),
        cmocka_unit_test(test_key_period__names_what_is_wrong_in_a_project),
        cmocka_unit_test(test_key_period__is_asked_of_a_plan),
        cmocka_unit_test(test_key_period__says_when_a_plan_has_none),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
