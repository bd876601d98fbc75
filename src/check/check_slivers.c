/* Slivers: parts of polygons that are hair-wide, as overlays and careless digitising leave them. They hold next to no area,
 * yet count as places, draw as stray lines and make neighbours of what does not meet.
 *
 * A sliver is told by its mean width 2 A / P in the model's equal-area projection (of a long strip of width w and length l:
 * 2 w l / 2 l). Holes are not looked at. */
#include <math.h>

#include "base/message.h"
#include "check/model_check.h"
#include "data/area_text.h"
#include "geo/geometry.h"

typedef struct {
    const HzpModel *model;
    double width_m; /* parts below this are slivers */
    /* of one row: */
    size_t count;
    double area_m2;
    double largest_m2;
    GEOSGeometry *largest; /* in the equal-area projection; NULL while there is none */
} Slivers;

static double mean_width(const GEOSGeometry *polygon)
{
    double perimeter = 0;
    GEOSLength_r(hzp_geos(), polygon, &perimeter);
    return perimeter > 0 ? 2 * hzp_geometry_area(polygon) / perimeter : 0;
}

/* Projecting every part of every layer would cost more than all else here, so that the plainly wide ones are left out by
 * their width in the stored CRS: meridians draw together, and plane projections enlarge, by less than FACTOR up to 84° of
 * latitude. */
static bool may_be_narrow(const Slivers *work, const GEOSGeometry *part)
{
    static const double METRES_PER_DEGREE = 110574; /* the least, along the meridian at the equator */
    static const double FACTOR = 10;
    double metres = mean_width(part) * (work->model->to_geographic ? 1 : METRES_PER_DEGREE);
    return metres < FACTOR * work->width_m;
}

static void add_part(Slivers *work, const GEOSGeometry *part)
{
    if (!may_be_narrow(work, part)) return;
    GEOSGeometry *planar = hzp_model_planar(work->model, part);
    double area = hzp_geometry_area(planar);
    if (!planar || GEOSisEmpty_r(hzp_geos(), planar) || mean_width(planar) >= work->width_m) {
        hzp_geometry_free(planar);
        return;
    }
    work->count++;
    work->area_m2 += area;
    if (work->largest && area <= work->largest_m2) {
        hzp_geometry_free(planar);
        return;
    }
    hzp_geometry_free(work->largest);
    work->largest = planar;
    work->largest_m2 = area;
}

static void tell(const Slivers *work, HzpTable *table, size_t row, int parts)
{
    double lon = NAN;
    double lat = NAN;
    g_autofree char *area = hzp_area_text(work->area_m2);
    hzp_findings_add_row(work->model->findings, "sliver", table, row, "geometry", "count", hzp_text_of_size(work->count),
                         "parts", hzp_text_of_size((size_t)parts), "width", hzp_text_of_number(work->width_m), "area", area,
                         NULL);
    if (hzp_model_degrees(work->model, work->largest, &lon, &lat)) hzp_findings_place_last(work->model->findings, lon, lat);
}

static void check_row(Slivers *work, HzpTable *table, size_t row)
{
    const GEOSGeometry *geometry = hzp_table_geometry(table)[row];
    if (!geometry || !hzp_geometry_is_polygonal(geometry)) return;
    int parts = GEOSGetNumGeometries_r(hzp_geos(), geometry);
    work->count = 0;
    work->area_m2 = 0;
    for (int i = 0; i < parts; i++)
        add_part(work, GEOSGetGeometryN_r(hzp_geos(), geometry, i));
    if (work->largest) tell(work, table, row, parts);
    hzp_geometry_free(work->largest);
    work->largest = NULL;
}

HzpStatus hzp_check_slivers(HzpModel *model)
{
    HzpTable *const tables[] = {model->counties_given ? model->counties : NULL,
                                model->towns,
                                model->subsidence,
                                model->susceptibility,
                                model->hazard_zones,
                                model->villages};
    Slivers work = {.model = model, .width_m = hzp_findings_parameter(model->findings, "sliver", "width_m")};
    if (!model->to_equal_area || !hzp_findings_wants(model->findings, "sliver")) return HZP_OK;
    for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
        if (!tables[t] || !hzp_table_geometry(tables[t])) continue;
        for (size_t i = 0; i < hzp_table_rows(tables[t]); i++) {
            HZP_TRY(hzp_run_check(model->run));
            check_row(&work, tables[t], i);
        }
    }
    return HZP_OK;
}
