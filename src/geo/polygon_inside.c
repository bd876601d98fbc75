#include "geo/polygon_inside.h"

#include <glib.h>

#include "geo/line_crossing.h"

static GArray *crossings_of(const HzpPolygonSet *set, size_t i, double y)
{
    GArray *crossings = g_array_new(FALSE, FALSE, sizeof(HzpLineCrossing));
    for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1]; r++) {
        size_t start = set->ring_start[r];
        size_t n = set->ring_start[r + 1] - start;
        for (size_t k = 0; k < n; k++) {
            size_t a = start + k;
            size_t b = start + (k + 1) % n;
            if ((set->y[a] <= y) == (set->y[b] <= y)) continue;
            double share = (y - set->y[a]) / (set->y[b] - set->y[a]);
            HzpLineCrossing crossing = {set->x[a] + share * (set->x[b] - set->x[a]), set->y[b] < set->y[a] ? 1 : -1};
            g_array_append_val(crossings, crossing);
        }
    }
    return crossings;
}

typedef struct {
    double width;
    double middle;
} Widest;

static void keep_widest(double from, double to, void *user)
{
    Widest *widest = user;
    if (to - from > widest->width) *widest = (Widest){to - from, from + (to - from) / 2};
}

bool hzp_polygon_set_inside(const HzpPolygonSet *set, size_t i, double *x, double *y)
{
    /* Parts of the box's height: a line between two parts of a multipolygon crosses neither. */
    static const double parts[] = {0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875, 0.0625, 0.9375, 0.01, 0.99};
    if (set->first_ring[i] == set->first_ring[i + 1]) return false;
    const HzpBox *box = &set->box[i];
    for (size_t k = 0; k < G_N_ELEMENTS(parts); k++) {
        *y = box->min_y + parts[k] * (box->max_y - box->min_y);
        g_autoptr(GArray) crossings = crossings_of(set, i, *y);
        Widest widest = {0};
        hzp_line_crossings_inside(crossings, keep_widest, &widest);
        if (widest.width > 0) {
            *x = widest.middle;
            return true;
        }
    }
    return false;
}
