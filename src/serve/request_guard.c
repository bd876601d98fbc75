#include "serve/request_guard.h"

#include <string.h>

#include "base/message.h"
#include "serve/request_query.h"

enum { MOST_WRONG_A_MINUTE = 20 };

/* localhost, 127.x.y.z, [::1], each with or without a port. */
static bool is_own_name(const char *host)
{
    g_autofree char *name = g_ascii_strdown(host, -1);
    char *bracket = *name == '[' ? strchr(name, ']') : NULL;
    char *colon = strchr(bracket ? bracket : name, ':');
    if (colon && strspn(colon + 1, "0123456789") != strlen(colon + 1)) return false;
    if (colon) *colon = '\0';
    if (strcmp(name, "localhost") == 0 || strcmp(name, "[::1]") == 0) return true;
    return g_str_has_prefix(name, "127.") && strspn(name, "0123456789.") == strlen(name);
}

bool hzp_request_is_proper(const HzpRequestGuard *guard, const HzpRequestFacts *facts, HzpHttpAnswer *answer)
{
    size_t length = strlen(facts->target);
    if (length > HZP_QUERY_MOST_BYTES) {
        hzp_http_refuse(answer, 414, "serve_address_too_long", "most", hzp_text_of_size(HZP_QUERY_MOST_BYTES), NULL);
    } else if (facts->header_bytes > HZP_REQUEST_MOST_HEADER_BYTES) {
        hzp_http_refuse(answer, 431, "serve_headers_too_long", "most", hzp_text_of_size(HZP_REQUEST_MOST_HEADER_BYTES), NULL);
    } else if (strcmp(facts->method, "GET") != 0 && strcmp(facts->method, "HEAD") != 0) {
        hzp_http_refuse(answer, 405, "serve_method_wrong", NULL);
    } else if (facts->has_body) {
        hzp_http_refuse(answer, 413, "serve_body_unwanted", NULL);
    } else if (facts->target[0] != '/' || facts->host_twice) {
        hzp_http_refuse(answer, 400, "serve_request_malformed", NULL);
    } else if (guard->loopback && facts->host && !is_own_name(facts->host)) {
        hzp_http_refuse(answer, 421, "serve_host_wrong", NULL);
    }
    return answer->status == 0;
}

static bool has_token(const HzpRequestGuard *guard, const HzpRequestFacts *facts, const char *given)
{
    static const char scheme[] = "Bearer ";
    const char *authorization = facts->authorization;
    if (authorization && g_ascii_strncasecmp(authorization, scheme, strlen(scheme)) == 0)
        return hzp_token_is(guard->token, authorization + strlen(scheme));
    if (given) return hzp_token_is(guard->token, given);
    return facts->cookie && hzp_token_is_cookie(guard->token, facts->cookie);
}

bool hzp_request_is_known(HzpRequestGuard *guard, const HzpRequestFacts *facts, const char *given, HzpHttpAnswer *answer)
{
    gint64 minute = g_get_monotonic_time() / (60 * G_USEC_PER_SEC);
    if (!guard->token || has_token(guard, facts, given)) return true;
    if (!facts->authorization && !given) { /* a cookie of the last start: nobody is guessing */
        hzp_http_refuse(answer, 401, "serve_token_missing", NULL);
        return false;
    }
    if (guard->minute != minute) guard->wrong = 0;
    guard->minute = minute;
    if (++guard->wrong > MOST_WRONG_A_MINUTE) {
        hzp_http_refuse(answer, 429, "serve_token_tried", NULL);
    } else {
        hzp_http_refuse(answer, 401, "serve_token_wrong", NULL);
    }
    return false;
}
