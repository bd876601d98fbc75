#include "exposure/polygon_walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BINS = 8192, POLYGONS_PER_BIN = 4 };

static int by_lowest(const void *a, const void *b)
{
    const HzpWalkStart *first = a;
    const HzpWalkStart *second = b;
    if (first->lowest != second->lowest) return first->lowest < second->lowest ? -1 : 1;
    return first->shape < second->shape ? -1 : first->shape > second->shape;
}

void hzp_polygon_walk_begin(HzpPolygonWalk *walk, const HzpRasterShapes *shapes)
{
    *walk = (HzpPolygonWalk){.shapes = *shapes,
                             .met = hzp_polygon_set_new(),
                             .before = hzp_polygon_set_new(),
                             .room = hzp_polygon_set_new(),
                             .order = g_new(HzpWalkStart, shapes->n + 1)};
    for (size_t i = 0; i < shapes->n; i++) {
        const HzpWalkStart start = {hzp_raster_shape_lowest(shapes, i), i};
        if (!isnan(start.lowest)) walk->order[walk->n_order++] = start;
    }
    qsort(walk->order, walk->n_order, sizeof *walk->order, by_lowest);
}

void hzp_polygon_walk_end(HzpPolygonWalk *walk)
{
    hzp_polygon_set_free(walk->met);
    hzp_polygon_set_free(walk->before);
    hzp_polygon_set_free(walk->room);
    g_free(walk->order);
    g_free(walk->number);
    g_free(walk->bin_start);
    g_free(walk->in_bin);
    memset(walk, 0, sizeof *walk);
}

/* The last polygon of `met` has been put there. */
static void take(HzpPolygonWalk *walk, size_t shape)
{
    if (walk->met->n > walk->number_room) {
        walk->number_room = walk->met->n * 2;
        walk->number = g_renew(size_t, walk->number, walk->number_room);
    }
    walk->number[walk->met->n - 1] = shape;
}

static void take_back(HzpPolygonSet *set)
{
    set->n_rings = set->first_ring[--set->n];
    set->n_corners = set->ring_start[set->n_rings];
}

void hzp_polygon_walk_to(HzpPolygonWalk *walk, double from, double to)
{
    HzpPolygonSet *before = walk->met;
    walk->met = walk->before;
    walk->before = before;
    walk->met->n = walk->met->n_rings = walk->met->n_corners = 0;
    for (size_t i = 0; i < before->n; i++) {
        if (before->box[i].max_y <= from) continue;
        size_t shape = walk->number[i];
        hzp_polygon_set_add_copy(walk->met, before, i);
        take(walk, shape);
    }
    for (; walk->next < walk->n_order && walk->order[walk->next].lowest < to; walk->next++) {
        size_t shape = walk->order[walk->next].shape;
        hzp_raster_shape_put(&walk->shapes, shape, walk->room, walk->met);
        if (walk->met->box[walk->met->n - 1].max_y > from)
            take(walk, shape);
        else
            take_back(walk->met);
    }
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
    for (size_t i = 0; i < walk->met->n; i++) {
        low = MIN(low, walk->met->box[i].min_x);
        high = MAX(high, walk->met->box[i].max_x);
    }
    walk->bins = MIN((walk->met->n + POLYGONS_PER_BIN - 1) / POLYGONS_PER_BIN, MOST_BINS);
    walk->bins_from = low;
    walk->bins_per_unit = high > low ? (double)walk->bins / (high - low) : 0;
    g_free(walk->bin_start);
    walk->bin_start = g_new0(size_t, walk->bins + 2);
    /* Count, add up, and fill from the back: each start ends where its bin begins. */
    size_t total = 0;
    for (size_t i = 0; i < walk->met->n; i++) {
        const HzpBox *box = &walk->met->box[i];
        for (size_t b = bin_of(walk, box->min_x); b <= bin_of(walk, box->max_x); b++, total++)
            walk->bin_start[b + 1]++;
    }
    for (size_t b = 1; b <= walk->bins; b++)
        walk->bin_start[b] += walk->bin_start[b - 1];
    g_free(walk->in_bin);
    walk->in_bin = g_new(size_t, total + 1);
    for (size_t i = walk->met->n; i-- > 0;) {
        const HzpBox *box = &walk->met->box[i];
        for (size_t b = bin_of(walk, box->min_x); b <= bin_of(walk, box->max_x); b++)
            walk->in_bin[--walk->bin_start[b + 1]] = i;
    }
    memmove(walk->bin_start, walk->bin_start + 1, walk->bins * sizeof *walk->bin_start);
    walk->bin_start[walk->bins] = total;
}

void hzp_polygon_walk_near(const HzpPolygonWalk *walk, const HzpBox *box, GArray *found)
{
    if (walk->met->n == 0 || !(box->min_x <= box->max_x)) return;
    size_t first = bin_of(walk, box->min_x);
    size_t last = bin_of(walk, box->max_x);
    for (size_t b = first; b <= last; b++) {
        for (size_t k = walk->bin_start[b]; k < walk->bin_start[b + 1]; k++) {
            const HzpBox *other = &walk->met->box[walk->in_bin[k]];
            /* One that reaches over several bins is taken in the first that both reach. */
            if (b != MAX(first, bin_of(walk, other->min_x))) continue;
            if (other->min_x < box->max_x && other->max_x > box->min_x && other->min_y < box->max_y &&
                other->max_y > box->min_y)
                g_array_append_val(found, walk->in_bin[k]);
        }
    }
}
