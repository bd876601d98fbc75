/* The polygons of several sets in one, put in by several threads. */
#ifndef HZP_GEO_POLYGON_SET_JOIN_H
#define HZP_GEO_POLYGON_SET_JOIN_H

#include "geo/polygon_set.h"

typedef struct HzpPolygonJoin HzpPolygonJoin;

/* `expected` polygons in all, about, in so many parts. */
HzpPolygonJoin *hzp_polygon_join_new(size_t parts, size_t expected);

/* An empty set for one part, which is then put where it belongs; a part that nobody puts ends the joined set there. From any
 * thread. */
HzpPolygonSet *hzp_polygon_join_take(HzpPolygonJoin *join);
void hzp_polygon_join_put(HzpPolygonJoin *join, size_t part, HzpPolygonSet *set);

/* The joined set, to be freed by the caller; the join is freed. */
HzpPolygonSet *hzp_polygon_join_end(HzpPolygonJoin *join);

#endif
