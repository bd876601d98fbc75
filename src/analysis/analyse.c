/* A project from its layers to plan.gpkg: the public calls of hazplan/plan.h that check and analyse. */
#include <math.h>

#include "analysis/overlay.h"
#include "base/message.h"
#include "check/model_check.h"
#include "data/management.h"
#include "data/plan_writer.h"
#include "geo/geometry.h"

/* ---- one analysis ---- */

static void analysis_clear(HzpAnalysis *analysis)
{
    hzp_overlay_free(analysis->zone_planar, hzp_table_rows(analysis->hazard_zones));
    if (analysis->model) {
        hzp_overlay_free(analysis->town_planar, hzp_table_rows(analysis->model->towns));
        hzp_overlay_free(analysis->county_planar, hzp_table_rows(analysis->model->counties));
    }
    HzpTable *tables[] = {analysis->hazard_zones,      analysis->priority_zones, analysis->exposure,
                          analysis->statistics,        analysis->comparison,     analysis->summary,
                          analysis->key_hazard_points, analysis->findings_table, analysis->inputs,
                          analysis->parameters,        analysis->sensitivity,    analysis->weights_used};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        hzp_table_free(tables[i]);
    if (analysis->pairs) g_array_free(analysis->pairs, TRUE);
    g_free(analysis->zone_hazard);
    g_free(analysis->unit_type_share);
}

static HzpStatus run_steps(HzpAnalysis *analysis)
{
    static HzpStatus (*const steps[])(HzpAnalysis *) = {
        hzp_analysis_grade,          hzp_analysis_zones,      hzp_analysis_exposure,       hzp_analysis_mining,
        hzp_analysis_key_towns,      hzp_analysis_regions,    hzp_analysis_susceptibility, hzp_analysis_priority,
        hzp_analysis_priority_zones, hzp_analysis_statistics, hzp_analysis_published,      hzp_analysis_summary};
    HZP_TRY(hzp_overlay_project(analysis->model, analysis->model->towns, &analysis->town_planar));
    if (analysis->model->counties_given)
        HZP_TRY(hzp_overlay_project(analysis->model, analysis->model->counties, &analysis->county_planar));
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        HZP_TRY(hzp_run_step(analysis->run, "phase_analyse", (double)i, (double)G_N_ELEMENTS(steps)));
        HZP_TRY(steps[i](analysis));
    }
    return HZP_OK;
}

static HzpStatus write_plan(HzpAnalysis *analysis, const char *path)
{
    const HzpModel *model = analysis->model;
    HzpTable *const tables[] = {model->counties,
                                model->towns,
                                model->susceptibility,
                                analysis->priority_zones,
                                model->subsidence,
                                analysis->hazard_zones,
                                model->villages,
                                model->hazard_points,
                                model->key_towns,
                                analysis->exposure,
                                analysis->key_hazard_points,
                                analysis->statistics,
                                model->management->gaps,
                                model->disposals,
                                model->management->disposal_statistics,
                                analysis->sensitivity,
                                analysis->comparison,
                                analysis->findings_table,
                                analysis->inputs,
                                analysis->parameters,
                                analysis->summary};
    return hzp_plan_write(analysis->run, analysis->project, tables, G_N_ELEMENTS(tables), path);
}

/* ---- findings ---- */

static HzpStatus fail_for_errors(HzpFindings *findings, bool writing)
{
    HzpFindingCounts totals = hzp_findings_totals(findings);
    if (totals.errors == 0) return HZP_OK;
    const HzpFinding *first = hzp_findings_get(findings, 0);
    g_autofree char *message = g_strdup(first->message);
    const char *id = totals.errors == 1 ? (writing ? "one_error" : "check_one_error")
                                        : (writing ? "several_errors" : "check_several_errors");
    return hzp_fail(HZP_E_INPUT, id, "count", hzp_text_of_size(totals.errors), "first", message, NULL);
}

static void report_findings(HzpFindings *findings, HzpFindingFunction report, void *user, HzpFindingCounts *counts)
{
    if (counts) *counts = hzp_findings_totals(findings);
    for (size_t i = 0; report && i < hzp_findings_count(findings); i++) {
        const HzpFinding *finding = hzp_findings_get(findings, i);
        report(finding, user);
    }
}

/* Read and analyse a project; with a path, write its plan. Findings are reported whatever happens. */
static HzpStatus work(HzpRun *run, const HzpProject *project, HzpFindings *findings, const char *plan_path)
{
    HzpModel *model = NULL;
    HZP_TRY(hzp_model_read(run, project, findings, &model));
    HzpAnalysis analysis = {.run = run, .project = project, .model = model, .findings = findings, .region_area_km2 = NAN};
    /* Rows that cannot be trusted stop here: a plan made from them would be wrong in a way nobody sees. */
    HzpStatus status = hzp_model_check(run, model);
    if (status == HZP_OK) status = fail_for_errors(findings, plan_path != NULL);
    if (status == HZP_OK) status = run_steps(&analysis);
    hzp_model_place_findings(model);
    if (status == HZP_OK) status = fail_for_errors(findings, plan_path != NULL);
    if (status == HZP_OK && plan_path) status = write_plan(&analysis, plan_path);
    analysis_clear(&analysis);
    hzp_model_free(model);
    return status;
}

static HzpStatus open_and_work(HzpRun *run, const char *path, const char *plan_path, HzpFindingFunction report, void *user,
                               HzpFindingCounts *counts)
{
    HzpProject *project = NULL;
    HzpFindings *findings = NULL;
    if (counts) *counts = (HzpFindingCounts){0};
    HZP_TRY(hzp_project_open(path, &project));
    HzpStatus status = plan_path ? hzp_project_guard(project, plan_path) : HZP_OK;
    if (status == HZP_OK) status = hzp_findings_new(project, &findings);
    if (status == HZP_OK) {
        status = work(run, project, findings, plan_path);
        report_findings(findings, report, user, counts);
    }
    hzp_findings_free(findings);
    hzp_project_close(project);
    return status;
}

HzpStatus hzp_project_check(HzpRun *run, const char *project, HzpFindingFunction report, void *user, HzpFindingCounts *counts)
{
    return open_and_work(run, project, NULL, report, user, counts);
}

HzpStatus hzp_project_analyse(HzpRun *run, const char *project, const char *plan_path, HzpFindingFunction report, void *user,
                              HzpFindingCounts *counts)
{
    g_autofree char *lower = g_ascii_strdown(plan_path, -1);
    if (!g_str_has_suffix(lower, ".gpkg") && !g_file_test(plan_path, G_FILE_TEST_IS_DIR))
        return hzp_fail(HZP_E_USAGE, "output_not_gpkg", "file", plan_path, NULL);
    return open_and_work(run, project, plan_path, report, user, counts);
}
