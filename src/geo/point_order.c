#include "geo/point_order.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct {
    double x;
    double y;
    size_t position;
} Entry;

/* Points lie in bands of equal height, by x within each: a search goes along few short pieces of bands. Sorted by x alone it
 * would go through the whole height of a country. */
struct HzpPointOrder {
    Entry *entries;
    size_t n;
    size_t *first; /* of each band, and the end */
    size_t bands;
    double south;
    double height;
};

static int by_x(const void *a, const void *b)
{
    const Entry *first = a;
    const Entry *second = b;
    if (first->x != second->x) return first->x < second->x ? -1 : 1;
    return first->position < second->position ? -1 : first->position > second->position;
}

/* A point at the edge of a band may be counted to the other one, of bands of unit height by so much. */
static const double ROUNDING = 1e-9;

static size_t band_of(const HzpPointOrder *order, double y)
{
    double band = floor((y - order->south) / order->height);
    return band <= 0 ? 0 : band >= (double)order->bands ? order->bands - 1 : (size_t)band;
}

/* So many bands that pieces of them are about as long as they are high. */
static void choose_bands(HzpPointOrder *order)
{
    double north = -INFINITY;
    order->south = INFINITY;
    for (size_t i = 0; i < order->n; i++) {
        order->south = fmin(order->south, order->entries[i].y);
        north = fmax(north, order->entries[i].y);
    }
    order->bands = 1 + (size_t)(sqrt((double)order->n) / 2);
    order->height = (north - order->south) / (double)order->bands;
    if (!(order->height > 0) || !isfinite(order->height)) {
        order->bands = 1;
        order->height = 1;
        order->south = 0;
    }
}

static void sort_into_bands(HzpPointOrder *order)
{
    Entry *sorted = g_new(Entry, order->n + 1);
    order->first = g_new0(size_t, order->bands + 2);
    for (size_t i = 0; i < order->n; i++)
        order->first[band_of(order, order->entries[i].y) + 2]++;
    for (size_t b = 1; b <= order->bands; b++)
        order->first[b + 1] += order->first[b];
    for (size_t i = 0; i < order->n; i++)
        sorted[order->first[band_of(order, order->entries[i].y) + 1]++] = order->entries[i];
    g_free(order->entries);
    order->entries = sorted;
    for (size_t b = 0; b < order->bands; b++)
        qsort(sorted + order->first[b], order->first[b + 1] - order->first[b], sizeof *sorted, by_x);
}

HzpPointOrder *hzp_point_order_new(const double *x, const double *y, size_t n)
{
    HzpPointOrder *order = g_new0(HzpPointOrder, 1);
    order->entries = g_new(Entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (isfinite(x[i]) && isfinite(y[i])) order->entries[order->n++] = (Entry){x[i], y[i], i};
    }
    choose_bands(order);
    sort_into_bands(order);
    return order;
}

void hzp_point_order_free(HzpPointOrder *order)
{
    if (!order) return;
    g_free(order->entries);
    g_free(order->first);
    g_free(order);
}

/* First entry of a band whose x is not below the limit. */
static size_t lower_bound(const HzpPointOrder *order, size_t band, double limit)
{
    size_t low = order->first[band];
    size_t high = order->first[band + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order->entries[middle].x < limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void hzp_point_order_within(const HzpPointOrder *order, double x, double y, double radius, void (*found)(size_t, void *),
                            void *user)
{
    if (!isfinite(x) || !isfinite(y) || !isfinite(radius)) return;
    size_t last = band_of(order, y + radius);
    for (size_t band = band_of(order, y - radius); band <= last; band++) {
        for (size_t i = lower_bound(order, band, x - radius); i < order->first[band + 1]; i++) {
            double dx = order->entries[i].x - x;
            double dy = order->entries[i].y - y;
            if (order->entries[i].x > x + radius) break;
            if (dx * dx + dy * dy <= radius * radius) found(order->entries[i].position, user);
        }
    }
}

typedef struct {
    long position;
    double distance;
} Nearest;

static void consider(const Entry *entry, double x, double y, double slack, HzpPointMeasure measure, void *user, Nearest *best)
{
    double planar = hypot(entry->x - x, entry->y - y);
    if (planar > best->distance * slack) return;
    double distance = measure(entry->position, user);
    bool closer = distance < best->distance || (distance == best->distance && (long)entry->position < best->position);
    if (closer || best->position < 0) *best = (Nearest){(long)entry->position, distance};
}

typedef struct {
    const HzpPointOrder *order;
    double x;
    double y;
    double slack;
    HzpPointMeasure measure;
    void *user;
    Nearest best;
} Search;

/* Walk away from x on both sides of a band until even the difference in x alone is too far. */
static void search_band(Search *search, size_t band)
{
    const HzpPointOrder *order = search->order;
    const double x = search->x;
    size_t right = lower_bound(order, band, x);
    size_t left = right;
    bool go_left = true;
    bool go_right = true;
    while (go_left || go_right) {
        double limit = search->best.distance * search->slack;
        go_left = left > order->first[band] && x - order->entries[left - 1].x <= limit;
        go_right = right < order->first[band + 1] && order->entries[right].x - x <= limit;
        if (go_left)
            consider(&order->entries[--left], x, search->y, search->slack, search->measure, search->user, &search->best);
        if (go_right)
            consider(&order->entries[right++], x, search->y, search->slack, search->measure, search->user, &search->best);
    }
}

long hzp_point_order_nearest(const HzpPointOrder *order, double x, double y, double slack, HzpPointMeasure measure,
                             void *user, double *distance)
{
    Search search = {order, x, y, slack, measure, user, {-1, INFINITY}};
    *distance = NAN;
    if (!isfinite(x) || !isfinite(y)) return -1;
    size_t home = band_of(order, y);
    search_band(&search, home);
    /* The bands above and below in turn, while they may hold something nearer. */
    bool up = true;
    bool down = true;
    for (size_t off = 1; up || down; off++) {
        double limit = search.best.distance * slack;
        up = up && home + off < order->bands && order->south + ((double)(home + off) - ROUNDING) * order->height - y <= limit;
        if (up) search_band(&search, home + off);
        limit = search.best.distance * slack;
        down = down && off <= home && y - (order->south + ((double)(home - off + 1) + ROUNDING) * order->height) <= limit;
        if (down) search_band(&search, home - off);
    }
    if (search.best.position >= 0) *distance = search.best.distance;
    return search.best.position;
}
