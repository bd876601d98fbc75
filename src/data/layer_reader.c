#include "data/layer_reader.h"

#include <cpl_conv.h>
#include <inttypes.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <string.h>

#include "base/message.h"
#include "base/number_text.h"
#include "data/arrow_rows.h"
#include "data/column_match.h"
#include "data/file_checksum.h"
#include "geo/coordinate_text.h"
#include "geo/geometry.h"

typedef struct {
    const HzpVectorSource *source;
    const HzpField *fields;
    size_t n;
    HzpTable *table;
    HzpFindings *findings;
    HzpTransform *transform; /* NULL when the layer is in the target CRS already */
    bool geographic;         /* the source's CRS */
    bool from_columns;       /* coordinates come from columns x and y */
    GEOSWKBReader *wkb;
    HzpRun *run;
    size_t blank_rows;
    GString *blank_list; /* the first of them */
} Reading;

void hzp_input_clear(HzpInput *input)
{
    g_free(input->path);
    g_free(input->driver);
    g_free(input->crs);
    g_free(input->encoding);
    g_free(input->sha256);
    memset(input, 0, sizeof *input);
}

const char *hzp_row_label(HzpTable *table, size_t row)
{
    static const char *const keys[] = {"hazard_id", "village_id", "subsidence_id", "code", "name"};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        const char **texts = hzp_table_text(table, keys[i]);
        if (texts && texts[row]) return texts[row];
    }
    const double *rows = hzp_table_number(table, "source_row");
    return hzp_table_keep(table, hzp_text_of_number(rows ? rows[row] : (double)row + 1));
}

/* ---- cells ---- */

static char *cell_text(const Reading *reading, const HzpCell *cell, bool *valid)
{
    *valid = true;
    if (cell->kind == HZP_CELL_INTEGER) return g_strdup_printf("%" PRId64, cell->integer);
    if (cell->kind == HZP_CELL_REAL) return isfinite(cell->real) ? g_strdup(hzp_text_of_value(cell->real)) : NULL;
    if (cell->kind == HZP_CELL_TIME) return g_strdup(cell->time);
    if (cell->kind != HZP_CELL_BYTES) return NULL;
    /* A dBASE text is padded, a spreadsheet cell is typed by hand. */
    char *text = hzp_vector_decode(reading->source, cell->bytes, cell->length);
    *valid = text != NULL;
    if (text) g_strstrip(text);
    if (text && !*text) {
        g_free(text);
        text = NULL;
    }
    return text;
}

static void add_cell_finding(const Reading *reading, const char *code, const HzpField *field, size_t row, const char *value)
{
    const double *rows = hzp_table_number(reading->table, "source_row");
    hzp_findings_add(reading->findings, code, hzp_table_name(reading->table), hzp_row_label(reading->table, row), field->name,
                     "row", hzp_text_of_number(rows[row]), "column", field->header, "value", value, NULL);
}

static HzpTextUnit unit_of(HzpFieldType type)
{
    switch (type) {
    case HZP_FIELD_PEOPLE:
        return HZP_UNIT_PEOPLE;
    case HZP_FIELD_HOUSEHOLDS:
        return HZP_UNIT_HOUSEHOLDS;
    case HZP_FIELD_WAN_YUAN:
        return HZP_UNIT_WAN_YUAN;
    case HZP_FIELD_METRES:
        return HZP_UNIT_METRES;
    default:
        return HZP_UNIT_NONE;
    }
}

static double parse_number(const Reading *reading, const HzpField *field, size_t row, const char *text)
{
    double value = NAN;
    if (field->type == HZP_FIELD_COORDINATE) {
        bool named = text && (g_ascii_strcasecmp(text, "nan") == 0 || g_ascii_strncasecmp(text, "inf", 3) == 0);
        if (named || !hzp_coordinate_parse(text, &value))
            add_cell_finding(reading, "coordinate_unreadable", field, row, text);
        return value;
    }
    if (!hzp_number_parse_times(text, unit_of(field->type), field->factor, &value)) {
        add_cell_finding(reading, "number_unreadable", field, row, text);
    } else if (value < 0) {
        add_cell_finding(reading, "number_negative", field, row, text);
        value = NAN;
    }
    return value;
}

static void store_cell(const Reading *reading, const HzpField *field, const HzpCell *cell, size_t row)
{
    bool valid = true;
    g_autofree char *text = cell_text(reading, cell, &valid);
    if (!valid) add_cell_finding(reading, "text_undecodable", field, row, "");
    if (cell->kind == HZP_CELL_OTHER) add_cell_finding(reading, "value_unread", field, row, "");
    if (field->type == HZP_FIELD_TEXT) {
        hzp_table_set_text(reading->table, field->name, row, text);
    } else if (cell->kind == HZP_CELL_REAL && isfinite(cell->real) && cell->real >= 0) {
        hzp_table_set_number(reading->table, field->name, row, hzp_number_times(cell->real, field->factor));
    } else if (text || cell->kind == HZP_CELL_REAL) {
        g_autofree char *shown = text ? NULL : g_strdup_printf("%g", cell->real);
        hzp_table_set_number(reading->table, field->name, row, parse_number(reading, field, row, text ? text : shown));
    }
}

/* ---- geometry ---- */

static GEOSGeometry *geometry_of_wkb(const Reading *reading, const HzpCell *cell)
{
    GEOSContextHandle_t geos = hzp_geos();
    GEOSGeometry *geometry = GEOSWKBReader_read_r(geos, reading->wkb, (const unsigned char *)cell->bytes, cell->length);
    if (geometry) return geometry;
    /* Curves, surfaces and unclosed rings: GDAL turns them into what GEOS reads. */
    OGRGeometryH curved = NULL;
    if (OGR_G_CreateFromWkb(cell->bytes, NULL, &curved, (int)cell->length) != OGRERR_NONE || !curved) return NULL;
    OGR_G_CloseRings(curved);
    OGRGeometryH linear = OGR_G_GetLinearGeometry(curved, 0, NULL);
    if (linear) {
        int size = OGR_G_WkbSize(linear);
        unsigned char *wkb = g_malloc((size_t)size);
        if (OGR_G_ExportToIsoWkb(linear, wkbNDR, wkb) == OGRERR_NONE)
            geometry = GEOSWKBReader_read_r(geos, reading->wkb, wkb, (size_t)size);
        g_free(wkb);
        OGR_G_DestroyGeometry(linear);
    }
    OGR_G_DestroyGeometry(curved);
    return geometry;
}

static void add_geometry_finding(const Reading *reading, const char *code, size_t row, const char *detail)
{
    const double *rows = hzp_table_number(reading->table, "source_row");
    hzp_findings_add(reading->findings, code, hzp_table_name(reading->table), hzp_row_label(reading->table, row), "geometry",
                     "row", hzp_text_of_number(rows[row]), "detail", detail, NULL);
}

/* Valid MULTIPOLYGON; a repair tells by how much it changed the area. */
static GEOSGeometry *make_polygonal(const Reading *reading, GEOSGeometry *geometry, size_t row)
{
    GEOSContextHandle_t geos = hzp_geos();
    if (GEOSisValid_r(geos, geometry) == 1) {
        GEOSGeometry *polygons = hzp_geometry_polygons(geometry);
        hzp_geometry_free(geometry);
        return polygons;
    }
    char *reason = GEOSisValidReason_r(geos, geometry);
    double before = hzp_geometry_area(geometry);
    GEOSGeometry *repaired = hzp_geometry_repair(geometry);
    double after = hzp_geometry_area(repaired);
    g_autofree char *detail =
        g_strdup_printf("%s; %.4g %%", reason ? reason : "", before > 0 ? (after - before) / before * 100 : 0.0);
    add_geometry_finding(reading, repaired ? "polygon_repaired" : "polygon_unusable", row, detail);
    GEOSFree_r(geos, reason);
    hzp_geometry_free(geometry);
    return repaired;
}

static bool in_degrees(double x, double y) { return x >= -180 && x <= 180 && y >= -90 && y <= 90; }

static bool outside_degrees(const Reading *reading, const GEOSGeometry *geometry)
{
    double west = 0;
    double south = 0;
    double east = 0;
    double north = 0;
    return reading->geographic && hzp_geometry_bounds(geometry, &west, &south, &east, &north) &&
           (!in_degrees(west, south) || !in_degrees(east, north));
}

/* A single point in a collection of one is a point: registers exported as MULTIPOINT are common. */
static GEOSGeometry *unwrap_point(GEOSGeometry *geometry)
{
    GEOSContextHandle_t geos = hzp_geos();
    if (GEOSGeomTypeId_r(geos, geometry) != GEOS_MULTIPOINT || GEOSGetNumGeometries_r(geos, geometry) != 1) return geometry;
    GEOSGeometry *point = GEOSGeom_clone_r(geos, GEOSGetGeometryN_r(geos, geometry, 0));
    hzp_geometry_free(geometry);
    return point;
}

static GEOSGeometry *finish_geometry(const Reading *reading, GEOSGeometry *geometry, size_t row)
{
    geometry = unwrap_point(geometry);
    if (GEOSisEmpty_r(hzp_geos(), geometry)) {
        hzp_geometry_free(geometry);
        return NULL;
    }
    if (!hzp_geometry_is_finite(geometry)) {
        add_geometry_finding(reading, "coordinate_not_finite", row, "");
        hzp_geometry_free(geometry);
        return NULL;
    }
    if (outside_degrees(reading, geometry)) {
        add_geometry_finding(reading, "coordinate_out_of_range", row, "");
        hzp_geometry_free(geometry);
        return NULL;
    }
    if (reading->transform) {
        GEOSGeometry *moved = hzp_geometry_transform(geometry, reading->transform, false);
        hzp_geometry_free(geometry);
        geometry = moved;
        if (!geometry) {
            add_geometry_finding(reading, "coordinate_untransformable", row, "");
            return NULL;
        }
    }
    return hzp_geometry_is_polygonal(geometry) ? make_polygonal(reading, geometry, row) : geometry;
}

static GEOSGeometry *geometry_of_columns(const Reading *reading, size_t row)
{
    const double *x = hzp_table_number(reading->table, "x");
    const double *y = hzp_table_number(reading->table, "y");
    bool has_x = x && isfinite(x[row]);
    bool has_y = y && isfinite(y[row]);
    if (has_x != has_y) add_geometry_finding(reading, "coordinate_half", row, "");
    return has_x && has_y ? hzp_geometry_point(x[row], y[row]) : NULL;
}

/* ---- rows ---- */

static bool cell_is_blank(const HzpCell *cell)
{
    if (cell->kind != HZP_CELL_BYTES) return cell->kind == HZP_CELL_NULL;
    for (size_t i = 0; i < cell->length; i++) {
        if (!g_ascii_isspace(cell->bytes[i]) && cell->bytes[i] != '\0') return false;
    }
    return true;
}

/* Registers end in empty rows: formats, borders, a formula that gave nothing. */
static bool row_is_blank(const Reading *reading, const HzpArrowRow *in)
{
    bool geometry = in->geometry.kind == HZP_CELL_BYTES && in->geometry.length > 0;
    for (size_t i = 0; i < reading->n; i++) {
        if (!cell_is_blank(&in->cells[i])) return false;
    }
    return !geometry;
}

static void skip_blank_row(Reading *reading, double number)
{
    enum { SHOWN = 10 };
    if (reading->blank_rows < SHOWN)
        g_string_append_printf(reading->blank_list, "%s%s", reading->blank_rows ? ", " : "", hzp_text_of_number(number));
    if (reading->blank_rows == SHOWN) g_string_append(reading->blank_list, ", …");
    reading->blank_rows++;
}

static bool means_total(const char *text)
{
    static const char *const words[] = {"合计", "小计", "总计", "总数", "共计", "total", NULL};
    if (strlen(text) > 40) return false; /* most rows are no such row: spare them the folding */
    g_autofree char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    g_autofree char *lower = g_utf8_strdown(wide ? wide : text, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = lower; *at; at = g_utf8_next_char(at)) {
        if (!g_unichar_isspace(g_utf8_get_char(at))) g_string_append_unichar(out, g_utf8_get_char(at));
    }
    bool found = g_strv_contains(words, out->str);
    g_string_free(out, TRUE);
    return found;
}

/* A row of sums has its word as id, as name, or in the first column that holds a text. */
static void check_total(const Reading *reading, size_t row)
{
    const HzpField *first = NULL;
    const char *found = NULL;
    for (size_t i = 0; i < reading->n; i++) {
        const HzpField *field = &reading->fields[i];
        const char **texts = hzp_table_text(reading->table, field->name);
        if (!texts || !texts[row]) continue;
        bool names = strcmp(field->name, "name") == 0 || g_str_has_suffix(field->name, "_id");
        if (names && means_total(texts[row])) found = texts[row];
        if (field->column >= 0 && (!first || field->column < first->column)) first = field;
    }
    if (first && !found && means_total(hzp_table_text(reading->table, first->name)[row]))
        found = hzp_table_text(reading->table, first->name)[row];
    const double *rows = hzp_table_number(reading->table, "source_row");
    if (found)
        hzp_findings_add(reading->findings, "row_total", hzp_table_name(reading->table), hzp_row_label(reading->table, row),
                         NULL, "row", hzp_text_of_number(rows[row]), "value", found, NULL);
}

static void check_required(const Reading *reading, const HzpArrowRow *in, size_t row)
{
    for (size_t i = 0; i < reading->n; i++) {
        if (reading->fields[i].required && cell_is_blank(&in->cells[i]))
            add_cell_finding(reading, "required_missing", &reading->fields[i], row, "");
    }
}

static HzpStatus store_row(const HzpArrowRow *in, void *user)
{
    Reading *reading = user;
    if (in->index % 4096 == 0 && hzp_run_cancelled(reading->run)) return hzp_fail(HZP_E_CANCELLED, "cancelled", NULL);
    bool counted = in->fid < 0 || reading->source->row_of_fid == HZP_FID_IS_NO_ROW;
    int64_t number = counted ? (int64_t)in->index + 1 : in->fid + reading->source->row_of_fid;
    if (row_is_blank(reading, in)) {
        skip_blank_row(reading, (double)number);
        return HZP_OK;
    }
    size_t row = hzp_table_append(reading->table);
    hzp_table_set_number(reading->table, "source_row", row, (double)number);
    for (size_t i = 0; i < reading->n; i++)
        store_cell(reading, &reading->fields[i], &in->cells[i], row);
    check_total(reading, row);
    check_required(reading, in, row);
    GEOSGeometry *geometry = NULL;
    if (reading->from_columns) {
        geometry = geometry_of_columns(reading, row);
    } else if (in->geometry.kind == HZP_CELL_BYTES && in->geometry.length > 0) {
        geometry = geometry_of_wkb(reading, &in->geometry);
        if (!geometry) add_geometry_finding(reading, "geometry_unreadable", row, hzp_geos_message());
    }
    if (geometry) geometry = finish_geometry(reading, geometry, row);
    hzp_table_geometry(reading->table)[row] = geometry;
    return HZP_OK;
}

/* ---- the layer ---- */

static HzpStatus layer_crs(const Reading *reading, char **crs)
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

static HzpStatus prepare_crs(Reading *reading, const char *target_crs, char **crs)
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

static void make_columns(Reading *reading)
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
    }
    hzp_table_geometry(reading->table);
}

static HzpStatus read_rows(Reading *reading)
{
    g_autofree int *columns = g_new(int, reading->n + 1);
    for (size_t i = 0; i < reading->n; i++)
        columns[i] = reading->fields[i].column;
    make_columns(reading);
    reading->wkb = GEOSWKBReader_create_r(hzp_geos());
    reading->blank_list = g_string_new(NULL);
    HzpStatus status = hzp_arrow_each_row(reading->source, columns, reading->n, store_row, reading);
    GEOSWKBReader_destroy_r(hzp_geos(), reading->wkb);
    if (reading->blank_rows)
        hzp_findings_add(reading->findings, "rows_blank", hzp_table_name(reading->table), NULL, NULL, "count",
                         hzp_text_of_size(reading->blank_rows), "rows", reading->blank_list->str, NULL);
    g_string_free(reading->blank_list, TRUE);
    return status;
}

static HzpStatus read_open_layer(Reading *reading, const char *target_crs, HzpInput *input)
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
    HZP_TRY(hzp_vector_open(project, source, &opened));
    input->layer = source->layer;
    input->path = g_strdup(source->path);
    input->driver = g_strdup(opened.driver);
    input->encoding = g_strdup(opened.encoding);
    input->sha256 = hzp_file_checksum(source->source);
    Reading reading = {.source = &opened, .findings = findings, .run = run, .table = hzp_table_new(source->layer, 0)};
    HzpStatus status = read_open_layer(&reading, target_crs, input);
    input->features = hzp_table_rows(reading.table);
    if (status == HZP_OK && opened.encoding_assumed)
        hzp_findings_add(findings, "encoding_assumed", source->layer, NULL, NULL, "path", source->path, "encoding",
                         opened.encoding, NULL);
    hzp_vector_close(&opened);
    if (status != HZP_OK) {
        hzp_table_free(reading.table);
        hzp_input_clear(input);
        return status;
    }
    *table = reading.table;
    return HZP_OK;
}
