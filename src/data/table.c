#include "data/table.h"

#include <glib.h>
#include <math.h>
#include <string.h>

struct HzpTable {
    char *name;
    size_t rows;
    size_t capacity;
    GPtrArray *columns;
    GStringChunk *texts;
    GEOSGeometry **geometry;
};

static void column_free(gpointer data)
{
    HzpColumn *column = data;
    g_free(column->name);
    g_free(column->header);
    g_free(column->numbers);
    g_free(column->texts);
    g_free(column);
}

HzpTable *hzp_table_new(const char *name, size_t rows)
{
    HzpTable *table = g_new0(HzpTable, 1);
    table->name = g_strdup(name);
    table->rows = rows;
    table->capacity = rows;
    table->columns = g_ptr_array_new_with_free_func(column_free);
    table->texts = g_string_chunk_new(4096);
    return table;
}

void hzp_table_free(HzpTable *table)
{
    if (!table) return;
    for (size_t i = 0; table->geometry && i < table->rows; i++)
        hzp_geometry_free(table->geometry[i]);
    g_free(table->geometry);
    g_ptr_array_free(table->columns, TRUE);
    g_string_chunk_free(table->texts);
    g_free(table->name);
    g_free(table);
}

const char *hzp_table_name(const HzpTable *table) { return table->name; }

size_t hzp_table_rows(const HzpTable *table) { return table ? table->rows : 0; }

static HzpColumn *find(const HzpTable *table, const char *name)
{
    for (guint i = 0; table && i < table->columns->len; i++) {
        HzpColumn *column = g_ptr_array_index(table->columns, i);
        if (strcmp(column->name, name) == 0) return column;
    }
    return NULL;
}

void hzp_table_set_header(HzpTable *table, const char *name, const char *header)
{
    HzpColumn *column = find(table, name);
    if (!column) return;
    g_free(column->header);
    column->header = g_strdup(header);
}

const char *hzp_table_header(const HzpTable *table, const char *name)
{
    const HzpColumn *column = find(table, name);
    return column ? column->header : NULL;
}

static HzpColumn *add(HzpTable *table, const char *name, HzpColumnType type)
{
    HzpColumn *column = g_new0(HzpColumn, 1);
    size_t places = MAX(table->capacity, 1);
    column->name = g_strdup(name);
    column->type = type;
    if (type == HZP_COLUMN_TEXT) {
        column->texts = g_new0(const char *, places);
    } else {
        column->numbers = g_new(double, places);
        for (size_t i = 0; i < places; i++)
            column->numbers[i] = NAN;
    }
    g_ptr_array_add(table->columns, column);
    return column;
}

double *hzp_table_add_number(HzpTable *table, const char *name, HzpColumnType type)
{
    HzpColumn *column = find(table, name);
    return (column ? column : add(table, name, type))->numbers;
}

const char **hzp_table_add_text(HzpTable *table, const char *name)
{
    HzpColumn *column = find(table, name);
    return (column ? column : add(table, name, HZP_COLUMN_TEXT))->texts;
}

const HzpColumn *hzp_table_column(const HzpTable *table, const char *name) { return find(table, name); }

double *hzp_table_number(const HzpTable *table, const char *name)
{
    HzpColumn *column = find(table, name);
    return column ? column->numbers : NULL;
}

const char **hzp_table_text(const HzpTable *table, const char *name)
{
    HzpColumn *column = find(table, name);
    return column ? column->texts : NULL;
}

const char *hzp_table_keep(HzpTable *table, const char *text)
{
    return text ? g_string_chunk_insert_const(table->texts, text) : NULL;
}

GEOSGeometry **hzp_table_geometry(HzpTable *table)
{
    if (!table->geometry) table->geometry = g_new0(GEOSGeometry *, MAX(table->capacity, 1));
    return table->geometry;
}

bool hzp_table_has_geometry(const HzpTable *table) { return table && table->geometry; }

static void grow(HzpTable *table)
{
    size_t places = MAX(table->capacity * 2, 64);
    for (guint i = 0; i < table->columns->len; i++) {
        HzpColumn *column = g_ptr_array_index(table->columns, i);
        if (column->texts) {
            column->texts = g_renew(const char *, column->texts, places);
            for (size_t j = table->rows; j < places; j++)
                column->texts[j] = NULL;
        } else {
            column->numbers = g_renew(double, column->numbers, places);
            for (size_t j = table->rows; j < places; j++)
                column->numbers[j] = NAN;
        }
    }
    if (table->geometry) {
        table->geometry = g_renew(GEOSGeometry *, table->geometry, places);
        for (size_t j = table->rows; j < places; j++)
            table->geometry[j] = NULL;
    }
    table->capacity = places;
}

size_t hzp_table_append(HzpTable *table)
{
    if (table->rows == table->capacity) grow(table);
    return table->rows++;
}

void hzp_table_set_number(HzpTable *table, const char *name, size_t row, double value)
{
    HzpColumn *column = find(table, name);
    if (column && column->numbers) column->numbers[row] = value;
}

void hzp_table_set_text(HzpTable *table, const char *name, size_t row, const char *value)
{
    HzpColumn *column = find(table, name);
    if (column && column->texts) column->texts[row] = hzp_table_keep(table, value);
}

static void clear_row(HzpTable *table, size_t row)
{
    for (guint i = 0; i < table->columns->len; i++) {
        HzpColumn *column = g_ptr_array_index(table->columns, i);
        if (column->texts)
            column->texts[row] = NULL;
        else
            column->numbers[row] = NAN;
    }
}

static void move_row(HzpTable *table, size_t from, size_t to)
{
    for (guint i = 0; i < table->columns->len; i++) {
        HzpColumn *column = g_ptr_array_index(table->columns, i);
        if (column->texts) {
            column->texts[to] = column->texts[from];
        } else {
            column->numbers[to] = column->numbers[from];
        }
    }
    if (!table->geometry) return;
    table->geometry[to] = table->geometry[from];
    table->geometry[from] = NULL;
}

void hzp_table_keep_rows(HzpTable *table, const bool *keep)
{
    size_t kept = 0;
    for (size_t i = 0; i < table->rows; i++) {
        if (!keep[i]) {
            if (table->geometry) hzp_geometry_free(table->geometry[i]);
            if (table->geometry) table->geometry[i] = NULL;
            continue;
        }
        if (kept != i) move_row(table, i, kept);
        kept++;
    }
    /* An appended row begins empty: those that were left out leave nothing behind. */
    for (size_t i = kept; i < table->rows; i++)
        clear_row(table, i);
    table->rows = kept;
}
