/* /search: places of the plan by id or name, for suggestions while somebody types. */
#include <string.h>

#include "answer/affected.h"
#include "serve/api.h"

enum { USUAL_PLACES = 20, MOST_PLACES = 100, MOST_TEXT = 200 };

void hzp_api_put_places(GString *out, const char *key, const GPtrArray *places)
{
    hzp_json_put_key(out, key);
    g_string_append_c(out, '[');
    for (guint i = 0; i < places->len; i++) {
        const HzpPlaceFound *place = g_ptr_array_index(places, i);
        g_string_append(out, i > 0 ? ", {" : "{");
        hzp_json_put_member(out, "kind", place->kind);
        hzp_json_put_member(out, "id", place->id);
        hzp_json_put_member(out, "name", place->name);
        hzp_json_put_member(out, "town", place->town);
        hzp_json_put_member(out, "county", place->county);
        hzp_json_put_member_number(out, "lon", place->lon);
        hzp_json_put_member_number(out, "lat", place->lat);
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
}

static bool is_exact(const HzpPlaceFound *place, const char *text)
{
    return g_strcmp0(place->id, text) == 0 || g_strcmp0(place->name, text) == 0;
}

static HzpStatus find_kind(HzpPlanFile *plan, const char *text, const char *kind, size_t limit, GPtrArray *found)
{
    GPtrArray *some = NULL;
    HzpStatus status = limit > 0 ? hzp_affected_places(plan, text, kind, limit, &some) : HZP_OK;
    if (status == HZP_OK && some) g_ptr_array_extend_and_steal(found, g_steal_pointer(&some));
    if (some) g_ptr_array_unref(some);
    return status;
}

/* Part of a name: the larger places first, so that a town is not hidden behind its hundred hazard points, and of hazard
 * points and villages half of the rest each, where there are as many. */
static HzpStatus find_parts(HzpPlanFile *plan, const char *text, size_t limit, GPtrArray *found)
{
    HZP_TRY(find_kind(plan, text, "county", limit, found));
    HZP_TRY(find_kind(plan, text, "town", limit - found->len, found));
    if (found->len == 0) HZP_TRY(find_kind(plan, text, "key_town", limit, found)); /* a town by another name */
    size_t before = found->len, room = limit - before;
    HZP_TRY(find_kind(plan, text, "hazard_point", room, found));
    size_t hazards = found->len - before;
    HZP_TRY(find_kind(plan, text, "village", room, found));
    size_t villages = found->len - before - hazards;
    size_t kept = MIN(hazards, MAX((room + 1) / 2, room - MIN(room, villages)));
    if (kept < hazards) g_ptr_array_remove_range(found, (guint)(before + kept), (guint)(hazards - kept));
    if (found->len > limit) g_ptr_array_set_size(found, (gint)limit);
    return HZP_OK;
}

static HzpStatus find(HzpPlanFile *plan, const char *text, size_t limit, GPtrArray **places)
{
    HzpStatus status = hzp_affected_places(plan, text, NULL, limit, places);
    if (status != HZP_OK || (*places)->len == 0 || is_exact(g_ptr_array_index(*places, 0), text)) return status;
    g_ptr_array_set_size(*places, 0);
    return find_parts(plan, text, limit, *places);
}

/* The text to look for, or NULL with a refusal. */
static const char *text_of(const HzpQuery *query, HzpHttpAnswer *answer)
{
    const char *text = hzp_query_get(query, "q");
    if (text && *text && g_utf8_strlen(text, -1) <= MOST_TEXT) return text;
    hzp_http_refuse(answer, 400, text && *text ? "serve_parameter_long" : "serve_parameter_missing", "name", "q", NULL);
    return NULL;
}

void hzp_api_search(const HzpApiQuestion *question, HzpHttpAnswer *answer)
{
    size_t limit = USUAL_PLACES;
    GPtrArray *places = NULL;
    const char *text = text_of(question->query, answer);
    if (!text || !hzp_query_count(question->query, "limit", 1, MOST_PLACES, &limit, answer)) return;
    HzpStatus status = find(question->plan, text, limit, &places);
    if (status == HZP_OK) {
        g_string_append_c(answer->body, '{');
        hzp_json_put_member(answer->body, "schema", "hazplan-search/1");
        hzp_json_put_member(answer->body, "query", text);
        hzp_api_put_places(answer->body, "places", places);
        g_string_append(answer->body, "}\n");
        answer->status = 200;
    } else {
        hzp_api_refuse(status, answer);
    }
    if (places) g_ptr_array_unref(places);
}
