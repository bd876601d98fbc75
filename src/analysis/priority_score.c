/* The score: each factor scaled to 0–1 over the region, weighted and added up; then cut into classes. */
#include <math.h>
#include <string.h>

#include "analysis/priority.h"
#include "base/message.h"
#include "base/vocabulary.h"
#include "hazplan/ahp.h"
#include "hazplan/classify.h"

enum { FACTORS = 6 };

static const struct {
    const char *name;         /* in priority.weights */
    const char *column;       /* of towns that holds the figure; NULL for the weighted density */
    const char *contribution; /* of towns that gets the weighted part */
} factors[FACTORS] = {{"hazard_density", NULL, "score_hazard_density"},
                      {"exposed_population", "exposed_population", "score_exposed_population"},
                      {"property", "registered_property_wan_yuan", "score_property"},
                      {"subsidence", "subsidence_share", "score_subsidence"},
                      {"susceptibility", "high_susceptibility_share", "score_susceptibility"},
                      {"key_town", "key_town", "score_key_town"}};

static int factor_named(const char *name)
{
    for (int f = 0; f < FACTORS; f++) {
        if (name && strcmp(factors[f].name, name) == 0) return f;
    }
    return -1;
}

/* ---- weights ---- */

static HzpStatus weights_from_mapping(const HzpYamlNode *mapping, double weights[FACTORS])
{
    for (size_t i = 0; i < hzp_yaml_count(mapping); i++) {
        int factor = factor_named(hzp_yaml_key(mapping, i));
        if (factor < 0) return hzp_yaml_fail(hzp_yaml_item(mapping, i), "priority_factor_unknown", NULL, NULL);
        HZP_TRY(hzp_yaml_read_number(hzp_yaml_item(mapping, i), 0, 1e6, &weights[factor]));
    }
    return HZP_OK;
}

/* "3", "0.333" or "1/3". */
static HzpStatus read_ratio(const HzpYamlNode *node, double *value)
{
    const char *text = hzp_yaml_text(node);
    g_auto(GStrv) parts = g_strsplit(text ? text : "", "/", 2);
    double terms[2] = {NAN, 1};
    for (int i = 0; parts[i] && i < 2; i++) {
        char *end = NULL;
        terms[i] = g_ascii_strtod(parts[i], &end);
        if (end == parts[i] || *end) return hzp_yaml_fail(node, "yaml_not_number", "value", text);
    }
    *value = terms[0] / terms[1];
    return isfinite(*value) ? HZP_OK : hzp_yaml_fail(node, "yaml_not_number", "value", text ? text : "…");
}

/* priority: {ahp: {factors: [hazard_density, …], matrix: [[1, 3], [1/3, 1]]}} */
static HzpStatus weights_from_ahp(const HzpYamlNode *ahp, double weights[FACTORS])
{
    static const char *const keys[] = {"factors", "matrix", NULL};
    HZP_TRY(hzp_yaml_check_keys(ahp, keys));
    const HzpYamlNode *names = hzp_yaml_get(ahp, "factors");
    const HzpYamlNode *rows = hzp_yaml_get(ahp, "matrix");
    size_t n = hzp_yaml_count(names);
    double matrix[HZP_AHP_MAX * HZP_AHP_MAX];
    double result[HZP_AHP_MAX];
    double ratio = 0;
    if (n < 1 || n > FACTORS || hzp_yaml_count(rows) != n) return hzp_yaml_fail(ahp, "ahp_shape", NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        const HzpYamlNode *row = hzp_yaml_item(rows, i);
        if (hzp_yaml_count(row) != n) return hzp_yaml_fail(row, "ahp_shape", NULL, NULL);
        for (size_t j = 0; j < n; j++)
            HZP_TRY(read_ratio(hzp_yaml_item(row, j), &matrix[i * n + j]));
    }
    HZP_TRY(hzp_ahp_weights(matrix, n, result, &ratio));
    if (!(ratio < 0.1)) return hzp_yaml_fail(ahp, "ahp_inconsistent", "ratio", hzp_text_of_number(ratio));
    for (int f = 0; f < FACTORS; f++)
        weights[f] = 0;
    for (size_t i = 0; i < n; i++) {
        int factor = factor_named(hzp_yaml_text(hzp_yaml_item(names, i)));
        if (factor < 0) return hzp_yaml_fail(hzp_yaml_item(names, i), "priority_factor_unknown", NULL, NULL);
        weights[factor] = result[i];
    }
    return HZP_OK;
}

static HzpStatus read_weights(const HzpProject *project, double weights[FACTORS])
{
    const HzpYamlNode *ahp = hzp_project_own(project, "priority.ahp");
    if (ahp) return weights_from_ahp(ahp, weights);
    for (int f = 0; f < FACTORS; f++)
        weights[f] = 0;
    return weights_from_mapping(hzp_project_node(project, "priority.weights"), weights);
}

/* ---- factors ---- */

static void hazard_density(const HzpAnalysis *analysis, double *values)
{
    HzpTable *towns = analysis->model->towns;
    const double *area = hzp_table_number(towns, "area_km2");
    for (size_t i = 0; i < hzp_table_rows(towns); i++)
        values[i] = 0;
    for (size_t g = 0; g <= hzp_vocabulary_count("grade"); g++) {
        const char *code = g < hzp_vocabulary_count("grade") ? hzp_vocabulary_code("grade", g) : "ungraded";
        g_autofree char *column = g_strconcat("count_", code, NULL);
        g_autofree char *parameter = g_strconcat("priority.grade_points.", code, NULL);
        const double *count = hzp_table_number(towns, column);
        double points = hzp_project_number(analysis->project, parameter);
        for (size_t i = 0; i < hzp_table_rows(towns); i++)
            values[i] += count[i] * points;
    }
    for (size_t i = 0; i < hzp_table_rows(towns); i++)
        values[i] = area[i] > 0 ? values[i] / area[i] : NAN;
}

static double transformed(const char *transform, double value)
{
    if (strcmp(transform, "sqrt") == 0) return sqrt(value);
    if (strcmp(transform, "log") == 0) return log1p(value);
    return value;
}

/* Scale to 0–1 by least and greatest of the region; false when the region has no such figure at all. */
static bool scale(const HzpAnalysis *analysis, double *values, size_t n)
{
    const char *transform = hzp_project_text(analysis->project, "priority.transform");
    double least = INFINITY;
    double most = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        if (isnan(values[i])) continue;
        values[i] = transformed(transform, values[i]);
        least = fmin(least, values[i]);
        most = fmax(most, values[i]);
    }
    if (least > most) return false;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(values[i])) values[i] = most > least ? (values[i] - least) / (most - least) : 0;
    }
    return true;
}

static bool load_factor(const HzpAnalysis *analysis, int factor, double *values)
{
    HzpTable *towns = analysis->model->towns;
    size_t n = hzp_table_rows(towns);
    if (!factors[factor].column) {
        hazard_density(analysis, values);
    } else {
        const double *figures = hzp_table_number(towns, factors[factor].column);
        if (!figures) return false;
        memcpy(values, figures, n * sizeof *values);
    }
    return scale(analysis, values, n);
}

/* Weighted sum; weights of figures that are missing go to the others, and a finding says so. */
static void add_up(HzpAnalysis *analysis, double *const scaled[FACTORS], const double weights[FACTORS])
{
    HzpTable *towns = analysis->model->towns;
    double *score = hzp_table_add_number(towns, "priority_score", HZP_COLUMN_REAL);
    double *parts[FACTORS];
    for (int f = 0; f < FACTORS; f++)
        parts[f] = hzp_table_add_number(towns, factors[f].contribution, HZP_COLUMN_REAL);
    for (size_t i = 0; i < hzp_table_rows(towns); i++) {
        double total = 0;
        for (int f = 0; f < FACTORS; f++) {
            if (scaled[f] && !isnan(scaled[f][i])) {
                total += weights[f];
            } else if (scaled[f] && weights[f] > 0) {
                hzp_findings_add(analysis->findings, "score_figure_missing", "towns", hzp_row_label(towns, i),
                                 factors[f].name, NULL);
            }
        }
        if (total <= 0) continue;
        score[i] = 0;
        for (int f = 0; f < FACTORS; f++) {
            if (!scaled[f] || isnan(scaled[f][i])) continue;
            parts[f][i] = scaled[f][i] * weights[f] / total;
            score[i] += parts[f][i];
        }
    }
}

/* ---- classes ---- */

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

/* Class the towns of one county (or of the whole region with county -2) by the limits of their scores. */
static HzpStatus class_towns(HzpAnalysis *analysis, long county, const double *region_limits)
{
    HzpTable *towns = analysis->model->towns;
    const double *score = hzp_table_number(towns, "priority_score");
    const char **class = hzp_table_add_text(towns, "priority_class_computed");
    const char **rule = hzp_table_add_text(towns, "priority_rule");
    const char *method = hzp_project_text(analysis->project, "priority.method");
    g_autofree double *scores = g_new(double, hzp_table_rows(towns) + 1);
    double lower[HZP_CLASSES];
    size_t n = 0;
    for (size_t i = 0; i < hzp_table_rows(towns); i++) {
        if ((county == -2 || analysis->model->town_county[i] == county) && !isnan(score[i])) scores[n++] = score[i];
    }
    bool jenks = strcmp(method, "jenks") == 0;
    if (n == 0) return HZP_OK;
    if (jenks && distinct(scores, n) < HZP_CLASSES) {
        /* Too few different scores to part: a small county is judged by the region's limits. */
        if (!region_limits) return HZP_OK;
        memcpy(lower, region_limits, sizeof lower);
    } else {
        HZP_TRY(limits_of(analysis, scores, n, lower));
    }
    for (size_t i = 0; i < hzp_table_rows(towns); i++) {
        if ((county != -2 && analysis->model->town_county[i] != county) || isnan(score[i])) continue;
        size_t position = hzp_class_of(score[i], lower, HZP_CLASSES);
        g_autofree char *text = g_strdup_printf("%s:score>=%s", method, hzp_text_of_number(lower[position]));
        class[i] = hzp_class_code(position);
        rule[i] = hzp_table_keep(towns, text);
    }
    return HZP_OK;
}

static HzpStatus class_all(HzpAnalysis *analysis)
{
    HzpTable *towns = analysis->model->towns;
    const double *score = hzp_table_number(towns, "priority_score");
    if (strcmp(hzp_project_text(analysis->project, "priority.scope"), "county") != 0) {
        HZP_TRY(class_towns(analysis, -2, NULL));
    } else {
        double lower[HZP_CLASSES];
        g_autofree double *scores = g_new(double, hzp_table_rows(towns) + 1);
        size_t n = 0;
        for (size_t i = 0; i < hzp_table_rows(towns); i++) {
            if (!isnan(score[i])) scores[n++] = score[i];
        }
        bool region = distinct(scores, n) >= HZP_CLASSES;
        if (region) HZP_TRY(limits_of(analysis, scores, n, lower));
        for (long county = -1; county < (long)hzp_table_rows(analysis->model->counties); county++)
            HZP_TRY(class_towns(analysis, county, region ? lower : NULL));
    }
    const char **class = hzp_table_text(towns, "priority_class_computed");
    for (size_t i = 0; i < hzp_table_rows(towns); i++) {
        if (!class || !class[i])
            hzp_findings_add(analysis->findings, "town_unclassed", "towns", hzp_row_label(towns, i), "priority_class", NULL);
    }
    return HZP_OK;
}

HzpStatus hzp_priority_score(HzpAnalysis *analysis)
{
    size_t n = hzp_table_rows(analysis->model->towns);
    double weights[FACTORS];
    double *scaled[FACTORS] = {NULL};
    HZP_TRY(read_weights(analysis->project, weights));
    for (int f = 0; f < FACTORS; f++) {
        scaled[f] = g_new(double, n + 1);
        if (load_factor(analysis, f, scaled[f])) continue;
        if (weights[f] > 0)
            hzp_findings_add(analysis->findings, "score_factor_missing", "towns", NULL, factors[f].name, NULL);
        g_free(scaled[f]);
        scaled[f] = NULL;
    }
    add_up(analysis, scaled, weights);
    for (int f = 0; f < FACTORS; f++)
        g_free(scaled[f]);
    return class_all(analysis);
}
