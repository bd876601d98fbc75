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

/* Towns that have a score, those of one county together: rows[first[c]] to rows[first[c + 1] - 1] are those of county c - 1,
 * in rising order; the first group is that of towns without a county. */
typedef struct {
    size_t *rows;
    size_t *first;
    size_t groups;
} Grouped;

static Grouped group_towns(const HzpAnalysis *analysis, const double *scores, bool by_county)
{
    size_t n = hzp_table_rows(analysis->model->towns);
    Grouped grouped = {g_new(size_t, n + 1), NULL, by_county ? hzp_table_rows(analysis->model->counties) + 1 : 1};
    grouped.first = g_new0(size_t, grouped.groups + 1);
    const long *county = analysis->model->town_county;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(scores[i])) grouped.first[by_county ? (size_t)(county[i] + 1) + 1 : 1]++;
    }
    for (size_t g = 0; g < grouped.groups; g++)
        grouped.first[g + 1] += grouped.first[g];
    g_autofree size_t *next = g_memdup2(grouped.first, (grouped.groups + 1) * sizeof *next);
    for (size_t i = 0; i < n; i++) {
        if (!isnan(scores[i])) grouped.rows[next[by_county ? (size_t)(county[i] + 1) : 0]++] = i;
    }
    return grouped;
}

static void grouped_clear(Grouped *grouped)
{
    g_free(grouped->rows);
    g_free(grouped->first);
}

/* Limits of some towns; *found is false where too few different scores are there to be parted. */
static HzpStatus limits_of_towns(const HzpAnalysis *analysis, const size_t *rows, size_t n, const double *scores,
                                 double lower[HZP_CLASSES], bool *found)
{
    g_autofree double *chosen = g_new(double, n + 1);
    for (size_t i = 0; i < n; i++)
        chosen[i] = scores[rows[i]];
    bool jenks = strcmp(hzp_project_text(analysis->project, "priority.method"), "jenks") == 0;
    *found = n > 0 && !(jenks && distinct(chosen, n) < HZP_CLASSES);
    return *found ? limits_of(analysis, chosen, n, lower) : HZP_OK;
}

static HzpStatus class_groups(const HzpAnalysis *analysis, const Grouped *grouped, const double *scores, int *position,
                              double *limit)
{
    double region[HZP_CLASSES];
    bool region_found = false;
    size_t all = grouped->first[grouped->groups];
    HZP_TRY(limits_of_towns(analysis, grouped->rows, all, scores, region, &region_found));
    for (size_t g = 0; g < grouped->groups; g++) {
        const size_t *rows = grouped->rows + grouped->first[g];
        size_t n = grouped->first[g + 1] - grouped->first[g];
        double lower[HZP_CLASSES];
        bool found = false;
        if (grouped->groups > 1) HZP_TRY(limits_of_towns(analysis, rows, n, scores, lower, &found));
        /* A county with too few different scores is judged by the region's limits. */
        if (!found && !region_found) continue;
        const double *used = found ? lower : region;
        for (size_t i = 0; i < n; i++) {
            position[rows[i]] = (int)hzp_class_of(scores[rows[i]], used, HZP_CLASSES);
            limit[rows[i]] = used[position[rows[i]]];
        }
    }
    return HZP_OK;
}

HzpStatus hzp_priority_classes(const HzpAnalysis *analysis, const double *scores, int *position, double *limit)
{
    bool by_county = strcmp(hzp_project_text(analysis->project, "priority.scope"), "county") == 0;
    HZP_TRY(hzp_run_check(analysis->run));
    for (size_t i = 0; i < hzp_table_rows(analysis->model->towns); i++) {
        position[i] = -1;
        limit[i] = NAN;
    }
    Grouped grouped = group_towns(analysis, scores, by_county);
    HzpStatus status = class_groups(analysis, &grouped, scores, position, limit);
    grouped_clear(&grouped);
    return status;
}
