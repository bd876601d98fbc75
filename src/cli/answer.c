#include "cli/answer.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "cli/output.h"
#include "cli/terminal.h"
#include "hazplan/text.h"

static void free_row(gpointer row) { g_strfreev(row); }

void answer_begin(Answer *answer, const char *schema, const char *list, const char *const *columns,
                  const char *const *numbers, const AnswerHeading *headings)
{
    *answer = (Answer){schema, list, columns, numbers, headings, g_ptr_array_new_with_free_func(free_row)};
}

void answer_clear(Answer *answer) { g_ptr_array_free(answer->rows, TRUE); }

static size_t column_count(const Answer *answer)
{
    size_t count = 0;
    while (answer->columns[count])
        count++;
    return count;
}

void answer_add(Answer *answer, ...)
{
    size_t count = column_count(answer);
    char **row = g_new0(char *, count + 1);
    va_list arguments;
    va_start(arguments, answer);
    for (size_t i = 0; i < count; i++) {
        const char *text = va_arg(arguments, const char *);
        row[i] = g_utf8_make_valid(text ? text : "", -1);
    }
    va_end(arguments);
    g_ptr_array_add(answer->rows, row);
}

char *answer_printable(const char *text)
{
    char *copy = g_utf8_make_valid(text, -1);
    for (char *at = copy; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f) *at = ' ';
    }
    return copy;
}

/* What a cell of the table shows: a text longer than `most` columns ends in "…". */
static char *shown_cell(const char *text, size_t most)
{
    char *shown = answer_printable(text);
    if (most == 0 || text_columns(shown) <= most) return shown;
    size_t length = strlen(shown);
    do {
        length = (size_t)(g_utf8_find_prev_char(shown, shown + length) - shown);
        shown[length] = '\0';
    } while (length > 0 && text_columns(shown) + 1 > most);
    char *cut = g_strconcat(shown, "…", NULL);
    g_free(shown);
    return cut;
}

static void put_cell(const char *text, size_t width, bool last)
{
    output_put(text);
    if (!last) output_pad((int)(width - text_columns(text) + 2));
}

static size_t column_named(const Answer *answer, const char *key)
{
    size_t column = 0;
    while (answer->columns[column] && strcmp(answer->columns[column], key) != 0)
        column++;
    return column;
}

/* Nothing is padded behind the last cell that holds something. */
static void put_row(char *const *cells, const size_t *widths, size_t count)
{
    size_t end = count;
    while (end > 0 && *cells[end - 1] == '\0')
        end--;
    for (size_t i = 0; i < end; i++)
        put_cell(cells[i], widths[i], i + 1 == end);
    output_put("\n");
}

static bool in_group(char *const *row, const char *group) { return !group || strcmp(row[0], group) == 0; }

static char **table_cells(const Answer *answer, char *const *row, size_t count)
{
    char **cells = g_new0(char *, count + 1);
    for (size_t i = 0; i < count; i++)
        cells[i] = shown_cell(row[column_named(answer, answer->headings[i].key)], answer->headings[i].most);
    return cells;
}

void answer_write_table(const Answer *answer, const char *group)
{
    size_t count = 0;
    while (answer->headings[count].key)
        count++;
    g_autofree size_t *widths = g_new0(size_t, count + 1);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(free_row);
    char **titles = g_new0(char *, count + 1);
    for (size_t i = 0; i < count; i++)
        titles[i] = hzp_text(answer->headings[i].title, NULL);
    g_ptr_array_add(lines, titles);
    for (guint r = 0; r < answer->rows->len; r++) {
        char **row = g_ptr_array_index(answer->rows, r);
        if (in_group(row, group)) g_ptr_array_add(lines, table_cells(answer, row, count));
    }
    for (guint r = 0; r < lines->len; r++) {
        char **cells = g_ptr_array_index(lines, r);
        for (size_t i = 0; i < count; i++)
            widths[i] = MAX(widths[i], text_columns(cells[i]));
    }
    for (guint r = 0; r < lines->len; r++)
        put_row(g_ptr_array_index(lines, r), widths, count);
}

static void put_csv_field(const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        output_put(text);
        return;
    }
    g_auto(GStrv) parts = g_strsplit(text, "\"", -1);
    g_autofree char *doubled = g_strjoinv("\"\"", parts);
    output_put("\"");
    output_put(doubled);
    output_put("\"");
}

static void put_csv_line(const char *const *fields)
{
    for (size_t i = 0; fields[i]; i++) {
        if (i > 0) output_put(",");
        put_csv_field(fields[i]);
    }
    output_put("\n");
}

void answer_write_csv(const Answer *answer)
{
    put_csv_line(answer->columns);
    for (guint r = 0; r < answer->rows->len; r++)
        put_csv_line(g_ptr_array_index(answer->rows, r));
}

static json_object *row_object(const Answer *answer, guint index)
{
    char **row = g_ptr_array_index(answer->rows, index);
    json_object *object = json_object_new_object();
    for (size_t i = 0; answer->columns[i]; i++) {
        bool number = answer->numbers && g_strv_contains(answer->numbers, answer->columns[i]);
        json_object *value = !number   ? json_object_new_string(row[i])
                             : *row[i] ? json_object_new_double_s(g_ascii_strtod(row[i], NULL), row[i])
                                       : NULL;
        json_object_object_add(object, answer->columns[i], value);
    }
    return object;
}

/* The point of the columns lon and lat, NULL (JSON null) where a row has none. */
static json_object *row_point(const Answer *answer, guint index)
{
    char **row = g_ptr_array_index(answer->rows, index);
    size_t lon = column_named(answer, "lon");
    size_t lat = column_named(answer, "lat");
    if (!answer->columns[lon] || !answer->columns[lat] || !*row[lon] || !*row[lat]) return NULL;
    json_object *point = json_object_new_object(), *coordinates = json_object_new_array();
    json_object_array_add(coordinates, json_object_new_double_s(g_ascii_strtod(row[lon], NULL), row[lon]));
    json_object_array_add(coordinates, json_object_new_double_s(g_ascii_strtod(row[lat], NULL), row[lat]));
    json_object_object_add(point, "type", json_object_new_string("Point"));
    json_object_object_add(point, "coordinates", coordinates);
    return point;
}

static void put_json(json_object *object)
{
    const int flags = JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE;
    output_put(json_object_to_json_string_ext(object, flags));
    output_put("\n");
    json_object_put(object);
}

void answer_write_json(const Answer *answer, json_object *head)
{
    json_object *object = json_object_new_object();
    json_object_object_add(object, "schema", json_object_new_string(answer->schema));
    if (head) {
        json_object_object_foreach(head, key, value) json_object_object_add(object, key, json_object_get(value));
        json_object_put(head);
    }
    json_object *list = json_object_new_array();
    for (guint r = 0; r < answer->rows->len; r++)
        json_object_array_add(list, row_object(answer, r));
    json_object_object_add(object, answer->list, list);
    put_json(object);
}

void answer_write_geojson(const Answer *answer)
{
    json_object *collection = json_object_new_object();
    json_object *features = json_object_new_array();
    json_object_object_add(collection, "type", json_object_new_string("FeatureCollection"));
    for (guint r = 0; r < answer->rows->len; r++) {
        json_object *feature = json_object_new_object();
        json_object_object_add(feature, "type", json_object_new_string("Feature"));
        json_object_object_add(feature, "geometry", row_point(answer, r));
        json_object_object_add(feature, "properties", row_object(answer, r));
        json_object_array_add(features, feature);
    }
    json_object_object_add(collection, "features", features);
    put_json(collection);
}
