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
    /* Half a character at the end would lead g_utf8_normalize(), and us, beyond it. */
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return g_strstrip(g_utf8_normalize(valid, -1, G_NORMALIZE_NFKC));
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
    size_t group = 0; /* digits since the last separator; "2022,150" are two numbers */
    while (n < sizeof digits - 1) {
        if (g_ascii_isdigit(*at)) {
            any = true;
            group++;
            digits[n++] = *at++;
        } else if (any && group <= 3 && *at == ',' && g_ascii_isdigit(at[1]) && g_ascii_isdigit(at[2]) &&
                   g_ascii_isdigit(at[3]) && !g_ascii_isdigit(at[4])) {
            at++;
            group = 0;
        } else {
            break;
        }
    }
    if (*at == '.' && g_ascii_isdigit(at[1]) && n < sizeof digits - 1) {
        any = true; /* ".5" */
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
    if (g_str_has_prefix(at, "人民") || g_str_has_prefix(at, "人家")) return at;
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

double hzp_number_times(double number, double factor)
{
    if (factor == 1) return number;
    /* 12345 times 1e-4 is not the double 1.2345, 12345 over 1e4 is. */
    double product = factor < 1 ? number / round(1 / factor) : number * factor;
    double whole = round(product);
    return fabs(product - whole) <= 1e-12 * fabs(product) ? whole : product;
}

/* The number itself, without what stands about it; NULL when there is none. */
static const char *read_number(const char *at, double *number)
{
    const char *end = read_digits(at, number);
    char *rest = NULL;
    if (end == at) return NULL;
    if (*end != 'e' && *end != 'E') return end;
    /* Spreadsheets hand large whole numbers over as "1.5E+3". */
    *number = g_ascii_strtod(at, &rest);
    return rest;
}

/* 万, 千, 百 before 人 or 户; in a sum of money they are part of the unit. */
static const char *read_multiplier(const char *at, HzpTextUnit unit, double *factor)
{
    static const struct {
        const char *word;
        double factor;
    } multipliers[] = {{"万", 1e4}, {"千", 1e3}, {"百", 100}};
    for (size_t i = 0; i < G_N_ELEMENTS(multipliers) && (unit == HZP_UNIT_PEOPLE || unit == HZP_UNIT_HOUSEHOLDS); i++) {
        if (!g_str_has_prefix(at, multipliers[i].word)) continue;
        *factor = multipliers[i].factor;
        return at + strlen(multipliers[i].word);
    }
    return at;
}

static const char *const about_words[] = {"约", "近", "~", "≈", NULL};
static const char *const over_words[] = {"余", "多", NULL};

/* "45户" or "120人"; NULL when there is no number or no such unit behind it. */
static const char *read_counted(const char *at, HzpTextUnit *unit, double *value)
{
    static const HzpTextUnit units[] = {HZP_UNIT_PEOPLE, HZP_UNIT_HOUSEHOLDS};
    double number = 0;
    const char *number_end = read_number(skip_any(at, about_words), &number);
    for (size_t i = 0; number_end && i < G_N_ELEMENTS(units); i++) {
        double own = 1;
        double multiplier = 1;
        const char *multiplied = skip_any(skip_spaces(number_end), over_words);
        const char *before = skip_any(read_multiplier(multiplied, units[i], &multiplier), over_words);
        const char *end = read_unit(before, units[i], &own);
        if (end == before) continue;
        *unit = units[i];
        *value = hzp_number_times(number, own * multiplier);
        return end;
    }
    return NULL;
}

/* People and households in one cell, "120人(45户)" or "45户120人": each column takes its own, where both are named once. */
static bool parse_pair(const char *folded, HzpTextUnit unit, double *value)
{
    static const char *const between[] = {"(", ",", "、", "/", ";", NULL};
    HzpTextUnit units[2] = {HZP_UNIT_NONE, HZP_UNIT_NONE};
    double values[2] = {NAN, NAN};
    if (unit != HZP_UNIT_PEOPLE && unit != HZP_UNIT_HOUSEHOLDS) return false;
    const char *first = read_counted(folded, &units[0], &values[0]);
    const char *gap = first ? skip_spaces(first) : NULL;
    const char *start = gap ? skip_any(gap, between) : NULL;
    const char *second = start ? read_counted(start, &units[1], &values[1]) : NULL;
    if (!second || units[0] == units[1]) return false;
    second = skip_spaces(second);
    if (*gap == '(' && *second++ != ')') return false;
    second = skip_spaces(second);
    if (*second || !(values[0] >= 0 && isfinite(values[0])) || !(values[1] >= 0 && isfinite(values[1]))) return false;
    *value = units[0] == unit ? values[0] : values[1];
    return true;
}

bool hzp_number_parse_times(const char *text, HzpTextUnit unit, double factor, double *value)
{
    g_autofree char *folded = text ? fold(text) : NULL;
    if (!folded || means_missing(folded)) {
        *value = NAN;
        return true;
    }
    double number = 0;
    double multiplier = 1;
    double own = 1;
    const char *number_end = read_number(skip_any(folded, about_words), &number);
    if (!number_end) return false;
    const char *multiplied = skip_any(skip_spaces(number_end), over_words);
    const char *before = skip_any(read_multiplier(multiplied, unit, &multiplier), over_words);
    const char *end = read_unit(before, unit, &own);
    bool has_unit = end != before || multiplier != 1;
    if (*skip_spaces(end)) return parse_pair(folded, unit, value);
    number = hzp_number_times(number, has_unit ? own * multiplier : factor);
    if (!isfinite(number)) return false;
    *value = number;
    return true;
}

bool hzp_number_parse(const char *text, HzpTextUnit unit, double *value)
{
    return hzp_number_parse_times(text, unit, 1, value);
}

typedef struct {
    double sum;
    int count;
    double total_sum; /* of the numbers that are announced as totals */
    double total_largest;
    int totals;
    bool unread;     /* a number stands before the unit that cannot be told */
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

/* ---- numbers in sentences ---- */

static int place_of(gunichar c, const char *list)
{
    const char *at = list;
    for (int i = 0; *at; i++, at = g_utf8_next_char(at)) {
        if (g_utf8_get_char(at) == c) return i;
    }
    return -1;
}

static int digit_of(gunichar c)
{
    if (c == 0x4E24) return 2; /* 两 */
    return c == 0x3007 ? 0 : place_of(c, "零一二三四五六七八九");
}

static double power_of(gunichar c)
{
    static const double powers[] = {10, 100, 1000, 1e4};
    int place = place_of(c, "十百千万");
    return place < 0 ? 0 : powers[place];
}

typedef struct {
    double total;   /* closed by 万 */
    double section; /* below 万 */
    double number;  /* not yet multiplied; NaN where there is none */
    double last;    /* the last power, 0 before the first */
    bool zero;      /* 零 stands before the number */
    bool chinese;
    bool unclear;
} Amount;

static void take_power(Amount *amount, double power)
{
    bool first = amount->total == 0 && amount->section == 0;
    if (isnan(amount->number) && !(power == 10 && first) && !(power == 1e4 && amount->section > 0)) {
        amount->unclear = true; /* "百余人", "上千人" */
        return;
    }
    double number = isnan(amount->number) ? (power == 10 ? 1 : 0) : amount->number;
    if (power == 1e4) {
        amount->total += hzp_number_times(amount->section + number, power);
        amount->section = 0;
    } else {
        amount->unclear |= amount->last > 0 && amount->last < 1e4 && power >= amount->last;
        amount->section += number * power;
    }
    amount->number = NAN;
    amount->last = power;
    amount->zero = false;
}

static bool take_digit(Amount *amount, int digit)
{
    if (digit == 0 && isnan(amount->number)) {
        amount->zero = true;
        return true;
    }
    /* "三四十人" are 30 to 40. */
    amount->unclear |= !isnan(amount->number);
    amount->number = digit;
    return true;
}

static bool begins_number(const char *at) { return g_ascii_isdigit(*at) || (*at == '.' && g_ascii_isdigit(at[1])); }

/* A number as sentences write it: 1,234, 1.2万, 六十三, 1千2百. Ends where it began when there is none; one that cannot be
 * told ("三四十", "百余") is NaN. */
static const char *read_amount(const char *text, double *value)
{
    Amount amount = {.number = NAN};
    const char *at = text;
    for (;;) {
        gunichar c = g_utf8_get_char(at);
        const char *end = begins_number(at) && isnan(amount.number) ? read_number(at, &amount.number) : at;
        if (!end) end = at;
        int digit = digit_of(c);
        double power = power_of(c);
        if (end == at && power > 0) {
            take_power(&amount, power);
        } else if (end == at && (digit < 0 || (!isnan(amount.number) && !amount.chinese))) {
            break;
        } else if (end == at) {
            take_digit(&amount, digit);
        }
        amount.chinese |= end == at;
        at = end == at ? g_utf8_next_char(at) : end;
        /* "1.2 万人" */
        if (power_of(g_utf8_get_char(skip_spaces(at))) > 0) at = skip_spaces(at);
    }
    /* "一百五" may be 105 and is mostly 150. */
    amount.unclear |= !isnan(amount.number) && amount.last > 10 && !amount.zero;
    double rest = isnan(amount.number) ? 0 : amount.number;
    double sum = amount.total + amount.section + rest;
    *value = amount.unclear || !isfinite(sum) ? NAN : sum;
    return at;
}

/* "三户村" is a place, "三户村民" are households. */
static bool names_place(const char *after)
{
    static const char *const endings[] = {"村", "庄", "屯", "镇", "乡", "沟", "组", "路", "桥", NULL};
    if (g_str_has_prefix(after, "村民")) return false;
    for (size_t i = 0; endings[i]; i++) {
        if (g_str_has_prefix(after, endings[i])) return true;
    }
    return false;
}

static bool comes_after(const char *text, const char *at, const char *const *words)
{
    for (size_t i = 0; words[i]; i++) {
        size_t length = strlen(words[i]);
        if ((size_t)(at - text) >= length && memcmp(at - length, words[i], length) == 0) return true;
    }
    return false;
}

static void add_figure(Found *found, const char *text, const char *at, double number, bool part)
{
    if (part && found->count > 0 && !found->parts_only) return;
    found->parts_only = part;
    found->count++;
    found->sum += number;
    if (!announces_total(text, at)) return;
    found->totals++;
    found->total_sum += number;
    found->total_largest = fmax(found->total_largest, number);
}

static void find_numbers(const char *text, HzpTextUnit unit, Found *found)
{
    static const char *const some[] = {"数", "几", NULL};
    static const char *const ordinal[] = {"第", NULL};
    static const char *const odd[] = {"几", "来", NULL};
    const char *within = strstr(text, "其中");
    for (const char *at = text; *at;) {
        double number = 0;
        double factor = 1;
        /* The end of "1.2.3" is no .3 */
        bool cut = *at == '.' && at > text && g_ascii_isdigit(at[-1]);
        const char *end = cut ? at : read_amount(at, &number);
        if (end == at) {
            /* A run of digits too long for a number is not one: step over all of it. */
            do
                at = g_utf8_next_char(at);
            while (g_ascii_isdigit(*at) && g_ascii_isdigit(at[-1]));
            continue;
        }
        const char *word = skip_any(skip_spaces(end), over_words);
        const char *unsure = skip_any(word, odd); /* "十几户" */
        const char *after = read_unit(unsure, unit, &factor);
        bool chinese = !g_ascii_isdigit(*at);
        bool part = within && at > within;
        bool counts = after != unsure && !(chinese && (names_place(after) || comes_after(text, at, ordinal)));
        if (counts && (isnan(number) || unsure != word || (chinese && comes_after(text, at, some)))) {
            found->unread |= !part || found->count == 0;
        } else if (counts) {
            add_figure(found, text, at, hzp_number_times(number, factor), part);
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
    bool unread = false;
    return hzp_number_find_or_tell(text, unit, value, ambiguous, &unread);
}

bool hzp_number_find_or_tell(const char *text, HzpTextUnit unit, double *value, bool *ambiguous, bool *unread)
{
    *ambiguous = false;
    *unread = false;
    if (!text) return false;
    g_autofree char *sentence = part_clauses(text);
    g_autofree char *folded = fold(sentence);
    Found found = {0};
    find_numbers(folded, unit, &found);
    /* A sum without the part that cannot be told would be too small. */
    *unread = found.unread && found.totals == 0;
    if (found.count == 0 || *unread) return false;
    double figure = figure_of(&found, ambiguous);
    *unread = !isfinite(figure);
    if (*unread) {
        *ambiguous = false;
        return false;
    }
    *value = figure;
    return true;
}
