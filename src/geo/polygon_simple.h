/* Whether polygons are plainly valid: one ring that neither crosses nor touches itself. Most are, and this costs a hundredth
 * of what a general test of validity does, which only the others need. */
#ifndef HZP_GEO_POLYGON_SIMPLE_H
#define HZP_GEO_POLYGON_SIMPLE_H

#include "geo/polygon_set.h"

/* True for a polygon of one ring of at least three corners, no two of them in one place one after the other, whose edges have
 * nothing in common but the corner between neighbours, wound counter-clockwise. Decided exactly. False also for valid
 * polygons of several rings. */
bool hzp_polygon_is_simple(const HzpPolygonSet *set, size_t i);

/* Ask that of polygons from `first` up to `end` and keep the answers in the set, so that nobody has to ask twice. Threads may
 * do so at the same time for different polygons. */
void hzp_polygon_set_examine(const HzpPolygonSet *set, size_t first, size_t end);

/* Whether a polygon is valid as OGC 06-103r4 has it: simple, or GEOS says so. */
bool hzp_polygon_is_valid(const HzpPolygonSet *set, size_t i);

/* polygon_geos.c: the same, and an inner point, by GEOS alone. */
bool hzp_polygon_is_valid_for_geos(const HzpPolygonSet *set, size_t i);
bool hzp_polygon_set_anchor(const HzpPolygonSet *set, size_t i, double *x, double *y);

/* Polygon `i` for GEOS, as MULTIPOLYGON: its rings are wound, which tells shells from holes, and a hole belongs to the shell
 * before it. The caller frees it; NULL when it is empty or GEOS fails. */
GEOSGeometry *hzp_polygon_set_geometry(const HzpPolygonSet *set, size_t i);

/* A point in the interior; false when GEOS finds none. */
bool hzp_polygon_set_inner_point(const HzpPolygonSet *set, size_t i, double *x, double *y);

#endif
