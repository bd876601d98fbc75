/* Layers, tables and columns of plan.gpkg, in their fixed order. The names are a contract with scripts: adding is free,
 * renaming is not. */
#ifndef HZP_DATA_PLAN_SCHEMA_H
#define HZP_DATA_PLAN_SCHEMA_H

#include <glib.h>

#include "data/table.h"

/* Condition of the rows that have no position: no geometry, one that says of itself that it is empty, or a point whose
 * coordinates are NaN. None of these is in a spatial index; the index "unplaced" has them, for who asks in these very words.
 */
#define HZP_PLAN_UNPLACED                                                                                                    \
    "\"geom\" IS NULL OR substr(hex(substr(\"geom\", 4, 1)), 1, 1) = '1' OR substr(\"geom\", -8) = x'000000000000f87f'"

typedef enum { HZP_GEOMETRY_NONE, HZP_GEOMETRY_POINT, HZP_GEOMETRY_MULTIPOLYGON, HZP_GEOMETRY_ANY } HzpGeometryKind;

typedef struct {
    const char *name;
    HzpGeometryKind geometry;
    /* "t:name i:count r:area_km2 b:flag"; {type} and {grade} stand for every code of the vocabulary. */
    const char *columns;
    const char *indexes; /* columns to index, separated by spaces, "" for none; "unplaced": the rows without a position */
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
