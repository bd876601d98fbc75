/* A point inside a polygon, for what needs one place of it. */
#ifndef HZP_GEO_POLYGON_INSIDE_H
#define HZP_GEO_POLYGON_INSIDE_H

#include "geo/polygon_set.h"

/* The middle of the widest piece of polygon `i` along the horizontal line through the middle of its box, or along another one
 * where that crosses nothing. false for an empty polygon, and for one without area. */
bool hzp_polygon_set_inside(const HzpPolygonSet *set, size_t i, double *x, double *y);

#endif
