/* Rows of sums: left out, and held against the rows they cover. 合计 covers all rows; 小计, or 合计 that comes again and
 * again, the rows since the one before; rows of sums that stand above their parts the rows up to the next one. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/layer_reading.h"

typedef struct {
    HzpRowKind kind;
    char *label;
    char *place;     /* county or town that it names, NULL for none */
    double number;   /* row of the file */
    size_t at;       /* data rows before it */
    double *figures; /* by field, NaN where there is none */
} Total;

static bool counts(const HzpField *field)
{
    return field->type == HZP_FIELD_PEOPLE || field->type == HZP_FIELD_HOUSEHOLDS || field->type == HZP_FIELD_WAN_YUAN;
}

/* 甲县 of 甲县小计, else what stands in the row's own cell for the town or the county; NULL for none. */
static char *place_named(const HzpLayerReading *reading, const HzpArrowRow *in, const char *label)
{
    static const char *const words[] = {"合计", "小计", "总计", "共计"};
    static const char *const fields[] = {"town", "county"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        const char *word = strstr(label, words[i]);
        if (word && word > label) return g_strstrip(g_strndup(label, (gsize)(word - label)));
    }
    for (size_t f = 0; f < G_N_ELEMENTS(fields); f++) {
        for (size_t i = 0; i < reading->n; i++) {
            bool valid = true;
            bool cut = false;
            if (strcmp(reading->fields[i].name, fields[f]) != 0) continue;
            g_autofree char *text = hzp_layer_cell_text(reading, &in->cells[i], &valid, &cut);
            if (text && strcmp(text, label) != 0) return g_steal_pointer(&text);
        }
    }
    return NULL;
}

void hzp_layer_keep_total(HzpLayerReading *reading, const HzpArrowRow *in, HzpRowKind kind, const char *label, double number)
{
    if (!reading->totals) reading->totals = g_array_new(FALSE, FALSE, sizeof(Total));
    Total total = {.kind = kind, .label = g_strdup(label), .number = number, .at = hzp_table_rows(reading->table)};
    total.place = place_named(reading, in, label);
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
        g_free(g_array_index(reading->totals, Total, i).place);
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

typedef struct {
    guint count;
    size_t first_at; /* data rows before the first one */
} KindFacts;

static KindFacts facts_of(const HzpLayerReading *reading, HzpRowKind kind)
{
    KindFacts facts = {0, 0};
    for (guint i = 0; i < reading->totals->len; i++) {
        if (total_at(reading, i)->kind != kind) continue;
        if (facts.count++ == 0) facts.first_at = total_at(reading, i)->at;
    }
    return facts;
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

/* ---- rows of sums that name their place ---- */

typedef struct {
    double sum;
    size_t rows;
    size_t missing;
} PlaceSum;

static void add_to_place(GHashTable *sums, const char *place, double value)
{
    PlaceSum *sum = place ? g_hash_table_lookup(sums, place) : NULL;
    if (!place) return;
    if (!sum) {
        sum = g_new0(PlaceSum, 1);
        g_hash_table_insert(sums, (gpointer)place, sum);
    }
    sum->rows++;
    sum->missing += isnan(value);
    sum->sum += isnan(value) ? 0 : value;
}

/* County or town -> PlaceSum: 甲县小计 and 乙县小计 may stand together at the foot. */
static GHashTable *sums_by_place(const HzpLayerReading *reading, const HzpField *field)
{
    GHashTable *sums = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    const double *values = hzp_table_number(reading->table, field->name);
    const char **counties = hzp_table_text(reading->table, "county");
    const char **towns = hzp_table_text(reading->table, "town");
    for (size_t i = 0; i < hzp_table_rows(reading->table); i++) {
        if (counties) add_to_place(sums, counties[i], values[i]);
        if (towns) add_to_place(sums, towns[i], values[i]);
    }
    return sums;
}

/* ---- comparison ---- */

/* `*by_place` is made when first asked for. */
static void compare_figure(const HzpLayerReading *reading, const Total *total, size_t index, const Span *spans, size_t n,
                           GHashTable **by_place)
{
    const HzpField *field = &reading->fields[index];
    const double *values = hzp_table_number(reading->table, field->name);
    double tolerance = hzp_findings_parameter(reading->findings, "total_differs", "tolerance");
    double printed = total->figures[index];
    PlaceSum found = {.rows = spans[0].to - spans[0].from};
    if (isnan(printed)) return;
    for (size_t i = 0; i < n; i++) {
        if (fabs(printed - sum_of(values, spans[i], &found.missing)) <= tolerance) return;
    }
    if (total->place && !*by_place) *by_place = sums_by_place(reading, field);
    const PlaceSum *named = total->place ? g_hash_table_lookup(*by_place, total->place) : NULL;
    if (named && fabs(printed - named->sum) <= tolerance) return;
    found.sum = sum_of(values, spans[0], &found.missing);
    if (found.rows == 0 && named) found = *named;
    hzp_findings_add(reading->findings, "total_differs", hzp_table_name(reading->table), NULL, field->name, "row",
                     hzp_text_of_number(total->number), "column", field->header, "label", total->label, "value",
                     hzp_text_of_number(printed), "computed", hzp_text_of_number(found.sum), "count",
                     hzp_text_of_size(found.rows), "missing", hzp_text_of_size(found.missing), NULL);
}

static void compare_total(const HzpLayerReading *reading, guint index, KindFacts facts, GHashTable **by_place)
{
    const Total *total = total_at(reading, index);
    bool repeated = facts.count > 1;
    bool leading = facts.first_at == 0;
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
        compare_figure(reading, total, i, spans, n, &by_place[i]);
}

void hzp_layer_compare_totals(HzpLayerReading *reading)
{
    /* A filter leaves out parts. */
    if (!reading->totals || reading->source->source->where || !hzp_findings_wants(reading->findings, "total_differs")) return;
    g_autofree GHashTable **by_place = g_new0(GHashTable *, reading->n + 1);
    KindFacts totals = facts_of(reading, HZP_ROW_TOTAL);
    KindFacts subtotals = facts_of(reading, HZP_ROW_SUBTOTAL);
    for (guint i = 0; i < reading->totals->len; i++)
        compare_total(reading, i, total_at(reading, i)->kind == HZP_ROW_TOTAL ? totals : subtotals, by_place);
    for (size_t i = 0; i < reading->n; i++)
        g_clear_pointer(&by_place[i], g_hash_table_destroy);
}
