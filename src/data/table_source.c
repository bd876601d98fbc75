#include "data/table_source.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <string.h>

#include "base/message.h"
#include "data/column_match.h"
#include "data/gdal_reason.h"
#include "data/sheet_merges.h"
#include "data/table_copy.h"
#include "data/table_header.h"
#include "data/table_text.h"

/* The first rows are looked for in so much of a text. */
enum { BEGINNING = 4 << 20 };

static HzpStatus fail(const HzpVectorSource *opened, const char *id, const char *detail)
{
    return hzp_fail(HZP_E_INPUT, id, "layer", opened->source->layer, "path", opened->source->path, "detail", detail, NULL);
}

/* ---- the first rows of a sheet ---- */

/* GDAL names a column without a header Field1, Field2, …. */
static bool is_made_up(const char *name)
{
    const char *at = name + strlen("Field");
    if (!g_str_has_prefix(name, "Field") || !*at) return false;
    while (g_ascii_isdigit(*at))
        at++;
    return !*at;
}

static GPtrArray *first_rows(OGRLayerH layer)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    int width = OGR_FD_GetFieldCount(definition);
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    char **names = g_new0(char *, (size_t)width + 1);
    for (int i = 0; i < width; i++) {
        const char *name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i));
        names[i] = g_strdup(is_made_up(name) ? "" : name);
    }
    g_ptr_array_add(rows, names);
    OGR_L_ResetReading(layer);
    OGRFeatureH feature = NULL;
    while (rows->len < HZP_HEADER_ROWS && (feature = OGR_L_GetNextFeature(layer)) != NULL) {
        char **cells = g_new0(char *, (size_t)width + 1);
        for (int i = 0; i < width; i++)
            cells[i] = g_strstrip(g_strdup(OGR_F_GetFieldAsString(feature, i)));
        g_ptr_array_add(rows, cells);
        OGR_F_Destroy(feature);
    }
    OGR_L_ResetReading(layer);
    return rows;
}

/* ---- what is told ---- */

/* What stands above the header, for the finding. */
static char *text_above(const GPtrArray *rows, int upper)
{
    GString *text = g_string_new(NULL);
    for (int row = 0; row < upper; row++) {
        char **cells = g_ptr_array_index(rows, (guint)row);
        for (size_t i = 0; cells[i]; i++) {
            if (*cells[i] && g_utf8_strlen(text->str, -1) < 60)
                g_string_append_printf(text, "%s%s", text->len ? " " : "", cells[i]);
        }
    }
    return g_string_free(text, FALSE);
}

static void tell_header(const HzpVectorSource *opened, const GPtrArray *rows, HzpHeaderPlace place, HzpFindings *findings)
{
    g_autofree char *above = text_above(rows, place.upper);
    g_autofree char *header = place.upper == place.lower ? g_strdup_printf("%d", place.lower + 1)
                                                         : g_strdup_printf("%d–%d", place.upper + 1, place.lower + 1);
    if (place.lower == 0) return;
    hzp_findings_add(findings, place.upper == 0 ? "header_two_rows" : "header_found", opened->source->layer, NULL, NULL,
                     "header", header, "count", hzp_text_of_size((size_t)place.upper), "value", above, NULL);
}

static HzpStatus find_header(const HzpVectorSource *opened, const GPtrArray *rows, HzpHeaderPlace *place, char ***names)
{
    int given = opened->source->header_row - 1;
    if (given >= (int)rows->len) return fail(opened, "header_row_beyond", hzp_text_of_size((size_t)given + 1));
    g_autoptr(GHashTable) known = hzp_fields_known(opened->source);
    *place = hzp_header_find(known, rows, given);
    *names = hzp_header_names(known, rows, *place);
    return HZP_OK;
}

/* ---- text tables ---- */

static char *read_text(const char *path, size_t most, size_t *length)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file) return NULL;
    GByteArray *bytes = g_byte_array_new();
    g_autofree guint8 *chunk = g_malloc(BEGINNING);
    for (size_t got = BEGINNING; got == BEGINNING && bytes->len < most;) {
        got = VSIFReadL(chunk, 1, BEGINNING, file);
        g_byte_array_append(bytes, chunk, (guint)got);
    }
    VSIFCloseL(file);
    *length = bytes->len;
    return (char *)g_byte_array_free(bytes, FALSE);
}

/* A copy in memory that begins with the header. */
static HzpStatus reopen_text(HzpVectorSource *opened, const HzpTableText *split, HzpHeaderPlace place, char **names)
{
    size_t length = 0;
    g_autofree char *text = read_text(opened->opened_path, G_MAXSIZE, &length);
    g_autofree char *header = hzp_table_text_header(names, split->delimiter);
    gsize rest = g_array_index(split->ends, gsize, place.lower);
    if (!text || rest > length) return fail(opened, "layer_unreadable", hzp_gdal_reason(opened->source->source));
    size_t size = strlen(header) + length - rest;
    GByte *copy = CPLMalloc(size + 1);
    memcpy(copy, header, strlen(header));
    memcpy(copy + strlen(header), text + rest, length - rest);
    char *name = g_strdup_printf("/vsimem/hazplan_%p_rows.csv", (void *)opened);
    VSILFILE *file = VSIFileFromMemBuffer(name, copy, size, TRUE);
    if (file) VSIFCloseL(file);
    HzpStatus status = hzp_vector_reopen(opened, name);
    opened->row_of_fid = place.lower + 1;
    return status;
}

static HzpStatus prepare_text(HzpVectorSource *opened, HzpFindings *findings)
{
    size_t length = 0;
    HzpTableText split = {0};
    HzpHeaderPlace place = {0, 0};
    char **names = NULL;
    g_autofree char *text = read_text(opened->opened_path, BEGINNING, &length);
    if (!text) return HZP_OK;
    hzp_table_text_split(text, length, HZP_HEADER_ROWS, &split);
    HzpStatus status = split.rows->len > 0 ? find_header(opened, split.rows, &place, &names) : HZP_OK;
    if (status == HZP_OK && place.lower > 0) {
        tell_header(opened, split.rows, place, findings);
        status = reopen_text(opened, &split, place, names);
    }
    g_strfreev(names);
    hzp_table_text_clear(&split);
    return status;
}

/* ---- sheets ---- */

/* Merged cells below the header that reach over several rows. */
static void keep_merges_below(GArray *merges, int header)
{
    for (guint i = merges->len; i-- > 0;) {
        const HzpMerge *merge = &g_array_index(merges, HzpMerge, i);
        if (merge->first_row <= header || merge->last_row == merge->first_row) g_array_remove_index_fast(merges, i);
    }
}

static HzpStatus prepare_sheet(HzpVectorSource *opened, HzpFindings *findings)
{
    HzpHeaderPlace place = {0, 0};
    char **names = NULL;
    g_autoptr(GPtrArray) rows = first_rows(opened->layer);
    HZP_TRY(find_header(opened, rows, &place, &names));
    g_autoptr(GArray) merges = strcmp(opened->driver, "XLSX") == 0
                                   ? hzp_sheet_merges(opened->opened_path, OGR_L_GetName(opened->layer))
                                   : g_array_new(FALSE, FALSE, sizeof(HzpMerge));
    keep_merges_below(merges, place.lower + 1);
    HzpStatus status = HZP_OK;
    if (place.lower > 0 || merges->len > 0) {
        tell_header(opened, rows, place, findings);
        status = hzp_table_copy(opened, names, place.lower + 1, merges, findings);
    }
    g_strfreev(names);
    return status;
}

HzpStatus hzp_table_prepare(HzpVectorSource *opened, HzpFindings *findings)
{
    bool text = strcmp(opened->driver, "CSV") == 0;
    bool sheet = strcmp(opened->driver, "XLSX") == 0 || strcmp(opened->driver, "ODS") == 0;
    if (!text && !sheet) return opened->source->header_row ? fail(opened, "header_row_no_table", opened->driver) : HZP_OK;
    hzp_gdal_capture();
    HzpStatus status = text ? prepare_text(opened, findings) : prepare_sheet(opened, findings);
    hzp_gdal_release();
    return status;
}
