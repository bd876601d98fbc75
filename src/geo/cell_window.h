/* How a window of cells is kept while regions are summed in it. Only cell_*.c include this.
 *
 * Sums of a row's values left of a column are kept for every eighth column only: eight values are added up when they are
 * asked for, and what is written and read again for each window fits the processor's cache. */
#ifndef HZP_GEO_CELL_WINDOW_H
#define HZP_GEO_CELL_WINDOW_H

#include <string.h>

#include "geo/cell_coverage.h"

enum { HZP_CELL_BLOCK = 8 }; /* columns */

/* Two values at a time; compilers know these on all processors. */
typedef float HzpFloatPair __attribute__((vector_size(8)));
typedef double HzpPair __attribute__((vector_size(16)));
typedef int64_t HzpPairMask __attribute__((vector_size(16)));

static inline HzpPair hzp_pair_of_floats(const float *values)
{
    HzpFloatPair pair;
    memcpy(&pair, values, sizeof pair);
    return __builtin_convertvector(pair, HzpPair);
}

static inline HzpPair hzp_pair_of_doubles(const double *values)
{
    HzpPair pair;
    memcpy(&pair, values, sizeof pair);
    return pair;
}

typedef struct {
    const float *floats; /* one of both; without a figure: 0 */
    const double *doubles;
    const int64_t *before; /* of each block: sum of what lies left of it, in steps */
    double step;
    double factor;          /* what values are multiplied by: the area of a cell where they are densities */
    double area;            /* of a cell */
    const int32_t *missing; /* of each block: number of missing cells left of it; NULL where the row has none */
    const uint8_t *holes;   /* of each block: bit k is set where its cell k is missing */
} HzpCellRow;

struct HzpCellWindow {
    HzpCellRange range;
    HzpCellRow *rows;
    int64_t *before;  /* rows × (blocks + 1) */
    int32_t *missing; /* likewise; where some are */
    uint8_t *holes;
    void *cleaned;   /* rows × columns: values of rows of which some are missing */
    bool lacking;    /* some cells are missing */
    size_t negative; /* cells */
    size_t row_room;
    size_t room;
    size_t missing_room;
    size_t cleaned_room;
};

#endif
