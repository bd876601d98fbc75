/* The ground that places stand on: columns of the matrix. R15; docs/methods.md, Rain warning. */
#ifndef HZP_DATA_WARNING_GROUND_H
#define HZP_DATA_WARNING_GROUND_H

#include "data/warning_places.h"

/* Set `ground` and `susceptibility` of every place from the plan's susceptibility map: the most severe level that covers the
 * place; of a village that is a polygon also the most severe that takes at least rules->village_ground_share of its area.
 * Without one, a hazard point takes the column of its grade. HZP_E_IO, HZP_E_INPUT. */
HzpStatus hzp_warning_grounds_read(HzpPlanFile *plan, const HzpWarningRules *rules, HzpWarningPlaces *places);

#endif
