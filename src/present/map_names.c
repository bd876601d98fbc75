/* Names on the map: what stands in their way, whose are written, and drawing them. */
#include <math.h>
#include <string.h>

#include "present/map_sheet.h"

static const unsigned LINE_COST = 14;
static const unsigned DOT_COST = 90;
static const unsigned FADED_COST = 20;
enum { FEW_NAMES = 16 };

typedef struct {
    const HzpMapRow *row;
    double rank;
    size_t order;
} Candidate;

typedef struct {
    double size;
} Largest;

static void take_larger(const HzpStyleRule *rule, void *user)
{
    Largest *largest = user;
    largest->size = fmax(largest->size, hzp_symbol_size(rule->symbol));
}

/* Size of the symbol a point row is drawn with, 0 when it is not drawn. */
static double drawn_size(const HzpSheet *sheet, const HzpMapRow *row)
{
    Largest largest = {0};
    hzp_style_match(row->layer->style, sheet->view.denominator, hzp_map_row_cell, row, take_larger, &largest);
    return largest.size * sheet->unit;
}

static void block_points(const HzpSheet *sheet, HzpLabelField *field)
{
    for (guint i = 0; i < sheet->layers->len; i++) {
        const HzpMapLayer *layer = g_ptr_array_index(sheet->layers, i);
        for (size_t k = 0; layer && k < layer->count; k++) {
            const HzpMapRow *row = &layer->rows[k];
            if (row->shape != 'p' || !hzp_extent_meets(&row->extent, &sheet->seen)) continue;
            double size = drawn_size(sheet, row);
            unsigned cost = !hzp_sheet_owns(sheet, row) ? FADED_COST : size < 1.2 * sheet->unit ? DOT_COST : 255;
            hzp_label_field_add_disc(field, hzp_view_x(&sheet->view, row->middle_x), hzp_view_y(&sheet->view, row->middle_y),
                                     0.46 * size, cost);
        }
    }
}

/* Borders of counties and towns cost a little, so that names rather stand beside them. */
static void weigh_borders(const HzpSheet *sheet, HzpLabelField *field)
{
    static const char *const layers[] = {"counties", "towns"};
    const HzpPageBox *body = &sheet->view.body;
    GArray *buffer = g_array_new(FALSE, FALSE, sizeof(double));
    cairo_surface_t *mask =
        cairo_image_surface_create(CAIRO_FORMAT_A8, hzp_label_field_columns(field), hzp_label_field_rows(field));
    cairo_t *cairo = cairo_create(mask);
    cairo_scale(cairo, 1 / hzp_label_field_cell(), 1 / hzp_label_field_cell());
    cairo_translate(cairo, -body->x, -body->y);
    HzpSymbol *pen = hzp_symbol_new('l');
    HzpSymbolPart part = {.kind = HZP_PART_LINE, .stroked = true, .stroke_mm = 0.4, .stroke = {0, 0, 0, 1}};
    g_array_append_val(pen->parts, part);
    for (size_t i = 0; i < G_N_ELEMENTS(layers); i++) {
        const HzpMapLayer *layer = hzp_map_data_layer(sheet->data, layers[i]);
        for (size_t k = 0; layer && k < layer->count; k++) {
            if (!hzp_extent_meets(&layer->rows[k].extent, &sheet->seen)) continue;
            HzpPagePath path = hzp_sheet_path(sheet, &layer->rows[k], buffer);
            hzp_symbol_draw_path(cairo, pen, -1, 1, &path);
        }
    }
    cairo_destroy(cairo);
    cairo_surface_flush(mask);
    hzp_label_field_add_mask(field, cairo_image_surface_get_data(mask), cairo_image_surface_get_stride(mask), LINE_COST);
    cairo_surface_destroy(mask);
    hzp_symbol_free(pen);
    g_array_free(buffer, TRUE);
}

static void block_furniture(const HzpSheet *sheet, HzpLabelField *field)
{
    const HzpPageBox *body = &sheet->view.body;
    double edge = 0.8 * sheet->unit;
    hzp_label_field_block(field, sheet->arrow);
    hzp_label_field_block(field, sheet->bar);
    hzp_label_field_block(field, (HzpPageBox){body->x, body->y, body->width, edge});
    hzp_label_field_block(field, (HzpPageBox){body->x, body->y + body->height - edge, body->width, edge});
    hzp_label_field_block(field, (HzpPageBox){body->x, body->y, edge, body->height});
    hzp_label_field_block(field, (HzpPageBox){body->x + body->width - edge, body->y, edge, body->height});
}

static int by_rank(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a;
    const Candidate *y = b;
    double rank_x = isnan(x->rank) ? -INFINITY : x->rank;
    double rank_y = isnan(y->rank) ? -INFINITY : y->rank;
    if (rank_x < rank_y || rank_x > rank_y) return rank_x > rank_y ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static GArray *collect(const HzpSheet *sheet, const HzpMapLayer *layer, const HzpLabelRule *rule)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(Candidate));
    for (size_t i = 0; i < layer->count; i++) {
        const HzpMapRow *row = &layer->rows[i];
        if (!row->shape || !hzp_extent_meets(&row->extent, &sheet->seen) || !hzp_sheet_owns(sheet, row)) continue;
        if (!hzp_filter_holds(rule->where, hzp_map_row_cell, row)) continue;
        /* Small areas choose first: they have the fewest places. */
        double span =
            row->shape == 'a' ? hypot(row->extent.east - row->extent.west, row->extent.north - row->extent.south) : 0;
        Candidate candidate = {row, rule->rank ? hzp_map_row_number(row, rule->rank) : -span, i};
        g_array_append_val(rows, candidate);
    }
    g_array_sort(rows, by_rank);
    return rows;
}

typedef struct {
    const HzpSheet *sheet;
    const HzpMapRow *row;
} Area;

static bool area_holds(const void *shape, double x, double y)
{
    const Area *area = shape;
    return hzp_map_row_holds(area->row, hzp_view_map_x(&area->sheet->view, x), hzp_view_map_y(&area->sheet->view, y));
}

static HzpTextStyle name_style(const HzpSheet *sheet, const HzpLabelStyle *style, double enlarge)
{
    double unit = sheet->unit * enlarge;
    return (HzpTextStyle){style->family,
                          style->size_mm * unit,
                          style->weight,
                          style->italic,
                          style->letter_spacing_mm * unit,
                          style->colour,
                          style->haloed ? style->halo_mm * sheet->unit : 0,
                          style->halo};
}

/* A long name of a point is set in two lines of equal length. */
static PangoLayout *lay_out_name(HzpSheet *sheet, const HzpTextStyle *style, const char *text, bool area)
{
    double width = area ? 0 : hzp_text_width(sheet->painter, style, text);
    bool is_long = width > 13 * style->size_mm;
    PangoLayout *layout = hzp_text_layout(sheet->painter, style, text, is_long ? width / 2 + 0.6 * style->size_mm : 0);
    if (is_long) pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
    return layout;
}

/* Lay a name out and find its place; a name that is not placed leaves nothing behind. */
static bool place_name(HzpSheet *sheet, HzpLabelField *field, const HzpMapLayer *layer, const char *text, HzpTextStyle style,
                       HzpLabel label)
{
    HzpPlacedName name = {.layer = layer, .style = style, .label = label};
    name.layout = lay_out_name(sheet, &name.style, text, label.area);
    HzpPageBox ink = hzp_text_ink(name.layout);
    name.label.width = ink.width + 2 * style.halo_mm;
    name.label.height = ink.height + 2 * style.halo_mm;
    name.ink_x = ink.x - style.halo_mm;
    name.ink_y = ink.y - style.halo_mm;
    sheet->names_wanted++;
    if (!hzp_label_place(field, &name.label)) {
        g_object_unref(name.layout);
        return false;
    }
    sheet->names_placed++;
    if (name.label.crowded) g_ptr_array_add(sheet->crowded, g_strdup(text));
    name.label.shape = NULL;
    g_array_append_val(sheet->names, name);
    return true;
}

static HzpLabel label_for(const HzpSheet *sheet, const HzpMapRow *row, bool must)
{
    HzpLabel label = {
        .x = hzp_view_x(&sheet->view, row->middle_x), .y = hzp_view_y(&sheet->view, row->middle_y), .must = must};
    label.area = row->shape == 'a';
    if (label.area) {
        double span = hypot(row->extent.east - row->extent.west, row->extent.north - row->extent.south);
        label.reach = fmin(fmax(span * 1000 / sheet->view.denominator / 2, 6 * sheet->unit), 60 * sheet->unit);
    } else {
        label.clear = row->shape == 'p' ? 0.5 * drawn_size(sheet, row) : 0;
    }
    label.leader_reach = must ? 32 * sheet->unit : 0;
    return label;
}

/* "阳城县北留镇西神头村崩塌隐患点" is "西神头村崩塌" on a map that shows county and town. */
static char *short_name(const HzpSheet *sheet, const HzpMapRow *row, char *text)
{
    static const char *const columns[] = {"county", "town"};
    const HzpYamlNode *endings = hzp_yaml_get(hzp_yaml_root(sheet->config->yaml), "name_endings");
    const char *start = text;
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_autofree char *unit = hzp_map_row_text(row, columns[i]);
        if (unit && g_str_has_prefix(start, unit)) start += strlen(unit);
    }
    char *name = g_strdup(start);
    for (size_t i = 0; i < hzp_yaml_count(endings); i++) {
        const char *ending = hzp_yaml_text(hzp_yaml_item(endings, i));
        if (ending && g_str_has_suffix(name, ending)) name[strlen(name) - strlen(ending)] = '\0';
    }
    if (g_utf8_strlen(name, -1) < 2) { /* nothing would be left */
        g_free(name);
        return text;
    }
    g_free(text);
    return name;
}

static char *name_of(const HzpSheet *sheet, const HzpLabelRule *rule, const HzpMapRow *row)
{
    char *text = hzp_map_row_text(row, row->layer->style->label.column);
    if (text && rule->shorten) text = short_name(sheet, row, text);
    g_autofree char *second = text && rule->second ? hzp_map_row_text(row, rule->second) : NULL;
    if (!second) return text;
    g_autofree char *first = text;
    return g_strconcat(first, " ", second, NULL);
}

/* A place in the visible part of an area: the visible sample nearest to their mean. */
static bool visible_middle(const HzpSheet *sheet, const HzpMapRow *row, double *x, double *y)
{
    enum { STEPS = 28 };
    const HzpPageBox *body = &sheet->view.body;
    const Area area = {sheet, row};
    double sum_x = 0;
    double sum_y = 0;
    int count = 0;
    for (int round = 0; round < 2; round++) {
        double nearest = INFINITY;
        for (int i = 0; i < STEPS * STEPS; i++) {
            double px = body->x + body->width * (i % STEPS + 0.5) / STEPS;
            double py = body->y + body->height * (i / STEPS + 0.5) / STEPS;
            if (!area_holds(&area, px, py)) continue;
            if (round == 0) {
                sum_x += px;
                sum_y += py;
                count++;
            } else if (hypot(px - sum_x / count, py - sum_y / count) < nearest) {
                nearest = hypot(px - sum_x / count, py - sum_y / count);
                *x = px;
                *y = py;
            }
        }
    }
    return count > 0;
}

/* Whether the middle of an area is on the sheet. */
static bool in_sight(const HzpSheet *sheet, const HzpMapRow *row)
{
    HzpExtent middle = {row->middle_x, row->middle_y, row->middle_x, row->middle_y};
    return hzp_extent_meets(&middle, &sheet->seen);
}

static void place_rule(HzpSheet *sheet, HzpLabelField *field, const HzpLabelRule *rule)
{
    const HzpMapLayer *layer = hzp_map_data_layer(sheet->data, rule->layer);
    if (!layer || !layer->style->label.column || !g_ptr_array_find(sheet->layers, layer, NULL)) return;
    double square_dm = sheet->view.body.width * sheet->view.body.height / 1e4;
    size_t most = rule->per_dm2 > 0 ? (size_t)(rule->per_dm2 * square_dm) : G_MAXSIZE;
    GArray *rows = collect(sheet, layer, rule);
    /* Where few points are named, their names can be read from further off. */
    double enlarge = rows->len <= FEW_NAMES && layer->rows[0].shape == 'p' ? 1.25 * rule->enlarge : rule->enlarge;
    HzpTextStyle style = name_style(sheet, &layer->style->label, enlarge);
    if (rows->len > rule->up_to || rows->len <= rule->over) g_array_set_size(rows, 0);
    for (guint i = 0; i < rows->len && i < most; i++) {
        const HzpMapRow *row = g_array_index(rows, Candidate, i).row;
        g_autofree char *text = name_of(sheet, rule, row);
        if (!text) continue;
        HzpLabel label = label_for(sheet, row, rule->must);
        Area area = {sheet, row};
        if (label.area) {
            label.inside = area_holds;
            label.shape = &area;
        }
        if (label.area && !in_sight(sheet, row) && !visible_middle(sheet, row, &label.x, &label.y)) continue;
        place_name(sheet, field, layer, text, style, label);
    }
    g_array_free(rows, TRUE);
}

static void place_neighbours(HzpSheet *sheet, HzpLabelField *field)
{
    const HzpMapLayer *counties = sheet->county ? sheet->county->layer : NULL;
    for (size_t i = 0; counties && counties->style->label.column && i < counties->count; i++) {
        const HzpMapRow *row = &counties->rows[i];
        HzpLabel label = {.area = true, .reach = 40 * sheet->unit, .inside = area_holds};
        g_autofree char *text = hzp_map_row_text(row, counties->style->label.column);
        if (row == sheet->county || !text || !visible_middle(sheet, row, &label.x, &label.y)) continue;
        HzpTextStyle style = name_style(sheet, &counties->style->label, 0.85);
        style.colour = (HzpColour){0.55, 0.55, 0.58, 1};
        style.spacing_mm = 1.2 * sheet->unit;
        Area area = {sheet, row};
        label.shape = &area;
        place_name(sheet, field, counties, text, style, label);
    }
}

HzpStatus hzp_sheet_prepare(HzpSheet *sheet)
{
    sheet->painter = hzp_text_painter_new();
    HZP_TRY(hzp_transform_new(sheet->data->geographic, sheet->data->projection, &sheet->to_page));
    hzp_sheet_place_furniture(sheet);
    HzpLabelField *field = hzp_label_field_new(sheet->view.body);
    block_furniture(sheet, field);
    weigh_borders(sheet, field);
    block_points(sheet, field);
    for (guint i = 0; i < sheet->kind->labels->len; i++)
        place_rule(sheet, field, &g_array_index(sheet->kind->labels, HzpLabelRule, i));
    place_neighbours(sheet, field);
    hzp_label_field_free(field);
    return HZP_OK;
}

static void draw_leader(const HzpSheet *sheet, cairo_t *cairo, const HzpPlacedName *name)
{
    double end_x, end_y;
    hzp_label_leader_end(&name->label, &end_x, &end_y);
    double length = hypot(end_x - name->label.x, end_y - name->label.y);
    double start = length > 0 ? fmin(name->label.clear / length, 1) : 0;
    cairo_set_dash(cairo, NULL, 0, 0);
    cairo_move_to(cairo, name->label.x + (end_x - name->label.x) * start, name->label.y + (end_y - name->label.y) * start);
    cairo_line_to(cairo, end_x, end_y);
    cairo_set_line_width(cairo, 0.45 * sheet->unit);
    cairo_set_source_rgba(cairo, 1, 1, 1, 0.9);
    cairo_stroke_preserve(cairo);
    cairo_set_line_width(cairo, 0.15 * sheet->unit);
    hzp_colour_set(cairo, name->style.colour, 1);
    cairo_stroke(cairo);
    if (!name->label.area) return;
    cairo_arc(cairo, name->label.x, name->label.y, 0.32 * sheet->unit, 0, 2 * G_PI);
    cairo_fill(cairo);
}

void hzp_sheet_draw_names(HzpSheet *sheet, cairo_t *cairo)
{
    for (guint i = 0; i < sheet->names->len; i++) {
        const HzpPlacedName *name = &g_array_index(sheet->names, HzpPlacedName, i);
        if (name->label.leader) draw_leader(sheet, cairo, name);
    }
    /* The names that matter most were placed first and are drawn last. */
    for (guint i = sheet->names->len; i-- > 0;) {
        const HzpPlacedName *name = &g_array_index(sheet->names, HzpPlacedName, i);
        hzp_text_show(cairo, name->layout, &name->style, name->label.left - name->ink_x, name->label.top - name->ink_y);
    }
}
