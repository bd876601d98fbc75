/* Counties or towns as areas: which one a row lies in, by how much, and how far outside of another it is. */
#ifndef HZP_DATA_PLACE_UNITS_H
#define HZP_DATA_PLACE_UNITS_H

#include "data/model.h"

typedef struct HzpPlaceUnits HzpPlaceUnits;

typedef struct {
    size_t unit;  /* row of the layer */
    double share; /* of the polygon's area, 0 to 1 */
} HzpUnitShare;

/* Index the polygons of a layer (borrowed); NULL for NULL. Needs the model's CRS prepared. Free with hzp_place_units_free().
 */
HzpPlaceUnits *hzp_place_units_new(const HzpModel *model, HzpTable *layer);
void hzp_place_units_free(HzpPlaceUnits *units);

/* The unit that covers a point of the stored CRS, or -1. On a shared boundary, and where units overlap: the one that is
 * stated
 * (-1 for none) if it is among them, else the first. */
long hzp_place_units_at(HzpPlaceUnits *units, double x, double y, long stated);

/* The units that share area with a polygon, largest share first, ties by row; shares are planar in the equal-area projection.
 * Free with g_array_free(). */
GArray *hzp_place_units_shares(HzpPlaceUnits *units, const GEOSGeometry *polygon);

/* Geodesic distance in metres from a position to the nearest point of a unit; 0 inside, NaN where either has no place. */
double hzp_place_units_distance_m(HzpPlaceUnits *units, size_t unit, const HzpPositions *positions, size_t row);

#endif
