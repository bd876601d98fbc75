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
    HzpStatus status = hzp_affected_places(question->plan, text, NULL, limit, &places);
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
