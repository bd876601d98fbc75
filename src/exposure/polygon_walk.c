#include "exposure/polygon_walk.h"

#include <math.h>
#include <string.h>

enum { MOST_BINS = 8192, POLYGONS_PER_BIN = 4 };

static int by_lowest_y(const void *a, const void *b, void *user)
{
    const HzpBox *box = user;
    size_t first = *(const size_t *)a;
    size_t second = *(const size_t *)b;
    if (box[first].min_y != box[second].min_y) return box[first].min_y < box[second].min_y ? -1 : 1;
    return first < second ? -1 : first > second;
}

void hzp_polygon_walk_begin(HzpPolygonWalk *walk, const HzpPolygonSet *set)
{
    size_t n = set ? set->n : 0;
    *walk = (HzpPolygonWalk){.set = set, .order = g_new(size_t, n + 1), .met = g_new(size_t, n + 1)};
    for (size_t i = 0; i < n; i++) {
        if (set->first_ring[i] < set->first_ring[i + 1]) walk->order[walk->n_order++] = i;
    }
    if (walk->n_order > 0) g_qsort_with_data(walk->order, (gint)walk->n_order, sizeof *walk->order, by_lowest_y, set->box);
}

void hzp_polygon_walk_end(HzpPolygonWalk *walk)
{
    g_free(walk->order);
    g_free(walk->met);
    g_free(walk->bin_start);
    g_free(walk->in_bin);
    memset(walk, 0, sizeof *walk);
}

void hzp_polygon_walk_to(HzpPolygonWalk *walk, double from, double to)
{
    size_t kept = 0;
    for (size_t i = 0; i < walk->n_met; i++) {
        if (walk->set->box[walk->met[i]].max_y > from) walk->met[kept++] = walk->met[i];
    }
    while (walk->next < walk->n_order && walk->set->box[walk->order[walk->next]].min_y < to) {
        size_t i = walk->order[walk->next++];
        if (walk->set->box[i].max_y > from) walk->met[kept++] = i;
    }
    walk->n_met = kept;
}

static size_t bin_of(const HzpPolygonWalk *walk, double x)
{
    double bin = (x - walk->bins_from) * walk->bins_per_unit;
    return !(bin > 0) ? 0 : bin < (double)walk->bins ? (size_t)bin : walk->bins - 1;
}

void hzp_polygon_walk_sort(HzpPolygonWalk *walk)
{
    double low = INFINITY;
    double high = -INFINITY;
    for (size_t i = 0; i < walk->n_met; i++) {
        low = MIN(low, walk->set->box[walk->met[i]].min_x);
        high = MAX(high, walk->set->box[walk->met[i]].max_x);
    }
    walk->bins = MIN((walk->n_met + POLYGONS_PER_BIN - 1) / POLYGONS_PER_BIN, MOST_BINS);
    walk->bins_from = low;
    walk->bins_per_unit = high > low ? (double)walk->bins / (high - low) : 0;
    g_free(walk->bin_start);
    walk->bin_start = g_new0(size_t, walk->bins + 2);
    /* Count, add up, and fill from the back: each start ends where its bin begins. */
    size_t total = 0;
    for (size_t i = 0; i < walk->n_met; i++) {
        const HzpBox *box = &walk->set->box[walk->met[i]];
        for (size_t b = bin_of(walk, box->min_x); b <= bin_of(walk, box->max_x); b++, total++)
            walk->bin_start[b + 1]++;
    }
    for (size_t b = 1; b <= walk->bins; b++)
        walk->bin_start[b] += walk->bin_start[b - 1];
    g_free(walk->in_bin);
    walk->in_bin = g_new(size_t, total + 1);
    for (size_t i = walk->n_met; i-- > 0;) {
        const HzpBox *box = &walk->set->box[walk->met[i]];
        for (size_t b = bin_of(walk, box->min_x); b <= bin_of(walk, box->max_x); b++)
            walk->in_bin[--walk->bin_start[b + 1]] = walk->met[i];
    }
    memmove(walk->bin_start, walk->bin_start + 1, walk->bins * sizeof *walk->bin_start);
    walk->bin_start[walk->bins] = total;
}

void hzp_polygon_walk_near(const HzpPolygonWalk *walk, const HzpBox *box, GArray *found)
{
    if (walk->n_met == 0 || !(box->min_x <= box->max_x)) return;
    size_t first = bin_of(walk, box->min_x);
    size_t last = bin_of(walk, box->max_x);
    for (size_t b = first; b <= last; b++) {
        for (size_t k = walk->bin_start[b]; k < walk->bin_start[b + 1]; k++) {
            const HzpBox *other = &walk->set->box[walk->in_bin[k]];
            /* One that reaches over several bins is taken in the first that both reach. */
            if (b != MAX(first, bin_of(walk, other->min_x))) continue;
            if (other->min_x < box->max_x && other->max_x > box->min_x && other->min_y < box->max_y &&
                other->max_y > box->min_y)
                g_array_append_val(found, walk->in_bin[k]);
        }
    }
}
