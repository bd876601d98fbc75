/* The exposure question of a project answered by itself: the public calls of hazplan/exposure.h that read and compute. */
#include <math.h>
#include <string.h>

#include "analysis/exposure_figures.h"
#include "analysis/exposure_load.h"
#include "analysis/exposure_raster.h"
#include "base/message.h"
#include "data/input_watch.h"
#include "data/model.h"
#include "hazplan/exposure.h"

/* Below this a polygon's share is the noise of rounding. */
static const double LEAST_SHARE = 1e-12;

static const HzpExposureOptions usual = {false, false, NULL, NULL};

/* A list of codes as bits; all of them where there is none. */
static HzpStatus read_codes(const char *text, int (*position)(const char *), unsigned n, const char *unknown,
                            unsigned *wanted)
{
    *wanted = text && *text ? 0 : (1U << n) - 1;
    g_auto(GStrv) words = g_strsplit(text ? text : "", ",", -1);
    for (char **word = words; *word; word++) {
        int code = position(g_strstrip(*word));
        if (code >= 0) {
            *wanted |= 1U << code;
        } else if (**word || words[1]) {
            return hzp_fail(HZP_E_USAGE, unknown, "value", *word, NULL);
        }
    }
    return HZP_OK;
}

static void read_facts(const HzpProject *project, const HzpExposureOptions *options, HzpExposureTable *table)
{
    table->title = g_strdup(project->title);
    table->notice = g_strdup(project->notice);
    table->year = project->year;
    table->planar = options->planar;
    table->radius_factor[HZP_SCALE_CENTRAL] = 1;
    if (!options->sensitivity) return;
    table->radius_factor[HZP_SCALE_LOW] = hzp_project_number(project, "exposure.sensitivity.low");
    table->radius_factor[HZP_SCALE_HIGH] = hzp_project_number(project, "exposure.sensitivity.high");
}

typedef struct {
    HzpRun *run;
    const HzpProject *project;
    HzpExposureAnswer *answer;
    HzpExposureRaster *raster; /* NULL where the project has none */
    bool dasymetric;
} Answering;

static bool wants(const Answering *work, HzpExposureSource source) { return work->answer->sources >> source & 1; }

/* One source of units, in one scale; villages also as the raster spreads them. */
static HzpStatus add_units(const Answering *work, HzpExposureScale scale, HzpExposureSource source,
                           const HzpExposureVillages *villages)
{
    const HzpExposureLayers *layers = work->answer->layers;
    bool dasymetric = work->dasymetric && source == HZP_SOURCE_VILLAGES;
    g_autofree int32_t *region = NULL;
    HzpExposureUnits units;
    HzpExposureZones zones;
    HzpExposureResult *result = NULL;
    hzp_exposure_units_of(layers, villages, &region, &units);
    hzp_exposure_zones_of(layers, &zones);
    const HzpExposureQuestion question = {.units = &units,
                                          .zones = &zones,
                                          .ellipsoid = layers->planar ? NULL : &layers->crs,
                                          .radius_factor = work->answer->table->radius_factor[scale],
                                          .minimum_share =
                                              fmax(LEAST_SHARE, hzp_project_number(work->project, "hazard.minimum_share")),
                                          .circle_corners = hzp_exposure_circle_corners(work->project),
                                          .want_shares = dasymetric};
    HZP_TRY(hzp_exposure_compute(work->run, &question, &result));
    const HzpExposureFigures figures = {scale, source, &units, result};
    HzpStatus status = wants(work, source) ? hzp_exposure_answer_add(work->answer, &figures) : HZP_OK;
    if (status == HZP_OK && dasymetric) status = hzp_exposure_dasymetric_add(work->raster, &figures);
    hzp_exposure_result_free(result);
    return status;
}

static HzpStatus add_scale(const Answering *work, HzpExposureScale scale)
{
    const HzpExposureLayers *layers = work->answer->layers;
    bool buildings = layers->buildings.n > 0 && wants(work, HZP_SOURCE_BUILDINGS);
    if (work->raster) HZP_TRY(hzp_exposure_raster_scale(work->raster, scale));
    bool villages = hzp_project_layer(work->project, "villages") != NULL;
    if (villages && (wants(work, HZP_SOURCE_VILLAGES) || work->dasymetric))
        HZP_TRY(add_units(work, scale, HZP_SOURCE_VILLAGES, &layers->villages));
    if (work->raster && wants(work, HZP_SOURCE_RASTER)) HZP_TRY(hzp_exposure_raster_add(work->raster, scale));
    return buildings ? add_units(work, scale, HZP_SOURCE_BUILDINGS, &layers->buildings) : HZP_OK;
}

static HzpStatus add_scales(const Answering *work)
{
    const double *factor = work->answer->table->radius_factor;
    double scales = 0;
    double done = 0;
    for (int scale = 0; scale < HZP_SCALES; scale++)
        scales += !isnan(factor[scale]);
    for (int scale = 0; scale < HZP_SCALES; scale++) {
        if (isnan(factor[scale])) continue;
        HzpStretch all = hzp_run_stretch(work->run, done / scales, (done + 1) / scales);
        HzpStatus status = add_scale(work, (HzpExposureScale)scale);
        hzp_run_resume(work->run, all);
        HZP_TRY(status);
        done++;
    }
    return HZP_OK;
}

static bool uses_cells(const HzpProject *project, const HzpExposureAnswer *answer)
{
    return hzp_project_layer(project, "population") &&
           answer->sources & (1U << HZP_SOURCE_RASTER | 1U << HZP_SOURCE_DASYMETRIC);
}

static HzpStatus add_sources(HzpRun *run, const HzpProject *project, HzpFindings *findings, HzpExposureAnswer *answer)
{
    HzpExposureRaster raster = {.run = run, .project = project, .findings = findings, .answer = answer};
    Answering work = {.run = run, .project = project, .answer = answer};
    if (!uses_cells(project, answer)) return add_scales(&work);
    work.raster = &raster;
    work.dasymetric = wants(&work, HZP_SOURCE_DASYMETRIC) && answer->layers->villages.polygons &&
                      strcmp(hzp_project_text(project, "exposure.dasymetric"), "true") == 0;
    HzpStatus status = hzp_exposure_raster_begin(&raster);
    if (status == HZP_OK) status = add_scales(&work);
    hzp_exposure_raster_clear(&raster);
    return status;
}

/* What the project can be asked for. A source that is named and not there is no answer of nobody. */
static HzpStatus check_layers(const HzpProject *project, const HzpExposureOptions *options, HzpFindings *findings,
                              const HzpExposureAnswer *answer)
{
    bool named = options->sources && *options->sources && answer->sources >> HZP_SOURCE_VILLAGES & 1;
    if (named && !hzp_project_layer(project, "villages"))
        return hzp_fail(HZP_E_INPUT, "layer_required", "file", project->path, "layer", "villages", NULL);
    if (!answer->zoned) hzp_findings_add(findings, "exposure_without_zones", "project", NULL, NULL, NULL);
    return HZP_OK;
}

static void free_layers(gpointer layers) { hzp_exposure_layers_free(layers); }

/* Layers are read first, cells while people are counted: each is of one state when it has been read. */
static HzpStatus compute(HzpRun *run, const HzpProject *project, const HzpExposureOptions *options, HzpFindings *findings,
                         const HzpInputWatch *watch, HzpExposureTable **table)
{
    HzpExposureAnswer answer = {.threads = hzp_run_threads(run)};
    HzpExposureLayers *layers = NULL;
    HZP_TRY(read_codes(options->levels, hzp_exposure_level, HZP_LEVELS, "exposure_level_unknown", &answer.levels));
    HZP_TRY(read_codes(options->sources, hzp_exposure_source, HZP_SOURCES, "exposure_source_unknown", &answer.sources));
    answer.zoned = hzp_exposure_has_zones(project);
    HZP_TRY(check_layers(project, options, findings, &answer));
    if (uses_cells(project, &answer)) hzp_exposure_raster_expect();
    HzpStatus read = hzp_exposure_load(run, project, options->planar, findings, &layers);
    HzpStatus status = hzp_input_watch_end(watch, NULL, read);
    if (status != HZP_OK) {
        if (read == HZP_OK) hzp_exposure_layers_free(layers);
        return status;
    }
    answer.layers = layers;
    answer.table = hzp_exposure_table_new();
    answer.table->owner = layers;
    answer.table->free_owner = free_layers;
    read_facts(project, options, answer.table);
    hzp_exposure_answer_begin(&answer, project);
    status = add_sources(run, project, findings, &answer);
    if (uses_cells(project, &answer))
        status = hzp_input_watch_end(watch, hzp_project_layer(project, "population")->source, status);
    if (status != HZP_OK) {
        hzp_exposure_table_free(answer.table);
        return status;
    }
    *table = answer.table;
    return HZP_OK;
}

static void report_findings(HzpFindings *findings, HzpFindingFunction report, void *user, HzpFindingCounts *counts)
{
    if (counts) *counts = hzp_findings_totals(findings);
    for (size_t i = 0; report && i < hzp_findings_count(findings); i++)
        report(hzp_findings_get(findings, i), user);
}

/* For the share of progress: computing takes about as long as reading, cells longer, writing one table little. */
static void expect_work(HzpRun *run, const HzpProject *project, bool writes)
{
    double reading = hzp_model_read_cost_s(project);
    hzp_run_expect(run, "phase_read", reading);
    hzp_run_expect(run, "phase_exposure", reading);
    if (hzp_project_layer(project, "population")) hzp_run_expect(run, "phase_raster", 2 * reading);
    if (writes) hzp_run_expect(run, "phase_write", 0.1 * reading);
}

/* `path` may be NULL: then nothing is written. */
static HzpStatus open_and_answer(HzpRun *run, const char *project_path, const HzpExposureOptions *options, const char *path,
                                 HzpFindingFunction report, void *user, HzpFindingCounts *counts, HzpExposureTable **table)
{
    HzpProject *project = NULL;
    HzpFindings *findings = NULL;
    HzpInputWatch *watch = NULL;
    if (counts) *counts = (HzpFindingCounts){0};
    HZP_TRY(hzp_project_open(project_path, &project));
    HzpStatus status = path ? hzp_project_guard(project, path) : HZP_OK;
    if (status == HZP_OK) status = hzp_findings_new(project, &findings);
    if (status == HZP_OK) status = hzp_input_watch_project(project, &watch);
    if (status == HZP_OK) {
        expect_work(run, project, path != NULL);
        status = compute(run, project, options ? options : &usual, findings, watch, table);
        /* Of a run that was stopped, or whose input changed, findings would be those of an accidental part. */
        if (status != HZP_E_CANCELLED && !hzp_input_was_changed(status)) report_findings(findings, report, user, counts);
    }
    hzp_input_watch_free(watch);
    hzp_findings_free(findings);
    hzp_project_close(project);
    return status;
}

HzpStatus hzp_project_exposure(HzpRun *run, const char *project, const HzpExposureOptions *options, HzpFindingFunction report,
                               void *user, HzpFindingCounts *counts, HzpExposureTable **table)
{
    *table = NULL;
    hzp_run_begin(run);
    return hzp_run_end(run, open_and_answer(run, project, options, NULL, report, user, counts, table));
}

static HzpStatus answer_and_write(HzpRun *run, const char *project, const HzpExposureOptions *options, const char *path,
                                  const char *format, HzpFindingFunction report, void *user, HzpFindingCounts *counts)
{
    HzpExposureTable *table = NULL;
    HZP_TRY(open_and_answer(run, project, options, path, report, user, counts, &table));
    HzpStatus status = hzp_exposure_table_write(run, table, path, format);
    hzp_exposure_table_free(table);
    return status;
}

HzpStatus hzp_project_exposure_write(HzpRun *run, const char *project, const HzpExposureOptions *options, const char *path,
                                     const char *format, HzpFindingFunction report, void *user, HzpFindingCounts *counts)
{
    HZP_TRY(hzp_exposure_table_check_path(path, format));
    hzp_run_begin(run);
    return hzp_run_end(run, answer_and_write(run, project, options, path, format, report, user, counts));
}
