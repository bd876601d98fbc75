#include "base/exact_sum.h"

#include <math.h>

static const double STEPS_PER_UNIT = 0x1p60;
static const double LARGEST_TERM = 0x1p60;

static void add_words(HzpExactSum *sum, uint64_t low, int64_t high)
{
    uint64_t before = sum->low;
    sum->low += low;
    uint64_t carry = sum->low < before;
    /* Wrapping is asked for: two's complement of both words together. */
    uint64_t top = (uint64_t)sum->high + (uint64_t)high + carry;
    sum->high = (int64_t)top;
}

void hzp_exact_sum_add(HzpExactSum *sum, double term)
{
    if (!(fabs(term) <= LARGEST_TERM)) {
        sum->overflow = true;
        return;
    }
    sum->terms++;
    /* Both parts are exact: a double has 53 bits, the high word takes those above 2^64 steps (16 people), the low word the
     * rest. */
    double steps = rint(term * STEPS_PER_UNIT);
    double high = floor(steps * 0x1p-64);
    double low = steps - high * 0x1p64;
    add_words(sum, (uint64_t)low, (int64_t)high);
}

void hzp_exact_sum_merge(HzpExactSum *sum, const HzpExactSum *other)
{
    add_words(sum, other->low, other->high);
    sum->terms += other->terms;
    sum->overflow |= other->overflow;
}

double hzp_exact_sum_value(const HzpExactSum *sum)
{
    if (sum->overflow) return NAN;
    bool negative = sum->high < 0;
    uint64_t low = negative ? ~sum->low + 1 : sum->low;
    uint64_t high = negative ? ~(uint64_t)sum->high + (low == 0) : (uint64_t)sum->high;
    /* The low word alone may round; where the high word is set its last bits do not matter to a double. */
    double value = ldexp((double)high, 4) + ldexp((double)low, -60);
    return negative ? -value : value;
}
