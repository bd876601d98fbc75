#include "data/exposure_table.h"

#include <glib/gstdio.h>
#include <json-c/json.h>
#include <math.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A region, a town whose name needs quotes and a zone, with what may be missing. */
static HzpExposureTable *small_table(void)
{
    HzpExposureTable *table = hzp_exposure_table_new();
    table->title = g_strdup("试验\"一\"");
    table->year = 2020;
    table->radius_factor[HZP_SCALE_CENTRAL] = 1;
    size_t region = hzp_exposure_table_add_place(table, HZP_LEVEL_REGION, "140500", "晋城市", NULL);
    size_t town = hzp_exposure_table_add_place(table, HZP_LEVEL_TOWN, NULL, "巴公镇, \"北\"", "泽州县");
    size_t zone = hzp_exposure_table_add_place(table, HZP_LEVEL_ZONE, "H1", NULL, NULL);
    uint32_t slide = hzp_exposure_table_add_value(table, HZP_CATEGORY_TYPE, "landslide", "滑坡");
    HzpExposureRecord records[] = {
        {HZP_SCALE_CENTRAL,
         HZP_SOURCE_VILLAGES,
         HZP_LEVEL_REGION,
         HZP_CATEGORY_POPULATION,
         0,
         region,
         {3, 1500, NAN, 1, 3, NAN}},
        {HZP_SCALE_CENTRAL,
         HZP_SOURCE_VILLAGES,
         HZP_LEVEL_REGION,
         HZP_CATEGORY_TYPE,
         slide,
         region,
         {2, 0.1 + 0.2, 0, 0, 0, NAN}},
        {HZP_SCALE_CENTRAL, HZP_SOURCE_RASTER, HZP_LEVEL_TOWN, HZP_CATEGORY_ALL, 0, town, {NAN, 12.5, NAN, NAN, NAN, 0.25}},
        {HZP_SCALE_CENTRAL, HZP_SOURCE_VILLAGES, HZP_LEVEL_ZONE, HZP_CATEGORY_ALL, 0, zone, {0, 0, 0, 0, 0, NAN}},
    };
    g_array_append_vals(table->records, records, G_N_ELEMENTS(records));
    return table;
}

static bool collect(const char *bytes, size_t size, void *user)
{
    g_string_append_len(user, bytes, (gssize)size);
    return true;
}

static char *printed(const HzpExposureTable *table, const char *format)
{
    GString *text = g_string_new(NULL);
    assert_int_equal(hzp_exposure_table_print(table, format, collect, text), HZP_OK);
    return g_string_free(text, FALSE);
}

static void test_exposure_table__is_csv_with_quotes_and_empty_cells(void **state)
{
    (void)state;
    HzpExposureTable *table = small_table();
    g_autofree char *text = printed(table, "csv");
    assert_string_equal(text, "scale,source,level,id,name,county,category,value,value_zh,units,population,households,"
                              "population_missing,households_missing,missing_share\n"
                              "central,villages,region,140500,晋城市,,population,,,3,1500,,1,3,\n"
                              "central,villages,region,140500,晋城市,,type,landslide,滑坡,2,0.30000000000000004,0,0,0,\n"
                              "central,raster,town,,\"巴公镇, \"\"北\"\"\",泽州县,all,,,,12.5,,,,0.25\n"
                              "central,villages,zone,H1,,,all,,,0,0,0,0,0,\n");
    hzp_exposure_table_free(table);
}

static json_object *member(json_object *object, const char *key)
{
    json_object *value = NULL;
    assert_true(json_object_object_get_ex(object, key, &value));
    return value;
}

static void test_exposure_table__is_json_with_null_for_missing(void **state)
{
    (void)state;
    HzpExposureTable *table = small_table();
    g_autofree char *text = printed(table, "json");
    json_object *answer = json_tokener_parse(text);
    assert_non_null(answer);
    assert_string_equal(json_object_get_string(member(answer, "schema")), "hazplan-exposure/1");
    assert_string_equal(json_object_get_string(member(answer, "title")), "试验\"一\"");
    assert_null(member(answer, "notice"));
    assert_false(json_object_get_boolean(member(answer, "planar")));
    assert_int_equal(json_object_object_length(member(answer, "radius_factor")), 1);
    json_object *rows = member(answer, "exposure_results");
    assert_int_equal(json_object_array_length(rows), 4);
    json_object *slide = json_object_array_get_idx(rows, 1), *town = json_object_array_get_idx(rows, 2);
    assert_true(json_object_get_double(member(slide, "population")) == 0.1 + 0.2);
    assert_string_equal(json_object_get_string(member(slide, "value_zh")), "滑坡");
    assert_true(json_object_get_double(member(slide, "households")) == 0);
    assert_null(member(town, "id"));
    assert_null(member(town, "units"));
    assert_string_equal(json_object_get_string(member(town, "name")), "巴公镇, \"北\"");
    json_object_put(answer);
    hzp_exposure_table_free(table);
}

static char *first_cell(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    char *text = g_strdup((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
}

static void is(sqlite3 *database, const char *sql, const char *expected)
{
    g_autofree char *found = first_cell(database, sql);
    if (expected) {
        assert_non_null(found);
        assert_string_equal(found, expected);
    } else {
        assert_null(found);
    }
}

static void test_exposure_table__is_a_geopackage_with_an_attribute_table(void **state)
{
    (void)state;
    HzpExposureTable *table = small_table();
    g_autofree char *folder = g_dir_make_tmp("hazplan-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "answer.GPKG", NULL);
    assert_int_equal(hzp_exposure_table_write(NULL, table, path, NULL), HZP_OK);
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    is(database, "PRAGMA integrity_check", "ok");
    is(database, "PRAGMA application_id", "1196444487"); /* "GPKG" in ASCII, requirement 2 */
    is(database, "SELECT data_type FROM gpkg_contents WHERE table_name = 'exposure_results'", "attributes");
    is(database, "SELECT last_change FROM gpkg_contents", "2020-01-01T00:00:00.000Z");
    is(database, "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326)", "3");
    is(database, "SELECT count(*) FROM exposure_results", "4");
    is(database, "SELECT population = 0.1 + 0.2 FROM exposure_results WHERE value = 'landslide'", "1");
    is(database, "SELECT households FROM exposure_results WHERE category = 'population'", NULL);
    is(database, "SELECT households FROM exposure_results WHERE level = 'zone'", "0.0"); /* a column of real numbers */
    is(database, "SELECT name FROM exposure_results WHERE level = 'town'", "巴公镇, \"北\"");
    is(database, "SELECT id FROM exposure_results WHERE level = 'town'", NULL);
    sqlite3_close(database);
    g_unlink(path);
    assert_int_equal(g_rmdir(folder), 0); /* nothing else was left beside it */
    hzp_exposure_table_free(table);
}

static void test_exposure_table__refuses_other_endings_and_formats(void **state)
{
    (void)state;
    HzpExposureTable *table = small_table();
    assert_int_equal(hzp_exposure_table_write(NULL, table, "answer.xlsx", NULL), HZP_E_USAGE);
    assert_int_equal(hzp_exposure_table_write(NULL, table, "answer.csv", "table"), HZP_E_USAGE);
    assert_int_equal(hzp_exposure_table_print(table, "xml", collect, NULL), HZP_E_USAGE);
    hzp_exposure_table_free(table);
}

static bool refuse(const char *bytes, size_t size, void *user)
{
    (void)bytes, (void)size;
    ++*(int *)user;
    return false;
}

static void test_exposure_table__stops_when_nobody_takes_the_text(void **state)
{
    (void)state;
    HzpExposureTable *table = small_table();
    HzpExposureRecord record = g_array_index(table->records, HzpExposureRecord, 0);
    for (int i = 0; i < 20000; i++)
        g_array_append_val(table->records, record);
    int calls = 0;
    assert_int_equal(hzp_exposure_table_print(table, "csv", refuse, &calls), HZP_E_IO);
    assert_int_equal(calls, 1);
    hzp_exposure_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exposure_table__is_csv_with_quotes_and_empty_cells),
        cmocka_unit_test(test_exposure_table__is_json_with_null_for_missing),
        cmocka_unit_test(test_exposure_table__is_a_geopackage_with_an_attribute_table),
        cmocka_unit_test(test_exposure_table__refuses_other_endings_and_formats),
        cmocka_unit_test(test_exposure_table__stops_when_nobody_takes_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
