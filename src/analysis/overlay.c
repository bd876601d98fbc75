#include "analysis/overlay.h"

#include <math.h>

#include "geo/geometry.h"
#include "geo/polygon_index.h"

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

/* Which parts of a dissolved layer meet the box of each region: those of region i are part[first[i]] to part[first[i + 1] -
 * 1], in rising order. A country has tens of thousands of both. */
typedef struct {
    GEOSGeometry **parts; /* borrowed from the dissolved layer */
    GArray *part;         /* size_t */
    size_t *first;
} Meetings;

static void keep_part(size_t part, void *user) { g_array_append_val((GArray *)user, part); }

static Meetings meetings_new(GEOSGeometry *const *regions, size_t n, const GEOSGeometry *dissolved)
{
    int count = dissolved ? GEOSGetNumGeometries_r(hzp_geos(), dissolved) : 0;
    Meetings meetings = {g_new(GEOSGeometry *, (size_t)count + 1), g_array_new(FALSE, FALSE, sizeof(size_t)),
                         g_new0(size_t, n + 1)};
    for (int p = 0; p < count; p++)
        meetings.parts[p] = (GEOSGeometry *)GEOSGetGeometryN_r(hzp_geos(), dissolved, p);
    HzpPolygonIndex *index = hzp_polygon_index_new(meetings.parts, (size_t)count);
    for (size_t i = 0; i < n; i++) {
        if (regions[i] && count > 0) hzp_polygon_index_near(index, regions[i], keep_part, meetings.part);
        meetings.first[i + 1] = meetings.part->len;
    }
    hzp_polygon_index_free(index);
    return meetings;
}

static void meetings_clear(Meetings *meetings)
{
    g_free(meetings->parts);
    g_free(meetings->first);
    g_array_free(meetings->part, TRUE);
}

static double area_inside(const GEOSGeometry *region, const Meetings *meetings, size_t row)
{
    double total = 0;
    if (GEOSisEmpty_r(hzp_geos(), region)) return NAN;
    for (size_t m = meetings->first[row]; m < meetings->first[row + 1]; m++)
        total += hzp_geometry_overlap_area(region, meetings->parts[g_array_index(meetings->part, size_t, m)]);
    return total;
}

HzpStatus hzp_overlay_areas(const HzpAnalysis *analysis, HzpTable *regions, GEOSGeometry *const *planar,
                            const GEOSGeometry *dissolved, double *areas_km2)
{
    long n = (long)hzp_table_rows(regions);
    Meetings meetings = meetings_new(planar, (size_t)n, dissolved);
#pragma omp parallel for schedule(dynamic) num_threads(hzp_run_threads(analysis->run))
    for (long i = 0; i < n; i++)
        areas_km2[i] =
            planar[i] && !hzp_run_cancelled(analysis->run) ? area_inside(planar[i], &meetings, (size_t)i) / 1e6 : NAN;
    meetings_clear(&meetings);
    HZP_TRY(hzp_run_check(analysis->run));
    for (long i = 0; i < n; i++) {
        if (planar[i] && isnan(areas_km2[i])) return fail(regions, (size_t)i);
    }
    return HZP_OK;
}
