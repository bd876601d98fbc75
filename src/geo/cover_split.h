/* Very many zones on one place, cut into boxes.
 *
 * A sweep over n zones that all overlap takes n² steps and more. Here the place is halved until few zones have an edge in a
 * box: what covers all of a box is only counted, and where enough does so that the others change nothing, nobody looks at
 * them. So time grows with the boundary of what is covered, about n log n. The areas of boxes add up; boundaries have further
 * pieces along the boxes' sides, which cancel each other. */
#ifndef HZP_GEO_COVER_SPLIT_H
#define HZP_GEO_COVER_SPLIT_H

#include "geo/cover_slabs.h"

enum { HZP_COVER_MANY = 48 /* zones: from here on it is better */ };

typedef struct {
    HzpBox box; /* of what meets the unit's box, moved */
    size_t zone;
    uint32_t groups;
} HzpSplitZone;

/* What is asked of a cluster, as geo/covered_area.h says; coordinates are moved by (-origin_x, -origin_y). */
typedef struct {
    const HzpPolygonSet *units;
    size_t unit;
    const HzpPolygonSet *zones;
    double origin_x;
    double origin_y;
    HzpSlabs *slabs;      /* work space */
    HzpCoverEdges *edges; /* work space */
    HzpCoverAreas *areas; /* group and depth are added to; or */
    HzpEdgeFunction edge; /* boundaries, in moved coordinates */
    void *user;
} HzpCoverSplit;

void hzp_cover_split(const HzpCoverSplit *split, const HzpBox *box, const HzpSplitZone *zones, size_t n);

#endif
