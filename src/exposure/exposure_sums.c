/* Adding up. Each thread has a part of the regions and of the zones to itself and goes over all units of a block for them, so
 * that no two write to one sum. Parts are interleaved, because files are often sorted by region. */
#include <math.h>
#include <omp.h>

#include "exposure/exposure_parts.h"

enum { AHEAD = 12, ROWS_TOGETHER = 16 };

/* The share of the regions and zones that one thread has. */
typedef struct {
    uint32_t part;
    uint32_t parts;
} Share;

static bool owns(Share share, size_t row) { return (uint32_t)(row / ROWS_TOGETHER) % share.parts == share.part; }

static void add_figure(HzpExactSum *sum, uint32_t *missing, double figure, double share)
{
    if (isnan(figure))
        (*missing)++;
    else
        hzp_exact_sum_add(sum, figure * share);
}

void hzp_exposure_count(HzpExposureSum *sum, const HzpExposureUnits *units, size_t unit, double share)
{
    sum->units++;
    add_figure(&sum->people, &sum->people_missing, units->people[unit], share);
    if (units->households) add_figure(&sum->households, &sum->households_missing, units->households[unit], share);
}

void hzp_exposure_sum_merge(HzpExposureSum *sum, const HzpExposureSum *other)
{
    if (other->units == 0) return; /* of most towns nobody is in most groups */
    sum->units += other->units;
    sum->people_missing += other->people_missing;
    sum->households_missing += other->households_missing;
    hzp_exact_sum_merge(&sum->people, &other->people);
    hzp_exact_sum_merge(&sum->households, &other->households);
}

static size_t region_row(const HzpExposureUnits *units, size_t unit)
{
    int32_t region = units->region ? units->region[unit] : 0;
    return region >= 0 && (size_t)region < units->n_regions ? (size_t)region : units->n_regions;
}

static bool is_polygon(const HzpExposureWork *work, size_t unit) { return work->is_polygon && work->is_polygon[unit]; }

/* ---- regions and depths ---- */

static void add_point(HzpExposureWork *work, size_t unit, HzpExposureSum *row, HzpExposureSum *depth)
{
    uint32_t groups = work->groups[unit];
    uint32_t zones = work->depth[unit];
    for (int g = 0; g < work->result->n_groups; g++)
        if (groups >> g & 1) hzp_exposure_count(&row[g], work->units, unit, 1);
    hzp_exposure_count(&depth[MIN(zones, HZP_COVER_DEPTHS) - 1], work->units, unit, 1);
}

static void add_polygon(HzpExposureWork *work, const HzpExposureBlock *block, size_t at, HzpExposureSum *row,
                        HzpExposureSum *depth)
{
    size_t unit = hzp_exposure_block_unit(block, at);
    uint32_t groups = work->groups[unit];
    int n = work->result->n_groups;
    for (int g = 0; g < n; g++)
        if (groups >> g & 1) hzp_exposure_count(&row[g], work->units, unit, block->share[at * (size_t)n + (size_t)g]);
    for (int d = 0; d < HZP_COVER_DEPTHS; d++)
        if (block->depth[at][d] > 0) hzp_exposure_count(&depth[d], work->units, unit, block->depth[at][d]);
}

static void add_units(HzpExposureWork *work, const HzpExposureBlock *block, Share share)
{
    HzpExposureResult *result = work->result;
    HzpExposureSum depth[HZP_COVER_DEPTHS] = {{0}};
    for (size_t i = 0; i < block->n; i++) {
        size_t unit = hzp_exposure_block_unit(block, i);
        size_t later = hzp_exposure_block_unit(block, MIN(i + AHEAD, block->n - 1));
        /* Rows of regions lie anywhere: ask for one before it is needed. */
        __builtin_prefetch(&result->all[region_row(work->units, later)], 1);
        size_t row = region_row(work->units, unit);
        if (!owns(share, row)) continue;
        hzp_exposure_count(&result->all[row], work->units, unit, 1);
        if (work->groups[unit] == 0) continue;
        HzpExposureSum *sums = result->region + row * (size_t)result->n_groups;
        if (is_polygon(work, unit))
            add_polygon(work, block, i, sums, depth);
        else
            add_point(work, unit, sums, depth);
    }
#pragma omp critical(hzp_exposure_depth)
    for (int d = 0; d < HZP_COVER_DEPTHS; d++)
        hzp_exposure_sum_merge(&result->depth[d], &depth[d]);
}

/* ---- zones ---- */

static void add_hits(HzpExposureWork *work, const HzpExposureBlock *block, Share share)
{
    for (int t = 0; block->hits && t < work->threads; t++) {
        for (guint i = 0; i < block->hits[t]->len; i++) {
            const HzpExposureShare *hit = &g_array_index(block->hits[t], HzpExposureShare, i);
            if (!owns(share, hit->zone)) continue;
            hzp_exposure_count(&work->result->zone[hit->zone], work->units, hit->unit, hit->share);
        }
    }
}

/* ---- shares ---- */

static void keep_shares(HzpExposureWork *work, const HzpExposureBlock *block, size_t i)
{
    size_t unit = hzp_exposure_block_unit(block, i);
    size_t n = (size_t)work->result->n_groups;
    const HzpExposurePositions *at = &work->units->at;
    bool placed = is_polygon(work, unit) || (isfinite(at->x[unit]) && isfinite(at->y[unit]));
    for (size_t g = 0; g < n; g++) {
        double share = work->groups[unit] >> g & 1;
        if (share > 0 && is_polygon(work, unit)) share = block->share[i * n + g];
        work->result->share[unit * n + g] = placed ? share : NAN;
    }
}

void hzp_exposure_add_block(HzpExposureWork *work, const HzpExposureBlock *block)
{
    uint32_t parts = (uint32_t)work->threads;
#pragma omp parallel for schedule(static, 1) num_threads(work->threads)
    for (uint32_t part = 0; part < parts; part++) {
        add_units(work, block, (Share){part, parts});
        add_hits(work, block, (Share){part, parts});
    }
    for (size_t i = 0; work->result->share && i < block->n; i++)
        keep_shares(work, block, i);
}
