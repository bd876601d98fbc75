/* Rasters in memory for the tests of what sums them, and shapes that lie on their cells in every way. */
#ifndef HZP_TESTS_UNIT_RANDOM_RASTER_H
#define HZP_TESTS_UNIT_RANDOM_RASTER_H

#include "random_polygons.h"

#include "exposure/raster_exposure.h"

static double largest; /* deviation so far */

static inline void near(const char *what, double value, double expected, double scale, double tolerance)
{
    double off = fabs(value - expected) / scale;
    if (!(off <= tolerance)) fail_msg("%s: %.17g, should be %.17g", what, value, expected);
    largest = fmax(largest, off);
}

static inline void say(int cases)
{
    print_message("             %d cases, largest deviation %.1g\n", cases, largest);
    largest = 0;
}

/* Of all kinds and sizes, on the lines of cells as often as between them, in and about a field of cells. */
static inline GEOSGeometry *random_shape_on_cells(uint64_t *random, double width, double height)
{
    double x = random_between(random, -1, width + 1);
    double y = random_between(random, -1, height + 1);
    double size = width * pow(10, random_between(random, -1.7, 0.2));
    if (test_random(random) < 0.5) {
        x = round(x);
        y = round(y);
        size = test_random(random) < 0.5 ? 4 : 2;
    }
    switch (random_whole(random, 0, 9)) {
    case 0: /* over everything */
        return box_of(-3, -3, width + 3, height + 3);
    case 1: /* exactly everything */
        return box_of(0, 0, width, height);
    case 2: /* cells, exactly */
        x = round(x);
        y = round(y);
        return box_of(x, y, x + random_whole(random, 1, 3), y + random_whole(random, 1, 3));
    case 3: /* smaller than a cell, often with a side along one */
        return box_of(x, y, x + 0.3, y + 0.2);
    default:
        return random_shape(random, x, y, size);
    }
}

/* ---- a raster in memory ---- */

typedef struct {
    HzpRasterGrid *grid;
    double *values;
    bool density;
} Raster;

static inline HzpStatus read_window(void *user, int thread, const HzpCellRange *range, void *values)
{
    const Raster *raster = user;
    double *cells = values;
    assert_true(thread >= 0 && thread < 8);
    assert_true(range->column + range->columns <= raster->grid->columns && range->row + range->rows <= raster->grid->rows);
    for (size_t r = 0; r < range->rows; r++)
        memcpy(cells + r * range->columns, raster->values + (range->row + r) * raster->grid->columns + range->column,
               range->columns * sizeof *cells);
    return HZP_OK;
}

static inline HzpRasterResult *raster_sums(Raster *raster, const HzpRasterQuestion *question, int threads)
{
    HzpRasterReader reader = {.grid = raster->grid,
                              .read = read_window,
                              .user = raster,
                              .threads = threads,
                              .doubles = true,
                              .density = raster->density,
                              .largest = 1e9};
    HzpRasterResult *result = NULL;
    HzpRun *run = hzp_run_new();
    hzp_run_set_threads(run, threads);
    if (hzp_raster_exposure_compute(run, &reader, question, &result) != HZP_OK) fail_msg("%s", hzp_error_message());
    hzp_run_free(run);
    return result;
}

static inline void raster_free(Raster *raster)
{
    hzp_raster_grid_free(raster->grid);
    g_free(raster->values);
}

#endif
