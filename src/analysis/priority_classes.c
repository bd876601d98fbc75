/* Scores cut into classes: natural breaks, quantiles or fixed limits, over the region or within each county. */
#include <math.h>
#include <string.h>

#include "analysis/priority.h"
#include "hazplan/classify.h"

static size_t distinct(const double *values, size_t n)
{
    size_t found = 0;
    for (size_t i = 0; i < n && found < HZP_CLASSES; i++) {
        bool earlier = false;
        for (size_t j = 0; j < i; j++)
            earlier |= values[j] == values[i];
        found += !earlier;
    }
    return found;
}

static HzpStatus limits_of(const HzpAnalysis *analysis, const double *scores, size_t n, double lower[HZP_CLASSES])
{
    const char *method = hzp_project_text(analysis->project, "priority.method");
    lower[HZP_CLASS_GENERAL] = 0;
    if (strcmp(method, "jenks") == 0) return hzp_jenks_breaks(scores, n, HZP_CLASSES, lower);
    if (strcmp(method, "quantile") == 0) {
        double shares[HZP_CLASSES] = {0, hzp_project_number(analysis->project, "priority.quantiles.secondary"),
                                      hzp_project_number(analysis->project, "priority.quantiles.key")};
        return hzp_quantile_breaks(scores, n, shares, HZP_CLASSES, lower);
    }
    lower[HZP_CLASS_SECONDARY] = hzp_project_number(analysis->project, "priority.fixed_limits.secondary");
    lower[HZP_CLASS_KEY] = hzp_project_number(analysis->project, "priority.fixed_limits.key");
    return HZP_OK;
}

/* Class the towns of one county, or of the whole region with ANY_COUNTY. */
enum { ANY_COUNTY = -2 };

static bool takes_part(const HzpAnalysis *analysis, long county, const double *scores, size_t town)
{
    return !isnan(scores[town]) && (county == ANY_COUNTY || analysis->model->town_county[town] == county);
}

/* Limits of the towns that take part; false where too few different scores are there to be parted. */
static HzpStatus county_limits(const HzpAnalysis *analysis, long county, const double *scores, double lower[HZP_CLASSES],
                               bool *found)
{
    size_t rows = hzp_table_rows(analysis->model->towns);
    g_autofree double *chosen = g_new(double, rows + 1);
    size_t n = 0;
    for (size_t i = 0; i < rows; i++) {
        if (takes_part(analysis, county, scores, i)) chosen[n++] = scores[i];
    }
    bool jenks = strcmp(hzp_project_text(analysis->project, "priority.method"), "jenks") == 0;
    *found = n > 0 && !(jenks && distinct(chosen, n) < HZP_CLASSES);
    return *found ? limits_of(analysis, chosen, n, lower) : HZP_OK;
}

HzpStatus hzp_priority_classes(const HzpAnalysis *analysis, const double *scores, int *position, double *limit)
{
    size_t rows = hzp_table_rows(analysis->model->towns);
    bool by_county = strcmp(hzp_project_text(analysis->project, "priority.scope"), "county") == 0;
    double region[HZP_CLASSES];
    bool region_found = false;
    HZP_TRY(county_limits(analysis, ANY_COUNTY, scores, region, &region_found));
    for (size_t i = 0; i < rows; i++) {
        position[i] = -1;
        limit[i] = NAN;
    }
    long first = by_county ? -1 : ANY_COUNTY;
    long last = by_county ? (long)hzp_table_rows(analysis->model->counties) - 1 : ANY_COUNTY;
    for (long county = first; county <= last; county++) {
        double lower[HZP_CLASSES];
        bool found = false;
        HZP_TRY(county_limits(analysis, county, scores, lower, &found));
        /* A county with too few different scores is judged by the region's limits. */
        if (!found && !region_found) continue;
        const double *used = found ? lower : region;
        for (size_t i = 0; i < rows; i++) {
            if (!takes_part(analysis, county, scores, i)) continue;
            position[i] = (int)hzp_class_of(scores[i], used, HZP_CLASSES);
            limit[i] = used[position[i]];
        }
    }
    return HZP_OK;
}
