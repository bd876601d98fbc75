#include "analysis/exposure_arrays.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/run.h"
#include "base/vocabulary.h"
#include "data/exposure_layers.h"
#include "geo/geodesic.h"
#include "geo/geometry.h"

/* ---- groups ---- */

int hzp_exposure_groups(void) { return 2 + (int)hzp_vocabulary_count("hazard_type") + (int)hzp_vocabulary_count("grade"); }

int hzp_exposure_group_of_type(size_t type) { return 1 + (int)type; }

int hzp_exposure_group_of_grade(int grade)
{
    return grade < 0 ? hzp_exposure_groups() - 1 : 1 + (int)hzp_vocabulary_count("hazard_type") + grade;
}

static uint32_t groups_of(const HzpModel *model, size_t hazard)
{
    int type = hzp_vocabulary_index("hazard_type", hzp_table_text(model->hazard_points, "type")[hazard]);
    int grade = hzp_vocabulary_index("grade", hzp_table_text(model->hazard_points, "grade")[hazard]);
    uint32_t groups = 1u | 1u << hzp_exposure_group_of_grade(grade);
    return type < 0 ? groups : groups | 1u << hzp_exposure_group_of_type((size_t)type);
}

/* ---- units ---- */

static bool has_polygons(HzpTable *table)
{
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (hzp_geometry_is_polygonal(hzp_table_geometry(table)[i])) return true;
    }
    return false;
}

static HzpStatus add_polygons(HzpRun *run, const HzpModel *model, HzpTable *table, HzpPolygonSet *set)
{
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        HZP_TRY(hzp_run_check(run));
        const GEOSGeometry *geometry = hzp_table_geometry(table)[i];
        bool polygon = hzp_geometry_is_polygonal(geometry);
        GEOSGeometry *planar = polygon ? hzp_model_planar(model, geometry) : NULL;
        if (polygon && !planar)
            return hzp_fail(HZP_E_GEOMETRY, "geometry_row_failed", "layer", hzp_table_name(table), "feature",
                            hzp_row_label(table, i), "reason", hzp_geos_message(), NULL);
        hzp_polygon_set_add(set, planar);
        hzp_geometry_free(planar);
    }
    return HZP_OK;
}

HzpStatus hzp_unit_arrays_make(HzpRun *run, const HzpModel *model, HzpTable *table, const HzpPositions *at,
                               HzpUnitArrays *arrays)
{
    *arrays = (HzpUnitArrays){.units = {.n = hzp_table_rows(table),
                                        .at = {at->planar_x, at->planar_y, at->lon, at->lat},
                                        .people = hzp_table_number(table, "population"),
                                        .households = hzp_table_number(table, "households"),
                                        .n_regions = 1}};
    if (!has_polygons(table)) return HZP_OK;
    arrays->units.polygons = arrays->polygons = hzp_polygon_set_new();
    return add_polygons(run, model, table, arrays->polygons);
}

void hzp_unit_arrays_clear(HzpUnitArrays *arrays)
{
    hzp_polygon_set_free(arrays->polygons);
    memset(arrays, 0, sizeof *arrays);
}

/* ---- zones ---- */

GEOSGeometry *hzp_zone_circle(const HzpModel *model, size_t hazard, double radius_m)
{
    const HzpPositions *at = &model->hazard_positions;
    int vertices = hzp_exposure_circle_corners(model->project);
    GEOSGeometry *polygon = hzp_geodesic_circle(&model->crs, at->lon[hazard], at->lat[hazard], radius_m, vertices);
    GEOSGeometry *stored = polygon;
    if (polygon && model->to_geographic) {
        stored = hzp_geometry_transform(polygon, model->to_geographic, true);
        hzp_geometry_free(polygon);
    }
    GEOSGeometry *multi = hzp_geometry_polygons(stored);
    hzp_geometry_free(stored);
    return multi;
}

static HzpStatus draw_circle(const HzpModel *model, size_t hazard, double radius_m, HzpZoneArrays *arrays)
{
    GEOSGeometry *stored = hzp_zone_circle(model, hazard, radius_m);
    GEOSGeometry *planar = hzp_model_planar(model, stored);
    hzp_polygon_set_add(arrays->stored, stored);
    hzp_polygon_set_add(arrays->polygons, planar);
    hzp_geometry_free(stored);
    if (!planar) return hzp_fail(HZP_E_INTERNAL, "geometry_failed", "reason", hzp_geos_message(), NULL);
    hzp_geometry_free(planar);
    return HZP_OK;
}

static HzpStatus draw(const HzpZoneRows *rows, double factor, bool outlines, HzpZoneArrays *arrays)
{
    arrays->zones.polygons = arrays->polygons = hzp_polygon_set_new();
    arrays->stored = hzp_polygon_set_new();
    for (size_t z = 0; z < rows->n; z++) {
        HZP_TRY(hzp_run_check(rows->run));
        double radius_m = arrays->zones.radius_m[z];
        if (isfinite(radius_m) && outlines && factor != 1) {
            HZP_TRY(draw_circle(rows->model, rows->hazard[z], radius_m, arrays));
            continue;
        }
        bool drawn = isnan(radius_m) || outlines;
        hzp_polygon_set_add(arrays->polygons, drawn ? rows->planar[z] : NULL);
        hzp_polygon_set_add(arrays->stored, drawn ? rows->stored[z] : NULL);
    }
    return HZP_OK;
}

HzpStatus hzp_zone_arrays_make(const HzpZoneRows *rows, double radius_factor, bool outlines, HzpZoneArrays *arrays)
{
    const HzpModel *model = rows->model;
    const HzpPositions *at = &model->hazard_positions;
    const double *radius = hzp_table_number(model->hazard_points, "radius_m");
    const double *const sources[] = {at->planar_x, at->planar_y, at->lon, at->lat, radius};
    size_t n = rows->n;
    *arrays = (HzpZoneArrays){.numbers = g_new(double, G_N_ELEMENTS(sources) * n + 1), .groups = g_new(uint32_t, n + 1)};
    for (size_t z = 0; z < n; z++) {
        for (size_t s = 0; s < G_N_ELEMENTS(sources); s++)
            arrays->numbers[s * n + z] = sources[s][rows->hazard[z]];
        arrays->numbers[4 * n + z] *= radius_factor;
        arrays->groups[z] = groups_of(model, rows->hazard[z]);
    }
    double *numbers = arrays->numbers;
    arrays->zones = (HzpExposureZones){.n = n,
                                       .at = {numbers, numbers + n, numbers + 2 * n, numbers + 3 * n},
                                       .radius_m = numbers + 4 * n,
                                       .groups = arrays->groups,
                                       .n_groups = hzp_exposure_groups()};
    return draw(rows, radius_factor, outlines, arrays);
}

void hzp_zone_arrays_clear(HzpZoneArrays *arrays)
{
    hzp_polygon_set_free(arrays->polygons);
    hzp_polygon_set_free(arrays->stored);
    g_free(arrays->numbers);
    g_free(arrays->groups);
    memset(arrays, 0, sizeof *arrays);
}
