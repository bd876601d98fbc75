/* Checks of a model as a whole: what no single cell or row can tell. Each subject has its file; data/checks/ declares them.
 */
#ifndef HZP_CHECK_MODEL_CHECK_H
#define HZP_CHECK_MODEL_CHECK_H

#include "base/run.h"
#include "data/model.h"

/* Run every check that is on. Troubles are findings of the model; nothing else changes.
 * @return HZP_OK also when there are findings; HZP_E_CANCELLED. */
HzpStatus hzp_model_check(HzpRun *run, HzpModel *model);

/* What that is expected to cost, in seconds of a usual machine. */
double hzp_model_check_cost_s(const HzpModel *model);

/* ---- the subjects ---- */

/* check_packed.c: decimal degrees that are degrees, minutes and seconds run together. */
HzpStatus hzp_check_packed(HzpModel *model);
/* check_offset.c: positions in the coordinates of a map service that nobody declared, and the other way round. */
HzpStatus hzp_check_offset(HzpModel *model);
/* check_dates.c: layers whose data are older than the plan. */
HzpStatus hzp_check_dates(HzpModel *model);
/* check_names.c: names of the gazetteer and of aliases that fit nothing, hazard points named after another type. */
HzpStatus hzp_check_names(HzpModel *model);
/* check_duplicates.c: villages, hazard points and key towns that are there twice. R2. */
HzpStatus hzp_check_duplicates(HzpModel *model);
/* check_management.c: what each point lacks, by county, and what the project does not keep at all. R23, R31, R32. */
HzpStatus hzp_check_management(HzpModel *model);
/* check_persons.c: phone numbers, people with too many points. R23. */
HzpStatus hzp_check_persons(HzpModel *model);
/* check_monitors.c: devices that do not work, stand far from their point or outside of the region. R32. */
HzpStatus hzp_check_monitors(HzpModel *model);
/* check_disposals.c: the ledger: overdue, without owner, deadline, fund or class; large points without an entry. R22. */
HzpStatus hzp_check_disposals(HzpModel *model);

/* check_figures.c: figures that are missing or zero, households over people, size of households, density. R2, R4. */
HzpStatus hzp_check_figures(HzpModel *model);
/* check_boundaries.c: towns and counties that overlap, leave gaps, or stick out of their county. */
HzpStatus hzp_check_boundaries(HzpModel *model);
/* check_boundary_points.c: villages and hazard points exactly on the boundary of two towns or counties. */
HzpStatus hzp_check_boundary_points(HzpModel *model);
/* check_slivers.c: hair-wide parts of polygons. */
HzpStatus hzp_check_slivers(HzpModel *model);

#endif
