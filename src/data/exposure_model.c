/* Layers of the exposure engine from a model. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "data/exposure_layers.h"
#include "data/hazard_rule.h"
#include "geo/geodesic.h"
#include "geo/geometry.h"

typedef struct {
    const HzpModel *model;
    HzpExposureLayers *layers;
} Copying;

static const char *keep(const Copying *work, const char *text)
{
    return text ? g_string_chunk_insert(work->layers->texts, text) : NULL;
}

static void keep_texts(const Copying *work, HzpTable *table, const char *column, const char **texts)
{
    const char **values = hzp_table_text(table, column);
    for (size_t i = 0; values && i < hzp_table_rows(table); i++)
        texts[i] = keep(work, values[i]);
}

static HzpStatus fail_geometry(HzpTable *table, size_t row)
{
    return hzp_fail(HZP_E_GEOMETRY, "geometry_row_failed", "layer", hzp_table_name(table), "feature",
                    hzp_row_label(table, row), "reason", hzp_geos_message(), NULL);
}

/* Append the rings of a stored polygon to the polygon being appended, in the plane of the layers. */
static HzpStatus add_polygon(const Copying *work, HzpTable *table, size_t row, HzpPolygonSet *set)
{
    const GEOSGeometry *stored = hzp_table_geometry(table)[row];
    if (!stored || !hzp_geometry_is_polygonal(stored)) return HZP_OK;
    if (work->layers->planar) {
        hzp_polygon_set_add_rings(set, stored);
        return HZP_OK;
    }
    GEOSGeometry *planar = hzp_model_planar(work->model, stored);
    if (!planar) return fail_geometry(table, row);
    hzp_polygon_set_add_rings(set, planar);
    hzp_geometry_free(planar);
    return HZP_OK;
}

static void copy_place(const HzpPositions *from, size_t row, HzpExposurePlaces *to, size_t place)
{
    to->x[place] = to->lon ? from->planar_x[row] : from->x[row];
    to->y[place] = to->lon ? from->planar_y[row] : from->y[row];
    if (!to->lon) return;
    to->lon[place] = from->lon[row];
    to->lat[place] = from->lat[row];
}

/* ---- villages and buildings ---- */

static HzpStatus copy_unit_polygons(const Copying *work, HzpTable *table, HzpExposureVillages *units)
{
    bool any = false;
    for (size_t i = 0; i < units->n && !any; i++)
        any = hzp_table_geometry(table)[i] && hzp_geometry_is_polygonal(hzp_table_geometry(table)[i]);
    if (!any) return HZP_OK;
    units->polygons = hzp_polygon_set_new();
    for (size_t i = 0; i < units->n; i++) {
        HZP_TRY(add_polygon(work, table, i, units->polygons));
        hzp_polygon_set_end(units->polygons);
        const HzpBox *box = &units->polygons->box[i];
        if (box->min_x > box->max_x) continue;
        units->at.x[i] = (box->min_x + box->max_x) / 2;
        units->at.y[i] = (box->min_y + box->max_y) / 2;
    }
    return HZP_OK;
}

/* A column may lack in the table. */
static void copy_figures(HzpTable *table, const char *column, double *figures)
{
    const double *values = hzp_table_number(table, column);
    if (values) memcpy(figures, values, hzp_table_rows(table) * sizeof *figures);
}

static HzpStatus copy_units(const Copying *work, HzpTable *table, const HzpPositions *positions, const long *towns,
                            const long *counties, HzpExposureVillages *units)
{
    if (!table) return HZP_OK;
    size_t n = hzp_table_rows(table);
    hzp_exposure_villages_make(units, n, work->layers->planar);
    copy_figures(table, "population", units->people);
    copy_figures(table, "households", units->households);
    for (size_t i = 0; i < n; i++) {
        copy_place(positions, i, &units->at, i);
        units->town[i] = towns ? (int32_t)towns[i] : -1;
        units->county[i] = counties ? (int32_t)counties[i] : -1;
    }
    return copy_unit_polygons(work, table, units);
}

static HzpStatus copy_all_units(const Copying *work)
{
    const HzpModel *model = work->model;
    HzpExposureLayers *layers = work->layers;
    HZP_TRY(copy_units(work, model->villages, &model->village_positions, model->village_town, model->village_county,
                       &layers->villages));
    HZP_TRY(copy_units(work, model->buildings, &model->building_positions, model->building_town, model->building_county,
                       &layers->buildings));
    keep_texts(work, model->villages, "village_id", layers->villages.id);
    if (model->buildings) keep_texts(work, model->buildings, "building_id", layers->buildings.id);
    return HZP_OK;
}

/* ---- zones ---- */

/* Polygons given for hazard points: id -> rows of hazard_zones. Rings of several may overlap: winding numbers unite them. */
static GHashTable *given_rows(const HzpModel *model)
{
    GHashTable *rows = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    HzpTable *table = model->hazard_zones;
    const char **ids = table ? hzp_table_text(table, "hazard_id") : NULL;
    for (size_t i = 0; ids && i < hzp_table_rows(table); i++) {
        if (!ids[i] || !hzp_table_geometry(table)[i]) continue;
        GArray *list = g_hash_table_lookup(rows, ids[i]);
        if (!list) g_hash_table_insert(rows, (gpointer)ids[i], list = g_array_new(FALSE, FALSE, sizeof(size_t)));
        g_array_append_val(list, i);
    }
    return rows;
}

static bool placed_finely(const HzpModel *model, size_t hazard)
{
    const char *level = hzp_table_text(model->hazard_points, "match_level")[hazard];
    return strcmp(level, "given") == 0 || strcmp(level, "village") == 0;
}

static void copy_circle(const Copying *work, const HzpHazardRule *rule, size_t hazard)
{
    const HzpModel *model = work->model;
    HzpTable *table = model->hazard_points;
    HzpExposureThreats *threats = &work->layers->threats;
    int registered = hzp_vocabulary_index("grade", hzp_table_text(table, "registered_grade")[hazard]);
    double radius_m = hzp_hazard_rule_radius_m(rule, hzp_table_number(table, "radius_m")[hazard], threats->type[hazard],
                                               threats->grade[hazard], registered);
    if (!isfinite(model->hazard_positions.lon[hazard]) || !placed_finely(model, hazard) || !(radius_m > 0)) return;
    threats->radius_m[hazard] = radius_m;
    copy_place(&model->hazard_positions, hazard, &threats->at, hazard);
}

static HzpStatus copy_hazards(const Copying *work, GHashTable *given)
{
    HzpTable *table = work->model->hazard_points;
    HzpExposureThreats *threats = &work->layers->threats;
    const double *people = hzp_table_number(table, "population");
    const double *loss = hzp_table_number(table, "property_wan_yuan");
    const char **ids = hzp_table_text(table, "hazard_id");
    HzpHazardRule rule;
    HzpStatus status = HZP_OK;
    hzp_hazard_rule_read(work->model->project, &rule);
    for (size_t i = 0; i < threats->n_hazards && status == HZP_OK; i++) {
        threats->type[i] = (int8_t)hzp_vocabulary_index("hazard_type", hzp_table_text(table, "type")[i]);
        threats->grade[i] = (int8_t)hzp_risk_grade(people[i], loss[i], &rule.bounds);
        const GArray *rows = g_hash_table_lookup(given, ids[i]);
        if (!rows) copy_circle(work, &rule, i);
        for (guint r = 0; rows && r < rows->len && status == HZP_OK; r++)
            status = add_polygon(work, work->model->hazard_zones, g_array_index(rows, size_t, r), threats->polygons);
        if (threats->polygons) hzp_polygon_set_end(threats->polygons);
    }
    hzp_hazard_rule_clear(&rule);
    keep_texts(work, table, "hazard_id", threats->id);
    keep_texts(work, table, "name", threats->name);
    keep_texts(work, table, "county", threats->county);
    return status;
}

static HzpStatus copy_mining(const Copying *work)
{
    HzpTable *table = work->model->subsidence;
    HzpExposureThreats *threats = &work->layers->threats;
    for (size_t i = 0; i < threats->n - threats->n_hazards; i++) {
        HZP_TRY(add_polygon(work, table, i, threats->polygons));
        hzp_polygon_set_end(threats->polygons);
    }
    if (threats->n == threats->n_hazards) return HZP_OK;
    keep_texts(work, table, "subsidence_id", threats->id + threats->n_hazards);
    keep_texts(work, table, "name", threats->name + threats->n_hazards);
    return HZP_OK;
}

static HzpStatus copy_threats(const Copying *work)
{
    const HzpModel *model = work->model;
    bool hazards = hzp_exposure_wants_hazards(model->project);
    bool mining = hzp_exposure_wants_mining(model->project) && model->subsidence;
    hzp_exposure_threats_make(work->layers, hazards ? hzp_table_rows(model->hazard_points) : 0,
                              mining ? hzp_table_rows(model->subsidence) : 0);
    g_autoptr(GHashTable) given = given_rows(model);
    if (mining || (hazards && g_hash_table_size(given) > 0)) work->layers->threats.polygons = hzp_polygon_set_new();
    if (hazards) HZP_TRY(copy_hazards(work, given));
    HZP_TRY(copy_mining(work));
    hzp_exposure_threats_group(&work->layers->threats);
    return HZP_OK;
}

/* ---- towns and counties ---- */

static void copy_regions(const Copying *work, HzpTable *table, bool given, HzpExposureRegions *regions, bool towns)
{
    hzp_exposure_regions_make(regions, table ? hzp_table_rows(table) : 0, towns);
    if (!table) return;
    keep_texts(work, table, "code", regions->id);
    keep_texts(work, table, "name", regions->name);
    if (given) regions->stored = hzp_polygon_set_new();
    for (size_t i = 0; i < regions->n; i++) {
        if (towns) regions->county[i] = (int32_t)work->model->town_county[i];
        if (given) hzp_polygon_set_add(regions->stored, hzp_table_geometry(table)[i]);
    }
}

static HzpStatus copy_layers(const Copying *work)
{
    const HzpModel *model = work->model;
    HZP_TRY(hzp_exposure_check_crs(model->project, &model->crs, work->layers->planar));
    work->layers->crs = model->crs;
    work->layers->stored_crs = g_strdup(model->project->crs);
    work->layers->projection = g_strdup(work->layers->planar ? model->project->crs : model->equal_area);
    copy_regions(work, model->counties, model->counties_given, &work->layers->counties, false);
    copy_regions(work, model->towns, true, &work->layers->towns, true);
    HZP_TRY(copy_all_units(work));
    return copy_threats(work);
}

HzpStatus hzp_exposure_layers_of_model(const HzpModel *model, bool planar, HzpExposureLayers **layers)
{
    const Copying work = {model, hzp_exposure_layers_new(planar)};
    HzpStatus status = copy_layers(&work);
    if (status != HZP_OK) hzp_exposure_layers_free(work.layers);
    *layers = status == HZP_OK ? work.layers : NULL;
    return status;
}
