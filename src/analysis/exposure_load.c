#include "analysis/exposure_load.h"

HzpStatus hzp_exposure_load(HzpRun *run, const HzpProject *project, bool planar, HzpFindings *findings,
                            HzpExposureLayers **layers)
{
    HzpCrsFacts crs;
    *layers = NULL;
    HZP_TRY(hzp_crs_facts(project->crs, &crs));
    HZP_TRY(hzp_exposure_check_crs(project, &crs, planar));
    HZP_TRY(hzp_exposure_layers_read(run, project, planar, layers));
    if (!*layers) HZP_TRY(hzp_exposure_load_model(run, project, planar, findings, layers));
    bool shares = (*layers)->villages.polygons || (*layers)->buildings.polygons;
    /* In the plane the engine draws circles by itself. */
    HzpStatus status = shares && !planar ? hzp_exposure_threats_draw(run, project, *layers) : HZP_OK;
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
