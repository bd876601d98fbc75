#include "geo/raster_grid.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "geo/polygon_transform.h"

/* Edges stay within this part of a cell. */
static const double EDGE_TOLERANCE_CELLS = 0.1;

static bool invert(const double to_map[6], double to_cells[6])
{
    double determinant = to_map[1] * to_map[5] - to_map[2] * to_map[4];
    if (!isfinite(determinant) || determinant == 0 || !isfinite(to_map[0]) || !isfinite(to_map[3])) return false;
    to_cells[1] = to_map[5] / determinant;
    to_cells[2] = -to_map[2] / determinant;
    to_cells[4] = -to_map[4] / determinant;
    to_cells[5] = to_map[1] / determinant;
    to_cells[0] = to_map[0];
    to_cells[3] = to_map[3];
    return true;
}

/* Area between two parallels and 1 radian of longitude, in units of the semi-minor axis squared halved: closed form of Snyder
 * 1987, USGS PP 1395, eq. 3-12, its differences taken apart so that a narrow row loses no digits. */
static double zone(double eccentricity, double south, double north)
{
    double e = eccentricity;
    double s1 = sin(south);
    double s2 = sin(north);
    double rise = 2 * cos((south + north) / 2) * sin((north - south) / 2);
    if (e == 0) return 2 * rise;
    double first = rise * (1 + e * e * s1 * s2) / ((1 - e * e * s1 * s1) * (1 - e * e * s2 * s2));
    return first + atanh(e * rise / (1 - e * e * s1 * s2)) / e;
}

double hzp_raster_grid_cell_area_m2(const HzpRasterGrid *grid, double line)
{
    if (!grid->row_area) return grid->cell_m2;
    static const double RADIAN = G_PI / 180;
    double a = grid->to_map[3] + grid->to_map[5] * line;
    double b = grid->to_map[3] + grid->to_map[5] * (line + 1);
    double south = fmax(fmin(a, b), -90) * RADIAN;
    double north = fmin(fmax(a, b), 90) * RADIAN;
    if (south >= north) return 0;
    double flattening = grid->crs.inverse_flattening > 0 ? 1 / grid->crs.inverse_flattening : 0;
    double minor = grid->crs.semi_major_m * (1 - flattening);
    double eccentricity = sqrt(flattening * (2 - flattening));
    return minor * minor / 2 * fabs(grid->to_map[1]) * RADIAN * zone(eccentricity, south, north);
}

HzpRasterGrid *hzp_raster_grid_new(size_t columns, size_t rows, const double to_map[6], const HzpCrsFacts *crs, double unit_m)
{
    double to_cells[6] = {0};
    if (columns == 0 || rows == 0 || !invert(to_map, to_cells)) return NULL;
    HzpRasterGrid *grid = g_new0(HzpRasterGrid, 1);
    grid->columns = grid->window_columns = columns;
    grid->rows = grid->window_rows = rows;
    memcpy(grid->to_map, to_map, sizeof grid->to_map);
    memcpy(grid->to_cells, to_cells, sizeof grid->to_cells);
    grid->crs = *crs;
    grid->cell_m2 = fabs(to_map[1] * to_map[5] - to_map[2] * to_map[4]) * unit_m * unit_m;
    if (crs->geographic && to_map[2] == 0 && to_map[4] == 0) {
        grid->turn = 360 / fabs(to_map[1]);
        grid->row_area = g_new(double, rows);
        for (size_t row = 0; row < rows; row++)
            grid->row_area[row] = hzp_raster_grid_cell_area_m2(grid, (double)row);
    }
    return grid;
}

void hzp_raster_grid_free(HzpRasterGrid *grid)
{
    if (!grid) return;
    g_free(grid->row_area);
    g_free(grid);
}

/* ---- polygons ---- */

/* Add a ring at each turn at which it meets the turn around the middle of the raster. */
static void add_turns(const HzpPolygonSet *set, size_t r, double low, double turn, HzpPolygonSet *placed)
{
    size_t start = set->ring_start[r];
    size_t n = set->ring_start[r + 1] - start;
    double left = INFINITY;
    double right = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        left = fmin(left, set->x[start + i]);
        right = fmax(right, set->x[start + i]);
    }
    g_autofree double *moved = g_new(double, n);
    for (double k = ceil((low - right) / turn); left + k * turn < low + turn; k++) {
        for (size_t i = 0; i < n; i++)
            moved[i] = set->x[start + i] + k * turn;
        double twice = 0;
        for (size_t i = 1; i + 1 < n; i++)
            twice += (moved[i] - moved[0]) * (set->y[start + i + 1] - set->y[start]) -
                     (moved[i + 1] - moved[0]) * (set->y[start + i] - set->y[start]);
        hzp_polygon_set_add_ring(placed, moved, set->y + start, n, twice < 0);
    }
}

static HzpPolygonSet *place_around(const HzpRasterGrid *grid, const HzpPolygonSet *set)
{
    HzpPolygonSet *placed = hzp_polygon_set_new();
    double low = ((double)grid->columns - grid->turn) / 2;
    for (size_t i = 0; i < set->n; i++) {
        bool inside = set->box[i].min_x >= low && set->box[i].max_x <= low + grid->turn;
        if (inside || set->first_ring[i] == set->first_ring[i + 1]) {
            hzp_polygon_set_add_copy(placed, set, i);
            continue;
        }
        for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1]; r++)
            add_turns(set, r, low, grid->turn, placed);
        hzp_polygon_set_end(placed);
    }
    return placed;
}

HzpStatus hzp_raster_grid_place(const HzpRasterGrid *grid, const HzpPolygonSet *set, HzpTransform *to_raster,
                                HzpPolygonSet **placed)
{
    HzpPolygonTransform how = {.transform = to_raster, .affine = grid->to_cells, .tolerance = EDGE_TOLERANCE_CELLS};
    if (grid->turn > 0) {
        how.turn = to_raster ? grid->turn : 0;
        how.poles[0] = (90 - grid->to_map[3]) / grid->to_map[5];
        how.poles[1] = (-90 - grid->to_map[3]) / grid->to_map[5];
    }
    HZP_TRY(hzp_polygon_set_transform(set, &how, placed));
    if (grid->turn == 0) return HZP_OK;
    HzpPolygonSet *once = *placed;
    *placed = place_around(grid, once);
    hzp_polygon_set_free(once);
    return HZP_OK;
}
