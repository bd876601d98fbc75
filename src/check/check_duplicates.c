/* Places that are there twice: villages, hazard points and key towns of one name close together or in one town, hazard points
 * at the very same place. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/place_name.h"
#include "check/model_check.h"

/* Planar distances of the equal-area projection may fall short of geodesic ones by some percent at the ends of a province. */
static const double SLACK = 1.05;
/* Of so many rows of one name at one place the first ones are told; the rest says nothing new. */
enum { NEIGHBOURS = 64 };

typedef struct {
    const char *key;
    size_t row;
    double x;
    double y;
} Item;

typedef struct {
    size_t row; /* the later one */
    size_t other;
    double distance_m;
} Pair;

typedef struct {
    const HzpModel *model;
    HzpTable *table;
    const HzpPositions *positions;
    GArray *items;       /* Item, by key and x */
    GArray *pairs;       /* Pair, by row */
    GStringChunk *texts; /* keys */
} Search;

static int by_key_and_x(const void *a, const void *b)
{
    const Item *first = a;
    const Item *second = b;
    int order = strcmp(first->key, second->key);
    if (order == 0 && first->x != second->x) return first->x < second->x ? -1 : 1;
    return order ? order : (first->row > second->row) - (first->row < second->row);
}

static int by_row(const void *a, const void *b)
{
    const Pair *first = a;
    const Pair *second = b;
    if (first->row != second->row) return first->row < second->row ? -1 : 1;
    return (first->other > second->other) - (first->other < second->other);
}

static Search search_new(const HzpModel *model, HzpTable *table, const HzpPositions *positions)
{
    return (Search){model,
                    table,
                    positions,
                    g_array_new(FALSE, FALSE, sizeof(Item)),
                    g_array_new(FALSE, FALSE, sizeof(Pair)),
                    g_string_chunk_new(4096)};
}

static void search_clear(Search *search)
{
    g_array_free(search->items, TRUE);
    g_array_free(search->pairs, TRUE);
    g_string_chunk_free(search->texts);
}

/* Takes the key over; NULL is left out. */
static void search_add(Search *search, size_t row, char *key)
{
    Item item = {key ? g_string_chunk_insert_const(search->texts, key) : NULL, row, search->positions->planar_x[row],
                 search->positions->planar_y[row]};
    if (key) g_array_append_val(search->items, item);
    g_free(key);
}

static double distance(const Search *search, size_t a, size_t b)
{
    return hzp_model_distance_m(search->model, search->positions, a, search->positions, b);
}

static void add_pair(Search *search, size_t a, size_t b, double metres)
{
    Pair pair = {MAX(a, b), MIN(a, b), metres};
    g_array_append_val(search->pairs, pair);
}

/* Every row with the nearest one before it in the order of x that has its key and lies within `limit` metres. */
static void find_near(Search *search, double limit)
{
    const Item *items = (const Item *)search->items->data;
    for (guint i = 0; i < search->items->len; i++) {
        size_t best = i;
        double least = INFINITY;
        guint seen = 0;
        if (hzp_run_check(search->model->run) != HZP_OK) return;
        for (guint j = i; j > 0 && least > 0 && seen < NEIGHBOURS; j--, seen++) {
            const Item *other = &items[j - 1];
            if (strcmp(other->key, items[i].key) != 0 || items[i].x - other->x > limit * SLACK) break;
            if (fabs(items[i].y - other->y) > limit * SLACK) continue;
            double metres = distance(search, items[i].row, other->row);
            if (metres > limit || metres >= least) continue;
            least = metres;
            best = j - 1;
        }
        if (best != i) add_pair(search, items[i].row, items[best].row, least);
    }
    g_array_sort(search->pairs, by_row);
}

/* Every row with the first one that has its key, farther than `limit` metres from it. */
static void find_far(Search *search, double limit)
{
    g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < search->items->len; i++) {
        const Item *item = &g_array_index(search->items, Item, i);
        size_t other = GPOINTER_TO_SIZE(g_hash_table_lookup(first, item->key));
        if (!other) {
            g_hash_table_insert(first, (gpointer)item->key, GSIZE_TO_POINTER(item->row + 1));
            continue;
        }
        double metres = distance(search, item->row, other - 1);
        if (!(metres <= limit)) add_pair(search, item->row, other - 1, metres);
    }
}

static char *metres_text(double metres)
{
    if (!isfinite(metres)) return g_strdup("?");
    return metres < 1000 ? g_strdup_printf("%.0f m", metres) : g_strdup_printf("%.1f km", metres / 1000);
}

static void tell(const Search *search, const char *code, const char *field, const char *column)
{
    const double *rows = hzp_table_number(search->table, "source_row");
    const double *people = hzp_table_number(search->table, "population");
    const char **names = hzp_table_text(search->table, column);
    for (guint i = 0; i < search->pairs->len && hzp_run_check(search->model->run) == HZP_OK; i++) {
        const Pair *pair = &g_array_index(search->pairs, Pair, i);
        g_autofree char *metres = metres_text(pair->distance_m);
        const double own = people ? people[pair->row] : NAN;
        const double others = people ? people[pair->other] : NAN;
        hzp_findings_add_row(search->model->findings, code, search->table, pair->row, field, "value", names[pair->row],
                             "other", hzp_text_of_number(rows[pair->other]), "name",
                             hzp_row_label(search->table, pair->other), "distance", metres, "people",
                             isfinite(own) ? hzp_text_of_number(own) : "—", "other_people",
                             isfinite(others) ? hzp_text_of_number(others) : "—", NULL);
    }
}

/* ---- villages ---- */

static char *village_key(const HzpModel *model, size_t row, bool in_town)
{
    const char *name = hzp_table_text(model->villages, "name")[row];
    if (!name) return NULL;
    g_autofree char *key = hzp_place_key(name, HZP_PLACE_VILLAGE);
    if (!in_town) return g_steal_pointer(&key);
    return model->village_town[row] < 0 ? NULL : g_strdup_printf("%ld/%s", model->village_town[row], key);
}

static void check_villages(const HzpModel *model, const char *code, bool in_town)
{
    if (!hzp_findings_wants(model->findings, code)) return;
    double limit = hzp_findings_parameter(model->findings, "village_twice", "distance_m");
    Search search = search_new(model, model->villages, &model->village_positions);
    for (size_t i = 0; i < hzp_table_rows(model->villages); i++) {
        if (isfinite(model->village_positions.x[i])) search_add(&search, i, village_key(model, i, in_town));
    }
    if (in_town) {
        find_far(&search, limit);
    } else {
        g_array_sort(search.items, by_key_and_x);
        find_near(&search, limit);
    }
    tell(&search, code, "name", "name");
    search_clear(&search);
}

/* ---- hazard points ---- */

/* Points placed by their texts share the place of a village. */
static bool is_placed(const HzpModel *model, size_t row)
{
    const char *level = hzp_table_text(model->hazard_points, "match_level")[row];
    return level && strcmp(level, "given") == 0 && isfinite(model->hazard_positions.x[row]);
}

/* A slide and a debris flow of one name are two points. */
static void check_hazards(const HzpModel *model)
{
    if (!hzp_findings_wants(model->findings, "hazard_twice")) return;
    Search search = search_new(model, model->hazard_points, &model->hazard_positions);
    const char **names = hzp_table_text(model->hazard_points, "name");
    const char **types = hzp_table_text(model->hazard_points, "type");
    for (size_t i = 0; i < hzp_table_rows(model->hazard_points); i++) {
        if (!is_placed(model, i) || !names[i]) continue;
        g_autofree char *folded = hzp_place_fold(names[i]);
        search_add(&search, i, g_strdup_printf("%s/%s", types[i] ? types[i] : "", folded));
    }
    g_array_sort(search.items, by_key_and_x);
    find_near(&search, hzp_findings_parameter(model->findings, "hazard_twice", "distance_m"));
    tell(&search, "hazard_twice", "name", "name");
    search_clear(&search);
}

/* The very same coordinates under another name or type: one of them was copied. */
static void check_same_place(const HzpModel *model)
{
    const HzpPositions *positions = &model->hazard_positions;
    const char **names = hzp_table_text(model->hazard_points, "name");
    const char **types = hzp_table_text(model->hazard_points, "types");
    if (!hzp_findings_wants(model->findings, "hazard_same_place")) return;
    Search search = search_new(model, model->hazard_points, positions);
    g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < hzp_table_rows(model->hazard_points); i++) {
        if (!is_placed(model, i)) continue;
        g_autofree char *place = g_strdup_printf("%a %a", positions->x[i], positions->y[i]);
        size_t other = GPOINTER_TO_SIZE(g_hash_table_lookup(first, place));
        if (!other) {
            const char *kept = g_string_chunk_insert_const(search.texts, place);
            g_hash_table_insert(first, (gpointer)kept, GSIZE_TO_POINTER(i + 1));
        } else if (g_strcmp0(names[i], names[other - 1]) != 0 || g_strcmp0(types[i], types[other - 1]) != 0) {
            add_pair(&search, i, other - 1, 0);
        }
    }
    tell(&search, "hazard_same_place", "geometry", "name");
    search_clear(&search);
}

/* ---- key towns ---- */

static void check_key_towns(const HzpModel *model)
{
    HzpTable *table = model->key_towns;
    if (!table || !hzp_findings_wants(model->findings, "key_town_twice")) return;
    Search search = search_new(model, table, &model->key_town_positions);
    const char **names = hzp_table_text(table, "name");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        g_autofree char *key = hzp_place_key(names[i], HZP_PLACE_TOWN);
        if (key) search_add(&search, i, g_strdup_printf("%ld/%s", model->key_town_county[i], key));
    }
    find_far(&search, -1);
    tell(&search, "key_town_twice", "name", "name");
    search_clear(&search);
}

HzpStatus hzp_check_duplicates(HzpModel *model)
{
    if (!model->villages || !model->hazard_points || !model->village_positions.x) return HZP_OK;
    check_villages(model, "village_twice", false);
    if (model->village_town) check_villages(model, "village_name_again", true);
    if (model->hazard_positions.x) {
        check_hazards(model);
        check_same_place(model);
    }
    if (model->key_town_county) check_key_towns(model);
    return HZP_OK;
}
