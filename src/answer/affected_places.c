/* Places of a plan by id or name. */
#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "base/name_likeness.h"
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

/* One way to understand the text, in all layers that may hold it. */
typedef enum { BY_ID, BY_NAME, BY_PART } Way;

static HzpStatus look_everywhere(Search *search, Way way, const char *text, const char *kinds)
{
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
        const Named *layer = &named[i];
        if (kinds && strcmp(kinds, layer->kind) != 0) continue;
        /* A key town is a town by another name: it is looked for where the plan has no towns. */
        if (strcmp(layer->kind, "key_town") == 0 && search->places->len > 0) continue;
        /* Codes of towns and counties have no index, but are digits. */
        bool may_be_id = layer->indexed || strspn(text, "0123456789") == strlen(text);
        if (way == BY_ID && layer->id && may_be_id) HZP_TRY(look(search, layer, layer->id, text, false));
        if (way == BY_NAME) HZP_TRY(look(search, layer, "name", text, false));
        if (way == BY_PART) HZP_TRY(look(search, layer, "name", text, true));
    }
    return HZP_OK;
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

/* ---- names that are like it ---- */

typedef struct {
    char *name;
    double distance;
} Like;

static gint by_likeness(gconstpointer a, gconstpointer b)
{
    const Like *x = a, *y = b;
    if (x->distance != y->distance) return x->distance < y->distance ? -1 : 1;
    return g_strcmp0(x->name, y->name);
}

/* Whether half of the longer name's letters are in both: of a million names, which to look at more closely. A slip of one
 * letter in a name of two is let through. */
static bool shares_letters(const gunichar *text, size_t length, const char *name)
{
    enum { LONGEST = 32 };
    gunichar letters[LONGEST];
    size_t n = 0, common = 0;
    bool taken[LONGEST] = {false};
    for (const char *at = name; *at && n < LONGEST; at = g_utf8_next_char(at))
        letters[n++] = g_utf8_get_char(at);
    for (size_t i = 0; i < length; i++) {
        for (size_t k = 0; k < n; k++) {
            if (taken[k] || letters[k] != text[i]) continue;
            taken[k] = true;
            common++;
            break;
        }
    }
    return 2 * common >= MAX(length, n);
}

static void clear_like(gpointer data) { g_free(((Like *)data)->name); }

char *hzp_affected_near_names(HzpPlanFile *plan, const char *text, const char *kinds)
{
    enum { PROPOSED = 5 };
    g_autoptr(GArray) like = g_array_new(FALSE, FALSE, sizeof(Like));
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_array_set_clear_func(like, clear_like);
    glong length = 0;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast(valid, -1, &length);
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
        static const char *const columns[] = {"name", NULL};
        sqlite3_stmt *row = NULL;
        if (kinds && strcmp(kinds, named[i].kind) != 0) continue;
        /* Each name once: that is read from the index of names alone. */
        if (hzp_answer_select(plan, named[i].layer, columns, false, "GROUP BY l.name", &row) != HZP_OK || !row) continue;
        while (hzp_plan_file_step(plan, row)) {
            const char *name = (const char *)sqlite3_column_text(row, 1);
            Like one = {NULL, 0};
            if (!name || !g_utf8_validate(name, -1, NULL) || !shares_letters(letters, (size_t)length, name)) continue;
            if (!hzp_name_is_like(valid, name, &one.distance) || !g_hash_table_add(seen, g_strdup(name))) continue;
            one.name = g_strdup(name);
            g_array_append_val(like, one);
        }
        sqlite3_finalize(row);
    }
    g_array_sort(like, by_likeness);
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < like->len && i < PROPOSED; i++)
        g_string_append_printf(list, "\n  %s", g_array_index(like, Like, i).name);
    return g_string_free(list, FALSE);
}
