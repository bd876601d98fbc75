#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "base/error.h"
#include "base/message.h"
#include "base/output_file.h"
#include "base/output_set.h"
#include "base/project.h"
#include "base/run.h"
#include "hazplan/map.h"
#include "hazplan/plan.h"
#include "hazplan/report.h"

typedef struct {
    HzpRun *run;
    HzpOutputSet *outputs;
    char *project_folder;
    GString *log;
    HzpLogFunction earlier_log;
    void *earlier_user;
} Job;

/* log.txt is the same for the same inputs on every machine: no times, and no folders of this machine. */
static void append_without(GString *out, const char *line, const char *const *prefixes)
{
    for (const char *at = line; *at;) {
        size_t skip = 0;
        for (size_t i = 0; prefixes[i] && skip == 0; i++) {
            size_t length = strlen(prefixes[i]);
            if (length > 1 && strncmp(at, prefixes[i], length) == 0) skip = length + (at[length] == '/');
        }
        if (skip == 0) g_string_append_c(out, *at);
        at += MAX(skip, 1);
    }
}

static void keep_log(HzpLogLevel level, const char *line, void *user)
{
    Job *job = user;
    const char *const prefixes[] = {hzp_output_set_work(job->outputs), job->project_folder, NULL};
    if (level == HZP_LOG_WARNING) g_string_append(job->log, "! ");
    append_without(job->log, line, prefixes);
    g_string_append_c(job->log, '\n');
    if (job->earlier_log) job->earlier_log(level, line, job->earlier_user);
}

static HzpStatus write_reports(Job *job, const char *plan)
{
    static const char *const names[] = {"summary.json", "tables.xlsx", "plan.md"};
    static const double ends[] = {0, 0.05, 0.95, 1}; /* shares of the time, measured */
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(hzp_output_set_work(job->outputs), names[i], NULL);
        HzpStretch all = hzp_run_stretch(job->run, ends[i], ends[i + 1]);
        HzpStatus status = hzp_report_write(job->run, plan, path);
        hzp_run_resume(job->run, all);
        HZP_TRY(status);
    }
    return HZP_OK;
}

static HzpStatus write_maps(Job *job, const char *plan)
{
    g_autofree char *maps = g_build_filename(hzp_output_set_work(job->outputs), "maps", NULL);
    return hzp_map_write(job->run, plan, maps, NULL);
}

static HzpStatus write_log(Job *job, const HzpFindingCounts *counts)
{
    g_autofree char *line =
        hzp_message_format("log_findings", "errors", hzp_text_of_size(counts->errors), "warnings",
                           hzp_text_of_size(counts->warnings), "notes", hzp_text_of_size(counts->notes), NULL);
    g_string_append_printf(job->log, "%s\n", line);
    g_autofree char *path = g_build_filename(hzp_output_set_work(job->outputs), "log.txt", NULL);
    return hzp_output_write(path, job->log->str, job->log->len);
}

static HzpStatus make_all(Job *job, const char *project, HzpFindingFunction report, void *user, HzpFindingCounts *counts)
{
    g_autofree char *plan = g_build_filename(hzp_output_set_work(job->outputs), "plan.gpkg", NULL);
    /* Named here, so that the analysis can tell how long they will be. */
    hzp_run_expect(job->run, "report_phase", 0.1);
    hzp_run_expect(job->run, "map_phase", 5);
    HZP_TRY(hzp_project_analyse(job->run, project, plan, report, user, counts));
    HZP_TRY(write_reports(job, plan));
    HZP_TRY(write_maps(job, plan));
    HZP_TRY(write_log(job, counts));
    return hzp_run_step(job->run, "phase_finish", 1, 1);
}

/* Tell what lies where, after it is there. */
static void tell_outputs(const Job *job, const char *folder)
{
    static const char *const items[][2] = {{"plan.gpkg", "plan_item_gpkg"},    {"plan.md", "plan_item_md"},
                                           {"tables.xlsx", "plan_item_xlsx"},  {"maps/", "plan_item_maps"},
                                           {"summary.json", "plan_item_json"}, {"log.txt", "plan_item_log"}};
    hzp_run_log(job->run, HZP_LOG_INFO, "plan_written", "folder", folder, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(items); i++) {
        size_t files = hzp_output_set_count(job->outputs, items[i][0]);
        if (files == 0) continue;
        g_autofree char *name = g_strdup_printf("%-13s", items[i][0]);
        g_autofree char *what = hzp_message_format(items[i][1], "count", hzp_text_of_size(files), NULL);
        hzp_run_log(job->run, HZP_LOG_INFO, "plan_written_item", "name", name, "what", what, NULL);
    }
}

/* Nothing that is written at the top of the folder may be what is read; sheets below maps/ are no inputs of anything. */
static HzpStatus guard_inputs(const char *path, const char *folder)
{
    static const char *const names[] = {"plan.gpkg", "summary.json", "tables.xlsx", "plan.md", "log.txt"};
    HzpProject *project = NULL;
    HZP_TRY(hzp_project_open(path, &project));
    HzpStatus status = hzp_project_require_register(project);
    for (size_t i = 0; i < G_N_ELEMENTS(names) && status == HZP_OK; i++) {
        g_autofree char *output = g_build_filename(folder, names[i], NULL);
        status = hzp_project_guard(project, output);
    }
    hzp_project_close(project);
    return status;
}

static char *folder_of_project(const char *project)
{
    g_autofree char *folder = g_file_test(project, G_FILE_TEST_IS_DIR) ? g_strdup(project) : g_path_get_dirname(project);
    return g_canonicalize_filename(folder, NULL);
}

HzpStatus hzp_plan_make(HzpRun *run, const char *project, const char *folder, HzpFindingFunction report, void *user,
                        HzpFindingCounts *counts)
{
    HzpFindingCounts own_counts = {0, 0, 0};
    HzpRun *own_run = run ? NULL : hzp_run_new();
    Job job = {.run = run ? run : own_run};
    HzpStatus status = guard_inputs(project, folder);
    if (status == HZP_OK) status = hzp_output_set_begin(folder, &job.outputs);
    if (status == HZP_OK) {
        job.project_folder = folder_of_project(project);
        job.log = g_string_new(NULL);
        hzp_run_tap_log(job.run, keep_log, &job, &job.earlier_log, &job.earlier_user);
        hzp_run_begin(job.run);
        status = hzp_run_end(job.run, make_all(&job, project, report, user, counts ? counts : &own_counts));
        hzp_run_set_log(job.run, job.earlier_log, job.earlier_user);
        if (status == HZP_OK) status = hzp_output_set_commit(job.outputs);
        if (status == HZP_OK) {
            hzp_output_set_tell_strangers(job.outputs, job.run, "maps");
            tell_outputs(&job, folder);
        }
        g_string_free(job.log, TRUE);
        g_free(job.project_folder);
    }
    hzp_output_set_free(job.outputs);
    hzp_run_free(own_run);
    return status;
}
