/* A double is a whole number X times a power of two, so that its decimals are whole numbers as well, and 128 bits hold them:
 * no digit is guessed. printf() finds them with numbers of any length, which takes ten times as long. (That 17 digits always
 * read back: Matula 1968, "In-and-out conversions", CACM 11(1).) */
#include "base/number_put.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/message.h"

static const double WHOLE_LIMIT = 1e15;

static size_t put_digits(char *to, uint64_t value)
{
    char digits[24];
    size_t n = 0;
    do {
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    for (size_t i = 0; i < n; i++)
        to[i] = digits[n - 1 - i];
    return n;
}

static size_t put_slowly(char *to, double value)
{
    const char *text = hzp_text_of_value(value);
    size_t n = strlen(text);
    memcpy(to, text, n);
    return n;
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 Wide;

static const double SMALLEST = 1e-4; /* below, the products do not fit */

static Wide power_of_ten(int n)
{
    static const uint64_t powers[] = {
        1,
        10,
        100,
        1000,
        10000,
        100000,
        1000000,
        10000000,
        100000000,
        1000000000,
        10000000000,
        100000000000,
        1000000000000,
        10000000000000,
        100000000000000,
        1000000000000000,
        10000000000000000,
        100000000000000000,
    };
    enum { LAST = sizeof powers / sizeof *powers - 1 };
    return n <= LAST ? powers[n] : (Wide)powers[LAST] * powers[n - LAST];
}

static int digits_before_point(double value)
{
    int n = value >= 1 ? 0 : value >= 0.1 ? 0 : value >= 0.01 ? -1 : value >= 0.001 ? -2 : -3;
    for (double limit = 1; value >= limit; limit *= 10)
        n++;
    return n;
}

/* value = mantissa / 2^shift; the nearest number of `decimals` decimals, and whether it reads back as the same. */
static bool round_to(uint64_t mantissa, int shift, int decimals, uint64_t *rounded)
{
    Wide unit = power_of_ten(decimals);
    Wide exact = unit * mantissa;
    *rounded = (uint64_t)((exact + ((Wide)1 << (shift - 1))) >> shift);
    Wide back = (Wide)*rounded << shift;
    Wide error = back > exact ? back - exact : exact - back;
    /* Within half the distance to the next double, which below a power of two is half as large. */
    return error * (mantissa == (uint64_t)1 << 52 ? 4 : 2) < unit;
}

static size_t put_decimals(char *to, uint64_t rounded, int decimals)
{
    char digits[24];
    while (decimals > 0 && rounded % 10 == 0) {
        rounded /= 10;
        decimals--;
    }
    size_t n = put_digits(digits, rounded);
    size_t after = (size_t)decimals;
    size_t before = n > after ? n - after : 0;
    size_t at = 0;
    memcpy(to, digits, before);
    at += before;
    if (before == 0) to[at++] = '0';
    if (after == 0) return at;
    to[at++] = '.';
    for (size_t zeros = n < after ? after - n : 0; zeros > 0; zeros--)
        to[at++] = '0';
    memcpy(to + at, digits + before, n - before);
    return at + n - before;
}

static size_t put_fraction(char *to, double value)
{
    int exponent = 0;
    double size = fabs(value);
    if (size < SMALLEST || size >= WHOLE_LIMIT) return put_slowly(to, value);
    uint64_t mantissa = (uint64_t)ldexp(frexp(size, &exponent), 53);
    int before = digits_before_point(size);
    int places = 15;
    uint64_t rounded = 0;
    while (!round_to(mantissa, 53 - exponent, places - before, &rounded) && places < 17)
        places++;
    size_t sign = value < 0;
    if (sign) *to = '-';
    return sign + put_decimals(to + sign, rounded, places - before);
}
#else
static size_t put_fraction(char *to, double value) { return put_slowly(to, value); }
#endif

size_t hzp_number_put(char *to, double value)
{
    if (!isfinite(value)) return 0;
    if (value != floor(value) || fabs(value) >= WHOLE_LIMIT) return put_fraction(to, value);
    size_t sign = value < 0;
    if (sign) *to = '-';
    return sign + put_digits(to + sign, (uint64_t)fabs(value));
}
