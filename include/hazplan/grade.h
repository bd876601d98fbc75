/** Risk grades (险情等级) of hazard points. */
#ifndef HAZPLAN_GRADE_H
#define HAZPLAN_GRADE_H

#include "hazplan/error.h"

HZP_BEGIN_DECLS

/** Grades from the most severe; HZP_GRADE_NONE where no figure is known. */
typedef enum {
    HZP_GRADE_EXTRA_LARGE = 0,
    HZP_GRADE_LARGE = 1,
    HZP_GRADE_MEDIUM = 2,
    HZP_GRADE_SMALL = 3,
    HZP_GRADE_NONE = -1
} HzpGrade;

/** Lower bounds of extra large, large and medium; below the last it is small. A bound belongs to the grade (以上 includes).
 */
typedef struct {
    double threatened_people[3];
    double potential_loss_wan_yuan[3];
} HzpGradeBounds;

/** Bounds of 国家突发地质灾害应急预案: 1000, 500, 100 people; 10000, 5000, 500 万元. */
HZP_API extern const HzpGradeBounds HZP_RISK_GRADE_BOUNDS;

/** Grade the risk of a hazard point: the higher of what its threatened people and its potential loss give.
 *
 * @param people         threatened people; NaN when unknown.
 * @param loss_wan_yuan  potential loss in 万元 (10,000 yuan); NaN when unknown.
 * @param bounds         NULL for HZP_RISK_GRADE_BOUNDS.
 * @return HZP_GRADE_NONE when both are unknown: missing is not small.
 * Source: docs/methods.md#grading. Test: unit/grade. */
HZP_API HzpGrade hzp_risk_grade(double people, double loss_wan_yuan, const HzpGradeBounds *bounds);

/** Code of a grade as data/vocabulary.yaml has it ("extra_large"); NULL for HZP_GRADE_NONE. */
HZP_API const char *hzp_grade_code(HzpGrade grade);

HZP_END_DECLS

#endif
