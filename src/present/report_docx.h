/* A report as .docx (ISO/IEC 29500-1, transitional), made from the Markdown that hzp_report_document() writes, so that both
 * say the same.
 *
 * Understood is what is written there: headings with #, quotations with >, tables with |, paragraphs, **bold**, characters
 * escaped with \. The first heading is the document's title; a quotation at the top (the plan's notice) stands in the header
 * of every page too. Fonts and sizes are those of data/templates/word/styles.xml. The same text gives the same bytes. */
#ifndef HZP_PRESENT_REPORT_DOCX_H
#define HZP_PRESENT_REPORT_DOCX_H

#include "base/error.h"

/* Write the file, whole or not at all. */
HzpStatus hzp_report_docx(const char *markdown, const char *path);

/* Write a report as the ending of `path` says: .docx or .md. HZP_E_USAGE for another ending. */
HzpStatus hzp_report_text_write(const char *markdown, const char *path);

#endif
