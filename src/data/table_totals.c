/* Rows of sums: left out, and held against the rows they cover. 合计 covers all rows; 小计, or 合计 that comes again and
 * again, the rows since the one before; rows of sums that stand above their parts the rows up to the next one. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/layer_reading.h"

typedef struct {
    HzpRowKind kind;
    char *label;
    double number;   /* row of the file */
    size_t at;       /* data rows before it */
    double *figures; /* by field, NaN where there is none */
} Total;

static bool counts(const HzpField *field)
{
    return field->type == HZP_FIELD_PEOPLE || field->type == HZP_FIELD_HOUSEHOLDS || field->type == HZP_FIELD_WAN_YUAN;
}

void hzp_layer_keep_total(HzpLayerReading *reading, const HzpArrowRow *in, HzpRowKind kind, const char *label, double number)
{
    if (!reading->totals) reading->totals = g_array_new(FALSE, FALSE, sizeof(Total));
    Total total = {.kind = kind, .label = g_strdup(label), .number = number, .at = hzp_table_rows(reading->table)};
    total.figures = g_new(double, reading->n + 1);
    for (size_t i = 0; i < reading->n; i++)
        total.figures[i] =
            counts(&reading->fields[i]) ? hzp_layer_cell_number(reading, &reading->fields[i], &in->cells[i]) : NAN;
    g_array_append_val(reading->totals, total);
    hzp_findings_add(reading->findings, "total_left_out", hzp_table_name(reading->table), NULL, NULL, "row",
                     hzp_text_of_number(number), "value", label, NULL);
}

void hzp_layer_forget_totals(HzpLayerReading *reading)
{
    for (guint i = 0; reading->totals && i < reading->totals->len; i++) {
        g_free(g_array_index(reading->totals, Total, i).label);
        g_free(g_array_index(reading->totals, Total, i).figures);
    }
    if (reading->totals) g_array_free(reading->totals, TRUE);
    reading->totals = NULL;
}

typedef struct {
    size_t from;
    size_t to;
} Span;

static const Total *total_at(const HzpLayerReading *reading, guint index)
{
    return &g_array_index(reading->totals, Total, index);
}

/* The data rows between a row of sums and the one before (behind) it; only those of its kind are looked at with `alike`. */
static Span span_beside(const HzpLayerReading *reading, guint index, bool alike, bool leading)
{
    const Total *total = total_at(reading, index);
    Span span = leading ? (Span){total->at, hzp_table_rows(reading->table)} : (Span){0, total->at};
    int step = leading ? 1 : -1;
    for (int i = (int)index + step; i >= 0 && i < (int)reading->totals->len; i += step) {
        const Total *other = total_at(reading, (guint)i);
        if (alike && other->kind != total->kind) continue;
        if (leading)
            span.to = other->at;
        else
            span.from = other->at;
        break;
    }
    return span;
}

static guint count_kind(const HzpLayerReading *reading, HzpRowKind kind, size_t *first_at)
{
    guint count = 0;
    for (guint i = 0; i < reading->totals->len; i++) {
        if (total_at(reading, i)->kind != kind) continue;
        if (count++ == 0) *first_at = total_at(reading, i)->at;
    }
    return count;
}

static double sum_of(const double *values, Span span, size_t *missing)
{
    double sum = 0;
    *missing = 0;
    for (size_t i = span.from; i < span.to; i++) {
        if (isnan(values[i]))
            (*missing)++;
        else
            sum += values[i];
    }
    return sum;
}

static void compare_figure(const HzpLayerReading *reading, const Total *total, size_t index, const Span *spans, size_t n)
{
    const HzpField *field = &reading->fields[index];
    const double *values = hzp_table_number(reading->table, field->name);
    double tolerance = hzp_findings_parameter(reading->findings, "total_differs", "tolerance");
    size_t missing = 0;
    double printed = total->figures[index];
    if (isnan(printed)) return;
    for (size_t i = 0; i < n; i++) {
        if (fabs(printed - sum_of(values, spans[i], &missing)) <= tolerance) return;
    }
    double computed = sum_of(values, spans[0], &missing);
    hzp_findings_add(reading->findings, "total_differs", hzp_table_name(reading->table), NULL, field->name, "row",
                     hzp_text_of_number(total->number), "column", field->header, "label", total->label, "value",
                     hzp_text_of_number(printed), "computed", hzp_text_of_number(computed), "count",
                     hzp_text_of_size(spans[0].to - spans[0].from), "missing", hzp_text_of_size(missing), NULL);
}

static void compare_total(const HzpLayerReading *reading, guint index)
{
    const Total *total = total_at(reading, index);
    size_t first_at = 0;
    bool repeated = count_kind(reading, total->kind, &first_at) > 1;
    bool leading = first_at == 0;
    Span all = {0, hzp_table_rows(reading->table)};
    Span spans[] = {all, span_beside(reading, index, true, leading), span_beside(reading, index, false, leading), all};
    size_t n = 1;
    /* The last of several 合计 may be the one of all rows. */
    bool last = total->at == all.to || (leading && index == 0);
    if (total->kind == HZP_ROW_SUBTOTAL || repeated) {
        spans[0] = spans[1];
        n = total->kind == HZP_ROW_TOTAL && last ? 4 : 3;
    }
    for (size_t i = 0; i < reading->n; i++)
        compare_figure(reading, total, i, spans, n);
}

void hzp_layer_compare_totals(HzpLayerReading *reading)
{
    /* A filter leaves out parts. */
    if (!reading->totals || reading->source->source->where || !hzp_findings_wants(reading->findings, "total_differs")) return;
    for (guint i = 0; i < reading->totals->len; i++)
        compare_total(reading, i);
}
