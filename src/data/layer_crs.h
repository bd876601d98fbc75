/* The CRS that a file of GDAL's names. */
#ifndef HZP_DATA_LAYER_CRS_H
#define HZP_DATA_LAYER_CRS_H

#include <ogr_srs_api.h>

/* "EPSG:4526" where it is one of PROJ's definitions, by its code or the same but for names, else its WKT; NULL when there is
 * none. Free with g_free(). */
char *hzp_crs_of_reference(OGRSpatialReferenceH reference);

#endif
