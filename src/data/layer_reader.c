#include "data/layer_reader.h"

#include <cpl_conv.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <string.h>

#include "base/message.h"
#include "data/file_checksum.h"
#include "data/layer_reading.h"
#include "data/table_source.h"
#include "geo/geometry.h"

void hzp_input_clear(HzpInput *input)
{
    g_free(input->path);
    g_free(input->driver);
    g_free(input->crs);
    g_free(input->encoding);
    g_free(input->sha256);
    memset(input, 0, sizeof *input);
}

static HzpStatus layer_crs(const HzpLayerReading *reading, char **crs)
{
    const HzpLayerSource *source = reading->source->source;
    *crs = NULL;
    if (source->crs) {
        *crs = g_strdup(source->crs);
        return HZP_OK;
    }
    OGRSpatialReferenceH reference = reading->from_columns ? NULL : OGR_L_GetSpatialRef(reading->source->layer);
    if (!reference)
        return hzp_fail(HZP_E_CRS, reading->from_columns ? "crs_of_columns_missing" : "crs_missing", "layer", source->layer,
                        "path", source->path, NULL);
    const char *authority = OSRGetAuthorityName(reference, NULL);
    const char *code = OSRGetAuthorityCode(reference, NULL);
    if (authority && code) {
        *crs = g_strdup_printf("%s:%s", authority, code);
        return HZP_OK;
    }
    char *wkt = NULL;
    static const char *const options[] = {"FORMAT=WKT2_2019", NULL};
    if (OSRExportToWktEx(reference, &wkt, options) == OGRERR_NONE) *crs = g_strdup(wkt);
    CPLFree(wkt);
    return *crs ? HZP_OK : hzp_fail(HZP_E_CRS, "crs_missing", "layer", source->layer, "path", source->path, NULL);
}

static HzpStatus prepare_crs(HzpLayerReading *reading, const char *target_crs, char **crs)
{
    HzpCrsFacts facts;
    bool geometry = OGR_L_GetGeomType(reading->source->layer) != wkbNone;
    bool x = false;
    bool y = false;
    for (size_t i = 0; i < reading->n; i++) {
        if (reading->fields[i].column < 0) continue;
        x |= strcmp(reading->fields[i].name, "x") == 0;
        y |= strcmp(reading->fields[i].name, "y") == 0;
    }
    const HzpLayerSource *source = reading->source->source;
    reading->from_columns = x && y && (!geometry || source->x || source->y);
    if (!geometry && !reading->from_columns) return HZP_OK;
    HZP_TRY(layer_crs(reading, crs));
    HzpStatus status = hzp_crs_facts(*crs, &facts);
    if (status != HZP_OK)
        return hzp_fail(HZP_E_CRS, "layer_crs_unknown", "layer", source->layer, "path", source->path, "crs", *crs, NULL);
    reading->geographic = facts.geographic;
    if (hzp_crs_shift_unknown(*crs, target_crs))
        hzp_findings_add(reading->findings, "crs_shift_unknown", source->layer, NULL, NULL, "path", source->path, "crs",
                         facts.name, "target", target_crs, NULL);
    return strcmp(*crs, target_crs) == 0 ? HZP_OK : hzp_transform_new(*crs, target_crs, &reading->transform);
}

static void make_columns(HzpLayerReading *reading)
{
    hzp_table_add_number(reading->table, "source_row", HZP_COLUMN_INTEGER);
    for (size_t i = 0; i < reading->n; i++) {
        const HzpField *field = &reading->fields[i];
        if (field->type == HZP_FIELD_TEXT) {
            hzp_table_add_text(reading->table, field->name);
        } else {
            bool whole = field->type == HZP_FIELD_PEOPLE || field->type == HZP_FIELD_HOUSEHOLDS;
            hzp_table_add_number(reading->table, field->name, whole ? HZP_COLUMN_INTEGER : HZP_COLUMN_REAL);
        }
        hzp_table_set_header(reading->table, field->name, field->header);
    }
    hzp_table_geometry(reading->table);
}

/* What GDAL has said since it was last asked. */
static void keep_trouble(HzpLayerReading *reading)
{
    if (!reading->trouble && *hzp_gdal_message()) reading->trouble = g_strdup(hzp_gdal_message());
}

static HzpStatus read_rows(HzpLayerReading *reading)
{
    make_columns(reading);
    reading->wkb = GEOSWKBReader_create_r(hzp_geos());
    hzp_layer_begin_rows(reading);
    HzpStatus status = hzp_arrow_each_row(reading->source, reading->columns, reading->n_cells, hzp_layer_store_row, reading);
    keep_trouble(reading);
    GEOSWKBReader_destroy_r(hzp_geos(), reading->wkb);
    hzp_layer_finish_rows(reading);
    return status;
}

static HzpStatus read_open_layer(HzpLayerReading *reading, const char *target_crs, HzpInput *input)
{
    GArray *fields = NULL;
    HzpStatus status = hzp_fields_match(reading->source, reading->findings, &fields);
    reading->fields = fields ? (const HzpField *)fields->data : NULL;
    reading->n = fields ? fields->len : 0;
    if (status == HZP_OK) status = prepare_crs(reading, target_crs, &input->crs);
    if (status == HZP_OK) status = read_rows(reading);
    hzp_fields_free(fields);
    hzp_transform_free(reading->transform);
    return status;
}

HzpStatus hzp_layer_read(HzpRun *run, const HzpProject *project, const char *target_crs, const HzpLayerSource *source,
                         HzpFindings *findings, HzpTable **table, HzpInput *input)
{
    HzpVectorSource opened;
    *table = NULL;
    memset(input, 0, sizeof *input);
    HZP_TRY(hzp_fields_load());
    hzp_gdal_begin();
    HZP_TRY(hzp_table_check_size(source, findings));
    HZP_TRY(hzp_vector_open(project, source, &opened));
    input->layer = source->layer;
    input->path = g_strdup(source->path);
    input->driver = g_strdup(opened.driver);
    input->encoding = g_strdup(opened.encoding);
    input->sha256 = hzp_file_checksum(source->source);
    HzpLayerReading reading = {.source = &opened, .findings = findings, .run = run, .table = hzp_table_new(source->layer, 0)};
    keep_trouble(&reading);
    HzpStatus status = hzp_table_prepare(&opened, findings);
    if (status == HZP_OK)
        status = hzp_table_check_width(source, OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(opened.layer)), findings);
    keep_trouble(&reading);
    if (status == HZP_OK) status = hzp_vector_filter(&opened);
    /* What drivers say while columns and CRS are looked at is not for the terminal. */
    hzp_gdal_capture();
    if (status == HZP_OK) status = read_open_layer(&reading, target_crs, input);
    hzp_gdal_release();
    g_free(reading.trouble);
    input->features = hzp_table_rows(reading.table);
    if (status == HZP_OK && opened.encoding_finding)
        hzp_findings_add(findings, opened.encoding_finding, source->layer, NULL, NULL, "path", source->path, "encoding",
                         opened.encoding, "declared", opened.encoding_declared, NULL);
    hzp_vector_close(&opened);
    if (status != HZP_OK) {
        hzp_table_free(reading.table);
        hzp_input_clear(input);
        return status;
    }
    *table = reading.table;
    return HZP_OK;
}
