/* The Gauss-Krüger zones of China: which one a CRS is, and which EPSG code another one has.
 *
 * A zone is 3 or 6 degrees wide. Its eastings begin at 500000 m on the central meridian, with the number of the zone in front
 * (38500000) or without; both ways have codes of their own (CGCS2000: EPSG:4491 to 4554), and surveyors often name the wrong
 * one. 3-degree zone n has the meridian 3n, 6-degree zone n the meridian 6n - 3.
 */
#ifndef HZP_GEO_GAUSS_KRUGER_H
#define HZP_GEO_GAUSS_KRUGER_H

#include <stdbool.h>

typedef struct {
    double meridian;   /* degrees */
    int zone;          /* in front of the easting, 0 where it is not */
    bool three_degree; /* else six */
    char datum[32];    /* "CGCS2000", "Xian 1980", "Beijing 1954"; "" for another */
} HzpGaussKruger;

/* false for any other projection, or an unknown definition. */
bool hzp_gauss_kruger_of(const char *definition, HzpGaussKruger *zone);

/* The zone number that an easting begins with, 0 when there is none: 38512345.6 has 38. */
int hzp_gauss_kruger_number(double easting);

/* EPSG code of a zone of a datum ("EPSG:4526"), numbered or not; NULL when there is none. Zones up to 23 are six degrees
 * wide, from 25 on three, as China counts them. Free with g_free(). */
char *hzp_gauss_kruger_numbered(const char *datum, int zone);
char *hzp_gauss_kruger_unnumbered(const char *datum, double meridian, bool three_degree);

/* Name of the datum of a definition as above. */
const char *hzp_gauss_kruger_datum(const char *definition);

#endif
