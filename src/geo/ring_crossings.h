/* Where the boundaries of simple polygons cross each other, and which of them lies inside which.
 *
 * Each ring is a closed line, wound counter-clockwise, with a number below HZP_CROSSED_RINGS. For every pair all crossings of
 * their edges are found; whether two edges cross is decided by exact signs (geo/orientation.h), so that along each ring the
 * other one is entered and left by turns. A place where rings merely touch, where edges coincide, or nearly so, has no such
 * answer: it is reported, and the caller takes a method that has one. The place of a crossing is rounded, but is the same for
 * both rings, so what is put together from their pieces is closed. */
#ifndef HZP_GEO_RING_CROSSINGS_H
#define HZP_GEO_RING_CROSSINGS_H

#include "geo/polygon_set.h"

enum { HZP_CROSSED_RINGS = 64 };

typedef struct {
    size_t first;   /* position of its first corner; behind the last one the first is repeated */
    size_t n;       /* edges */
    uint32_t *near; /* edges that are looked at; NULL: all. Not owned. */
    size_t n_near;
    HzpBox box;
    uint64_t within; /* rings inside of which its first corner lies, by number */
} HzpCrossedRing;

typedef struct {
    uint32_t ring;
    uint32_t edge;
    double part;  /* of the edge, from its start */
    double doubt; /* by how much that may be wrong */
    double x;
    double y;
    uint32_t other; /* the ring that is entered or left here */
    bool enters;
} HzpRingCrossing;

typedef struct {
    double *x; /* corners of all rings */
    double *y;
    size_t n_corners;
    size_t room_corners;
    HzpCrossedRing ring[HZP_CROSSED_RINGS];
    size_t n;
    HzpRingCrossing *crossings;
    size_t n_crossings;
    size_t room_crossings;
    uint32_t *edges[2]; /* work space: edges of a pair that may cross, */
    HzpBox *boxes;      /* and their boxes, of the second ring */
    size_t room_edges;
} HzpRingCrossings;

void hzp_ring_crossings_clear(HzpRingCrossings *crossings); /* frees */

/* Forget all rings but the first `keep`, and all crossings. */
void hzp_ring_crossings_restart(HzpRingCrossings *crossings, size_t keep);

/* Append the only ring of a simple polygon, moved by (-origin_x, -origin_y). There must be a number left. */
void hzp_ring_crossings_add(HzpRingCrossings *crossings, const HzpPolygonSet *set, size_t polygon, double origin_x,
                            double origin_y);

/* Edges of a ring whose boxes meet a box, at most n of them; returns their number. */
size_t hzp_ring_crossings_edges(const HzpRingCrossings *crossings, size_t ring, const HzpBox *box, uint32_t *edges);

/* Find the crossings of two rings, and in `within` of both which lies inside the other.
 * @return false where they touch without crossing, or cross at an angle so small that nobody can tell where; and where both
 * have so many edges close to each other that looking at all pairs would take long. */
bool hzp_ring_crossings_find(HzpRingCrossings *crossings, size_t one, size_t other);

/* Whether a point lies inside a ring; 0 no, 1 yes, -1 on its boundary. */
int hzp_ring_crossings_covers(const HzpRingCrossings *crossings, size_t ring, double x, double y);

/* Put the crossings found so far in order: by ring, and along each ring from its first corner.
 * @return false where two on an edge are so close that rounding may have exchanged them. */
bool hzp_ring_crossings_sort(HzpRingCrossings *crossings);

#endif
