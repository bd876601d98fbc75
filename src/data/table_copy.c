#include "data/table_copy.h"

#include <gdal.h>
#include <string.h>

#include "base/message.h"
#include "data/column_match.h"
#include "data/sheet_merges.h"

/* Cells that merged ranges may fill: more is no register. */
enum { MOST_FILLED = 5000000 };

typedef enum { SEEN_NOTHING = 0, SEEN_INTEGER = 1, SEEN_REAL = 2, SEEN_TEXT = 4 } Seen;

/* What a text is as a number: "0351" and what has more digits than a double keeps are texts. */
static Seen kind_of(const char *text)
{
    const char *at = text + (*text == '-');
    size_t digits = strspn(at, "0123456789");
    if (!*text) return SEEN_NOTHING;
    if (digits == 0 || digits > 15 || (digits > 1 && *at == '0')) return SEEN_TEXT;
    if (!at[digits]) return SEEN_INTEGER;
    if (at[digits] != '.') return SEEN_TEXT;
    size_t decimals = strspn(at + digits + 1, "0123456789");
    return decimals > 0 && !at[digits + 1 + decimals] ? SEEN_REAL : SEEN_TEXT;
}

static void see_rows(OGRLayerH layer, int width, int header, int *seen)
{
    OGRFeatureH feature = NULL;
    OGR_L_ResetReading(layer);
    while ((feature = OGR_L_GetNextFeature(layer)) != NULL) {
        for (int i = 0; i < width && OGR_F_GetFID(feature) > header; i++) {
            if (!(seen[i] & SEEN_TEXT) && OGR_F_IsFieldSetAndNotNull(feature, i))
                seen[i] |= (int)kind_of(OGR_F_GetFieldAsString(feature, i));
        }
        OGR_F_Destroy(feature);
    }
}

static OGRFieldType type_of(OGRFieldDefnH field, int seen)
{
    if (OGR_Fld_GetType(field) != OFTString) return OGR_Fld_GetType(field);
    if (seen == SEEN_INTEGER) return OFTInteger64;
    if (seen == SEEN_REAL || seen == (SEEN_INTEGER | SEEN_REAL)) return OFTReal;
    return OFTString;
}

static void make_fields(OGRLayerH from, OGRLayerH to, char **names, int header)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(from);
    int width = OGR_FD_GetFieldCount(definition);
    g_autofree int *seen = g_new0(int, (size_t)width + 1);
    see_rows(from, width, header, seen);
    for (int i = 0; i < width && names[i]; i++) {
        OGRFieldDefnH old = OGR_FD_GetFieldDefn(definition, i);
        OGRFieldDefnH field = OGR_Fld_Create(names[i], type_of(old, seen[i]));
        if (OGR_Fld_GetType(old) == OGR_Fld_GetType(field)) OGR_Fld_SetSubType(field, OGR_Fld_GetSubType(old));
        OGR_L_CreateField(to, field, FALSE);
        OGR_Fld_Destroy(field);
    }
}

static void copy_cell(OGRFeatureH from, OGRFeatureH to, int column)
{
    OGRFieldType old = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(from, column));
    if (!OGR_F_IsFieldSetAndNotNull(from, column)) return;
    if (old == OGR_Fld_GetType(OGR_F_GetFieldDefnRef(to, column)))
        OGR_F_SetFieldRaw(to, column, OGR_F_GetRawFieldRef(from, column));
    else if (*OGR_F_GetFieldAsString(from, column))
        OGR_F_SetFieldString(to, column, OGR_F_GetFieldAsString(from, column));
}

static bool copy_rows(OGRLayerH from, OGRLayerH to, int header)
{
    int width = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(to));
    OGRFeatureH feature = NULL;
    bool good = true;
    OGR_L_ResetReading(from);
    while (good && (feature = OGR_L_GetNextFeature(from)) != NULL) {
        if (OGR_F_GetFID(feature) > header) {
            OGRFeatureH copy = OGR_F_Create(OGR_L_GetLayerDefn(to));
            OGR_F_SetFID(copy, OGR_F_GetFID(feature));
            for (int i = 0; i < width; i++)
                copy_cell(feature, copy, i);
            good = OGR_L_CreateFeature(to, copy) == OGRERR_NONE;
            OGR_F_Destroy(copy);
        }
        OGR_F_Destroy(feature);
    }
    return good;
}

/* ---- merged cells ---- */

static const HzpField *field_of(const GArray *fields, int column)
{
    for (guint i = 0; i < fields->len; i++) {
        if (g_array_index(fields, HzpField, i).column == column) return &g_array_index(fields, HzpField, i);
    }
    return NULL;
}

static int fill_down(OGRLayerH layer, const HzpMerge *merge, int column, OGRFeatureH first)
{
    int row = merge->first_row + 1;
    bool good = true;
    for (; good && row <= merge->last_row && row - merge->first_row <= MOST_FILLED; row++) {
        OGRFeatureH feature = OGR_L_GetFeature(layer, row);
        if (!feature) break; /* the file ends before the range */
        if (!OGR_F_IsFieldSetAndNotNull(feature, column) || !*OGR_F_GetFieldAsString(feature, column)) {
            OGR_F_SetFieldRaw(feature, column, OGR_F_GetRawFieldRef(first, column));
            good = OGR_L_SetFeature(layer, feature) == OGRERR_NONE;
        }
        OGR_F_Destroy(feature);
    }
    return row - merge->first_row;
}

static int apply_merge(const HzpVectorSource *opened, const HzpMerge *merge, const GArray *fields, HzpFindings *findings)
{
    int column = merge->first_column - 1;
    const HzpField *field = field_of(fields, column);
    OGRFeatureH first = column < OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(opened->layer))
                            ? OGR_L_GetFeature(opened->layer, merge->first_row)
                            : NULL;
    int filled = 1;
    if (first && OGR_F_IsFieldSetAndNotNull(first, column) && *OGR_F_GetFieldAsString(first, column)) {
        if (!field || field->type == HZP_FIELD_TEXT) {
            filled = fill_down(opened->layer, merge, column, first);
        } else {
            g_autofree char *rows = g_strdup_printf("%d–%d", merge->first_row, merge->last_row);
            hzp_findings_add(findings, "merged_number", opened->source->layer, NULL, field->name, "row",
                             hzp_text_of_number(merge->first_row), "column", field->header, "value",
                             OGR_F_GetFieldAsString(first, column), "rows", rows, NULL);
        }
    }
    if (first) OGR_F_Destroy(first);
    return filled;
}

static HzpStatus apply_merges(const HzpVectorSource *opened, const GArray *merges, HzpFindings *findings)
{
    GArray *fields = NULL;
    int filled = 0;
    HzpStatus status = merges->len > 0 ? hzp_fields_match(opened, NULL, &fields) : HZP_OK;
    for (guint i = 0; status == HZP_OK && i < merges->len; i++) {
        filled += apply_merge(opened, &g_array_index(merges, HzpMerge, i), fields, findings);
        if (filled > MOST_FILLED)
            status =
                hzp_fail(HZP_E_INPUT, "merged_too_many", "layer", opened->source->layer, "path", opened->source->path, NULL);
    }
    hzp_fields_free(fields);
    return status;
}

HzpStatus hzp_table_copy(HzpVectorSource *opened, char **names, int header, const GArray *merges, HzpFindings *findings)
{
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("Memory"), "", 0, 0, 0, GDT_Unknown, NULL);
    OGRLayerH layer = dataset ? GDALDatasetCreateLayer(dataset, OGR_L_GetName(opened->layer), NULL, wkbNone, NULL) : NULL;
    if (layer) make_fields(opened->layer, layer, names, header);
    if (!layer || !copy_rows(opened->layer, layer, header)) {
        if (dataset) GDALClose(dataset);
        return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
    }
    GDALClose(opened->dataset);
    opened->dataset = dataset;
    opened->layer = layer;
    opened->row_of_fid = 0;
    return apply_merges(opened, merges, findings);
}
