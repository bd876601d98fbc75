#include "base/json_put.h"

#include <string.h>

#include "base/number_put.h"

static void put_valid(GString *to, const char *text)
{
    g_string_append_c(to, '"');
    for (const char *at = text; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x20 || byte == 0x7f) {
            g_string_append_printf(to, "\\u%04x", byte);
            continue;
        }
        if (byte == '"' || byte == '\\') g_string_append_c(to, '\\');
        g_string_append_c(to, *at);
    }
    g_string_append_c(to, '"');
}

void hzp_json_put_text(GString *to, const char *text)
{
    if (!text) {
        g_string_append(to, "null");
    } else if (g_utf8_validate(text, -1, NULL)) {
        put_valid(to, text);
    } else {
        g_autofree char *valid = g_utf8_make_valid(text, -1);
        put_valid(to, valid);
    }
}

void hzp_json_put_number(GString *to, double value)
{
    char digits[HZP_NUMBER_ROOM];
    size_t n = hzp_number_put(digits, value);
    if (n > 0) {
        g_string_append_len(to, digits, (gssize)n);
    } else {
        g_string_append(to, "null");
    }
}

void hzp_json_put_key(GString *to, const char *key)
{
    char last = to->len > 0 ? to->str[to->len - 1] : '{';
    if (last != '{' && last != '[' && last != ' ' && last != '\n') g_string_append(to, ", ");
    hzp_json_put_text(to, key);
    g_string_append(to, ": ");
}
