/* Planar geometry through GEOS: transforming, repairing, dissolving. */
#ifndef HZP_GEO_GEOMETRY_H
#define HZP_GEO_GEOMETRY_H

#include <stdbool.h>

#include "geo/crs.h"
#include "geo/geos_session.h"

/* Copy with every coordinate transformed; NULL when a coordinate cannot be, or GEOS fails. The caller frees it. */
GEOSGeometry *hzp_geometry_transform(const GEOSGeometry *geometry, HzpTransform *transform, bool inverse);

/* Copy with points added so that no edge is longer than `length` in the units of the coordinates; NULL when GEOS fails. */
GEOSGeometry *hzp_geometry_densify(const GEOSGeometry *geometry, double length);

/* Compute the envelopes that GEOS 3.11 keeps lazily inside a geometry, so that several threads may then read it. */
void hzp_geometry_share(const GEOSGeometry *geometry);

/* Whether every coordinate is a finite number. */
bool hzp_geometry_is_finite(const GEOSGeometry *geometry);

bool hzp_geometry_is_point(const GEOSGeometry *geometry);
bool hzp_geometry_is_polygonal(const GEOSGeometry *geometry);

/* A line (or lines) each of which ends where it begins. */
bool hzp_geometry_is_closed_line(const GEOSGeometry *geometry);

/* The polygons of a geometry as one MULTIPOLYGON (lines and points left by a repair are dropped); NULL when there are none.
 * The caller frees it. */
GEOSGeometry *hzp_geometry_polygons(const GEOSGeometry *geometry);

/* A valid copy of a polygon by GEOSMakeValid, as MULTIPOLYGON; NULL on failure. By the structure of its rings: parts that
 * overlap are united, where the other method (even and odd) would cut a hole out of the overlap. A hole outside of its shell
 * becomes a part of its own. */
GEOSGeometry *hzp_geometry_repair(const GEOSGeometry *geometry);

/* Union of `n` polygons (NULL entries are skipped) as MULTIPOLYGON. NULL where there is nothing to unite; *failed (may be
 * NULL) tells a failure of GEOS apart from that. */
GEOSGeometry *hzp_geometry_union(GEOSGeometry *const *geometries, size_t n, bool *failed);

/* Coordinates of a point; false for anything else. */
bool hzp_geometry_point_xy(const GEOSGeometry *geometry, double *x, double *y);

GEOSGeometry *hzp_geometry_point(double x, double y);

/* A point that represents the geometry: itself for a point, else one on its surface. */
bool hzp_geometry_anchor(const GEOSGeometry *geometry, double *x, double *y);

/* Envelope; false for an empty one. */
bool hzp_geometry_bounds(const GEOSGeometry *geometry, double *west, double *south, double *east, double *north);

/* Planar area in the units of the coordinates; 0 for NULL. */
double hzp_geometry_area(const GEOSGeometry *geometry);

/* Area of the intersection of two valid polygonal geometries; NaN when GEOS fails. */
double hzp_geometry_overlap_area(const GEOSGeometry *a, const GEOSGeometry *b);

#endif
