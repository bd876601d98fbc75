/* The exposure question in a program that is not linked with GDAL and GEOS: exposure_light.c, which is no part of the
 * library. */
#ifndef HZP_ANALYSIS_EXPOSURE_LIGHT_H
#define HZP_ANALYSIS_EXPOSURE_LIGHT_H

/* Defined by that program: hand the question over to one that has them. Comes back from nowhere. Any thread may call it. */
void hzp_exposure_needs_whole(void);

#endif
