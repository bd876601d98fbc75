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

static HzpStatus load_model(HzpRun *run, const HzpProject *project, bool planar, HzpFindings *findings,
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

HzpStatus hzp_exposure_load(HzpRun *run, const HzpProject *project, bool planar, HzpFindings *findings,
                            HzpExposureLayers **layers)
{
    HzpCrsFacts crs;
    *layers = NULL;
    HZP_TRY(hzp_crs_facts(project->crs, &crs));
    HZP_TRY(hzp_exposure_check_crs(project, &crs, planar));
    HZP_TRY(hzp_exposure_layers_read(run, project, planar, layers));
    if (!*layers) HZP_TRY(load_model(run, project, planar, findings, layers));
    HzpStatus status = (*layers)->villages.polygons || (*layers)->buildings.polygons
                           ? hzp_exposure_threats_draw(run, project, *layers)
                           : HZP_OK;
    if (status == HZP_OK) return HZP_OK;
    hzp_exposure_layers_free(*layers);
    *layers = NULL;
    return status;
}

static HzpExposurePositions positions_of(const HzpExposurePlaces *places)
{
    return (HzpExposurePositions){places->x, places->y, places->lon, places->lat};
}

void hzp_exposure_units_of(const HzpExposureLayers *layers, const HzpExposureVillages *villages, int32_t **region,
                           HzpExposureUnits *units)
{
    int32_t towns = (int32_t)layers->towns.n;
    *region = g_new(int32_t, villages->n + 1);
    for (size_t i = 0; i < villages->n; i++)
        (*region)[i] = villages->town[i] >= 0     ? villages->town[i]
                       : villages->county[i] >= 0 ? towns + villages->county[i]
                                                  : -1;
    *units = (HzpExposureUnits){.n = villages->n,
                                .at = positions_of(&villages->at),
                                .polygons = villages->polygons,
                                .grid = villages->grid,
                                .people = villages->people,
                                .households = villages->households,
                                .region = *region,
                                .n_regions = layers->towns.n + layers->counties.n};
}

void hzp_exposure_zones_of(const HzpExposureLayers *layers, HzpExposureZones *zones)
{
    const HzpExposureThreats *threats = &layers->threats;
    *zones = (HzpExposureZones){.n = threats->n,
                                .at = positions_of(&threats->at),
                                .radius_m = threats->radius_m,
                                .polygons = threats->polygons,
                                .groups = threats->groups,
                                .n_groups = threats->n_groups};
}
