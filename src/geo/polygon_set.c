#include "geo/polygon_set.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "geo/orientation.h"
#include "geo/polygon_simple.h"
#include "geo/wkb_bytes.h"

HzpPolygonSet *hzp_polygon_set_new(void)
{
    HzpPolygonSet *set = g_new0(HzpPolygonSet, 1);
    set->room_polygons = set->room_rings = set->room_corners = 16;
    set->x = g_new(double, set->room_corners);
    set->y = g_new(double, set->room_corners);
    set->ring_start = g_new0(size_t, set->room_rings + 1);
    set->first_ring = g_new0(size_t, set->room_polygons + 1);
    set->box = g_new(HzpBox, set->room_polygons);
    set->simple = g_new(uint8_t, set->room_polygons);
    return set;
}

void hzp_polygon_set_free(HzpPolygonSet *set)
{
    if (!set) return;
    g_free(set->x);
    g_free(set->y);
    g_free(set->ring_start);
    g_free(set->first_ring);
    g_free(set->box);
    g_free(set->simple);
    g_free(set->circle);
    g_free(set);
}

static size_t grown(size_t room, size_t wanted) { return wanted > room + room / 2 ? wanted : room + room / 2; }

static void want_corners(HzpPolygonSet *set, size_t more)
{
    if (set->n_corners + more <= set->room_corners) return;
    set->room_corners = grown(set->room_corners, set->n_corners + more);
    set->x = g_renew(double, set->x, set->room_corners);
    set->y = g_renew(double, set->y, set->room_corners);
}

static void want_ring(HzpPolygonSet *set)
{
    if (set->n_rings + 1 <= set->room_rings) return;
    set->room_rings = grown(set->room_rings, set->n_rings + 1);
    set->ring_start = g_renew(size_t, set->ring_start, set->room_rings + 1);
}

static void want_polygon(HzpPolygonSet *set)
{
    if (set->n + 1 <= set->room_polygons) return;
    set->room_polygons = grown(set->room_polygons, set->n + 1);
    set->first_ring = g_renew(size_t, set->first_ring, set->room_polygons + 1);
    set->box = g_renew(HzpBox, set->box, set->room_polygons);
    set->simple = g_renew(uint8_t, set->simple, set->room_polygons);
}

/* Twice the signed area, positive counter-clockwise. */
static double twice_area(const double *x, const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 1; i + 1 < n; i++)
        sum += (x[i] - x[0]) * (y[i + 1] - y[0]) - (x[i + 1] - x[0]) * (y[i] - y[0]);
    return sum;
}

static void reverse(double *values, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        double kept = values[i];
        values[i] = values[n - 1 - i];
        values[n - 1 - i] = kept;
    }
}

/* The corners from n_corners on become a ring, or are left when they enclose nothing. */
static void take_ring(HzpPolygonSet *set, size_t n, bool hole)
{
    double *x = set->x + set->n_corners;
    double *y = set->y + set->n_corners;
    while (n > 1 && x[n - 1] == x[0] && y[n - 1] == y[0])
        n--;
    if (n < 3) return;
    if ((twice_area(x, y, n) < 0) != hole) {
        reverse(x, n);
        reverse(y, n);
    }
    want_ring(set);
    set->n_corners += n;
    set->ring_start[++set->n_rings] = set->n_corners;
}

void hzp_polygon_set_add_ring(HzpPolygonSet *set, const double *x, const double *y, size_t n, bool hole)
{
    want_corners(set, n);
    if (n > 0) {
        memcpy(set->x + set->n_corners, x, n * sizeof *x);
        memcpy(set->y + set->n_corners, y, n * sizeof *y);
    }
    take_ring(set, n, hole);
}

void hzp_polygon_set_end(HzpPolygonSet *set)
{
    want_polygon(set);
    HzpBox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t c = set->ring_start[set->first_ring[set->n]]; c < set->n_corners; c++) {
        box.min_x = MIN(box.min_x, set->x[c]);
        box.max_x = MAX(box.max_x, set->x[c]);
        box.min_y = MIN(box.min_y, set->y[c]);
        box.max_y = MAX(box.max_y, set->y[c]);
    }
    set->simple[set->n] = HZP_SIMPLE_UNKNOWN;
    set->box[set->n++] = box;
    set->first_ring[set->n] = set->n_rings;
}

void hzp_polygon_set_add_empty(HzpPolygonSet *set) { hzp_polygon_set_end(set); }

void hzp_circle_corners(double *circle, int corners)
{
    for (int i = 0; i < corners; i++) {
        double angle = 2 * G_PI * i / corners;
        circle[i] = cos(angle);
        circle[corners + i] = sin(angle);
    }
}

/* Cosines and sines are the same for all circles of so many corners. */
static void prepare_circle(HzpPolygonSet *set, int corners)
{
    if (set->circle_corners == corners) return;
    set->circle_corners = corners;
    set->circle = g_renew(double, set->circle, 2 * (gsize)corners);
    hzp_circle_corners(set->circle, corners);
}

void hzp_polygon_set_add_circle(HzpPolygonSet *set, double x, double y, double radius, int corners)
{
    prepare_circle(set, corners);
    want_corners(set, (size_t)corners);
    for (int i = 0; i < corners; i++) {
        set->x[set->n_corners + (size_t)i] = x + radius * set->circle[i];
        set->y[set->n_corners + (size_t)i] = y + radius * set->circle[corners + i];
    }
    take_ring(set, (size_t)corners, false);
    hzp_polygon_set_end(set);
    /* Not where rounding moves corners by a part of the radius that matters. */
    if (radius > 1e-9 * (fabs(x) + fabs(y))) set->simple[set->n - 1] = HZP_SIMPLE_YES;
}

void hzp_polygon_set_add_wound_ring(HzpPolygonSet *set, const double *x, const double *y, size_t n)
{
    want_corners(set, n);
    want_ring(set);
    memcpy(set->x + set->n_corners, x, n * sizeof(double));
    memcpy(set->y + set->n_corners, y, n * sizeof(double));
    set->n_corners += n;
    set->ring_start[++set->n_rings] = set->n_corners;
}

void hzp_polygon_set_add_polygon_rings(HzpPolygonSet *set, const HzpPolygonSet *other, size_t i)
{
    for (size_t r = other->first_ring[i]; r < other->first_ring[i + 1]; r++) {
        size_t start = other->ring_start[r];
        hzp_polygon_set_add_wound_ring(set, other->x + start, other->y + start, other->ring_start[r + 1] - start);
    }
}

void hzp_polygon_set_add_copy(HzpPolygonSet *set, const HzpPolygonSet *other, size_t i)
{
    hzp_polygon_set_add_polygon_rings(set, other, i);
    hzp_polygon_set_end(set);
    set->simple[set->n - 1] = other->simple[i];
}

void hzp_affine_move(const double affine[6], double *x, double *y, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double east = x[i] - affine[0];
        double north = y[i] - affine[3];
        x[i] = affine[1] * east + affine[2] * north;
        y[i] = affine[4] * east + affine[5] * north;
    }
}

void hzp_polygon_set_add_moved(HzpPolygonSet *set, const HzpPolygonSet *other, size_t i, const double affine[6])
{
    for (size_t r = other->first_ring[i]; r < other->first_ring[i + 1]; r++) {
        size_t start = other->ring_start[r];
        size_t n = other->ring_start[r + 1] - start;
        want_corners(set, n);
        double *x = set->x + set->n_corners;
        double *y = set->y + set->n_corners;
        memcpy(x, other->x + start, n * sizeof *x);
        memcpy(y, other->y + start, n * sizeof *y);
        hzp_affine_move(affine, x, y, n);
        take_ring(set, n, twice_area(other->x + start, other->y + start, n) < 0);
    }
    hzp_polygon_set_end(set);
    /* Corners are rounded anew: what was simple may cross itself by a rounding error. */
    if (other->simple[i] != HZP_SIMPLE_NO)
        hzp_polygon_set_examine(set, set->n - 1, set->n);
    else
        set->simple[set->n - 1] = HZP_SIMPLE_NO;
}

/* ---- from well-known binary ---- */

typedef struct {
    const unsigned char *at;
    size_t left;
    bool little; /* byte order of the geometry being read */
} Wkb;

static bool take_count(Wkb *wkb, uint32_t *value)
{
    if (wkb->left < 4) return false;
    *value = hzp_wkb_count(wkb->at, wkb->little);
    wkb->at += 4;
    wkb->left -= 4;
    return true;
}

/* Type of the geometry (3 polygon, 6 multipolygon …) and its doubles for each corner. */
static bool take_header(Wkb *wkb, uint32_t *type, size_t *dimensions)
{
    static const uint32_t EWKB_Z = 0x80000000u;
    static const uint32_t EWKB_M = 0x40000000u;
    static const uint32_t EWKB_SRID = 0x20000000u;
    uint32_t code = 0;
    uint32_t srid = 0;
    if (wkb->left < 1 || wkb->at[0] > 1) return false;
    wkb->little = wkb->at[0] == 1;
    wkb->at++;
    wkb->left--;
    if (!take_count(wkb, &code)) return false;
    if ((code & EWKB_SRID) && !take_count(wkb, &srid)) return false;
    uint32_t iso = code & 0x0fffffff;
    *type = iso % 1000;
    *dimensions = 2 + ((code & EWKB_Z) != 0) + ((code & EWKB_M) != 0);
    if (iso / 1000 > 3) return false;
    if (iso >= 1000) *dimensions = iso / 1000 == 3 ? 4 : 3;
    return true;
}

static bool take_corners(HzpPolygonSet *set, Wkb *wkb, size_t n, size_t dimensions, bool hole)
{
    if (wkb->left / (8 * dimensions) < n) return false;
    want_corners(set, n);
    double *x = set->x + set->n_corners;
    double *y = set->y + set->n_corners;
    bool finite = true;
    for (size_t i = 0; i < n; i++) {
        const unsigned char *corner = wkb->at + i * 8 * dimensions;
        x[i] = hzp_wkb_real(corner, wkb->little);
        y[i] = hzp_wkb_real(corner + 8, wkb->little);
        finite = finite && isfinite(x[i]) && isfinite(y[i]);
    }
    wkb->at += n * 8 * dimensions;
    wkb->left -= n * 8 * dimensions;
    if (finite) take_ring(set, n, hole);
    return finite;
}

static bool take_polygon(HzpPolygonSet *set, Wkb *wkb, size_t dimensions)
{
    uint32_t rings = 0;
    if (!take_count(wkb, &rings)) return false;
    for (uint32_t r = 0; r < rings; r++) {
        uint32_t n = 0;
        if (!take_count(wkb, &n) || !take_corners(set, wkb, n, dimensions, r > 0)) return false;
    }
    return true;
}

static bool take_multipolygon(HzpPolygonSet *set, Wkb *wkb)
{
    uint32_t parts = 0;
    if (!take_count(wkb, &parts)) return false;
    for (uint32_t p = 0; p < parts; p++) {
        uint32_t type = 0;
        size_t dimensions = 2;
        if (!take_header(wkb, &type, &dimensions) || type != 3 || !take_polygon(set, wkb, dimensions)) return false;
    }
    return true;
}

bool hzp_polygon_set_add_wkb(HzpPolygonSet *set, const unsigned char *bytes, size_t size)
{
    enum { POLYGON = 3, MULTIPOLYGON = 6 };
    Wkb wkb = {bytes, size, true};
    uint32_t type = 0;
    size_t dimensions = 2;
    bool read = take_header(&wkb, &type, &dimensions);
    if (read) {
        read = type == POLYGON        ? take_polygon(set, &wkb, dimensions)
               : type == MULTIPOLYGON ? take_multipolygon(set, &wkb)
                                      : false;
    }
    if (!read) {
        set->n_rings = set->first_ring[set->n];
        set->n_corners = set->ring_start[set->n_rings];
    }
    hzp_polygon_set_end(set);
    return read;
}

/* ---- measures ---- */

double hzp_polygon_set_area(const HzpPolygonSet *set, size_t i)
{
    double sum = 0;
    for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1]; r++) {
        size_t start = set->ring_start[r];
        sum += twice_area(set->x + start, set->y + start, set->ring_start[r + 1] - start);
    }
    return sum / 2;
}

/* Winding number by the edges that a ray to the east crosses. */
static int winding_of_ring(const double *x, const double *y, size_t n, double px, double py, bool *on_edge)
{
    int winding = 0;
    for (size_t i = 0, j = n - 1; i < n; j = i++)
        winding += hzp_edge_winding(x[j], y[j], x[i], y[i], px, py, on_edge);
    return winding;
}

bool hzp_polygon_set_covers(const HzpPolygonSet *set, size_t i, double x, double y)
{
    const HzpBox *box = &set->box[i];
    int winding = 0;
    bool on_edge = false;
    if (!(x >= box->min_x && x <= box->max_x && y >= box->min_y && y <= box->max_y)) return false;
    for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1]; r++) {
        size_t start = set->ring_start[r];
        winding += winding_of_ring(set->x + start, set->y + start, set->ring_start[r + 1] - start, x, y, &on_edge);
    }
    return on_edge || winding > 0;
}
