/* Numbers as text, fast: for tables of hundreds of thousands of rows. */
#ifndef HZP_BASE_NUMBER_PUT_H
#define HZP_BASE_NUMBER_PUT_H

#include <stddef.h>

enum { HZP_NUMBER_ROOM = 32 };

/* Write a number at `to`, which has HZP_NUMBER_ROOM bytes, without an ending 0, and return how many bytes it took; none for
 * NaN and infinities. The text reads back as exactly the same double: whole numbers below 1e15 as such, others with the
 * first of 15, 16 or 17 digits that does. The decimal point is a point in every locale. */
size_t hzp_number_put(char *to, double value);

#endif
