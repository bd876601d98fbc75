#include "geo/point_grid.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/orientation.h"

enum {
    SAMPLE = 4096,          /* points looked at to find out where most lie */
    MOST_LINES = 1 << 15,   /* columns or rows */
    ON_EDGE = INT32_MIN / 2 /* winding number of a point on the boundary; no edge makes it another's */
};
static const double POINTS_PER_CELL = 2;

static int by_value(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Where most values lie: the range of a sample, less what lies far outside of its middle 98 %. */
static void range_of_most(const double *values, const uint32_t *position, size_t n, double *low, double *high)
{
    size_t count = MIN(n, SAMPLE);
    g_autofree double *sample = g_new(double, count + 1);
    for (size_t i = 0; i < count; i++)
        sample[i] = values[position[i * n / count]];
    qsort(sample, count, sizeof *sample, by_value);
    *low = *high = 0;
    if (count == 0) return;
    double first = sample[count / 100];
    double last = sample[count - 1 - count / 100];
    double margin = (last - first) / 4;
    *low = fmax(sample[0], first - margin);
    *high = fmin(sample[count - 1], last + margin);
}

/* Columns and rows of square cells over the points. */
static void lay_out(HzpPointGrid *grid, const double *x, const double *y)
{
    double max_x = 0;
    double max_y = 0;
    range_of_most(x, grid->position, grid->n, &grid->min_x, &max_x);
    range_of_most(y, grid->position, grid->n, &grid->min_y, &max_y);
    double width = max_x - grid->min_x;
    double height = max_y - grid->min_y;
    double cells = fmax(1, (double)grid->n / POINTS_PER_CELL);
    /* Points along a line have no area: their longer side is cut up alone. */
    grid->cell = fmax(sqrt(width * height / cells), fmax(width, height) / fmin(cells, MOST_LINES - 1));
    if (!(grid->cell > 0 && isfinite(grid->cell))) grid->cell = 1;
    grid->columns = (size_t)fmin(MOST_LINES, floor(width / grid->cell) + 1);
    grid->rows = (size_t)fmin(MOST_LINES, floor(height / grid->cell) + 1);
}

static inline size_t line_of(double value, double min, double cell, size_t lines)
{
    double line = (value - min) / cell;
    if (!(line > 0)) return 0;
    return line < (double)lines ? (size_t)line : lines - 1;
}

static inline size_t cell_of(const HzpPointGrid *grid, double x, double y)
{
    return line_of(y, grid->min_y, grid->cell, grid->rows) * grid->columns +
           line_of(x, grid->min_x, grid->cell, grid->columns);
}

/* Counting sort. */
static void sort_into_cells(HzpPointGrid *grid, const double *x, const double *y)
{
    g_autofree uint32_t *unsorted = g_steal_pointer(&grid->position);
    g_autofree uint32_t *cell = g_new(uint32_t, grid->n + 1);
    size_t cells = grid->columns * grid->rows;
    grid->position = g_new(uint32_t, grid->n + 1);
    grid->start = g_new0(uint32_t, cells + 2);
    uint32_t *next = grid->start + 1;
    for (size_t i = 0; i < grid->n; i++) {
        cell[i] = (uint32_t)cell_of(grid, x[unsorted[i]], y[unsorted[i]]);
        next[cell[i] + 1]++;
    }
    for (size_t c = 0; c < cells; c++)
        next[c + 1] += next[c];
    /* `next` runs through each cell and ends at the next one's start, which is where `start` then has it. */
    for (size_t i = 0; i < grid->n; i++) {
        uint32_t slot = next[cell[i]]++;
        grid->x[slot] = x[unsorted[i]];
        grid->y[slot] = y[unsorted[i]];
        grid->position[slot] = unsorted[i];
    }
}

HzpPointGrid *hzp_point_grid_new(const double *x, const double *y, size_t n)
{
    HzpPointGrid *grid = g_new0(HzpPointGrid, 1);
    g_assert(n < UINT32_MAX);
    grid->position = g_new(uint32_t, n + 1);
    for (size_t i = 0; i < n; i++)
        if (isfinite(x[i]) && isfinite(y[i])) grid->position[grid->n++] = (uint32_t)i;
    grid->x = g_new(double, grid->n + 1);
    grid->y = g_new(double, grid->n + 1);
    lay_out(grid, x, y);
    sort_into_cells(grid, x, y);
    return grid;
}

void hzp_point_grid_free(HzpPointGrid *grid)
{
    if (!grid) return;
    g_free(grid->x);
    g_free(grid->y);
    g_free(grid->position);
    g_free(grid->start);
    g_free(grid);
}

/* ---- queries ---- */

void hzp_point_hits_clear(HzpPointHits *hits)
{
    g_free(hits->slot);
    g_free(hits->by_height);
    g_free(hits->winding);
    g_free(hits->strip_start);
    *hits = (HzpPointHits){0};
}

static void want_room(HzpPointHits *hits, size_t n)
{
    if (n <= hits->room) return;
    hits->room = n + n / 2 + 16;
    hits->slot = g_renew(uint32_t, hits->slot, hits->room);
    hits->by_height = g_renew(uint32_t, hits->by_height, hits->room);
    hits->winding = g_renew(int32_t, hits->winding, hits->room);
    hits->strip_start = g_renew(uint32_t, hits->strip_start, hits->room + 2);
}

/* Cells that a box meets. */
typedef struct {
    size_t first_column;
    size_t last_column;
    size_t first_row;
    size_t last_row;
} Window;

static Window window_of(const HzpPointGrid *grid, const HzpBox *box)
{
    return (Window){line_of(box->min_x, grid->min_x, grid->cell, grid->columns),
                    line_of(box->max_x, grid->min_x, grid->cell, grid->columns),
                    line_of(box->min_y, grid->min_y, grid->cell, grid->rows),
                    line_of(box->max_y, grid->min_y, grid->cell, grid->rows)};
}

void hzp_point_grid_within(const HzpPointGrid *grid, double x, double y, double radius, HzpPointHits *hits)
{
    hits->n = 0;
    if (!(isfinite(x) && isfinite(y) && radius >= 0)) return;
    Window window = window_of(grid, &(HzpBox){x - radius, y - radius, x + radius, y + radius});
    /* Beyond these squares rounding cannot change the answer; between them the root decides. */
    double surely_inside = radius * radius * (1 - 1e-15);
    double surely_outside = radius * radius * (1 + 1e-15);
    for (size_t row = window.first_row; row <= window.last_row; row++) {
        uint32_t slot = grid->start[row * grid->columns + window.first_column];
        uint32_t end = grid->start[row * grid->columns + window.last_column + 1];
        want_room(hits, hits->n + (end - slot));
        for (; slot < end; slot++) {
            double dx = grid->x[slot] - x;
            double dy = grid->y[slot] - y;
            double square = dx * dx + dy * dy;
            if (square <= surely_inside || (!(square > surely_outside) && sqrt(square) <= radius))
                hits->slot[hits->n++] = slot;
        }
    }
}

/* The points in a polygon's box into hits->slot. */
static void find_in_box(const HzpPointGrid *grid, const HzpBox *box, HzpPointHits *hits)
{
    hits->n = 0;
    if (!(box->min_x <= box->max_x)) return;
    Window window = window_of(grid, box);
    for (size_t row = window.first_row; row <= window.last_row; row++) {
        uint32_t slot = grid->start[row * grid->columns + window.first_column];
        uint32_t end = grid->start[row * grid->columns + window.last_column + 1];
        want_room(hits, hits->n + (end - slot));
        for (; slot < end; slot++) {
            double x = grid->x[slot];
            double y = grid->y[slot];
            if (x >= box->min_x && x <= box->max_x && y >= box->min_y && y <= box->max_y) hits->slot[hits->n++] = slot;
        }
    }
}

/* Horizontal strips over the candidates, about one for each; a height above or below lies in the outermost. */
typedef struct {
    double min_y;
    double per_metre;
    double last;
} Strips;

static inline uint32_t strip_of(const Strips *strips, double y)
{
    double strip = (y - strips->min_y) * strips->per_metre;
    /* Not fmin() and fmax(), which are calls. */
    strip = strip < strips->last ? strip : strips->last;
    return strip > 0 ? (uint32_t)strip : 0;
}

static Strips sort_into_strips(const HzpPointGrid *grid, const HzpBox *box, HzpPointHits *hits)
{
    double height = box->max_y - box->min_y;
    Strips strips = {box->min_y, height > 0 ? (double)hits->n / height : 0, (double)hits->n - 1};
    uint32_t *next = hits->strip_start + 1;
    memset(hits->strip_start, 0, (hits->n + 2) * sizeof *hits->strip_start);
    for (size_t k = 0; k < hits->n; k++)
        next[strip_of(&strips, grid->y[hits->slot[k]]) + 1]++;
    for (size_t s = 0; s < hits->n; s++)
        next[s + 1] += next[s];
    for (size_t k = 0; k < hits->n; k++)
        hits->by_height[next[strip_of(&strips, grid->y[hits->slot[k]])]++] = hits->slot[k];
    return strips;
}

typedef struct {
    const double *x;
    const double *y;
    size_t n;
} Ring;

static void wind_ring(const HzpPointGrid *grid, const Ring *ring, const Strips *strips, HzpPointHits *hits)
{
    size_t j = ring->n - 1;
    uint32_t strip_j = strip_of(strips, ring->y[j]);
    for (size_t i = 0; i < ring->n; j = i++) {
        uint32_t strip_i = strip_of(strips, ring->y[i]);
        uint32_t k = hits->strip_start[MIN(strip_i, strip_j)];
        uint32_t end = hits->strip_start[MAX(strip_i, strip_j) + 1];
        strip_j = strip_i;
        for (; k < end; k++) {
            uint32_t slot = hits->by_height[k];
            bool on_edge = false;
            hits->winding[k] +=
                hzp_edge_winding(ring->x[j], ring->y[j], ring->x[i], ring->y[i], grid->x[slot], grid->y[slot], &on_edge);
            if (on_edge) hits->winding[k] = ON_EDGE;
        }
    }
}

void hzp_point_grid_covered(const HzpPointGrid *grid, const HzpPolygonSet *set, size_t i, HzpPointHits *hits)
{
    find_in_box(grid, &set->box[i], hits);
    if (hits->n == 0) return;
    Strips strips = sort_into_strips(grid, &set->box[i], hits);
    memset(hits->winding, 0, hits->n * sizeof *hits->winding);
    for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1]; r++) {
        size_t start = set->ring_start[r];
        Ring ring = {set->x + start, set->y + start, set->ring_start[r + 1] - start};
        wind_ring(grid, &ring, &strips, hits);
    }
    size_t found = 0;
    for (size_t k = 0; k < hits->n; k++)
        if (hits->winding[k] > 0 || hits->winding[k] < ON_EDGE / 2) hits->slot[found++] = hits->by_height[k];
    hits->n = found;
}
