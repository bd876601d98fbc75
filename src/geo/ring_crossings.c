#include "geo/ring_crossings.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "geo/orientation.h"

void hzp_ring_crossings_clear(HzpRingCrossings *crossings)
{
    void *const owned[] = {crossings->x,        crossings->y,        crossings->crossings,
                           crossings->edges[0], crossings->edges[1], crossings->boxes};
    for (size_t i = 0; i < G_N_ELEMENTS(owned); i++)
        g_free(owned[i]);
    *crossings = (HzpRingCrossings){0};
}

/* ---- rings ---- */

void hzp_ring_crossings_restart(HzpRingCrossings *crossings, size_t keep)
{
    crossings->n = keep;
    crossings->n_corners = keep ? crossings->ring[keep - 1].first + crossings->ring[keep - 1].n + 1 : 0;
    crossings->n_crossings = 0;
    for (size_t r = 0; r < keep; r++)
        crossings->ring[r].within = 0;
}

static void want_corners(HzpRingCrossings *crossings, size_t more)
{
    if (crossings->n_corners + more > crossings->room_corners) {
        crossings->room_corners = 2 * (crossings->n_corners + more);
        crossings->x = g_renew(double, crossings->x, crossings->room_corners);
        crossings->y = g_renew(double, crossings->y, crossings->room_corners);
    }
    if (more > crossings->room_edges) {
        crossings->room_edges = 2 * more;
        for (int i = 0; i < 2; i++)
            crossings->edges[i] = g_renew(uint32_t, crossings->edges[i], crossings->room_edges);
        crossings->boxes = g_renew(HzpBox, crossings->boxes, crossings->room_edges);
    }
}

void hzp_ring_crossings_add(HzpRingCrossings *crossings, const HzpPolygonSet *set, size_t polygon, double origin_x,
                            double origin_y)
{
    size_t start = set->ring_start[set->first_ring[polygon]];
    size_t n = set->ring_start[set->first_ring[polygon] + 1] - start;
    const HzpBox *box = &set->box[polygon];
    want_corners(crossings, n + 1);
    double *x = crossings->x + crossings->n_corners;
    double *y = crossings->y + crossings->n_corners;
    for (size_t i = 0; i < n; i++)
        x[i] = set->x[start + i] - origin_x;
    for (size_t i = 0; i < n; i++)
        y[i] = set->y[start + i] - origin_y;
    x[n] = x[0];
    y[n] = y[0];
    crossings->ring[crossings->n++] =
        (HzpCrossedRing){.first = crossings->n_corners,
                         .n = n,
                         .box = {box->min_x - origin_x, box->min_y - origin_y, box->max_x - origin_x, box->max_y - origin_y}};
    crossings->n_corners += n + 1;
}

static inline bool edge_meets(const double *x, const double *y, size_t e, const HzpBox *box)
{
    bool west = (x[e] < box->min_x) & (x[e + 1] < box->min_x);
    bool east = (x[e] > box->max_x) & (x[e + 1] > box->max_x);
    bool south = (y[e] < box->min_y) & (y[e + 1] < box->min_y);
    bool north = (y[e] > box->max_y) & (y[e + 1] > box->max_y);
    return !(west | east | south | north);
}

size_t hzp_ring_crossings_edges(const HzpRingCrossings *crossings, size_t ring, const HzpBox *box, uint32_t *edges)
{
    const HzpCrossedRing *of = &crossings->ring[ring];
    const double *x = crossings->x + of->first;
    const double *y = crossings->y + of->first;
    size_t n = 0;
    for (size_t k = 0; of->near && k < of->n_near; k++) {
        edges[n] = of->near[k];
        n += edge_meets(x, y, of->near[k], box);
    }
    for (size_t e = 0; !of->near && e < of->n; e++) {
        edges[n] = (uint32_t)e;
        n += edge_meets(x, y, e, box);
    }
    return n;
}

int hzp_ring_crossings_covers(const HzpRingCrossings *crossings, size_t ring, double px, double py)
{
    const HzpCrossedRing *of = &crossings->ring[ring];
    const double *x = crossings->x + of->first;
    const double *y = crossings->y + of->first;
    bool on_edge = false;
    int winding = 0;
    for (size_t e = 0; e < of->n; e++)
        winding += hzp_edge_winding(x[e], y[e], x[e + 1], y[e + 1], px, py, &on_edge);
    return on_edge ? -1 : winding > 0;
}

/* ---- pairs ---- */

enum { MOST_LOOKS = 200 /* at other edges, for each one */ };

static HzpRingCrossing *two_more(HzpRingCrossings *crossings)
{
    if (crossings->n_crossings + 2 > crossings->room_crossings) {
        crossings->room_crossings = 2 * crossings->room_crossings + 64;
        crossings->crossings = g_renew(HzpRingCrossing, crossings->crossings, crossings->room_crossings);
    }
    crossings->n_crossings += 2;
    return crossings->crossings + crossings->n_crossings - 2;
}

/* How far a point is from the line through a and b, in units that need not be known, and by how much that may be wrong. */
typedef struct {
    double value;
    double doubt;
} Distance;

/* From a on, which may be much nearer than p: products of long differences would lose what is asked. `reach` is how far from
 * the origin all of them lie: by a rounding error of that they were moved off their places when they were moved there. */
static inline Distance distance(double ax, double ay, double bx, double by, double px, double py, double reach)
{
    static const double ROUNDING = 4e-16;
    double along_x = bx - ax;
    double along_y = by - ay;
    double to_x = px - ax;
    double to_y = py - ay;
    double left = along_x * to_y;
    double right = along_y * to_x;
    double lengths = fabs(along_x) + fabs(along_y) + fabs(to_x) + fabs(to_y);
    return (Distance){fabs(left - right), ROUNDING * (fabs(left) + fabs(right) + reach * lengths)};
}

static inline double farthest(const double *x, const double *y)
{
    return fmax(fmax(fabs(x[0]), fabs(x[1])), fmax(fabs(y[0]), fabs(y[1])));
}

/* The part of an edge up to a crossing, from how far its ends are from the line that it crosses.
 * @return false where that may be beyond one of its ends. */
static inline bool find_part(Distance start, Distance end, HzpRingCrossing *crossing)
{
    static const double SURE = 1e3;
    double both = start.value + end.value;
    double doubt = start.doubt + end.doubt;
    if (!(both > SURE * doubt)) return false;
    crossing->part = start.value / both;
    crossing->doubt = doubt / both + 1e-15;
    return crossing->part > crossing->doubt && 1 - crossing->part > crossing->doubt;
}

/* An edge of each ring: from p to q, and from r to s.
 * @return false where they touch. */
static inline bool cross_edges(HzpRingCrossings *crossings, size_t one, size_t edge, size_t other, size_t other_edge)
{
    const double *x = crossings->x + crossings->ring[one].first + edge;
    const double *y = crossings->y + crossings->ring[one].first + edge;
    const double *u = crossings->x + crossings->ring[other].first + other_edge;
    const double *v = crossings->y + crossings->ring[other].first + other_edge;
    int p_side = hzp_orientation(u[0], v[0], u[1], v[1], x[0], y[0]);
    int q_side = hzp_orientation(u[0], v[0], u[1], v[1], x[1], y[1]);
    if (p_side * q_side > 0) return true;
    int r_side = hzp_orientation(x[0], y[0], x[1], y[1], u[0], v[0]);
    int s_side = hzp_orientation(x[0], y[0], x[1], y[1], u[1], v[1]);
    if (r_side * s_side > 0) return true;
    if (p_side * q_side == 0 || r_side * s_side == 0) return false;
    HzpRingCrossing first = {.ring = (uint32_t)one, .edge = (uint32_t)edge, .other = (uint32_t)other, .enters = q_side > 0};
    HzpRingCrossing second = {
        .ring = (uint32_t)other, .edge = (uint32_t)other_edge, .other = (uint32_t)one, .enters = s_side > 0};
    double reach = fmax(farthest(x, y), farthest(u, v));
    if (!find_part(distance(u[0], v[0], u[1], v[1], x[0], y[0], reach), distance(u[0], v[0], u[1], v[1], x[1], y[1], reach),
                   &first) ||
        !find_part(distance(x[0], y[0], x[1], y[1], u[0], v[0], reach), distance(x[0], y[0], x[1], y[1], u[1], v[1], reach),
                   &second))
        return false;
    first.x = second.x = x[0] + first.part * (x[1] - x[0]);
    first.y = second.y = y[0] + first.part * (y[1] - y[0]);
    HzpRingCrossing *both = two_more(crossings);
    both[0] = first;
    both[1] = second;
    return true;
}

static bool is_before(const HzpRingCrossing *a, const HzpRingCrossing *b)
{
    if (a->ring != b->ring) return a->ring < b->ring;
    if (a->edge != b->edge) return a->edge < b->edge;
    return a->part < b->part;
}

static void sort_few(HzpRingCrossing *list, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        HzpRingCrossing taken = list[i];
        size_t at = i;
        for (; at > 0 && is_before(&taken, &list[at - 1]); at--)
            list[at] = list[at - 1];
        list[at] = taken;
    }
}

static int by_place(const void *a, const void *b) { return is_before(a, b) ? -1 : is_before(b, a) ? 1 : 0; }

static void sort_list(HzpRingCrossing *list, size_t n)
{
    enum { FEW = 24 };
    if (n <= FEW)
        sort_few(list, n);
    else
        qsort(list, n, sizeof *list, by_place);
}

/* The crossings of one pair along one ring: entered and left by turns, as often as left. */
static bool take_turns(HzpRingCrossings *crossings, const HzpRingCrossing *list, size_t n)
{
    if (n % 2) return false;
    for (size_t i = 1; i < n; i++)
        if (list[i].enters == list[i - 1].enters) return false;
    if (!list[0].enters) crossings->ring[list[0].ring].within |= UINT64_C(1) << list[0].other;
    return true;
}

/* Rings that do not cross: one lies inside the other, or neither. */
static bool find_inside(HzpRingCrossings *crossings, size_t inner, size_t outer)
{
    HzpCrossedRing *ring = &crossings->ring[inner];
    const HzpBox *box = &crossings->ring[outer].box;
    if (ring->box.min_x < box->min_x || ring->box.max_x > box->max_x || ring->box.min_y < box->min_y ||
        ring->box.max_y > box->max_y)
        return true;
    int covered = hzp_ring_crossings_covers(crossings, outer, crossings->x[ring->first], crossings->y[ring->first]);
    if (covered > 0) ring->within |= UINT64_C(1) << outer;
    return covered >= 0;
}

static inline HzpBox box_of_edge(const double *x, const double *y, size_t e)
{
    return (HzpBox){MIN(x[e], x[e + 1]), MIN(y[e], y[e + 1]), MAX(x[e], x[e + 1]), MAX(y[e], y[e + 1])};
}

/* All edges of two rings that may meet within a box.
 * @return false where they touch, or are so many that a sweep is faster than a look at each pair. */
static bool cross_rings(HzpRingCrossings *crossings, size_t one, size_t other, const HzpBox *common)
{
    size_t n = hzp_ring_crossings_edges(crossings, one, common, crossings->edges[0]);
    if (n == 0) return true;
    const double *x = crossings->x + crossings->ring[one].first;
    const double *y = crossings->y + crossings->ring[one].first;
    HzpBox *boxes = crossings->boxes;
    HzpBox reach = box_of_edge(x, y, crossings->edges[0][0]);
    for (size_t i = 1; i < n; i++) {
        const HzpBox box = box_of_edge(x, y, crossings->edges[0][i]);
        reach = (HzpBox){MIN(reach.min_x, box.min_x), MIN(reach.min_y, box.min_y), MAX(reach.max_x, box.max_x),
                         MAX(reach.max_y, box.max_y)};
    }
    const HzpBox within = hzp_box_common(&reach, common);
    size_t m = hzp_ring_crossings_edges(crossings, other, &within, crossings->edges[1]);
    if (n * m > MOST_LOOKS * (n + m)) return false;
    for (size_t k = 0; k < m; k++)
        boxes[k] = box_of_edge(crossings->x + crossings->ring[other].first, crossings->y + crossings->ring[other].first,
                               crossings->edges[1][k]);
    for (size_t i = 0; i < n; i++) {
        size_t edge = crossings->edges[0][i];
        const HzpBox box = box_of_edge(x, y, edge);
        for (size_t k = 0; k < m; k++)
            if (hzp_box_meets(&box, &boxes[k]) && !cross_edges(crossings, one, edge, other, crossings->edges[1][k]))
                return false;
    }
    return true;
}

bool hzp_ring_crossings_find(HzpRingCrossings *crossings, size_t one, size_t other)
{
    const HzpBox *a = &crossings->ring[one].box;
    const HzpBox *b = &crossings->ring[other].box;
    const HzpBox common = {MAX(a->min_x, b->min_x), MAX(a->min_y, b->min_y), MIN(a->max_x, b->max_x),
                           MIN(a->max_y, b->max_y)};
    if (common.min_x > common.max_x || common.min_y > common.max_y) return true;
    size_t first = crossings->n_crossings;
    if (!cross_rings(crossings, one, other, &common)) return false;
    size_t found = crossings->n_crossings - first;
    if (found == 0) return find_inside(crossings, one, other) && find_inside(crossings, other, one);
    sort_list(crossings->crossings + first, found);
    return take_turns(crossings, crossings->crossings + first, found / 2) &&
           take_turns(crossings, crossings->crossings + first + found / 2, found / 2);
}

bool hzp_ring_crossings_sort(HzpRingCrossings *crossings)
{
    HzpRingCrossing *list = crossings->crossings;
    sort_list(list, crossings->n_crossings);
    for (size_t i = 1; i < crossings->n_crossings; i++) {
        const HzpRingCrossing *before = &list[i - 1];
        bool same_edge = list[i].ring == before->ring && list[i].edge == before->edge;
        if (same_edge && list[i].part - before->part <= list[i].doubt + before->doubt) return false;
    }
    return true;
}
