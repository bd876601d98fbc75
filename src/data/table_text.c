#include "data/table_text.h"

#include <string.h>

/* End of the record that begins at `at`: behind the line end that is not within quotes. */
static gsize record_end(const char *text, gsize length, gsize at)
{
    bool quoted = false;
    for (; at < length; at++) {
        if (text[at] == '"') quoted = !quoted;
        if (!quoted && text[at] == '\n') return at + 1;
        if (!quoted && text[at] == '\r' && !(at + 1 < length && text[at + 1] == '\n')) return at + 1;
    }
    return length;
}

static gsize count_outside_quotes(const char *text, gsize length, char wanted)
{
    gsize count = 0;
    bool quoted = false;
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '"') quoted = !quoted;
        count += !quoted && text[i] == wanted;
    }
    return count;
}

static char choose_delimiter(const char *text, gsize length)
{
    static const char delimiters[] = ",;\t|";
    char best = ',';
    gsize most = 0;
    for (const char *at = delimiters; *at; at++) {
        gsize count = count_outside_quotes(text, length, *at);
        if (count <= most) continue;
        most = count;
        best = *at;
    }
    return best;
}

static void end_cell(GPtrArray *cells, GString *cell)
{
    g_ptr_array_add(cells, g_strstrip(g_strdup(cell->str)));
    g_string_truncate(cell, 0);
}

static GPtrArray *split_record(const char *text, gsize length, char delimiter)
{
    GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) cell = g_string_new(NULL);
    bool quoted = false;
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '"' && quoted && i + 1 < length && text[i + 1] == '"') {
            g_string_append_c(cell, text[++i]);
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (text[i] == delimiter && !quoted) {
            end_cell(cells, cell);
        } else if (text[i]) {
            g_string_append_c(cell, text[i]);
        }
    }
    end_cell(cells, cell);
    return cells;
}

/* All rows get the width of the widest. */
static char **to_row(GPtrArray *cells, guint width)
{
    char **row = g_new0(char *, (gsize)width + 1);
    for (guint i = 0; i < width; i++)
        row[i] = g_strdup(i < cells->len ? g_ptr_array_index(cells, i) : "");
    return row;
}

void hzp_table_text_split(const char *text, gsize length, guint most, HzpTableText *split)
{
    static const char mark[] = "\xEF\xBB\xBF";
    gsize start = length >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
    split->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    split->ends = g_array_new(FALSE, FALSE, sizeof(gsize));
    for (gsize at = start; at < length && split->ends->len < most;) {
        at = record_end(text, length, at);
        g_array_append_val(split->ends, at);
    }
    gsize all = split->ends->len ? g_array_index(split->ends, gsize, split->ends->len - 1) : start;
    split->delimiter = choose_delimiter(text + start, all - start);
    g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    guint width = 0;
    for (guint i = 0; i < split->ends->len; i++) {
        gsize end = g_array_index(split->ends, gsize, i);
        GPtrArray *cells = split_record(text + start, end - start, split->delimiter);
        g_ptr_array_add(records, cells);
        width = MAX(width, cells->len);
        start = end;
    }
    for (guint i = 0; i < records->len; i++)
        g_ptr_array_add(split->rows, to_row(g_ptr_array_index(records, i), width));
}

void hzp_table_text_clear(HzpTableText *split)
{
    if (split->rows) g_ptr_array_unref(split->rows);
    if (split->ends) g_array_unref(split->ends);
    memset(split, 0, sizeof *split);
}

char *hzp_table_text_header(char **names, char delimiter)
{
    GString *line = g_string_new(NULL);
    for (size_t i = 0; names[i]; i++) {
        if (i) g_string_append_c(line, delimiter);
        g_string_append_c(line, '"');
        for (const char *at = names[i]; *at; at++) {
            if (*at == '"') g_string_append_c(line, '"');
            g_string_append_c(line, *at);
        }
        g_string_append_c(line, '"');
    }
    g_string_append_c(line, '\n');
    return g_string_free(line, FALSE);
}
