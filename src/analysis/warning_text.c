/* A warning as JSON (schema hazplan-warning/1), CSV (RFC 4180) and GeoJSON (RFC 7946). Towns, and the places that are listed.
 */
#include <math.h>
#include <string.h>

#include "analysis/warning.h"
#include "analysis/warning_fields.h"
#include "base/message.h"
#include "geo/geos_session.h"

typedef enum { TOWN, POINT, VILLAGE } RowKind;

static const char *const kind_codes[] = {"town", "hazard_point", "village"};
static const HzpWarningField *const kind_fields[] = {hzp_warning_town_fields, hzp_warning_point_fields,
                                                     hzp_warning_village_fields};

static RowKind kind_of(const HzpWarningPlace *place) { return strcmp(place->kind, "village") == 0 ? VILLAGE : POINT; }

/* ---- JSON ---- */

static json_object *field_json(const HzpWarningField *field, const void *row)
{
    if (field->kind == HZP_FIELD_TEXT) return hzp_warning_json_text(hzp_warning_field_text(field, row));
    double number = hzp_warning_field_number(field, row);
    return field->kind == HZP_FIELD_FLAG ? json_object_new_boolean(number != 0) : hzp_warning_json_number(number);
}

/* Ids are called `id` in JSON, whatever they are of. */
static json_object *row_json(const HzpWarningField *fields, const void *row)
{
    json_object *object = json_object_new_object();
    for (const HzpWarningField *field = fields; field->name; field++) {
        bool id = strcmp(field->name, "hazard_id") == 0 || strcmp(field->name, "village_id") == 0;
        json_object_object_add(object, id ? "id" : field->name, field_json(field, row));
    }
    return object;
}

static json_object *places_json(const HzpWarning *warning, RowKind kind)
{
    json_object *list = json_object_new_array();
    for (guint i = 0; i < warning->places->len; i++) {
        const HzpWarningPlace *place = &g_array_index(warning->places, HzpWarningPlace, i);
        if (kind_of(place) == kind && hzp_warning_is_listed(place))
            json_object_array_add(list, row_json(kind_fields[kind], place));
    }
    return list;
}

static json_object *warning_json(const HzpWarning *warning)
{
    json_object *root = hzp_warning_head(warning);
    json_object *towns = json_object_new_array();
    json_object *calls = json_object_new_array();
    for (guint t = 0; t < warning->towns->len; t++)
        json_object_array_add(towns, row_json(hzp_warning_town_fields, &g_array_index(warning->towns, HzpWarningTown, t)));
    for (guint i = 0; i < warning->calls->len; i++)
        json_object_array_add(calls, row_json(hzp_warning_call_fields, &g_array_index(warning->calls, HzpWarningCall, i)));
    json_object_object_add(root, "towns", towns);
    json_object_object_add(root, "hazard_points", places_json(warning, POINT));
    json_object_object_add(root, "villages", places_json(warning, VILLAGE));
    json_object_object_add(root, "calls", calls);
    return root;
}

/* ---- GeoJSON ---- */

static json_object *point_json(double lon, double lat)
{
    if (!isfinite(lon) || !isfinite(lat)) return NULL;
    json_object *point = json_object_new_object();
    json_object *coordinates = json_object_new_array();
    json_object_array_add(coordinates, hzp_warning_json_number(lon));
    json_object_array_add(coordinates, hzp_warning_json_number(lat));
    json_object_object_add(point, "type", json_object_new_string("Point"));
    json_object_object_add(point, "coordinates", coordinates);
    return point;
}

static json_object *polygon_json(const GEOSGeometry *polygon)
{
    if (!polygon) return NULL;
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeoJSONWriter *writer = GEOSGeoJSONWriter_create_r(geos);
    char *text = GEOSGeoJSONWriter_writeGeometry_r(geos, writer, polygon, -1);
    json_object *object = text ? json_tokener_parse(text) : NULL;
    GEOSFree_r(geos, text);
    GEOSGeoJSONWriter_destroy_r(geos, writer);
    return object;
}

static void add_feature(json_object *features, RowKind kind, const void *row, json_object *geometry)
{
    json_object *feature = json_object_new_object();
    json_object *properties = row_json(kind_fields[kind], row);
    json_object_object_add(properties, "layer", json_object_new_string(kind_codes[kind]));
    json_object_object_add(feature, "type", json_object_new_string("Feature"));
    json_object_object_add(feature, "geometry", geometry);
    json_object_object_add(feature, "properties", properties);
    json_object_array_add(features, feature);
}

static json_object *warning_geojson(const HzpWarning *warning)
{
    json_object *collection = json_object_new_object();
    json_object *features = json_object_new_array();
    for (guint t = 0; t < warning->towns->len; t++) {
        const HzpWarningTownSource *source =
            &g_array_index(warning->sources->towns, HzpWarningTownSource, warning->town_source[t]);
        add_feature(features, TOWN, &g_array_index(warning->towns, HzpWarningTown, t), polygon_json(source->degrees));
    }
    for (guint i = 0; i < warning->places->len; i++) {
        const HzpWarningPlace *place = &g_array_index(warning->places, HzpWarningPlace, i);
        if (hzp_warning_is_listed(place)) add_feature(features, kind_of(place), place, point_json(place->lon, place->lat));
    }
    json_object_object_add(collection, "type", json_object_new_string("FeatureCollection"));
    json_object_object_add(collection, "warning", hzp_warning_head(warning));
    json_object_object_add(collection, "features", features);
    return collection;
}

/* ---- CSV ---- */

static const char *const csv_columns[] = {"layer",
                                          "county",
                                          "town",
                                          "id",
                                          "name",
                                          "level",
                                          "level_zh",
                                          "at_least",
                                          "rule",
                                          "rule_zh",
                                          "rule_en",
                                          "decided_by",
                                          "by_hazard_id",
                                          "susceptibility",
                                          "type",
                                          "grade",
                                          "max_mm",
                                          "max_date",
                                          "heavy_days",
                                          "heavy_days_open",
                                          "total_mm",
                                          "effective_mm",
                                          "dry_days",
                                          "days_missing",
                                          "hazard_points",
                                          "hazard_points_warned",
                                          "hazard_points_unknown",
                                          "villages",
                                          "villages_warned",
                                          "villages_unknown",
                                          "population",
                                          "households",
                                          "exposed_population",
                                          "population_missing",
                                          "households_missing",
                                          "exposed_population_missing",
                                          "contact",
                                          "phone",
                                          "prevention_person",
                                          "prevention_phone",
                                          "previous_level",
                                          "change",
                                          "lon",
                                          "lat",
                                          NULL};

/* What the column is called in the fields of a kind. */
static const char *own_name(RowKind kind, const char *column)
{
    if (strcmp(column, "id") == 0) return kind == POINT ? "hazard_id" : "village_id";
    if (strcmp(column, "contact") == 0 && kind == POINT) return "monitor_person";
    return column;
}

static void put_csv_cell(GString *to, const char *text)
{
    if (!text) return;
    if (!strpbrk(text, ",\"\r\n")) {
        g_string_append(to, text);
        return;
    }
    g_string_append_c(to, '"');
    for (; *text; text++) {
        if (*text == '"') g_string_append_c(to, '"');
        g_string_append_c(to, *text);
    }
    g_string_append_c(to, '"');
}

static void put_csv_row(GString *to, RowKind kind, const void *row)
{
    for (size_t c = 0; csv_columns[c]; c++) {
        if (c > 0) g_string_append_c(to, ',');
        if (c == 0) {
            g_string_append(to, kind_codes[kind]);
            continue;
        }
        const HzpWarningField *field = kind_fields[kind];
        while (field->name && strcmp(field->name, own_name(kind, csv_columns[c])) != 0)
            field++;
        if (!field->name) continue;
        if (field->kind == HZP_FIELD_TEXT) {
            put_csv_cell(to, hzp_warning_field_text(field, row));
        } else {
            double number = hzp_warning_field_number(field, row);
            if (isfinite(number)) g_string_append(to, hzp_text_of_value(number));
        }
    }
    g_string_append_c(to, '\n');
}

static GString *warning_csv(const HzpWarning *warning)
{
    GString *to = g_string_new(NULL);
    for (size_t c = 0; csv_columns[c]; c++)
        g_string_append_printf(to, "%s%c", csv_columns[c], csv_columns[c + 1] ? ',' : '\n');
    for (guint t = 0; t < warning->towns->len; t++)
        put_csv_row(to, TOWN, &g_array_index(warning->towns, HzpWarningTown, t));
    for (guint i = 0; i < warning->places->len; i++) {
        const HzpWarningPlace *place = &g_array_index(warning->places, HzpWarningPlace, i);
        if (hzp_warning_is_listed(place)) put_csv_row(to, kind_of(place), place);
    }
    return to;
}

/* ---- any of them ---- */

static bool put_json(json_object *object, HzpTextFunction put, void *user)
{
    const int flags = JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE;
    const char *text = json_object_to_json_string_ext(object, flags);
    bool sent = put(text, strlen(text), user) && put("\n", 1, user);
    json_object_put(object);
    return sent;
}

HzpStatus hzp_warning_print(const HzpWarning *warning, const char *format, HzpTextFunction put, void *user)
{
    bool sent = false;
    if (strcmp(format, "json") == 0) {
        sent = put_json(warning_json(warning), put, user);
    } else if (strcmp(format, "geojson") == 0) {
        sent = put_json(warning_geojson(warning), put, user);
    } else if (strcmp(format, "csv") == 0) {
        GString *text = warning_csv(warning);
        sent = put(text->str, text->len, user);
        g_string_free(text, TRUE);
    } else {
        return hzp_fail(HZP_E_USAGE, "warning_option_unknown", "option", "format", "value", format, "known",
                        "json, csv, geojson", NULL);
    }
    return sent ? HZP_OK : hzp_fail(HZP_E_IO, "exposure_not_written", NULL);
}
