#include "geo/cover_split.h"

#include <glib.h>

enum {
    FEW = 16, /* zones with an edge in a box: these are swept */
    MOST_HALVINGS = 40,
    VAIN_HALVINGS = 4 /* that leave nearly all zones on both sides, as where all are drawn along one line */
};
/* Closes the unit, whatever it is wound, where a box ends. */
static const int32_t END_OF_BOX = -(1 << 24);

/* A box and what is in it. */
typedef struct {
    HzpBox box;
    const HzpSplitZone *zones;
    size_t n;
    uint32_t mask;  /* groups of which some zone covers all of it */
    uint32_t depth; /* zones of group 0 that do */
    int halvings;
    int vain; /* of the last ones */
} Part;

typedef enum { NOWHERE, EVERYWHERE, PARTLY } Where;

/* Leaves the edges of a polygon in the box at the end of the list where it lies partly there. */
static Where add_edges(const HzpCoverSplit *split, const HzpPolygonSet *set, size_t polygon, uint32_t owner,
                       const HzpBox *box)
{
    HzpCoverEdges *edges = split->edges;
    size_t from = edges->n;
    if (hzp_cover_edges_add(edges, set, polygon, owner, split->origin_x, split->origin_y, box)) return PARTLY;
    int winding = hzp_cover_edges_winding(edges, from, box);
    edges->n = from;
    return winding > 0 ? EVERYWHERE : NOWHERE;
}

static void sweep(const HzpCoverSplit *split, const Part *part)
{
    const HzpBox *box = &part->box;
    g_autofree uint32_t *groups = g_new0(uint32_t, part->n + 1);
    split->edges->n = 0;
    Where unit = add_edges(split, split->units, split->unit, 0, box);
    if (unit == NOWHERE) return;
    if (unit == EVERYWHERE) hzp_cover_edges_add_side(split->edges, box->min_x, box, 1);
    hzp_cover_edges_add_side(split->edges, box->max_x, box, END_OF_BOX);
    for (size_t i = 0; i < part->n; i++) {
        groups[i] = part->zones[i].groups;
        hzp_cover_edges_add(split->edges, split->zones, part->zones[i].zone, (uint32_t)i + 1, split->origin_x,
                            split->origin_y, box);
    }
    const HzpSlabsQuestion question = {.edges = split->edges,
                                       .n_zones = part->n + 1,
                                       .groups = groups,
                                       .mask = part->mask,
                                       .depth = part->depth,
                                       .areas = split->areas,
                                       .edge = split->edge,
                                       .user = split->user};
    hzp_slabs_sweep(split->slabs, &question);
}

/* Whether a zone changes anything where so much covers all. */
static bool matters(const HzpCoverSplit *split, const Part *part, const HzpSplitZone *zone)
{
    if (zone->groups & ~part->mask) return true;
    return !split->edge && (zone->groups & 1) && part->depth < HZP_COVER_DEPTHS;
}

/* What of the whole lies in a half of its box; `kept` has room for all its zones. */
static Part half_of(const HzpCoverSplit *split, const Part *whole, const HzpBox *box, HzpSplitZone *kept)
{
    Part half = {.box = *box, .zones = kept, .mask = whole->mask, .depth = whole->depth, .halvings = whole->halvings + 1};
    for (size_t i = 0; i < whole->n; i++) {
        const HzpSplitZone *zone = &whole->zones[i];
        const HzpBox *reach = &zone->box;
        if (reach->max_x <= box->min_x || reach->min_x >= box->max_x || reach->max_y <= box->min_y ||
            reach->min_y >= box->max_y)
            continue;
        split->edges->n = 0;
        Where where = add_edges(split, split->zones, zone->zone, 1, box);
        if (where == PARTLY) kept[half.n++] = *zone;
        if (where != EVERYWHERE) continue;
        half.mask |= zone->groups;
        half.depth += zone->groups & 1;
    }
    size_t n = 0;
    for (size_t i = 0; i < half.n; i++) {
        if (matters(split, &half, &kept[i])) kept[n++] = kept[i];
    }
    half.n = n;
    half.vain = n > whole->n - whole->n / 8 ? whole->vain + 1 : 0;
    return half;
}

static void take(const HzpCoverSplit *split, const Part *part)
{
    split->edges->n = 0;
    if (add_edges(split, split->units, split->unit, 0, &part->box) == NOWHERE || (part->n == 0 && !part->mask)) return;
    const HzpBox *box = &part->box;
    bool across = box->max_x - box->min_x >= box->max_y - box->min_y;
    double middle = across ? box->min_x + (box->max_x - box->min_x) / 2 : box->min_y + (box->max_y - box->min_y) / 2;
    bool thin = across ? middle <= box->min_x || middle >= box->max_x : middle <= box->min_y || middle >= box->max_y;
    if (part->n <= FEW || part->halvings == MOST_HALVINGS || part->vain == VAIN_HALVINGS || thin) {
        sweep(split, part);
        return;
    }
    HzpBox halves[2] = {*box, *box};
    if (across)
        halves[0].max_x = halves[1].min_x = middle;
    else
        halves[0].max_y = halves[1].min_y = middle;
    g_autofree HzpSplitZone *kept = g_new(HzpSplitZone, part->n);
    for (int i = 0; i < 2; i++) {
        const Part half = half_of(split, part, &halves[i], kept);
        take(split, &half);
    }
}

void hzp_cover_split(const HzpCoverSplit *split, const HzpBox *box, const HzpSplitZone *zones, size_t n)
{
    take(split, &(Part){.box = *box, .zones = zones, .n = n});
}
