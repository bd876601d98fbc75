#include "data/total_word.h"

#include <glib.h>
#include <string.h>

#include "base/vocabulary.h"

/* NFKC without spaces, brackets' contents and a colon at the end: "合  计：" and "合计（3个村）" are 合计. */
static char *bare_label(const char *text)
{
    g_autofree char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    GString *out = g_string_new(NULL);
    for (const char *at = wide ? wide : text; *at && *at != '(' && *at != '['; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (!g_unichar_isspace(c) && c != ':') g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}

/* 合计 as a whole, or at the end of a Chinese label: 甲县小计, 全市合计. A village named 合计村 is none. */
HzpRowKind hzp_table_total_kind(const char *text)
{
    static const struct {
        const char *ending;
        HzpRowKind kind;
    } endings[] = {{"合计", HZP_ROW_TOTAL}, {"总计", HZP_ROW_TOTAL}, {"共计", HZP_ROW_TOTAL}, {"小计", HZP_ROW_SUBTOTAL}};
    if (strlen(text) > HZP_LONGEST_LABEL) return HZP_ROW_DATA;
    g_autofree char *label = bare_label(text);
    const char *code = hzp_vocabulary_match("table_word", label);
    if (code && strcmp(code, "total") == 0) return HZP_ROW_TOTAL;
    if (code && strcmp(code, "subtotal") == 0) return HZP_ROW_SUBTOTAL;
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        if (g_str_has_suffix(label, endings[i].ending)) return endings[i].kind;
    }
    return HZP_ROW_DATA;
}

bool hzp_table_row_is_total(const char *text) { return hzp_table_total_kind(text) != HZP_ROW_DATA; }
