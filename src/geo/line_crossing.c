#include "geo/line_crossing.h"

static int by_x(const void *a, const void *b)
{
    double x = ((const HzpLineCrossing *)a)->x;
    double y = ((const HzpLineCrossing *)b)->x;
    return x < y ? -1 : x > y;
}

void hzp_line_crossings_inside(GArray *crossings, HzpLinePiece piece, void *user)
{
    int winding = 0;
    g_array_sort(crossings, by_x);
    for (guint i = 0; i + 1 < crossings->len; i++) {
        const HzpLineCrossing *here = &g_array_index(crossings, HzpLineCrossing, i);
        winding += here->winding;
        if (winding > 0) piece(here->x, here[1].x, user);
    }
}
