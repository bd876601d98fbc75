/* Drawing symbols with Cairo. User units of the context are millimetres. */
#ifndef HZP_PRESENT_MAP_SYMBOL_H
#define HZP_PRESENT_MAP_SYMBOL_H

#include <cairo.h>

#include "present/map_style.h"

/* Rings or lines on the page: points xy[2 * i], xy[2 * i + 1]; part k ends before point ends[k]. */
typedef struct {
    const double *xy;
    const size_t *ends;
    size_t parts;
    bool closed;
} HzpPagePath;

/* Draw the parts of `symbol` that belong to `pass` (-1: all) along a path or at a point, enlarged by `scale`. */
void hzp_symbol_draw_path(cairo_t *cairo, const HzpSymbol *symbol, int pass, double scale, const HzpPagePath *path);
void hzp_symbol_draw_point(cairo_t *cairo, const HzpSymbol *symbol, int pass, double scale, double x, double y);

/* Twice the furthest a marker symbol reaches from its point, in millimetres on A3; 0 for other symbols. */
double hzp_symbol_size(const HzpSymbol *symbol);

/* Set the source colour with its alpha times `opacity`. */
void hzp_colour_set(cairo_t *cairo, HzpColour colour, double opacity);

#endif
