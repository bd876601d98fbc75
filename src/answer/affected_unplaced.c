/* Places of the plan without a position. No answer can list them, and nobody may take that for "not affected". */
#include "answer/affected_parts.h"

enum { NAMED = 5 }; /* of each layer */

typedef struct {
    const char *layer, *id;
    size_t *count;
} Layer;

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
    for (size_t i = 0; i < G_N_ELEMENTS(layers); i++)
        HZP_TRY(find_in(answering, &layers[i]));
    return HZP_OK;
}
