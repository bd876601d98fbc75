#include "geo/polygon_index.h"

#include <glib.h>
#include <stdbool.h>

#include "geo/geometry.h"

struct HzpPolygonIndex {
    GEOSGeometry *const *geometries;
    const GEOSPreparedGeometry **prepared; /* made when first asked for */
    size_t *positions;
    size_t n;
    GEOSSTRtree *tree;
    GArray *hits;
};

HzpPolygonIndex *hzp_polygon_index_new(GEOSGeometry *const *geometries, size_t n)
{
    GEOSContextHandle_t geos = hzp_geos();
    HzpPolygonIndex *index = g_new0(HzpPolygonIndex, 1);
    index->geometries = geometries;
    index->n = n;
    index->prepared = g_new0(const GEOSPreparedGeometry *, n + 1);
    index->positions = g_new(size_t, n + 1);
    index->hits = g_array_new(FALSE, FALSE, sizeof(size_t));
    index->tree = GEOSSTRtree_create_r(geos, 10);
    for (size_t i = 0; i < n; i++) {
        index->positions[i] = i;
        if (geometries[i] && !GEOSisEmpty_r(geos, geometries[i]))
            GEOSSTRtree_insert_r(geos, index->tree, geometries[i], &index->positions[i]);
    }
    return index;
}

void hzp_polygon_index_free(HzpPolygonIndex *index)
{
    if (!index) return;
    GEOSContextHandle_t geos = hzp_geos();
    for (size_t i = 0; i < index->n; i++) {
        if (index->prepared[i]) GEOSPreparedGeom_destroy_r(geos, index->prepared[i]);
    }
    GEOSSTRtree_destroy_r(geos, index->tree);
    g_array_free(index->hits, TRUE);
    g_free(index->prepared);
    g_free(index->positions);
    g_free(index);
}

static void keep_hit(void *item, void *user)
{
    GArray *hits = user;
    g_array_append_val(hits, *(size_t *)item);
}

static int by_position(gconstpointer a, gconstpointer b)
{
    size_t first = *(const size_t *)a;
    size_t second = *(const size_t *)b;
    return first < second ? -1 : first > second;
}

/* Candidates by envelope, in rising order: results must not depend on how the tree was packed. */
static void candidates(HzpPolygonIndex *index, const GEOSGeometry *geometry)
{
    g_array_set_size(index->hits, 0);
    GEOSSTRtree_query_r(hzp_geos(), index->tree, geometry, keep_hit, index->hits);
    g_array_sort(index->hits, by_position);
}

void hzp_polygon_index_near(HzpPolygonIndex *index, const GEOSGeometry *geometry, void (*found)(size_t, void *), void *user)
{
    candidates(index, geometry);
    for (guint i = 0; i < index->hits->len; i++)
        found(g_array_index(index->hits, size_t, i), user);
}

static void visit(HzpPolygonIndex *index, double x, double y, bool interior, void (*found)(size_t, void *), void *user)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeometry *point = hzp_geometry_point(x, y);
    candidates(index, point);
    for (guint i = 0; i < index->hits->len; i++) {
        size_t position = g_array_index(index->hits, size_t, i);
        if (!index->prepared[position]) index->prepared[position] = GEOSPrepare_r(geos, index->geometries[position]);
        const GEOSPreparedGeometry *prepared = index->prepared[position];
        if (!prepared || GEOSPreparedIntersects_r(geos, prepared, point) != 1) continue;
        if (interior || GEOSPreparedContainsProperly_r(geos, prepared, point) == 0) found(position, user);
    }
    hzp_geometry_free(point);
}

void hzp_polygon_index_at(HzpPolygonIndex *index, double x, double y, void (*found)(size_t, void *), void *user)
{
    visit(index, x, y, true, found, user);
}

void hzp_polygon_index_on_boundary(HzpPolygonIndex *index, double x, double y, void (*found)(size_t, void *), void *user)
{
    visit(index, x, y, false, found, user);
}

static void keep_first(size_t position, void *user)
{
    long *first = user;
    if (*first < 0) *first = (long)position;
}

long hzp_polygon_index_first(HzpPolygonIndex *index, double x, double y)
{
    long first = -1;
    hzp_polygon_index_at(index, x, y, keep_first, &first);
    return first;
}
