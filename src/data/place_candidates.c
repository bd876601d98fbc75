#include "data/place_candidates.h"

#include "base/message.h"
#include "base/name_likeness.h"
#include "base/place_name.h"

enum { MOST = 3 };

typedef struct {
    size_t row;
    double distance;
} Near;

static int by_distance(gconstpointer a, gconstpointer b)
{
    const Near *first = a;
    const Near *second = b;
    if (first->distance != second->distance) return first->distance < second->distance ? -1 : 1;
    return first->row < second->row ? -1 : first->row > second->row;
}

/* Rows of a layer of names that are like `name` and at most `limit` away, nearest first. `county` -1 takes all; `outside`
 * takes all but that county's. */
static GArray *near_names(HzpTable *layer, HzpPlaceLevel level, const long *county_of, long county, bool outside,
                          const char *name, double limit)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Near));
    const char **names = hzp_table_text(layer, "name");
    g_autofree char *wanted = hzp_place_key(name, level);
    for (size_t i = 0; i < hzp_table_rows(layer); i++) {
        Near near = {i, 0};
        if (!names[i] || (county_of && county >= 0 && (county_of[i] == county) == outside)) continue;
        g_autofree char *key = hzp_place_key(names[i], level);
        if (hzp_name_is_like(wanted, key, &near.distance) && near.distance <= limit) g_array_append_val(found, near);
    }
    g_array_sort(found, by_distance);
    if (found->len > MOST) g_array_set_size(found, MOST);
    return found;
}

static char *join_names(HzpTable *layer, const GArray *found, const char *column)
{
    const char **names = hzp_table_text(layer, column);
    g_autofree char *comma = hzp_message_format("list_comma", NULL);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < found->len; i++) {
        const char *name = names[g_array_index(found, Near, i).row];
        g_string_append_printf(out, "%s%s", i ? comma : "", name ? name : "");
    }
    return g_string_free(out, FALSE);
}

static HzpPlaceCandidates here(HzpTable *layer, const GArray *found, const char *county)
{
    g_autofree char *list = join_names(layer, found, "name");
    const char *best = hzp_table_text(layer, "name")[g_array_index(found, Near, 0).row];
    return (HzpPlaceCandidates){
        hzp_message_format(county ? "place_near_here" : "place_near", "county", county, "names", list, NULL), g_strdup(best)};
}

static HzpPlaceCandidates elsewhere(HzpTable *towns, const GArray *found)
{
    size_t row = g_array_index(found, Near, 0).row;
    const char *county = hzp_table_text(towns, "county")[row];
    return (HzpPlaceCandidates){hzp_message_format("place_near_elsewhere", "county", county ? county : "?", "name",
                                                   hzp_table_text(towns, "name")[row], NULL),
                                NULL};
}

HzpPlaceCandidates hzp_place_candidates_of_town(const HzpModel *model, long county, const char *name)
{
    const double any = G_MAXDOUBLE;
    const double alike = 0.5;
    HzpPlaceCandidates candidates = {NULL, NULL};
    if (!model->towns || !model->town_county) return (HzpPlaceCandidates){g_strdup(""), NULL};
    g_autoptr(GArray) own = near_names(model->towns, HZP_PLACE_TOWN, model->town_county, county, false, name, any);
    g_autoptr(GArray) other = county < 0
                                  ? g_array_new(FALSE, FALSE, sizeof(Near))
                                  : near_names(model->towns, HZP_PLACE_TOWN, model->town_county, county, true, name, alike);
    /* The very name in another county says more than a name that is somewhat like it in this one. */
    bool other_is_nearer =
        other->len > 0 && (own->len == 0 || g_array_index(own, Near, 0).distance > g_array_index(other, Near, 0).distance);
    if (other_is_nearer) {
        candidates = elsewhere(model->towns, other);
    } else if (own->len > 0) {
        const char *county_name = county >= 0 ? hzp_table_text(model->counties, "name")[county] : NULL;
        candidates = here(model->towns, own, county_name);
    }
    if (!candidates.near) candidates.near = g_strdup("");
    return candidates;
}

HzpPlaceCandidates hzp_place_candidates_of_county(const HzpModel *model, const char *name)
{
    g_autoptr(GArray) found = near_names(model->counties, HZP_PLACE_COUNTY, NULL, -1, false, name, G_MAXDOUBLE);
    return found->len > 0 ? here(model->counties, found, NULL) : (HzpPlaceCandidates){g_strdup(""), NULL};
}

void hzp_place_candidates_clear(HzpPlaceCandidates *candidates)
{
    g_free(candidates->near);
    g_free(candidates->means);
    *candidates = (HzpPlaceCandidates){NULL, NULL};
}
