/* One map sheet: its layout on the page and what it shows. The parts that draw it share this structure. */
#ifndef HZP_PRESENT_MAP_SHEET_H
#define HZP_PRESENT_MAP_SHEET_H

#include "present/map_data.h"
#include "present/map_label.h"
#include "present/map_symbol.h"

/* Texts and figures read from the plan once for all sheets; nothing here is computed. Members are NULL where missing. */
typedef struct {
    char *title, *region, *year, *notice, *source, *approval, *crs_name;
} HzpPlanFacts;

/* A name with its place on the sheet. */
typedef struct {
    const HzpMapLayer *layer; /* of what it names */
    PangoLayout *layout;
    HzpTextStyle style;
    HzpLabel label;
    double ink_x, ink_y; /* of the layout's ink from its corner */
} HzpPlacedName;

typedef struct HzpSheet HzpSheet;

/* The panel, or one column of it: what is in it, how large that is set, and where it goes. */
typedef struct {
    HzpSheet *sheet;
    cairo_t *cairo;
    double unit;
} HzpPanel;

/* Draws a column into a box, or only measures it; returns the height it takes. */
typedef double (*HzpPanelColumn)(const HzpPanel *panel, HzpPageBox box, bool draw);

/* The columns of a panel beside the map (one) and below it (two). */
typedef struct {
    HzpPanelColumn beside, left, right;
    bool grows; /* set larger where there is room to spare */
} HzpPanelDesign;

struct HzpSheet {
    const HzpMapData *data;
    const HzpMapConfig *config;
    const HzpPlanFacts *facts;
    const HzpSheetKind *kind;
    const HzpMapRow *county; /* NULL on the overview */
    char *name;              /* "overview" or the county's name */
    char *stem;              /* of the file name */
    char *title, *annex, *subtitle;
    GPtrArray *table;           /* of GStrv: head, rows, total; the statistics table */
    bool zoned;                 /* shows prevention zones */
    double width, height, unit; /* page in mm; unit enlarges lengths given for A3 */
    bool portrait;
    HzpPageBox frame, panel;
    HzpView view;
    HzpExtent seen; /* projected extent of the body */
    HzpPageBox arrow, bar;
    double bar_m;
    unsigned *uses; /* of the rules of each layer, in one row: uses[use_start[layer] + rule] */
    guint *use_start;
    GPtrArray *layers; /* of HzpMapLayer, bottom to top; NULL stands for the graticule */
    HzpTextPainter *painter;
    HzpTransform *to_page; /* geographic to projected */
    GArray *names;         /* of HzpPlacedName */
    size_t names_wanted, names_placed;
    GPtrArray *crowded; /* names that stand on something else */
    const HzpPanelDesign *design;
    const void *content; /* of the panel, for a design of one's own */
};

HzpStatus hzp_plan_facts_read(const HzpMapData *data, const HzpMapConfig *config, HzpPlanFacts *facts);
void hzp_plan_facts_clear(HzpPlanFacts *facts);

/* Lay out a sheet: the overview (county NULL) or one county. Free with hzp_sheet_free(). */
HzpStatus hzp_sheet_new(const HzpMapData *data, const HzpMapConfig *config, const HzpPlanFacts *facts,
                        const HzpMapRow *county, const HzpPageSize *page, HzpSheet **sheet);
void hzp_sheet_free(HzpSheet *sheet);

/* Lay out a sheet of any kind about an extent in projected metres. Title, annex and subtitle are its maker's to set. */
HzpSheet *hzp_sheet_new_about(const HzpMapData *data, const HzpMapConfig *config, const HzpPlanFacts *facts,
                              const HzpSheetKind *kind, const char *name, const HzpExtent *extent, const HzpPageSize *page);

/* Name by which a sheet is asked for, and whether it is this one ("overview", a county's name or code). */
bool hzp_sheet_is(const HzpSheet *sheet, const char *name);

/* Rows of the statistics table from the plan's columns (map_table.c). */
GPtrArray *hzp_sheet_table(const HzpSheet *sheet);

/* Find the place of every name (map_names.c); once before drawing, on the thread that draws. */
HzpStatus hzp_sheet_prepare(HzpSheet *sheet);

/* Choose corners for north arrow and scale bar (map_frame.c). */
void hzp_sheet_place_furniture(HzpSheet *sheet);

/* Log scale and names of a drawn sheet, and warn of crowded names and missing glyphs. */
void hzp_sheet_log(HzpRun *run, const HzpSheet *sheet);

/* Draw everything; user units of the context are millimetres. */
void hzp_sheet_draw(HzpSheet *sheet, cairo_t *cairo);

/* Parts of it. */
void hzp_sheet_draw_body(HzpSheet *sheet, cairo_t *cairo);      /* map_body.c */
void hzp_sheet_draw_names(HzpSheet *sheet, cairo_t *cairo);     /* map_names.c */
void hzp_sheet_draw_graticule(HzpSheet *sheet, cairo_t *cairo); /* map_graticule.c */
void hzp_sheet_draw_ticks(HzpSheet *sheet, cairo_t *cairo);     /* map_graticule.c */
void hzp_sheet_draw_frame(HzpSheet *sheet, cairo_t *cairo);     /* map_frame.c */
void hzp_sheet_draw_panel(HzpSheet *sheet, cairo_t *cairo);     /* map_panel.c */

/* Parts of a panel (map_panel.c): the plan's notice in a box, the notes on CRS, date and source, the text of a table's cell,
 * the lines of a table with rows of equal height and columns at `edges`. */
extern const HzpPanelDesign hzp_plan_panel;
double hzp_panel_notice(const HzpPanel *panel, HzpPageBox box, bool draw);
double hzp_panel_notes(const HzpPanel *panel, HzpPageBox box, bool draw);
void hzp_panel_cell(const HzpPanel *panel, const HzpTextStyle *wanted, const char *text, HzpPageBox box, double align);
void hzp_panel_rules(const HzpPanel *panel, HzpPageBox box, guint rows, const double *edges, guint columns);

/* Legend: height it takes at a width, or draw it. `unit` replaces the sheet's. */
double hzp_sheet_legend(HzpSheet *sheet, cairo_t *cairo, HzpPageBox box, double unit, bool draw); /* map_legend.c */

/* Whether a row belongs to the sheet's county (always on the overview). */
bool hzp_sheet_owns(const HzpSheet *sheet, const HzpMapRow *row);

/* A row's path on the page, in a buffer that is reused. */
HzpPagePath hzp_sheet_path(const HzpSheet *sheet, const HzpMapRow *row, GArray *buffer);

/* Text styles of the furniture. */
HzpTextStyle hzp_sheet_sans(const HzpSheet *sheet, double size_mm, int weight);
HzpTextStyle hzp_sheet_serif(const HzpSheet *sheet, double size_mm, int weight);

#endif
