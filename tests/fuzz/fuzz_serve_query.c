/* What a stranger sends: the query of an address, headers, the question made of them. The first line of the input is the
 * query, the second an Accept-Language header, the third a Host header, the fourth a cookie or token. */
#include <math.h>
#include <string.h>

#include "fuzz.h"
#include "serve/api.h"
#include "serve/request_guard.h"
#include "serve/request_query.h"

#define REQUIRE(condition) FUZZ_REQUIRE(condition, "%s", #condition)

enum { LINES = 4 };

static void check_text(const char *text)
{
    REQUIRE(g_utf8_validate(text, -1, NULL));
    for (const char *at = text; *at; at++)
        REQUIRE((unsigned char)*at >= 0x20 && *at != 0x7f);
}

static void check_refusal(const HzpHttpAnswer *answer)
{
    REQUIRE(answer->status >= 400 && answer->status < 500);
    REQUIRE(g_utf8_validate(answer->body->str, (gssize)answer->body->len, NULL));
    REQUIRE(g_str_has_prefix(answer->body->str, "{\"schema\": \"hazplan-error/1\""));
    REQUIRE(strchr(answer->body->str, '\n') == answer->body->str + answer->body->len - 1);
}

static void check_question(const HzpQuery *query, HzpHttpAnswer *answer)
{
    HzpAffectedQuestion asked;
    const char *format = NULL;
    size_t limit = 0;
    double box[4];
    if (hzp_api_read_affected(query, &asked, &limit, &format, answer)) {
        REQUIRE(answer->status == 0 && limit <= 1000000000);
        REQUIRE(asked.radius_m == 0 || (asked.radius_m >= 0.001 && asked.radius_m <= 2e7));
        REQUIRE(!format || strcmp(format, "json") == 0 || strcmp(format, "geojson") == 0 || strcmp(format, "csv") == 0);
        /* nothing that names a file comes in */
        REQUIRE(!asked.area && !asked.layer && !asked.rain);
    } else {
        check_refusal(answer);
    }
    if (hzp_query_box(query, "bbox", box, answer)) {
        for (int i = 0; i < 4; i++)
            REQUIRE(isfinite(box[i]) && fabs(box[i]) <= 180);
        REQUIRE(box[0] < box[2] && box[1] < box[3]);
    } else {
        check_refusal(answer);
    }
    if (!hzp_query_knows(query, "hazard at radius limit", answer)) check_refusal(answer);
}

static void check_query(const char *text)
{
    HzpQuery query = {NULL, NULL};
    HzpHttpAnswer answer;
    hzp_http_answer_begin(&answer);
    if (hzp_query_read(text, &query, &answer)) {
        REQUIRE(query.names->len == query.values->len && query.names->len <= HZP_QUERY_MOST_PARAMETERS);
        for (guint i = 0; i < query.names->len; i++) {
            check_text(g_ptr_array_index(query.names, i));
            check_text(g_ptr_array_index(query.values, i));
            REQUIRE(hzp_query_get(&query, g_ptr_array_index(query.names, i)) == g_ptr_array_index(query.values, i));
        }
        check_question(&query, &answer);
    } else {
        check_refusal(&answer);
    }
    hzp_query_clear(&query);
    hzp_http_answer_clear(&answer);
}

static void check_guard(const char *target, const char *host)
{
    const HzpRequestGuard guard = {.loopback = true};
    const HzpRequestFacts facts = {.method = "GET", .target = target, .host = host};
    HzpHttpAnswer answer;
    hzp_http_answer_begin(&answer);
    if (hzp_request_is_proper(&guard, &facts, &answer)) {
        REQUIRE(target[0] == '/' && strlen(target) <= HZP_QUERY_MOST_BYTES);
        /* every name that is let in leads to this machine */
        REQUIRE(g_ascii_strncasecmp(host, "localhost", 9) == 0 || g_str_has_prefix(host, "127.") ||
                g_str_has_prefix(host, "[::1]"));
        REQUIRE(!strpbrk(host, "@/?#\\ ") && !g_str_has_suffix(host, ".com"));
    } else {
        check_refusal(&answer);
    }
    hzp_http_answer_clear(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_auto(GStrv) lines = g_strsplit(text, "\n", LINES);
    const char *line[LINES] = {"", "", "", ""};
    for (guint i = 0; i < g_strv_length(lines); i++)
        line[i] = lines[i];
    const char *language = hzp_query_language(NULL, line[1]);
    REQUIRE(!language || strcmp(language, "zh") == 0 || strcmp(language, "en") == 0);
    hzp_language_set_for_thread(language);
    check_query(line[0]);
    check_guard(line[3], line[2]);
    REQUIRE(!hzp_api_route(line[0]) || g_str_has_prefix(line[0], "/api/v1/"));
    hzp_language_set_for_thread(NULL);
    return 0;
}
