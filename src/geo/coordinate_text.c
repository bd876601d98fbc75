#include "geo/coordinate_text.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/number_text.h"

/* Full-width forms of ASCII become ASCII. NFKC would do more: it turns the prime marks apart. */
static char *fold_wide(const char *text)
{
    GString *folded = g_string_new(NULL);
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        g_string_append_unichar(folded, c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c);
    }
    return g_string_free(folded, FALSE);
}

static const char *skip_spaces(const char *at)
{
    while (*at && g_unichar_isspace(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    return at;
}

/* Every way to write the marks becomes one letter: d, m, s. Spaces go, but for those between digits: "112 51" is not 11251.
 */
static char *fold_marks(const char *text)
{
    static const struct {
        const char *mark;
        const char *letter;
    } marks[] = {{"°", "d"}, {"º", "d"},  {"˚", "d"},  {"度", "d"}, {"′", "m"},  {"'", "m"},
                 {"’", "m"}, {"‘", "m"},  {"分", "m"}, {"″", "s"},  {"\"", "s"}, {"”", "s"},
                 {"“", "s"}, {"秒", "s"}, {"ʹ", "m"},  {"ʺ", "s"},  {"´", "m"}};
    GString *folded = g_string_new(NULL);
    for (const char *at = text; *at;) {
        size_t i = 0;
        const char *next = skip_spaces(at);
        if (next != at) {
            char before = folded->len ? folded->str[folded->len - 1] : '\0';
            if ((g_ascii_isdigit(before) || before == '.') && g_ascii_isdigit(*next)) g_string_append_c(folded, ' ');
            at = next;
            continue;
        }
        while (i < G_N_ELEMENTS(marks) && !g_str_has_prefix(at, marks[i].mark))
            i++;
        next = i < G_N_ELEMENTS(marks) ? at + strlen(marks[i].mark) : g_utf8_next_char(at);
        if (i < G_N_ELEMENTS(marks)) {
            g_string_append(folded, marks[i].letter);
        } else {
            g_string_append_len(folded, at, next - at);
        }
        at = next;
    }
    return g_string_free(folded, FALSE);
}

/* Two minute marks in a row are a seconds mark typed with apostrophes. */
static void join_double_minutes(char *text)
{
    for (char *pair = strstr(text, "mm"); pair; pair = strstr(pair, "mm")) {
        pair[0] = 's';
        memmove(pair + 1, pair + 2, strlen(pair + 2) + 1);
    }
}

static bool strip_direction(char *text, double *sign)
{
    static const struct {
        const char *word;
        double sign;
    } words[] = {{"东经", 1}, {"西经", -1}, {"北纬", 1}, {"南纬", -1}, {"E", 1}, {"N", 1}, {"W", -1}, {"S", -1}};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        size_t length = strlen(words[i].word);
        if (g_str_has_prefix(text, words[i].word)) {
            memmove(text, text + length, strlen(text + length) + 1);
        } else if (g_str_has_suffix(text, words[i].word)) {
            text[strlen(text) - length] = '\0';
        } else {
            continue;
        }
        *sign = words[i].sign;
        return true;
    }
    return false;
}

/* Digits with an optional decimal part: no exponent, no hexadecimal. NULL when there is none or no place has so many. */
static const char *read_digits(const char *at, double *value)
{
    enum { MOST_DIGITS = 24 };
    size_t whole = strspn(at, "0123456789");
    size_t part = at[whole] == '.' ? 1 + strspn(at + whole + 1, "0123456789") : 0;
    if (whole == 0 || whole + part > MOST_DIGITS) return NULL;
    g_autofree char *digits = g_strndup(at, whole + part);
    *value = g_ascii_strtod(digits, NULL);
    return at + whole + part;
}

/* "112d51m3.2s", parts from the right may be missing. */
static bool read_parts(const char *text, double *degrees)
{
    static const char letters[] = "dms";
    double total = 0;
    double unit = 1;
    const char *at = text;
    for (int part = 0; part < 3 && *at; part++, unit /= 60) {
        double value = 0;
        const char *end = read_digits(at, &value);
        if (!end) return false;
        bool last = *end == '\0' || end[1] == '\0';
        if (*end && *end != letters[part]) return false;
        if (!*end && part == 0) return false;
        if (part > 0 && value >= 60) return false;
        if (!last && value != floor(value)) return false;
        total += value * unit;
        at = *end ? end + 1 : end;
    }
    *degrees = total;
    return *at == '\0';
}

/* 112-51-03: dashes between whole numbers. */
static void dashes_to_letters(char *text)
{
    if (!g_ascii_isdigit(*text)) return;
    char *first = strchr(text, '-');
    char *second = first ? strchr(first + 1, '-') : NULL;
    if (!second || strchr(second + 1, '-')) return;
    *first = 'd';
    *second = 'm';
}

bool hzp_coordinate_parse(const char *text, double *value)
{
    double number = NAN;
    if (hzp_number_parse(text, HZP_UNIT_NONE, &number)) {
        *value = number;
        return true;
    }
    if (!g_utf8_validate(text, -1, NULL)) return false;
    double sign = 1;
    g_autofree char *wide = fold_wide(text);
    g_autofree char *folded = fold_marks(wide);
    join_double_minutes(folded);
    bool directed = strip_direction(folded, &sign);
    /* West of a negative longitude is anybody's guess, and a direction alone is no place. */
    if (directed && !g_ascii_isdigit(*folded)) return false;
    if (hzp_number_parse(folded, HZP_UNIT_NONE, &number)) {
        *value = number * sign;
        return true;
    }
    if (*folded == '-') {
        sign = -1;
        memmove(folded, folded + 1, strlen(folded));
    }
    dashes_to_letters(folded);
    if (!read_parts(folded, &number)) return false;
    *value = number * sign;
    return true;
}
