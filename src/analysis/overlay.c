#include "analysis/overlay.h"

#include <math.h>

#include "geo/geometry.h"

static HzpStatus fail(HzpTable *table, size_t row)
{
    return hzp_fail(HZP_E_GEOMETRY, "geometry_row_failed", "layer", hzp_table_name(table), "feature",
                    hzp_row_label(table, row), "reason", hzp_geos_message(), NULL);
}

HzpStatus hzp_overlay_project(const HzpModel *model, HzpTable *table, GEOSGeometry ***planar)
{
    *planar = NULL;
    if (!table) return HZP_OK;
    size_t n = hzp_table_rows(table);
    GEOSGeometry **made = g_new0(GEOSGeometry *, n + 1);
    for (size_t i = 0; i < n; i++) {
        const GEOSGeometry *geometry = hzp_table_geometry(table)[i];
        HzpStatus status = hzp_run_check(model->run);
        if (status != HZP_OK) {
            hzp_overlay_free(made, n);
            return status;
        }
        made[i] = hzp_model_planar(model, geometry);
        if (geometry && !made[i]) {
            hzp_overlay_free(made, n);
            return fail(table, i);
        }
        hzp_geometry_share(made[i]);
    }
    *planar = made;
    return HZP_OK;
}

void hzp_overlay_free(GEOSGeometry **planar, size_t n)
{
    for (size_t i = 0; planar && i < n; i++)
        hzp_geometry_free(planar[i]);
    g_free(planar);
}

HzpStatus hzp_overlay_dissolve(GEOSGeometry *const *planar, const int *code_of_row, size_t n, int code,
                               GEOSGeometry **dissolved)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();
    bool failed = false;
    for (size_t i = 0; i < n; i++) {
        if (planar[i] && (code < 0 || code_of_row[i] == code)) g_ptr_array_add(chosen, planar[i]);
    }
    *dissolved = hzp_geometry_union((GEOSGeometry **)chosen->pdata, chosen->len, &failed);
    if (failed) return hzp_fail(HZP_E_GEOMETRY, "geometry_failed", "reason", hzp_geos_message(), NULL);
    hzp_geometry_share(*dissolved);
    return HZP_OK;
}

/* Only the parts whose boxes meet the region are intersected. */
static double area_inside(const GEOSGeometry *region, const GEOSGeometry *dissolved)
{
    double box[4];
    double total = 0;
    if (!hzp_geometry_bounds(region, &box[0], &box[1], &box[2], &box[3])) return NAN;
    int parts = dissolved ? GEOSGetNumGeometries_r(hzp_geos(), dissolved) : 0;
    for (int p = 0; p < parts; p++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(hzp_geos(), dissolved, p);
        double other[4];
        if (!hzp_geometry_bounds(part, &other[0], &other[1], &other[2], &other[3])) continue;
        if (other[0] > box[2] || other[2] < box[0] || other[1] > box[3] || other[3] < box[1]) continue;
        total += hzp_geometry_overlap_area(region, part);
    }
    return total;
}

HzpStatus hzp_overlay_areas(const HzpAnalysis *analysis, HzpTable *regions, GEOSGeometry *const *planar,
                            const GEOSGeometry *dissolved, double *areas_km2)
{
    long n = (long)hzp_table_rows(regions);
#pragma omp parallel for schedule(dynamic) num_threads(hzp_run_threads(analysis->run))
    for (long i = 0; i < n; i++)
        areas_km2[i] = planar[i] && !hzp_run_cancelled(analysis->run) ? area_inside(planar[i], dissolved) / 1e6 : NAN;
    HZP_TRY(hzp_run_check(analysis->run));
    for (long i = 0; i < n; i++) {
        if (planar[i] && isnan(areas_km2[i])) return fail(regions, (size_t)i);
    }
    return HZP_OK;
}
