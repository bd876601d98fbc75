/* Which polygons a horizontal band meets that moves through them, and which of these are near a box. */
#ifndef HZP_EXPOSURE_POLYGON_WALK_H
#define HZP_EXPOSURE_POLYGON_WALK_H

#include <glib.h>

#include "exposure/raster_shapes.h"

/* A shape that the band has not reached yet. */
typedef struct {
    double lowest; /* line */
    size_t shape;
} HzpWalkStart;

typedef struct {
    HzpRasterShapes shapes;
    HzpPolygonSet *met; /* those that the band meets, in cells */
    size_t *number;     /* of each of these, its position among the shapes */
    size_t number_room;
    HzpPolygonSet *before; /* what the band before met; memory for the next one */
    HzpPolygonSet *room;
    HzpWalkStart *order; /* those that are not empty, by lowest line */
    size_t n_order;
    size_t next; /* the first of them that is not reached yet */
    size_t bins; /* columns of equal width, each with the polygons that reach into it */
    double bins_from;
    double bins_per_unit;
    size_t *bin_start; /* bins + 1 */
    size_t *in_bin;
} HzpPolygonWalk;

/* What the shapes consist of is borrowed. */
void hzp_polygon_walk_begin(HzpPolygonWalk *walk, const HzpRasterShapes *shapes);
void hzp_polygon_walk_end(HzpPolygonWalk *walk);

/* Move to the band between two lines, which must not lie below the one before. */
void hzp_polygon_walk_to(HzpPolygonWalk *walk, double from, double to);

/* Sort what the band meets into columns; needed before hzp_polygon_walk_near(). */
void hzp_polygon_walk_sort(HzpPolygonWalk *walk);

/* Append the positions (size_t) in `met` of polygons whose boxes overlap another, once each. Threads may ask at the same
 * time.
 */
void hzp_polygon_walk_near(const HzpPolygonWalk *walk, const HzpBox *box, GArray *found);

#endif
