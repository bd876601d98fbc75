#include "present/map_symbol.h"

#include <math.h>

#include "present/map_marker.h"

/* Points nearer than this to the last one drawn are left out: no printer shows them. */
static const double FINEST_MM = 0.03;

void hzp_colour_set(cairo_t *cairo, HzpColour colour, double opacity)
{
    cairo_set_source_rgba(cairo, colour.red, colour.green, colour.blue, colour.alpha * opacity);
}

static void add_path(cairo_t *cairo, const HzpPagePath *path)
{
    cairo_new_path(cairo);
    size_t point = 0;
    for (size_t part = 0; part < path->parts; part++) {
        size_t first = point;
        double last_x = 0;
        double last_y = 0;
        for (; point < path->ends[part]; point++) {
            double x = path->xy[2 * point];
            double y = path->xy[2 * point + 1];
            if (point == first) {
                cairo_move_to(cairo, x, y);
            } else if (fabs(x - last_x) + fabs(y - last_y) < FINEST_MM && point + 1 < path->ends[part]) {
                continue;
            } else {
                cairo_line_to(cairo, x, y);
            }
            last_x = x;
            last_y = y;
        }
        if (path->closed && point > first) cairo_close_path(cairo);
    }
}

static void set_pen(cairo_t *cairo, const HzpSymbolPart *part, double scale, double opacity)
{
    double dashes[G_N_ELEMENTS(part->dashes_mm)];
    for (int i = 0; i < part->dash_count; i++)
        dashes[i] = part->dashes_mm[i] * scale;
    cairo_set_dash(cairo, dashes, part->dash_count, 0);
    cairo_set_line_width(cairo, fmax(part->stroke_mm * scale, 0.05));
    cairo_set_line_join(cairo, (cairo_line_join_t)part->join);
    cairo_set_line_cap(cairo, (cairo_line_cap_t)part->cap);
    hzp_colour_set(cairo, part->stroke, opacity);
}

/* Lines of an infinite family, all at multiples of the spacing from the page's origin, so that neighbours' hatches meet. */
static void draw_line_pattern(cairo_t *cairo, const HzpSymbolPart *part, double scale, double opacity)
{
    double x1, y1, x2, y2;
    cairo_path_extents(cairo, &x1, &y1, &x2, &y2);
    cairo_save(cairo);
    cairo_clip(cairo);
    double angle = -part->angle_deg * G_PI / 180;
    double spacing = fmax(part->spacing_x_mm * scale, 0.2);
    double radius = hypot(x2 - x1, y2 - y1) / 2;
    double along = (x1 + x2) / 2 * cos(angle) + (y1 + y2) / 2 * sin(angle);
    double across = -(x1 + x2) / 2 * sin(angle) + (y1 + y2) / 2 * cos(angle);
    cairo_rotate(cairo, angle);
    cairo_new_path(cairo);
    for (double at = ceil((across - radius) / spacing) * spacing; at <= across + radius; at += spacing) {
        cairo_move_to(cairo, along - radius, at);
        cairo_line_to(cairo, along + radius, at);
    }
    for (guint i = 0; i < part->inner->parts->len; i++) {
        set_pen(cairo, &g_array_index(part->inner->parts, HzpSymbolPart, i), scale, opacity * part->inner->opacity);
        cairo_stroke_preserve(cairo);
    }
    cairo_restore(cairo);
}

static void draw_point_pattern(cairo_t *cairo, const HzpSymbolPart *part, double scale, double opacity)
{
    double x1, y1, x2, y2;
    cairo_path_extents(cairo, &x1, &y1, &x2, &y2);
    double step_x = fmax(part->spacing_x_mm * scale, 0.4);
    double step_y = fmax(part->spacing_y_mm * scale, 0.4);
    cairo_save(cairo);
    cairo_clip(cairo);
    if (opacity < 1) cairo_push_group(cairo);
    for (double y = floor(y1 / step_y) * step_y; y <= y2 + step_y; y += step_y) {
        for (double x = floor(x1 / step_x) * step_x; x <= x2 + step_x; x += step_x)
            hzp_symbol_draw_point(cairo, part->inner, -1, scale, x, y);
    }
    if (opacity < 1) {
        cairo_pop_group_to_source(cairo);
        cairo_paint_with_alpha(cairo, opacity);
    }
    cairo_restore(cairo);
}

static void draw_part(cairo_t *cairo, const HzpSymbolPart *part, double scale, double opacity)
{
    if (part->kind == HZP_PART_LINE_PATTERN) {
        draw_line_pattern(cairo, part, scale, opacity);
    } else if (part->kind == HZP_PART_POINT_PATTERN) {
        draw_point_pattern(cairo, part, scale, opacity);
    } else {
        if (part->filled && part->kind == HZP_PART_FILL) {
            hzp_colour_set(cairo, part->fill, opacity);
            cairo_fill_preserve(cairo);
        }
        if (part->stroked) {
            set_pen(cairo, part, scale, opacity);
            cairo_stroke_preserve(cairo);
        }
    }
}

void hzp_symbol_draw_path(cairo_t *cairo, const HzpSymbol *symbol, int pass, double scale, const HzpPagePath *path)
{
    cairo_save(cairo);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    for (guint i = 0; i < symbol->parts->len; i++) {
        const HzpSymbolPart *part = &g_array_index(symbol->parts, HzpSymbolPart, i);
        if (pass >= 0 && part->pass != pass) continue;
        add_path(cairo, path);
        draw_part(cairo, part, scale, symbol->opacity);
    }
    cairo_new_path(cairo);
    cairo_restore(cairo);
}

/* Put a marker's outline on the path, about the point that is the origin. */
static void add_marker(cairo_t *cairo, const HzpSymbolPart *part, double scale)
{
    double radius = fmax(part->size_mm * scale / 2, 0.01);
    cairo_matrix_t matrix;
    cairo_get_matrix(cairo, &matrix);
    cairo_rotate(cairo, part->angle_deg * G_PI / 180);
    cairo_translate(cairo, part->offset_x_mm * scale, part->offset_y_mm * scale);
    cairo_scale(cairo, radius, radius);
    hzp_marker_path(cairo, part->shape);
    cairo_set_matrix(cairo, &matrix);
}

double hzp_symbol_size(const HzpSymbol *symbol)
{
    double reach = 0;
    if (!symbol || symbol->type != 'm') return 0;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cairo = cairo_create(surface);
    for (guint i = 0; i < symbol->parts->len; i++) {
        double x1, y1, x2, y2;
        add_marker(cairo, &g_array_index(symbol->parts, HzpSymbolPart, i), 1);
        cairo_path_extents(cairo, &x1, &y1, &x2, &y2);
        reach = fmax(reach, fmax(fmax(-x1, x2), fmax(-y1, y2)));
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return 2 * reach;
}

void hzp_symbol_draw_point(cairo_t *cairo, const HzpSymbol *symbol, int pass, double scale, double x, double y)
{
    for (guint i = 0; i < symbol->parts->len; i++) {
        const HzpSymbolPart *part = &g_array_index(symbol->parts, HzpSymbolPart, i);
        if (part->kind != HZP_PART_MARKER || (pass >= 0 && part->pass != pass)) continue;
        cairo_save(cairo);
        cairo_translate(cairo, x, y);
        add_marker(cairo, part, scale);
        if (part->filled && !hzp_marker_is_open(part->shape)) {
            hzp_colour_set(cairo, part->fill, symbol->opacity);
            cairo_fill_preserve(cairo);
        }
        if (part->stroked) {
            set_pen(cairo, part, scale, symbol->opacity);
            cairo_stroke_preserve(cairo);
        }
        cairo_new_path(cairo);
        cairo_restore(cairo);
    }
}
