/* Reading QGIS styles: both ways of writing properties, colours of old and new versions, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/resource.h"
#include "present/map_qml.h"
#include "present/map_symbol.h"

#define QML(inside) "<!DOCTYPE qgis PUBLIC 'x' 'SYSTEM'><qgis version='3.22'>" inside "</qgis>"
#define SINGLE(symbol) QML("<renderer-v2 type='singleSymbol' symbollevels='0'><symbols>" symbol "</symbols></renderer-v2>")
#define FILL(properties)                                                                                                     \
    SINGLE("<symbol name='0' type='fill' alpha='1'><layer class='SimpleFill' enabled='1'>" properties "</layer></symbol>")

static HzpStyle *read(const char *qml)
{
    HzpStyle *style = NULL;
    assert_int_equal(hzp_qml_read("towns", qml, strlen(qml), &style), HZP_OK);
    assert_non_null(style);
    return style;
}

static void refuse(const char *qml, const char *named)
{
    HzpStyle *style = NULL;
    assert_int_equal(hzp_qml_read("towns", qml, strlen(qml), &style), HZP_E_INPUT);
    assert_null(style);
    assert_non_null(strstr(hzp_error_message(), "towns"));
    assert_non_null(strstr(hzp_error_message(), named));
}

static const HzpSymbolPart *first_part(const HzpStyle *style)
{
    const HzpStyleRule *rule = g_ptr_array_index(style->rules, 0);
    return &g_array_index(rule->symbol->parts, HzpSymbolPart, 0);
}

static void test_qml__reads_properties_in_both_forms(void **state)
{
    static const char *const forms[] = {
        FILL("<prop k='color' v='255,0,51,255'/><prop k='outline_width' v='0.5'/><prop k='outline_width_unit' v='Point'/>"),
        FILL("<Option type='Map'><Option name='color' value='255,0,51,255' type='QString'/>"
             "<Option name='outline_width' value='0.5'/><Option name='outline_width_unit' value='Point'/></Option>"),
        FILL("<Option type='Map'><Option name='color' value='255,0,51,255,rgb:1,0,0.2,1' type='QString'/>"
             "<Option name='outline_width' value='0.5'/><Option name='outline_width_unit' value='Point'/></Option>")};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        HzpStyle *style = read(forms[i]);
        const HzpSymbolPart *part = first_part(style);
        assert_float_equal(part->fill.red, 1, 1e-9);
        assert_float_equal(part->fill.blue, 0.2, 1e-9);
        assert_float_equal(part->stroke_mm, 0.5 * 25.4 / 72, 1e-9);
        hzp_style_free(style);
    }
}

static void test_qml__reads_dashes_and_markers(void **state)
{
    (void)state;
    HzpStyle *style =
        read(SINGLE("<symbol name='0' type='line'><layer class='SimpleLine' enabled='1'><prop k='use_custom_dash' v='1'/>"
                    "<prop k='customdash' v='3;1;0.5;1'/><prop k='customdash_unit' v='MM'/></layer></symbol>"));
    assert_int_equal(first_part(style)->dash_count, 4);
    assert_float_equal(first_part(style)->dashes_mm[2], 0.5, 1e-9);
    hzp_style_free(style);
    style = read(SINGLE("<symbol name='0' type='marker'><layer class='SimpleMarker' enabled='1'><prop k='name' v='square'/>"
                        "<prop k='size' v='3'/><prop k='offset' v='0,1'/></layer></symbol>"));
    const HzpStyleRule *rule = g_ptr_array_index(style->rules, 0);
    assert_float_equal(hzp_symbol_size(rule->symbol), 5, 0.02);
    hzp_style_free(style);
}

static void test_qml__reads_labels(void **state)
{
    (void)state;
    HzpStyle *style =
        read(QML("<renderer-v2 type='nullSymbol'/><labeling type='simple'><settings><text-style fieldName='name' "
                 "fontSize='8' fontSizeUnit='Point' fontWeight='75' fontFamily='Noto Sans CJK SC' textColor='10,20,30,255'>"
                 "<text-buffer bufferDraw='1' bufferSize='0.4' bufferSizeUnits='MM' bufferColor='255,255,255,255'/>"
                 "</text-style></settings></labeling>"));
    assert_string_equal(style->label.column, "name");
    assert_float_equal(style->label.size_mm, 8 * 25.4 / 72, 1e-9);
    assert_int_equal(style->label.weight, 700);
    assert_true(style->label.haloed);
    hzp_style_free(style);
}

/* An element where a text is expected has no text; that once ended the program. */
static void test_qml__survives_elements_in_place_of_texts(void **state)
{
    (void)state;
    hzp_style_free(read(QML("<renderer-v2 type='nullSymbol'/><blendMode><x/></blendMode><layerOpacity><x/></layerOpacity>")));
}

static void test_qml__names_what_it_cannot_draw(void **state)
{
    (void)state;
    refuse(QML("<renderer-v2 type='heatmapRenderer'/>"), "heatmapRenderer");
    refuse(SINGLE("<symbol name='0' type='fill'><layer class='GradientFill' enabled='1'/></symbol>"), "GradientFill");
    refuse(FILL("<prop k='style' v='dense4'/>"), "dense4");
    refuse(FILL("<prop k='glow' v='1'/>"), "glow");
    refuse(FILL("<prop k='outline_width' v='wide'/>"), "wide");
    refuse(FILL("<prop k='outline_width_unit' v='MapUnit'/><prop k='outline_width' v='5'/>"), "MapUnit");
    refuse(FILL("<effect enabled='1' type='effectStack'/>"), "effect");
    refuse(FILL("<data_defined_properties><Option type='Map'><Option name='properties' type='Map'><Option name='fillColor' "
                "type='Map'/></Option></Option></data_defined_properties>"),
           "fillColor");
    refuse(SINGLE("<symbol name='0' type='marker'><layer class='SimpleMarker' enabled='1'><prop k='name' "
                  "v='heart'/></layer></symbol>"),
           "heart");
    refuse(QML("<renderer-v2 type='nullSymbol'/><labeling type='rule-based'/>"), "rule-based");
    refuse(QML("<renderer-v2 type='categorizedSymbol' attr='upper(name)'/>"), "upper(name)");
    refuse(QML("<renderer-v2 type='nullSymbol'/><layerOpacity>5.8</layerOpacity>"), "5.8");
    refuse(SINGLE("<symbol name='0' type='fill' alpha='-1'><layer class='SimpleFill' enabled='1'/></symbol>"), "0 … 1");
    refuse(FILL("<prop k='outline_width' v='-0.5'/>"), "-0.5");
    refuse(FILL("<prop k='outline_width' v='1e308'/><prop k='outline_width_unit' v='Inch'/>"), "1e308");
    refuse(QML("<blendMode>6</blendMode><renderer-v2 type='nullSymbol'/>"), "blendMode");
}

static void test_qml__names_the_rule(void **state)
{
    (void)state;
    refuse(QML("<renderer-v2 type='RuleRenderer'><rules><rule label='重点' filter='area &gt; sqrt(4)' symbol='0'/></rules>"
               "<symbols/></renderer-v2>"),
           "重点");
    refuse(QML("<renderer-v2 type='RuleRenderer'><rules><rule label='重点' symbol='7'/></rules><symbols/></renderer-v2>"),
           "7");
}

static void test_qml__resolves_no_entities(void **state)
{
    (void)state;
    refuse("<!DOCTYPE qgis [<!ENTITY a 'x'>]><qgis><renderer-v2 type='nullSymbol'/></qgis>", "ENTITY");
    refuse("<qgis><renderer-v2", "QML");
    refuse("", "QML");
    refuse("<html/>", "html");
}

typedef struct {
    const char *grade;
} Row;

static const HzpCell *lookup(const void *row, const char *column)
{
    static HzpCell cell;
    cell = (HzpCell){((const Row *)row)->grade ? HZP_CELL_TEXT : HZP_CELL_NULL, 0, ((const Row *)row)->grade};
    return strcmp(column, "grade") == 0 ? &cell : NULL;
}

static void append_label(const HzpStyleRule *rule, void *user) { g_string_append_printf(user, "%s;", rule->label); }

static void test_style__takes_else_only_where_no_sister_fits(void **state)
{
    static const struct {
        const char *grade, *labels;
    } cases[] = {{"large", "L;"}, {"small", "other;"}, {NULL, "other;"}};
    (void)state;
    HzpStyle *style = read(QML(
        "<renderer-v2 type='RuleRenderer'><rules><rule label='L' filter='&quot;grade&quot; = &apos;large&apos;' symbol='0'/>"
        "<rule label='other' filter='ELSE' symbol='0'/></rules><symbols><symbol name='0' "
        "type='marker'/></symbols></renderer-v2>"));
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Row row = {cases[i].grade};
        g_autoptr(GString) labels = g_string_new(NULL);
        hzp_style_match(style, 100000, lookup, &row, append_label, labels);
        assert_string_equal(labels->str, cases[i].labels);
    }
    hzp_style_free(style);
}

static void test_style__shipped_styles_are_readable(void **state)
{
    g_autofree char *folder = hzp_resource_path("styles", NULL);
    (void)state;
    assert_non_null(folder);
    GDir *files = g_dir_open(folder, 0, NULL);
    int count = 0;
    for (const char *name; (name = g_dir_read_name(files));) {
        if (!g_str_has_suffix(name, ".qml")) continue;
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *text = NULL;
        HzpStyle *style = NULL;
        assert_true(g_file_get_contents(path, &text, NULL, NULL));
        assert_int_equal(hzp_qml_read(name, text, strlen(text), &style), HZP_OK);
        hzp_style_free(style);
        count++;
    }
    g_dir_close(files);
    assert_true(count >= 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_qml__reads_properties_in_both_forms),
        cmocka_unit_test(test_qml__reads_dashes_and_markers),
        cmocka_unit_test(test_qml__reads_labels),
        cmocka_unit_test(test_qml__survives_elements_in_place_of_texts),
        cmocka_unit_test(test_qml__names_what_it_cannot_draw),
        cmocka_unit_test(test_qml__names_the_rule),
        cmocka_unit_test(test_qml__resolves_no_entities),
        cmocka_unit_test(test_style__takes_else_only_where_no_sister_fits),
        cmocka_unit_test(test_style__shipped_styles_are_readable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
