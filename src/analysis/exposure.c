/* Exposed people: which population units lie in which hazard zones. A unit is a geometry with weight: a village point counts
 * whole, a village polygon by its share of area. People are counted once, in the union of the zones within a unit.
 * docs/methods.md#exposure. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/message.h"
#include "base/vocabulary.h"
#include "geo/geodesic.h"
#include "geo/geometry.h"
#include "geo/point_order.h"
#include "geo/polygon_index.h"

/* Planar distances in the equal-area projection stay within this factor of geodesic ones over a country's extent. */
static const double PLANAR_SLACK = 1.05;

typedef struct {
    HzpAnalysis *analysis;
    size_t zone;
    double radius_m;
} Circle;

static void add_pair(HzpAnalysis *analysis, size_t zone, size_t unit, double share)
{
    const HzpModel *model = analysis->model;
    size_t hazard = analysis->zone_hazard[zone];
    HzpExposurePair pair = {hazard, unit, share,
                            hzp_model_distance_m(model, &model->hazard_positions, hazard, &model->village_positions, unit)};
    g_array_append_val(analysis->pairs, pair);
}

static bool unit_is_point(const HzpAnalysis *analysis, size_t unit)
{
    return hzp_geometry_is_point(hzp_table_geometry(analysis->model->villages)[unit]);
}

/* ---- points ---- */

static void try_point_in_circle(size_t unit, void *user)
{
    const Circle *circle = user;
    const HzpModel *model = circle->analysis->model;
    size_t hazard = circle->analysis->zone_hazard[circle->zone];
    double distance = hzp_model_distance_m(model, &model->hazard_positions, hazard, &model->village_positions, unit);
    /* The geodesic distance decides, not the corners the circle is drawn with; a point at the radius is inside. */
    if (distance <= circle->radius_m && unit_is_point(circle->analysis, unit))
        add_pair(circle->analysis, circle->zone, unit, 1);
}

static void points_in_circles(HzpAnalysis *analysis)
{
    const HzpModel *model = analysis->model;
    const HzpPositions *units = &model->village_positions;
    const double *radius = hzp_table_number(model->hazard_points, "radius_m");
    HzpPointOrder *order = hzp_point_order_new(units->planar_x, units->planar_y, units->n);
    for (size_t zone = 0; zone < hzp_table_rows(analysis->hazard_zones); zone++) {
        size_t hazard = analysis->zone_hazard[zone];
        if (!isfinite(radius[hazard])) continue;
        Circle circle = {analysis, zone, radius[hazard]};
        hzp_point_order_within(order, model->hazard_positions.planar_x[hazard], model->hazard_positions.planar_y[hazard],
                               radius[hazard] * PLANAR_SLACK, try_point_in_circle, &circle);
    }
    hzp_point_order_free(order);
}

typedef struct {
    HzpAnalysis *analysis;
    size_t unit;
} Unit;

static void add_point_in_polygon(size_t zone, void *user)
{
    const Unit *unit = user;
    const double *radius = hzp_table_number(unit->analysis->model->hazard_points, "radius_m");
    if (!isfinite(radius[unit->analysis->zone_hazard[zone]])) add_pair(unit->analysis, zone, unit->unit, 1);
}

static void points_in_polygons(HzpAnalysis *analysis)
{
    const HzpPositions *units = &analysis->model->village_positions;
    size_t zones = hzp_table_rows(analysis->hazard_zones);
    HzpPolygonIndex *index = hzp_polygon_index_new(hzp_table_geometry(analysis->hazard_zones), zones);
    for (size_t i = 0; i < units->n; i++) {
        Unit unit = {analysis, i};
        if (isfinite(units->x[i]) && unit_is_point(analysis, i))
            hzp_polygon_index_at(index, units->x[i], units->y[i], add_point_in_polygon, &unit);
    }
    hzp_polygon_index_free(index);
}

/* ---- polygons ---- */

typedef struct {
    HzpAnalysis *analysis;
    GEOSGeometry *planar;
    size_t unit;
    double area;
    double least_share; /* below this two drawings of one boundary merely differ */
    bool failed;
} PolygonUnit;

static void add_polygon_overlap(size_t zone, void *user)
{
    PolygonUnit *unit = user;
    double overlap = hzp_geometry_overlap_area(unit->planar, unit->analysis->zone_planar[zone]);
    if (isnan(overlap)) unit->failed = true;
    double share = overlap / unit->area;
    if (share >= unit->least_share) add_pair(unit->analysis, zone, unit->unit, fmin(1, share));
}

static HzpStatus fail_geometry(HzpTable *table, size_t row)
{
    return hzp_fail(HZP_E_GEOMETRY, "geometry_row_failed", "layer", hzp_table_name(table), "feature",
                    hzp_row_label(table, row), "reason", hzp_geos_message(), NULL);
}

static HzpStatus polygon_in_zones(HzpAnalysis *analysis, HzpPolygonIndex *index, size_t row)
{
    HzpTable *villages = analysis->model->villages;
    GEOSGeometry *planar = hzp_model_planar(analysis->model, hzp_table_geometry(villages)[row]);
    PolygonUnit unit = {analysis,
                        planar,
                        row,
                        hzp_geometry_area(planar),
                        fmax(1e-12, hzp_project_number(analysis->project, "hazard.minimum_share")),
                        planar == NULL};
    if (unit.area > 0) hzp_polygon_index_near(index, planar, add_polygon_overlap, &unit);
    hzp_geometry_free(planar);
    return unit.failed ? fail_geometry(villages, row) : HZP_OK;
}

static HzpStatus polygons_in_zones(HzpAnalysis *analysis)
{
    HzpTable *villages = analysis->model->villages;
    HzpPolygonIndex *index = NULL;
    HzpStatus status = HZP_OK;
    for (size_t z = 0; z < hzp_table_rows(analysis->hazard_zones); z++) {
        if (!analysis->zone_planar[z]) return fail_geometry(analysis->hazard_zones, z);
    }
    for (size_t i = 0; i < hzp_table_rows(villages) && status == HZP_OK; i++) {
        if (!hzp_geometry_is_polygonal(hzp_table_geometry(villages)[i])) continue;
        if (!index) index = hzp_polygon_index_new(analysis->zone_planar, hzp_table_rows(analysis->hazard_zones));
        status = polygon_in_zones(analysis, index, i);
    }
    hzp_polygon_index_free(index);
    return status;
}

/* Share of a polygon inside the union of some of its zones; `wanted` is a type's position, or -1 for all. */
static double union_share(HzpAnalysis *analysis, const HzpExposurePair *pairs, size_t n, int wanted,
                          const size_t *zone_of_hazard)
{
    g_autoptr(GPtrArray) zones = g_ptr_array_new();
    for (size_t i = 0; i < n; i++) {
        if (wanted < 0 || hzp_analysis_type(analysis, pairs[i].hazard) == wanted)
            g_ptr_array_add(zones, analysis->zone_planar[zone_of_hazard[pairs[i].hazard]]);
    }
    if (zones->len == 0) return 0;
    GEOSGeometry *unit = hzp_model_planar(analysis->model, hzp_table_geometry(analysis->model->villages)[pairs[0].unit]);
    GEOSGeometry *merged = hzp_geometry_union((GEOSGeometry **)zones->pdata, zones->len, NULL);
    /* NaN when GEOS failed: it must not be taken for all or nothing. */
    double share = unit && merged ? hzp_geometry_overlap_area(unit, merged) / hzp_geometry_area(unit) : NAN;
    hzp_geometry_free(unit);
    hzp_geometry_free(merged);
    return share > 1 ? 1 : share;
}

/* ---- figures ---- */

static int by_unit(gconstpointer a, gconstpointer b)
{
    const HzpExposurePair *first = a;
    const HzpExposurePair *second = b;
    if (first->unit != second->unit) return first->unit < second->unit ? -1 : 1;
    return first->hazard < second->hazard ? -1 : first->hazard > second->hazard;
}

static const char *join_types(HzpAnalysis *analysis, const double *type_share)
{
    GString *types = g_string_new(NULL);
    for (size_t t = 0; t < hzp_vocabulary_count("hazard_type"); t++) {
        if (type_share[t] > 0)
            g_string_append_printf(types, "%s%s", types->len ? "," : "", hzp_vocabulary_code("hazard_type", t));
    }
    const char *kept = types->len ? hzp_table_keep(analysis->model->villages, types->str) : NULL;
    g_string_free(types, TRUE);
    return kept;
}

static HzpStatus figures_of_unit(HzpAnalysis *analysis, const HzpExposurePair *pairs, size_t n, const size_t *zone_of_hazard)
{
    HzpTable *villages = analysis->model->villages;
    size_t unit = pairs[0].unit;
    size_t types = hzp_vocabulary_count("hazard_type");
    double *type_share = analysis->unit_type_share + unit * types;
    double share = 1;
    if (unit_is_point(analysis, unit)) {
        for (size_t i = 0; i < n; i++) {
            int type = hzp_analysis_type(analysis, pairs[i].hazard);
            if (type >= 0) type_share[type] = 1;
        }
    } else {
        share = union_share(analysis, pairs, n, -1, zone_of_hazard);
        for (size_t t = 0; t < types; t++)
            type_share[t] = union_share(analysis, pairs, n, (int)t, zone_of_hazard);
        if (isnan(share)) return fail_geometry(villages, unit);
    }
    hzp_table_number(villages, "exposed_share")[unit] = share;
    hzp_table_number(villages, "exposed")[unit] = 1;
    hzp_table_number(villages, "hazard_count")[unit] = (double)n;
    hzp_table_text(villages, "hazard_types")[unit] = join_types(analysis, type_share);
    return HZP_OK;
}

static HzpStatus figures_of_villages(HzpAnalysis *analysis)
{
    HzpTable *villages = analysis->model->villages;
    size_t n = hzp_table_rows(villages);
    double *share = hzp_table_add_number(villages, "exposed_share", HZP_COLUMN_REAL);
    double *exposed = hzp_table_add_number(villages, "exposed", HZP_COLUMN_BOOLEAN);
    double *count = hzp_table_add_number(villages, "hazard_count", HZP_COLUMN_INTEGER);
    hzp_table_add_text(villages, "hazard_types");
    analysis->unit_type_share = g_new0(double, n *hzp_vocabulary_count("hazard_type") + 1);
    for (size_t i = 0; i < n; i++) {
        /* A village without a position is neither exposed nor not: its figures stay missing. */
        if (isfinite(analysis->model->village_positions.x[i])) share[i] = exposed[i] = count[i] = 0;
    }
    g_autofree size_t *zone_of_hazard = g_new0(size_t, hzp_table_rows(analysis->model->hazard_points) + 1);
    for (size_t z = 0; z < hzp_table_rows(analysis->hazard_zones); z++)
        zone_of_hazard[analysis->zone_hazard[z]] = z;
    for (guint i = 0; i < analysis->pairs->len;) {
        const HzpExposurePair *first = &g_array_index(analysis->pairs, HzpExposurePair, i);
        guint end = i;
        while (end < analysis->pairs->len && g_array_index(analysis->pairs, HzpExposurePair, end).unit == first->unit)
            end++;
        HZP_TRY(figures_of_unit(analysis, first, end - i, zone_of_hazard));
        i = end;
    }
    const double *people = hzp_table_number(villages, "population");
    const double *households = hzp_table_number(villages, "households");
    double *exposed_people = hzp_table_add_number(villages, "exposed_population", HZP_COLUMN_REAL);
    double *exposed_households = hzp_table_add_number(villages, "exposed_households", HZP_COLUMN_REAL);
    for (size_t i = 0; i < n; i++) {
        /* Nobody of a village outside all zones is exposed, whether its people are known or not. */
        exposed_people[i] = share[i] == 0 ? 0 : people[i] * share[i];
        exposed_households[i] = share[i] == 0 ? 0 : households[i] * share[i];
    }
    return HZP_OK;
}

/* By hazard separately: these overlap, and are never added up. */
static void figures_of_hazards(HzpAnalysis *analysis)
{
    HzpTable *points = analysis->model->hazard_points;
    HzpTable *zones = analysis->hazard_zones;
    const double *people = hzp_table_number(analysis->model->villages, "population");
    double *villages = hzp_table_add_number(points, "modelled_villages", HZP_COLUMN_INTEGER);
    double *population = hzp_table_add_number(points, "modelled_population", HZP_COLUMN_REAL);
    double *difference = hzp_table_add_number(points, "population_difference", HZP_COLUMN_REAL);
    const double *registered = hzp_table_number(points, "population");
    double *missing = hzp_table_add_number(points, "modelled_population_missing", HZP_COLUMN_INTEGER);
    for (size_t z = 0; z < hzp_table_rows(zones); z++) {
        size_t hazard = analysis->zone_hazard[z];
        villages[hazard] = population[hazard] = missing[hazard] = 0;
    }
    for (guint i = 0; i < analysis->pairs->len; i++) {
        const HzpExposurePair *pair = &g_array_index(analysis->pairs, HzpExposurePair, i);
        villages[pair->hazard]++;
        if (isnan(people[pair->unit]))
            missing[pair->hazard]++;
        else
            population[pair->hazard] += people[pair->unit] * pair->share;
    }
    double *zone_villages = hzp_table_add_number(zones, "villages", HZP_COLUMN_INTEGER);
    double *zone_population = hzp_table_add_number(zones, "population", HZP_COLUMN_REAL);
    for (size_t z = 0; z < hzp_table_rows(zones); z++) {
        size_t hazard = analysis->zone_hazard[z];
        /* Not one village of the zone has its people: the figure is missing, not nought. */
        if (missing[hazard] > 0 && missing[hazard] == villages[hazard]) population[hazard] = NAN;
        /* A partial sum is no figure to hold against the register. */
        difference[hazard] = missing[hazard] > 0 ? NAN : population[hazard] - registered[hazard];
        zone_villages[z] = villages[hazard];
        zone_population[z] = population[hazard];
    }
}

static void exposure_table(HzpAnalysis *analysis)
{
    HzpTable *points = analysis->model->hazard_points;
    HzpTable *villages = analysis->model->villages;
    const double *people = hzp_table_number(villages, "population");
    HzpTable *table = analysis->exposure = hzp_table_new("exposure", analysis->pairs->len);
    const char **hazard_id = hzp_table_add_text(table, "hazard_id");
    const char **village_id = hzp_table_add_text(table, "village_id");
    double *population = hzp_table_add_number(table, "population", HZP_COLUMN_REAL);
    double *share = hzp_table_add_number(table, "share", HZP_COLUMN_REAL);
    double *distance = hzp_table_add_number(table, "distance_m", HZP_COLUMN_REAL);
    for (guint i = 0; i < analysis->pairs->len; i++) {
        const HzpExposurePair *pair = &g_array_index(analysis->pairs, HzpExposurePair, i);
        hazard_id[i] = hzp_table_keep(table, hzp_table_text(points, "hazard_id")[pair->hazard]);
        village_id[i] = hzp_table_keep(table, hzp_table_text(villages, "village_id")[pair->unit]);
        population[i] = people[pair->unit] * pair->share;
        share[i] = pair->share;
        distance[i] = pair->distance_m;
    }
}

/* ---- nearest hazard point of every village ---- */

typedef struct {
    const HzpModel *model;
    size_t unit;
} Measuring;

static double measure_hazard(size_t hazard, void *user)
{
    const Measuring *measuring = user;
    return hzp_model_distance_m(measuring->model, &measuring->model->village_positions, measuring->unit,
                                &measuring->model->hazard_positions, hazard);
}

static void nearest_hazards(HzpAnalysis *analysis)
{
    const HzpModel *model = analysis->model;
    const HzpPositions *units = &model->village_positions;
    const char **ids = hzp_table_text(model->hazard_points, "hazard_id");
    const char **nearest = hzp_table_add_text(model->villages, "nearest_hazard_id");
    double *distance = hzp_table_add_number(model->villages, "nearest_hazard_m", HZP_COLUMN_REAL);
    size_t n = model->hazard_positions.n;
    g_autofree double *x = g_new(double, n + 1);
    for (size_t i = 0; i < n; i++) {
        x[i] = hzp_analysis_placed_finely(analysis, i) ? model->hazard_positions.planar_x[i] : NAN;
    }
    HzpPointOrder *order = hzp_point_order_new(x, model->hazard_positions.planar_y, n);
    for (size_t i = 0; i < units->n; i++) {
        Measuring measuring = {model, i};
        if (!isfinite(units->planar_x[i])) continue;
        long found = hzp_point_order_nearest(order, units->planar_x[i], units->planar_y[i], PLANAR_SLACK, measure_hazard,
                                             &measuring, &distance[i]);
        nearest[i] = found < 0 ? NULL : hzp_table_keep(model->villages, ids[found]);
    }
    hzp_point_order_free(order);
}

HzpStatus hzp_analysis_exposure(HzpAnalysis *analysis)
{
    analysis->pairs = g_array_new(FALSE, FALSE, sizeof(HzpExposurePair));
    points_in_circles(analysis);
    points_in_polygons(analysis);
    HZP_TRY(polygons_in_zones(analysis));
    g_array_sort(analysis->pairs, by_unit);
    HZP_TRY(figures_of_villages(analysis));
    figures_of_hazards(analysis);
    exposure_table(analysis);
    nearest_hazards(analysis);
    return HZP_OK;
}
