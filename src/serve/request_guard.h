/* Who may ask, and what a request may look like, before anything of it is used. */
#ifndef HZP_SERVE_REQUEST_GUARD_H
#define HZP_SERVE_REQUEST_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "serve/http_answer.h"
#include "serve/token.h"

enum { HZP_REQUEST_MOST_HEADER_BYTES = 8192 };

/* What the guard looks at; texts NULL where the request has none. */
typedef struct {
    const char *method;
    const char *target; /* path and query, as sent */
    const char *host;
    const char *authorization;
    const char *cookie; /* value of the cookie hazplan */
    size_t header_bytes;
    bool has_body;
    bool host_twice;
} HzpRequestFacts;

typedef struct {
    bool loopback;   /* then only names of this machine are hosts: another site's name may be made to lead here */
    HzpToken *token; /* NULL: none is asked for. The maker's. */
    int wrong;       /* tokens in this minute */
    gint64 minute;
} HzpRequestGuard;

/* False with a refusal in `answer`. */
bool hzp_request_is_proper(const HzpRequestGuard *guard, const HzpRequestFacts *facts, HzpHttpAnswer *answer);

/* Whether the request carries the token, where one is asked for. `given` is a token from elsewhere (the query), or NULL.
 * After too many wrong ones in a minute, wrong ones are refused with 429. To be called from one thread. */
bool hzp_request_is_known(HzpRequestGuard *guard, const HzpRequestFacts *facts, const char *given, HzpHttpAnswer *answer);

#endif
