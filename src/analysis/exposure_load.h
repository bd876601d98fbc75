/* From a project to what the exposure engine is asked with. */
#ifndef HZP_ANALYSIS_EXPOSURE_LOAD_H
#define HZP_ANALYSIS_EXPOSURE_LOAD_H

#include "data/exposure_layers.h"
#include "exposure/exposure.h"

/* Read a project's villages, zones, towns and counties. Where all of its layers are plain local GeoPackages in the project's
 * CRS their arrays are filled straight from SQLite, else the model is read and checked; rows are the same. Findings are added
 * as by the model; those of severity error stop (HZP_E_INPUT), as in a plan.
 *
 * Coordinates are planar: the project's own with `planar` (HZP_E_CRS when its CRS is geographic), else those of an equal-area
 * projection, with degrees beside them for geodesic distances. Free with hzp_exposure_layers_free(). */
HzpStatus hzp_exposure_load(HzpRun *run, const HzpProject *project, bool planar, HzpFindings *findings,
                            HzpExposureLayers **layers);

/* exposure_load_model.c: the part of it that reads and checks the model. */
HzpStatus hzp_exposure_load_model(HzpRun *run, const HzpProject *project, bool planar, HzpFindings *findings,
                                  HzpExposureLayers **layers);

/* Villages or buildings of the layers, and zones, as the engine wants them; borrows everything but `region`, which is made
 * (free with g_free()): towns first, then counties, for villages that are in no town. */
void hzp_exposure_units_of(const HzpExposureLayers *layers, const HzpExposureVillages *villages, int32_t **region,
                           HzpExposureUnits *units);
void hzp_exposure_zones_of(const HzpExposureLayers *layers, HzpExposureZones *zones);

#endif
