/* Reading a layer in columns: OGR_L_GetArrowStream, one batch after the other. */
#ifndef HZP_DATA_ARROW_ROWS_H
#define HZP_DATA_ARROW_ROWS_H

#include "data/arrow_cell.h"
#include "data/vector_source.h"

/* One row handed to a visitor: the cells of the wanted fields in their order, then geometry and FID. */
typedef struct {
    const HzpCell *cells; /* one for each wanted field */
    HzpCell geometry;     /* WKB bytes, or null */
    int64_t fid;
    size_t index; /* 0, 1, 2, … in reading order */
} HzpArrowRow;

typedef HzpStatus (*HzpArrowVisitor)(const HzpArrowRow *row, void *user);

/* Visit every row of the layer's current filter. `fields` are field indexes of the layer, -1 for a field that is not there
 * (its cell is null); other fields are not even read. */
HzpStatus hzp_arrow_each_row(const HzpVectorSource *source, const int *fields, size_t n, HzpArrowVisitor visit, void *user);

#endif
