#include "base/number_text.h"

#include <glib.h>
#include <math.h>
#include <string.h>

typedef struct {
    HzpTextUnit unit;
    const char *word;
    double factor;
} UnitWord;

/* Longer words first, so that 万元 is not read as 元. */
static const UnitWord unit_words[] = {
    {HZP_UNIT_PEOPLE, "口人", 1},   {HZP_UNIT_PEOPLE, "人", 1},       {HZP_UNIT_PEOPLE, "名", 1},
    {HZP_UNIT_HOUSEHOLDS, "户", 1}, {HZP_UNIT_WAN_YUAN, "亿元", 1e4}, {HZP_UNIT_WAN_YUAN, "亿", 1e4},
    {HZP_UNIT_WAN_YUAN, "万元", 1}, {HZP_UNIT_WAN_YUAN, "万", 1},     {HZP_UNIT_WAN_YUAN, "元", 1e-4},
    {HZP_UNIT_METRES, "km", 1000},  {HZP_UNIT_METRES, "公里", 1000},  {HZP_UNIT_METRES, "千米", 1000},
    {HZP_UNIT_METRES, "m", 1},      {HZP_UNIT_METRES, "米", 1},
};

static char *fold(const char *text)
{
    char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    return g_strstrip(wide ? wide : g_strdup(text)); /* what is not UTF-8 stays as it is */
}

static const char *skip_spaces(const char *at)
{
    while (*at && g_unichar_isspace(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    return at;
}

static const char *skip_any(const char *at, const char *const *words)
{
    for (size_t i = 0; words[i]; i++) {
        if (g_str_has_prefix(at, words[i])) return skip_spaces(at + strlen(words[i]));
    }
    return at;
}

/* Digits with optional separators every three ("1,234") and a decimal part; no exponent, no hex, no infinity. */
static const char *read_digits(const char *at, double *value)
{
    char digits[64];
    size_t n = 0;
    const char *start = at;
    if (*at == '-' || *at == '+') digits[n++] = *at++;
    bool any = false;
    while (n < sizeof digits - 1) {
        if (g_ascii_isdigit(*at)) {
            any = true;
            digits[n++] = *at++;
        } else if (any && *at == ',' && g_ascii_isdigit(at[1]) && g_ascii_isdigit(at[2]) && g_ascii_isdigit(at[3]) &&
                   !g_ascii_isdigit(at[4])) {
            at++;
        } else {
            break;
        }
    }
    if (any && *at == '.' && g_ascii_isdigit(at[1]) && n < sizeof digits - 1) {
        do
            digits[n++] = *at++;
        while (g_ascii_isdigit(*at) && n < sizeof digits - 1);
    }
    digits[n] = '\0';
    /* Too long to be a number of anything. */
    if (!any || n == sizeof digits - 1 || g_ascii_isdigit(*at)) return start;
    *value = g_ascii_strtod(digits, NULL);
    return at;
}

static const char *read_unit(const char *at, HzpTextUnit unit, double *factor)
{
    /* "第2人民医院" is a name, not two people. */
    if (g_str_has_prefix(at, "人民")) return at;
    for (size_t i = 0; i < G_N_ELEMENTS(unit_words); i++) {
        if (unit_words[i].unit != unit || !g_str_has_prefix(at, unit_words[i].word)) continue;
        *factor = unit_words[i].factor;
        return at + strlen(unit_words[i].word);
    }
    return at;
}

static bool means_missing(const char *text)
{
    static const char *const words[] = {"", "-", "--", "—", "——", "/", "无", "不详", "null", "NULL", "NaN", "nan"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(text, words[i]) == 0) return true;
    }
    return false;
}

bool hzp_number_parse(const char *text, HzpTextUnit unit, double *value)
{
    static const char *const about[] = {"约", "近", "~", "≈", NULL};
    static const char *const over[] = {"余", "多", NULL};
    g_autofree char *folded = text ? fold(text) : NULL;
    if (!folded || means_missing(folded)) {
        *value = NAN;
        return true;
    }
    double number = 0;
    double factor = 1;
    const char *at = skip_any(folded, about);
    const char *end = read_digits(at, &number);
    if (end == at) {
        /* ".5", but neither "inf" nor a row of digits that read_digits() has refused. */
        char *rest = NULL;
        if (at[*at == '-' || *at == '+'] != '.') return false;
        number = g_ascii_strtod(at, &rest);
        if (rest == at || !isfinite(number)) return false;
        end = rest;
    } else if (*end == 'e' || *end == 'E') {
        /* Spreadsheets hand large whole numbers over as "1.5E+3". */
        char *rest = NULL;
        number = g_ascii_strtod(at, &rest);
        end = rest;
    }
    end = skip_any(skip_spaces(end), over);
    end = skip_spaces(read_unit(end, unit, &factor));
    if (*end || !isfinite(number)) return false;
    *value = number * factor;
    return true;
}

typedef struct {
    double sum;
    int count;
    double total_sum; /* of the numbers that are announced as totals */
    double total_largest;
    int totals;
    bool parts_only; /* no figure stands before 其中, so its parts are added up */
} Found;

/* What comes right before a number: 共, 合计, 总计 announce a total. */
static bool announces_total(const char *text, const char *at)
{
    static const char *const words[] = {"共", "合计", "总计", "共计", "总"};
    while (at > text && at[-1] == ' ')
        at--;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        size_t length = strlen(words[i]);
        if ((size_t)(at - text) >= length && memcmp(at - length, words[i], length) == 0) return true;
    }
    return false;
}

static void find_numbers(const char *text, HzpTextUnit unit, Found *found)
{
    static const char *const over[] = {"余", "多", NULL};
    const char *within = strstr(text, "其中");
    for (const char *at = text; *at;) {
        double number = 0;
        double factor = 1;
        const char *end = g_ascii_isdigit(*at) ? read_digits(at, &number) : at;
        if (end == at) {
            /* A run of digits too long for a number is not one: step over all of it. */
            do
                at = g_utf8_next_char(at);
            while (g_ascii_isdigit(*at) && g_ascii_isdigit(at[-1]));
            continue;
        }
        const char *word = skip_any(skip_spaces(end), over);
        bool part = within && at > within;
        if (read_unit(word, unit, &factor) != word && (!part || found->count == 0 || found->parts_only)) {
            found->parts_only = part;
            found->count++;
            found->sum += number * factor;
            if (announces_total(text, at)) {
                found->totals++;
                found->total_sum += number * factor;
                found->total_largest = fmax(found->total_largest, number * factor);
            }
        }
        at = end;
    }
}

/* "A村共100人、B村共200人" has two totals and no whole; "A村共100人、B村200人" has one that cannot hold the rest. */
static double figure_of(const Found *found, bool *ambiguous)
{
    bool whole = (found->totals == 1 && found->sum <= 2 * found->total_largest) ||
                 (found->totals > 1 && found->total_sum == 2 * found->total_largest);
    *ambiguous = !whole && (found->count > 1 || found->parts_only);
    if (whole) return found->total_largest;
    return found->totals > 1 ? found->total_sum : found->sum;
}

/* In a sentence a full-width comma after a narrow digit parts clauses ("编号12，263人"); among full-width digits it groups
 * them, as a narrow comma does among narrow ones. Free with g_free(). */
static char *part_clauses(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at;) {
        bool comma = g_str_has_prefix(at, "，") && at > text && g_ascii_isdigit(at[-1]);
        g_string_append(out, comma ? "；" : "");
        if (comma)
            at += strlen("，");
        else
            g_string_append_c(out, *at++);
    }
    return g_string_free(out, FALSE);
}

bool hzp_number_find(const char *text, HzpTextUnit unit, double *value, bool *ambiguous)
{
    *ambiguous = false;
    if (!text) return false;
    g_autofree char *sentence = part_clauses(text);
    g_autofree char *folded = fold(sentence);
    Found found = {0};
    find_numbers(folded, unit, &found);
    if (found.count == 0) return false;
    *value = figure_of(&found, ambiguous);
    return true;
}
