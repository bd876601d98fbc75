/* Villages and hazard points exactly on the boundary of two towns or counties: which of them counts such a point is settled
 * by the order of the layer's rows alone, or by the register's word. Only exact hits of the stored coordinates are told; they
 * come from points that were snapped to a boundary, or from coordinates cut to few digits. */
#include <math.h>
#include <string.h>

#include "check/model_check.h"
#include "geo/geometry.h"
#include "geo/polygon_index.h"

typedef struct {
    HzpTable *table; /* towns or counties */
    const char *field;
    HzpPolygonIndex *index;
    GArray *meeting; /* size_t: units on whose boundary the point at hand lies */
} Units;

/* A layer whose rows are counted in units. */
typedef struct {
    HzpTable *table;
    const HzpPositions *positions;
    const long *county;
    const long *town;
} Points;

static void units_begin(Units *units, HzpTable *table, const char *field)
{
    *units = (Units){.table = table, .field = field};
    if (!table) return;
    units->index = hzp_polygon_index_new(hzp_table_geometry(table), hzp_table_rows(table));
    units->meeting = g_array_new(FALSE, FALSE, sizeof(size_t));
}

static void units_end(Units *units)
{
    if (!units->table) return;
    hzp_polygon_index_free(units->index);
    g_array_free(units->meeting, TRUE);
}

static void keep_unit(size_t unit, void *user) { g_array_append_val((GArray *)user, unit); }

/* Keep the units on whose boundary the point lies, in `meeting`; false unless there are two at least. */
static bool on_boundary(Units *units, double x, double y)
{
    if (!units->table) return false;
    g_array_set_size(units->meeting, 0);
    hzp_polygon_index_on_boundary(units->index, x, y, keep_unit, units->meeting);
    return units->meeting->len >= 2;
}

/* Towns go with their county where theirs differ: then the point lies on the boundary of the counties, too. */
static bool counties_differ(const HzpModel *model, const Units *units)
{
    if (units->table != model->towns || !model->town_county) return false;
    const size_t *meeting = (const size_t *)(void *)units->meeting->data;
    for (guint i = 1; i < units->meeting->len; i++) {
        if (model->town_county[meeting[i]] != model->town_county[meeting[0]]) return true;
    }
    return false;
}

static void append_name(GString *text, const HzpModel *model, HzpTable *table, long unit, bool with_county)
{
    const char *name = hzp_table_text(table, "name")[unit];
    long county = with_county ? model->town_county[unit] : -1;
    const char *prefix = county >= 0 ? hzp_table_text(model->counties, "name")[county] : NULL;
    g_string_append_printf(text, "%s%s%s", text->len ? "、" : "", prefix ? prefix : "", name ? name : "—");
}

static void tell(const HzpModel *model, const Points *points, size_t row, const Units *units)
{
    g_autoptr(GString) names = g_string_new(NULL);
    g_autoptr(GString) taken = g_string_new(NULL);
    bool with_county = counties_differ(model, units);
    long town = units->table == model->towns && points->town ? points->town[row] : -1;
    long county = points->county ? points->county[row] : -1;
    for (guint i = 0; i < units->meeting->len; i++)
        append_name(names, model, units->table, (long)g_array_index(units->meeting, size_t, i), with_county);
    if (town >= 0)
        append_name(taken, model, model->towns, town, with_county);
    else if (county >= 0)
        append_name(taken, model, model->counties, county, false);
    hzp_findings_add_row(model->findings, "point_on_boundary", points->table, row, units->field, "value", names->str, "name",
                         taken->len ? taken->str : "—", NULL);
}

/* A row placed by the name of a village lies where that village lies, and is not told again. */
static void check_points(const HzpModel *model, const Points *points, Units *towns, Units *counties)
{
    if (!points->table || !points->positions->x) return;
    const char **levels = hzp_table_text(points->table, "match_level");
    for (size_t i = 0; i < hzp_table_rows(points->table); i++) {
        if (hzp_run_part(model->run, (double)i, (double)hzp_table_rows(points->table)) != HZP_OK) return;
        const GEOSGeometry *geometry = hzp_table_geometry(points->table)[i];
        double x = points->positions->x[i];
        double y = points->positions->y[i];
        if (!isfinite(x) || (geometry && hzp_geometry_is_polygonal(geometry))) continue;
        if (levels && levels[i] && strcmp(levels[i], "given") != 0) continue;
        if (on_boundary(towns, x, y))
            tell(model, points, i, towns);
        else if (on_boundary(counties, x, y))
            tell(model, points, i, counties);
    }
}

HzpStatus hzp_check_boundary_points(HzpModel *model)
{
    const Points villages = {model->villages, &model->village_positions, model->village_county, model->village_town};
    const Points hazards = {model->hazard_points, &model->hazard_positions, model->hazard_county, model->hazard_town};
    Units towns;
    Units counties;
    if (!hzp_findings_wants(model->findings, "point_on_boundary")) return HZP_OK;
    units_begin(&towns, model->towns, "town");
    units_begin(&counties, model->counties_given ? model->counties : NULL, "county");
    check_points(model, &villages, &towns, &counties);
    check_points(model, &hazards, &towns, &counties);
    units_end(&towns);
    units_end(&counties);
    return HZP_OK;
}
