#include "check/model_check.h"

typedef HzpStatus (*Step)(HzpModel *model);

/* In the order of the findings. */
static const Step steps[] = {hzp_check_dates,      hzp_check_names,
                             hzp_check_duplicates, hzp_check_packed,
                             hzp_check_offset,     hzp_check_figures,
                             hzp_check_management, hzp_check_persons,
                             hzp_check_monitors,   hzp_check_disposals,
                             hzp_check_boundaries, hzp_check_boundary_points,
                             hzp_check_slivers,    NULL};

HzpStatus hzp_model_check(HzpRun *run, HzpModel *model)
{
    for (size_t i = 0; steps[i]; i++) {
        HZP_TRY(hzp_run_step(run, "phase_check", (double)i, (double)(G_N_ELEMENTS(steps) - 1)));
        HZP_TRY(steps[i](model));
    }
    return HZP_OK;
}
