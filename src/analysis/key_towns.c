/* Key towns with a fire and rescue brigade: the nearest one of every village and hazard point, and what each one covers. R10.
 */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "geo/point_order.h"

typedef struct {
    const HzpModel *model;
    const HzpPositions *from;
    size_t row;
} Measuring;

static double measure(size_t key_town, void *user)
{
    const Measuring *measuring = user;
    return hzp_model_distance_m(measuring->model, measuring->from, measuring->row, &measuring->model->key_town_positions,
                                key_town);
}

/* Nearest key town of every row of a table; nearest[i] is a row of key_towns or -1. */
static long *find_nearest(const HzpModel *model, const HzpPointOrder *order, const HzpPositions *from, double *distance)
{
    long *nearest = g_new(long, from->n + 1);
    for (size_t i = 0; i < from->n; i++) {
        Measuring measuring = {model, from, i};
        nearest[i] = -1;
        if (isfinite(from->planar_x[i]))
            nearest[i] =
                hzp_point_order_nearest(order, from->planar_x[i], from->planar_y[i], 1.05, measure, &measuring, &distance[i]);
    }
    return nearest;
}

static void store_names(HzpTable *table, const char *column, HzpTable *key_towns, const long *nearest)
{
    const char **out = hzp_table_add_text(table, column);
    const char **names = hzp_table_text(key_towns, "name");
    for (size_t i = 0; i < hzp_table_rows(table); i++)
        out[i] = nearest[i] < 0 ? NULL : hzp_table_keep(table, names[nearest[i]]);
}

static void cover_villages(HzpModel *model, const long *nearest, const double *distance)
{
    HzpTable *key_towns = model->key_towns;
    const double *people = hzp_table_number(model->villages, "population");
    double *villages = hzp_table_add_number(key_towns, "villages_nearest", HZP_COLUMN_INTEGER);
    double *population = hzp_table_add_number(key_towns, "population_nearest", HZP_COLUMN_REAL);
    double *farthest = hzp_table_add_number(key_towns, "farthest_village_m", HZP_COLUMN_REAL);
    for (size_t k = 0; k < hzp_table_rows(key_towns); k++)
        villages[k] = 0;
    for (size_t i = 0; i < hzp_table_rows(model->villages); i++) {
        if (nearest[i] < 0) continue;
        long k = nearest[i];
        villages[k]++;
        hzp_add_known(&population[k], people[i]);
        farthest[k] = isnan(farthest[k]) ? distance[i] : fmax(farthest[k], distance[i]);
    }
    for (size_t k = 0; k < hzp_table_rows(key_towns); k++) {
        if (villages[k] == 0) population[k] = 0;
    }
}

/* Brigades that stand already: what reaches a village tonight, not when the plan is built. */
static void nearest_existing(HzpModel *model)
{
    const HzpPositions *at = &model->key_town_positions;
    const char **status = hzp_table_text(model->key_towns, "status");
    g_autofree double *x = g_new(double, at->n + 1);
    for (size_t k = 0; k < at->n; k++)
        x[k] = status[k] && strcmp(status[k], "existing") == 0 ? at->planar_x[k] : NAN;
    HzpPointOrder *order = hzp_point_order_new(x, at->planar_y, at->n);
    double *distance = hzp_table_add_number(model->villages, "nearest_existing_brigade_m", HZP_COLUMN_REAL);
    g_autofree long *nearest = find_nearest(model, order, &model->village_positions, distance);
    store_names(model->villages, "nearest_existing_brigade", model->key_towns, nearest);
    hzp_point_order_free(order);
}

HzpStatus hzp_analysis_key_towns(HzpAnalysis *analysis)
{
    HzpModel *model = analysis->model;
    if (!model->key_towns) return HZP_OK;
    const HzpPositions *at = &model->key_town_positions;
    HzpPointOrder *order = hzp_point_order_new(at->planar_x, at->planar_y, at->n);
    double *village_m = hzp_table_add_number(model->villages, "nearest_key_town_m", HZP_COLUMN_REAL);
    double *hazard_m = hzp_table_add_number(model->hazard_points, "nearest_key_town_m", HZP_COLUMN_REAL);
    g_autofree long *of_village = find_nearest(model, order, &model->village_positions, village_m);
    g_autofree long *of_hazard = find_nearest(model, order, &model->hazard_positions, hazard_m);
    store_names(model->villages, "nearest_key_town", model->key_towns, of_village);
    store_names(model->hazard_points, "nearest_key_town", model->key_towns, of_hazard);
    cover_villages(model, of_village, village_m);
    double *hazards = hzp_table_add_number(model->key_towns, "hazards_nearest", HZP_COLUMN_INTEGER);
    for (size_t k = 0; k < at->n; k++)
        hazards[k] = 0;
    for (size_t i = 0; i < model->hazard_positions.n; i++) {
        if (of_hazard[i] >= 0) hazards[of_hazard[i]]++;
    }
    nearest_existing(model);
    hzp_point_order_free(order);
    const char **towns = hzp_table_add_text(model->key_towns, "town");
    for (size_t k = 0; k < at->n; k++) {
        long town = model->key_town_town[k];
        if (town >= 0) towns[k] = hzp_table_keep(model->key_towns, hzp_table_text(model->towns, "name")[town]);
    }
    return HZP_OK;
}
