#include "data/source_date.h"

#include <cpl_vsi.h>
#include <string.h>

#include "base/date_text.h"

/* last_change in gpkg_contents, a required column of the standard (OGC 12-128r19, 1.1.3.1.1). */
static char *geopackage_date(const HzpVectorSource *opened)
{
    g_auto(GStrv) parts = g_strsplit(OGR_L_GetName(opened->layer), "'", -1);
    g_autofree char *name = g_strjoinv("''", parts);
    g_autofree char *sql =
        g_strdup_printf("SELECT CAST(last_change AS TEXT) FROM gpkg_contents WHERE table_name = '%s'", name);
    char *text = NULL;
    hzp_gdal_capture();
    OGRLayerH rows = GDALDatasetExecuteSQL(opened->dataset, sql, NULL, NULL);
    OGRFeatureH row = rows ? OGR_L_GetNextFeature(rows) : NULL;
    if (row && OGR_F_IsFieldSetAndNotNull(row, 0)) text = g_strdup(OGR_F_GetFieldAsString(row, 0));
    OGR_F_Destroy(row);
    if (rows) GDALDatasetReleaseResultSet(opened->dataset, rows);
    hzp_gdal_release();
    return text;
}

/* The beginning of a member of an archive; properties are short, and what is not may not fill the memory. */
static char *read_member(const char *archive, const char *member)
{
    enum { MOST = 65536 };
    g_autofree char *path = g_strdup_printf("/vsizip/{%s}/%s", archive, member);
    hzp_gdal_capture();
    VSILFILE *file = VSIFOpenL(path, "rb");
    char *text = file ? g_malloc0(MOST + 1) : NULL;
    if (file) {
        VSIFReadL(text, 1, MOST, file);
        VSIFCloseL(file);
    }
    hzp_gdal_release();
    return text;
}

/* Text of the first element of a name; attributes may follow the name. */
static char *element_text(const char *xml, const char *opening)
{
    const char *start = xml ? strstr(xml, opening) : NULL;
    const char *begin = start ? strchr(start, '>') : NULL;
    const char *end = begin ? strchr(begin, '<') : NULL;
    return end ? g_strndup(begin + 1, (size_t)(end - begin - 1)) : NULL;
}

static char *document_date(const HzpVectorSource *opened)
{
    static const struct {
        const char *driver;
        const char *member;
        const char *element;
    } kinds[] = {{"XLSX", "docProps/core.xml", "<dcterms:modified"}, {"ODS", "meta.xml", "<dc:date"}};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(opened->driver, kinds[i].driver) != 0) continue;
        g_autofree char *xml = read_member(opened->source->source, kinds[i].member);
        return element_text(xml, kinds[i].element);
    }
    return NULL;
}

static char *file_date(const HzpVectorSource *opened)
{
    if (strcmp(opened->driver, "GPKG") == 0) return geopackage_date(opened);
    if (strcmp(opened->driver, "ESRI Shapefile") == 0)
        return g_strdup(GDALGetMetadataItem(opened->layer, "DBF_DATE_LAST_UPDATE", NULL));
    return document_date(opened);
}

void hzp_source_date(const HzpVectorSource *opened, HzpFindings *findings, HzpInput *input)
{
    const HzpLayerSource *source = opened->source;
    HzpDate date = {0};
    input->supplier = source->supplier;
    if (source->date && (!hzp_date_parse(source->date, &date) || !date.year)) {
        hzp_findings_add(findings, "layer_date_unreadable", source->layer, NULL, "date", "value", source->date, NULL);
        return;
    }
    input->date_origin = source->date ? "project" : NULL;
    if (!source->date) {
        g_autofree char *text = file_date(opened);
        /* What a program wrote there and is no date tells nothing. */
        if (!hzp_date_parse(text, &date) || !date.year) return;
        input->date_origin = "file";
    }
    input->date = date;
}
