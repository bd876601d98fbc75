#include "geo/point_regions.h"

#include <glib.h>
#include <stdatomic.h>

enum { REGIONS_AT_ONCE = 16 };

typedef struct {
    HzpRun *run;
    const HzpPointGrid *grid;
    const HzpPolygonSet *regions;
    uint32_t *order;         /* of regions, by place */
    _Atomic int32_t *region; /* by slot */
} Locating;

/* The lowest row wins, whichever thread comes first. */
static void claim(_Atomic int32_t *region, int32_t row)
{
    int32_t before = atomic_load_explicit(region, memory_order_relaxed);
    while ((before < 0 || row < before) &&
           !atomic_compare_exchange_weak_explicit(region, &before, row, memory_order_relaxed, memory_order_relaxed)) {
    }
}

static void take_region(const Locating *work, size_t row, HzpPointHits *hits)
{
    hzp_point_grid_covered(work->grid, work->regions, row, hits);
    for (size_t k = 0; k < hits->n; k++)
        claim(&work->region[hits->slot[k]], (int32_t)row);
}

static void take_regions(const Locating *work)
{
    size_t n = work->regions->n;
    size_t parts = (n + REGIONS_AT_ONCE - 1) / REGIONS_AT_ONCE;
#pragma omp parallel num_threads(hzp_run_threads(work->run))
    {
        HzpPointHits hits = {0};
#pragma omp for schedule(dynamic, 1)
        for (size_t part = 0; part < parts; part++) {
            size_t end = MIN(n, (part + 1) * REGIONS_AT_ONCE);
            for (size_t i = part * REGIONS_AT_ONCE; i < end && !hzp_run_cancelled(work->run); i++)
                take_region(work, work->order[i], &hits);
        }
        hzp_point_hits_clear(&hits);
    }
}

static uint32_t *order_by_place(const HzpPointGrid *grid, const HzpPolygonSet *regions)
{
    g_autofree double *x = g_new(double, regions->n + 1);
    g_autofree double *y = g_new(double, regions->n + 1);
    for (size_t i = 0; i < regions->n; i++) {
        x[i] = regions->box[i].min_x;
        y[i] = regions->box[i].min_y;
    }
    return hzp_point_grid_order(grid, x, y, regions->n);
}

HzpStatus hzp_point_regions(HzpRun *run, const HzpPointGrid *grid, const HzpPolygonSet *regions, size_t n, int32_t *region)
{
    Locating work = {run, grid, regions, order_by_place(grid, regions), NULL};
    work.region = g_malloc_n(grid->n + 1, sizeof *work.region);
    for (size_t slot = 0; slot < grid->n; slot++)
        atomic_init(&work.region[slot], -1);
    take_regions(&work);
    for (size_t i = 0; i < n; i++)
        region[i] = -1;
    for (size_t slot = 0; slot < grid->n; slot++)
        region[grid->position[slot]] = work.region[slot];
    g_free((void *)work.region);
    g_free(work.order);
    return hzp_run_check(run);
}
