/* Village totals spread by the raster (dasymetric_share.h), so that totals stay those of the villages.
 * docs/methods.md#exposure. */
#include "analysis/dasymetric_share.h"
#include "analysis/exposure_raster.h"

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
        double whole = hzp_dasymetric_share(result, k, work->groups, work->share + work->unit[k] * work->groups);
        if (!(whole > 0) && tell)
            hzp_findings_add(work->raster->findings, hzp_dasymetric_trouble(whole), "villages", id[work->unit[k]], "geometry",
                             NULL);
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
