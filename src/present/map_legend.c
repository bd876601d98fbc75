/* The legend: groups from sheet.yaml, entries from the rules of the styles that draw something in sight. */
#include <math.h>
#include <string.h>

#include "present/map_sheet.h"

typedef struct {
    const char *label;
    const HzpSymbol *symbol;
} Entry;

typedef struct {
    const char *title;
    GArray *entries; /* of Entry */
} Group;

static bool rule_is_used(const HzpStyleRule *rule, const unsigned *uses)
{
    if (rule->symbol && uses[rule->index] > 0) return true;
    for (guint i = 0; i < rule->children->len; i++) {
        if (rule_is_used(g_ptr_array_index(rule->children, i), uses)) return true;
    }
    return false;
}

/* The symbol that stands for a rule: its own, or the largest of its children's that fits into a line. */
static const HzpSymbol *sample(const HzpStyleRule *rule)
{
    const HzpSymbol *best = rule->symbol;
    for (guint i = 0; i < rule->children->len && !rule->symbol; i++) {
        const HzpSymbol *symbol = sample(g_ptr_array_index(rule->children, i));
        double size = hzp_symbol_size(symbol);
        if (symbol && size <= 4.4 && (!best || size > hzp_symbol_size(best))) best = symbol;
    }
    return best;
}

static void add_entry(GArray *entries, const char *label, const HzpSymbol *symbol)
{
    for (guint i = 0; i < entries->len; i++) {
        if (strcmp(g_array_index(entries, Entry, i).label, label) == 0) return;
    }
    Entry entry = {label, symbol};
    g_array_append_val(entries, entry);
}

static const char *layer_name(const HzpSheet *sheet, const HzpMapLayer *layer)
{
    const HzpYamlNode *names = hzp_yaml_get(hzp_yaml_root(sheet->config->yaml), "names");
    const char *name = hzp_map_config_words(hzp_yaml_get(names, layer->name));
    return name ? name : layer->name;
}

static void add_first_level(const HzpSheet *sheet, const HzpMapLayer *layer, const unsigned *uses, GArray *entries)
{
    for (guint i = 0; i < layer->style->rules->len; i++) {
        const HzpStyleRule *rule = g_ptr_array_index(layer->style->rules, i);
        if (!rule_is_used(rule, uses)) continue;
        bool named = rule->label && *rule->label;
        add_entry(entries, named ? hzp_map_config_translate(sheet->config, rule->label) : layer_name(sheet, layer),
                  sample(rule));
    }
}

/* Labels of the second level, each in the rank order of the first rule that has it; shown with one type's symbols. */
static void add_second_level(const HzpSheet *sheet, const HzpMapLayer *layer, const unsigned *uses, GArray *entries)
{
    const HzpStyleRule *shown = NULL;
    for (guint i = 0; i < layer->style->rules->len; i++) {
        const HzpStyleRule *rule = g_ptr_array_index(layer->style->rules, i);
        if (rule_is_used(rule, uses) && rule->children->len > 0 && !shown) shown = rule;
    }
    for (guint k = 0; shown && k < shown->children->len; k++) {
        const HzpStyleRule *child = g_ptr_array_index(shown->children, k);
        bool used = false;
        for (guint i = 0; i < layer->style->rules->len; i++) {
            const HzpStyleRule *rule = g_ptr_array_index(layer->style->rules, i);
            for (guint m = 0; m < rule->children->len; m++) {
                const HzpStyleRule *other = g_ptr_array_index(rule->children, m);
                if (g_strcmp0(other->label, child->label) == 0 && rule_is_used(other, uses)) used = true;
            }
        }
        if (used && child->label) add_entry(entries, hzp_map_config_translate(sheet->config, child->label), sample(child));
    }
}

static void group_free(gpointer data)
{
    Group *group = data;
    g_array_free(group->entries, TRUE);
    g_free(group);
}

static Group *group_titled(GPtrArray *groups, const char *title)
{
    for (guint i = 0; i < groups->len; i++) {
        Group *group = g_ptr_array_index(groups, i);
        if (strcmp(group->title, title) == 0) return group;
    }
    Group *group = g_new0(Group, 1);
    group->title = title;
    group->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_ptr_array_add(groups, group);
    return group;
}

static GPtrArray *collect_groups(const HzpSheet *sheet)
{
    GPtrArray *groups = g_ptr_array_new_with_free_func(group_free);
    const HzpYamlNode *list = hzp_yaml_get(hzp_yaml_root(sheet->config->yaml), "legend");
    for (size_t i = 0; i < hzp_yaml_count(list); i++) {
        const HzpYamlNode *node = hzp_yaml_item(list, i);
        const char *name = hzp_yaml_text(hzp_yaml_get(node, "layer"));
        const char *part = hzp_yaml_text(hzp_yaml_get(node, "part"));
        const char *title = hzp_map_config_words(hzp_yaml_get(node, "title"));
        const HzpMapLayer *layer = name ? hzp_map_data_layer(sheet->data, name) : NULL;
        guint at = 0;
        if (!layer || !title || !g_ptr_array_find(sheet->layers, layer, &at)) continue;
        Group *group = group_titled(groups, sheet->kind->legend_title ? sheet->kind->legend_title : title);
        const unsigned *uses = sheet->uses + sheet->use_start[at];
        if (g_strcmp0(part, "second") == 0) {
            add_second_level(sheet, layer, uses, group->entries);
        } else {
            add_first_level(sheet, layer, uses, group->entries);
        }
    }
    return groups;
}

static void draw_sample(cairo_t *cairo, const HzpSymbol *symbol, double scale, HzpPageBox box)
{
    if (!symbol) return;
    double x = box.x + box.width / 2;
    double y = box.y + box.height / 2;
    if (symbol->type == 'm') {
        hzp_symbol_draw_point(cairo, symbol, -1, scale, x, y);
        return;
    }
    bool outline = true; /* an area without a fill is drawn as the line of its border */
    for (guint i = 0; i < symbol->parts->len; i++) {
        const HzpSymbolPart *part = &g_array_index(symbol->parts, HzpSymbolPart, i);
        if (part->filled || part->kind == HZP_PART_LINE_PATTERN || part->kind == HZP_PART_POINT_PATTERN) outline = false;
    }
    double line[] = {box.x, y, box.x + box.width, y};
    double area[] = {
        box.x, box.y, box.x + box.width, box.y, box.x + box.width, box.y + box.height, box.x, box.y + box.height};
    size_t ends[] = {outline ? 2 : 4};
    HzpPagePath path = {outline ? line : area, ends, 1, !outline};
    hzp_symbol_draw_path(cairo, symbol, -1, scale, &path);
}

static void draw_entry(HzpSheet *sheet, cairo_t *cairo, const Entry *entry, HzpPageBox box, double unit)
{
    double key = 8.4 * unit;
    HzpTextStyle style = hzp_sheet_sans(sheet, 2.7 * unit, 0);
    double room = box.width - key - 3 * unit;
    double width = hzp_text_width(sheet->painter, &style, entry->label);
    if (width > room) style.size_mm *= room / width;
    HzpPageBox symbol = {box.x + 0.5 * unit, box.y + 0.9 * unit, key, box.height - 1.8 * unit};
    draw_sample(cairo, entry->symbol, fmin(unit, sheet->unit), symbol);
    hzp_text_line(sheet->painter, cairo, &style, entry->label, box.x + key + 2.2 * unit, box.y + box.height / 2, 0);
}

double hzp_sheet_legend(HzpSheet *sheet, cairo_t *cairo, HzpPageBox box, double unit, bool draw)
{
    g_autoptr(GPtrArray) groups = collect_groups(sheet);
    double y = box.y;
    int columns = MAX(1, (int)(box.width / (36 * unit)));
    double column = box.width / columns;
    HzpTextStyle heading = hzp_sheet_sans(sheet, 4.4 * unit, PANGO_WEIGHT_BOLD);
    heading.spacing_mm = g_str_equal(hzp_language_get(), "zh") ? unit : 0;
    if (draw && !sheet->kind->legend_title)
        hzp_text_line(sheet->painter, cairo, &heading, hzp_map_config_text(sheet->config, "legend"), box.x + box.width / 2,
                      y + 3 * unit, 0.5);
    if (!sheet->kind->legend_title) y += 7.4 * unit;
    HzpTextStyle title = hzp_sheet_sans(sheet, 2.9 * unit, PANGO_WEIGHT_BOLD);
    for (guint i = 0; i < groups->len; i++) {
        const Group *group = g_ptr_array_index(groups, i);
        if (group->entries->len == 0) continue;
        if (draw) hzp_text_line(sheet->painter, cairo, &title, group->title, box.x, y + 2.6 * unit, 0);
        y += 5.2 * unit;
        for (guint k = 0; k < group->entries->len; k++) {
            HzpPageBox place = {box.x + column * (k % (guint)columns), y + 5.3 * unit * (k / (guint)columns), column,
                                5.3 * unit};
            if (draw) draw_entry(sheet, cairo, &g_array_index(group->entries, Entry, k), place, unit);
        }
        y += 5.3 * unit * ((group->entries->len + (guint)columns - 1) / (guint)columns) + 1.2 * unit;
    }
    return y - box.y;
}
