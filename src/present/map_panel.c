/* The panel beside or below the map: notice, legend, statistics table, notes. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "present/map_sheet.h"

double hzp_panel_notice(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    const char *notice = panel->sheet->facts->notice;
    double u = panel->unit;
    if (!notice) return 0;
    HzpTextStyle style = hzp_sheet_sans(panel->sheet, 3.6 * u, PANGO_WEIGHT_BOLD);
    style.colour = (HzpColour){0.78, 0.06, 0.1, 1};
    PangoLayout *layout = hzp_text_layout(panel->sheet->painter, &style, notice, box.width - 4 * u);
    pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
    HzpPageBox text = hzp_text_extent(layout);
    if (draw) {
        cairo_rectangle(panel->cairo, box.x, box.y, box.width, text.height + 3 * u);
        cairo_set_source_rgb(panel->cairo, 1, 0.95, 0.94);
        cairo_fill_preserve(panel->cairo);
        hzp_colour_set(panel->cairo, style.colour, 1);
        cairo_set_line_width(panel->cairo, 0.4 * u);
        cairo_stroke(panel->cairo);
        hzp_text_show(panel->cairo, layout, &style, box.x + 2 * u, box.y + 1.5 * u);
    }
    g_object_unref(layout);
    return text.height + 6 * u;
}

void hzp_panel_cell(const HzpPanel *panel, const HzpTextStyle *wanted, const char *text, HzpPageBox box, double align)
{
    HzpTextStyle style = *wanted;
    double width = hzp_text_width(panel->sheet->painter, &style, text);
    double room = box.width - 0.8 * panel->unit;
    if (width > room) style.size_mm *= room / width;
    hzp_text_line(panel->sheet->painter, panel->cairo, &style, text, box.x + 0.4 * panel->unit + align * room,
                  box.y + box.height / 2, align);
}

void hzp_panel_rules(const HzpPanel *panel, HzpPageBox box, guint rows, const double *edges, guint columns)
{
    cairo_t *cairo = panel->cairo;
    double row = box.height / rows;
    for (guint i = 0; i <= rows; i++) {
        cairo_move_to(cairo, box.x, box.y + i * row);
        cairo_line_to(cairo, box.x + box.width, box.y + i * row);
    }
    for (guint k = 0; k <= columns; k++) {
        cairo_move_to(cairo, edges[k], box.y);
        cairo_line_to(cairo, edges[k], box.y + box.height);
    }
    cairo_set_source_rgb(cairo, 0.3, 0.3, 0.3);
    cairo_set_line_width(cairo, 0.12 * panel->unit);
    cairo_stroke(cairo);
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_set_line_width(cairo, 0.3 * panel->unit);
    cairo_stroke(cairo);
}

static void draw_rows(const HzpPanel *panel, HzpPageBox box)
{
    const GPtrArray *table = panel->sheet->table;
    guint columns = g_strv_length(g_ptr_array_index(table, 0));
    double row_height = box.height / table->len;
    double first = fmin(box.width * 0.3, 22 * panel->unit);
    g_autofree double *edges = g_new(double, columns + 1);
    for (guint k = 0; k <= columns; k++)
        edges[k] = k == 0 ? box.x : box.x + first + (box.width - first) * (k - 1) / fmax(columns - 1, 1);
    cairo_set_source_rgb(panel->cairo, 0.87, 0.92, 0.97);
    cairo_rectangle(panel->cairo, box.x, box.y, box.width, row_height);
    cairo_fill(panel->cairo);
    for (guint i = 0; i < table->len; i++) {
        bool bold = i == 0 || i + 1 == table->len;
        HzpTextStyle style =
            hzp_sheet_sans(panel->sheet, fmin(2.4 * panel->unit, 0.62 * row_height), bold ? PANGO_WEIGHT_BOLD : 0);
        char **line = g_ptr_array_index(table, i);
        for (guint k = 0; k < columns && line[k]; k++) {
            HzpPageBox cell = {edges[k], box.y + i * row_height, edges[k + 1] - edges[k], row_height};
            hzp_panel_cell(panel, &style, line[k], cell, 0.5);
        }
    }
    hzp_panel_rules(panel, box, table->len, edges, columns);
}

static double draw_table(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    double u = panel->unit;
    guint rows = panel->sheet->table->len;
    double row_height = (rows > 12 ? 3.9 : 4.8) * u;
    if (draw) {
        HzpTextStyle style = hzp_sheet_sans(panel->sheet, 2.9 * u, PANGO_WEIGHT_BOLD);
        hzp_text_line(panel->sheet->painter, panel->cairo, &style, hzp_map_config_text(panel->sheet->config, "table_title"),
                      box.x + box.width / 2, box.y + 2 * u, 0.5);
        draw_rows(panel, (HzpPageBox){box.x, box.y + 5 * u, box.width, row_height * rows});
    }
    return 5 * u + row_height * rows + 3.5 * u;
}

static char *meridian_text(double meridian)
{
    int minutes = (int)lround(meridian * 60);
    return g_strdup_printf("%d°%02d′", minutes / 60, abs(minutes) % 60);
}

static void add_note(GPtrArray *notes, const HzpSheet *sheet, const char *key, const char *name, const char *value)
{
    const char *const pairs[] = {name, value, NULL};
    if (value && *value) g_ptr_array_add(notes, hzp_template_fill(hzp_map_config_text(sheet->config, key), pairs));
}

static GPtrArray *collect_notes(const HzpSheet *sheet)
{
    GPtrArray *notes = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *meridian = meridian_text(sheet->data->meridian);
    add_note(notes, sheet, "note_crs", "crs", sheet->facts->crs_name);
    add_note(notes, sheet, "note_projection", "meridian", meridian);
    add_note(notes, sheet, "note_date", "year", sheet->facts->year);
    add_note(notes, sheet, "note_source", "source", sheet->facts->source);
    add_note(notes, sheet, "note_approval", "approval", sheet->facts->approval);
    g_ptr_array_add(notes, g_strdup(hzp_map_config_text(sheet->config, "note_boundaries")));
    return notes;
}

double hzp_panel_notes(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    double u = panel->unit;
    g_autoptr(GPtrArray) notes = collect_notes(panel->sheet);
    HzpTextStyle style = hzp_sheet_serif(panel->sheet, 2.5 * u, 0);
    double y = box.y;
    for (guint i = 0; i < notes->len; i++) {
        PangoLayout *layout = hzp_text_layout(panel->sheet->painter, &style, g_ptr_array_index(notes, i), box.width);
        double height = fmax(hzp_text_extent(layout).height, 4 * u);
        if (draw) hzp_text_show(panel->cairo, layout, &style, box.x, y);
        g_object_unref(layout);
        y += height;
    }
    return y - box.y;
}

/* Notice and legend from the top, table and notes from the bottom. */
static double stack(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    double notice = hzp_panel_notice(panel, box, draw);
    HzpPageBox below = {box.x, box.y + notice, box.width, box.height - notice};
    double legend = hzp_sheet_legend(panel->sheet, panel->cairo, below, panel->unit, draw);
    double table = draw_table(panel, box, false);
    double notes = hzp_panel_notes(panel, box, false);
    if (draw) {
        double bottom = box.y + box.height;
        hzp_panel_notes(panel, (HzpPageBox){box.x, bottom - notes, box.width, notes}, true);
        draw_table(panel, (HzpPageBox){box.x, bottom - notes - table, box.width, table}, true);
    }
    return notice + legend + table + notes + 2 * panel->unit;
}

static double legend_column(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    return hzp_sheet_legend(panel->sheet, panel->cairo, box, panel->unit, draw);
}

static double facts_column(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    double notice = hzp_panel_notice(panel, box, draw);
    HzpPageBox below = {box.x, box.y + notice, box.width, box.height - notice};
    double table = draw_table(panel, below, draw);
    double notes = hzp_panel_notes(panel, box, false);
    if (draw) hzp_panel_notes(panel, (HzpPageBox){box.x, box.y + box.height - notes, box.width, notes}, true);
    return notice + table + notes;
}

const HzpPanelDesign hzp_plan_panel = {stack, legend_column, facts_column, true};

/* Draw a column so that everything fits: set smaller where it does not, larger where there is room to spare. */
static void draw_column(HzpSheet *sheet, cairo_t *cairo, HzpPanelColumn column, HzpPageBox box)
{
    HzpPanel panel = {sheet, cairo, sheet->unit};
    for (int i = 0; i < 14 && column(&panel, box, false) > box.height; i++)
        panel.unit *= 0.96;
    for (int i = 0; i < 8 && sheet->design->grows && panel.unit >= sheet->unit; i++) {
        HzpPanel larger = {sheet, cairo, panel.unit * 1.04};
        if (column(&larger, box, false) > 0.94 * box.height) break;
        panel.unit = larger.unit;
    }
    column(&panel, box, true);
}

void hzp_sheet_draw_panel(HzpSheet *sheet, cairo_t *cairo)
{
    double u = sheet->unit;
    const HzpPageBox *box = &sheet->panel;
    HzpPageBox inner = {box->x + 4 * u, box->y + 4 * u, box->width - 8 * u, box->height - 8 * u};
    cairo_set_dash(cairo, NULL, 0, 0);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_rectangle(cairo, box->x + 0.15 * u, box->y + 0.15 * u, box->width - 0.3 * u, box->height - 0.3 * u);
    cairo_set_line_width(cairo, 0.3 * u);
    cairo_stroke(cairo);
    if (!sheet->portrait) {
        draw_column(sheet, cairo, sheet->design->beside, inner);
        return;
    }
    HzpPageBox left = {inner.x, inner.y, 0.52 * inner.width - 3 * u, inner.height};
    HzpPageBox right = {inner.x + 0.52 * inner.width + 3 * u, inner.y, 0.48 * inner.width - 3 * u, inner.height};
    draw_column(sheet, cairo, sheet->design->left, left);
    draw_column(sheet, cairo, sheet->design->right, right);
}
