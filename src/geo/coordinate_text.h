/* Coordinates as registers write them. */
#ifndef HZP_GEO_COORDINATE_TEXT_H
#define HZP_GEO_COORDINATE_TEXT_H

#include <stdbool.h>

/* Read one coordinate: decimal degrees or metres ("112.8508"), or degrees, minutes and seconds in the usual ways
 * (112°51′03.2″, 112°51'3.2"E, 112度51分3.2秒, 112-51-03, 112:51:03, 112 51 03, 东经112°51.05′; full-width forms too). W, S,
 * 西经, 南纬 make it negative. Missing text gives NaN. false when it is not a coordinate: minutes or seconds of 60 and more,
 * a sign beside a direction, trailing text, or nothing readable. */
bool hzp_coordinate_parse(const char *text, double *value);

/* The same where figures without marks are packed: 112.5103 and 1125103 are 112°51′03″, 112.51032 is 112°51′03.2″. */
bool hzp_coordinate_parse_packed(const char *text, double *value);

/* Two coordinates in one text, divided by a comma, semicolon, slash or their directions, in brackets or not. The one that
 * says north (N, 北纬, 纬度) is y, wherever it stands; where neither says, x is first. */
bool hzp_coordinate_parse_pair(const char *text, bool packed, double *x, double *y);

#endif
