/* The draft as Markdown: a template's headings, paragraphs, loops and tables filled from a tree. */
#ifndef HZP_PRESENT_REPORT_DOCUMENT_H
#define HZP_PRESENT_REPORT_DOCUMENT_H

#include "base/yaml_tree.h"
#include "present/report_sentence.h"

/* Write the document that a template describes; data/templates/plan.zh.yaml tells what may stand in one.
 *
 * @param tree      what the sentences' places name.
 * @param[out] text Markdown; free with g_free().
 * @return HZP_E_INPUT naming file and line for an unknown key, or the sentence that cannot be read. */
HzpStatus hzp_report_document(const HzpYaml *template, json_object *tree, char **text);

#endif
