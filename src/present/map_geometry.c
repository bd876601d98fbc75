#include "present/map_geometry.h"

#include <math.h>

HzpExtent hzp_extent_none(void) { return (HzpExtent){INFINITY, INFINITY, -INFINITY, -INFINITY}; }

void hzp_extent_add(HzpExtent *extent, const HzpExtent *other)
{
    extent->west = fmin(extent->west, other->west);
    extent->south = fmin(extent->south, other->south);
    extent->east = fmax(extent->east, other->east);
    extent->north = fmax(extent->north, other->north);
}

bool hzp_extent_meets(const HzpExtent *a, const HzpExtent *b)
{
    return a->west <= b->east && b->west <= a->east && a->south <= b->north && b->south <= a->north;
}

typedef struct {
    GArray *xy;   /* of double */
    GArray *ends; /* of size_t */
} Points;

static void add_sequence(GEOSContextHandle_t geos, const GEOSGeometry *line, Points *points)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos, line);
    unsigned count = 0;
    if (!sequence || !GEOSCoordSeq_getSize_r(geos, sequence, &count) || count == 0) return;
    guint start = points->xy->len;
    g_array_set_size(points->xy, start + 2 * count);
    GEOSCoordSeq_copyToBuffer_r(geos, sequence, &g_array_index(points->xy, double, start), 0, 0);
    size_t end = points->xy->len / 2;
    g_array_append_val(points->ends, end);
}

static char add_geometry(GEOSContextHandle_t geos, const GEOSGeometry *geometry, Points *points)
{
    switch (GEOSGeomTypeId_r(geos, geometry)) {
    case GEOS_POINT:
        add_sequence(geos, geometry, points);
        return 'p';
    case GEOS_LINESTRING:
    case GEOS_LINEARRING:
        add_sequence(geos, geometry, points);
        return 'l';
    case GEOS_POLYGON:
        if (GEOSisEmpty_r(geos, geometry)) return 'a';
        add_sequence(geos, GEOSGetExteriorRing_r(geos, geometry), points);
        for (int i = 0; i < GEOSGetNumInteriorRings_r(geos, geometry); i++)
            add_sequence(geos, GEOSGetInteriorRingN_r(geos, geometry, i), points);
        return 'a';
    default:
        break;
    }
    char shape = 0;
    for (int i = 0; i < GEOSGetNumGeometries_r(geos, geometry); i++)
        shape = add_geometry(geos, GEOSGetGeometryN_r(geos, geometry, i), points);
    return shape;
}

static void measure(HzpMapRow *row)
{
    row->extent = hzp_extent_none();
    for (size_t i = 0; row->parts > 0 && i < row->ends[row->parts - 1]; i++) {
        HzpExtent point = {row->xy[2 * i], row->xy[2 * i + 1], row->xy[2 * i], row->xy[2 * i + 1]};
        if (isfinite(point.west)) hzp_extent_add(&row->extent, &point);
    }
}

void hzp_map_geometry_unpack(const GEOSGeometry *geometry, HzpMapRow *row)
{
    Points points = {g_array_new(FALSE, FALSE, sizeof(double)), g_array_new(FALSE, FALSE, sizeof(size_t))};
    row->shape = geometry ? add_geometry(hzp_geos(), geometry, &points) : 0;
    row->parts = points.ends->len;
    if (row->parts == 0) row->shape = 0;
    row->xy = (double *)(void *)g_array_free(points.xy, FALSE);
    row->ends = (size_t *)(void *)g_array_free(points.ends, FALSE);
    measure(row);
}

bool hzp_map_row_holds(const HzpMapRow *row, double x, double y)
{
    bool inside = false;
    if (row->shape != 'a' || x < row->extent.west || x > row->extent.east) return false;
    size_t first = 0;
    for (size_t part = 0; part < row->parts; part++) {
        for (size_t i = first, last = row->ends[part] - 1; i < row->ends[part]; last = i++) {
            const double *a = &row->xy[2 * i];
            const double *b = &row->xy[2 * last];
            if ((a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]) inside = !inside;
        }
        first = row->ends[part];
    }
    return inside;
}

/* Distance to the nearest edge, negative outside. */
static double depth(const HzpMapRow *row, double x, double y)
{
    double least = INFINITY;
    size_t first = 0;
    for (size_t part = 0; part < row->parts; part++) {
        for (size_t i = first + 1; i < row->ends[part]; i++) {
            const double *a = &row->xy[2 * (i - 1)];
            const double *b = &row->xy[2 * i];
            double dx = b[0] - a[0];
            double dy = b[1] - a[1];
            double length = dx * dx + dy * dy;
            double t = length > 0 ? CLAMP(((x - a[0]) * dx + (y - a[1]) * dy) / length, 0, 1) : 0;
            double ex = a[0] + t * dx - x;
            double ey = a[1] + t * dy - y;
            least = fmin(least, ex * ex + ey * ey);
        }
        first = row->ends[part];
    }
    return hzp_map_row_holds(row, x, y) ? sqrt(least) : -sqrt(least);
}

/* A place well inside an area, where its name goes: the deepest of a grid of places, refined twice. */
static void find_middle(HzpMapRow *row)
{
    enum { STEPS = 12 };
    double half_x = (row->extent.east - row->extent.west) / 2;
    double half_y = (row->extent.north - row->extent.south) / 2;
    double deepest = -INFINITY;
    row->middle_x = row->extent.west + half_x;
    row->middle_y = row->extent.south + half_y;
    for (int round = 0; round < 3; round++, half_x /= 6, half_y /= 6) {
        double centre_x = row->middle_x;
        double centre_y = row->middle_y;
        for (int i = 0; i < STEPS * STEPS; i++) {
            double x = centre_x + half_x * (2.0 * (i % STEPS) / (STEPS - 1) - 1);
            double y = centre_y + half_y * (2.0 * (i / STEPS) / (STEPS - 1) - 1);
            double here = hzp_map_row_holds(row, x, y) ? depth(row, x, y) : -INFINITY;
            if (here <= deepest) continue;
            deepest = here;
            row->middle_x = x;
            row->middle_y = y;
        }
    }
}

void hzp_map_geometry_project(HzpTransform *transform, HzpMapRow *row)
{
    if (row->parts == 0) return;
    hzp_transform_forward(transform, row->xy, row->xy + 1, 2, row->ends[row->parts - 1]);
    measure(row);
    row->middle_x = row->xy[0];
    row->middle_y = row->xy[1];
    bool named = row->layer->style && row->layer->style->label.column;
    if (row->shape == 'a' && named) find_middle(row);
}

/* The only rule of a layer when it draws nothing but lines, else NULL. */
static const HzpStyleRule *line_rule(const HzpMapLayer *layer)
{
    const HzpStyle *style = layer->style;
    if (style->rules->len != 1 || style->by_level || layer->count == 0) return NULL;
    const HzpStyleRule *rule = g_ptr_array_index(style->rules, 0);
    if (rule->filter || rule->is_else || !rule->drawn || !rule->symbol || rule->children->len > 0) return NULL;
    for (guint i = 0; i < rule->symbol->parts->len; i++) {
        const HzpSymbolPart *part = &g_array_index(rule->symbol->parts, HzpSymbolPart, i);
        if (part->kind != HZP_PART_LINE && (part->kind != HZP_PART_FILL || part->filled)) return NULL;
    }
    return rule;
}

static GEOSGeometry *outlines(GEOSContextHandle_t geos, const HzpMapLayer *layer)
{
    GPtrArray *lines = g_ptr_array_new();
    for (size_t k = 0; k < layer->count; k++) {
        const HzpMapRow *row = &layer->rows[k];
        for (size_t part = 0, first = 0; row->shape == 'a' && part < row->parts; first = row->ends[part++]) {
            unsigned points = (unsigned)(row->ends[part] - first);
            GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(geos, row->xy + 2 * first, points, 0, 0);
            GEOSGeometry *line = sequence ? GEOSGeom_createLineString_r(geos, sequence) : NULL;
            if (line) g_ptr_array_add(lines, line);
        }
    }
    GEOSGeometry *all = GEOSGeom_createCollection_r(geos, GEOS_MULTILINESTRING, (GEOSGeometry **)lines->pdata, lines->len);
    g_ptr_array_free(lines, TRUE);
    return all;
}

void hzp_map_geometry_borders(HzpMapLayer *layer)
{
    GEOSContextHandle_t geos = hzp_geos();
    if (!line_rule(layer) || layer->rows[0].shape != 'a') return;
    GEOSGeometry *all = outlines(geos, layer);
    GEOSGeometry *once = all ? GEOSUnaryUnion_r(geos, all) : NULL;
    GEOSGeometry *merged = once ? GEOSLineMerge_r(geos, once) : NULL;
    if (merged) {
        layer->borders = g_new0(HzpMapRow, 1);
        layer->borders->layer = layer;
        hzp_map_geometry_unpack(merged, layer->borders);
    }
    hzp_geometry_free(merged);
    hzp_geometry_free(once);
    hzp_geometry_free(all);
}
