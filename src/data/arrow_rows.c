#include "data/arrow_rows.h"

#include <cpl_string.h>
#include <ogr_recordbatch.h>
#include <string.h>

#include "data/gdal_reason.h"

/* Arrow's columns carry names, not indexes; -1 where a column is missing. */
static int child_named(const struct ArrowSchema *schema, const char *name)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (strcmp(schema->children[i]->name, name) == 0) return (int)i;
    }
    return -1;
}

/* Fields nobody asks for need not be read. A filter may ask for any of them, and most drivers let it see nothing but NULL in
 * an ignored field: with `where`, all are read. */
static void ignore_other_fields(OGRLayerH layer, const int *fields, size_t n)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    char **ignored = NULL;
    for (int i = 0; i < OGR_FD_GetFieldCount(definition); i++) {
        bool wanted = false;
        for (size_t j = 0; j < n; j++)
            wanted |= fields[j] == i;
        if (!wanted) ignored = CSLAddString(ignored, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i)));
    }
    if (OGR_L_TestCapability(layer, OLCIgnoreFields)) OGR_L_SetIgnoredFields(layer, (const char **)ignored);
    CSLDestroy(ignored);
}

typedef struct {
    const struct ArrowSchema *schema;
    const int *children;
    size_t n;
    int fid;
    int geometry;
    size_t index;
    HzpCell *cells;
    HzpArrowVisitor visit;
    void *user;
} Batch;

static HzpStatus visit_batch(Batch *batch, const struct ArrowArray *array)
{
    for (int64_t row = 0; row < array->length; row++) {
        HzpArrowRow out = {.cells = batch->cells, .fid = -1, .index = batch->index++};
        for (size_t i = 0; i < batch->n; i++) {
            int child = batch->children[i];
            batch->cells[i] = child < 0 ? (HzpCell){.kind = HZP_CELL_NULL}
                                        : hzp_arrow_cell(batch->schema->children[child], array->children[child], row);
        }
        if (batch->fid >= 0)
            out.fid = hzp_arrow_cell(batch->schema->children[batch->fid], array->children[batch->fid], row).integer;
        if (batch->geometry >= 0)
            out.geometry = hzp_arrow_cell(batch->schema->children[batch->geometry], array->children[batch->geometry], row);
        HZP_TRY(batch->visit(&out, batch->user));
    }
    return HZP_OK;
}

static HzpStatus fail_reading(const HzpVectorSource *source, struct ArrowArrayStream *stream)
{
    const char *reason = stream && stream->get_last_error ? stream->get_last_error(stream) : NULL;
    return hzp_fail(HZP_E_INPUT, "layer_unreadable", "layer", source->source->layer, "path", source->source->path, "detail",
                    reason && *reason ? reason : hzp_gdal_reason(source->source->source), NULL);
}

/* GDAL's reader of a damaged GeoPackage goes on for ever with batches that hold no row. */
enum { MOST_EMPTY = 16 };

static HzpStatus visit_stream(const HzpVectorSource *source, struct ArrowArrayStream *stream, Batch *batch)
{
    int empty = 0; /* batches in succession */
    for (;;) {
        struct ArrowArray array = {0};
        if (stream->get_next(stream, &array) != 0) return fail_reading(source, stream);
        if (!array.release) return HZP_OK;
        empty = array.length > 0 ? 0 : empty + 1;
        HzpStatus status = empty < MOST_EMPTY ? visit_batch(batch, &array) : fail_reading(source, stream);
        array.release(&array);
        if (status != HZP_OK) return status;
    }
}

static HzpStatus visit_layer(const HzpVectorSource *source, const int *fields, Batch *batch)
{
    struct ArrowArrayStream stream = {0};
    struct ArrowSchema schema = {0};
    OGR_L_ResetReading(source->layer);
    if (!OGR_L_GetArrowStream(source->layer, &stream, NULL)) return fail_reading(source, NULL);
    HzpStatus status = stream.get_schema(&stream, &schema) == 0 ? HZP_OK : fail_reading(source, &stream);
    if (status == HZP_OK) {
        OGRFeatureDefnH definition = OGR_L_GetLayerDefn(source->layer);
        int *children = g_new(int, batch->n + 1);
        for (size_t i = 0; i < batch->n; i++)
            children[i] =
                fields[i] < 0 ? -1 : child_named(&schema, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, fields[i])));
        const char *fid = OGR_L_GetFIDColumn(source->layer);
        const char *geometry = OGR_L_GetGeometryColumn(source->layer);
        batch->schema = &schema;
        batch->children = children;
        batch->fid = child_named(&schema, *fid ? fid : "OGC_FID");
        batch->geometry = child_named(&schema, *geometry ? geometry : "wkb_geometry");
        status = visit_stream(source, &stream, batch);
        g_free(children);
        if (schema.release) schema.release(&schema);
    }
    if (stream.release) stream.release(&stream);
    return status;
}

HzpStatus hzp_arrow_each_row(const HzpVectorSource *source, const int *fields, size_t n, HzpArrowVisitor visit, void *user)
{
    Batch batch = {.n = n, .visit = visit, .user = user};
    batch.cells = g_new0(HzpCell, n + 1);
    hzp_gdal_capture();
    if (!source->source->where) ignore_other_fields(source->layer, fields, n);
    HzpStatus status = visit_layer(source, fields, &batch);
    if (OGR_L_TestCapability(source->layer, OLCIgnoreFields)) OGR_L_SetIgnoredFields(source->layer, NULL);
    hzp_gdal_release();
    g_free(batch.cells);
    return status;
}
