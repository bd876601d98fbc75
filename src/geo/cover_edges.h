/* Edges of polygons clipped to a box: what the slab sweep (geo/cover_slabs.h) walks over. */
#ifndef HZP_GEO_COVER_EDGES_H
#define HZP_GEO_COVER_EDGES_H

#include "geo/polygon_set.h"

/* An edge that is not horizontal, from its lower end to its upper one. */
typedef struct {
    double low_x;
    double low_y;
    double high_x;
    double high_y;
    double slope;   /* change of x with y */
    uint32_t owner; /* 0: the unit; else the zone's number + 1 */
    int32_t
        winding;  /* added to the owner's winding number when passed from west to east: +1 where the edge runs down, -1 up */
    int32_t next; /* positions from here to the edge that goes on upwards from this one's upper end; 0 where none does */
    bool follows; /* it goes on from another one */
} HzpCoverEdge;

typedef struct {
    HzpCoverEdge *edges;
    size_t n;
    size_t room;
} HzpCoverEdges;

void hzp_cover_edges_clear(HzpCoverEdges *edges); /* frees */

/* Append the edges of a polygon inside a box, moved by (-origin_x, -origin_y); the box is in moved coordinates. What lies
 * west of the box is kept as edges along its west side, because winding numbers are counted from there; what lies elsewhere
 * outside is left out.
 * @return whether any edge lies inside the box or crosses it. When not, the polygon's winding number is the same all over the
 * box. */
bool hzp_cover_edges_add(HzpCoverEdges *edges, const HzpPolygonSet *set, size_t polygon, uint32_t owner, double origin_x,
                         double origin_y, const HzpBox *box);

/* Append a side of a box, from its lower to its upper height, as an edge of the unit. */
void hzp_cover_edges_add_side(HzpCoverEdges *edges, double x, const HzpBox *box, int32_t winding);

/* Winding number of an owner all over the box, whose edges from position `from` on all lie along the west side. */
int hzp_cover_edges_winding(const HzpCoverEdges *edges, size_t from, const HzpBox *box);

#endif
