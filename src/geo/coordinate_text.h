/* Coordinates as registers write them. */
#ifndef HZP_GEO_COORDINATE_TEXT_H
#define HZP_GEO_COORDINATE_TEXT_H

#include <stdbool.h>

/* Read one coordinate: decimal degrees or metres ("112.8508"), or degrees, minutes and seconds in the usual ways
 * (112°51′03.2″, 112°51'3.2"E, 112度51分3.2秒, 112-51-03, 东经112°51′). W, S, 西经, 南纬 make it negative. Missing text gives
 * NaN. false when it is not a coordinate: minutes or seconds of 60 and more, trailing text, or nothing readable. */
bool hzp_coordinate_parse(const char *text, double *value);

#endif
