/* Many polygons in plain arrays: what the exposure kernels work on.
 *
 * A polygon is a bag of rings, from one part or several. Rings are stored without their repeated last corner. Every outer
 * ring is wound counter-clockwise and every hole clockwise, whatever the source did, so that the winding number is 1 inside a
 * valid polygon and 0 outside, and winding numbers of several polygons may be added: a sum above 0 is the inside of their
 * union. Where rings of a polygon cross each other, which a valid one's do not, "winding number above 0" is what is taken for
 * its inside.
 *
 * Coordinates are planar, in whatever CRS the caller works in. */
#ifndef HZP_GEO_POLYGON_SET_H
#define HZP_GEO_POLYGON_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/crs.h"
#include "geo/geos_session.h"

typedef struct {
    double min_x;
    double min_y;
    double max_x;
    double max_y;
} HzpBox;

/* What two boxes have in common; min > max where they are apart. */
static inline HzpBox hzp_box_common(const HzpBox *a, const HzpBox *b)
{
    return (HzpBox){a->min_x > b->min_x ? a->min_x : b->min_x, a->min_y > b->min_y ? a->min_y : b->min_y,
                    a->max_x < b->max_x ? a->max_x : b->max_x, a->max_y < b->max_y ? a->max_y : b->max_y};
}

/* Whether two boxes have a point in common. Without a branch: of many pairs nobody can guess which do. */
static inline bool hzp_box_meets(const HzpBox *a, const HzpBox *b)
{
    return (a->min_x <= b->max_x) & (b->min_x <= a->max_x) & (a->min_y <= b->max_y) & (b->min_y <= a->max_y);
}

/* Whether a polygon is one ring that neither crosses nor touches itself. */
typedef enum { HZP_SIMPLE_UNKNOWN, HZP_SIMPLE_YES, HZP_SIMPLE_NO } HzpSimple;

typedef struct {
    size_t n;             /* polygons; one without rings is empty */
    size_t n_rings;       /* of all */
    size_t n_corners;     /* of all */
    double *x;            /* corners */
    double *y;            /* corners */
    size_t *ring_start;   /* n_rings + 1: first corner of each ring */
    size_t *first_ring;   /* n + 1: first ring of each polygon */
    HzpBox *box;          /* n; min > max for an empty one */
    uint8_t *simple;      /* n: HzpSimple; see hzp_polygon_set_examine() in geo/polygon_simple.h */
    size_t room_polygons; /* allocated; for appending */
    size_t room_rings;
    size_t room_corners;
    int circle_corners; /* of the circle last drawn */
    double *circle;     /* their cosines, then their sines */
} HzpPolygonSet;

/* An empty set; free with hzp_polygon_set_free(). */
HzpPolygonSet *hzp_polygon_set_new(void);
void hzp_polygon_set_free(HzpPolygonSet *set);

/* Append a polygon or multipolygon of GEOS; NULL or one that is not polygonal is appended as an empty one, so that positions
 * stay those of the rows. */
void hzp_polygon_set_add(HzpPolygonSet *set, const GEOSGeometry *geometry);

/* Append a polygon or multipolygon from well-known binary (OGC 06-103r4, ISO Z/M/ZM and EWKB's flags; Z and M are dropped;
 * either byte order). Lengths are checked against `size` before anything is allocated.
 * @return false, with an empty polygon appended, when it is something else, damaged, or has a coordinate that is not finite.
 */
bool hzp_polygon_set_add_wkb(HzpPolygonSet *set, const unsigned char *wkb, size_t size);

/* Append an empty polygon. */
void hzp_polygon_set_add_empty(HzpPolygonSet *set);

/* Append the regular polygon inscribed in a circle, counter-clockwise, first corner due east: what ST_Buffer(point, radius,
 * corners / 4) of PostGIS draws. */
void hzp_polygon_set_add_circle(HzpPolygonSet *set, double x, double y, double radius, int corners);
void hzp_circle_corners(double *circle, int corners); /* cosines, then sines, of so many corners */

/* Append polygon `i` of another set. */
void hzp_polygon_set_add_copy(HzpPolygonSet *set, const HzpPolygonSet *other, size_t i);

/* The same, moved: x' = a1·(x - a0) + a2·(y - a3), y' = a4·(x - a0) + a5·(y - a3). What was a hole stays one. */
void hzp_polygon_set_add_moved(HzpPolygonSet *set, const HzpPolygonSet *other, size_t i, const double affine[6]);
void hzp_affine_move(const double affine[6], double *x, double *y, size_t n);

/* Lower level: rings of the polygon that is being appended; hzp_polygon_set_end() closes it. A ring may repeat its first
 * corner at the end or not; fewer than three different corners are left out. `hole` says how it is to be wound. */
void hzp_polygon_set_add_ring(HzpPolygonSet *set, const double *x, const double *y, size_t n, bool hole);
void hzp_polygon_set_add_wound_ring(HzpPolygonSet *set, const double *x, const double *y, size_t n); /* of another set */
void hzp_polygon_set_add_polygon_rings(HzpPolygonSet *set, const HzpPolygonSet *other, size_t i);
void hzp_polygon_set_add_rings(HzpPolygonSet *set, const GEOSGeometry *geometry); /* as hzp_polygon_set_add() */
void hzp_polygon_set_end(HzpPolygonSet *set);

/* Area by the shoelace formula, corners taken from the first one so that large coordinates lose no digits; 0 for an empty
 * one. */
double hzp_polygon_set_area(const HzpPolygonSet *set, size_t i);

/* Whether a point lies inside or on the boundary, decided exactly: a point beside the common edge of two polygons is in one
 * of them, one on it in both. */
bool hzp_polygon_set_covers(const HzpPolygonSet *set, size_t i, double x, double y);

#endif
