#include "analysis/exposed_sums.h"

#include <math.h>

#include "analysis/population_raster.h"
#include "base/message.h"

/* ---- cases ---- */

/* Outlines of circles are needed wherever a share of area, or of a raster, is taken. */
static bool needs_outlines(const HzpAnalysis *analysis)
{
    return analysis->village_units.polygons || analysis->building_units.polygons ||
           hzp_project_layer(analysis->project, "population");
}

HzpStatus hzp_exposure_case_begin(HzpAnalysis *analysis, double radius_factor, HzpExposureCase *made)
{
    const HzpZoneRows rows = {analysis->run,         analysis->model,       hzp_table_rows(analysis->hazard_zones),
                              analysis->zone_hazard, analysis->zone_planar, hzp_table_geometry(analysis->hazard_zones)};
    for (size_t z = 0; z < rows.n; z++) {
        if (!rows.planar[z])
            return hzp_fail(HZP_E_GEOMETRY, "geometry_row_failed", "layer", "hazard_zones", "feature",
                            hzp_row_label(analysis->hazard_zones, z), "reason", hzp_geos_message(), NULL);
    }
    made->radius_factor = radius_factor;
    return hzp_zone_arrays_make(&rows, radius_factor, needs_outlines(analysis), &made->zones);
}

void hzp_exposure_case_end(HzpExposureCase *made)
{
    hzp_zone_arrays_clear(&made->zones);
    g_clear_pointer(&made->village_share, g_free);
    g_clear_pointer(&made->building_share, g_free);
    g_clear_pointer(&made->village_raster, g_free);
    g_clear_pointer(&made->raster, hzp_raster_figures_free);
}

HzpStatus hzp_exposure_case_compute(HzpAnalysis *analysis, const HzpExposureCase *made, const HzpUnitArrays *units,
                                    bool pairs, HzpExposureResult **result)
{
    const HzpExposureQuestion question = {.units = &units->units,
                                          .zones = &made->zones.zones,
                                          .ellipsoid = &analysis->model->crs,
                                          .radius_factor = 1, /* the zones of the case hold its radii */
                                          .minimum_share =
                                              fmax(1e-12, hzp_project_number(analysis->project, "hazard.minimum_share")),
                                          .want_shares = true,
                                          .want_pairs = pairs};
    return hzp_exposure_compute(analysis->run, &question, result);
}

/* ---- sums ---- */

static void add_unit(HzpExposureSum *sum, double people, double households, double share)
{
    sum->units++;
    if (isnan(people)) {
        sum->people_missing++;
    } else {
        hzp_exact_sum_add(&sum->people, people * share);
    }
    if (isnan(households)) {
        sum->households_missing++;
    } else {
        hzp_exact_sum_add(&sum->households, households * share);
    }
}

void hzp_exposed_add(HzpExposureSum *sum, HzpTable *units, size_t row, double share)
{
    add_unit(sum, hzp_table_number(units, "population")[row], hzp_table_number(units, "households")[row], share);
}

void hzp_exposed_sums(HzpTable *units, const double *shares, int group, const long *region, size_t n_regions,
                      HzpExposureSum *sums)
{
    const double *people = hzp_table_number(units, "population");
    const double *households = hzp_table_number(units, "households");
    size_t groups = (size_t)hzp_exposure_groups();
    memset(sums, 0, (region ? n_regions : 1) * sizeof *sums);
    for (size_t i = 0; i < hzp_table_rows(units); i++) {
        double share = shares[i * groups + (size_t)group];
        if (!(share > 0) || (region && region[i] < 0)) continue;
        add_unit(&sums[region ? region[i] : 0], people[i], households[i], share);
    }
}

static double value_of(const HzpExposureSum *sum, const HzpExactSum *known, uint64_t missing)
{
    return sum->units > 0 && missing == sum->units ? NAN : hzp_exact_sum_value(known);
}

double hzp_exposed_value(const HzpExposureSum *sum) { return value_of(sum, &sum->people, sum->people_missing); }

double hzp_exposed_households(const HzpExposureSum *sum) { return value_of(sum, &sum->households, sum->households_missing); }

/* ---- nobody gets lost ---- */

static void add_part(HzpExactSum *all, HzpExactSum *safe, HzpExactSum *unplaced, double figure, double share)
{
    if (isnan(figure)) return;
    hzp_exact_sum_add(all, figure);
    hzp_exact_sum_add(isnan(share) ? unplaced : safe, isnan(share) ? figure : figure * (1 - share));
}

HzpUnexposed hzp_exposure_unexposed(HzpTable *units, const double *shares)
{
    HzpUnexposed sums = {0};
    const double *people = hzp_table_number(units, "population");
    const double *households = hzp_table_number(units, "households");
    size_t groups = (size_t)hzp_exposure_groups();
    for (size_t i = 0; i < hzp_table_rows(units); i++) {
        double share = shares[i * groups];
        add_part(&sums.people_all, &sums.people_safe, &sums.people_unplaced, people[i], share);
        add_part(&sums.households_all, &sums.households_safe, &sums.households_unplaced, households[i], share);
    }
    return sums;
}

/* The classes come from areas by depth, the rest from the areas of the union: they agree but for rounding. */
static HzpStatus check(HzpTable *units, const char *figure, HzpExactSum found, HzpExactSum all)
{
    double expected = hzp_exact_sum_value(&all);
    double sum = hzp_exact_sum_value(&found);
    if (fabs(sum - expected) <= 1e-9 * expected) return HZP_OK;
    return hzp_fail(HZP_E_INTERNAL, "people_lost", "layer", hzp_table_name(units), "figure", figure, "sum",
                    hzp_text_of_value(sum), "all", hzp_text_of_value(expected), NULL);
}

HzpStatus hzp_exposure_check_sums(HzpTable *units, const double *shares, const HzpExposureSum *depth)
{
    HzpUnexposed rest = hzp_exposure_unexposed(units, shares);
    HzpExactSum people = rest.people_safe;
    HzpExactSum households = rest.households_safe;
    hzp_exact_sum_merge(&people, &rest.people_unplaced);
    hzp_exact_sum_merge(&households, &rest.households_unplaced);
    for (int d = 0; d < HZP_COVER_DEPTHS; d++) {
        hzp_exact_sum_merge(&people, &depth[d].people);
        hzp_exact_sum_merge(&households, &depth[d].households);
    }
    HZP_TRY(check(units, "population", people, rest.people_all));
    return check(units, "households", households, rest.households_all);
}
