#include "data/area_text.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>

#include "base/message.h"

char *hzp_area_text(double area_m2)
{
    enum { DIGITS_END = 32 };
    static const double SMALLEST_IN_KM2 = 1e5;
    bool large = fabs(area_m2) >= SMALLEST_IN_KM2;
    char digits[DIGITS_END];
    double value = large ? area_m2 / 1e6 : area_m2;
    /* Four digits, and all of those before the point. */
    g_ascii_formatd(digits, sizeof digits, fabs(value) >= 1000 ? "%.0f" : "%.4g", value);
    return hzp_message_format(large ? "area_km2" : "area_m2", "value", digits, NULL);
}
