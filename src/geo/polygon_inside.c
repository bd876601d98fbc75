#include "geo/polygon_inside.h"

#include <glib.h>
#include <stdlib.h>

typedef struct {
    double x;
    int winding; /* of what lies to its right, less that to its left */
} Crossing;

static int by_x(const void *a, const void *b)
{
    double x = ((const Crossing *)a)->x;
    double y = ((const Crossing *)b)->x;
    return x < y ? -1 : x > y;
}

static GArray *crossings_of(const HzpPolygonSet *set, size_t i, double y)
{
    GArray *crossings = g_array_new(FALSE, FALSE, sizeof(Crossing));
    for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1]; r++) {
        size_t start = set->ring_start[r];
        size_t n = set->ring_start[r + 1] - start;
        for (size_t k = 0; k < n; k++) {
            size_t a = start + k;
            size_t b = start + (k + 1) % n;
            if ((set->y[a] <= y) == (set->y[b] <= y)) continue;
            double share = (y - set->y[a]) / (set->y[b] - set->y[a]);
            Crossing crossing = {set->x[a] + share * (set->x[b] - set->x[a]), set->y[b] < set->y[a] ? 1 : -1};
            g_array_append_val(crossings, crossing);
        }
    }
    g_array_sort(crossings, by_x);
    return crossings;
}

static bool widest_middle(const GArray *crossings, double *x)
{
    double widest = 0;
    int winding = 0;
    for (guint k = 0; k + 1 < crossings->len; k++) {
        const Crossing *here = &g_array_index(crossings, Crossing, k);
        winding += here->winding;
        if (winding <= 0 || here[1].x - here->x <= widest) continue;
        widest = here[1].x - here->x;
        *x = here->x + widest / 2;
    }
    return widest > 0;
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
        if (widest_middle(crossings, x)) return true;
    }
    return false;
}
