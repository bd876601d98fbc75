/* County and town of every row: by name inside the county, else by position. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/message.h"
#include "base/place_name.h"
#include "data/model.h"
#include "geo/geometry.h"
#include "geo/polygon_index.h"

typedef struct {
    HzpModel *model;
    HzpPolygonIndex *counties;
    HzpPolygonIndex *towns;
    bool quiet;                 /* names were indexed, and their troubles told, before */
    GHashTable *county_by_name; /* name -> row + 1 */
    GHashTable *county_by_stem; /* stem -> row + 1, AMBIGUOUS where two counties share it */
    GHashTable *town_by_name;   /* "county row/name" -> row + 1 */
    GHashTable *town_by_stem;   /* "county row/stem" -> row + 1, or AMBIGUOUS */
} Assigning;

static const size_t AMBIGUOUS = SIZE_MAX;

/* Without a layer of counties their names still come from the rows, so that figures by county can be told. */
static void counties_from_names(HzpModel *model)
{
    model->counties = hzp_table_new("counties", 0);
    hzp_table_add_text(model->counties, "name");
    hzp_table_add_text(model->counties, "code");
    HzpTable *tables[] = {model->gazetteer, model->hazard_points, model->villages};
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
        if (!tables[t]) continue;
        const char **names = hzp_table_text(tables[t], "county");
        for (size_t i = 0; names && i < hzp_table_rows(tables[t]); i++) {
            if (!names[i] || !g_hash_table_add(seen, hzp_place_stem(names[i], HZP_PLACE_COUNTY))) continue;
            hzp_table_set_text(model->counties, "name", hzp_table_append(model->counties), names[i]);
        }
    }
}

/* The full name decides; a name without its ending (or with another one) only where no second place shares the stem: 城关镇
 * and 城关乡 of one county, 伊宁市 and 伊宁县 are different places. */
static long look_up(GHashTable *by_name, GHashTable *by_stem, const char *name_key, const char *stem_key)
{
    size_t row = GPOINTER_TO_SIZE(g_hash_table_lookup(by_name, name_key));
    if (!row) row = GPOINTER_TO_SIZE(g_hash_table_lookup(by_stem, stem_key));
    return row == AMBIGUOUS ? -1 : (long)row - 1;
}

static long county_named(const Assigning *work, const char *name)
{
    if (!name) return -1;
    g_autofree char *stem = hzp_place_stem(name, HZP_PLACE_COUNTY);
    return look_up(work->county_by_name, work->county_by_stem, name, stem);
}

static char *town_key(long county, const char *name, bool stem)
{
    g_autofree char *text = stem ? hzp_place_stem(name, HZP_PLACE_TOWN) : g_strdup(name);
    return g_strdup_printf("%ld/%s", county, text);
}

static long town_named(const Assigning *work, long county, const char *name)
{
    if (!name || county < 0) return -1;
    g_autofree char *key = town_key(county, name, false);
    g_autofree char *stem_key = town_key(county, name, true);
    return look_up(work->town_by_name, work->town_by_stem, key, stem_key);
}

/* Takes both keys over. A second row of the very same name is an error: its figures would go to one of them. */
static void index_name(const Assigning *work, HzpTable *table, size_t row, GHashTable *by_name, GHashTable *by_stem,
                       char *name_key, char *stem_key)
{
    if (!work->quiet && g_hash_table_contains(by_name, name_key))
        hzp_findings_add_row(work->model->findings, "name_twice", table, row, "name", "value",
                             hzp_table_text(table, "name")[row], NULL);
    g_hash_table_insert(by_name, name_key, GSIZE_TO_POINTER(row + 1));
    size_t value = g_hash_table_contains(by_stem, stem_key) ? AMBIGUOUS : row + 1;
    g_hash_table_insert(by_stem, stem_key, GSIZE_TO_POINTER(value));
}

static void index_names(Assigning *work)
{
    HzpModel *model = work->model;
    const char **names = hzp_table_text(model->counties, "name");
    for (size_t i = 0; i < hzp_table_rows(model->counties); i++) {
        if (names[i])
            index_name(work, model->counties, i, work->county_by_name, work->county_by_stem, g_strdup(names[i]),
                       hzp_place_stem(names[i], HZP_PLACE_COUNTY));
    }
    if (!model->towns) return;
    size_t n = hzp_table_rows(model->towns);
    const char **towns = hzp_table_text(model->towns, "name");
    const char **counties = hzp_table_text(model->towns, "county");
    if (!model->town_county) model->town_county = g_new(long, n + 1);
    for (size_t i = 0; i < n; i++) {
        double x = NAN;
        double y = NAN;
        long county = county_named(work, counties[i]);
        if (county < 0 && work->counties && hzp_geometry_anchor(hzp_table_geometry(model->towns)[i], &x, &y))
            county = hzp_polygon_index_first(work->counties, x, y);
        if (county < 0 && !work->quiet)
            hzp_findings_add_row(model->findings, "county_unknown", model->towns, i, "county", "value", counties[i], NULL);
        model->town_county[i] = county;
        if (!counties[i] && county >= 0) counties[i] = hzp_table_keep(model->towns, names[county]);
        if (towns[i])
            index_name(work, model->towns, i, work->town_by_name, work->town_by_stem, town_key(county, towns[i], false),
                       town_key(county, towns[i], true));
    }
}

static void find(const Assigning *work, HzpTable *table, size_t row, const char *code, const char *field, const char *value,
                 const char *other)
{
    hzp_findings_add_row(work->model->findings, code, table, row, field, "value", value, "other", other, NULL);
}

static long assign_county(const Assigning *work, HzpTable *table, size_t row, const HzpPositions *positions, bool exact)
{
    const char **names = hzp_table_text(work->model->counties, "name");
    const char **given = hzp_table_text(table, "county");
    bool placed = isfinite(positions->x[row]);
    long named = county_named(work, given ? given[row] : NULL);
    long inside =
        placed && work->counties ? hzp_polygon_index_first(work->counties, positions->x[row], positions->y[row]) : -1;
    if (given && given[row] && named < 0) find(work, table, row, "county_unknown", "county", given[row], "");
    if (work->counties && placed && exact && inside < 0) {
        find(work, table, row, "outside_region", "geometry", "", "");
    } else if (named >= 0 && inside >= 0 && inside != named && exact) {
        find(work, table, row, "outside_county", "county", given[row], names[inside]);
    }
    return named >= 0 ? named : inside;
}

static long assign_town(const Assigning *work, HzpTable *table, size_t row, const char *name, long county,
                        const HzpPositions *positions, bool exact)
{
    HzpModel *model = work->model;
    if (!model->towns) return -1;
    const char **names = hzp_table_text(model->towns, "name");
    long named = town_named(work, county, name);
    bool placed = isfinite(positions->x[row]) && exact;
    long inside = placed ? hzp_polygon_index_first(work->towns, positions->x[row], positions->y[row]) : -1;
    if (name && named < 0) find(work, table, row, "town_unknown", "town", name, inside >= 0 ? names[inside] : "");
    if (named >= 0 && inside >= 0 && inside != named) find(work, table, row, "outside_town", "town", name, names[inside]);
    /* The register's own word goes before the drawing, so that its figures add up as its owner counts them; a town of another
     * county than the row's would keep the towns from adding up to it. */
    if (named < 0 && inside >= 0 && county >= 0 && model->town_county[inside] != county) return -1;
    return named >= 0 ? named : inside;
}

static void assign_rows(const Assigning *work, HzpTable *table, const HzpPositions *positions, const char *town_column,
                        long **counties, long **towns)
{
    size_t n = hzp_table_rows(table);
    const char **town_names = hzp_table_text(table, town_column);
    const char **levels = hzp_table_text(table, "match_level");
    const char **county_names = hzp_table_add_text(table, "county");
    *counties = g_new(long, n + 1);
    *towns = g_new(long, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool exact = !levels || strcmp(levels[i], "given") == 0;
        (*counties)[i] = assign_county(work, table, i, positions, exact);
        (*towns)[i] = assign_town(work, table, i, town_names ? town_names[i] : NULL, (*counties)[i], positions, exact);
        long county = (*counties)[i];
        if (county < 0 && (*towns)[i] >= 0) county = (*counties)[i] = work->model->town_county[(*towns)[i]];
        if (!county_names[i] && county >= 0)
            county_names[i] = hzp_table_keep(table, hzp_table_text(work->model->counties, "name")[county]);
        if (town_names && !town_names[i] && (*towns)[i] >= 0)
            town_names[i] = hzp_table_keep(table, hzp_table_text(work->model->towns, "name")[(*towns)[i]]);
        if (county < 0 && strcmp(hzp_table_name(table), "villages") != 0)
            find(work, table, i, "county_missing", "county", "", "");
    }
}

/* Villages outside every county or town are in the totals but in no row of the tables: said once, with their people, so that
 * the sums can be reconciled. */
static void check_villages_without(const HzpModel *model, const long *region_of, const char *code)
{
    const double *people = hzp_table_number(model->villages, "population");
    size_t count = 0;
    double sum = 0;
    for (size_t i = 0; i < hzp_table_rows(model->villages); i++) {
        if (region_of[i] >= 0) continue;
        count++;
        if (isfinite(people[i])) sum += people[i];
    }
    if (count)
        hzp_findings_add(model->findings, code, "villages", NULL, NULL, "count", hzp_text_of_size(count), "people",
                         hzp_text_of_number(sum), NULL);
}

static void check_unplaced_villages(const HzpModel *model)
{
    HzpTable *villages = model->villages;
    for (size_t i = 0; i < hzp_table_rows(villages); i++) {
        if (!isfinite(model->village_positions.x[i]))
            hzp_findings_add_row(model->findings, "village_unplaced", villages, i, "geometry", NULL);
    }
}

static void begin(Assigning *work, HzpModel *model)
{
    work->model = model;
    if (model->counties_given)
        work->counties = hzp_polygon_index_new(hzp_table_geometry(model->counties), hzp_table_rows(model->counties));
    if (model->towns) work->towns = hzp_polygon_index_new(hzp_table_geometry(model->towns), hzp_table_rows(model->towns));
    GHashTable **maps[] = {&work->county_by_name, &work->county_by_stem, &work->town_by_name, &work->town_by_stem};
    for (size_t i = 0; i < G_N_ELEMENTS(maps); i++)
        *maps[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void end(Assigning *work)
{
    GHashTable *maps[] = {work->county_by_name, work->county_by_stem, work->town_by_name, work->town_by_stem};
    for (size_t i = 0; i < G_N_ELEMENTS(maps); i++)
        g_hash_table_destroy(maps[i]);
    hzp_polygon_index_free(work->counties);
    hzp_polygon_index_free(work->towns);
}

HzpStatus hzp_places_assign_units(HzpModel *model)
{
    Assigning work = {0};
    if (!model->counties) counties_from_names(model);
    begin(&work, model);
    index_names(&work);
    assign_rows(&work, model->villages, &model->village_positions, "town", &model->village_county, &model->village_town);
    check_unplaced_villages(model);
    check_villages_without(model, model->village_county, "villages_without_county");
    if (model->towns) check_villages_without(model, model->village_town, "villages_without_town");
    end(&work);
    return HZP_OK;
}

HzpStatus hzp_places_assign_points(HzpModel *model)
{
    Assigning work = {0};
    begin(&work, model);
    work.quiet = true;
    index_names(&work);
    assign_rows(&work, model->hazard_points, &model->hazard_positions, "town", &model->hazard_county, &model->hazard_town);
    if (model->key_towns) {
        hzp_table_add_text(model->key_towns, "town");
        assign_rows(&work, model->key_towns, &model->key_town_positions, "name", &model->key_town_county,
                    &model->key_town_town);
    }
    end(&work);
    return HZP_OK;
}
