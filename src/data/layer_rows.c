/* Rows of a layer: empty ones, rows of sums, required fields. */
#include <string.h>

#include "base/message.h"
#include "data/layer_reading.h"

static bool cell_is_blank(const HzpCell *cell)
{
    if (cell->kind != HZP_CELL_BYTES) return cell->kind == HZP_CELL_NULL;
    for (size_t i = 0; i < cell->length; i++) {
        if (!g_ascii_isspace(cell->bytes[i]) && cell->bytes[i] != '\0') return false;
    }
    return true;
}

/* Registers end in empty rows: formats, borders, a formula that gave nothing. */
static bool row_is_blank(const HzpLayerReading *reading, const HzpArrowRow *in)
{
    bool geometry = in->geometry.kind == HZP_CELL_BYTES && in->geometry.length > 0;
    for (size_t i = 0; i < reading->n; i++) {
        if (!cell_is_blank(&in->cells[i])) return false;
    }
    return !geometry;
}

static void skip_blank_row(HzpLayerReading *reading, double number)
{
    enum { SHOWN = 10 };
    if (reading->blank_rows < SHOWN)
        g_string_append_printf(reading->blank_list, "%s%s", reading->blank_rows ? ", " : "", hzp_text_of_number(number));
    if (reading->blank_rows == SHOWN) g_string_append(reading->blank_list, ", …");
    reading->blank_rows++;
}

static bool means_total(const char *text)
{
    static const char *const words[] = {"合计", "小计", "总计", "总数", "共计", "total", NULL};
    if (strlen(text) > 40) return false; /* most rows are no such row: spare them the folding */
    g_autofree char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    g_autofree char *lower = g_utf8_strdown(wide ? wide : text, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = lower; *at; at = g_utf8_next_char(at)) {
        if (!g_unichar_isspace(g_utf8_get_char(at))) g_string_append_unichar(out, g_utf8_get_char(at));
    }
    bool found = g_strv_contains(words, out->str);
    g_string_free(out, TRUE);
    return found;
}

/* A row of sums has its word as id, as name, or in the first column that holds a text. */
static void check_total(const HzpLayerReading *reading, size_t row)
{
    const HzpField *first = NULL;
    const char *found = NULL;
    for (size_t i = 0; i < reading->n; i++) {
        const HzpField *field = &reading->fields[i];
        const char **texts = hzp_table_text(reading->table, field->name);
        if (!texts || !texts[row]) continue;
        bool names = strcmp(field->name, "name") == 0 || g_str_has_suffix(field->name, "_id");
        if (names && means_total(texts[row])) found = texts[row];
        if (field->column >= 0 && (!first || field->column < first->column)) first = field;
    }
    if (first && !found && means_total(hzp_table_text(reading->table, first->name)[row]))
        found = hzp_table_text(reading->table, first->name)[row];
    if (found) hzp_findings_add_row(reading->findings, "row_total", reading->table, row, NULL, "value", found, NULL);
}

static void check_required(const HzpLayerReading *reading, const HzpArrowRow *in, size_t row)
{
    for (size_t i = 0; i < reading->n; i++) {
        if (reading->fields[i].required && cell_is_blank(&in->cells[i]))
            hzp_findings_add_row(reading->findings, "required_missing", reading->table, row, reading->fields[i].name, NULL);
    }
}

HzpStatus hzp_layer_store_row(const HzpArrowRow *in, void *user)
{
    HzpLayerReading *reading = user;
    if (in->index % 4096 == 0 && hzp_run_cancelled(reading->run)) return hzp_fail(HZP_E_CANCELLED, "cancelled", NULL);
    bool counted = in->fid < 0 || reading->source->row_of_fid == HZP_FID_IS_NO_ROW;
    int64_t number = counted ? (int64_t)in->index + 1 : in->fid + reading->source->row_of_fid;
    if (row_is_blank(reading, in)) {
        skip_blank_row(reading, (double)number);
        return HZP_OK;
    }
    size_t row = hzp_table_append(reading->table);
    hzp_table_set_number(reading->table, "source_row", row, (double)number);
    for (size_t i = 0; i < reading->n; i++)
        hzp_layer_store_cell(reading, &reading->fields[i], &in->cells[i], row);
    check_total(reading, row);
    check_required(reading, in, row);
    hzp_table_geometry(reading->table)[row] = hzp_layer_geometry(reading, in, row);
    return HZP_OK;
}

void hzp_layer_finish_rows(HzpLayerReading *reading)
{
    if (reading->blank_rows)
        hzp_findings_add(reading->findings, "rows_blank", hzp_table_name(reading->table), NULL, NULL, "count",
                         hzp_text_of_size(reading->blank_rows), "rows", reading->blank_list->str, NULL);
}
