/* Buildings: where they stand. They are many and seldom name their town, so that their place alone says to which county and
 * town they belong, and what is wrong with their places is told once for all of them. */
#include <math.h>
#include <string.h>

#include "base/exact_sum.h"
#include "base/message.h"
#include "data/model.h"
#include "geo/geometry.h"

static long *regions_of(const HzpModel *model, HzpTable *regions)
{
    const HzpPositions *at = &model->building_positions;
    long *region = g_new(long, at->n + 1);
    HzpPolygonIndex *index = hzp_polygon_index_new(hzp_table_geometry(regions), hzp_table_rows(regions));
    for (size_t i = 0; i < at->n; i++)
        region[i] = isfinite(at->x[i]) ? hzp_polygon_index_first(index, at->x[i], at->y[i]) : -1;
    hzp_polygon_index_free(index);
    return region;
}

/* Tell how many buildings lack what `missing` tells, with the people known to live there. */
static void tell(const HzpModel *model, const char *code, const long *region, bool unplaced)
{
    const double *people = hzp_table_number(model->buildings, "population");
    HzpExactSum sum = {0};
    size_t count = 0;
    for (size_t i = 0; i < model->building_positions.n; i++) {
        bool placed = isfinite(model->building_positions.x[i]);
        if (unplaced ? placed : !placed || region[i] >= 0) continue;
        count++;
        if (!isnan(people[i])) hzp_exact_sum_add(&sum, people[i]);
    }
    if (count)
        hzp_findings_add(model->findings, code, "buildings", NULL, NULL, "count", hzp_text_of_size(count), "people",
                         sum.terms ? hzp_text_of_number(hzp_exact_sum_value(&sum)) : "—", NULL);
}

HzpStatus hzp_buildings_place(HzpModel *model)
{
    if (!model->buildings) return HZP_OK;
    hzp_model_check_units(model, model->buildings, "building_geometry");
    hzp_model_compute_positions(model, model->buildings, &model->building_positions);
    tell(model, "buildings_unplaced", NULL, true);
    if (model->counties_given) {
        model->building_county = regions_of(model, model->counties);
        tell(model, "buildings_without_county", model->building_county, false);
    }
    if (model->towns) {
        model->building_town = regions_of(model, model->towns);
        tell(model, "buildings_without_town", model->building_town, false);
    }
    return HZP_OK;
}
