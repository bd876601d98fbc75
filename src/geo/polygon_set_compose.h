/* A set of polygons made of those of other sets, and of circles: all sizes are known before anything is copied, so that
 * threads write to their final places and no memory is touched twice. */
#ifndef HZP_GEO_POLYGON_SET_COMPOSE_H
#define HZP_GEO_POLYGON_SET_COMPOSE_H

#include "geo/polygon_set.h"

typedef struct {
    const HzpPolygonSet *set;
    size_t polygon;
} HzpPolygonPiece;

/* What each polygon is: the rings of its pieces, one after the other, or a circle (hzp_polygon_set_add_circle()), or empty.
 */
typedef struct {
    size_t n;
    const size_t *first; /* n + 1: first piece of each */
    const HzpPolygonPiece *pieces;
    int corners; /* of a circle; 0: none is drawn */
    double factor;
    const double *x; /* of those without pieces; n values, or NULL where none is drawn */
    const double *y;
    const double *radius; /* times the factor; NaN: no circle */
} HzpPolygonPlan;

/* Free with hzp_polygon_set_free(). */
HzpPolygonSet *hzp_polygon_set_compose(const HzpPolygonPlan *plan, int threads);

/* The same without copying a corner, where the pieces are all polygons of one set in their order: its polygons from first[i]
 * up to first[i + 1] become polygon i of n. first[0] is 0 and first[n] their number. */
void hzp_polygon_set_group(HzpPolygonSet *set, const size_t *first, size_t n);

#endif
