/* Polygons and circles of a raster question, one by one in columns and lines of the raster.
 *
 * A nation's polygons, moved to the raster all at once, would be a second copy of them in memory, and its circles, drawn, a
 * multiple of what they are: so each is made when a band of the raster comes to it, and dropped behind it. */
#ifndef HZP_EXPOSURE_RASTER_SHAPES_H
#define HZP_EXPOSURE_RASTER_SHAPES_H

#include "exposure/raster_exposure.h"

typedef struct {
    size_t n;
    const HzpPolygonSet *set;  /* the first of them; NULL for none */
    const HzpPolygonSet *more; /* those after them; NULL for none */
    const HzpRasterCircles *circles;
    const double *to_cells; /* NULL: they are in cells */
} HzpRasterShapes;

HzpRasterShapes hzp_raster_regions(const HzpRasterQuestion *question);
HzpRasterShapes hzp_raster_zones(const HzpRasterQuestion *question);

/* No corner of a shape has a lower line than this; NaN for an empty shape. */
double hzp_raster_shape_lowest(const HzpRasterShapes *shapes, size_t i);

/* Append a shape in cells. `room` is work space. */
void hzp_raster_shape_put(const HzpRasterShapes *shapes, size_t i, HzpPolygonSet *room, HzpPolygonSet *set);

#endif
