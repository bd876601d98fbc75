/* hzp_report_write: the three kinds of report from one small plan. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <json.h>
#include <sqlite3.h>
#include <string.h>

#include "hazplan/report.h"

static char *folder;

static const char *const plan_sql =
    "CREATE TABLE gpkg_contents(table_name TEXT); CREATE TABLE hazard_points(fid INTEGER PRIMARY KEY);"
    "CREATE TABLE summary(key TEXT, value TEXT, value_type TEXT); CREATE TABLE parameters(key TEXT, value, source TEXT);"
    "CREATE TABLE findings(severity, layer, row, feature, field, source_column, value, code, problem, action);"
    "INSERT INTO summary VALUES('schema','hazplan-summary/1','text'),('title','某市2020年度方案','text'),"
    "('region.name','某市','text'),('region.code','140500','text'),('year','2020','integer'),('notice','示意数据','text'),"
    "('hazard_points.total','3','integer'),('hazard_points.by_county.东\\.县','3','integer'),"
    "('registered.population','12.5','real'),('registered.population_missing','1','integer'),('subsidence',NULL,'null'),"
    "('priority_zones','[]','list'),('key_hazard_points.0.number','1','integer'),"
    "('key_hazard_points.0.name','=1+1','text'),('findings.error','0','integer');"
    "INSERT INTO parameters VALUES('rain.daily_mm','50','default');"
    "INSERT INTO findings VALUES('note','hazard_points',2,'1','','','','code','problem','action');";

static char *in_folder(const char *name) { return g_build_filename(folder, name, NULL); }

static int make_plan(void **state)
{
    (void)state;
    folder = g_dir_make_tmp("hazplan-report-XXXXXX", NULL);
    g_autofree char *path = in_folder("plan.gpkg");
    sqlite3 *database = NULL;
    int failed = sqlite3_open(path, &database) != SQLITE_OK;
    failed |= sqlite3_exec(database, plan_sql, NULL, NULL, NULL) != SQLITE_OK;
    sqlite3_close(database);
    return failed;
}

static int remove_plan(void **state)
{
    static const char *const names[] = {"plan.gpkg", "a.json", "a.md", "a.xlsx", "b.json", "b.md", "b.xlsx"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = in_folder(names[i]);
        g_unlink(path);
    }
    int failed = g_rmdir(folder); /* nothing else was left there */
    g_clear_pointer(&folder, g_free);
    return failed;
}

static char *written(const char *name, gsize *length)
{
    g_autofree char *path = in_folder(name);
    char *text = NULL;
    assert_int_equal(hzp_report_write(NULL, folder, path), HZP_OK);
    assert_true(g_file_get_contents(path, &text, length, NULL));
    return text;
}

static void test_report_write__summary_holds_every_contract_key(void **state)
{
    (void)state;
    g_autofree char *text = written("a.json", NULL);
    json_object *summary = json_tokener_parse(text);
    json_object *node = NULL;
    assert_true(json_object_object_get_ex(summary, "subsidence", &node));
    assert_true(json_object_is_type(node, json_type_object));
    assert_true(json_object_object_get_ex(summary, "key_towns", &node));
    assert_non_null(strstr(text, "\"东.县\": 3"));
    assert_non_null(strstr(text, "\"code\": \"140500\""));
    assert_non_null(strstr(text, "\"population\": 12.5"));
    assert_non_null(strstr(text, "\"priority_zones\": []"));
    assert_true(g_str_has_suffix(text, "}\n"));
    json_object_put(summary);
}

static void test_report_write__draft_has_the_notice_and_no_sentence_without_its_figure(void **state)
{
    (void)state;
    g_autofree char *text = written("a.md", NULL);
    assert_true(g_str_has_prefix(text, "# 某市2020年度方案\n\n> 示意数据\n\n"));
    assert_non_null(strstr(text, "登记受威胁人口13人（1处隐患点未登记人数，未计入）。"));
    assert_null(strstr(text, "登记受威胁户数"));
    assert_null(strstr(text, "采矿影响"));
    assert_non_null(strstr(text, "| 1 | =1+1 |"));
    assert_null(strstr(text, "{"));
}

static void test_report_write__same_plan_gives_same_bytes(void **state)
{
    static const char *const endings[] = {"json", "md", "xlsx"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        gsize lengths[2] = {0, 0};
        g_autofree char *a = g_strconcat("a.", endings[i], NULL);
        g_autofree char *b = g_strconcat("b.", endings[i], NULL);
        g_autofree char *first = written(a, &lengths[0]);
        g_autofree char *second = written(b, &lengths[1]);
        assert_int_equal(lengths[0], lengths[1]);
        assert_memory_equal(first, second, lengths[0]);
    }
}

static void test_report_write__other_endings_and_plans_are_refused(void **state)
{
    (void)state;
    g_autofree char *path = in_folder("a.pdf");
    assert_int_equal(hzp_report_write(NULL, folder, path), HZP_E_USAGE);
    assert_string_equal(hzp_error_id(), "report_ending_unknown");
    g_autofree char *plan = in_folder("nothing.gpkg");
    g_autofree char *draft = in_folder("a.md");
    assert_int_equal(hzp_report_write(NULL, plan, draft), HZP_E_INPUT);
    g_autofree char *away = in_folder("no/such/a.xlsx");
    assert_int_equal(hzp_report_write(NULL, folder, away), HZP_E_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report_write__summary_holds_every_contract_key),
        cmocka_unit_test(test_report_write__draft_has_the_notice_and_no_sentence_without_its_figure),
        cmocka_unit_test(test_report_write__same_plan_gives_same_bytes),
        cmocka_unit_test(test_report_write__other_endings_and_plans_are_refused),
    };
    return cmocka_run_group_tests(tests, make_plan, remove_plan);
}
