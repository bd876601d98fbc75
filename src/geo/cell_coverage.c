#include "geo/cell_coverage.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "geo/cell_window.h"

/* Summing is written out for each kind of window, so that nothing is asked for every edge anew. */
#define INLINE static inline __attribute__((always_inline))

typedef struct {
    double value;
    double area;
    double missing;
} Sums;

/* What is asked about while one region is summed; the first three are known to the compiler. */
typedef struct {
    bool doubles; /* the values' type */
    bool lacking; /* some cells of the window are missing */
    const HzpCellWindow *window;
    double columns;
    size_t first; /* column that sums are counted from, the first of a block */
} Summing;

/* ---- one row ---- */

/* Which of the eight values of a block lie left of each of them. */
static const HzpPairMask left_of[HZP_CELL_BLOCK][HZP_CELL_BLOCK / 2] = {
    {{0, 0}, {0, 0}, {0, 0}, {0, 0}},       {{-1, 0}, {0, 0}, {0, 0}, {0, 0}},      {{-1, -1}, {0, 0}, {0, 0}, {0, 0}},
    {{-1, -1}, {-1, 0}, {0, 0}, {0, 0}},    {{-1, -1}, {-1, -1}, {0, 0}, {0, 0}},   {{-1, -1}, {-1, -1}, {-1, 0}, {0, 0}},
    {{-1, -1}, {-1, -1}, {-1, -1}, {0, 0}}, {{-1, -1}, {-1, -1}, {-1, -1}, {-1, 0}}};

INLINE HzpPair pair_at(const HzpCellRow *row, size_t i, bool doubles, HzpPairMask mask)
{
    HzpPair pair = doubles ? hzp_pair_of_doubles(row->doubles + i) : hzp_pair_of_floats(row->floats + i);
    return (HzpPair)((HzpPairMask)pair & mask);
}

INLINE double value_at(const HzpCellRow *row, size_t c, bool doubles)
{
    return doubles ? row->doubles[c] : (double)row->floats[c];
}

/* Sum of the values of a column's block that lie left of it. */
INLINE double within_block(const Summing *asked, const HzpCellRow *row, size_t c)
{
    size_t k = c % HZP_CELL_BLOCK;
    size_t start = c - k;
    if (start + HZP_CELL_BLOCK > asked->window->range.columns) {
        double sum = 0;
        for (size_t i = start; i < c; i++)
            sum += value_at(row, i, asked->doubles);
        return sum;
    }
    HzpPair sum =
        (pair_at(row, start, asked->doubles, left_of[k][0]) + pair_at(row, start + 2, asked->doubles, left_of[k][1])) +
        (pair_at(row, start + 4, asked->doubles, left_of[k][2]) + pair_at(row, start + 6, asked->doubles, left_of[k][3]));
    return sum[0] + sum[1];
}

INLINE double before_block(const Summing *asked, const HzpCellRow *row, size_t block)
{
    return (double)(row->before[block] - row->before[asked->first / HZP_CELL_BLOCK]) * row->step;
}

/* Sum of the row's values from the first column to c, which is left out. */
INLINE double left_sum(const Summing *asked, const HzpCellRow *row, size_t c)
{
    return before_block(asked, row, c / HZP_CELL_BLOCK) + within_block(asked, row, c);
}

/* The same of missing cells, up to an abscissa inside cell c. */
static double left_missing(const Summing *asked, const HzpCellRow *row, size_t c, double part)
{
    size_t b = c / HZP_CELL_BLOCK;
    unsigned holes = row->holes[b];
    unsigned left = holes & ((1U << c % HZP_CELL_BLOCK) - 1);
    double here = holes >> c % HZP_CELL_BLOCK & 1 ? part : 0;
    return (double)(row->missing[b] - row->missing[asked->first / HZP_CELL_BLOCK] + __builtin_popcount(left)) + here;
}

/* Add height × F(x) for an abscissa x within cell c. */
INLINE void add_at(const Summing *asked, const HzpCellRow *row, size_t c, double x, double height, Sums *sums)
{
    double part = x - (double)c;
    double area = height * row->area;
    sums->value += height * row->factor * (left_sum(asked, row, c) + value_at(row, c, asked->doubles) * part);
    sums->area += area * (x - (double)asked->first);
    if (asked->lacking && row->missing) sums->missing += area * left_missing(asked, row, c, part);
}

/* The same for x right of the window: all of the row lies left of it. */
static void add_right(const Summing *asked, const HzpCellRow *row, double height, Sums *sums)
{
    size_t end = (asked->window->range.columns + HZP_CELL_BLOCK - 1) / HZP_CELL_BLOCK;
    double area = height * row->area;
    sums->value += height * row->factor * before_block(asked, row, end);
    sums->area += area * (asked->columns - (double)asked->first);
    if (asked->lacking && row->missing)
        sums->missing += area * (double)(row->missing[end] - row->missing[asked->first / HZP_CELL_BLOCK]);
}

/* Missing cells left of a piece that crosses several of them. */
static void add_missing_across(const Summing *asked, const HzpCellRow *row, double xa, double xb, double per_column,
                               Sums *sums)
{
    for (size_t c = (size_t)xa; xa < xb; c++) {
        double next = MIN((double)(c + 1), xb);
        sums->missing += per_column * (next - xa) * row->area * left_missing(asked, row, c, xa + (next - xa) / 2 - (double)c);
        xa = next;
    }
}

/* A piece from xa to xb > xa that leaves its cell. */
INLINE void add_across(const Summing *asked, const HzpCellRow *row, double xa, double xb, double height, Sums *sums)
{
    double per_column = height / (xb - xa);
    if (xb > asked->columns) {
        add_right(asked, row, per_column * (xb - MAX(xa, asked->columns)), sums);
        xb = asked->columns;
    }
    /* Left of the window F is 0. */
    if (xa < 0) xa = 0;
    if (xa >= xb) return;
    size_t c = (size_t)xa;
    double left = left_sum(asked, row, c);
    double sum = 0;
    if (asked->lacking && row->missing) add_missing_across(asked, row, xa, xb, per_column, sums);
    sums->area += per_column * (xb - xa) * row->area * (xa + (xb - xa) / 2 - (double)asked->first);
    for (; xa < xb; c++) {
        double next = MIN((double)(c + 1), xb);
        double value = value_at(row, c, asked->doubles);
        sum += (next - xa) * (left + value * (xa + (next - xa) / 2 - (double)c));
        left += value;
        xa = next;
    }
    sums->value += per_column * row->factor * sum;
}

INLINE void add_piece(const Summing *asked, const HzpCellRow *row, double xa, double xb, double height, Sums *sums)
{
    double low = xa < xb ? xa : xb;
    double high = xa < xb ? xb : xa;
    if (low >= asked->columns) {
        add_right(asked, row, height, sums);
        return;
    }
    if (low >= 0) {
        size_t c = (size_t)low;
        if (high <= (double)(c + 1)) {
            add_at(asked, row, c, low + (high - low) / 2, height, sums);
            return;
        }
    }
    if (high > 0) add_across(asked, row, low, high, height, sums);
}

/* An edge in the coordinates of the window, from its lower to its upper end. */
typedef struct {
    double x0;
    double y0;
    double x1;
    double y1;
    double sign; /* -1 where it was turned round */
    double slope;
} Edge;

INLINE bool take_edge(const HzpDirectedEdge *given, double column, double row, double rows, Edge *edge)
{
    bool turned = given->y1 < given->y0;
    edge->x0 = (turned ? given->x1 : given->x0) - column;
    edge->y0 = (turned ? given->y1 : given->y0) - row;
    edge->x1 = (turned ? given->x0 : given->x1) - column;
    edge->y1 = (turned ? given->y0 : given->y1) - row;
    edge->sign = turned ? -1 : 1;
    edge->slope = (edge->x1 - edge->x0) / (edge->y1 - edge->y0);
    return edge->y0 < edge->y1 && edge->y1 > 0 && edge->y0 < rows;
}

/* Abscissa at a height, never beyond the ends: a flat edge's slope is large. */
INLINE double abscissa(const Edge *edge, double y)
{
    if (y >= edge->y1) return edge->x1;
    double x = edge->x0 + (y - edge->y0) * edge->slope;
    double low = edge->x0 < edge->x1 ? edge->x0 : edge->x1;
    double high = edge->x0 < edge->x1 ? edge->x1 : edge->x0;
    return x < low ? low : x > high ? high : x;
}

INLINE void add_edge(const Summing *asked, const Edge *edge, Sums *sums)
{
    double end = MIN(edge->y1, (double)asked->window->range.rows);
    double y = edge->y0 > 0 ? edge->y0 : 0;
    double x = edge->y0 > 0 ? edge->x0 : abscissa(edge, 0);
    for (size_t r = (size_t)y; y < end; r++) {
        double next_y = MIN((double)(r + 1), end);
        double next_x = abscissa(edge, next_y);
        add_piece(asked, &asked->window->rows[r], x, next_x, edge->sign * (next_y - y), sums);
        y = next_y;
        x = next_x;
    }
}

/* An edge that leaves no cell, as most of a small zone do not. */
INLINE bool add_within_cell(const Summing *asked, const HzpDirectedEdge *edge, Sums *sums)
{
    const HzpCellRange *range = &asked->window->range;
    double x0 = edge->x0 - (double)range->column;
    double x1 = edge->x1 - (double)range->column;
    double y0 = edge->y0 - (double)range->row;
    double y1 = edge->y1 - (double)range->row;
    bool within = x0 >= 0 && x1 >= 0 && y0 >= 0 && y1 >= 0 && x0 < (double)range->columns && y0 < (double)range->rows;
    if (!within || (int32_t)x0 != (int32_t)x1 || (int32_t)y0 != (int32_t)y1) return false;
    add_at(asked, &asked->window->rows[(int32_t)y0], (size_t)(int32_t)x0, x0 + (x1 - x0) / 2, y1 - y0, sums);
    return true;
}

/* First column that the region reaches inside the window, or where its block begins. */
static size_t first_column(const HzpCellWindow *window, const HzpDirectedEdge *edges, size_t n)
{
    double low = INFINITY;
    for (size_t i = 0; i < n; i++) {
        double x = edges[i].x0 < edges[i].x1 ? edges[i].x0 : edges[i].x1;
        low = x < low ? x : low;
    }
    low -= (double)window->range.column;
    if (!(low > 0)) return 0;
    size_t first = low < (double)window->range.columns ? (size_t)low : window->range.columns;
    return first - first % HZP_CELL_BLOCK;
}

INLINE void add_any(const Summing *asked, const HzpDirectedEdge *given, Sums *sums)
{
    const HzpCellRange *range = &asked->window->range;
    Edge edge;
    if (add_within_cell(asked, given, sums)) return;
    if (!take_edge(given, (double)range->column, (double)range->row, (double)range->rows, &edge)) return;
    if (edge.x0 > 0 || edge.x1 > 0) add_edge(asked, &edge, sums);
}

INLINE void add_edges(const Summing *asked, bool doubles, bool lacking, const HzpDirectedEdge *edges, size_t n, Sums *sums)
{
    const Summing own = {doubles, lacking, asked->window, asked->columns, asked->first};
    for (size_t i = 0; i < n; i++)
        add_any(&own, &edges[i], sums);
}

static Summing asked_of(const HzpCellWindow *window, const HzpDirectedEdge *edges, size_t n)
{
    return (Summing){.doubles = window->rows[0].doubles != NULL,
                     .lacking = window->lacking,
                     .window = window,
                     .columns = (double)window->range.columns,
                     .first = first_column(window, edges, n)};
}

static Sums sums_of(const Summing *asked, const HzpDirectedEdge *edges, size_t n)
{
    Sums sums = {0, 0, 0};
    if (asked->doubles && asked->lacking)
        add_edges(asked, true, true, edges, n, &sums);
    else if (asked->doubles)
        add_edges(asked, true, false, edges, n, &sums);
    else if (asked->lacking)
        add_edges(asked, false, true, edges, n, &sums);
    else
        add_edges(asked, false, false, edges, n, &sums);
    return sums;
}

void hzp_cell_window_sum(const HzpCellWindow *window, const HzpDirectedEdge *edges, size_t n, HzpCellSums *sums)
{
    const Summing asked = asked_of(window, edges, n);
    Sums found = sums_of(&asked, edges, n);
    *sums = (HzpCellSums){found.value, found.area, found.missing};
}

/* Pieces of the same regions mostly follow each other: these are summed in one. */
void hzp_cell_window_sum_groups(const HzpCellWindow *window, const HzpDirectedEdge *edges, const uint32_t *groups, size_t n,
                                int n_groups, HzpCellSums *sums)
{
    const Summing asked = asked_of(window, edges, n);
    memset(sums, 0, (size_t)n_groups * sizeof *sums);
    for (size_t i = 0, end = 0; i < n; i = end) {
        while (end < n && groups[end] == groups[i])
            end++;
        Sums found = sums_of(&asked, edges + i, end - i);
        for (uint32_t mask = groups[i]; mask; mask &= mask - 1) {
            HzpCellSums *sum = &sums[__builtin_ctz(mask)];
            sum->value += found.value;
            sum->area += found.area;
            sum->missing += found.missing;
        }
    }
}

/* ---- areas alone ---- */

/* Mean of an abscissa that runs from a to b, where it is held within low and high. */
static double held_mean(double a, double b, double low, double high)
{
    double left = MIN(a, b);
    double right = MAX(a, b);
    if (right <= low) return low;
    if (left >= high) return high;
    if (left >= low && right <= high) return left + (right - left) / 2;
    double inner_left = MAX(left, low);
    double inner_right = MIN(right, high);
    double sum = (inner_right - inner_left) * (inner_left + (inner_right - inner_left) / 2);
    if (left < low) sum += (low - left) * low;
    if (right > high) sum += (right - high) * high;
    return sum / (right - left);
}

double hzp_cell_area_between(const HzpCellMeaning *meaning, const HzpCellRange *rows, double from, double to,
                             const HzpDirectedEdge *edges, size_t n)
{
    double area = 0;
    double origin = n > 0 ? MIN(MAX(edges[0].x0, from), to) : 0;
    for (size_t i = 0; i < n; i++) {
        Edge edge;
        if (!take_edge(&edges[i], 0, (double)rows->row, (double)rows->rows, &edge)) continue;
        double end = MIN(edge.y1, (double)rows->rows);
        double y = MAX(edge.y0, 0);
        double x = edge.y0 > 0 ? edge.x0 : abscissa(&edge, 0);
        for (size_t r = (size_t)y; y < end; r++) {
            double next_y = MIN((double)(r + 1), end);
            double next_x = abscissa(&edge, next_y);
            double cell = meaning->row_area ? meaning->row_area[rows->row + r] : 1;
            area += edge.sign * (next_y - y) * cell * (held_mean(x, next_x, from, to) - origin);
            y = next_y;
            x = next_x;
        }
    }
    return area;
}
