#include "data/warning_rules.h"

#include <math.h>
#include <string.h>

#include "base/resource.h"
#include "base/vocabulary.h"

static const char *const level_codes[] = {"none", "blue", "yellow", "orange", "red"};
static const char *const ground_codes[] = {"high", "medium", "low", "none", "outside", "unknown"};

const char *hzp_warning_level_code(HzpWarningLevel level) { return level == HZP_WARNING_UNKNOWN ? NULL : level_codes[level]; }

HzpWarningLevel hzp_warning_level_of(const char *code)
{
    for (int i = 0; code && i < (int)G_N_ELEMENTS(level_codes); i++) {
        if (strcmp(level_codes[i], code) == 0) return (HzpWarningLevel)i;
    }
    return HZP_WARNING_UNKNOWN;
}

HzpGround hzp_warning_ground_of(const char *code)
{
    for (int i = 0; code && i < HZP_GROUNDS; i++) {
        if (strcmp(ground_codes[i], code) == 0) return (HzpGround)i;
    }
    return HZP_GROUND_UNKNOWN;
}

const char *hzp_warning_ground_code(HzpGround ground) { return ground_codes[ground]; }

const char *hzp_warning_words(const HzpWarningRules *rules, const char *path, const char *language)
{
    const char *words = hzp_yaml_text(hzp_yaml_get(hzp_yaml_find(hzp_yaml_root(rules->yaml), path), language));
    return words ? words : "";
}

/* ---- the file ---- */

/* A value that must be there. */
static HzpStatus read_value(const HzpYamlNode *root, const char *path, double least, double most, double *value)
{
    const HzpYamlNode *node = hzp_yaml_find(root, path);
    if (!node || hzp_yaml_is_null(node)) return hzp_yaml_fail(root, "warning_value_missing", "name", path);
    return hzp_yaml_read_number(node, least, most, value);
}

static HzpStatus read_whole(const HzpYamlNode *root, const char *path, double least, double most, int *value)
{
    double number = 0;
    HZP_TRY(read_value(root, path, least, most, &number));
    *value = (int)number;
    return HZP_OK;
}

static HzpStatus read_level(const HzpYamlNode *root, const char *path, HzpWarningLevel *level)
{
    *level = hzp_warning_level_of(hzp_yaml_text(hzp_yaml_find(root, path)));
    return *level != HZP_WARNING_UNKNOWN ? HZP_OK : hzp_yaml_fail(root, "warning_value_missing", "name", path);
}

static HzpStatus read_raise(const HzpYamlNode *root, const char *name, HzpWarningRaise *raise)
{
    g_autofree char *types = g_strconcat(name, ".types", NULL), *steps = g_strconcat(name, ".raise", NULL);
    g_autofree char *at_least = g_strconcat(name, ".at_least", NULL);
    const HzpYamlNode *list = hzp_yaml_find(root, types);
    raise->types = 0;
    for (size_t i = 0; i < hzp_yaml_count(list); i++) {
        int type = hzp_vocabulary_index("hazard_type", hzp_yaml_text(hzp_yaml_item(list, i)));
        if (type < 0) return hzp_yaml_fail(root, "warning_value_missing", "name", types);
        raise->types |= 1U << type;
    }
    HZP_TRY(read_whole(root, steps, 0, 4, &raise->raise));
    return read_level(root, at_least, &raise->at_least);
}

static HzpStatus read_classes(const HzpYamlNode *root, HzpWarningRules *rules)
{
    for (size_t i = 0; i < HZP_RAIN_CLASSES; i++) {
        const char *code = hzp_vocabulary_code("rain_class", i);
        g_autofree char *path = g_strconcat("rain.class_from_mm.", code, NULL);
        HZP_TRY(read_value(root, path, 0, 10000, &rules->class_from_mm[i]));
        for (size_t ground = 0; ground < HZP_GROUNDS; ground++) {
            g_autofree char *cell = g_strjoin(".", "matrix", code, ground_codes[ground], NULL);
            HZP_TRY(read_level(root, cell, &rules->matrix[i][ground]));
        }
    }
    rules->trigger_class = hzp_vocabulary_index("rain_class", hzp_yaml_text(hzp_yaml_find(root, "triggers.as_class")));
    if (rules->trigger_class < 0) return hzp_yaml_fail(root, "warning_value_missing", "name", "triggers.as_class");
    return HZP_OK;
}

static HzpStatus read_grades(const HzpYamlNode *root, HzpWarningRules *rules)
{
    size_t n = hzp_vocabulary_count("grade");
    for (size_t i = 0; i <= n && i < G_N_ELEMENTS(rules->grade_as); i++) {
        const char *grade = i < n ? hzp_vocabulary_code("grade", i) : "ungraded";
        g_autofree char *path = g_strconcat("grade_as.", grade, NULL);
        const char *code = hzp_yaml_text(hzp_yaml_find(root, path));
        rules->grade_as[i] = hzp_warning_ground_of(code);
        if (!code) return hzp_yaml_fail(root, "warning_value_missing", "name", path);
    }
    return HZP_OK;
}

static HzpStatus read_file(const HzpYamlNode *root, HzpWarningRules *rules)
{
    const char *conditions = hzp_yaml_text(hzp_yaml_find(root, "triggers.off_season_conditions"));
    rules->off_season_and = conditions && strcmp(conditions, "and") == 0;
    HZP_TRY(read_classes(root, rules));
    HZP_TRY(read_grades(root, rules));
    HZP_TRY(read_value(root, "village_ground_share", 0, 1, &rules->village_ground_share));
    HZP_TRY(read_value(root, "rain.step_mm", 0.001, 1, &rules->step_mm));
    HZP_TRY(read_value(root, "rain.heavy_mm", 0, 1000, &rules->heavy_mm));
    HZP_TRY(read_whole(root, "event.clearing_days", 1, 365, &rules->clearing_days));
    HZP_TRY(read_value(root, "event.clearing_mm", 0, 1000, &rules->clearing_mm));
    HZP_TRY(read_value(root, "effective_rain.alpha", 0, 1, &rules->alpha));
    HZP_TRY(read_whole(root, "effective_rain.days", 1, 365, &rules->effective_days));
    HZP_TRY(read_raise(root, "snow_melt", &rules->snow_melt));
    HZP_TRY(read_raise(root, "dry_spell", &rules->dry_spell));
    HZP_TRY(read_whole(root, "dry_spell.days", 1, 3650, &rules->dry_days));
    return read_value(root, "dry_spell.below_mm", 0, 1000, &rules->dry_mm);
}

/* ---- the plan ---- */

/* A parameter of the plan, or `usual` where it has none: plans of earlier versions lack some. */
static HzpStatus plan_number(HzpPlanFile *plan, const char *key, double usual, double *value)
{
    g_autofree char *text = plan ? hzp_plan_file_parameter(plan, key) : NULL;
    char *end = NULL;
    *value = usual;
    if (!text || !*text) return HZP_OK;
    *value = g_ascii_strtod(text, &end);
    if (end != text && *end == '\0' && isfinite(*value) && *value >= 0) return HZP_OK;
    return hzp_fail(HZP_E_INPUT, "warning_parameter_wrong", "file", hzp_plan_file_path(plan), "key", key, "value", text,
                    NULL);
}

static HzpStatus read_plan(HzpPlanFile *plan, HzpWarningRules *rules)
{
    double days = 0, first = 0, last = 0;
    HZP_TRY(plan_number(plan, "rain.daily_mm", 50, &rules->daily_mm));
    HZP_TRY(plan_number(plan, "rain.heavy_days", 3, &days));
    HZP_TRY(plan_number(plan, "rain.process_mm", 100, &rules->process_mm));
    HZP_TRY(plan_number(plan, "management.flood_season.first_month", 6, &first));
    HZP_TRY(plan_number(plan, "management.flood_season.last_month", 9, &last));
    rules->heavy_days = (int)fmin(ceil(days), 100000);
    rules->first_month = (int)fmin(first, 12);
    rules->last_month = (int)fmin(last, 12);
    return HZP_OK;
}

HzpStatus hzp_warning_rules_read(HzpPlanFile *plan, HzpWarningRules *rules)
{
    *rules = (HzpWarningRules){0};
    HZP_TRY(hzp_vocabulary_load());
    g_autofree char *path = hzp_resource_path("data", "warning.yaml");
    if (!path) return hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/warning.yaml", NULL);
    HZP_TRY(hzp_yaml_load(path, &rules->yaml));
    HzpStatus status = read_file(hzp_yaml_root(rules->yaml), rules);
    if (status == HZP_OK) status = read_plan(plan, rules);
    if (status != HZP_OK) hzp_warning_rules_clear(rules);
    return status;
}

void hzp_warning_rules_clear(HzpWarningRules *rules)
{
    hzp_yaml_free(rules->yaml);
    rules->yaml = NULL;
}
