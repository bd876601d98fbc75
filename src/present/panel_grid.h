/* Small tables in the panel of a sheet: rows of texts in columns of given widths, with a title and a count of rows that did
 * not find room. A text too long for its cell is set smaller, never cut. */
#ifndef HZP_PRESENT_PANEL_GRID_H
#define HZP_PRESENT_PANEL_GRID_H

#include "present/map_sheet.h"

typedef struct {
    guint columns;
    const double *widths; /* relative */
    const double *aligns; /* 0 left, 0.5 centre, 1 right */
    GPtrArray *rows;      /* of GStrv */
    bool headed;          /* the first row is a head */
    bool bold_first_column;
    const HzpColour *swatches; /* of the first column's cells below the head; NULL for none */
    size_t left_out;           /* rows that are not in it */
} HzpPanelGrid;

/* Widths and aligns are the caller's. Free with hzp_panel_grid_free(). */
HzpPanelGrid *hzp_panel_grid_new(guint columns, const double *widths, const double *aligns);
void hzp_panel_grid_free(HzpPanelGrid *grid);

/* Add a row, copying its texts (NULL is a dash); or first the head, from message ids. */
void hzp_panel_grid_add(HzpPanelGrid *grid, const char *const *cells);
void hzp_panel_grid_head(HzpPanelGrid *grid, const char *const *ids);

/* How many rows a headed and titled grid can have in a height. */
guint hzp_panel_grid_room(const HzpPanel *panel, double height);

/* Draw it with a title (a message id) from the top of a box, or only measure it; returns its height. */
double hzp_panel_grid_draw(const HzpPanel *panel, const HzpPanelGrid *grid, const char *title, HzpPageBox box, bool draw);

#endif
