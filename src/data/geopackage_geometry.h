/* Geometry as a GeoPackage keeps it (OGC 12-128r17, clause 2.1.3): "GP", version, flags, srs_id, envelope, then well-known
 * binary. Whatever a blob says of itself is checked against its size. */
#ifndef HZP_DATA_GEOPACKAGE_GEOMETRY_H
#define HZP_DATA_GEOPACKAGE_GEOMETRY_H

#include "geo/polygon_set.h"

typedef enum {
    HZP_BLOB_READ,
    HZP_BLOB_EMPTY, /* said to be empty, or without a coordinate */
    HZP_BLOB_OTHER  /* damaged, extended, another kind of geometry, or a coordinate that is not finite */
} HzpBlobState;

/* The well-known binary inside a blob. */
HzpBlobState hzp_geopackage_wkb(const unsigned char *blob, size_t size, const unsigned char **wkb, size_t *wkb_size);

/* A point (XY, Z, M, ZM; either byte order); both NaN unless it was read. */
HzpBlobState hzp_geopackage_point(const unsigned char *blob, size_t size, double *x, double *y);

/* Append a polygon or multipolygon; an empty one is appended unless it was read. */
HzpBlobState hzp_geopackage_polygon(const unsigned char *blob, size_t size, HzpPolygonSet *set);

/* The box of a polygon by its envelope, or where it has none by its corners (`room` is used for them). */
HzpBlobState hzp_geopackage_box(const unsigned char *blob, size_t size, HzpPolygonSet *room, HzpBox *box);

#endif
