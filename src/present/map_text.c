#include "present/map_text.h"

#include <fontconfig/fontconfig.h>
#include <math.h>

struct HzpTextPainter {
    PangoFontMap *fonts;
    PangoContext *context;
    int unknown_glyphs;
};

HzpTextPainter *hzp_text_painter_new(void)
{
    HzpTextPainter *painter = g_new0(HzpTextPainter, 1);
    painter->fonts = pango_cairo_font_map_new();
    painter->context = pango_font_map_create_context(painter->fonts);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(painter->context, options);
    cairo_font_options_destroy(options);
    pango_context_set_language(painter->context, pango_language_from_string("zh-cn"));
    /* One unit is a millimetre: rounding to whole units would tear words apart. */
    pango_context_set_round_glyph_positions(painter->context, FALSE);
    return painter;
}

void hzp_text_painter_free(HzpTextPainter *painter)
{
    if (!painter) return;
    g_object_unref(painter->context);
    g_object_unref(painter->fonts);
    g_free(painter);
}

int hzp_text_unknown_glyphs(const HzpTextPainter *painter) { return painter->unknown_glyphs; }

static PangoFontDescription *describe(const HzpTextStyle *style)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, style->family);
    pango_font_description_set_absolute_size(font, style->size_mm * PANGO_SCALE);
    pango_font_description_set_weight(font, style->weight ? (PangoWeight)style->weight : PANGO_WEIGHT_NORMAL);
    if (style->italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
    return font;
}

PangoLayout *hzp_text_layout(HzpTextPainter *painter, const HzpTextStyle *style, const char *text, double wrap_mm)
{
    PangoLayout *layout = pango_layout_new(painter->context);
    PangoFontDescription *font = describe(style);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    PangoAttrList *attributes = pango_attr_list_new();
    if (fabs(style->spacing_mm) > 1e-9)
        pango_attr_list_insert(attributes, pango_attr_letter_spacing_new((int)lround(style->spacing_mm * PANGO_SCALE)));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    if (wrap_mm > 0) {
        pango_layout_set_width(layout, (int)lround(wrap_mm * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    pango_layout_set_text(layout, valid, -1);
    painter->unknown_glyphs += pango_layout_get_unknown_glyphs_count(layout);
    return layout;
}

static HzpPageBox to_box(PangoRectangle rectangle)
{
    return (HzpPageBox){rectangle.x / (double)PANGO_SCALE, rectangle.y / (double)PANGO_SCALE,
                        rectangle.width / (double)PANGO_SCALE, rectangle.height / (double)PANGO_SCALE};
}

HzpPageBox hzp_text_ink(PangoLayout *layout)
{
    PangoRectangle ink;
    pango_layout_get_extents(layout, &ink, NULL);
    return to_box(ink);
}

HzpPageBox hzp_text_extent(PangoLayout *layout)
{
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    return to_box(logical);
}

static void set_colour(cairo_t *cairo, HzpColour colour)
{
    cairo_set_source_rgba(cairo, colour.red, colour.green, colour.blue, colour.alpha);
}

void hzp_text_show(cairo_t *cairo, PangoLayout *layout, const HzpTextStyle *style, double x, double y)
{
    cairo_save(cairo);
    cairo_move_to(cairo, x, y);
    if (style->halo_mm > 0) {
        pango_cairo_layout_path(cairo, layout);
        set_colour(cairo, style->halo);
        cairo_set_dash(cairo, NULL, 0, 0);
        cairo_set_line_width(cairo, 2 * style->halo_mm);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
        cairo_stroke(cairo);
        cairo_move_to(cairo, x, y);
    }
    set_colour(cairo, style->colour);
    pango_cairo_show_layout(cairo, layout);
    cairo_new_path(cairo);
    cairo_restore(cairo);
}

void hzp_text_line(HzpTextPainter *painter, cairo_t *cairo, const HzpTextStyle *style, const char *text, double x, double y,
                   double align)
{
    PangoLayout *layout = hzp_text_layout(painter, style, text, 0);
    HzpPageBox box = hzp_text_extent(layout);
    /* Letter spacing also follows the last letter; centre what is seen. */
    double width = box.width - style->spacing_mm;
    double baseline = pango_layout_get_baseline(layout) / (double)PANGO_SCALE;
    /* Chinese characters stand from 0.88 above to 0.12 below the baseline: their middle is 0.38 above it. */
    hzp_text_show(cairo, layout, style, x - align * width, y - baseline + 0.38 * style->size_mm);
    g_object_unref(layout);
}

double hzp_text_width(HzpTextPainter *painter, const HzpTextStyle *style, const char *text)
{
    PangoLayout *layout = hzp_text_layout(painter, style, text, 0);
    double width = hzp_text_extent(layout).width - style->spacing_mm;
    g_object_unref(layout);
    return width;
}

bool hzp_text_has_chinese(const char *family)
{
    FcPattern *pattern = FcPatternCreate();
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddString(pattern, FC_LANG, (const FcChar8 *)"zh-cn");
    FcConfigSubstitute(NULL, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result;
    FcPattern *found = FcFontMatch(NULL, pattern, &result);
    FcLangSet *languages = NULL;
    bool chinese = found && FcPatternGetLangSet(found, FC_LANG, 0, &languages) == FcResultMatch &&
                   FcLangSetHasLang(languages, (const FcChar8 *)"zh-cn") == FcLangEqual;
    if (found) FcPatternDestroy(found);
    FcPatternDestroy(pattern);
    return chinese;
}
