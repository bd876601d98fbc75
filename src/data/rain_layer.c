/* A layer of points or polygons as figures. */
#include "data/rain_layer.h"

#include <string.h>

#include "base/message.h"
#include "data/layer_reader.h"
#include "geo/geometry.h"

static HzpStatus fail(const HzpLayerSource *source, const char *id)
{
    return hzp_fail(HZP_E_INPUT, id, "path", source->path, NULL);
}

/* ---- what must be there ---- */

static HzpStatus check_probe(HzpRain *rain, const HzpRainProbe *probe, HzpLayerSource *source)
{
    if (!probe->geometry && !probe->xy) return fail(source, "rain_no_position");
    if (!probe->amount && probe->days->len == 0) return fail(source, "rain_no_amount");
    if (!probe->amount && probe->date) return fail(source, "rain_no_amount");
    if (!probe->geometry) {
        source->crs = HZP_RAIN_CRS;
    } else if (!probe->crs) {
        if (probe->beyond) return hzp_fail(HZP_E_CRS, "rain_crs_missing", "path", source->path, NULL);
        hzp_findings_add(rain->findings, "rain_crs_assumed", NULL, NULL, NULL, "path", source->path, NULL);
        source->crs = HZP_RAIN_CRS;
    }
    return HZP_OK;
}

/* Polygons or points: what most rows are. */
static HzpStatus find_kind(HzpTable *table, const HzpLayerSource *source, HzpRainKind *kind)
{
    GEOSGeometry **geometry = hzp_table_geometry(table);
    size_t polygons = 0;
    size_t points = 0;
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        polygons += geometry[i] && hzp_geometry_is_polygonal(geometry[i]);
        points += geometry[i] && hzp_geometry_is_point(geometry[i]);
    }
    if (polygons + points == 0) return fail(source, "rain_no_place");
    *kind = polygons > points ? HZP_RAIN_POLYGONS : HZP_RAIN_STATIONS;
    return HZP_OK;
}

/* What a damaged file has left is no rain to answer by. */
static HzpStatus check_read(const HzpRain *rain, const HzpLayerSource *source)
{
    for (size_t i = 0; i < hzp_findings_count(rain->findings); i++) {
        const HzpFinding *finding = hzp_findings_get(rain->findings, i);
        if (strcmp(finding->code, "rows_unread") == 0)
            return hzp_fail(HZP_E_INPUT, "rain_damaged", "path", source->path, "detail", finding->message, NULL);
    }
    return HZP_OK;
}

/* ---- reading ---- */

static void find_unit(HzpRainReading *reading, const char *heading)
{
    HzpRainFile *file = reading->file;
    const HzpRainTerms *terms = &reading->rain->terms;
    file->told.unit = hzp_rain_heading_unit(terms, heading);
    reading->factor = file->told.unit ? hzp_rain_unit(terms, file->told.unit, &file->unit_named) : 1;
    file->told.mm_per_unit = reading->factor;
}

static void tell_rows(const HzpRainReading *reading)
{
    const struct {
        const char *code;
        size_t count;
    } rows[] = {
        {"rain_rows_unplaced", reading->unplaced}, {"rain_rows_undated", reading->undated}, {"rain_bounds", reading->bounds}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].count)
            hzp_findings_add(reading->rain->findings, rows[i].code, NULL, NULL, NULL, "path", reading->file->told.path,
                             "count", hzp_text_of_size(rows[i].count), NULL);
    }
}

static HzpStatus read_figures(HzpRainReading *reading, const HzpProject *project, const HzpLayerSource *source,
                              const HzpRainProbe *probe)
{
    bool wide = probe->days->len > 0 && !probe->date;
    find_unit(reading, wide ? NULL : probe->amount);
    HzpStatus status =
        wide ? hzp_rain_figures_of_columns(reading, project, source, probe) : hzp_rain_figures_of_rows(reading, probe);
    if (status == HZP_OK) tell_rows(reading);
    return status;
}

static HzpStatus read_layer(HzpRun *run, HzpRain *rain, const HzpProject *project, const HzpLayerSource *source,
                            const HzpRainProbe *probe, bool first)
{
    HzpRainKind kind = HZP_RAIN_RASTER;
    HzpInput input;
    HzpTable *table = NULL;
    HzpStatus status = hzp_layer_read(run, project, HZP_RAIN_CRS, source, NULL, rain->findings, &table, &input);
    if (status == HZP_OK) status = check_read(rain, source);
    if (status == HZP_OK) status = find_kind(table, source, &kind);
    if (status == HZP_OK && !first && kind != rain->kind)
        status =
            hzp_fail(HZP_E_INPUT, "rain_kinds_mixed", "path", source->path, "other", hzp_rain_source(rain, 0)->path, NULL);
    if (status == HZP_OK) {
        rain->kind = kind;
        HzpRainFile *file = hzp_rain_file_add(rain, source->path, source->source);
        file->told.driver = g_strdup(input.driver);
        file->told.crs = g_strdup(input.crs);
        HzpRainReading reading = {.run = run, .rain = rain, .file = file, .table = table};
        status = read_figures(&reading, project, source, probe);
    }
    hzp_table_free(table);
    hzp_input_clear(&input);
    return status;
}

HzpStatus hzp_rain_layer_add(HzpRun *run, HzpRain *rain, const char *path, bool first)
{
    /* A file that somebody points at is a project of its own: nothing outside of its folder belongs to it. */
    g_autofree char *full = g_canonicalize_filename(path, NULL);
    g_autofree char *folder = g_path_get_dirname(full);
    const HzpProject project = {.path = full, .folder = folder, .crs = HZP_RAIN_CRS};
    HzpLayerSource source = {.layer = "rain", .path = path, .source = full};
    HzpRainProbe probe;
    HZP_TRY(hzp_rain_layer_choose(rain, &project, &source, &source.sublayer));
    HZP_TRY(hzp_rain_layer_probe(&project, &source, &probe));
    HzpStatus status = check_probe(rain, &probe, &source);
    if (status == HZP_OK) status = read_layer(run, rain, &project, &source, &probe, first);
    hzp_rain_probe_clear(&probe);
    return status;
}
