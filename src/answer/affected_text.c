/* An answer for programs: JSON, CSV and GeoJSON. Millimetres and ten-thousandths of degrees of direction are as far as digits
 * mean anything; people and shares have all of theirs. */
#include <math.h>
#include <string.h>

#include "answer/affected.h"
#include "answer/deadline.h"
#include "answer/key_period.h"
#include "base/json_put.h"
#include "base/number_put.h"
#include "base/vocabulary.h"

static double millimetres(double metres) { return round(metres * 1e3) / 1e3; }
static double ten_thousandths(double degrees) { return round(degrees * 1e4) / 1e4; }

/* ---- columns of the lists ---- */

typedef enum { TEXT, NUMBER, METRES, BEARING, DIRECTION, DIRECTION_ZH } Kind;

typedef struct {
    const char *key;
    Kind kind;
    size_t offset;
} Column;

#define OF(type_, member_) offsetof(type_, member_)

static const Column village_columns[] = {
    {"village_id", TEXT, OF(HzpAffectedVillage, village_id)},
    {"name", TEXT, OF(HzpAffectedVillage, name)},
    {"town", TEXT, OF(HzpAffectedVillage, town)},
    {"county", TEXT, OF(HzpAffectedVillage, county)},
    {"population", NUMBER, OF(HzpAffectedVillage, population)},
    {"households", NUMBER, OF(HzpAffectedVillage, households)},
    {"exposed_population", NUMBER, OF(HzpAffectedVillage, exposed_population)},
    {"exposed_share", NUMBER, OF(HzpAffectedVillage, share)},
    {"distance_m", METRES, OF(HzpAffectedVillage, distance_m)},
    {"bearing_deg", BEARING, OF(HzpAffectedVillage, bearing_deg)},
    {"direction", DIRECTION, OF(HzpAffectedVillage, bearing_deg)},
    {"direction_zh", DIRECTION_ZH, OF(HzpAffectedVillage, bearing_deg)},
    {"contact", TEXT, OF(HzpAffectedVillage, contact)},
    {"phone", TEXT, OF(HzpAffectedVillage, phone)},
    {"nearest_key_town", TEXT, OF(HzpAffectedVillage, nearest_key_town)},
    {"nearest_key_town_m", METRES, OF(HzpAffectedVillage, nearest_key_town_m)},
    {"nearest_existing_brigade", TEXT, OF(HzpAffectedVillage, nearest_existing_brigade)},
    {"nearest_existing_brigade_m", METRES, OF(HzpAffectedVillage, nearest_existing_brigade_m)},
    {"lon", NUMBER, OF(HzpAffectedVillage, lon)},
    {"lat", NUMBER, OF(HzpAffectedVillage, lat)},
    {NULL, TEXT, 0}};

static const Column hazard_columns[] = {{"hazard_id", TEXT, OF(HzpAffectedHazard, hazard_id)},
                                        {"name", TEXT, OF(HzpAffectedHazard, name)},
                                        {"type", TEXT, OF(HzpAffectedHazard, type)},
                                        {"type_zh", TEXT, OF(HzpAffectedHazard, type_zh)},
                                        {"grade", TEXT, OF(HzpAffectedHazard, grade)},
                                        {"grade_zh", TEXT, OF(HzpAffectedHazard, grade_zh)},
                                        {"county", TEXT, OF(HzpAffectedHazard, county)},
                                        {"town", TEXT, OF(HzpAffectedHazard, town)},
                                        {"distance_m", METRES, OF(HzpAffectedHazard, distance_m)},
                                        {"bearing_deg", BEARING, OF(HzpAffectedHazard, bearing_deg)},
                                        {"direction", DIRECTION, OF(HzpAffectedHazard, bearing_deg)},
                                        {"direction_zh", DIRECTION_ZH, OF(HzpAffectedHazard, bearing_deg)},
                                        {"population", NUMBER, OF(HzpAffectedHazard, population)},
                                        {"households", NUMBER, OF(HzpAffectedHazard, households)},
                                        {"monitor_person", TEXT, OF(HzpAffectedHazard, monitor_person)},
                                        {"phone", TEXT, OF(HzpAffectedHazard, phone)},
                                        {"lon", NUMBER, OF(HzpAffectedHazard, lon)},
                                        {"lat", NUMBER, OF(HzpAffectedHazard, lat)},
                                        {NULL, TEXT, 0}};

static const Column brigade_columns[] = {{"name", TEXT, OF(HzpAffectedBrigade, name)},
                                         {"county", TEXT, OF(HzpAffectedBrigade, county)},
                                         {"town", TEXT, OF(HzpAffectedBrigade, town)},
                                         {"tier", TEXT, OF(HzpAffectedBrigade, tier)},
                                         {"status", TEXT, OF(HzpAffectedBrigade, status)},
                                         {"status_zh", TEXT, OF(HzpAffectedBrigade, status_zh)},
                                         {"distance_m", METRES, OF(HzpAffectedBrigade, distance_m)},
                                         {"bearing_deg", BEARING, OF(HzpAffectedBrigade, bearing_deg)},
                                         {"direction", DIRECTION, OF(HzpAffectedBrigade, bearing_deg)},
                                         {"direction_zh", DIRECTION_ZH, OF(HzpAffectedBrigade, bearing_deg)},
                                         {"lon", NUMBER, OF(HzpAffectedBrigade, lon)},
                                         {"lat", NUMBER, OF(HzpAffectedBrigade, lat)},
                                         {NULL, TEXT, 0}};

static const Column facility_columns[] = {{"facility_id", TEXT, OF(HzpAffectedFacility, facility_id)},
                                          {"name", TEXT, OF(HzpAffectedFacility, name)},
                                          {"kind", TEXT, OF(HzpAffectedFacility, kind)},
                                          {"kind_zh", TEXT, OF(HzpAffectedFacility, kind_zh)},
                                          {"town", TEXT, OF(HzpAffectedFacility, town)},
                                          {"county", TEXT, OF(HzpAffectedFacility, county)},
                                          {"people", NUMBER, OF(HzpAffectedFacility, people)},
                                          {"distance_m", METRES, OF(HzpAffectedFacility, distance_m)},
                                          {"bearing_deg", BEARING, OF(HzpAffectedFacility, bearing_deg)},
                                          {"direction", DIRECTION, OF(HzpAffectedFacility, bearing_deg)},
                                          {"direction_zh", DIRECTION_ZH, OF(HzpAffectedFacility, bearing_deg)},
                                          {"contact", TEXT, OF(HzpAffectedFacility, contact)},
                                          {"phone", TEXT, OF(HzpAffectedFacility, phone)},
                                          {"lon", NUMBER, OF(HzpAffectedFacility, lon)},
                                          {"lat", NUMBER, OF(HzpAffectedFacility, lat)},
                                          {NULL, TEXT, 0}};

/* Text of a column, or NULL with the number in *number. */
static const char *value_of(const Column *column, const void *row, double *number)
{
    const char *place = (const char *)row + column->offset;
    *number = NAN;
    if (column->kind == TEXT) {
        const char *text = NULL;
        memcpy(&text, place, sizeof text);
        return text;
    }
    memcpy(number, place, sizeof *number);
    double value = *number;
    if (column->kind == DIRECTION || column->kind == DIRECTION_ZH) *number = NAN;
    if (column->kind == DIRECTION) return hzp_compass_code(value);
    if (column->kind == DIRECTION_ZH) return hzp_vocabulary_zh("compass", hzp_compass_code(value));
    if (column->kind == METRES) *number = millimetres(value);
    if (column->kind == BEARING) *number = ten_thousandths(value);
    return NULL;
}

static void put_members(GString *to, const Column *columns, const void *row)
{
    for (const Column *column = columns; column->key; column++) {
        double number = NAN;
        const char *text = value_of(column, row, &number);
        hzp_json_put_key(to, column->key);
        if (text || !isfinite(number)) {
            hzp_json_put_text(to, text);
        } else {
            hzp_json_put_number(to, number);
        }
    }
}

static size_t listed(const GArray *rows, size_t limit) { return limit > 0 && limit < rows->len ? limit : rows->len; }

static void put_list(GString *to, const char *key, const Column *columns, const GArray *rows, size_t limit)
{
    size_t size = g_array_get_element_size((GArray *)rows);
    g_string_append_printf(to, ",\n  \"%s\": [", key);
    for (size_t i = 0; i < listed(rows, limit); i++) {
        g_string_append(to, i > 0 ? ",\n    {" : "\n    {");
        put_members(to, columns, rows->data + i * size);
        g_string_append_c(to, '}');
    }
    g_string_append(to, rows->len > 0 ? "\n  ]" : "]");
}

/* ---- JSON ---- */

static const char *const kinds[] = {"hazard", "circle", "area"};

static void put_text_member(GString *to, const char *key, const char *text)
{
    hzp_json_put_key(to, key);
    hzp_json_put_text(to, text);
}

static void put_number_member(GString *to, const char *key, double value)
{
    hzp_json_put_key(to, key);
    hzp_json_put_number(to, value);
}

static void put_plan(GString *to, const HzpAffectedPlan *plan)
{
    g_string_append(to, ",\n  \"plan\": {");
    put_text_member(to, "title", plan->title);
    put_text_member(to, "region", plan->region);
    put_number_member(to, "year", plan->year > 0 ? (double)plan->year : NAN);
    put_text_member(to, "notice", plan->notice);
    g_string_append_c(to, '}');
}

static void put_query(GString *to, const HzpAffected *answer)
{
    const HzpAsked *asked = &answer->asked;
    g_string_append(to, ",\n  \"query\": {");
    put_text_member(to, "kind", kinds[asked->kind]);
    put_text_member(to, "hazard_id", asked->hazard_id);
    put_text_member(to, "name", asked->name);
    put_text_member(to, "place_kind", asked->place_kind);
    put_number_member(to, "lon", asked->lon);
    put_number_member(to, "lat", asked->lat);
    put_text_member(to, "crs", answer->crs);
    put_number_member(to, "radius_m", asked->radius_m);
    put_number_member(to, "rain_mm", asked->rain_mm > 0 ? asked->rain_mm : NAN);
    hzp_json_put_key(to, "outside_region");
    g_string_append(to, asked->outside_region ? "true" : "false");
    put_number_member(to, "outside_region_share", asked->beyond_share);
    g_string_append_c(to, '}');
}

static void put_totals(GString *to, const HzpAffectedTotals *totals)
{
    g_string_append(to, ",\n  \"totals\": {");
    put_number_member(to, "villages", (double)totals->villages);
    put_number_member(to, "population", totals->population);
    put_number_member(to, "households", totals->households);
    put_number_member(to, "exposed_population", totals->exposed_population);
    put_number_member(to, "population_missing", (double)totals->population_missing);
    put_number_member(to, "households_missing", (double)totals->households_missing);
    put_number_member(to, "exposed_population_missing", (double)totals->exposed_missing);
    put_number_member(to, "villages_without_rain", (double)totals->without_rain);
    put_number_member(to, "hazard_points", (double)totals->hazard_points);
    put_number_member(to, "towns", (double)totals->towns);
    put_number_member(to, "facilities", (double)totals->facilities);
    put_number_member(to, "facility_people", totals->facility_people);
    put_number_member(to, "facility_people_missing", (double)totals->facility_people_missing);
    g_string_append_c(to, '}');
}

static const Column unplaced_columns[] = {
    {"layer", TEXT, OF(HzpAffectedUnplaced, layer)},   {"id", TEXT, OF(HzpAffectedUnplaced, id)},
    {"name", TEXT, OF(HzpAffectedUnplaced, name)},     {"town", TEXT, OF(HzpAffectedUnplaced, town)},
    {"county", TEXT, OF(HzpAffectedUnplaced, county)}, {NULL, TEXT, 0}};

static void put_unplaced(GString *to, const HzpAffectedUnplacedAll *unplaced)
{
    if (hzp_affected_unplaced_count(unplaced) == 0) return;
    g_string_append(to, ",\n  \"without_position\": {");
    put_number_member(to, "villages", (double)unplaced->villages);
    put_number_member(to, "hazard_points", (double)unplaced->hazard_points);
    put_number_member(to, "facilities", (double)unplaced->facilities);
    put_number_member(to, "key_towns", (double)unplaced->key_towns);
    hzp_json_put_key(to, "first");
    g_string_append_c(to, '[');
    for (guint i = 0; i < unplaced->named->len; i++) {
        g_string_append(to, i > 0 ? ",\n    {" : "\n    {");
        put_members(to, unplaced_columns, &g_array_index(unplaced->named, HzpAffectedUnplaced, i));
        g_string_append_c(to, '}');
    }
    g_string_append(to, "\n  ]}");
}

/* Nothing of it is inside: it has no share and no people there. */
static void put_nearest(GString *to, const HzpAffected *answer)
{
    if (!answer->has_nearest) return;
    g_string_append(to, ",\n  \"nearest_village\": {");
    put_members(to, village_columns, &answer->nearest);
    g_string_append_c(to, '}');
}

static void put_deadline(GString *to, const HzpDeadline *deadline)
{
    g_string_append(to, ",\n  \"report\": {");
    put_text_member(to, "grade", deadline->grade);
    put_text_member(to, "grade_source", hzp_deadline_source_code(deadline->source));
    put_text_member(to, "registered_grade", deadline->registered_grade);
    put_text_member(to, "rule_grade", deadline->rule_grade);
    put_number_member(to, "grade_people", deadline->people);
    g_autofree char *reason = hzp_deadline_reason(deadline);
    put_text_member(to, "grade_reason", reason);
    put_number_member(to, "hours", deadline->hours);
    put_text_member(to, "event_time", deadline->event_text);
    put_text_member(to, "due_time", deadline->due_text);
    put_number_member(to, "days_later", deadline->has_time ? (double)deadline->days_later : NAN);
    put_text_member(to, "time_zone", deadline->zone);
    put_text_member(to, "to", deadline->to);
    put_text_member(to, "rule", deadline->rule);
    g_string_append_c(to, '}');
}

static void put_key_period(GString *to, const HzpKeyPeriodAnswer *key_period)
{
    char day[32];
    g_snprintf(day, sizeof day, "%04d-%02d-%02d", key_period->day.year, key_period->day.month, key_period->day.day);
    g_string_append(to, ",\n  \"key_period\": {");
    put_text_member(to, "date", day);
    hzp_json_put_key(to, "inside");
    g_string_append(to, key_period->holding->len > 0 ? "true" : "false");
    hzp_json_put_key(to, "periods");
    g_string_append_c(to, '[');
    for (guint i = 0; i < key_period->holding->len; i++) {
        const HzpKeyPeriod *period = g_ptr_array_index(key_period->holding, i);
        g_autofree char *first = hzp_key_period_day_text(period->first_month, period->first_day);
        g_autofree char *last = hzp_key_period_day_text(period->last_month, period->last_day);
        g_string_append(to, i > 0 ? ", {" : "{");
        put_text_member(to, "period_id", period->id);
        put_text_member(to, "name_zh", period->name_zh);
        put_text_member(to, "name_en", period->name_en);
        put_text_member(to, "first_day", first);
        put_text_member(to, "last_day", last);
        put_text_member(to, "types", period->types);
        g_string_append_c(to, '}');
    }
    g_string_append(to, "]}");
}

void hzp_affected_put_json(GString *to, const HzpAffected *answer, size_t limit)
{
    g_string_append(to, "{\n  \"schema\": \"hazplan-affected/1\"");
    put_plan(to, &answer->plan);
    put_query(to, answer);
    put_totals(to, &answer->totals);
    put_unplaced(to, &answer->unplaced);
    put_nearest(to, answer);
    put_list(to, "villages", village_columns, answer->villages, limit);
    put_list(to, "hazard_points", hazard_columns, answer->hazards, limit);
    put_list(to, "brigades", brigade_columns, answer->brigades, 0);
    put_list(to, "facilities", facility_columns, answer->facilities, limit);
    if (answer->deadline) put_deadline(to, answer->deadline);
    if (answer->key_period) put_key_period(to, answer->key_period);
    g_string_append(to, "\n}\n");
}

/* ---- CSV: the villages (RFC 4180) ---- */

static void put_cell(GString *to, const char *text)
{
    if (!text) return;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    bool quoted = strpbrk(valid, ",\"\r\n") != NULL;
    if (quoted) g_string_append_c(to, '"');
    for (const char *at = valid; *at; at++) {
        if (*at == '"') g_string_append_c(to, '"');
        g_string_append_c(to, *at);
    }
    if (quoted) g_string_append_c(to, '"');
}

void hzp_affected_put_csv(GString *to, const HzpAffected *answer, size_t limit)
{
    for (const Column *column = village_columns; column->key; column++)
        g_string_append_printf(to, "%s%s", column == village_columns ? "" : ",", column->key);
    g_string_append_c(to, '\n');
    for (size_t i = 0; i < listed(answer->villages, limit); i++) {
        const HzpAffectedVillage *village = &g_array_index(answer->villages, HzpAffectedVillage, i);
        for (const Column *column = village_columns; column->key; column++) {
            char digits[HZP_NUMBER_ROOM];
            double number = NAN;
            const char *text = value_of(column, village, &number);
            if (column != village_columns) g_string_append_c(to, ',');
            put_cell(to, text);
            if (!text) g_string_append_len(to, digits, (gssize)hzp_number_put(digits, number));
        }
        g_string_append_c(to, '\n');
    }
}

/* ---- GeoJSON (RFC 7946) ---- */

static void put_features(GString *to, const char *layer, const Column *columns, const GArray *rows, size_t limit, size_t lon)
{
    size_t size = g_array_get_element_size((GArray *)rows);
    for (size_t i = 0; i < listed(rows, limit); i++) {
        const char *row = rows->data + i * size;
        double place[2];
        memcpy(place, row + lon, sizeof place);
        g_string_append(to, to->str[to->len - 1] == '[' ? "\n" : ",\n");
        g_string_append(to, "{\"type\": \"Feature\", \"geometry\": ");
        if (isfinite(place[0]) && isfinite(place[1])) {
            g_string_append(to, "{\"type\": \"Point\", \"coordinates\": [");
            hzp_json_put_number(to, place[0]);
            g_string_append(to, ", ");
            hzp_json_put_number(to, place[1]);
            g_string_append(to, "]}");
        } else {
            g_string_append(to, "null");
        }
        g_string_append(to, ", \"properties\": {");
        put_text_member(to, "layer", layer);
        put_members(to, columns, row);
        g_string_append(to, "}}");
    }
}

void hzp_affected_put_geojson(GString *to, const HzpAffected *answer, size_t limit)
{
    g_string_append(to, "{\"type\": \"FeatureCollection\", \"features\": [");
    put_features(to, "villages", village_columns, answer->villages, limit, OF(HzpAffectedVillage, lon));
    put_features(to, "hazard_points", hazard_columns, answer->hazards, limit, OF(HzpAffectedHazard, lon));
    put_features(to, "brigades", brigade_columns, answer->brigades, 0, OF(HzpAffectedBrigade, lon));
    put_features(to, "facilities", facility_columns, answer->facilities, limit, OF(HzpAffectedFacility, lon));
    g_string_append(to, "\n]}\n");
}
