/* Meridians and parallels across the map, and their ticks and figures between the two lines of the frame. */
#include <math.h>

#include "present/map_sheet.h"

enum { SAMPLES = 40 };

typedef struct {
    int step;                                     /* minutes */
    int first_lon, last_lon, first_lat, last_lat; /* in steps */
    double west, east, south, north;              /* degrees */
} Graticule;

static Graticule find_graticule(const HzpSheet *sheet)
{
    Graticule g = {.west = INFINITY, .south = INFINITY, .east = -INFINITY, .north = -INFINITY};
    const HzpExtent *seen = &sheet->seen;
    for (int i = 0; i <= SAMPLES; i++) {
        double t = (double)i / SAMPLES;
        double x = seen->west + t * (seen->east - seen->west);
        double y = seen->south + t * (seen->north - seen->south);
        double lon[4] = {x, x, seen->west, seen->east};
        double lat[4] = {seen->south, seen->north, y, y};
        hzp_transform_inverse(sheet->to_page, lon, lat, 1, 4);
        for (int k = 0; k < 4; k++) {
            g.west = fmin(g.west, lon[k]);
            g.east = fmax(g.east, lon[k]);
            g.south = fmin(g.south, lat[k]);
            g.north = fmax(g.north, lat[k]);
        }
    }
    g.step = hzp_view_graticule_step(fmax(g.east - g.west, g.north - g.south));
    g.first_lon = (int)ceil(g.west * 60 / g.step);
    g.last_lon = (int)floor(g.east * 60 / g.step);
    g.first_lat = (int)ceil(g.south * 60 / g.step);
    g.last_lat = (int)floor(g.north * 60 / g.step);
    return g;
}

/* Page points of one line of the graticule, a little beyond the body. */
static void sample_line(const HzpSheet *sheet, const Graticule *g, bool meridian, int number, double *x, double *y)
{
    double value = (double)number * g->step / 60;
    for (int i = 0; i <= SAMPLES; i++) {
        double t = -0.02 + 1.04 * i / SAMPLES;
        x[i] = meridian ? value : g->west + t * (g->east - g->west);
        y[i] = meridian ? g->south + t * (g->north - g->south) : value;
    }
    hzp_transform_forward(sheet->to_page, x, y, 1, SAMPLES + 1);
    for (int i = 0; i <= SAMPLES; i++) {
        x[i] = hzp_view_x(&sheet->view, x[i]);
        y[i] = hzp_view_y(&sheet->view, y[i]);
    }
}

void hzp_sheet_draw_graticule(HzpSheet *sheet, cairo_t *cairo)
{
    Graticule g = find_graticule(sheet);
    double x[SAMPLES + 1], y[SAMPLES + 1];
    cairo_save(cairo);
    cairo_set_line_width(cairo, 0.12 * sheet->unit);
    cairo_set_source_rgba(cairo, 0.25, 0.45, 0.65, 0.45);
    for (int meridian = 0; meridian < 2; meridian++) {
        int first = meridian ? g.first_lon : g.first_lat;
        int last = meridian ? g.last_lon : g.last_lat;
        for (int number = first; number <= last; number++) {
            sample_line(sheet, &g, meridian, number, x, y);
            for (int i = 0; i <= SAMPLES; i++)
                cairo_line_to(cairo, x[i], y[i]);
            cairo_stroke(cairo);
        }
    }
    cairo_restore(cairo);
}

/* Where a sampled line crosses u = at; v of the crossing, or NaN. */
static double crossing(const double *u, const double *v, double at)
{
    for (int i = 0; i < SAMPLES; i++) {
        if ((u[i] - at) * (u[i + 1] - at) <= 0 && fabs(u[i + 1] - u[i]) > 1e-12)
            return v[i] + (at - u[i]) / (u[i + 1] - u[i]) * (v[i + 1] - v[i]);
    }
    return NAN;
}

static char *degrees(int minutes)
{
    return g_strdup_printf("%s%d°%02d′", minutes < 0 ? "-" : "", abs(minutes) / 60, abs(minutes) % 60);
}

/* A tick across the band of the frame at x, y, with its figure behind it, or before it where `before`. */
static void draw_tick(HzpSheet *sheet, cairo_t *cairo, double x, double y, bool upright, bool before, const char *text)
{
    double band = sheet->config->band_mm * sheet->unit;
    double away = (before ? -0.7 : 0.7) * sheet->unit;
    HzpTextStyle style = hzp_sheet_sans(sheet, 2.3 * sheet->unit, 0);
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    if (upright) cairo_rotate(cairo, -G_PI / 2);
    cairo_move_to(cairo, 0, 0);
    cairo_line_to(cairo, 0, band);
    cairo_set_line_width(cairo, 0.15 * sheet->unit);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_stroke(cairo);
    hzp_text_line(sheet->painter, cairo, &style, text, away, band / 2, before ? 1 : 0);
    cairo_restore(cairo);
}

/* The ticks of one line of the graticule on two opposite sides of the frame. */
static void draw_ticks_of(HzpSheet *sheet, cairo_t *cairo, bool meridian, int minutes, const double *x, const double *y)
{
    const HzpPageBox *body = &sheet->view.body;
    double band = sheet->config->band_mm * sheet->unit;
    g_autofree char *text = degrees(minutes);
    HzpTextStyle style = hzp_sheet_sans(sheet, 2.3 * sheet->unit, 0);
    double room = hzp_text_width(sheet->painter, &style, text) + 1.4 * sheet->unit;
    double right = body->x + body->width;
    double bottom = body->y + body->height;
    double sides[] = {meridian ? body->y - band : body->x - band, meridian ? bottom : right};
    for (int side = 0; side < 2; side++) {
        if (meridian) {
            double at = crossing(y, x, side ? bottom : body->y);
            if (at > body->x && at < right) draw_tick(sheet, cairo, at, sides[side], false, at > right - room, text);
        } else {
            double at = crossing(x, y, side ? right : body->x);
            if (at > body->y && at < bottom) draw_tick(sheet, cairo, sides[side], at, true, at < body->y + room, text);
        }
    }
}

void hzp_sheet_draw_ticks(HzpSheet *sheet, cairo_t *cairo)
{
    Graticule g = find_graticule(sheet);
    double x[SAMPLES + 1], y[SAMPLES + 1];
    for (int number = g.first_lon; number <= g.last_lon; number++) {
        sample_line(sheet, &g, true, number, x, y);
        draw_ticks_of(sheet, cairo, true, number * g.step, x, y);
    }
    for (int number = g.first_lat; number <= g.last_lat; number++) {
        sample_line(sheet, &g, false, number, x, y);
        draw_ticks_of(sheet, cairo, false, number * g.step, x, y);
    }
}
