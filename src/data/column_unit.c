#include "data/column_unit.h"

#include <string.h>

bool hzp_bracket_opens(gunichar c) { return c == '(' || c == '[' || c == 0x3010 || c == 0x3014; }

bool hzp_bracket_closes(gunichar c) { return c == ')' || c == ']' || c == 0x3011 || c == 0x3015; }

typedef struct {
    HzpFieldType type;
    const char *word; /* folded: lower case, NFKC (m² is m2) */
    double factor;
} Unit;

static const Unit units[] = {
    {HZP_FIELD_PEOPLE, "人", 1},          {HZP_FIELD_PEOPLE, "口人", 1},
    {HZP_FIELD_PEOPLE, "名", 1},          {HZP_FIELD_PEOPLE, "百人", 100},
    {HZP_FIELD_PEOPLE, "千人", 1000},     {HZP_FIELD_PEOPLE, "万人", 1e4},
    {HZP_FIELD_PEOPLE, "persons", 1},     {HZP_FIELD_PEOPLE, "people", 1},
    {HZP_FIELD_HOUSEHOLDS, "户", 1},      {HZP_FIELD_HOUSEHOLDS, "百户", 100},
    {HZP_FIELD_HOUSEHOLDS, "千户", 1000}, {HZP_FIELD_HOUSEHOLDS, "万户", 1e4},
    {HZP_FIELD_HOUSEHOLDS, "hh", 1},      {HZP_FIELD_HOUSEHOLDS, "households", 1},
    {HZP_FIELD_WAN_YUAN, "万元", 1},      {HZP_FIELD_WAN_YUAN, "万", 1},
    {HZP_FIELD_WAN_YUAN, "元", 1e-4},     {HZP_FIELD_WAN_YUAN, "千元", 0.1},
    {HZP_FIELD_WAN_YUAN, "百万元", 100},  {HZP_FIELD_WAN_YUAN, "千万元", 1000},
    {HZP_FIELD_WAN_YUAN, "亿元", 1e4},    {HZP_FIELD_WAN_YUAN, "亿", 1e4},
    {HZP_FIELD_WAN_YUAN, "yuan", 1e-4},   {HZP_FIELD_WAN_YUAN, "wanyuan", 1},
    {HZP_FIELD_METRES, "m", 1},           {HZP_FIELD_METRES, "米", 1},
    {HZP_FIELD_METRES, "metres", 1},      {HZP_FIELD_METRES, "meters", 1},
    {HZP_FIELD_METRES, "km", 1000},       {HZP_FIELD_METRES, "公里", 1000},
    {HZP_FIELD_METRES, "千米", 1000},
};

/* 万 alone counts people or households as well; in a column of money it is 万元. */
static const Unit short_units[] = {{HZP_FIELD_PEOPLE, "万", 1e4}, {HZP_FIELD_HOUSEHOLDS, "万", 1e4}};

/* Units that no field of ours has. */
static const char *const foreign[] = {"m2", "km2", "hm2",  "平方米", "平方公里", "平方千米", "公顷",
                                      "亩", "m3",  "万m3", "立方米", "万立方米", "间",       "%",
                                      "‰",  "处",  "年",   "月",     "岁",       NULL};

static bool counts(HzpFieldType type)
{
    return type == HZP_FIELD_PEOPLE || type == HZP_FIELD_HOUSEHOLDS || type == HZP_FIELD_WAN_YUAN || type == HZP_FIELD_METRES;
}

static const Unit *unit_named(const char *word, HzpFieldType type)
{
    for (size_t i = 0; i < G_N_ELEMENTS(short_units); i++) {
        if (short_units[i].type == type && strcmp(short_units[i].word, word) == 0) return &short_units[i];
    }
    const Unit *other = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strcmp(units[i].word, word) != 0) continue;
        if (units[i].type == type) return &units[i];
        other = &units[i];
    }
    return other;
}

/* "(单位:万元)" says 万元. */
static const char *without_label(const char *text)
{
    if (!g_str_has_prefix(text, "单位")) return text;
    text += strlen("单位");
    return *text == ':' ? text + 1 : text;
}

HzpHeaderUnit hzp_column_unit(const char *folded, HzpFieldType type, double *factor)
{
    const char *open = folded;
    while (*open && !hzp_bracket_opens(g_utf8_get_char(open)))
        open = g_utf8_next_char(open);
    *factor = 1;
    if (!*open || !counts(type)) return HZP_HEADER_NO_UNIT;
    const char *start = g_utf8_next_char(open);
    const char *end = start;
    while (*end && !hzp_bracket_closes(g_utf8_get_char(end)))
        end = g_utf8_next_char(end);
    g_autofree char *inside = g_strndup(start, (gsize)(end - start));
    const char *word = without_label(inside);
    if (!*end) {
        /* Ten bytes may be all of it but the bracket. */
        const Unit *whole = unit_named(word, type);
        if (!whole || whole->type != type || strcmp(word, "万") == 0 || strcmp(word, "百") == 0) return HZP_HEADER_CUT;
        *factor = whole->factor;
        return HZP_HEADER_UNIT;
    }
    if (g_strv_contains(foreign, word)) return HZP_HEADER_OTHER;
    const Unit *unit = unit_named(word, type);
    if (!unit) return HZP_HEADER_NO_UNIT;
    if (unit->type != type) return HZP_HEADER_OTHER;
    *factor = unit->factor;
    return HZP_HEADER_UNIT;
}

/* What follows the first opening bracket; NULL where there is none. The byte of a narrow one is never part of a character of
 * GB18030 or UTF-8. */
static const char *after_bracket(const char *raw)
{
    static const char *const wide[] = {"\xA3\xA8", "\xEF\xBC\x88"}; /* （ in GB18030 and UTF-8 */
    const char *narrow = strchr(raw, '(');
    if (narrow) return narrow + 1;
    for (size_t i = 0; i < G_N_ELEMENTS(wide); i++) {
        const char *at = strstr(raw, wide[i]);
        if (at) return at + strlen(wide[i]);
    }
    return NULL;
}

static bool begins_with(const char *word, const char *bytes)
{
    static const char *const encodings[] = {"GB18030", "UTF-8"};
    for (size_t i = 0; i < G_N_ELEMENTS(encodings); i++) {
        g_autofree char *encoded = g_convert(word, -1, encodings[i], "UTF-8", NULL, NULL, NULL);
        if (encoded && g_str_has_prefix(encoded, bytes)) return true;
    }
    return false;
}

HzpHeaderUnit hzp_column_unit_of_bytes(const char *raw, HzpFieldType type, double *factor)
{
    const char *bytes = after_bracket(raw);
    bool other = false;
    const Unit *own = NULL;
    *factor = 1;
    if (!bytes || !counts(type)) return HZP_HEADER_NO_UNIT;
    if (!*bytes) return HZP_HEADER_CUT;
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (!begins_with(units[i].word, bytes)) continue;
        if (units[i].type == type && own && own->factor != units[i].factor) return HZP_HEADER_CUT;
        if (units[i].type == type) own = &units[i];
        other |= units[i].type != type;
    }
    if (own) *factor = own->factor;
    return own ? HZP_HEADER_UNIT : other ? HZP_HEADER_OTHER : HZP_HEADER_CUT;
}
