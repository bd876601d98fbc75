/* Places of the plan without a position. No answer can list them, and nobody may take that for "not affected". */
#include <string.h>

#include "answer/affected_parts.h"
#include "base/message.h"
#include "data/plan_schema.h"

enum { NAMED = 5 }; /* of each layer */

typedef struct {
    const char *layer, *id; /* column of ids, NULL for none */
    size_t *count;
} Layer;

/* A plan of an earlier version has no index of these rows, or one of those without a geometry only. That there are none is
 * told by counting, which reads only indexes: what has a position is in the spatial index. */
static HzpStatus may_hold_some(HzpPlanFile *plan, const char *layer, bool *may)
{
    gint64 indexed = 0, spatial = 0, apart = 0;
    *may = hzp_plan_file_has_rows(plan, layer);
    if (!*may) return HZP_OK;
    HZP_TRY(hzp_answer_whole_number(
        plan, "SELECT count(*) FROM sqlite_master WHERE name = 'idx_%s_unplaced' AND instr(sql, ' OR ')", layer, &indexed));
    if (indexed) return HZP_OK;
    HZP_TRY(hzp_answer_whole_number(plan, "SELECT count(*) FROM sqlite_master WHERE name = 'rtree_%s_geom_rowid'", layer,
                                    &spatial));
    if (!spatial) return HZP_OK;
    const char *more = "SELECT (SELECT count(*) FROM \"%s\") > (SELECT count(*) FROM \"rtree_%s_geom_rowid\")";
    HZP_TRY(hzp_answer_whole_number(plan, more, layer, &apart));
    *may = apart != 0;
    return HZP_OK;
}

static void note(HzpAnswering *answering, const Layer *layer, HzpAffectedUnplaced place)
{
    if ((*layer->count)++ < NAMED) g_array_append_val(answering->answer->unplaced.named, place);
}

static HzpStatus find_in(HzpAnswering *answering, const Layer *layer)
{
    GStringChunk *texts = answering->answer->texts;
    const char *const columns[] = {layer->id ? layer->id : "", "name", "town", "county", NULL};
    /* The sign keeps the index of ids from being walked: plan.gpkg has one of the rows without a position. */
    g_autofree char *where =
        g_strdup_printf("WHERE (" HZP_PLAN_UNPLACED ") ORDER BY +l.\"%s\", l.fid", layer->id ? layer->id : "name");
    sqlite3_stmt *row = NULL;
    HZP_TRY(hzp_answer_select(answering->plan, layer->layer, columns, false, where, &row));
    while (row && hzp_plan_file_step(answering->plan, row)) {
        HzpAffectedUnplaced place = {layer->layer, hzp_answer_text(texts, row, 1), hzp_answer_text(texts, row, 2),
                                     hzp_answer_text(texts, row, 3), hzp_answer_text(texts, row, 4)};
        note(answering, layer, place);
    }
    sqlite3_finalize(row);
    return hzp_plan_file_check(answering->plan);
}

typedef enum { VILLAGES, HAZARD_POINTS, FACILITIES, KEY_TOWNS, LAYERS } Which;

static void list_layers(HzpAffectedUnplacedAll *unplaced, Layer layers[LAYERS])
{
    layers[VILLAGES] = (Layer){"villages", "village_id", &unplaced->villages};
    layers[HAZARD_POINTS] = (Layer){"hazard_points", "hazard_id", &unplaced->hazard_points};
    layers[FACILITIES] = (Layer){"facilities", "facility_id", &unplaced->facilities};
    layers[KEY_TOWNS] = (Layer){"key_towns", NULL, &unplaced->key_towns};
}

HzpStatus hzp_answer_unplaced(HzpAnswering *answering)
{
    Layer layers[LAYERS];
    list_layers(&answering->answer->unplaced, layers);
    for (size_t i = 0; i < LAYERS; i++) {
        bool may = true;
        HZP_TRY(may_hold_some(answering->plan, layers[i].layer, &may));
        if (may) HZP_TRY(find_in(answering, &layers[i]));
    }
    return HZP_OK;
}

void hzp_answer_unreadable(HzpAnswering *answering, const char *layer, HzpAffectedUnplaced place)
{
    Layer layers[LAYERS];
    list_layers(&answering->answer->unplaced, layers);
    for (size_t i = 0; i < LAYERS; i++) {
        if (strcmp(layers[i].layer, layer) != 0) continue;
        place.layer = layers[i].layer;
        note(answering, &layers[i], place);
    }
}

size_t hzp_affected_unplaced_count(const HzpAffectedUnplacedAll *unplaced)
{
    return unplaced->villages + unplaced->hazard_points + unplaced->facilities + unplaced->key_towns;
}

/* ---- the sentence ---- */

/* "甲村（乙乡）、…", the first few of all that have no position. */
static char *unplaced_names(const HzpAffectedUnplacedAll *unplaced)
{
    g_autoptr(GString) names = g_string_new(NULL);
    g_autofree char *between = hzp_message_format("affected_between_names", NULL);
    for (guint i = 0; i < unplaced->named->len; i++) {
        const HzpAffectedUnplaced *place = &g_array_index(unplaced->named, HzpAffectedUnplaced, i);
        g_autofree char *name = hzp_answer_shown_text(place->name ? place->name : place->id);
        g_autofree char *where = hzp_answer_shown_text(place->town ? place->town : place->county);
        bool known = place->town || place->county;
        g_autofree char *shown =
            known ? hzp_message_format("affected_name_of", "name", name, "where", where, NULL) : g_strdup(name);
        g_string_append_printf(names, "%s%s", i > 0 ? between : "", shown);
    }
    return g_string_free(g_steal_pointer(&names), FALSE);
}

char *hzp_affected_rain_sentence(const HzpAffectedTotals *totals)
{
    if (totals->without_rain == 0) return NULL;
    return hzp_message_format("affected_without_rain", "villages", hzp_text_of_size(totals->without_rain), NULL);
}

char *hzp_affected_unplaced_sentence(const HzpAffectedUnplacedAll *unplaced)
{
    size_t all = hzp_affected_unplaced_count(unplaced);
    if (all == 0) return NULL;
    g_autofree char *names = unplaced_names(unplaced);
    return hzp_message_format(all > unplaced->named->len ? "affected_unplaced_more" : "affected_unplaced", "villages",
                              hzp_text_of_size(unplaced->villages), "hazards", hzp_text_of_size(unplaced->hazard_points),
                              "facilities", hzp_text_of_size(unplaced->facilities), "towns",
                              hzp_text_of_size(unplaced->key_towns), "names", names, NULL);
}
