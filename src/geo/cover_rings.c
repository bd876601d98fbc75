#include "geo/cover_rings.h"

#include <glib.h>

/* Depths that differ by less are one: what rounding leaves of two areas that are equal. */
static const double NOTHING = 1e-12;

static const uint64_t UNIT = 1;

typedef struct {
    const HzpCoverRings *rings;
    size_t ring;
    double at_least[HZP_COVER_DEPTHS]; /* twice the area under so many zones or more */
} Walk;

/* What the open rings say: the groups that cover, and the number of zones of group 0. */
typedef struct {
    uint32_t groups;
    size_t depth;
} Cover;

static Cover cover_of(const HzpCoverRings *rings, uint64_t open)
{
    Cover cover = {0, 0};
    for (uint64_t zones = open & ~UNIT; zones; zones &= zones - 1) {
        uint32_t groups = rings->groups[__builtin_ctzll(zones) - 1];
        cover.groups |= groups;
        cover.depth += groups & 1;
    }
    return cover;
}

/* ---- areas ---- */

static void add_groups(HzpCoverAreas *areas, uint32_t groups, double area)
{
    for (; groups; groups &= groups - 1)
        areas->group[__builtin_ctz(groups)] += area;
}

static void add_zone_piece(Walk *walk, uint64_t open, double twice)
{
    const HzpCoverRings *rings = walk->rings;
    size_t zone = walk->ring - 1;
    Cover others = cover_of(rings, open);
    add_groups(rings->areas, rings->groups[zone] & ~others.groups, twice / 2);
    if (rings->each) rings->each[zone] += twice / 2;
    if ((rings->groups[zone] & 1) && others.depth < HZP_COVER_DEPTHS) walk->at_least[others.depth] += twice;
}

static void add_unit_piece(Walk *walk, uint64_t open, double twice)
{
    const HzpCoverRings *rings = walk->rings;
    Cover cover = cover_of(rings, open);
    add_groups(rings->areas, cover.groups, twice / 2);
    for (size_t d = 0; d < MIN(cover.depth, HZP_COVER_DEPTHS); d++)
        walk->at_least[d] += twice;
    for (; rings->each && open; open &= open - 1)
        rings->each[__builtin_ctzll(open) - 1] += twice / 2;
}

static void add_depths(const Walk *walk)
{
    for (size_t d = 0; d < HZP_COVER_DEPTHS; d++) {
        double deeper = d + 1 < HZP_COVER_DEPTHS ? walk->at_least[d + 1] : 0;
        double area = walk->at_least[d] - deeper;
        if (area > NOTHING * walk->at_least[d]) walk->rings->areas->depth[d] += area / 2;
    }
}

/* ---- pieces ---- */

/* From one place on the ring to another further on, through the corners after edge `from` up to the start of edge `to`. */
typedef struct {
    size_t from;
    size_t to;
    double x0;
    double y0;
    double x1;
    double y1;
} Piece;

/* Twice the integral of x dy, from the middle of what is asked about: small zones of a large unit lose no digits. */
static double twice_area(const HzpCoverRings *rings, const double *x, const double *y, const Piece *piece)
{
    double origin = rings->origin_x;
    double from_x = piece->x0 - origin;
    double from_y = piece->y0;
    double sum = 0;
    for (size_t c = piece->from + 1; c <= piece->to; c++) {
        double to_x = x[c] - origin;
        sum += (from_x + to_x) * (y[c] - from_y);
        from_x = to_x;
        from_y = y[c];
    }
    return sum + (from_x + (piece->x1 - origin)) * (piece->y1 - from_y);
}

static void give_edges(const HzpCoverRings *rings, const double *x, const double *y, const Piece *piece, uint32_t groups)
{
    double from_x = piece->x0;
    double from_y = piece->y0;
    for (size_t c = piece->from + 1; c <= piece->to; c++) {
        rings->edge(from_x, from_y, x[c], y[c], groups, rings->user);
        from_x = x[c];
        from_y = y[c];
    }
    rings->edge(from_x, from_y, piece->x1, piece->y1, groups, rings->user);
}

static void take_piece(Walk *walk, const Piece *piece, uint64_t open)
{
    const HzpCoverRings *rings = walk->rings;
    const HzpCrossedRing *ring = &rings->crossings->ring[walk->ring];
    const double *x = rings->crossings->x + ring->first;
    const double *y = rings->crossings->y + ring->first;
    bool matters = walk->ring == 0 ? open != 0 : rings->unit_everywhere || (open & UNIT);
    if (!matters) return;
    if (rings->edge) {
        uint32_t covering = cover_of(rings, open).groups;
        uint32_t bounded = walk->ring == 0 ? covering : rings->groups[walk->ring - 1] & ~covering;
        if (bounded) give_edges(rings, x, y, piece, bounded);
    } else if (walk->ring == 0) {
        add_unit_piece(walk, open, twice_area(rings, x, y, piece));
    } else {
        add_zone_piece(walk, open, twice_area(rings, x, y, piece));
    }
}

static const HzpRingCrossing *take_ring(Walk *walk, const HzpRingCrossing *next, const HzpRingCrossing *end)
{
    const HzpRingCrossings *crossings = walk->rings->crossings;
    const HzpCrossedRing *ring = &crossings->ring[walk->ring];
    uint64_t open = ring->within;
    Piece piece = {.x0 = crossings->x[ring->first], .y0 = crossings->y[ring->first]};
    for (; next < end && next->ring == walk->ring; next++) {
        piece.to = next->edge;
        piece.x1 = next->x;
        piece.y1 = next->y;
        take_piece(walk, &piece, open);
        open ^= UINT64_C(1) << next->other;
        piece = (Piece){.from = piece.to, .x0 = piece.x1, .y0 = piece.y1};
    }
    piece.to = ring->n - 1;
    piece.x1 = crossings->x[ring->first + ring->n];
    piece.y1 = crossings->y[ring->first + ring->n];
    take_piece(walk, &piece, open);
    return next;
}

void hzp_cover_rings_walk(const HzpCoverRings *rings)
{
    const HzpRingCrossings *crossings = rings->crossings;
    const HzpRingCrossing *next = crossings->crossings;
    const HzpRingCrossing *end = next ? next + crossings->n_crossings : NULL;
    Walk walk = {.rings = rings};
    for (walk.ring = rings->unit_everywhere ? 1 : 0; walk.ring < crossings->n; walk.ring++)
        next = take_ring(&walk, next, end);
    if (rings->areas) add_depths(&walk);
}
