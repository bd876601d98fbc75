/* exposure_results as CSV (RFC 4180) and JSON (RFC 8259). What is the same in many rows, names and codes, is made once: of a
 * row only its numbers are. */
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "base/in_turn.h"
#include "base/json_put.h"
#include "base/message.h"
#include "base/number_put.h"
#include "data/exposure_table.h"

enum {
    PIECE_ROWS = 2048,
    NAMED_COLUMNS = 6,    /* scale to county are the place's, category to value_zh the value's */
    LONGEST_FIGURES = 512 /* all numbers of a row with their names */
};

/* ---- two ways to write a text ---- */

/* Up to the end, or to the first character that asks for quotes. */
static size_t length_without_quotes(const char *text)
{
    size_t n = 0;
    while (text[n] && text[n] != ',' && text[n] != '"' && text[n] != '\r' && text[n] != '\n')
        n++;
    return n;
}

static void put_quoted(GString *to, const char *text)
{
    g_string_append_c(to, '"');
    for (const char *at = text; *at; at++) {
        if (*at == '"') g_string_append_c(to, '"');
        g_string_append_c(to, *at);
    }
    g_string_append_c(to, '"');
}

static void csv_text(GString *to, const char *column, const char *text)
{
    (void)column;
    size_t n = text ? length_without_quotes(text) : 0;
    if (text && text[n]) {
        put_quoted(to, text);
        n = 0;
    }
    /* There mostly is room: a call for each text is a good part of the time. */
    if (to->len + n + 2 > to->allocated_len) {
        gsize before = to->len;
        g_string_set_size(to, before + n + 1);
        g_string_truncate(to, before);
    }
    if (n > 0) memcpy(to->str + to->len, text, n);
    to->len += n;
    to->str[to->len++] = ',';
    to->str[to->len] = '\0';
}

static void json_text(GString *to, const char *column, const char *text)
{
    g_string_append_printf(to, "\"%s\": ", column);
    hzp_json_put_text(to, text);
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
    GPtrArray *tails[HZP_CATEGORIES];      /* of each value: GString */
    GString *before[HZP_EXPOSURE_FIGURES]; /* what stands in front of each number */
    atomic_bool stopped;                   /* nobody takes more */
} Writing;

/* One thread's. */
typedef struct {
    const Writing *writing;
    GString *out;
    GString *head; /* of the place that is being written */
} Rows;

static void free_string(gpointer text) { g_string_free(text, TRUE); }

static void put_column(const Writing *writing, GString *to, size_t column, const char *text)
{
    writing->form->text(to, hzp_exposure_text_columns[column], text);
}

static void make_head(Rows *rows, size_t index)
{
    const Writing *writing = rows->writing;
    HzpExposureRow row;
    hzp_exposure_table_get(writing->table, index, &row);
    const char *texts[NAMED_COLUMNS] = {row.scale, row.source, row.level, row.id, row.name, row.county};
    g_string_assign(rows->head, writing->form->row_begin);
    for (size_t c = 0; c < NAMED_COLUMNS; c++)
        put_column(writing, rows->head, c, texts[c]);
}

static void begin_rows(Writing *writing)
{
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
}

static char *add(char *to, const char *from, size_t size)
{
    memcpy(to, from, size);
    return to + size;
}

static char *add_string(char *to, const GString *from) { return add(to, from->str, from->len); }

/* Room for the whole row is made first: asking for it piece by piece is half of the time. */
static void add_row(Rows *rows, const HzpExposureRecord *record)
{
    const Writing *writing = rows->writing;
    const Form *form = writing->form;
    const GString *tail = g_ptr_array_index(writing->tails[record->category], record->value);
    GString *out = rows->out;
    gsize before = out->len;
    g_string_set_size(out, before + rows->head->len + tail->len + LONGEST_FIGURES);
    char *to = add_string(add_string(out->str + before, rows->head), tail);
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

static void send(gpointer data, void *user)
{
    const GString *text = data;
    Writing *writing = user;
    if (!atomic_load(&writing->stopped) && !writing->put(text->str, text->len, writing->user))
        atomic_store(&writing->stopped, true);
}

static void make_rows(Rows *rows, guint from, guint to)
{
    const GArray *records = rows->writing->table->records;
    const HzpExposureRecord *last = NULL;
    for (guint i = from; i < to; i++) {
        const HzpExposureRecord *record = &g_array_index(records, HzpExposureRecord, i);
        if (!last || !same_place(last, record)) make_head(rows, i);
        if (i > 0) g_string_append(rows->out, rows->writing->form->between_rows);
        add_row(rows, record);
        last = record;
    }
}

static void put_rows(Writing *writing, int threads)
{
    guint n = writing->table->records->len;
    size_t pieces = (n + PIECE_ROWS - 1) / PIECE_ROWS;
    const HzpInTurnPiece text = hzp_in_turn_text(send);
    HzpInTurn *turns = hzp_in_turn_new(pieces, &text, writing);
#pragma omp parallel num_threads(threads) if (pieces > 1)
    {
        Rows rows = {.writing = writing, .head = g_string_new(NULL)};
        size_t piece = 0;
        while (hzp_in_turn_next(turns, &piece)) {
            rows.out = hzp_in_turn_take(turns);
            guint from = (guint)piece * PIECE_ROWS;
            if (!atomic_load(&writing->stopped)) make_rows(&rows, from, MIN(n, from + PIECE_ROWS));
            hzp_in_turn_put(turns, piece, rows.out);
        }
        g_string_free(rows.head, TRUE);
    }
    hzp_in_turn_free(turns);
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

HzpStatus hzp_exposure_table_put(const HzpExposureTable *table, const char *format, int threads, HzpTextFunction put,
                                 void *user)
{
    bool as_csv = strcmp(format, "csv") == 0;
    if (!as_csv && strcmp(format, "json") != 0)
        return hzp_fail(HZP_E_USAGE, "exposure_format", "format", format, "known", "csv, json", NULL);
    Writing writing = {.table = table, .form = as_csv ? &csv : &json, .put = put, .user = user};
    GString *around = g_string_new(NULL);
    begin_rows(&writing);
    if (as_csv) {
        put_csv_names(around);
    } else {
        put_json_head(table, around);
    }
    send(around, &writing);
    put_rows(&writing, threads);
    g_string_assign(around, as_csv ? "" : "\n]}\n");
    send(around, &writing);
    end_rows(&writing);
    g_string_free(around, TRUE);
    return atomic_load(&writing.stopped) ? hzp_fail(HZP_E_IO, "exposure_not_written", NULL) : HZP_OK;
}

HzpStatus hzp_exposure_table_print(const HzpExposureTable *table, const char *format, HzpTextFunction put, void *user)
{
    return hzp_exposure_table_put(table, format, 1, put, user);
}
