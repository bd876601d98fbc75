#include "geo/cover_slabs.h"

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

/* Which zones are open between an edge and its eastern neighbour, and what counts there; nothing outside the unit. */
typedef struct {
    uint32_t mask;  /* groups with an open zone; with n_zones = 0 group 0 is the unit */
    uint32_t depth; /* open zones of group 0 */
    uint32_t first; /* of the open zones in the list; only where each zone's area is asked for */
    uint32_t n;
} Cover;

/* An edge that the sweep line meets. */
typedef struct {
    const HzpCoverEdge *edge;
    double crossing; /* height where it crosses its eastern neighbour; infinite where it does not */
    Cover cover;     /* east of it */
    double x;        /* areas: the abscissa at */
    double y;        /* this height, up to which */
    double integral; /* abscissas were added up since something changed last */
    uint32_t opens;  /* boundaries: groups whose covered part lies east of it, */
    uint32_t closes; /* and west of it, */
    double piece_x;  /* since here */
    double piece_y;
} Active;

typedef struct {
    double low_y;
    uint32_t edge;
} Start;

struct HzpSlabs {
    Active *active; /* from west to east */
    double *until;  /* of each, the height where it ends or crosses */
    size_t n;
    size_t room;
    Start *starts; /* edges that none leads to, by lower end */
    Start *scratch;
    size_t n_starts;
    size_t edges_room;
    double origin_x;   /* abscissas are added up from here */
    int32_t *winding;  /* by owner */
    uint32_t *open;    /* zones that are open, in no order */
    uint32_t *open_at; /* by zone, its place in `open` */
    size_t owners_room;
    size_t n_open;
    uint32_t *list; /* open zones of all covers */
    size_t n_list;
    size_t list_room;
};

HzpSlabs *hzp_slabs_new(void) { return g_new0(HzpSlabs, 1); }

void hzp_slabs_free(HzpSlabs *slabs)
{
    if (!slabs) return;
    void *const owned[] = {slabs->active,  slabs->until, slabs->starts,  slabs->scratch,
                           slabs->winding, slabs->open,  slabs->open_at, slabs->list};
    for (size_t i = 0; i < G_N_ELEMENTS(owned); i++)
        g_free(owned[i]);
    g_free(slabs);
}

static void make_room(HzpSlabs *slabs, size_t edges, size_t owners)
{
    if (edges > slabs->edges_room) {
        slabs->edges_room = edges * 2;
        slabs->starts = g_renew(Start, slabs->starts, slabs->edges_room);
        slabs->scratch = g_renew(Start, slabs->scratch, slabs->edges_room);
    }
    if (owners > slabs->owners_room) {
        slabs->owners_room = owners * 2;
        slabs->winding = g_renew(int32_t, slabs->winding, slabs->owners_room);
        slabs->open = g_renew(uint32_t, slabs->open, slabs->owners_room);
        slabs->open_at = g_renew(uint32_t, slabs->open_at, slabs->owners_room);
    }
}

/* ---- edges by their lower ends ---- */

/* By place, and by what they are where they start in one place: an order that does not follow from that of the rings. */
static bool is_before(const HzpCoverEdge *edges, const Start *a, const Start *b)
{
    if (a->low_y != b->low_y) return a->low_y < b->low_y;
    const HzpCoverEdge *first = &edges[a->edge];
    const HzpCoverEdge *second = &edges[b->edge];
    if (first->low_x != second->low_x) return first->low_x < second->low_x;
    if (first->slope != second->slope) return first->slope < second->slope;
    if (first->high_y != second->high_y) return first->high_y < second->high_y;
    if (first->owner != second->owner) return first->owner < second->owner;
    return first->winding < second->winding;
}

static void merge_runs(const HzpCoverEdge *edges, const Start *from, Start *to, size_t start, size_t middle, size_t end)
{
    size_t left = start;
    size_t right = middle;
    for (size_t i = start; i < end; i++) {
        bool take_left = left < middle && (right >= end || !is_before(edges, &from[right], &from[left]));
        to[i] = from[take_left ? left++ : right++];
    }
}

static size_t end_of_run(const HzpCoverEdge *edges, const Start *starts, size_t at, size_t n)
{
    size_t end = at + 1;
    while (end < n && !is_before(edges, &starts[end], &starts[end - 1]))
        end++;
    return end;
}

/* Natural merge sort; stable, so the order of equal ends is the given one. */
static void sort_starts(HzpSlabs *slabs, const HzpCoverEdge *edges, size_t n)
{
    for (;;) {
        size_t runs = 0;
        for (size_t at = 0; at < n; runs++) {
            size_t middle = end_of_run(edges, slabs->starts, at, n);
            size_t end = middle < n ? end_of_run(edges, slabs->starts, middle, n) : middle;
            merge_runs(edges, slabs->starts, slabs->scratch, at, middle, end);
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
    slabs->n_starts = 0;
    for (size_t i = 0; i < edges->n; i++) {
        if (!edges->edges[i].follows) slabs->starts[slabs->n_starts++] = (Start){edges->edges[i].low_y, (uint32_t)i};
    }
    sort_starts(slabs, edges->edges, slabs->n_starts);
}

/* ---- what is open between two edges ---- */

static void pass_edge(HzpSlabs *slabs, const HzpCoverEdge *edge)
{
    int32_t before = slabs->winding[edge->owner];
    int32_t after = slabs->winding[edge->owner] = before + edge->winding;
    if (edge->owner == 0 || (before > 0) == (after > 0)) return;
    uint32_t zone = edge->owner - 1;
    if (after > 0) {
        slabs->open_at[zone] = (uint32_t)slabs->n_open;
        slabs->open[slabs->n_open++] = zone;
    } else {
        uint32_t last = slabs->open[--slabs->n_open];
        slabs->open[slabs->open_at[zone]] = last;
        slabs->open_at[last] = slabs->open_at[zone];
    }
}

/* Nothing is open west of all edges. What was open east of the last one still is: edges east of the box were left out. */
static void start_walk(HzpSlabs *slabs, const HzpSlabsQuestion *question)
{
    for (size_t i = 0; i < slabs->n; i++)
        slabs->winding[slabs->active[i].edge->owner] = 0;
    slabs->winding[0] = question->unit_everywhere;
    slabs->n_list = slabs->n_open = 0;
}

static void keep_list(HzpSlabs *slabs, Cover *cover)
{
    if (slabs->n_list + slabs->n_open > slabs->list_room) {
        slabs->list_room = (slabs->n_list + slabs->n_open) * 2;
        slabs->list = g_renew(uint32_t, slabs->list, slabs->list_room);
    }
    cover->first = (uint32_t)slabs->n_list;
    cover->n = (uint32_t)slabs->n_open;
    for (size_t i = 0; i < slabs->n_open; i++)
        slabs->list[slabs->n_list++] = slabs->open[i];
}

/* What covers the unit where the walk has come to. */
static Cover cover_here(HzpSlabs *slabs, const HzpSlabsQuestion *question)
{
    if (slabs->winding[0] <= 0) return (Cover){0};
    Cover cover = {.mask = question->mask, .depth = question->depth};
    if (question->n_zones == 0) cover.mask = 1;
    for (size_t i = 0; i < slabs->n_open; i++) {
        uint32_t groups = question->groups ? question->groups[slabs->open[i]] : 1;
        cover.mask |= groups;
        cover.depth += groups & 1;
    }
    if (question->each && slabs->n_open > 0) keep_list(slabs, &cover);
    return cover;
}

/* ---- areas ---- */

static inline double x_at(const HzpCoverEdge *edge, double y)
{
    return y >= edge->high_y ? edge->high_x : edge->low_x + (y - edge->low_y) * edge->slope;
}

/* Move up along an edge. */
static inline void add_up(const HzpSlabs *slabs, Active *active, double x, double y)
{
    active->integral += ((active->x - slabs->origin_x) + (x - slabs->origin_x)) / 2 * (y - active->y);
    active->x = x;
    active->y = y;
}

static void add_area(const HzpSlabs *slabs, const HzpSlabsQuestion *question, const Cover *cover, double area)
{
    HzpCoverAreas *areas = question->areas;
    if (question->n_zones == 0) {
        areas->unit += area;
        return;
    }
    for (uint32_t mask = cover->mask; mask; mask &= mask - 1)
        areas->group[__builtin_ctz(mask)] += area;
    if (cover->depth > 0) areas->depth[MIN(cover->depth, HZP_COVER_DEPTHS) - 1] += area;
    for (uint32_t i = 0; i < cover->n; i++)
        question->each[slabs->list[cover->first + i]] += area;
}

/* What lies between neighbours up to `y`: the difference of what their abscissas add up to. */
static void count_areas(HzpSlabs *slabs, const HzpSlabsQuestion *question, double y)
{
    for (size_t i = 0; i < slabs->n; i++) {
        Active *active = &slabs->active[i];
        if (y > active->y) add_up(slabs, active, x_at(active->edge, y), y);
        if (i == 0) continue;
        const Active *west = active - 1;
        double area = active->integral - west->integral;
        if ((west->cover.mask || west->cover.n) && area != 0) add_area(slabs, question, &west->cover, area);
    }
    for (size_t i = 0; i < slabs->n; i++)
        slabs->active[i].integral = 0;
}

static void cover_areas_anew(HzpSlabs *slabs, const HzpSlabsQuestion *question)
{
    start_walk(slabs, question);
    for (size_t i = 0; i < slabs->n; i++) {
        pass_edge(slabs, slabs->active[i].edge);
        slabs->active[i].cover = cover_here(slabs, question);
    }
}

/* ---- boundaries ---- */

/* The piece of an edge ends here. What is covered lies to the left of where it leads: down on its west side, up on its east
 * side. */
static void end_piece(const HzpSlabsQuestion *question, const Active *active, double x, double y)
{
    if (active->opens) question->edge(x, y, active->piece_x, active->piece_y, active->opens, question->user);
    if (active->closes) question->edge(active->piece_x, active->piece_y, x, y, active->closes, question->user);
}

static void cover_edges_anew(HzpSlabs *slabs, const HzpSlabsQuestion *question, double y)
{
    start_walk(slabs, question);
    uint32_t covered = cover_here(slabs, question).mask;
    for (size_t i = 0; i < slabs->n; i++) {
        Active *active = &slabs->active[i];
        pass_edge(slabs, active->edge);
        uint32_t now = cover_here(slabs, question).mask;
        uint32_t opens = now & ~covered;
        uint32_t closes = covered & ~now;
        covered = now;
        if (opens == active->opens && closes == active->closes) continue;
        double x = x_at(active->edge, y);
        end_piece(question, active, x, y);
        active->opens = opens;
        active->closes = closes;
        active->piece_x = x;
        active->piece_y = y;
    }
}

/* ---- crossings ---- */

static inline bool lies_west(const HzpCoverEdge *a, const HzpCoverEdge *b)
{
    double east = a->low_x > a->high_x ? a->low_x : a->high_x;
    return east <= b->low_x && east <= b->high_x;
}

/* Where an edge crosses its eastern neighbour from `y` on; `y` itself where they are to change places now, as they are where
 * an edge of hardly any height has led from one side to the other; infinite where they keep theirs. For two edges and one
 * height only one of both orders is right, so that there is an end to it whatever rounding does. The place follows from the
 * edges alone: those of a zone that is drawn twice are crossed at one height. */
static double crossing_of(const HzpCoverEdge *west, const HzpCoverEdge *east, double y)
{
    double low = MAX(west->low_y, east->low_y);
    double top = MIN(west->high_y, east->high_y);
    double apart = x_at(east, low) - x_at(west, low);
    double beyond = x_at(west, top) - x_at(east, top);
    double place = low + (top - low) * (apart / (apart + beyond));
    if (beyond > 0) return apart > 0 && place > y ? place : y;
    double west_x = x_at(west, y);
    double east_x = x_at(east, y);
    bool wrong = apart < 0 && west_x - east_x > 8 * DBL_EPSILON * (fabs(west_x) + fabs(east_x));
    return wrong && place > y ? y : INFINITY;
}

static inline void find_crossing(HzpSlabs *slabs, size_t i, double y)
{
    Active *west = &slabs->active[i];
    west->crossing = INFINITY;
    if (i + 1 < slabs->n && !lies_west(west->edge, west[1].edge)) west->crossing = crossing_of(west->edge, west[1].edge, y);
    slabs->until[i] = MIN(west->edge->high_y, west->crossing);
}

/* ---- from height to height ---- */

/* The edge to which something happens next; n where there are none. */
static inline size_t next_event(const HzpSlabs *slabs)
{
    size_t at = 0;
    for (size_t i = 1; i < slabs->n; i++) {
        if (slabs->until[i] < slabs->until[at]) at = i;
    }
    return at;
}

static bool goes_on(const Active *active, double y) { return active->edge->high_y <= y && active->edge->next; }

/* Another edge goes on where this one ends: the same side of a ring, so that nothing changes but its direction. */
static void go_on(HzpSlabs *slabs, const HzpSlabsQuestion *question, size_t i)
{
    Active *active = &slabs->active[i];
    double y = active->edge->high_y;
    if (question->edge) {
        end_piece(question, active, active->edge->high_x, y);
        active->piece_x = active->edge->high_x;
        active->piece_y = y;
    } else if (y > active->y) {
        add_up(slabs, active, active->edge->high_x, y);
    }
    active->edge += active->edge->next;
    find_crossing(slabs, i, y);
    if (i > 0) find_crossing(slabs, i - 1, y);
}

static void exchange(HzpSlabs *slabs, double y)
{
    for (size_t i = 0; i + 1 < slabs->n; i++) {
        if (slabs->active[i].crossing > y) continue;
        Active west = slabs->active[i];
        slabs->active[i] = slabs->active[i + 1];
        slabs->active[i + 1] = west;
        i++; /* each edge once: its next neighbour is looked at after this */
    }
}

static void leave(HzpSlabs *slabs, const HzpSlabsQuestion *question, double y)
{
    size_t kept = 0;
    for (size_t i = 0; i < slabs->n; i++) {
        const Active *active = &slabs->active[i];
        if (active->edge->high_y <= y) {
            if (question->edge) end_piece(question, active, active->edge->high_x, y);
            continue;
        }
        if (kept < i) slabs->active[kept] = *active;
        kept++;
    }
    slabs->n = kept;
}

/* At the height where an edge starts it takes its place by x, and by where it leads. */
static void enter(HzpSlabs *slabs, const HzpCoverEdge *edge)
{
    if (slabs->n == slabs->room) {
        slabs->room = slabs->room ? 2 * slabs->room : 64;
        slabs->active = g_renew(Active, slabs->active, slabs->room);
        slabs->until = g_renew(double, slabs->until, slabs->room);
    }
    size_t at = slabs->n++;
    for (; at > 0; at--) {
        const Active *west = &slabs->active[at - 1];
        double x = x_at(west->edge, edge->low_y);
        if (x < edge->low_x || (x == edge->low_x && west->edge->slope <= edge->slope)) break;
        slabs->active[at] = *west;
    }
    slabs->active[at] =
        (Active){.edge = edge, .x = edge->low_x, .y = edge->low_y, .piece_x = edge->low_x, .piece_y = edge->low_y};
}

/* Edges cross, end or start at this height: what lies between them is looked at anew. */
static size_t change(HzpSlabs *slabs, const HzpSlabsQuestion *question, double y, size_t start)
{
    if (!question->edge) count_areas(slabs, question, y);
    exchange(slabs, y);
    leave(slabs, question, y);
    for (; start < slabs->n_starts && slabs->starts[start].low_y <= y; start++)
        enter(slabs, &question->edges->edges[slabs->starts[start].edge]);
    for (size_t i = 0; i < slabs->n; i++)
        find_crossing(slabs, i, y);
    if (question->edge)
        cover_edges_anew(slabs, question, y);
    else
        cover_areas_anew(slabs, question);
    return start;
}

void hzp_slabs_sweep(HzpSlabs *slabs, const HzpSlabsQuestion *question)
{
    make_room(slabs, question->edges->n, question->n_zones + 1);
    list_starts(slabs, question->edges);
    slabs->n = 0;
    if (slabs->n_starts > 0) slabs->origin_x = question->edges->edges[slabs->starts[0].edge].low_x;
    for (size_t start = 0; start < slabs->n_starts || slabs->n > 0;) {
        size_t at = next_event(slabs);
        double y = slabs->n > 0 ? slabs->until[at] : INFINITY;
        bool starts = start < slabs->n_starts && slabs->starts[start].low_y <= y;
        if (starts) y = slabs->starts[start].low_y;
        /* At one height first what goes on, then what changes. */
        if (!starts && goes_on(&slabs->active[at], y)) {
            go_on(slabs, question, at);
            continue;
        }
        for (size_t i = 0; i < slabs->n; i++)
            while (goes_on(&slabs->active[i], y))
                go_on(slabs, question, i);
        start = change(slabs, question, y, start);
    }
}
