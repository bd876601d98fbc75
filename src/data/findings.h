/* Findings: what is wrong with or worth knowing about the input, row by row.
 *
 * Each check is declared in data/checks/: its code, severity, texts and parameters. A project changes them under `checks:`,
 * as `code: note` or `code: {severity: note, limit_percent: 1}`; `off` switches a check off.
 */
#ifndef HZP_DATA_FINDINGS_H
#define HZP_DATA_FINDINGS_H

#include <glib.h>

#include "base/project.h"
#include "data/table.h"
#include "hazplan/plan.h"

typedef struct HzpFindings HzpFindings;

/* Load data/checks/ and the project's `checks:`. HZP_E_INPUT for an unknown code, severity or parameter. `project` may be
 * NULL. Free with hzp_findings_free(). */
HzpStatus hzp_findings_new(const HzpProject *project, HzpFindings **findings);
void hzp_findings_free(HzpFindings *findings);

/* Whether a check is on; one that is off need not be computed. */
bool hzp_findings_wants(const HzpFindings *findings, const char *code);

/* Parameter of a check: the project's, else the default of data/checks/. NaN (NULL) when there is none. */
double hzp_findings_parameter(const HzpFindings *findings, const char *code, const char *name);
const char *hzp_findings_parameter_text(const HzpFindings *findings, const char *code, const char *name);

/* Call `each` for every parameter of every check, and for every severity that the project sets: "checks.CODE.NAME". */
void hzp_findings_each_parameter(const HzpFindings *findings,
                                 void (*each)(const char *key, const char *value, bool from_project, void *user), void *user);

/* Record a finding; layer, feature and field may be NULL and are filled into {layer}, {feature}, {field} of its text, further
 * places from the pairs (name, value, …, NULL). The pairs row, column and value are kept as such besides. Not for use from
 * several threads. */
void hzp_findings_add(HzpFindings *findings, const char *code, const char *layer, const char *feature, const char *field,
                      ...) G_GNUC_NULL_TERMINATED;

/* The same for a row of a layer: its layer, number, label and column are filled in. */
void hzp_findings_add_row(HzpFindings *findings, const char *code, HzpTable *table, size_t row, const char *field,
                          ...) G_GNUC_NULL_TERMINATED;

/* Where the finding added last lies, in degrees. Without effect when its check is off. */
void hzp_findings_place_last(HzpFindings *findings, double lon, double lat);

/* Record the thread's last error as a finding of severity error, so that reading can go on with the next layer. */
void hzp_findings_add_failure(HzpFindings *findings, const char *layer);

size_t hzp_findings_count(const HzpFindings *findings);
/* By position: errors first, then warnings, then notes, each in the order found. Valid until the next add. */
const HzpFinding *hzp_findings_get(HzpFindings *findings, size_t index);
/* Where that one lies. */
void hzp_findings_place(HzpFindings *findings, size_t index, double lon, double lat);
HzpFindingCounts hzp_findings_totals(const HzpFindings *findings);

/* Name of a row for messages: its id, else its name, else its row number; belongs to the table. */
const char *hzp_row_label(HzpTable *table, size_t row);

#endif
