/* Points sorted by x: all within a distance, and the nearest, without looking at every pair. */
#ifndef HZP_GEO_POINT_ORDER_H
#define HZP_GEO_POINT_ORDER_H

#include <stddef.h>

typedef struct HzpPointOrder HzpPointOrder;

/* Sort `n` planar points (metres; NaN points are left out). The arrays are copied. Free with hzp_point_order_free(). O(n log
 * n). */
HzpPointOrder *hzp_point_order_new(const double *x, const double *y, size_t n);
void hzp_point_order_free(HzpPointOrder *order);

/* Measures point `position` exactly; called for candidates only. */
typedef double (*HzpPointMeasure)(size_t position, void *user);

/* Call `found` for every point whose planar distance is at most `radius`, in no particular order. Planar distances of a map
 * projection differ from geodesic ones: give a radius with slack and measure in `found`. */
void hzp_point_order_within(const HzpPointOrder *order, double x, double y, double radius,
                            void (*found)(size_t position, void *user), void *user);

/* Position of the point with the least measure, ties to the lower position, or -1 when there are no points. `slack` (1.05,
 * say) is how much planar distance may exceed or fall short of the measure. */
long hzp_point_order_nearest(const HzpPointOrder *order, double x, double y, double slack, HzpPointMeasure measure,
                             void *user, double *distance);

#endif
