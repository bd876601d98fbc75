/* Text on a sheet, through Pango: Simplified Chinese glyph forms, sizes in millimetres, halo as a stroked path beneath.
 *
 * A painter belongs to one thread; it has a font map of its own, so that sheets can be drawn side by side.
 */
#ifndef HZP_PRESENT_MAP_TEXT_H
#define HZP_PRESENT_MAP_TEXT_H

#include <pango/pangocairo.h>

#include "present/map_style.h"

typedef struct {
    const char *family;
    double size_mm;
    int weight; /* PangoWeight; 0 is normal */
    bool italic;
    double spacing_mm; /* between letters */
    HzpColour colour;
    double halo_mm; /* 0: none */
    HzpColour halo;
} HzpTextStyle;

typedef struct {
    double x, y, width, height;
} HzpPageBox;

typedef struct HzpTextPainter HzpTextPainter;

HzpTextPainter *hzp_text_painter_new(void);
void hzp_text_painter_free(HzpTextPainter *painter);

/* Number of characters for which no font had a glyph, so far. */
int hzp_text_unknown_glyphs(const HzpTextPainter *painter);

/* A laid-out text; wrapped where wrap_mm > 0. Free with g_object_unref(). */
PangoLayout *hzp_text_layout(HzpTextPainter *painter, const HzpTextStyle *style, const char *text, double wrap_mm);

/* What the ink covers, relative to the layout's top left corner. */
HzpPageBox hzp_text_ink(PangoLayout *layout);
/* Width and height as laid out, in mm. */
HzpPageBox hzp_text_extent(PangoLayout *layout);

/* Draw a layout with its top left corner at x, y. */
void hzp_text_show(cairo_t *cairo, PangoLayout *layout, const HzpTextStyle *style, double x, double y);

/* Lay out and draw one line: x is the left (align 0), centre (0.5) or right (1) edge, y the middle of the letters' height. */
void hzp_text_line(HzpTextPainter *painter, cairo_t *cairo, const HzpTextStyle *style, const char *text, double x, double y,
                   double align);
/* Width of one line. */
double hzp_text_width(HzpTextPainter *painter, const HzpTextStyle *style, const char *text);

/* Whether fontconfig finds a Simplified Chinese face for a family. */
bool hzp_text_has_chinese(const char *family);

#endif
