/* Findings: severities, what a project changes about them, their order and texts. */
#include <math.h>

#include "support.h"

#include "base/error.h"
#include "data/findings.h"

#define PROJECT "title: t\nregion: {name: r}\nlayers:\n  villages: {path: v.csv}\n  hazard_points: {path: h.csv}\n"

static char *folder;

static HzpProject *project_with(const char *checks)
{
    HzpProject *project = NULL;
    g_autofree char *text = g_strconcat(PROJECT, checks, NULL);
    test_file_put(folder, "project.yaml", text);
    if (hzp_project_open(folder, &project) != HZP_OK) fail_msg("%s", hzp_error_message());
    return project;
}

static void test_findings__are_counted_and_ordered_by_severity(void **state)
{
    (void)state;
    HzpFindings *findings = NULL;
    assert_int_equal(hzp_findings_new(NULL, &findings), HZP_OK);
    assert_int_equal(hzp_findings_count(findings), 0);
    hzp_findings_add(findings, "type_from_text", "hazard_points", "1", "type", NULL);  /* note */
    hzp_findings_add(findings, "grade_differs", "hazard_points", "2", NULL, NULL);     /* warning */
    hzp_findings_add(findings, "id_twice", "villages", "3", "village_id", NULL);       /* error */
    hzp_findings_add(findings, "type_from_text", "hazard_points", "4", "type", NULL);  /* note */
    hzp_findings_add(findings, "village_unplaced", "villages", "5", "geometry", NULL); /* error */
    HzpFindingCounts totals = hzp_findings_totals(findings);
    assert_int_equal(totals.errors, 2);
    assert_int_equal(totals.warnings, 1);
    assert_int_equal(totals.notes, 2);
    static const char *const order[] = {"3", "5", "2", "1", "4"};
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
        assert_string_equal(hzp_findings_get(findings, i)->feature, order[i]);
    assert_string_equal(hzp_findings_get(findings, 2)->severity, "warning");
    assert_string_equal(hzp_findings_get(findings, 2)->field, "");
    hzp_findings_add(findings, "id_twice", "villages", "6", "village_id", NULL);
    assert_string_equal(hzp_findings_get(findings, 2)->feature, "6");
    hzp_findings_free(findings);
}

static void test_findings__fill_in_their_places(void **state)
{
    (void)state;
    HzpFindings *findings = NULL;
    assert_int_equal(hzp_findings_new(NULL, &findings), HZP_OK);
    hzp_findings_add(findings, "number_unreadable", "villages", "北板桥", "population", "row", "7", "column", "人口", "value",
                     "约{row}", NULL);
    hzp_language_set("zh");
    hzp_findings_add(findings, "number_unreadable", "villages", "北板桥", "population", "row", "8", "column", NULL, NULL);
    hzp_language_set("en");
    const char *message = hzp_findings_get(findings, 0)->message;
    assert_string_equal(message,
                        "layer villages, row 7 (北板桥), column \"人口\": \"约{row}\" is not a number; correct the cell or "
                        "leave it empty");
    assert_non_null(strstr(hzp_findings_get(findings, 1)->message, "第 8 行"));
    hzp_findings_free(findings);
}

static void test_findings__obey_the_severity_a_project_gives(void **state)
{
    (void)state;
    HzpProject *project = project_with("checks: {id_twice: note, type_from_text: error, grade_differs: off}\n");
    HzpFindings *findings = NULL;
    assert_int_equal(hzp_findings_new(project, &findings), HZP_OK);
    hzp_findings_add(findings, "id_twice", "villages", "1", NULL, NULL);
    hzp_findings_add(findings, "type_from_text", "villages", "2", NULL, NULL);
    hzp_findings_add(findings, "grade_differs", "villages", "3", NULL, NULL);
    hzp_findings_add(findings, "village_unplaced", "villages", "4", NULL, NULL);
    assert_int_equal(hzp_findings_count(findings), 3);
    assert_string_equal(hzp_findings_get(findings, 0)->feature, "2");
    assert_string_equal(hzp_findings_get(findings, 1)->feature, "4");
    assert_string_equal(hzp_findings_get(findings, 2)->severity, "note");
    assert_int_equal(hzp_findings_totals(findings).errors, 2);
    hzp_findings_free(findings);
    hzp_project_close(project);
}

static void test_findings__take_parameters_from_the_project_else_the_defaults(void **state)
{
    (void)state;
    HzpFindings *findings = NULL;
    HzpProject *project =
        project_with("checks: {susceptibility_coverage: {severity: note, limit_percent: 2.5}, id_twice: off}\n");
    assert_int_equal(hzp_findings_new(project, &findings), HZP_OK);
    assert_true(hzp_findings_parameter(findings, "susceptibility_coverage", "limit_percent") == 2.5);
    assert_true(hzp_findings_parameter(findings, "susceptibility_overlap", "limit_percent") == 0.1);
    assert_true(isnan(hzp_findings_parameter(findings, "susceptibility_overlap", "limit_metres")));
    assert_true(hzp_findings_wants(findings, "susceptibility_coverage"));
    assert_false(hzp_findings_wants(findings, "id_twice"));
    hzp_findings_free(findings);
    hzp_project_close(project);
}

static void test_findings__of_a_row_tell_its_place_and_what_to_do(void **state)
{
    (void)state;
    HzpFindings *findings = NULL;
    assert_int_equal(hzp_findings_new(NULL, &findings), HZP_OK);
    HzpTable *table = hzp_table_new("villages", 1);
    hzp_table_add_number(table, "source_row", HZP_COLUMN_INTEGER)[0] = 7;
    hzp_table_add_text(table, "name")[0] = "北板桥";
    hzp_table_add_number(table, "population", HZP_COLUMN_INTEGER);
    hzp_table_set_header(table, "population", "人口");
    hzp_findings_add_row(findings, "number_negative", table, 0, "population", "value", "-3", NULL);
    hzp_findings_place_last(findings, 112.5, 35.5);
    const HzpFinding *finding = hzp_findings_get(findings, 0);
    assert_int_equal(finding->row, 7);
    assert_string_equal(finding->feature, "北板桥");
    assert_string_equal(finding->column, "人口");
    assert_string_equal(finding->value, "-3");
    assert_string_equal(finding->problem, "-3 is negative");
    assert_string_equal(finding->action, "correct the cell");
    assert_string_equal(finding->message,
                        "layer villages, row 7 (北板桥), column \"人口\": -3 is negative; correct the cell");
    assert_true(finding->lon == 112.5);
    assert_true(finding->lat == 35.5);
    hzp_table_free(table);
    hzp_findings_free(findings);
}

static void test_findings__that_are_off_leave_the_place_of_others(void **state)
{
    (void)state;
    HzpFindings *findings = NULL;
    HzpProject *project = project_with("checks: {id_twice: off}\n");
    assert_int_equal(hzp_findings_new(project, &findings), HZP_OK);
    hzp_findings_add(findings, "grade_differs", "hazard_points", "1", NULL, NULL);
    hzp_findings_add(findings, "id_twice", "hazard_points", "2", NULL, NULL);
    hzp_findings_place_last(findings, 1, 2);
    assert_int_equal(hzp_findings_count(findings), 1);
    assert_true(isnan(hzp_findings_get(findings, 0)->lon));
    assert_int_equal(hzp_findings_get(findings, 0)->row, -1);
    hzp_findings_free(findings);
    hzp_project_close(project);
}

static void refused(const char *checks, const char *id, const char *part)
{
    HzpProject *project = project_with(checks);
    HzpFindings *findings = NULL;
    test_failed(hzp_findings_new(project, &findings), HZP_E_INPUT, id, part);
    assert_null(findings);
    hzp_project_close(project);
}

static void test_findings__refuse_unknown_codes_and_severities(void **state)
{
    (void)state;
    refused("checks: {id_thrice: note}\n", "check_unknown", "id_thrice");
    refused("checks:\n  id_twice: harmless\n", "check_severity", "harmless");
    refused("checks:\n  id_twice: [note]\n", "check_severity", "line 7");
    refused("checks: {susceptibility_coverage: {percent: 1}}\n", "check_parameter_unknown", "percent");
    refused("checks: {susceptibility_coverage: {limit_percent: few}}\n", "yaml_not_number", "few");
    refused("checks: {susceptibility_coverage: {severity: harmless}}\n", "check_severity", "harmless");
    refused("checks: off\n", "yaml_not_mapping", "checks");
    HzpProject *project = project_with("checks:\n");
    HzpFindings *findings = NULL;
    assert_int_equal(hzp_findings_new(project, &findings), HZP_OK);
    hzp_findings_free(findings);
    hzp_project_close(project);
}

static void test_findings__keep_a_failure_as_an_error(void **state)
{
    (void)state;
    HzpFindings *findings = NULL;
    assert_int_equal(hzp_findings_new(NULL, &findings), HZP_OK);
    hzp_fail(HZP_E_INPUT, "yaml_too_large", "file", "x.yaml", NULL);
    hzp_findings_add_failure(findings, "towns");
    const HzpFinding *finding = hzp_findings_get(findings, 0);
    assert_string_equal(finding->severity, "error");
    assert_string_equal(finding->layer, "towns");
    assert_string_equal(finding->code, "yaml_too_large");
    assert_non_null(strstr(finding->message, "x.yaml"));
    hzp_findings_free(findings);
}

static int setup(void **state)
{
    (void)state;
    folder = test_folder_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    test_folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_findings__are_counted_and_ordered_by_severity, setup, teardown),
        cmocka_unit_test_setup_teardown(test_findings__fill_in_their_places, setup, teardown),
        cmocka_unit_test_setup_teardown(test_findings__obey_the_severity_a_project_gives, setup, teardown),
        cmocka_unit_test_setup_teardown(test_findings__take_parameters_from_the_project_else_the_defaults, setup, teardown),
        cmocka_unit_test_setup_teardown(test_findings__of_a_row_tell_its_place_and_what_to_do, setup, teardown),
        cmocka_unit_test_setup_teardown(test_findings__that_are_off_leave_the_place_of_others, setup, teardown),
        cmocka_unit_test_setup_teardown(test_findings__refuse_unknown_codes_and_severities, setup, teardown),
        cmocka_unit_test_setup_teardown(test_findings__keep_a_failure_as_an_error, setup, teardown),
    };
    hzp_language_set("en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
