#include "present/affected_tables.h"

#include <math.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "data/plan_writer.h"
#include "geo/geometry.h"
#include "present/affected_area.h"

const HzpPlanLayer hzp_affected_layers[HZP_AFFECTED_LAYERS] = {
    {"affected_area", HZP_GEOMETRY_MULTIPOLYGON, "t:kind t:hazard_id t:name r:radius_m", ""},
    {"affected_villages", HZP_GEOMETRY_POINT,
     "t:village_id t:name t:town t:county r:population r:households r:exposed_population r:share r:distance_m r:bearing_deg "
     "t:contact t:phone t:nearest_key_town r:nearest_key_town_m t:nearest_existing_brigade r:nearest_existing_brigade_m "
     "t:label",
     ""},
    {"affected_hazard_points", HZP_GEOMETRY_POINT,
     "t:hazard_id t:name t:type t:type_zh t:grade t:grade_zh t:town t:county r:population r:households r:distance_m "
     "r:bearing_deg t:monitor_person t:phone",
     ""},
    {"affected_brigades", HZP_GEOMETRY_POINT,
     "t:name t:town t:county t:tier t:status t:status_zh r:distance_m r:bearing_deg t:label", ""},
    {"affected_facilities", HZP_GEOMETRY_POINT,
     "t:facility_id t:name t:kind t:kind_zh t:town t:county r:people r:distance_m r:bearing_deg t:contact t:phone t:label",
     ""},
    {"affected_place", HZP_GEOMETRY_POINT, "t:name t:place_kind r:lon r:lat", ""},
    {"affected", HZP_GEOMETRY_NONE,
     "t:kind t:hazard_id t:name t:place_kind r:lon r:lat r:radius_m r:rain_mm b:outside_region r:outside_region_share "
     "i:villages i:towns "
     "r:population "
     "i:population_missing r:households i:households_missing r:exposed_population "
     "i:exposed_population_missing i:hazard_points i:facilities r:facility_people i:facility_people_missing "
     "i:villages_without_rain i:villages_without_position i:hazard_points_without_position i:facilities_without_position "
     "i:key_towns_without_position t:without_position t:plan_title t:region i:year t:notice",
     ""},
};

const char *hzp_people_text(double people) { return isfinite(people) ? hzp_text_of_number(round(people)) : NULL; }

char *hzp_radius_text(double metres)
{
    if (!isfinite(metres)) return g_strdup("");
    return g_strdup_printf("%s %s", hzp_text_of_number(metres < 1000 ? metres : metres / 1000), metres < 1000 ? "m" : "km");
}

char *hzp_distance_text(double metres)
{
    if (!isfinite(metres)) return g_strdup("");
    if (metres < 999.5) return g_strdup_printf("%.0f m", metres);
    return g_strdup_printf(metres < 9950 ? "%.1f km" : "%.0f km", metres / 1000);
}

/* ---- labels ---- */

static char *village_label(const HzpAffectedVillage *village)
{
    const char *name = village->name ? village->name : village->village_id ? village->village_id : "";
    const char *people = hzp_people_text(village->population);
    const char *exposed = hzp_people_text(village->exposed_population);
    if (!people) return hzp_message_format("affected_map_village_unknown", "name", name, NULL);
    if (!exposed || village->share >= 1)
        return hzp_message_format("affected_map_village", "name", name, "people", people, NULL);
    return hzp_message_format("affected_map_village_part", "name", name, "people", people, "exposed", exposed, NULL);
}

static char *brigade_label(const HzpAffectedBrigade *brigade)
{
    g_autofree char *distance = hzp_distance_text(brigade->distance_m);
    const char *status = hzp_vocabulary_label("brigade_status", brigade->status);
    return hzp_message_format("affected_map_brigade", "name", brigade->name, "status", status ? status : "?", "distance",
                              distance, NULL);
}

static char *facility_label(const HzpAffectedFacility *facility)
{
    const char *name = facility->name ? facility->name : facility->facility_id ? facility->facility_id : "";
    const char *people = hzp_people_text(facility->people);
    return people ? hzp_message_format("affected_map_village", "name", name, "people", people, NULL)
                  : hzp_message_format("affected_map_village_unknown", "name", name, NULL);
}

/* ---- rows ---- */

/* A table in the making: the row at hand, and where its points go. */
typedef struct {
    HzpTable *table;
    HzpTransform *to_plan; /* NULL where the plan is in degrees */
    size_t row;
} Filling;

static void put_text(const Filling *filling, const char *column, const char *text)
{
    hzp_table_set_text(filling->table, column, filling->row, text);
}

static void put_number(const Filling *filling, const char *column, double value)
{
    hzp_table_set_number(filling->table, column, filling->row, value);
}

static void put_label(const Filling *filling, char *label)
{
    put_text(filling, "label", label);
    g_free(label);
}

static void put_point(const Filling *filling, double lon, double lat)
{
    if (!isfinite(lon) || !isfinite(lat)) return;
    if (filling->to_plan) hzp_transform_forward(filling->to_plan, &lon, &lat, 1, 1);
    if (isfinite(lon) && isfinite(lat)) hzp_table_geometry(filling->table)[filling->row] = hzp_geometry_point(lon, lat);
}

static HzpTable *new_table(HzpAffectedLayer layer, size_t rows)
{
    const HzpPlanLayer *schema = &hzp_affected_layers[layer];
    HzpTable *table = hzp_table_new(schema->name, rows);
    g_autoptr(GArray) columns = hzp_plan_columns(schema);
    for (guint i = 0; i < columns->len; i++) {
        const HzpPlanColumn *column = &g_array_index(columns, HzpPlanColumn, i);
        if (column->type == HZP_COLUMN_TEXT) {
            hzp_table_add_text(table, column->name);
        } else {
            hzp_table_add_number(table, column->name, column->type);
        }
    }
    return table;
}

static void put_village(const Filling *filling, const HzpAffectedVillage *village)
{
    put_text(filling, "village_id", village->village_id);
    put_text(filling, "name", village->name);
    put_text(filling, "town", village->town);
    put_text(filling, "county", village->county);
    put_number(filling, "population", village->population);
    put_number(filling, "households", village->households);
    put_number(filling, "exposed_population", village->exposed_population);
    put_number(filling, "share", village->share);
    put_number(filling, "distance_m", village->distance_m);
    put_number(filling, "bearing_deg", village->bearing_deg);
    put_text(filling, "contact", village->contact);
    put_text(filling, "phone", village->phone);
    put_text(filling, "nearest_key_town", village->nearest_key_town);
    put_number(filling, "nearest_key_town_m", village->nearest_key_town_m);
    put_text(filling, "nearest_existing_brigade", village->nearest_existing_brigade);
    put_number(filling, "nearest_existing_brigade_m", village->nearest_existing_brigade_m);
    put_label(filling, village_label(village));
    put_point(filling, village->lon, village->lat);
}

static void put_hazard(const Filling *filling, const HzpAffectedHazard *hazard)
{
    put_text(filling, "hazard_id", hazard->hazard_id);
    put_text(filling, "name", hazard->name);
    put_text(filling, "type", hazard->type);
    put_text(filling, "type_zh", hazard->type_zh);
    put_text(filling, "grade", hazard->grade);
    put_text(filling, "grade_zh", hazard->grade_zh);
    put_text(filling, "town", hazard->town);
    put_text(filling, "county", hazard->county);
    put_number(filling, "population", hazard->population);
    put_number(filling, "households", hazard->households);
    put_number(filling, "distance_m", hazard->distance_m);
    put_number(filling, "bearing_deg", hazard->bearing_deg);
    put_text(filling, "monitor_person", hazard->monitor_person);
    put_text(filling, "phone", hazard->phone);
    put_point(filling, hazard->lon, hazard->lat);
}

static void put_brigade(const Filling *filling, const HzpAffectedBrigade *brigade)
{
    put_text(filling, "name", brigade->name);
    put_text(filling, "town", brigade->town);
    put_text(filling, "county", brigade->county);
    put_text(filling, "tier", brigade->tier);
    put_text(filling, "status", brigade->status);
    put_text(filling, "status_zh", brigade->status_zh);
    put_number(filling, "distance_m", brigade->distance_m);
    put_number(filling, "bearing_deg", brigade->bearing_deg);
    put_label(filling, brigade_label(brigade));
    put_point(filling, brigade->lon, brigade->lat);
}

static void put_facility(const Filling *filling, const HzpAffectedFacility *facility)
{
    put_text(filling, "facility_id", facility->facility_id);
    put_text(filling, "name", facility->name);
    put_text(filling, "kind", facility->kind);
    put_text(filling, "kind_zh", facility->kind_zh);
    put_text(filling, "town", facility->town);
    put_text(filling, "county", facility->county);
    put_number(filling, "people", facility->people);
    put_number(filling, "distance_m", facility->distance_m);
    put_number(filling, "bearing_deg", facility->bearing_deg);
    put_text(filling, "contact", facility->contact);
    put_text(filling, "phone", facility->phone);
    put_label(filling, facility_label(facility));
    put_point(filling, facility->lon, facility->lat);
}

static void put_place(const Filling *filling, const HzpAsked *asked)
{
    put_text(filling, "name", asked->name);
    put_text(filling, "place_kind", asked->place_kind);
    put_number(filling, "lon", asked->lon);
    put_number(filling, "lat", asked->lat);
    put_point(filling, asked->lon, asked->lat);
}

static const char *kind_of(const HzpAsked *asked)
{
    return asked->kind == HZP_ASKED_HAZARD ? "hazard" : asked->kind == HZP_ASKED_CIRCLE ? "circle" : "area";
}

static void put_unplaced(const Filling *filling, const HzpAffectedUnplacedAll *unplaced)
{
    g_autofree char *sentence = hzp_affected_unplaced_sentence(unplaced);
    put_number(filling, "villages_without_position", (double)unplaced->villages);
    put_number(filling, "hazard_points_without_position", (double)unplaced->hazard_points);
    put_number(filling, "facilities_without_position", (double)unplaced->facilities);
    put_number(filling, "key_towns_without_position", (double)unplaced->key_towns);
    put_text(filling, "without_position", sentence);
}

static void put_answer(const Filling *filling, const HzpAffected *answer)
{
    const HzpAsked *asked = &answer->asked;
    const HzpAffectedTotals *totals = &answer->totals;
    put_text(filling, "kind", kind_of(asked));
    put_text(filling, "hazard_id", asked->hazard_id);
    put_text(filling, "name", asked->name);
    put_text(filling, "place_kind", asked->place_kind);
    put_number(filling, "lon", asked->lon);
    put_number(filling, "lat", asked->lat);
    put_number(filling, "radius_m", asked->radius_m);
    put_number(filling, "rain_mm", asked->rain_mm > 0 ? asked->rain_mm : NAN);
    put_number(filling, "outside_region", asked->outside_region);
    put_number(filling, "outside_region_share", asked->beyond_share);
    put_number(filling, "villages", (double)totals->villages);
    put_number(filling, "towns", (double)totals->towns);
    put_number(filling, "population", totals->population);
    put_number(filling, "population_missing", (double)totals->population_missing);
    put_number(filling, "households", totals->households);
    put_number(filling, "households_missing", (double)totals->households_missing);
    put_number(filling, "exposed_population", totals->exposed_population);
    put_number(filling, "exposed_population_missing", (double)totals->exposed_missing);
    put_number(filling, "hazard_points", (double)totals->hazard_points);
    put_number(filling, "facilities", (double)totals->facilities);
    put_number(filling, "facility_people", totals->facility_people);
    put_number(filling, "facility_people_missing", (double)totals->facility_people_missing);
    put_number(filling, "villages_without_rain", (double)totals->without_rain);
    put_unplaced(filling, &answer->unplaced);
    put_text(filling, "plan_title", answer->plan.title);
    put_text(filling, "region", answer->plan.region);
    put_number(filling, "year", answer->plan.year > 0 ? (double)answer->plan.year : NAN);
    put_text(filling, "notice", answer->plan.notice);
}

/* ---- layers ---- */

static void fill_lists(const HzpAffected *answer, HzpTransform *to_plan, HzpTable *const *tables)
{
    Filling filling = {tables[HZP_AFFECTED_VILLAGES], to_plan, 0};
    for (filling.row = 0; filling.row < answer->villages->len; filling.row++)
        put_village(&filling, &g_array_index(answer->villages, HzpAffectedVillage, filling.row));
    filling.table = tables[HZP_AFFECTED_HAZARD_POINTS];
    for (filling.row = 0; filling.row < answer->hazards->len; filling.row++)
        put_hazard(&filling, &g_array_index(answer->hazards, HzpAffectedHazard, filling.row));
    filling.table = tables[HZP_AFFECTED_BRIGADES];
    for (filling.row = 0; filling.row < answer->brigades->len; filling.row++)
        put_brigade(&filling, &g_array_index(answer->brigades, HzpAffectedBrigade, filling.row));
    filling.table = tables[HZP_AFFECTED_FACILITIES];
    for (filling.row = 0; filling.row < answer->facilities->len; filling.row++)
        put_facility(&filling, &g_array_index(answer->facilities, HzpAffectedFacility, filling.row));
    filling.row = 0;
    filling.table = tables[HZP_AFFECTED_PLACE];
    put_place(&filling, &answer->asked);
    filling.table = tables[HZP_AFFECTED_ANSWER];
    put_answer(&filling, answer);
}

/* One row for each part; they have the question's name in common. */
static HzpTable *area_table(const HzpAsked *asked, GPtrArray *areas)
{
    Filling filling = {new_table(HZP_AFFECTED_AREA, areas->len), NULL, 0};
    for (; filling.row < areas->len; filling.row++) {
        put_text(&filling, "kind", kind_of(asked));
        put_text(&filling, "hazard_id", asked->hazard_id);
        put_text(&filling, "name", asked->name);
        put_number(&filling, "radius_m", asked->radius_m);
        hzp_table_geometry(filling.table)[filling.row] = g_steal_pointer(&g_ptr_array_index(areas, filling.row));
    }
    return filling.table;
}

/* The plan's own symbols of hazard points, which a bureau may have changed; the others come with the program. */
static HzpStatus read_styles(HzpPlanFile *plan, char **styles)
{
    styles[HZP_AFFECTED_HAZARD_POINTS] = hzp_plan_file_style(plan, "hazard_points");
    if (!styles[HZP_AFFECTED_HAZARD_POINTS])
        HZP_TRY(hzp_layer_style_read("hazard_points", &styles[HZP_AFFECTED_HAZARD_POINTS]));
    for (int i = 0; i < HZP_AFFECTED_ANSWER; i++) {
        if (!styles[i]) HZP_TRY(hzp_layer_style_read(hzp_affected_layers[i].name, &styles[i]));
        if (!styles[i]) return hzp_fail(HZP_E_IO, "map_style_missing", "layer", hzp_affected_layers[i].name, NULL);
    }
    return HZP_OK;
}

static HzpStatus make_tables(HzpPlanFile *plan, const HzpAffected *answer, HzpTransform *to_plan, HzpAffectedTables *made)
{
    g_autoptr(GPtrArray) areas = NULL;
    HZP_TRY(hzp_affected_area_geometry(plan, &answer->asked, made->crs, to_plan, &areas));
    const size_t rows[] = {0, answer->villages->len, answer->hazards->len, answer->brigades->len, answer->facilities->len, 1,
                           1};
    made->tables[HZP_AFFECTED_AREA] = area_table(&answer->asked, areas);
    for (int i = HZP_AFFECTED_VILLAGES; i < HZP_AFFECTED_LAYERS; i++)
        made->tables[i] = new_table((HzpAffectedLayer)i, rows[i]);
    fill_lists(answer, to_plan, made->tables);
    HZP_TRY(read_styles(plan, made->styles));
    return hzp_plan_file_check(plan);
}

HzpStatus hzp_affected_tables_make(HzpPlanFile *plan, const HzpAffected *answer, HzpAffectedTables *made)
{
    HzpCrsFacts facts;
    HzpTransform *to_plan = NULL;
    *made = (HzpAffectedTables){.crs = hzp_plan_file_crs(plan)};
    HZP_TRY(hzp_vocabulary_load());
    HZP_TRY(hzp_crs_facts(made->crs, &facts));
    if (!facts.geographic) {
        g_autofree char *degrees = hzp_crs_geographic(&facts);
        HZP_TRY(hzp_transform_new(degrees, made->crs, &to_plan));
    }
    HzpStatus status = make_tables(plan, answer, to_plan, made);
    hzp_transform_free(to_plan);
    return status;
}

void hzp_affected_tables_clear(HzpAffectedTables *tables)
{
    for (int i = 0; i < HZP_AFFECTED_LAYERS; i++) {
        hzp_table_free(tables->tables[i]);
        g_free(tables->styles[i]);
    }
    g_free(tables->crs);
    *tables = (HzpAffectedTables){0};
}
