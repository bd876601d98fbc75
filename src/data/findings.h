/* Findings: what is wrong with or worth knowing about the input, row by row. Texts and severities are in data/checks.yaml. */
#ifndef HZP_DATA_FINDINGS_H
#define HZP_DATA_FINDINGS_H

#include <glib.h>

#include "base/project.h"
#include "hazplan/plan.h"

typedef struct HzpFindings HzpFindings;

typedef struct {
    const char *severity; /* "error", "warning", "note" */
    const char *layer;
    const char *feature;
    const char *field;
    const char *code;
    const char *message;
} HzpFinding;

/* Load data/checks.yaml and the project's `checks:` (code: error/warning/note/off). HZP_E_INPUT for an unknown code or
 * severity. `project` may be NULL. Free with hzp_findings_free(). */
HzpStatus hzp_findings_new(const HzpProject *project, HzpFindings **findings);
void hzp_findings_free(HzpFindings *findings);

/* Record a finding; layer, feature and field may be NULL and are filled into {layer}, {feature}, {field} of its text, further
 * places from the pairs (name, value, …, NULL). Not for use from several threads. */
void hzp_findings_add(HzpFindings *findings, const char *code, const char *layer, const char *feature, const char *field,
                      ...) G_GNUC_NULL_TERMINATED;

/* Record the thread's last error as a finding of severity error, so that reading can go on with the next layer. */
void hzp_findings_add_failure(HzpFindings *findings, const char *layer);

size_t hzp_findings_count(const HzpFindings *findings);
/* By position: errors first, then warnings, then notes, each in the order found. Valid until the next add. */
const HzpFinding *hzp_findings_get(HzpFindings *findings, size_t index);
HzpFindingCounts hzp_findings_totals(const HzpFindings *findings);

#endif
