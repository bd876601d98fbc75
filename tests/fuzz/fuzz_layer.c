#include "fuzz_layer.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <math.h>
#include <string.h>

#include "base/yaml_tree.h"
#include "data/layer_reader.h"
#include "data/vector_source.h"
#include "geo/geometry.h"

static const char stored_crs[] = "EPSG:4490";

/* ---- the input as files ---- */

static void put_file(const char *ending, const uint8_t *data, size_t size)
{
    g_autofree char *path = g_strconcat("/vsimem/fuzz/layer.", ending, NULL);
    GByte *copy = CPLMalloc(size + 1);
    memcpy(copy, data, size);
    VSIFCloseL(VSIFileFromMemBuffer(path, copy, size, TRUE));
}

/* A part of a workbook: a file of the archive that layer.xlsx is. GDAL writes it, since an archive has checksums. */
static void put_part(const char *name, const uint8_t *data, size_t size)
{
    g_autofree char *path = g_strconcat("/vsizip//vsimem/fuzz/layer.xlsx/", name, NULL);
    VSILFILE *file = VSIFOpenL(path, "wb");
    if (!file) return; /* a name twice, or no name */
    VSIFWriteL(data, 1, size, file);
    VSIFCloseL(file);
}

static bool is_part(const char *name) { return g_str_has_suffix(name, ".xml") || g_str_has_suffix(name, ".rels"); }

static bool is_file_ending(const char *name)
{
    static const char *const endings[] = {"csv", "geojson", "shp", "shx", "dbf", "cpg", "prj", "xlsx", "gpkg", NULL};
    return g_strv_contains(endings, name);
}

static bool read_source(const GArray *members, HzpYaml **keys, HzpLayerSource *source)
{
    static const char standard[] = "crs: EPSG:4490";
    const FuzzMember *member = fuzz_member(members, "source");
    const char *text = member ? (const char *)member->data : standard;
    if (hzp_yaml_parse("source", text, member ? member->size : strlen(standard), keys) != HZP_OK) return false;
    const HzpYamlNode *root = hzp_yaml_root(*keys);
    const char *as = hzp_yaml_text(hzp_yaml_get(root, "as"));
    source->layer = as ? as : "hazard_points";
    source->sublayer = hzp_yaml_text(hzp_yaml_get(root, "layer"));
    source->encoding = hzp_yaml_text(hzp_yaml_get(root, "encoding"));
    source->crs = hzp_yaml_text(hzp_yaml_get(root, "crs"));
    source->where = hzp_yaml_text(hzp_yaml_get(root, "where"));
    source->x = hzp_yaml_text(hzp_yaml_get(root, "x"));
    source->y = hzp_yaml_text(hzp_yaml_get(root, "y"));
    source->fields = hzp_yaml_get(root, "fields");
    source->node = root;
    return true;
}

/* ---- what must hold ---- */

static void check_geometry(const HzpTable *table, const GEOSGeometry *geometry, size_t row)
{
    double box[4] = {0};
    if (!geometry) return;
    FUZZ_REQUIRE(hzp_geometry_is_finite(geometry), "%s %zu", hzp_table_name(table), row);
    FUZZ_REQUIRE(hzp_geometry_bounds(geometry, &box[0], &box[1], &box[2], &box[3]), "%s %zu", hzp_table_name(table), row);
    if (hzp_geometry_is_polygonal(geometry))
        FUZZ_REQUIRE(GEOSisValid_r(hzp_geos(), geometry) == 1 && GEOSGeomTypeId_r(hzp_geos(), geometry) == GEOS_MULTIPOLYGON,
                     "%s %zu", hzp_table_name(table), row);
}

static void check_table(HzpTable *table, const char *const *texts, const char *const *numbers)
{
    for (size_t row = 0; row < hzp_table_rows(table); row++) {
        for (size_t i = 0; texts[i]; i++) {
            const char **column = hzp_table_text(table, texts[i]);
            const char *text = column ? column[row] : NULL;
            if (text) FUZZ_REQUIRE(*text && g_utf8_validate(text, -1, NULL), "%s of row %zu: \"%s\"", texts[i], row, text);
        }
        for (size_t i = 0; numbers[i]; i++) {
            const double *column = hzp_table_number(table, numbers[i]);
            if (column)
                FUZZ_REQUIRE(isnan(column[row]) || (isfinite(column[row]) && column[row] >= 0), "%s of row %zu: %g",
                             numbers[i], row, column[row]);
        }
        check_geometry(table, hzp_table_geometry(table)[row], row);
        const char *label = hzp_row_label(table, row);
        FUZZ_REQUIRE(label && *label && g_utf8_validate(label, -1, NULL), "label of row %zu", row);
    }
}

static void check_findings(HzpFindings *findings)
{
    static const char *const severities[] = {"error", "warning", "note", NULL};
    for (size_t i = 0; i < hzp_findings_count(findings); i++) {
        const HzpFinding *finding = hzp_findings_get(findings, i);
        FUZZ_REQUIRE(g_strv_contains(severities, finding->severity), "%s: %s", finding->code, finding->severity);
        FUZZ_REQUIRE(*finding->message && g_utf8_validate(finding->message, -1, NULL), "%s: %s", finding->code,
                     finding->message);
    }
}

static void check_layer(HzpTable *table)
{
    static const char *const texts[] = {"name",       "county", "town",        "village",   "type",     "hazard_id",
                                        "village_id", "code",   "threat_text", "stability", "key_flag", NULL};
    static const char *const numbers[] = {"population", "households", "radius_m", "source_row", "threatened_assets_wan_yuan",
                                          NULL};
    check_table(table, texts, numbers);
}

/* Features as GDAL gives them one by one, not in columns; -1 where something else than the first layer may have been read. */
static gint64 count_features(const char *path)
{
    hzp_gdal_capture();
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    gint64 count = -1;
    if (dataset && GDALDatasetGetLayerCount(dataset) == 1) {
        OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
        count = 0;
        for (OGRFeatureH feature = OGR_L_GetNextFeature(layer); feature; feature = OGR_L_GetNextFeature(layer), count++)
            OGR_F_Destroy(feature);
    }
    if (dataset) GDALClose(dataset);
    hzp_gdal_release();
    return count;
}

/* Findings that tell of rows which are not in the table. */
static size_t count_told(HzpFindings *findings)
{
    static const char *const left_out[] = {"rows_blank", "remarks_left_out", "total_left_out", "rows_unread", NULL};
    size_t count = 0;
    for (size_t i = 0; i < hzp_findings_count(findings); i++)
        count += g_strv_contains(left_out, hzp_findings_get(findings, i)->code);
    return count;
}

/* No feature is lost without a word: as many as GDAL gives are in the table. */
static void check_none_lost(const HzpLayerSource *source, HzpTable *table)
{
    /* Of tables, title rows are left out too. */
    if (source->where || g_str_has_suffix(source->path, ".csv") || g_str_has_suffix(source->path, ".xlsx")) return;
    gint64 count = count_features(source->path);
    FUZZ_REQUIRE(count < 0 || count == (gint64)hzp_table_rows(table), "%s: %zu of %" G_GINT64_FORMAT, source->path,
                 hzp_table_rows(table), count);
}

/* Reading data/checks/ takes far longer than reading a small layer: findings pile up before they are thrown away. */
static HzpFindings *some_findings(void)
{
    static HzpFindings *findings;
    if (findings && hzp_findings_count(findings) > 200) g_clear_pointer(&findings, hzp_findings_free);
    if (!findings) FUZZ_REQUIRE(hzp_findings_new(NULL, &findings) == HZP_OK, "%s", hzp_error_message());
    return findings;
}

static void read_layer(const HzpLayerSource *source)
{
    HzpProject project = {.path = (char *)"project.yaml", .folder = (char *)"/vsimem/fuzz", .crs = stored_crs};
    HzpFindings *findings = some_findings();
    HzpTable *table = NULL;
    HzpInput input;
    size_t told = count_told(findings);
    HzpStatus status = hzp_layer_read(NULL, &project, stored_crs, source, NULL, findings, &table, &input);
    fuzz_check_status(status);
    FUZZ_REQUIRE((status == HZP_OK) == (table != NULL), "%s", hzp_status_name(status));
    check_findings(findings);
    if (table) check_layer(table);
    if (table && count_told(findings) == told) check_none_lost(source, table);
    hzp_table_free(table);
    hzp_input_clear(&input);
}

void fuzz_layer(const uint8_t *data, size_t size, const char *main_ending)
{
    GArray *members = fuzz_members(data, size, main_ending);
    HzpYaml *keys = NULL;
    g_autofree char *path = g_strconcat("/vsimem/fuzz/layer.", main_ending, NULL);
    HzpLayerSource source = {.path = path, .source = path};
    for (guint i = 0; i < members->len; i++) {
        const FuzzMember *member = &g_array_index(members, FuzzMember, i);
        if (is_file_ending(member->name)) put_file(member->name, member->data, member->size);
        if (is_part(member->name)) put_part(member->name, member->data, member->size);
    }
    if (read_source(members, &keys, &source)) read_layer(&source);
    hzp_yaml_free(keys);
    VSIRmdirRecursive("/vsimem/fuzz");
    g_array_free(members, TRUE);
}
