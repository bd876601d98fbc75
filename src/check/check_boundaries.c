/* Towns and counties must tile their region: overlaps, gaps and parts outside of their county, largest first, each with area,
 * place and neighbours. Areas are planar in the model's equal-area projection.
 *
 * Boundaries drawn by different hands differ by hair-wide strips along all of their length. A strip is told by its mean
 * width, 2 A / P (of a long strip of width w and length l: 2 w l / 2 l); strips and crumbs are added up in one note. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "check/model_check.h"
#include "data/area_text.h"
#include "geo/geometry.h"
#include "geo/polygon_index.h"

typedef struct {
    GEOSGeometry *shape; /* one polygon */
    double area_m2;
    size_t order; /* in which it was found: ties must not depend on the sort */
    long row;     /* of the layer: whose overlap, or what sticks out; -1 for a gap */
    long other;   /* the other of an overlap, the county of the rest; -1 for none */
} Piece;

typedef struct {
    HzpModel *model;
    HzpTable *table;
    GEOSGeometry **planar;
    size_t n;
    HzpPolygonIndex *index;
    size_t small_count; /* strips, crumbs, and what was over the number of rows */
    double small_m2;
    Piece largest_small;
} Layer;

static const char *name_of(HzpTable *table, long row)
{
    const char **names = row >= 0 ? hzp_table_text(table, "name") : NULL;
    return names && names[row] ? names[row] : "";
}

/* ---- pieces ---- */

/* A common edge of two polygons with corners at different places bends in the projection between corners 0.02° apart: by
 * 0.05 m at 35° of latitude, by 0.09 m at 55° (L² tan φ / 8 R). Such strips are our own. */
static const double ARTEFACT_M = 0.1;

static double mean_width(const Piece *piece)
{
    double perimeter = 0;
    GEOSLength_r(hzp_geos(), piece->shape, &perimeter);
    return perimeter > 0 ? 2 * piece->area_m2 / perimeter : 0;
}

static void piece_clear(gpointer data) { hzp_geometry_free(((Piece *)data)->shape); }

static GArray *pieces_new(void)
{
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    g_array_set_clear_func(pieces, piece_clear);
    return pieces;
}

static void add_piece(GArray *pieces, const GEOSGeometry *polygon, long row, long other)
{
    Piece piece = {.area_m2 = hzp_geometry_area(polygon), .order = pieces->len, .row = row, .other = other};
    piece.shape = GEOSGeom_clone_r(hzp_geos(), polygon);
    if (!(mean_width(&piece) >= ARTEFACT_M)) {
        hzp_geometry_free(piece.shape);
        return;
    }
    g_array_append_val(pieces, piece);
}

/* The polygons of an overlay, which it takes over; an overlay that failed has none, and is no reason to stop. */
static void add_pieces(GArray *pieces, GEOSGeometry *overlay, long row, long other)
{
    GEOSGeometry *polygons = hzp_geometry_polygons(overlay);
    int parts = polygons ? GEOSGetNumGeometries_r(hzp_geos(), polygons) : 0;
    for (int i = 0; i < parts; i++)
        add_piece(pieces, GEOSGetGeometryN_r(hzp_geos(), polygons, i), row, other);
    hzp_geometry_free(polygons);
    hzp_geometry_free(overlay);
}

static int by_area(gconstpointer a, gconstpointer b)
{
    const Piece *first = a;
    const Piece *second = b;
    if (first->area_m2 != second->area_m2) return first->area_m2 > second->area_m2 ? -1 : 1;
    return first->order < second->order ? -1 : first->order > second->order;
}

static void place(const Layer *layer, const GEOSGeometry *shape)
{
    double lon = NAN;
    double lat = NAN;
    if (hzp_model_degrees(layer->model, shape, &lon, &lat)) hzp_findings_place_last(layer->model->findings, lon, lat);
}

/* ---- what is told ---- */

typedef void (*Tell)(Layer *layer, const char *code, const Piece *piece, const char *area);

static void keep_small(Layer *layer, const Piece *piece)
{
    layer->small_count++;
    layer->small_m2 += piece->area_m2;
    if (layer->largest_small.shape && layer->largest_small.area_m2 >= piece->area_m2) return;
    hzp_geometry_free(layer->largest_small.shape);
    layer->largest_small = *piece;
    layer->largest_small.shape = GEOSGeom_clone_r(hzp_geos(), piece->shape);
}

static void tell_all(Layer *layer, const char *code, GArray *pieces, Tell tell)
{
    HzpFindings *findings = layer->model->findings;
    double least = hzp_findings_parameter(findings, code, "least_area_m2");
    double width = hzp_findings_parameter(findings, code, "width_m");
    double most = hzp_findings_parameter(findings, code, "most");
    double told = 0;
    g_array_sort(pieces, by_area);
    for (guint i = 0; i < pieces->len; i++) {
        const Piece *piece = &g_array_index(pieces, Piece, i);
        if (piece->area_m2 < least || told >= most || mean_width(piece) < width) {
            keep_small(layer, piece);
            continue;
        }
        g_autofree char *area = hzp_area_text(piece->area_m2);
        tell(layer, code, piece, area);
        place(layer, piece->shape);
        told++;
    }
    g_array_free(pieces, TRUE);
}

static void tell_overlap(Layer *layer, const char *code, const Piece *piece, const char *area)
{
    double smaller = fmin(hzp_geometry_area(layer->planar[piece->row]), hzp_geometry_area(layer->planar[piece->other]));
    char percent[32];
    g_ascii_formatd(percent, sizeof percent, "%.3g", piece->area_m2 / smaller * 100);
    hzp_findings_add_row(layer->model->findings, code, layer->table, (size_t)piece->row, "geometry", "area", area, "other",
                         name_of(layer->table, piece->other), "value", name_of(layer->table, piece->other), "percent",
                         percent, NULL);
}

static void tell_outside(Layer *layer, const char *code, const Piece *piece, const char *area)
{
    hzp_findings_add_row(layer->model->findings, code, layer->table, (size_t)piece->row, "geometry", "area", area, "county",
                         name_of(layer->model->counties, piece->other), "value",
                         name_of(layer->model->counties, piece->other), NULL);
}

typedef struct {
    const Layer *layer;
    const GEOSGeometry *shape;
    GString *names;
    size_t count;
} Neighbours;

static void keep_neighbour(size_t row, void *user)
{
    enum { SHOWN = 4 };
    static const double NEAR_M = 1;
    Neighbours *work = user;
    double distance = NAN;
    if (GEOSDistance_r(hzp_geos(), work->layer->planar[row], work->shape, &distance) != 1 || !(distance <= NEAR_M)) return;
    if (work->count++ >= SHOWN) return;
    g_string_append_printf(work->names, "%s%s", work->names->len ? "、" : "", name_of(work->layer->table, (long)row));
}

static void tell_gap(Layer *layer, const char *code, const Piece *piece, const char *area)
{
    Neighbours work = {layer, piece->shape, g_string_new(NULL), 0};
    hzp_polygon_index_near(layer->index, piece->shape, keep_neighbour, &work);
    hzp_findings_add(layer->model->findings, code, hzp_table_name(layer->table),
                     name_of(layer->model->counties, piece->other), "geometry", "area", area, "neighbours",
                     work.names->len ? work.names->str : "—", "value", work.names->str, NULL);
    g_string_free(work.names, TRUE);
}

static void tell_small(Layer *layer)
{
    HzpFindings *findings = layer->model->findings;
    double least = hzp_findings_parameter(findings, "boundaries_differ", "least_area_m2");
    if (layer->small_m2 < least) return;
    g_autofree char *area = hzp_area_text(layer->small_m2);
    g_autofree char *largest = hzp_area_text(layer->largest_small.area_m2);
    hzp_findings_add(findings, "boundaries_differ", hzp_table_name(layer->table), NULL, "geometry", "count",
                     hzp_text_of_size(layer->small_count), "area", area, "largest", largest, NULL);
    place(layer, layer->largest_small.shape);
}

/* ---- overlays ---- */

typedef struct {
    Layer *layer;
    size_t row;
    GArray *pieces;
} Pairing;

static void overlap_pair(size_t other, void *user)
{
    Pairing *work = user;
    if (other <= work->row) return;
    GEOSGeometry **planar = work->layer->planar;
    add_pieces(work->pieces, GEOSIntersection_r(hzp_geos(), planar[work->row], planar[other]), (long)work->row, (long)other);
}

static void check_overlaps(Layer *layer)
{
    if (!hzp_findings_wants(layer->model->findings, "units_overlap")) return;
    Pairing work = {layer, 0, pieces_new()};
    for (; work.row < layer->n; work.row++) {
        if (hzp_run_part(layer->model->run, (double)work.row, (double)layer->n) != HZP_OK) break;
        if (layer->planar[work.row]) hzp_polygon_index_near(layer->index, layer->planar[work.row], overlap_pair, &work);
    }
    tell_all(layer, "units_overlap", work.pieces, tell_overlap);
}

/* Holes in the union: gaps that are shut in. What is open to the outside cannot be told from the outside. */
static void check_holes(Layer *layer)
{
    GEOSContextHandle_t geos = hzp_geos();
    GArray *pieces = pieces_new();
    GEOSGeometry *all = hzp_geometry_union(layer->planar, layer->n, NULL);
    int parts = all ? GEOSGetNumGeometries_r(geos, all) : 0;
    for (int i = 0; i < parts; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(geos, all, i);
        int holes = GEOSGetNumInteriorRings_r(geos, part);
        for (int j = 0; j < holes; j++) {
            GEOSGeometry *ring = GEOSGeom_clone_r(geos, GEOSGetInteriorRingN_r(geos, part, j));
            add_pieces(pieces, GEOSGeom_createPolygon_r(geos, ring, NULL, 0), -1, -1);
        }
    }
    hzp_geometry_free(all);
    tell_all(layer, "units_gap", pieces, tell_gap);
}

/* ---- towns in their counties ---- */

static void keep_row(size_t row, void *user) { g_array_append_val((GArray *)user, row); }

/* Towns whose boxes meet that of a shape, in rising order. Free it with g_array_free(). */
static GArray *towns_near(const Layer *towns, const GEOSGeometry *shape)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(size_t));
    hzp_polygon_index_near(towns->index, shape, keep_row, rows);
    return rows;
}

/* Which of the county's own towns sticks out most with a piece. */
static long town_of_piece(const Layer *towns, const Piece *piece, long county)
{
    long best = -1;
    double most = 0;
    g_autoptr(GArray) near = towns_near(towns, piece->shape);
    for (guint i = 0; i < near->len; i++) {
        size_t town = g_array_index(near, size_t, i);
        if (towns->model->town_county[town] != county) continue;
        double area = hzp_geometry_overlap_area(towns->planar[town], piece->shape);
        if (area > most) {
            best = (long)town;
            most = area;
        }
    }
    return best;
}

/* The towns of each county, in rising order: GArray of size_t by row of counties. */
static GPtrArray *towns_by_county(const Layer *towns, size_t counties)
{
    GPtrArray *lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (size_t c = 0; c < counties; c++)
        g_ptr_array_add(lists, g_array_new(FALSE, FALSE, sizeof(size_t)));
    for (size_t i = 0; i < towns->n; i++) {
        long county = towns->model->town_county[i];
        if (county >= 0 && towns->planar[i]) g_array_append_val((GArray *)g_ptr_array_index(lists, (guint)county), i);
    }
    return lists;
}

/* Every piece of the difference belongs to a town of the county; towns are united first, since a county's outline is long and
 * is then gone over once. */
static void check_county(Layer *towns, const GArray *of_county, const GEOSGeometry *county, long row, GArray *gaps,
                         GArray *outside)
{
    GEOSContextHandle_t geos = hzp_geos();
    g_autoptr(GPtrArray) own = g_ptr_array_new();
    g_autoptr(GPtrArray) meeting = g_ptr_array_new();
    for (guint i = 0; i < of_county->len; i++)
        g_ptr_array_add(own, towns->planar[g_array_index(of_county, size_t, i)]);
    /* Towns of one county in a layer of all counties: the others are not there by design. */
    if (own->len == 0) return;
    g_ptr_array_extend(meeting, own, NULL, NULL);
    g_autoptr(GArray) near = towns_near(towns, county);
    for (guint i = 0; i < near->len; i++) {
        size_t town = g_array_index(near, size_t, i);
        if (towns->model->town_county[town] != row && GEOSIntersects_r(geos, towns->planar[town], county) == 1)
            g_ptr_array_add(meeting, towns->planar[town]);
    }
    GEOSGeometry *covered = hzp_geometry_union((GEOSGeometry **)meeting->pdata, meeting->len, NULL);
    GEOSGeometry *united = hzp_geometry_union((GEOSGeometry **)own->pdata, own->len, NULL);
    if (covered) add_pieces(gaps, GEOSDifference_r(geos, county, covered), -1, row);
    guint first = outside->len;
    if (united) add_pieces(outside, GEOSDifference_r(geos, united, county), -1, row);
    for (guint i = first; i < outside->len; i++) {
        Piece *piece = &g_array_index(outside, Piece, i);
        piece->row = town_of_piece(towns, piece, row);
    }
    hzp_geometry_free(covered);
    hzp_geometry_free(united);
}

static void check_inside_counties(Layer *towns, const Layer *counties)
{
    GArray *gaps = pieces_new();
    GArray *outside = pieces_new();
    g_autoptr(GPtrArray) of_county = towns_by_county(towns, counties->n);
    for (size_t i = 0; i < counties->n; i++) {
        if (hzp_run_part(towns->model->run, (double)i, (double)counties->n) != HZP_OK) break;
        if (counties->planar[i])
            check_county(towns, g_ptr_array_index(of_county, (guint)i), counties->planar[i], (long)i, gaps, outside);
    }
    for (guint i = outside->len; i-- > 0;) {
        if (g_array_index(outside, Piece, i).row < 0) g_array_remove_index(outside, i);
    }
    tell_all(towns, "units_gap", gaps, tell_gap);
    tell_all(towns, "town_outside_county", outside, tell_outside);
}

/* ---- all of it ---- */

static void begin(Layer *layer, HzpModel *model, HzpTable *table)
{
    *layer = (Layer){.model = model, .table = table, .n = hzp_table_rows(table)};
    layer->planar = g_new0(GEOSGeometry *, layer->n + 1);
    for (size_t i = 0; i < layer->n; i++) {
        const GEOSGeometry *geometry = hzp_table_geometry(table)[i];
        if (hzp_run_check(model->run) != HZP_OK) break;
        if (hzp_geometry_is_polygonal(geometry)) layer->planar[i] = hzp_model_planar(model, geometry);
    }
    layer->index = hzp_polygon_index_new(layer->planar, layer->n);
}

static void end(Layer *layer)
{
    if (!layer->table) return;
    if (hzp_findings_wants(layer->model->findings, "boundaries_differ")) tell_small(layer);
    hzp_polygon_index_free(layer->index);
    hzp_geometry_free(layer->largest_small.shape);
    for (size_t i = 0; i < layer->n; i++)
        hzp_geometry_free(layer->planar[i]);
    g_free(layer->planar);
}

HzpStatus hzp_check_boundaries(HzpModel *model)
{
    Layer counties = {0};
    Layer towns = {0};
    if (!model->to_equal_area) return HZP_OK;
    /* Shares of the time, measured. */
    HzpStretch all = hzp_run_stretch(model->run, 0, 0.05);
    if (model->counties_given) {
        begin(&counties, model, model->counties);
        check_overlaps(&counties);
        check_holes(&counties);
    }
    hzp_run_resume(model->run, all);
    if (model->towns && model->town_county) {
        begin(&towns, model, model->towns);
        hzp_run_stretch(model->run, 0.1, 0.3);
        check_overlaps(&towns);
        hzp_run_resume(model->run, all);
        hzp_run_stretch(model->run, 0.3, 1);
        if (model->counties_given)
            check_inside_counties(&towns, &counties);
        else
            check_holes(&towns);
        hzp_run_resume(model->run, all);
    }
    end(&counties);
    end(&towns);
    return hzp_run_check(model->run);
}
