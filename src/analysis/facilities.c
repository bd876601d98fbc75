/* Facilities in hazard zones, and the nearest hazard point of each. Their people stand beside residents and are never added
 * to them. docs/methods.md#facilities. */
#include <math.h>

#include "analysis/summary_leaves.h"
#include "base/exact_sum.h"
#include "base/message.h"
#include "geo/geometry.h"
#include "geo/point_order.h"
#include "geo/polygon_index.h"

/* Planar distances in the equal-area projection stay within this factor of geodesic ones over a country's extent. */
static const double PLANAR_SLACK = 1.05;

typedef struct {
    const HzpAnalysis *analysis;
    size_t row;
    const GEOSGeometry *planar;
    double reach_m; /* how far from a drawn zone the true one may reach */
    size_t zones;   /* that it lies in or touches */
    bool failed;
} Facility;

static double measure_hazard(size_t hazard, void *user)
{
    const Facility *facility = user;
    const HzpModel *model = facility->analysis->model;
    return hzp_model_distance_m(model, &model->facility_positions, facility->row, &model->hazard_positions, hazard);
}

/* A point and a circle by their distance, all else by the drawn outlines: any part that touches counts. */
static void meet_zone(size_t zone, void *user)
{
    Facility *facility = user;
    const HzpAnalysis *analysis = facility->analysis;
    size_t hazard = analysis->zone_hazard[zone];
    double radius_m = hzp_table_number(analysis->model->hazard_points, "radius_m")[hazard];
    if (hzp_geometry_is_point(facility->planar) && isfinite(radius_m)) {
        facility->zones += measure_hazard(hazard, facility) <= radius_m;
        return;
    }
    char meets = GEOSIntersects_r(hzp_geos(), facility->planar, analysis->zone_planar[zone]);
    if (meets == 2) facility->failed = true;
    facility->zones += meets == 1;
}

/* The corners of a drawn circle lie on the true one, so that a place inside of the one may lie outside of the other, by at
 * most the rise of the arc over an edge: a tenth of the radius is more than that of an octagon, the coarsest drawing. */
static double drawing_slack_m(const HzpAnalysis *analysis)
{
    const double *radius_m = hzp_table_number(analysis->model->hazard_points, "radius_m");
    double most = 0;
    for (size_t i = 0; i < hzp_table_rows(analysis->model->hazard_points); i++)
        most = fmax(most, radius_m[i]); /* which passes over NaN */
    return 0.1 * most;
}

static GEOSGeometry *reach_of(const GEOSGeometry *planar, double reach_m)
{
    double west = 0, south = 0, east = 0, north = 0;
    if (!hzp_geometry_bounds(planar, &west, &south, &east, &north)) return NULL;
    return GEOSGeom_createRectangle_r(hzp_geos(), west - reach_m, south - reach_m, east + reach_m, north + reach_m);
}

static HzpStatus find_zones(const HzpAnalysis *analysis, HzpPolygonIndex *zones, Facility *facility)
{
    const HzpModel *model = analysis->model;
    GEOSGeometry *planar = hzp_model_planar(model, hzp_table_geometry(model->facilities)[facility->row]);
    GEOSGeometry *reach = planar ? reach_of(planar, facility->reach_m) : NULL;
    facility->planar = planar;
    if (reach) hzp_polygon_index_near(zones, reach, meet_zone, facility);
    if (!reach) facility->failed = true;
    hzp_geometry_free(reach);
    hzp_geometry_free(planar);
    facility->planar = NULL;
    if (!facility->failed) return HZP_OK;
    return hzp_fail(HZP_E_GEOMETRY, "geometry_row_failed", "layer", "facilities", "feature",
                    hzp_row_label(model->facilities, facility->row), "reason", hzp_geos_message(), NULL);
}

static HzpPointOrder *placed_hazards(const HzpAnalysis *analysis)
{
    const HzpPositions *at = &analysis->model->hazard_positions;
    g_autofree double *x = g_new(double, at->n + 1);
    for (size_t i = 0; i < at->n; i++)
        x[i] = hzp_analysis_placed_finely(analysis, i) ? at->planar_x[i] : NAN;
    return hzp_point_order_new(x, at->planar_y, at->n);
}

static void find_nearest(const HzpAnalysis *analysis, const HzpPointOrder *hazards, Facility *facility)
{
    HzpTable *table = analysis->model->facilities;
    const HzpPositions *at = &analysis->model->facility_positions;
    double distance = NAN;
    long found = hzp_point_order_nearest(hazards, at->planar_x[facility->row], at->planar_y[facility->row], PLANAR_SLACK,
                                         measure_hazard, facility, &distance);
    if (found < 0) return;
    hzp_table_set_text(table, "nearest_hazard_id", facility->row,
                       hzp_table_text(analysis->model->hazard_points, "hazard_id")[found]);
    hzp_table_set_number(table, "nearest_hazard_m", facility->row, distance);
}

HzpStatus hzp_analysis_facilities(HzpAnalysis *analysis)
{
    const HzpModel *model = analysis->model;
    HzpTable *table = model->facilities;
    if (!table) return HZP_OK;
    double *exposed = hzp_table_add_number(table, "exposed", HZP_COLUMN_BOOLEAN);
    double *count = hzp_table_add_number(table, "hazard_count", HZP_COLUMN_INTEGER);
    hzp_table_add_text(table, "nearest_hazard_id");
    hzp_table_add_number(table, "nearest_hazard_m", HZP_COLUMN_REAL);
    HzpPolygonIndex *zones = hzp_polygon_index_new(analysis->zone_planar, hzp_table_rows(analysis->hazard_zones));
    HzpPointOrder *hazards = placed_hazards(analysis);
    double slack_m = drawing_slack_m(analysis);
    HzpStatus status = HZP_OK;
    for (size_t i = 0; i < hzp_table_rows(table) && status == HZP_OK; i++) {
        Facility facility = {.analysis = analysis, .row = i, .reach_m = slack_m};
        status = hzp_run_check(analysis->run);
        /* Without a position it is neither exposed nor not. */
        if (status != HZP_OK || !isfinite(model->facility_positions.x[i])) continue;
        status = find_zones(analysis, zones, &facility);
        count[i] = (double)facility.zones;
        exposed[i] = facility.zones > 0;
        find_nearest(analysis, hazards, &facility);
    }
    hzp_point_order_free(hazards);
    hzp_polygon_index_free(zones);
    return status;
}

/* ---- the summary ---- */

static void put_people(const HzpSummary *summary, const char *key, const HzpExactSum *people, double rows, double missing)
{
    hzp_leaf_number(summary, key, rows > 0 && missing == rows ? NAN : hzp_exact_sum_value(people));
}

void hzp_summary_facilities(const HzpSummary *summary)
{
    HzpTable *table = summary->analysis->model->facilities;
    if (!table) return;
    const double *people = hzp_table_number(table, "people");
    const double *exposed = hzp_table_number(table, "exposed");
    HzpExactSum sums[2] = {{0}, {0}}; /* all, exposed */
    double rows[2] = {0, 0};
    double missing[2] = {0, 0};
    double unplaced = 0;
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        unplaced += isnan(exposed[i]);
        for (int s = 0; s < 2; s++) {
            if (s == 1 && !(exposed[i] > 0)) continue;
            rows[s]++;
            if (isnan(people[i])) {
                missing[s]++;
            } else {
                hzp_exact_sum_add(&sums[s], people[i]);
            }
        }
    }
    hzp_leaf_number(summary, "facilities.total", rows[0]);
    put_people(summary, "facilities.people", &sums[0], rows[0], missing[0]);
    hzp_leaf_number(summary, "facilities.people_missing", missing[0]);
    hzp_leaf_number(summary, "facilities.exposed", rows[1]);
    put_people(summary, "facilities.exposed_people", &sums[1], rows[1], missing[1]);
    hzp_leaf_number(summary, "facilities.exposed_people_missing", missing[1]);
    hzp_leaf_number(summary, "facilities.unplaced", unplaced);
}
