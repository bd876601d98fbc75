/* The nearest hazard point of every village, by geodesic distance. R7. */
#include <math.h>

#include "analysis/analysis.h"
#include "geo/point_order.h"

/* Planar distances in the equal-area projection stay within this factor of geodesic ones over a country's extent. */
static const double PLANAR_SLACK = 1.05;

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

HzpStatus hzp_analysis_nearest_hazards(HzpAnalysis *analysis)
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
    return HZP_OK;
}
