/* The slab sweep: areas between edges by what covers them. See geo/covered_area.h for the method. */
#ifndef HZP_GEO_COVER_SLABS_H
#define HZP_GEO_COVER_SLABS_H

#include "geo/cover_edges.h"
#include "geo/covered_area.h"

typedef struct HzpSlabs HzpSlabs; /* work space of one thread */
HzpSlabs *hzp_slabs_new(void);
void hzp_slabs_free(HzpSlabs *slabs);

typedef struct {
    const HzpCoverEdges *edges;
    bool unit_everywhere;   /* the unit covers all there is, and has no edges here */
    size_t n_zones;         /* owners 1 … n_zones */
    const uint32_t *groups; /* by zone, bits; NULL: only "any zone" counts, as group 0 */
    uint32_t mask;          /* groups of which some zone covers everything, and has no edges here */
    uint32_t depth;         /* zones of group 0 that do */
    HzpCoverAreas *areas;   /* added to: group and depth; with n_zones = 0 the unit's own area is added to `unit` */
    double *each;           /* by zone, added to; NULL for none */
    HzpEdgeFunction
        edge; /* instead of areas: boundaries of unit ∩ union of each group's zones (of the unit with n_zones = 0) */
    void *user;
} HzpSlabsQuestion;

void hzp_slabs_sweep(HzpSlabs *slabs, const HzpSlabsQuestion *question);

#endif
