#include "serve/token.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { LEAST = 16, MOST = 256, KEY_BYTES = 32 };

struct HzpToken {
    unsigned char key[KEY_BYTES]; /* random, of this process */
    char *digest;                 /* of the token under the key */
    char *cookie;                 /* of the digest under the key */
};

static char *digest_of(const HzpToken *token, const char *text)
{
    return g_compute_hmac_for_data(G_CHECKSUM_SHA256, token->key, KEY_BYTES, (const guchar *)text, strlen(text));
}

/* Digests have one length. */
static bool are_equal(const char *a, const char *b)
{
    unsigned char difference = 0;
    for (size_t i = 0; a[i] && b[i]; i++)
        difference |= (unsigned char)(a[i] ^ b[i]);
    return difference == 0;
}

static bool is_usable(const char *text)
{
    size_t length = strlen(text);
    if (length < LEAST || length > MOST) return false;
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isgraph(text[i])) return false;
    }
    return true;
}

static HzpStatus fill_key(unsigned char *key)
{
    int source = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    ssize_t got = source < 0 ? -1 : read(source, key, KEY_BYTES);
    if (source >= 0) close(source);
    if (got != KEY_BYTES) return hzp_fail(HZP_E_IO, "serve_no_random", NULL);
    return HZP_OK;
}

HzpStatus hzp_token_read(const char *path, HzpToken **token)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    *token = NULL;
    if (!g_file_get_contents(path, &text, NULL, &error))
        return hzp_fail(hzp_status_of_file(error), "file_unreadable", "file", path, "reason", error->message, NULL);
    text[strcspn(text, "\r\n")] = '\0';
    if (!is_usable(text)) return hzp_fail(HZP_E_INPUT, "serve_token_unusable", "file", path, NULL);
    HzpToken *made = g_new0(HzpToken, 1);
    HzpStatus status = fill_key(made->key);
    if (status == HZP_OK) {
        made->digest = digest_of(made, text);
        made->cookie = digest_of(made, made->digest);
    }
    memset(text, 0, strlen(text));
    if (status != HZP_OK) g_clear_pointer(&made, hzp_token_free);
    *token = made;
    return status;
}

void hzp_token_free(HzpToken *token)
{
    if (!token) return;
    g_free(token->digest);
    g_free(token->cookie);
    g_free(token);
}

bool hzp_token_is(const HzpToken *token, const char *text)
{
    g_autofree char *digest = digest_of(token, text);
    return are_equal(digest, token->digest);
}

bool hzp_token_is_cookie(const HzpToken *token, const char *value)
{
    g_autofree char *given = digest_of(token, value), *known = digest_of(token, token->cookie);
    return are_equal(given, known);
}

const char *hzp_token_cookie(const HzpToken *token) { return token->cookie; }
