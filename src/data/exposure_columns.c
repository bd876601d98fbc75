/* The columns of exposure layers, read straight from GeoPackages. */
#include <string.h>

#include "base/vocabulary.h"
#include "data/column_match.h"
#include "data/exposure_reading.h"

typedef struct {
    const char *field;
    HzpCellsKind kind;
} Wanted;

typedef struct {
    const char *layer;
    const Wanted *wanted; /* in the order of the enumerations */
    size_t n;
    bool points; /* may be points */
    bool polygons;
    bool areas; /* its polygons are measured, not only asked what lies in them */
} Kind;

static const Wanted counties[] = {{"name", HZP_CELLS_TEXT}, {"county", HZP_CELLS_TEXT}, {"code", HZP_CELLS_TEXT}};
static const Wanted villages[] = {{"population", HZP_CELLS_NUMBER}, {"households", HZP_CELLS_NUMBER},
                                  {"village_id", HZP_CELLS_RISING}, {"name", HZP_CELLS_CHECKED},
                                  {"town", HZP_CELLS_TEXT},         {"county", HZP_CELLS_TEXT}};
static const Wanted hazards[] = {{"radius_m", HZP_CELLS_NUMBER},   {"population", HZP_CELLS_NUMBER},
                                 {"households", HZP_CELLS_NUMBER}, {"property_wan_yuan", HZP_CELLS_NUMBER},
                                 {"hazard_id", HZP_CELLS_TEXT},    {"name", HZP_CELLS_TEXT},
                                 {"type", HZP_CELLS_TEXT},         {"registered_grade", HZP_CELLS_TEXT},
                                 {"stability", HZP_CELLS_TEXT},    {"county", HZP_CELLS_TEXT},
                                 {"threat_text", HZP_CELLS_TEXT}};
static const Wanted zones[] = {{"hazard_id", HZP_CELLS_TEXT}};
static const Wanted mining[] = {{"subsidence_id", HZP_CELLS_TEXT}, {"name", HZP_CELLS_TEXT}, {"kind", HZP_CELLS_TEXT}};
static const Kind kinds[] = {{"counties", counties, G_N_ELEMENTS(counties), false, true, false},
                             {"towns", counties, G_N_ELEMENTS(counties), false, true, false},
                             {"villages", villages, G_N_ELEMENTS(villages), true, true, true},
                             {"hazard_points", hazards, G_N_ELEMENTS(hazards), true, false, false},
                             {"hazard_zones", zones, G_N_ELEMENTS(zones), false, true, true},
                             {"subsidence", mining, G_N_ELEMENTS(mining), false, true, true}};

bool hzp_reading_odd(HzpExposureReading *work, const char *layer, const char *why)
{
    if (!work->odd) {
        work->odd = why;
        work->odd_layer = layer;
    }
    return false;
}

/* ---- a layer ---- */

static const Kind *kind_of(const char *layer)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].layer, layer) == 0) return &kinds[i];
    }
    return NULL;
}

static bool is_plain_source(const HzpExposureReading *work, const HzpLayerSource *source)
{
    g_autofree char *lower = g_ascii_strdown(source->source, -1);
    bool own_crs = !source->crs || strcmp(source->crs, work->project->crs) == 0;
    return lower[0] == '/' && !g_str_has_prefix(lower, "/vsi") && g_str_has_suffix(lower, ".gpkg") && own_crs &&
           !source->where && !source->encoding && !source->x && !source->y && !source->packed && !source->header_row &&
           !source->date;
}

static bool choose_shape(const Kind *kind, const HzpGeopackageTable *table, HzpShape *shape)
{
    bool polygon = strcmp(table->shape, "POLYGON") == 0 || strcmp(table->shape, "MULTIPOLYGON") == 0;
    *shape = polygon ? HZP_SHAPE_POLYGON : HZP_SHAPE_POINT;
    return polygon ? kind->polygons : kind->points && strcmp(table->shape, "POINT") == 0;
}

static GArray *match(HzpExposureReading *work, const HzpLayerSource *source, const HzpGeopackageTable *table)
{
    GArray *fields = NULL;
    g_autofree HzpColumnName *names = g_new(HzpColumnName, table->fields->len + 1);
    for (guint i = 0; i < table->fields->len; i++) {
        const HzpGeopackageField *field = g_ptr_array_index(table->fields, i);
        names[i] = (HzpColumnName){field->name, field->name, false};
    }
    HzpStatus status = hzp_fields_match_columns(source, names, table->fields->len, work->findings, &fields);
    if (status == HZP_OK && hzp_findings_totals(work->findings).errors == 0) return fields;
    hzp_fields_free(fields);
    return NULL;
}

/* The cells to read; *n of them, and in `place` which column of ours each is. */
static bool choose_cells(const Kind *kind, const HzpGeopackageTable *table, const GArray *fields, HzpCells *cells,
                         size_t *place, size_t *n)
{
    *n = 0;
    for (size_t w = 0; w < kind->n; w++) {
        for (guint f = 0; f < fields->len; f++) {
            const HzpField *field = &g_array_index(fields, HzpField, f);
            if (field->column < 0 || strcmp(field->name, kind->wanted[w].field) != 0) continue;
            const HzpGeopackageField *column = g_ptr_array_index(table->fields, (guint)field->column);
            bool number = kind->wanted[w].kind == HZP_CELLS_NUMBER;
            if (!(number ? hzp_geopackage_is_number(column) : hzp_geopackage_is_text(column)) || field->factor != 1)
                return false;
            place[*n] = w;
            cells[(*n)++] =
                (HzpCells){column->name, kind->wanted[w].kind, field->required, number ? NULL : hzp_reading_is_plain};
        }
    }
    return true;
}

/* Ids that are shown nowhere have to be different, no more; mostly that is seen from their rising. Only where cells are
 * spread over villages these are told by their ids. */
static HzpStatus read_rows(const HzpExposureReading *work, const HzpGeopackageTable *table, HzpShape shape, HzpCells *cells,
                           size_t n, HzpLayerRows *into, const char **odd)
{
    bool shown = hzp_project_layer(work->project, "population") != NULL;
    HzpCells *rising = NULL;
    for (size_t i = 0; i < n; i++) {
        if (cells[i].kind == HZP_CELLS_RISING) rising = &cells[i];
    }
    if (rising && !shown) {
        HZP_TRY(hzp_geopackage_read(work->run, table, shape, cells, n, &into->rows, odd));
        into->ids_rise = into->rows.rises;
        if (*odd || into->ids_rise) return HZP_OK;
        hzp_geopackage_rows_clear(&into->rows);
    }
    if (rising) rising->kind = HZP_CELLS_TEXT;
    return hzp_geopackage_read(work->run, table, shape, cells, n, &into->rows, odd);
}

static bool read_table(HzpExposureReading *work, const Kind *kind, const HzpLayerSource *source,
                       const HzpGeopackageTable *table, bool boxes, HzpLayerRows *into)
{
    HzpCells cells[HZP_MOST_COLUMNS];
    size_t place[HZP_MOST_COLUMNS];
    size_t n = 0;
    HzpShape shape = HZP_SHAPE_POINT;
    const char *odd = NULL;
    if (!table->crs || strcmp(table->crs, work->project->crs) != 0 || !choose_shape(kind, table, &shape))
        return hzp_reading_odd(work, source->layer, "exposure_model_crs");
    /* Polygons get points along their edges and are looked at anew before they are projected. */
    if (shape == HZP_SHAPE_POLYGON && kind->areas && !work->layers->planar)
        return hzp_reading_odd(work, source->layer, "exposure_model_projection");
    GArray *fields = match(work, source, table);
    bool chosen = fields && choose_cells(kind, table, fields, cells, place, &n);
    hzp_fields_free(fields);
    if (!chosen) return hzp_reading_odd(work, source->layer, "exposure_model_columns");
    if (boxes) shape = HZP_SHAPE_BOX;
    work->status = read_rows(work, table, shape, cells, n, into, &odd);
    if (work->status != HZP_OK) return false;
    if (odd || into->rows.n == 0) return hzp_reading_odd(work, source->layer, "exposure_model_cells");
    for (size_t i = 0; i < n; i++) {
        into->numbers[place[i]] = into->rows.numbers[i];
        into->texts[place[i]] = into->rows.texts[i];
    }
    into->given = true;
    return true;
}

/* The layers are mostly in one file, which is then locked from the first of them to the last. */
static sqlite3 *database_of(HzpExposureReading *work, const char *path)
{
    if (g_strcmp0(work->path, path) == 0) return work->database;
    hzp_reading_close(work);
    work->path = g_strdup(path);
    return work->database = hzp_geopackage_begin(path);
}

void hzp_reading_close(HzpExposureReading *work)
{
    sqlite3_close(work->database);
    g_free(work->path);
    work->database = NULL;
    work->path = NULL;
}

bool hzp_reading_read(HzpExposureReading *work, const char *layer, bool boxes, HzpLayerRows *into)
{
    const HzpLayerSource *source = hzp_project_layer(work->project, layer);
    const char *why = NULL;
    HzpGeopackageTable table;
    if (!source) return true;
    if (!is_plain_source(work, source)) return hzp_reading_odd(work, layer, "exposure_model_source");
    if (!hzp_geopackage_describe(database_of(work, source->source), source->source, source->sublayer, &table, &why))
        return hzp_reading_odd(work, layer, "exposure_model_table");
    bool read = read_table(work, kind_of(layer), source, &table, boxes, into);
    hzp_geopackage_table_clear(&table);
    return read;
}

const HzpBox *hzp_reading_boxes(const HzpExposureReading *work, const HzpLayerRows *layer)
{
    const HzpPolygonSet *handed_on = layer == &work->counties ? work->layers->counties.stored
                                     : layer == &work->towns  ? work->layers->towns.stored
                                                              : NULL;
    if (layer->rows.boxes) return layer->rows.boxes;
    if (layer->rows.polygons) return layer->rows.polygons->box;
    return handed_on ? handed_on->box : NULL;
}

static size_t column_of(const HzpLayerRows *layer, const void *array)
{
    size_t column = 0;
    while (column < layer->rows.n_columns && layer->rows.numbers[column] != array &&
           (const void *)layer->rows.texts[column] != array)
        column++;
    return column;
}

double *hzp_reading_take_numbers(HzpLayerRows *layer, int column)
{
    double *numbers = layer->numbers[column];
    if (!numbers) return hzp_exposure_missing(layer->rows.n);
    layer->rows.numbers[column_of(layer, numbers)] = NULL;
    return numbers;
}

const char **hzp_reading_take_texts(HzpLayerRows *layer, int column)
{
    const char **texts = layer->texts[column];
    if (!texts) return NULL;
    if (layer->own_ids == texts) {
        layer->own_ids = NULL;
    } else {
        layer->rows.texts[column_of(layer, texts)] = NULL;
    }
    return texts;
}

void hzp_reading_clear(HzpLayerRows *rows)
{
    hzp_geopackage_rows_clear(&rows->rows);
    g_free(rows->own_ids);
    *rows = (HzpLayerRows){0};
}
