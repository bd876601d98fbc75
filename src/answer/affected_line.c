/* Roads and railways: whether a line meets the area, and its place that is nearest to what was asked. */
#include <math.h>

#include "answer/affected_parts.h"
#include "data/geopackage_geometry.h"
#include "geo/wkb_bytes.h"

/* ---- reading ---- */

enum { LINE = 2, LINES = 5, WKB_HEADER = 5, COUNT = 4 };

typedef struct {
    const unsigned char *at;
    size_t left;
} Bytes;

/* Type without Z and M, and how many numbers a corner has; false where the bytes do not hold it. */
static bool read_header(Bytes *bytes, bool *little, uint32_t *type, size_t *dimensions, uint32_t *count)
{
    if (bytes->left < WKB_HEADER + COUNT || bytes->at[0] > 1) return false;
    *little = bytes->at[0] == 1;
    uint32_t code = hzp_wkb_count(bytes->at + 1, *little);
    *type = code % 1000;
    *dimensions = code / 1000 == 0 ? 2 : code / 1000 == 3 ? 4 : 3;
    *count = hzp_wkb_count(bytes->at + WKB_HEADER, *little);
    bytes->at += WKB_HEADER + COUNT;
    bytes->left -= WKB_HEADER + COUNT;
    return code / 1000 <= 3;
}

static bool read_corners(Bytes *bytes, bool little, size_t dimensions, uint32_t count, GArray *corners)
{
    if (count > bytes->left / (8 * dimensions)) return false;
    for (uint32_t i = 0; i < count; i++) {
        HzpLineCorner corner = {hzp_wkb_real(bytes->at, little), hzp_wkb_real(bytes->at + 8, little), i == 0};
        if (!isfinite(corner.lon) || !isfinite(corner.lat)) return false;
        g_array_append_val(corners, corner);
        bytes->at += 8 * dimensions;
        bytes->left -= 8 * dimensions;
    }
    return true;
}

static bool read_wkb(Bytes *bytes, GArray *corners)
{
    bool little = true;
    uint32_t type = 0, count = 0, parts = 1;
    size_t dimensions = 2;
    if (!read_header(bytes, &little, &type, &dimensions, &count)) return false;
    if (type == LINE) return read_corners(bytes, little, dimensions, count, corners);
    if (type != LINES) return false;
    for (parts = count; parts > 0; parts--) {
        if (!read_header(bytes, &little, &type, &dimensions, &count) || type != LINE) return false;
        if (!read_corners(bytes, little, dimensions, count, corners)) return false;
    }
    return true;
}

GArray *hzp_answer_line(const HzpAnswering *answering, sqlite3_stmt *statement, int column)
{
    const unsigned char *blob = sqlite3_column_blob(statement, column);
    Bytes bytes = {0};
    size_t size = blob ? (size_t)sqlite3_column_bytes(statement, column) : 0;
    if (!blob || hzp_geopackage_wkb(blob, size, &bytes.at, &bytes.left) != HZP_BLOB_READ) return NULL;
    GArray *corners = g_array_new(FALSE, FALSE, sizeof(HzpLineCorner));
    if (!read_wkb(&bytes, corners) || corners->len == 0) {
        g_array_free(corners, TRUE);
        return NULL;
    }
    for (guint i = 0; i < corners->len && answering->to_degrees; i++) {
        HzpLineCorner *corner = &g_array_index(corners, HzpLineCorner, i);
        hzp_transform_forward(answering->to_degrees, &corner->lon, &corner->lat, 1, 1);
    }
    return corners;
}

/* ---- meeting ---- */

static double turn(double ax, double ay, double bx, double by, double cx, double cy)
{
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

static bool crosses(const HzpLineCorner *a, const HzpLineCorner *b, double cx, double cy, double dx, double dy)
{
    double c = turn(a->lon, a->lat, b->lon, b->lat, cx, cy), d = turn(a->lon, a->lat, b->lon, b->lat, dx, dy);
    double at_a = turn(cx, cy, dx, dy, a->lon, a->lat), at_b = turn(cx, cy, dx, dy, b->lon, b->lat);
    return ((c > 0) != (d > 0)) && ((at_a > 0) != (at_b > 0));
}

/* Edges that only touch at a corner are told by the corner, which lies in the area. */
static bool crosses_edge(const HzpPolygonSet *set, const HzpLineCorner *a, const HzpLineCorner *b)
{
    for (size_t r = 0; r < set->n_rings; r++) {
        size_t start = set->ring_start[r], end = set->ring_start[r + 1];
        for (size_t k = start, before = end - 1; k < end; before = k++) {
            if (crosses(a, b, set->x[before], set->y[before], set->x[k], set->y[k])) return true;
        }
    }
    return false;
}

bool hzp_answer_line_meets(const HzpAnswering *answering, const GArray *line, double *lon, double *lat)
{
    const HzpAsked *asked = &answering->answer->asked;
    const HzpAskedShape *shape = &answering->shape;
    double least = INFINITY;
    bool meets = false;
    for (guint i = 0; i < line->len; i++) {
        const HzpLineCorner *corner = &g_array_index(line, HzpLineCorner, i);
        const HzpLineCorner *before = i == 0 || corner->begins ? corner : corner - 1;
        double x = NAN, y = NAN;
        double distance = hzp_answer_nearest_on_edge(&answering->ruler, asked->lon, asked->lat, before->lon, before->lat,
                                                     corner->lon, corner->lat, &x, &y);
        if (!shape->circle)
            meets = meets || hzp_answer_shape_covers(shape, corner->lon, corner->lat) ||
                    crosses_edge(shape->polygons, before, corner);
        if (!(distance < least)) continue;
        least = distance;
        *lon = x;
        *lat = y;
    }
    return shape->circle ? hzp_answer_shape_covers(shape, *lon, *lat) : meets;
}
