/* The polygon that a row itself names as its town or county, and whether a position lies in it. */
#ifndef HZP_CHECK_OWN_UNIT_H
#define HZP_CHECK_OWN_UNIT_H

#include "data/model.h"
#include "geo/polygon_index.h"

typedef struct {
    const HzpModel *model;
    const char *layer;
    HzpTable *table;
    const HzpPositions *positions;
    const long *county;
    const long *town;
    const HzpInput *input;     /* how the layer was read */
    HzpPolygonIndex *counties; /* NULL without the layer */
    HzpPolygonIndex *towns;
} HzpOwnUnits;

/* The layers whose rows have positions and name their units: `index` from 0 on; false when there are no more. One that is
 * missing, or without polygons to compare with, has a NULL table. Free with hzp_own_units_close(). */
bool hzp_own_units_open(const HzpModel *model, size_t index, HzpOwnUnits *units);
void hzp_own_units_close(HzpOwnUnits *units);

/* Whether a row can be judged: it has a position of its own and names a town, or else a county, that has a polygon. */
bool hzp_own_units_judges(const HzpOwnUnits *units, size_t row);

/* Whether that polygon covers a place, in degrees of the project's datum. */
bool hzp_own_units_holds(const HzpOwnUnits *units, size_t row, double lon, double lat);

#endif
