/* Village totals spread by the raster: the share of a village's people inside zones is the raster's people of that part over
 * those of the whole village, so that totals stay those of the villages (Mennis & Hultgren 2006, Cartography and Geographic
 * Information Science 33(3); volume-preserving as in Tobler 1979). docs/methods.md#exposure. */
#include <math.h>

#include "analysis/exposure_raster.h"
#include "base/message.h"

typedef struct {
    HzpExposureRaster *raster;
    const HzpExposureFigures *villages;
    size_t groups;
    size_t *unit; /* villages that are polygons and reached by a zone */
    size_t n;
    double *share; /* villages × groups */
} Spreading;

static void choose_units(Spreading *work)
{
    const HzpExposureUnits *units = work->villages->units;
    work->unit = g_new(size_t, units->n + 1);
    for (size_t i = 0; i < units->n; i++) {
        bool polygon = units->polygons->first_ring[i] < units->polygons->first_ring[i + 1];
        if (polygon && work->share[i * work->groups + HZP_EXPOSURE_ALL] > 0) work->unit[work->n++] = i;
    }
}

static HzpStatus ask_raster(const Spreading *work, HzpRasterResult **result)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    for (size_t k = 0; k < work->n; k++)
        hzp_polygon_set_add_copy(set, work->villages->units->polygons, work->unit[k]);
    HzpStatus status = hzp_exposure_raster_place(work->raster, &set);
    if (status == HZP_OK) status = hzp_exposure_raster_sum(work->raster, set, NULL, false, result);
    hzp_polygon_set_free(set);
    return status;
}

/* Where the raster has nobody in a village, its people stay spread evenly, which is told once. */
static void spread(const Spreading *work, const HzpRasterResult *result)
{
    bool tell = work->villages->scale == HZP_SCALE_CENTRAL;
    const char *const *id = work->raster->answer->layers->villages.id;
    for (size_t k = 0; k < work->n; k++) {
        double whole = hzp_raster_sum_people(&result->region[k]);
        if (!(whole > 0)) {
            if (tell)
                hzp_findings_add(work->raster->findings, isnan(whole) ? "village_outside_raster" : "village_empty_in_raster",
                                 "villages", id[work->unit[k]], "geometry", NULL);
            continue;
        }
        for (size_t g = 0; g < work->groups; g++) {
            double part = hzp_raster_sum_people(&result->exposed[k * work->groups + g]);
            /* a part without figures of a village that has some elsewhere: its people are where the raster has any */
            work->share[work->unit[k] * work->groups + g] = isnan(part) ? 0 : fmin(1, part / whole);
        }
    }
}

/* Sums as the engine makes them, without zones. */
static HzpStatus add_rows(const Spreading *work)
{
    const HzpExposureUnits *units = work->villages->units;
    HzpExposureResult sums = {
        .n_groups = (int)work->groups, .n_regions = units->n_regions, .all = work->villages->result->all};
    sums.region = g_new0(HzpExposureSum, (units->n_regions + 1) * work->groups);
    for (size_t i = 0; i < units->n; i++) {
        int32_t region = units->region ? units->region[i] : 0;
        HzpExposureSum *row = sums.region + (region >= 0 ? (size_t)region : units->n_regions) * work->groups;
        for (size_t g = 0; g < work->groups; g++) {
            double share = work->share[i * work->groups + g];
            if (share > 0) hzp_exposure_count(&row[g], units, i, share);
        }
    }
    HzpExposureFigures figures = *work->villages;
    figures.source = HZP_SOURCE_DASYMETRIC;
    figures.result = &sums;
    HzpStatus status = hzp_exposure_answer_add(work->raster->answer, &figures);
    g_free(sums.region);
    return status;
}

HzpStatus hzp_exposure_dasymetric_add(HzpExposureRaster *raster, const HzpExposureFigures *figures)
{
    size_t groups = (size_t)figures->result->n_groups;
    Spreading work = {.raster = raster, .villages = figures, .groups = groups};
    HzpRasterResult *result = NULL;
    work.share = g_memdup2(figures->result->share, (figures->units->n * groups + 1) * sizeof(double));
    choose_units(&work);
    HzpStatus status = ask_raster(&work, &result);
    if (status == HZP_OK) {
        spread(&work, result);
        status = add_rows(&work);
    }
    hzp_raster_result_free(result);
    g_free(work.unit);
    g_free(work.share);
    return status;
}
