#include "geo/polygon_simple.h"

#include <glib.h>
#include <math.h>

#include "geo/orientation.h"

/* Edges of a run share one box; runs whose boxes are apart have nothing in common. */
enum { RUN = 8 };

typedef struct {
    const double *x;
    const double *y;
    size_t n; /* corners, and edges: edge e goes from corner e to the next */
} Ring;

static size_t next(const Ring *ring, size_t corner) { return corner + 1 == ring->n ? 0 : corner + 1; }

static double least(double a, double b) { return a < b ? a : b; }
static double most(double a, double b) { return a > b ? a : b; }

static bool apart(const HzpBox *a, const HzpBox *b)
{
    return a->max_x < b->min_x || b->max_x < a->min_x || a->max_y < b->min_y || b->max_y < a->min_y;
}

static HzpBox box_of_edge(const Ring *ring, size_t edge)
{
    size_t end = next(ring, edge);
    return (HzpBox){least(ring->x[edge], ring->x[end]), least(ring->y[edge], ring->y[end]), most(ring->x[edge], ring->x[end]),
                    most(ring->y[edge], ring->y[end])};
}

static HzpBox box_of_run(const Ring *ring, size_t run)
{
    HzpBox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t corner = run * RUN; corner <= MIN((run + 1) * RUN, ring->n); corner++) {
        size_t at = corner == ring->n ? 0 : corner;
        box.min_x = least(box.min_x, ring->x[at]);
        box.max_x = most(box.max_x, ring->x[at]);
        box.min_y = least(box.min_y, ring->y[at]);
        box.max_y = most(box.max_y, ring->y[at]);
    }
    return box;
}

static int side(const Ring *ring, size_t edge, size_t corner)
{
    size_t end = next(ring, edge);
    return hzp_orientation(ring->x[edge], ring->y[edge], ring->x[end], ring->y[end], ring->x[corner], ring->y[corner]);
}

/* Neighbours may go on straight, but not back over each other, and none may be without length. */
static bool neighbours_fit(const Ring *ring, size_t edge)
{
    size_t middle = next(ring, edge);
    size_t end = next(ring, middle);
    double x = ring->x[middle] - ring->x[edge];
    double y = ring->y[middle] - ring->y[edge];
    double onward = x * (ring->x[end] - ring->x[middle]) + y * (ring->y[end] - ring->y[middle]);
    if (x == 0 && y == 0) return false;
    return onward > 0 || side(ring, edge, end) != 0;
}

/* Both boxes meet. */
static bool edges_meet(const Ring *ring, size_t a, size_t b)
{
    return side(ring, a, b) * side(ring, a, next(ring, b)) <= 0 && side(ring, b, a) * side(ring, b, next(ring, a)) <= 0;
}

/* Whether an edge of a ring keeps clear of those from `start` up to `end` that are not its neighbours. */
static bool edge_fits(const Ring *ring, size_t edge, const HzpBox *box, size_t start, size_t end)
{
    for (size_t other = start; other < end; other++) {
        size_t to = next(ring, other);
        bool left = ring->x[other] < box->min_x && ring->x[to] < box->min_x;
        bool right = ring->x[other] > box->max_x && ring->x[to] > box->max_x;
        bool below = ring->y[other] < box->min_y && ring->y[to] < box->min_y;
        bool above = ring->y[other] > box->max_y && ring->y[to] > box->max_y;
        if (left || right || below || above || to == edge || next(ring, edge) == other) continue;
        if (edges_meet(ring, edge, other)) return false;
    }
    return true;
}

static bool runs_fit(const Ring *ring, size_t first, size_t second, const HzpBox *second_box)
{
    size_t first_end = MIN((first + 1) * RUN, ring->n);
    size_t second_end = MIN((second + 1) * RUN, ring->n);
    for (size_t edge = first * RUN; edge < first_end; edge++) {
        HzpBox box = box_of_edge(ring, edge);
        if (apart(&box, second_box)) continue;
        if (!edge_fits(ring, edge, &box, first == second ? edge + 1 : second * RUN, second_end)) return false;
    }
    return true;
}

/* Seen from a place each edge turns to the left, and all of them together once: then they share no direction, and so no point
 * but their ends. Most villages and mines are like that, and it takes one look at each edge. */
static bool is_star(const Ring *ring, double x, double y)
{
    int turns = 0;
    for (size_t corner = 0; corner < ring->n; corner++) {
        size_t to = next(ring, corner);
        if (hzp_orientation(ring->x[corner], ring->y[corner], ring->x[to], ring->y[to], x, y) <= 0) return false;
        turns += ring->y[corner] < y && ring->y[to] >= y;
    }
    return turns == 1;
}

/* Of a ring that does not meet itself: its westernmost corner, the lowest of them, is one of its hull. An area that rounding
 * turned below 0, or a hole whose outside was left out, winds about nothing. */
static bool winds_left(const Ring *ring)
{
    size_t west = 0;
    for (size_t corner = 1; corner < ring->n; corner++) {
        bool lower = ring->x[corner] == ring->x[west] && ring->y[corner] < ring->y[west];
        if (ring->x[corner] < ring->x[west] || lower) west = corner;
    }
    size_t before = west == 0 ? ring->n - 1 : west - 1;
    return side(ring, before, next(ring, west)) > 0;
}

static bool ring_is_simple(const HzpPolygonSet *set, size_t i)
{
    enum { ON_STACK = 64 };
    size_t first = set->first_ring[i];
    if (set->first_ring[i + 1] != first + 1) return false;
    const Ring ring = {set->x + set->ring_start[first], set->y + set->ring_start[first],
                       set->ring_start[first + 1] - set->ring_start[first]};
    const HzpBox *box = &set->box[i];
    if (is_star(&ring, (box->min_x + box->max_x) / 2, (box->min_y + box->max_y) / 2)) return true;
    size_t runs = (ring.n + RUN - 1) / RUN;
    HzpBox few[ON_STACK];
    g_autofree HzpBox *many = runs > ON_STACK ? g_new(HzpBox, runs) : NULL;
    HzpBox *boxes = many ? many : few;
    for (size_t edge = 0; edge < ring.n; edge++) {
        if (!neighbours_fit(&ring, edge)) return false;
    }
    for (size_t b = 0; b < runs; b++) {
        boxes[b] = box_of_run(&ring, b);
        for (size_t a = 0; a <= b; a++) {
            if (!apart(&boxes[a], &boxes[b]) && !runs_fit(&ring, a, b, &boxes[b])) return false;
        }
    }
    return winds_left(&ring);
}

bool hzp_polygon_is_simple(const HzpPolygonSet *set, size_t i)
{
    return set->simple[i] == HZP_SIMPLE_UNKNOWN ? ring_is_simple(set, i) : set->simple[i] == HZP_SIMPLE_YES;
}

void hzp_polygon_set_examine(const HzpPolygonSet *set, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (set->simple[i] == HZP_SIMPLE_UNKNOWN) set->simple[i] = ring_is_simple(set, i) ? HZP_SIMPLE_YES : HZP_SIMPLE_NO;
}

bool hzp_polygon_is_valid(const HzpPolygonSet *set, size_t i)
{
    return hzp_polygon_is_simple(set, i) || hzp_polygon_is_valid_for_geos(set, i);
}

bool hzp_polygon_set_inner_point(const HzpPolygonSet *set, size_t i, double *x, double *y)
{
    const HzpBox *box = &set->box[i];
    *x = (box->min_x + box->max_x) / 2;
    *y = (box->min_y + box->max_y) / 2;
    return hzp_polygon_set_covers(set, i, *x, *y) || hzp_polygon_set_anchor(set, i, x, y);
}
