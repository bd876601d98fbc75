/* The polygons of several sets in one. A part is copied as soon as those before it are, while it is still in the processor's
 * cache, and its memory is taken for the next one: so that hardly more is touched than the set that comes of it. */
#include "geo/polygon_set_join.h"

#include <glib.h>
#include <string.h>

struct HzpPolygonJoin {
    GMutex lock;
    HzpPolygonSet *all;
    HzpPolygonSet **waiting; /* by part: those that were put and are not copied yet */
    size_t n;
    size_t next; /* the first that is not copied */
    bool copying;
    size_t expected;  /* polygons */
    GPtrArray *empty; /* sets to be used again */
};

HzpPolygonJoin *hzp_polygon_join_new(size_t parts, size_t expected)
{
    HzpPolygonJoin *join = g_new0(HzpPolygonJoin, 1);
    g_mutex_init(&join->lock);
    join->all = hzp_polygon_set_new();
    join->waiting = g_new0(HzpPolygonSet *, parts + 1);
    join->n = parts;
    join->expected = expected;
    join->empty = g_ptr_array_new();
    return join;
}

HzpPolygonSet *hzp_polygon_join_take(HzpPolygonJoin *join)
{
    g_mutex_lock(&join->lock);
    HzpPolygonSet *set = join->empty->len ? g_ptr_array_steal_index_fast(join->empty, join->empty->len - 1) : NULL;
    g_mutex_unlock(&join->lock);
    if (!set) return hzp_polygon_set_new();
    set->n = set->n_rings = set->n_corners = 0;
    return set;
}

/* Room for `more` and, by what there was so far, for all that are still to come: what is not touched is no memory yet. */
static size_t room_for(size_t have, size_t more, double still_to_come)
{
    return (size_t)((double)(have + more) * (1 + still_to_come) * 1.02) + 16;
}

static void make_room(HzpPolygonJoin *join, const HzpPolygonSet *part)
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

/* One thread copies what has its turn, also what others put meanwhile. */
void hzp_polygon_join_put(HzpPolygonJoin *join, size_t part, HzpPolygonSet *set)
{
    g_mutex_lock(&join->lock);
    join->waiting[part] = set;
    bool copies = !join->copying;
    if (copies) join->copying = true;
    while (copies && join->next < join->n && join->waiting[join->next]) {
        HzpPolygonSet *turn = g_steal_pointer(&join->waiting[join->next]);
        g_mutex_unlock(&join->lock);
        make_room(join, turn);
        copy(join->all, turn);
        g_mutex_lock(&join->lock);
        g_ptr_array_add(join->empty, turn);
        join->next++;
    }
    if (copies) join->copying = false;
    g_mutex_unlock(&join->lock);
}

HzpPolygonSet *hzp_polygon_join_end(HzpPolygonJoin *join)
{
    HzpPolygonSet *all = join->all;
    for (size_t i = 0; i < join->n; i++)
        hzp_polygon_set_free(join->waiting[i]);
    for (guint i = 0; i < join->empty->len; i++)
        hzp_polygon_set_free(g_ptr_array_index(join->empty, i));
    g_ptr_array_free(join->empty, TRUE);
    g_free(join->waiting);
    g_mutex_clear(&join->lock);
    g_free(join);
    return all;
}
