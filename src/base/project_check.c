/* What a project may say of the parameters: known keys, numbers within their bounds, words of a list. */
#include <math.h>
#include <string.h>

#include "base/date_text.h"
#include "base/key_period.h"
#include "base/message.h"
#include "base/moment.h"
#include "base/project_parts.h"

static const char *const groups[] = {"grading", "hazard",     "priority",        "key_hazard_points",
                                     "rain",    "management", "merged_villages", "exposure",
                                     "report",  NULL};

/* The defaults are the schema of the parameters: same keys, numbers where they have numbers. */
static HzpStatus check_keys(const HzpYamlNode *given, const HzpYamlNode *defaults, const char *path)
{
    for (size_t i = 0; i < hzp_yaml_count(given); i++) {
        const char *key = hzp_yaml_key(given, i);
        const HzpYamlNode *value = hzp_yaml_item(given, i);
        g_autofree char *name = g_strconcat(path, ".", key, NULL);
        const HzpYamlNode *expected = hzp_yaml_get(defaults, key);
        if (hzp_project_mapping_is_free(name)) {
            if (!hzp_yaml_is_mapping(value) && !hzp_yaml_is_null(value))
                return hzp_yaml_fail(value, "yaml_not_mapping", NULL, NULL);
            continue;
        }
        if (!expected) return hzp_yaml_fail(value, "parameter_unknown", NULL, NULL);
        if (hzp_yaml_is_mapping(expected)) {
            if (!hzp_yaml_is_mapping(value)) return hzp_yaml_fail(value, "yaml_not_mapping", NULL, NULL);
            HZP_TRY(check_keys(value, expected, name));
            continue;
        }
        char *end = NULL;
        g_ascii_strtod(hzp_yaml_text(expected), &end);
        double number = 0;
        const char *text = NULL;
        if (*end == '\0') {
            HZP_TRY(hzp_yaml_read_number(value, 0, 1e12, &number));
        } else {
            HZP_TRY(hzp_yaml_read_text(value, &text));
        }
    }
    return HZP_OK;
}

static HzpStatus check_groups(const HzpProject *project)
{
    for (size_t i = 0; groups[i]; i++) {
        const HzpYamlNode *given = hzp_yaml_get(project->root, groups[i]);
        if (given && !hzp_yaml_is_null(given) && !hzp_yaml_is_mapping(given))
            return hzp_yaml_fail(given, "yaml_not_mapping", NULL, NULL);
        HZP_TRY(check_keys(given, hzp_yaml_get(hzp_yaml_root(project->defaults), groups[i]), groups[i]));
    }
    return HZP_OK;
}

static HzpStatus check_choice(const HzpProject *project, const char *path, const char *const *choices)
{
    const HzpYamlNode *node = hzp_project_own(project, path);
    const char *text = hzp_yaml_text(node);
    if (!node || (text && g_strv_contains(choices, text))) return HZP_OK;
    g_autofree char *list = g_strjoinv(", ", (char **)choices);
    return hzp_fail(HZP_E_INPUT, "parameter_choice", "file", project->path, "line",
                    hzp_text_of_size((size_t)hzp_yaml_line(node)), "key", path, "value", text, "known", list, NULL);
}

static HzpStatus check_choices(const HzpProject *project)
{
    HZP_TRY(check_choice(project, "priority.method", (const char *const[]){"jenks", "quantile", "fixed", "rules", NULL}));
    HZP_TRY(check_choice(project, "priority.scope", (const char *const[]){"region", "county", NULL}));
    HZP_TRY(check_choice(project, "priority.transform", (const char *const[]){"linear", "sqrt", "log", NULL}));
    HZP_TRY(check_choice(project, "exposure.zones", (const char *const[]){"hazard", "mining", "both", NULL}));
    HZP_TRY(check_choice(project, "key_hazard_points.select", (const char *const[]){"auto", "all", "proposal", NULL}));
    HZP_TRY(check_choice(project, "merged_villages.new_rows", (const char *const[]){"ask", "hold_all", "hold_own", NULL}));
    HZP_TRY(check_choice(project, "exposure.dasymetric", (const char *const[]){"true", "false", NULL}));
    return HZP_OK;
}

/* "以上" bounds from the largest down: with others no point could ever get the grade between. */
static HzpStatus check_grading(const HzpProject *project)
{
    static const char *const figures[] = {"threatened_people", "potential_loss_wan_yuan"};
    static const char *const grades[] = {"extra_large", "large", "medium"};
    for (size_t f = 0; f < G_N_ELEMENTS(figures); f++) {
        for (size_t g = 1; g < G_N_ELEMENTS(grades); g++) {
            g_autofree char *upper = g_strdup_printf("grading.%s.%s", figures[f], grades[g - 1]);
            g_autofree char *lower = g_strdup_printf("grading.%s.%s", figures[f], grades[g]);
            double above = hzp_project_number(project, upper);
            double below = hzp_project_number(project, lower);
            if (above >= below) continue;
            const HzpYamlNode *node = hzp_project_own(project, upper);
            if (!node) node = hzp_project_own(project, lower);
            return hzp_fail(HZP_E_INPUT, "grading_order", "file", project->path, "line",
                            hzp_text_of_size((size_t)hzp_yaml_line(node)), "upper", upper, "above", hzp_text_of_number(above),
                            "lower", lower, "below", hzp_text_of_number(below), NULL);
        }
    }
    return HZP_OK;
}

static HzpStatus check_radii(const HzpProject *project)
{
    const HzpYamlNode *radii = hzp_project_own(project, "hazard.radius_m");
    double radius = 0;
    for (size_t i = 0; i < hzp_yaml_count(radii); i++)
        HZP_TRY(hzp_yaml_read_number(hzp_yaml_item(radii, i), 0, HZP_RADIUS_LARGEST_M, &radius));
    return HZP_OK;
}

/* The radii as given lie between the low and the high case. */
static HzpStatus check_sensitivity(const HzpProject *project)
{
    double low = hzp_project_number(project, "exposure.sensitivity.low");
    double high = hzp_project_number(project, "exposure.sensitivity.high");
    if (low > 0 && low <= 1 && high >= 1 && high <= 100) return HZP_OK;
    return hzp_yaml_fail(hzp_project_own(project, "exposure.sensitivity"), "sensitivity_factors", NULL, NULL);
}

/* `as_of` is a day or auto; the months follow each other within one year. */
static HzpStatus check_management(const HzpProject *project)
{
    static const char *const months[] = {"management.flood_season.first_month", "management.flood_season.last_month",
                                         "management.after_last_month"};
    const HzpYamlNode *as_of = hzp_project_own(project, "management.as_of");
    HzpDate date = {0};
    if (as_of && strcmp(hzp_yaml_text(as_of), "auto") != 0 && (!hzp_date_parse(hzp_yaml_text(as_of), &date) || date.day == 0))
        return hzp_yaml_fail(as_of, "parameter_date", "value", hzp_yaml_text(as_of));
    double earliest = 1;
    for (size_t i = 0; i < G_N_ELEMENTS(months); i++) {
        double month = hzp_project_number(project, months[i]);
        if (month != floor(month) || month < earliest || month > 12)
            return hzp_yaml_fail(hzp_project_own(project, "management"), "parameter_months", "value",
                                 hzp_text_of_number(month));
        earliest = month;
    }
    return HZP_OK;
}

/* A deadline of no time, or of weeks, is a slip. */
static HzpStatus check_report(const HzpProject *project)
{
    const HzpYamlNode *hours = hzp_project_own(project, "report.hours");
    const HzpYamlNode *zone = hzp_project_own(project, "report.timezone");
    double number = 0;
    for (size_t i = 0; i < hzp_yaml_count(hours); i++)
        HZP_TRY(hzp_yaml_read_number(hzp_yaml_item(hours, i), 0.25, 72, &number));
    if (!zone || hzp_yaml_is_null(zone) || hzp_moment_zone_known(hzp_yaml_text(zone))) return HZP_OK;
    return hzp_yaml_fail(zone, "parameter_zone", "value", hzp_yaml_text(zone));
}

static HzpStatus check_key_periods(const HzpProject *project)
{
    g_autoptr(GPtrArray) periods = NULL;
    return hzp_key_periods_of(project, &periods);
}

/* aliases: [{name: 东区办事处, means: 东区街道, county: 义马市}] */
static HzpStatus check_aliases(const HzpProject *project)
{
    static const char *const keys[] = {"name", "means", "county", NULL};
    const HzpYamlNode *aliases = hzp_yaml_get(project->root, "aliases");
    if (aliases && !hzp_yaml_is_null(aliases) && !hzp_yaml_is_sequence(aliases))
        return hzp_yaml_fail(aliases, "alias_incomplete", NULL, NULL);
    for (size_t i = 0; i < hzp_yaml_count(aliases); i++) {
        const HzpYamlNode *entry = hzp_yaml_item(aliases, i);
        HZP_TRY(hzp_yaml_check_keys(entry, keys));
        if (!hzp_yaml_text(hzp_yaml_get(entry, "name")) || !hzp_yaml_text(hzp_yaml_get(entry, "means")))
            return hzp_yaml_fail(entry, "alias_incomplete", NULL, NULL);
    }
    return HZP_OK;
}

HzpStatus hzp_project_check_parameters(const HzpProject *project)
{
    HZP_TRY(check_groups(project));
    HZP_TRY(check_choices(project));
    HZP_TRY(check_grading(project));
    HZP_TRY(check_radii(project));
    HZP_TRY(check_sensitivity(project));
    HZP_TRY(check_management(project));
    HZP_TRY(check_report(project));
    HZP_TRY(check_key_periods(project));
    return check_aliases(project);
}
