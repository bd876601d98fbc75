/* How much of a polygon lies inside the union of others: the kernel of area-weighted exposure.
 *
 * Method. No geometry is built. Zones are taken in clusters whose boxes touch: the areas of separate clusters add up. Where
 * the unit and the zones of a cluster are simple polygons that cross each other properly, their boundaries are cut at the
 * crossings, and the pieces tell all areas (geo/cover_rings.h). Where they touch, coincide or nearly do, where a polygon has
 * several rings, and for needles, a line is swept upwards over the polygons' edges, each with the direction it runs in. Where
 * a side of a ring merely bends, its edge gives way to the next one; what lies between edges changes only where sides start,
 * end or cross. There, walking from west to east and adding up winding numbers tells what is inside the unit and inside how
 * many zones, up to the next such height, and the difference of what neighbours' abscissas add up to is the area between
 * them. (Plane sweep: Bentley & Ottmann 1979, IEEE Trans. Computers C-28(9); monotone chains: Preparata & Shamos 1985,
 * "Computational Geometry", 2.2.2.)
 *
 * No tolerance decides what is inside: signs are exact where pieces are taken, and in a sweep edges that coincide enclose
 * nothing between them, and a crossing that is placed wrongly by a rounding error moves an area of that error's size. Results
 * do not depend on the order of the zones, nor on their number of parts.
 */
#ifndef HZP_GEO_COVERED_AREA_H
#define HZP_GEO_COVERED_AREA_H

#include "geo/polygon_set.h"

enum {
    HZP_COVER_GROUPS = 32, /* sets of zones that are united separately: all, by type, by grade */
    HZP_COVER_DEPTHS = 3   /* inside exactly 1, exactly 2, and 3 or more zones */
};

/* Work space of one thread, reused from call to call. */
typedef struct HzpCoverSweep HzpCoverSweep;
HzpCoverSweep *hzp_cover_sweep_new(void);
void hzp_cover_sweep_free(HzpCoverSweep *sweep);

/* To hold one method against the other: from now on everything is swept. */
void hzp_cover_sweep_everything(HzpCoverSweep *sweep);

/* What is asked. */
typedef struct {
    const HzpPolygonSet *units;
    size_t unit;
    const HzpPolygonSet *zones;
    const size_t *zone; /* positions of the zones that may meet the unit; others may be among them */
    size_t n;
    const uint32_t *groups; /* by position in `zones`: bit g is set where the zone belongs to group g; NULL: group 0 only */
    int n_groups;           /* groups above are not looked at */
} HzpCoverQuestion;

/* Areas in square units of the coordinates. */
typedef struct {
    double unit;                    /* of the unit itself */
    double group[HZP_COVER_GROUPS]; /* of the unit inside the union of each group's zones */
    double depth[HZP_COVER_DEPTHS]; /* of the unit under so many zones of group 0 */
} HzpCoverAreas;

/* Areas of one unit; `each`, where not NULL, receives for every zone in the question's order the area of the unit inside that
 * zone alone (these overlap). */
void hzp_cover_areas(HzpCoverSweep *sweep, const HzpCoverQuestion *question, HzpCoverAreas *areas, double *each);

/* One directed piece of the boundaries of some groups (bits); what they bound lies to its left. */
typedef void (*HzpEdgeFunction)(double x0, double y0, double x1, double y1, uint32_t groups, void *user);

/* The boundaries of unit ∩ union of each group's zones, all from one sweep, in pieces, level ones among them or not, in no
 * particular order: what a kernel needs that sums along boundaries (geo/cell_coverage.h). A piece may bound several groups;
 * each group's pieces together bound what its zones cover. With `whole` the boundary of the unit itself, as of group 0. */
void hzp_cover_boundary(HzpCoverSweep *sweep, const HzpCoverQuestion *question, bool whole, HzpEdgeFunction edge, void *user);

#endif
