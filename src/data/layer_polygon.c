/* Geometry as GEOS can use it: from well-known binary, arcs drawn by chords, rings closed, polygons repaired. What was done
 * is a finding of the row. */
#include <math.h>
#include <ogr_api.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "data/area_text.h"
#include "data/layer_reading.h"
#include "geo/geodesic.h"
#include "geo/geometry.h"
#include "geo/wkb_examine.h"

#define GEOMETRY "geometry"

/* ---- well-known binary ---- */

static GEOSGeometry *of_ogr(const HzpLayerReading *reading, OGRGeometryH geometry)
{
    int size = OGR_G_WkbSize(geometry);
    unsigned char *wkb = g_malloc((size_t)size);
    GEOSGeometry *made = NULL;
    if (OGR_G_ExportToIsoWkb(geometry, wkbNDR, wkb) == OGRERR_NONE)
        made = GEOSWKBReader_read_r(hzp_geos(), reading->wkb, wkb, (size_t)size);
    g_free(wkb);
    return made;
}

/* Curves, surfaces and unclosed rings: GDAL turns them into what GEOS reads. */
static GEOSGeometry *straighten(const HzpLayerReading *reading, const HzpCell *cell, const HzpWkbFacts *facts, double step)
{
    OGRGeometryH given = NULL;
    if (OGR_G_CreateFromWkb(cell->bytes, NULL, &given, (int)cell->length) != OGRERR_NONE || !given) return NULL;
    if (facts->unclosed) OGR_G_CloseRings(given);
    if (facts->surface) given = OGR_G_ForceToMultiPolygon(given);
    OGRGeometryH linear = OGR_G_GetLinearGeometry(given, step, NULL);
    GEOSGeometry *geometry = linear ? of_ogr(reading, linear) : NULL;
    OGR_G_DestroyGeometry(linear);
    OGR_G_DestroyGeometry(given);
    return geometry;
}

static void tell_straightened(const HzpLayerReading *reading, size_t row, const HzpWkbFacts *facts, double step)
{
    if (facts->curved) {
        /* Farthest of a chord from its arc. */
        double share = 1 - cos(step / 2 * G_PI / 180);
        hzp_findings_add_row(reading->findings, "curve_linearised", reading->table, row, GEOMETRY, "step",
                             hzp_text_of_number(step), "percent", hzp_text_of_number(round(share * 1e6) / 1e4), NULL);
    }
    if (facts->unclosed)
        hzp_findings_add_row(reading->findings, "ring_closed", reading->table, row, GEOMETRY, "count",
                             hzp_text_of_size(facts->unclosed), "value", hzp_text_of_size(facts->unclosed), NULL);
}

static GEOSGeometry *fail_to_read(const HzpLayerReading *reading, size_t row, const HzpWkbFacts *facts, HzpWkbTrouble trouble)
{
    if (trouble == HZP_WKB_CLAIMS) {
        hzp_findings_add_row(reading->findings, "geometry_truncated", reading->table, row, GEOMETRY, "claimed",
                             hzp_text_of_size(facts->claimed), "possible", hzp_text_of_size(facts->possible), NULL);
    } else if (trouble == HZP_WKB_NESTED) {
        hzp_findings_add_row(reading->findings, "geometry_nested", reading->table, row, GEOMETRY, "limit",
                             hzp_text_of_size(HZP_WKB_DEPTH), NULL);
    } else {
        hzp_findings_add_row(reading->findings, "geometry_unreadable", reading->table, row, GEOMETRY, "detail",
                             hzp_geos_message(), NULL);
    }
    return NULL;
}

GEOSGeometry *hzp_layer_geometry_of_wkb(const HzpLayerReading *reading, const HzpCell *cell, size_t row)
{
    HzpWkbFacts facts;
    GEOSGeometry *geometry = NULL;
    HzpWkbTrouble trouble = hzp_wkb_examine(cell->bytes, cell->length, &facts);
    if (trouble == HZP_WKB_CLAIMS || trouble == HZP_WKB_NESTED) return fail_to_read(reading, row, &facts, trouble);
    if (!facts.curved && !facts.surface && !facts.unclosed) {
        geometry = GEOSWKBReader_read_r(hzp_geos(), reading->wkb, (const unsigned char *)cell->bytes, cell->length);
    } else {
        double step = hzp_findings_parameter(reading->findings, "curve_linearised", "step_degrees");
        geometry = straighten(reading, cell, &facts, step);
        if (geometry) tell_straightened(reading, row, &facts, step);
    }
    return geometry ? geometry : fail_to_read(reading, row, &facts, HZP_WKB_UNKNOWN);
}

/* ---- polygons ---- */

/* What findings say is in metres and degrees, whatever the target CRS. Only made where there is something to say. */
typedef struct {
    HzpCrsFacts facts;
    HzpTransform *to_degrees; /* NULL for a geographic target */
} Measure;

static bool measure_begin(Measure *measure, const char *crs)
{
    *measure = (Measure){.to_degrees = NULL};
    if (hzp_crs_facts(crs, &measure->facts) != HZP_OK) return false;
    if (measure->facts.geographic) return true;
    g_autofree char *geographic = hzp_crs_geographic(&measure->facts);
    return hzp_transform_new(crs, geographic, &measure->to_degrees) == HZP_OK;
}

static double measure_area_m2(const Measure *measure, const GEOSGeometry *geometry)
{
    if (!geometry) return 0;
    if (!measure->to_degrees) return hzp_geodesic_area_m2(&measure->facts, geometry);
    GEOSGeometry *degrees = hzp_geometry_transform(geometry, measure->to_degrees, false);
    double area = degrees ? hzp_geodesic_area_m2(&measure->facts, degrees) : NAN;
    hzp_geometry_free(degrees);
    return area;
}

static void place_last(const HzpLayerReading *reading, const Measure *measure, const GEOSGeometry *where)
{
    double x = NAN;
    double y = NAN;
    if (!hzp_geometry_point_xy(where, &x, &y)) return;
    if (measure->to_degrees) hzp_transform_forward(measure->to_degrees, &x, &y, 1, 1);
    hzp_findings_place_last(reading->findings, x, y);
}

static const char *defect_label(const char *reason)
{
    const char *label = hzp_vocabulary_label("geometry_defect", hzp_vocabulary_match("geometry_defect", reason));
    return label ? label : reason ? reason : "";
}

static void tell_repair(const HzpLayerReading *reading, size_t row, const char *reason, const GEOSGeometry *where,
                        const GEOSGeometry *given, const GEOSGeometry *repaired)
{
    const char *code = repaired ? "polygon_repaired" : "polygon_unusable";
    Measure measure;
    if (!hzp_findings_wants(reading->findings, code) || !measure_begin(&measure, reading->project->crs)) return;
    double before = measure_area_m2(&measure, given);
    double after = measure_area_m2(&measure, repaired);
    g_autofree char *was = hzp_area_text(before);
    g_autofree char *is = hzp_area_text(after);
    g_autofree char *change = hzp_area_text(after - before);
    char percent[32] = "";
    /* A ring that crosses itself counts its lobes against each other: what is left of them is nothing to divide by. */
    if (before > fabs(after) / 10) g_ascii_formatd(percent, sizeof percent, "%.3g", (after - before) / before * 100);
    hzp_findings_add_row(reading->findings, code, reading->table, row, GEOMETRY, "detail", defect_label(reason), "before",
                         was, "after", is, "change", change, "percent", *percent ? percent : "—", NULL);
    place_last(reading, &measure, where);
    hzp_transform_free(measure.to_degrees);
}

static GEOSGeometry *valid_polygons(const HzpLayerReading *reading, GEOSGeometry *geometry, size_t row)
{
    GEOSContextHandle_t geos = hzp_geos();
    char *reason = NULL;
    GEOSGeometry *where = NULL;
    GEOSGeometry *polygons = NULL;
    if (GEOSisValidDetail_r(geos, geometry, 0, &reason, &where) == 1) {
        polygons = hzp_geometry_polygons(geometry);
    } else {
        polygons = hzp_geometry_repair(geometry);
        tell_repair(reading, row, reason, where, geometry, polygons);
    }
    GEOSFree_r(geos, reason);
    hzp_geometry_free(where);
    hzp_geometry_free(geometry);
    return polygons;
}

static size_t parts_beside_polygons(const GEOSGeometry *geometry)
{
    GEOSContextHandle_t geos = hzp_geos();
    int type = GEOSGeomTypeId_r(geos, geometry);
    if (GEOSisEmpty_r(geos, geometry) || type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON) return 0;
    if (type != GEOS_GEOMETRYCOLLECTION) return 1;
    size_t count = 0;
    int parts = GEOSGetNumGeometries_r(geos, geometry);
    for (int i = 0; i < parts; i++)
        count += parts_beside_polygons(GEOSGetGeometryN_r(geos, geometry, i));
    return count;
}

GEOSGeometry *hzp_layer_finish_polygons(const HzpLayerReading *reading, GEOSGeometry *geometry, size_t row)
{
    if (hzp_geometry_is_polygonal(geometry)) return valid_polygons(reading, geometry, row);
    GEOSGeometry *polygons =
        GEOSGeomTypeId_r(hzp_geos(), geometry) == GEOS_GEOMETRYCOLLECTION ? hzp_geometry_polygons(geometry) : NULL;
    if (!polygons) return geometry;
    size_t others = parts_beside_polygons(geometry);
    if (others)
        hzp_findings_add_row(reading->findings, "parts_left_out", reading->table, row, GEOMETRY, "count",
                             hzp_text_of_size(others), NULL);
    hzp_geometry_free(geometry);
    return valid_polygons(reading, polygons, row);
}
