/* Places of a plan by id or name. */
#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "base/place_name.h"
#include "geo/polygon_inside.h"

/* Layers with names, in the order in which they are looked through. */
typedef struct {
    const char *kind;
    const char *layer;
    const char *id; /* column, "name" where there is none */
    bool indexed;   /* the column has an index */
} Named;

static const Named named[] = {{"hazard_point", "hazard_points", "hazard_id", true},
                              {"village", "villages", "village_id", true},
                              {"town", "towns", "code", false},
                              {"county", "counties", "code", false},
                              {"key_town", "key_towns", NULL, false}};

static void free_place(gpointer data)
{
    HzpPlaceFound *place = data;
    g_free(place->kind);
    g_free(place->id);
    g_free(place->name);
    g_free(place->town);
    g_free(place->county);
    g_free(place);
}

typedef struct {
    HzpPlanFile *plan;
    HzpAnswering answering; /* for its transformation only */
    GPtrArray *places;
    size_t limit;
} Search;

static char *text_of(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text && *text ? g_strdup(text) : NULL;
}

static void take(Search *search, const Named *layer, sqlite3_stmt *row)
{
    HzpPlaceFound *place = g_new0(HzpPlaceFound, 1);
    place->kind = g_strdup(layer->kind);
    place->id = text_of(row, 1);
    place->name = text_of(row, 2);
    place->town = text_of(row, 3);
    place->county = text_of(row, 4);
    hzp_answer_point(&search->answering, row, 0, &place->lon, &place->lat);
    if (!isfinite(place->lon)) {
        HzpPolygonSet *drawn = hzp_polygon_set_new();
        if (hzp_answer_polygon(&search->answering, row, 0, drawn)) hzp_polygon_set_inside(drawn, 0, &place->lon, &place->lat);
        hzp_polygon_set_free(drawn);
    }
    g_ptr_array_add(search->places, place);
}

/* Rows whose `column` is exactly the text, or with `part` rows whose name contains it. */
static HzpStatus look(Search *search, const Named *layer, const char *column, const char *text, bool part)
{
    const char *const columns[] = {layer->id ? layer->id : "name", "name", strcmp(layer->kind, "town") == 0 ? "name" : "town",
                                   "county", NULL};
    sqlite3_stmt *row = NULL;
    g_autofree char *where =
        part ? g_strdup_printf("WHERE l.fid IN (SELECT fid FROM \"%s\" WHERE instr(name, ?1) > 0 LIMIT ?2)", layer->layer)
             : g_strdup_printf("WHERE l.\"%s\" = ?1 LIMIT ?2", column);
    HZP_TRY(hzp_answer_select(search->plan, layer->layer, columns, true, where, &row));
    if (!row) return HZP_OK;
    sqlite3_bind_text(row, 1, text, -1, SQLITE_STATIC);
    sqlite3_bind_int64(row, 2, (gint64)search->limit);
    while (search->places->len < search->limit && hzp_plan_file_step(search->plan, row))
        take(search, layer, row);
    sqlite3_finalize(row);
    return hzp_plan_file_check(search->plan);
}

static HzpStatus look_part(Search *search, const char *kind, const char *text)
{
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
        if (strcmp(named[i].kind, kind) == 0) return look(search, &named[i], "name", text, true);
    }
    return HZP_OK;
}

/* Part of a name: the larger places first, so that a county or town is not hidden behind its hundred hazard points, and of
 * hazard points and villages half of the rest each, where there are as many. */
static HzpStatus look_parts(Search *search, const char *text)
{
    GPtrArray *places = search->places;
    size_t limit = search->limit;
    HZP_TRY(look_part(search, "county", text));
    HZP_TRY(look_part(search, "town", text));
    if (places->len == 0) HZP_TRY(look_part(search, "key_town", text)); /* a town by another name */
    size_t before = places->len, room = limit - before;
    HZP_TRY(look_part(search, "hazard_point", text));
    size_t hazards = places->len - before;
    search->limit = limit + hazards;
    HzpStatus status = look_part(search, "village", text);
    search->limit = limit;
    size_t villages = places->len - before - hazards;
    size_t kept = MIN(hazards, MAX((room + 1) / 2, room - MIN(room, villages)));
    if (kept < hazards) g_ptr_array_remove_range(places, (guint)(before + kept), (guint)(hazards - kept));
    if (places->len > limit) g_ptr_array_set_size(places, (gint)limit);
    return status;
}

/* One way to understand the text, in all layers that may hold it. */
typedef enum { BY_ID, BY_NAME, BY_PART } Way;

static bool holds_kind(const GPtrArray *places, const char *kind)
{
    for (guint i = 0; i < places->len; i++) {
        if (strcmp(((const HzpPlaceFound *)g_ptr_array_index(places, i))->kind, kind) == 0) return true;
    }
    return false;
}

static HzpStatus look_everywhere(Search *search, Way way, const char *text, const char *kinds)
{
    g_autofree char *capitals = g_ascii_strup(text, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
        const Named *layer = &named[i];
        if (kinds && strcmp(kinds, layer->kind) != 0) continue;
        /* A key town is a town by another name: it is looked for where no town was found. */
        if (strcmp(layer->kind, "key_town") == 0 && holds_kind(search->places, "town")) continue;
        /* Codes of towns and counties have no index, but are digits. */
        bool may_be_id = layer->indexed || strspn(text, "0123456789") == strlen(text);
        if (way == BY_ID && layer->id && may_be_id) HZP_TRY(look(search, layer, layer->id, text, false));
        if (way == BY_ID && layer->id && may_be_id && search->places->len == 0 && strcmp(text, capitals) != 0)
            HZP_TRY(look(search, layer, layer->id, capitals, false)); /* 140524d004 */
        if (way == BY_NAME) HZP_TRY(look(search, layer, "name", text, false));
        if (way == BY_PART && kinds) HZP_TRY(look(search, layer, "name", text, true));
    }
    return way == BY_PART && !kinds ? look_parts(search, text) : HZP_OK;
}

static HzpStatus search_all(Search *search, const char *text, const char *kinds)
{
    g_autofree char *folded = hzp_place_fold(text);
    static const Way ways[] = {BY_ID, BY_NAME, BY_PART};
    for (size_t i = 0; i < G_N_ELEMENTS(ways) && search->places->len == 0; i++) {
        HZP_TRY(look_everywhere(search, ways[i], text, kinds));
        if (search->places->len == 0 && strcmp(folded, text) != 0) HZP_TRY(look_everywhere(search, ways[i], folded, kinds));
    }
    return HZP_OK;
}

HzpStatus hzp_affected_places(HzpPlanFile *plan, const char *text, const char *kinds, size_t limit, GPtrArray **places)
{
    Search search = {.plan = plan, .places = g_ptr_array_new_with_free_func(free_place), .limit = limit};
    *places = search.places;
    /* A terminal may send half a letter, or another encoding. */
    g_autofree char *stripped = g_strstrip(g_utf8_make_valid(text, -1));
    if (!*stripped) return HZP_OK;
    HZP_TRY(hzp_answer_measures(plan, &search.answering));
    HzpStatus status = search_all(&search, stripped, kinds);
    hzp_transform_free(search.answering.to_degrees);
    return status;
}
