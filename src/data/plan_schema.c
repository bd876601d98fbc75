#include "data/plan_schema.h"

#include <string.h>

#include "base/vocabulary.h"

#define REGION_FIGURES                                                                                                       \
    "t:code r:area_km2 i:hazard_count i:count_{type} i:count_{grade} i:count_ungraded r:hazard_density_per_km2 "             \
    "i:registered_population i:registered_households r:registered_property_wan_yuan i:registered_population_missing "        \
    "i:villages r:population i:exposed_villages r:exposed_population r:exposed_households i:exposed_population_missing "     \
    "i:buildings r:building_population i:building_population_missing i:exposed_buildings r:building_exposed_population "     \
    "r:building_exposed_households i:building_exposed_population_missing r:raster_population r:raster_exposed_population "   \
    "r:raster_missing_share "                                                                                                \
    "r:subsidence_km2 r:subsidence_share r:goaf_km2 r:damaged_land_km2 r:mining_subsidence_km2 i:subsidence_villages "       \
    "r:subsidence_population r:high_susceptibility_share "

static const HzpPlanLayer layers[] = {
    {"counties", HZP_GEOMETRY_MULTIPOLYGON, "t:name " REGION_FIGURES "i:key_towns", "name"},
    {"towns", HZP_GEOMETRY_MULTIPOLYGON,
     "t:name t:county " REGION_FIGURES
     "b:key_town r:priority_score t:priority_class t:priority_class_zh t:priority_class_computed "
     "t:priority_rule r:score_hazard_density r:score_exposed_population r:score_property r:score_subsidence "
     "r:score_susceptibility "
     "r:score_key_town",
     "name"},
    {"susceptibility", HZP_GEOMETRY_MULTIPOLYGON, "t:level t:level_zh r:area_km2", ""},
    {"priority_zones", HZP_GEOMETRY_MULTIPOLYGON,
     "t:zone_id t:name t:class t:class_zh t:county t:towns t:main_types t:main_types_zh r:area_km2 r:area_share "
     "i:hazard_count "
     "r:exposed_population i:exposed_population_missing",
     "zone_id"},
    {"subsidence", HZP_GEOMETRY_MULTIPOLYGON, "t:subsidence_id t:name t:kind t:kind_zh r:area_km2 i:villages r:population",
     "subsidence_id"},
    {"hazard_zones", HZP_GEOMETRY_MULTIPOLYGON,
     "t:hazard_id t:type t:grade t:source r:area_km2 i:villages r:population "
     "r:raster_population",
     "hazard_id"},
    {"villages", HZP_GEOMETRY_ANY,
     "t:village_id i:source_row t:name t:town t:county i:population i:households r:exposed_population "
     "r:exposed_households "
     "r:exposed_share b:exposed i:hazard_count t:hazard_types t:nearest_hazard_id r:nearest_hazard_m r:subsidence_share "
     "r:subsidence_population t:contact t:phone t:nearest_key_town r:nearest_key_town_m t:nearest_existing_brigade "
     "r:nearest_existing_brigade_m t:merged_from",
     "village_id name unplaced"},
    {"hazard_points", HZP_GEOMETRY_POINT,
     "t:hazard_id i:source_row t:name t:type t:type_zh t:types t:types_zh t:county t:town t:village t:location "
     "t:match_level "
     "t:registered_grade "
     "t:registered_grade_zh t:grade t:grade_zh t:stability t:stability_zh t:stability_text i:households i:population "
     "r:property_wan_yuan i:modelled_villages r:modelled_population i:modelled_population_missing "
     "r:population_difference "
     "r:radius_m b:key_point b:in_goaf "
     "t:monitor_unit "
     "t:monitor_person t:phone t:threat_text t:nearest_key_town r:nearest_key_town_m "
     "t:prevention_person t:prevention_phone t:technical_person t:technical_phone t:warning_sign t:notice t:work_card "
     "t:evacuation_card t:drill_date i:monitors t:nearest_monitor_id r:nearest_monitor_m t:lacking t:lacking_zh "
     "t:not_recorded t:not_recorded_zh",
     "hazard_id name unplaced"},
    {"key_towns", HZP_GEOMETRY_POINT,
     "t:name t:county t:town t:tier t:status t:status_zh t:priority_class i:villages_nearest r:population_nearest "
     "i:hazards_nearest "
     "r:farthest_village_m",
     "name unplaced"},
    {"facilities", HZP_GEOMETRY_ANY,
     "t:facility_id i:source_row t:name t:kind t:kind_zh t:town t:county i:people t:contact t:phone b:exposed i:hazard_count "
     "t:nearest_hazard_id r:nearest_hazard_m",
     "facility_id unplaced"},
    {"exposure", HZP_GEOMETRY_NONE, "t:hazard_id t:village_id r:population r:share r:distance_m", "hazard_id village_id"},
    {"exposure_sensitivity", HZP_GEOMETRY_NONE, "t:level t:county t:name t:measure r:low r:central r:high", ""},
    {"key_hazard_points", HZP_GEOMETRY_NONE,
     "i:number t:hazard_id t:name t:location t:scale_zh t:threat_text t:stability_text t:monitor_unit t:origin", "hazard_id"},
    {"key_periods", HZP_GEOMETRY_NONE,
     "t:period_id t:name_zh t:name_en t:first_day t:last_day t:trigger_zh t:trigger_en t:types t:types_zh t:origin", ""},
    {"hazard_statistics", HZP_GEOMETRY_NONE,
     "t:county t:type t:type_zh t:grade t:grade_zh i:hazard_count i:registered_population i:registered_households "
     "r:registered_property_wan_yuan i:population_missing i:households_missing i:property_missing",
     ""},
    {"management_gaps", HZP_GEOMETRY_NONE, "t:county t:town t:item t:item_zh i:hazard_points i:lacking i:not_recorded", ""},
    {"disposals", HZP_GEOMETRY_NONE,
     "t:hazard_id i:source_row t:hazard_name t:county t:town t:class t:class_zh t:class_text t:measure t:owner "
     "r:fund_wan_yuan t:deadline t:progress t:done_date t:state t:state_zh",
     "hazard_id"},
    {"disposal_statistics", HZP_GEOMETRY_NONE,
     "t:county t:class t:class_zh i:disposals i:done i:open i:overdue r:fund_wan_yuan i:fund_missing", ""},
    {"score_sensitivity", HZP_GEOMETRY_NONE, "t:factor r:weight r:weight_change_percent i:towns_changed", ""},
    {"comparison", HZP_GEOMETRY_NONE, "t:item t:key t:printed t:computed t:status t:message", ""},
    {"findings", HZP_GEOMETRY_NONE,
     "t:severity t:layer i:row t:feature t:field t:source_column t:value t:code t:message t:problem t:action r:lon r:lat",
     ""},
    {"inputs", HZP_GEOMETRY_NONE,
     "t:layer t:path t:sha256 t:driver i:features t:crs t:encoding t:transformation r:transformation_accuracy_m t:date "
     "t:date_origin t:source",
     ""},
    {"parameters", HZP_GEOMETRY_NONE, "t:key t:value t:source", "key"},
    {"summary", HZP_GEOMETRY_NONE, "t:key t:value t:value_type", "key"},
};

size_t hzp_plan_layer_count(void) { return G_N_ELEMENTS(layers); }

const HzpPlanLayer *hzp_plan_layer(size_t index) { return &layers[index]; }

static void column_clear(gpointer data) { g_free(((HzpPlanColumn *)data)->name); }

static HzpColumnType type_of(char letter)
{
    switch (letter) {
    case 'i':
        return HZP_COLUMN_INTEGER;
    case 'r':
        return HZP_COLUMN_REAL;
    case 'b':
        return HZP_COLUMN_BOOLEAN;
    default:
        return HZP_COLUMN_TEXT;
    }
}

static void add_expanded(GArray *columns, const char *name, HzpColumnType type, const char *place, const char *vocabulary)
{
    for (size_t i = 0; i < hzp_vocabulary_count(vocabulary); i++) {
        g_auto(GStrv) parts = g_strsplit(name, place, 2);
        HzpPlanColumn column = {g_strjoinv(hzp_vocabulary_code(vocabulary, i), parts), type};
        g_array_append_val(columns, column);
    }
}

GArray *hzp_plan_columns(const HzpPlanLayer *layer)
{
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(HzpPlanColumn));
    g_array_set_clear_func(columns, column_clear);
    g_auto(GStrv) words = g_strsplit(layer->columns, " ", -1);
    for (char **word = words; *word; word++) {
        const char *name = *word + 2;
        HzpColumnType type = type_of(**word);
        if (!**word) continue;
        if (strstr(name, "{type}")) {
            add_expanded(columns, name, type, "{type}", "hazard_type");
        } else if (strstr(name, "{grade}")) {
            add_expanded(columns, name, type, "{grade}", "grade");
        } else {
            HzpPlanColumn column = {g_strdup(name), type};
            g_array_append_val(columns, column);
        }
    }
    return columns;
}
