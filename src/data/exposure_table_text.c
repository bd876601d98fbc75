/* exposure_results as CSV (RFC 4180) and JSON (RFC 8259). What is the same in many rows, names and codes, is made once: of a
 * row only its numbers are. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/number_put.h"
#include "data/exposure_table.h"

enum {
    PIECE = 1 << 18,
    NAMED_COLUMNS = 6,    /* scale to county are the place's, category to value_zh the value's */
    LONGEST_FIGURES = 512 /* all numbers of a row with their names */
};

/* ---- two ways to write a text ---- */

static bool needs_quotes(const char *text)
{
    for (; *text; text++) {
        if (*text == ',' || *text == '"' || *text == '\r' || *text == '\n') return true;
    }
    return false;
}

static void csv_text(GString *to, const char *column, const char *text)
{
    (void)column;
    if (text && needs_quotes(text)) {
        g_string_append_c(to, '"');
        for (const char *at = text; *at; at++) {
            if (*at == '"') g_string_append_c(to, '"');
            g_string_append_c(to, *at);
        }
        g_string_append_c(to, '"');
    } else if (text) {
        g_string_append(to, text);
    }
    g_string_append_c(to, ',');
}

static void json_string(GString *to, const char *text)
{
    g_string_append_c(to, '"');
    for (const char *at = text; *at; at++) {
        if ((unsigned char)*at < 0x20) {
            g_string_append_printf(to, "\\u%04x", (unsigned)*at);
            continue;
        }
        if (*at == '"' || *at == '\\') g_string_append_c(to, '\\');
        g_string_append_c(to, *at);
    }
    g_string_append_c(to, '"');
}

/* Data may hold bytes that are no UTF-8; JSON may not. */
static void json_text(GString *to, const char *column, const char *text)
{
    g_string_append_printf(to, "\"%s\": ", column);
    if (text && g_utf8_validate(text, -1, NULL)) {
        json_string(to, text);
    } else if (text) {
        g_autofree char *valid = g_utf8_make_valid(text, -1);
        json_string(to, valid);
    } else {
        g_string_append(to, "null");
    }
    g_string_append(to, ", ");
}

typedef struct {
    void (*text)(GString *to, const char *column, const char *text);
    const char *missing;
    const char *row_begin;
    const char *row_end;
    const char *between_rows;
} Form;

static const Form csv = {csv_text, "", "", "\n", ""};
static const Form json = {json_text, "null", "  {", "}", ",\n"};

/* ---- rows ---- */

typedef struct {
    const HzpExposureTable *table;
    const Form *form;
    HzpTextFunction put;
    void *user;
    GString *out;
    GString *head;                         /* of the place that is being written */
    GPtrArray *tails[HZP_CATEGORIES];      /* of each value: GString */
    GString *before[HZP_EXPOSURE_FIGURES]; /* what stands in front of each number */
} Writing;

static void free_string(gpointer text) { g_string_free(text, TRUE); }

static void put_column(const Writing *writing, GString *to, size_t column, const char *text)
{
    writing->form->text(to, hzp_exposure_text_columns[column], text);
}

static void make_head(Writing *writing, size_t index)
{
    HzpExposureRow row;
    hzp_exposure_table_get(writing->table, index, &row);
    const char *texts[NAMED_COLUMNS] = {row.scale, row.source, row.level, row.id, row.name, row.county};
    g_string_assign(writing->head, writing->form->row_begin);
    for (size_t c = 0; c < NAMED_COLUMNS; c++)
        put_column(writing, writing->head, c, texts[c]);
}

static void begin_rows(Writing *writing)
{
    writing->out = g_string_sized_new(PIECE + 4096);
    writing->head = g_string_new(NULL);
    for (size_t c = 0; c < HZP_CATEGORIES; c++) {
        writing->tails[c] = g_ptr_array_new_with_free_func(free_string);
        for (guint v = 0; v < writing->table->values[c]->len; v++) {
            const HzpExposureValue *value = &g_array_index(writing->table->values[c], HzpExposureValue, v);
            GString *tail = g_string_new(NULL);
            put_column(writing, tail, NAMED_COLUMNS, hzp_exposure_category_codes[c]);
            put_column(writing, tail, NAMED_COLUMNS + 1, value->code);
            put_column(writing, tail, NAMED_COLUMNS + 2, value->zh);
            g_ptr_array_add(writing->tails[c], tail);
        }
    }
    for (size_t f = 0; f < HZP_EXPOSURE_FIGURES; f++) {
        writing->before[f] = g_string_new(f == 0 ? "" : writing->form == &csv ? "," : ", ");
        if (writing->form == &json) g_string_append_printf(writing->before[f], "\"%s\": ", hzp_exposure_figure_columns[f]);
    }
}

static void end_rows(Writing *writing)
{
    for (size_t c = 0; c < HZP_CATEGORIES; c++)
        g_ptr_array_free(writing->tails[c], TRUE);
    for (size_t f = 0; f < HZP_EXPOSURE_FIGURES; f++)
        g_string_free(writing->before[f], TRUE);
    g_string_free(writing->head, TRUE);
    g_string_free(writing->out, TRUE);
}

static char *add(char *to, const char *from, size_t size)
{
    memcpy(to, from, size);
    return to + size;
}

static char *add_string(char *to, const GString *from) { return add(to, from->str, from->len); }

/* Room for the whole row is made first: asking for it piece by piece is half of the time. */
static void add_row(Writing *writing, const HzpExposureRecord *record)
{
    const Form *form = writing->form;
    const GString *tail = g_ptr_array_index(writing->tails[record->category], record->value);
    GString *out = writing->out;
    gsize before = out->len;
    g_string_set_size(out, before + writing->head->len + tail->len + LONGEST_FIGURES);
    char *to = add_string(add_string(out->str + before, writing->head), tail);
    for (size_t f = 0; f < HZP_EXPOSURE_FIGURES; f++) {
        to = add_string(to, writing->before[f]);
        size_t length = hzp_number_put(to, record->figures[f]);
        to = length > 0 ? to + length : add(to, form->missing, strlen(form->missing));
    }
    to = add(to, form->row_end, strlen(form->row_end));
    g_string_set_size(out, (gsize)(to - out->str));
}

static bool same_place(const HzpExposureRecord *a, const HzpExposureRecord *b)
{
    return a->place == b->place && a->level == b->level && a->source == b->source && a->scale == b->scale;
}

static bool send(Writing *writing)
{
    bool sent = writing->put(writing->out->str, writing->out->len, writing->user);
    g_string_truncate(writing->out, 0);
    return sent;
}

static bool put_rows(Writing *writing)
{
    const GArray *records = writing->table->records;
    const HzpExposureRecord *last = NULL;
    for (guint i = 0; i < records->len; i++) {
        const HzpExposureRecord *record = &g_array_index(records, HzpExposureRecord, i);
        if (!last || !same_place(last, record)) make_head(writing, i);
        if (last) g_string_append(writing->out, writing->form->between_rows);
        add_row(writing, record);
        if (writing->out->len > PIECE && !send(writing)) return false;
        last = record;
    }
    return true;
}

/* ---- what is around them ---- */

static void put_csv_names(GString *out)
{
    for (size_t c = 0; hzp_exposure_text_columns[c]; c++)
        csv_text(out, NULL, hzp_exposure_text_columns[c]);
    for (size_t f = 0; f < HZP_EXPOSURE_FIGURES; f++)
        g_string_append_printf(out, "%s%c", hzp_exposure_figure_columns[f], f + 1 < HZP_EXPOSURE_FIGURES ? ',' : '\n');
}

static void put_json_head(const HzpExposureTable *table, GString *out)
{
    g_string_append(out, "{\"schema\": \"hazplan-exposure/1\", ");
    json_text(out, "title", table->title);
    json_text(out, "notice", table->notice);
    g_string_append_printf(out, "\"planar\": %s, \"radius_factor\": {", table->planar ? "true" : "false");
    const char *between = "";
    for (size_t s = 0; s < HZP_SCALES; s++) {
        if (isnan(table->radius_factor[s])) continue;
        g_string_append_printf(out, "%s\"%s\": %s", between, hzp_exposure_scale_codes[s],
                               hzp_text_of_value(table->radius_factor[s]));
        between = ", ";
    }
    g_string_append(out, "},\n \"exposure_results\": [\n");
}

HzpStatus hzp_exposure_table_print(const HzpExposureTable *table, const char *format, HzpTextFunction put, void *user)
{
    bool as_csv = strcmp(format, "csv") == 0;
    if (!as_csv && strcmp(format, "json") != 0)
        return hzp_fail(HZP_E_USAGE, "exposure_format", "format", format, "known", "csv, json", NULL);
    Writing writing = {.table = table, .form = as_csv ? &csv : &json, .put = put, .user = user};
    begin_rows(&writing);
    if (as_csv) {
        put_csv_names(writing.out);
    } else {
        put_json_head(table, writing.out);
    }
    bool sent = put_rows(&writing);
    if (!as_csv) g_string_append(writing.out, "\n]}\n");
    sent = sent && send(&writing);
    end_rows(&writing);
    return sent ? HZP_OK : hzp_fail(HZP_E_IO, "exposure_not_written", NULL);
}
