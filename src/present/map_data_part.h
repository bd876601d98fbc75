/* Map data of a part of a plan: layers read only where they are needed, by their spatial index, and tables that are drawn but
 * not stored. Add what the sheet shows; free with hzp_map_data_free(). */
#ifndef HZP_PRESENT_MAP_DATA_PART_H
#define HZP_PRESENT_MAP_DATA_PART_H

#include <glib.h>

#include "data/plan_schema.h"
#include "present/map_data.h"

/* No layers yet; the projection is that of a sheet about this longitude. */
HzpStatus hzp_map_data_begin(HzpPlanFile *plan, double lon, HzpMapData **data);

/* Add the rows of a layer whose boxes meet `near` (projected metres). Nothing is added where the layer is missing or has no
 * rows there. Where more than `most` do (0: no limit), none is, and *too_many (may be NULL) says so. */
HzpStatus hzp_map_data_add_near(HzpRun *run, HzpMapData *data, const char *layer, const HzpExtent *near, size_t most,
                                bool *too_many);

/* Leave out the rows of a layer whose text in `column` is a key of `texts`. */
void hzp_map_data_leave_out(HzpMapData *data, const char *layer, const char *column, GHashTable *texts);

/* Add a table with geometry in the plan's CRS as a layer of its name; `qml` is its style. */
HzpStatus hzp_map_data_add_table(HzpMapData *data, const HzpPlanLayer *schema, HzpTable *table, const char *qml);

#endif
