/* Grade and threat radius of a hazard point by the parameters of a project: one rule for the plan and for the exposure
 * engine. */
#ifndef HZP_DATA_HAZARD_RULE_H
#define HZP_DATA_HAZARD_RULE_H

#include "base/project.h"
#include "hazplan/grade.h"

typedef struct {
    HzpGradeBounds bounds;
    size_t n_types;   /* of the vocabulary hazard_type */
    double *radius_m; /* by type in the vocabulary's order; the last is of an unknown type */
    double factor[5]; /* by grade; the last is of a point without one */
} HzpHazardRule;

/* Read the parameters; the vocabularies are loaded. Clear with hzp_hazard_rule_clear(). */
void hzp_hazard_rule_read(const HzpProject *project, HzpHazardRule *rule);
void hzp_hazard_rule_clear(HzpHazardRule *rule);

/* Radius in metres: the point's own where it has one, else that of its type times the factor of its grade. The rule's grade
 * goes before the registered one. `type` and the grades are positions in the vocabularies, -1 for none; `own_m` may be NaN.
 * NaN where the parameters give none. */
double hzp_hazard_rule_radius_m(const HzpHazardRule *rule, double own_m, int type, int grade, int registered_grade);

#endif
