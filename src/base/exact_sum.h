/* Sums that do not depend on the order of their terms.
 *
 * Floating-point addition does: people added village by village come to other last digits when the file is sorted otherwise,
 * or when another number of threads shares the work. Here terms are rounded to a fixed step of 2^-60 and added as 128-bit
 * integers, which is associative. Terms err by at most 2^-61 each: far below a double's own step for whole people. They may
 * be up to 2^35 in size (34 thousand million people in one village), and fewer than 2^32 of that size fit. (The same idea,
 * with more words: Kulisch 2013, "Computer Arithmetic and Validity", ch. 8.) */
#ifndef HZP_BASE_EXACT_SUM_H
#define HZP_BASE_EXACT_SUM_H

#include <stdbool.h>
#include <stdint.h>

/* Zero-initialised is an empty sum. Copying copies the sum. */
typedef struct {
    uint64_t low; /* steps of 2^-60, two's complement over both words */
    int64_t high;
    uint32_t terms; /* how many terms were added */
    bool overflow;  /* a term was not finite, or too large: the value is NaN */
} HzpExactSum;

/* Add a finite term. NaN and infinities make the whole sum NaN: leave missing figures out, and count them. */
void hzp_exact_sum_add(HzpExactSum *sum, double term);

/* Add another sum to this one. */
void hzp_exact_sum_merge(HzpExactSum *sum, const HzpExactSum *other);

/* The sum, rounded once to a double; 0 for an empty one, NaN after an overflow. */
double hzp_exact_sum_value(const HzpExactSum *sum);

#endif
