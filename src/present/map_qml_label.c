#include <string.h>

#include "present/map_qml_reader.h"

static bool is_on(const xmlNode *node, const char *name, const char *fallback)
{
    const char *value = hzp_qml_attribute(node, name, fallback);
    return strcmp(value, "1") == 0 || strcmp(value, "true") == 0;
}

static HzpStatus read_column(const HzpQmlPlace *place, const xmlNode *text, HzpLabelStyle *label)
{
    const char *name = hzp_qml_attribute(text, "fieldName", "");
    size_t length = strlen(name);
    if (!is_on(text, "isExpression", "0")) {
        label->column = g_strdup(name);
    } else if (length > 2 && name[0] == '"' && name[length - 1] == '"' && !memchr(name + 1, '"', length - 2)) {
        label->column = g_strndup(name + 1, length - 2);
    } else {
        return hzp_qml_fail(place, "text-style/fieldName", name, "\"column\"");
    }
    return HZP_OK;
}

static HzpStatus read_colour(const HzpQmlPlace *place, const char *element, const char *text, const char *opacity,
                             HzpColour *colour)
{
    double share = 1;
    if (!hzp_colour_parse(text, colour)) return hzp_qml_fail(place, element, text, "r,g,b,a");
    HZP_TRY(hzp_qml_number_within(place, element, opacity, 0, 1, &share));
    colour->alpha *= share;
    return HZP_OK;
}

/* QGIS on Qt 5 counts weights from 0 to 99 with 50 normal and 75 bold; later versions count as Pango does, to 1000. */
static int pango_weight(double weight, const char *style_name)
{
    if (weight > 99) return (int)weight;
    if (strstr(style_name, "Bold") || weight >= 75) return 700;
    if (weight >= 57) return weight >= 63 ? 600 : 500;
    return weight < 50 ? 300 : 400;
}

static HzpStatus read_text_style(const HzpQmlPlace *place, const xmlNode *text, HzpLabelStyle *label)
{
    double unit = 1;
    double weight = 50;
    label->size_mm = 3;
    label->family = g_strdup(hzp_qml_attribute(text, "fontFamily", "Noto Sans CJK SC"));
    label->italic = is_on(text, "fontItalic", "0");
    HZP_TRY(hzp_qml_unit(place, "text-style/fontSizeUnit", hzp_qml_attribute(text, "fontSizeUnit", "Point"), &unit));
    HZP_TRY(hzp_qml_number_within(place, "text-style/fontSize", hzp_qml_attribute(text, "fontSize", NULL), 0, HZP_QML_LONGEST,
                                  &label->size_mm));
    label->size_mm *= unit;
    HZP_TRY(
        hzp_qml_number_within(place, "text-style/fontWeight", hzp_qml_attribute(text, "fontWeight", NULL), 0, 1000, &weight));
    label->weight = pango_weight(weight, hzp_qml_attribute(text, "namedStyle", ""));
    HZP_TRY(hzp_qml_number_within(place, "text-style/fontLetterSpacing", hzp_qml_attribute(text, "fontLetterSpacing", NULL),
                                  -HZP_QML_LONGEST, HZP_QML_LONGEST, &label->letter_spacing_mm));
    label->letter_spacing_mm *= unit;
    return read_colour(place, "text-style/textColor", hzp_qml_attribute(text, "textColor", "0,0,0,255"),
                       hzp_qml_attribute(text, "textOpacity", NULL), &label->colour);
}

static HzpStatus read_halo(const HzpQmlPlace *place, const xmlNode *text, HzpLabelStyle *label)
{
    const xmlNode *buffer = hzp_qml_child(text, "text-buffer");
    double unit = 1;
    label->haloed = buffer && is_on(buffer, "bufferDraw", "0");
    if (!label->haloed) return HZP_OK;
    HZP_TRY(hzp_qml_unit(place, "text-buffer/bufferSizeUnits", hzp_qml_attribute(buffer, "bufferSizeUnits", "MM"), &unit));
    HZP_TRY(hzp_qml_number_within(place, "text-buffer/bufferSize", hzp_qml_attribute(buffer, "bufferSize", NULL), 0,
                                  HZP_QML_LONGEST, &label->halo_mm));
    label->halo_mm *= unit;
    return read_colour(place, "text-buffer/bufferColor", hzp_qml_attribute(buffer, "bufferColor", "255,255,255,255"),
                       hzp_qml_attribute(buffer, "bufferOpacity", NULL), &label->halo);
}

static HzpStatus refuse_decoration(const HzpQmlPlace *place, const xmlNode *settings, const xmlNode *text)
{
    static const struct {
        const char *element, *attribute;
        bool in_text; /* QGIS has kept them inside text-style since 3.6 and beside it before */
    } refused[] = {{"background", "shapeDraw", true},  {"background", "shapeDraw", false}, {"shadow", "shadowDraw", true},
                   {"shadow", "shadowDraw", false},    {"text-mask", "maskEnabled", true}, {"callout", "enabled", false},
                   {"substitutions", "enabled", false}};
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        const xmlNode *node = hzp_qml_child(refused[i].in_text ? text : settings, refused[i].element);
        if (node && is_on(node, refused[i].attribute, "0")) return hzp_qml_fail(place, refused[i].element, "1", "0");
    }
    return HZP_OK;
}

HzpStatus hzp_qml_labeling(const HzpQmlPlace *place, const xmlNode *node, HzpLabelStyle *label)
{
    const char *type = hzp_qml_attribute(node, "type", "");
    const xmlNode *settings = hzp_qml_child(node, "settings");
    const xmlNode *text = hzp_qml_child(settings, "text-style");
    if (strcmp(type, "simple") != 0 || !text) return hzp_qml_fail(place, "labeling", type, "simple");
    HZP_TRY(hzp_qml_refuse_data_defined(place, settings));
    HZP_TRY(hzp_qml_refuse_data_defined(place, text));
    HZP_TRY(refuse_decoration(place, settings, text));
    HZP_TRY(read_column(place, text, label));
    HZP_TRY(read_text_style(place, text, label));
    return read_halo(place, text, label);
}
