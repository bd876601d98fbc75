/* Areas and boundaries of what zones cover of a unit, where all of them are simple polygons that cross each other properly:
 * the usual case, without a sweep.
 *
 * Method. The boundary of an intersection of unions consists of pieces of the given boundaries, from crossing to crossing. On
 * a piece it is known which of the other polygons are inside: walking along a ring, they are entered and left. A piece of a
 * zone's boundary inside the unit bounds the union of a group where no other zone of that group covers it; a piece of the
 * unit's boundary, where one does. Areas follow from the pieces by the shoelace formula, for all groups, depths and zones
 * from one walk. (Overlay by boundary pieces: Weiler & Atherton 1977, SIGGRAPH 11(2); crossings: geo/ring_crossings.h.) */
#ifndef HZP_GEO_COVER_RINGS_H
#define HZP_GEO_COVER_RINGS_H

#include "geo/covered_area.h"
#include "geo/ring_crossings.h"

enum { HZP_COVER_RINGS = HZP_CROSSED_RINGS - 1 /* zones at most */ };

typedef struct {
    HzpRingCrossings *crossings; /* the unit is ring 0; of this one zone or many follow */
    bool unit_everywhere;        /* the unit covers all zones, and its ring is not looked at */
    const uint32_t *groups;      /* by zone, that is ring - 1 */
    double origin_x;             /* areas are added up from here */
    HzpCoverAreas *areas;        /* group and depth are added to; or */
    double *each;                /* with `areas`: by zone, added to; NULL for none */
    HzpEdgeFunction edge;        /* boundaries */
    void *user;
} HzpCoverRings;

/* All pairs that may meet have been looked for crossings, and these are sorted. */
void hzp_cover_rings_walk(const HzpCoverRings *rings);

#endif
