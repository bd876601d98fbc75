/* The zones that may meet a unit, in clusters whose boxes overlap: what zones of different clusters cover may be added. */
#ifndef HZP_GEO_COVER_CLUSTERS_H
#define HZP_GEO_COVER_CLUSTERS_H

#include "geo/covered_area.h"

/* A zone that may meet the unit. */
typedef struct {
    const HzpPolygonSet *zones;
    HzpBox box; /* of what meets the unit's box, moved to the unit's origin */
    uint32_t groups;
    size_t zone;    /* position in the set */
    size_t asked;   /* position in the question */
    size_t cluster; /* lowest number of those whose boxes are linked with it */
    size_t next;    /* number of the next one of the cluster; 0 for none */
} HzpCoverCandidate;

/* Zero-initialised; free with hzp_cover_clusters_clear(). */
typedef struct {
    HzpCoverCandidate *candidates; /* by place: the first of each cluster is its own `cluster` */
    size_t n;
    size_t room;
} HzpCoverClusters;

void hzp_cover_clusters_clear(HzpCoverClusters *clusters);

/* Those zones of a question whose boxes overlap the unit's, which is given moved by (-origin_x, -origin_y), as all boxes are.
 * Their order follows from what the zones are, not from where they stand in their file. */
void hzp_cover_clusters_make(HzpCoverClusters *clusters, const HzpCoverQuestion *question, const HzpBox *unit,
                             double origin_x, double origin_y);

static inline HzpBox hzp_cover_moved_box(const HzpBox *box, double origin_x, double origin_y)
{
    return (HzpBox){box->min_x - origin_x, box->min_y - origin_y, box->max_x - origin_x, box->max_y - origin_y};
}

/* Boxes that merely touch have no area in common. */
static inline bool hzp_cover_boxes_overlap(const HzpBox *a, const HzpBox *b)
{
    return a->min_x < b->max_x && b->min_x < a->max_x && a->min_y < b->max_y && b->min_y < a->max_y;
}

#endif
