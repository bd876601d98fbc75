/* Cells of a layer: texts decoded, numbers and coordinates parsed. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/number_text.h"
#include "base/vocabulary.h"
#include "data/layer_reading.h"
#include "geo/coordinate_text.h"

/* Spaces of any kind at both ends: U+3000 and the no-break space come from forms and web pages. */
static char *strip(char *text)
{
    char *start = text;
    while (*start && g_unichar_isspace(g_utf8_get_char(start)))
        start = g_utf8_next_char(start);
    char *end = start + strlen(start);
    for (char *last = g_utf8_find_prev_char(start, end); last && g_unichar_isspace(g_utf8_get_char(last));
         last = g_utf8_find_prev_char(start, last))
        end = last;
    *end = '\0';
    memmove(text, start, (size_t)(end - start) + 1);
    return text;
}

char *hzp_layer_cell_text(const HzpLayerReading *reading, const HzpCell *cell, bool *valid, bool *cut)
{
    *valid = true;
    *cut = false;
    if (cell->kind == HZP_CELL_INTEGER || cell->kind == HZP_CELL_BOOLEAN) return g_strdup_printf("%" PRId64, cell->integer);
    if (cell->kind == HZP_CELL_REAL) return isfinite(cell->real) ? g_strdup(hzp_text_of_value(cell->real)) : NULL;
    if (cell->kind == HZP_CELL_TIME) return g_strdup(cell->time);
    if (cell->kind != HZP_CELL_BYTES) return NULL;
    /* A dBASE text is padded, a spreadsheet cell is typed by hand. */
    char *text = hzp_vector_decode(reading->source, cell->bytes, cell->length, cut);
    *valid = text != NULL;
    if (text && !*strip(text)) g_clear_pointer(&text, g_free);
    return text;
}

static void add_cell_finding(const HzpLayerReading *reading, const char *code, const HzpField *field, size_t row,
                             const char *value)
{
    hzp_findings_add_row(reading->findings, code, reading->table, row, field->name, "value", value, NULL);
}

static HzpTextUnit unit_of(HzpFieldType type)
{
    switch (type) {
    case HZP_FIELD_PEOPLE:
        return HZP_UNIT_PEOPLE;
    case HZP_FIELD_HOUSEHOLDS:
        return HZP_UNIT_HOUSEHOLDS;
    case HZP_FIELD_WAN_YUAN:
        return HZP_UNIT_WAN_YUAN;
    case HZP_FIELD_METRES:
        return HZP_UNIT_METRES;
    default:
        return HZP_UNIT_NONE;
    }
}

/* What stands for no value in place of a number; NULL when the text is none of it. */
static const char *word_code(const char *text)
{
    return g_ascii_isdigit(*text) ? NULL : hzp_vocabulary_match("table_word", text);
}

static bool is_code(const char *code, const char *wanted) { return code && strcmp(code, wanted) == 0; }

static bool read_figure(const HzpField *field, const char *text, double *value)
{
    const char *code = word_code(text);
    *value = NAN;
    if (is_code(code, "missing") || is_code(code, "none")) return true;
    return hzp_number_parse_times(text, unit_of(field->type), field->factor, value);
}

double hzp_layer_cell_number(const HzpLayerReading *reading, const HzpField *field, const HzpCell *cell)
{
    bool valid = true;
    double value = NAN;
    if (cell->kind == HZP_CELL_REAL && isfinite(cell->real)) return hzp_number_times(cell->real, field->factor);
    bool cut = false;
    g_autofree char *text = hzp_layer_cell_text(reading, cell, &valid, &cut);
    return text && read_figure(field, text, &value) ? value : NAN;
}

/* One cell may hold both coordinates: then x and y come from the same column. */
static bool read_coordinate(const HzpLayerReading *reading, const HzpField *field, const char *text, double *value)
{
    double x = NAN;
    double y = NAN;
    if (!reading->paired)
        return reading->packed ? hzp_coordinate_parse_packed(text, value) : hzp_coordinate_parse(text, value);
    if (!hzp_coordinate_parse_pair(text, reading->packed, &x, &y)) return strcmp(field->name, "y") == 0; /* told for x */
    *value = strcmp(field->name, "x") == 0 ? x : y;
    return true;
}

static double parse_number(const HzpLayerReading *reading, const HzpField *field, size_t row, const char *text)
{
    double value = NAN;
    if (field->type == HZP_FIELD_COORDINATE) {
        bool named = g_ascii_strcasecmp(text, "nan") == 0 || g_ascii_strncasecmp(text, "inf", 3) == 0;
        bool missing = is_code(word_code(text), "missing") || is_code(word_code(text), "none");
        if (named || (!missing && !read_coordinate(reading, field, text, &value)))
            add_cell_finding(reading, reading->paired ? "coordinates_unreadable" : "coordinate_unreadable", field, row, text);
        return value;
    }
    if (!read_figure(field, text, &value)) {
        add_cell_finding(reading, "number_unreadable", field, row, text);
    } else if (value < 0) {
        add_cell_finding(reading, "number_negative", field, row, text);
        value = NAN;
    }
    return value;
}

/* People and households are whole numbers of a size that there is: 3.5 in a column of people are rather 3.5 万. */
static double check_counted(HzpLayerReading *reading, size_t index, size_t row, double value, const char *text)
{
    const HzpField *field = &reading->fields[index];
    if (isnan(value) || (field->type != HZP_FIELD_PEOPLE && field->type != HZP_FIELD_HOUSEHOLDS)) return value;
    if (value > reading->most_counted) {
        add_cell_finding(reading, "number_too_large", field, row, text);
        return NAN;
    }
    /* A column of 万人 rounds to what its decimals tell. */
    if (field->factor == 1 && fabs(value - round(value)) > 1e-6)
        hzp_row_list_add(&reading->fractions[index], hzp_table_number(reading->table, "source_row")[row]);
    return value;
}

static void store_number(HzpLayerReading *reading, size_t index, const HzpCell *cell, const char *text, size_t row)
{
    const HzpField *field = &reading->fields[index];
    bool plain = field->type != HZP_FIELD_COORDINATE || !(reading->packed || reading->paired);
    double value = NAN;
    if (cell->kind == HZP_CELL_REAL && isfinite(cell->real) && cell->real >= 0 && plain) {
        value = hzp_number_times(cell->real, field->factor);
    } else if (cell->kind == HZP_CELL_BOOLEAN) {
        add_cell_finding(reading, "number_unreadable", field, row, cell->integer ? "TRUE" : "FALSE");
        return;
    } else if (text || cell->kind == HZP_CELL_REAL) {
        g_autofree char *shown = text ? NULL : g_strdup_printf("%g", cell->real);
        value = parse_number(reading, field, row, text ? text : shown);
        if (text && is_code(word_code(text), "none"))
            hzp_row_list_add(&reading->none[index], hzp_table_number(reading->table, "source_row")[row]);
    } else {
        return;
    }
    hzp_table_set_number(reading->table, field->name, row, check_counted(reading, index, row, value, text ? text : ""));
}

void hzp_layer_store_cell(HzpLayerReading *reading, size_t index, const HzpCell *cell, size_t row)
{
    const HzpField *field = &reading->fields[index];
    bool valid = true;
    bool cut = false;
    g_autofree char *text = hzp_layer_cell_text(reading, cell, &valid, &cut);
    if (cut) add_cell_finding(reading, "text_cut", field, row, text);
    if (!valid) add_cell_finding(reading, "text_undecodable", field, row, "");
    if (cell->kind == HZP_CELL_OTHER) add_cell_finding(reading, "value_unread", field, row, "");
    if (text && *text == '#' && is_code(word_code(text), "formula_error")) {
        add_cell_finding(reading, "formula_error", field, row, text);
    } else if (field->type == HZP_FIELD_TEXT) {
        hzp_table_set_text(reading->table, field->name, row, text);
    } else {
        store_number(reading, index, cell, text, row);
    }
}
