#include "geo/cover_slabs.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* An edge that the sweep line meets, with where it meets the lower and the upper line of the slab. */
typedef struct {
    double bottom_x;
    double top_x; /* of what lies below the lowest crossing, else as end_x */
    double end_x; /* at the next height where an edge starts or ends */
    const HzpCoverEdge *edge;
} Active;

typedef struct {
    double low_y;
    uint32_t edge;
} Start;

/* The piece of boundary that an edge is part of, from slab to slab. */
typedef struct {
    double x; /* where it began */
    double y;
    uint32_t opens;  /* groups whose covered part lies east of it */
    uint32_t closes; /* west of it */
} Piece;

struct HzpSlabs {
    Active *active; /* from west to east */
    size_t n;
    size_t room;
    Start *starts; /* edges by lower end */
    Start *scratch;
    size_t starts_room;
    Piece *pieces; /* by edge; where boundaries are asked for */
    size_t pieces_room;
    int32_t *winding;  /* by owner */
    uint32_t *open;    /* zones that are open, in no order */
    uint32_t *open_at; /* by zone, its place in `open` */
    size_t owners_room;
    size_t n_open;
    uint32_t group_open[HZP_COVER_GROUPS]; /* how many zones of a group are open */
    uint32_t group_mask;                   /* groups with an open zone */
    size_t depth;                          /* open zones of group 0 */
};

HzpSlabs *hzp_slabs_new(void) { return g_new0(HzpSlabs, 1); }

void hzp_slabs_free(HzpSlabs *slabs)
{
    if (!slabs) return;
    g_free(slabs->active);
    g_free(slabs->starts);
    g_free(slabs->scratch);
    g_free(slabs->pieces);
    g_free(slabs->winding);
    g_free(slabs->open);
    g_free(slabs->open_at);
    g_free(slabs);
}

static void make_room(HzpSlabs *slabs, size_t edges, size_t owners)
{
    if (edges > slabs->starts_room) {
        slabs->starts_room = edges * 2;
        slabs->starts = g_renew(Start, slabs->starts, slabs->starts_room);
        slabs->scratch = g_renew(Start, slabs->scratch, slabs->starts_room);
    }
    if (owners > slabs->owners_room) {
        slabs->owners_room = owners * 2;
        slabs->winding = g_renew(int32_t, slabs->winding, slabs->owners_room);
        slabs->open = g_renew(uint32_t, slabs->open, slabs->owners_room);
        slabs->open_at = g_renew(uint32_t, slabs->open_at, slabs->owners_room);
    }
}

static void make_pieces(HzpSlabs *slabs, size_t edges)
{
    if (edges > slabs->pieces_room) {
        g_free(slabs->pieces);
        slabs->pieces_room = edges * 2;
        slabs->pieces = g_new(Piece, slabs->pieces_room);
    }
    memset(slabs->pieces, 0, edges * sizeof *slabs->pieces);
}

/* ---- edges by their lower ends ---- */

static void merge_runs(const Start *from, Start *to, size_t start, size_t middle, size_t end)
{
    size_t left = start;
    size_t right = middle;
    for (size_t i = start; i < end; i++) {
        bool take_left = left < middle && (right >= end || from[left].low_y <= from[right].low_y);
        to[i] = from[take_left ? left++ : right++];
    }
}

static size_t end_of_run(const Start *starts, size_t at, size_t n)
{
    size_t end = at + 1;
    while (end < n && starts[end - 1].low_y <= starts[end].low_y)
        end++;
    return end;
}

/* Natural merge sort: a ring rises and falls, so its edges come in few runs; stable, so the order of equal ends is the given
 * one. */
static void sort_starts(HzpSlabs *slabs, size_t n)
{
    for (;;) {
        size_t runs = 0;
        for (size_t at = 0; at < n; runs++) {
            size_t middle = end_of_run(slabs->starts, at, n);
            size_t end = middle < n ? end_of_run(slabs->starts, middle, n) : middle;
            merge_runs(slabs->starts, slabs->scratch, at, middle, end);
            at = end;
        }
        Start *sorted = slabs->scratch;
        slabs->scratch = slabs->starts;
        slabs->starts = sorted;
        if (runs <= 1) return;
    }
}

static void list_starts(HzpSlabs *slabs, const HzpCoverEdges *edges)
{
    /* Falling sides of rings come in falling order; taking them backwards makes runs of them. */
    size_t front = 0;
    size_t back = edges->n;
    for (size_t i = 0; i < edges->n; i++) {
        Start start = {edges->edges[i].low_y, (uint32_t)i};
        slabs->starts[edges->edges[i].winding < 0 ? front++ : --back] = start;
    }
    sort_starts(slabs, edges->n);
}

/* ---- what is open between two edges ---- */

static void open_zone(HzpSlabs *slabs, uint32_t zone, uint32_t groups)
{
    slabs->open_at[zone] = (uint32_t)slabs->n_open;
    slabs->open[slabs->n_open++] = zone;
    slabs->depth += groups & 1;
    for (; groups; groups &= groups - 1) {
        int g = __builtin_ctz(groups);
        slabs->group_open[g]++;
        slabs->group_mask |= UINT32_C(1) << g;
    }
}

static void close_zone(HzpSlabs *slabs, uint32_t zone, uint32_t groups)
{
    uint32_t last = slabs->open[--slabs->n_open];
    slabs->open[slabs->open_at[zone]] = last;
    slabs->open_at[last] = slabs->open_at[zone];
    slabs->depth -= groups & 1;
    for (; groups; groups &= groups - 1) {
        int g = __builtin_ctz(groups);
        if (--slabs->group_open[g] == 0) slabs->group_mask &= ~(UINT32_C(1) << g);
    }
}

static void pass_edge(HzpSlabs *slabs, const HzpSlabsQuestion *question, const HzpCoverEdge *edge)
{
    int32_t before = slabs->winding[edge->owner];
    int32_t after = slabs->winding[edge->owner] = before + edge->winding;
    if (edge->owner == 0 || (before > 0) == (after > 0)) return;
    uint32_t zone = edge->owner - 1;
    uint32_t groups = question->groups ? question->groups[zone] : 1;
    if (after > 0)
        open_zone(slabs, zone, groups);
    else
        close_zone(slabs, zone, groups);
}

/* Nothing is open west of all edges. What was open east of the last one still is: edges east of the box were left out. */
static void start_walk(HzpSlabs *slabs, const HzpSlabsQuestion *question)
{
    for (size_t i = 0; i < slabs->n; i++)
        slabs->winding[slabs->active[i].edge->owner] = 0;
    slabs->winding[0] = question->unit_everywhere;
    if (slabs->n_open == 0) return;
    memset(slabs->group_open, 0, sizeof slabs->group_open);
    slabs->n_open = slabs->depth = 0;
    slabs->group_mask = 0;
}

/* Groups that cover the unit where the walk has come to. */
static uint32_t covering(const HzpSlabs *slabs, const HzpSlabsQuestion *question)
{
    if (slabs->winding[0] <= 0) return 0;
    return question->n_zones == 0 ? 1 : slabs->group_mask;
}

/* ---- one slab ---- */

static void add_area(HzpSlabs *slabs, const HzpSlabsQuestion *question, double area)
{
    HzpCoverAreas *areas = question->areas;
    if (question->n_zones == 0) {
        areas->unit += area;
        return;
    }
    for (uint32_t mask = slabs->group_mask; mask; mask &= mask - 1)
        areas->group[__builtin_ctz(mask)] += area;
    if (slabs->depth > 0) areas->depth[MIN(slabs->depth, HZP_COVER_DEPTHS) - 1] += area;
    for (size_t i = 0; question->each && i < slabs->n_open; i++)
        question->each[slabs->open[i]] += area;
}

static void areas_of_slab(HzpSlabs *slabs, const HzpSlabsQuestion *question, double height)
{
    for (size_t i = 0; i + 1 < slabs->n; i++) {
        const Active *west = &slabs->active[i];
        const Active *east = west + 1;
        pass_edge(slabs, question, west->edge);
        if (slabs->winding[0] <= 0 || (slabs->n_open == 0 && question->n_zones > 0)) continue;
        /* No edges cross inside a slab: the trapezoid's mean width is that at half height. */
        double width = ((east->bottom_x - west->bottom_x) + (east->top_x - west->top_x)) / 2;
        if (width != 0) add_area(slabs, question, width * height);
    }
}

/* The piece of an edge ends here. What is covered lies to the left of where it leads: down on its west side, up on its east
 * side. */
static void end_piece(const HzpSlabs *slabs, const HzpSlabsQuestion *question, const HzpCoverEdge *edge, double x, double y)
{
    const Piece *piece = &slabs->pieces[edge - question->edges->edges];
    if (piece->opens) question->edge(x, y, piece->x, piece->y, piece->opens, question->user);
    if (piece->closes) question->edge(piece->x, piece->y, x, y, piece->closes, question->user);
}

static void edges_of_slab(HzpSlabs *slabs, const HzpSlabsQuestion *question, double low)
{
    uint32_t covered = covering(slabs, question);
    for (size_t i = 0; i < slabs->n; i++) {
        const Active *active = &slabs->active[i];
        pass_edge(slabs, question, active->edge);
        uint32_t now = covering(slabs, question);
        uint32_t opens = now & ~covered;
        uint32_t closes = covered & ~now;
        covered = now;
        Piece *piece = &slabs->pieces[active->edge - question->edges->edges];
        if (opens == piece->opens && closes == piece->closes) continue;
        end_piece(slabs, question, active->edge, active->bottom_x, low);
        *piece = (Piece){active->bottom_x, low, opens, closes};
    }
}

static void take_slab(HzpSlabs *slabs, const HzpSlabsQuestion *question, double low, double high)
{
    if (high <= low) return;
    start_walk(slabs, question);
    if (question->edge)
        edges_of_slab(slabs, question, low);
    else
        areas_of_slab(slabs, question, high - low);
}

/* ---- from slab to slab ---- */

static double x_at(const HzpCoverEdge *edge, double y)
{
    return y >= edge->high_y ? edge->high_x : edge->low_x + (y - edge->low_y) * edge->slope;
}

/* The pair of neighbours that crosses lowest between `low` and `high`, by the position of its western edge, and that height;
 * -1 where nothing crosses. The lowest crossing of all is one of neighbours. */
static long lowest_crossing(const HzpSlabs *slabs, double low, double high, double *y)
{
    long lowest = -1;
    for (size_t i = 0; i + 1 < slabs->n; i++) {
        const Active *west = &slabs->active[i];
        const Active *east = west + 1;
        if (west->end_x <= east->end_x) continue;
        double apart = MAX(0, east->bottom_x - west->bottom_x);
        double crossing = low + (high - low) * (apart / (apart + (west->end_x - east->end_x)));
        if (lowest >= 0 && crossing >= *y) continue;
        lowest = (long)i;
        *y = crossing;
    }
    return lowest;
}

/* Move the sweep line from `low` to `high`, where no edge starts or ends in between. Neighbours that cross change places at
 * the height of their crossing; each exchange brings two edges into the order they have at the top, so there is an end to it
 * whatever rounding does. */
static void sweep_between(HzpSlabs *slabs, const HzpSlabsQuestion *question, double low, double high)
{
    for (size_t i = 0; i < slabs->n; i++)
        slabs->active[i].end_x = x_at(slabs->active[i].edge, high);
    double y = low;
    for (long at; (at = lowest_crossing(slabs, low, high, &y)) >= 0;) {
        if (y > low) {
            for (size_t i = 0; i < slabs->n; i++)
                slabs->active[i].top_x = x_at(slabs->active[i].edge, y);
            take_slab(slabs, question, low, y);
            for (size_t i = 0; i < slabs->n; i++)
                slabs->active[i].bottom_x = slabs->active[i].top_x;
            low = y;
        }
        Active west = slabs->active[at];
        slabs->active[at] = slabs->active[at + 1];
        slabs->active[at + 1] = west;
    }
    for (size_t i = 0; i < slabs->n; i++)
        slabs->active[i].top_x = slabs->active[i].end_x;
    take_slab(slabs, question, low, high);
}

/* Edges that end at `y` leave, the others go on from there. Returns the lowest upper end of those that stay. */
static double leave(HzpSlabs *slabs, const HzpSlabsQuestion *question, double y)
{
    size_t kept = 0;
    double next = G_MAXDOUBLE;
    for (size_t i = 0; i < slabs->n; i++) {
        Active active = slabs->active[i];
        if (active.edge->high_y <= y) {
            if (question->edge) end_piece(slabs, question, active.edge, active.top_x, y);
            continue;
        }
        active.bottom_x = active.top_x;
        next = MIN(next, active.edge->high_y);
        slabs->active[kept++] = active;
    }
    slabs->n = kept;
    return next;
}

/* At the height where an edge starts it takes its place by x, and by where it leads. */
static void enter(HzpSlabs *slabs, const HzpCoverEdge *edge)
{
    if (slabs->n == slabs->room) {
        slabs->room = slabs->room ? 2 * slabs->room : 64;
        slabs->active = g_renew(Active, slabs->active, slabs->room);
    }
    size_t at = slabs->n++;
    for (; at > 0; at--) {
        const Active *west = &slabs->active[at - 1];
        if (west->bottom_x < edge->low_x || (west->bottom_x == edge->low_x && west->edge->slope <= edge->slope)) break;
        slabs->active[at] = *west;
    }
    slabs->active[at] = (Active){.bottom_x = edge->low_x, .edge = edge};
}

void hzp_slabs_sweep(HzpSlabs *slabs, const HzpSlabsQuestion *question)
{
    const HzpCoverEdges *edges = question->edges;
    make_room(slabs, edges->n, question->n_zones + 1);
    if (question->edge) make_pieces(slabs, edges->n);
    list_starts(slabs, edges);
    slabs->n = slabs->n_open = slabs->depth = 0;
    slabs->group_mask = 0;
    memset(slabs->group_open, 0, sizeof slabs->group_open);
    double y = edges->n > 0 ? slabs->starts[0].low_y : 0;
    for (size_t next = 0; next < edges->n || slabs->n > 0;) {
        double until = leave(slabs, question, y);
        if (slabs->n == 0) {
            if (next == edges->n) break;
            y = slabs->starts[next].low_y; /* nothing between here and there */
        }
        for (; next < edges->n && slabs->starts[next].low_y <= y; next++) {
            const HzpCoverEdge *edge = &edges->edges[slabs->starts[next].edge];
            enter(slabs, edge);
            until = MIN(until, edge->high_y);
        }
        if (next < edges->n) until = MIN(until, slabs->starts[next].low_y);
        sweep_between(slabs, question, y, until);
        y = until;
    }
}
