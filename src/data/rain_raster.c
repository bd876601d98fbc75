/* Daily grids: their bands as days, and their cells in mm. */
#include <cpl_error.h>
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/gdal_reason.h"
#include "data/rain_date.h"
#include "data/rain_parts.h"
#include "data/rain_raster_file.h"
#include "data/vector_source.h"

enum { STRIP_CELLS = 1 << 20 };

static HzpStatus fail(const char *id, const HzpRainFile *file, const char *detail)
{
    return hzp_fail(HZP_E_INPUT, id, "path", file->told.path, "detail", detail, NULL);
}

/* ---- cells ---- */

/* One file is open at a time: there may be one for each day of a season. */
static HzpStatus open_again(HzpRain *rain, HzpRainFile *file)
{
    if (rain->dataset && rain->dataset_of == file) return HZP_OK;
    if (rain->dataset) GDALClose(rain->dataset);
    rain->dataset = hzp_rain_raster_reopen(file->opened);
    rain->dataset_of = file;
    return rain->dataset ? HZP_OK : fail("rain_unreadable", file, hzp_gdal_reason(file->told.path));
}

static HzpStatus read_band(const HzpRainFile *file, GDALRasterBandH band, const HzpCellRange *range, double *values)
{
    int column = (int)range->column;
    int row = (int)range->row;
    int columns = (int)range->columns;
    int rows = (int)range->rows;
    size_t n = range->columns * range->rows;
    if (GDALRasterIO(band, GF_Read, column, row, columns, rows, values, columns, rows, GDT_Float64, 0, 0) != CE_None)
        return fail("rain_unreadable", file, hzp_gdal_reason(file->told.path));
    if (GDALGetMaskFlags(band) & GMF_ALL_VALID) return HZP_OK;
    g_autofree unsigned char *valid = g_malloc(n);
    if (GDALRasterIO(GDALGetMaskBand(band), GF_Read, column, row, columns, rows, valid, columns, rows, GDT_Byte, 0, 0) !=
        CE_None)
        return fail("rain_unreadable", file, hzp_gdal_reason(file->told.path));
    for (size_t i = 0; i < n; i++) {
        if (!valid[i]) values[i] = NAN;
    }
    return HZP_OK;
}

/* Figures of the file in mm; what is none becomes missing. `file` counts them where it is not NULL. */
static void to_mm(const HzpRainTerms *terms, GDALRasterBandH band, double factor, size_t n, double *values, HzpRainFile *file)
{
    int given = FALSE;
    double scale = GDALGetRasterScale(band, &given);
    if (!given || scale == 0) scale = 1;
    double offset = GDALGetRasterOffset(band, &given);
    if (!given) offset = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(values[i])) continue;
        double value = values[i] * scale + offset;
        bool negative = value < 0;
        bool coded = !negative && hzp_rain_code_is_missing(terms, value);
        if (file && negative) file->negative++;
        if (file && coded) file->coded++;
        values[i] = negative || coded ? NAN : value * factor;
    }
}

static HzpStatus read_cells(HzpRain *rain, const HzpRainField *field, const HzpCellRange *range, double *mm,
                            HzpRainFile *counted)
{
    HzpRainFile *file = g_ptr_array_index(rain->files, field->file);
    HZP_TRY(open_again(rain, file));
    GDALRasterBandH band = GDALGetRasterBand(rain->dataset, field->band);
    HZP_TRY(read_band(file, band, range, mm));
    to_mm(&rain->terms, band, field->factor, range->columns * range->rows, mm, counted);
    return HZP_OK;
}

HzpStatus hzp_rain_raster_cells(HzpRain *rain, const HzpRainField *field, const HzpCellRange *range, double *mm)
{
    hzp_gdal_capture();
    HzpStatus status = read_cells(rain, field, range, mm, NULL);
    hzp_gdal_release();
    return status;
}

size_t hzp_rain_raster_strip(const HzpRasterGrid *grid)
{
    size_t rows = STRIP_CELLS / grid->columns;
    return CLAMP(rows, 1, grid->rows);
}

/* ---- all cells once ---- */

static HzpStatus check_strip(HzpRain *rain, HzpRainField *field, HzpRainFile *file, const HzpCellRange *range,
                             const double *mm)
{
    for (size_t i = 0; i < range->columns * range->rows; i++) {
        if (!(mm[i] > field->day.largest) && !isnan(field->day.largest)) continue;
        field->day.largest = mm[i];
        if (!(mm[i] > rain->terms.largest_mm)) continue;
        const double *map = file->grid->to_map;
        double column = (double)(range->column + i % range->columns) + 0.5;
        double row = (double)(range->row + i / range->columns) + 0.5;
        double x = map[0] + map[1] * column + map[2] * row;
        double y = map[3] + map[4] * column + map[5] * row;
        if (file->to_degrees) hzp_transform_forward(file->to_degrees, &x, &y, 1, 1);
        g_autofree char *band = hzp_message_format("rain_where_band", "band", hzp_text_of_size((size_t)field->band), NULL);
        return hzp_rain_too_much(rain, file, band, mm[i], x, y);
    }
    return HZP_OK;
}

static HzpStatus look_at(HzpRun *run, HzpRain *rain, HzpRainField *field, double done, double all)
{
    HzpRainFile *file = g_ptr_array_index(rain->files, field->file);
    size_t strip = hzp_rain_raster_strip(file->grid);
    g_autofree double *mm = g_new(double, strip * file->grid->columns);
    for (size_t row = 0; row < file->grid->rows; row += strip) {
        HzpCellRange range = {0, row, file->grid->columns, MIN(strip, file->grid->rows - row)};
        HZP_TRY(hzp_run_part(run, done + (double)row / (double)file->grid->rows, all));
        HZP_TRY(read_cells(rain, field, &range, mm, file));
        HZP_TRY(check_strip(rain, field, file, &range, mm));
    }
    if (!isnan(field->day.largest)) file->largest = fmax(field->day.largest, isnan(file->largest) ? 0 : file->largest);
    return HZP_OK;
}

/* ---- bands as days ---- */

static HzpStatus check_unit(const HzpRain *rain, HzpRainFile *file, const HzpRainBand *band, HzpRainField *field)
{
    bool named = false;
    double factor = hzp_rain_unit(&rain->terms, band->unit, &named);
    if (isnan(factor)) return fail("rain_unit_unknown", file, band->unit);
    field->factor = factor;
    if (file->told.unit) return HZP_OK;
    file->unit_named = named;
    file->told.mm_per_unit = factor;
    file->told.unit = named ? g_strdup(band->unit) : NULL;
    return HZP_OK;
}

static size_t count_rain(const HzpRain *rain, GDALDatasetH dataset)
{
    size_t count = 0;
    for (int i = 1; i <= GDALGetRasterCount(dataset); i++) {
        HzpRainBand band;
        hzp_rain_band_read(&rain->terms, dataset, i, &band);
        count += !band.other;
    }
    return count;
}

static HzpStatus add_bands(HzpRun *run, HzpRain *rain, GDALDatasetH dataset, HzpRainFile *file)
{
    size_t count = count_rain(rain, dataset);
    size_t done = 0;
    if (count == 0) return fail("rain_no_band", file, "");
    for (int i = 1; i <= GDALGetRasterCount(dataset); i++) {
        HzpRainBand band;
        hzp_rain_band_read(&rain->terms, dataset, i, &band);
        if (band.other) continue;
        if (GDALDataTypeIsComplex(GDALGetRasterDataType(GDALGetRasterBand(dataset, i))))
            return fail("rain_complex", file, "");
        if (band.picture) return fail("rain_picture", file, "");
        if (band.hours != 0 && band.hours != 24) return fail("rain_hours", file, hzp_text_of_size((size_t)band.hours));
        HzpRainWhen when = {.dated = true, .number = band.day};
        if (!band.dated && count == 1) when = hzp_rain_when_of_name(rain, file->told.path);
        if (!band.dated && count > 1) when = (HzpRainWhen){.number = (int64_t)rain->undated++};
        HzpRainField *field = hzp_rain_field_add(rain, when);
        field->band = i;
        HZP_TRY(check_unit(rain, file, &band, field));
        HZP_TRY(look_at(run, rain, field, (double)done++, (double)count));
    }
    return HZP_OK;
}

static HzpStatus add_file(HzpRun *run, HzpRain *rain, const char *path, bool *taken)
{
    GDALDatasetH dataset = NULL;
    g_autofree char *opened = NULL;
    HZP_TRY(hzp_rain_raster_open(rain, path, &dataset, &opened));
    *taken = dataset != NULL;
    if (!dataset) return HZP_OK;
    HzpRainFile *file = hzp_rain_file_add(rain, path, opened);
    file->told.driver = g_strdup(GDALGetDriverShortName(GDALGetDatasetDriver(dataset)));
    if (rain->dataset) GDALClose(rain->dataset);
    rain->dataset = dataset;
    rain->dataset_of = file;
    HZP_TRY(hzp_rain_raster_place(rain, dataset, file));
    return add_bands(run, rain, dataset, file);
}

HzpStatus hzp_rain_raster_add(HzpRun *run, HzpRain *rain, const char *path, bool *taken)
{
    hzp_gdal_capture();
    HzpStatus status = add_file(run, rain, path, taken);
    hzp_gdal_release();
    return status;
}
