/* The secret that requests carry: `Authorization: Bearer TOKEN`, or a cookie that was given for it. */
#ifndef HZP_SERVE_TOKEN_H
#define HZP_SERVE_TOKEN_H

#include <stdbool.h>

#include "base/error.h"

typedef struct HzpToken HzpToken;

/* Read the first line of a file. HZP_E_INPUT when it is missing or its token has fewer than 16 or more than 256 characters,
 * or others than visible ASCII. Free with hzp_token_free(); NULL is fine. */
HzpStatus hzp_token_read(const char *path, HzpToken **token);
void hzp_token_free(HzpToken *token);

/* Whether a text is the token, or a cookie's value the one given for it. Takes equally long for any wrong text of the same
 * length, so that trying tells nothing. */
bool hzp_token_is(const HzpToken *token, const char *text);
bool hzp_token_is_cookie(const HzpToken *token, const char *value);

/* Value of the cookie: not the token itself, and another one each time the program starts. The token's. */
const char *hzp_token_cookie(const HzpToken *token);

#endif
