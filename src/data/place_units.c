#include "data/place_units.h"

#include <math.h>

#include "geo/geodesic.h"
#include "geo/geometry.h"
#include "geo/polygon_index.h"

struct HzpPlaceUnits {
    const HzpModel *model;
    HzpTable *layer;
    HzpPolygonIndex *index;
    GEOSGeometry **planar; /* in the equal-area projection, made when first asked for */
    const GEOSPreparedGeometry **prepared;
};

HzpPlaceUnits *hzp_place_units_new(const HzpModel *model, HzpTable *layer)
{
    if (!layer) return NULL;
    HzpPlaceUnits *units = g_new0(HzpPlaceUnits, 1);
    size_t n = hzp_table_rows(layer);
    units->model = model;
    units->layer = layer;
    units->index = hzp_polygon_index_new(hzp_table_geometry(layer), n);
    units->planar = g_new0(GEOSGeometry *, n + 1);
    units->prepared = g_new0(const GEOSPreparedGeometry *, n + 1);
    return units;
}

void hzp_place_units_free(HzpPlaceUnits *units)
{
    if (!units) return;
    for (size_t i = 0; i < hzp_table_rows(units->layer); i++) {
        if (units->prepared[i]) GEOSPreparedGeom_destroy_r(hzp_geos(), units->prepared[i]);
        hzp_geometry_free(units->planar[i]);
    }
    hzp_polygon_index_free(units->index);
    g_free(units->planar);
    g_free(units->prepared);
    g_free(units);
}

typedef struct {
    long stated;
    long taken;
} Choice;

static void choose(size_t unit, void *user)
{
    Choice *choice = user;
    if (choice->taken < 0 || (long)unit == choice->stated) choice->taken = (long)unit;
}

long hzp_place_units_at(HzpPlaceUnits *units, double x, double y, long stated)
{
    Choice choice = {stated, -1};
    hzp_polygon_index_at(units->index, x, y, choose, &choice);
    return choice.taken;
}

static const GEOSPreparedGeometry *planar_unit(HzpPlaceUnits *units, size_t unit)
{
    if (!units->planar[unit]) units->planar[unit] = hzp_model_planar(units->model, hzp_table_geometry(units->layer)[unit]);
    if (units->planar[unit] && !units->prepared[unit]) units->prepared[unit] = GEOSPrepare_r(hzp_geos(), units->planar[unit]);
    return units->prepared[unit];
}

/* ---- shares ---- */

static int by_share(gconstpointer a, gconstpointer b)
{
    const HzpUnitShare *first = a;
    const HzpUnitShare *second = b;
    if (first->share != second->share) return first->share > second->share ? -1 : 1;
    return first->unit < second->unit ? -1 : first->unit > second->unit;
}

static void keep_unit(size_t position, void *user)
{
    HzpUnitShare share = {position, 0};
    g_array_append_val((GArray *)user, share);
}

/* Most polygons lie in one unit, which a prepared geometry tells without an overlay. */
static double share_in(HzpPlaceUnits *units, size_t unit, const GEOSGeometry *polygon, double area)
{
    const GEOSPreparedGeometry *prepared = planar_unit(units, unit);
    if (!prepared || GEOSPreparedIntersects_r(hzp_geos(), prepared, polygon) != 1) return 0;
    if (GEOSPreparedCovers_r(hzp_geos(), prepared, polygon) == 1) return 1;
    double overlap = hzp_geometry_overlap_area(units->planar[unit], polygon);
    return isfinite(overlap) ? MIN(overlap / area, 1) : 0;
}

GArray *hzp_place_units_shares(HzpPlaceUnits *units, const GEOSGeometry *polygon)
{
    GArray *shares = g_array_new(FALSE, FALSE, sizeof(HzpUnitShare));
    GEOSGeometry *planar = hzp_model_planar(units->model, polygon);
    double area = hzp_geometry_area(planar);
    if (planar && area > 0) hzp_polygon_index_near(units->index, polygon, keep_unit, shares);
    for (guint i = shares->len; i > 0; i--) {
        HzpUnitShare *share = &g_array_index(shares, HzpUnitShare, i - 1);
        share->share = share_in(units, share->unit, planar, area);
        if (share->share <= 0) g_array_remove_index(shares, i - 1);
    }
    hzp_geometry_free(planar);
    g_array_sort(shares, by_share);
    return shares;
}

/* ---- distance ---- */

double hzp_place_units_distance_m(HzpPlaceUnits *units, size_t unit, const HzpPositions *positions, size_t row)
{
    const GEOSPreparedGeometry *prepared = planar_unit(units, unit);
    double distance = NAN;
    if (!prepared || !isfinite(positions->planar_x[row])) return NAN;
    GEOSGeometry *point = hzp_geometry_point(positions->planar_x[row], positions->planar_y[row]);
    GEOSCoordSequence *nearest = GEOSPreparedNearestPoints_r(hzp_geos(), prepared, point);
    double x = NAN;
    double y = NAN;
    if (nearest && GEOSCoordSeq_getXY_r(hzp_geos(), nearest, 0, &x, &y) == 1) {
        /* The projection keeps areas, not lengths: it finds the place, the ellipsoid tells how far it is. */
        hzp_transform_inverse(units->model->to_equal_area, &x, &y, 1, 1);
        distance = hzp_geodesic_distance_m(&units->model->crs, positions->lon[row], positions->lat[row], x, y, NULL);
    }
    if (nearest) GEOSCoordSeq_destroy_r(hzp_geos(), nearest);
    if (point && GEOSPreparedIntersects_r(hzp_geos(), prepared, point) == 1) distance = 0;
    hzp_geometry_free(point);
    return distance;
}
