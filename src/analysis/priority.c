#include "analysis/priority.h"

#include <string.h>

#include "base/message.h"
#include "base/place_name.h"
#include "base/vocabulary.h"

const char *hzp_class_code(size_t position)
{
    static const char *const codes[HZP_CLASSES] = {"general", "secondary", "key"};
    return position < HZP_CLASSES ? codes[position] : NULL;
}

/* An expert's word goes before the computed class, which stays beside it. */
static HzpStatus apply_overrides(HzpAnalysis *analysis)
{
    HzpTable *towns = analysis->model->towns;
    const HzpYamlNode *overrides = hzp_project_own(analysis->project, "priority.override");
    const char **names = hzp_table_text(towns, "name");
    const char **counties = hzp_table_text(towns, "county");
    if (overrides && !hzp_yaml_is_null(overrides) && !hzp_yaml_is_mapping(overrides))
        return hzp_yaml_fail(overrides, "yaml_not_mapping", NULL, NULL);
    for (size_t i = 0; i < hzp_yaml_count(overrides); i++) {
        const HzpYamlNode *value = hzp_yaml_item(overrides, i);
        const char *class = hzp_vocabulary_match("priority_class", hzp_yaml_text(value));
        /* "泽州县/巴公镇" where a name occurs in two counties. */
        g_auto(GStrv) parts = g_strsplit(hzp_yaml_key(overrides, i), "/", 2);
        const char *county = parts[1] ? parts[0] : NULL;
        const char *town = parts[1] ? parts[1] : parts[0];
        size_t found = 0;
        if (!class) return hzp_yaml_fail(value, "override_class", "value", hzp_yaml_text(value));
        for (size_t t = 0; town && t < hzp_table_rows(towns); t++) {
            if (!hzp_place_same(names[t], town, HZP_PLACE_TOWN)) continue;
            if (county && !hzp_place_same(counties[t], county, HZP_PLACE_COUNTY)) continue;
            found++;
            hzp_table_text(towns, "priority_class")[t] = class;
            g_autofree char *rule = g_strdup_printf(
                "override (%s)", hzp_table_text(towns, "priority_rule")[t] ? hzp_table_text(towns, "priority_rule")[t] : "—");
            hzp_table_set_text(towns, "priority_rule", t, rule);
        }
        if (found != 1) return hzp_yaml_fail(value, found ? "override_ambiguous" : "override_unknown", NULL, NULL);
    }
    return HZP_OK;
}

HzpStatus hzp_analysis_priority(HzpAnalysis *analysis)
{
    HzpModel *model = analysis->model;
    HzpTable *towns = model->towns;
    if (!towns) {
        const HzpYamlNode *overrides = hzp_project_own(analysis->project, "priority.override");
        if (hzp_yaml_count(overrides) > 0)
            hzp_findings_add(analysis->findings, "override_unused", "project", NULL, "priority.override", NULL);
        return HZP_OK;
    }
    bool rules = strcmp(hzp_project_text(analysis->project, "priority.method"), "rules") == 0;
    HZP_TRY(rules ? hzp_priority_rules(analysis) : hzp_priority_score(analysis));
    const char **computed = hzp_table_add_text(towns, "priority_class_computed");
    hzp_table_add_text(towns, "priority_rule");
    const char **class = hzp_table_add_text(towns, "priority_class");
    const char **class_zh = hzp_table_add_text(towns, "priority_class_zh");
    for (size_t i = 0; i < hzp_table_rows(towns); i++)
        class[i] = computed[i];
    HZP_TRY(apply_overrides(analysis));
    for (size_t i = 0; i < hzp_table_rows(towns); i++)
        class_zh[i] = hzp_vocabulary_zh("priority_class", class[i]);
    if (!model->key_towns) return HZP_OK;
    const char **of_key_town = hzp_table_add_text(model->key_towns, "priority_class");
    for (size_t k = 0; k < hzp_table_rows(model->key_towns); k++) {
        if (model->key_town_town[k] >= 0) of_key_town[k] = class[model->key_town_town[k]];
    }
    return HZP_OK;
}
