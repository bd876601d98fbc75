#include "present/map_style.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

HzpSymbol *hzp_symbol_new(char type)
{
    HzpSymbol *symbol = g_new0(HzpSymbol, 1);
    symbol->type = type;
    symbol->opacity = 1;
    symbol->parts = g_array_new(FALSE, TRUE, sizeof(HzpSymbolPart));
    return symbol;
}

void hzp_symbol_free(HzpSymbol *symbol)
{
    if (!symbol) return;
    for (guint i = 0; i < symbol->parts->len; i++)
        hzp_symbol_free(g_array_index(symbol->parts, HzpSymbolPart, i).inner);
    g_array_free(symbol->parts, TRUE);
    g_free(symbol);
}

static void rule_free(gpointer data)
{
    HzpStyleRule *rule = data;
    g_free(rule->label);
    hzp_filter_free(rule->filter);
    hzp_symbol_free(rule->symbol);
    g_ptr_array_free(rule->children, TRUE);
    g_free(rule);
}

HzpStyleRule *hzp_style_rule_new(HzpStyle *style)
{
    HzpStyleRule *rule = g_new0(HzpStyleRule, 1);
    rule->drawn = true;
    rule->children = g_ptr_array_new_with_free_func(rule_free);
    rule->index = style->rule_count++;
    return rule;
}

HzpStyle *hzp_style_new(const char *layer)
{
    HzpStyle *style = g_new0(HzpStyle, 1);
    style->layer = g_strdup(layer);
    style->opacity = 1;
    style->rules = g_ptr_array_new_with_free_func(rule_free);
    return style;
}

void hzp_style_free(HzpStyle *style)
{
    if (!style) return;
    g_ptr_array_free(style->rules, TRUE);
    g_free(style->layer);
    g_free(style->label.column);
    g_free(style->label.family);
    g_free(style);
}

typedef struct {
    double denominator;
    HzpCellLookup lookup;
    const void *row;
    HzpRuleFunction function;
    void *user;
    bool first_only;
} Match;

static bool in_scale(double from, double to, double denominator)
{
    return (from <= 0 || denominator >= from) && (to <= 0 || denominator <= to);
}

static bool match_list(const GPtrArray *rules, const Match *match);

static bool match_rule(const HzpStyleRule *rule, const Match *match)
{
    if (!in_scale(rule->scale_from, rule->scale_to, match->denominator)) return false;
    if (!hzp_filter_holds(rule->filter, match->lookup, match->row)) return false;
    if (!rule->drawn) return true;
    if (rule->symbol) match->function(rule, match->user);
    match_list(rule->children, match);
    return true;
}

static bool match_list(const GPtrArray *rules, const Match *match)
{
    bool any = false;
    for (guint i = 0; i < rules->len && !(any && match->first_only); i++) {
        const HzpStyleRule *rule = g_ptr_array_index(rules, i);
        if (!rule->is_else && match_rule(rule, match)) any = true;
    }
    for (guint i = 0; i < rules->len && !any; i++) {
        const HzpStyleRule *rule = g_ptr_array_index(rules, i);
        if (rule->is_else) any = match_rule(rule, match);
    }
    return any;
}

void hzp_style_match(const HzpStyle *style, double denominator, HzpCellLookup lookup, const void *row,
                     HzpRuleFunction function, void *user)
{
    if (!in_scale(style->scale_from, style->scale_to, denominator)) return;
    Match match = {denominator, lookup, row, function, user, style->first_only};
    match_list(style->rules, &match);
}

static int passes_of(const GPtrArray *rules)
{
    int highest = 0;
    for (guint i = 0; i < rules->len; i++) {
        const HzpStyleRule *rule = g_ptr_array_index(rules, i);
        for (guint k = 0; rule->symbol && k < rule->symbol->parts->len; k++)
            highest = MAX(highest, g_array_index(rule->symbol->parts, HzpSymbolPart, k).pass);
        highest = MAX(highest, passes_of(rule->children));
    }
    return highest;
}

int hzp_style_passes(const HzpStyle *style) { return style->by_level ? passes_of(style->rules) : 0; }

static bool parse_hex(const char *text, HzpColour *colour)
{
    size_t length = strlen(text);
    unsigned part[4] = {0, 0, 0, 255};
    if (length != 7 && length != 9) return false;
    for (size_t i = 0; i < (length - 1) / 2; i++) {
        int high = g_ascii_xdigit_value(text[1 + 2 * i]);
        int low = g_ascii_xdigit_value(text[2 + 2 * i]);
        if (high < 0 || low < 0) return false;
        part[i] = (unsigned)(high * 16 + low);
    }
    *colour = (HzpColour){part[0] / 255.0, part[1] / 255.0, part[2] / 255.0, part[3] / 255.0};
    return true;
}

bool hzp_colour_parse(const char *text, HzpColour *colour)
{
    if (!text) return false;
    if (*text == '#') return parse_hex(text, colour);
    double part[4] = {0, 0, 0, 255};
    const char *at = text;
    int count = 0;
    while (count < 4) {
        char *end = NULL;
        double value = g_ascii_strtod(at, &end);
        if (end == at || !(value >= 0 && value <= 255)) return false;
        part[count++] = value;
        at = end;
        if (*at != ',') break;
        at++;
    }
    bool tail_is_newer_form = count == 4 && (g_str_has_prefix(at, "rgb:") || g_str_has_prefix(at, "hsv:") ||
                                             g_str_has_prefix(at, "hsl:") || g_str_has_prefix(at, "cmyk:"));
    if (count < 3 || (*at && !tail_is_newer_form)) return false;
    *colour = (HzpColour){part[0] / 255, part[1] / 255, part[2] / 255, part[3] / 255};
    return true;
}
