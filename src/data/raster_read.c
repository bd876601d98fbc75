/* Windows of a raster as numbers. Blocks are decoded straight into the window: GDAL's cache would copy and keep what is
 * needed once. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <math.h>
#include <string.h>

#include "data/gdal_reason.h"
#include "data/raster_parts.h"
#include "data/vector_source.h"

static HzpStatus fail(const HzpRasterSource *raster)
{
    return hzp_fail(HZP_E_INPUT, "raster_read_failed", "layer", raster->source->layer, "path", raster->source->path, "detail",
                    hzp_gdal_reason(raster->source->source), NULL);
}

static size_t number_size(const HzpRasterSource *raster) { return raster->reader.doubles ? sizeof(double) : sizeof(float); }

/* One block into its place of the window. */
static HzpStatus read_block(HzpRasterSource *raster, const HzpRasterHandle *handle, size_t block_x, size_t block_y,
                            const HzpCellRange *range, char *values)
{
    size_t size = number_size(raster);
    GDALDataType wanted = raster->reader.doubles ? GDT_Float64 : GDT_Float32;
    size_t column = block_x * raster->block_columns - range->column;
    size_t row = block_y * raster->block_rows - range->row;
    size_t columns = MIN(raster->block_columns, range->columns - column);
    size_t rows = MIN(raster->block_rows, range->rows - row);
    char *to = values + (row * range->columns + column) * size;
    /* A window that is one whole block, as it is in the file. */
    bool direct = raster->type == wanted && range->columns == raster->block_columns && rows == raster->block_rows;
    if (GDALReadBlock(handle->band, (int)block_x, (int)block_y, direct ? to : handle->block) != CE_None) return fail(raster);
    int own_size = GDALGetDataTypeSizeBytes(raster->type);
    for (size_t r = 0; !direct && r < rows; r++) {
        const char *from = (const char *)handle->block + r * raster->block_columns * (size_t)own_size;
        char *line = to + r * range->columns * size;
        if (raster->type == wanted)
            memcpy(line, from, columns * size);
        else
            GDALCopyWords64(from, raster->type, own_size, line, wanted, (int)size, (GPtrDiff_t)columns);
    }
    return HZP_OK;
}

/* ---- what is no figure ---- */

static void drop_no_data_float(const HzpRasterSource *raster, float *values, size_t n)
{
    const float no_data = (float)raster->no_data;
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        values[i] = values[i] == no_data ? NAN : values[i];
}

static void drop_no_data_double(const HzpRasterSource *raster, double *values, size_t n)
{
    const double no_data = raster->no_data;
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        values[i] = values[i] == no_data ? (double)NAN : values[i];
}

static void scale_values(const HzpRasterSource *raster, void *values, size_t n)
{
    float *floats = values;
    double *doubles = values;
    for (size_t i = 0; i < n; i++) {
        if (raster->reader.doubles)
            doubles[i] = doubles[i] * raster->scale + raster->offset;
        else
            floats[i] = (float)(floats[i] * raster->scale + raster->offset);
    }
}

static HzpStatus drop_masked(HzpRasterSource *raster, const HzpRasterHandle *handle, const HzpCellRange *range, void *values)
{
    float *floats = values;
    double *doubles = values;
    for (size_t r = 0; r < range->rows; r++) {
        if (GDALRasterIO(handle->mask, GF_Read, (int)range->column, (int)(range->row + r), (int)range->columns, 1,
                         handle->mask_row, (int)range->columns, 1, GDT_Byte, 0, 0) != CE_None)
            return fail(raster);
        for (size_t c = 0; c < range->columns; c++) {
            if (handle->mask_row[c]) continue;
            if (raster->reader.doubles)
                doubles[r * range->columns + c] = NAN;
            else
                floats[r * range->columns + c] = NAN;
        }
    }
    return HZP_OK;
}

static HzpStatus read_window(HzpRasterSource *raster, const HzpRasterHandle *handle, const HzpCellRange *range, void *values)
{
    size_t n = range->columns * range->rows;
    size_t last_x = (range->column + range->columns - 1) / raster->block_columns;
    size_t last_y = (range->row + range->rows - 1) / raster->block_rows;
    for (size_t y = range->row / raster->block_rows; y <= last_y; y++) {
        for (size_t x = range->column / raster->block_columns; x <= last_x; x++)
            HZP_TRY(read_block(raster, handle, x, y, range, values));
    }
    bool drops = raster->has_no_data && raster->reader.no_data == 0;
    if (drops && raster->reader.doubles) drop_no_data_double(raster, values, n);
    if (drops && !raster->reader.doubles) drop_no_data_float(raster, values, n);
    if (raster->scale != 1 || raster->offset != 0) scale_values(raster, values, n);
    return handle->mask ? drop_masked(raster, handle, range, values) : HZP_OK;
}

HzpStatus hzp_raster_read_window(void *user, int thread, const HzpCellRange *range, void *values)
{
    HzpRasterSource *raster = user;
    hzp_gdal_capture();
    HzpStatus status = read_window(raster, &raster->handles[thread], range, values);
    hzp_gdal_release();
    return status;
}
