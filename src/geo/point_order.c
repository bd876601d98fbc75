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

struct HzpPointOrder {
    Entry *entries;
    size_t n;
};

static int by_x(const void *a, const void *b)
{
    const Entry *first = a;
    const Entry *second = b;
    if (first->x != second->x) return first->x < second->x ? -1 : 1;
    return first->position < second->position ? -1 : first->position > second->position;
}

HzpPointOrder *hzp_point_order_new(const double *x, const double *y, size_t n)
{
    HzpPointOrder *order = g_new0(HzpPointOrder, 1);
    order->entries = g_new(Entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (isfinite(x[i]) && isfinite(y[i])) order->entries[order->n++] = (Entry){x[i], y[i], i};
    }
    qsort(order->entries, order->n, sizeof *order->entries, by_x);
    return order;
}

void hzp_point_order_free(HzpPointOrder *order)
{
    if (!order) return;
    g_free(order->entries);
    g_free(order);
}

/* First entry whose x is not below the limit. */
static size_t lower_bound(const HzpPointOrder *order, double limit)
{
    size_t low = 0;
    size_t high = order->n;
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
    for (size_t i = lower_bound(order, x - radius); i < order->n && order->entries[i].x <= x + radius; i++) {
        double dx = order->entries[i].x - x;
        double dy = order->entries[i].y - y;
        if (dx * dx + dy * dy <= radius * radius) found(order->entries[i].position, user);
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

long hzp_point_order_nearest(const HzpPointOrder *order, double x, double y, double slack, HzpPointMeasure measure,
                             void *user, double *distance)
{
    Nearest best = {-1, INFINITY};
    size_t right = lower_bound(order, x);
    size_t left = right;
    /* Walk away from x on both sides until even the difference in x alone is too far. */
    bool go_left = left > 0;
    bool go_right = right < order->n;
    while (go_left || go_right) {
        double limit = best.distance * slack;
        go_left = left > 0 && x - order->entries[left - 1].x <= limit;
        go_right = right < order->n && order->entries[right].x - x <= limit;
        if (go_left) consider(&order->entries[--left], x, y, slack, measure, user, &best);
        if (go_right) consider(&order->entries[right++], x, y, slack, measure, user, &best);
    }
    *distance = best.position >= 0 ? best.distance : NAN;
    return best.position;
}
