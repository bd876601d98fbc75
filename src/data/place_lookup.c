/* Counties and towns by name: the full name, the name without its ending, an alias of the project. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "data/place_alias.h"
#include "data/place_assigning.h"
#include "data/place_candidates.h"
#include "geo/geometry.h"

static const size_t AMBIGUOUS = SIZE_MAX;

/* The full name decides; a name without its ending (or with another one) only where no second place shares the stem: 城关镇
 * and 城关乡 of one county, 伊宁市 and 伊宁县 are different places. */
static long look_up(GHashTable *by_name, GHashTable *by_key, const char *name_key, const char *key)
{
    size_t row = GPOINTER_TO_SIZE(g_hash_table_lookup(by_name, name_key));
    if (!row) row = GPOINTER_TO_SIZE(g_hash_table_lookup(by_key, key));
    return row == AMBIGUOUS ? -1 : (long)row - 1;
}

static long county_called(const HzpAssigning *work, const char *name)
{
    if (!name) return -1;
    g_autofree char *key = hzp_place_key(name, HZP_PLACE_COUNTY);
    return look_up(work->county_by_name, work->county_by_key, name, key);
}

long hzp_assigning_county(const HzpAssigning *work, const char *name)
{
    long county = county_called(work, name);
    return county >= 0 ? county : county_called(work, hzp_place_alias(work->model->project, name, NULL));
}

static char *town_key(long county, const char *name, bool folded)
{
    g_autofree char *text = folded ? hzp_place_key(name, HZP_PLACE_TOWN) : g_strdup(name);
    return g_strdup_printf("%ld/%s", county, text);
}

static long town_called(const HzpAssigning *work, long county, const char *name)
{
    if (!name || county < 0) return -1;
    g_autofree char *name_key = town_key(county, name, false);
    g_autofree char *key = town_key(county, name, true);
    return look_up(work->town_by_name, work->town_by_key, name_key, key);
}

long hzp_assigning_town(const HzpAssigning *work, long county, const char *name)
{
    long town = town_called(work, county, name);
    if (town >= 0 || !name || county < 0) return town;
    const char *within = hzp_table_text(work->model->counties, "name")[county];
    return town_called(work, county, hzp_place_alias(work->model->project, name, within));
}

/* Takes both keys over. A second row of the very same name is an error: its figures would go to one of them. */
static void index_name(const HzpAssigning *work, HzpTable *table, size_t row, GHashTable *by_name, GHashTable *by_key,
                       char *name_key, char *key)
{
    if (!work->quiet && g_hash_table_contains(by_name, name_key))
        hzp_findings_add_row(work->model->findings, "name_twice", table, row, "name", "value",
                             hzp_table_text(table, "name")[row], NULL);
    g_hash_table_insert(by_name, name_key, GSIZE_TO_POINTER(row + 1));
    size_t value = g_hash_table_contains(by_key, key) ? AMBIGUOUS : row + 1;
    g_hash_table_insert(by_key, key, GSIZE_TO_POINTER(value));
}

static void index_names(HzpAssigning *work)
{
    HzpModel *model = work->model;
    const char **names = hzp_table_text(model->counties, "name");
    for (size_t i = 0; i < hzp_table_rows(model->counties); i++) {
        if (names[i])
            index_name(work, model->counties, i, work->county_by_name, work->county_by_key, g_strdup(names[i]),
                       hzp_place_key(names[i], HZP_PLACE_COUNTY));
    }
    if (!model->towns) return;
    size_t n = hzp_table_rows(model->towns);
    const char **towns = hzp_table_text(model->towns, "name");
    const char **counties = hzp_table_text(model->towns, "county");
    if (!model->town_county) model->town_county = g_new(long, n + 1);
    for (size_t i = 0; i < n; i++) {
        double x = NAN;
        double y = NAN;
        long county = hzp_assigning_county(work, counties[i]);
        if (county < 0 && work->counties && hzp_geometry_anchor(hzp_table_geometry(model->towns)[i], &x, &y))
            county = hzp_place_units_at(work->counties, x, y, -1);
        if (county < 0 && !work->quiet) hzp_assigning_tell_county(work, model->towns, i, counties[i] ? counties[i] : "");
        model->town_county[i] = county;
        if (!counties[i] && county >= 0) counties[i] = hzp_table_keep(model->towns, names[county]);
        if (towns[i])
            index_name(work, model->towns, i, work->town_by_name, work->town_by_key, town_key(county, towns[i], false),
                       town_key(county, towns[i], true));
    }
}

static void candidates_free(gpointer data)
{
    hzp_place_candidates_clear(data);
    g_free(data);
}

void hzp_assigning_begin(HzpAssigning *work, HzpModel *model, bool quiet)
{
    memset(work, 0, sizeof *work);
    work->model = model;
    work->quiet = quiet;
    if (model->counties_given) work->counties = hzp_place_units_new(model, model->counties);
    work->towns = hzp_place_units_new(model, model->towns);
    work->candidates = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, candidates_free);
    GHashTable **maps[] = {&work->county_by_name, &work->county_by_key, &work->town_by_name, &work->town_by_key};
    for (size_t i = 0; i < G_N_ELEMENTS(maps); i++)
        *maps[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    index_names(work);
}

void hzp_assigning_end(HzpAssigning *work)
{
    GHashTable *maps[] = {work->county_by_name, work->county_by_key, work->town_by_name, work->town_by_key};
    for (size_t i = 0; i < G_N_ELEMENTS(maps); i++)
        g_hash_table_destroy(maps[i]);
    g_hash_table_destroy(work->candidates);
    hzp_place_units_free(work->counties);
    hzp_place_units_free(work->towns);
}
