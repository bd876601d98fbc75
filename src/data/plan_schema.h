/* Layers, tables and columns of plan.gpkg, in their fixed order. The names are a contract with scripts: adding is free,
 * renaming is not. */
#ifndef HZP_DATA_PLAN_SCHEMA_H
#define HZP_DATA_PLAN_SCHEMA_H

#include <glib.h>

#include "data/table.h"

typedef enum { HZP_GEOMETRY_NONE, HZP_GEOMETRY_POINT, HZP_GEOMETRY_MULTIPOLYGON, HZP_GEOMETRY_ANY } HzpGeometryKind;

typedef struct {
    const char *name;
    HzpGeometryKind geometry;
    /* "t:name i:count r:area_km2 b:flag"; {type} and {grade} stand for every code of the vocabulary. */
    const char *columns;
    const char *indexes; /* columns to index, separated by spaces, "" for none; "unplaced": the rows without a geometry */
} HzpPlanLayer;

typedef struct {
    char *name;
    HzpColumnType type;
} HzpPlanColumn;

size_t hzp_plan_layer_count(void);
const HzpPlanLayer *hzp_plan_layer(size_t index);

/* Columns of a layer with {type} and {grade} written out (HzpPlanColumn); free with g_array_free(). */
GArray *hzp_plan_columns(const HzpPlanLayer *layer);

#endif
