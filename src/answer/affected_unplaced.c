/* Places of the plan without a position. No answer can list them, and nobody may take that for "not affected". */
#include "answer/affected_parts.h"

enum { NAMED = 5 }; /* of each layer */

typedef struct {
    const char *layer, *id;
    size_t *count;
} Layer;

/* The only number of a query about a layer, whose name stands in it as %s. */
static HzpStatus number_of(HzpPlanFile *plan, const char *sql, const char *layer, bool *found)
{
    g_auto(GStrv) parts = g_strsplit(sql, "%s", -1);
    g_autofree char *filled = g_strjoinv(layer, parts);
    sqlite3_stmt *row = NULL;
    HZP_TRY(hzp_plan_file_prepare(plan, filled, &row));
    *found = hzp_plan_file_step(plan, row) && sqlite3_column_int(row, 0) != 0;
    sqlite3_finalize(row);
    return hzp_plan_file_check(plan);
}

/* A plan of an earlier version has no index of these rows. That there are none is told by counting, which reads only indexes:
 * what has a geometry is in the spatial index. */
static HzpStatus may_hold_some(HzpPlanFile *plan, const char *layer, bool *may)
{
    bool indexed = false, spatial = false;
    *may = true;
    HZP_TRY(number_of(plan, "SELECT count(*) FROM sqlite_master WHERE name = 'idx_%s_unplaced'", layer, &indexed));
    if (indexed) return HZP_OK;
    HZP_TRY(number_of(plan, "SELECT count(*) FROM sqlite_master WHERE name = 'rtree_%s_geom_rowid'", layer, &spatial));
    if (!spatial) return HZP_OK;
    const char *more = "SELECT (SELECT count(*) FROM \"%s\") > (SELECT count(*) FROM \"rtree_%s_geom_rowid\")";
    return number_of(plan, more, layer, may);
}

static HzpStatus find_in(HzpAnswering *answering, const Layer *layer)
{
    HzpAffected *answer = answering->answer;
    const char *const columns[] = {layer->id, "name", "town", "county", NULL};
    /* The sign keeps the index of ids from being walked: plan.gpkg has one of the rows without a geometry. */
    g_autofree char *where = g_strdup_printf("WHERE l.geom IS NULL ORDER BY +l.\"%s\", l.fid", layer->id);
    sqlite3_stmt *row = NULL;
    HZP_TRY(hzp_answer_select(answering->plan, layer->layer, columns, false, where, &row));
    while (row && hzp_plan_file_step(answering->plan, row)) {
        if ((*layer->count)++ >= NAMED) continue;
        HzpAffectedUnplaced place = {layer->layer, hzp_answer_text(answer->texts, row, 1),
                                     hzp_answer_text(answer->texts, row, 2), hzp_answer_text(answer->texts, row, 3),
                                     hzp_answer_text(answer->texts, row, 4)};
        g_array_append_val(answer->unplaced.named, place);
    }
    sqlite3_finalize(row);
    return hzp_plan_file_check(answering->plan);
}

HzpStatus hzp_answer_unplaced(HzpAnswering *answering)
{
    HzpAffected *answer = answering->answer;
    const Layer layers[] = {{"villages", "village_id", &answer->unplaced.villages},
                            {"hazard_points", "hazard_id", &answer->unplaced.hazard_points},
                            {"facilities", "facility_id", &answer->unplaced.facilities}};
    for (size_t i = 0; i < G_N_ELEMENTS(layers); i++) {
        bool may = true;
        HZP_TRY(may_hold_some(answering->plan, layers[i].layer, &may));
        if (may) HZP_TRY(find_in(answering, &layers[i]));
    }
    return HZP_OK;
}
