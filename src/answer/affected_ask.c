/* What a word or a pair of coordinates means. */
#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "base/message.h"
#include "geo/coordinate_text.h"

enum { CANDIDATES = 12 };

static char *line_of(const HzpPlaceFound *place)
{
    g_autofree char *kind_id = g_strconcat("place_", place->kind, NULL);
    g_autofree char *kind = hzp_message_format(kind_id, NULL);
    g_autoptr(GString) line = g_string_new("\n  ");
    g_string_append_printf(line, "%s  %s", place->id ? place->id : "—", place->name ? place->name : "—");
    g_string_append_printf(line, "  (%s", kind);
    if (place->county) g_string_append_printf(line, ", %s", place->county);
    if (place->town) g_string_append_printf(line, ", %s", place->town);
    g_string_append(line, ")");
    return g_string_free(g_steal_pointer(&line), FALSE);
}

static char *list_of(const GPtrArray *places)
{
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < places->len && i < CANDIDATES; i++) {
        g_autofree char *line = line_of(g_ptr_array_index(places, i));
        g_string_append(list, line);
    }
    if (places->len > CANDIDATES) g_string_append(list, "\n  …");
    return g_string_free(list, FALSE);
}

/* The one place that a text means; HZP_E_USAGE for none or several. */
static HzpStatus the_place(HzpPlanFile *plan, const char *text, const char *kinds, HzpPlaceFound **found, GPtrArray **all)
{
    HZP_TRY(hzp_affected_places(plan, text, kinds, CANDIDATES + 1, all));
    if ((*all)->len == 0) {
        g_autofree char *near = hzp_affected_near_names(plan, text, kinds);
        return hzp_fail(HZP_E_USAGE, *near ? "affected_place_unknown_near" : "affected_place_unknown", "place", text, "near",
                        near, NULL);
    }
    if ((*all)->len > 1) {
        g_autofree char *list = list_of(*all);
        return hzp_fail(HZP_E_USAGE, "affected_place_several", "place", text, "list", list, NULL);
    }
    *found = g_ptr_array_index(*all, 0);
    return HZP_OK;
}

static HzpStatus take_place(HzpPlanFile *plan, const char *text, const char *kinds, GStringChunk *texts, HzpAsked *asked)
{
    GPtrArray *all = NULL;
    HzpPlaceFound *place = NULL;
    HzpStatus status = the_place(plan, text, kinds, &place, &all);
    if (status == HZP_OK && (!isfinite(place->lon) || !isfinite(place->lat)))
        status = hzp_fail(HZP_E_USAGE, "affected_place_unplaced", "place", text, NULL);
    if (status == HZP_OK) {
        asked->name = place->name ? g_string_chunk_insert(texts, place->name) : NULL;
        asked->place_kind = g_string_chunk_insert(texts, place->kind);
        asked->lon = place->lon;
        asked->lat = place->lat;
        if (strcmp(place->kind, "hazard_point") == 0)
            asked->hazard_id = place->id ? g_string_chunk_insert(texts, place->id) : NULL;
    }
    if (all) g_ptr_array_unref(all);
    return status;
}

HzpStatus hzp_affected_ask_hazard(HzpPlanFile *plan, const char *text, GStringChunk *texts, HzpAsked *asked)
{
    asked->kind = HZP_ASKED_HAZARD;
    asked->radius_m = NAN;
    HZP_TRY(take_place(plan, text, "hazard_point", texts, asked));
    static const char *const columns[] = {"radius_m", NULL};
    sqlite3_stmt *row = NULL;
    if (!asked->hazard_id) return HZP_OK;
    HZP_TRY(hzp_answer_select(plan, "hazard_points", columns, false, "WHERE l.hazard_id = ?1", &row));
    sqlite3_bind_text(row, 1, asked->hazard_id, -1, SQLITE_STATIC);
    if (hzp_plan_file_step(plan, row)) asked->radius_m = hzp_answer_number(row, 1);
    sqlite3_finalize(row);
    return hzp_plan_file_check(plan);
}

/* Zones and villages of two points with the same id cannot be told apart, those of a point without an id not be found. */
static HzpStatus check_is_only(HzpPlanFile *plan, const HzpAsked *asked)
{
    static const char *const columns[] = {"hazard_id", NULL};
    sqlite3_stmt *row = NULL;
    size_t count = 0;
    if (!asked->hazard_id) return hzp_fail(HZP_E_USAGE, "affected_zone_missing", "hazard", asked->name, NULL);
    HZP_TRY(hzp_answer_select(plan, "hazard_points", columns, false, "WHERE l.hazard_id = ?1 LIMIT 2", &row));
    if (row) sqlite3_bind_text(row, 1, asked->hazard_id, -1, SQLITE_STATIC);
    while (row && hzp_plan_file_step(plan, row))
        count++;
    sqlite3_finalize(row);
    HZP_TRY(hzp_plan_file_check(plan));
    if (count > 1) return hzp_fail(HZP_E_USAGE, "affected_hazard_id_twice", "id", asked->hazard_id, NULL);
    return HZP_OK;
}

/* A point that was placed by its town only has no zone: nobody knows who is near it. */
HzpStatus hzp_affected_need_zone(HzpPlanFile *plan, HzpAsked *asked)
{
    static const char *const columns[] = {"source", NULL};
    sqlite3_stmt *row = NULL;
    bool drawn = false, circle = false;
    HZP_TRY(check_is_only(plan, asked));
    HZP_TRY(hzp_answer_select(plan, "hazard_zones", columns, false, "WHERE l.hazard_id = ?1", &row));
    if (row) sqlite3_bind_text(row, 1, asked->hazard_id, -1, SQLITE_STATIC);
    while (row && hzp_plan_file_step(plan, row)) {
        const char *source = (const char *)sqlite3_column_text(row, 1);
        if (source && strcmp(source, "radius") == 0) {
            circle = true;
        } else {
            drawn = true;
        }
    }
    sqlite3_finalize(row);
    HZP_TRY(hzp_plan_file_check(plan));
    if (drawn) asked->radius_m = NAN;
    if (drawn || (circle && isfinite(asked->radius_m))) return HZP_OK;
    return hzp_fail(HZP_E_USAGE, "affected_zone_missing", "hazard", asked->hazard_id, NULL);
}

/* ---- coordinates ---- */

/* Whether a text may be coordinates: it has a figure, full-width ones of an input method included. */
static bool looks_like_coordinates(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL)) return false;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        if (g_unichar_isdigit(g_utf8_get_char(at))) return true;
    }
    return false;
}

/* Whether a text is nothing but figures and what is written about coordinates. */
static bool is_meant_for_coordinates(const char *text)
{
    static const char *const marks = " .,;:/()+-'\"°′″’”度分秒东西南北经纬，。；：、（）．NSEWnsew";
    g_autofree char *narrow = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    bool parted = false;
    for (const char *at = narrow; at && *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (!g_unichar_isdigit(letter) && !g_utf8_strchr(marks, -1, letter)) return false;
        parted |= !g_unichar_isdigit(letter);
    }
    return parted;
}

/* Half of a pair, or a pair that cannot be read, is no name of a place: it is told how to write it. */
static HzpStatus refuse_half_coordinates(HzpPlanFile *plan, const char *text)
{
    GPtrArray *places = NULL;
    HzpStatus status = hzp_affected_places(plan, text, NULL, 1, &places);
    bool none = places && places->len == 0;
    if (places) g_ptr_array_unref(places);
    return status == HZP_OK && none ? hzp_fail(HZP_E_USAGE, "affected_coordinates_unclear", "value", text, NULL) : status;
}

static HzpStatus take_coordinates(const char *text, const char *map_offset, double x, double y, HzpAsked *asked)
{
    bool is_degrees = fabs(x) <= 180 && fabs(y) <= 90;
    if (!is_degrees && fabs(x) <= 90 && fabs(y) <= 180) {
        g_autofree char *turned = g_strconcat(hzp_text_of_value(y), ",", hzp_text_of_value(x), NULL);
        return hzp_fail(HZP_E_USAGE, "affected_coordinates_turned", "value", text, "turned", turned, NULL);
    }
    if (!is_degrees) return hzp_fail(HZP_E_USAGE, "affected_coordinates_beyond", "value", text, NULL);
    HzpMapOffset offset = map_offset ? hzp_map_offset_named(map_offset) : HZP_OFFSET_NONE;
    if (map_offset && offset == HZP_OFFSET_NONE && g_ascii_strcasecmp(map_offset, "wgs84") != 0)
        return hzp_fail(HZP_E_USAGE, "affected_map_offset", "value", map_offset, NULL);
    hzp_map_offset_undo(offset, &x, &y);
    asked->lon = x;
    asked->lat = y;
    return HZP_OK;
}

HzpStatus hzp_affected_ask_at(HzpPlanFile *plan, const char *text, const char *map_offset, GStringChunk *texts,
                              HzpAsked *asked)
{
    double x = NAN, y = NAN;
    asked->kind = HZP_ASKED_CIRCLE;
    if (looks_like_coordinates(text) && hzp_coordinate_parse_pair(text, false, &x, &y) && isfinite(x) && isfinite(y))
        return take_coordinates(text, map_offset, x, y, asked);
    if (looks_like_coordinates(text) && is_meant_for_coordinates(text)) HZP_TRY(refuse_half_coordinates(plan, text));
    return take_place(plan, text, NULL, texts, asked);
}
