/* What a row of a table is: data, a row of sums (合计, 小计, 甲县小计) or a remark (注：…, 填表人：…). The words are the
 * vocabulary table_word of data/vocabulary.yaml. */
#include <string.h>

#include "base/vocabulary.h"
#include "data/layer_reading.h"

/* A word of a table stands among its first cells and is short. */
enum { LEADING_CELLS = 4, LONGEST_KEY = 12 };

/* "3个村", "共12处" beside the word of a row of sums. */
static bool is_count(const char *text)
{
    bool digit = false;
    for (const char *at = text; *at; at = g_utf8_next_char(at))
        digit |= g_unichar_isdigit(g_utf8_get_char(at));
    return digit && !g_unichar_isdigit(g_utf8_get_char(g_utf8_prev_char(text + strlen(text)))) &&
           strlen(text) <= HZP_LONGEST_LABEL;
}

static bool names_row(const HzpField *field)
{
    return strcmp(field->name, "name") == 0 || g_str_has_suffix(field->name, "_id");
}

/* Only in these may the word stand: what describes a point may well end in 合计. */
static bool may_hold_total(const HzpLayerReading *reading, size_t cell)
{
    static const char *const names[] = {"county", "town", "village", "type", NULL};
    if (cell >= reading->n) return true;
    const HzpField *field = &reading->fields[cell];
    return names_row(field) || g_strv_contains(names, field->name);
}

static char *text_of(const HzpLayerReading *reading, const HzpArrowRow *in, size_t cell)
{
    bool valid = true;
    bool cut = false;
    return hzp_layer_cell_text(reading, &in->cells[cell], &valid, &cut);
}

/* A place, a name or a number of its own makes a row with such a word more than a row of sums. */
static bool has_own_identity(const HzpLayerReading *reading, const HzpArrowRow *in)
{
    if (in->geometry.kind == HZP_CELL_BYTES && in->geometry.length > 0) return true;
    for (size_t i = 0; i < reading->n; i++) {
        const HzpField *field = &reading->fields[i];
        if (field->type != HZP_FIELD_COORDINATE && !names_row(field)) continue;
        g_autofree char *text = text_of(reading, in, i);
        const char *code = text ? hzp_vocabulary_match("table_word", text) : NULL;
        if (!text || (code && (strcmp(code, "missing") == 0 || strcmp(code, "none") == 0))) continue;
        if (field->type == HZP_FIELD_COORDINATE) return true;
        if (hzp_table_total_kind(text) == HZP_ROW_DATA && !is_count(text)) return true;
    }
    return false;
}

/* ---- remarks ---- */

/* "填表人：张三", "注：…", "说明1：…": a word of the list and a colon, or a number. *open tells that its value stands in the
 * next cell. */
static bool is_remark(const char *text, bool *open)
{
    g_autofree char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    const char *all = wide ? wide : text;
    const char *colon = strchr(all, ':');
    *open = false;
    if (!colon || g_utf8_strlen(all, colon - all) > LONGEST_KEY) return false;
    g_autofree char *key = g_strndup(all, (gsize)(colon - all));
    while (*key && g_ascii_isdigit(key[strlen(key) - 1]))
        key[strlen(key) - 1] = '\0';
    const char *code = hzp_vocabulary_match("table_word", key);
    *open = colon[1] == '\0';
    return code && strcmp(code, "remark") == 0;
}

/* "2、…" under "注：1、…" */
static bool continues_remark(const char *text)
{
    const char *at = text;
    while (g_ascii_isdigit(*at))
        at++;
    return at > text &&
           (*at == '.' || g_str_has_prefix(at, "、") || g_str_has_prefix(at, "．") || g_str_has_prefix(at, "）"));
}

/* Nothing but remarks stands in the row. */
static bool row_is_remark(const HzpLayerReading *reading, const HzpArrowRow *in)
{
    bool any = false;
    bool open = false;
    for (size_t i = 0; i < reading->n_order; i++) {
        const HzpCell *cell = &in->cells[reading->order[i]];
        g_autofree char *text = text_of(reading, in, reading->order[i]);
        if (!text) continue;
        if (any && open) {
            open = false;
            continue;
        }
        if (cell->kind != HZP_CELL_BYTES) return false;
        bool remark = is_remark(text, &open);
        if (!remark && !(!any && reading->after_remark && continues_remark(text))) return false;
        any = true;
    }
    return any;
}

HzpRowKind hzp_layer_row_kind(const HzpLayerReading *reading, const HzpArrowRow *in, char **label)
{
    size_t seen = 0;
    for (size_t i = 0; i < reading->n_order && seen < LEADING_CELLS; i++) {
        size_t index = reading->order[i];
        if (in->cells[index].kind == HZP_CELL_NULL) continue;
        bool open = false;
        g_autofree char *text = in->cells[index].kind == HZP_CELL_BYTES ? text_of(reading, in, index) : NULL;
        if (text || in->cells[index].kind != HZP_CELL_BYTES) seen++;
        if (!text) continue;
        bool geometry = in->geometry.kind == HZP_CELL_BYTES && in->geometry.length > 0;
        if (seen == 1 && !geometry && (is_remark(text, &open) || reading->after_remark) && row_is_remark(reading, in))
            return HZP_ROW_REMARK;
        HzpRowKind kind = may_hold_total(reading, index) ? hzp_table_total_kind(text) : HZP_ROW_DATA;
        if (kind == HZP_ROW_DATA) continue;
        *label = g_steal_pointer(&text);
        return has_own_identity(reading, in) ? HZP_ROW_DOUBTFUL_TOTAL : kind;
    }
    return HZP_ROW_DATA;
}
