/* Rain of a day from a grid: at points the cell that holds them, in polygons the largest of the cells that meet them. */
#include <math.h>
#include <stdlib.h>

#include "data/rain_parts.h"
#include "geo/cell_outline.h"
#include "geo/cell_touch.h"
#include "geo/polygon_transform.h"

/* ---- points ---- */

typedef struct {
    size_t row;
    size_t column;
    size_t point;
} Place;

static int by_row(const void *a, const void *b)
{
    const Place *x = a;
    const Place *y = b;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    return x->point < y->point ? -1 : x->point > y->point;
}

static bool cell_of(const HzpRasterGrid *grid, double x, double y, Place *place)
{
    const double *a = grid->to_cells;
    double column = a[1] * (x - a[0]) + a[2] * (y - a[3]);
    double row = a[4] * (x - a[0]) + a[5] * (y - a[3]);
    if (grid->turn > 0) column -= floor(column / grid->turn) * grid->turn;
    if (!(column >= 0 && column < (double)grid->columns && row >= 0 && row < (double)grid->rows)) return false;
    place->column = (size_t)column;
    place->row = (size_t)row;
    return true;
}

static Place *place_points(const HzpRainFile *file, const double *lon, const double *lat, size_t n, size_t *placed)
{
    g_autofree double *x = g_memdup2(lon, n * sizeof *x);
    g_autofree double *y = g_memdup2(lat, n * sizeof *y);
    Place *places = g_new(Place, n + 1);
    if (file->from_degrees) hzp_transform_forward(file->from_degrees, x, y, 1, n);
    *placed = 0;
    for (size_t i = 0; i < n; i++) {
        places[*placed].point = i;
        *placed += cell_of(file->grid, x[i], y[i], &places[*placed]);
    }
    qsort(places, *placed, sizeof *places, by_row);
    return places;
}

/* The columns that some places need, of the rows from the first to the last of them. */
static HzpCellRange range_of(const Place *places, size_t n)
{
    size_t west = places[0].column;
    size_t east = west;
    for (size_t i = 1; i < n; i++) {
        west = MIN(west, places[i].column);
        east = MAX(east, places[i].column);
    }
    return (HzpCellRange){west, places[0].row, east - west + 1, places[n - 1].row - places[0].row + 1};
}

HzpStatus hzp_rain_raster_points(HzpRun *run, HzpRain *rain, const HzpRainField *field, const double *lon, const double *lat,
                                 size_t n, double *mm)
{
    const HzpRainFile *file = g_ptr_array_index(rain->files, field->file);
    size_t strip = hzp_rain_raster_strip(file->grid);
    size_t placed = 0;
    g_autofree Place *places = place_points(file, lon, lat, n, &placed);
    g_autofree double *cells = g_new(double, strip * file->grid->columns);
    for (size_t i = 0; i < n; i++)
        mm[i] = NAN;
    for (size_t i = 0; i < placed;) {
        size_t end = i;
        while (end < placed && places[end].row < places[i].row + strip)
            end++;
        HZP_TRY(hzp_run_part(run, (double)i, (double)placed));
        HzpCellRange range = range_of(places + i, end - i);
        HZP_TRY(hzp_rain_raster_cells(rain, field, &range, cells));
        for (; i < end; i++)
            mm[places[i].point] = cells[(places[i].row - range.row) * range.columns + places[i].column - range.column];
    }
    return HZP_OK;
}

/* ---- polygons ---- */

typedef struct {
    const HzpCellRange *range;
    const double *cells;
    double largest;
} Largest;

static void take_span(size_t row, size_t column, size_t end, void *user)
{
    Largest *largest = user;
    const double *line = largest->cells + (row - largest->range->row) * largest->range->columns;
    for (size_t c = column - largest->range->column; c < end - largest->range->column; c++) {
        if (line[c] > largest->largest || isnan(largest->largest)) largest->largest = line[c];
    }
}

/* Cells of the raster that a box meets; false for none. */
static bool range_of_box(const HzpRasterGrid *grid, const HzpBox *box, HzpCellRange *range)
{
    double west = fmax(floor(box->min_x), 0);
    double east = fmin(ceil(box->max_x), (double)grid->columns);
    double low = fmax(floor(box->min_y), 0);
    double high = fmin(ceil(box->max_y), (double)grid->rows);
    if (!(west < east && low < high)) return false;
    *range = (HzpCellRange){(size_t)west, (size_t)low, (size_t)(east - west), (size_t)(high - low)};
    return true;
}

static HzpStatus largest_in(HzpRain *rain, const HzpRainField *field, const HzpPolygonSet *placed, size_t i, double *cells,
                            double *mm)
{
    const HzpRasterGrid *grid = ((const HzpRainFile *)g_ptr_array_index(rain->files, field->file))->grid;
    size_t strip = hzp_rain_raster_strip(grid);
    HzpCellRange all;
    Largest largest = {.cells = cells, .largest = NAN};
    *mm = NAN;
    if (placed->first_ring[i] == placed->first_ring[i + 1] || !range_of_box(grid, &placed->box[i], &all)) return HZP_OK;
    for (size_t row = all.row; row < all.row + all.rows; row += strip) {
        HzpCellRange range = {all.column, row, all.columns, MIN(strip, all.row + all.rows - row)};
        HZP_TRY(hzp_rain_raster_cells(rain, field, &range, cells));
        largest.range = &range;
        hzp_cell_touch(placed, i, &range, take_span, &largest);
    }
    *mm = largest.largest;
    return HZP_OK;
}

HzpStatus hzp_rain_raster_polygons(HzpRun *run, HzpRain *rain, const HzpRainField *field, const HzpPolygonSet *polygons,
                                   double *mm)
{
    const HzpRainFile *file = g_ptr_array_index(rain->files, field->file);
    HzpPolygonSet *placed = NULL;
    HZP_TRY(hzp_raster_grid_place(file->grid, polygons, file->from_degrees, &placed));
    g_autofree double *cells = g_new(double, hzp_rain_raster_strip(file->grid) * file->grid->columns);
    HzpStatus status = HZP_OK;
    for (size_t i = 0; i < placed->n && status == HZP_OK; i++) {
        status = hzp_run_part(run, (double)i, (double)placed->n);
        if (status == HZP_OK) status = largest_in(rain, field, placed, i, cells, &mm[i]);
    }
    hzp_polygon_set_free(placed);
    return status;
}

/* ---- where it is wet ---- */

static HzpStatus choose_cells(HzpRun *run, HzpRain *rain, const HzpRainField *field, double least, unsigned char *chosen)
{
    const HzpRasterGrid *grid = ((const HzpRainFile *)g_ptr_array_index(rain->files, field->file))->grid;
    size_t strip = hzp_rain_raster_strip(grid);
    g_autofree double *cells = g_new(double, strip * grid->columns);
    for (size_t row = 0; row < grid->rows; row += strip) {
        HzpCellRange range = {0, row, grid->columns, MIN(strip, grid->rows - row)};
        HZP_TRY(hzp_run_part(run, (double)row, (double)grid->rows));
        HZP_TRY(hzp_rain_raster_cells(rain, field, &range, cells));
        for (size_t i = 0; i < range.rows * range.columns; i++)
            chosen[row * grid->columns + i] = cells[i] >= least ? HZP_CELL_CHOSEN : 0;
    }
    return HZP_OK;
}

HzpStatus hzp_rain_raster_wet(HzpRun *run, HzpRain *rain, const HzpRainField *field, double least, HzpPolygonSet **wet)
{
    static const double DEGREE_M = 111320;
    const HzpRainFile *file = g_ptr_array_index(rain->files, field->file);
    const HzpRasterGrid *grid = file->grid;
    g_autofree unsigned char *chosen = g_try_malloc(grid->columns * grid->rows);
    if (!chosen) return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
    HZP_TRY(choose_cells(run, rain, field, least, chosen));
    HzpPolygonSet *map = hzp_cell_outlines(chosen, grid->columns, grid->rows, grid->to_map);
    if (!file->to_degrees) {
        *wet = map;
        return HZP_OK;
    }
    /* A thousandth of a cell; that is more than enough for what is drawn. */
    double cell_deg = grid->crs.geographic ? sqrt(grid->cell_m2) : sqrt(grid->cell_m2) / DEGREE_M;
    HzpPolygonTransform how = {.transform = file->to_degrees, .tolerance = cell_deg / 1000, .turn = 360, .poles = {90, -90}};
    HzpStatus status = hzp_polygon_set_transform(map, &how, wet);
    hzp_polygon_set_free(map);
    return status;
}
