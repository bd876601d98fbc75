/* A project from its layers to plan.gpkg: the public calls of hazplan/plan.h that check and analyse. */
#include <math.h>

#include "analysis/exposed_sums.h"
#include "analysis/overlay.h"
#include "base/message.h"
#include "check/model_check.h"
#include "data/input_watch.h"
#include "data/management.h"
#include "data/model_size.h"
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
    HzpTable *tables[] = {analysis->hazard_zones,         analysis->priority_zones, analysis->exposure,
                          analysis->statistics,           analysis->comparison,     analysis->summary,
                          analysis->key_hazard_points,    analysis->findings_table, analysis->inputs,
                          analysis->parameters,           analysis->sensitivity,    analysis->weights_used,
                          analysis->exposure_sensitivity, analysis->key_periods};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        hzp_table_free(tables[i]);
    for (int i = 0; i < HZP_CASES; i++)
        hzp_exposure_case_end(&analysis->cases[i]);
    hzp_unit_arrays_clear(&analysis->village_units);
    hzp_unit_arrays_clear(&analysis->building_units);
    hzp_transform_free(analysis->to_raster);
    g_free(analysis->zone_hazard);
}

static HzpStatus project_regions(HzpAnalysis *analysis)
{
    HZP_TRY(hzp_overlay_project(analysis->model, analysis->model->towns, &analysis->town_planar));
    if (!analysis->model->counties_given) return HZP_OK;
    return hzp_overlay_project(analysis->model, analysis->model->counties, &analysis->county_planar);
}

/* In the order they run; costs measured (see model_size.h). */
static const struct {
    HzpStatus (*take)(HzpAnalysis *analysis);
    HzpCost cost;
} steps[] = {{project_regions, {0, 0, 0, 1, 0}},
             {hzp_analysis_grade, {0, 0, 1, 0, 0}},
             {hzp_analysis_zones, {0, 0, 200, 0, 0}},
             {hzp_analysis_exposure, {30, 20, 10, 0, 0}},
             {hzp_analysis_nearest_hazards, {5, 0, 1, 0, 0}},
             {hzp_analysis_facilities, {0, 0, 0, 0, 0}},
             {hzp_analysis_buildings, {0, 0, 0, 0, 0}},
             {hzp_analysis_raster, {0, 0, 0, 0, 0}},
             {hzp_analysis_exposure_sensitivity, {0, 0, 0, 0, 0}},
             {hzp_analysis_mining, {3, 0, 3, 0, 25}},
             {hzp_analysis_key_towns, {1, 0, 1, 0, 0}},
             {hzp_analysis_regions, {0.5, 0, 0.5, 1, 0}},
             {hzp_analysis_susceptibility, {0, 0, 0, 0, 10}},
             {hzp_analysis_priority, {0, 0, 0, 1, 0}},
             {hzp_analysis_priority_zones, {0, 0, 0, 2.5, 0}},
             {hzp_analysis_statistics, {0, 0, 2, 0, 0}},
             {hzp_analysis_key_periods, {0, 0, 0, 0, 0}},
             {hzp_analysis_published, {0, 0, 0, 0, 0}},
             {hzp_analysis_summary, {0.5, 0, 0.5, 0, 0}}};

static HzpStatus run_steps(HzpAnalysis *analysis, double total)
{
    HzpModelSize size = hzp_model_size(analysis->model);
    double done = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        double next = done + hzp_cost_s(&steps[i].cost, &size);
        HzpStretch all = hzp_run_stretch(analysis->run, done / total, next / total);
        HzpStatus status = hzp_run_step(analysis->run, "phase_analyse", 0, 1);
        if (status == HZP_OK) status = steps[i].take(analysis);
        hzp_run_resume(analysis->run, all);
        HZP_TRY(status);
        done = next;
    }
    return HZP_OK;
}

/* ---- what is still to come, for the share of progress ---- */

/* Before anything is read only the sizes of the files are known; the others follow that roughly. */
static void expect_before_reading(HzpRun *run, const HzpProject *project, bool writes)
{
    double reading = hzp_model_read_cost_s(project);
    hzp_run_expect(run, "phase_read", reading);
    hzp_run_expect(run, "phase_check", 2 * reading);
    hzp_run_expect(run, "phase_analyse", 4 * reading);
    if (writes) hzp_run_expect(run, "phase_write", reading);
}

static double expect_after_reading(HzpRun *run, const HzpModel *model, bool writes)
{
    static const HzpCost write_cost = {12, 0.1, 60, 0.2, 0.2};
    HzpModelSize size = hzp_model_size(model);
    double analysing = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
        analysing += hzp_cost_s(&steps[i].cost, &size);
    hzp_run_expect(run, "phase_check", hzp_model_check_cost_s(model));
    hzp_run_expect(run, "phase_analyse", analysing);
    if (writes) hzp_run_expect(run, "phase_write", hzp_cost_s(&write_cost, &size));
    /* What follows in hzp_plan_make(): a sheet for each county and one for the region, side by side. */
    hzp_run_correct(run, "report_phase", (size.points * 40 + size.villages * 10) / 1e6);
    hzp_run_correct(run, "map_phase", 0.8 * (double)(hzp_table_rows(model->counties) + 1) / hzp_run_threads(run));
    return analysing;
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
                                model->facilities,
                                analysis->exposure,
                                analysis->exposure_sensitivity,
                                analysis->key_hazard_points,
                                analysis->key_periods,
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

/* The population raster is read while people are counted. */
static HzpStatus end_cells(const HzpModel *model, HzpStatus status)
{
    if (!model->population) return status;
    return hzp_input_watch_end(model->watch, hzp_project_layer(model->project, "population")->source, status);
}

/* Read and analyse a project; with a path, write its plan. Findings are reported whatever happens. */
static HzpStatus work(HzpRun *run, const HzpProject *project, HzpFindings *findings, const char *plan_path)
{
    HzpModel *model = NULL;
    expect_before_reading(run, project, plan_path != NULL);
    HZP_TRY(hzp_model_read(run, project, findings, &model));
    double analysing = expect_after_reading(run, model, plan_path != NULL);
    HzpAnalysis analysis = {.run = run, .project = project, .model = model, .findings = findings, .region_area_km2 = NAN};
    /* Rows that cannot be trusted stop here: a plan made from them would be wrong in a way nobody sees. */
    HzpStatus status = hzp_model_check(run, model);
    if (status == HZP_OK) status = fail_for_errors(findings, plan_path != NULL);
    if (status == HZP_OK) status = end_cells(model, run_steps(&analysis, analysing));
    hzp_model_place_findings(model);
    if (status == HZP_OK) status = fail_for_errors(findings, plan_path != NULL);
    if (status == HZP_OK) status = plan_path ? write_plan(&analysis, plan_path) : hzp_run_check(run);
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
    HzpStatus status = hzp_project_require_register(project);
    if (status == HZP_OK && plan_path) status = hzp_project_guard(project, plan_path);
    if (status == HZP_OK) status = hzp_findings_new(project, &findings);
    if (status == HZP_OK) {
        hzp_run_begin(run);
        status = hzp_run_end(run, work(run, project, findings, plan_path));
        /* Of a run that was stopped, or whose input changed, findings would be those of an accidental part. */
        if (status != HZP_E_CANCELLED && !hzp_input_was_changed(status)) report_findings(findings, report, user, counts);
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
