#include "data/sheet_merges.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <libxml/xmlreader.h>
#include <string.h>

/* Parts of a workbook that are read here. */
enum { PART_LARGEST = 16 << 20, CHUNK = 1 << 20, NAME_LONGEST = 64 };

static char *part_path(const char *path, const char *part) { return g_strdup_printf("/vsizip/{%s}/%s", path, part); }

static char *read_part(const char *path, const char *part, size_t *length)
{
    g_autofree char *name = part_path(path, part);
    VSILFILE *file = VSIFOpenL(name, "rb");
    if (!file) return NULL;
    char *text = g_malloc(PART_LARGEST);
    *length = VSIFReadL(text, 1, PART_LARGEST, file);
    VSIFCloseL(file);
    return text;
}

/* Call `each` for every element with this local name until it returns true. A document type, which a workbook has no use for,
 * ends the reading. */
static void each_element(const char *text, size_t length, const char *name, bool (*each)(xmlTextReader *, void *), void *user)
{
    xmlTextReader *reader =
        xmlReaderForMemory(text, (int)length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    while (reader && xmlTextReaderRead(reader) == 1) {
        int type = xmlTextReaderNodeType(reader);
        if (type == XML_READER_TYPE_DOCUMENT_TYPE) break;
        const xmlChar *local = xmlTextReaderConstLocalName(reader);
        if (type != XML_READER_TYPE_ELEMENT || !local || strcmp((const char *)local, name) != 0) continue;
        if (each(reader, user)) break;
    }
    if (reader) xmlFreeTextReader(reader);
}

/* Attribute by its local name: r:id is one whatever the prefix. Free with g_free(). */
static char *attribute(xmlTextReader *reader, const char *name)
{
    char *value = NULL;
    while (!value && xmlTextReaderMoveToNextAttribute(reader) == 1) {
        if (strcmp((const char *)xmlTextReaderConstLocalName(reader), name) == 0)
            value = g_strdup((const char *)xmlTextReaderConstValue(reader));
    }
    xmlTextReaderMoveToElement(reader);
    return value;
}

/* ---- which part is the sheet ---- */

typedef struct {
    const char *wanted;
    char *found;
} Search;

static bool is_sheet(xmlTextReader *reader, void *user)
{
    Search *search = user;
    g_autofree char *name = attribute(reader, "name");
    if (g_strcmp0(name, search->wanted) != 0) return false;
    search->found = attribute(reader, "id");
    return true;
}

static bool is_relation(xmlTextReader *reader, void *user)
{
    Search *search = user;
    g_autofree char *id = attribute(reader, "Id");
    if (g_strcmp0(id, search->wanted) != 0) return false;
    search->found = attribute(reader, "Target");
    return true;
}

static char *search_part(const char *path, const char *part, const char *element, bool (*each)(xmlTextReader *, void *),
                         const char *wanted)
{
    size_t length = 0;
    Search search = {wanted, NULL};
    g_autofree char *text = read_part(path, part, &length);
    if (text) each_element(text, length, element, each, &search);
    return search.found;
}

static char *sheet_part(const char *path, const char *sheet)
{
    g_autofree char *id = search_part(path, "xl/workbook.xml", "sheet", is_sheet, sheet);
    g_autofree char *target = id ? search_part(path, "xl/_rels/workbook.xml.rels", "Relationship", is_relation, id) : NULL;
    if (!target) return NULL;
    return *target == '/' ? g_strdup(target + 1) : g_strconcat("xl/", target, NULL);
}

/* ---- the list ---- */

static const char *find(const char *text, size_t length, const char *word)
{
    size_t size = strlen(word);
    const char *end = text + length;
    for (const char *at = text; (at = memchr(at, *word, (size_t)(end - at))) != NULL; at++) {
        if ((size_t)(end - at) < size) return NULL;
        if (memcmp(at, word, size) == 0) return at;
    }
    return NULL;
}

/* Start of the tag whose name ends here, NULL where it is no tag that opens: "<mergeCells", "<x:mergeCells". */
static const char *tag_start(const char *text, const char *name)
{
    for (const char *at = name; at > text && name - at < NAME_LONGEST; at--) {
        if (at[-1] == '<') return at - 1;
        if (!g_ascii_isalnum(at[-1]) && at[-1] != ':' && at[-1] != '_') return NULL;
    }
    return NULL;
}

static const char *find_list(const char *text, size_t length)
{
    const char *end = text + length;
    for (const char *name = text; (name = find(name, (size_t)(end - name), "mergeCells")) != NULL; name++) {
        const char *start = tag_start(text, name);
        if (start) return start;
    }
    return NULL;
}

/* The list stands behind the rows: the sheet is read over as bytes, which is many times faster than as XML. */
static char *read_list(VSILFILE *file, size_t *length)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autofree guint8 *chunk = g_malloc(CHUNK);
    bool inside = false;
    for (size_t got = CHUNK; got == CHUNK && bytes->len < PART_LARGEST;) {
        got = VSIFReadL(chunk, 1, CHUNK, file);
        g_byte_array_append(bytes, chunk, (guint)got);
        const char *text = (const char *)bytes->data;
        const char *start = inside ? NULL : find_list(text, bytes->len);
        if (start) {
            inside = true;
            g_byte_array_remove_range(bytes, 0, (guint)(start - text));
        } else if (!inside && bytes->len > 2 * NAME_LONGEST) {
            g_byte_array_remove_range(bytes, 0, bytes->len - 2 * NAME_LONGEST);
        }
        const char *end = inside ? find((const char *)bytes->data, bytes->len, "mergeCells>") : NULL;
        if (end) {
            *length = (size_t)(end - (const char *)bytes->data) + strlen("mergeCells>");
            return g_memdup2(bytes->data, bytes->len);
        }
    }
    return NULL;
}

/* "B" is column 2; returns what follows the letters. */
static const char *read_column(const char *at, int *column)
{
    *column = 0;
    for (; *at >= 'A' && *at <= 'Z' && *column < 100000; at++)
        *column = *column * 26 + (*at - 'A' + 1);
    return at;
}

static const char *read_cell(const char *at, int *row, int *column)
{
    char *end = NULL;
    at = read_column(at, column);
    gint64 number = g_ascii_strtoll(at, &end, 10);
    *row = number > 0 && number < G_MAXINT ? (int)number : 0;
    return end;
}

static bool keep_merge(xmlTextReader *reader, void *user)
{
    HzpMerge merge = {0};
    g_autofree char *reference = attribute(reader, "ref");
    const char *at = reference ? read_cell(reference, &merge.first_row, &merge.first_column) : "";
    if (*at == ':') read_cell(at + 1, &merge.last_row, &merge.last_column);
    if (merge.first_row > 0 && merge.first_column > 0 && merge.last_row >= merge.first_row &&
        merge.last_column >= merge.first_column)
        g_array_append_val((GArray *)user, merge);
    return false;
}

GArray *hzp_sheet_merges(const char *path, const char *sheet)
{
    GArray *merges = g_array_new(FALSE, FALSE, sizeof(HzpMerge));
    g_autofree char *part = sheet_part(path, sheet);
    g_autofree char *name = part ? part_path(path, part) : NULL;
    VSILFILE *file = name ? VSIFOpenL(name, "rb") : NULL;
    size_t length = 0;
    g_autofree char *list = file ? read_list(file, &length) : NULL;
    if (file) VSIFCloseL(file);
    if (list) each_element(list, length, "mergeCell", keep_merge, merges);
    return merges;
}
