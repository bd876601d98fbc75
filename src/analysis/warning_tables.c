/* A warning as a GeoPackage: points, villages, towns, zones of a level, calls, and what it was made from. */
#include <math.h>
#include <string.h>

#include "analysis/warning.h"
#include "analysis/warning_fields.h"
#include "base/message.h"
#include "data/plan_writer.h"
#include "geo/geodesic.h"
#include "geo/geometry.h"

/* ---- rows ---- */

static void set_row(HzpTable *table, size_t row, const HzpWarningField *fields, const void *values)
{
    for (const HzpWarningField *field = fields; field->name; field++) {
        if (field->type == HZP_COLUMN_TEXT) {
            hzp_table_text(table, field->name)[row] = hzp_table_keep(table, hzp_warning_field_text(field, values));
        } else {
            hzp_table_number(table, field->name)[row] = hzp_warning_field_number(field, values);
        }
    }
}

static HzpTable *table_of(const char *name, size_t rows, const HzpWarningField *fields)
{
    HzpTable *table = hzp_table_new(name, rows);
    for (const HzpWarningField *field = fields; field->name; field++) {
        if (field->type == HZP_COLUMN_TEXT) {
            hzp_table_add_text(table, field->name);
        } else {
            hzp_table_add_number(table, field->name, field->type);
        }
    }
    return table;
}

static GEOSGeometry *copy_of(const GEOSGeometry *geometry)
{
    return geometry ? GEOSGeom_clone_r(hzp_geos(), geometry) : NULL;
}

HzpTable *hzp_warning_places_table(const HzpWarning *warning, bool villages)
{
    size_t rows = villages ? warning->places->len - warning->sources->n_points : warning->sources->n_points;
    const HzpWarningField *fields = villages ? hzp_warning_village_fields : hzp_warning_point_fields;
    HzpTable *table = table_of(villages ? "warning_villages" : "warning_points", rows, fields);
    GEOSGeometry **geometry = hzp_table_geometry(table);
    size_t row = 0;
    for (guint i = 0; i < warning->places->len; i++) {
        const HzpWarningSource *source = &g_array_index(warning->sources->places, HzpWarningSource, warning->place_source[i]);
        if (source->is_village != villages) continue;
        set_row(table, row, fields, &g_array_index(warning->places, HzpWarningPlace, i));
        if (isfinite(source->x))
            geometry[row] = source->polygon ? copy_of(source->polygon) : hzp_geometry_point(source->x, source->y);
        row++;
    }
    return table;
}

HzpTable *hzp_warning_towns_table(const HzpWarning *warning)
{
    HzpTable *table = table_of("warning_towns", warning->towns->len, hzp_warning_town_fields);
    GEOSGeometry **geometry = hzp_table_geometry(table);
    for (guint t = 0; t < warning->towns->len; t++) {
        set_row(table, t, hzp_warning_town_fields, &g_array_index(warning->towns, HzpWarningTown, t));
        geometry[t] = copy_of(g_array_index(warning->sources->towns, HzpWarningTownSource, warning->town_source[t]).polygon);
    }
    return table;
}

static HzpTable *calls_table(const HzpWarning *warning)
{
    HzpTable *table = table_of("warning_calls", warning->calls->len, hzp_warning_call_fields);
    for (guint i = 0; i < warning->calls->len; i++)
        set_row(table, i, hzp_warning_call_fields, &g_array_index(warning->calls, HzpWarningCall, i));
    return table;
}

/* ---- zones: towns of one level ---- */

typedef struct {
    const char *level, *level_zh;
    size_t towns;
    double area_km2;
} Zone;

static const HzpWarningField zone_fields[] = {{"level", HZP_COLUMN_TEXT, HZP_FIELD_TEXT, offsetof(Zone, level)},
                                              {"level_zh", HZP_COLUMN_TEXT, HZP_FIELD_TEXT, offsetof(Zone, level_zh)},
                                              {"towns", HZP_COLUMN_INTEGER, HZP_FIELD_SIZE, offsetof(Zone, towns)},
                                              {"area_km2", HZP_COLUMN_REAL, HZP_FIELD_DOUBLE, offsetof(Zone, area_km2)},
                                              {NULL, HZP_COLUMN_TEXT, HZP_FIELD_TEXT, 0}};

/* Polygons of the towns of a level; their areas add up, for towns do not overlap. */
static HzpStatus dissolve(const HzpWarning *warning, HzpWarningLevel level, const HzpCrsFacts *ellipsoid, Zone *zone,
                          GEOSGeometry **polygon)
{
    g_autoptr(GPtrArray) polygons = g_ptr_array_new();
    double area = 0;
    for (guint t = 0; t < warning->towns->len; t++) {
        const HzpWarningTown *town = &g_array_index(warning->towns, HzpWarningTown, t);
        const HzpWarningTownSource *source =
            &g_array_index(warning->sources->towns, HzpWarningTownSource, warning->town_source[t]);
        if (hzp_warning_level_of(town->level) != level || !source->polygon) continue;
        g_ptr_array_add(polygons, source->polygon);
        area += hzp_geodesic_area_m2(ellipsoid, source->degrees) / 1e6;
    }
    bool failed = false;
    *zone = (Zone){hzp_warning_level_code(level), hzp_warning_level_zh(level), polygons->len, area};
    *polygon = hzp_geometry_union((GEOSGeometry *const *)polygons->pdata, polygons->len, &failed);
    if (failed)
        return hzp_fail(HZP_E_GEOMETRY, "warning_dissolve_failed", "level", zone->level, "reason", hzp_geos_message(), NULL);
    return HZP_OK;
}

/* Most severe first, then what is unknown; none is left out. */
static HzpStatus zones_table(const HzpWarning *warning, HzpTable **table)
{
    static const HzpWarningLevel levels[] = {HZP_WARNING_RED, HZP_WARNING_ORANGE, HZP_WARNING_YELLOW, HZP_WARNING_BLUE,
                                             HZP_WARNING_UNKNOWN};
    HzpCrsFacts ellipsoid;
    *table = table_of("warning_zones", 0, zone_fields);
    HZP_TRY(hzp_crs_facts(warning->sources->crs, &ellipsoid));
    for (size_t i = 0; i < G_N_ELEMENTS(levels); i++) {
        Zone zone;
        GEOSGeometry *polygon = NULL;
        HZP_TRY(dissolve(warning, levels[i], &ellipsoid, &zone, &polygon));
        if (!polygon) continue;
        size_t row = hzp_table_append(*table);
        set_row(*table, row, zone_fields, &zone);
        hzp_table_geometry(*table)[row] = polygon;
    }
    return HZP_OK;
}

/* ---- what it was made from ---- */

static void add_leaf(HzpTable *table, const char *key, const char *value)
{
    size_t row = hzp_table_append(table);
    hzp_table_set_text(table, "key", row, key);
    hzp_table_set_text(table, "value", row, value);
}

static void add_leaves(HzpTable *table, const char *key, json_object *value)
{
    if (json_object_is_type(value, json_type_object)) {
        json_object_object_foreach(value, name, member)
        {
            g_autofree char *path = *key ? g_strconcat(key, ".", name, NULL) : g_strdup(name);
            add_leaves(table, path, member);
        }
    } else if (json_object_is_type(value, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(value); i++) {
            g_autofree char *path = g_strdup_printf("%s.%zu", key, i + 1);
            add_leaves(table, path, json_object_array_get_idx(value, i));
        }
    } else {
        add_leaf(table, key, value ? json_object_get_string(value) : NULL);
    }
}

static HzpTable *facts_table(const HzpWarning *warning)
{
    HzpTable *table = hzp_table_new("warning", 0);
    hzp_table_add_text(table, "key");
    hzp_table_add_text(table, "value");
    json_object *head = hzp_warning_head(warning);
    add_leaves(table, "", head);
    json_object_put(head);
    return table;
}

/* ---- the file ---- */

static const HzpWarningField fact_fields[] = {{"key", HZP_COLUMN_TEXT, HZP_FIELD_TEXT, 0},
                                              {"value", HZP_COLUMN_TEXT, HZP_FIELD_TEXT, 0},
                                              {NULL, HZP_COLUMN_TEXT, HZP_FIELD_TEXT, 0}};

static const struct {
    const char *name;
    HzpGeometryKind geometry;
    const HzpWarningField *fields;
    const char *indexes;
} layers[] = {{"warning_zones", HZP_GEOMETRY_MULTIPOLYGON, zone_fields, ""},
              {"warning_towns", HZP_GEOMETRY_MULTIPOLYGON, hzp_warning_town_fields, "town"},
              {"warning_villages", HZP_GEOMETRY_ANY, hzp_warning_village_fields, "village_id"},
              {"warning_points", HZP_GEOMETRY_POINT, hzp_warning_point_fields, "hazard_id"},
              {"warning_calls", HZP_GEOMETRY_NONE, hzp_warning_call_fields, ""},
              {"warning", HZP_GEOMETRY_NONE, fact_fields, ""}};

char *hzp_warning_columns(const HzpWarningField *fields)
{
    static const char letters[] = {
        [HZP_COLUMN_TEXT] = 't', [HZP_COLUMN_INTEGER] = 'i', [HZP_COLUMN_REAL] = 'r', [HZP_COLUMN_BOOLEAN] = 'b'};
    GString *text = g_string_new(NULL);
    for (const HzpWarningField *field = fields; field->name; field++)
        g_string_append_printf(text, "%c:%s ", letters[field->type], field->name);
    return g_string_free(text, FALSE);
}

/* Villages that are polygons are filled as towns are. */
static const char *style_of(const HzpWarning *warning, const char *layer)
{
    const HzpWarningPlaces *sources = warning->sources;
    if (strcmp(layer, "warning_villages") != 0 || sources->places->len == sources->n_points) return layer;
    bool polygon = g_array_index(sources->places, HzpWarningSource, sources->n_points).polygon != NULL;
    return polygon ? "warning_towns" : layer;
}

static HzpStatus write_tables(HzpRun *run, const HzpWarning *warning, HzpTable *const *tables, const char *path)
{
    HzpPlanLayer written[G_N_ELEMENTS(layers)];
    char *columns[G_N_ELEMENTS(layers)] = {NULL};
    char *styles[G_N_ELEMENTS(layers)] = {NULL};
    HzpStatus status = HZP_OK;
    for (size_t i = 0; i < G_N_ELEMENTS(layers) && status == HZP_OK; i++) {
        columns[i] = hzp_warning_columns(layers[i].fields);
        written[i] = (HzpPlanLayer){layers[i].name, layers[i].geometry, columns[i], layers[i].indexes};
        if (layers[i].geometry != HZP_GEOMETRY_NONE)
            status = hzp_layer_style_read(style_of(warning, layers[i].name), &styles[i]);
    }
    HzpLayerFile file = {.layers = written,
                         .count = G_N_ELEMENTS(layers),
                         .styles = styles,
                         .crs = warning->sources->crs,
                         .year = warning->sources->year};
    if (status == HZP_OK) status = hzp_layer_file_write(run, &file, tables, G_N_ELEMENTS(layers), path);
    for (size_t i = 0; i < G_N_ELEMENTS(layers); i++) {
        g_free(columns[i]);
        g_free(styles[i]);
    }
    return status;
}

HzpStatus hzp_warning_write(HzpRun *run, const HzpWarning *warning, const char *path)
{
    HzpTable *zones = NULL;
    HZP_TRY(hzp_warning_guard(warning, path));
    hzp_run_begin(run);
    HzpStatus status = zones_table(warning, &zones);
    HzpTable *tables[] = {zones,
                          hzp_warning_towns_table(warning),
                          hzp_warning_places_table(warning, true),
                          hzp_warning_places_table(warning, false),
                          calls_table(warning),
                          facts_table(warning)};
    if (status == HZP_OK) status = write_tables(run, warning, tables, path);
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        hzp_table_free(tables[i]);
    return hzp_run_end(run, status);
}
