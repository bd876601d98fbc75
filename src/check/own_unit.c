#include "check/own_unit.h"

#include <math.h>
#include <string.h>

static const HzpInput *input_of(const HzpModel *model, const char *layer)
{
    for (guint i = 0; i < model->inputs->len; i++) {
        const HzpInput *input = &g_array_index(model->inputs, HzpInput, i);
        if (strcmp(input->layer, layer) == 0) return input;
    }
    return NULL;
}

bool hzp_own_units_open(const HzpModel *model, size_t index, HzpOwnUnits *units)
{
    const HzpOwnUnits layers[] = {
        {.table = model->villages,
         .positions = &model->village_positions,
         .county = model->village_county,
         .town = model->village_town},
        {.table = model->hazard_points,
         .positions = &model->hazard_positions,
         .county = model->hazard_county,
         .town = model->hazard_town},
        {.table = model->key_towns,
         .positions = &model->key_town_positions,
         .county = model->key_town_county,
         .town = model->key_town_town},
    };
    if (index >= G_N_ELEMENTS(layers)) return false;
    *units = layers[index];
    units->model = model;
    bool counties = model->counties_given && model->counties;
    if (!units->table || !units->county || !units->town || (!counties && !model->towns)) {
        units->table = NULL;
        return true;
    }
    units->layer = hzp_table_name(units->table);
    units->input = input_of(model, units->layer);
    if (!units->input || !units->input->crs) units->table = NULL;
    if (!units->table) return true;
    if (counties)
        units->counties = hzp_polygon_index_new(hzp_table_geometry(model->counties), hzp_table_rows(model->counties));
    if (model->towns) units->towns = hzp_polygon_index_new(hzp_table_geometry(model->towns), hzp_table_rows(model->towns));
    return true;
}

void hzp_own_units_close(HzpOwnUnits *units)
{
    hzp_polygon_index_free(units->counties);
    hzp_polygon_index_free(units->towns);
}

static bool stated(const HzpOwnUnits *units, const char *column, size_t row)
{
    const double *flags = hzp_table_number(units->table, column);
    return flags && flags[row] == 1;
}

static long town_of(const HzpOwnUnits *units, size_t row)
{
    long town = units->towns && stated(units, "town_stated", row) ? units->town[row] : -1;
    return town >= 0 && hzp_table_geometry(units->model->towns)[town] ? town : -1;
}

static long county_of(const HzpOwnUnits *units, size_t row)
{
    long county = units->counties && stated(units, "county_stated", row) ? units->county[row] : -1;
    return county >= 0 && hzp_table_geometry(units->model->counties)[county] ? county : -1;
}

bool hzp_own_units_judges(const HzpOwnUnits *units, size_t row)
{
    const char **levels = hzp_table_text(units->table, "match_level");
    bool own = !levels || !levels[row] || strcmp(levels[row], "given") == 0;
    return own && isfinite(units->positions->lon[row]) && isfinite(units->positions->lat[row]) &&
           (town_of(units, row) >= 0 || county_of(units, row) >= 0);
}

typedef struct {
    size_t wanted;
    bool found;
} Search;

static void look(size_t position, void *user)
{
    Search *search = user;
    search->found |= position == search->wanted;
}

bool hzp_own_units_holds(const HzpOwnUnits *units, size_t row, double lon, double lat)
{
    long town = town_of(units, row);
    Search search = {(size_t)(town >= 0 ? town : county_of(units, row)), false};
    double x = lon;
    double y = lat;
    if (units->model->to_geographic) hzp_transform_inverse(units->model->to_geographic, &x, &y, 1, 1);
    if (isfinite(x) && isfinite(y)) hzp_polygon_index_at(town >= 0 ? units->towns : units->counties, x, y, look, &search);
    return search.found;
}
