#define _DEFAULT_SOURCE /* madvise() */

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "geo/polygon_set.h"

typedef struct {
    size_t polygons;
    size_t rings;
    size_t corners;
} Place;

static void copy_part(HzpPolygonSet *all, const HzpPolygonSet *part, const Place *at)
{
    memcpy(all->x + at->corners, part->x, part->n_corners * sizeof(double));
    memcpy(all->y + at->corners, part->y, part->n_corners * sizeof(double));
    memcpy(all->box + at->polygons, part->box, part->n * sizeof(HzpBox));
    for (size_t r = 0; r < part->n_rings; r++)
        all->ring_start[at->rings + r + 1] = at->corners + part->ring_start[r + 1];
    for (size_t i = 0; i < part->n; i++)
        all->first_ring[at->polygons + i + 1] = at->rings + part->first_ring[i + 1];
}

/* Corners of a nation are hundreds of megabytes: in large pages where the system has them, which spares it tens of thousands
 * of small ones. To be freed with g_free(), as all arrays of a set. */
static double *corners_new(size_t n)
{
    static const size_t LARGE_PAGE = (size_t)1 << 21;
    void *memory = NULL;
    size_t size = (n + 1) * sizeof(double);
    if (size < 4 * LARGE_PAGE || posix_memalign(&memory, LARGE_PAGE, size) != 0) return g_new(double, n + 1);
#ifdef MADV_HUGEPAGE
    madvise(memory, size, MADV_HUGEPAGE);
#endif
    return memory;
}

static HzpPolygonSet *with_room(const Place *sum)
{
    HzpPolygonSet *set = g_new0(HzpPolygonSet, 1);
    set->n = set->room_polygons = sum->polygons;
    set->n_rings = set->room_rings = sum->rings;
    set->n_corners = set->room_corners = sum->corners;
    set->x = corners_new(sum->corners);
    set->y = corners_new(sum->corners);
    set->ring_start = g_new0(size_t, sum->rings + 1);
    set->first_ring = g_new0(size_t, sum->polygons + 1);
    set->box = g_new(HzpBox, sum->polygons + 1);
    return set;
}

HzpPolygonSet *hzp_polygon_set_join(HzpPolygonSet **parts, size_t n, int threads)
{
    g_autofree Place *place = g_new0(Place, n + 1);
    for (size_t i = 0; i < n; i++)
        place[i + 1] = (Place){place[i].polygons + parts[i]->n, place[i].rings + parts[i]->n_rings,
                               place[i].corners + parts[i]->n_corners};
    HzpPolygonSet *all = with_room(&place[n]);
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (size_t i = 0; i < n; i++) {
        copy_part(all, parts[i], &place[i]);
        hzp_polygon_set_free(parts[i]);
    }
    return all;
}
