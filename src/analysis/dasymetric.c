/* Dasymetric mapping: the raster spreads each village's own people inside the village, so that village totals stay those of
 * the census (Mennis & Hultgren 2006, Cartography and Geographic Information Science 33(3); volume-preserving,
 * "pycnophylactic", as Tobler 1979 calls it). The share of a village's people in the zones is then the raster's people of the
 * village inside the union of the zones over those of the whole village. docs/methods.md#dasymetric. */
#include <math.h>
#include <string.h>

#include "analysis/dasymetric_share.h"
#include "analysis/exposed_sums.h"
#include "analysis/population_raster.h"
#include "base/message.h"
#include "data/raster_source.h"
#include "geo/geometry.h"

/* ---- shares of villages ---- */

HzpStatus hzp_dasymetric_shares(HzpAnalysis *analysis, HzpExposureCase *made, bool tell)
{
    const HzpRasterFigures *raster = made->raster;
    size_t groups = (size_t)hzp_exposure_groups();
    made->village_raster = g_new(double, hzp_table_rows(analysis->model->villages) + 1);
    for (size_t i = 0; i < hzp_table_rows(analysis->model->villages); i++)
        made->village_raster[i] = NAN;
    for (size_t v = 0; v < raster->n_villages; v++) {
        size_t row = raster->village[v];
        double whole = hzp_dasymetric_share(raster->result, v, groups, made->village_share + row * groups);
        if (whole > 0)
            made->village_raster[row] = whole;
        else if (tell)
            hzp_findings_add_row(analysis->findings, hzp_dasymetric_trouble(whole), analysis->model->villages, row,
                                 "geometry", NULL);
    }
    return HZP_OK;
}

/* ---- pairs and overlaps ---- */

/* Parts of villages whose people are asked of the raster: of each pair, then of each village the part under two and under
 * three zones. */
typedef struct {
    const HzpAnalysis *analysis;
    HzpExposureResult *result;
    HzpPolygonSet *set;
    size_t *piece;     /* of each pair, SIZE_MAX where it keeps its share of area */
    size_t (*deep)[2]; /* of each village */
    bool failed;
} Pieces;

static GEOSGeometry *intersection(Pieces *pieces, const GEOSGeometry *a, const GEOSGeometry *b)
{
    GEOSGeometry *common = a && b ? GEOSIntersection_r(hzp_geos(), a, b) : NULL;
    if (a && b && !common) pieces->failed = true;
    GEOSGeometry *polygons = common ? hzp_geometry_polygons(common) : NULL;
    hzp_geometry_free(common);
    return polygons;
}

static size_t add_piece(Pieces *pieces, const GEOSGeometry *geometry)
{
    hzp_polygon_set_add(pieces->set, geometry);
    return pieces->set->n - 1;
}

/* *deep = *deep ∪ (shallow ∩ part) */
static void deepen(Pieces *pieces, GEOSGeometry **deep, const GEOSGeometry *shallow, const GEOSGeometry *part)
{
    GEOSGeometry *common = intersection(pieces, shallow, part);
    GEOSGeometry *const both[] = {*deep, common};
    if (!common) return;
    GEOSGeometry *merged = hzp_geometry_union(both, 2, &pieces->failed);
    hzp_geometry_free(common);
    hzp_geometry_free(*deep);
    *deep = merged;
}

/* The pairs of one village: what lies under at least one, two and three zones grows zone by zone. */
static void add_village(Pieces *pieces, size_t first, size_t end)
{
    size_t row = pieces->result->pairs[first].unit;
    const GEOSGeometry *village = hzp_table_geometry(pieces->analysis->model->villages)[row];
    GEOSGeometry *under[3] = {NULL, NULL, NULL};
    for (size_t p = first; p < end; p++) {
        const GEOSGeometry *zone = hzp_table_geometry(pieces->analysis->hazard_zones)[pieces->result->pairs[p].zone];
        GEOSGeometry *part = intersection(pieces, village, zone);
        pieces->piece[p] = add_piece(pieces, part);
        deepen(pieces, &under[2], under[1], part);
        deepen(pieces, &under[1], under[0], part);
        GEOSGeometry *const both[] = {under[0], part};
        GEOSGeometry *merged = part ? hzp_geometry_union(both, 2, &pieces->failed) : NULL;
        if (merged) {
            hzp_geometry_free(under[0]);
            under[0] = merged;
        }
        hzp_geometry_free(part);
    }
    for (int d = 0; d < 2; d++)
        pieces->deep[row][d] = add_piece(pieces, under[d + 1]);
    for (int d = 0; d < 3; d++)
        hzp_geometry_free(under[d]);
}

static HzpStatus ask_raster(const HzpAnalysis *analysis, const HzpPolygonSet *set, HzpRasterResult **sums)
{
    HzpPolygonSet *placed = NULL;
    HZP_TRY(hzp_population_raster_place(analysis, set, &placed));
    const HzpRasterQuestion question = {.regions = placed};
    HzpStatus status =
        hzp_raster_exposure_compute(analysis->run, hzp_raster_reader(analysis->model->population), &question, sums);
    hzp_polygon_set_free(placed);
    return status;
}

/* Overlaps of the units that keep what the engine found: all but the villages with people in the raster. */
static HzpStatus overlaps_of_others(HzpAnalysis *analysis, HzpExposureSum *depth)
{
    const HzpExposureCase *central = &analysis->cases[HZP_CASE_CENTRAL];
    HzpUnitArrays others = {.units = analysis->village_units.units, .polygons = hzp_polygon_set_new()};
    g_autofree double *x = g_memdup2(others.units.at.x, (others.units.n + 1) * sizeof(double));
    HzpExposureResult *result = NULL;
    for (size_t i = 0; i < others.units.n; i++) {
        bool left_out = !isnan(central->village_raster[i]);
        if (left_out) {
            x[i] = NAN;
            hzp_polygon_set_add_empty(others.polygons);
        } else {
            hzp_polygon_set_add_copy(others.polygons, analysis->village_units.polygons, i);
        }
    }
    others.units.at.x = x;
    others.units.polygons = others.polygons;
    HzpStatus status = hzp_exposure_case_compute(analysis, central, &others, false, &result);
    if (status == HZP_OK) memcpy(depth, result->depth, sizeof result->depth);
    hzp_exposure_result_free(result);
    hzp_polygon_set_free(others.polygons);
    return status;
}

static void sum_pairs(const HzpAnalysis *analysis, const Pieces *pieces, const HzpRasterResult *sums)
{
    HzpExposureResult *result = pieces->result;
    const double *whole = analysis->cases[HZP_CASE_CENTRAL].village_raster;
    memset(result->zone, 0, hzp_table_rows(analysis->hazard_zones) * sizeof *result->zone);
    for (size_t p = 0; p < result->n_pairs; p++) {
        HzpExposureShare *pair = &result->pairs[p];
        if (pieces->piece[p] != SIZE_MAX)
            pair->share = fmin(1, hzp_dasymetric_people(&sums->region[pieces->piece[p]]) / whole[pair->unit]);
        hzp_exposed_add(&result->zone[pair->zone], analysis->model->villages, pair->unit, pair->share);
    }
}

static void sum_overlaps(const HzpAnalysis *analysis, const Pieces *pieces, const HzpRasterResult *sums)
{
    const HzpExposureCase *central = &analysis->cases[HZP_CASE_CENTRAL];
    size_t groups = (size_t)hzp_exposure_groups();
    for (size_t i = 0; i < hzp_table_rows(analysis->model->villages); i++) {
        double whole = central->village_raster[i];
        double share = central->village_share[i * groups];
        if (isnan(whole) || !(share > 0)) continue;
        double two = fmin(share, hzp_dasymetric_people(&sums->region[pieces->deep[i][0]]) / whole);
        double three = fmin(two, hzp_dasymetric_people(&sums->region[pieces->deep[i][1]]) / whole);
        const double parts[HZP_COVER_DEPTHS] = {share - two, two - three, three};
        for (int d = 0; d < HZP_COVER_DEPTHS; d++) {
            if (parts[d] > 0) hzp_exposed_add(&pieces->result->depth[d], analysis->model->villages, i, parts[d]);
        }
    }
}

static HzpStatus cut(Pieces *pieces)
{
    const HzpExposureResult *result = pieces->result;
    const double *whole = pieces->analysis->cases[HZP_CASE_CENTRAL].village_raster;
    for (size_t p = 0; p < result->n_pairs;) {
        size_t end = p;
        HZP_TRY(hzp_run_check(pieces->analysis->run));
        while (end < result->n_pairs && result->pairs[end].unit == result->pairs[p].unit)
            pieces->piece[end++] = SIZE_MAX;
        if (!isnan(whole[result->pairs[p].unit])) add_village(pieces, p, end);
        p = end;
    }
    return pieces->failed ? hzp_fail(HZP_E_GEOMETRY, "geometry_failed", "reason", hzp_geos_message(), NULL) : HZP_OK;
}

HzpStatus hzp_dasymetric_pairs(HzpAnalysis *analysis, HzpExposureResult *result)
{
    size_t rows = hzp_table_rows(analysis->model->villages);
    Pieces pieces = {.analysis = analysis,
                     .result = result,
                     .set = hzp_polygon_set_new(),
                     .piece = g_new(size_t, result->n_pairs + 1),
                     .deep = g_malloc0_n(rows + 1, sizeof *pieces.deep)};
    HzpRasterResult *sums = NULL;
    HzpStatus status = cut(&pieces);
    if (status == HZP_OK) status = ask_raster(analysis, pieces.set, &sums);
    if (status == HZP_OK) status = overlaps_of_others(analysis, result->depth);
    if (status == HZP_OK) {
        sum_pairs(analysis, &pieces, sums);
        sum_overlaps(analysis, &pieces, sums);
    }
    hzp_raster_result_free(sums);
    hzp_polygon_set_free(pieces.set);
    g_free(pieces.piece);
    g_free(pieces.deep);
    return status;
}
