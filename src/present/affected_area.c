#include "present/affected_area.h"

#include <math.h>

#include "geo/geodesic.h"
#include "geo/geometry.h"

enum { CIRCLE_CORNERS = 360 };

/* Take a geometry in degrees into the list. */
static HzpStatus add_area(GPtrArray *areas, GEOSGeometry *degrees, HzpTransform *to_plan)
{
    GEOSGeometry *moved = degrees && to_plan ? hzp_geometry_transform(degrees, to_plan, false) : NULL;
    GEOSGeometry *parts = hzp_geometry_polygons(to_plan ? moved : degrees);
    hzp_geometry_free(moved);
    hzp_geometry_free(degrees);
    if (!parts) return hzp_fail(HZP_E_INTERNAL, "affected_area_failed", "reason", hzp_geos_message(), NULL);
    g_ptr_array_add(areas, parts);
    return HZP_OK;
}

/* The stored zone; none is added where the plan has none for this point. */
static HzpStatus add_zone(HzpPlanFile *plan, const char *hazard_id, GPtrArray *areas)
{
    sqlite3_stmt *statement = NULL;
    if (!hzp_plan_file_has_rows(plan, "hazard_zones")) return HZP_OK;
    HZP_TRY(hzp_plan_file_prepare(plan, "SELECT geom FROM hazard_zones WHERE hazard_id = ?1 ORDER BY fid", &statement));
    sqlite3_bind_text(statement, 1, hazard_id, -1, SQLITE_STATIC);
    while (hzp_plan_file_step(plan, statement)) {
        GEOSGeometry *zone = hzp_plan_file_geometry(statement, 0);
        if (zone && hzp_geometry_is_polygonal(zone)) {
            g_ptr_array_add(areas, zone);
        } else {
            hzp_geometry_free(zone);
        }
    }
    sqlite3_finalize(statement);
    return hzp_plan_file_check(plan);
}

/* Rings of one polygon of a set; which is a hole of which is found anew. */
static GEOSGeometry *polygon_of(const HzpPolygonSet *set, size_t i)
{
    GEOSContextHandle_t geos = hzp_geos();
    GPtrArray *lines = g_ptr_array_new();
    for (size_t ring = set->first_ring[i]; ring < set->first_ring[i + 1]; ring++) {
        size_t first = set->ring_start[ring];
        unsigned corners = (unsigned)(set->ring_start[ring + 1] - first);
        GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(geos, corners + 1, 2);
        for (unsigned k = 0; sequence && k <= corners; k++)
            GEOSCoordSeq_setXY_r(geos, sequence, k, set->x[first + k % corners], set->y[first + k % corners]);
        GEOSGeometry *line = sequence ? GEOSGeom_createLineString_r(geos, sequence) : NULL;
        if (line) g_ptr_array_add(lines, line);
    }
    GEOSGeometry *all = GEOSGeom_createCollection_r(geos, GEOS_MULTILINESTRING, (GEOSGeometry **)lines->pdata, lines->len);
    GEOSGeometry *built = all ? GEOSBuildArea_r(geos, all) : NULL;
    g_ptr_array_free(lines, TRUE);
    hzp_geometry_free(all);
    return built;
}

HzpStatus hzp_affected_area_geometry(HzpPlanFile *plan, const HzpAsked *asked, const char *crs, HzpTransform *to_plan,
                                     GPtrArray **areas)
{
    *areas = g_ptr_array_new_with_free_func(hzp_geometry_free);
    if (asked->kind == HZP_ASKED_HAZARD && asked->hazard_id) HZP_TRY(add_zone(plan, asked->hazard_id, *areas));
    for (size_t i = 0; asked->kind == HZP_ASKED_AREA && asked->area && i < asked->area->n; i++) {
        if (asked->area->first_ring[i + 1] > asked->area->first_ring[i])
            HZP_TRY(add_area(*areas, polygon_of(asked->area, i), to_plan));
    }
    if (asked->kind == HZP_ASKED_AREA || (*areas)->len > 0 || !(asked->radius_m > 0)) return HZP_OK;
    HzpCrsFacts facts;
    HZP_TRY(hzp_crs_facts(crs, &facts));
    return add_area(*areas, hzp_geodesic_circle(&facts, asked->lon, asked->lat, asked->radius_m, CIRCLE_CORNERS), to_plan);
}
