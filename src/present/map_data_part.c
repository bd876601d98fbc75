#include "present/map_data_part.h"

#include <math.h>
#include <string.h>

#include "present/map_data_layer.h"
#include "present/map_geometry.h"
#include "present/map_qml.h"

HzpStatus hzp_map_data_begin(HzpPlanFile *plan, double lon, HzpMapData **data)
{
    HzpMapData *made = *data = g_new0(HzpMapData, 1);
    HzpCrsFacts facts;
    made->plan = plan;
    made->layers = g_ptr_array_new_with_free_func(hzp_map_layer_free);
    made->crs = hzp_plan_file_crs(plan);
    HZP_TRY(hzp_crs_facts(made->crs, &facts));
    made->geographic = hzp_crs_geographic(&facts);
    made->projection = hzp_view_projection(&facts, lon, &made->meridian);
    return HZP_OK;
}

static HzpStatus project_rows(HzpMapData *data, HzpMapLayer *layer)
{
    HzpTransform *transform = NULL;
    HZP_TRY(hzp_transform_new(data->crs, data->projection, &transform));
    for (size_t k = 0; k < layer->count; k++)
        hzp_map_geometry_project(transform, &layer->rows[k]);
    hzp_transform_free(transform);
    hzp_map_geometry_borders(layer);
    return HZP_OK;
}

/* ---- layers of the plan ---- */

/* The box in the CRS of storage that holds a projected one: by points along its sides. */
static HzpStatus stored_box(const HzpMapData *data, const HzpExtent *near, HzpExtent *box)
{
    enum { STEPS = 16 };
    HzpTransform *transform = NULL;
    double x[4 * STEPS], y[4 * STEPS];
    HZP_TRY(hzp_transform_new(data->crs, data->projection, &transform));
    for (int i = 0; i < STEPS; i++) {
        double across = near->west + (near->east - near->west) * i / (STEPS - 1);
        double up = near->south + (near->north - near->south) * i / (STEPS - 1);
        const double points[4][2] = {{across, near->south}, {across, near->north}, {near->west, up}, {near->east, up}};
        for (int k = 0; k < 4; k++) {
            x[4 * i + k] = points[k][0];
            y[4 * i + k] = points[k][1];
        }
    }
    hzp_transform_inverse(transform, x, y, 1, 4 * STEPS);
    hzp_transform_free(transform);
    *box = hzp_extent_none();
    for (int i = 0; i < 4 * STEPS; i++) {
        HzpExtent point = {x[i], y[i], x[i], y[i]};
        if (isfinite(x[i]) && isfinite(y[i])) hzp_extent_add(box, &point);
    }
    return HZP_OK;
}

/* Rows that meet the box, in the layer's order; all where the file has lost its spatial index. */
static HzpStatus prepare_near(HzpPlanFile *plan, const char *what, const char *layer, const char *geometry,
                              const HzpExtent *box, sqlite3_stmt **statement)
{
    g_autofree char *index = g_strdup_printf("rtree_%s_%s", layer, geometry);
    bool indexed = hzp_plan_file_has_rows(plan, index);
    char *sql = indexed ? sqlite3_mprintf("SELECT %s FROM \"%w\" WHERE rowid IN (SELECT id FROM \"%w\" WHERE minx <= ?3 AND "
                                          "maxx >= ?1 AND miny <= ?4 AND maxy >= ?2) ORDER BY rowid",
                                          what, layer, index)
                        : sqlite3_mprintf("SELECT %s FROM \"%w\" ORDER BY rowid", what, layer);
    HzpStatus status = hzp_plan_file_prepare(plan, sql, statement);
    sqlite3_free(sql);
    const double sides[] = {box->west, box->south, box->east, box->north};
    for (int i = 0; status == HZP_OK && indexed && i < 4; i++)
        sqlite3_bind_double(*statement, i + 1, sides[i]);
    return status;
}

static HzpStatus count_near(HzpPlanFile *plan, const char *layer, const char *geometry, const HzpExtent *box, size_t *count)
{
    sqlite3_stmt *statement = NULL;
    *count = 0;
    HZP_TRY(prepare_near(plan, "count(*)", layer, geometry, box, &statement));
    if (hzp_plan_file_step(plan, statement)) *count = (size_t)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return hzp_plan_file_check(plan);
}

static HzpStatus add_rows(HzpRun *run, HzpMapData *data, const char *name, const char *geometry, const HzpExtent *box)
{
    sqlite3_stmt *statement = NULL;
    HZP_TRY(prepare_near(data->plan, "*", name, geometry, box, &statement));
    HzpMapLayer *layer = hzp_map_layer_new(data, name);
    HzpStatus status = hzp_map_layer_read(data->plan, layer, geometry, statement);
    sqlite3_finalize(statement);
    if (status == HZP_OK) status = hzp_map_layer_style(run, data->plan, layer);
    if (status == HZP_OK) status = hzp_map_layer_check(layer);
    return status == HZP_OK ? project_rows(data, layer) : status;
}

HzpStatus hzp_map_data_add_near(HzpRun *run, HzpMapData *data, const char *layer, const HzpExtent *near, size_t most,
                                bool *too_many)
{
    g_autofree char *geometry = NULL;
    HzpExtent box;
    size_t count = 0;
    if (too_many) *too_many = false;
    if (!hzp_plan_file_has_rows(data->plan, layer)) return hzp_plan_file_check(data->plan);
    HZP_TRY(hzp_map_layer_geometry(data->plan, layer, &geometry));
    if (!geometry) return HZP_OK;
    HZP_TRY(stored_box(data, near, &box));
    HZP_TRY(count_near(data->plan, layer, geometry, &box, &count));
    if (too_many) *too_many = most > 0 && count > most;
    if (count == 0 || (most > 0 && count > most)) return HZP_OK;
    return add_rows(run, data, layer, geometry, &box);
}

void hzp_map_data_leave_out(HzpMapData *data, const char *name, const char *column, GHashTable *texts)
{
    HzpMapLayer *layer = (HzpMapLayer *)hzp_map_data_layer(data, name);
    size_t kept = 0;
    for (size_t i = 0; layer && i < layer->count; i++) {
        g_autofree char *text = hzp_map_row_text(&layer->rows[i], column);
        if (text && g_hash_table_contains(texts, text)) {
            hzp_map_row_clear(&layer->rows[i]);
        } else {
            layer->rows[kept++] = layer->rows[i];
        }
    }
    if (layer) layer->count = kept;
}

/* ---- tables ---- */

static HzpCell cell_of(const HzpColumn *column, size_t row, GStringChunk *texts)
{
    const char *text = column->texts ? column->texts[row] : NULL;
    double number = column->numbers ? column->numbers[row] : NAN;
    if (text) return (HzpCell){HZP_CELL_TEXT, 0, g_string_chunk_insert_const(texts, text)};
    if (isfinite(number)) return (HzpCell){HZP_CELL_NUMBER, number, NULL};
    return (HzpCell){HZP_CELL_NULL, 0, NULL};
}

static void take_table(HzpMapLayer *layer, const GArray *columns, HzpTable *table)
{
    layer->count = hzp_table_rows(table);
    layer->rows = g_new0(HzpMapRow, MAX(layer->count, 1));
    for (guint i = 0; i < columns->len; i++)
        g_ptr_array_add(layer->columns, g_strdup(g_array_index(columns, HzpPlanColumn, i).name));
    for (size_t row = 0; row < layer->count; row++) {
        HzpMapRow *taken = &layer->rows[row];
        taken->layer = layer;
        taken->cells = g_new0(HzpCell, MAX(columns->len, 1));
        for (guint i = 0; i < columns->len; i++) {
            const HzpColumn *column = hzp_table_column(table, g_array_index(columns, HzpPlanColumn, i).name);
            if (column) taken->cells[i] = cell_of(column, row, layer->texts);
        }
        hzp_map_geometry_unpack(hzp_table_geometry(table)[row], taken);
    }
}

HzpStatus hzp_map_data_add_table(HzpMapData *data, const HzpPlanLayer *schema, HzpTable *table, const char *qml)
{
    g_autoptr(GArray) columns = hzp_plan_columns(schema);
    if (hzp_table_rows(table) == 0) return HZP_OK;
    HzpMapLayer *layer = hzp_map_layer_new(data, schema->name);
    take_table(layer, columns, table);
    HZP_TRY(hzp_qml_read(schema->name, qml, strlen(qml), &layer->style));
    HZP_TRY(hzp_map_layer_check(layer));
    return project_rows(data, layer);
}
