/* Shapes of QGIS simple markers. */
#ifndef HZP_PRESENT_MAP_MARKER_H
#define HZP_PRESENT_MAP_MARKER_H

#include <cairo.h>
#include <stdbool.h>

/* Number of a shape by its QGIS name ("circle", "triangle", …), or -1. */
int hzp_marker_find(const char *name);

/* Add the outline of a shape of radius 1 about the origin, y downwards, to the path. */
void hzp_marker_path(cairo_t *cairo, int shape);

/* Whether a shape is only a line and has no inside to fill ("cross", "x", "line"). */
bool hzp_marker_is_open(int shape);

#endif
