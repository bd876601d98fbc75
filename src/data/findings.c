#include "data/findings.h"

#include <string.h>

#include "base/message.h"
#include "base/resource.h"

struct HzpFindings {
    HzpYaml *checks;
    const HzpProject *project;
    GArray *rows; /* HzpFinding */
    GStringChunk *texts;
    HzpFindingCounts totals;
    bool sorted;
};

static const char *const severities[] = {"error", "warning", "note", NULL};

static HzpStatus check_overrides(const HzpFindings *findings)
{
    const HzpYamlNode *overrides = findings->project ? hzp_project_own(findings->project, "checks") : NULL;
    const HzpYamlNode *known = hzp_yaml_root(findings->checks);
    if (overrides && !hzp_yaml_is_null(overrides) && !hzp_yaml_is_mapping(overrides))
        return hzp_yaml_fail(overrides, "yaml_not_mapping", NULL, NULL);
    for (size_t i = 0; i < hzp_yaml_count(overrides); i++) {
        const HzpYamlNode *value = hzp_yaml_item(overrides, i);
        const char *severity = hzp_yaml_text(value);
        if (!hzp_yaml_get(known, hzp_yaml_key(overrides, i))) return hzp_yaml_fail(value, "check_unknown", NULL, NULL);
        if (!severity || (!g_strv_contains(severities, severity) && strcmp(severity, "off") != 0))
            return hzp_yaml_fail(value, "check_severity", "value", severity);
    }
    return HZP_OK;
}

HzpStatus hzp_findings_new(const HzpProject *project, HzpFindings **findings)
{
    HzpFindings *made = g_new0(HzpFindings, 1);
    g_autofree char *path = hzp_resource_path("data", "checks.yaml");
    made->project = project;
    made->rows = g_array_new(FALSE, FALSE, sizeof(HzpFinding));
    made->texts = g_string_chunk_new(4096);
    HzpStatus status = path ? hzp_yaml_load(path, &made->checks)
                            : hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/checks.yaml", NULL);
    if (status == HZP_OK) status = check_overrides(made);
    if (status != HZP_OK) {
        hzp_findings_free(made);
        made = NULL;
    }
    *findings = made;
    return status;
}

void hzp_findings_free(HzpFindings *findings)
{
    if (!findings) return;
    hzp_yaml_free(findings->checks);
    g_array_free(findings->rows, TRUE);
    g_string_chunk_free(findings->texts);
    g_free(findings);
}

static const char *keep(HzpFindings *findings, const char *text)
{
    return g_string_chunk_insert_const(findings->texts, text ? text : "");
}

static const char *severity_of(const HzpFindings *findings, const char *code)
{
    const HzpYamlNode *overrides = findings->project ? hzp_project_own(findings->project, "checks") : NULL;
    const char *severity = hzp_yaml_text(hzp_yaml_get(overrides, code));
    if (!severity) severity = hzp_yaml_text(hzp_yaml_get(hzp_yaml_get(hzp_yaml_root(findings->checks), code), "severity"));
    return severity ? severity : "error";
}

static void append(HzpFindings *findings, HzpFinding row)
{
    if (strcmp(row.severity, "error") == 0)
        findings->totals.errors++;
    else if (strcmp(row.severity, "warning") == 0)
        findings->totals.warnings++;
    else
        findings->totals.notes++;
    g_array_append_val(findings->rows, row);
    findings->sorted = false;
}

void hzp_findings_add(HzpFindings *findings, const char *code, const char *layer, const char *feature, const char *field, ...)
{
    const char *severity = severity_of(findings, code);
    if (strcmp(severity, "off") == 0) return;
    g_autoptr(GPtrArray) pairs = g_ptr_array_new();
    const char *const first[] = {"layer", layer, "feature", feature, "field", field};
    for (size_t i = 0; i < G_N_ELEMENTS(first); i++)
        g_ptr_array_add(pairs, (gpointer)(first[i] ? first[i] : ""));
    va_list arguments;
    va_start(arguments, field);
    for (const char *name = va_arg(arguments, const char *); name; name = va_arg(arguments, const char *)) {
        const char *value = va_arg(arguments, const char *);
        g_ptr_array_add(pairs, (gpointer)name);
        g_ptr_array_add(pairs, (gpointer)(value ? value : ""));
    }
    va_end(arguments);
    g_ptr_array_add(pairs, NULL);
    const HzpYamlNode *check = hzp_yaml_get(hzp_yaml_root(findings->checks), code);
    const char *text = hzp_yaml_text(hzp_yaml_get(check, hzp_language_get()));
    g_autofree char *message = hzp_template_fill(text ? text : code, (const char *const *)pairs->pdata);
    append(findings, (HzpFinding){keep(findings, severity), keep(findings, layer), keep(findings, feature),
                                  keep(findings, field), keep(findings, code), keep(findings, message)});
}

void hzp_findings_add_failure(HzpFindings *findings, const char *layer)
{
    append(findings, (HzpFinding){"error", keep(findings, layer), "", "", keep(findings, hzp_error_id()),
                                  keep(findings, hzp_error_message())});
}

size_t hzp_findings_count(const HzpFindings *findings) { return findings->rows->len; }

static int rank(const char *severity)
{
    return strcmp(severity, "error") == 0 ? 0 : strcmp(severity, "warning") == 0 ? 1 : 2;
}

const HzpFinding *hzp_findings_get(HzpFindings *findings, size_t index)
{
    if (!findings->sorted) {
        /* A stable order by three ranks: copy them out one after the other. */
        GArray *ordered = g_array_new(FALSE, FALSE, sizeof(HzpFinding));
        for (int wanted = 0; wanted < 3; wanted++) {
            for (guint i = 0; i < findings->rows->len; i++) {
                HzpFinding row = g_array_index(findings->rows, HzpFinding, i);
                if (rank(row.severity) == wanted) g_array_append_val(ordered, row);
            }
        }
        g_array_free(findings->rows, TRUE);
        findings->rows = ordered;
        findings->sorted = true;
    }
    return &g_array_index(findings->rows, HzpFinding, index);
}

HzpFindingCounts hzp_findings_totals(const HzpFindings *findings) { return findings->totals; }
