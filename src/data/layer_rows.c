/* Rows of a layer: empty ones, rows of sums, remarks, required fields. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "data/layer_reading.h"

/* Columns that are no field are read as well in a table of usual width: a row of sums may have its word in 序号. */
enum { WIDEST_READ_WHOLE = 64, ROWS_SHOWN = 10 };

void hzp_row_list_add(HzpRowList *list, double number)
{
    if (!list->rows) list->rows = g_string_new(NULL);
    if (list->count < ROWS_SHOWN)
        g_string_append_printf(list->rows, "%s%s", list->count ? ", " : "", hzp_text_of_number(number));
    if (list->count == ROWS_SHOWN) g_string_append(list->rows, ", …");
    list->count++;
}

static void forget_list(HzpRowList *list)
{
    if (list->rows) g_string_free(list->rows, TRUE);
    *list = (HzpRowList){0};
}

/* ---- which cells are read ---- */

static bool is_field(const HzpLayerReading *reading, int column)
{
    for (size_t i = 0; i < reading->n; i++) {
        if (reading->fields[i].column == column) return true;
    }
    return false;
}

static int by_column(const void *a, const void *b, void *columns)
{
    return ((const int *)columns)[*(const size_t *)a] - ((const int *)columns)[*(const size_t *)b];
}

void hzp_layer_begin_rows(HzpLayerReading *reading)
{
    int width = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(reading->source->layer));
    bool table = OGR_L_GetGeomType(reading->source->layer) == wkbNone && width <= WIDEST_READ_WHOLE;
    reading->columns = g_new(int, reading->n + (table ? (size_t)width : 0) + 1);
    for (size_t i = 0; i < reading->n; i++)
        reading->columns[reading->n_cells++] = reading->fields[i].column;
    for (int column = 0; table && column < width; column++) {
        if (!is_field(reading, column)) reading->columns[reading->n_cells++] = column;
    }
    reading->order = g_new(size_t, reading->n_cells + 1);
    for (size_t i = 0; i < reading->n_cells; i++) {
        if (reading->columns[i] >= 0) reading->order[reading->n_order++] = i;
    }
    g_qsort_with_data(reading->order, (gint)reading->n_order, sizeof *reading->order, by_column, reading->columns);
    reading->none = g_new0(HzpRowList, reading->n + 1);
    reading->fractions = g_new0(HzpRowList, reading->n + 1);
    reading->expected = (double)OGR_L_GetFeatureCount(reading->source->layer, FALSE);
    reading->most_counted = hzp_findings_parameter(reading->findings, "number_too_large", "most");
}

/* ---- rows ---- */

/* Spaces of any kind: ASCII, U+00A0 and U+3000. A byte of GBK text is none of them. */
static bool cell_is_blank(const HzpCell *cell)
{
    static const char *const wide[] = {"\xC2\xA0", "\xE3\x80\x80"};
    if (cell->kind != HZP_CELL_BYTES) return cell->kind == HZP_CELL_NULL;
    for (size_t i = 0; i < cell->length; i++) {
        if (g_ascii_isspace(cell->bytes[i]) || cell->bytes[i] == '\0') continue;
        size_t length = 0;
        for (size_t w = 0; w < G_N_ELEMENTS(wide); w++) {
            if (cell->length - i >= strlen(wide[w]) && memcmp(cell->bytes + i, wide[w], strlen(wide[w])) == 0)
                length = strlen(wide[w]);
        }
        if (length == 0) return false;
        i += length - 1;
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

static void check_required(const HzpLayerReading *reading, const HzpArrowRow *in, size_t row)
{
    for (size_t i = 0; i < reading->n; i++) {
        if (reading->fields[i].required && cell_is_blank(&in->cells[i]))
            hzp_findings_add_row(reading->findings, "required_missing", reading->table, row, reading->fields[i].name, NULL);
    }
}

static void store_row(HzpLayerReading *reading, const HzpArrowRow *in, double number)
{
    size_t row = hzp_table_append(reading->table);
    hzp_table_set_number(reading->table, "source_row", row, number);
    for (size_t i = 0; i < reading->n; i++)
        hzp_layer_store_cell(reading, i, &in->cells[i], row);
    check_required(reading, in, row);
    if (!reading->from_columns) hzp_table_geometry(reading->table)[row] = hzp_layer_geometry(reading, in, row);
}

HzpStatus hzp_layer_store_row(const HzpArrowRow *in, void *user)
{
    HzpLayerReading *reading = user;
    HZP_TRY(hzp_run_part(reading->run, (double)in->index, fmax(reading->expected, (double)in->index + 1)));
    reading->rows++;
    bool counted = in->fid < 0 || reading->source->row_of_fid == HZP_FID_IS_NO_ROW;
    double number = (double)(counted ? (int64_t)in->index + 1 : in->fid + reading->source->row_of_fid);
    g_autofree char *label = NULL;
    HzpRowKind kind = hzp_layer_row_kind(reading, in, &label);
    reading->after_remark = kind == HZP_ROW_REMARK || (reading->after_remark && row_is_blank(reading, in));
    if (kind == HZP_ROW_REMARK) {
        hzp_row_list_add(&reading->remarks, number);
    } else if (row_is_blank(reading, in)) {
        hzp_row_list_add(&reading->blank, number);
    } else if (kind == HZP_ROW_TOTAL || kind == HZP_ROW_SUBTOTAL) {
        hzp_layer_keep_total(reading, in, kind, label, number);
    } else {
        store_row(reading, in, number);
        if (kind == HZP_ROW_DOUBTFUL_TOTAL)
            hzp_findings_add_row(reading->findings, "row_total", reading->table, hzp_table_rows(reading->table) - 1, NULL,
                                 "value", label, NULL);
    }
    return HZP_OK;
}

static void tell(HzpLayerReading *reading, const char *code, const HzpField *field, HzpRowList *list)
{
    if (list->count)
        hzp_findings_add(reading->findings, code, hzp_table_name(reading->table), NULL, field ? field->name : NULL, "column",
                         field ? field->header : NULL, "count", hzp_text_of_size(list->count), "rows", list->rows->str, NULL);
    forget_list(list);
}

/* A damaged or cut file ends early, and most of GDAL's drivers take that for its end. */
static void check_all_read(HzpLayerReading *reading)
{
    const HzpLayerSource *source = reading->source->source;
    const char *detail = reading->trouble;
    g_autofree char *missing = NULL;
    /* The header of a FlatGeobuf tells how many there are; its driver says nothing when fewer come. */
    bool told = strcmp(reading->source->driver, "FlatGeobuf") == 0 && !source->where;
    gint64 expected = told ? OGR_L_GetFeatureCount(reading->source->layer, FALSE) : -1;
    if (!detail && expected > 0 && (gint64)reading->rows < expected)
        detail = missing = g_strdup_printf("%zu / %" G_GINT64_FORMAT, reading->rows, expected);
    if (detail)
        hzp_findings_add(reading->findings, "rows_unread", source->layer, NULL, NULL, "path", source->path, "detail", detail,
                         NULL);
}

void hzp_layer_finish_rows(HzpLayerReading *reading)
{
    check_all_read(reading);
    hzp_layer_compare_totals(reading);
    hzp_layer_forget_totals(reading);
    for (size_t i = 0; i < reading->n; i++) {
        tell(reading, "none_is_missing", &reading->fields[i], &reading->none[i]);
        tell(reading, "count_fractional", &reading->fields[i], &reading->fractions[i]);
    }
    tell(reading, "remarks_left_out", NULL, &reading->remarks);
    tell(reading, "rows_blank", NULL, &reading->blank);
    g_free(reading->none);
    g_free(reading->fractions);
    g_free(reading->columns);
    g_free(reading->order);
}
