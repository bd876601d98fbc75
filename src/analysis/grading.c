#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/message.h"
#include "base/vocabulary.h"
#include "data/hazard_rule.h"

static void compare(HzpAnalysis *analysis, size_t row, const char *grade, const char *registered)
{
    HzpTable *points = analysis->model->hazard_points;
    const double *people = hzp_table_number(points, "population");
    const double *loss = hzp_table_number(points, "property_wan_yuan");
    const char *code = !grade                      ? "grade_ungradeable"
                       : !registered               ? "grade_unregistered"
                       : strcmp(grade, registered) ? "grade_differs"
                                                   : NULL;
    if (!code) return;
    hzp_findings_add_row(
        analysis->findings, code, points, row, "registered_grade", "value", hzp_vocabulary_label("grade", registered),
        "registered", hzp_vocabulary_label("grade", registered), "grade", hzp_vocabulary_label("grade", grade), "people",
        isnan(people[row]) ? "—" : hzp_text_of_number(people[row]), "loss",
        isnan(loss[row]) ? "—" : hzp_text_of_number(loss[row]), "name", hzp_table_text(points, "name")[row], NULL);
}

HzpStatus hzp_analysis_grade(HzpAnalysis *analysis)
{
    HzpTable *points = analysis->model->hazard_points;
    HzpHazardRule rule;
    hzp_hazard_rule_read(analysis->project, &rule);
    const double *people = hzp_table_number(points, "population");
    const double *loss = hzp_table_number(points, "property_wan_yuan");
    const char **registered = hzp_table_text(points, "registered_grade");
    const char **grade = hzp_table_add_text(points, "grade");
    const char **grade_zh = hzp_table_add_text(points, "grade_zh");
    for (size_t i = 0; i < hzp_table_rows(points); i++) {
        grade[i] = hzp_grade_code(hzp_risk_grade(people[i], loss[i], &rule.bounds));
        grade_zh[i] = hzp_vocabulary_zh("grade", grade[i]);
        compare(analysis, i, grade[i], registered[i]);
    }
    hzp_hazard_rule_clear(&rule);
    return HZP_OK;
}

void hzp_add_known(double *sum, double value)
{
    if (!isnan(value)) *sum = isnan(*sum) ? value : *sum + value;
}

bool hzp_analysis_placed_finely(const HzpAnalysis *analysis, size_t hazard)
{
    const char *level = hzp_table_text(analysis->model->hazard_points, "match_level")[hazard];
    return strcmp(level, "given") == 0 || strcmp(level, "village") == 0;
}

int hzp_analysis_type(const HzpAnalysis *analysis, size_t hazard)
{
    return hzp_vocabulary_index("hazard_type", hzp_table_text(analysis->model->hazard_points, "type")[hazard]);
}

int hzp_analysis_grade_index(const HzpAnalysis *analysis, size_t hazard)
{
    return hzp_vocabulary_index("grade", hzp_table_text(analysis->model->hazard_points, "grade")[hazard]);
}
