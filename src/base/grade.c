#include "hazplan/grade.h"

#include <math.h>
#include <stddef.h>

const HzpGradeBounds HZP_RISK_GRADE_BOUNDS = {{1000, 500, 100}, {10000, 5000, 500}};

static HzpGrade grade_of(double value, const double bounds[3])
{
    if (isnan(value)) return HZP_GRADE_NONE;
    for (int i = 0; i < 3; i++) {
        if (value >= bounds[i]) return (HzpGrade)i;
    }
    return HZP_GRADE_SMALL;
}

HzpGrade hzp_risk_grade(double people, double loss_wan_yuan, const HzpGradeBounds *bounds)
{
    if (!bounds) bounds = &HZP_RISK_GRADE_BOUNDS;
    HzpGrade by_people = grade_of(people, bounds->threatened_people);
    HzpGrade by_loss = grade_of(loss_wan_yuan, bounds->potential_loss_wan_yuan);
    if (by_people == HZP_GRADE_NONE) return by_loss;
    if (by_loss == HZP_GRADE_NONE) return by_people;
    return by_people < by_loss ? by_people : by_loss;
}

const char *hzp_grade_code(HzpGrade grade)
{
    static const char *const codes[] = {"extra_large", "large", "medium", "small"};
    return grade >= HZP_GRADE_EXTRA_LARGE && grade <= HZP_GRADE_SMALL ? codes[grade] : NULL;
}
