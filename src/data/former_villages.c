#include "data/former_villages.h"

#include <string.h>

#include "base/place_name.h"

static HzpTable *former(HzpModel *model)
{
    static const char *const columns[] = {"code", "name", "town", "county", "new_code", NULL};
    if (model->former_villages) return model->former_villages;
    model->former_villages = hzp_table_new("former_villages", 0);
    for (size_t i = 0; columns[i]; i++)
        hzp_table_add_text(model->former_villages, columns[i]);
    hzp_table_geometry(model->former_villages);
    return model->former_villages;
}

static void append(HzpModel *model, const char *code, const char *name, size_t village, const char *new_code)
{
    HzpTable *table = former(model);
    const GEOSGeometry *geometry = hzp_table_geometry(model->villages)[village];
    size_t row = hzp_table_append(table);
    hzp_table_set_text(table, "code", row, code);
    hzp_table_set_text(table, "name", row, name);
    hzp_table_set_text(table, "town", row, hzp_table_text(model->villages, "town")[village]);
    hzp_table_set_text(table, "county", row, hzp_table_text(model->villages, "county")[village]);
    hzp_table_set_text(table, "new_code", row, new_code);
    hzp_table_geometry(table)[row] = geometry ? GEOSGeom_clone_r(hzp_geos(), geometry) : NULL;
}

void hzp_former_villages_add(HzpModel *model, size_t row, const char *new_code)
{
    append(model, hzp_table_text(model->villages, "village_id")[row], hzp_table_text(model->villages, "name")[row], row,
           new_code);
}

/* ---- old names without a row ---- */

typedef struct {
    HzpModel *model;
    const HzpMergeTable *merges;
    GHashTable *codes;    /* of former villages that are kept already */
    GHashTable *villages; /* code -> row + 1 */
} Absent;

static void add_absent(const char *old_code, size_t row, void *user)
{
    Absent *work = user;
    const char *name = hzp_table_text(work->model->merged_villages, "old_name")[row];
    const char *code = old_code;
    if (!name || g_hash_table_contains(work->codes, old_code) ||
        hzp_merge_table_follow(work->merges, &code, NULL) != HZP_MERGE_FOUND)
        return;
    size_t village = GPOINTER_TO_SIZE(g_hash_table_lookup(work->villages, code));
    if (village) append(work->model, old_code, name, village - 1, code);
}

static GHashTable *rows_by_code(HzpTable *table, const char *column)
{
    GHashTable *rows = g_hash_table_new(g_str_hash, g_str_equal);
    const char **codes = hzp_table_text(table, column);
    for (size_t i = hzp_table_rows(table); i > 0; i--) {
        if (codes[i - 1]) g_hash_table_insert(rows, (gpointer)codes[i - 1], GSIZE_TO_POINTER(i));
    }
    return rows;
}

void hzp_former_villages_add_absent(HzpModel *model, const HzpMergeTable *merges)
{
    g_autoptr(GHashTable) codes = rows_by_code(former(model), "code");
    g_autoptr(GHashTable) villages = rows_by_code(model->villages, "village_id");
    Absent work = {model, merges, codes, villages};
    hzp_merge_table_each(merges, add_absent, &work);
}

/* ---- hazard points ---- */

static char *place_key(const char *town, const char *village)
{
    g_autofree char *town_key = hzp_place_key(town, HZP_PLACE_TOWN);
    g_autofree char *key = hzp_place_key(village, HZP_PLACE_VILLAGE);
    return g_strdup_printf("%s/%s", town_key ? town_key : "", key);
}

static GHashTable *present_names(HzpTable *villages)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char **texts = hzp_table_text(villages, "name");
    const char **towns = hzp_table_text(villages, "town");
    for (size_t i = 0; i < hzp_table_rows(villages); i++) {
        if (texts[i]) g_hash_table_add(names, place_key(towns[i], texts[i]));
    }
    return names;
}

static bool may_be(const char *a, const char *b, HzpPlaceLevel level) { return !a || !b || hzp_place_same(a, b, level); }

static void rows_free(gpointer rows) { g_array_free(rows, TRUE); }

static GHashTable *rows_by_name(HzpTable *table)
{
    GHashTable *index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, rows_free);
    const char **names = hzp_table_text(table, "name");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (!names[i]) continue;
        char *key = hzp_place_key(names[i], HZP_PLACE_VILLAGE);
        GArray *rows = g_hash_table_lookup(index, key);
        if (rows) {
            g_free(key);
        } else {
            rows = g_array_new(FALSE, FALSE, sizeof(size_t));
            g_hash_table_insert(index, key, rows);
        }
        g_array_append_val(rows, i);
    }
    return index;
}

/* The code of the village that one of this name belongs to now; NULL where there is none or several. */
static const char *now_code(HzpTable *table, GHashTable *by_name, const char *county, const char *town, const char *village)
{
    const char **codes = hzp_table_text(table, "new_code");
    const char *found = NULL;
    g_autofree char *key = hzp_place_key(village, HZP_PLACE_VILLAGE);
    const GArray *rows = g_hash_table_lookup(by_name, key);
    for (guint r = 0; rows && r < rows->len; r++) {
        size_t i = g_array_index(rows, size_t, r);
        if (!may_be(hzp_table_text(table, "town")[i], town, HZP_PLACE_TOWN) ||
            !may_be(hzp_table_text(table, "county")[i], county, HZP_PLACE_COUNTY))
            continue;
        if (found && strcmp(found, codes[i]) != 0) return NULL;
        found = codes[i];
    }
    return found;
}

void hzp_former_villages_rename(HzpModel *model)
{
    HzpTable *table = model->former_villages;
    HzpTable *points = model->hazard_points;
    if (!table || hzp_table_rows(table) == 0) return;
    g_autoptr(GHashTable) present = present_names(model->villages);
    g_autoptr(GHashTable) by_name = rows_by_name(table);
    g_autoptr(GHashTable) rows = rows_by_code(model->villages, "village_id");
    const char **villages = hzp_table_text(points, "village");
    const char **towns = hzp_table_text(points, "town");
    const char **counties = hzp_table_text(points, "county");
    for (size_t i = 0; i < hzp_table_rows(points); i++) {
        if (!villages[i]) continue;
        g_autofree char *key = place_key(towns[i], villages[i]);
        if (g_hash_table_contains(present, key)) continue;
        const char *code = now_code(table, by_name, counties[i], towns[i], villages[i]);
        size_t row = code ? GPOINTER_TO_SIZE(g_hash_table_lookup(rows, code)) : 0;
        const char *name = row ? hzp_table_text(model->villages, "name")[row - 1] : NULL;
        if (!name) continue;
        hzp_findings_add_row(model->findings, "hazard_village_merged", points, i, "village", "value", villages[i], "other",
                             name, NULL);
        hzp_table_set_text(points, "village", i, name);
    }
}
