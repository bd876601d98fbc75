#include "base/numeral_fold.h"

#include <glib.h>
#include <stdbool.h>

static int digit_of(gunichar letter)
{
    static const char *const digits[] = {"〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    for (size_t i = 0; i < G_N_ELEMENTS(digits); i++) {
        if (g_utf8_strchr(digits[i], -1, letter)) return (int)i;
    }
    return -1;
}

static void append_ten(GString *out, const char *next)
{
    bool tens = out->len && g_ascii_isdigit(out->str[out->len - 1]);
    bool ones = *next && digit_of(g_utf8_get_char(next)) >= 0;
    if (!tens) g_string_append_c(out, '1');
    if (!ones) g_string_append_c(out, '0');
}

char *hzp_numerals_fold(const char *text)
{
    const gunichar ten = 0x5341; /* 十 */
    g_autofree char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    if (!wide) return NULL;
    GString *out = g_string_new(NULL);
    for (const char *at = wide; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        int digit = letter < 0x80 ? -1 : digit_of(letter);
        if (digit >= 0) {
            g_string_append_c(out, (char)('0' + digit));
        } else if (letter == ten) {
            append_ten(out, g_utf8_next_char(at));
        } else {
            g_string_append_unichar(out, letter);
        }
    }
    return g_string_free(out, FALSE);
}
