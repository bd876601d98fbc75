#include "data/vector_source.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <string.h>

#include "base/vocabulary.h"
#include "data/gdal_reason.h"
#include "data/source_encoding.h"
#include "data/source_guard.h"
#include "data/text_encoding.h"

/* ---- GDAL itself ---- */

static _Thread_local char first_error[512];

void hzp_gdal_begin(void)
{
    static gsize registered;
    if (g_once_init_enter(&registered)) {
        GDALAllRegister();
        g_once_init_leave(&registered, 1);
    }
}

static void CPL_STDCALL keep_error(CPLErr level, CPLErrorNum number, const char *message)
{
    (void)number;
    if (level >= CE_Failure && !*first_error) g_strlcpy(first_error, message, sizeof first_error);
}

/* Some drivers read ahead in threads of their own, which know nothing of this thread's handler: while any thread captures,
 * what they say goes here, not to standard error. */
static GMutex others_lock;
static int captures;
static CPLErrorHandler earlier_handler;
static char error_of_others[512];

static void CPL_STDCALL keep_error_of_others(CPLErr level, CPLErrorNum number, const char *message)
{
    (void)number;
    g_mutex_lock(&others_lock);
    if (level >= CE_Failure && !*error_of_others) g_strlcpy(error_of_others, message, sizeof error_of_others);
    g_mutex_unlock(&others_lock);
}

void hzp_gdal_capture(void)
{
    *first_error = '\0';
    g_mutex_lock(&others_lock);
    if (captures++ == 0) {
        *error_of_others = '\0';
        earlier_handler = CPLSetErrorHandler(keep_error_of_others);
    }
    g_mutex_unlock(&others_lock);
    CPLPushErrorHandler(keep_error);
}

void hzp_gdal_release(void)
{
    CPLPopErrorHandler();
    g_mutex_lock(&others_lock);
    if (--captures == 0) CPLSetErrorHandler(earlier_handler);
    g_mutex_unlock(&others_lock);
}

const char *hzp_gdal_message(void)
{
    g_mutex_lock(&others_lock);
    if (!*first_error) g_strlcpy(first_error, error_of_others, sizeof first_error);
    g_mutex_unlock(&others_lock);
    return first_error;
}

/* ---- opening ---- */

static HzpStatus fail(const HzpLayerSource *source, const char *id, const char *detail)
{
    return hzp_fail(HZP_E_INPUT, id, "layer", source->layer, "path", source->path, "detail", detail, NULL);
}

static bool has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path);
    size_t tail = strlen(ending);
    return length >= tail && g_ascii_strcasecmp(path + length - tail, ending) == 0;
}

/* Two parts of a text as the file that GDAL is to open. */
static HzpStatus keep_in_memory(const char *first, gsize first_size, const char *second, gsize second_size,
                                HzpVectorSource *opened)
{
    if (opened->memory_file) VSIUnlink(opened->memory_file);
    g_free(opened->memory_file);
    opened->memory_file = g_strdup_printf("/vsimem/hazplan_%p.csv", (void *)opened);
    GByte *copy = CPLMalloc(first_size + second_size + 1);
    memcpy(copy, first, first_size);
    memcpy(copy + first_size, second, second_size);
    VSILFILE *file = VSIFileFromMemBuffer(opened->memory_file, copy, first_size + second_size, TRUE);
    if (!file) return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
    VSIFCloseL(file);
    return HZP_OK;
}

/* GDAL takes a text whose first line has no separator for no table, and a title is such a line: give it one. */
static HzpStatus separate_title(HzpVectorSource *opened)
{
    GByte *text = NULL;
    vsi_l_offset length = 0;
    gsize line = 0;
    if (!VSIIngestFile(NULL, opened->opened_path, &text, &length, -1)) return HZP_OK;
    while (line < length && text[line] != '\n' && text[line] != '\r')
        line++;
    g_autofree char *title = g_strdup_printf("%.*s,", (int)MIN(line, (gsize)G_MAXINT / 2), (const char *)text);
    HzpStatus status =
        line < length ? keep_in_memory(title, strlen(title), (const char *)text + line, length - line, opened) : HZP_OK;
    VSIFree(text);
    return status;
}

static GDALDatasetH open_dataset(const HzpVectorSource *opened, const char *path, const char *encoding)
{
    char **options = NULL;
    if (encoding) options = CSLSetNameValue(options, "ENCODING", encoding);
    /* An empty cell is missing in a text table too: a filter may ask IS NULL. */
    if (has_ending(path, ".csv")) {
        options = CSLSetNameValue(options, "EMPTY_STRING_AS_NULL", "YES");
        options = CSLSetNameValue(options, "HEADERS", "YES");
    }
    /* The first row of a register is its header, whatever its cells look like. */
    CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", "FORCE");
    CPLSetThreadLocalConfigOption("OGR_ODS_HEADERS", "FORCE");
    /* No column may be left out in silence: as many as a sheet can have, and table_size sets the limit. */
    CPLSetThreadLocalConfigOption("OGR_CSV_MAX_FIELD_COUNT", "16384");
    CPLSetThreadLocalConfigOption("OGR_ODS_MAX_FIELD_COUNT", "16384");
    GDALDatasetH dataset =
        GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, opened->drivers, (const char *const *)options, NULL);
    CSLDestroy(options);
    return dataset;
}

/* Shapefiles are asked for their bytes, so that nothing is decoded by a code page that they do not have. */
static bool undecoded(const char *path)
{
    GDALDriverH driver = GDALIdentifyDriverEx(path, GDAL_OF_VECTOR, NULL, NULL);
    return driver && strcmp(GDALGetDriverShortName(driver), "ESRI Shapefile") == 0;
}

static HzpStatus choose_layer(const HzpLayerSource *source, HzpVectorSource *opened)
{
    int count = GDALDatasetGetLayerCount(opened->dataset);
    if (source->sublayer) {
        opened->layer = GDALDatasetGetLayerByName(opened->dataset, source->sublayer);
        if (opened->layer) return HZP_OK;
    } else if (count == 1) {
        opened->layer = GDALDatasetGetLayer(opened->dataset, 0);
        return HZP_OK;
    }
    GString *names = g_string_new(NULL);
    for (int i = 0; i < count; i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "", OGR_L_GetName(GDALDatasetGetLayer(opened->dataset, i)));
    HzpStatus status = hzp_fail(HZP_E_INPUT, source->sublayer ? "sublayer_unknown" : "sublayer_needed", "layer",
                                source->layer, "path", source->path, "sublayer", source->sublayer, "known", names->str, NULL);
    g_string_free(names, TRUE);
    return status;
}

/* A filter in UTF-8 finds nothing in undecoded text: GDAL decodes then, as it finds right, and cut characters are lost. */
static HzpStatus let_gdal_decode(const char *path, const HzpLayerSource *source, HzpVectorSource *opened)
{
    GDALClose(opened->dataset);
    opened->dataset = open_dataset(opened, path, opened->decoder);
    if (!opened->dataset) return fail(source, "layer_unreadable", hzp_gdal_reason(source->source));
    opened->raw_text = false;
    return choose_layer(source, opened);
}

/* ---- filter ---- */

static bool in_name(const char *at) { return (unsigned char)*at >= 0x80 || g_ascii_isalnum(*at) || *at == '_'; }

static bool is_column(const HzpVectorSource *opened, const char *name, size_t length)
{
    g_autofree char *wanted = g_strndup(name, length);
    return OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(opened->layer), wanted) >= 0;
}

/* GDAL's own SQL takes names in other letters than ASCII only in double quotes, which every driver's SQL understands:
 * 县 = '甲县' becomes "县" = '甲县'. What is quoted stays as it is, and so does what names no column: SQLite would take it
 * for a text, and the mistake would pass unseen. */
static char *quote_columns(const HzpVectorSource *opened, const char *where)
{
    GString *out = g_string_new(NULL);
    for (const char *at = where; *at;) {
        const char *end = at;
        bool wide = false;
        if (*at == '\'' || *at == '"') {
            end = strchr(at + 1, *at);
            end = end ? end + 1 : at + strlen(at);
        } else {
            for (; *end && in_name(end); end++)
                wide |= (unsigned char)*end >= 0x80;
            if (end == at) end++;
        }
        bool quoted = wide && is_column(opened, at, (size_t)(end - at));
        g_string_append_printf(out, quoted ? "\"%.*s\"" : "%.*s", (int)(end - at), at);
        at = end;
    }
    return g_string_free(out, FALSE);
}

static HzpStatus set_filter(const HzpLayerSource *source, HzpVectorSource *opened)
{
    if (!source->where) return HZP_OK;
    g_autofree char *where = quote_columns(opened, source->where);
    CPLErrorReset();
    /* A database looks at the filter only when rows are asked for. */
    if (OGR_L_SetAttributeFilter(opened->layer, where) == OGRERR_NONE && OGR_L_GetFeatureCount(opened->layer, TRUE) >= 0 &&
        CPLGetLastErrorType() < CE_Failure)
        return HZP_OK;
    return hzp_fail(HZP_E_INPUT, "layer_where", "layer", source->layer, "path", source->path, "where", source->where,
                    "detail", hzp_gdal_reason(source->source), NULL);
}

/* ---- opening, all of it ---- */

/* Shapefiles and FlatGeobufs count from 0, a CSV leaves its header out; a spreadsheet's FID is its row, a database's its key;
 * GeoJSON's counts from 0 or is whatever id a feature has. */
static int row_of_fid(const char *driver)
{
    static const char *const one_less[] = {"ESRI Shapefile", "FlatGeobuf", "CSV"};
    for (size_t i = 0; i < G_N_ELEMENTS(one_less); i++) {
        if (strcmp(driver, one_less[i]) == 0) return 1;
    }
    return g_str_has_prefix(driver, "GeoJSON") ? HZP_FID_IS_NO_ROW : 0;
}

static HzpStatus open_source(const HzpProject *project, const HzpLayerSource *source, HzpVectorSource *opened)
{
    g_autofree char *path = g_strdup(source->source);
    if (has_ending(path, ".zip") && !has_ending(path, ".gdb.zip") && !g_str_has_prefix(path, "/vsi")) {
        char *zipped = g_strconcat("/vsizip/", path, NULL);
        g_free(path);
        path = zipped;
    }
    bool local = path[0] == '/' && !g_str_has_prefix(path, "/vsi");
    if (local && !g_file_test(path, G_FILE_TEST_EXISTS)) return fail(source, "layer_file_missing", path);
    bool at_hand = local || g_str_has_prefix(path, "/vsizip/") || g_str_has_prefix(path, "/vsimem/");
    if (has_ending(path, ".csv") && at_hand) HZP_TRY(hzp_encoding_recode_table(opened, path));
    bool table = has_ending(path, ".csv") || has_ending(path, ".xlsx");
    opened->opened_path = g_strdup(opened->memory_file ? opened->memory_file : path);
    opened->dataset = open_dataset(opened, opened->opened_path, table ? NULL : undecoded(path) ? "" : source->encoding);
    if (!opened->dataset && has_ending(path, ".csv") && local) {
        HZP_TRY(separate_title(opened));
        g_free(opened->opened_path);
        opened->opened_path = g_strdup(opened->memory_file ? opened->memory_file : path);
        opened->dataset = open_dataset(opened, opened->opened_path, NULL);
    }
    if (!opened->dataset) return hzp_source_refuse(opened, path);
    g_strlcpy(opened->driver, GDALGetDriverShortName(GDALGetDatasetDriver(opened->dataset)), sizeof opened->driver);
    HZP_TRY(hzp_source_check_database(opened, project));
    HZP_TRY(choose_layer(source, opened));
    HZP_TRY(hzp_encoding_choose(opened));
    if (opened->raw_text && source->where) HZP_TRY(let_gdal_decode(path, source, opened));
    opened->row_of_fid = row_of_fid(opened->driver);
    CPLErrorReset();
    OGR_L_GetLayerDefn(opened->layer); /* Some drivers read all of a file now: what they say belongs to its opening. */
    /* The rows before a damaged place of a sheet are not the sheet. An .ods is read when its sheets are counted, an .xlsx
     * when its rows are. */
    bool sheet = strcmp(opened->driver, "XLSX") == 0 || strcmp(opened->driver, "ODS") == 0;
    if (sheet && OGR_L_GetFeatureCount(opened->layer, TRUE) >= 0 && *hzp_gdal_message())
        return fail(source, "layer_unreadable", hzp_gdal_reason(source->source));
    return HZP_OK;
}

HzpStatus hzp_vector_open(const HzpProject *project, const HzpLayerSource *source, HzpVectorSource *opened)
{
    memset(opened, 0, sizeof *opened);
    opened->source = source;
    opened->encoding = opened->decoder = "UTF-8";
    HZP_TRY(hzp_vocabulary_load());
    HZP_TRY(hzp_encoding_obey(opened));
    opened->drivers = hzp_source_drivers(project);
    hzp_gdal_begin();
    hzp_gdal_capture();
    HzpStatus status = open_source(project, source, opened);
    hzp_gdal_release();
    if (status != HZP_OK) hzp_vector_close(opened);
    return status;
}

HzpStatus hzp_vector_filter(HzpVectorSource *opened)
{
    hzp_gdal_capture();
    HzpStatus status = set_filter(opened->source, opened);
    hzp_gdal_release();
    return status;
}

HzpStatus hzp_vector_reopen(HzpVectorSource *opened, char *path)
{
    GDALClose(opened->dataset);
    if (opened->memory_file) VSIUnlink(opened->memory_file);
    g_free(opened->memory_file);
    g_free(opened->opened_path);
    opened->memory_file = path;
    opened->opened_path = g_strdup(path);
    opened->dataset = open_dataset(opened, path, NULL);
    if (!opened->dataset) return fail(opened->source, "layer_unreadable", hzp_gdal_reason(opened->source->source));
    opened->layer = GDALDatasetGetLayer(opened->dataset, 0);
    return HZP_OK;
}

void hzp_vector_close(HzpVectorSource *opened)
{
    if (opened->dataset) GDALClose(opened->dataset);
    if (opened->memory_file) VSIUnlink(opened->memory_file);
    g_free(opened->memory_file);
    g_free(opened->opened_path);
    g_free(opened->drivers);
    memset(opened, 0, sizeof *opened);
}

char *hzp_vector_decode(const HzpVectorSource *opened, const char *bytes, size_t length, bool *cut)
{
    return hzp_encoding_decode(opened->raw_text ? opened->decoder : "UTF-8", bytes, length, opened->raw_text ? cut : NULL);
}

char *hzp_vector_field_name(const HzpVectorSource *opened, int index)
{
    const char *name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(opened->layer), index));
    /* A name cut in the middle of a character keeps its whole characters: "县(市、区)" may be a truncated one. */
    for (size_t length = strlen(name); length > 0; length--) {
        char *decoded = hzp_vector_decode(opened, name, length, NULL);
        if (decoded) return decoded;
    }
    return g_strdup("");
}
