#include "geo/covered_area.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/cover_clusters.h"
#include "geo/cover_rings.h"
#include "geo/cover_slabs.h"
#include "geo/cover_split.h"
#include "geo/polygon_simple.h"

struct HzpCoverSweep {
    HzpSlabs *slabs;
    HzpCoverEdges edges;
    HzpRingCrossings crossings;
    bool sweep_everything;
    bool unit_is_simple;  /* and no needle: its ring is the first of `crossings` */
    uint32_t *unit_edges; /* near the zones of one cluster */
    size_t edges_room;
    HzpCoverClusters clusters;
    uint32_t *groups; /* of the zones of one cluster */
    double *each;
    size_t zones_room;
    const HzpCoverQuestion *question;
    double origin_x; /* coordinates are taken from the unit's corner, so that large ones lose no digits */
    double origin_y;
    HzpEdgeFunction edge;
    void *user;
};

HzpCoverSweep *hzp_cover_sweep_new(void)
{
    HzpCoverSweep *sweep = g_new0(HzpCoverSweep, 1);
    sweep->slabs = hzp_slabs_new();
    return sweep;
}

void hzp_cover_sweep_free(HzpCoverSweep *sweep)
{
    if (!sweep) return;
    hzp_slabs_free(sweep->slabs);
    hzp_cover_edges_clear(&sweep->edges);
    hzp_ring_crossings_clear(&sweep->crossings);
    g_free(sweep->unit_edges);
    hzp_cover_clusters_clear(&sweep->clusters);
    g_free(sweep->groups);
    g_free(sweep->each);
    g_free(sweep);
}

void hzp_cover_sweep_everything(HzpCoverSweep *sweep) { sweep->sweep_everything = true; }

/* ---- one cluster ---- */

static bool lies_inside(const HzpCoverSweep *sweep, const HzpCoverCandidate *candidate)
{
    HzpBox whole = hzp_cover_moved_box(&candidate->zones->box[candidate->zone], sweep->origin_x, sweep->origin_y);
    const HzpBox *met = &candidate->box;
    return whole.min_x == met->min_x && whole.min_y == met->min_y && whole.max_x == met->max_x && whole.max_y == met->max_y;
}

/* A simple zone by itself in the middle of the unit: all of it counts. */
static void take_lone_zone(HzpCoverSweep *sweep, const HzpCoverCandidate *lone, HzpCoverAreas *areas, double *each)
{
    const HzpPolygonSet *set = lone->zones;
    uint32_t groups = lone->groups;
    if (sweep->edge) {
        size_t start = set->ring_start[set->first_ring[lone->zone]];
        size_t end = set->ring_start[set->first_ring[lone->zone] + 1];
        for (size_t c = start, before = end - 1; c < end && groups; before = c++)
            sweep->edge(set->x[before], set->y[before], set->x[c], set->y[c], groups, sweep->user);
        return;
    }
    double area = hzp_polygon_set_area(set, lone->zone);
    if (groups & 1) areas->depth[0] += area;
    if (each) each[lone->asked] = area;
    for (; groups; groups &= groups - 1)
        areas->group[__builtin_ctz(groups)] += area;
}

static void want_zones(HzpCoverSweep *sweep, size_t n)
{
    if (n <= sweep->zones_room) return;
    sweep->zones_room = n * 2;
    sweep->groups = g_renew(uint32_t, sweep->groups, sweep->zones_room);
    sweep->each = g_renew(double, sweep->each, sweep->zones_room);
}

static HzpBox box_of_cluster(const HzpCoverCandidate *list, size_t head)
{
    HzpBox box = list[head].box;
    for (size_t i = list[head].next; i; i = list[i].next) {
        const HzpBox *one = &list[i].box;
        box = (HzpBox){MIN(box.min_x, one->min_x), MIN(box.min_y, one->min_y), MAX(box.max_x, one->max_x),
                       MAX(box.max_y, one->max_y)};
    }
    return box;
}

static void moved_edge(double x0, double y0, double x1, double y1, uint32_t groups, void *user)
{
    const HzpCoverSweep *sweep = user;
    sweep->edge(x0 + sweep->origin_x, y0 + sweep->origin_y, x1 + sweep->origin_x, y1 + sweep->origin_y, groups, sweep->user);
}

static HzpSlabsQuestion slabs_question(HzpCoverSweep *sweep, size_t n_zones, bool unit_everywhere, HzpCoverAreas *areas)
{
    return (HzpSlabsQuestion){.edges = &sweep->edges,
                              .unit_everywhere = unit_everywhere,
                              .n_zones = n_zones,
                              .groups = sweep->groups,
                              .areas = areas,
                              .edge = sweep->edge ? moved_edge : NULL,
                              .user = sweep};
}

/* ---- rings that cross properly ---- */

/* Look for crossings of a zone with the unit and with the zones before it. */
static bool cross_zone(HzpCoverSweep *sweep, size_t ring, const size_t *number, bool unit_everywhere)
{
    const HzpCoverCandidate *list = sweep->clusters.candidates;
    if (!unit_everywhere && !hzp_ring_crossings_find(&sweep->crossings, 0, ring)) return false;
    for (size_t other = 1; other < ring; other++) {
        if (!hzp_cover_boxes_overlap(&list[number[ring]].box, &list[number[other]].box)) continue;
        if (!hzp_ring_crossings_find(&sweep->crossings, other, ring)) return false;
    }
    return true;
}

/* The unit's edges near a box: none where it covers all of it or nothing. */
static bool look_at_unit(HzpCoverSweep *sweep, const HzpBox *box)
{
    HzpCrossedRing *unit = &sweep->crossings.ring[0];
    hzp_ring_crossings_restart(&sweep->crossings, 1);
    unit->near = NULL;
    unit->n_near = hzp_ring_crossings_edges(&sweep->crossings, 0, box, sweep->unit_edges);
    unit->near = sweep->unit_edges;
    return unit->n_near > 0;
}

/* The zones of a list within a box by their rings' pieces.
 * @return false, with nothing done, where that has no answer. */
static bool take_rings(HzpCoverSweep *sweep, size_t head, bool alone, const HzpBox *box, HzpCoverAreas *areas, double *each)
{
    const HzpCoverQuestion *question = sweep->question;
    const HzpCoverCandidate *list = sweep->clusters.candidates;
    size_t number[HZP_CROSSED_RINGS];
    if (!sweep->unit_is_simple) return false;
    bool everywhere = !look_at_unit(sweep, box);
    if (everywhere && hzp_ring_crossings_covers(&sweep->crossings, 0, box->min_x, box->min_y) == 0) return true;
    if (everywhere && alone && hzp_polygon_is_simple(question->zones, list[head].zone)) {
        take_lone_zone(sweep, &list[head], areas, each);
        return true;
    }
    size_t n = 0;
    for (size_t i = head; n == 0 || (i && !alone); i = list[i].next) {
        if (n == HZP_COVER_RINGS || !hzp_polygon_is_simple(question->zones, list[i].zone)) return false;
        want_zones(sweep, n + 1);
        sweep->groups[n] = list[i].groups;
        sweep->each[n++] = 0;
        number[n] = i;
        hzp_ring_crossings_add(&sweep->crossings, question->zones, list[i].zone, sweep->origin_x, sweep->origin_y);
        if (!cross_zone(sweep, n, number, everywhere)) return false;
    }
    if (!hzp_ring_crossings_sort(&sweep->crossings)) return false;
    const HzpCoverRings rings = {.crossings = &sweep->crossings,
                                 .unit_everywhere = everywhere,
                                 .groups = sweep->groups,
                                 .origin_x = box->min_x,
                                 .areas = sweep->edge ? NULL : areas,
                                 .each = each ? sweep->each : NULL,
                                 .edge = sweep->edge ? moved_edge : NULL,
                                 .user = sweep};
    hzp_cover_rings_walk(&rings);
    for (size_t k = 1; each && k <= n; k++)
        each[list[number[k]].asked] = sweep->each[k - 1];
    return true;
}

/* ---- by a sweep ---- */

/* The zones of a list, from its number `head` on, within a box. */
static void sweep_zones(HzpCoverSweep *sweep, size_t head, bool alone, const HzpBox *box, HzpCoverAreas *areas, double *each)
{
    if (take_rings(sweep, head, alone, box, areas, each)) return;
    const HzpCoverQuestion *question = sweep->question;
    const HzpCoverCandidate *list = sweep->clusters.candidates;
    sweep->edges.n = 0;
    bool everywhere =
        !hzp_cover_edges_add(&sweep->edges, question->units, question->unit, 0, sweep->origin_x, sweep->origin_y, box);
    if (everywhere) {
        if (hzp_cover_edges_winding(&sweep->edges, 0, box) <= 0) return;
        sweep->edges.n = 0;
        if (alone && lies_inside(sweep, &list[head]) && hzp_polygon_is_simple(question->zones, list[head].zone)) {
            take_lone_zone(sweep, &list[head], areas, each);
            return;
        }
    }
    size_t n = 0;
    for (size_t i = head; n == 0 || (i && !alone); i = list[i].next) {
        want_zones(sweep, n + 1);
        sweep->groups[n] = list[i].groups;
        sweep->each[n++] = 0;
        hzp_cover_edges_add(&sweep->edges, question->zones, list[i].zone, (uint32_t)n, sweep->origin_x, sweep->origin_y, box);
    }
    HzpSlabsQuestion slabs = slabs_question(sweep, n, everywhere, areas);
    slabs.each = each ? sweep->each : NULL;
    hzp_slabs_sweep(sweep->slabs, &slabs);
    n = 0;
    for (size_t i = head; each && (n == 0 || (i && !alone)); i = list[i].next)
        each[list[i].asked] = sweep->each[n++];
}

/* Very many zones: all together in boxes, and each by itself. */
static void split_zones(HzpCoverSweep *sweep, size_t head, size_t n, const HzpBox *box, HzpCoverAreas *areas, double *each)
{
    const HzpCoverQuestion *question = sweep->question;
    const HzpCoverCandidate *list = sweep->clusters.candidates;
    g_autofree HzpSplitZone *zones = g_new(HzpSplitZone, n);
    const HzpCoverSplit split = {.units = question->units,
                                 .unit = question->unit,
                                 .zones = question->zones,
                                 .origin_x = sweep->origin_x,
                                 .origin_y = sweep->origin_y,
                                 .slabs = sweep->slabs,
                                 .edges = &sweep->edges,
                                 .areas = areas,
                                 .edge = sweep->edge ? moved_edge : NULL,
                                 .user = sweep};
    for (size_t i = head, k = 0; k < n; i = list[i].next, k++) {
        HzpCoverAreas own = {0};
        zones[k] = (HzpSplitZone){list[i].box, list[i].zone, list[i].groups};
        if (each) sweep_zones(sweep, i, true, &list[i].box, &own, each);
    }
    hzp_cover_split(&split, box, zones, n);
}

static void take_cluster(HzpCoverSweep *sweep, size_t head, HzpCoverAreas *areas, double *each)
{
    const HzpCoverCandidate *list = sweep->clusters.candidates;
    HzpBox box = box_of_cluster(list, head);
    size_t n = 1;
    for (size_t i = list[head].next; i; i = list[i].next)
        n++;
    if (n < HZP_COVER_MANY)
        sweep_zones(sweep, head, n == 1, &box, areas, each);
    else
        split_zones(sweep, head, n, &box, areas, each);
}

/* ---- questions ---- */

static HzpBox begin(HzpCoverSweep *sweep, const HzpCoverQuestion *question)
{
    const HzpBox *box = &question->units->box[question->unit];
    sweep->question = question;
    sweep->origin_x = box->min_x;
    sweep->origin_y = box->min_y;
    return hzp_cover_moved_box(box, sweep->origin_x, sweep->origin_y);
}

/* Corners of a needle are rounded by a part of its area that matters. */
static bool is_needle(double area, const HzpBox *box)
{
    static const double THINNEST = 1e-4;
    return !(area > THINNEST * (box->max_x - box->min_x) * (box->max_y - box->min_y));
}

static void prepare_unit(HzpCoverSweep *sweep, const HzpBox *box)
{
    const HzpCoverQuestion *question = sweep->question;
    double area = hzp_polygon_set_area(question->units, question->unit);
    sweep->unit_is_simple =
        !sweep->sweep_everything && !is_needle(area, box) && hzp_polygon_is_simple(question->units, question->unit);
    if (!sweep->unit_is_simple) return;
    hzp_ring_crossings_restart(&sweep->crossings, 0);
    hzp_ring_crossings_add(&sweep->crossings, question->units, question->unit, sweep->origin_x, sweep->origin_y);
    if (sweep->crossings.ring[0].n > sweep->edges_room) {
        sweep->edges_room = 2 * sweep->crossings.ring[0].n;
        sweep->unit_edges = g_renew(uint32_t, sweep->unit_edges, sweep->edges_room);
    }
}

static void take_unit(HzpCoverSweep *sweep, const HzpBox *box, HzpCoverAreas *areas)
{
    if (areas && sweep->unit_is_simple) {
        areas->unit = hzp_polygon_set_area(sweep->question->units, sweep->question->unit);
        return;
    }
    const HzpCoverQuestion *question = sweep->question;
    sweep->edges.n = 0;
    hzp_cover_edges_add(&sweep->edges, question->units, question->unit, 0, sweep->origin_x, sweep->origin_y, box);
    HzpSlabsQuestion slabs = slabs_question(sweep, 0, false, areas);
    hzp_slabs_sweep(sweep->slabs, &slabs);
}

static void take_zones(HzpCoverSweep *sweep, const HzpBox *box, HzpCoverAreas *areas, double *each)
{
    hzp_cover_clusters_make(&sweep->clusters, sweep->question, box, sweep->origin_x, sweep->origin_y);
    for (size_t i = 0; i < sweep->clusters.n; i++) {
        if (sweep->clusters.candidates[i].cluster == i) take_cluster(sweep, i, areas, each);
    }
}

void hzp_cover_areas(HzpCoverSweep *sweep, const HzpCoverQuestion *question, HzpCoverAreas *areas, double *each)
{
    *areas = (HzpCoverAreas){0};
    for (size_t i = 0; each && i < question->n; i++)
        each[i] = 0;
    if (question->units->first_ring[question->unit] == question->units->first_ring[question->unit + 1]) return;
    HzpBox box = begin(sweep, question);
    sweep->edge = NULL;
    prepare_unit(sweep, &box);
    take_unit(sweep, &box, areas);
    if (question->n > 0) take_zones(sweep, &box, areas, each);
}

void hzp_cover_boundary(HzpCoverSweep *sweep, const HzpCoverQuestion *question, bool whole, HzpEdgeFunction edge, void *user)
{
    if (question->units->first_ring[question->unit] == question->units->first_ring[question->unit + 1]) return;
    HzpBox box = begin(sweep, question);
    sweep->edge = edge;
    sweep->user = user;
    prepare_unit(sweep, &box);
    if (whole)
        take_unit(sweep, &box, NULL);
    else if (question->n > 0)
        take_zones(sweep, &box, NULL, NULL);
}
