#include "geo/covered_area.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/cover_slabs.h"
#include "geo/cover_split.h"

enum { MOST_LINKED = 2048 };

/* A zone that may meet the unit. */
typedef struct {
    const HzpPolygonSet *zones;
    HzpBox box; /* of what meets the unit's box, moved to the unit's origin */
    uint32_t groups;
    size_t zone;    /* position in the set */
    size_t asked;   /* position in the question */
    size_t cluster; /* lowest number of those whose boxes are linked with it */
    size_t next;    /* number of the next one of the cluster; 0 for none */
} Candidate;

struct HzpCoverSweep {
    HzpSlabs *slabs;
    HzpCoverEdges edges;
    Candidate *candidates;
    size_t n;
    size_t room;
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
    g_free(sweep->candidates);
    g_free(sweep->groups);
    g_free(sweep->each);
    g_free(sweep);
}

/* ---- which zones, and which of them belong together ---- */

static HzpBox moved_box(const HzpCoverSweep *sweep, const HzpBox *box)
{
    return (HzpBox){box->min_x - sweep->origin_x, box->min_y - sweep->origin_y, box->max_x - sweep->origin_x,
                    box->max_y - sweep->origin_y};
}

static HzpBox common_box(const HzpBox *a, const HzpBox *b)
{
    return (HzpBox){MAX(a->min_x, b->min_x), MAX(a->min_y, b->min_y), MIN(a->max_x, b->max_x), MIN(a->max_y, b->max_y)};
}

static uint32_t groups_of(const HzpCoverQuestion *question, size_t zone)
{
    uint32_t asked = question->n_groups < HZP_COVER_GROUPS ? (UINT32_C(1) << question->n_groups) - 1 : UINT32_MAX;
    return question->groups ? question->groups[zone] & asked : 1;
}

static void choose_candidates(HzpCoverSweep *sweep, const HzpBox *unit)
{
    const HzpCoverQuestion *question = sweep->question;
    sweep->n = 0;
    if (question->n > sweep->room) {
        sweep->room = question->n * 2;
        sweep->candidates = g_renew(Candidate, sweep->candidates, sweep->room);
    }
    for (size_t i = 0; i < question->n; i++) {
        HzpBox box = moved_box(sweep, &question->zones->box[question->zone[i]]);
        box = common_box(&box, unit);
        /* Boxes that merely touch have no area in common. */
        if (!(box.min_x < box.max_x && box.min_y < box.max_y)) continue;
        sweep->candidates[sweep->n++] = (Candidate){.zones = question->zones,
                                                    .box = box,
                                                    .groups = groups_of(question, question->zone[i]),
                                                    .zone = question->zone[i],
                                                    .asked = i};
    }
}

static int by_number(double a, double b) { return a < b ? -1 : a > b; }

static int by_corners(const Candidate *a, const Candidate *b)
{
    const HzpPolygonSet *set = a->zones;
    size_t first = set->ring_start[set->first_ring[a->zone]];
    size_t second = set->ring_start[set->first_ring[b->zone]];
    size_t n = set->ring_start[set->first_ring[a->zone + 1]] - first;
    size_t m = set->ring_start[set->first_ring[b->zone + 1]] - second;
    int order = by_number((double)n, (double)m);
    for (size_t i = 0; i < n && order == 0; i++) {
        order = by_number(set->x[first + i], set->x[second + i]);
        if (order == 0) order = by_number(set->y[first + i], set->y[second + i]);
    }
    return order;
}

/* An order that follows from what the zones are, not from where they stand in their file. */
static int by_place(const void *a, const void *b)
{
    const Candidate *first = a;
    const Candidate *second = b;
    int order = by_number(first->box.min_x, second->box.min_x);
    if (order == 0) order = by_number(first->box.min_y, second->box.min_y);
    if (order == 0) order = by_number(first->box.max_x, second->box.max_x);
    if (order == 0) order = by_number(first->box.max_y, second->box.max_y);
    if (order == 0) order = by_corners(first, second);
    return order ? order : by_number(first->groups, second->groups);
}

static size_t head_of(Candidate *list, size_t i)
{
    while (list[i].cluster != i)
        i = list[i].cluster = list[list[i].cluster].cluster;
    return i;
}

static void link_pair(Candidate *list, size_t a, size_t b)
{
    a = head_of(list, a);
    b = head_of(list, b);
    list[MAX(a, b)].cluster = MIN(a, b);
}

static bool boxes_overlap(const HzpBox *a, const HzpBox *b)
{
    return a->min_x < b->max_x && b->min_x < a->max_x && a->min_y < b->max_y && b->min_y < a->max_y;
}

/* Zones whose boxes overlap belong to one cluster: what they cover may not be added. Sorted by western side, each is compared
 * with those before it, back to where none reaches so far east. */
static void link_clusters(HzpCoverSweep *sweep)
{
    Candidate *list = sweep->candidates;
    double reach = -INFINITY;
    size_t from = 0;
    /* Pairs of very many would take longer than it helps. */
    if (sweep->n > MOST_LINKED) {
        for (size_t i = 0; i < sweep->n; i++) {
            list[i].cluster = 0;
            list[i].next = i + 1 < sweep->n ? i + 1 : 0;
        }
        return;
    }
    for (size_t i = 0; i < sweep->n; i++) {
        list[i].cluster = i;
        if (list[i].box.min_x >= reach) from = i;
        for (size_t j = from; j < i; j++) {
            if (boxes_overlap(&list[i].box, &list[j].box)) link_pair(list, i, j);
        }
        reach = MAX(reach, list[i].box.max_x);
    }
    /* A head is the lowest of its cluster: going backwards, each one is put behind its head, so that they follow in order. */
    for (size_t i = sweep->n; i-- > 0;) {
        size_t head = head_of(list, i);
        if (head == i) continue;
        list[i].next = list[head].next;
        list[head].next = i;
    }
}

/* ---- one cluster ---- */

/* One ring that turns left at every corner, once round: its inside is what its shoelace formula says. */
static bool is_convex(const HzpPolygonSet *set, size_t polygon)
{
    size_t ring = set->first_ring[polygon];
    if (set->first_ring[polygon + 1] != ring + 1) return false;
    size_t start = set->ring_start[ring];
    size_t n = set->ring_start[ring + 1] - start;
    const double *x = set->x + start;
    const double *y = set->y + start;
    int turns = 0;
    bool east = x[0] > x[n - 1];
    for (size_t i = 0; i < n; i++) {
        size_t before = i ? i - 1 : n - 1;
        size_t after = i + 1 < n ? i + 1 : 0;
        double cross = (x[i] - x[before]) * (y[after] - y[i]) - (x[after] - x[i]) * (y[i] - y[before]);
        if (cross < 0) return false;
        if (x[after] == x[i]) continue;
        turns += (x[after] > x[i]) != east;
        east = x[after] > x[i];
    }
    return turns <= 2;
}

static bool lies_inside(const HzpCoverSweep *sweep, const Candidate *candidate)
{
    HzpBox whole = moved_box(sweep, &candidate->zones->box[candidate->zone]);
    const HzpBox *met = &candidate->box;
    return whole.min_x == met->min_x && whole.min_y == met->min_y && whole.max_x == met->max_x && whole.max_y == met->max_y;
}

/* A zone by itself in the middle of the unit: no sweep is needed. */
static void take_lone_zone(HzpCoverSweep *sweep, const Candidate *lone, HzpCoverAreas *areas, double *each)
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

static HzpBox box_of_cluster(const Candidate *list, size_t head)
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

/* The zones of a list, from its number `head` on, within a box. */
static void sweep_zones(HzpCoverSweep *sweep, size_t head, bool alone, const HzpBox *box, HzpCoverAreas *areas, double *each)
{
    const HzpCoverQuestion *question = sweep->question;
    const Candidate *list = sweep->candidates;
    sweep->edges.n = 0;
    bool everywhere =
        !hzp_cover_edges_add(&sweep->edges, question->units, question->unit, 0, sweep->origin_x, sweep->origin_y, box);
    if (everywhere) {
        if (hzp_cover_edges_winding(&sweep->edges, 0, box) <= 0) return;
        sweep->edges.n = 0;
        if (alone && lies_inside(sweep, &list[head]) && is_convex(question->zones, list[head].zone)) {
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
    const Candidate *list = sweep->candidates;
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
    const Candidate *list = sweep->candidates;
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
    return moved_box(sweep, box);
}

static void take_unit(HzpCoverSweep *sweep, const HzpBox *box, HzpCoverAreas *areas)
{
    const HzpCoverQuestion *question = sweep->question;
    sweep->edges.n = 0;
    hzp_cover_edges_add(&sweep->edges, question->units, question->unit, 0, sweep->origin_x, sweep->origin_y, box);
    HzpSlabsQuestion slabs = slabs_question(sweep, 0, false, areas);
    hzp_slabs_sweep(sweep->slabs, &slabs);
}

static void take_zones(HzpCoverSweep *sweep, const HzpBox *box, HzpCoverAreas *areas, double *each)
{
    choose_candidates(sweep, box);
    qsort(sweep->candidates, sweep->n, sizeof *sweep->candidates, by_place);
    link_clusters(sweep);
    for (size_t i = 0; i < sweep->n; i++) {
        if (sweep->candidates[i].cluster == i) take_cluster(sweep, i, areas, each);
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
    take_unit(sweep, &box, areas);
    if (question->n > 0) take_zones(sweep, &box, areas, each);
}

void hzp_cover_boundary(HzpCoverSweep *sweep, const HzpCoverQuestion *question, bool whole, HzpEdgeFunction edge, void *user)
{
    if (question->units->first_ring[question->unit] == question->units->first_ring[question->unit + 1]) return;
    HzpBox box = begin(sweep, question);
    sweep->edge = edge;
    sweep->user = user;
    if (whole)
        take_unit(sweep, &box, NULL);
    else if (question->n > 0)
        take_zones(sweep, &box, NULL, NULL);
}
