#include "exposure/exposure.h"

#include <math.h>
#include <omp.h>
#include <string.h>

#include "exposure/exposure_parts.h"

enum {
    BLOCK = 1 << 15,        /* units whose shares are kept before they are added up */
    ZONES_PER_POLYGON = 16, /* looking a zone's points up takes this part of the time of a polygon unit, about */
    REPORTS = 200           /* of progress, at most */
};

/* ---- progress ---- */

bool hzp_exposure_advance(HzpExposureProgress *progress, size_t done)
{
    size_t before = atomic_fetch_add_explicit(&progress->done, done, memory_order_relaxed);
    double now = (double)(before + done);
    if (omp_get_thread_num() == 0 && now >= progress->next_report) {
        progress->next_report = now + progress->total / REPORTS;
        hzp_run_step(progress->run, progress->phase, now, progress->total);
    }
    return !hzp_run_cancelled(progress->run);
}

/* ---- the result ---- */

static HzpExposureResult *new_result(const HzpExposureQuestion *question)
{
    const HzpExposureUnits *units = question->units;
    HzpExposureResult *result = g_new0(HzpExposureResult, 1);
    result->n_groups = question->zones->n_groups;
    result->n_regions = units->n_regions;
    result->region = g_new0(HzpExposureSum, (units->n_regions + 1) * (size_t)result->n_groups);
    result->all = g_new0(HzpExposureSum, units->n_regions + 1);
    result->zone = g_new0(HzpExposureSum, question->zones->n + 1);
    if (question->want_shares) result->share = g_new0(double, units->n *(size_t)result->n_groups + 1);
    return result;
}

void hzp_exposure_result_free(HzpExposureResult *result)
{
    if (!result) return;
    g_free(result->region);
    g_free(result->all);
    g_free(result->zone);
    g_free(result->share);
    g_free(result->pairs);
    g_free(result);
}

/* Pairs of all threads by unit, then zone: a counting sort by unit, of which each has few zones. */
static void sort_pairs(HzpExposureWork *work)
{
    HzpExposureResult *result = work->result;
    g_autofree size_t *next = g_new0(size_t, work->units->n + 2);
    for (int t = 0; t < work->threads; t++) {
        result->n_pairs += work->pairs[t]->len;
        for (guint i = 0; i < work->pairs[t]->len; i++)
            next[g_array_index(work->pairs[t], HzpExposureShare, i).unit + 1]++;
    }
    for (size_t u = 0; u < work->units->n; u++)
        next[u + 1] += next[u];
    result->pairs = g_new(HzpExposureShare, result->n_pairs + 1);
    for (int t = 0; t < work->threads; t++) {
        for (guint i = 0; i < work->pairs[t]->len; i++) {
            HzpExposureShare pair = g_array_index(work->pairs[t], HzpExposureShare, i);
            result->pairs[next[pair.unit]++] = pair;
        }
    }
    for (size_t i = 1; i < result->n_pairs; i++) {
        HzpExposureShare pair = result->pairs[i];
        size_t j = i;
        for (; j > 0 && result->pairs[j - 1].unit == pair.unit && result->pairs[j - 1].zone > pair.zone; j--)
            result->pairs[j] = result->pairs[j - 1];
        result->pairs[j] = pair;
    }
}

/* ---- the computation ---- */

static GArray **new_lists(int threads)
{
    GArray **lists = g_new(GArray *, (gsize)threads);
    for (int t = 0; t < threads; t++)
        lists[t] = g_array_new(FALSE, FALSE, sizeof(HzpExposureShare));
    return lists;
}

static void free_lists(GArray **lists, int threads)
{
    for (int t = 0; lists && t < threads; t++)
        g_array_free(lists[t], TRUE);
    g_free(lists);
}

static HzpStatus add_points(HzpExposureWork *work)
{
    HzpExposureBlock block = {.n = work->units->n};
    hzp_exposure_add_block(work, &block);
    return hzp_run_check(work->progress.run);
}

static void keep_pairs(HzpExposureWork *work, const HzpExposureBlock *block)
{
    for (int t = 0; work->pairs && t < work->threads; t++)
        g_array_append_vals(work->pairs[t], block->hits[t]->data, block->hits[t]->len);
}

static HzpStatus add_blocks(HzpExposureWork *work)
{
    HzpExposurePolygons *polygons = hzp_exposure_polygons_new(work);
    g_autofree uint32_t *order = hzp_exposure_polygons_order(work);
    HzpExposureBlock block = {.hits = new_lists(work->threads)};
    size_t most = MIN(work->units->n, BLOCK);
    HzpStatus status = HZP_OK;
    block.share = g_new(double, most *(size_t)work->result->n_groups + 1);
    block.depth = g_malloc_n(most + 1, sizeof *block.depth);
    for (size_t from = 0; from < work->units->n && status == HZP_OK; from += block.n) {
        block.units = order + from;
        block.n = MIN(work->units->n - from, BLOCK);
        status = hzp_exposure_polygons_block(polygons, &block);
        if (status != HZP_OK) break;
        hzp_exposure_add_block(work, &block);
        keep_pairs(work, &block);
    }
    g_free(block.share);
    g_free(block.depth);
    free_lists(block.hits, work->threads);
    hzp_exposure_polygons_free(polygons);
    return status;
}

static HzpStatus compute(HzpExposureWork *work)
{
    HZP_TRY(hzp_run_step(work->progress.run, work->progress.phase, 0, 1));
    HZP_TRY(hzp_exposure_find_polygons(work));
    HZP_TRY(hzp_exposure_points(work));
    HZP_TRY(work->is_polygon ? add_blocks(work) : add_points(work));
    if (work->pairs) sort_pairs(work);
    return hzp_run_step(work->progress.run, work->progress.phase, 1, 1);
}

static double amount_of_work(const HzpExposureQuestion *question)
{
    const HzpPolygonSet *polygons = question->units->polygons;
    return (double)question->zones->n + (polygons ? (double)polygons->n * ZONES_PER_POLYGON : 0);
}

HzpStatus hzp_exposure_compute(HzpRun *run, const HzpExposureQuestion *question, HzpExposureResult **result)
{
    HzpExposureWork work = {.question = question,
                            .units = question->units,
                            .zones = question->zones,
                            .threads = hzp_run_threads(run),
                            .progress = {.run = run, .phase = "phase_exposure", .total = amount_of_work(question)}};
    work.result = new_result(question);
    work.groups = g_malloc0_n(work.units->n + 1, sizeof *work.groups);
    work.depth = g_malloc0_n(work.units->n + 1, sizeof *work.depth);
    if (question->want_pairs) work.pairs = new_lists(work.threads);
    HzpStatus status = compute(&work);
    g_free((void *)work.groups);
    g_free((void *)work.depth);
    g_free(work.is_polygon);
    free_lists(work.pairs, work.threads);
    if (status != HZP_OK) hzp_exposure_result_free(work.result);
    *result = status == HZP_OK ? work.result : NULL;
    return status;
}
