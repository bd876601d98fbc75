#include "geo/cell_coverage.h"

#include <glib.h>
#include <math.h>
#include <string.h>

enum {
    VALUE_BITS = 51, /* of the largest value of a window, as a whole number of steps */
    SUM_BITS = 62    /* of a row's sum */
};

struct HzpCellWindow {
    HzpCellRange range;
    const double *row_area; /* of the window's rows; NULL: 1 */
    double step;            /* of the whole numbers */
    bool lacking;           /* some cells are missing */
    size_t negative;        /* cells */
    int64_t *before;        /* rows × (columns + 1): sum of the row's values left of each cell, in steps */
    int32_t *missing;       /* the same for the number of missing cells; where some are */
    size_t room;            /* of `before` */
    size_t missing_room;
};

HzpCellWindow *hzp_cell_window_new(void) { return g_new0(HzpCellWindow, 1); }

void hzp_cell_window_free(HzpCellWindow *window)
{
    if (!window) return;
    g_free(window->before);
    g_free(window->missing);
    g_free(window);
}

/* ---- loading ---- */

/* The values as they came: one of both. */
typedef struct {
    const float *floats;
    const double *doubles;
} Values;

typedef struct {
    double largest; /* of the figures */
    bool odd;       /* some cell has no figure, or a zero with a sign */
    size_t beyond;  /* cells above the limit */
    size_t negative;
} Facts;

static inline double value_at(const Values *values, size_t i)
{
    return values->floats ? (double)values->floats[i] : values->doubles[i];
}

/* Bits of floats that are not negative are in the same order as the floats, with NaN above all; those with a sign are
 * negative integers. So the least and the largest tell whether all cells are figures, without looking at one twice. */
static Facts examine_floats(const float *values, size_t n, double limit)
{
    int32_t least = 0;
    int32_t most = 0;
    float largest = 0;
#pragma omp simd reduction(min : least) reduction(max : most)
    for (size_t i = 0; i < n; i++) {
        int32_t bits;
        memcpy(&bits, &values[i], sizeof bits);
        least = bits < least ? bits : least;
        most = bits > most ? bits : most;
    }
    memcpy(&largest, &most, sizeof largest);
    return (Facts){.largest = largest, .odd = least < 0 || !(largest <= limit)};
}

static Facts examine_doubles(const double *values, size_t n, double limit)
{
    double largest = 0;
    int odd = 0;
    for (size_t i = 0; i < n; i++) {
        largest = values[i] > largest ? values[i] : largest;
        odd |= !(values[i] >= 0 && values[i] <= limit);
    }
    return (Facts){.largest = largest, .odd = odd};
}

static bool is_figure(double value, double limit) { return value >= 0 && value <= limit; }

static Facts examine(const Values *values, size_t n, double limit)
{
    Facts facts = values->floats ? examine_floats(values->floats, n, limit) : examine_doubles(values->doubles, n, limit);
    if (!facts.odd) return facts;
    facts.largest = 0;
    facts.odd = false;
    for (size_t i = 0; i < n; i++) {
        double value = value_at(values, i);
        if (is_figure(value, limit))
            facts.largest = MAX(facts.largest, value);
        else
            facts.odd = true;
        facts.beyond += value > limit;
        facts.negative += value < 0;
    }
    return facts;
}

static inline int64_t bits_of(double value)
{
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Nearest whole number of a value below 2^51: added to 1.5 × 2^52, it is in the last bits. */
static inline int64_t to_steps(double value)
{
    static const double SHIFT = 0x1.8p52;
    return bits_of(value + SHIFT) - bits_of(SHIFT);
}

/* before[i] becomes the sum of the steps of the values left of i. */
static void add_up_floats(const float *values, size_t n, double factor, int64_t *before)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        before[i] = sum;
        sum += to_steps((double)values[i] * factor);
    }
    before[n] = sum;
}

static void add_up_doubles(const double *values, size_t n, double factor, int64_t *before)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        before[i] = sum;
        sum += to_steps(values[i] * factor);
    }
    before[n] = sum;
}

/* The same where some cells have no figure. */
static void add_up_figures(const Values *values, size_t n, double factor, double limit, int64_t *before, int32_t *missing)
{
    int64_t sum = 0;
    int32_t lacking = 0;
    for (size_t i = 0; i < n; i++) {
        double value = value_at(values, i);
        bool figure = is_figure(value, limit);
        before[i] = sum;
        missing[i] = lacking;
        sum += figure ? to_steps(value * factor) : 0;
        lacking += !figure;
    }
    before[n] = sum;
    missing[n] = lacking;
}

static void want_room(HzpCellWindow *window)
{
    size_t columns = window->range.columns;
    size_t cells = (columns + 1) * window->range.rows;
    if (window->room < cells) {
        g_free(window->before);
        window->before = g_new(int64_t, cells);
        window->room = cells;
    }
    if (window->lacking && window->missing_room < cells) {
        g_free(window->missing);
        window->missing = g_new(int32_t, cells);
        window->missing_room = cells;
    }
}

/* Steps so fine that neither the largest value nor a row of such values overflows. */
static double finest_step(double largest, size_t columns)
{
    int value_exponent = 0;
    int count_exponent = 0;
    frexp(largest, &value_exponent);
    frexp((double)columns, &count_exponent);
    return ldexp(1, value_exponent - MIN(VALUE_BITS, SUM_BITS - count_exponent));
}

static double value_factor(const HzpCellWindow *window, const HzpCellMeaning *meaning, size_t row)
{
    return meaning->density && window->row_area ? window->row_area[row] : 1;
}

static Values row_of(const Values *values, size_t row, size_t n)
{
    return values->floats ? (Values){.floats = values->floats + row * n} : (Values){.doubles = values->doubles + row * n};
}

static size_t load(HzpCellWindow *window, const HzpCellRange *range, const HzpCellMeaning *meaning, const Values *values)
{
    size_t n = range->columns;
    size_t beyond = 0;
    double largest = 0;
    window->range = *range;
    window->row_area = meaning->row_area ? meaning->row_area + range->row : NULL;
    window->lacking = false;
    window->negative = 0;
    for (size_t row = 0; row < range->rows; row++) {
        Values own = row_of(values, row, n);
        Facts facts = examine(&own, n, meaning->largest);
        largest = MAX(largest, facts.largest * value_factor(window, meaning, row));
        window->lacking |= facts.odd;
        beyond += facts.beyond;
        window->negative += facts.negative;
    }
    window->step = largest > 0 ? finest_step(largest, n) : 0;
    want_room(window);
    for (size_t row = 0; row < range->rows; row++) {
        Values own = row_of(values, row, n);
        int64_t *before = window->before + row * (n + 1);
        double factor = window->step > 0 ? value_factor(window, meaning, row) / window->step : 0;
        if (window->lacking)
            add_up_figures(&own, n, factor, meaning->largest, before, window->missing + row * (n + 1));
        else if (own.floats)
            add_up_floats(own.floats, n, factor, before);
        else
            add_up_doubles(own.doubles, n, factor, before);
    }
    return beyond;
}

size_t hzp_cell_window_load_float(HzpCellWindow *window, const HzpCellRange *range, const HzpCellMeaning *meaning,
                                  const float *values)
{
    return load(window, range, meaning, &(Values){.floats = values});
}

size_t hzp_cell_window_load_double(HzpCellWindow *window, const HzpCellRange *range, const HzpCellMeaning *meaning,
                                   const double *values)
{
    return load(window, range, meaning, &(Values){.doubles = values});
}

size_t hzp_cell_window_negative(const HzpCellWindow *window) { return window->negative; }

/* ---- summing ---- */

typedef struct {
    double value; /* in steps */
    double area;
    double missing;
} Sums;

/* One row of a window as the integrals see it. */
typedef struct {
    const int64_t *before;
    const int32_t *missing; /* NULL where no cell of the window is missing */
    size_t first;           /* column that sums are counted from */
    size_t columns;
    double area; /* of a cell */
} Row;

/* Add height × F(x) for an abscissa x within cell c. */
static inline void add_at(const Row *row, size_t c, double x, double height, Sums *sums)
{
    double part = x - (double)c;
    sums->value +=
        height * ((double)(row->before[c] - row->before[row->first]) + (double)(row->before[c + 1] - row->before[c]) * part);
    double area = height * row->area;
    sums->area += area * (x - (double)row->first);
    if (row->missing)
        sums->missing += area * ((double)(row->missing[c] - row->missing[row->first]) +
                                 (double)(row->missing[c + 1] - row->missing[c]) * part);
}

/* The same for x right of the window: all of the row lies left of it. */
static inline void add_right(const Row *row, double height, Sums *sums)
{
    size_t n = row->columns;
    sums->value += height * (double)(row->before[n] - row->before[row->first]);
    sums->area += height * row->area * (double)(n - row->first);
    if (row->missing) sums->missing += height * row->area * (double)(row->missing[n] - row->missing[row->first]);
}

/* A piece from xa to xb > xa that leaves its cell. */
static void add_across(const Row *row, double xa, double xb, double height, Sums *sums)
{
    double end = (double)row->columns;
    double per_column = height / (xb - xa);
    if (xb > end) {
        add_right(row, per_column * (xb - MAX(xa, end)), sums);
        xb = end;
    }
    /* Left of the window F is 0. */
    if (xa < 0) xa = 0;
    if (xa >= xb) return;
    for (size_t c = (size_t)xa; xa < xb; c++) {
        double next = MIN((double)(c + 1), xb);
        add_at(row, c, xa + (next - xa) / 2, per_column * (next - xa), sums);
        xa = next;
    }
}

static inline void add_piece(const Row *row, double xa, double xb, double height, Sums *sums)
{
    double low = xa < xb ? xa : xb;
    double high = xa < xb ? xb : xa;
    double end = (double)row->columns;
    if (low >= end) {
        add_right(row, height, sums);
        return;
    }
    if (low >= 0) {
        size_t c = (size_t)low;
        if (high <= (double)(c + 1)) {
            add_at(row, c, low + (high - low) / 2, height, sums);
            return;
        }
    }
    if (high > 0) add_across(row, low, high, height, sums);
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

static inline bool take_edge(const HzpDirectedEdge *given, double column, double row, double rows, Edge *edge)
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
static inline double abscissa(const Edge *edge, double y)
{
    if (y >= edge->y1) return edge->x1;
    double x = edge->x0 + (y - edge->y0) * edge->slope;
    double low = edge->x0 < edge->x1 ? edge->x0 : edge->x1;
    double high = edge->x0 < edge->x1 ? edge->x1 : edge->x0;
    return x < low ? low : x > high ? high : x;
}

static inline Row row_at(const HzpCellWindow *window, size_t r, size_t first, bool lacking)
{
    size_t width = window->range.columns + 1;
    return (Row){.before = window->before + r * width,
                 .missing = lacking ? window->missing + r * width : NULL,
                 .first = first,
                 .columns = width - 1,
                 .area = window->row_area ? window->row_area[r] : 1};
}

static inline void add_edge(const HzpCellWindow *window, const Edge *edge, size_t first, bool lacking, Sums *sums)
{
    double end = MIN(edge->y1, (double)window->range.rows);
    double y = edge->y0 > 0 ? edge->y0 : 0;
    double x = edge->y0 > 0 ? edge->x0 : abscissa(edge, 0);
    for (size_t r = (size_t)y; y < end; r++) {
        Row row = row_at(window, r, first, lacking);
        double next_y = MIN((double)(r + 1), end);
        double next_x = abscissa(edge, next_y);
        add_piece(&row, x, next_x, edge->sign * (next_y - y), sums);
        y = next_y;
        x = next_x;
    }
}

/* An edge that leaves no cell, as most of a small zone do not. */
static inline bool add_within_cell(const HzpCellWindow *window, const HzpDirectedEdge *edge, size_t first, bool lacking,
                                   Sums *sums)
{
    double x0 = edge->x0 - (double)window->range.column;
    double x1 = edge->x1 - (double)window->range.column;
    double y0 = edge->y0 - (double)window->range.row;
    double y1 = edge->y1 - (double)window->range.row;
    bool within =
        x0 >= 0 && x1 >= 0 && y0 >= 0 && y1 >= 0 && x0 < (double)window->range.columns && y0 < (double)window->range.rows;
    if (!within || (int32_t)x0 != (int32_t)x1 || (int32_t)y0 != (int32_t)y1) return false;
    Row row = row_at(window, (size_t)(int32_t)y0, first, lacking);
    add_at(&row, (size_t)(int32_t)x0, x0 + (x1 - x0) / 2, y1 - y0, sums);
    return true;
}

/* First column that the region reaches inside the window. */
static size_t first_column(const HzpCellWindow *window, const HzpDirectedEdge *edges, size_t n)
{
    double low = INFINITY;
    for (size_t i = 0; i < n; i++) {
        double x = edges[i].x0 < edges[i].x1 ? edges[i].x0 : edges[i].x1;
        low = x < low ? x : low;
    }
    low -= (double)window->range.column;
    if (!(low > 0)) return 0;
    return low < (double)window->range.columns ? (size_t)low : window->range.columns;
}

static inline void add_any(const HzpCellWindow *window, const HzpDirectedEdge *given, size_t first, bool lacking, Sums *sums)
{
    Edge edge;
    if (add_within_cell(window, given, first, lacking, sums)) return;
    if (!take_edge(given, (double)window->range.column, (double)window->range.row, (double)window->range.rows, &edge)) return;
    if (edge.x0 > 0 || edge.x1 > 0) add_edge(window, &edge, first, lacking, sums);
}

static inline Sums add_edges(const HzpCellWindow *window, const HzpDirectedEdge *edges, size_t n, bool lacking)
{
    Sums sums = {0, 0, 0};
    size_t first = first_column(window, edges, n);
    for (size_t i = 0; i < n; i++)
        add_any(window, &edges[i], first, lacking, &sums);
    return sums;
}

void hzp_cell_window_sum(const HzpCellWindow *window, const HzpDirectedEdge *edges, size_t n, HzpCellSums *sums)
{
    Sums found = window->lacking ? add_edges(window, edges, n, true) : add_edges(window, edges, n, false);
    *sums = (HzpCellSums){found.value * window->step, found.area, found.missing};
}

void hzp_cell_window_sum_groups(const HzpCellWindow *window, const HzpDirectedEdge *edges, const uint32_t *groups, size_t n,
                                int n_groups, HzpCellSums *sums)
{
    size_t first = first_column(window, edges, n);
    memset(sums, 0, (size_t)n_groups * sizeof *sums);
    for (size_t i = 0; i < n; i++) {
        Sums found = {0, 0, 0};
        add_any(window, &edges[i], first, window->lacking, &found);
        for (uint32_t mask = groups[i]; mask; mask &= mask - 1) {
            HzpCellSums *sum = &sums[__builtin_ctz(mask)];
            sum->value += found.value;
            sum->area += found.area;
            sum->missing += found.missing;
        }
    }
    for (int g = 0; g < n_groups; g++)
        sums[g].value *= window->step;
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
