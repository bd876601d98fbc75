/* Which polygons cover a point: an STR tree over envelopes, then prepared geometries. */
#ifndef HZP_GEO_POLYGON_INDEX_H
#define HZP_GEO_POLYGON_INDEX_H

#include <stddef.h>

#include "geo/geos_session.h"

typedef struct HzpPolygonIndex HzpPolygonIndex;

/* Index `n` geometries (borrowed, NULL entries allowed); free with hzp_polygon_index_free(). For use on the thread that made
 * it. */
HzpPolygonIndex *hzp_polygon_index_new(GEOSGeometry *const *geometries, size_t n);
void hzp_polygon_index_free(HzpPolygonIndex *index);

/* Call `found` with the position of every polygon that covers the point (boundary included), in rising order. */
void hzp_polygon_index_at(HzpPolygonIndex *index, double x, double y, void (*found)(size_t position, void *user), void *user);

/* The same for those on whose boundary it lies exactly. */
void hzp_polygon_index_on_boundary(HzpPolygonIndex *index, double x, double y, void (*found)(size_t position, void *user),
                                   void *user);

/* Lowest position of a polygon that covers the point, or -1. */
long hzp_polygon_index_first(HzpPolygonIndex *index, double x, double y);

/* Call `found` for every geometry whose envelope meets that of `geometry`, in rising order. */
void hzp_polygon_index_near(HzpPolygonIndex *index, const GEOSGeometry *geometry, void (*found)(size_t position, void *user),
                            void *user);

#endif
