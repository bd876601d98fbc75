/* Susceptibility by level: shares of the region, of each town and of each county. R8. */
#include <math.h>
#include <string.h>

#include "analysis/overlay.h"
#include "base/message.h"
#include "base/vocabulary.h"
#include "data/area_text.h"
#include "geo/geometry.h"

enum { MAX_LEVELS = 8 };

static HzpStatus shares_by_region(HzpAnalysis *analysis, HzpTable *regions, GEOSGeometry *const *planar,
                                  const GEOSGeometry *high)
{
    if (!regions || !planar) return HZP_OK;
    double *share = hzp_table_add_number(regions, "high_susceptibility_share", HZP_COLUMN_REAL);
    HZP_TRY(hzp_overlay_areas(analysis, regions, planar, high, share));
    for (size_t i = 0; i < hzp_table_rows(regions); i++) {
        share[i] /= hzp_geometry_area(planar[i]) / 1e6;
        if (share[i] > 1) share[i] = 1; /* by rounding only */
    }
    return HZP_OK;
}

/* ---- how the levels fit ---- */

/* The largest polygon met so far, of the equal-area projection. */
typedef struct {
    GEOSGeometry *shape; /* NULL while there is none */
    double area_m2;
} Largest;

/* Take over an overlay; one that failed has no polygons: the percentage is told all the same, only without a place. */
static void keep_largest(Largest *largest, GEOSGeometry *overlay)
{
    GEOSGeometry *polygons = hzp_geometry_polygons(overlay);
    int parts = polygons ? GEOSGetNumGeometries_r(hzp_geos(), polygons) : 0;
    for (int i = 0; i < parts; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(hzp_geos(), polygons, i);
        double area = hzp_geometry_area(part);
        if (largest->shape && area <= largest->area_m2) continue;
        hzp_geometry_free(largest->shape);
        *largest = (Largest){GEOSGeom_clone_r(hzp_geos(), part), area};
    }
    hzp_geometry_free(polygons);
    hzp_geometry_free(overlay);
}

/* Record the finding at the largest place, which is freed. */
static void tell_at_largest(const HzpAnalysis *analysis, const char *code, double percent, Largest largest)
{
    double lon = NAN;
    double lat = NAN;
    g_autofree char *area = largest.shape ? hzp_area_text(largest.area_m2) : g_strdup("—");
    hzp_findings_add(analysis->findings, code, "susceptibility", NULL, "geometry", "percent", hzp_text_of_number(percent),
                     "largest", area, NULL);
    if (largest.shape && hzp_model_degrees(analysis->model, largest.shape, &lon, &lat))
        hzp_findings_place_last(analysis->findings, lon, lat);
    hzp_geometry_free(largest.shape);
}

static void check_overlap(const HzpAnalysis *analysis, GEOSGeometry *const *levels, double sum, double dissolved)
{
    static const char CODE[] = "susceptibility_overlap";
    double percent = (sum - dissolved) / dissolved * 100;
    if (!(percent > hzp_findings_parameter(analysis->findings, CODE, "limit_percent"))) return;
    Largest largest = {0};
    for (size_t i = 0; i < MAX_LEVELS && hzp_findings_wants(analysis->findings, CODE); i++) {
        for (size_t j = i + 1; j < MAX_LEVELS; j++) {
            if (levels[i] && levels[j]) keep_largest(&largest, GEOSIntersection_r(hzp_geos(), levels[i], levels[j]));
        }
    }
    tell_at_largest(analysis, CODE, percent, largest);
}

static void check_coverage(const HzpAnalysis *analysis, const GEOSGeometry *all)
{
    static const char CODE[] = "susceptibility_coverage";
    const HzpModel *model = analysis->model;
    GEOSGeometry *const *whole = model->counties_given ? analysis->county_planar : analysis->town_planar;
    size_t rows = hzp_table_rows(model->counties_given ? model->counties : model->towns);
    double region = 0;
    for (size_t i = 0; whole && i < rows; i++)
        region += hzp_geometry_area(whole[i]);
    double percent = region > 0 ? (hzp_geometry_area(all) - region) / region * 100 : 0;
    if (!(fabs(percent) > hzp_findings_parameter(analysis->findings, CODE, "limit_percent"))) return;
    Largest largest = {0};
    GEOSGeometry *united = hzp_findings_wants(analysis->findings, CODE) ? hzp_geometry_union(whole, rows, NULL) : NULL;
    if (united) {
        keep_largest(&largest, GEOSDifference_r(hzp_geos(), united, all));
        keep_largest(&largest, GEOSDifference_r(hzp_geos(), all, united));
    }
    hzp_geometry_free(united);
    tell_at_largest(analysis, CODE, percent, largest);
}

/* ---- shares ---- */

static HzpStatus shares(HzpAnalysis *analysis, GEOSGeometry *const *planar, const int *level_of_row, size_t n,
                        GEOSGeometry **dissolved, GEOSGeometry **all)
{
    HzpModel *model = analysis->model;
    size_t levels = MIN(hzp_vocabulary_count("susceptibility"), (size_t)MAX_LEVELS);
    double sum = 0;
    for (size_t k = 0; k < levels; k++) {
        HZP_TRY(hzp_overlay_dissolve(planar, level_of_row, n, (int)k, &dissolved[k]));
        sum += hzp_geometry_area(dissolved[k]);
    }
    HZP_TRY(hzp_overlay_dissolve(dissolved, NULL, levels, -1, all));
    for (size_t k = 0; k < levels && sum > 0; k++)
        analysis->susceptibility_share[k] = hzp_geometry_area(dissolved[k]) / sum;
    analysis->susceptibility_known = sum > 0;
    /* A gap or an overlap makes the printed shares wrong. */
    if (sum > 0) check_overlap(analysis, dissolved, sum, hzp_geometry_area(*all));
    if (sum > 0) check_coverage(analysis, *all);
    int high = hzp_vocabulary_index("susceptibility", "high");
    HZP_TRY(shares_by_region(analysis, model->towns, analysis->town_planar, dissolved[high]));
    return shares_by_region(analysis, model->counties, analysis->county_planar, dissolved[high]);
}

HzpStatus hzp_analysis_susceptibility(HzpAnalysis *analysis)
{
    HzpModel *model = analysis->model;
    HzpTable *table = model->susceptibility;
    for (int k = 0; k < MAX_LEVELS; k++)
        analysis->susceptibility_share[k] = NAN;
    if (!table) return HZP_OK;
    size_t n = hzp_table_rows(table);
    const char **level = hzp_table_text(table, "level");
    double *area_km2 = hzp_table_add_number(table, "area_km2", HZP_COLUMN_REAL);
    g_autofree int *level_of_row = g_new(int, n + 1);
    GEOSGeometry *dissolved[MAX_LEVELS] = {NULL};
    GEOSGeometry *all = NULL;
    GEOSGeometry **planar = NULL;
    HZP_TRY(hzp_overlay_project(model, table, &planar));
    for (size_t i = 0; i < n; i++) {
        level_of_row[i] = hzp_vocabulary_index("susceptibility", level[i]);
        area_km2[i] = hzp_model_area_km2(model, hzp_table_geometry(table)[i]);
    }
    HzpStatus status = shares(analysis, planar, level_of_row, n, dissolved, &all);
    for (size_t k = 0; k < MAX_LEVELS; k++)
        hzp_geometry_free(dissolved[k]);
    hzp_geometry_free(all);
    hzp_overlay_free(planar, n);
    return status;
}
