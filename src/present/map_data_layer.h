/* How a layer of map data is made, for the files that make them. */
#ifndef HZP_PRESENT_MAP_DATA_LAYER_H
#define HZP_PRESENT_MAP_DATA_LAYER_H

#include "base/run.h"
#include "present/map_data.h"

/* An empty layer of `data`, which it belongs to. */
HzpMapLayer *hzp_map_layer_new(HzpMapData *data, const char *name);
void hzp_map_layer_free(gpointer layer);
void hzp_map_row_clear(HzpMapRow *row);

/* Name of the layer's geometry column, or NULL when it is no layer with geometry; free with g_free(). */
HzpStatus hzp_map_layer_geometry(HzpPlanFile *plan, const char *layer, char **column);

/* Take columns and rows of a query, whose column `geometry` holds blobs. Coordinates stay as stored. */
HzpStatus hzp_map_layer_read(HzpPlanFile *plan, HzpMapLayer *layer, const char *geometry, sqlite3_stmt *statement);

/* The style of the plan's layer_styles, else the one that comes with the program. */
HzpStatus hzp_map_layer_style(HzpRun *run, HzpPlanFile *plan, HzpMapLayer *layer);

/* Whether the layer has the columns that its style asks for. */
HzpStatus hzp_map_layer_check(const HzpMapLayer *layer);

#endif
