#include "geo/cell_window.h"

#include <glib.h>
#include <math.h>
#include <string.h>

enum {
    SUM_BITS = 62,        /* of a row's sum, as a whole number of steps */
    FINEST_STEP = -1000,  /* as a power of two: its inverse is a number too */
    EXPONENT_BIAS = 1023, /* of doubles */
    FRACTION_BITS = 52
};

HzpCellWindow *hzp_cell_window_new(void) { return g_new0(HzpCellWindow, 1); }

void hzp_cell_window_free(HzpCellWindow *window)
{
    if (!window) return;
    g_free(window->rows);
    g_free(window->before);
    g_free(window->missing);
    g_free(window->holes);
    g_free(window->cleaned);
    g_free(window);
}

/* ---- one row ---- */

typedef struct {
    double largest; /* of the figures */
    bool odd;       /* some cell has no figure, or a zero with a sign */
} Facts;

static Facts examine_floats(const float *values, size_t n, float limit)
{
    float largest = 0;
    uint32_t signs = 0;
    uint32_t over = 0;
#pragma omp simd reduction(max : largest) reduction(| : signs, over)
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &values[i], sizeof bits);
        signs |= bits;
        over |= values[i] <= limit ? 0 : 1; /* NaN is over it */
        largest = values[i] > largest ? values[i] : largest;
    }
    return (Facts){.largest = largest, .odd = signs >> 31 || over};
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

static inline double value_at(const HzpCellRow *row, size_t i)
{
    return row->floats ? (double)row->floats[i] : row->doubles[i];
}

/* Values that are figures go to `cleaned`, the others become 0 there and are marked; their number, those above the limit. */
typedef struct {
    size_t missing;
    size_t beyond;
    size_t negative;
    double largest;
} Cleaned;

static Cleaned clean(const HzpCellRow *row, size_t n, const HzpCellMeaning *meaning, void *to, int32_t *missing,
                     uint8_t *holes)
{
    Cleaned found = {0};
    for (size_t i = 0; i < n; i++) {
        if (i % HZP_CELL_BLOCK == 0) {
            missing[i / HZP_CELL_BLOCK] = (int32_t)found.missing;
            holes[i / HZP_CELL_BLOCK] = 0;
        }
        double value = value_at(row, i);
        bool figure = value >= 0 && value <= meaning->largest;
        if (!figure) holes[i / HZP_CELL_BLOCK] |= (uint8_t)(1U << i % HZP_CELL_BLOCK);
        found.missing += !figure;
        found.beyond += value > meaning->largest;
        found.negative += value < 0 && value != meaning->no_data;
        value = figure ? value : 0;
        found.largest = MAX(found.largest, value);
        if (row->floats)
            ((float *)to)[i] = (float)value;
        else
            ((double *)to)[i] = value;
    }
    /* Right of the last block lies nothing: it is asked what is left of there. */
    size_t end = (n + HZP_CELL_BLOCK - 1) / HZP_CELL_BLOCK;
    missing[end] = (int32_t)found.missing;
    holes[end] = 0;
    return found;
}

static double power_of_two(int exponent)
{
    uint64_t bits = (uint64_t)(exponent + EXPONENT_BIAS) << FRACTION_BITS;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

/* The least power of two above a positive number, not below the finest step. */
static int exponent_above(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return MAX((int)(bits >> FRACTION_BITS) - EXPONENT_BIAS + 1, FINEST_STEP);
}

/* Exponent of steps so fine that a row of such values just does not overflow. */
static int finest_step(double largest, size_t columns)
{
    return MAX(exponent_above(largest) + exponent_above((double)columns + HZP_CELL_BLOCK) - SUM_BITS, FINEST_STEP);
}

static inline double block_of_floats(const float *values)
{
    HzpPair sum = (hzp_pair_of_floats(values) + hzp_pair_of_floats(values + 2)) +
                  (hzp_pair_of_floats(values + 4) + hzp_pair_of_floats(values + 6));
    return sum[0] + sum[1];
}

static inline double block_of_doubles(const double *values)
{
    HzpPair sum = (hzp_pair_of_doubles(values) + hzp_pair_of_doubles(values + 2)) +
                  (hzp_pair_of_doubles(values + 4) + hzp_pair_of_doubles(values + 6));
    return sum[0] + sum[1];
}

static double rest_of(const HzpCellRow *row, size_t from, size_t n)
{
    double sum = 0;
    for (size_t i = from; i < n; i++)
        sum += value_at(row, i);
    return sum;
}

/* before[b] becomes the sum of the steps of the blocks left of b. A block's sum is rounded once. */
static void add_up(HzpCellRow *row, size_t n, double largest, int64_t *before)
{
    int exponent = finest_step(largest, n);
    double per_value = largest > 0 ? power_of_two(-exponent) : 0;
    size_t whole = n / HZP_CELL_BLOCK;
    int64_t sum = 0;
    for (size_t b = 0; b < whole; b++) {
        before[b] = sum;
        double own = row->floats ? block_of_floats(row->floats + b * HZP_CELL_BLOCK)
                                 : block_of_doubles(row->doubles + b * HZP_CELL_BLOCK);
        sum += llrint(own * per_value);
    }
    before[whole] = sum;
    if (n % HZP_CELL_BLOCK > 0) before[whole + 1] = sum + llrint(rest_of(row, whole * HZP_CELL_BLOCK, n) * per_value);
    row->before = before;
    row->step = power_of_two(exponent);
}

/* ---- a window ---- */

static void *room_for(void *array, size_t *room, size_t n, size_t size)
{
    if (*room >= n) return array;
    *room = n;
    g_free(array);
    return g_malloc_n(n, size);
}

/* Room for what rows need that lack cells: all of them, when the first comes. */
static void want_missing(HzpCellWindow *window, size_t blocks, size_t size)
{
    size_t n = window->range.rows * blocks;
    window->lacking = true;
    window->cleaned = room_for(window->cleaned, &window->cleaned_room, window->range.rows * window->range.columns * size, 1);
    if (window->missing_room >= n) return;
    size_t room = window->missing_room;
    window->holes = room_for(window->holes, &room, n, sizeof *window->holes);
    window->missing = room_for(window->missing, &window->missing_room, n, sizeof *window->missing);
}

/* Number of cells above the limit. */
static size_t clean_row(HzpCellWindow *window, const HzpCellMeaning *meaning, size_t r, size_t blocks, double *largest)
{
    HzpCellRow *row = &window->rows[r];
    size_t n = window->range.columns;
    size_t size = row->floats ? sizeof(float) : sizeof(double);
    if (!window->lacking) want_missing(window, blocks, size);
    char *to = (char *)window->cleaned + r * n * size;
    int32_t *missing = window->missing + r * blocks;
    uint8_t *holes = window->holes + r * blocks;
    Cleaned found = clean(row, n, meaning, to, missing, holes);
    if (row->floats)
        row->floats = (const float *)(const void *)to;
    else
        row->doubles = (const double *)(const void *)to;
    if (found.missing > 0) {
        row->missing = missing;
        row->holes = holes;
    }
    window->negative += found.negative;
    *largest = found.largest;
    return found.beyond;
}

static size_t load(HzpCellWindow *window, const HzpCellRange *range, const HzpCellMeaning *meaning, const float *floats,
                   const double *doubles)
{
    size_t n = range->columns;
    size_t blocks = (n + HZP_CELL_BLOCK - 1) / HZP_CELL_BLOCK + 1;
    size_t beyond = 0;
    float limit = (float)MIN(meaning->largest, (double)G_MAXFLOAT);
    if ((double)limit > meaning->largest) limit = nextafterf(limit, 0);
    window->range = *range;
    window->lacking = false;
    window->negative = 0;
    window->rows = room_for(window->rows, &window->row_room, range->rows, sizeof *window->rows);
    window->before = room_for(window->before, &window->room, range->rows * blocks, sizeof *window->before);
    for (size_t r = 0; r < range->rows; r++) {
        HzpCellRow *row = &window->rows[r];
        double area = meaning->row_area ? meaning->row_area[range->row + r] : 1;
        *row = (HzpCellRow){.floats = floats ? floats + r * n : NULL,
                            .doubles = doubles ? doubles + r * n : NULL,
                            .factor = meaning->density ? area : 1,
                            .area = area};
        Facts facts = floats ? examine_floats(row->floats, n, limit) : examine_doubles(row->doubles, n, meaning->largest);
        if (facts.odd) beyond += clean_row(window, meaning, r, blocks, &facts.largest);
        add_up(row, n, facts.largest, window->before + r * blocks);
    }
    return beyond;
}

size_t hzp_cell_window_load_float(HzpCellWindow *window, const HzpCellRange *range, const HzpCellMeaning *meaning,
                                  const float *values)
{
    return load(window, range, meaning, values, NULL);
}

size_t hzp_cell_window_load_double(HzpCellWindow *window, const HzpCellRange *range, const HzpCellMeaning *meaning,
                                   const double *values)
{
    return load(window, range, meaning, NULL, values);
}

size_t hzp_cell_window_negative(const HzpCellWindow *window) { return window->negative; }
