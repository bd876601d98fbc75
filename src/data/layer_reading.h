/* What the parts of the layer reader share while one layer is read. Only layer_*.c include this. */
#ifndef HZP_DATA_LAYER_READING_H
#define HZP_DATA_LAYER_READING_H

#include "data/arrow_rows.h"
#include "data/column_match.h"
#include "data/layer_reader.h"
#include "geo/crs.h"

typedef struct {
    const HzpVectorSource *source;
    const HzpField *fields;
    size_t n;
    HzpTable *table;
    HzpFindings *findings;
    HzpTransform *transform; /* NULL when the layer is in the target CRS already */
    bool geographic;         /* the source's CRS */
    bool from_columns;       /* coordinates come from columns x and y */
    GEOSWKBReader *wkb;
    HzpRun *run;
    size_t blank_rows;
    GString *blank_list; /* the first of them */
} HzpLayerReading;

/* layer_cells.c: put a cell into the table as text, number or coordinate; what cannot be read is a finding. */
void hzp_layer_store_cell(const HzpLayerReading *reading, const HzpField *field, const HzpCell *cell, size_t row);

/* layer_geometry.c: geometry of a row in the target CRS, NULL where it has none or it cannot be used, which is a finding. */
GEOSGeometry *hzp_layer_geometry(const HzpLayerReading *reading, const HzpArrowRow *in, size_t row);

/* layer_rows.c: one row of the source. `user` is the HzpLayerReading. */
HzpStatus hzp_layer_store_row(const HzpArrowRow *in, void *user);
/* What is left to say when all rows are there. */
void hzp_layer_finish_rows(HzpLayerReading *reading);

#endif
