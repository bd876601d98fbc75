/* Sums of raster cells inside polygons, every cell weighted by the exact fraction of it that is covered.
 *
 * Method. The sum of value × covered fraction is the integral of a function that is constant within each cell, and by Green's
 * theorem that integral over a region is one along its boundary: sum of dy · F(x), where F(x) = P[c] + v[c] · (x - c) and
 * P[c] is the sum of the row's values left of cell c. Within one cell F is linear, so that its value in the middle of a
 * straight piece is exact. The inside of a region is never walked: once the prefix sums P of a window are there, the cost is
 * the number of cells that the boundary crosses.
 *
 * A difference of two large prefix sums must not drown a small one: sums of eight neighbours are rounded once, to 2^-50 of
 * the largest value in the row or finer, and prefix sums are 64-bit integers, so that differences of them are exact; they are
 * counted from the first column that the region reaches.
 *
 * Coordinates are columns and lines of the raster: cell (c, r) is [c, c + 1] × [r, r + 1]. Lines usually run southwards, but
 * "left of an edge" is meant as if y were drawn upwards: a region has its inside where the signed area of its boundary in
 * (x, y) is positive. */
#ifndef HZP_GEO_CELL_COVERAGE_H
#define HZP_GEO_CELL_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A rectangle of cells. */
typedef struct {
    size_t column;
    size_t row;
    size_t columns;
    size_t rows;
} HzpCellRange;

/* A straight piece of a boundary, the region on its left. */
typedef struct {
    double x0;
    double y0;
    double x1;
    double y1;
} HzpDirectedEdge;

/* What values mean. */
typedef struct {
    const double *row_area; /* of one cell of each row of the raster, in any unit; NULL: areas are counted in cells */
    bool density;           /* values are per unit of that area; otherwise each is the cell's own sum */
    double largest;         /* above it a value is no figure; at most 1e300 */
    double no_data; /* a negative number that stands for no figure and is not counted as negative; else of no meaning */
} HzpCellMeaning;

/* Of one region inside one window. */
typedef struct {
    double value;   /* sum of value × fraction, and × area where values are densities */
    double area;    /* of the region inside the window, in the unit of row_area */
    double missing; /* of these, in cells without a figure */
} HzpCellSums;

/* The prefix sums of one window at a time; one for each thread. */
typedef struct HzpCellWindow HzpCellWindow;
HzpCellWindow *hzp_cell_window_new(void);
void hzp_cell_window_free(HzpCellWindow *window);

/* Take the values of a window, row by row without gaps, as float or as double; they are borrowed until the next are taken.
 * NaN, infinite, negative and too large ones are missing, never 0. A window has at most 2^20 columns.
 * @return number of values above `largest` and infinite ones: a figure of people that cannot be, such as a NoData value that
 * the raster does not declare. */
size_t hzp_cell_window_load_float(HzpCellWindow *window, const HzpCellRange *range, const HzpCellMeaning *meaning,
                                  const float *values);
size_t hzp_cell_window_load_double(HzpCellWindow *window, const HzpCellRange *range, const HzpCellMeaning *meaning,
                                   const double *values);
/* Number of negative values among them. */
size_t hzp_cell_window_negative(const HzpCellWindow *window);

/* Sums of one region inside the window. `edges` is the region's whole boundary, in any order, as far as it lies within the
 * window's rows; pieces in other rows, and horizontal ones, add nothing. */
void hzp_cell_window_sum(const HzpCellWindow *window, const HzpDirectedEdge *edges, size_t n, HzpCellSums *sums);

/* The same for several regions that share pieces of boundary: bit g of groups[i] is set where piece i belongs to region g.
 * `sums` has one entry for each region. */
void hzp_cell_window_sum_groups(const HzpCellWindow *window, const HzpDirectedEdge *edges, const uint32_t *groups, size_t n,
                                int n_groups, HzpCellSums *sums);

/* Area of a region between two abscissas, within rows of the raster; as hzp_cell_window_sum() gives it, without values.
 * `from` and `to` may be infinite as long as the region is not. */
double hzp_cell_area_between(const HzpCellMeaning *meaning, const HzpCellRange *rows, double from, double to,
                             const HzpDirectedEdge *edges, size_t n);

#endif
