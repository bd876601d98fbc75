#include "geo/cover_clusters.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

enum { MOST_LINKED = 2048 };

void hzp_cover_clusters_clear(HzpCoverClusters *clusters)
{
    g_free(clusters->candidates);
    *clusters = (HzpCoverClusters){0};
}

/* ---- candidates ---- */

static uint32_t groups_of(const HzpCoverQuestion *question, size_t zone)
{
    uint32_t asked = question->n_groups < HZP_COVER_GROUPS ? (UINT32_C(1) << question->n_groups) - 1 : UINT32_MAX;
    return question->groups ? question->groups[zone] & asked : 1;
}

static void choose(HzpCoverClusters *clusters, const HzpCoverQuestion *question, const HzpBox *unit, double origin_x,
                   double origin_y)
{
    clusters->n = 0;
    if (question->n > clusters->room) {
        clusters->room = question->n * 2;
        clusters->candidates = g_renew(HzpCoverCandidate, clusters->candidates, clusters->room);
    }
    for (size_t i = 0; i < question->n; i++) {
        HzpBox box = hzp_cover_moved_box(&question->zones->box[question->zone[i]], origin_x, origin_y);
        box = hzp_box_common(&box, unit);
        if (!(box.min_x < box.max_x && box.min_y < box.max_y)) continue;
        clusters->candidates[clusters->n++] = (HzpCoverCandidate){.zones = question->zones,
                                                                  .box = box,
                                                                  .groups = groups_of(question, question->zone[i]),
                                                                  .zone = question->zone[i],
                                                                  .asked = i};
    }
}

static int by_number(double a, double b) { return a < b ? -1 : a > b; }

static int by_corners(const HzpCoverCandidate *a, const HzpCoverCandidate *b)
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
    const HzpCoverCandidate *first = a;
    const HzpCoverCandidate *second = b;
    int order = by_number(first->box.min_x, second->box.min_x);
    if (order == 0) order = by_number(first->box.min_y, second->box.min_y);
    if (order == 0) order = by_number(first->box.max_x, second->box.max_x);
    if (order == 0) order = by_number(first->box.max_y, second->box.max_y);
    if (order == 0) order = by_corners(first, second);
    return order ? order : by_number(first->groups, second->groups);
}

static void sort_by_place(HzpCoverCandidate *list, size_t n)
{
    enum { FEW = 16 };
    if (n > FEW) {
        qsort(list, n, sizeof *list, by_place);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        if (by_place(&list[i - 1], &list[i]) <= 0) continue;
        HzpCoverCandidate taken = list[i];
        size_t at = i;
        for (; at > 0 && by_place(&list[at - 1], &taken) > 0; at--)
            list[at] = list[at - 1];
        list[at] = taken;
    }
}

/* ---- clusters ---- */

static size_t head_of(HzpCoverCandidate *list, size_t i)
{
    while (list[i].cluster != i)
        i = list[i].cluster = list[list[i].cluster].cluster;
    return i;
}

static void link_pair(HzpCoverCandidate *list, size_t a, size_t b)
{
    a = head_of(list, a);
    b = head_of(list, b);
    list[MAX(a, b)].cluster = MIN(a, b);
}

/* Zones whose boxes overlap belong to one cluster: what they cover may not be added. Sorted by western side, each is compared
 * with those before it, back to where none reaches so far east. */
static void link_all(HzpCoverClusters *clusters)
{
    HzpCoverCandidate *list = clusters->candidates;
    double reach = -INFINITY;
    size_t from = 0;
    /* Pairs of very many would take longer than it helps. */
    if (clusters->n > MOST_LINKED) {
        for (size_t i = 0; i < clusters->n; i++) {
            list[i].cluster = 0;
            list[i].next = i + 1 < clusters->n ? i + 1 : 0;
        }
        return;
    }
    for (size_t i = 0; i < clusters->n; i++) {
        list[i].cluster = i;
        if (list[i].box.min_x >= reach) from = i;
        for (size_t j = from; j < i; j++) {
            if (hzp_cover_boxes_overlap(&list[i].box, &list[j].box)) link_pair(list, i, j);
        }
        reach = MAX(reach, list[i].box.max_x);
    }
    /* A head is the lowest of its cluster: going backwards, each one is put behind its head, so that they follow in order. */
    for (size_t i = clusters->n; i-- > 0;) {
        size_t head = head_of(list, i);
        if (head == i) continue;
        list[i].next = list[head].next;
        list[head].next = i;
    }
}

void hzp_cover_clusters_make(HzpCoverClusters *clusters, const HzpCoverQuestion *question, const HzpBox *unit,
                             double origin_x, double origin_y)
{
    choose(clusters, question, unit, origin_x, origin_y);
    sort_by_place(clusters->candidates, clusters->n);
    link_all(clusters);
}
