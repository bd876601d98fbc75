/* /affected: byte for byte what `hazplan affected` prints. A file (an area, rain) cannot be asked about: nothing in a request
 * names one. */
#include <string.h>

#include "answer/affected.h"
#include "serve/api.h"

enum { MOST_CANDIDATES = 50 };

/* A name that means several places is refused with the places, so that the page can offer them. */
static void refuse_several(const HzpApiQuestion *question, const HzpAffectedQuestion *asked, HzpHttpAnswer *answer)
{
    GPtrArray *places = NULL;
    g_autofree char *message = g_strdup(hzp_error_message());
    const char *text = asked->hazard ? asked->hazard : asked->at, *kinds = asked->hazard ? "hazard_point" : NULL;
    if (hzp_affected_places(question->plan, text, kinds, MOST_CANDIDATES, &places) == HZP_OK) {
        g_string_assign(answer->body, "{");
        hzp_json_put_member(answer->body, "schema", "hazplan-error/1");
        hzp_json_put_member(answer->body, "code", "affected_place_several");
        hzp_json_put_member(answer->body, "message", message);
        hzp_api_put_places(answer->body, "candidates", places);
        g_string_append(answer->body, "}\n");
        answer->status = 409;
    } else {
        hzp_api_refuse(HZP_E_IO, answer);
    }
    if (places) g_ptr_array_unref(places);
}

static void refuse(const HzpApiQuestion *question, const HzpAffectedQuestion *asked, HzpStatus status, HzpHttpAnswer *answer)
{
    const char *id = hzp_error_id();
    if (status == HZP_E_USAGE && strcmp(id, "affected_place_several") == 0) {
        refuse_several(question, asked, answer);
    } else if (status == HZP_E_USAGE && g_str_has_prefix(id, "affected_place_unknown")) {
        hzp_http_refuse_with_error(answer, 404);
    } else {
        hzp_api_refuse(status, answer);
    }
}

static void put_text(const HzpAffected *found, const char *format, size_t limit, HzpHttpAnswer *answer)
{
    answer->status = 200;
    if (format && strcmp(format, "csv") == 0) {
        answer->type = "text/csv; charset=utf-8";
        hzp_affected_put_csv(answer->body, found, limit);
    } else if (format && strcmp(format, "geojson") == 0) {
        answer->type = "application/geo+json; charset=utf-8";
        hzp_affected_put_geojson(answer->body, found, limit);
    } else {
        hzp_affected_put_json(answer->body, found, limit);
    }
}

/* The command line's own bounds (cmd_affected.c). */
bool hzp_api_read_affected(const HzpQuery *query, HzpAffectedQuestion *asked, size_t *limit, const char **format,
                           HzpHttpAnswer *answer)
{
    *asked = (HzpAffectedQuestion){.hazard = hzp_query_get(query, "hazard"),
                                   .at = hzp_query_get(query, "at"),
                                   .date = hzp_query_get(query, "date"),
                                   .time = hzp_query_get(query, "time")};
    *limit = 0;
    return hzp_query_number(query, "radius", 0.001, 2e7, &asked->radius_m, answer) &&
           hzp_query_count(query, "limit", 0, 1000000000, limit, answer) &&
           hzp_query_choice(query, "map_offset", "wgs84|gcj02|bd09", &asked->map_offset, answer) &&
           hzp_query_choice(query, "format", "json|geojson|csv", format, answer);
}

void hzp_api_affected(const HzpApiQuestion *question, HzpHttpAnswer *answer)
{
    HzpAffectedQuestion asked;
    HzpAffected *found = NULL;
    const char *format = NULL;
    size_t limit = 0;
    if (!hzp_api_read_affected(question->query, &asked, &limit, &format, answer)) return;
    HzpStatus status = hzp_affected_ask(question->plan, &asked, &found);
    if (status == HZP_OK) {
        put_text(found, format, limit, answer);
    } else {
        refuse(question, &asked, status, answer);
    }
    hzp_affected_free(found);
}
