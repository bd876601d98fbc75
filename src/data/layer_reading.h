/* What the parts of the layer reader share while one layer is read. Only layer_*.c include this. */
#ifndef HZP_DATA_LAYER_READING_H
#define HZP_DATA_LAYER_READING_H

#include "data/arrow_rows.h"
#include "data/column_match.h"
#include "data/layer_reader.h"
#include "data/total_word.h"
#include "geo/crs.h"

/* Cells of one kind in one column, told together when all rows are read. */
typedef struct {
    size_t count;
    GString *rows; /* numbers of the first of them */
} HzpRowList;

typedef struct {
    const HzpVectorSource *source;
    const HzpField *fields;
    size_t n;
    int *columns; /* of the cells of a row: the fields' first, then columns that are no field, in which a row of sums or a
                     remark may be told */
    size_t n_cells;
    size_t *order; /* cells that are there, from the first column to the last */
    size_t n_order;
    GArray *totals;        /* rows of sums: table_totals.c */
    HzpRowList *none;      /* cells of each field that say 无 */
    HzpRowList *fractions; /* cells of each field that hold a part of a person or a household */
    double most_counted;   /* people or households that one cell may hold */
    HzpRowList remarks;
    bool after_remark;
    HzpTable *table;
    HzpFindings *findings;
    const HzpProject *project;
    const char *crs; /* the source's, belongs to the HzpInput; NULL for a table without positions */
    char crs_name[128];
    HzpMapOffset offset;
    bool geographic;             /* the source's CRS */
    bool from_columns;           /* coordinates come from columns x and y */
    bool paired;                 /* both from the same column */
    bool packed;                 /* 112.5103 is 112°51′03″ */
    double middle_x, middle_y;   /* medians of the source's coordinates; NaN when there are none */
    HzpTransform *transform;     /* NULL when the layer is in the target CRS already */
    HzpTransformFacts operation; /* what it is */
    HzpPolygonIndex *region;     /* where rows are expected, in the target CRS; NULL when that is not known */
    GArray *exchanged;           /* rows whose coordinates were exchanged: layer_exchange.c */
    size_t placed;               /* rows with a position */
    size_t beyond;               /* of them, where the operation is not meant for */
    GEOSWKBReader *wkb;
    HzpRun *run;
    char *trouble;   /* what GDAL said is wrong with the source while it went on reading; NULL for nothing */
    double expected; /* rows, where the source tells cheaply; -1 where not */
    size_t rows;     /* that the source gave, empty ones too */
    HzpRowList blank;
} HzpLayerReading;

/* layer_cells.c: put a cell into the table as text, number or coordinate; what cannot be read is a finding. */
void hzp_layer_store_cell(HzpLayerReading *reading, size_t field, const HzpCell *cell, size_t row);
/* The text of a cell without spaces of any kind about it, NULL when it is empty or not valid (then *valid is false); *cut
 * tells that its last character was cut in half. Free with g_free(). */
char *hzp_layer_cell_text(const HzpLayerReading *reading, const HzpCell *cell, bool *valid, bool *cut);
/* A cell as a figure of a field, in its unit; NaN when it is empty or no number. Tells nobody. */
double hzp_layer_cell_number(const HzpLayerReading *reading, const HzpField *field, const HzpCell *cell);

/* table_rows.c: what a row is. *label (free with g_free()) is the text that tells. */
HzpRowKind hzp_layer_row_kind(const HzpLayerReading *reading, const HzpArrowRow *in, char **label);

/* table_totals.c: remember a row of sums that is left out, and compare all of them with the rows they cover. */
void hzp_layer_keep_total(HzpLayerReading *reading, const HzpArrowRow *in, HzpRowKind kind, const char *label, double number);
void hzp_layer_compare_totals(HzpLayerReading *reading);
void hzp_layer_forget_totals(HzpLayerReading *reading);

/* layer_crs.c: the CRS of the layer, and whether its coordinates come from columns. */
HzpStatus hzp_layer_find_crs(HzpLayerReading *reading, HzpInput *input);
/* The transformation, when the coordinates can be looked at. */
HzpStatus hzp_layer_choose_transform(HzpLayerReading *reading, const char *target_crs, HzpInput *input);

/* layer_coordinates.c: HZP_E_CRS when the coordinates cannot be of the CRS; fills in the middle. */
HzpStatus hzp_layer_judge_coordinates(HzpLayerReading *reading, const char *target_crs);

/* layer_geometry.c: geometry of a row in the target CRS, NULL where it has none or it cannot be used, which is a finding. */
GEOSGeometry *hzp_layer_geometry(HzpLayerReading *reading, const HzpArrowRow *in, size_t row);
/* The same from the columns x and y of the table. */
GEOSGeometry *hzp_layer_geometry_of_columns(HzpLayerReading *reading, size_t row);
/* What is left to say of positions when all rows are there. */
void hzp_layer_finish_geometry(HzpLayerReading *reading);

/* layer_exchange.c: an untransformed geometry in the target CRS, with its axes exchanged when only so it lies in the region;
 * takes `geometry` over. NULL with *trouble (id of a finding) when it cannot be placed. */
GEOSGeometry *hzp_layer_place(HzpLayerReading *reading, GEOSGeometry *geometry, size_t row, const char **trouble);
void hzp_layer_tell_exchanged(HzpLayerReading *reading);

/* layer_polygon.c: well-known binary as GEOS can use it; NULL with a finding when it cannot be read. */
GEOSGeometry *hzp_layer_geometry_of_wkb(const HzpLayerReading *reading, const HzpCell *cell, size_t row);
/* Valid MULTIPOLYGON of what holds polygons (NULL with a finding when nothing of it is left), anything else as it is; takes
 * `geometry` over, which is in the target CRS. */
GEOSGeometry *hzp_layer_finish_polygons(const HzpLayerReading *reading, GEOSGeometry *geometry, size_t row);

/* layer_rows.c: one row of the source. `user` is the HzpLayerReading. */
HzpStatus hzp_layer_store_row(const HzpArrowRow *in, void *user);
/* Before the first row, and what is left to say when all rows are there. */
void hzp_layer_begin_rows(HzpLayerReading *reading);
void hzp_layer_finish_rows(HzpLayerReading *reading);
void hzp_row_list_add(HzpRowList *list, double number);

#endif
