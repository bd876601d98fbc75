/* <symbol> and its layers. Each class of symbol layer is a table of the properties it may have: those that are read, those
 * that must have a neutral value, and those that have no bearing on our drawing. A property in no table is an error. */
#include <cairo.h>
#include <string.h>

#include "present/map_marker.h"
#include "present/map_qml_reader.h"

typedef struct {
    const HzpQmlPlace *place;
    GHashTable *values; /* property -> text */
    const char *class_name;
} Properties;

typedef HzpStatus (*ReadPart)(const Properties *properties, const xmlNode *node, HzpSymbolPart *part);

/* Properties as "key" (read, or any value is fine) or "key=neutral value". */
typedef struct {
    const char *name;
    HzpPartKind kind;
    ReadPart read;
    const char *const *properties;
} PartClass;

static const char *value_of(const Properties *properties, const char *key)
{
    return g_hash_table_lookup(properties->values, key);
}

static HzpStatus fail_property(const Properties *properties, const char *key, const char *accepted)
{
    g_autofree char *element = g_strdup_printf("%s/%s", properties->class_name, key);
    return hzp_qml_fail(properties->place, element, value_of(properties, key), accepted);
}

/* A length with its unit property, "size" and "size_unit". */
static HzpStatus read_length(const Properties *properties, const char *key, double *millimetres)
{
    const char *text = value_of(properties, key);
    g_autofree char *unit_key = g_strconcat(key, "_unit", NULL);
    const char *unit_text = value_of(properties, unit_key);
    double unit = 1;
    if (!text) return HZP_OK;
    if (unit_text) HZP_TRY(hzp_qml_unit(properties->place, unit_key, unit_text, &unit));
    HZP_TRY(hzp_qml_number_within(properties->place, key, text, 0, HZP_QML_LONGEST, millimetres));
    *millimetres *= unit;
    return HZP_OK;
}

static HzpStatus read_colour(const Properties *properties, const char *key, HzpColour *colour)
{
    const char *text = value_of(properties, key);
    if (!text || hzp_colour_parse(text, colour)) return HZP_OK;
    return fail_property(properties, key, "r,g,b,a");
}

typedef struct {
    const char *name;
    int value;
} Choice;

static HzpStatus read_choice(const Properties *properties, const char *key, const Choice *choices, size_t count, int *value)
{
    const char *text = value_of(properties, key);
    if (!text) return HZP_OK;
    GString *names = g_string_new(NULL);
    bool found = false;
    for (size_t i = 0; i < count && !found; i++) {
        found = strcmp(text, choices[i].name) == 0;
        if (found) *value = choices[i].value;
        g_string_append_printf(names, "%s%s", i ? ", " : "", choices[i].name);
    }
    HzpStatus status = found ? HZP_OK : fail_property(properties, key, names->str);
    g_string_free(names, TRUE);
    return status;
}

/* Pen styles of Qt: dash lengths in pen widths. */
static HzpStatus read_pen_style(const Properties *properties, const char *key, HzpSymbolPart *part)
{
    static const Choice choices[] = {{"solid", 0}, {"no", 1}, {"dash", 2}, {"dot", 3}, {"dash dot", 4}, {"dash dot dot", 5}};
    static const double patterns[][6] = {{0}, {0}, {4, 2}, {1, 2}, {4, 2, 1, 2}, {4, 2, 1, 2, 1, 2}};
    static const int counts[] = {0, 0, 2, 2, 4, 6};
    int style = 0;
    HZP_TRY(read_choice(properties, key, choices, G_N_ELEMENTS(choices), &style));
    part->stroked = style != 1;
    part->dash_count = counts[style];
    for (int i = 0; i < counts[style]; i++)
        part->dashes_mm[i] = patterns[style][i] * part->stroke_mm;
    return HZP_OK;
}

static HzpStatus read_join(const Properties *properties, const char *key, HzpSymbolPart *part)
{
    static const Choice choices[] = {
        {"miter", CAIRO_LINE_JOIN_MITER}, {"bevel", CAIRO_LINE_JOIN_BEVEL}, {"round", CAIRO_LINE_JOIN_ROUND}};
    return read_choice(properties, key, choices, G_N_ELEMENTS(choices), &part->join);
}

static HzpStatus read_cap(const Properties *properties, const char *key, HzpSymbolPart *part)
{
    static const Choice choices[] = {
        {"square", CAIRO_LINE_CAP_SQUARE}, {"flat", CAIRO_LINE_CAP_BUTT}, {"round", CAIRO_LINE_CAP_ROUND}};
    return read_choice(properties, key, choices, G_N_ELEMENTS(choices), &part->cap);
}

static HzpStatus read_outline(const Properties *properties, HzpSymbolPart *part)
{
    part->stroke_mm = 0.26;
    HZP_TRY(read_colour(properties, "outline_color", &part->stroke));
    HZP_TRY(read_length(properties, "outline_width", &part->stroke_mm));
    HZP_TRY(read_join(properties, "joinstyle", part));
    return read_pen_style(properties, "outline_style", part);
}

static HzpStatus read_simple_fill(const Properties *properties, const xmlNode *node, HzpSymbolPart *part)
{
    static const Choice styles[] = {{"solid", 1}, {"no", 0}};
    int filled = 1;
    (void)node;
    HZP_TRY(read_choice(properties, "style", styles, G_N_ELEMENTS(styles), &filled));
    part->filled = filled == 1;
    HZP_TRY(read_colour(properties, "color", &part->fill));
    return read_outline(properties, part);
}

static HzpStatus read_custom_dash(const Properties *properties, HzpSymbolPart *part)
{
    const char *text = value_of(properties, "customdash");
    const char *unit_text = value_of(properties, "customdash_unit");
    double unit = 1;
    if (unit_text) HZP_TRY(hzp_qml_unit(properties->place, "customdash_unit", unit_text, &unit));
    g_auto(GStrv) items = g_strsplit(text ? text : "", ";", -1);
    size_t count = g_strv_length(items);
    if (count == 0 || count % 2 || count > G_N_ELEMENTS(part->dashes_mm))
        return fail_property(properties, "customdash", "4;2;1;2");
    for (size_t i = 0; i < count; i++) {
        part->dashes_mm[i] = -1;
        HZP_TRY(hzp_qml_number_within(properties->place, "customdash", items[i], 0, HZP_QML_LONGEST, &part->dashes_mm[i]));
        if (part->dashes_mm[i] < 0 || (i == 0 && part->dashes_mm[i] <= 0))
            return fail_property(properties, "customdash", "4;2;1;2");
        part->dashes_mm[i] *= unit;
    }
    part->dash_count = (int)count;
    return HZP_OK;
}

static HzpStatus read_simple_line(const Properties *properties, const xmlNode *node, HzpSymbolPart *part)
{
    const char *custom = value_of(properties, "use_custom_dash");
    (void)node;
    part->stroke_mm = 0.26;
    HZP_TRY(read_colour(properties, "line_color", &part->stroke));
    HZP_TRY(read_length(properties, "line_width", &part->stroke_mm));
    HZP_TRY(read_join(properties, "joinstyle", part));
    HZP_TRY(read_cap(properties, "capstyle", part));
    HZP_TRY(read_pen_style(properties, "line_style", part));
    return custom && strcmp(custom, "1") == 0 ? read_custom_dash(properties, part) : HZP_OK;
}

static HzpStatus read_offset(const Properties *properties, HzpSymbolPart *part)
{
    const char *text = value_of(properties, "offset");
    const char *unit_text = value_of(properties, "offset_unit");
    double unit = 1;
    if (!text) return HZP_OK;
    if (unit_text) HZP_TRY(hzp_qml_unit(properties->place, "offset_unit", unit_text, &unit));
    g_auto(GStrv) items = g_strsplit(text, ",", 3);
    if (g_strv_length(items) != 2) return fail_property(properties, "offset", "0,0");
    HZP_TRY(
        hzp_qml_number_within(properties->place, "offset", items[0], -HZP_QML_LONGEST, HZP_QML_LONGEST, &part->offset_x_mm));
    HZP_TRY(
        hzp_qml_number_within(properties->place, "offset", items[1], -HZP_QML_LONGEST, HZP_QML_LONGEST, &part->offset_y_mm));
    part->offset_x_mm *= unit;
    part->offset_y_mm *= unit;
    return HZP_OK;
}

static HzpStatus read_simple_marker(const Properties *properties, const xmlNode *node, HzpSymbolPart *part)
{
    const char *name = value_of(properties, "name");
    (void)node;
    part->shape = hzp_marker_find(name ? name : "circle");
    if (part->shape < 0)
        return fail_property(properties, "name", "circle, square, diamond, triangle, pentagon, hexagon, star, cross, …");
    part->size_mm = 2;
    part->filled = true;
    HZP_TRY(read_length(properties, "size", &part->size_mm));
    HZP_TRY(hzp_qml_number(properties->place, "angle", value_of(properties, "angle"), &part->angle_deg));
    HZP_TRY(read_colour(properties, "color", &part->fill));
    HZP_TRY(read_offset(properties, part));
    HZP_TRY(read_cap(properties, "cap_style", part));
    return read_outline(properties, part);
}

/* The symbol inside a pattern; the older form without one is made from the pattern's own colour and width. */
static HzpStatus read_inner(const Properties *properties, const xmlNode *node, char type, HzpSymbolPart *part)
{
    const xmlNode *inner = hzp_qml_child(node, "symbol");
    if (inner) {
        HZP_TRY(hzp_qml_symbol(properties->place, inner, &part->inner));
        return part->inner->type == type ? HZP_OK : hzp_qml_fail(properties->place, "symbol/type", "", "line, marker");
    }
    if (type != 'l') return hzp_qml_fail(properties->place, properties->class_name, "", "symbol");
    part->inner = hzp_symbol_new('l');
    HzpSymbolPart line = {.kind = HZP_PART_LINE, .stroked = true, .stroke_mm = 0.26, .stroke = {0, 0, 0, 1}};
    g_array_append_val(part->inner->parts, line);
    HzpSymbolPart *pen = &g_array_index(part->inner->parts, HzpSymbolPart, 0);
    HZP_TRY(read_colour(properties, "color", &pen->stroke));
    return read_length(properties, "line_width", &pen->stroke_mm);
}

static HzpStatus read_line_pattern(const Properties *properties, const xmlNode *node, HzpSymbolPart *part)
{
    part->spacing_x_mm = 2;
    HZP_TRY(hzp_qml_number(properties->place, "angle", value_of(properties, "angle"), &part->angle_deg));
    HZP_TRY(read_length(properties, "distance", &part->spacing_x_mm));
    return read_inner(properties, node, 'l', part);
}

static HzpStatus read_point_pattern(const Properties *properties, const xmlNode *node, HzpSymbolPart *part)
{
    part->spacing_x_mm = part->spacing_y_mm = 2;
    HZP_TRY(read_length(properties, "distance_x", &part->spacing_x_mm));
    HZP_TRY(read_length(properties, "distance_y", &part->spacing_y_mm));
    return read_inner(properties, node, 'm', part);
}

static const char *const fill_properties[] = {"color",         "style",
                                              "outline_color", "outline_style",
                                              "outline_width", "outline_width_unit",
                                              "joinstyle",     "offset=0,0",
                                              "offset_unit",   NULL};
static const char *const line_pattern_properties[] = {
    "angle",       "distance",      "distance_unit",      "line_width", "line_width_unit",      "color", "offset=0",
    "offset_unit", "outline_width", "outline_width_unit", "clip_mode",  "coordinate_reference", NULL};
static const char *const point_pattern_properties[] = {"distance_x",
                                                       "distance_x_unit",
                                                       "distance_y",
                                                       "distance_y_unit",
                                                       "displacement_x=0",
                                                       "displacement_x_unit",
                                                       "displacement_y=0",
                                                       "displacement_y_unit",
                                                       "offset_x=0",
                                                       "offset_x_unit",
                                                       "offset_y=0",
                                                       "offset_y_unit",
                                                       "angle=0",
                                                       "random_deviation_x=0",
                                                       "random_deviation_x_unit",
                                                       "random_deviation_y=0",
                                                       "random_deviation_y_unit",
                                                       "seed",
                                                       "outline_width",
                                                       "outline_width_unit",
                                                       "clip_mode",
                                                       "coordinate_reference",
                                                       NULL};
static const char *const line_properties[] = {"line_color",
                                              "line_style",
                                              "line_width",
                                              "line_width_unit",
                                              "joinstyle",
                                              "capstyle",
                                              "use_custom_dash",
                                              "customdash",
                                              "customdash_unit",
                                              "offset=0",
                                              "offset_unit",
                                              "draw_inside_polygon=0",
                                              "ring_filter=0",
                                              "align_dash_pattern=0",
                                              "tweak_dash_pattern_on_corners=0",
                                              "dash_pattern_offset=0",
                                              "dash_pattern_offset_unit",
                                              "trim_distance_start=0",
                                              "trim_distance_start_unit",
                                              "trim_distance_end=0",
                                              "trim_distance_end_unit",
                                              NULL};
static const char *const marker_properties[] = {"name",
                                                "size",
                                                "size_unit",
                                                "angle",
                                                "color",
                                                "offset",
                                                "offset_unit",
                                                "outline_color",
                                                "outline_style",
                                                "outline_width",
                                                "outline_width_unit",
                                                "joinstyle",
                                                "cap_style",
                                                "scale_method",
                                                "horizontal_anchor_point=1",
                                                "vertical_anchor_point=1",
                                                NULL};

static const PartClass classes[] = {
    {"SimpleFill", HZP_PART_FILL, read_simple_fill, fill_properties},
    {"LinePatternFill", HZP_PART_LINE_PATTERN, read_line_pattern, line_pattern_properties},
    {"PointPatternFill", HZP_PART_POINT_PATTERN, read_point_pattern, point_pattern_properties},
    {"SimpleLine", HZP_PART_LINE, read_simple_line, line_properties},
    {"SimpleMarker", HZP_PART_MARKER, read_simple_marker, marker_properties},
};

/* Both forms: <Option name value/> within <Option type="Map"> (since 3.18) and <prop k v/> (before). */
static void collect_properties(const xmlNode *node, GHashTable *values)
{
    for (const xmlNode *prop = hzp_qml_child(node, "prop"); prop; prop = hzp_qml_next(prop, "prop"))
        g_hash_table_insert(values, (gpointer)hzp_qml_attribute(prop, "k", ""), (gpointer)hzp_qml_attribute(prop, "v", ""));
    const xmlNode *map = hzp_qml_child(node, "Option");
    for (const xmlNode *option = hzp_qml_child(map, "Option"); option; option = hzp_qml_next(option, "Option"))
        g_hash_table_insert(values, (gpointer)hzp_qml_attribute(option, "name", ""),
                            (gpointer)hzp_qml_attribute(option, "value", ""));
}

static HzpStatus check_property(const Properties *properties, const PartClass *class, const char *key)
{
    if (g_str_has_suffix(key, "_map_unit_scale")) return HZP_OK;
    size_t length = strlen(key);
    for (const char *const *known = class->properties; *known; known++) {
        if (strncmp(*known, key, length) != 0 || ((*known)[length] != '\0' && (*known)[length] != '=')) continue;
        const char *neutral = (*known)[length] == '=' ? *known + length + 1 : NULL;
        return !neutral || strcmp(neutral, value_of(properties, key)) == 0 ? HZP_OK : fail_property(properties, key, neutral);
    }
    return fail_property(properties, key, "-");
}

static int compare_text(gconstpointer a, gconstpointer b) { return strcmp(a, b); }

static HzpStatus check_properties(const Properties *properties, const PartClass *class)
{
    HzpStatus status = HZP_OK;
    GList *keys = g_list_sort(g_hash_table_get_keys(properties->values), compare_text);
    for (GList *key = keys; key && status == HZP_OK; key = key->next)
        status = check_property(properties, class, key->data);
    g_list_free(keys);
    return status;
}

static HzpStatus read_part(const HzpQmlPlace *place, const xmlNode *node, HzpSymbol *symbol)
{
    const char *name = hzp_qml_attribute(node, "class", "");
    const PartClass *class = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(classes) && !class; i++) {
        if (strcmp(classes[i].name, name) == 0) class = &classes[i];
    }
    if (!class)
        return hzp_qml_fail(place, "layer/class", name,
                            "SimpleFill, LinePatternFill, PointPatternFill, SimpleLine, SimpleMarker");
    HZP_TRY(hzp_qml_refuse_data_defined(place, node));
    const xmlNode *effect = hzp_qml_child(node, "effect");
    if (effect && strcmp(hzp_qml_attribute(effect, "enabled", "0"), "0") != 0) return hzp_qml_fail(place, "effect", "1", "0");
    Properties properties = {place, g_hash_table_new(g_str_hash, g_str_equal), name};
    HzpSymbolPart part = {.kind = class->kind,
                          .join = CAIRO_LINE_JOIN_ROUND,
                          .cap = CAIRO_LINE_CAP_BUTT,
                          .stroke = {0, 0, 0, 1},
                          .fill = {0, 0, 0, 1}};
    collect_properties(node, properties.values);
    double pass = 0;
    HzpStatus status = hzp_qml_number(place, "pass", hzp_qml_attribute(node, "pass", NULL), &pass);
    part.pass = (int)CLAMP(pass, 0, 100);
    if (status == HZP_OK) status = check_properties(&properties, class);
    if (status == HZP_OK) status = class->read(&properties, node, &part);
    g_hash_table_destroy(properties.values);
    g_array_append_val(symbol->parts, part);
    return status;
}

HzpStatus hzp_qml_symbol(const HzpQmlPlace *place, const xmlNode *node, HzpSymbol **symbol)
{
    const char *type = hzp_qml_attribute(node, "type", "");
    if (strcmp(type, "fill") != 0 && strcmp(type, "line") != 0 && strcmp(type, "marker") != 0)
        return hzp_qml_fail(place, "symbol/type", type, "fill, line, marker");
    HzpSymbol *made = *symbol = hzp_symbol_new(*type);
    HZP_TRY(hzp_qml_number_within(place, "symbol/alpha", hzp_qml_attribute(node, "alpha", NULL), 0, 1, &made->opacity));
    HZP_TRY(hzp_qml_refuse_data_defined(place, node));
    for (const xmlNode *layer = hzp_qml_child(node, "layer"); layer; layer = hzp_qml_next(layer, "layer")) {
        if (strcmp(hzp_qml_attribute(layer, "enabled", "1"), "0") != 0) HZP_TRY(read_part(place, layer, made));
    }
    return HZP_OK;
}
