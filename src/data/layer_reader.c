#include "data/layer_reader.h"

#include <math.h>
#include <ogr_api.h>
#include <string.h>

#include "base/file_kind.h"
#include "base/message.h"
#include "data/file_checksum.h"
#include "data/layer_reading.h"
#include "data/source_date.h"
#include "data/source_files.h"
#include "data/table_source.h"
#include "geo/geometry.h"

void hzp_input_clear(HzpInput *input)
{
    g_free(input->path);
    g_free(input->driver);
    g_free(input->crs);
    g_free(input->transformation);
    g_free(input->encoding);
    g_free(input->sha256);
    memset(input, 0, sizeof *input);
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

HzpStatus hzp_layer_without_rows(const char *layer, HzpTable **table)
{
    HZP_TRY(hzp_fields_load());
    GArray *fields = hzp_fields_of_layer(layer);
    HzpLayerReading reading = {
        .fields = (const HzpField *)(const void *)fields->data, .n = fields->len, .table = hzp_table_new(layer, 0)};
    make_columns(&reading);
    hzp_fields_free(fields);
    *table = reading.table;
    return HZP_OK;
}

/* What GDAL has said since it was last asked. */
static void keep_trouble(HzpLayerReading *reading)
{
    if (!reading->trouble && *hzp_gdal_message()) reading->trouble = g_strdup(hzp_gdal_message());
}

/* Coordinates in columns are judged as a whole before they become points. */
static HzpStatus place_rows(HzpLayerReading *reading, const char *target_crs, HzpInput *input)
{
    if (!reading->from_columns) return HZP_OK;
    HZP_TRY(hzp_layer_choose_transform(reading, target_crs, input));
    GEOSGeometry **geometry = hzp_table_geometry(reading->table);
    for (size_t i = 0; i < hzp_table_rows(reading->table); i++) {
        HZP_TRY(hzp_run_check(reading->run));
        geometry[i] = hzp_layer_geometry_of_columns(reading, i);
    }
    return HZP_OK;
}

static HzpStatus read_rows(HzpLayerReading *reading, const char *target_crs, HzpInput *input)
{
    make_columns(reading);
    reading->wkb = GEOSWKBReader_create_r(hzp_geos());
    hzp_layer_begin_rows(reading);
    HzpStatus status = hzp_arrow_each_row(reading->source, reading->columns, reading->n_cells, hzp_layer_store_row, reading);
    keep_trouble(reading);
    GEOSWKBReader_destroy_r(hzp_geos(), reading->wkb);
    if (status == HZP_OK) status = place_rows(reading, target_crs, input);
    hzp_layer_finish_geometry(reading);
    hzp_layer_finish_rows(reading);
    return status;
}

static HzpStatus read_open_layer(HzpLayerReading *reading, const char *target_crs, HzpInput *input)
{
    GArray *fields = NULL;
    HzpStatus status = hzp_fields_match(reading->source, reading->findings, &fields);
    reading->fields = fields ? (const HzpField *)fields->data : NULL;
    reading->n = fields ? fields->len : 0;
    if (status == HZP_OK) status = hzp_layer_find_crs(reading, input);
    if (status == HZP_OK && !reading->from_columns) status = hzp_layer_choose_transform(reading, target_crs, input);
    if (status == HZP_OK) status = read_rows(reading, target_crs, input);
    hzp_fields_free(fields);
    hzp_transform_free(reading->transform);
    return status;
}

HzpStatus hzp_layer_read(HzpRun *run, const HzpProject *project, const char *target_crs, const HzpLayerSource *source,
                         HzpPolygonIndex *region, HzpFindings *findings, HzpTable **table, HzpInput *input)
{
    HzpVectorSource opened;
    *table = NULL;
    memset(input, 0, sizeof *input);
    HZP_TRY(hzp_fields_load());
    hzp_gdal_begin();
    HZP_TRY(hzp_file_kind_check(source->source));
    HZP_TRY(hzp_table_check_size(source, findings));
    HZP_TRY(hzp_vector_open(project, source, &opened));
    input->layer = source->layer;
    input->path = g_strdup(source->path);
    input->driver = g_strdup(opened.driver);
    input->encoding = g_strdup(opened.encoding);
    input->sha256 = hzp_file_checksum(source->source);
    hzp_source_date(&opened, findings, input);
    input->transformation_accuracy_m = NAN;
    HzpLayerReading reading = {.source = &opened,
                               .project = project,
                               .region = region,
                               .packed = source->packed,
                               .findings = findings,
                               .run = run,
                               .table = hzp_table_new(source->layer, 0)};
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
    if (status == HZP_OK && hzp_source_has_wal(source->source))
        hzp_findings_add(findings, "saved_beside", source->layer, NULL, NULL, "path", source->path, NULL);
    hzp_vector_close(&opened);
    if (status != HZP_OK) {
        hzp_table_free(reading.table);
        hzp_input_clear(input);
        return status;
    }
    *table = reading.table;
    return HZP_OK;
}
