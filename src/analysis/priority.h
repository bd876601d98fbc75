/* Priority classes of towns: by a documented score, or by rules. docs/methods.md#priority. */
#ifndef HZP_ANALYSIS_PRIORITY_H
#define HZP_ANALYSIS_PRIORITY_H

#include "analysis/analysis.h"

/* Classes from the least: the positions of class limits. */
enum { HZP_CLASS_GENERAL, HZP_CLASS_SECONDARY, HZP_CLASS_KEY, HZP_CLASSES };

/* Code of a class position ("general", "secondary", "key"). */
const char *hzp_class_code(size_t position);

/* Score and class of every town into the columns priority_score, score_*, priority_class_computed, priority_rule. */
HzpStatus hzp_priority_score(HzpAnalysis *analysis);

/* Class of every town by the first matching rule, into priority_class_computed and priority_rule. */
HzpStatus hzp_priority_rules(HzpAnalysis *analysis);

#endif
