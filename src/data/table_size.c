/* Bounds on tables before anything reads them: a workbook of a few kilobytes may unpack to many gigabytes. */
#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/table_source.h"
#include "data/table_text.h"

/* Deflate makes nothing more than 1032 times as small. */
static const double BEST_DEFLATE = 1032;
enum { CHUNK = 1 << 20, MOST_PARTS = 10000, LONGEST_LINE = 4 << 20 };

static bool has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path);
    return length >= strlen(ending) && g_ascii_strcasecmp(path + length - strlen(ending), ending) == 0;
}

static double file_size(const char *path)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file) return 0;
    double size = VSIFSeekL(file, 0, SEEK_END) == 0 ? (double)VSIFTellL(file) : 0;
    VSIFCloseL(file);
    return size;
}

/* Bytes of a part of an archive; what its directory claims need not be so. */
static double unpacked_size(const char *path, double most)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file) return 0;
    g_autofree char *chunk = g_malloc(CHUNK);
    double size = 0;
    for (size_t got = CHUNK; got == CHUNK && size <= most;) {
        got = VSIFReadL(chunk, 1, CHUNK, file);
        size += (double)got;
    }
    VSIFCloseL(file);
    return size;
}

static bool archive_fits(const char *path, double most)
{
    g_autofree char *root = g_strdup_printf("/vsizip/{%s}", path);
    /* Most workbooks are so small that they cannot hold more. */
    bool certain = file_size(path) * BEST_DEFLATE <= most;
    char **parts = VSIReadDirRecursive(root);
    double claimed = 0;
    double real = 0;
    int count = CSLCount(parts);
    for (int i = 0; i < count && count <= MOST_PARTS && claimed <= most && real <= most; i++) {
        g_autofree char *part = g_strconcat(root, "/", parts[i], NULL);
        claimed += file_size(part);
        if (!certain && claimed <= most) real += unpacked_size(part, most - real);
    }
    CSLDestroy(parts);
    return count <= MOST_PARTS && claimed <= most && real <= most;
}

/* Cells of a text's first line, told before GDAL gives each its name. */
static double width_of_text(const char *path)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file) return 0;
    g_autofree char *text = g_malloc(LONGEST_LINE);
    size_t length = VSIFReadL(text, 1, LONGEST_LINE, file);
    VSIFCloseL(file);
    HzpTableText split = {0};
    hzp_table_text_split(text, length, 1, &split);
    double width = split.rows->len ? g_strv_length(g_ptr_array_index(split.rows, 0)) : 0;
    hzp_table_text_clear(&split);
    return length == LONGEST_LINE && !memchr(text, '\n', length) && !memchr(text, '\r', length) ? INFINITY : width;
}

HzpStatus hzp_table_check_size(const HzpLayerSource *source, const HzpFindings *findings)
{
    bool archive = has_ending(source->source, ".xlsx") || has_ending(source->source, ".ods");
    if (!archive && !has_ending(source->source, ".csv")) return HZP_OK;
    double megabytes = hzp_findings_parameter(findings, "table_size", "megabytes");
    double most = megabytes * 1048576;
    hzp_gdal_capture();
    bool fits = archive ? archive_fits(source->source, most) : file_size(source->source) <= most;
    hzp_gdal_release();
    if (fits) return archive ? HZP_OK : hzp_table_check_width(source, width_of_text(source->source), findings);
    return hzp_fail(HZP_E_INPUT, "table_too_large", "layer", source->layer, "path", source->path, "limit",
                    hzp_text_of_number(megabytes), NULL);
}

HzpStatus hzp_table_check_width(const HzpLayerSource *source, double width, const HzpFindings *findings)
{
    double most = hzp_findings_parameter(findings, "table_size", "columns");
    if (!(width > most)) return HZP_OK;
    return hzp_fail(HZP_E_INPUT, "table_too_wide", "layer", source->layer, "path", source->path, "limit",
                    hzp_text_of_number(most), NULL);
}
