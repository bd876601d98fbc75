/* Placing a geometry in the project's CRS, and the old mistake of exchanged axes: surveyors write north first, and registers
 * are filled in by hand. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/layer_reading.h"
#include "geo/geometry.h"

typedef struct {
    size_t row;
    double x; /* as in the source */
    double y;
} Exchanged;

static bool in_degrees(double x, double y) { return x >= -180 && x <= 180 && y >= -90 && y <= 90; }

static bool outside_degrees(const HzpLayerReading *reading, const GEOSGeometry *geometry)
{
    double west = 0;
    double south = 0;
    double east = 0;
    double north = 0;
    return reading->geographic && hzp_geometry_bounds(geometry, &west, &south, &east, &north) &&
           (!in_degrees(west, south) || !in_degrees(east, north));
}

/* In the target CRS; `geometry` stays the caller's. */
static GEOSGeometry *to_target(const HzpLayerReading *reading, const GEOSGeometry *geometry, const char **trouble)
{
    if (outside_degrees(reading, geometry)) {
        *trouble = "coordinate_out_of_range";
        return NULL;
    }
    if (!reading->transform) return GEOSGeom_clone_r(hzp_geos(), geometry);
    GEOSGeometry *moved = hzp_geometry_transform(geometry, reading->transform, false);
    if (!moved) *trouble = "coordinate_untransformable";
    return moved;
}

static bool middle(const GEOSGeometry *geometry, double *x, double *y)
{
    double west = 0;
    double south = 0;
    double east = 0;
    double north = 0;
    if (!geometry || !hzp_geometry_bounds(geometry, &west, &south, &east, &north)) return false;
    *x = (west + east) / 2;
    *y = (south + north) / 2;
    return true;
}

static bool in_region(const HzpLayerReading *reading, const GEOSGeometry *geometry)
{
    double x = 0;
    double y = 0;
    return middle(geometry, &x, &y) && hzp_polygon_index_first(reading->region, x, y) >= 0;
}

static int exchange_point(double *x, double *y, void *user)
{
    double kept = *x;
    (void)user;
    *x = *y;
    *y = kept;
    return 1;
}

static GEOSGeometry *place_exchanged(HzpLayerReading *reading, const GEOSGeometry *geometry, size_t row)
{
    const char *ignored = NULL;
    Exchanged item = {row, NAN, NAN};
    GEOSGeometry *exchanged = GEOSGeom_transformXY_r(hzp_geos(), geometry, exchange_point, NULL);
    GEOSGeometry *placed = exchanged ? to_target(reading, exchanged, &ignored) : NULL;
    hzp_geometry_free(exchanged);
    if (!in_region(reading, placed)) {
        hzp_geometry_free(placed);
        return NULL;
    }
    middle(geometry, &item.x, &item.y);
    if (!reading->exchanged) reading->exchanged = g_array_new(FALSE, FALSE, sizeof(Exchanged));
    g_array_append_val(reading->exchanged, item);
    return placed;
}

GEOSGeometry *hzp_layer_place(HzpLayerReading *reading, GEOSGeometry *geometry, size_t row, const char **trouble)
{
    GEOSGeometry *placed = to_target(reading, geometry, trouble);
    if (reading->region && !in_region(reading, placed)) {
        GEOSGeometry *other = place_exchanged(reading, geometry, row);
        if (other) {
            hzp_geometry_free(placed);
            placed = other;
            *trouble = NULL;
        }
    }
    hzp_geometry_free(geometry);
    if (placed) reading->placed++;
    return placed;
}

static char *position(double x, double y) { return g_strdup_printf("%s, %s", hzp_text_of_number(x), hzp_text_of_number(y)); }

void hzp_layer_tell_exchanged(HzpLayerReading *reading)
{
    enum { MANY = 20 };
    GArray *rows = reading->exchanged;
    if (!rows) return;
    const Exchanged *items = (const Exchanged *)rows->data;
    bool all = rows->len >= 2 && rows->len == reading->placed;
    bool most = rows->len > MANY && (size_t)rows->len * 2 > reading->placed;
    size_t shown = all || most ? 1 : rows->len;
    for (size_t i = 0; i < shown; i++) {
        g_autofree char *given = position(items[i].x, items[i].y);
        g_autofree char *used = position(items[i].y, items[i].x);
        if (all || most) {
            hzp_findings_add(reading->findings, "axes_exchanged", hzp_table_name(reading->table), NULL, NULL, "count",
                             hzp_text_of_size(rows->len), "rows", hzp_text_of_size(reading->placed), "value", given, "used",
                             used, NULL);
        } else {
            hzp_findings_add_row(reading->findings, "position_exchanged", reading->table, items[i].row, "geometry", "value",
                                 given, "used", used, NULL);
        }
    }
    g_array_free(rows, TRUE);
    reading->exchanged = NULL;
}
