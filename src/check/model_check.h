/* Checks of a model as a whole: what no single cell or row can tell. Each subject has its file; data/checks/ declares them.
 */
#ifndef HZP_CHECK_MODEL_CHECK_H
#define HZP_CHECK_MODEL_CHECK_H

#include "base/run.h"
#include "data/model.h"

/* Run every check that is on. Troubles are findings of the model; nothing else changes.
 * @return HZP_OK also when there are findings; HZP_E_CANCELLED. */
HzpStatus hzp_model_check(HzpRun *run, HzpModel *model);

#endif
