/* Cells of a layer: texts decoded, numbers and coordinates parsed. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/number_text.h"
#include "data/layer_reading.h"
#include "geo/coordinate_text.h"

static char *cell_text(const HzpLayerReading *reading, const HzpCell *cell, bool *valid)
{
    *valid = true;
    if (cell->kind == HZP_CELL_INTEGER) return g_strdup_printf("%" PRId64, cell->integer);
    if (cell->kind == HZP_CELL_REAL) return isfinite(cell->real) ? g_strdup(hzp_text_of_value(cell->real)) : NULL;
    if (cell->kind == HZP_CELL_TIME) return g_strdup(cell->time);
    if (cell->kind != HZP_CELL_BYTES) return NULL;
    /* A dBASE text is padded, a spreadsheet cell is typed by hand. */
    char *text = hzp_vector_decode(reading->source, cell->bytes, cell->length);
    *valid = text != NULL;
    if (text) g_strstrip(text);
    if (text && !*text) {
        g_free(text);
        text = NULL;
    }
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

static double parse_number(const HzpLayerReading *reading, const HzpField *field, size_t row, const char *text)
{
    double value = NAN;
    if (field->type == HZP_FIELD_COORDINATE) {
        bool named = text && (g_ascii_strcasecmp(text, "nan") == 0 || g_ascii_strncasecmp(text, "inf", 3) == 0);
        if (named || !hzp_coordinate_parse(text, &value))
            add_cell_finding(reading, "coordinate_unreadable", field, row, text);
        return value;
    }
    if (!hzp_number_parse_times(text, unit_of(field->type), field->factor, &value)) {
        add_cell_finding(reading, "number_unreadable", field, row, text);
    } else if (value < 0) {
        add_cell_finding(reading, "number_negative", field, row, text);
        value = NAN;
    }
    return value;
}

void hzp_layer_store_cell(const HzpLayerReading *reading, const HzpField *field, const HzpCell *cell, size_t row)
{
    bool valid = true;
    g_autofree char *text = cell_text(reading, cell, &valid);
    if (!valid) add_cell_finding(reading, "text_undecodable", field, row, "");
    if (cell->kind == HZP_CELL_OTHER) add_cell_finding(reading, "value_unread", field, row, "");
    if (field->type == HZP_FIELD_TEXT) {
        hzp_table_set_text(reading->table, field->name, row, text);
    } else if (cell->kind == HZP_CELL_REAL && isfinite(cell->real) && cell->real >= 0) {
        hzp_table_set_number(reading->table, field->name, row, hzp_number_times(cell->real, field->factor));
    } else if (text || cell->kind == HZP_CELL_REAL) {
        g_autofree char *shown = text ? NULL : g_strdup_printf("%g", cell->real);
        hzp_table_set_number(reading->table, field->name, row, parse_number(reading, field, row, text ? text : shown));
    }
}
