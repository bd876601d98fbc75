#include "geo/polygon_set_join.h"

#include <glib.h>
#include <string.h>

#include "base/in_turn.h"

struct HzpPolygonJoin {
    HzpInTurn *parts;
    HzpPolygonSet *all;
    size_t expected; /* polygons */
};

/* Room for `more` and, by what there was so far, for all that are still to come: what is not touched is no memory yet. */
static size_t room_for(size_t have, size_t more, double still_to_come)
{
    return (size_t)((double)(have + more) * (1 + still_to_come) * 1.02) + 16;
}

static void make_room(const HzpPolygonJoin *join, const HzpPolygonSet *part)
{
    HzpPolygonSet *all = join->all;
    size_t polygons = all->n + part->n;
    double still_to_come = polygons && join->expected > polygons ? (double)join->expected / (double)polygons - 1 : 0;
    if (polygons > all->room_polygons) {
        all->room_polygons = room_for(all->n, part->n, still_to_come);
        all->first_ring = g_renew(size_t, all->first_ring, all->room_polygons + 1);
        all->box = g_renew(HzpBox, all->box, all->room_polygons);
        all->simple = g_renew(uint8_t, all->simple, all->room_polygons);
    }
    if (all->n_rings + part->n_rings > all->room_rings) {
        all->room_rings = room_for(all->n_rings, part->n_rings, still_to_come);
        all->ring_start = g_renew(size_t, all->ring_start, all->room_rings + 1);
    }
    if (all->n_corners + part->n_corners > all->room_corners) {
        all->room_corners = room_for(all->n_corners, part->n_corners, still_to_come);
        all->x = g_renew(double, all->x, all->room_corners);
        all->y = g_renew(double, all->y, all->room_corners);
    }
}

static void copy(HzpPolygonSet *all, const HzpPolygonSet *part)
{
    memcpy(all->x + all->n_corners, part->x, part->n_corners * sizeof(double));
    memcpy(all->y + all->n_corners, part->y, part->n_corners * sizeof(double));
    memcpy(all->box + all->n, part->box, part->n * sizeof(HzpBox));
    memcpy(all->simple + all->n, part->simple, part->n);
    for (size_t r = 0; r < part->n_rings; r++)
        all->ring_start[all->n_rings + r + 1] = all->n_corners + part->ring_start[r + 1];
    for (size_t i = 0; i < part->n; i++)
        all->first_ring[all->n + i + 1] = all->n_rings + part->first_ring[i + 1];
    all->n_corners += part->n_corners;
    all->n_rings += part->n_rings;
    all->n += part->n;
}

static void join_part(gpointer part, void *user)
{
    const HzpPolygonJoin *join = user;
    make_room(join, part);
    copy(join->all, part);
}

static gpointer make_set(void) { return hzp_polygon_set_new(); }
static void release_set(gpointer set) { hzp_polygon_set_free(set); }

static void clear_set(gpointer data)
{
    HzpPolygonSet *set = data;
    set->n = set->n_rings = set->n_corners = 0;
}

HzpPolygonJoin *hzp_polygon_join_new(size_t parts, size_t expected)
{
    HzpPolygonJoin *join = g_new0(HzpPolygonJoin, 1);
    join->all = hzp_polygon_set_new();
    join->expected = expected;
    join->parts = hzp_in_turn_new(parts, &(HzpInTurnPiece){make_set, clear_set, release_set, join_part}, join);
    return join;
}

HzpPolygonSet *hzp_polygon_join_take(HzpPolygonJoin *join) { return hzp_in_turn_take(join->parts); }

void hzp_polygon_join_put(HzpPolygonJoin *join, size_t part, HzpPolygonSet *set) { hzp_in_turn_put(join->parts, part, set); }

HzpPolygonSet *hzp_polygon_join_end(HzpPolygonJoin *join)
{
    HzpPolygonSet *all = join->all;
    hzp_in_turn_free(join->parts);
    g_free(join);
    return all;
}
