/* Merged villages: rows under an old code are carried over to the new village, their people once. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/message.h"
#include "base/place_name.h"
#include "data/former_villages.h"
#include "data/merge_table.h"
#include "geo/geometry.h"

static const size_t NO_ROW = SIZE_MAX;

/* The rows that become one village. */
typedef struct {
    const char *code; /* of the new village */
    size_t link;      /* row of merged_villages that names it */
    size_t new_row;   /* its own row, or NO_ROW */
    GArray *old_rows; /* size_t */
    bool holds_all;   /* the new row counts everybody already */
} Group;

typedef struct {
    HzpModel *model;
    HzpTable *villages;
    HzpMergeTable *merges;
    GHashTable *rows;   /* village code -> row + 1 */
    GHashTable *groups; /* new code -> Group */
    GPtrArray *order;   /* the same, in the order of the villages */
    bool *keep;
    size_t already; /* old codes without a row, whose new village has one */
} Merging;

static void group_free(gpointer data)
{
    Group *group = data;
    g_array_free(group->old_rows, TRUE);
    g_free(group);
}

static size_t old_row(const Group *group, guint i) { return g_array_index(group->old_rows, size_t, i); }

static double people_of(const Merging *work, size_t row) { return hzp_table_number(work->villages, "population")[row]; }

/* ---- who belongs together ---- */

static void index_villages(Merging *work)
{
    const char **codes = hzp_table_text(work->villages, "village_id");
    for (size_t i = hzp_table_rows(work->villages); i > 0; i--)
        g_hash_table_insert(work->rows, (gpointer)codes[i - 1], GSIZE_TO_POINTER(i));
}

static Group *group_of(Merging *work, const char *code)
{
    Group *group = g_hash_table_lookup(work->groups, code);
    if (group) return group;
    size_t row = GPOINTER_TO_SIZE(g_hash_table_lookup(work->rows, code));
    group = g_new0(Group, 1);
    *group = (Group){code, 0, row ? row - 1 : NO_ROW, g_array_new(FALSE, FALSE, sizeof(size_t)), false};
    g_hash_table_insert(work->groups, (gpointer)code, group);
    g_ptr_array_add(work->order, group);
    return group;
}

static void collect(Merging *work)
{
    const char **codes = hzp_table_text(work->villages, "village_id");
    for (size_t i = 0; i < hzp_table_rows(work->villages); i++) {
        const char *code = codes[i];
        size_t link = 0;
        HzpMergeState state = hzp_merge_table_follow(work->merges, &code, &link);
        if (state == HZP_MERGE_SPLIT) {
            g_autofree char *parts = hzp_merge_table_parts(work->merges, code);
            hzp_findings_add_row(work->model->findings, "merge_split", work->villages, i, "village_id", "value", codes[i],
                                 "codes", parts, NULL);
        }
        if (state != HZP_MERGE_FOUND) continue;
        Group *group = group_of(work, code);
        group->link = link;
        g_array_append_val(group->old_rows, i);
    }
}

/* Old codes that no village bears: merged before, a part that is missing, or codes of another place. */
static void check_absent(const char *old_code, size_t row, void *user)
{
    Merging *work = user;
    const char *code = old_code;
    if (g_hash_table_contains(work->rows, old_code) || hzp_merge_table_is_new(work->merges, old_code)) return;
    if (hzp_merge_table_follow(work->merges, &code, NULL) != HZP_MERGE_FOUND) return;
    bool present = g_hash_table_contains(work->rows, code);
    bool others = g_hash_table_contains(work->groups, code);
    if (present && !others) {
        work->already++;
        return;
    }
    hzp_findings_add_row(work->model->findings, others ? "merge_part_missing" : "merge_unknown", work->model->merged_villages,
                         row, "old_code", "value", old_code, "other", code, NULL);
}

/* ---- one village ---- */

/* "V1 东村 100, V2 西村 200" */
static char *list_rows(const Merging *work, const Group *group, bool without_people)
{
    const char **codes = hzp_table_text(work->villages, "village_id");
    const char **names = hzp_table_text(work->villages, "name");
    g_autofree char *comma = hzp_message_format("list_comma", NULL);
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < group->old_rows->len; i++) {
        size_t row = old_row(group, i);
        double people = people_of(work, row);
        if (without_people && isfinite(people)) continue;
        g_string_append_printf(list, "%s%s", list->len ? comma : "", codes[row]);
        if (names[row]) g_string_append_printf(list, " %s", names[row]);
        if (isfinite(people)) g_string_append_printf(list, " %s", hzp_text_of_number(people));
    }
    return g_string_free(list, FALSE);
}

static double sum_of(const Merging *work, const Group *group, const char *column)
{
    const double *values = hzp_table_number(work->villages, column);
    double sum = NAN;
    for (guint i = 0; i < group->old_rows->len; i++) {
        double value = values[old_row(group, i)];
        if (isfinite(value)) sum = isfinite(sum) ? sum + value : value;
    }
    return sum;
}

/* With the new village's own row beside the old ones only the project can say whom it counts; a new row without people counts
 * nobody. */
static bool is_decided(Merging *work, Group *group)
{
    const char *rule = hzp_project_text(work->model->project, "merged_villages.new_rows");
    if (group->new_row == NO_ROW || !isfinite(people_of(work, group->new_row))) return true;
    group->holds_all = g_strcmp0(rule, "hold_all") == 0;
    if (group->holds_all || g_strcmp0(rule, "hold_own") == 0) return true;
    g_autofree char *list = list_rows(work, group, false);
    hzp_findings_add_row(work->model->findings, "merge_both_present", work->villages, group->new_row, "population", "value",
                         hzp_text_of_number(people_of(work, group->new_row)), "people",
                         hzp_text_of_number(people_of(work, group->new_row)), "other",
                         hzp_text_of_number(sum_of(work, group, "population")), "list", list, NULL);
    return false;
}

/* The row that the others are added to: the new village's own, else the one with most people. */
static size_t base_row(const Merging *work, const Group *group, bool placed)
{
    GEOSGeometry **geometry = hzp_table_geometry(work->villages);
    size_t best = NO_ROW;
    if (group->new_row != NO_ROW && (!placed || geometry[group->new_row])) return group->new_row;
    for (guint i = 0; i < group->old_rows->len; i++) {
        size_t row = old_row(group, i);
        if (placed && !geometry[row]) continue;
        if (best == NO_ROW || people_of(work, row) > people_of(work, best) ||
            (isnan(people_of(work, best)) && !isnan(people_of(work, row))))
            best = row;
    }
    return best;
}

/* Polygons are united; points cannot be, nor a point with polygons: then the place of one row stands for all. */
static char *merge_places(const Merging *work, const Group *group, size_t base)
{
    GEOSGeometry **geometry = hzp_table_geometry(work->villages);
    g_autoptr(GPtrArray) polygons = g_ptr_array_new();
    bool all = true;
    if (group->new_row != NO_ROW && geometry[group->new_row]) g_ptr_array_add(polygons, geometry[group->new_row]);
    for (guint i = 0; i < group->old_rows->len && !(group->holds_all && polygons->len); i++)
        g_ptr_array_add(polygons, geometry[old_row(group, i)]);
    for (guint i = 0; i < polygons->len; i++) {
        const GEOSGeometry *each = g_ptr_array_index(polygons, i);
        all = all && each && hzp_geometry_is_polygonal(each);
    }
    GEOSGeometry *united =
        all && polygons->len > 1 ? hzp_geometry_union((GEOSGeometry *const *)polygons->pdata, polygons->len, NULL) : NULL;
    size_t place = base_row(work, group, true);
    if (united) {
        hzp_geometry_free(geometry[base]);
        geometry[base] = united;
        return hzp_message_format("merge_place_union", NULL);
    }
    if (place == NO_ROW) return hzp_message_format("merge_place_none", NULL);
    char *text = hzp_message_format("merge_place_row", "code", hzp_table_text(work->villages, "village_id")[place], NULL);
    if (place != base) {
        geometry[base] = geometry[place];
        geometry[place] = NULL;
    }
    return text;
}

static void check_parts(const Merging *work, const Group *group, size_t base)
{
    HzpFindings *findings = work->model->findings;
    const char **towns = hzp_table_text(work->villages, "town");
    g_autofree char *missing = list_rows(work, group, true);
    bool differ = false;
    for (guint i = 0; i < group->old_rows->len; i++) {
        const char *town = towns[old_row(group, i)];
        differ |= town && towns[base] && !hzp_place_same(town, towns[base], HZP_PLACE_TOWN);
    }
    g_autofree char *list = list_rows(work, group, false);
    if (*missing && !group->holds_all)
        hzp_findings_add_row(findings, "merge_people_missing", work->villages, base, "population", "list", missing, NULL);
    if (differ)
        hzp_findings_add_row(findings, "merge_towns_differ", work->villages, base, "town", "value", towns[base], "list", list,
                             NULL);
}

static void add_up(const Merging *work, const Group *group, size_t base)
{
    static const char *const columns[] = {"population", "households"};
    for (size_t c = 0; c < G_N_ELEMENTS(columns) && !group->holds_all; c++) {
        double *values = hzp_table_number(work->villages, columns[c]);
        double sum = sum_of(work, group, columns[c]);
        if (group->new_row != NO_ROW && isfinite(values[group->new_row]))
            sum = isfinite(sum) ? sum + values[group->new_row] : values[group->new_row];
        values[base] = sum;
    }
}

/* Code, name and what the base row lacks; the codes it was made of. */
static void name_village(const Merging *work, const Group *group, size_t base)
{
    static const char *const filled[] = {"town", "county", "contact", "phone"};
    HzpTable *villages = work->villages;
    const char **codes = hzp_table_text(villages, "village_id");
    const char *new_name = hzp_table_text(work->model->merged_villages, "new_name")[group->link];
    g_autoptr(GString) from = g_string_new(NULL);
    for (guint i = 0; i < group->old_rows->len; i++) {
        size_t row = old_row(group, i);
        g_string_append_printf(from, "%s%s", i ? "," : "", codes[row]);
        for (size_t f = 0; f < G_N_ELEMENTS(filled); f++) {
            const char **texts = hzp_table_text(villages, filled[f]);
            if (!texts[base]) texts[base] = texts[row];
        }
    }
    hzp_table_set_text(villages, "merged_from", base, from->str);
    if (group->new_row != NO_ROW) return;
    hzp_table_set_text(villages, "village_id", base, group->code);
    if (new_name) hzp_table_set_text(villages, "name", base, new_name);
}

static void merge_group(Merging *work, Group *group)
{
    if (!is_decided(work, group)) return;
    size_t base = base_row(work, group, false);
    const double *households = hzp_table_number(work->villages, "households");
    g_autofree char *list = list_rows(work, group, false);
    check_parts(work, group, base);
    /* Old names keep their own places. */
    for (guint i = 0; i < group->old_rows->len; i++)
        hzp_former_villages_add(work->model, old_row(group, i), group->code);
    g_autofree char *place = merge_places(work, group, base);
    add_up(work, group, base);
    name_village(work, group, base);
    for (guint i = 0; i < group->old_rows->len; i++)
        work->keep[old_row(group, i)] = old_row(group, i) == base;
    bool finite = isfinite(households[base]);
    hzp_findings_add_row(work->model->findings, group->holds_all ? "village_merged_before" : "village_merged", work->villages,
                         base, "village_id", "value", group->code, "list", list, "people",
                         isfinite(people_of(work, base)) ? hzp_text_of_number(people_of(work, base)) : "—", "households",
                         finite ? hzp_text_of_number(households[base]) : "—", "place", place, NULL);
}

/* ---- all of it ---- */

static double total(const HzpTable *villages, const char *column)
{
    const double *values = hzp_table_number(villages, column);
    double sum = 0;
    for (size_t i = 0; i < hzp_table_rows(villages); i++)
        sum += isfinite(values[i]) ? values[i] : 0;
    return sum;
}

static double left_out(const Merging *work, const char *column)
{
    double sum = 0;
    for (guint i = 0; i < work->order->len; i++) {
        const Group *group = g_ptr_array_index(work->order, i);
        double part = group->holds_all ? sum_of(work, group, column) : NAN;
        sum += isfinite(part) ? part : 0;
    }
    return sum;
}

/* What the merges may change about the sums is known beforehand; anything else would be people lost or counted twice. */
static HzpStatus merge_all(Merging *work)
{
    static const char *const columns[] = {"population", "households"};
    double expected[2];
    for (size_t c = 0; c < 2; c++)
        expected[c] = total(work->villages, columns[c]);
    g_autofree double *out = g_new0(double, 2);
    for (guint i = 0; i < work->order->len; i++)
        merge_group(work, g_ptr_array_index(work->order, i));
    for (size_t c = 0; c < 2; c++)
        out[c] = left_out(work, columns[c]);
    hzp_table_keep_rows(work->villages, work->keep);
    for (size_t c = 0; c < 2; c++) {
        double sum = total(work->villages, columns[c]);
        if (fabs(expected[c] - out[c] - sum) > 1e-9 * MAX(expected[c], 1))
            return hzp_fail(HZP_E_INTERNAL, "merge_sum_differs", "field", columns[c], "before",
                            hzp_text_of_number(expected[c] - out[c]), "after", hzp_text_of_number(sum), NULL);
    }
    return HZP_OK;
}

HzpStatus hzp_villages_merge(HzpModel *model)
{
    if (!model->merged_villages) return HZP_OK;
    HzpTable *villages = model->villages;
    size_t n = hzp_table_rows(villages);
    hzp_table_add_text(villages, "merged_from");
    if (!hzp_table_header(villages, "village_id")) {
        /* Row numbers stand for the codes then, and "2" of the table may be any village. */
        hzp_findings_add(model->findings, "merge_without_codes", "merged_villages", NULL, NULL, NULL);
        return HZP_OK;
    }
    Merging work = {.model = model, .villages = villages, .merges = hzp_merge_table_new(model)};
    work.rows = g_hash_table_new(g_str_hash, g_str_equal);
    work.groups = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, group_free);
    work.order = g_ptr_array_new();
    work.keep = g_new(bool, n + 1);
    for (size_t i = 0; i < n; i++)
        work.keep[i] = true;
    index_villages(&work);
    collect(&work);
    hzp_merge_table_each(work.merges, check_absent, &work);
    if (work.already)
        hzp_findings_add(model->findings, "merge_done", "merged_villages", NULL, NULL, "count",
                         hzp_text_of_size(work.already), NULL);
    HzpStatus status = merge_all(&work);
    if (status == HZP_OK) hzp_former_villages_add_absent(model, work.merges);
    g_free(work.keep);
    g_ptr_array_free(work.order, TRUE);
    g_hash_table_destroy(work.groups);
    g_hash_table_destroy(work.rows);
    hzp_merge_table_free(work.merges);
    return status;
}
