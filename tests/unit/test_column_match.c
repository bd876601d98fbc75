/* Which column holds which field: aliases, brackets, case, and the 10 bytes that a dBASE header leaves of a name. */
#include "support.h"

#include <gdal.h>

#include "data/column_match.h"

static char *folder;

static void means(const char *column, const char *alias)
{
    if (!hzp_column_means(column, alias)) fail_msg("%s means %s", column, alias);
}

static void differs(const char *column, const char *alias)
{
    if (hzp_column_means(column, alias)) fail_msg("%s does not mean %s", column, alias);
}

static void test_column_match__folds_case_spaces_and_width(void **state)
{
    (void)state;
    means("人口", "人口");
    means(" 人 口 ", "人口");
    means("POPULATION", "population");
    means("Village_Code", "village code");
    means("ＩＤ", "id");
    means("*灾害点名称", "灾害点名称");
    differs("人口数", "人口");
    differs("", "");
    differs("", "人口");
    differs("_", "人口");
}

static void test_column_match__leaves_brackets_out(void **state)
{
    (void)state;
    means("威胁财产(万元)", "威胁财产");
    means("威胁财产（万元）", "威胁财产");
    means("人口(人)", "人口");
    means("县（市、区）", "县(市、区)");
    means("县", "县(市、区)");
    means("面积(km2(投影))", "面积");
    differs("(万元)", "(人)");
    differs("财产(万元)", "威胁财产(万元)");
}

/* GBK has 2 bytes for a character and UTF-8 3: of 地质灾害隐患点名称 stay 5 or 3 characters. */
static void test_column_match__knows_ten_byte_truncations(void **state)
{
    (void)state;
    means("地质灾害隐", "地质灾害隐患点名称");
    means("地质灾", "地质灾害隐患点名称");
    differs("地质灾害", "地质灾害隐患点名称");
    means("威胁财产万", "威胁财产万元");
    means("village_na", "village_name");
    means("VILLAGE_NA", "village_name");
    differs("village_n", "village_name");
    /* ten bytes exactly are not cut */
    differs("受威胁户", "受威胁户数");
    means("监测、预防", "监测、预防单位");
}

/* ---- whole layers ---- */

static const char *matched(const GArray *fields, const char *name)
{
    for (guint i = 0; i < fields->len; i++) {
        const HzpField *field = &g_array_index(fields, HzpField, i);
        if (strcmp(field->name, name) == 0) return field->header ? field->header : "-";
    }
    return "no such field";
}

typedef struct {
    HzpProject *project;
    HzpFindings *findings;
    HzpVectorSource source;
    GArray *fields;
    HzpStatus status;
} Layer;

/* Match the columns of `file` as the project's hazard points. */
static Layer match(const char *file, const char *options)
{
    Layer layer = {.fields = NULL};
    g_autofree char *text = g_strdup_printf("title: t\nregion: {name: r}\nlayers:\n  villages: {path: v.csv}\n"
                                            "  hazard_points: {path: %s%s}\n",
                                            file, options);
    test_file_put(folder, "project.yaml", text);
    assert_int_equal(hzp_project_open(folder, &layer.project), HZP_OK);
    assert_int_equal(hzp_findings_new(layer.project, &layer.findings), HZP_OK);
    assert_int_equal(hzp_fields_load(), HZP_OK);
    if (hzp_vector_open(layer.project, hzp_project_layer(layer.project, "hazard_points"), &layer.source) != HZP_OK)
        fail_msg("%s", hzp_error_message());
    layer.status = hzp_fields_match(&layer.source, layer.findings, &layer.fields);
    return layer;
}

static void layer_close(Layer *layer)
{
    hzp_fields_free(layer->fields);
    hzp_vector_close(&layer->source);
    hzp_findings_free(layer->findings);
    hzp_project_close(layer->project);
}

static void test_column_match__finds_columns_by_alias(void **state)
{
    (void)state;
    test_file_put(folder, "h.csv", "序号,灾害点名称,规模,威胁人口(人),Lon,纬度,备注\n1,a,大型,5,112,35,x\n");
    Layer layer = match("h.csv", "");
    assert_int_equal(layer.status, HZP_OK);
    assert_string_equal(matched(layer.fields, "hazard_id"), "序号");
    assert_string_equal(matched(layer.fields, "name"), "灾害点名称");
    assert_string_equal(matched(layer.fields, "registered_grade"), "规模");
    assert_string_equal(matched(layer.fields, "population"), "威胁人口(人)");
    assert_string_equal(matched(layer.fields, "x"), "Lon");
    assert_string_equal(matched(layer.fields, "y"), "纬度");
    assert_string_equal(matched(layer.fields, "households"), "-");
    assert_int_equal(hzp_findings_count(layer.findings), 0);
    layer_close(&layer);
}

static void test_column_match__says_when_two_columns_fit(void **state)
{
    (void)state;
    test_file_put(folder, "h.csv", "name,灾害点名称,population\na,b,5\n");
    Layer layer = match("h.csv", "");
    assert_string_equal(matched(layer.fields, "name"), "name");
    assert_int_equal(hzp_findings_count(layer.findings), 1);
    assert_string_equal(hzp_findings_get(layer.findings, 0)->code, "column_choice");
    assert_string_equal(hzp_findings_get(layer.findings, 0)->field, "name");
    layer_close(&layer);
}

static void test_column_match__obeys_the_project(void **state)
{
    (void)state;
    test_file_put(folder, "h.csv", "name,叫法,人数,东,北\na,b,5,112,35\n");
    Layer layer = match("h.csv", ", fields: {name: 叫法}, x: 东, y: 北");
    assert_int_equal(layer.status, HZP_OK);
    assert_string_equal(matched(layer.fields, "name"), "叫法");
    assert_string_equal(matched(layer.fields, "x"), "东");
    assert_string_equal(matched(layer.fields, "population"), "人数");
    layer_close(&layer);
    layer = match("h.csv", ", fields: {name: 名字}");
    test_failed(layer.status, HZP_E_INPUT, "column_unknown", "name, 叫法, 人数, 东, 北");
    layer_close(&layer);
    layer = match("h.csv", ", fields: {nmae: 叫法}");
    test_failed(layer.status, HZP_E_INPUT, "field_unknown", "nmae");
    layer_close(&layer);
}

/* A .dbf of one record, written byte by byte (dBASE III, level 5): text columns of 8 bytes with the given names and values.
 */
static void dbf_write(const char *name, const char *const *columns, const char *const *values, size_t n)
{
    GByteArray *bytes = g_byte_array_new();
    guint16 header_size = (guint16)(32 + 32 * n + 1);
    guint16 record_size = (guint16)(1 + 8 * n);
    guint8 header[32] = {3, 120, 1, 1, 1, 0, 0, 0};
    header[8] = header_size & 0xff;
    header[9] = (guint8)(header_size >> 8);
    header[10] = record_size & 0xff;
    header[11] = (guint8)(record_size >> 8);
    g_byte_array_append(bytes, header, 32);
    for (size_t i = 0; i < n; i++) {
        guint8 column[32] = {0};
        assert_true(strlen(columns[i]) <= 10);
        memcpy(column, columns[i], strlen(columns[i]));
        column[11] = 'C';
        column[16] = 8;
        g_byte_array_append(bytes, column, 32);
    }
    g_byte_array_append(bytes, (const guint8 *)"\r ", 2);
    for (size_t i = 0; i < n; i++) {
        char value[9];
        memset(value, ' ', sizeof value);
        memcpy(value, values[i], strlen(values[i]));
        g_byte_array_append(bytes, (const guint8 *)value, 8);
    }
    g_byte_array_append(bytes, (const guint8 *)"\x1a", 1);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, (const char *)bytes->data, (gssize)bytes->len, NULL));
    g_byte_array_free(bytes, TRUE);
}

/* A header in GBK over values in ASCII: the names alone tell the encoding. */
static void test_column_match__reads_headers_cut_in_gbk(void **state)
{
    /* 地质灾害隐|患点名称, 威胁财产万|元, 威胁人口, 监测、预防|单位 */
    static const char *const columns[] = {"\xB5\xD8\xD6\xCA\xD4\xD6\xBA\xA6\xD2\xFE",
                                          "\xCD\xFE\xD0\xB2\xB2\xC6\xB2\xFA\xCD\xF2", "\xCD\xFE\xD0\xB2\xC8\xCB\xBF\xDA",
                                          "\xBC\xE0\xB2\xE2\xA1\xA2\xD4\xA4\xB7\xC0"};
    static const char *const values[] = {"a", "1", "2", "b"};
    (void)state;
    dbf_write("h.dbf", columns, values, 4);
    Layer layer = match("h.dbf", "");
    assert_int_equal(layer.status, HZP_OK);
    assert_string_equal(matched(layer.fields, "name"), "地质灾害隐");
    assert_string_equal(matched(layer.fields, "property_wan_yuan"), "威胁财产万");
    assert_string_equal(matched(layer.fields, "population"), "威胁人口");
    assert_string_equal(matched(layer.fields, "monitor_unit"), "监测、预防");
    layer_close(&layer);
}

/* 受威胁户数 and 受威胁人数 are cut inside of their fourth character: E6 is of 户 and E4 of 人. */
static void test_column_match__reads_headers_cut_inside_a_character(void **state)
{
    static const char *const columns[] = {"受威胁\xE6", "受威胁\xE4"};
    static const char *const values[] = {"59\xE6\x88\xB7", "263"};
    (void)state;
    dbf_write("h.dbf", columns, values, 2);
    Layer layer = match("h.dbf", "");
    assert_int_equal(layer.status, HZP_OK);
    int households = -2;
    int population = -2;
    for (guint i = 0; i < layer.fields->len; i++) {
        const HzpField *field = &g_array_index(layer.fields, HzpField, i);
        if (strcmp(field->name, "households") == 0) households = field->column;
        if (strcmp(field->name, "population") == 0) population = field->column;
    }
    assert_int_equal(households, 0);
    assert_int_equal(population, 1);
    layer_close(&layer);
}

/* 受威胁 may have been 受威胁户数 or 受威胁人数: people must not turn into households. */
static void test_column_match__does_not_choose_between_two_names(void **state)
{
    (void)state;
    test_file_put(folder, "h.csv", "name,受威胁\na,263\n");
    Layer layer = match("h.csv", "");
    assert_string_equal(matched(layer.fields, "households"), "-");
    assert_string_equal(matched(layer.fields, "population"), "-");
    assert_int_equal(hzp_findings_totals(layer.findings).errors, 1);
    assert_string_equal(hzp_findings_get(layer.findings, 0)->code, "column_ambiguous");
    layer_close(&layer);
    layer = match("h.csv", ", fields: {population: 受威胁}");
    assert_string_equal(matched(layer.fields, "population"), "受威胁");
    assert_string_equal(matched(layer.fields, "households"), "-");
    assert_int_equal(hzp_findings_totals(layer.findings).errors, 0);
    layer_close(&layer);
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
    hzp_fields_forget();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_column_match__folds_case_spaces_and_width),
        cmocka_unit_test(test_column_match__leaves_brackets_out),
        cmocka_unit_test(test_column_match__knows_ten_byte_truncations),
        cmocka_unit_test_setup_teardown(test_column_match__finds_columns_by_alias, setup, teardown),
        cmocka_unit_test_setup_teardown(test_column_match__says_when_two_columns_fit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_column_match__obeys_the_project, setup, teardown),
        cmocka_unit_test_setup_teardown(test_column_match__reads_headers_cut_in_gbk, setup, teardown),
        cmocka_unit_test_setup_teardown(test_column_match__reads_headers_cut_inside_a_character, setup, teardown),
        cmocka_unit_test_setup_teardown(test_column_match__does_not_choose_between_two_names, setup, teardown),
    };
    hzp_language_set("en");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    GDALDestroyDriverManager();
    return failed;
}
