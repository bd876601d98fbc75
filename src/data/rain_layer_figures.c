/* Cells of a layer as figures of rain. */
#include <math.h>

#include "base/date_text.h"
#include "base/message.h"
#include "data/rain_date.h"
#include "data/rain_layer.h"
#include "geo/geometry.h"

/* ---- one cell ---- */

/* A station is where its point is; a polygon is added to the rain's once, with its first figure. */
static bool place_row(const HzpRainReading *reading, size_t row, HzpRainFigure *figure)
{
    const GEOSGeometry *geometry = hzp_table_geometry(reading->table)[row];
    HzpRain *rain = reading->rain;
    if (!geometry) return false;
    if (rain->kind == HZP_RAIN_STATIONS) return hzp_geometry_point_xy(geometry, &figure->lon, &figure->lat);
    if (!hzp_geometry_is_polygonal(geometry)) return false;
    hzp_geometry_anchor(geometry, &figure->lon, &figure->lat);
    figure->polygon = rain->polygons->n;
    hzp_polygon_set_add(rain->polygons, geometry);
    g_array_append_val(rain->polygon_mm, figure->mm);
    return true;
}

static double read_cell(HzpRainReading *reading, size_t row, const char *heading, const char *text)
{
    double value = NAN;
    HzpRainCell kind = hzp_rain_cell_read(&reading->rain->terms, text, &value);
    if (kind == HZP_RAIN_NEGATIVE) reading->file->negative++;
    if (kind == HZP_RAIN_BOUNDS) reading->bounds++;
    if (kind == HZP_RAIN_UNREADABLE)
        hzp_findings_add_row(reading->rain->findings, "rain_cell_unreadable", reading->table, row, "mm", "value", text,
                             "column", heading, NULL);
    /* Bounds and classes are in mm whatever the column's unit. */
    return kind == HZP_RAIN_FIGURE ? value * reading->factor : value;
}

HzpStatus hzp_rain_figure_add(HzpRainReading *reading, size_t row, HzpRainWhen when, const char *heading, const char *text)
{
    HzpRain *rain = reading->rain;
    HzpRainFigure figure = {.when = when, .file = rain->files->len - 1, .mm = read_cell(reading, row, heading, text)};
    if (rain->kind == HZP_RAIN_POLYGONS && isnan(figure.mm)) {
        g_array_append_val(rain->figures, figure); /* its day is one of the file's, also where nothing is known of it */
        return HZP_OK;
    }
    if (!place_row(reading, row, &figure)) {
        reading->unplaced++;
        return HZP_OK;
    }
    const char *label = hzp_row_label(reading->table, row);
    if (figure.mm > rain->terms.largest_mm) {
        g_autofree char *number = g_strdup(hzp_text_of_number(hzp_table_number(reading->table, "source_row")[row]));
        g_autofree char *where = hzp_message_format("rain_where_row", "row", number, "name", label, NULL);
        return hzp_rain_too_much(rain, reading->file, where, figure.mm, figure.lon, figure.lat);
    }
    figure.label = g_string_chunk_insert_const(rain->texts, label ? label : "");
    if (!isnan(figure.mm))
        reading->file->largest = fmax(figure.mm, isnan(reading->file->largest) ? 0 : reading->file->largest);
    g_array_append_val(rain->figures, figure);
    return HZP_OK;
}

/* ---- rows ---- */

static bool day_of(const char *text, HzpRainWhen *when)
{
    HzpDate date;
    when->dated = true;
    if (hzp_date_parse(text, &date) && date.day) {
        when->number = hzp_date_first_day(date);
        return true;
    }
    return hzp_rain_date_in_name(text, &when->number);
}

HzpStatus hzp_rain_figures_of_rows(HzpRainReading *reading, const HzpRainProbe *probe)
{
    size_t n = hzp_table_rows(reading->table);
    const char **dates = hzp_table_text(reading->table, "date");
    const char **amounts = hzp_table_text(reading->table, "mm");
    HzpRainWhen of_file = {0};
    if (!probe->date) of_file = hzp_rain_when_of_name(reading->rain, reading->file->told.path);
    for (size_t row = 0; row < n; row++) {
        HzpRainWhen when = of_file;
        if (probe->date && !day_of(dates[row], &when)) {
            reading->undated++;
            continue;
        }
        HZP_TRY(hzp_rain_figure_add(reading, row, when, probe->amount, amounts[row]));
    }
    return HZP_OK;
}
