/* On which side of a line a point lies, with a sign that rounding cannot change.
 *
 * A plain cross product may say of a village beside the common boundary of two towns that it lies in neither, or in both. A
 * bound of its error is tested first, and where it does not decide the sign is computed exactly. Source: Shewchuk 1997,
 * "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates", Discrete & Computational Geometry 18.
 */
#ifndef HZP_GEO_ORIENTATION_H
#define HZP_GEO_ORIENTATION_H

#include <math.h>
#include <stdbool.h>

/* The same sign, computed exactly. */
int hzp_orientation_exact(double ax, double ay, double bx, double by, double px, double py);

/* 1 where p lies to the left of the line from a to b, -1 to the right, 0 exactly on it. Coordinates whose products neither
 * overflow nor underflow (any that stand for places). */
static inline int hzp_orientation(double ax, double ay, double bx, double by, double px, double py)
{
    static const double ERROR_BOUND = 3.3306690738754716e-16; /* (3 + 16 e) e, e = 2^-53 */
    double left = (ax - px) * (by - py);
    double right = (ay - py) * (bx - px);
    double cross = left - right;
    double bound = ERROR_BOUND * (fabs(left) + fabs(right));
    if (cross > bound) return 1;
    if (cross < -bound) return -1;
    return hzp_orientation_exact(ax, ay, bx, by, px, py);
}

/* What the edge from a to b adds to the winding number about p: 1 where a ray from p to the east crosses it upwards, -1
 * downwards. Sets *on_edge where p lies on it. */
static inline int hzp_edge_winding(double ax, double ay, double bx, double by, double px, double py, bool *on_edge)
{
    if ((ay < py && by < py) || (ay > py && by > py) || (ax < px && bx < px)) return 0;
    int up = ay <= py && by > py ? 1 : ay > py && by <= py ? -1 : 0;
    if (px < ax && px < bx) return up;
    /* Not left of both ends nor right of both. */
    int side = hzp_orientation(ax, ay, bx, by, px, py);
    if (side == 0) *on_edge = true;
    return side == up ? up : 0;
}

#endif
