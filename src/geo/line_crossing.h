/* Where the boundary of a polygon crosses a horizontal line, and the pieces of the line that lie inside. */
#ifndef HZP_GEO_LINE_CROSSING_H
#define HZP_GEO_LINE_CROSSING_H

#include <glib.h>

typedef struct {
    double x;
    int winding; /* of what lies to its right, less that to its left: positive inside, for shells that turn left */
} HzpLineCrossing;

/* A piece of the line inside of the polygon, from one crossing to the next; `from` may equal `to`. */
typedef void (*HzpLinePiece)(double from, double to, void *user);

/* Sort the crossings (HzpLineCrossing) of one line and tell the pieces inside, from left to right. */
void hzp_line_crossings_inside(GArray *crossings, HzpLinePiece piece, void *user);

#endif
