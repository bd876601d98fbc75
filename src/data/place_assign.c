/* County and town of every row: by name inside the county, else by position. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/place_assigning.h"
#include "geo/geometry.h"

/* Without a layer of counties their names still come from the rows, so that figures by county can be told. */
static void counties_from_names(HzpModel *model)
{
    model->counties = hzp_table_new("counties", 0);
    hzp_table_add_text(model->counties, "name");
    hzp_table_add_text(model->counties, "code");
    /* Of towns only where no village could show that a name is a slip. */
    HzpTable *towns = hzp_project_layer(model->project, "villages") ? NULL : model->towns;
    HzpTable *tables[] = {model->gazetteer, model->hazard_points, model->villages, towns};
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
        if (!tables[t]) continue;
        const char **names = hzp_table_text(tables[t], "county");
        for (size_t i = 0; names && i < hzp_table_rows(tables[t]); i++) {
            if (!names[i] || !g_hash_table_add(seen, hzp_place_key(names[i], HZP_PLACE_COUNTY))) continue;
            hzp_table_set_text(model->counties, "name", hzp_table_append(model->counties), names[i]);
        }
    }
}

static bool is_polygon(const HzpAssignedRow *row)
{
    const GEOSGeometry *geometry = hzp_table_geometry(row->table)[row->row];
    return geometry && hzp_geometry_is_polygonal(geometry);
}

/* The unit a row lies in: a polygon in the one that has most of it, a point that several cover in the one that it states.
 * `*shares` (may be NULL) is set for a polygon only. */
static long unit_inside(HzpPlaceUnits *units, const HzpAssignedRow *row, long stated, GArray **shares)
{
    const HzpPositions *positions = row->positions;
    if (!units || !isfinite(positions->x[row->row])) return -1;
    if (!is_polygon(row)) return hzp_place_units_at(units, positions->x[row->row], positions->y[row->row], stated);
    GArray *found = hzp_place_units_shares(units, hzp_table_geometry(row->table)[row->row]);
    long unit = found->len > 0 ? (long)g_array_index(found, HzpUnitShare, 0).unit : -1;
    if (shares)
        *shares = found;
    else
        g_array_free(found, TRUE);
    return unit;
}

static long assign_county(const HzpAssigning *work, const HzpAssignedRow *row)
{
    const char **given = hzp_table_text(row->table, "county");
    const char *stated = given ? given[row->row] : NULL;
    bool placed = isfinite(row->positions->x[row->row]);
    long named = hzp_assigning_county(work, stated);
    long inside = unit_inside(work->counties, row, named, NULL);
    if (stated && named < 0) hzp_assigning_tell_county(work, row->table, row->row, stated);
    if (work->counties && placed && row->exact && inside < 0) {
        hzp_assigning_tell_outside_region(work, row, named);
    } else if (named >= 0 && inside >= 0 && inside != named && row->exact) {
        hzp_assigning_tell_outside(work, row, "county", stated, false, named, inside);
    }
    return named >= 0 ? named : inside;
}

static long assign_town(const HzpAssigning *work, const HzpAssignedRow *row, const char *field, const char *name, long county)
{
    HzpModel *model = work->model;
    if (!model->towns) return -1;
    g_autoptr(GArray) shares = NULL;
    long named = hzp_assigning_town(work, county, name);
    long inside = row->exact ? unit_inside(work->towns, row, named, &shares) : -1;
    if (name && named < 0) hzp_assigning_tell_town(work, row, field, name, county, inside);
    /* The register's own word goes before the drawing, so that its figures add up as its owner counts them; a town of another
     * county than the row's would keep the towns from adding up to it. */
    long taken = named >= 0 ? named : inside;
    if (named < 0 && inside >= 0 && county >= 0 && model->town_county[inside] != county) taken = -1;
    if (named >= 0 && inside >= 0 && inside != named) {
        hzp_assigning_tell_outside(work, row, field, name, true, named, inside);
    } else if (shares && taken >= 0) {
        hzp_assigning_tell_astride(work, row, shares, taken);
    }
    return taken;
}

static HzpStatus assign_rows(const HzpAssigning *work, HzpTable *table, const HzpPositions *positions,
                             const char *town_column, long **counties, long **towns)
{
    size_t n = hzp_table_rows(table);
    const char **town_names = hzp_table_text(table, town_column);
    const char **levels = hzp_table_text(table, "match_level");
    const char **county_names = hzp_table_add_text(table, "county");
    double *county_stated = hzp_table_add_number(table, "county_stated", HZP_COLUMN_BOOLEAN);
    double *town_stated = hzp_table_add_number(table, "town_stated", HZP_COLUMN_BOOLEAN);
    *counties = g_new(long, n + 1);
    *towns = g_new(long, n + 1);
    for (size_t i = 0; i < n; i++) {
        (*counties)[i] = (*towns)[i] = -1;
    }
    for (size_t i = 0; i < n; i++) {
        HZP_TRY(hzp_run_part(work->model->run, (double)i, (double)n));
        const HzpAssignedRow row = {table, i, positions, !levels || strcmp(levels[i], "given") == 0};
        (*counties)[i] = assign_county(work, &row);
        (*towns)[i] = assign_town(work, &row, town_column, town_names ? town_names[i] : NULL, (*counties)[i]);
        county_stated[i] = county_names[i] != NULL;
        town_stated[i] = town_names && town_names[i];
        long county = (*counties)[i];
        if (county < 0 && (*towns)[i] >= 0) county = (*counties)[i] = work->model->town_county[(*towns)[i]];
        if (!county_names[i] && county >= 0)
            county_names[i] = hzp_table_keep(table, hzp_table_text(work->model->counties, "name")[county]);
        if (town_names && !town_names[i] && (*towns)[i] >= 0)
            town_names[i] = hzp_table_keep(table, hzp_table_text(work->model->towns, "name")[(*towns)[i]]);
        if (county < 0 && strcmp(hzp_table_name(table), "villages") != 0)
            hzp_findings_add_row(work->model->findings, "county_missing", table, i, "county", NULL);
    }
    return HZP_OK;
}

/* Villages outside every county or town are in the totals but in no row of the tables: said once, with their people, so that
 * the sums can be reconciled. */
static void check_villages_without(const HzpModel *model, const long *region_of, const char *code)
{
    const double *people = hzp_table_number(model->villages, "population");
    size_t count = 0;
    double sum = NAN;
    for (size_t i = 0; i < hzp_table_rows(model->villages); i++) {
        if (region_of[i] >= 0) continue;
        count++;
        if (isfinite(people[i])) sum = isfinite(sum) ? sum + people[i] : people[i];
    }
    if (count)
        hzp_findings_add(model->findings, code, "villages", NULL, NULL, "count", hzp_text_of_size(count), "people",
                         isfinite(sum) ? hzp_text_of_number(sum) : "—", NULL);
}

static void check_unplaced_villages(const HzpModel *model)
{
    HzpTable *villages = model->villages;
    for (size_t i = 0; i < hzp_table_rows(villages); i++) {
        if (!isfinite(model->village_positions.x[i]))
            hzp_findings_add_row(model->findings, "village_unplaced", villages, i, "geometry", NULL);
    }
}

HzpStatus hzp_places_assign_units(HzpModel *model)
{
    HzpAssigning work;
    if (!model->counties) counties_from_names(model);
    hzp_assigning_begin(&work, model, false);
    HzpStatus status =
        assign_rows(&work, model->villages, &model->village_positions, "town", &model->village_county, &model->village_town);
    check_unplaced_villages(model);
    check_villages_without(model, model->village_county, "villages_without_county");
    if (model->towns) check_villages_without(model, model->village_town, "villages_without_town");
    hzp_assigning_end(&work);
    return status;
}

HzpStatus hzp_places_assign_points(HzpModel *model)
{
    HzpAssigning work;
    hzp_assigning_begin(&work, model, true);
    HzpStatus status = assign_rows(&work, model->hazard_points, &model->hazard_positions, "town", &model->hazard_county,
                                   &model->hazard_town);
    if (status == HZP_OK && model->key_towns) {
        hzp_table_add_text(model->key_towns, "town");
        status = assign_rows(&work, model->key_towns, &model->key_town_positions, "name", &model->key_town_county,
                             &model->key_town_town);
    }
    if (status == HZP_OK && model->facilities)
        status = assign_rows(&work, model->facilities, &model->facility_positions, "town", &model->facility_county,
                             &model->facility_town);
    hzp_assigning_end(&work);
    return status;
}
