#include "data/source_encoding.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "data/arrow_rows.h"
#include "data/csv_text.h"
#include "data/gdal_reason.h"
#include "data/text_encoding.h"

static HzpStatus fail(const HzpVectorSource *opened, const char *id, const char *detail, const char *line)
{
    return hzp_fail(HZP_E_INPUT, id, "layer", opened->source->layer, "path", opened->source->path, "detail", detail, "line",
                    line, NULL);
}

HzpStatus hzp_encoding_obey(HzpVectorSource *opened)
{
    const char *word = opened->source->encoding;
    if (!word) return HZP_OK;
    opened->encoding = word;
    opened->decoder = hzp_encoding_decoder(word);
    return opened->decoder ? HZP_OK : fail(opened, "encoding_unknown", word, NULL);
}

/* ---- text tables ---- */

typedef struct {
    const char *start;
    size_t length;
} Line;

static bool next_line(const char *text, size_t size, size_t *at, Line *line)
{
    if (*at >= size) return false;
    const char *end = memchr(text + *at, '\n', size - *at);
    line->start = text + *at;
    line->length = end ? (size_t)(end - line->start) : size - *at;
    *at += line->length + 1;
    return true;
}

/* Line of the first text that is not valid in an encoding, 0 where all are. */
static size_t first_invalid_line(const char *text, size_t size, const char *decoder)
{
    Line line;
    size_t number = 0;
    for (size_t at = 0; next_line(text, size, &at, &line);) {
        number++;
        g_autofree char *decoded = hzp_encoding_decode(decoder, line.start, line.length, NULL);
        if (!decoded) return number;
    }
    return 0;
}

/* Tables that were put together from others may change their encoding on the way: GBK takes half of all UTF-8 lines for its
 * own, so each line is asked for itself. Gives the first line that is of another encoding than those before it. */
static size_t first_other_line(const char *text, size_t size, bool *utf8_first)
{
    Line line;
    size_t number = 0;
    int before = -1;
    for (size_t at = 0; next_line(text, size, &at, &line);) {
        HzpEncodingEvidence evidence = {0};
        number++;
        hzp_encoding_weigh(&evidence, line.start, line.length, false);
        if (evidence.texts == 0) continue;
        int utf8 = evidence.wide_utf8 > 0;
        if (!utf8 && evidence.not_utf8 == 0) continue; /* could be either */
        *utf8_first = before == 1;
        if (before >= 0 && utf8 != before) return number;
        before = utf8;
    }
    return 0;
}

static HzpStatus keep_in_memory(HzpVectorSource *opened, const char *text, size_t size)
{
    opened->memory_file = g_strdup_printf("/vsimem/hazplan_%p.csv", (void *)opened);
    GByte *copy = CPLMalloc(size + 1);
    memcpy(copy, text, size);
    VSILFILE *file = VSIFileFromMemBuffer(opened->memory_file, copy, size, TRUE);
    if (!file) return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
    VSIFCloseL(file);
    return HZP_OK;
}

/* GDAL opens another text than the file has where that was decoded, or its quotation marks mislead GDAL. */
static HzpStatus keep_text(HzpVectorSource *opened, const char *text, size_t size, bool decoded)
{
    g_autofree char *quoted = NULL;
    size_t length = 0;
    size_t open_line = hzp_csv_quote_cells(text, size, &quoted, &length);
    if (open_line) return fail(opened, "layer_quote_open", NULL, hzp_text_of_size(open_line));
    if (quoted) return keep_in_memory(opened, quoted, length);
    return decoded ? keep_in_memory(opened, text, size) : HZP_OK;
}

/* What Excel saves as "Unicode text". */
static const char *utf16_by_mark(const char *text, size_t size)
{
    if (size < 2) return NULL;
    if (memcmp(text, "\xFF\xFE", 2) == 0) return "UTF-16LE";
    return memcmp(text, "\xFE\xFF", 2) == 0 ? "UTF-16BE" : NULL;
}

static HzpStatus guess_table(HzpVectorSource *opened, const char *text, size_t size)
{
    HzpEncodingEvidence evidence = {0};
    bool utf8_first = false;
    size_t other = first_other_line(text, size, &utf8_first);
    if (other) return fail(opened, "encoding_mixed", utf8_first ? "UTF-8" : "GB18030", hzp_text_of_size(other));
    hzp_encoding_weigh(&evidence, text, size, false);
    opened->decoder = hzp_encoding_decide(&evidence);
    if (!opened->decoder)
        return fail(opened, "layer_encoding_line", "GB18030", hzp_text_of_size(first_invalid_line(text, size, "GB18030")));
    opened->encoding = opened->decoder;
    opened->encoding_finding = "encoding_assumed";
    return HZP_OK;
}

static HzpStatus recode(HzpVectorSource *opened, const char *text, size_t size)
{
    const char *marked = utf16_by_mark(text, size);
    bool utf8 = g_utf8_validate_len(text, size, NULL);
    if (marked) {
        opened->encoding = opened->decoder = marked;
        text += 2;
        size -= 2;
    } else if (utf8 && strcmp(opened->decoder, "UTF-8") == 0) {
        return keep_text(opened, text, size, false);
    } else if (!opened->source->encoding) {
        HZP_TRY(guess_table(opened, text, size));
    }
    gsize length = 0;
    g_autofree char *recoded = g_convert(text, (gssize)size, "UTF-8", opened->decoder, NULL, &length, NULL);
    if (recoded) return keep_text(opened, recoded, length, true);
    if (marked) return fail(opened, "layer_encoding", opened->encoding, NULL);
    return fail(opened, "layer_encoding_stated", opened->encoding,
                hzp_text_of_size(first_invalid_line(text, size, opened->decoder)));
}

HzpStatus hzp_encoding_recode_table(HzpVectorSource *opened, const char *path)
{
    GByte *text = NULL;
    vsi_l_offset size = 0;
    /* GDAL reads it, since the table may lie in an archive. */
    if (!VSIIngestFile(NULL, path, &text, &size, -1)) return fail(opened, "layer_unreadable", hzp_gdal_reason(path), NULL);
    HzpStatus status = recode(opened, (const char *)text, (size_t)size);
    VSIFree(text);
    return status;
}

/* ---- Shapefile and MapInfo ---- */

typedef struct {
    HzpEncodingEvidence evidence;
    const int *widths;
    size_t n;
} Weighing;

static HzpStatus weigh_row(const HzpArrowRow *row, void *user)
{
    Weighing *work = user;
    for (size_t i = 0; i < work->n; i++) {
        const HzpCell *cell = &row->cells[i];
        if (cell->kind == HZP_CELL_BYTES)
            hzp_encoding_weigh(&work->evidence, cell->bytes, cell->length, cell->length == (size_t)work->widths[i]);
    }
    return HZP_OK;
}

/* Every text of the layer and every field name. A dBASE header keeps 10 bytes of a name and may cut a character. */
static HzpStatus weigh(const HzpVectorSource *opened, HzpEncodingEvidence *evidence)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(opened->layer);
    int total = OGR_FD_GetFieldCount(definition);
    g_autofree int *fields = g_new(int, (size_t)total + 1);
    g_autofree int *widths = g_new(int, (size_t)total + 1);
    Weighing work = {*evidence, widths, 0};
    for (int i = 0; i < total; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, i);
        const char *name = OGR_Fld_GetNameRef(field);
        hzp_encoding_weigh(&work.evidence, name, strlen(name), strlen(name) == 10);
        if (OGR_Fld_GetType(field) != OFTString) continue;
        widths[work.n] = OGR_Fld_GetWidth(field);
        fields[work.n++] = i;
    }
    HZP_TRY(hzp_arrow_each_row(opened, fields, work.n, weigh_row, &work));
    *evidence = work.evidence;
    return HZP_OK;
}

/* What the .cpg says, else the language driver byte of the .dbf. Its values for "ANSI" (0x57, 0x03) stand for the code page
 * of whatever machine wrote it, and GDAL writes them where it knows no better. */
static const char *declaration(const HzpVectorSource *opened)
{
    const char *cpg = GDALGetMetadataItem(opened->layer, "CPG_VALUE", "SHAPEFILE");
    g_autofree char *word = g_utf8_make_valid(cpg ? cpg : "", -1);
    if (*g_strstrip(word)) return g_intern_string(word);
    const char *byte = GDALGetMetadataItem(opened->layer, "LDID_VALUE", "SHAPEFILE");
    const char *page = GDALGetMetadataItem(opened->layer, "ENCODING_FROM_LDID", "SHAPEFILE");
    bool ansi = byte && (strcmp(byte, "87") == 0 || strcmp(byte, "3") == 0);
    return page && *page && !ansi ? g_intern_string(page) : "";
}

static const char *finding_of(const HzpVectorSource *opened, const HzpEncodingEvidence *evidence)
{
    if (*opened->encoding_declared && !evidence->declared) return "encoding_word_unknown";
    if (evidence->texts == 0) return NULL;
    if (!evidence->declared) return "encoding_assumed";
    return strcmp(opened->decoder, evidence->declared) == 0 ? NULL : "encoding_contradicted";
}

/* What the project says is obeyed: single texts that are not valid in it are findings of their rows, most of all texts an
 * error of the project. */
static HzpStatus weigh_stated(HzpVectorSource *opened)
{
    HzpEncodingEvidence evidence = {.declared = opened->decoder};
    HZP_TRY(weigh(opened, &evidence));
    if (evidence.not_declared * 2 <= evidence.texts) return HZP_OK;
    return fail(opened, "layer_encoding_wrong", opened->encoding, NULL);
}

HzpStatus hzp_encoding_choose(HzpVectorSource *opened)
{
    bool shapefile = strcmp(opened->driver, "ESRI Shapefile") == 0;
    if (!shapefile && strcmp(opened->driver, "MapInfo File") != 0) return HZP_OK;
    opened->raw_text = true;
    if (opened->source->encoding) return weigh_stated(opened);
    HzpEncodingEvidence evidence = {0};
    /* GDAL decodes a MapInfo table whose character set it knows; one that is "Neutral" comes as it is. */
    opened->encoding_declared = shapefile ? declaration(opened) : "";
    evidence.declared = hzp_encoding_decoder(opened->encoding_declared);
    HZP_TRY(weigh(opened, &evidence));
    opened->decoder = hzp_encoding_decide(&evidence);
    if (!opened->decoder) opened->decoder = hzp_encoding_nearest(&evidence);
    if (!opened->decoder) return fail(opened, "layer_encoding", "GB18030", NULL);
    opened->encoding_finding = finding_of(opened, &evidence);
    bool as_declared = evidence.declared && strcmp(opened->decoder, evidence.declared) == 0;
    opened->encoding = as_declared ? opened->encoding_declared : opened->decoder;
    if (!shapefile && strcmp(opened->decoder, "UTF-8") == 0) opened->encoding_finding = NULL;
    return HZP_OK;
}
