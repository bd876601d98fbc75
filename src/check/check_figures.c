/* Figures of villages and points: missing or zero, and whether people, households and area fit each other. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "check/model_check.h"
#include "geo/geometry.h"

static size_t count_missing(const double *values, size_t rows)
{
    size_t missing = 0;
    for (size_t i = 0; i < rows; i++)
        missing += isnan(values[i]);
    return missing;
}

/* How many rows lack a figure: sums over the others are too small, and that must be seen. */
static void check_missing(const HzpModel *model, HzpTable *table, const char *field)
{
    const double *values = hzp_table_number(table, field);
    size_t rows = hzp_table_rows(table);
    size_t missing = values ? count_missing(values, rows) : rows;
    if (missing == 0) return;
    hzp_findings_add(model->findings, "figures_missing", hzp_table_name(table), NULL, field, "column",
                     hzp_table_header(table, field), "count", hzp_text_of_size(missing), "rows", hzp_text_of_size(rows),
                     NULL);
}

static void check_zero(const HzpModel *model)
{
    const double *people = hzp_table_number(model->villages, "population");
    for (size_t i = 0; people && i < hzp_table_rows(model->villages); i++) {
        if (people[i] == 0)
            hzp_findings_add_row(model->findings, "population_zero", model->villages, i, "population", "value", "0", NULL);
    }
}

/* ---- people and households ---- */

static void check_household_size(const HzpModel *model, HzpTable *table, size_t row, double people, double households)
{
    double least = hzp_findings_parameter(model->findings, "household_size", "min");
    double most = hzp_findings_parameter(model->findings, "household_size", "max");
    double few = hzp_findings_parameter(model->findings, "household_size", "households");
    double size = people / households;
    if (!(households >= few) || (size >= least && size <= most)) return;
    g_autofree char *text = g_strdup_printf("%.1f", size);
    hzp_findings_add_row(model->findings, "household_size", table, row, "households", "value", hzp_text_of_number(households),
                         "people", hzp_text_of_number(people), "size", text, NULL);
}

static void check_households(const HzpModel *model, HzpTable *table)
{
    const double *people = hzp_table_number(table, "population");
    const double *households = hzp_table_number(table, "households");
    for (size_t i = 0; people && households && i < hzp_table_rows(table); i++) {
        if (isnan(people[i]) || isnan(households[i])) continue;
        if (households[i] > people[i]) {
            hzp_findings_add_row(model->findings, "households_over_people", table, i, "households", "value",
                                 hzp_text_of_number(households[i]), "people", hzp_text_of_number(people[i]), NULL);
        } else if (people[i] > 0) {
            check_household_size(model, table, i, people[i], households[i]);
        }
    }
}

/* ---- density ---- */

static void judge_density(const HzpModel *model, HzpTable *table, size_t row, double people, bool complete)
{
    double area = hzp_model_area_km2(model, hzp_table_geometry(table)[row]);
    double density = people / area;
    bool thin = complete && density < hzp_findings_parameter(model->findings, "density_out_of_range", "min");
    bool dense = density > hzp_findings_parameter(model->findings, "density_out_of_range", "max");
    if (!(area > 0) || isnan(people) || (!thin && !dense)) return;
    const char *text = hzp_text_of_number(density < 10 ? round(density * 100) / 100 : round(density));
    const char *size = hzp_text_of_number(area < 10 ? round(area * 100) / 100 : round(area));
    hzp_findings_add_row(model->findings, "density_out_of_range", table, row, NULL, "value", text, "people",
                         hzp_text_of_number(people), "area", size, NULL);
}

static void check_village_density(const HzpModel *model)
{
    const double *people = hzp_table_number(model->villages, "population");
    GEOSGeometry **geometry = hzp_table_geometry(model->villages);
    for (size_t i = 0; people && i < hzp_table_rows(model->villages) && hzp_run_check(model->run) == HZP_OK; i++) {
        if (people[i] > 0 && geometry[i] && hzp_geometry_is_polygonal(geometry[i]))
            judge_density(model, model->villages, i, people[i], true);
    }
}

/* People of a town are those of its villages; where some lack the figure, or there is no village, only too many can be told.
 */
static void check_town_density(const HzpModel *model)
{
    const double *people = hzp_table_number(model->villages, "population");
    if (!model->towns || !model->village_town || !people) return;
    size_t towns = hzp_table_rows(model->towns);
    g_autofree double *sums = g_new0(double, towns + 1);
    g_autofree bool *counted = g_new0(bool, towns + 1);
    g_autofree bool *lacks = g_new0(bool, towns + 1);
    for (size_t i = 0; i < hzp_table_rows(model->villages); i++) {
        long town = model->village_town[i];
        if (town < 0) continue;
        counted[town] = true;
        lacks[town] |= isnan(people[i]);
        sums[town] += isnan(people[i]) ? 0 : people[i];
    }
    for (size_t t = 0; t < towns; t++) {
        if (counted[t] && hzp_table_geometry(model->towns)[t]) judge_density(model, model->towns, t, sums[t], !lacks[t]);
    }
}

HzpStatus hzp_check_figures(HzpModel *model)
{
    static const char *const figures[] = {"population", "households", "property_wan_yuan"};
    if (!model->villages || !model->hazard_points) return HZP_OK;
    for (size_t i = 0; i < 2; i++)
        check_missing(model, model->villages, figures[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(figures); i++)
        check_missing(model, model->hazard_points, figures[i]);
    if (model->buildings) check_missing(model, model->buildings, "population");
    if (model->facilities) check_missing(model, model->facilities, "people");
    check_zero(model);
    check_households(model, model->villages);
    check_households(model, model->hazard_points);
    if (hzp_findings_wants(model->findings, "density_out_of_range")) {
        check_village_density(model);
        check_town_density(model);
    }
    return HZP_OK;
}
