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
        if (c == 0x3001) c = ','; /* 、 */
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

typedef enum { AXIS_UNSAID, AXIS_EAST, AXIS_NORTH } Axis;

static const struct {
    const char *word;
    double sign;
    Axis axis;
} directions[] = {{"东经", 1, AXIS_EAST}, {"西经", -1, AXIS_EAST}, {"北纬", 1, AXIS_NORTH}, {"南纬", -1, AXIS_NORTH},
                  {"E", 1, AXIS_EAST},    {"N", 1, AXIS_NORTH},    {"W", -1, AXIS_EAST},    {"S", -1, AXIS_NORTH},
                  {"e", 1, AXIS_EAST},    {"n", 1, AXIS_NORTH},    {"w", -1, AXIS_EAST}};

static void cut_front(char *text, size_t length) { memmove(text, text + length, strlen(text + length) + 1); }

/* A direction before or after the figures, and a colon behind it: "东经：112". */
static bool strip_direction(char *text, double *sign, Axis *axis)
{
    for (size_t i = 0; i < G_N_ELEMENTS(directions); i++) {
        size_t length = strlen(directions[i].word);
        if (g_str_has_prefix(text, directions[i].word)) {
            cut_front(text, length + (text[length] == ':'));
        } else if (g_str_has_suffix(text, directions[i].word)) {
            text[strlen(text) - length] = '\0';
        } else {
            continue;
        }
        *sign = directions[i].sign;
        *axis = directions[i].axis;
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

/* 112-51-03, 112:51:03, 112 51 03: the same separator twice. Once is not enough: "112 35" may be two coordinates. */
static void separators_to_letters(char *text)
{
    if (!g_ascii_isdigit(*text)) return;
    char *first = strpbrk(text, "-: ");
    char *second = first ? strchr(first + 1, *first) : NULL;
    if (!second || strchr(second + 1, *second)) return;
    *first = 'd';
    *second = 'm';
}

static bool number_of(const char *digits, size_t length, double *value)
{
    g_autofree char *part = g_strndup(digits, length);
    char *end = NULL;
    *value = g_ascii_strtod(part, &end);
    return end != part && *end == '\0';
}

/* 112.5103, or 1125103: degrees, two digits of minutes, two of seconds and their decimals. Zeros at the end are left out in
 * numbers, so that 112.5 has 50 minutes. */
static bool read_packed(const char *text, double *degrees)
{
    size_t whole = strspn(text, "0123456789");
    size_t decimals = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    if (whole == 0 || decimals > 12 || text[whole + (text[whole] == '.') + decimals]) return false;
    g_autoptr(GString) digits = g_string_new_len(text, (gssize)whole);
    bool joined = whole > 3;
    g_string_append_len(digits, text + whole + (text[whole] == '.'), (gssize)decimals);
    size_t point = joined ? whole - 4 : whole;
    if (joined && (whole < 6 || whole > 7)) return false;
    while (digits->len < point + 4)
        g_string_append_c(digits, '0');
    /* The seconds have their own decimals behind the fourth digit. */
    g_string_insert_c(digits, (gssize)point + 4, '.');
    double parts[3] = {0, 0, 0};
    bool read = number_of(digits->str, point, &parts[0]) && number_of(digits->str + point, 2, &parts[1]) &&
                number_of(digits->str + point + 2, digits->len - point - 2, &parts[2]);
    if (!read || parts[1] >= 60 || parts[2] >= 60) return false;
    *degrees = parts[0] + parts[1] / 60 + parts[2] / 3600;
    return true;
}

/* One coordinate whose full-width forms are folded. */
static bool read_one(const char *wide, bool packed, double *value, Axis *axis)
{
    double number = NAN;
    double sign = 1;
    g_autofree char *folded = fold_marks(wide);
    join_double_minutes(folded);
    bool directed = strip_direction(folded, &sign, axis);
    /* West of a negative longitude is anybody's guess, and a direction alone is no place. */
    if (directed && !g_ascii_isdigit(*folded)) return false;
    if (!packed && hzp_number_parse(folded, HZP_UNIT_NONE, &number)) {
        *value = number * sign;
        return true;
    }
    if (*folded == '-') {
        sign = -1;
        cut_front(folded, 1);
    }
    separators_to_letters(folded);
    if (!(packed && read_packed(folded, &number)) && !read_parts(folded, &number)) return false;
    *value = number * sign;
    return true;
}

static bool read_text(const char *text, bool packed, double *value)
{
    double number = NAN;
    Axis axis = AXIS_UNSAID;
    bool plain = hzp_number_parse(text, HZP_UNIT_NONE, &number);
    if (plain && (!packed || isnan(number))) {
        *value = number;
        return true;
    }
    if (!g_utf8_validate(text, -1, NULL)) return false;
    g_autofree char *wide = fold_wide(text);
    return read_one(wide, packed, value, &axis);
}

bool hzp_coordinate_parse(const char *text, double *value) { return read_text(text, false, value); }

bool hzp_coordinate_parse_packed(const char *text, double *value) { return read_text(text, true, value); }

/* ---- two in one cell ---- */

/* "经度：112.85": the label tells which it is. X and Y do not: surveyors' X is north. */
static const char *strip_label(const char *text, Axis *axis)
{
    static const struct {
        const char *label;
        Axis axis;
    } labels[] = {{"经度", AXIS_EAST},      {"纬度", AXIS_NORTH}, {"longitude", AXIS_EAST},
                  {"latitude", AXIS_NORTH}, {"lon", AXIS_EAST},   {"lng", AXIS_EAST},
                  {"lat", AXIS_NORTH},      {"X", AXIS_UNSAID},   {"Y", AXIS_UNSAID}};
    text = skip_spaces(text);
    for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
        size_t length = strlen(labels[i].label);
        if (g_ascii_strncasecmp(text, labels[i].label, length) != 0) continue;
        *axis = labels[i].axis;
        text = skip_spaces(text + length);
        return *text == ':' || *text == '=' ? text + 1 : text;
    }
    return text;
}

static bool read_half(const char *text, bool packed, double *value, Axis *axis)
{
    Axis said = AXIS_UNSAID;
    const char *figures = strip_label(text, axis);
    bool read = *skip_spaces(figures) && read_one(figures, packed, value, &said) && isfinite(*value);
    if (said != AXIS_UNSAID) *axis = said;
    return read;
}

static bool is_direction(const char *at)
{
    for (size_t i = 0; i < G_N_ELEMENTS(directions); i++) {
        if (g_str_has_prefix(at, directions[i].word)) return true;
    }
    return g_str_has_prefix(at, "经度") || g_str_has_prefix(at, "纬度");
}

/* Where the second coordinate begins: behind a separator; at the second direction, or behind the first where it follows its
 * figures; at the only space, or the middle one of five. 0 when nothing tells. */
static size_t second_begins(const char *text)
{
    size_t separator = strcspn(text, ",;/|\n\t");
    if (text[separator]) return separator + 1;
    size_t spaces[6] = {0};
    size_t n = 0;
    bool figures = false;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        if (figures && is_direction(at)) {
            bool before = is_direction(skip_spaces(text));
            return (size_t)((before ? at : g_utf8_next_char(at)) - text);
        }
        figures |= g_ascii_isdigit(*at);
        if (*at == ' ' && at[1] != ' ' && n < 6) spaces[n++] = (size_t)(at - text) + 1;
    }
    return n == 1 ? spaces[0] : n == 5 ? spaces[2] : 0;
}

bool hzp_coordinate_parse_pair(const char *text, bool packed, double *x, double *y)
{
    double values[2] = {NAN, NAN};
    Axis axes[2] = {AXIS_UNSAID, AXIS_UNSAID};
    if (!g_utf8_validate(text, -1, NULL)) return false;
    g_autofree char *wide = fold_wide(text);
    g_strstrip(wide);
    size_t length = strlen(wide);
    if (length > 1 && strchr("([", *wide) && strchr(")]", wide[length - 1])) {
        wide[length - 1] = ' ';
        *wide = ' ';
        g_strstrip(wide);
    }
    size_t second = second_begins(wide);
    if (second == 0) return false;
    g_autofree char *first = g_strndup(wide, second);
    size_t end = strlen(first);
    while (end > 0 && strchr(",;/|\n\t ", first[end - 1]))
        first[--end] = '\0';
    if (!read_half(first, packed, &values[0], &axes[0]) || !read_half(wide + second, packed, &values[1], &axes[1]))
        return false;
    if (axes[0] != AXIS_UNSAID && axes[0] == axes[1]) return false;
    bool north_first = axes[0] == AXIS_NORTH || axes[1] == AXIS_EAST;
    *x = values[north_first ? 1 : 0];
    *y = values[north_first ? 0 : 1];
    return true;
}
