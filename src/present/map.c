/* hzp_map_write(): which sheets, which files, and drawing them side by side. */
#include "hazplan/map.h"

#include <string.h>

#include "base/message.h"
#include "base/output_set.h"
#include "base/run.h"
#include "present/map_surface.h"

typedef struct {
    HzpSheet *sheet;
    char *path;
    HzpMapFormat format;
} Output;

typedef struct {
    HzpRun *run;
    HzpMapOptions options;
    HzpPlanFile *plan;
    HzpMapConfig *config;
    HzpMapData *data;
    HzpPlanFacts facts;
    GPtrArray *sheets;
    GPtrArray *outputs; /* of Output, those of a sheet together */
    HzpOutputSet *set;  /* for a folder: all sheets or none; NULL for one file */
} Job;

static HzpStatus check_options(Job *job)
{
    HzpMapFormat format;
    HzpMapOptions *options = &job->options;
    if (options->dpi == 0) options->dpi = 200;
    if (!options->size) options->size = "A3";
    if (!(options->dpi >= 50 && options->dpi <= 1200))
        return hzp_fail(HZP_E_USAGE, "map_dpi_range", "dpi", hzp_text_of_number(options->dpi), NULL);
    if (options->format && !hzp_map_format_named(options->format, &format))
        return hzp_fail(HZP_E_USAGE, "map_format_unknown", "format", options->format, NULL);
    return HZP_OK;
}

static void sheet_free(gpointer sheet) { hzp_sheet_free(sheet); }

static void output_free(gpointer data)
{
    Output *output = data;
    g_free(output->path);
    g_free(output);
}

static HzpStatus add_sheet(Job *job, const HzpMapRow *county, const HzpPageSize *page)
{
    HzpSheet *sheet = NULL;
    HzpStatus status = hzp_sheet_new(job->data, job->config, &job->facts, county, page, &sheet);
    if (status != HZP_OK || (job->options.sheet && !hzp_sheet_is(sheet, job->options.sheet))) {
        hzp_sheet_free(sheet);
        return status;
    }
    g_ptr_array_add(job->sheets, sheet);
    return HZP_OK;
}

static HzpStatus choose_sheets(Job *job)
{
    HzpPageSize page;
    HZP_TRY(hzp_map_config_page(job->config, job->options.size, &page));
    HZP_TRY(add_sheet(job, NULL, &page));
    const HzpMapLayer *counties = hzp_map_data_layer(job->data, "counties");
    GString *known = g_string_new("overview");
    HzpStatus status = HZP_OK;
    for (size_t i = 0; counties && i < counties->count && status == HZP_OK; i++) {
        g_autofree char *name = hzp_map_row_text(&counties->rows[i], "name");
        if (!counties->rows[i].shape) continue;
        g_string_append_printf(known, ", %s", name ? name : "?");
        status = add_sheet(job, &counties->rows[i], &page);
    }
    if (status == HZP_OK && job->sheets->len == 0)
        status = hzp_fail(HZP_E_USAGE, "map_sheet_unknown", "sheet", job->options.sheet, "known", known->str, NULL);
    g_string_free(known, TRUE);
    return status;
}

static void add_output(Job *job, HzpSheet *sheet, char *path, HzpMapFormat format)
{
    Output *output = g_new0(Output, 1);
    *output = (Output){sheet, path, format};
    g_ptr_array_add(job->outputs, output);
}

static HzpStatus choose_folder_outputs(Job *job, const char *target)
{
    HzpMapFormat wanted = HZP_FORMAT_PDF;
    bool one = hzp_map_format_named(job->options.format, &wanted);
    HZP_TRY(hzp_output_set_begin(target, &job->set));
    for (guint i = 0; i < job->sheets->len; i++) {
        HzpSheet *sheet = g_ptr_array_index(job->sheets, i);
        for (int format = HZP_FORMAT_PDF; format <= HZP_FORMAT_SVG; format++) {
            if (one ? format != (int)wanted : format == HZP_FORMAT_SVG) continue;
            g_autofree char *file = g_strconcat(sheet->stem, ".", hzp_map_format_name((HzpMapFormat)format), NULL);
            add_output(job, sheet, g_build_filename(hzp_output_set_work(job->set), file, NULL), (HzpMapFormat)format);
        }
    }
    return HZP_OK;
}

static HzpStatus choose_outputs(Job *job, const char *target)
{
    HzpMapFormat format = HZP_FORMAT_PDF;
    bool is_file = !g_file_test(target, G_FILE_TEST_IS_DIR) && hzp_map_format_of(target, &format);
    if (!is_file) return choose_folder_outputs(job, target);
    if (!job->options.sheet) return hzp_fail(HZP_E_USAGE, "map_file_needs_sheet", "file", target, NULL);
    hzp_map_format_named(job->options.format, &format);
    add_output(job, g_ptr_array_index(job->sheets, 0), g_strdup(target), format);
    return HZP_OK;
}

/* Draw all files of one sheet; on failure the message is copied, for it belongs to this thread. */
static HzpStatus draw_sheet(const Job *job, HzpSheet *sheet, char **message)
{
    HzpStatus status = hzp_run_cancelled(job->run) ? HZP_E_CANCELLED : hzp_sheet_prepare(sheet);
    if (status == HZP_OK) status = hzp_plan_file_check(job->plan);
    for (guint i = 0; i < job->outputs->len && status == HZP_OK; i++) {
        const Output *output = g_ptr_array_index(job->outputs, i);
        if (output->sheet == sheet) status = hzp_surface_write(sheet, output->format, job->options.dpi, output->path);
    }
    if (status != HZP_OK && status != HZP_E_CANCELLED) *message = g_strdup(hzp_error_message());
    return status;
}

static HzpStatus draw_all(Job *job)
{
    int count = (int)job->sheets->len;
    g_autofree HzpStatus *results = g_new0(HzpStatus, (gsize)count);
    g_autofree char **messages = g_new0(char *, (gsize)count);
    int done = 0;
    HzpStatus status = hzp_run_step(job->run, "map_phase", 0, count);
#pragma omp parallel for schedule(dynamic, 1) num_threads(hzp_run_threads(job->run)) if (status == HZP_OK)
    for (int i = 0; i < count; i++) {
        if (status == HZP_OK) results[i] = draw_sheet(job, g_ptr_array_index(job->sheets, (guint)i), &messages[i]);
#pragma omp critical(hzp_map_progress)
        {
            done++;
            if (status == HZP_OK) hzp_run_step(job->run, "map_phase", done, count);
        }
    }
    for (int i = 0; i < count; i++) {
        const HzpSheet *sheet = g_ptr_array_index(job->sheets, (guint)i);
        if (status == HZP_OK && results[i] == HZP_E_CANCELLED) status = hzp_run_step(job->run, "map_phase", i, count);
        if (status == HZP_OK && results[i] != HZP_OK)
            status = hzp_fail(results[i], "map_sheet_failed", "sheet", sheet->name, "reason", messages[i], NULL);
        if (status == HZP_OK) hzp_sheet_log(job->run, sheet);
        g_free(messages[i]);
    }
    return status;
}

static HzpStatus write_maps(Job *job, const char *plan, const char *target)
{
    HZP_TRY(check_options(job));
    HZP_TRY(hzp_plan_file_open(plan, &job->plan));
    HZP_TRY(hzp_map_config_load(&job->config));
    HZP_TRY(hzp_map_data_load(job->run, job->plan, job->config, &job->data));
    HZP_TRY(hzp_plan_facts_read(job->data, job->config, &job->facts));
    HZP_TRY(hzp_plan_file_check(job->plan));
    if (!hzp_text_has_chinese(job->config->font))
        hzp_run_log(job->run, HZP_LOG_WARNING, "map_font_missing", "font", job->config->font, NULL);
    HZP_TRY(choose_sheets(job));
    HZP_TRY(choose_outputs(job, target));
    HZP_TRY(draw_all(job));
    HZP_TRY(hzp_plan_file_check(job->plan));
    return job->set ? hzp_output_set_commit(job->set) : HZP_OK;
}

HzpStatus hzp_map_write(HzpRun *run, const char *plan, const char *target, const HzpMapOptions *options)
{
    Job job = {.run = run};
    if (options) job.options = *options;
    job.sheets = g_ptr_array_new_with_free_func(sheet_free);
    job.outputs = g_ptr_array_new_with_free_func(output_free);
    hzp_run_begin(run);
    HzpStatus status = hzp_run_end(run, write_maps(&job, plan, target));
    hzp_output_set_free(job.set);
    g_ptr_array_free(job.outputs, TRUE);
    g_ptr_array_free(job.sheets, TRUE);
    hzp_plan_facts_clear(&job.facts);
    hzp_map_data_free(job.data);
    hzp_map_config_free(job.config);
    hzp_plan_file_close(job.plan);
    return status;
}
