#include "geo/cell_touch.h"

#include <glib.h>
#include <math.h>

#include "geo/line_crossing.h"

/* A cell meets a polygon where a piece of the boundary runs through its inside, or where it lies inside as a whole, and then
 * so does its middle. */

typedef struct {
    double x0, y0, x1, y1;
} Edge;

typedef struct {
    const HzpCellRange *range;
    HzpCellSpan span;
    void *user;
} Told;

/* Cells between two abscissas, those that lie on a bound left out. */
static void tell(const Told *told, size_t row, double from, double to)
{
    const HzpCellRange *range = told->range;
    double low = floor(from);
    double high = from == to ? (low == from ? low : low + 1) : ceil(to);
    low = fmax(low, (double)range->column);
    high = fmin(high, (double)(range->column + range->columns));
    if (low < high) told->span(row, (size_t)low, (size_t)high, told->user);
}

static double at_line(const Edge *edge, double y)
{
    if (y == edge->y0) return edge->x0;
    if (y == edge->y1) return edge->x1;
    double x = edge->x0 + (edge->x1 - edge->x0) * ((y - edge->y0) / (edge->y1 - edge->y0));
    return fmin(fmax(x, fmin(edge->x0, edge->x1)), fmax(edge->x0, edge->x1));
}

static void tell_edge(const Told *told, const Edge *edge)
{
    double low = fmin(edge->y0, edge->y1);
    double high = fmax(edge->y0, edge->y1);
    double first = floor(low);
    double last = ceil(high) - 1;
    if (low == high && low == first) return; /* along a line between rows */
    first = fmax(first, (double)told->range->row);
    last = fmin(last, (double)(told->range->row + told->range->rows) - 1);
    for (double row = first; row <= last; row++) {
        if (low == high) {
            tell(told, (size_t)row, fmin(edge->x0, edge->x1), fmax(edge->x0, edge->x1));
            continue;
        }
        double a = at_line(edge, fmax(low, row));
        double b = at_line(edge, fmin(high, row + 1));
        tell(told, (size_t)row, fmin(a, b), fmax(a, b));
    }
}

/* ---- middles ---- */

typedef struct {
    const Told *told;
    size_t row;
} Middles;

static void tell_middles(double from, double to, void *user)
{
    const Middles *middles = user;
    const Told *told = middles->told;
    double low = fmax(ceil(from - 0.5), (double)told->range->column);
    double high = fmin(ceil(to - 0.5), (double)(told->range->column + told->range->columns));
    if (low < high) told->span(middles->row, (size_t)low, (size_t)high, told->user);
}

/* Crossings of each row's middle line, gathered edge by edge. */
static void add_crossings(const HzpCellRange *range, const Edge *edge, GArray **rows)
{
    double low = fmin(edge->y0, edge->y1);
    double high = fmax(edge->y0, edge->y1);
    double first = fmax(ceil(low - 0.5), (double)range->row);
    double end = fmin(ceil(high - 0.5), (double)(range->row + range->rows));
    for (double row = first; row < end; row++) {
        HzpLineCrossing crossing = {at_line(edge, row + 0.5), edge->y1 < edge->y0 ? 1 : -1};
        GArray **own = &rows[(size_t)row - range->row];
        if (!*own) *own = g_array_new(FALSE, FALSE, sizeof(HzpLineCrossing));
        g_array_append_val(*own, crossing);
    }
}

void hzp_cell_touch(const HzpPolygonSet *set, size_t i, const HzpCellRange *range, HzpCellSpan span, void *user)
{
    const Told told = {range, span, user};
    g_autofree GArray **rows = g_new0(GArray *, range->rows + 1);
    for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1]; r++) {
        size_t start = set->ring_start[r];
        size_t n = set->ring_start[r + 1] - start;
        for (size_t k = 0; k < n; k++) {
            size_t next = start + (k + 1) % n;
            const Edge edge = {set->x[start + k], set->y[start + k], set->x[next], set->y[next]};
            tell_edge(&told, &edge);
            add_crossings(range, &edge, rows);
        }
    }
    for (size_t row = 0; row < range->rows; row++) {
        if (!rows[row]) continue;
        Middles middles = {&told, range->row + row};
        hzp_line_crossings_inside(rows[row], tell_middles, &middles);
        g_array_free(rows[row], TRUE);
    }
}
