#include "present/affected_gpkg.h"

#include <math.h>

#include "data/plan_writer.h"
#include "present/affected_tables.h"

HzpStatus hzp_affected_gpkg_write(HzpRun *run, HzpPlanFile *plan, const HzpAffected *answer, const char *path)
{
    HzpAffectedTables made = {0};
    HzpStatus status = hzp_affected_tables_make(plan, answer, &made);
    HzpLayerFile file = {hzp_affected_layers, HZP_AFFECTED_LAYERS, made.styles, made.crs,
                         answer->plan.year > 0 ? (double)answer->plan.year : NAN};
    if (status == HZP_OK) status = hzp_layer_file_write(run, &file, made.tables, HZP_AFFECTED_LAYERS, path);
    hzp_affected_tables_clear(&made);
    return status;
}
