#include "present/map_data_layer.h"

#include <math.h>
#include <string.h>

#include "base/resource.h"
#include "base/run.h"
#include "present/map_geometry.h"
#include "present/map_qml.h"

void hzp_map_row_clear(HzpMapRow *row)
{
    g_free(row->cells);
    g_free(row->xy);
    g_free(row->ends);
}

void hzp_map_layer_free(gpointer data)
{
    HzpMapLayer *layer = data;
    for (size_t i = 0; i < layer->count; i++)
        hzp_map_row_clear(&layer->rows[i]);
    if (layer->borders) hzp_map_row_clear(layer->borders);
    g_free(layer->borders);
    g_free(layer->rows);
    g_ptr_array_free(layer->columns, TRUE);
    g_string_chunk_free(layer->texts);
    hzp_style_free(layer->style);
    g_free(layer->name);
    g_free(layer);
}

void hzp_map_data_free(HzpMapData *data)
{
    if (!data) return;
    g_ptr_array_free(data->layers, TRUE);
    g_free(data->crs);
    g_free(data->projection);
    g_free(data->geographic);
    g_free(data);
}

const HzpMapLayer *hzp_map_data_layer(const HzpMapData *data, const char *name)
{
    for (guint i = 0; i < data->layers->len; i++) {
        const HzpMapLayer *layer = g_ptr_array_index(data->layers, i);
        if (strcmp(layer->name, name) == 0) return layer;
    }
    return NULL;
}

const HzpCell *hzp_map_row_cell(const void *data, const char *column)
{
    const HzpMapRow *row = data;
    const GPtrArray *columns = row->layer->columns;
    for (guint i = 0; i < columns->len; i++) {
        if (strcmp(g_ptr_array_index(columns, i), column) == 0) return &row->cells[i];
    }
    return NULL;
}

char *hzp_map_row_text(const HzpMapRow *row, const char *column)
{
    const HzpCell *cell = hzp_map_row_cell(row, column);
    if (!cell || cell->kind == HZP_CELL_NULL) return NULL;
    if (cell->kind == HZP_CELL_TEXT) return *cell->text ? g_strdup(cell->text) : NULL;
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    return g_strdup(g_ascii_formatd(number, sizeof number, "%.15g", cell->number));
}

double hzp_map_row_number(const HzpMapRow *row, const char *column)
{
    const HzpCell *cell = hzp_map_row_cell(row, column);
    return cell && cell->kind == HZP_CELL_NUMBER ? cell->number : NAN;
}

static HzpCell read_cell(sqlite3_stmt *statement, int column, GStringChunk *texts)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
        return (HzpCell){HZP_CELL_NUMBER, sqlite3_column_double(statement, column), NULL};
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_column_text(statement, column);
        return (HzpCell){HZP_CELL_TEXT, 0, g_string_chunk_insert_const(texts, text ? text : "")};
    }
    default:
        return (HzpCell){HZP_CELL_NULL, 0, NULL};
    }
}

HzpStatus hzp_map_layer_geometry(HzpPlanFile *plan, const char *layer, char **column)
{
    sqlite3_stmt *statement = NULL;
    *column = NULL;
    HZP_TRY(hzp_plan_file_prepare(plan, "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?1", &statement));
    sqlite3_bind_text(statement, 1, layer, -1, SQLITE_STATIC);
    if (hzp_plan_file_step(plan, statement)) *column = g_strdup((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return hzp_plan_file_check(plan);
}

static void read_row(HzpMapLayer *layer, sqlite3_stmt *statement, int geometry_index, HzpMapRow *row)
{
    int columns = sqlite3_column_count(statement);
    row->layer = layer;
    row->cells = g_new0(HzpCell, (gsize)MAX(columns - 1, 1));
    for (int i = 0, cell = 0; i < columns; i++) {
        if (i != geometry_index) row->cells[cell++] = read_cell(statement, i, layer->texts);
    }
    GEOSGeometry *geometry = hzp_plan_file_geometry(statement, geometry_index);
    hzp_map_geometry_unpack(geometry, row);
    hzp_geometry_free(geometry);
}

HzpStatus hzp_map_layer_read(HzpPlanFile *plan, HzpMapLayer *layer, const char *geometry, sqlite3_stmt *statement)
{
    int geometry_index = -1;
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        const char *name = sqlite3_column_name(statement, i);
        if (strcmp(name, geometry) == 0) {
            geometry_index = i;
        } else {
            g_ptr_array_add(layer->columns, g_strdup(name));
        }
    }
    GArray *rows = g_array_new(FALSE, TRUE, sizeof(HzpMapRow));
    while (geometry_index >= 0 && hzp_plan_file_step(plan, statement)) {
        HzpMapRow row = {0};
        read_row(layer, statement, geometry_index, &row);
        g_array_append_val(rows, row);
    }
    layer->count = rows->len;
    layer->rows = (HzpMapRow *)(void *)g_array_free(rows, FALSE);
    return hzp_plan_file_check(plan);
}

static HzpStatus read_rows(HzpPlanFile *plan, HzpMapLayer *layer, const char *geometry)
{
    sqlite3_stmt *statement = NULL;
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY rowid", layer->name);
    HzpStatus status = hzp_plan_file_prepare(plan, sql, &statement);
    sqlite3_free(sql);
    if (status == HZP_OK) status = hzp_map_layer_read(plan, layer, geometry, statement);
    sqlite3_finalize(statement);
    return status;
}

HzpStatus hzp_map_layer_style(HzpRun *run, HzpPlanFile *plan, HzpMapLayer *layer)
{
    g_autofree char *qml = NULL;
    gsize length = 0;
    qml = hzp_plan_file_style(plan, layer->name);
    if (!qml) {
        g_autofree char *file = g_strconcat(layer->name, ".qml", NULL);
        g_autofree char *path = hzp_resource_path("styles", file);
        g_autoptr(GError) error = NULL;
        if (!path || !g_file_get_contents(path, &qml, &length, &error))
            return hzp_fail(hzp_status_of_file(error), "map_style_missing", "layer", layer->name, NULL);
        hzp_run_log(run, HZP_LOG_INFO, "map_style_from_folder", "layer", layer->name, "file", path, NULL);
    }
    return hzp_qml_read(layer->name, qml, strlen(qml), &layer->style);
}

static bool layer_has_column(const void *data, const char *column)
{
    const HzpMapLayer *layer = data;
    for (guint i = 0; i < layer->columns->len; i++) {
        if (strcmp(g_ptr_array_index(layer->columns, i), column) == 0) return true;
    }
    return false;
}

static HzpStatus check_rule_columns(const HzpMapLayer *layer, const GPtrArray *rules)
{
    for (guint i = 0; i < rules->len; i++) {
        const HzpStyleRule *rule = g_ptr_array_index(rules, i);
        const char *column = hzp_filter_unknown_column(rule->filter, layer_has_column, layer);
        if (column)
            return hzp_fail(HZP_E_INPUT, "map_style_column", "layer", layer->name, "rule", rule->label, "column", column,
                            NULL);
        HZP_TRY(check_rule_columns(layer, rule->children));
    }
    return HZP_OK;
}

HzpStatus hzp_map_layer_check(const HzpMapLayer *layer)
{
    const char *label = layer->style->label.column;
    if (label && !layer_has_column(layer, label))
        return hzp_fail(HZP_E_INPUT, "map_style_column", "layer", layer->name, "rule", "labeling", "column", label, NULL);
    return check_rule_columns(layer, layer->style->rules);
}

HzpMapLayer *hzp_map_layer_new(HzpMapData *data, const char *name)
{
    HzpMapLayer *layer = g_new0(HzpMapLayer, 1);
    layer->name = g_strdup(name);
    layer->columns = g_ptr_array_new_with_free_func(g_free);
    layer->texts = g_string_chunk_new(16384);
    g_ptr_array_add(data->layers, layer);
    return layer;
}

static HzpStatus load_layer(HzpRun *run, HzpMapData *data, const char *name)
{
    g_autofree char *geometry = NULL;
    if (hzp_map_data_layer(data, name) || !hzp_plan_file_has_rows(data->plan, name)) return HZP_OK;
    HZP_TRY(hzp_map_layer_geometry(data->plan, name, &geometry));
    if (!geometry) return HZP_OK;
    HzpMapLayer *layer = hzp_map_layer_new(data, name);
    HZP_TRY(read_rows(data->plan, layer, geometry));
    HZP_TRY(hzp_map_layer_style(run, data->plan, layer));
    return hzp_map_layer_check(layer);
}
/* Extent of all rows as stored, to place the projection. */
static HzpExtent stored_extent(const HzpMapData *data)
{
    HzpExtent extent = hzp_extent_none();
    for (guint i = 0; i < data->layers->len; i++) {
        const HzpMapLayer *layer = g_ptr_array_index(data->layers, i);
        for (size_t k = 0; k < layer->count; k++)
            hzp_extent_add(&extent, &layer->rows[k].extent);
    }
    return extent;
}

static HzpStatus project(HzpMapData *data)
{
    HzpCrsFacts facts;
    HzpExtent extent = stored_extent(data);
    HzpTransform *transform = NULL;
    HZP_TRY(hzp_plan_file_check(data->plan));
    HZP_TRY(hzp_crs_facts(data->crs, &facts));
    data->geographic = hzp_crs_geographic(&facts);
    double x = (extent.west + extent.east) / 2;
    double y = (extent.south + extent.north) / 2;
    if (!(extent.west <= extent.east)) return hzp_fail(HZP_E_INPUT, "map_nothing_to_draw", NULL);
    if (!facts.geographic) {
        HZP_TRY(hzp_transform_new(data->crs, data->geographic, &transform));
        hzp_transform_forward(transform, &x, &y, 1, 1);
        hzp_transform_free(transform);
    }
    data->projection = hzp_view_projection(&facts, x, &data->meridian);
    HZP_TRY(hzp_transform_new(data->crs, data->projection, &transform));
    for (guint i = 0; i < data->layers->len; i++) {
        HzpMapLayer *layer = g_ptr_array_index(data->layers, i);
        for (size_t k = 0; k < layer->count; k++)
            hzp_map_geometry_project(transform, &layer->rows[k]);
        hzp_map_geometry_borders(layer);
    }
    hzp_transform_free(transform);
    return HZP_OK;
}

static HzpStatus load_layers(HzpRun *run, HzpMapData *data, const HzpMapConfig *config)
{
    const HzpSheetKind *kinds[] = {&config->overview, &config->county};
    HZP_TRY(load_layer(run, data, "counties"));
    for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
        for (guint i = 0; i < kinds[k]->layers->len; i++)
            HZP_TRY(load_layer(run, data, g_ptr_array_index(kinds[k]->layers, i)));
    }
    return project(data);
}

HzpStatus hzp_map_data_load(HzpRun *run, HzpPlanFile *plan, const HzpMapConfig *config, HzpMapData **data)
{
    HzpMapData *made = g_new0(HzpMapData, 1);
    made->plan = plan;
    made->layers = g_ptr_array_new_with_free_func(hzp_map_layer_free);
    made->crs = hzp_plan_file_crs(plan);
    HzpStatus status = load_layers(run, made, config);
    if (status != HZP_OK) {
        hzp_map_data_free(made);
        made = NULL;
    }
    *data = made;
    return status;
}
