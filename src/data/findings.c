#include "data/findings.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/check_catalogue.h"

struct HzpFindings {
    HzpCheckCatalogue *catalogue;
    GArray *rows; /* HzpFinding */
    GStringChunk *texts;
    HzpFindingCounts totals;
    bool sorted;
    bool last_is_kept; /* the finding added last is the last row; not so when its check is off */
};

HzpStatus hzp_findings_new(const HzpProject *project, HzpFindings **findings)
{
    HzpCheckCatalogue *catalogue = NULL;
    *findings = NULL;
    HZP_TRY(hzp_check_catalogue_new(project, &catalogue));
    HzpFindings *made = g_new0(HzpFindings, 1);
    made->catalogue = catalogue;
    made->rows = g_array_new(FALSE, FALSE, sizeof(HzpFinding));
    made->texts = g_string_chunk_new(4096);
    *findings = made;
    return HZP_OK;
}

void hzp_findings_free(HzpFindings *findings)
{
    if (!findings) return;
    hzp_check_catalogue_free(findings->catalogue);
    g_array_free(findings->rows, TRUE);
    g_string_chunk_free(findings->texts);
    g_free(findings);
}

bool hzp_findings_wants(const HzpFindings *findings, const char *code)
{
    return strcmp(hzp_check_severity(findings->catalogue, code), "off") != 0;
}

double hzp_findings_parameter(const HzpFindings *findings, const char *code, const char *name)
{
    const char *text = hzp_findings_parameter_text(findings, code, name);
    return text ? g_ascii_strtod(text, NULL) : NAN;
}

const char *hzp_findings_parameter_text(const HzpFindings *findings, const char *code, const char *name)
{
    return hzp_check_parameter(findings->catalogue, code, name);
}

void hzp_findings_each_parameter(const HzpFindings *findings,
                                 void (*each)(const char *key, const char *value, bool from_project, void *user), void *user)
{
    hzp_check_each_parameter(findings->catalogue, each, user);
}

static const char *keep(HzpFindings *findings, const char *text)
{
    return g_string_chunk_insert_const(findings->texts, text ? text : "");
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
    findings->last_is_kept = true;
}

/* ---- texts ---- */

/* "layer villages, row 7 (北板桥), column "人口": " — the same words in front of every finding. */
static void append_where(GString *out, const HzpFinding *row, const char *row_text)
{
    bool labelled = *row->feature && strcmp(row->feature, row_text) != 0;
    const char *id = *row_text  ? (labelled ? "finding_row_labelled" : "finding_row")
                     : labelled ? "finding_feature"
                                : "finding_layer";
    if (!*row->layer && !labelled) return;
    g_autofree char *place = hzp_message_format(*row->layer ? id : "finding_feature_alone", "layer", row->layer, "row",
                                                row_text, "feature", row->feature, NULL);
    g_string_append(out, place);
    if (*row->column) {
        g_autofree char *column = hzp_message_format("finding_column", "column", row->column, NULL);
        g_string_append(out, column);
    }
    g_autofree char *colon = hzp_message_format("finding_colon", NULL);
    g_string_append(out, colon);
}

static char *whole_message(const HzpFinding *row, const char *row_text, const char *problem, const char *action)
{
    GString *out = g_string_new(NULL);
    append_where(out, row, row_text);
    g_string_append(out, problem);
    if (*action) {
        g_autofree char *semicolon = hzp_message_format("finding_semicolon", NULL);
        g_string_append(out, semicolon);
        g_string_append(out, action);
    }
    return g_string_free(out, FALSE);
}

static const char *pair_value(const GPtrArray *pairs, const char *name)
{
    for (guint i = 0; i + 1 < pairs->len; i += 2) {
        if (strcmp(g_ptr_array_index(pairs, i), name) == 0) return g_ptr_array_index(pairs, i + 1);
    }
    return "";
}

static void take_pairs(GPtrArray *pairs, va_list arguments)
{
    for (const char *name = va_arg(arguments, const char *); name; name = va_arg(arguments, const char *)) {
        const char *value = va_arg(arguments, const char *);
        g_ptr_array_add(pairs, (gpointer)name);
        g_ptr_array_add(pairs, (gpointer)(value ? value : ""));
    }
}

/* Pairs that are given first go before later ones of the same name. */
static void add(HzpFindings *findings, const char *code, const char *layer, const char *feature, const char *field,
                GPtrArray *pairs)
{
    const char *severity = hzp_check_severity(findings->catalogue, code);
    findings->last_is_kept = false;
    if (strcmp(severity, "off") == 0) return;
    const char *const more[] = {"layer", layer, "feature", feature, "field", field};
    for (size_t i = 0; i < G_N_ELEMENTS(more); i++)
        g_ptr_array_add(pairs, (gpointer)(more[i] ? more[i] : ""));
    const char *row_text = pair_value(pairs, "row");
    HzpFinding row = {.severity = keep(findings, severity),
                      .layer = keep(findings, layer),
                      .feature = keep(findings, feature),
                      .field = keep(findings, field),
                      .code = keep(findings, code),
                      .row = -1,
                      .lon = NAN,
                      .lat = NAN};
    row.column = keep(findings, pair_value(pairs, "column"));
    row.value = keep(findings, pair_value(pairs, "value"));
    if (*row_text) row.row = g_ascii_strtoll(row_text, NULL, 10);
    g_autofree char *kept_row = g_strdup(row_text);
    g_ptr_array_add(pairs, NULL);
    const char *const *list = (const char *const *)pairs->pdata;
    g_autofree char *problem = hzp_template_fill(hzp_check_text(findings->catalogue, code, false), list);
    g_autofree char *action = hzp_template_fill(hzp_check_text(findings->catalogue, code, true), list);
    g_autofree char *message = whole_message(&row, kept_row, problem, action);
    row.problem = keep(findings, problem);
    row.action = keep(findings, action);
    row.message = keep(findings, message);
    append(findings, row);
}

void hzp_findings_add(HzpFindings *findings, const char *code, const char *layer, const char *feature, const char *field, ...)
{
    g_autoptr(GPtrArray) pairs = g_ptr_array_new();
    va_list arguments;
    va_start(arguments, field);
    take_pairs(pairs, arguments);
    va_end(arguments);
    add(findings, code, layer, feature, field, pairs);
}

const char *hzp_row_label(HzpTable *table, size_t row)
{
    static const char *const keys[] = {"hazard_id", "village_id", "building_id", "subsidence_id", "code", "name"};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        const char **texts = hzp_table_text(table, keys[i]);
        if (texts && texts[row]) return texts[row];
    }
    const double *rows = hzp_table_number(table, "source_row");
    return hzp_table_keep(table, hzp_text_of_number(rows ? rows[row] : (double)row + 1));
}

void hzp_findings_add_row(HzpFindings *findings, const char *code, HzpTable *table, size_t row, const char *field, ...)
{
    g_autoptr(GPtrArray) pairs = g_ptr_array_new();
    const double *rows = hzp_table_number(table, "source_row");
    const char *header = field ? hzp_table_header(table, field) : NULL;
    va_list arguments;
    va_start(arguments, field);
    take_pairs(pairs, arguments);
    va_end(arguments);
    const char *const own[] = {"row", rows ? hzp_text_of_number(rows[row]) : "", "column", header ? header : ""};
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
        g_ptr_array_add(pairs, (gpointer)own[i]);
    add(findings, code, hzp_table_name(table), hzp_row_label(table, row), field, pairs);
}

void hzp_findings_add_failure(HzpFindings *findings, const char *layer)
{
    const char *message = keep(findings, hzp_error_message());
    append(findings, (HzpFinding){"error", keep(findings, hzp_error_id()), keep(findings, layer), "", "", "", "", message, "",
                                  message, -1, NAN, NAN});
}

/* ---- reading back ---- */

size_t hzp_findings_count(const HzpFindings *findings) { return findings->rows->len; }

static int rank(const char *severity)
{
    return strcmp(severity, "error") == 0 ? 0 : strcmp(severity, "warning") == 0 ? 1 : 2;
}

static void sort(HzpFindings *findings)
{
    if (findings->sorted) return;
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
    findings->last_is_kept = false;
}

const HzpFinding *hzp_findings_get(HzpFindings *findings, size_t index)
{
    sort(findings);
    return &g_array_index(findings->rows, HzpFinding, index);
}

void hzp_findings_place(HzpFindings *findings, size_t index, double lon, double lat)
{
    sort(findings);
    HzpFinding *row = &g_array_index(findings->rows, HzpFinding, index);
    row->lon = lon;
    row->lat = lat;
}

void hzp_findings_place_last(HzpFindings *findings, double lon, double lat)
{
    if (!findings->last_is_kept) return;
    HzpFinding *row = &g_array_index(findings->rows, HzpFinding, findings->rows->len - 1);
    row->lon = lon;
    row->lat = lat;
}

HzpFindingCounts hzp_findings_totals(const HzpFindings *findings) { return findings->totals; }
