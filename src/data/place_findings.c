/* What the findings on counties and towns of rows say. */
#include <math.h>

#include "base/message.h"
#include "data/place_alias.h"
#include "data/place_assigning.h"
#include "data/place_candidates.h"
#include "geo/geometry.h"

/* Registers repeat one misspelt name in many rows. */
static const HzpPlaceCandidates *candidates_for(const HzpAssigning *work, HzpPlaceLevel level, long county, const char *name)
{
    g_autofree char *key = g_strdup_printf("%d/%ld/%s", (int)level, county, name);
    HzpPlaceCandidates *found = g_hash_table_lookup(work->candidates, key);
    if (found) return found;
    HzpPlaceCandidates made = level == HZP_PLACE_COUNTY ? hzp_place_candidates_of_county(work->model, name)
                                                        : hzp_place_candidates_of_town(work->model, county, name);
    found = g_memdup2(&made, sizeof made);
    g_hash_table_insert(work->candidates, g_steal_pointer(&key), found);
    return found;
}

void hzp_assigning_tell_county(const HzpAssigning *work, HzpTable *table, size_t row, const char *name)
{
    if (!hzp_findings_wants(work->model->findings, "county_unknown")) return;
    const HzpPlaceCandidates *near = candidates_for(work, HZP_PLACE_COUNTY, -1, name);
    g_autofree char *alias = hzp_place_alias_line(name, near->means, NULL);
    hzp_findings_add_row(work->model->findings, "county_unknown", table, row, "county", "value", name, "near", near->near,
                         "alias", alias, NULL);
}

/* Where the row stands tells more than a likeness of names. */
void hzp_assigning_tell_town(const HzpAssigning *work, const HzpAssignedRow *row, const char *field, const char *name,
                             long county, long inside)
{
    const HzpModel *model = work->model;
    if (!hzp_findings_wants(model->findings, "town_unknown")) return;
    const HzpPlaceCandidates *near = candidates_for(work, HZP_PLACE_TOWN, county, name);
    const char *here = inside >= 0 ? hzp_table_text(model->towns, "name")[inside] : NULL;
    bool same_county = here && county >= 0 && model->town_county[inside] == county;
    g_autofree char *position = here ? hzp_message_format("place_by_position", "name", here, NULL) : g_strdup("");
    g_autofree char *alias = hzp_place_alias_line(name, same_county ? here : near->means,
                                                  county >= 0 ? hzp_table_text(model->counties, "name")[county] : NULL);
    hzp_findings_add_row(model->findings, "town_unknown", row->table, row->row, field, "value", name, "near", near->near,
                         "position", position, "alias", alias, NULL);
}

/* ---- position ---- */

static char *distance_text(double metres)
{
    if (!isfinite(metres)) return g_strdup("?");
    if (metres < 1000) return g_strdup_printf("%.0f m", metres);
    return g_strdup_printf(metres < 100000 ? "%.1f km" : "%.0f km", metres / 1000);
}

static double share_inside(HzpPlaceUnits *units, const GEOSGeometry *polygon, long unit)
{
    g_autoptr(GArray) shares = hzp_place_units_shares(units, polygon);
    for (guint i = 0; i < shares->len; i++) {
        const HzpUnitShare *each = &g_array_index(shares, HzpUnitShare, i);
        if (each->unit == (size_t)unit) return each->share;
    }
    return 0;
}

/* A point says how far off it is, a polygon how much of it is. */
void hzp_assigning_tell_outside(const HzpAssigning *work, const HzpAssignedRow *row, const char *field, const char *stated,
                                bool of_town, long named, long inside)
{
    HzpFindings *findings = work->model->findings;
    const char *code = of_town ? "outside_town" : "outside_county";
    if (!hzp_findings_wants(findings, code)) return;
    HzpPlaceUnits *units = of_town ? work->towns : work->counties;
    const char *other = hzp_table_text(of_town ? work->model->towns : work->model->counties, "name")[inside];
    const GEOSGeometry *geometry = hzp_table_geometry(row->table)[row->row];
    g_autofree char *how = NULL;
    if (geometry && hzp_geometry_is_polygonal(geometry)) {
        g_autofree char *share = g_strdup_printf("%.0f%%", share_inside(units, geometry, inside) * 100);
        how = hzp_message_format("outside_by_share", "share", share, "other", other, NULL);
    } else {
        double distance = hzp_place_units_distance_m(units, (size_t)named, row->positions, row->row);
        if (distance <= hzp_findings_parameter(findings, code, "distance_m")) return;
        g_autofree char *text = distance_text(distance);
        how = hzp_message_format("outside_by_distance", "distance", text, "other", other, NULL);
    }
    hzp_findings_add_row(findings, code, row->table, row->row, field, "value", stated, "other", other, "how", how, NULL);
}

void hzp_assigning_tell_outside_region(const HzpAssigning *work, const HzpAssignedRow *row, long named)
{
    HzpFindings *findings = work->model->findings;
    if (!hzp_findings_wants(findings, "outside_region")) return;
    g_autofree char *how = NULL;
    if (named >= 0) {
        g_autofree char *text =
            distance_text(hzp_place_units_distance_m(work->counties, (size_t)named, row->positions, row->row));
        how = hzp_message_format("outside_region_by", "distance", text, "county",
                                 hzp_table_text(work->model->counties, "name")[named], NULL);
    }
    hzp_findings_add_row(findings, "outside_region", row->table, row->row, "geometry", "how", how ? how : "", NULL);
}

void hzp_assigning_tell_astride(const HzpAssigning *work, const HzpAssignedRow *row, const GArray *shares, long taken)
{
    HzpFindings *findings = work->model->findings;
    const char **names = hzp_table_text(work->model->towns, "name");
    if (!hzp_findings_wants(findings, "village_astride")) return;
    double least = hzp_findings_parameter(findings, "village_astride", "share_percent") / 100;
    if (shares->len < 2 || g_array_index(shares, HzpUnitShare, 1).share < least) return;
    g_autofree char *comma = hzp_message_format("list_comma", NULL);
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < shares->len; i++) {
        const HzpUnitShare *each = &g_array_index(shares, HzpUnitShare, i);
        if (each->share < least) break;
        g_string_append_printf(list, "%s%s %.0f%%", i ? comma : "", names[each->unit], each->share * 100);
    }
    hzp_findings_add_row(findings, "village_astride", row->table, row->row, "geometry", "value", list->str, "name",
                         names[taken], NULL);
}
