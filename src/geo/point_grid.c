#include "geo/point_grid.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "geo/orientation.h"

enum {
    SAMPLE = 4096,          /* points looked at to find out where most lie */
    MANY = 1 << 15,         /* points that are worth several threads */
    MOST_LINES = 1 << 15,   /* columns or rows */
    ON_EDGE = INT32_MIN / 2 /* winding number of a point on the boundary; no edge makes it another's */
};
static const double POINTS_PER_CELL = 0.5; /* points crowd: most cells are empty */

static int by_value(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Where most values lie: the range of a sample, less what lies far outside of its middle 98 %. NULL `chosen` stands for all.
 */
static void range_of_most(const double *values, const uint32_t *chosen, size_t n, double *low, double *high)
{
    size_t count = MIN(n, SAMPLE);
    g_autofree double *sample = g_new(double, count + 1);
    for (size_t i = 0; i < count; i++)
        sample[i] = values[chosen ? chosen[i * n / count] : i * n / count];
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
static void lay_out(HzpPointGrid *grid, const double *x, const double *y, const uint32_t *chosen)
{
    double max_x = 0;
    double max_y = 0;
    range_of_most(x, chosen, grid->n, &grid->min_x, &max_x);
    range_of_most(y, chosen, grid->n, &grid->min_y, &max_y);
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

/* Counting sort: positions of places by cell; `start` receives where each cell begins. */
static uint32_t *sort_by_cell(const HzpPointGrid *grid, const double *x, const double *y, const uint32_t *chosen, size_t n,
                              uint32_t *start, int threads)
{
    g_autofree uint32_t *cell = g_new(uint32_t, n + 1);
    uint32_t *sorted = g_new(uint32_t, n + 1);
    size_t cells = grid->columns * grid->rows;
    uint32_t *next = start + 1;
#pragma omp parallel for num_threads(threads) if (n > MANY)
    for (size_t i = 0; i < n; i++) {
        size_t position = chosen ? chosen[i] : i;
        cell[i] = (uint32_t)cell_of(grid, x[position], y[position]);
    }
    for (size_t i = 0; i < n; i++)
        next[cell[i] + 1]++;
    for (size_t c = 0; c < cells; c++)
        next[c + 1] += next[c];
    /* `next` runs through each cell and ends at the next one's start, which is where `start` then has it. */
    for (size_t i = 0; i < n; i++)
        sorted[next[cell[i]]++] = chosen ? chosen[i] : (uint32_t)i;
    return sorted;
}

uint32_t *hzp_point_grid_order(const HzpPointGrid *grid, const double *x, const double *y, size_t n)
{
    /* Few places need no more cells than they are many. */
    size_t lines = (size_t)sqrt((double)(grid->columns * grid->rows) / (double)(n + 1)) + 1;
    HzpPointGrid coarse = {.min_x = grid->min_x,
                           .min_y = grid->min_y,
                           .cell = grid->cell * (double)lines,
                           .columns = grid->columns / lines + 1,
                           .rows = grid->rows / lines + 1};
    g_autofree uint32_t *start = g_new0(uint32_t, coarse.columns * coarse.rows + 2);
    return sort_by_cell(&coarse, x, y, NULL, n, start, 1);
}

HzpPointGrid *hzp_point_grid_new(const double *x, const double *y, size_t n) { return hzp_point_grid_make(x, y, n, 1); }

static bool is_placed(double x, double y) { return isfinite(x) && isfinite(y); }

static size_t count_placed(const double *x, const double *y, size_t n, int threads)
{
    size_t placed = 0;
#pragma omp parallel for num_threads(threads) reduction(+ : placed) if (n > MANY)
    for (size_t i = 0; i < n; i++)
        placed += is_placed(x[i], y[i]);
    return placed;
}

static uint32_t *choose_placed(const double *x, const double *y, size_t n)
{
    uint32_t *chosen = g_new(uint32_t, n + 1);
    size_t placed = 0;
    for (size_t i = 0; i < n; i++)
        if (is_placed(x[i], y[i])) chosen[placed++] = (uint32_t)i;
    return chosen;
}

HzpPointGrid *hzp_point_grid_make(const double *x, const double *y, size_t n, int threads)
{
    HzpPointGrid *grid = g_new0(HzpPointGrid, 1);
    g_assert(n < UINT32_MAX);
    grid->n = count_placed(x, y, n, threads);
    g_autofree uint32_t *chosen = grid->n < n ? choose_placed(x, y, n) : NULL;
    grid->x = g_new(double, grid->n + 1);
    grid->y = g_new(double, grid->n + 1);
    lay_out(grid, x, y, chosen);
    grid->start = g_new0(uint32_t, grid->columns * grid->rows + 2);
    grid->position = sort_by_cell(grid, x, y, chosen, grid->n, grid->start, threads);
#pragma omp parallel for num_threads(threads) if (n > MANY)
    for (size_t slot = 0; slot < grid->n; slot++) {
        grid->x[slot] = x[grid->position[slot]];
        grid->y[slot] = y[grid->position[slot]];
    }
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
    g_free(hits->candidates);
    *hits = (HzpPointHits){0};
}

static void want_room(HzpPointHits *hits, size_t n)
{
    if (n <= hits->room) return;
    hits->room = n + n / 2 + 16;
    hits->slot = g_renew(uint32_t, hits->slot, hits->room);
    hits->candidates = g_renew(HzpCandidate, hits->candidates, hits->room + 2);
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

void hzp_point_grid_in_box(const HzpPointGrid *grid, const HzpBox *box, HzpPointHits *hits)
{
    size_t n = 0;
    hits->n = 0;
    if (!(box->min_x <= box->max_x)) return;
    Window window = window_of(grid, box);
    for (size_t row = window.first_row; row <= window.last_row; row++) {
        uint32_t slot = grid->start[row * grid->columns + window.first_column];
        uint32_t end = grid->start[row * grid->columns + window.last_column + 1];
        want_room(hits, n + (end - slot) + 1);
        for (; slot < end; slot++) {
            double x = grid->x[slot];
            double y = grid->y[slot];
            /* No branch: which points are inside cannot be guessed. */
            hits->slot[n] = slot;
            n += (x >= box->min_x) & (x <= box->max_x) & (y >= box->min_y) & (y <= box->max_y);
        }
    }
    hits->n = n;
}

/* ---- inside polygons ---- */

static int by_height(const void *a, const void *b)
{
    const HzpCandidate *first = a;
    const HzpCandidate *second = b;
    return (first->y > second->y) - (first->y < second->y);
}

/* The points in the polygon's box from south to north, between two that no edge reaches. */
static HzpCandidate *sort_candidates(const HzpPointGrid *grid, HzpPointHits *hits)
{
    enum { FEW = 256, MOST_STEPS = 16 };
    HzpCandidate *list = hits->candidates + 1;
    size_t steps = 0;
    size_t most = hits->n <= FEW ? SIZE_MAX : hits->n * MOST_STEPS;
    for (size_t k = 0; k < hits->n; k++) {
        uint32_t slot = hits->slot[k];
        HzpCandidate one = {grid->x[slot], grid->y[slot], slot, 0};
        size_t i = k;
        /* They come row by row, so that few are far from their place. */
        for (; steps < most && i > 0 && list[i - 1].y > one.y; i--, steps++)
            list[i] = list[i - 1];
        list[i] = one;
    }
    if (steps >= most) qsort(list, hits->n, sizeof *list, by_height);
    list[-1].y = -INFINITY;
    list[hits->n].y = INFINITY;
    return list;
}

/* The first candidate that is not south of a height. */
static HzpCandidate *first_from(HzpCandidate *list, size_t n, double y)
{
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (list[middle].y < y)
            low = middle + 1;
        else
            n = middle;
    }
    return list + low;
}

static inline void wind(HzpCandidate *candidate, double ax, double ay, double bx, double by)
{
    bool on_edge = false;
    candidate->winding += hzp_edge_winding(ax, ay, bx, by, candidate->x, candidate->y, &on_edge);
    if (on_edge) candidate->winding = ON_EDGE;
}

/* Walk along the ring with `next` at the first candidate that is not south of the corner reached: the candidates passed on
 * the way are those whose parallel the edge crosses. */
static void wind_ring(HzpCandidate *next, const double *x, const double *y, size_t n)
{
    for (size_t i = 0, j = n - 1; i < n; j = i++) {
        for (; y[i] > next->y; next++)
            wind(next, x[j], y[j], x[i], y[i]);
        for (; y[i] <= next[-1].y; next--)
            wind(next - 1, x[j], y[j], x[i], y[i]);
        /* At the corner's height no edge is crossed, but one may end there, or run along. */
        for (HzpCandidate *level = next; level->y == y[i]; level++) {
            if (level->x == x[i]) level->winding = ON_EDGE;
            if (y[j] == y[i]) wind(level, x[j], y[j], x[i], y[i]);
        }
    }
}

void hzp_point_grid_covered(const HzpPointGrid *grid, const HzpPolygonSet *set, size_t i, HzpPointHits *hits)
{
    hzp_point_grid_in_box(grid, &set->box[i], hits);
    if (hits->n == 0) return;
    HzpCandidate *list = sort_candidates(grid, hits);
    for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1]; r++) {
        size_t start = set->ring_start[r];
        size_t n = set->ring_start[r + 1] - start;
        HzpCandidate *next = first_from(list, hits->n, set->y[start + n - 1]);
        wind_ring(next, set->x + start, set->y + start, n);
    }
    size_t found = 0;
    for (size_t k = 0; k < hits->n; k++)
        if (list[k].winding > 0 || list[k].winding < ON_EDGE / 2) hits->slot[found++] = list[k].slot;
    hits->n = found;
}
