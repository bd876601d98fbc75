#include "data/hazard_rule.h"

#include <math.h>

#include "base/vocabulary.h"

static double parameter(const HzpProject *project, const char *group, const char *key)
{
    g_autofree char *path = g_strconcat(group, ".", key, NULL);
    return hzp_project_number(project, path);
}

void hzp_hazard_rule_read(const HzpProject *project, HzpHazardRule *rule)
{
    enum { UNGRADED = G_N_ELEMENTS(rule->factor) - 1 };
    for (int i = HZP_GRADE_EXTRA_LARGE; i <= HZP_GRADE_SMALL; i++) {
        const char *code = hzp_grade_code((HzpGrade)i);
        rule->factor[i] = parameter(project, "hazard.grade_factor", code);
        if (i == HZP_GRADE_SMALL) continue;
        rule->bounds.threatened_people[i] = parameter(project, "grading.threatened_people", code);
        rule->bounds.potential_loss_wan_yuan[i] = parameter(project, "grading.potential_loss_wan_yuan", code);
    }
    rule->factor[UNGRADED] = parameter(project, "hazard.grade_factor", "ungraded");
    rule->n_types = hzp_vocabulary_count("hazard_type");
    rule->radius_m = g_new(double, rule->n_types + 1);
    for (size_t i = 0; i < rule->n_types; i++)
        rule->radius_m[i] = parameter(project, "hazard.radius_m", hzp_vocabulary_code("hazard_type", i));
    rule->radius_m[rule->n_types] = parameter(project, "hazard.radius_m", "unknown");
}

void hzp_hazard_rule_clear(HzpHazardRule *rule) { g_clear_pointer(&rule->radius_m, g_free); }

double hzp_hazard_rule_radius_m(const HzpHazardRule *rule, double own_m, int type, int grade, int registered_grade)
{
    if (isfinite(own_m)) return own_m;
    int graded = grade >= 0 ? grade : registered_grade;
    return rule->radius_m[type >= 0 ? (size_t)type : rule->n_types] *
           rule->factor[graded >= 0 ? (size_t)graded : G_N_ELEMENTS(rule->factor) - 1];
}
