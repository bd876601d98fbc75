/* What hazard points, threat zones and mining polygons that were read straight from GeoPackages become: the zones. */
#include <math.h>
#include <string.h>

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
    const HzpPolygonPlan plan = {.n = threats->n, .first = first, .pieces = pieces};
    threats->polygons = hzp_polygon_set_compose(&plan, hzp_run_threads(work->run));
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

void hzp_reading_take_threats(HzpExposureReading *work)
{
    HzpExposureThreats *threats = &work->layers->threats;
    size_t hazards = threats->n_hazards;
    const char **texts[] = {work->hazards.texts[HZP_HAZARD_ID], work->hazards.texts[HZP_HAZARD_NAME]};
    const char **mining[] = {work->mining.texts[HZP_MINING_ID], work->mining.texts[HZP_MINING_NAME]};
    const char **to[] = {threats->id, threats->name};
    for (size_t k = 0; k < G_N_ELEMENTS(to); k++) {
        if (texts[k]) memcpy(to[k], texts[k], hazards * sizeof **to);
        if (mining[k]) memcpy(to[k] + hazards, mining[k], work->mining.rows.n * sizeof **to);
    }
    if (work->zones.given || work->mining.given) {
        Chains chains = chain_rows(work);
        compose_zones(work, &chains);
        chains_clear(&chains);
    }
    forget_centres(threats);
    hzp_exposure_threats_group(threats);
}
