/* How large a model is, and what work on it is expected to cost: for the share of progress only. */
#ifndef HZP_DATA_MODEL_SIZE_H
#define HZP_DATA_MODEL_SIZE_H

#include "data/model.h"

typedef struct {
    double villages;
    double village_corners; /* of village polygons; 0 where villages are points */
    double points;          /* hazard points */
    double unit_corners;    /* of towns and counties */
    double area_corners;    /* of mining areas and susceptibility */
} HzpModelSize;

HzpModelSize hzp_model_size(const HzpModel *model);

/* Microseconds for each village, corner and so on, measured on one core; in the order of HzpModelSize. */
typedef struct {
    double village;
    double village_corner;
    double point;
    double unit_corner;
    double area_corner;
} HzpCost;

/* In seconds; a little more than nothing for an empty model, so that every step counts. */
double hzp_cost_s(const HzpCost *cost, const HzpModelSize *size);

#endif
