/* Figures of stations, by station and day. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "data/rain_parts.h"

/* ---- order ---- */

static int compare_numbers(double a, double b) { return a < b ? -1 : a > b; }

static int compare_days(const HzpRainWhen *a, const HzpRainWhen *b)
{
    if (a->dated != b->dated) return a->dated ? 1 : -1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static int compare_places(const HzpRainFigure *a, const HzpRainFigure *b)
{
    int order = compare_numbers(a->lon, b->lon);
    return order ? order : compare_numbers(a->lat, b->lat);
}

/* The order of files and rows is of no meaning. */
static int by_place_and_day(const void *first, const void *second)
{
    const HzpRainFigure *a = first;
    const HzpRainFigure *b = second;
    int order = compare_places(a, b);
    if (order == 0) order = compare_days(&a->when, &b->when);
    if (order == 0) order = (int)isnan(b->mm) - (int)isnan(a->mm);
    return order ? order : compare_numbers(a->mm, b->mm);
}

static int by_when(const void *first, const void *second)
{
    return compare_days(&((const HzpRainField *)first)->when, &((const HzpRainField *)second)->when);
}

/* ---- days and stations ---- */

static void make_days(HzpRain *rain)
{
    GHashTable *known = g_hash_table_new(g_int64_hash, g_int64_equal);
    GHashTable *undated = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < rain->figures->len; i++) {
        HzpRainFigure *figure = &g_array_index(rain->figures, HzpRainFigure, i);
        if (!g_hash_table_add(figure->when.dated ? known : undated, &figure->when.number)) continue;
        hzp_rain_field_add(rain, figure->when)->file = figure->file;
    }
    g_hash_table_destroy(known);
    g_hash_table_destroy(undated);
    g_array_sort(rain->fields, by_when);
}

static HzpRainField *field_of(const HzpRain *rain, HzpRainWhen when)
{
    HzpRainField wanted = {.when = when};
    return bsearch(&wanted, rain->fields->data, rain->fields->len, sizeof wanted, by_when);
}

/* Geocentric coordinates on the ellipsoid: their distances tell which stations are nearest. */
static void place_stations(HzpRain *rain)
{
    rain->xyz = g_new(double, 3 * rain->n_stations + 1);
    for (size_t i = 0; i < rain->n_stations; i++)
        hzp_rain_geocentric(&rain->ellipsoid, rain->lon[i], rain->lat[i], rain->xyz + 3 * i);
    rain->grid = hzp_point_grid_new(rain->lon, rain->lat, rain->n_stations);
}

static void make_stations(HzpRain *rain)
{
    guint n = rain->figures->len;
    rain->lon = g_new(double, n + 1);
    rain->lat = g_new(double, n + 1);
    for (guint i = 0; i < n; i++) {
        const HzpRainFigure *figure = &g_array_index(rain->figures, HzpRainFigure, i);
        if (i > 0 && compare_places(figure, figure - 1) == 0) continue;
        rain->lon[rain->n_stations] = figure->lon;
        rain->lat[rain->n_stations++] = figure->lat;
    }
    place_stations(rain);
}

/* ---- figures ---- */

typedef struct {
    size_t rows;  /* with a figure */
    size_t pairs; /* of station and day with a figure */
    size_t unlike;
    const HzpRainFigure *example;
} Twice;

static HzpStatus take_figures(HzpRain *rain, Twice *twice)
{
    size_t station = 0;
    for (guint i = 0; i < rain->figures->len; i++) {
        const HzpRainFigure *figure = &g_array_index(rain->figures, HzpRainFigure, i);
        if (i > 0 && compare_places(figure, figure - 1) != 0) station++;
        HzpRainField *field = field_of(rain, figure->when);
        if (!field->mm) {
            field->mm = g_try_new(double, rain->n_stations);
            if (!field->mm) return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
            for (size_t k = 0; k < rain->n_stations; k++)
                field->mm[k] = NAN;
        }
        if (isnan(figure->mm)) continue;
        twice->rows++;
        if (isnan(field->mm[station])) {
            twice->pairs++;
        } else if (field->mm[station] != figure->mm) {
            twice->unlike++;
            twice->example = figure;
        }
        field->mm[station] = figure->mm; /* they rise */
        if (!(figure->mm <= field->day.largest)) field->day.largest = figure->mm;
    }
    return HZP_OK;
}

/* Several rows of most stations on most days are rain of parts of the day: the largest of them is not the day's. */
static HzpStatus judge_twice(HzpRain *rain, const Twice *twice)
{
    if (twice->rows > twice->pairs + twice->pairs / 2)
        return hzp_fail(HZP_E_INPUT, "rain_several_a_day", "path", hzp_rain_source(rain, 0)->path, "rows",
                        hzp_text_of_size(twice->rows), "pairs", hzp_text_of_size(twice->pairs), NULL);
    if (!twice->unlike) return HZP_OK;
    g_autofree char *day = hzp_rain_when_text(twice->example->when);
    hzp_findings_add(rain->findings, "rain_station_twice", NULL, twice->example->label, NULL, "count",
                     hzp_text_of_size(twice->unlike), "day", day, "mm", hzp_text_of_number(twice->example->mm), NULL);
    return HZP_OK;
}

HzpStatus hzp_rain_stations_finish(HzpRain *rain)
{
    Twice twice = {0};
    make_days(rain);
    g_array_sort(rain->figures, by_place_and_day);
    make_stations(rain);
    HZP_TRY(take_figures(rain, &twice));
    HZP_TRY(judge_twice(rain, &twice));
    g_array_set_size(rain->figures, 0);
    return HZP_OK;
}
