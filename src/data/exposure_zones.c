/* What hazard points, threat zones and mining polygons that were read straight from GeoPackages become: the zones. */
#include <math.h>

#include "base/vocabulary.h"
#include "data/exposure_reading.h"
#include "geo/polygon_set_compose.h"

/* Rows of hazard_zones by the id of their point, as chains in the order of the file. */
typedef struct {
    GHashTable *first; /* id -> row + 1 */
    size_t *next;      /* row + 1 of the same point; 0 for none */
    size_t *of_hazard; /* row + 1 */
} Chains;

static Chains chain_rows(const HzpExposureReading *work)
{
    const HzpExposureThreats *threats = &work->layers->threats;
    const char **ids = work->zones.texts[HZP_ZONE_ID];
    size_t n = work->zones.rows.n;
    Chains chains = {g_hash_table_new(g_str_hash, g_str_equal), g_new0(size_t, n + 1),
                     g_new0(size_t, threats->n_hazards + 1)};
    for (size_t i = n; i > 0; i--) {
        chains.next[i - 1] = GPOINTER_TO_SIZE(g_hash_table_lookup(chains.first, ids[i - 1]));
        g_hash_table_insert(chains.first, (gpointer)ids[i - 1], GSIZE_TO_POINTER(i));
    }
    if (n == 0) return chains;
#pragma omp parallel for schedule(static) num_threads(hzp_run_threads(work->run))
    for (size_t i = 0; i < threats->n_hazards; i++)
        chains.of_hazard[i] = GPOINTER_TO_SIZE(g_hash_table_lookup(chains.first, threats->id[i]));
    return chains;
}

static void chains_clear(Chains *chains)
{
    g_hash_table_destroy(chains->first);
    g_free(chains->next);
    g_free(chains->of_hazard);
}

/* Mostly each polygon belongs to one point, and both are in one order: then the layer's set is that of the zones. */
static HzpPolygonSet *set_of_pieces(HzpExposureReading *work, const size_t *first, const HzpPolygonPiece *pieces)
{
    size_t zones = work->layers->threats.n;
    size_t n = first[zones];
    HzpPolygonSet **whole = work->mining.given ? &work->mining.rows.polygons : &work->zones.rows.polygons;
    bool in_order = *whole && n == (*whole)->n;
    for (size_t p = 0; p < n && in_order; p++)
        in_order = pieces[p].set == *whole && pieces[p].polygon == p;
    if (in_order) {
        HzpPolygonSet *set = g_steal_pointer(whole);
        hzp_polygon_set_group(set, first, zones);
        return set;
    }
    const HzpPolygonPlan plan = {.n = zones, .first = first, .pieces = pieces};
    return hzp_polygon_set_compose(&plan, hzp_run_threads(work->run));
}

/* A point that has polygons of its own is no circle. */
static void compose_zones(HzpExposureReading *work, const Chains *chains)
{
    HzpExposureThreats *threats = &work->layers->threats;
    g_autofree size_t *first = g_new(size_t, threats->n + 1);
    g_autofree HzpPolygonPiece *pieces = g_new(HzpPolygonPiece, work->zones.rows.n + work->mining.rows.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < threats->n; i++) {
        first[i] = n;
        if (i >= threats->n_hazards) {
            pieces[n++] = (HzpPolygonPiece){work->mining.rows.polygons, i - threats->n_hazards};
            continue;
        }
        if (chains->of_hazard[i]) threats->radius_m[i] = NAN;
        for (size_t row = chains->of_hazard[i]; row; row = chains->next[row - 1])
            pieces[n++] = (HzpPolygonPiece){work->zones.rows.polygons, row - 1};
    }
    first[threats->n] = n;
    threats->polygons = set_of_pieces(work, first, pieces);
}

/* Only circles have a centre. */
static void forget_centres(const HzpExposureThreats *threats)
{
    double *const arrays[] = {threats->at.x, threats->at.y, threats->at.lon, threats->at.lat};
    for (size_t i = 0; i < threats->n_hazards; i++) {
        for (size_t k = 0; isnan(threats->radius_m[i]) && k < G_N_ELEMENTS(arrays); k++) {
            if (arrays[k]) arrays[k][i] = NAN;
        }
    }
}

/* ---- arrays of the hazard points taken over, with room for mining behind them ---- */

static double *extended(double *values, const HzpExposureThreats *threats)
{
    if (threats->n > threats->n_hazards) values = g_renew(double, values, threats->n + 1);
    for (size_t i = threats->n_hazards; i < threats->n; i++)
        values[i] = NAN;
    return values;
}

static double *taken(double **values, const HzpExposureThreats *threats)
{
    return threats->n_hazards ? extended(g_steal_pointer(values), threats) : hzp_exposure_missing(threats->n);
}

static const char **joined(HzpLayerRows *hazards, int column, const char **mining, const HzpExposureThreats *threats)
{
    const char **texts = threats->n_hazards ? hzp_reading_take_texts(hazards, column) : NULL;
    if (!texts) {
        texts = g_new0(const char *, threats->n + 1);
    } else if (threats->n > threats->n_hazards) {
        texts = g_renew(const char *, texts, threats->n + 1);
    }
    for (size_t i = threats->n_hazards; i < threats->n; i++)
        texts[i] = mining ? mining[i - threats->n_hazards] : NULL;
    return texts;
}

void hzp_reading_make_threats(HzpExposureReading *work, size_t n_hazards, size_t n_mining)
{
    size_t n = n_hazards + n_mining;
    HzpExposureThreats *threats = &work->layers->threats;
    *threats = (HzpExposureThreats){.n = n,
                                    .n_hazards = n_hazards,
                                    .groups = g_new0(uint32_t, n + 1),
                                    .type = g_new(int8_t, n + 1),
                                    .grade = g_new(int8_t, n + 1),
                                    .county = g_new0(const char *, n + 1)};
    if (!work->layers->planar) threats->at = hzp_exposure_places_make(n, false);
    for (size_t i = 0; i < n; i++) {
        threats->type[i] = i < n_hazards ? -1 : (int8_t)hzp_vocabulary_count("hazard_type");
        threats->grade[i] = -1;
    }
}

void hzp_reading_take_radii(HzpExposureReading *work)
{
    HzpExposureThreats *threats = &work->layers->threats;
    double *own = threats->n_hazards ? hzp_reading_take_numbers(&work->hazards, HZP_HAZARD_RADIUS) : NULL;
    threats->radius_m = taken(&own, threats);
}

void hzp_reading_take_threats(HzpExposureReading *work)
{
    HzpExposureThreats *threats = &work->layers->threats;
    HzpGeopackageRows *rows = &work->hazards.rows;
    threats->id = joined(&work->hazards, HZP_HAZARD_ID, work->mining.texts[HZP_MINING_ID], threats);
    threats->name = joined(&work->hazards, HZP_HAZARD_NAME, work->mining.texts[HZP_MINING_NAME], threats);
    if (work->layers->planar) {
        threats->at.x = taken(&rows->x, threats);
        threats->at.y = taken(&rows->y, threats);
    }
    if (work->zones.given || work->mining.given) {
        Chains chains = chain_rows(work);
        compose_zones(work, &chains);
        chains_clear(&chains);
    }
    forget_centres(threats);
    hzp_exposure_threats_group(threats);
}
