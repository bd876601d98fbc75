/* Coordinate reference systems and transformations, through PROJ.
 *
 * Axis order is always x east, y north ("traditional GIS order"), whatever the authority says; geographic coordinates are
 * degrees.
 */
#ifndef HZP_GEO_CRS_H
#define HZP_GEO_CRS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "geo/map_offset.h"

/* What we need to know of a CRS. */
typedef struct {
    bool geographic;           /* longitude, latitude in degrees */
    double semi_major_m;       /* ellipsoid */
    double inverse_flattening; /* 0 for a sphere */
    char name[128];            /* as PROJ names it, "China Geodetic Coordinate System 2000" */
} HzpCrsFacts;

/* Look up a definition: "EPSG:4490", WKT, PROJJSON or a PROJ string. HZP_E_CRS when PROJ does not know it. */
HzpStatus hzp_crs_facts(const char *definition, HzpCrsFacts *facts);

typedef struct HzpTransform HzpTransform;

/* A transformation between two CRS, the most accurate operation that needs no network. HZP_E_CRS when there is none or a
 * definition is unknown. Not to be shared between threads. Free with hzp_transform_free(); NULL is fine. */
HzpStatus hzp_transform_new(const char *from, const char *to, HzpTransform **transform);
void hzp_transform_free(HzpTransform *transform);

/* A datum's shift to WGS 84 (and so to CGCS2000) as a bureau knows it: dX, dY, dZ in metres, rX, rY, rZ in arc seconds, scale
 * in parts per million; position vector rotations (EPSG method 9606), as in +towgs84. */
typedef struct {
    const char *crs; /* geographic CRS of the datum: "EPSG:4610" */
    double values[7];
} HzpDatumShift;

/* What a layer needs: from where to where, and what is known of it. */
typedef struct {
    const char *from;
    const char *to;
    HzpMapOffset offset; /* undone before anything else; `from` is WGS 84 then */
    double x;            /* a place in the middle of the layer, in `from`; NaN when there is none */
    double y;
    const HzpDatumShift *shifts; /* of the project; they go before what PROJ knows */
    size_t n_shifts;
} HzpTransformWanted;

/* What was chosen. */
typedef struct {
    char name[256];     /* PROJ's: "Inverse of 3-degree Gauss-Kruger zone 38 + Beijing 1954 to WGS 84 (6)" */
    double accuracy_m;  /* 0 where the datum stays, NaN where nothing is known */
    bool datum_changes; /* otherwise the operation is a mere projection */
    bool datum_same;    /* it changes by name only: WGS 84 and CGCS2000 agree within decimetres, nothing is moved */
    bool shift_unknown; /* PROJ has nothing for that place, the datum shift is left out: off by tens of metres and more */
    bool own_shift;     /* by the project's own parameters or +towgs84 */
    double west, south, east, north; /* where the operation is meant for; degrees; NaN when anywhere */
} HzpTransformFacts;

/* The most accurate operation whose area of use holds the layer. PROJ's own choice falls back to an operation made for
 * elsewhere, or to none, without saying so; this one says. A datum that reaches CGCS2000 by way of WGS 84 only goes that way.
 * HZP_E_CRS for an unknown definition. */
HzpStatus hzp_transform_choose(const HzpTransformWanted *wanted, HzpTransform **transform, HzpTransformFacts *facts);

/* Transform `n` points in place, x[i * stride], y[i * stride] (stride counts doubles). Points that cannot be transformed
 * become NaN; returns how many did. */
size_t hzp_transform_forward(HzpTransform *transform, double *x, double *y, size_t stride, size_t n);
size_t hzp_transform_inverse(HzpTransform *transform, double *x, double *y, size_t stride, size_t n);

/* PROJ string of a Lambert azimuthal equal-area projection centred at (longitude, latitude), on the ellipsoid of `facts`; the
 * centre is rounded to 0.01 degree so that it does not move with a village. Free with g_free(). Snyder 1987, USGS PP 1395,
 * ch. 24. */
char *hzp_crs_equal_area(const HzpCrsFacts *facts, double longitude, double latitude);

/* PROJ string of the geographic CRS on the same ellipsoid (no datum shift); free with g_free(). */
char *hzp_crs_geographic(const HzpCrsFacts *facts);

#endif
