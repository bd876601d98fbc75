#include "data/rain.h"

#include <math.h>
#include <string.h>

#include "base/file_kind.h"
#include "base/message.h"
#include "data/file_checksum.h"
#include "data/rain_date.h"
#include "data/rain_parts.h"
#include "data/vector_source.h"

static const char *const kind_codes[] = {"raster", "polygons", "stations"};
static const char *const interpolation_codes[] = {"idw", "nearest"};

bool hzp_rain_interpolation_named(const char *name, HzpRainInterpolation *interpolation)
{
    for (size_t i = 0; name && i < G_N_ELEMENTS(interpolation_codes); i++) {
        if (strcmp(name, interpolation_codes[i]) != 0) continue;
        *interpolation = (HzpRainInterpolation)i;
        return true;
    }
    return false;
}

/* ---- parts ---- */

static void file_free(gpointer data)
{
    HzpRainFile *file = data;
    g_free((char *)file->told.path);
    g_free((char *)file->told.driver);
    g_free((char *)file->told.crs);
    g_free((char *)file->told.unit);
    g_free((char *)file->told.sha256);
    g_free(file->opened);
    hzp_raster_grid_free(file->grid);
    hzp_transform_free(file->to_degrees);
    hzp_transform_free(file->from_degrees);
    g_free(file);
}

static void field_clear(gpointer data)
{
    HzpRainField *field = data;
    g_free(field->date);
    g_free(field->mm);
    if (field->polygons) g_array_unref(field->polygons);
}

HzpRainFile *hzp_rain_file_add(HzpRain *rain, const char *path, const char *opened)
{
    HzpRainFile *file = g_new0(HzpRainFile, 1);
    file->told.path = g_strdup(path);
    file->told.sha256 = hzp_file_checksum(path);
    file->told.mm_per_unit = 1;
    file->opened = g_strdup(opened);
    file->largest = NAN;
    g_ptr_array_add(rain->files, file);
    return file;
}

HzpRainField *hzp_rain_field_add(HzpRain *rain, HzpRainWhen when)
{
    HzpRainField field = {.when = when, .day = {.largest = NAN}, .file = rain->files->len - 1, .factor = 1};
    g_array_append_val(rain->fields, field);
    return &g_array_index(rain->fields, HzpRainField, rain->fields->len - 1);
}

HzpRainWhen hzp_rain_when_of_name(HzpRain *rain, const char *path)
{
    HzpRainWhen when = {.dated = true};
    g_autofree char *name = g_path_get_basename(path);
    if (!hzp_rain_date_in_name(name, &when.number)) when = (HzpRainWhen){.number = (int64_t)rain->undated++};
    return when;
}

char *hzp_rain_when_text(HzpRainWhen when)
{
    return when.dated ? hzp_rain_date_text(when.number) : g_strdup(hzp_text_of_number((double)when.number + 1));
}

/* ---- what is told ---- */

HzpStatus hzp_rain_too_much(const HzpRain *rain, const HzpRainFile *file, const char *where, double mm, double lon,
                            double lat)
{
    g_autofree char *place = g_strdup_printf("%.4f, %.4f", lon, lat);
    return hzp_fail(HZP_E_INPUT, "rain_too_much", "path", file->told.path, "where", where, "mm", hzp_text_of_number(mm),
                    "place", place, "largest", hzp_text_of_number(rain->terms.largest_mm), "unit",
                    file->told.unit ? file->told.unit : "mm", NULL);
}

void hzp_rain_file_tell(HzpRain *rain, const HzpRainFile *file)
{
    const char *path = file->told.path;
    if (!file->unit_named)
        hzp_findings_add(rain->findings, "rain_unit_assumed", NULL, NULL, NULL, "path", path, NULL);
    else if (file->told.mm_per_unit != 1)
        hzp_findings_add(rain->findings, "rain_unit_converted", NULL, NULL, NULL, "path", path, "unit", file->told.unit, "mm",
                         hzp_text_of_number(file->told.mm_per_unit), NULL);
    if (file->negative)
        hzp_findings_add(rain->findings, "rain_negative", NULL, NULL, NULL, "path", path, "count",
                         hzp_text_of_size(file->negative), NULL);
    if (file->coded)
        hzp_findings_add(rain->findings, "rain_coded", NULL, NULL, NULL, "path", path, "count", hzp_text_of_size(file->coded),
                         NULL);
    if (file->told.mm_per_unit == 1 && file->largest > 0 && file->largest < rain->terms.metres_below)
        hzp_findings_add(rain->findings, "rain_maybe_metres", NULL, NULL, NULL, "path", path, "mm",
                         hzp_text_of_number(file->largest), NULL);
}

static void tell_missing_days(HzpRain *rain)
{
    g_autoptr(GString) days = g_string_new(NULL);
    size_t count = 0;
    for (guint i = 1; i < rain->fields->len; i++) {
        const HzpRainWhen before = g_array_index(rain->fields, HzpRainField, i - 1).when;
        const HzpRainWhen after = g_array_index(rain->fields, HzpRainField, i).when;
        if (after.number - before.number < 2) continue;
        g_autofree char *first = hzp_rain_date_text(before.number + 1);
        g_autofree char *last = hzp_rain_date_text(after.number - 1);
        bool one = after.number - before.number == 2;
        count += (size_t)(after.number - before.number - 1);
        if (days->len < 200)
            g_string_append_printf(days, "%s%s%s%s", days->len ? ", " : "", first, one ? "" : "/", one ? "" : last);
    }
    if (count)
        hzp_findings_add(rain->findings, "rain_day_missing", NULL, NULL, NULL, "count", hzp_text_of_size(count), "days",
                         days->str, NULL);
}

/* ---- days ---- */

static int by_day(const void *a, const void *b)
{
    int64_t x = ((const HzpRainField *)a)->when.number;
    int64_t y = ((const HzpRainField *)b)->when.number;
    return x < y ? -1 : x > y;
}

static const char *path_of(const HzpRain *rain, const HzpRainField *field)
{
    return ((const HzpRainFile *)g_ptr_array_index(rain->files, field->file))->told.path;
}

static HzpStatus check_days(const HzpRain *rain)
{
    const HzpRainField *fields = (const HzpRainField *)(void *)rain->fields->data;
    for (guint i = 1; i < rain->fields->len; i++) {
        if (fields[i].when.dated != fields[0].when.dated) {
            const HzpRainField *without = fields[0].when.dated ? &fields[i] : &fields[0];
            return hzp_fail(HZP_E_INPUT, "rain_days_mixed", "path", path_of(rain, without), NULL);
        }
    }
    return HZP_OK;
}

static HzpStatus sort_days(HzpRain *rain)
{
    if (rain->fields->len == 0)
        return hzp_fail(HZP_E_INPUT, "rain_empty", "path", ((HzpRainFile *)g_ptr_array_index(rain->files, 0))->told.path,
                        NULL);
    HZP_TRY(check_days(rain));
    g_array_sort(rain->fields, by_day);
    HzpRainField *fields = (HzpRainField *)(void *)rain->fields->data;
    for (guint i = 0; i < rain->fields->len; i++) {
        if (fields[i].when.dated) fields[i].day.date = fields[i].date = hzp_rain_date_text(fields[i].when.number);
        if (i == 0) continue;
        if (fields[i].when.number == fields[i - 1].when.number)
            return hzp_fail(HZP_E_INPUT, "rain_day_twice", "day", fields[i].date, "path", path_of(rain, &fields[i - 1]),
                            "other", path_of(rain, &fields[i]), NULL);
        fields[i].day.follows = fields[i].when.number == fields[i - 1].when.number + 1;
    }
    tell_missing_days(rain);
    if (!fields[0].when.dated)
        hzp_findings_add(rain->findings, rain->fields->len > 1 ? "rain_days_in_order" : "rain_day_unknown", NULL, NULL, NULL,
                         "count", hzp_text_of_size(rain->fields->len), NULL);
    return HZP_OK;
}

/* ---- reading ---- */

static HzpStatus add_file(HzpRun *run, HzpRain *rain, const char *path, bool first)
{
    bool taken = false;
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) return hzp_fail(HZP_E_INPUT, "rain_file_missing", "path", path, NULL);
    HZP_TRY(hzp_file_kind_check(path));
    HZP_TRY(hzp_rain_raster_add(run, rain, path, &taken));
    if (!first && taken != (rain->kind == HZP_RAIN_RASTER))
        return hzp_fail(HZP_E_INPUT, "rain_kinds_mixed", "path", path, "other", hzp_rain_source(rain, 0)->path, NULL);
    if (!taken) return hzp_rain_layer_add(run, rain, path, first);
    rain->kind = HZP_RAIN_RASTER;
    return HZP_OK;
}

static HzpStatus read_files(HzpRun *run, HzpRain *rain, const char *const *paths, size_t n)
{
    HZP_TRY(hzp_rain_terms_read(&rain->terms));
    HZP_TRY(hzp_crs_facts(HZP_RAIN_CRS, &rain->ellipsoid));
    HZP_TRY(hzp_findings_new(NULL, &rain->findings));
    HZP_TRY(hzp_run_step(run, "phase_rain", 0, (double)n));
    for (size_t i = 0; i < n; i++) {
        HzpStretch before = hzp_run_stretch(run, (double)i / (double)n, (double)(i + 1) / (double)n);
        HzpStatus status = add_file(run, rain, paths[i], i == 0);
        hzp_run_resume(run, before);
        if (status != HZP_OK) return status;
    }
    if (rain->kind == HZP_RAIN_POLYGONS) hzp_rain_polygons_finish(rain);
    if (rain->kind == HZP_RAIN_STATIONS) HZP_TRY(hzp_rain_stations_finish(rain));
    for (guint i = 0; i < rain->files->len; i++)
        hzp_rain_file_tell(rain, g_ptr_array_index(rain->files, i));
    HZP_TRY(sort_days(rain));
    return hzp_run_step(run, "phase_rain", (double)n, (double)n);
}

static char *method_of(const HzpRain *rain)
{
    g_autofree char *within = g_strdup(hzp_text_of_number(rain->terms.within_m / 1000));
    const char *nearest = hzp_text_of_size(rain->terms.nearest);
    if (rain->kind == HZP_RAIN_RASTER) return hzp_message_format("rain_method_raster", NULL);
    if (rain->kind == HZP_RAIN_POLYGONS) return hzp_message_format("rain_method_polygons", NULL);
    if (rain->interpolation == HZP_RAIN_NEAREST) return hzp_message_format("rain_method_nearest", "km", within, NULL);
    return hzp_message_format("rain_method_idw", "power", hzp_text_of_number(rain->terms.power), "nearest", nearest, "km",
                              within, NULL);
}

HzpStatus hzp_rain_read(HzpRun *run, const char *const *paths, size_t n, HzpRainInterpolation interpolation, HzpRain **rain)
{
    *rain = NULL;
    if (n == 0) return hzp_fail(HZP_E_USAGE, "rain_no_file", NULL);
    HzpRain *made = g_new0(HzpRain, 1);
    made->interpolation = interpolation;
    made->files = g_ptr_array_new_with_free_func(file_free);
    made->fields = g_array_new(FALSE, TRUE, sizeof(HzpRainField));
    g_array_set_clear_func(made->fields, field_clear);
    made->figures = g_array_new(FALSE, TRUE, sizeof(HzpRainFigure));
    made->texts = g_string_chunk_new(4096);
    made->polygons = hzp_polygon_set_new();
    made->polygon_mm = g_array_new(FALSE, FALSE, sizeof(double));
    hzp_gdal_begin();
    hzp_run_begin(run);
    HzpStatus status = hzp_input_watch_files(paths, n, &made->watch);
    if (status == HZP_OK) status = hzp_input_watch_end(made->watch, NULL, read_files(run, made, paths, n));
    status = hzp_run_end(run, status);
    if (status != HZP_OK) {
        hzp_rain_free(made);
        return status;
    }
    made->method = method_of(made);
    *rain = made;
    return HZP_OK;
}

void hzp_rain_free(HzpRain *rain)
{
    if (!rain) return;
    if (rain->dataset) GDALClose(rain->dataset);
    hzp_rain_terms_clear(&rain->terms);
    g_ptr_array_free(rain->files, TRUE);
    g_array_free(rain->fields, TRUE);
    g_array_free(rain->figures, TRUE);
    g_array_free(rain->polygon_mm, TRUE);
    g_string_chunk_free(rain->texts);
    hzp_findings_free(rain->findings);
    hzp_input_watch_free(rain->watch);
    hzp_polygon_set_free(rain->polygons);
    hzp_point_grid_free(rain->grid);
    g_free(rain->method);
    g_free(rain->lon);
    g_free(rain->lat);
    g_free(rain->xyz);
    g_free(rain);
}

/* ---- what was read ---- */

HzpRainKind hzp_rain_kind(const HzpRain *rain) { return rain->kind; }

const char *hzp_rain_kind_code(const HzpRain *rain) { return kind_codes[rain->kind]; }

const char *hzp_rain_method_code(const HzpRain *rain)
{
    if (rain->kind == HZP_RAIN_RASTER) return "cell";
    return rain->kind == HZP_RAIN_POLYGONS ? "polygon" : interpolation_codes[rain->interpolation];
}

const char *hzp_rain_method(const HzpRain *rain) { return rain->method; }

size_t hzp_rain_days(const HzpRain *rain) { return rain->fields->len; }

const HzpRainDay *hzp_rain_day(const HzpRain *rain, size_t day)
{
    return &g_array_index(rain->fields, HzpRainField, day).day;
}

size_t hzp_rain_sources(const HzpRain *rain) { return rain->files->len; }

const HzpRainSource *hzp_rain_source(const HzpRain *rain, size_t index)
{
    return &((const HzpRainFile *)g_ptr_array_index(rain->files, index))->told;
}

size_t hzp_rain_stations(const HzpRain *rain) { return rain->n_stations; }

HzpFindings *hzp_rain_findings(const HzpRain *rain) { return rain->findings; }

/* ---- asking ---- */

static const HzpRainField *asked(const HzpRain *rain, size_t day) { return &g_array_index(rain->fields, HzpRainField, day); }

/* Cells are read when they are asked for. */
static HzpStatus end_cells(const HzpRain *rain, size_t day, HzpStatus status)
{
    return hzp_input_watch_end(rain->watch, path_of(rain, asked(rain, day)), status);
}

HzpStatus hzp_rain_at_points(HzpRun *run, HzpRain *rain, size_t day, const double *lon, const double *lat, size_t n,
                             double *mm)
{
    switch (rain->kind) {
    case HZP_RAIN_RASTER:
        return end_cells(rain, day, hzp_rain_raster_points(run, rain, asked(rain, day), lon, lat, n, mm));
    case HZP_RAIN_POLYGONS:
        return hzp_rain_polygons_points(run, rain, asked(rain, day), lon, lat, n, mm);
    default:
        return hzp_rain_stations_points(run, rain, asked(rain, day), lon, lat, n, mm);
    }
}

HzpStatus hzp_rain_in_polygons(HzpRun *run, HzpRain *rain, size_t day, const HzpPolygonSet *polygons, double *mm)
{
    switch (rain->kind) {
    case HZP_RAIN_RASTER:
        return end_cells(rain, day, hzp_rain_raster_polygons(run, rain, asked(rain, day), polygons, mm));
    case HZP_RAIN_POLYGONS:
        return hzp_rain_polygons_polygons(run, rain, asked(rain, day), polygons, mm);
    default:
        return hzp_rain_stations_polygons(run, rain, asked(rain, day), polygons, mm);
    }
}

HzpStatus hzp_rain_wet_polygons(HzpRun *run, HzpRain *rain, size_t day, double mm, HzpPolygonSet **polygons)
{
    HzpStatus status = HZP_OK;
    *polygons = NULL;
    switch (rain->kind) {
    case HZP_RAIN_RASTER:
        status = end_cells(rain, day, hzp_rain_raster_wet(run, rain, asked(rain, day), mm, polygons));
        if (status != HZP_OK) g_clear_pointer(polygons, hzp_polygon_set_free);
        return status;
    case HZP_RAIN_POLYGONS:
        *polygons = hzp_polygon_set_new();
        hzp_rain_polygons_wet(rain, asked(rain, day), mm, *polygons);
        return HZP_OK;
    default:
        return hzp_rain_stations_wet(run, rain, asked(rain, day), mm, polygons);
    }
}
