/* Title, frame, north arrow, scale bar. */
#include <math.h>

#include "present/map_sheet.h"

enum { TOP = 1, LEFT = 2 };

static HzpPageBox corner_box(const HzpSheet *sheet, int corner, double width, double height)
{
    const HzpPageBox *body = &sheet->view.body;
    double away = 4 * sheet->unit;
    return (HzpPageBox){corner & LEFT ? body->x + away : body->x + body->width - away - width,
                        corner & TOP ? body->y + away : body->y + body->height - away - height, width, height};
}

/* How many samples of a box lie on what the sheet is about. */
static int taken(const HzpSheet *sheet, HzpPageBox box)
{
    enum { STEPS = 7 };
    int count = 0;
    const HzpMapLayer *layer = hzp_map_data_layer(sheet->data, sheet->kind->subject);
    for (size_t k = 0; k < (layer ? layer->count : 0); k++) {
        const HzpMapRow *row = &layer->rows[k];
        if (sheet->county && row != sheet->county) continue;
        for (int i = 0; i < STEPS * STEPS; i++) {
            double x = box.x + box.width * (i % STEPS) / (STEPS - 1);
            double y = box.y + box.height * (i / STEPS) / (STEPS - 1);
            if (hzp_map_row_holds(row, hzp_view_map_x(&sheet->view, x), hzp_view_map_y(&sheet->view, y))) count++;
        }
    }
    return count;
}

static int freest_corner(const HzpSheet *sheet, const int *corners, size_t count, double width, double height)
{
    int best = corners[0];
    int least = G_MAXINT;
    for (size_t i = 0; i < count; i++) {
        int here = taken(sheet, corner_box(sheet, corners[i], width, height));
        if (here >= least) continue;
        least = here;
        best = corners[i];
    }
    return best;
}

void hzp_sheet_place_furniture(HzpSheet *sheet)
{
    static const int arrow_corners[] = {TOP, TOP | LEFT, 0, LEFT};
    static const int bar_corners[] = {LEFT, 0, TOP | LEFT, TOP};
    double u = sheet->unit;
    int corner = freest_corner(sheet, arrow_corners, 4, 14 * u, 24 * u);
    sheet->arrow = corner_box(sheet, corner, 14 * u, 24 * u);
    sheet->bar_m = hzp_view_bar_length(62 * u * sheet->view.denominator / 1000);
    double length = sheet->bar_m * 1000 / sheet->view.denominator;
    int others[4];
    size_t count = 0;
    for (size_t i = 0; i < 4; i++) {
        if (bar_corners[i] != corner) others[count++] = bar_corners[i];
    }
    int bar_corner = freest_corner(sheet, others, count, length + 14 * u, 14 * u);
    sheet->bar = corner_box(sheet, bar_corner, length + 14 * u, 14 * u);
}

static void draw_arrow(HzpSheet *sheet, cairo_t *cairo)
{
    double u = sheet->unit;
    double x = sheet->arrow.x + sheet->arrow.width / 2;
    double top = sheet->arrow.y + 6 * u;
    double bottom = top + 16 * u;
    HzpTextStyle style = hzp_sheet_sans(sheet, 4.2 * u, PANGO_WEIGHT_BOLD);
    hzp_text_line(sheet->painter, cairo, &style, hzp_map_config_text(sheet->config, "north"), x, top - 3.2 * u, 0.5);
    for (int side = -1; side <= 1; side += 2) {
        cairo_move_to(cairo, x, top);
        cairo_line_to(cairo, x + side * 4.2 * u, bottom);
        cairo_line_to(cairo, x, bottom - 4 * u);
        cairo_close_path(cairo);
        cairo_set_source_rgb(cairo, side < 0, side < 0, side < 0);
        cairo_fill_preserve(cairo);
        cairo_set_source_rgb(cairo, 0, 0, 0);
        cairo_set_line_width(cairo, 0.2 * u);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_MITER);
        cairo_stroke(cairo);
    }
}

/* "1:410 000" with thin spaces between thousands. */
static char *scale_text(double denominator)
{
    GString *text = g_string_new(NULL);
    g_string_printf(text, "%.0f", denominator);
    for (gssize at = (gssize)text->len - 3; at > 0; at -= 3)
        g_string_insert(text, at, "\xe2\x80\x89");
    g_string_prepend(text, "1:");
    return g_string_free(text, FALSE);
}

static int bar_divisions(double metres)
{
    int leading = (int)lround(metres / pow(10, floor(log10(metres) + 1e-9)));
    return leading == 5 ? 5 : leading == 2 ? 4 : 2;
}

static void draw_bar(HzpSheet *sheet, cairo_t *cairo)
{
    double u = sheet->unit;
    double length = sheet->bar_m * 1000 / sheet->view.denominator;
    double left = sheet->bar.x + 5 * u;
    double top = sheet->bar.y + 5 * u;
    int divisions = bar_divisions(sheet->bar_m);
    bool kilometres = sheet->bar_m >= 1000;
    HzpTextStyle style = hzp_sheet_sans(sheet, 2.5 * u, 0);
    cairo_set_dash(cairo, NULL, 0, 0);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (int i = 0; i < divisions; i++) {
        double step = length / divisions;
        cairo_rectangle(cairo, left + i * step, top + (i % 2 ? 0.8 * u : 0), step, 0.8 * u);
        cairo_fill(cairo);
    }
    cairo_rectangle(cairo, left, top, length, 1.6 * u);
    cairo_set_line_width(cairo, 0.15 * u);
    cairo_stroke(cairo);
    for (int i = 0; i <= divisions; i++) {
        double value = sheet->bar_m * i / divisions / (kilometres ? 1000 : 1);
        const char *unit = i < divisions ? "" : hzp_map_config_text(sheet->config, kilometres ? "kilometres" : "metres");
        g_autofree char *text = g_strdup_printf("%g%s%s", value, *unit ? " " : "", unit);
        double shift = i < divisions ? 0 : 2 * u;
        hzp_text_line(sheet->painter, cairo, &style, text, left + length * i / divisions + shift, top - 2 * u, 0.5);
    }
    g_autofree char *scale = scale_text(sheet->view.denominator);
    style.size_mm = 3.4 * u;
    hzp_text_line(sheet->painter, cairo, &style, scale, left + length / 2, top + 5 * u, 0.5);
}

/* A line of text no wider than the page. */
static void draw_centred(HzpSheet *sheet, cairo_t *cairo, HzpTextStyle style, const char *text, double y)
{
    double room = sheet->width - 2 * sheet->config->margin_mm * sheet->unit;
    double width = hzp_text_width(sheet->painter, &style, text);
    if (width > room) {
        style.size_mm *= room / width;
        style.spacing_mm *= room / width;
    }
    hzp_text_line(sheet->painter, cairo, &style, text, sheet->width / 2, y, 0.5);
}

static bool has_latin(const char *text)
{
    for (; *text; text++)
        if (g_ascii_isalpha(*text)) return true;
    return false;
}

static void draw_title(HzpSheet *sheet, cairo_t *cairo)
{
    double u = sheet->unit;
    HzpTextStyle style = hzp_sheet_serif(sheet, 3.4 * u, PANGO_WEIGHT_NORMAL);
    style.spacing_mm = 0.6 * u;
    if (sheet->annex) draw_centred(sheet, cairo, style, sheet->annex, 7.4 * u);
    bool chinese = g_str_equal(hzp_language_get(), "zh");
    style = hzp_sheet_serif(sheet, (chinese ? 9.4 : 7.6) * u, PANGO_WEIGHT_BOLD);
    style.spacing_mm = (chinese && !has_latin(sheet->title) ? 3 : 0.3) * u; /* Latin letters set that wide fall apart */
    draw_centred(sheet, cairo, style, sheet->title, 15.8 * u);
    style = hzp_sheet_sans(sheet, 2.9 * u, 0);
    style.spacing_mm = 0.7 * u;
    style.colour = (HzpColour){0.25, 0.25, 0.25, 1};
    draw_centred(sheet, cairo, style, sheet->subtitle, 24.6 * u);
}

/* The notice once more below the frame, so that it stays with the map when the panel is cut off. */
static void draw_foot(HzpSheet *sheet, cairo_t *cairo)
{
    const HzpPageBox *frame = sheet->portrait ? &sheet->panel : &sheet->frame;
    double u = sheet->unit;
    if (!sheet->facts->notice) return;
    HzpTextStyle style = hzp_sheet_sans(sheet, 2.8 * u, PANGO_WEIGHT_BOLD);
    style.colour = (HzpColour){0.78, 0.06, 0.1, 1};
    double width = hzp_text_width(sheet->painter, &style, sheet->facts->notice);
    if (width > frame->width) style.size_mm *= frame->width / width;
    hzp_text_line(sheet->painter, cairo, &style, sheet->facts->notice, frame->x, frame->y + frame->height + 3.4 * u, 0);
}

void hzp_sheet_draw_frame(HzpSheet *sheet, cairo_t *cairo)
{
    const HzpPageBox *body = &sheet->view.body;
    const HzpPageBox *frame = &sheet->frame;
    double u = sheet->unit;
    draw_title(sheet, cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_MITER);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_rectangle(cairo, body->x, body->y, body->width, body->height);
    cairo_set_line_width(cairo, 0.2 * u);
    cairo_stroke(cairo);
    cairo_rectangle(cairo, frame->x + 0.5 * u, frame->y + 0.5 * u, frame->width - u, frame->height - u);
    cairo_set_line_width(cairo, u);
    cairo_stroke(cairo);
    hzp_sheet_draw_ticks(sheet, cairo);
    draw_arrow(sheet, cairo);
    draw_bar(sheet, cairo);
    draw_foot(sheet, cairo);
}
