#include "check/model_check.h"

#include "data/model_size.h"

/* In the order of the findings; costs measured (see model_size.h). */
static const struct {
    HzpStatus (*check)(HzpModel *model);
    HzpCost cost;
} steps[] = {{hzp_check_dates, {0, 0, 0, 0, 0}},        {hzp_check_names, {0, 0, 3, 0, 0}},
             {hzp_check_duplicates, {4, 0, 4, 0, 0}},   {hzp_check_packed, {0, 0, 0, 0, 0}},
             {hzp_check_offset, {10, 0, 12, 0, 0}},     {hzp_check_figures, {1, 0.1, 1, 0.5, 0}},
             {hzp_check_management, {0, 0, 2, 0, 0}},   {hzp_check_persons, {0, 0, 2, 0, 0}},
             {hzp_check_monitors, {0, 0, 1, 0, 0}},     {hzp_check_disposals, {0, 0, 1, 0, 0}},
             {hzp_check_boundaries, {0, 0, 0, 16, 0}},  {hzp_check_boundary_points, {4, 0, 4, 0, 0}},
             {hzp_check_slivers, {0, 0.1, 0, 0.1, 0.1}}};

double hzp_model_check_cost_s(const HzpModel *model)
{
    HzpModelSize size = hzp_model_size(model);
    double cost = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
        cost += hzp_cost_s(&steps[i].cost, &size);
    return cost;
}

HzpStatus hzp_model_check(HzpRun *run, HzpModel *model)
{
    HzpModelSize size = hzp_model_size(model);
    double total = hzp_model_check_cost_s(model);
    double done = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        double next = done + hzp_cost_s(&steps[i].cost, &size);
        HzpStretch all = hzp_run_stretch(run, done / total, next / total);
        HzpStatus status = hzp_run_step(run, "phase_check", 0, 1);
        if (status == HZP_OK) status = steps[i].check(model);
        hzp_run_resume(run, all);
        HZP_TRY(status);
        done = next;
    }
    return HZP_OK;
}
