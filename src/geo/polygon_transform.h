/* Polygons from one CRS to another, and on to the columns and lines of a raster.
 *
 * An edge that is straight in one CRS bends in the other: it gets corners until the middle and the fifths of each part lie
 * within a tolerance of the straight line (an arc deviates most in the middle, an S near 0.21 and 0.79). */
#ifndef HZP_GEO_POLYGON_TRANSFORM_H
#define HZP_GEO_POLYGON_TRANSFORM_H

#include "geo/crs.h"
#include "geo/polygon_set.h"

typedef struct {
    HzpTransform *transform; /* NULL: edges stay straight, none is divided */
    const double *affine; /* afterwards x' = a1·(x - a0) + a2·(y - a3), y' = a4·(x - a0) + a5·(y - a3); NULL: nothing */
    double tolerance;     /* of edges, in units of the result */
    double turn;          /* width of 360 degrees in the result, where x is a longitude; 0: it is none */
    double poles[2];      /* y of both poles in the result, where there is a turn */
} HzpPolygonTransform;

/* Transform all polygons, positions kept. Longitudes along a ring run on past the antimeridian rather than jump by a turn; a
 * ring around a pole is led along the pole's line. HZP_E_CRS when a corner cannot be transformed. Free *result with
 * hzp_polygon_set_free(). */
HzpStatus hzp_polygon_set_transform(const HzpPolygonSet *set, const HzpPolygonTransform *how, HzpPolygonSet **result);

#endif
