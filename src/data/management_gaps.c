/* What each point lacks, as columns of hazard_points, and counted by county and town. */
#include <math.h>
#include <string.h>

#include "base/vocabulary.h"
#include "data/management.h"

/* ---- by point ---- */

static void list_items(const HzpModel *model, HzpItemState state, const char *codes_column, const char *labels_column)
{
    const HzpManagement *management = model->management;
    const char **codes = hzp_table_add_text(model->hazard_points, codes_column);
    const char **labels = hzp_table_add_text(model->hazard_points, labels_column);
    for (size_t i = 0; i < management->points; i++) {
        g_autoptr(GString) list = g_string_new(NULL);
        g_autoptr(GString) zh = g_string_new(NULL);
        for (size_t item = 0; item < management->items; item++) {
            if (!management->kept[item] || hzp_management_state(management, i, item) != state) continue;
            const char *code = hzp_vocabulary_code("management_item", item);
            g_string_append_printf(list, "%s%s", list->len ? "," : "", code);
            g_string_append_printf(zh, "%s%s", zh->len ? "、" : "", hzp_vocabulary_zh("management_item", code));
        }
        if (list->len == 0) continue;
        codes[i] = hzp_table_keep(model->hazard_points, list->str);
        labels[i] = hzp_table_keep(model->hazard_points, zh->str);
    }
}

/* ---- by county and town ---- */

typedef struct {
    long county; /* row of counties; counties->rows for none, so that it comes last */
    long town;
    const char *town_name;
    GArray *points; /* of size_t */
} Place;

static void place_free(gpointer data)
{
    Place *place = data;
    g_array_free(place->points, TRUE);
    g_free(place);
}

static int by_place(gconstpointer a, gconstpointer b)
{
    const Place *first = *(Place *const *)a;
    const Place *second = *(Place *const *)b;
    if (first->county != second->county) return first->county < second->county ? -1 : 1;
    if (first->town != second->town) return first->town < second->town ? -1 : 1;
    return strcmp(first->town_name ? first->town_name : "", second->town_name ? second->town_name : "");
}

/* Points by county and town. Where a town is not among the towns of the project, the register's own word tells it. */
static GPtrArray *places_of(const HzpModel *model)
{
    GPtrArray *places = g_ptr_array_new_with_free_func(place_free);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char **own = hzp_table_text(model->hazard_points, "town");
    const char **towns = model->towns ? hzp_table_text(model->towns, "name") : NULL;
    for (size_t i = 0; i < model->management->points; i++) {
        long county = model->hazard_county[i];
        long town = model->hazard_town[i];
        const char *name = town >= 0 ? towns[town] : own[i];
        char *key = g_strdup_printf("%ld/%ld/%s", county, town, name ? name : "");
        Place *place = g_hash_table_lookup(seen, key);
        if (place) {
            g_free(key);
        } else {
            place = g_new(Place, 1);
            *place = (Place){county >= 0 ? county : G_MAXLONG, town >= 0 ? town : G_MAXLONG, name,
                             g_array_new(FALSE, FALSE, sizeof(size_t))};
            g_ptr_array_add(places, place);
            g_hash_table_insert(seen, key, place);
        }
        g_array_append_val(place->points, i);
    }
    g_ptr_array_sort(places, by_place);
    return places;
}

static void add_gap(const HzpModel *model, const Place *place, size_t item)
{
    const HzpManagement *management = model->management;
    HzpTable *gaps = management->gaps;
    double counts[3] = {0};
    for (guint i = 0; i < place->points->len; i++)
        counts[hzp_management_state(management, g_array_index(place->points, size_t, i), item)]++;
    size_t row = hzp_table_append(gaps);
    const char *code = hzp_vocabulary_code("management_item", item);
    const char **counties = hzp_table_text(model->counties, "name");
    hzp_table_set_text(gaps, "county", row, place->county < G_MAXLONG ? counties[place->county] : NULL);
    hzp_table_set_text(gaps, "town", row, place->town_name);
    hzp_table_set_text(gaps, "item", row, code);
    hzp_table_set_text(gaps, "item_zh", row, hzp_vocabulary_zh("management_item", code));
    hzp_table_set_number(gaps, "hazard_points", row, (double)place->points->len);
    hzp_table_set_number(gaps, "lacking", row, counts[HZP_ITEM_LACKING]);
    hzp_table_set_number(gaps, "not_recorded", row, counts[HZP_ITEM_NOT_RECORDED]);
}

void hzp_management_gaps(HzpModel *model)
{
    HzpManagement *management = model->management;
    management->gaps = hzp_table_new("management_gaps", 0);
    static const char *const texts[] = {"county", "town", "item", "item_zh"};
    static const char *const numbers[] = {"hazard_points", "lacking", "not_recorded"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        hzp_table_add_text(management->gaps, texts[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        hzp_table_add_number(management->gaps, numbers[i], HZP_COLUMN_INTEGER);
    list_items(model, HZP_ITEM_LACKING, "lacking", "lacking_zh");
    list_items(model, HZP_ITEM_NOT_RECORDED, "not_recorded", "not_recorded_zh");
    g_autoptr(GPtrArray) places = places_of(model);
    for (guint i = 0; i < places->len; i++) {
        for (size_t item = 0; item < management->items; item++) {
            if (management->kept[item]) add_gap(model, g_ptr_array_index(places, i), item);
        }
    }
}
