#include "present/map_qml.h"

#include <libxml/parser.h>
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "present/map_qml_reader.h"

enum { MAX_RULE_DEPTH = 16 };

HzpStatus hzp_qml_fail(const HzpQmlPlace *place, const char *element, const char *value, const char *accepted)
{
    return hzp_fail(HZP_E_INPUT, "map_style_unsupported", "layer", place->layer, "rule", place->rule, "element", element,
                    "value", value, "accepted", accepted, NULL);
}

static xmlNode *from_node(xmlNode *node, const char *name)
{
    while (node && (node->type != XML_ELEMENT_NODE || (name && strcmp((const char *)node->name, name) != 0)))
        node = node->next;
    return node;
}

xmlNode *hzp_qml_child(const xmlNode *parent, const char *name) { return parent ? from_node(parent->children, name) : NULL; }

xmlNode *hzp_qml_next(const xmlNode *node, const char *name) { return from_node(node->next, name); }

const char *hzp_qml_attribute(const xmlNode *node, const char *name, const char *fallback)
{
    for (const xmlAttr *attribute = node ? node->properties : NULL; attribute; attribute = attribute->next) {
        if (strcmp((const char *)attribute->name, name) != 0) continue;
        return attribute->children && attribute->children->content ? (const char *)attribute->children->content : "";
    }
    return fallback;
}

HzpStatus hzp_qml_number(const HzpQmlPlace *place, const char *name, const char *text, double *value)
{
    if (!text || !*text) return HZP_OK;
    char *end = NULL;
    double number = g_ascii_strtod(text, &end);
    if (end == text || *end || !isfinite(number)) return hzp_qml_fail(place, name, text, "0.5");
    *value = number;
    return HZP_OK;
}

HzpStatus hzp_qml_number_within(const HzpQmlPlace *place, const char *name, const char *text, double least, double most,
                                double *value)
{
    double number = *value;
    HZP_TRY(hzp_qml_number(place, name, text, &number));
    if (text && *text && (number < least || number > most)) {
        g_autofree char *bounds = g_strdup_printf("%s … %s", hzp_text_of_number(least), hzp_text_of_number(most));
        return hzp_qml_fail(place, name, text, bounds);
    }
    *value = number;
    return HZP_OK;
}

HzpStatus hzp_qml_unit(const HzpQmlPlace *place, const char *element, const char *unit, double *millimetres)
{
    static const struct {
        const char *name;
        double millimetres;
    } units[] = {{"MM", 1}, {"Point", 25.4 / 72}, {"Inch", 25.4}, {"Pixel", 25.4 / 96}};
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strcmp(unit, units[i].name) != 0) continue;
        *millimetres = units[i].millimetres;
        return HZP_OK;
    }
    return hzp_qml_fail(place, element, unit, "MM, Point, Inch, Pixel");
}

HzpStatus hzp_qml_refuse_data_defined(const HzpQmlPlace *place, const xmlNode *node)
{
    static const char *const names[] = {"data_defined_properties", "dd_properties"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const xmlNode *map = hzp_qml_child(hzp_qml_child(node, names[i]), "Option");
        for (const xmlNode *option = hzp_qml_child(map, "Option"); option; option = hzp_qml_next(option, "Option")) {
            const xmlNode *property = hzp_qml_child(option, "Option");
            if (strcmp(hzp_qml_attribute(option, "name", ""), "properties") == 0 && property)
                return hzp_qml_fail(place, names[i], hzp_qml_attribute(property, "name", ""), "-");
        }
    }
    return HZP_OK;
}

/* Symbols of a renderer by name; each is read where it is used, so that messages can name the rule. */
static HzpStatus read_named_symbol(const HzpQmlPlace *place, const xmlNode *renderer, const char *name, HzpSymbol **symbol)
{
    const xmlNode *symbols = hzp_qml_child(renderer, "symbols");
    for (const xmlNode *node = hzp_qml_child(symbols, "symbol"); node; node = hzp_qml_next(node, "symbol")) {
        if (strcmp(hzp_qml_attribute(node, "name", ""), name) == 0) return hzp_qml_symbol(place, node, symbol);
    }
    return hzp_qml_fail(place, "symbol", name, "-");
}

/* The column a renderer or label goes by: a plain or quoted name. NULL when it is an expression. */
static char *plain_column(const char *text)
{
    size_t length = strlen(text);
    if (length > 2 && text[0] == '"' && text[length - 1] == '"' && !memchr(text + 1, '"', length - 2))
        return g_strndup(text + 1, length - 2);
    for (const char *at = text; *at; at++) {
        if (!g_ascii_isalnum(*at) && *at != '_' && (unsigned char)*at < 0x80) return NULL;
    }
    return length > 0 ? g_strdup(text) : NULL;
}

static HzpStatus read_single(HzpQmlPlace *place, const xmlNode *renderer, HzpStyle *style)
{
    HzpStyleRule *rule = hzp_style_rule_new(style);
    g_ptr_array_add(style->rules, rule);
    return read_named_symbol(place, renderer, "0", &rule->symbol);
}

static HzpStatus category_filter(const HzpQmlPlace *place, const xmlNode *node, const char *column, HzpFilter **filter)
{
    const char *value = hzp_qml_attribute(node, "value", "");
    const char *type = hzp_qml_attribute(node, "type", "string");
    HzpCell cell = {HZP_CELL_TEXT, 0, value};
    if (hzp_qml_child(node, "val")) return hzp_qml_fail(place, "category/val", "list", "-");
    if (strcmp(type, "NULL") == 0) {
        cell.kind = HZP_CELL_NULL;
    } else if (strcmp(type, "string") != 0 && strcmp(type, "QString") != 0) {
        cell.kind = HZP_CELL_NUMBER;
        HZP_TRY(hzp_qml_number(place, "category/value", value, &cell.number));
    }
    *filter = hzp_filter_equals(column, &cell);
    return HZP_OK;
}

static HzpStatus read_categories(HzpQmlPlace *place, const xmlNode *renderer, const char *column, HzpStyle *style)
{
    style->first_only = true;
    const xmlNode *list = hzp_qml_child(renderer, "categories");
    for (const xmlNode *node = hzp_qml_child(list, "category"); node; node = hzp_qml_next(node, "category")) {
        place->rule = hzp_qml_attribute(node, "label", "");
        HzpStyleRule *rule = hzp_style_rule_new(style);
        g_ptr_array_add(style->rules, rule);
        rule->label = g_strdup(place->rule);
        rule->drawn = strcmp(hzp_qml_attribute(node, "render", "true"), "false") != 0;
        /* The category of an empty value is QGIS's "all other values". */
        rule->is_else =
            *hzp_qml_attribute(node, "value", "") == '\0' && strcmp(hzp_qml_attribute(node, "type", "string"), "NULL") != 0;
        if (!rule->is_else) HZP_TRY(category_filter(place, node, column, &rule->filter));
        HZP_TRY(read_named_symbol(place, renderer, hzp_qml_attribute(node, "symbol", ""), &rule->symbol));
    }
    return HZP_OK;
}

static HzpStatus read_ranges(HzpQmlPlace *place, const xmlNode *renderer, const char *column, HzpStyle *style)
{
    style->first_only = true;
    const xmlNode *list = hzp_qml_child(renderer, "ranges");
    for (const xmlNode *node = hzp_qml_child(list, "range"); node; node = hzp_qml_next(node, "range")) {
        double lower = 0;
        double upper = 0;
        place->rule = hzp_qml_attribute(node, "label", "");
        HzpStyleRule *rule = hzp_style_rule_new(style);
        g_ptr_array_add(style->rules, rule);
        rule->label = g_strdup(place->rule);
        rule->drawn = strcmp(hzp_qml_attribute(node, "render", "true"), "false") != 0;
        HZP_TRY(hzp_qml_number(place, "range/lower", hzp_qml_attribute(node, "lower", "?"), &lower));
        HZP_TRY(hzp_qml_number(place, "range/upper", hzp_qml_attribute(node, "upper", "?"), &upper));
        rule->filter = hzp_filter_between(column, lower, upper);
        HZP_TRY(read_named_symbol(place, renderer, hzp_qml_attribute(node, "symbol", ""), &rule->symbol));
    }
    return HZP_OK;
}

static HzpStatus read_filter(const HzpQmlPlace *place, const char *text, HzpStyleRule *rule)
{
    size_t problem = 0;
    if (!text || !*text) return HZP_OK;
    rule->is_else = g_ascii_strcasecmp(text, "ELSE") == 0;
    if (rule->is_else) return HZP_OK;
    rule->filter = hzp_filter_parse(text, &problem);
    if (rule->filter) return HZP_OK;
    return hzp_fail(HZP_E_INPUT, "map_filter_syntax", "layer", place->layer, "rule", place->rule, "filter", text, "position",
                    hzp_text_of_size(problem + 1), "rest", text + problem, NULL);
}

static HzpStatus read_rules(HzpQmlPlace *place, const xmlNode *renderer, const xmlNode *parent, HzpStyle *style,
                            GPtrArray *rules, int depth)
{
    if (depth > MAX_RULE_DEPTH) return hzp_qml_fail(place, "rule", "…", "16");
    for (const xmlNode *node = hzp_qml_child(parent, "rule"); node; node = hzp_qml_next(node, "rule")) {
        const char *filter = hzp_qml_attribute(node, "filter", NULL);
        const char *label = hzp_qml_attribute(node, "label", NULL);
        const char *symbol = hzp_qml_attribute(node, "symbol", NULL);
        place->rule = label ? label : filter;
        HzpStyleRule *rule = hzp_style_rule_new(style);
        g_ptr_array_add(rules, rule);
        rule->label = g_strdup(label);
        rule->drawn = strcmp(hzp_qml_attribute(node, "checkstate", "1"), "0") != 0;
        HZP_TRY(hzp_qml_number(place, "scalemindenom", hzp_qml_attribute(node, "scalemindenom", NULL), &rule->scale_from));
        HZP_TRY(hzp_qml_number(place, "scalemaxdenom", hzp_qml_attribute(node, "scalemaxdenom", NULL), &rule->scale_to));
        HZP_TRY(read_filter(place, filter, rule));
        if (symbol) HZP_TRY(read_named_symbol(place, renderer, symbol, &rule->symbol));
        HZP_TRY(read_rules(place, renderer, node, style, rule->children, depth + 1));
    }
    return HZP_OK;
}

/* Renderer settings that would change the picture and that we do not draw. */
static HzpStatus check_renderer(const HzpQmlPlace *place, const xmlNode *renderer)
{
    if (strcmp(hzp_qml_attribute(renderer, "enableorderby", "0"), "0") != 0)
        return hzp_qml_fail(place, "enableorderby", "1", "0");
    if (g_ascii_strtod(hzp_qml_attribute(renderer, "referencescale", "-1"), NULL) > 0)
        return hzp_qml_fail(place, "referencescale", hzp_qml_attribute(renderer, "referencescale", ""), "-1");
    if (strcmp(hzp_qml_attribute(hzp_qml_child(renderer, "effect"), "enabled", "0"), "0") != 0)
        return hzp_qml_fail(place, "effect", "1", "0");
    if (strcmp(hzp_qml_attribute(hzp_qml_child(renderer, "rotation"), "field", ""), "") != 0)
        return hzp_qml_fail(place, "rotation", hzp_qml_attribute(hzp_qml_child(renderer, "rotation"), "field", ""), "-");
    return HZP_OK;
}

static HzpStatus read_renderer(HzpQmlPlace *place, const xmlNode *renderer, HzpStyle *style)
{
    const char *type = hzp_qml_attribute(renderer, "type", "");
    HZP_TRY(check_renderer(place, renderer));
    style->by_level = strcmp(hzp_qml_attribute(renderer, "symbollevels", "0"), "1") == 0;
    if (strcmp(type, "nullSymbol") == 0) return HZP_OK;
    if (strcmp(type, "singleSymbol") == 0) return read_single(place, renderer, style);
    if (strcmp(type, "RuleRenderer") == 0) {
        const xmlNode *root = hzp_qml_child(renderer, "rules");
        return read_rules(place, renderer, root, style, style->rules, 0);
    }
    bool graduated = strcmp(type, "graduatedSymbol") == 0;
    if (!graduated && strcmp(type, "categorizedSymbol") != 0)
        return hzp_qml_fail(place, "renderer-v2", type, "singleSymbol, categorizedSymbol, graduatedSymbol, RuleRenderer");
    const char *attribute = hzp_qml_attribute(renderer, "attr", "");
    g_autofree char *column = plain_column(attribute);
    if (!column) return hzp_qml_fail(place, "attr", attribute, "\"column\"");
    return graduated ? read_ranges(place, renderer, column, style) : read_categories(place, renderer, column, style);
}

/* Text within a child element; NULL where there is none, or where it begins with another element. */
static const char *text_of(const xmlNode *parent, const char *name)
{
    const xmlNode *element = hzp_qml_child(parent, name);
    return element && element->children ? (const char *)element->children->content : NULL;
}

static HzpStatus read_document(HzpQmlPlace *place, const xmlNode *root, HzpStyle *style)
{
    const xmlNode *renderer = hzp_qml_child(root, "renderer-v2");
    if (!root || strcmp((const char *)root->name, "qgis") != 0 || !renderer)
        return hzp_qml_fail(place, "qgis", root ? (const char *)root->name : "", "qgis/renderer-v2");
    if (strcmp(hzp_qml_attribute(root, "hasScaleBasedVisibilityFlag", "0"), "1") == 0) {
        /* QGIS calls the small scale, with the large denominator, the minimum. */
        HZP_TRY(hzp_qml_number(place, "minScale", hzp_qml_attribute(root, "minScale", NULL), &style->scale_to));
        HZP_TRY(hzp_qml_number(place, "maxScale", hzp_qml_attribute(root, "maxScale", NULL), &style->scale_from));
    }
    HZP_TRY(hzp_qml_number_within(place, "layerOpacity", text_of(root, "layerOpacity"), 0, 1, &style->opacity));
    const char *blend = text_of(root, "blendMode");
    if (blend && strcmp(blend, "0") != 0) return hzp_qml_fail(place, "blendMode", blend, "0");
    HZP_TRY(read_renderer(place, renderer, style));
    place->rule = NULL;
    const xmlNode *labeling = hzp_qml_child(root, "labeling");
    return labeling ? hzp_qml_labeling(place, labeling, &style->label) : HZP_OK;
}

static void ignore_xml_error(void *user, xmlErrorPtr error)
{
    (void)user;
    (void)error;
}

HzpStatus hzp_qml_read(const char *layer, const char *text, size_t length, HzpStyle **style)
{
    HzpQmlPlace place = {layer, NULL};
    *style = NULL;
    if (length > 16U << 20) return hzp_fail(HZP_E_INPUT, "map_style_not_qml", "layer", layer, "reason", "> 16 MiB", NULL);
    xmlSetStructuredErrorFunc(NULL, ignore_xml_error);
    /* No network and no entity is ever resolved; the DOCTYPE QGIS writes is only a name. */
    xmlDoc *document = xmlReadMemory(text, (int)length, layer, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (!document) {
        const xmlError *error = xmlGetLastError();
        HzpStatus status = hzp_fail(HZP_E_INPUT, "map_style_not_qml", "layer", layer, "reason",
                                    error && error->message ? error->message : "XML", NULL);
        xmlSetStructuredErrorFunc(NULL, NULL);
        return status;
    }
    xmlSetStructuredErrorFunc(NULL, NULL);
    HzpStyle *made = hzp_style_new(layer);
    HzpStatus status = document->intSubset && document->intSubset->entities
                           ? hzp_qml_fail(&place, "!ENTITY", "…", "-")
                           : read_document(&place, xmlDocGetRootElement(document), made);
    xmlFreeDoc(document);
    if (status != HZP_OK) {
        hzp_style_free(made);
        made = NULL;
    }
    *style = made;
    return status;
}
