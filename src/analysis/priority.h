/* Priority classes of towns: by a documented score, or by rules. docs/methods.md#priority. */
#ifndef HZP_ANALYSIS_PRIORITY_H
#define HZP_ANALYSIS_PRIORITY_H

#include "analysis/analysis.h"

/* Classes from the least: the positions of class limits. */
enum { HZP_CLASS_GENERAL, HZP_CLASS_SECONDARY, HZP_CLASS_KEY, HZP_CLASSES };

/* Code of a class position ("general", "secondary", "key"). */
const char *hzp_class_code(size_t position);

/* Score and class of every town into the columns priority_score, score_*, priority_class_computed, priority_rule; the
 * table score_sensitivity. */
HzpStatus hzp_priority_score(HzpAnalysis *analysis);

/* Class position (HZP_CLASS_…) of each town's score and the lower limit of that class; -1 and NaN where a town has no score
 * or the scores of the region are too few to be parted. Arrays as long as towns. */
HzpStatus hzp_priority_classes(const HzpAnalysis *analysis, const double *scores, int *position, double *limit);

/* Class of every town by the first matching rule, into priority_class_computed and priority_rule. */
HzpStatus hzp_priority_rules(HzpAnalysis *analysis);

#endif
