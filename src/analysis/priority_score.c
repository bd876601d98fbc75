/* The score: each factor scaled to 0–1 over the region, weighted and added up, and how much it hangs on the weights. */
#include <math.h>
#include <string.h>

#include "analysis/priority.h"
#include "base/message.h"
#include "base/vocabulary.h"
#include "hazplan/ahp.h"

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
static HzpStatus weights_from_ahp(const HzpYamlNode *ahp, double weights[FACTORS], double *consistency_ratio)
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
    *consistency_ratio = ratio;
    if (!(ratio < 0.1)) return hzp_yaml_fail(ahp, "ahp_inconsistent", "ratio", hzp_text_of_number(ratio));
    for (int f = 0; f < FACTORS; f++)
        weights[f] = 0;
    for (size_t i = 0; i < n; i++) {
        int factor = factor_named(hzp_yaml_text(hzp_yaml_item(names, i)));
        if (factor < 0) return hzp_yaml_fail(hzp_yaml_item(names, i), "priority_factor_unknown", NULL, NULL);
        /* The second weight would replace the first, and all would add up to less than 1. */
        if (weights[factor] > 0)
            return hzp_yaml_fail(hzp_yaml_item(names, i), "ahp_factor_twice", "value", factors[factor].name);
        weights[factor] = result[i];
    }
    return HZP_OK;
}

static HzpStatus read_weights(const HzpProject *project, double weights[FACTORS], double *consistency_ratio)
{
    const HzpYamlNode *ahp = hzp_project_own(project, "priority.ahp");
    if (ahp) return weights_from_ahp(ahp, weights, consistency_ratio);
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

/* ---- scores ---- */

typedef struct {
    double weights[FACTORS];
    double *scaled[FACTORS]; /* NULL where the project has no such figures */
    size_t n;
} Factors;

/* Weighted sum of a town's factors; the weights of missing figures go to the others. NaN when it has none. With `parts` the
 * contributions that add up to it. */
static double score_of(const Factors *all, size_t town, const double weights[FACTORS], double *parts)
{
    double total = 0;
    double score = 0;
    for (int f = 0; f < FACTORS; f++) {
        if (all->scaled[f] && !isnan(all->scaled[f][town])) total += weights[f];
    }
    if (total <= 0) return NAN;
    for (int f = 0; f < FACTORS; f++) {
        if (!all->scaled[f] || isnan(all->scaled[f][town])) continue;
        double part = all->scaled[f][town] * weights[f] / total;
        if (parts) parts[f] = part;
        score += part;
    }
    return score;
}

static void store_scores(HzpAnalysis *analysis, const Factors *all)
{
    HzpTable *towns = analysis->model->towns;
    double *score = hzp_table_add_number(towns, "priority_score", HZP_COLUMN_REAL);
    double *columns[FACTORS];
    for (int f = 0; f < FACTORS; f++)
        columns[f] = hzp_table_add_number(towns, factors[f].contribution, HZP_COLUMN_REAL);
    for (size_t i = 0; i < all->n; i++) {
        double parts[FACTORS] = {NAN, NAN, NAN, NAN, NAN, NAN};
        score[i] = score_of(all, i, all->weights, parts);
        for (int f = 0; f < FACTORS; f++) {
            columns[f][i] = parts[f];
            if (all->scaled[f] && isnan(all->scaled[f][i]) && all->weights[f] > 0)
                hzp_findings_add_row(analysis->findings, "score_figure_missing", towns, i, factors[f].name, NULL);
        }
    }
}

static HzpStatus store_classes(HzpAnalysis *analysis)
{
    HzpTable *towns = analysis->model->towns;
    size_t n = hzp_table_rows(towns);
    const char **class = hzp_table_add_text(towns, "priority_class_computed");
    const char **rule = hzp_table_add_text(towns, "priority_rule");
    const char *method = hzp_project_text(analysis->project, "priority.method");
    g_autofree int *position = g_new(int, n + 1);
    g_autofree double *limit = g_new(double, n + 1);
    HZP_TRY(hzp_priority_classes(analysis, hzp_table_number(towns, "priority_score"), position, limit));
    for (size_t i = 0; i < n; i++) {
        if (position[i] < 0) {
            hzp_findings_add_row(analysis->findings, "town_unclassed", towns, i, "priority_class", NULL);
            continue;
        }
        g_autofree char *text = g_strdup_printf("%s:score>=%s", method, hzp_text_of_number(limit[i]));
        class[i] = hzp_class_code((size_t)position[i]);
        rule[i] = hzp_table_keep(towns, text);
    }
    return HZP_OK;
}

/* ---- sensitivity ---- */

/* How many towns change class when one weight is 10 % less or more and all are scaled to add up again. */
static HzpStatus store_sensitivity(HzpAnalysis *analysis, const Factors *all)
{
    static const double changes[] = {-10, 10};
    HzpTable *towns = analysis->model->towns;
    HzpTable *table = analysis->sensitivity;
    g_autofree int *base = g_new(int, all->n + 1);
    g_autofree int *moved = g_new(int, all->n + 1);
    g_autofree double *limit = g_new(double, all->n + 1);
    g_autofree double *scores = g_new(double, all->n + 1);
    HZP_TRY(hzp_priority_classes(analysis, hzp_table_number(towns, "priority_score"), base, limit));
    double sum = 0;
    for (int f = 0; f < FACTORS; f++)
        sum += all->weights[f];
    for (int f = 0; f < FACTORS; f++) {
        for (size_t c = 0; c < G_N_ELEMENTS(changes) && all->scaled[f] && all->weights[f] > 0; c++) {
            double weights[FACTORS];
            double count = 0;
            memcpy(weights, all->weights, sizeof weights);
            weights[f] *= 1 + changes[c] / 100;
            for (size_t i = 0; i < all->n; i++)
                scores[i] = score_of(all, i, weights, NULL);
            HZP_TRY(hzp_priority_classes(analysis, scores, moved, limit));
            for (size_t i = 0; i < all->n; i++)
                count += moved[i] != base[i];
            size_t row = hzp_table_append(table);
            hzp_table_set_text(table, "factor", row, factors[f].name);
            hzp_table_set_number(table, "weight", row, all->weights[f] / sum);
            hzp_table_set_number(table, "weight_change_percent", row, changes[c]);
            hzp_table_set_number(table, "towns_changed", row, count);
        }
    }
    return HZP_OK;
}

static void make_sensitivity(HzpAnalysis *analysis)
{
    analysis->sensitivity = hzp_table_new("score_sensitivity", 0);
    hzp_table_add_text(analysis->sensitivity, "factor");
    hzp_table_add_number(analysis->sensitivity, "weight", HZP_COLUMN_REAL);
    hzp_table_add_number(analysis->sensitivity, "weight_change_percent", HZP_COLUMN_REAL);
    hzp_table_add_number(analysis->sensitivity, "towns_changed", HZP_COLUMN_INTEGER);
}

static void keep_weight(HzpTable *table, const char *name, double value)
{
    g_autofree char *key = g_strconcat("priority.", name, NULL);
    size_t row = hzp_table_append(table);
    hzp_table_set_text(table, "key", row, key);
    hzp_table_set_number(table, "value", row, value);
}

/* For the table `parameters`: what was really used, which a list of defaults and overrides alone does not tell. */
static void keep_weights(HzpAnalysis *analysis, const double weights[FACTORS], double consistency_ratio)
{
    double sum = 0;
    analysis->weights_used = hzp_table_new("weights_used", 0);
    hzp_table_add_text(analysis->weights_used, "key");
    hzp_table_add_number(analysis->weights_used, "value", HZP_COLUMN_REAL);
    for (int f = 0; f < FACTORS; f++)
        sum += weights[f];
    for (int f = 0; f < FACTORS && sum > 0; f++) {
        g_autofree char *name = g_strconcat("weight_used.", factors[f].name, NULL);
        keep_weight(analysis->weights_used, name, weights[f] / sum);
    }
    if (!isnan(consistency_ratio)) keep_weight(analysis->weights_used, "ahp.consistency_ratio", consistency_ratio);
}

HzpStatus hzp_priority_score(HzpAnalysis *analysis)
{
    Factors all = {.n = hzp_table_rows(analysis->model->towns)};
    make_sensitivity(analysis);
    double consistency_ratio = NAN;
    HZP_TRY(read_weights(analysis->project, all.weights, &consistency_ratio));
    keep_weights(analysis, all.weights, consistency_ratio);
    for (int f = 0; f < FACTORS; f++) {
        all.scaled[f] = g_new(double, all.n + 1);
        if (load_factor(analysis, f, all.scaled[f])) continue;
        if (all.weights[f] > 0)
            hzp_findings_add(analysis->findings, "score_factor_missing", "towns", NULL, factors[f].name, NULL);
        g_free(all.scaled[f]);
        all.scaled[f] = NULL;
    }
    store_scores(analysis, &all);
    HzpStatus status = store_classes(analysis);
    if (status == HZP_OK) status = store_sensitivity(analysis, &all);
    for (int f = 0; f < FACTORS; f++)
        g_free(all.scaled[f]);
    return status;
}
