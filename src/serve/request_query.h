/* The part of a request's address behind the question mark, read strictly: what cannot be understood is refused, never
 * guessed. Nothing here is ever used as the name of a file. */
#ifndef HZP_SERVE_REQUEST_QUERY_H
#define HZP_SERVE_REQUEST_QUERY_H

#include <glib.h>
#include <stdbool.h>

#include "serve/http_answer.h"

enum { HZP_QUERY_MOST_BYTES = 4096, HZP_QUERY_MOST_PARAMETERS = 32 };

/* name=value&name=value, decoded. */
typedef struct {
    GPtrArray *names;  /* of char * */
    GPtrArray *values; /* of char *, as many */
} HzpQuery;

/* Decode a query: percent signs (RFC 3986, 2.1), plus as a space, UTF-8 without control characters. NULL and "" are an empty
 * one. False, with a refusal in `answer`, for anything else, for a name that is there twice, and for too many or too long. */
bool hzp_query_read(const char *text, HzpQuery *query, HzpHttpAnswer *answer);
void hzp_query_clear(HzpQuery *query);

/* Value of a parameter, or NULL. The query's. */
const char *hzp_query_get(const HzpQuery *query, const char *name);

/* Refuse parameters that are not among `names` (separated by spaces): a mistyped one would otherwise change the question. */
bool hzp_query_knows(const HzpQuery *query, const char *names, HzpHttpAnswer *answer);

/* A number, or `*value` unchanged where the parameter is missing. Refused unless it is whole and least <= value <= most. */
bool hzp_query_number(const HzpQuery *query, const char *name, double least, double most, double *value,
                      HzpHttpAnswer *answer);

/* The same for a whole number. */
bool hzp_query_count(const HzpQuery *query, const char *name, size_t least, size_t most, size_t *value,
                     HzpHttpAnswer *answer);

/* A box: west,south,east,north in degrees, west < east, south < north. */
bool hzp_query_box(const HzpQuery *query, const char *name, double box[4], HzpHttpAnswer *answer);

/* One of the words of `choices` ("json|csv"), the first of them where the parameter is missing. */
bool hzp_query_choice(const HzpQuery *query, const char *name, const char *choices, const char **value,
                      HzpHttpAnswer *answer);

/* "zh" or "en": `wanted` (the parameter lang) where it is one of them, else the one that comes first in an Accept-Language
 * header by its weight (RFC 9110, 12.5.4), else NULL. */
const char *hzp_query_language(const char *wanted, const char *accept_language);

#endif
