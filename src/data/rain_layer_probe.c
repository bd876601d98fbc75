/* Looking at a layer before it is read: which columns it has, and which of several layers is the rain. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/rain_date.h"
#include "data/rain_layer.h"
#include "data/source_guard.h"
#include "data/table_source.h"

void hzp_rain_probe_clear(HzpRainProbe *probe)
{
    g_free(probe->amount);
    if (probe->days) g_array_unref(probe->days);
    memset(probe, 0, sizeof *probe);
}

static int column_of(const GArray *fields, const char *name)
{
    for (guint i = 0; i < fields->len; i++) {
        const HzpField *field = &g_array_index(fields, HzpField, i);
        if (strcmp(field->name, name) == 0) return field->column;
    }
    return -1;
}

static void find_days(const HzpVectorSource *opened, HzpRainProbe *probe)
{
    int n = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(opened->layer));
    for (int column = 0; column < n; column++) {
        HzpRainColumn day = {.column = column};
        g_autofree char *name = hzp_vector_field_name(opened, column);
        if (hzp_rain_date_in_name(name, &day.day)) g_array_append_val(probe->days, day);
    }
}

static void look_at_geometry(OGRLayerH layer, HzpRainProbe *probe)
{
    OGREnvelope box = {0};
    probe->geometry = OGR_L_GetGeomType(layer) != wkbNone;
    probe->crs = probe->geometry && OGR_L_GetSpatialRef(layer);
    if (probe->geometry && !probe->crs && OGR_L_GetExtent(layer, &box, TRUE) == OGRERR_NONE)
        probe->beyond = box.MinX < -181 || box.MaxX > 361 || box.MinY < -91 || box.MaxY > 91;
}

static HzpStatus look_at(HzpVectorSource *opened, HzpFindings *findings, HzpRainProbe *probe)
{
    GArray *fields = NULL;
    HZP_TRY(hzp_table_check_width(opened->source, OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(opened->layer)), findings));
    HZP_TRY(hzp_table_prepare(opened, findings));
    HzpStatus status = hzp_fields_match(opened, findings, &fields);
    if (status == HZP_OK) {
        int amount = column_of(fields, "mm");
        probe->xy = column_of(fields, "x") >= 0 && column_of(fields, "y") >= 0;
        probe->date = column_of(fields, "date") >= 0;
        probe->amount = amount >= 0 ? hzp_vector_field_name(opened, amount) : NULL;
        find_days(opened, probe);
        look_at_geometry(opened->layer, probe);
    }
    hzp_fields_free(fields);
    return status;
}

HzpStatus hzp_rain_layer_probe(const HzpProject *project, const HzpLayerSource *source, HzpRainProbe *probe)
{
    HzpVectorSource opened;
    HzpFindings *findings = NULL; /* said again when the layer is read */
    memset(probe, 0, sizeof *probe);
    HZP_TRY(hzp_fields_load());
    HZP_TRY(hzp_findings_new(NULL, &findings));
    HzpStatus status = hzp_table_check_size(source, findings);
    if (status == HZP_OK) status = hzp_vector_open(project, source, &opened);
    if (status == HZP_OK) {
        probe->days = g_array_new(FALSE, FALSE, sizeof(HzpRainColumn));
        hzp_gdal_capture();
        status = look_at(&opened, findings, probe);
        hzp_gdal_release();
        hzp_vector_close(&opened);
    }
    hzp_findings_free(findings);
    if (status != HZP_OK) hzp_rain_probe_clear(probe);
    return status;
}

/* ---- one layer of several ---- */

static GPtrArray *names_of_layers(const HzpProject *project, const char *path)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autofree const char **drivers = hzp_source_drivers(project);
    bool zipped = g_str_has_suffix(path, ".zip") && !g_str_has_suffix(path, ".gdb.zip");
    g_autofree char *name = g_strconcat(zipped ? "/vsizip/" : "", path, NULL);
    hzp_gdal_capture();
    GDALDatasetH dataset = GDALOpenEx(name, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
    for (int i = 0; dataset && i < GDALDatasetGetLayerCount(dataset); i++)
        g_ptr_array_add(names, g_strdup(OGR_L_GetName(GDALDatasetGetLayer(dataset, i))));
    if (dataset) GDALClose(dataset);
    hzp_gdal_release();
    return names;
}

HzpStatus hzp_rain_layer_choose(HzpRain *rain, const HzpProject *project, const HzpLayerSource *source, const char **sublayer)
{
    g_autoptr(GPtrArray) names = names_of_layers(project, source->source);
    g_autoptr(GString) fitting = g_string_new(NULL);
    size_t count = 0;
    *sublayer = NULL;
    if (names->len < 2) return HZP_OK;
    for (guint i = 0; i < names->len; i++) {
        HzpRainProbe probe;
        HzpLayerSource one = *source;
        one.sublayer = g_ptr_array_index(names, i);
        /* A sheet that cannot be read is not the one. */
        if (hzp_rain_layer_probe(project, &one, &probe) != HZP_OK) continue;
        bool fits = (probe.geometry || probe.xy) && (probe.amount || probe.days->len > 0);
        hzp_rain_probe_clear(&probe);
        if (!fits) continue;
        g_string_append_printf(fitting, "%s%s", count++ ? ", " : "", one.sublayer);
        *sublayer = g_string_chunk_insert(rain->texts, one.sublayer);
    }
    if (count == 1) return HZP_OK;
    return hzp_fail(HZP_E_INPUT, count ? "rain_layers" : "rain_no_layer", "path", source->path, "known", fitting->str, NULL);
}
