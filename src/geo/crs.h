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

/* Whether going from one CRS to the other would silently leave out a datum shift: PROJ knows only a "ballpark" operation, and
 * the ellipsoids differ (Beijing 1954 and Xian 1980 against CGCS2000: some 100 m). WGS 84 and CGCS2000, which agree within
 * decimetres, need none; a definition with +towgs84 brings its own. */
bool hzp_crs_shift_unknown(const char *from, const char *to);

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
