#include "data/geopackage_geometry.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "geo/wkb_bytes.h"

HzpBlobState hzp_geopackage_wkb(const unsigned char *blob, size_t size, const unsigned char **wkb, size_t *wkb_size)
{
    enum { HEADER = 8, EMPTY = 0x10, EXTENDED = 0x20 };
    static const size_t envelope_bytes[] = {0, 32, 48, 48, 64};
    if (!blob || size < HEADER || blob[0] != 'G' || blob[1] != 'P' || blob[2] != 0) return HZP_BLOB_OTHER;
    unsigned envelope = (blob[3] >> 1) & 7U;
    if ((blob[3] & EXTENDED) || envelope >= G_N_ELEMENTS(envelope_bytes)) return HZP_BLOB_OTHER;
    size_t header = HEADER + envelope_bytes[envelope];
    if (size <= header) return HZP_BLOB_OTHER;
    *wkb = blob + header;
    *wkb_size = size - header;
    return blob[3] & EMPTY ? HZP_BLOB_EMPTY : HZP_BLOB_READ;
}

/* Doubles of a point by its type: 1 POINT, 1001 Z, 2001 M, 3001 ZM, or EWKB's flags for Z and M; 0 for anything else. */
static size_t dimensions_of_point(uint32_t type)
{
    switch (type) {
    case 1:
        return 2;
    case 1001:
    case 2001:
    case 0x80000001u:
    case 0x40000001u:
        return 3;
    case 3001:
    case 0xc0000001u:
        return 4;
    default:
        return 0;
    }
}

HzpBlobState hzp_geopackage_point(const unsigned char *blob, size_t size, double *x, double *y)
{
    enum { HEADER = 5 };
    const unsigned char *wkb = NULL;
    size_t left = 0;
    *x = *y = NAN;
    HzpBlobState state = hzp_geopackage_wkb(blob, size, &wkb, &left);
    if (state != HZP_BLOB_READ) return state;
    if (left < HEADER || wkb[0] > 1) return HZP_BLOB_OTHER;
    bool little = wkb[0] == 1;
    size_t dimensions = dimensions_of_point(hzp_wkb_count(wkb + 1, little));
    if (dimensions == 0 || left != HEADER + 8 * dimensions) return HZP_BLOB_OTHER;
    double east = hzp_wkb_real(wkb + HEADER, little);
    double north = hzp_wkb_real(wkb + HEADER + 8, little);
    if (isnan(east) && isnan(north)) return HZP_BLOB_EMPTY;
    if (!isfinite(east) || !isfinite(north)) return HZP_BLOB_OTHER;
    *x = east;
    *y = north;
    return HZP_BLOB_READ;
}

/* Rings that a polygon or multipolygon has by its own word; it was read before, so that its counts fit its size. */
static size_t rings_of(const unsigned char *wkb)
{
    enum { POLYGON = 3, HEADER = 5 };
    const unsigned char *at = wkb;
    size_t rings = 0;
    size_t parts = 1;
    for (bool first = true; parts > 0; first = false) {
        bool little = at[0] == 1;
        uint32_t code = hzp_wkb_count(at + 1, little);
        uint32_t type = (code & 0x0fffffff) % 1000;
        size_t dimensions = 2 + (code / 0x80000000u) + ((code & 0x40000000u) != 0);
        if ((code & 0x0fffffff) >= 1000) dimensions = (code & 0x0fffffff) / 1000 == 3 ? 4 : 3;
        at += HEADER + (code & 0x20000000u ? 4 : 0);
        uint32_t n = hzp_wkb_count(at, little);
        at += 4;
        if (first && type != POLYGON) {
            parts = n;
            continue;
        }
        rings += n;
        for (uint32_t r = 0; r < n; r++)
            at += 4 + hzp_wkb_count(at, little) * dimensions * 8;
        parts--;
    }
    return rings;
}

HzpBlobState hzp_geopackage_polygon(const unsigned char *blob, size_t size, HzpPolygonSet *set)
{
    const unsigned char *wkb = NULL;
    size_t left = 0;
    HzpBlobState state = hzp_geopackage_wkb(blob, size, &wkb, &left);
    if (state != HZP_BLOB_READ) {
        hzp_polygon_set_add_empty(set);
        return state;
    }
    if (!hzp_polygon_set_add_wkb(set, wkb, left)) return HZP_BLOB_OTHER;
    size_t rings = set->first_ring[set->n] - set->first_ring[set->n - 1];
    if (rings_of(wkb) != rings) return HZP_BLOB_OTHER; /* one encloses nothing */
    return rings == 0 ? HZP_BLOB_EMPTY : HZP_BLOB_READ;
}

HzpBlobState hzp_geopackage_box(const unsigned char *blob, size_t size, HzpPolygonSet *room, HzpBox *box)
{
    enum { HEADER = 8, SIDES = 4 };
    const unsigned char *wkb = NULL;
    size_t left = 0;
    HzpBlobState state = hzp_geopackage_wkb(blob, size, &wkb, &left);
    if (state != HZP_BLOB_READ) return state;
    if (wkb == blob + HEADER) {
        state = hzp_geopackage_polygon(blob, size, room);
        *box = room->box[room->n - 1];
        return state;
    }
    double sides[SIDES];
    for (size_t i = 0; i < SIDES; i++)
        sides[i] = hzp_wkb_real(blob + HEADER + 8 * i, blob[3] & 1U);
    *box = (HzpBox){sides[0], sides[2], sides[1], sides[3]};
    return box->min_x <= box->max_x && box->min_y <= box->max_y ? HZP_BLOB_READ : HZP_BLOB_OTHER;
}
