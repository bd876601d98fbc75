/* `affected --gpkg`: an emergency answer as a GeoPackage that opens styled in QGIS. */
#ifndef HZP_PRESENT_AFFECTED_GPKG_H
#define HZP_PRESENT_AFFECTED_GPKG_H

#include "answer/affected.h"
#include "base/run.h"

/* Write the layers affected_area, affected_villages, affected_hazard_points, affected_brigades, affected_facilities and the
 * table `affected` with the question, the totals and the plan it was asked of, in the plan's CRS. The file is there whole or
 * not at all. */
HzpStatus hzp_affected_gpkg_write(HzpRun *run, HzpPlanFile *plan, const HzpAffected *answer, const char *path);

#endif
