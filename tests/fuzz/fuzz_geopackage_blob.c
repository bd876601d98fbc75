/* Geometry blobs of GeoPackages, as points, polygons and boxes. */
#include "fuzz.h"

#include <math.h>

#include "data/geopackage_geometry.h"
#include "geo/polygon_simple.h"

static void check_point(const unsigned char *blob, size_t size)
{
    double x = 0;
    double y = 0;
    HzpBlobState state = hzp_geopackage_point(blob, size, &x, &y);
    bool read = state == HZP_BLOB_READ;
    FUZZ_REQUIRE(isfinite(x) == read && isfinite(y) == read, "x %g, y %g", x, y);
}

/* Corners are no more than the blob has room for, finite, and inside the box; a row is a polygon, whatever it holds. */
static void check_polygon(const unsigned char *blob, size_t size)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    HzpBlobState state = hzp_geopackage_polygon(blob, size, set);
    FUZZ_REQUIRE(set->n == 1, "%zu polygons", set->n);
    FUZZ_REQUIRE(set->n_corners * 16 <= size, "%zu corners of %zu bytes", set->n_corners, size);
    FUZZ_REQUIRE(state != HZP_BLOB_READ || set->n_corners >= 3, "%zu corners", set->n_corners);
    for (size_t i = 0; i < set->n_corners; i++)
        FUZZ_REQUIRE(set->x[i] >= set->box[0].min_x && set->x[i] <= set->box[0].max_x && set->y[i] >= set->box[0].min_y &&
                         set->y[i] <= set->box[0].max_y,
                     "corner %zu", i);
    if (state == HZP_BLOB_READ && set->n_corners < 200) hzp_polygon_is_valid(set, 0);
    hzp_polygon_set_free(set);
}

static void check_box(const unsigned char *blob, size_t size)
{
    HzpPolygonSet *room = hzp_polygon_set_new();
    HzpBox box = {0, 0, 0, 0};
    if (hzp_geopackage_box(blob, size, room, &box) == HZP_BLOB_READ)
        FUZZ_REQUIRE(box.min_x <= box.max_x && box.min_y <= box.max_y, "%g %g %g %g", box.min_x, box.min_y, box.max_x,
                     box.max_y);
    hzp_polygon_set_free(room);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree unsigned char *blob = g_memdup2(data, size);
    check_point(blob, size);
    check_polygon(blob, size);
    check_box(blob, size);
    return 0;
}
