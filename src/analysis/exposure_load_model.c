#include "analysis/exposure_load.h"
#include "base/message.h"
#include "check/model_check.h"

static HzpStatus fail_for_errors(HzpFindings *findings)
{
    HzpFindingCounts totals = hzp_findings_totals(findings);
    if (totals.errors == 0) return HZP_OK;
    g_autofree char *message = g_strdup(hzp_findings_get(findings, 0)->message);
    return hzp_fail(HZP_E_INPUT, totals.errors == 1 ? "one_error" : "several_errors", "count",
                    hzp_text_of_size(totals.errors), "first", message, NULL);
}

HzpStatus hzp_exposure_load_model(HzpRun *run, const HzpProject *project, bool planar, HzpFindings *findings,
                                  HzpExposureLayers **layers)
{
    HzpModel *model = NULL;
    hzp_run_expect(run, "phase_check", 2 * hzp_model_read_cost_s(project));
    HZP_TRY(hzp_model_read(run, project, findings, &model));
    hzp_run_correct(run, "phase_check", hzp_model_check_cost_s(model));
    HzpStatus status = hzp_model_check(run, model);
    hzp_model_place_findings(model);
    if (status == HZP_OK) status = fail_for_errors(findings);
    if (status == HZP_OK) status = hzp_exposure_layers_of_model(model, planar, layers);
    hzp_model_free(model);
    return status;
}
