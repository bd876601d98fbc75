/* The map itself: layers from bottom to top; on a county sheet the neighbours lie under a veil. */
#include <math.h>
#include <string.h>

#include "present/map_sheet.h"

static const double VEIL = 0.68;

typedef struct {
    HzpSheet *sheet;
    cairo_t *cairo;
    const HzpMapRow *row;
    const HzpPagePath *path;
    int pass;
} Drawing;

static void draw_rule(const HzpStyleRule *rule, void *user)
{
    const Drawing *drawing = user;
    const HzpView *view = &drawing->sheet->view;
    double unit = drawing->sheet->unit;
    if (drawing->row->shape == 'p') {
        for (size_t i = 0; i < drawing->row->parts; i++)
            hzp_symbol_draw_point(drawing->cairo, rule->symbol, drawing->pass, unit,
                                  hzp_view_x(view, drawing->row->xy[2 * i]), hzp_view_y(view, drawing->row->xy[2 * i + 1]));
    } else {
        hzp_symbol_draw_path(drawing->cairo, rule->symbol, drawing->pass, unit, drawing->path);
    }
}

static void draw_row(Drawing *drawing, const HzpMapLayer *layer, const HzpMapRow *row, GArray *buffer)
{
    HzpExtent seen = drawing->sheet->seen;
    double spare = 10 * drawing->sheet->view.denominator / 1000; /* a symbol may reach in from outside */
    seen = (HzpExtent){seen.west - spare, seen.south - spare, seen.east + spare, seen.north + spare};
    if (!row->shape || !hzp_extent_meets(&row->extent, &seen)) return;
    HzpPagePath path = {0};
    if (row->shape != 'p') path = hzp_sheet_path(drawing->sheet, row, buffer);
    drawing->row = row;
    drawing->path = &path;
    hzp_style_match(layer->style, drawing->sheet->view.denominator, hzp_map_row_cell, row, draw_rule, drawing);
}

typedef enum { ALL_ROWS, OTHERS_POINTS, OWN_POINTS } Which;

static bool wanted(const HzpSheet *sheet, const HzpMapRow *row, Which which)
{
    if (which == ALL_ROWS || row->shape != 'p') return which != OWN_POINTS;
    return hzp_sheet_owns(sheet, row) == (which == OWN_POINTS);
}

static void draw_layer(HzpSheet *sheet, cairo_t *cairo, const HzpMapLayer *layer, Which which, GArray *buffer)
{
    int passes = hzp_style_passes(layer->style);
    if (layer->style->opacity < 1) cairo_push_group(cairo);
    for (int pass = 0; pass <= passes; pass++) {
        Drawing drawing = {sheet, cairo, NULL, NULL, layer->style->by_level ? pass : -1};
        if (layer->borders && which != OWN_POINTS) draw_row(&drawing, layer, layer->borders, buffer);
        for (size_t i = 0; i < layer->count && !layer->borders; i++) {
            if (wanted(sheet, &layer->rows[i], which)) draw_row(&drawing, layer, &layer->rows[i], buffer);
        }
    }
    if (layer->style->opacity < 1) {
        cairo_pop_group_to_source(cairo);
        cairo_paint_with_alpha(cairo, layer->style->opacity);
    }
}

static void draw_layers(HzpSheet *sheet, cairo_t *cairo, Which which, GArray *buffer)
{
    for (guint i = 0; i < sheet->layers->len; i++) {
        const HzpMapLayer *layer = g_ptr_array_index(sheet->layers, i);
        if (layer) {
            draw_layer(sheet, cairo, layer, which, buffer);
        } else if (which != OWN_POINTS) {
            hzp_sheet_draw_graticule(sheet, cairo);
        }
    }
}

/* Fade what lies outside the county, and draw its border once more above the veil. */
static void draw_veil(HzpSheet *sheet, cairo_t *cairo, GArray *buffer)
{
    const HzpPageBox *body = &sheet->view.body;
    HzpPagePath path = hzp_sheet_path(sheet, sheet->county, buffer);
    cairo_save(cairo);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_rectangle(cairo, body->x, body->y, body->width, body->height);
    for (size_t part = 0, i = 0; part < path.parts; part++) {
        for (size_t first = i; i < path.ends[part]; i++) {
            if (i == first) cairo_new_sub_path(cairo);
            cairo_line_to(cairo, path.xy[2 * i], path.xy[2 * i + 1]);
        }
        cairo_close_path(cairo);
    }
    cairo_set_source_rgba(cairo, 1, 1, 1, VEIL);
    cairo_fill(cairo);
    cairo_restore(cairo);
    Drawing drawing = {sheet, cairo, sheet->county, NULL, -1};
    draw_row(&drawing, sheet->county->layer, sheet->county, buffer);
}

/* Without prevention zones the counties get one pale colour, so that they stand out from the paper. */
static void draw_land(HzpSheet *sheet, cairo_t *cairo, GArray *buffer)
{
    const HzpMapLayer *counties = hzp_map_data_layer(sheet->data, "counties");
    HzpSymbolPart part = {.kind = HZP_PART_FILL, .filled = true};
    if (sheet->zoned || !counties || !hzp_colour_parse(sheet->config->land, &part.fill)) return;
    HzpSymbol *fill = hzp_symbol_new('f');
    g_array_append_val(fill->parts, part);
    for (size_t i = 0; i < counties->count; i++) {
        HzpPagePath path = hzp_sheet_path(sheet, &counties->rows[i], buffer);
        if (counties->rows[i].shape == 'a') hzp_symbol_draw_path(cairo, fill, -1, 1, &path);
    }
    hzp_symbol_free(fill);
}

void hzp_sheet_draw_body(HzpSheet *sheet, cairo_t *cairo)
{
    const HzpPageBox *body = &sheet->view.body;
    GArray *buffer = g_array_new(FALSE, FALSE, sizeof(double));
    cairo_save(cairo);
    cairo_rectangle(cairo, body->x, body->y, body->width, body->height);
    cairo_clip(cairo);
    draw_land(sheet, cairo, buffer);
    draw_layers(sheet, cairo, sheet->county ? OTHERS_POINTS : ALL_ROWS, buffer);
    if (sheet->county) {
        draw_veil(sheet, cairo, buffer);
        draw_layers(sheet, cairo, OWN_POINTS, buffer);
    }
    cairo_restore(cairo);
    g_array_free(buffer, TRUE);
}
