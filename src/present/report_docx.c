#include "present/report_docx.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "base/output_file.h"
#include "base/resource.h"
#include "base/zip_bytes.h"

#define W_NAMESPACE "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define DOCUMENT_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

enum { TEXT_WIDTH = 8844 }; /* twips: A4 less the margins below */

typedef struct {
    GString *body;
    GString *notice; /* runs of the first quotation; NULL where there is none */
} Writer;

/* ---- text ---- */

/* What XML may not hold is left out. */
static void put_character(GString *to, gunichar character)
{
    if (character < 0x20 || (character & 0xfffe) == 0xfffe) return;
    if (character == '&') {
        g_string_append(to, "&amp;");
    } else if (character == '<') {
        g_string_append(to, "&lt;");
    } else {
        g_string_append_unichar(to, character);
    }
}

static void open_run(GString *to, bool bold)
{
    g_string_append_printf(to, "<w:r>%s<w:t xml:space=\"preserve\">", bold ? "<w:rPr><w:b/></w:rPr>" : "");
}

/* Runs of a text: **bold** parts, escaped characters as they are. */
static void put_runs(GString *to, const char *text, const char *end)
{
    bool bold = false;
    open_run(to, bold);
    for (const char *at = text; at < end;) {
        if (at[0] == '*' && at + 1 < end && at[1] == '*') {
            bold = !bold;
            g_string_append(to, "</w:t></w:r>");
            open_run(to, bold);
            at += 2;
            continue;
        }
        if (*at == '\\' && at + 1 < end && g_ascii_ispunct(at[1])) at++;
        put_character(to, g_utf8_get_char(at));
        at = g_utf8_next_char(at);
    }
    g_string_append(to, "</w:t></w:r>");
}

static void put_paragraph(GString *to, const char *style, const char *text, const char *end)
{
    g_string_append_printf(to, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
    put_runs(to, text, end);
    g_string_append(to, "</w:p>");
}

/* ---- tables ---- */

/* Cells of a row: what stands between bars that are not escaped, without the blanks around it. */
static GPtrArray *cells_of(const char *line)
{
    GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
    const char *start = line + 1;
    for (const char *at = start; *at; at++) {
        if (*at == '\\' && at[1]) {
            at++;
        } else if (*at == '|') {
            g_ptr_array_add(cells, g_strstrip(g_strndup(start, (gsize)(at - start))));
            start = at + 1;
        }
    }
    return cells;
}

static void put_row(GString *to, const GPtrArray *cells, const int *widths, bool head)
{
    g_string_append(to,
                    head ? "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" : "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    for (guint i = 0; i < cells->len; i++) {
        const char *text = g_ptr_array_index(cells, i);
        g_string_append_printf(to, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", widths[i]);
        put_paragraph(to, head ? "TableHead" : "TableText", text, text + strlen(text));
        g_string_append(to, "</w:tc>");
    }
    g_string_append(to, "</w:tr>");
}

/* Column widths by the dashes of the rule; equal where there is none. */
static int *widths_of(const char *rule, guint columns)
{
    int *widths = g_new0(int, columns);
    g_autoptr(GPtrArray) dashes = cells_of(rule);
    double total = 0;
    for (guint i = 0; i < columns; i++)
        total += i < dashes->len ? (double)strlen(g_ptr_array_index(dashes, i)) : 1;
    for (guint i = 0; i < columns; i++)
        widths[i] = (int)(TEXT_WIDTH * (i < dashes->len ? (double)strlen(g_ptr_array_index(dashes, i)) : 1) / total);
    return widths;
}

/* Rows up to the first line that is none; returns how many lines that were. */
static guint put_table(GString *to, char *const *lines)
{
    g_autoptr(GPtrArray) head = cells_of(lines[0]);
    bool ruled = lines[1] && g_str_has_prefix(lines[1], "| -");
    g_autofree int *widths = widths_of(ruled ? lines[1] : "|", head->len);
    guint taken = ruled ? 2 : 1;
    g_string_append_printf(to,
                           "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
                           "<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
                           TEXT_WIDTH);
    for (guint i = 0; i < head->len; i++)
        g_string_append_printf(to, "<w:gridCol w:w=\"%d\"/>", widths[i]);
    g_string_append(to, "</w:tblGrid>");
    put_row(to, head, widths, true);
    for (; lines[taken] && *lines[taken] == '|'; taken++) {
        g_autoptr(GPtrArray) cells = cells_of(lines[taken]);
        while (cells->len < head->len)
            g_ptr_array_add(cells, g_strdup(""));
        g_ptr_array_set_size(cells, (gint)head->len);
        put_row(to, cells, widths, false);
    }
    g_string_append(to, "</w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>");
    return taken;
}

/* ---- blocks ---- */

static void put_heading(Writer *writer, const char *line)
{
    static const char *const styles[] = {"Title", "Heading1", "Heading2", "Heading3"};
    size_t level = strspn(line, "#");
    const char *text = line + level + strspn(line + level, " ");
    const char *style = styles[MIN(MAX(level, 1) - 1, G_N_ELEMENTS(styles) - 1)];
    put_paragraph(writer->body, style, text, text + strlen(text));
}

static void put_quotation(Writer *writer, const char *line)
{
    const char *text = line + 1 + strspn(line + 1, " ");
    put_paragraph(writer->body, "Quote", text, text + strlen(text));
    if (writer->notice) return;
    writer->notice = g_string_new(NULL);
    put_runs(writer->notice, text, text + strlen(text));
}

static void put_blocks(Writer *writer, char *const *lines)
{
    for (guint i = 0; lines[i];) {
        const char *line = lines[i];
        if (*line == '|') {
            i += put_table(writer->body, lines + i);
            continue;
        }
        if (*line == '#') {
            put_heading(writer, line);
        } else if (*line == '>') {
            put_quotation(writer, line);
        } else if (*line) {
            put_paragraph(writer->body, "BodyText", line, line + strlen(line));
        }
        i++;
    }
}

/* ---- parts of the package ---- */

static void add_part(HzpZip *zip, const char *name, const char *xml)
{
    g_autofree char *text = g_strconcat(XML_HEAD, xml, NULL);
    hzp_zip_add(zip, name, text, strlen(text));
}

static void add_package(HzpZip *zip)
{
    add_part(zip, "[Content_Types].xml",
             "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
             "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
             "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
             "<Override PartName=\"/word/document.xml\" ContentType=\"" DOCUMENT_TYPE "document.main+xml\"/>"
             "<Override PartName=\"/word/styles.xml\" ContentType=\"" DOCUMENT_TYPE "styles+xml\"/>"
             "<Override PartName=\"/word/header1.xml\" ContentType=\"" DOCUMENT_TYPE "header+xml\"/>"
             "<Override PartName=\"/word/footer1.xml\" ContentType=\"" DOCUMENT_TYPE "footer+xml\"/></Types>");
    add_part(zip, "_rels/.rels",
             "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
             "/officeDocument\" Target=\"word/document.xml\"/></Relationships>");
    add_part(zip, "word/_rels/document.xml.rels",
             "<Relationships xmlns=\"" PACKAGE "\">"
             "<Relationship Id=\"rId1\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
             "<Relationship Id=\"rId2\" Type=\"" OFFICE "/header\" Target=\"header1.xml\"/>"
             "<Relationship Id=\"rId3\" Type=\"" OFFICE "/footer\" Target=\"footer1.xml\"/></Relationships>");
}

/* Margins of GB/T 9704-2012: 37, 28, 35 and 26 mm. */
static void add_document(HzpZip *zip, const Writer *writer)
{
    g_autofree char *document = g_strconcat(
        "<w:document xmlns:w=\"" W_NAMESPACE "\" xmlns:r=\"" OFFICE "\"><w:body>", writer->body->str,
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:footerReference w:type=\"default\" r:id=\"rId3\"/>"
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" "
        "w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
        NULL);
    g_autofree char *header =
        g_strconcat("<w:hdr xmlns:w=\"" W_NAMESPACE "\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>",
                    writer->notice ? writer->notice->str : "", "</w:p></w:hdr>", NULL);
    add_part(zip, "word/document.xml", document);
    add_part(zip, "word/header1.xml", header);
    add_part(
        zip, "word/footer1.xml",
        "<w:ftr xmlns:w=\"" W_NAMESPACE "\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>"
        "<w:r><w:t xml:space=\"preserve\">— </w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
        "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>");
}

static HzpStatus read_styles(char **styles, gsize *size)
{
    g_autofree char *path = hzp_resource_path("data/templates/word", "styles.xml");
    g_autoptr(GError) error = NULL;
    if (!path) return hzp_fail(HZP_E_IO, "report_resource_missing", "file", "word/styles.xml", NULL);
    if (g_file_get_contents(path, styles, size, &error)) return HZP_OK;
    return hzp_fail(hzp_status_of_file(error), "file_unreadable", "file", path, "reason", error->message, NULL);
}

HzpStatus hzp_report_docx(const char *markdown, const char *path)
{
    g_autofree char *styles = NULL;
    gsize size = 0;
    HZP_TRY(read_styles(&styles, &size));
    g_auto(GStrv) lines = g_strsplit(markdown, "\n", -1);
    Writer writer = {.body = g_string_new(NULL)};
    HzpZip *zip = hzp_zip_new();
    put_blocks(&writer, lines);
    add_package(zip);
    add_document(zip, &writer);
    hzp_zip_add(zip, "word/styles.xml", styles, size);
    const GByteArray *bytes = hzp_zip_finish(zip);
    HzpStatus status = hzp_output_write(path, (const char *)bytes->data, bytes->len);
    hzp_zip_free(zip);
    g_string_free(writer.body, TRUE);
    if (writer.notice) g_string_free(writer.notice, TRUE);
    return status;
}

HzpStatus hzp_report_text_write(const char *markdown, const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot && g_ascii_strcasecmp(dot, ".docx") == 0) return hzp_report_docx(markdown, path);
    if (dot && g_ascii_strcasecmp(dot, ".md") == 0) return hzp_output_write(path, markdown, strlen(markdown));
    return hzp_fail(HZP_E_USAGE, "report_text_ending", "file", path, NULL);
}
