#include "geo/cover_edges.h"

#include <glib.h>

/* A polygon on its way into the box. */
typedef struct {
    HzpCoverEdges *edges;
    const HzpBox *box;
    uint32_t owner;
    bool inside;  /* an edge in the box was met */
    size_t first; /* of the edges that follow each other in a ring */
    double end_x; /* where the last of them ends */
    double end_y;
    bool running;    /* corners follow each other west of the box */
    double run_from; /* where they came, clipped to the box's heights */
    double run_to;
} Clip;

void hzp_cover_edges_clear(HzpCoverEdges *edges)
{
    g_free(edges->edges);
    *edges = (HzpCoverEdges){0};
}

/* One edge of a ring ends where the other begins. Where both run up, or both down, one goes on from the other. */
static void link_edges(HzpCoverEdges *edges, size_t one, size_t other)
{
    HzpCoverEdge *first = &edges->edges[one];
    HzpCoverEdge *second = &edges->edges[other];
    if (first->winding != second->winding) return;
    HzpCoverEdge *lower = first->winding < 0 ? first : second;
    HzpCoverEdge *upper = first->winding < 0 ? second : first;
    lower->next = (int32_t)(upper - lower);
    upper->follows = true;
}

static HzpCoverEdge *one_more(HzpCoverEdges *edges)
{
    if (edges->n == edges->room) {
        edges->room = edges->room ? 2 * edges->room : 256;
        edges->edges = g_renew(HzpCoverEdge, edges->edges, edges->room);
    }
    return &edges->edges[edges->n++];
}

void hzp_cover_edges_add_side(HzpCoverEdges *edges, double x, const HzpBox *box, int32_t winding)
{
    *one_more(edges) = (HzpCoverEdge){.low_x = x, .low_y = box->min_y, .high_x = x, .high_y = box->max_y, .winding = winding};
}

static void append(Clip *clip, double x0, double y0, double x1, double y1)
{
    HzpCoverEdges *edges = clip->edges;
    if (y0 == y1) return;
    size_t at = edges->n;
    HzpCoverEdge *edge = one_more(edges);
    if (y0 < y1)
        *edge = (HzpCoverEdge){x0, y0, x1, y1, (x1 - x0) / (y1 - y0), clip->owner, -1, 0, false};
    else
        *edge = (HzpCoverEdge){x1, y1, x0, y0, (x0 - x1) / (y0 - y1), clip->owner, 1, 0, false};
    if (at > clip->first && clip->end_x == x0 && clip->end_y == y0)
        link_edges(edges, at - 1, at);
    else
        clip->first = at;
    clip->end_x = x1;
    clip->end_y = y1;
}

/* A ring whose edges all follow each other ends where it began. */
static void close_ring(const Clip *clip)
{
    if (clip->edges->n < clip->first + 3) return;
    const HzpCoverEdge *edge = &clip->edges->edges[clip->first];
    double x = edge->winding < 0 ? edge->low_x : edge->high_x;
    double y = edge->winding < 0 ? edge->low_y : edge->high_y;
    if (clip->end_x == x && clip->end_y == y) link_edges(clip->edges, clip->edges->n - 1, clip->first);
}

/* However a line wanders west of the box, only the heights where it comes and goes matter to winding numbers. */
static void end_run(Clip *clip)
{
    if (clip->running) append(clip, clip->box->min_x, clip->run_from, clip->box->min_x, clip->run_to);
    clip->running = false;
}

static void run_west(Clip *clip, double from, double to)
{
    if (!clip->running) clip->run_from = from;
    clip->running = true;
    clip->run_to = to;
}

static double x_at(double x0, double y0, double x1, double y1, double y)
{
    return y == y0 ? x0 : y == y1 ? x1 : x0 + (y - y0) * ((x1 - x0) / (y1 - y0));
}

static double y_at(double x0, double y0, double x1, double y1, double x)
{
    return x == x0 ? y0 : x == x1 ? y1 : y0 + (x - x0) * ((y1 - y0) / (x1 - x0));
}

/* An edge within the heights of the box; what is east of the box needs no edge. */
static void clip_sideways(Clip *clip, double x0, double y0, double x1, double y1)
{
    double west = clip->box->min_x;
    if (x0 <= west && x1 <= west) {
        run_west(clip, y0, y1);
        return;
    }
    if (x0 < west) {
        double y = y_at(x0, y0, x1, y1, west);
        run_west(clip, y0, y);
        end_run(clip);
        append(clip, west, y, x1, y1);
    } else if (x1 < west) {
        double y = y_at(x0, y0, x1, y1, west);
        end_run(clip);
        append(clip, x0, y0, west, y);
        run_west(clip, y, y1);
    } else {
        end_run(clip);
        /* Edges along the east side stay: they are what closes the polygon there. */
        if (x0 > clip->box->max_x && x1 > clip->box->max_x) return;
        append(clip, x0, y0, x1, y1);
    }
    clip->inside = true;
}

static void clip_edge(Clip *clip, double x0, double y0, double x1, double y1)
{
    const HzpBox *box = clip->box;
    double low = MAX(MIN(y0, y1), box->min_y);
    double high = MIN(MAX(y0, y1), box->max_y);
    /* Level edges bound no slab, but what they bound does not fill the box. */
    if (y0 == y1 && y0 > box->min_y && y0 < box->max_y && MAX(x0, x1) > box->min_x && MIN(x0, x1) < box->max_x)
        clip->inside = true;
    if (low >= high) return; /* a run goes on above and below the box too: there it moves along its border */
    double from = y0 < y1 ? low : high;
    double to = y0 < y1 ? high : low;
    clip_sideways(clip, x_at(x0, y0, x1, y1, from), from, x_at(x0, y0, x1, y1, to), to);
}

bool hzp_cover_edges_add(HzpCoverEdges *edges, const HzpPolygonSet *set, size_t polygon, uint32_t owner, double origin_x,
                         double origin_y, const HzpBox *box)
{
    Clip clip = {.edges = edges, .box = box, .owner = owner};
    for (size_t r = set->first_ring[polygon]; r < set->first_ring[polygon + 1]; r++) {
        size_t start = set->ring_start[r];
        size_t end = set->ring_start[r + 1];
        clip.first = edges->n;
        double x0 = set->x[end - 1] - origin_x;
        double y0 = set->y[end - 1] - origin_y;
        for (size_t c = start; c < end; c++) {
            double x1 = set->x[c] - origin_x;
            double y1 = set->y[c] - origin_y;
            clip_edge(&clip, x0, y0, x1, y1);
            x0 = x1;
            y0 = y1;
        }
        end_run(&clip);
        close_ring(&clip);
    }
    return clip.inside;
}

int hzp_cover_edges_winding(const HzpCoverEdges *edges, size_t from, const HzpBox *box)
{
    double middle = (box->min_y + box->max_y) / 2;
    int winding = 0;
    for (size_t i = from; i < edges->n; i++) {
        const HzpCoverEdge *edge = &edges->edges[i];
        if (edge->low_y <= middle && edge->high_y > middle) winding += edge->winding;
    }
    return winding;
}
