#include "present/panel_grid.h"

#include <math.h>

#include "base/message.h"

static const double TITLE = 5.2; /* heights in units */
static const double ROW = 4.3;
static const double SPACE = 2.6;

static void row_free(gpointer row) { g_strfreev(row); }

HzpPanelGrid *hzp_panel_grid_new(guint columns, const double *widths, const double *aligns)
{
    HzpPanelGrid *grid = g_new0(HzpPanelGrid, 1);
    *grid = (HzpPanelGrid){.columns = columns, .widths = widths, .aligns = aligns};
    grid->rows = g_ptr_array_new_with_free_func(row_free);
    return grid;
}

void hzp_panel_grid_free(HzpPanelGrid *grid)
{
    g_ptr_array_free(grid->rows, TRUE);
    g_free(grid);
}

void hzp_panel_grid_add(HzpPanelGrid *grid, const char *const *cells)
{
    GStrv row = g_new0(char *, grid->columns + 1);
    for (guint k = 0; k < grid->columns; k++)
        row[k] = g_strdup(cells[k] ? cells[k] : "—");
    g_ptr_array_add(grid->rows, row);
}

void hzp_panel_grid_head(HzpPanelGrid *grid, const char *const *ids)
{
    GStrv row = g_new0(char *, grid->columns + 1);
    for (guint k = 0; k < grid->columns; k++)
        row[k] = hzp_message_format(ids[k], NULL);
    g_ptr_array_add(grid->rows, row);
    grid->headed = true;
}

guint hzp_panel_grid_room(const HzpPanel *panel, double height)
{
    double rows = floor((height / panel->unit - TITLE - SPACE) / ROW) - 1;
    return rows > 0 ? (guint)rows : 0;
}

static void draw_rows(const HzpPanel *panel, const HzpPanelGrid *grid, HzpPageBox box)
{
    double u = panel->unit;
    double edges[9] = {box.x};
    double sum = 0;
    for (guint k = 0; k < grid->columns; k++)
        sum += grid->widths[k];
    for (guint k = 0; k < grid->columns && k < 8; k++)
        edges[k + 1] = edges[k] + box.width * grid->widths[k] / sum;
    if (grid->headed) {
        cairo_set_source_rgb(panel->cairo, 0.87, 0.92, 0.97);
        cairo_rectangle(panel->cairo, box.x, box.y, box.width, ROW * u);
        cairo_fill(panel->cairo);
    }
    for (guint i = grid->headed; grid->swatches && i < grid->rows->len; i++) {
        hzp_colour_set(panel->cairo, grid->swatches[i - grid->headed], 1);
        cairo_rectangle(panel->cairo, box.x, box.y + i * ROW * u, edges[1] - edges[0], ROW * u);
        cairo_fill(panel->cairo);
    }
    for (guint i = 0; i < grid->rows->len; i++) {
        char **row = g_ptr_array_index(grid->rows, i);
        for (guint k = 0; k < grid->columns; k++) {
            bool head = grid->headed && i == 0;
            bool bold = head || (grid->bold_first_column && k == 0);
            HzpTextStyle style = hzp_sheet_sans(panel->sheet, 2.6 * u, bold ? PANGO_WEIGHT_BOLD : 0);
            HzpPageBox cell = {edges[k] + 0.4 * u, box.y + i * ROW * u, edges[k + 1] - edges[k] - 0.8 * u, ROW * u};
            hzp_panel_cell(panel, &style, row[k], cell, head ? 0.5 : grid->aligns[k]);
        }
    }
    hzp_panel_rules(panel, box, grid->rows->len, edges, grid->columns);
}

double hzp_panel_grid_draw(const HzpPanel *panel, const HzpPanelGrid *grid, const char *title, HzpPageBox box, bool draw)
{
    double u = panel->unit;
    double height = ROW * u * grid->rows->len;
    double count = grid->left_out > 0 ? ROW * u : 0;
    if (!draw) return TITLE * u + height + count + SPACE * u;
    g_autofree char *heading = hzp_message_format(title, NULL);
    HzpTextStyle style = hzp_sheet_sans(panel->sheet, 3 * u, PANGO_WEIGHT_BOLD);
    hzp_text_line(panel->sheet->painter, panel->cairo, &style, heading, box.x, box.y + 2.4 * u, 0);
    draw_rows(panel, grid, (HzpPageBox){box.x, box.y + TITLE * u, box.width, height});
    if (grid->left_out > 0) {
        g_autofree char *text = hzp_message_format("affected_map_left_out", "count", hzp_text_of_size(grid->left_out), NULL);
        style = hzp_sheet_sans(panel->sheet, 2.6 * u, 0);
        hzp_text_line(panel->sheet->painter, panel->cairo, &style, text, box.x, box.y + TITLE * u + height + ROW * u / 2, 0);
    }
    return TITLE * u + height + count + SPACE * u;
}
