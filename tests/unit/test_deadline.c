/* Report deadlines. Hours: 国家突发地质灾害应急预案 4.1 (4, 4, 12, 12); grades: its bounds of 1000, 500 and 100 threatened
 * people; dates and weekdays: by the calendar, day by day. */
#include "support.h"

#include <sqlite3.h>

#include "answer/deadline.h"

static char *folder;
static HzpPlanFile *plan;

#define TABLES                                                                                                               \
    "CREATE TABLE gpkg_contents(x); CREATE TABLE summary(key, value, value_type); CREATE TABLE parameters(key, value, "      \
    "source);"                                                                                                               \
    "CREATE TABLE hazard_points(hazard_id, registered_grade, grade);"                                                        \
    "INSERT INTO hazard_points VALUES ('both', 'small', 'large'), ('rule', NULL, 'medium'), ('registered', 'extra_large', "  \
    "NULL),"                                                                                                                 \
    " ('neither', NULL, NULL), ('small', 'small', 'small'), ('odd', 'huge', NULL);"

static HzpPlanFile *plan_of(const char *name, const char *more)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, TABLES, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, more, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    HzpPlanFile *opened = NULL;
    if (hzp_plan_file_open(path, &opened) != HZP_OK) fail_msg("%s", hzp_error_message());
    return opened;
}

static int set_up(void **state)
{
    (void)state;
    folder = test_folder_new();
    plan = plan_of("plan.gpkg", "");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    hzp_plan_file_close(plan);
    test_folder_remove(folder);
    return 0;
}

static HzpDeadline *found(HzpPlanFile *of, const HzpAffected *answer, const char *time)
{
    HzpDeadline *deadline = NULL;
    if (hzp_deadline_find(of, answer, time, NULL, &deadline) != HZP_OK) fail_msg("%s: %s", time, hzp_error_message());
    return deadline;
}

static HzpAffected asked_hazard(const char *id)
{
    return (HzpAffected){.asked = {.kind = HZP_ASKED_HAZARD, .hazard_id = id}};
}

static HzpAffected asked_circle(size_t villages, double people, size_t missing)
{
    return (HzpAffected){
        .asked = {.kind = HZP_ASKED_CIRCLE},
        .totals = {.villages = villages, .exposed_population = people, .exposed_missing = missing, .facility_people = NAN}};
}

static void graded(const HzpAffected *answer, const char *grade, const char *source, double hours)
{
    HzpDeadline *deadline = found(plan, answer, NULL);
    if (g_strcmp0(deadline->grade, grade) != 0) fail_msg("%s is not %s", deadline->grade, grade);
    assert_string_equal(hzp_deadline_source_code(deadline->source), source);
    assert_true(deadline->hours == hours);
    assert_false(deadline->has_time);
    assert_null(deadline->due_text);
    hzp_deadline_free(deadline);
}

static void due(const char *hazard, const char *time, const char *expected, int days_later, int weekday)
{
    HzpAffected answer = asked_hazard(hazard);
    HzpDeadline *deadline = found(plan, &answer, time);
    if (strcmp(deadline->due_text, expected) != 0) fail_msg("%s: due %s, not %s", time, deadline->due_text, expected);
    assert_int_equal(deadline->days_later, days_later);
    assert_int_equal(deadline->due_local.weekday, weekday);
    hzp_deadline_free(deadline);
}

static void test_deadline__takes_the_more_severe_grade_of_a_point(void **state)
{
    (void)state;
    HzpAffected answer = asked_hazard("both");
    graded(&answer, "large", "registered_and_rule", 4);
    answer = asked_hazard("rule");
    graded(&answer, "medium", "rule", 12);
    answer = asked_hazard("registered");
    graded(&answer, "extra_large", "registered", 4);
    answer = asked_hazard("small");
    graded(&answer, "small", "registered_and_rule", 12);
    HzpDeadline *deadline = found(plan, &answer, NULL);
    assert_string_equal(deadline->registered_grade, "small");
    assert_true(isnan(deadline->people));
    hzp_deadline_free(deadline);
}

static void test_deadline__is_the_shortest_where_the_grade_is_unknown(void **state)
{
    (void)state;
    HzpAffected answer = asked_hazard("neither");
    graded(&answer, NULL, "unknown", 4);
    answer = asked_hazard("odd");
    graded(&answer, NULL, "unknown", 4);
    answer = asked_circle(3, NAN, 3); /* no village has people */
    graded(&answer, NULL, "unknown", 4);
    answer = asked_circle(0, NAN, 0);
    answer.asked.outside_region = true;
    graded(&answer, NULL, "unknown", 4);
}

static void test_deadline__grades_areas_by_the_people_inside(void **state)
{
    (void)state;
    static const struct {
        double people;
        const char *grade;
        double hours;
    } cases[] = {{0, "small", 12},  {99.999, "small", 12}, {100, "medium", 12},      {499, "medium", 12},
                 {500, "large", 4}, {999, "large", 4},     {1000, "extra_large", 4}, {1e6, "extra_large", 4}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        HzpAffected answer = asked_circle(2, cases[i].people, 0);
        graded(&answer, cases[i].grade, "people", cases[i].hours);
        answer.asked.kind = HZP_ASKED_AREA;
        graded(&answer, cases[i].grade, "people", cases[i].hours);
    }
    HzpAffected nobody = asked_circle(0, NAN, 0);
    graded(&nobody, NULL, "unknown", 4); /* no point of a village there: not nobody */
}

static void test_deadline__hurries_where_people_are_missing(void **state)
{
    (void)state;
    HzpAffected answer = asked_circle(3, 60, 1);
    graded(&answer, "small", "people_at_least", 4);
    answer = asked_circle(3, 1200, 1);
    graded(&answer, "extra_large", "people_at_least", 4);
}

static void test_deadline__never_adds_facilities_to_residents(void **state)
{
    (void)state;
    /* 450 residents and 450 pupils may be the same people: medium, not large. */
    HzpAffected answer = asked_circle(2, 450, 0);
    answer.totals.facilities = 1;
    answer.totals.facility_people = 450;
    graded(&answer, "medium", "people", 12);
    answer.totals.facility_people = 1400;
    graded(&answer, "extra_large", "people", 4);
    HzpDeadline *deadline = found(plan, &answer, NULL);
    assert_true(deadline->of_facilities && deadline->people == 1400);
    hzp_deadline_free(deadline);
    answer.totals.facility_people = NAN;
    answer.totals.facility_people_missing = 1;
    graded(&answer, "medium", "people_at_least", 4);
}

static void test_deadline__says_that_more_people_are_inside_than_a_grade_stands_for(void **state)
{
    (void)state;
    HzpAffected answer = asked_hazard("small");
    answer.totals = (HzpAffectedTotals){.villages = 1, .exposed_population = 99, .facilities = 1, .facility_people = 1400};
    HzpDeadline *deadline = found(plan, &answer, NULL);
    assert_string_equal(deadline->grade, "small"); /* the register's and the rule's stays */
    assert_true(deadline->hours == 12 && isnan(deadline->people));
    assert_string_equal(deadline->inside_grade, "extra_large");
    g_autofree char *reason = hzp_deadline_reason(deadline);
    assert_string_equal(reason,
                        "登记规模和按数字定的险情等级均为小型；但模型结果为范围内 1400 人，按险情标准为特大型，请核实等级");
    hzp_deadline_free(deadline);
    answer.totals.facility_people = 99;
    deadline = found(plan, &answer, NULL);
    assert_null(deadline->inside_grade);
    hzp_deadline_free(deadline);
}

static void test_deadline__counts_over_midnight_months_and_years(void **state)
{
    (void)state;
    due("both", "2020-07-21 23:30", "2020-07-22T03:30:00+08:00", 1, 3);
    due("small", "2020-07-21 11:59:59", "2020-07-21T23:59:59+08:00", 0, 2);
    due("small", "2020-07-21 12:00", "2020-07-22T00:00:00+08:00", 1, 3);
    due("both", "2020-07-31 20:00", "2020-08-01T00:00:00+08:00", 1, 6);
    due("both", "2019-12-31 22:15", "2020-01-01T02:15:00+08:00", 1, 3);
    due("both", "2020-02-28 23:00", "2020-02-29T03:00:00+08:00", 1, 6);
    due("both", "2020-02-29 23:00", "2020-03-01T03:00:00+08:00", 1, 7);
    due("both", "2019-02-28 23:00", "2019-03-01T03:00:00+08:00", 1, 5);
    due("both", "2020-07-21T15:30Z", "2020-07-22T03:30:00+08:00", 1, 3);      /* told in another zone */
    due("both", "2020-07-21T22:30-05:00", "2020-07-22T15:30:00+08:00", 0, 3); /* the 22nd at the plan */
    due("both", "2020-07-21 24:00", "2020-07-22T04:00:00+08:00", 0, 3);
}

static void test_deadline__keeps_hours_where_clocks_change(void **state)
{
    (void)state;
    HzpPlanFile *berlin =
        plan_of("berlin.gpkg", "INSERT INTO parameters VALUES ('report.timezone', 'Europe/Berlin', 'project')");
    HzpAffected answer = asked_hazard("both");
    HzpDeadline *deadline = found(berlin, &answer, "2021-03-28 01:00");
    assert_string_equal(deadline->due_text, "2021-03-28T06:00:00+02:00"); /* four hours are five on the clock */
    hzp_deadline_free(deadline);
    deadline = found(berlin, &answer, "2021-10-31 02:30");
    assert_string_equal(deadline->event_text, "2021-10-31T02:30:00+02:00");
    assert_string_equal(deadline->due_text, "2021-10-31T05:30:00+01:00");
    g_autofree char *sentence = hzp_deadline_sentence(deadline);
    assert_non_null(strstr(sentence, "取较早一次"));
    hzp_deadline_free(deadline);
    hzp_plan_file_close(berlin);
}

static void test_deadline__takes_the_hours_and_bounds_of_the_plan(void **state)
{
    (void)state;
    HzpPlanFile *own =
        plan_of("own.gpkg", "INSERT INTO parameters VALUES ('report.hours.large', '1', 'project'),"
                            "('report.hours.small', '6', 'default'), ('grading.threatened_people.large', '200', 'project')");
    HzpAffected answer = asked_hazard("both");
    HzpDeadline *deadline = found(own, &answer, NULL);
    assert_true(deadline->hours == 1 && deadline->hours_of_project);
    assert_string_equal(deadline->rule, "项目设定的时限");
    hzp_deadline_free(deadline);
    answer = asked_hazard("small");
    deadline = found(own, &answer, NULL);
    assert_true(deadline->hours == 6);
    hzp_deadline_free(deadline);
    answer = asked_circle(1, 200, 0);
    deadline = found(own, &answer, NULL);
    assert_string_equal(deadline->grade, "large");
    hzp_deadline_free(deadline);
    answer = asked_hazard("neither"); /* the shortest is the project's hour for large */
    deadline = found(own, &answer, NULL);
    assert_true(deadline->hours == 1);
    hzp_deadline_free(deadline);
    hzp_plan_file_close(own);
}

static void test_deadline__says_when_to_whom_and_why(void **state)
{
    (void)state;
    HzpAffected answer = asked_hazard("both");
    HzpDeadline *deadline = found(plan, &answer, "2020-07-21 23:30:45");
    g_autofree char *sentence = hzp_deadline_sentence(deadline);
    g_autofree char *reason = hzp_deadline_reason(deadline);
    assert_string_equal(sentence, "2020-07-22 03:30（UTC+08:00，周三，次日）之前，时限 4 小时");
    assert_string_equal(reason, "登记规模为小型，按数字定的险情等级为大型，从重取大型");
    assert_non_null(strstr(deadline->to, "国务院"));
    assert_string_equal(deadline->rule, "《国家突发地质灾害应急预案》4.1");
    assert_false(deadline->hours_of_project);
    hzp_deadline_free(deadline);
    answer = asked_circle(2, 99.97, 0);
    deadline = found(plan, &answer, NULL);
    g_autofree char *hours = hzp_deadline_sentence(deadline);
    g_autofree char *people = hzp_deadline_reason(deadline);
    assert_non_null(strstr(hours, "12 小时内"));
    assert_string_equal(people, "模型结果：范围内 99.9 人，按险情标准为小型");
    assert_null(strstr(deadline->to, "国务院"));
    hzp_deadline_free(deadline);
}

static void test_deadline__refuses_times_that_cannot_be(void **state)
{
    (void)state;
    HzpAffected answer = asked_hazard("both");
    HzpDeadline *deadline = NULL;
    test_failed(hzp_deadline_find(plan, &answer, "2020-02-30 10:00", NULL, &deadline), HZP_E_USAGE, "day_unreadable",
                "2020-02-30");
    assert_null(deadline);
    test_failed(hzp_deadline_find(plan, &answer, "23:30", NULL, &deadline), HZP_E_USAGE, "time_without_day", "--date");
    assert_int_equal(hzp_deadline_find(plan, &answer, "23:30", "2020-07-21", &deadline), HZP_OK);
    assert_string_equal(deadline->due_text, "2020-07-22T03:30:00+08:00");
    hzp_deadline_free(deadline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deadline__takes_the_more_severe_grade_of_a_point),
        cmocka_unit_test(test_deadline__is_the_shortest_where_the_grade_is_unknown),
        cmocka_unit_test(test_deadline__grades_areas_by_the_people_inside),
        cmocka_unit_test(test_deadline__hurries_where_people_are_missing),
        cmocka_unit_test(test_deadline__never_adds_facilities_to_residents),
        cmocka_unit_test(test_deadline__says_that_more_people_are_inside_than_a_grade_stands_for),
        cmocka_unit_test(test_deadline__counts_over_midnight_months_and_years),
        cmocka_unit_test(test_deadline__keeps_hours_where_clocks_change),
        cmocka_unit_test(test_deadline__takes_the_hours_and_bounds_of_the_plan),
        cmocka_unit_test(test_deadline__says_when_to_whom_and_why),
        cmocka_unit_test(test_deadline__refuses_times_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
