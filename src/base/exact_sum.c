#include "base/exact_sum.h"

#include <math.h>

enum { FRACTION_BITS = 60, WORD_BITS = 64 };
static const double LARGEST_TERM = 0x1p35;

static void add_words(HzpExactSum *sum, uint64_t low, uint64_t high)
{
    uint64_t before = sum->low;
    sum->low += low;
    uint64_t carry = sum->low < before;
    /* Wrapping is asked for: two's complement of both words together. */
    sum->high = (int64_t)((uint64_t)sum->high + high + carry);
}

void hzp_exact_sum_add(HzpExactSum *sum, double term)
{
    if (!(fabs(term) <= LARGEST_TERM)) {
        sum->overflow = true;
        return;
    }
    sum->terms++;
    /* The whole part and the rest of it are exact doubles, and each fits into a word. */
    int64_t whole = (int64_t)term;
    int64_t rest = term == (double)whole ? 0 : llrint((term - (double)whole) * 0x1p60);
    uint64_t bits = (uint64_t)whole;
    uint64_t sign = whole < 0 ? ~UINT64_C(0) : 0;
    add_words(sum, bits << FRACTION_BITS, sign << FRACTION_BITS | bits >> (WORD_BITS - FRACTION_BITS));
    if (rest != 0) add_words(sum, (uint64_t)rest, rest < 0 ? ~UINT64_C(0) : 0);
}

void hzp_exact_sum_merge(HzpExactSum *sum, const HzpExactSum *other)
{
    add_words(sum, other->low, (uint64_t)other->high);
    sum->terms += other->terms;
    sum->overflow |= other->overflow;
}

double hzp_exact_sum_value(const HzpExactSum *sum)
{
    if (sum->overflow) return NAN;
    bool negative = sum->high < 0;
    uint64_t low = negative ? ~sum->low + 1 : sum->low;
    uint64_t high = negative ? ~(uint64_t)sum->high + (low == 0) : (uint64_t)sum->high;
    /* The upper 64 bits that are set go into one word, and whether any bit below is set into its last one: rounding that word
     * is rounding the whole. */
    int shift = high == 0 ? 0 : WORD_BITS - __builtin_clzll(high);
    uint64_t word = low;
    if (shift == WORD_BITS) word = high | (low != 0);
    if (shift > 0 && shift < WORD_BITS) word = high << (WORD_BITS - shift) | low >> shift | (low << (WORD_BITS - shift) != 0);
    /* A power of two, by which a product is exact. */
    double value = (double)word * 0x1p-60 * (double)(UINT64_C(1) << (shift % WORD_BITS)) * (shift == WORD_BITS ? 0x1p64 : 1);
    return negative ? -value : value;
}
