/* Well-known binary, looked through before any library is asked to read it: bounded in time by its length, in memory by
 * nothing. OGC 06-103r4 (ISO) and the flags of EWKB. */
#ifndef HZP_GEO_WKB_EXAMINE_H
#define HZP_GEO_WKB_EXAMINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    HZP_WKB_SOUND,
    HZP_WKB_CLAIMS, /* more points, rings or parts than its bytes can hold */
    HZP_WKB_NESTED, /* deeper than HZP_WKB_DEPTH */
    HZP_WKB_UNKNOWN /* a kind of geometry that is none */
} HzpWkbTrouble;

/* Deeper nesting than real data ever have would overflow the stack of those who read it by recursion. */
enum { HZP_WKB_DEPTH = 32 };

typedef struct {
    bool curved;     /* circular strings, compound curves, curve polygons */
    bool surface;    /* polyhedral surfaces, TIN, triangles */
    size_t unclosed; /* rings of polygons whose last point is not their first */
    double x;        /* where the first of them begins */
    double y;
    uint32_t claimed; /* with HZP_WKB_CLAIMS */
    size_t possible;
} HzpWkbFacts;

HzpWkbTrouble hzp_wkb_examine(const void *wkb, size_t length, HzpWkbFacts *facts);

#endif
