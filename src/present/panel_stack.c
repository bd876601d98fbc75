#include "present/panel_stack.h"

double hzp_panel_stack(const HzpPanel *panel, HzpPageBox box, bool draw, const HzpPanelColumn *top, HzpPanelColumn rest,
                       const HzpPanelColumn *bottom)
{
    double below = 0;
    for (size_t i = 0; bottom[i]; i++)
        below += bottom[i](panel, box, false);
    double y = box.y;
    for (size_t i = 0; top[i]; i++)
        y += top[i](panel, (HzpPageBox){box.x, y, box.width, box.height - (y - box.y)}, draw);
    double room = box.height - (y - box.y) - below;
    double taken = rest ? rest(panel, (HzpPageBox){box.x, y, box.width, room}, draw) : 0;
    double at = box.y + box.height - below;
    for (size_t i = 0; draw && bottom[i]; i++)
        at += bottom[i](panel, (HzpPageBox){box.x, at, box.width, box.height}, true);
    return y - box.y + taken + below;
}

double hzp_panel_remark(const HzpPanel *panel, const char *text, HzpPageBox box, bool draw)
{
    double u = panel->unit;
    HzpTextStyle style = hzp_sheet_sans(panel->sheet, 2.8 * u, PANGO_WEIGHT_BOLD);
    style.colour = (HzpColour){0.7, 0.05, 0.08, 1};
    PangoLayout *layout = hzp_text_layout(panel->sheet->painter, &style, text, box.width - 3 * u);
    double height = hzp_text_extent(layout).height;
    if (draw) {
        cairo_rectangle(panel->cairo, box.x, box.y, 0.8 * u, height);
        hzp_colour_set(panel->cairo, style.colour, 1);
        cairo_fill(panel->cairo);
        hzp_text_show(panel->cairo, layout, &style, box.x + 2 * u, box.y);
    }
    g_object_unref(layout);
    return height + 1.5 * u;
}

double hzp_panel_caveat(const HzpPanel *panel, char *text, HzpPageBox box, bool draw)
{
    HzpTextStyle style = hzp_sheet_serif(panel->sheet, 2.5 * panel->unit, 0);
    PangoLayout *layout = hzp_text_layout(panel->sheet->painter, &style, text, box.width);
    double height = hzp_text_extent(layout).height;
    if (draw) hzp_text_show(panel->cairo, layout, &style, box.x, box.y);
    g_object_unref(layout);
    g_free(text);
    return height + 0.5 * panel->unit;
}

double hzp_panel_legend(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    return hzp_sheet_legend(panel->sheet, panel->cairo, box, panel->unit, draw);
}
