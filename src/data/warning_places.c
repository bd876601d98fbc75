#include "data/warning_places.h"

#include <math.h>
#include <string.h>

#include "base/vocabulary.h"
#include "data/warning_ground.h"
#include "geo/geometry.h"

typedef struct {
    HzpRun *run;
    HzpPlanFile *plan;
    const HzpWarningRules *rules;
    HzpWarningPlaces *places;
    HzpTransform *to_degrees; /* NULL where the plan's CRS is geographic */
} Reading;

static const char *text_of(const Reading *reading, sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text && *text ? g_string_chunk_insert_const(reading->places->texts, text) : NULL;
}

static double number_of(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL ? NAN : sqlite3_column_double(statement, column);
}

static unsigned types_of(const char *codes)
{
    unsigned types = 0;
    g_auto(GStrv) words = g_strsplit(codes ? codes : "", ",", -1);
    for (char **word = words; *word; word++) {
        int type = hzp_vocabulary_index("hazard_type", g_strstrip(*word));
        if (type >= 0) types |= 1U << type;
    }
    return types;
}

/* A polygon in degrees: itself where the plan's CRS is geographic. */
static GEOSGeometry *in_degrees(const Reading *reading, GEOSGeometry *polygon)
{
    if (!reading->to_degrees || !polygon) return polygon;
    /* An edge that is straight in the plan's projection bends in degrees. */
    GEOSGeometry *dense = hzp_geometry_densify(polygon, 2000);
    GEOSGeometry *degrees = dense ? hzp_geometry_transform(dense, reading->to_degrees, false) : NULL;
    hzp_geometry_free(dense);
    return degrees;
}

/* ---- hazard points and villages ---- */

static void take_position(const Reading *reading, HzpWarningSource *place, GEOSGeometry *geometry)
{
    place->x = place->y = NAN;
    if (geometry && !hzp_geometry_anchor(geometry, &place->x, &place->y)) place->x = place->y = NAN;
    place->lon = place->x;
    place->lat = place->y;
    if (reading->to_degrees && isfinite(place->x)) hzp_transform_forward(reading->to_degrees, &place->lon, &place->lat, 1, 1);
    place->polygon = hzp_geometry_is_polygonal(geometry) ? geometry : NULL;
    if (!place->polygon) hzp_geometry_free(geometry);
    place->degrees = in_degrees(reading, place->polygon);
}

/* The more severe of the rule's grade and the registered one: a point that the register gives no people for has no rule's. */
static const char *severer_grade(const char *one, const char *other)
{
    int left = hzp_vocabulary_index("grade", one);
    int right = hzp_vocabulary_index("grade", other);
    if (left < 0) return right < 0 ? one : other;
    return right >= 0 && right < left ? other : one;
}

static void take_point(const Reading *reading, sqlite3_stmt *row)
{
    HzpWarningSource place = {.is_village = false, .exposed_population = NAN};
    place.id = text_of(reading, row, 0);
    place.name = text_of(reading, row, 1);
    place.type = text_of(reading, row, 2);
    place.types = types_of((const char *)sqlite3_column_text(row, 3));
    if (place.types == 0) place.types = types_of(place.type);
    place.county = text_of(reading, row, 4);
    place.town = text_of(reading, row, 5);
    place.grade = severer_grade(text_of(reading, row, 6), text_of(reading, row, 14));
    place.population = number_of(row, 7);
    place.households = number_of(row, 8);
    place.contact = text_of(reading, row, 9);
    place.phone = text_of(reading, row, 10);
    place.prevention_person = text_of(reading, row, 11);
    place.prevention_phone = text_of(reading, row, 12);
    reading->places->has_prevention |= place.prevention_person || place.prevention_phone;
    take_position(reading, &place, hzp_plan_file_geometry(row, 13));
    g_array_append_val(reading->places->places, place);
}

static void take_village(const Reading *reading, sqlite3_stmt *row)
{
    HzpWarningSource place = {.is_village = true};
    place.id = text_of(reading, row, 0);
    place.name = text_of(reading, row, 1);
    place.county = text_of(reading, row, 2);
    place.town = text_of(reading, row, 3);
    place.population = number_of(row, 4);
    place.households = number_of(row, 5);
    place.exposed_population = number_of(row, 6);
    place.types = types_of((const char *)sqlite3_column_text(row, 7));
    place.contact = text_of(reading, row, 8);
    place.phone = text_of(reading, row, 9);
    take_position(reading, &place, hzp_plan_file_geometry(row, 10));
    g_array_append_val(reading->places->places, place);
}

static HzpStatus each_row(const Reading *reading, const char *sql, void (*take)(const Reading *reading, sqlite3_stmt *row))
{
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_plan_file_prepare(reading->plan, sql, &statement));
    HzpStatus status = HZP_OK;
    for (size_t n = 0; status == HZP_OK && hzp_plan_file_step(reading->plan, statement); n++) {
        take(reading, statement);
        if (n % 1024 == 0) status = hzp_run_check(reading->run);
    }
    sqlite3_finalize(statement);
    return status == HZP_OK ? hzp_plan_file_check(reading->plan) : status;
}

/* ---- towns ---- */

static char *town_key(const char *county, const char *town)
{
    return g_strconcat(county ? county : "", "\n", town ? town : "", NULL);
}

static void take_town(const Reading *reading, sqlite3_stmt *row)
{
    HzpWarningTownSource town = {.name = text_of(reading, row, 0), .county = text_of(reading, row, 1)};
    town.polygon = hzp_plan_file_geometry(row, 2);
    town.degrees = in_degrees(reading, town.polygon);
    g_array_append_val(reading->places->towns, town);
}

/* The town of every place; towns that only places name are added, so that nobody is left out. */
static void assign_towns(HzpWarningPlaces *places)
{
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < places->towns->len; i++) {
        const HzpWarningTownSource *town = &g_array_index(places->towns, HzpWarningTownSource, i);
        char *key = town_key(town->county, town->name);
        if (g_hash_table_contains(known, key)) {
            g_free(key); /* two polygons of one town: the first bears its places */
        } else {
            g_hash_table_insert(known, key, GUINT_TO_POINTER(i));
        }
    }
    places->town_of = g_new0(size_t, places->places->len + 1);
    for (guint i = 0; i < places->places->len; i++) {
        const HzpWarningSource *place = &g_array_index(places->places, HzpWarningSource, i);
        char *key = town_key(place->county, place->town);
        gpointer found = NULL;
        if (!g_hash_table_lookup_extended(known, key, NULL, &found)) {
            HzpWarningTownSource town = {.name = place->town, .county = place->county};
            found = GUINT_TO_POINTER(places->towns->len);
            g_array_append_val(places->towns, town);
            g_hash_table_insert(known, g_strdup(key), found);
        }
        places->town_of[i] = GPOINTER_TO_UINT(found);
        g_free(key);
    }
}

/* ---- which points reach which villages ---- */

static void index_ids(const HzpWarningPlaces *places, GHashTable *points, GHashTable *villages)
{
    for (guint i = 0; i < places->places->len; i++) {
        const HzpWarningSource *place = &g_array_index(places->places, HzpWarningSource, i);
        if (place->id)
            g_hash_table_insert(place->is_village ? villages : points, (gpointer)place->id, GUINT_TO_POINTER(i + 1));
    }
}

static HzpStatus read_links(const Reading *reading)
{
    g_autoptr(GHashTable) points = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) villages = g_hash_table_new(g_str_hash, g_str_equal);
    sqlite3_stmt *row = NULL;
    index_ids(reading->places, points, villages);
    HZP_TRY(hzp_plan_file_prepare(reading->plan, "SELECT hazard_id, village_id FROM exposure", &row));
    while (hzp_plan_file_step(reading->plan, row)) {
        const char *point = (const char *)sqlite3_column_text(row, 0);
        gpointer from = point ? g_hash_table_lookup(points, point) : NULL;
        const char *village = (const char *)sqlite3_column_text(row, 1);
        gpointer to = village ? g_hash_table_lookup(villages, village) : NULL;
        HzpWarningLink link = {GPOINTER_TO_UINT(from) - 1, GPOINTER_TO_UINT(to) - 1};
        if (from && to) g_array_append_val(reading->places->links, link);
    }
    sqlite3_finalize(row);
    return hzp_plan_file_check(reading->plan);
}

/* ---- the plan ---- */

static HzpStatus read_facts(Reading *reading)
{
    HzpWarningPlaces *places = reading->places;
    g_autofree char *file = g_path_get_basename(hzp_plan_file_path(reading->plan));
    const char *const keys[] = {"title", "region.name", "notice"};
    const char **const texts[] = {&places->title, &places->region, &places->notice};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *text = hzp_plan_file_summary(reading->plan, keys[i]);
        *texts[i] = text && *text ? g_string_chunk_insert_const(places->texts, text) : NULL;
    }
    places->file = g_string_chunk_insert_const(places->texts, file);
    places->year = hzp_plan_file_summary_number(reading->plan, "year");
    places->crs = hzp_plan_file_crs(reading->plan);
    HzpCrsFacts facts;
    HZP_TRY(hzp_crs_facts(places->crs, &facts));
    if (facts.geographic) return HZP_OK;
    g_autofree char *degrees = hzp_crs_geographic(&facts);
    return hzp_transform_new(places->crs, degrees, &reading->to_degrees);
}

static HzpStatus read_all(Reading *reading)
{
    HZP_TRY(read_facts(reading));
    HZP_TRY(
        each_row(reading,
                 "SELECT hazard_id, name, type, types, county, town, grade, population, households, monitor_person, phone, "
                 "prevention_person, prevention_phone, geom, registered_grade FROM hazard_points ORDER BY fid",
                 take_point));
    reading->places->n_points = reading->places->places->len;
    HZP_TRY(each_row(reading,
                     "SELECT village_id, name, county, town, population, households, exposed_population, hazard_types, "
                     "contact, phone, geom FROM villages ORDER BY fid",
                     take_village));
    HZP_TRY(each_row(reading, "SELECT name, county, geom FROM towns ORDER BY fid", take_town));
    assign_towns(reading->places);
    HZP_TRY(read_links(reading));
    return hzp_warning_grounds_read(reading->plan, reading->rules, reading->places);
}

static void clear_place(gpointer data)
{
    HzpWarningSource *place = data;
    if (place->degrees != place->polygon) hzp_geometry_free(place->degrees);
    hzp_geometry_free(place->polygon);
}

static void clear_town(gpointer data)
{
    HzpWarningTownSource *town = data;
    if (town->degrees != town->polygon) hzp_geometry_free(town->degrees);
    hzp_geometry_free(town->polygon);
}

HzpStatus hzp_warning_places_read(HzpRun *run, HzpPlanFile *plan, const HzpWarningRules *rules, HzpWarningPlaces **places)
{
    HzpWarningPlaces *read = g_new0(HzpWarningPlaces, 1);
    read->texts = g_string_chunk_new(4096);
    read->places = g_array_new(FALSE, FALSE, sizeof(HzpWarningSource));
    read->towns = g_array_new(FALSE, FALSE, sizeof(HzpWarningTownSource));
    read->links = g_array_new(FALSE, FALSE, sizeof(HzpWarningLink));
    g_array_set_clear_func(read->places, clear_place);
    g_array_set_clear_func(read->towns, clear_town);
    Reading reading = {.run = run, .plan = plan, .rules = rules, .places = read};
    HzpStatus status = read_all(&reading);
    hzp_transform_free(reading.to_degrees);
    if (status != HZP_OK) {
        hzp_warning_places_free(read);
        read = NULL;
    }
    *places = read;
    return status;
}

void hzp_warning_places_free(HzpWarningPlaces *places)
{
    if (!places) return;
    g_array_free(places->places, TRUE);
    g_array_free(places->towns, TRUE);
    g_array_free(places->links, TRUE);
    g_string_chunk_free(places->texts);
    g_free(places->town_of);
    g_free(places->crs);
    g_free(places);
}
