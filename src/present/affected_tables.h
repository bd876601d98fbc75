/* An emergency answer as layers: what --gpkg stores and --map draws, from one source, so that both show the same figures.
 *
 * Geometry is in the plan's CRS. Villages, hazard points, brigades and facilities are points (a village polygon by a point
 * inside it); the area is the zone of the hazard point as the plan has it, the geodesic circle, or the polygons asked for.
 * Missing figures stay missing. `label` is what a map writes beside a symbol, in the language of messages. */
#ifndef HZP_PRESENT_AFFECTED_TABLES_H
#define HZP_PRESENT_AFFECTED_TABLES_H

#include "answer/affected.h"
#include "data/plan_schema.h"

typedef enum {
    HZP_AFFECTED_AREA,
    HZP_AFFECTED_VILLAGES,
    HZP_AFFECTED_HAZARD_POINTS,
    HZP_AFFECTED_BRIGADES,
    HZP_AFFECTED_FACILITIES,
    HZP_AFFECTED_PLACE,  /* where distances begin */
    HZP_AFFECTED_ANSWER, /* one row: question, totals, plan */
    HZP_AFFECTED_LAYERS
} HzpAffectedLayer;

/* Layers and their columns, in the order above. */
extern const HzpPlanLayer hzp_affected_layers[HZP_AFFECTED_LAYERS];

typedef struct {
    HzpTable *tables[HZP_AFFECTED_LAYERS];
    char *styles[HZP_AFFECTED_LAYERS]; /* QML; NULL for the table */
    char *crs;
} HzpAffectedTables;

/* Clear with hzp_affected_tables_clear(), also after a failure. */
HzpStatus hzp_affected_tables_make(HzpPlanFile *plan, const HzpAffected *answer, HzpAffectedTables *made);
void hzp_affected_tables_clear(HzpAffectedTables *tables);

/* A number of people for a map: whole, "1523"; NULL for a missing one. Valid as hzp_text_of_number() is. */
const char *hzp_people_text(double people);
/* A radius as it was asked for: "500 m", "2.5 km"; free with g_free(). */
char *hzp_radius_text(double metres);
/* A distance for people: "350 m", "1.2 km", "35 km"; free with g_free(). */
char *hzp_distance_text(double metres);

#endif
