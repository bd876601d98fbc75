/* Ordered rules: the first line that fits a town decides its class. */
#include <math.h>
#include <string.h>

#include "analysis/priority.h"
#include "base/vocabulary.h"

/* A figure that the region does not have at all, or that a town lacks, fits no condition: missing is not nought. */
static HzpStatus fits_condition(HzpTable *towns, size_t town, const HzpYamlNode *condition, bool *fits)
{
    static const char *const keys[] = {"figure", "at_least", "above", NULL};
    double at_least = NAN;
    double above = NAN;
    const char *figure = NULL;
    HZP_TRY(hzp_yaml_check_keys(condition, keys));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(condition, "figure"), &figure));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(condition, "at_least"), -1e15, 1e15, &at_least));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(condition, "above"), -1e15, 1e15, &above));
    if (!figure || (isnan(at_least) && isnan(above))) return hzp_yaml_fail(condition, "rule_incomplete", NULL, NULL);
    const double *values = hzp_table_number(towns, figure);
    *fits = values && (isnan(at_least) || values[town] >= at_least) && (isnan(above) || values[town] > above) &&
            !isnan(values[town]);
    return HZP_OK;
}

static HzpStatus fits_rule(HzpTable *towns, size_t town, const HzpYamlNode *rule, bool *fits)
{
    const HzpYamlNode *any = hzp_yaml_get(rule, "any");
    const HzpYamlNode *all = hzp_yaml_get(rule, "all");
    bool one = hzp_yaml_count(any) == 0;
    bool every = true;
    for (size_t i = 0; i < hzp_yaml_count(any); i++) {
        bool fit = false;
        HZP_TRY(fits_condition(towns, town, hzp_yaml_item(any, i), &fit));
        one |= fit;
    }
    for (size_t i = 0; i < hzp_yaml_count(all); i++) {
        bool fit = false;
        HZP_TRY(fits_condition(towns, town, hzp_yaml_item(all, i), &fit));
        every &= fit;
    }
    *fits = one && every;
    return HZP_OK;
}

static HzpStatus decide(HzpTable *towns, size_t town, const HzpYamlNode *rules)
{
    static const char *const keys[] = {"id", "class", "any", "all", NULL};
    for (size_t i = 0; i < hzp_yaml_count(rules); i++) {
        const HzpYamlNode *rule = hzp_yaml_item(rules, i);
        const char *class = hzp_yaml_text(hzp_yaml_get(rule, "class"));
        const char *id = hzp_yaml_text(hzp_yaml_get(rule, "id"));
        bool fits = false;
        HZP_TRY(hzp_yaml_check_keys(rule, keys));
        if (!id || hzp_vocabulary_index("priority_class", class) < 0)
            return hzp_yaml_fail(rule, "rule_incomplete", NULL, NULL);
        HZP_TRY(fits_rule(towns, town, rule, &fits));
        if (!fits) continue;
        g_autofree char *text = g_strconcat("rules:", id, NULL);
        hzp_table_set_text(towns, "priority_class_computed", town, class);
        hzp_table_set_text(towns, "priority_rule", town, text);
        return HZP_OK;
    }
    return HZP_OK;
}

HzpStatus hzp_priority_rules(HzpAnalysis *analysis)
{
    HzpTable *towns = analysis->model->towns;
    const HzpYamlNode *rules = hzp_yaml_root(analysis->project->rules_file);
    hzp_table_add_text(towns, "priority_class_computed");
    hzp_table_add_text(towns, "priority_rule");
    if (!hzp_yaml_is_sequence(rules)) return hzp_yaml_fail(rules, "rule_incomplete", NULL, NULL);
    for (size_t i = 0; i < hzp_table_rows(towns); i++) {
        HZP_TRY(decide(towns, i, rules));
        if (!hzp_table_text(towns, "priority_class_computed")[i])
            hzp_findings_add_row(analysis->findings, "town_unclassed", towns, i, "priority_class", NULL);
    }
    return HZP_OK;
}
