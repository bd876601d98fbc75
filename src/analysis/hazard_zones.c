/* Hazard zones: the threat polygon that the project gives for a point, else a geodesic circle whose radius follows type and
 * grade. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/exposure_arrays.h"
#include "base/message.h"
#include "base/vocabulary.h"
#include "data/hazard_rule.h"
#include "geo/geometry.h"

/* Radius of every hazard point by the rule; to be freed. */
static double *radii_of(const HzpAnalysis *analysis)
{
    HzpHazardRule rule;
    HzpTable *points = analysis->model->hazard_points;
    size_t n = hzp_table_rows(points);
    const double *own = hzp_table_number(points, "radius_m");
    const char **registered = hzp_table_text(points, "registered_grade");
    double *radius_m = g_new(double, n + 1);
    hzp_hazard_rule_read(analysis->project, &rule);
    for (size_t i = 0; i < n; i++)
        radius_m[i] =
            hzp_hazard_rule_radius_m(&rule, own[i], hzp_analysis_type(analysis, i), hzp_analysis_grade_index(analysis, i),
                                     hzp_vocabulary_index("grade", registered[i]));
    hzp_hazard_rule_clear(&rule);
    return radius_m;
}

/* Union of the given polygons by hazard id. */
static GHashTable *given_zones(const HzpAnalysis *analysis)
{
    HzpTable *table = analysis->model->hazard_zones;
    GHashTable *zones = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, hzp_geometry_free);
    if (!table) return zones;
    const char **ids = hzp_table_text(table, "hazard_id");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        GEOSGeometry *geometry = hzp_table_geometry(table)[i];
        if (!ids[i] || !geometry) continue;
        GEOSGeometry *both[] = {g_hash_table_lookup(zones, ids[i]), geometry};
        GEOSGeometry *merged = hzp_geometry_union(both, 2, NULL);
        if (merged) g_hash_table_replace(zones, (gpointer)ids[i], merged);
    }
    return zones;
}

static void report_orphans(HzpAnalysis *analysis, GHashTable *zones)
{
    HzpTable *points = analysis->model->hazard_points;
    const char **ids = hzp_table_text(points, "hazard_id");
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < hzp_table_rows(points); i++)
        g_hash_table_add(known, (gpointer)ids[i]);
    HzpTable *table = analysis->model->hazard_zones;
    const char **zone_ids = table ? hzp_table_text(table, "hazard_id") : NULL;
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (zone_ids[i] && g_hash_table_contains(zones, zone_ids[i]) && !g_hash_table_contains(known, zone_ids[i]))
            hzp_findings_add_row(analysis->findings, "zone_without_point", table, i, "hazard_id", "value", zone_ids[i], NULL);
    }
}

static void add_zone(HzpAnalysis *analysis, size_t row, GEOSGeometry *geometry, const char *source)
{
    HzpTable *points = analysis->model->hazard_points;
    HzpTable *zones = analysis->hazard_zones;
    size_t zone = hzp_table_append(zones);
    hzp_table_set_text(zones, "hazard_id", zone, hzp_table_text(points, "hazard_id")[row]);
    hzp_table_set_text(zones, "type", zone, hzp_table_text(points, "type")[row]);
    hzp_table_set_text(zones, "grade", zone, hzp_table_text(points, "grade")[row]);
    hzp_table_set_text(zones, "source", zone, source);
    hzp_table_set_number(zones, "area_km2", zone, hzp_model_area_km2(analysis->model, geometry));
    hzp_table_geometry(zones)[zone] = geometry;
    analysis->zone_hazard[zone] = row;
    analysis->zone_planar[zone] = hzp_model_planar(analysis->model, geometry);
}

HzpStatus hzp_analysis_zones(HzpAnalysis *analysis)
{
    HzpTable *points = analysis->model->hazard_points;
    size_t n = hzp_table_rows(points);
    const HzpPositions *at = &analysis->model->hazard_positions;
    double *radius = hzp_table_number(points, "radius_m");
    const char **ids = hzp_table_text(points, "hazard_id");
    analysis->hazard_zones = hzp_table_new("hazard_zones", 0);
    static const char *const texts[] = {"hazard_id", "type", "grade", "source"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        hzp_table_add_text(analysis->hazard_zones, texts[i]);
    hzp_table_add_number(analysis->hazard_zones, "area_km2", HZP_COLUMN_REAL);
    hzp_table_geometry(analysis->hazard_zones);
    analysis->zone_planar = g_new0(GEOSGeometry *, n + 1);
    analysis->zone_hazard = g_new(size_t, n + 1);
    g_autoptr(GHashTable) given = given_zones(analysis);
    g_autofree double *by_rule = radii_of(analysis);
    for (size_t i = 0; i < n; i++) {
        HZP_TRY(hzp_run_part(analysis->run, (double)i, (double)n));
        GEOSGeometry *polygon = g_hash_table_lookup(given, ids[i]);
        if (polygon) {
            radius[i] = NAN; /* a polygon replaces the radius */
            add_zone(analysis, i, GEOSGeom_clone_r(hzp_geos(), polygon), "given");
            continue;
        }
        radius[i] = NAN;
        if (!isfinite(at->lon[i]) || !hzp_analysis_placed_finely(analysis, i) || !(by_rule[i] > 0)) continue;
        radius[i] = by_rule[i];
        GEOSGeometry *made = hzp_zone_circle(analysis->model, i, radius[i]);
        if (!made) return hzp_fail(HZP_E_INTERNAL, "geometry_failed", "reason", hzp_geos_message(), NULL);
        add_zone(analysis, i, made, "radius");
    }
    report_orphans(analysis, given);
    return HZP_OK;
}
