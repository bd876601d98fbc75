#include "data/model.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/place_name.h"
#include "base/vocabulary.h"
#include "data/former_villages.h"
#include "data/input_watch.h"
#include "data/management.h"
#include "data/plan_file.h"
#include "data/raster_source.h"
#include "geo/geodesic.h"
#include "geo/geometry.h"

static void positions_free(HzpPositions *positions)
{
    g_free(positions->lon);
    g_free(positions->lat);
    g_free(positions->x);
    g_free(positions->y);
    g_free(positions->planar_x);
    g_free(positions->planar_y);
}

void hzp_model_free(HzpModel *model)
{
    if (!model) return;
    HzpTable *tables[] = {model->villages,       model->hazard_points,   model->counties,        model->hazard_zones,
                          model->subsidence,     model->key_towns,       model->towns,           model->gazetteer,
                          model->susceptibility, model->merged_villages, model->persons,         model->disposals,
                          model->surveys,        model->monitors,        model->former_villages, model->buildings,
                          model->facilities};
    long *lists[] = {model->village_county,  model->village_town,    model->hazard_county, model->hazard_town,
                     model->key_town_county, model->key_town_town,   model->town_county,   model->building_county,
                     model->building_town,   model->facility_county, model->facility_town};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        hzp_table_free(tables[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_free(lists[i]);
    positions_free(&model->village_positions);
    positions_free(&model->hazard_positions);
    positions_free(&model->key_town_positions);
    positions_free(&model->building_positions);
    positions_free(&model->facility_positions);
    hzp_transform_free(model->to_geographic);
    hzp_transform_free(model->to_equal_area);
    for (guint i = 0; i < model->inputs->len; i++)
        hzp_input_clear(&g_array_index(model->inputs, HzpInput, i));
    g_array_free(model->inputs, TRUE);
    hzp_management_free(model->management);
    hzp_raster_close(model->population);
    hzp_input_watch_free(model->watch);
    g_free(model->equal_area);
    g_free(model);
}

/* ---- reading the layers ---- */

static HzpStatus read_layer(HzpRun *run, HzpModel *model, const char *name, HzpPolygonIndex *region, HzpTable **table)
{
    const HzpLayerSource *source = hzp_project_layer(model->project, name);
    if (!source) return HZP_OK;
    HzpInput input;
    HzpStatus status =
        hzp_layer_read(run, model->project, model->project->crs, source, region, model->findings, table, &input);
    if (status == HZP_E_CANCELLED || status == HZP_E_MEMORY) return status;
    if (status != HZP_OK) {
        /* Reading goes on: a planner wants to see everything that is wrong at once. */
        hzp_findings_add_failure(model->findings, name);
        return HZP_OK;
    }
    g_array_append_val(model->inputs, input);
    if (hzp_table_rows(*table) == 0) {
        bool required = strcmp(name, "villages") == 0 || strcmp(name, "hazard_points") == 0;
        hzp_findings_add(model->findings, required ? "layer_empty" : "layer_empty_optional", name, NULL, NULL, "path",
                         source->path, NULL);
        if (!required) {
            hzp_table_free(*table);
            *table = NULL;
        }
    }
    return HZP_OK;
}

void hzp_model_check_units(HzpModel *model, HzpTable *units, const char *code)
{
    if (!units) return;
    GEOSGeometry **geometry = hzp_table_geometry(units);
    for (size_t i = 0; i < hzp_table_rows(units); i++) {
        if (!geometry[i] || hzp_geometry_is_point(geometry[i]) || hzp_geometry_is_polygonal(geometry[i])) continue;
        GEOSGeometry *polygons = hzp_geometry_polygons(geometry[i]);
        if (polygons) {
            hzp_geometry_free(geometry[i]);
            geometry[i] = polygons;
        } else {
            hzp_findings_add_row(model->findings, code, units, i, "geometry", NULL);
        }
    }
}

/* Layers that must hold one kind of geometry; a row of another kind cannot be used. */
static void check_geometry_kind(HzpModel *model, HzpTable *table, bool polygons)
{
    if (!table) return;
    GEOSGeometry **geometry = hzp_table_geometry(table);
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (!geometry[i]) {
            if (polygons) hzp_findings_add_row(model->findings, "geometry_missing", table, i, "geometry", NULL);
            continue;
        }
        bool line = polygons && hzp_geometry_is_closed_line(geometry[i]);
        bool fits = polygons ? hzp_geometry_is_polygonal(geometry[i]) : hzp_geometry_is_point(geometry[i]);
        if (!fits)
            hzp_findings_add_row(model->findings,
                                 line       ? "polygon_drawn_as_line"
                                 : polygons ? "polygon_expected"
                                            : "point_expected",
                                 table, i, "geometry", NULL);
    }
}

/* Megabytes of a layer's file: about what reading it costs. A database tells none. */
/* Where the rows of later layers are expected: the counties, else the towns. */
static HzpPolygonIndex *region_of(HzpTable *table)
{
    return table ? hzp_polygon_index_new(hzp_table_geometry(table), hzp_table_rows(table)) : NULL;
}

/* The population raster is opened with the layers, so that what is wrong with it is told with the rest; its cells are read
 * when exposure is computed. */
static HzpStatus open_population(HzpRun *run, HzpModel *model)
{
    const HzpLayerSource *source = hzp_project_layer(model->project, "population");
    HzpInput input;
    if (!source) return HZP_OK;
    HzpStatus status = hzp_raster_open(model->project, source, hzp_run_threads(run), &model->population, &input);
    if (status == HZP_E_CANCELLED || status == HZP_E_MEMORY) return status;
    if (status == HZP_OK) {
        g_array_append_val(model->inputs, input);
    } else {
        hzp_findings_add_failure(model->findings, "population");
    }
    return HZP_OK;
}

/* Where people are counted from cells alone there are neither villages nor, it may be, hazard points. */
static HzpStatus add_lacking(HzpModel *model)
{
    if (!hzp_project_layer(model->project, "villages")) HZP_TRY(hzp_layer_without_rows("villages", &model->villages));
    if (hzp_project_layer(model->project, "hazard_points")) return HZP_OK;
    return hzp_layer_without_rows("hazard_points", &model->hazard_points);
}

static HzpStatus read_layers(HzpRun *run, HzpModel *model)
{
    const struct {
        const char *name;
        HzpTable **table;
    } layers[] = {{"counties", &model->counties},         {"towns", &model->towns},
                  {"villages", &model->villages},         {"hazard_points", &model->hazard_points},
                  {"hazard_zones", &model->hazard_zones}, {"subsidence", &model->subsidence},
                  {"key_towns", &model->key_towns},       {"susceptibility", &model->susceptibility},
                  {"gazetteer", &model->gazetteer},       {"merged_villages", &model->merged_villages},
                  {"persons", &model->persons},           {"disposals", &model->disposals},
                  {"surveys", &model->surveys},           {"monitors", &model->monitors},
                  {"buildings", &model->buildings},       {"facilities", &model->facilities}};
    HzpPolygonIndex *region = NULL;
    HzpStatus status = HZP_OK;
    double size = 0;
    double done = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(layers); i++)
        size += hzp_model_layer_mb(model->project, layers[i].name);
    for (size_t i = 0; i < G_N_ELEMENTS(layers) && status == HZP_OK; i++) {
        double next = done + hzp_model_layer_mb(model->project, layers[i].name);
        HzpStretch all = hzp_run_stretch(run, done / size, next / size);
        status = hzp_run_step(run, "phase_read", 0, 1);
        if (status == HZP_OK) status = read_layer(run, model, layers[i].name, region, layers[i].table);
        hzp_run_resume(run, all);
        done = next;
        if (!region && i < 2) region = region_of(*layers[i].table);
    }
    hzp_polygon_index_free(region);
    HZP_TRY(status);
    HZP_TRY(add_lacking(model));
    HZP_TRY(open_population(run, model));
    if (hzp_project_own(model->project, "logo"))
        hzp_findings_add(model->findings, "key_unused", "project", NULL, "logo", NULL);
    check_geometry_kind(model, model->counties, true);
    check_geometry_kind(model, model->towns, true);
    check_geometry_kind(model, model->subsidence, true);
    check_geometry_kind(model, model->susceptibility, true);
    check_geometry_kind(model, model->hazard_zones, true);
    check_geometry_kind(model, model->hazard_points, false);
    check_geometry_kind(model, model->key_towns, false);
    hzp_model_check_units(model, model->villages, "village_geometry");
    return HZP_OK;
}

/* ---- CRS and positions ---- */

static int by_number(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return first < second ? -1 : first > second;
}

static double middle(GArray *values)
{
    if (values->len == 0) return NAN;
    g_array_sort(values, by_number);
    return g_array_index(values, double, values->len / 2);
}

/* The equal-area projection is centred on the boundaries where there are any, else on the villages and hazard points. The
 * median of their middles is taken, so that one stray coordinate cannot move the projection. */
static void region_centre(const HzpModel *model, double *x, double *y)
{
    HzpTable *tables[] = {model->counties, model->towns, model->villages, model->hazard_points};
    g_autoptr(GArray) xs = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) ys = g_array_new(FALSE, FALSE, sizeof(double));
    for (size_t t = 0; t < G_N_ELEMENTS(tables) && !(xs->len > 0 && t >= 2); t++) {
        for (size_t i = 0; tables[t] && i < hzp_table_rows(tables[t]); i++) {
            double box[4];
            if (!hzp_geometry_bounds(hzp_table_geometry(tables[t])[i], &box[0], &box[1], &box[2], &box[3])) continue;
            double centre[2] = {(box[0] + box[2]) / 2, (box[1] + box[3]) / 2};
            g_array_append_val(xs, centre[0]);
            g_array_append_val(ys, centre[1]);
        }
    }
    *x = middle(xs);
    *y = middle(ys);
}

static HzpStatus prepare_crs(HzpModel *model)
{
    double x = NAN;
    double y = NAN;
    HZP_TRY(hzp_crs_facts(model->project->crs, &model->crs));
    g_autofree char *geographic = hzp_crs_geographic(&model->crs);
    if (!model->crs.geographic) {
        /* Geographic coordinates on the project's own ellipsoid: no datum shift may creep into distances. */
        HZP_TRY(hzp_transform_new(model->project->crs, geographic, &model->to_geographic));
    }
    region_centre(model, &x, &y);
    if (model->to_geographic && isfinite(x)) hzp_transform_forward(model->to_geographic, &x, &y, 1, 1);
    if (!isfinite(x)) x = y = 0;
    model->equal_area = hzp_crs_equal_area(&model->crs, x, y);
    return hzp_transform_new(geographic, model->equal_area, &model->to_equal_area);
}

/* Planar candidates of the distance search hold within some 3000 km; what lies farther off is a wrong coordinate anyway. */
static void check_far_positions(const HzpModel *model, HzpTable *table, const HzpPositions *positions)
{
    for (size_t i = 0; i < positions->n; i++) {
        double off_m = hypot(positions->planar_x[i], positions->planar_y[i]);
        if (!isfinite(positions->x[i]) || off_m <= 3e6) continue;
        hzp_findings_add_row(model->findings, "position_far", table, i, "geometry", "lon",
                             hzp_text_of_number(positions->lon[i]), "lat", hzp_text_of_number(positions->lat[i]), NULL);
    }
}

void hzp_model_compute_positions(const HzpModel *model, HzpTable *table, HzpPositions *positions)
{
    size_t n = hzp_table_rows(table);
    double **arrays[] = {&positions->lon, &positions->lat,      &positions->x,
                         &positions->y,   &positions->planar_x, &positions->planar_y};
    positions->n = n;
    for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++) {
        if (!*arrays[i]) *arrays[i] = g_new(double, n + 1);
    }
    for (size_t i = 0; i < n; i++) {
        positions->x[i] = positions->y[i] = NAN;
        hzp_geometry_anchor(hzp_table_geometry(table)[i], &positions->x[i], &positions->y[i]);
    }
    memcpy(positions->lon, positions->x, n * sizeof(double));
    memcpy(positions->lat, positions->y, n * sizeof(double));
    if (model->to_geographic) hzp_transform_forward(model->to_geographic, positions->lon, positions->lat, 1, n);
    memcpy(positions->planar_x, positions->lon, n * sizeof(double));
    memcpy(positions->planar_y, positions->lat, n * sizeof(double));
    hzp_transform_forward(model->to_equal_area, positions->planar_x, positions->planar_y, 1, n);
    check_far_positions(model, table, positions);
}

/* Long edges are straight in degrees, as stored, not in the projection: points on them keep neighbours together when
 * projected. */
static const double LONGEST_EDGE_DEG = 0.02;

GEOSGeometry *hzp_model_planar(const HzpModel *model, const GEOSGeometry *geometry)
{
    if (!geometry) return NULL;
    GEOSGeometry *degrees = model->to_geographic ? hzp_geometry_transform(geometry, model->to_geographic, false)
                                                 : GEOSGeom_clone_r(hzp_geos(), geometry);
    GEOSGeometry *dense =
        degrees && hzp_geometry_is_polygonal(degrees) ? hzp_geometry_densify(degrees, LONGEST_EDGE_DEG) : NULL;
    GEOSGeometry *planar = degrees ? hzp_geometry_transform(dense ? dense : degrees, model->to_equal_area, false) : NULL;
    hzp_geometry_free(degrees);
    hzp_geometry_free(dense);
    if (planar && hzp_geometry_is_polygonal(planar) && GEOSisValid_r(hzp_geos(), planar) != 1) {
        /* Rings a hair apart may cross once rounded in another plane. */
        GEOSGeometry *repaired = hzp_geometry_repair(planar);
        hzp_geometry_free(planar);
        planar = repaired;
    }
    return planar;
}

bool hzp_model_degrees(const HzpModel *model, const GEOSGeometry *planar, double *lon, double *lat)
{
    return hzp_geometry_anchor(planar, lon, lat) && hzp_transform_inverse(model->to_equal_area, lon, lat, 1, 1) == 0;
}

double hzp_model_area_km2(const HzpModel *model, const GEOSGeometry *geometry)
{
    if (!geometry) return NAN;
    if (!model->to_geographic) return hzp_geodesic_area_m2(&model->crs, geometry) / 1e6;
    GEOSGeometry *degrees = hzp_geometry_transform(geometry, model->to_geographic, false);
    double area = degrees ? hzp_geodesic_area_m2(&model->crs, degrees) / 1e6 : NAN;
    hzp_geometry_free(degrees);
    return area;
}

double hzp_model_distance_m(const HzpModel *model, const HzpPositions *a, size_t i, const HzpPositions *b, size_t j)
{
    return hzp_geodesic_distance_m(&model->crs, a->lon[i], a->lat[i], b->lon[j], b->lat[j], NULL);
}

/* ---- findings ---- */

HzpTable *hzp_model_table(const HzpModel *model, const char *layer)
{
    HzpTable *const tables[] = {model->villages,   model->hazard_points, model->counties,        model->hazard_zones,
                                model->subsidence, model->key_towns,     model->towns,           model->susceptibility,
                                model->gazetteer,  model->persons,       model->merged_villages, model->disposals,
                                model->surveys,    model->monitors,      model->buildings,       model->facilities};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        if (tables[i] && strcmp(hzp_table_name(tables[i]), layer) == 0) return tables[i];
    }
    return NULL;
}

static GHashTable *rows_by_number(HzpTable *table)
{
    GHashTable *rows = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    const double *numbers = hzp_table_number(table, "source_row");
    for (size_t i = 0; numbers && i < hzp_table_rows(table); i++) {
        gint64 number = (gint64)numbers[i];
        g_hash_table_insert(rows, g_memdup2(&number, sizeof number), GSIZE_TO_POINTER(i + 1));
    }
    return rows;
}

static void place_finding(const HzpModel *model, GHashTable *tables, size_t index)
{
    const HzpFinding *finding = hzp_findings_get(model->findings, index);
    HzpTable *table = finding->row >= 0 && isnan(finding->lon) ? hzp_model_table(model, finding->layer) : NULL;
    if (!table || !hzp_table_has_geometry(table)) return;
    GHashTable *rows = g_hash_table_lookup(tables, table);
    if (!rows) g_hash_table_insert(tables, table, rows = rows_by_number(table));
    gint64 number = finding->row;
    size_t row = GPOINTER_TO_SIZE(g_hash_table_lookup(rows, &number));
    double lon = NAN;
    double lat = NAN;
    if (!row || !hzp_geometry_anchor(hzp_table_geometry(table)[row - 1], &lon, &lat)) return;
    if (model->to_geographic) hzp_transform_forward(model->to_geographic, &lon, &lat, 1, 1);
    hzp_findings_place(model->findings, index, lon, lat);
}

void hzp_model_place_findings(const HzpModel *model)
{
    g_autoptr(GHashTable) tables = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_destroy);
    for (size_t i = 0; i < hzp_findings_count(model->findings); i++)
        place_finding(model, tables, i);
}

/* ---- all of it ---- */

/* Last year's number of hazard points, from its own plan.gpkg. */
static HzpStatus read_previous(HzpModel *model)
{
    model->previous_hazard_total = NAN;
    if (!model->project->previous) return HZP_OK;
    HzpPlanFile *plan = NULL;
    HZP_TRY(hzp_plan_file_open(model->project->previous, &plan));
    model->previous_hazard_total = hzp_plan_file_summary_number(plan, "hazard_points.total");
    HzpStatus status = hzp_plan_file_check(plan);
    hzp_plan_file_close(plan);
    return status;
}

static HzpStatus assign_units(HzpModel *model)
{
    model->counties_given = model->counties != NULL;
    hzp_model_compute_positions(model, model->villages, &model->village_positions);
    return hzp_places_assign_units(model);
}

static HzpStatus assign_points(HzpModel *model)
{
    hzp_former_villages_rename(model);
    hzp_model_compute_positions(model, model->hazard_points, &model->hazard_positions);
    if (model->key_towns) hzp_model_compute_positions(model, model->key_towns, &model->key_town_positions);
    return hzp_places_assign_points(model);
}

/* Rows tied to each other; every step may need those before it. */
static HzpStatus join_rows(HzpModel *model)
{
    static const struct {
        HzpStatus (*join)(HzpModel *model);
        double share; /* where it ends; measured */
    } steps[] = {{prepare_crs, 0.05},   {hzp_register_prepare, 0.15}, {hzp_villages_merge, 0.2},
                 {assign_units, 0.6},   {hzp_register_locate, 0.85},  {hzp_facilities_prepare, 0.86},
                 {assign_points, 0.95}, {hzp_buildings_place, 0.97},  {hzp_management_join, 1}};
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        HzpStretch all = hzp_run_stretch(model->run, i ? steps[i - 1].share : 0, steps[i].share);
        HzpStatus status = hzp_run_step(model->run, "phase_read", 0, 1);
        if (status == HZP_OK) status = steps[i].join(model);
        hzp_run_resume(model->run, all);
        HZP_TRY(status);
    }
    return HZP_OK;
}

/* Of the time of reading, layers against joining; measured. */
static const double LAYERS_SHARE = 0.6;

static HzpStatus read_model(HzpRun *run, HzpModel *model)
{
    HZP_TRY(hzp_vocabulary_load());
    HZP_TRY(hzp_place_name_load());
    HZP_TRY(read_previous(model));
    hzp_run_expect(run, "phase_read", hzp_model_read_cost_s(model->project));
    HZP_TRY(hzp_input_watch_project(model->project, &model->watch));
    HzpStretch all = hzp_run_stretch(run, 0, LAYERS_SHARE);
    HzpStatus status = hzp_input_watch_end(model->watch, NULL, read_layers(run, model));
    hzp_run_resume(run, all);
    HZP_TRY(status);
    if (!model->villages || !model->hazard_points) {
        return hzp_findings_totals(model->findings).errors > 0 ? HZP_OK : hzp_fail(HZP_E_INTERNAL, "layer_unread", NULL);
    }
    hzp_run_stretch(run, LAYERS_SHARE, 1);
    status = join_rows(model);
    hzp_run_resume(run, all);
    return status;
}

HzpStatus hzp_model_read(HzpRun *run, const HzpProject *project, HzpFindings *findings, HzpModel **model)
{
    HzpModel *made = g_new0(HzpModel, 1);
    made->run = run;
    made->project = project;
    made->findings = findings;
    made->inputs = g_array_new(FALSE, TRUE, sizeof(HzpInput));
    HzpStatus status = read_model(run, made);
    if (status != HZP_OK) {
        hzp_model_free(made);
        made = NULL;
    }
    *model = made;
    return status;
}
