/* Texts of exposure layers that need no thought. */
#include <string.h>

#include "base/vocabulary.h"
#include "data/exposure_reading.h"
#include "data/total_word.h"

/* The last letters of the words that make a row one of sums: ASCII in a table, others as their three bytes. */
typedef struct {
    bool ascii[128];
    uint32_t others[32];
    size_t n_others;
    bool more; /* others than these */
} LastLetters;

static uint32_t three_bytes(const unsigned char *at) { return (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2]; }

static void add_letter(LastLetters *letters, const char *at)
{
    size_t length = (size_t)(g_utf8_next_char(at) - at);
    if (length == 1) {
        letters->ascii[(unsigned char)*at] = letters->ascii[(unsigned char)g_ascii_toupper(*at)] = true;
    } else if (length == 3 && letters->n_others < G_N_ELEMENTS(letters->others)) {
        letters->others[letters->n_others++] = three_bytes((const unsigned char *)at);
    } else {
        letters->more = true;
    }
}

static const LastLetters *last_letters(void)
{
    static LastLetters letters;
    static gsize made;
    if (g_once_init_enter(&made)) {
        g_autofree char *total = hzp_vocabulary_last_letters("table_word", "total");
        g_autofree char *subtotal = hzp_vocabulary_last_letters("table_word", "subtotal");
        g_autofree char *all = g_strconcat(total, subtotal, "计", NULL);
        for (const char *at = all; *at; at = g_utf8_next_char(at))
            add_letter(&letters, at);
        g_once_init_leave(&made, 1);
    }
    return &letters;
}

static bool is_among(const LastLetters *letters, uint32_t letter)
{
    for (size_t i = 0; i < letters->n_others; i++) {
        if (letters->others[i] == letter) return true;
    }
    return letters->more;
}

static bool is_space(const char *at) { return g_unichar_isspace(g_utf8_get_char(at)) || (unsigned char)*at <= ' '; }

/* Any text. */
static bool is_plain_at_leisure(const char *text, size_t length)
{
    if (memchr(text, 0, length) || !g_utf8_validate(text, (gssize)length, NULL)) return false;
    g_autofree char *whole = g_strndup(text, length);
    return *text != '#' && !is_space(whole) && !is_space(g_utf8_prev_char(whole + length)) && !hzp_table_row_is_total(whole);
}

/* Nothing to strip, no failed formula, no row of sums. Nearly all texts are ASCII and Chinese letters of three bytes, and do
 * not end as a word for sums does. Brackets, colons, spaces, other letters, and what Unicode may write in another form, are
 * looked at at leisure: what stands before them may be a word of its own. */
bool hzp_reading_is_plain(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    const LastLetters *letters = last_letters();
    size_t last = 0;
    for (size_t i = 0; i < length;) {
        unsigned char c = bytes[i];
        last = i;
        if (c > ' ' && c < 0x80 && c != '(' && c != '[' && c != ':') {
            i++;
        } else if (c >= 0xE4 && c <= 0xE9 && length - i >= 3 && (bytes[i + 1] & 0xC0) == 0x80 &&
                   (bytes[i + 2] & 0xC0) == 0x80) {
            i += 3;
        } else {
            return is_plain_at_leisure(text, length);
        }
    }
    bool ends_a_word = bytes[last] < 0x80 ? letters->ascii[bytes[last]] : is_among(letters, three_bytes(bytes + last));
    return ends_a_word ? is_plain_at_leisure(text, length) : *text != '#';
}
