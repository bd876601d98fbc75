/* The register's own words turned into codes and figures: types, grades, stability, people and households in free text, ids.
 */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/number_text.h"
#include "base/vocabulary.h"
#include "data/model.h"

static void find(HzpModel *model, const char *code, HzpTable *table, size_t row, const char *field, const char *value)
{
    hzp_findings_add_row(model->findings, code, table, row, field, "value", value, NULL);
}

/* ---- ids ---- */

static void prepare_ids(HzpModel *model, HzpTable *table, const char *column)
{
    const char **ids = hzp_table_add_text(table, column);
    const double *rows = hzp_table_number(table, "source_row");
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    size_t missing = 0;
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (!ids[i]) {
            missing++;
            ids[i] = hzp_table_keep(table, hzp_text_of_number(rows[i]));
        }
        size_t earlier = GPOINTER_TO_SIZE(g_hash_table_lookup(seen, ids[i]));
        if (earlier) {
            hzp_findings_add_row(model->findings, "id_twice", table, i, column, "value", ids[i], "other",
                                 hzp_text_of_number(rows[earlier - 1]), NULL);
        } else {
            g_hash_table_insert(seen, (gpointer)ids[i], GSIZE_TO_POINTER(i + 1));
        }
    }
    if (missing)
        hzp_findings_add(model->findings, "id_missing", hzp_table_name(table), NULL, column, "count",
                         hzp_text_of_size(missing), NULL);
}

/* ---- vocabularies ---- */

static char *join_codes(const GPtrArray *codes, bool labels)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < codes->len; i++) {
        const char *code = g_ptr_array_index(codes, i);
        g_string_append_printf(out, "%s%s",
                               i == 0   ? ""
                               : labels ? "、"
                                        : ",",
                               labels ? hzp_vocabulary_zh("hazard_type", code) : code);
    }
    return g_string_free(out, FALSE);
}

/* The type column decides; a register without one names the type in the point's name or its stability text, which is said. */
static GPtrArray *types_of_row(HzpModel *model, HzpTable *table, size_t row)
{
    const char *given = hzp_table_text(table, "type")[row];
    GPtrArray *types = hzp_vocabulary_find_all("hazard_type", given);
    if (given) {
        if (types->len == 0) find(model, "type_unknown", table, row, "type", given);
        return types;
    }
    const char *texts[] = {hzp_table_text(table, "name")[row], hzp_table_text(table, "stability")[row]};
    for (size_t i = 0; i < G_N_ELEMENTS(texts) && types->len == 0; i++) {
        g_ptr_array_free(types, TRUE);
        types = hzp_vocabulary_find_all("hazard_type", texts[i]);
        if (types->len > 0)
            find(model, "type_from_text", table, row, "type",
                 hzp_vocabulary_label("hazard_type", g_ptr_array_index(types, 0)));
    }
    if (types->len == 0) find(model, "type_missing", table, row, "type", NULL);
    return types;
}

static void prepare_types(HzpModel *model, HzpTable *table)
{
    const char **type = hzp_table_add_text(table, "type");
    const char **type_zh = hzp_table_add_text(table, "type_zh");
    const char **all = hzp_table_add_text(table, "types");
    const char **all_zh = hzp_table_add_text(table, "types_zh");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        GPtrArray *codes = types_of_row(model, table, i);
        g_autofree char *joined = join_codes(codes, false);
        g_autofree char *labels = join_codes(codes, true);
        type[i] = codes->len ? g_ptr_array_index(codes, 0) : NULL;
        all[i] = codes->len ? hzp_table_keep(table, joined) : NULL;
        all_zh[i] = codes->len ? hzp_table_keep(table, labels) : NULL;
        type_zh[i] = hzp_vocabulary_zh("hazard_type", type[i]);
        g_ptr_array_free(codes, TRUE);
    }
}

const char *hzp_register_code(const char *vocabulary, const char *value, bool first_word)
{
    const char *code = hzp_vocabulary_match(vocabulary, value);
    if (code || !first_word || !value) return code;
    /* "不稳定,易发生滑坡" says more than the code. */
    g_auto(GStrv) words = g_regex_split_simple("[,,;;。、 ]", value, 0, 0);
    return words && words[0] ? hzp_vocabulary_match(vocabulary, words[0]) : NULL;
}

/* Replace a column of words by codes; a word that means none stays out and is a finding. */
static void prepare_code(HzpModel *model, HzpTable *table, const char *column, const char *vocabulary,
                         const char *label_column, bool first_word)
{
    const char **values = hzp_table_add_text(table, column);
    const char **labels = hzp_table_add_text(table, label_column);
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (!values[i]) continue;
        const char *code = hzp_register_code(vocabulary, values[i], first_word);
        if (!code) find(model, "word_unknown", table, i, column, values[i]);
        values[i] = code;
        labels[i] = hzp_vocabulary_zh(vocabulary, code);
    }
}

/* ---- figures in free text ---- */

static void figure_from_text(HzpModel *model, HzpTable *table, size_t row, const char *field, HzpTextUnit unit)
{
    double *values = hzp_table_number(table, field);
    const char *text = hzp_table_text(table, "threat_text")[row];
    bool ambiguous = false;
    bool unread = false;
    /* Only the threatened objects tell figures; a name may hold a number of something else. */
    if (!isnan(values[row])) return;
    if (!hzp_number_find_or_tell(text, unit, &values[row], &ambiguous, &unread)) {
        if (unread) find(model, "figure_unread", table, row, field, text);
        return;
    }
    if (values[row] > hzp_findings_parameter(model->findings, "number_too_large", "most")) {
        find(model, "number_too_large", table, row, field, hzp_text_of_number(values[row]));
        values[row] = NAN;
        return;
    }
    find(model, ambiguous ? "figure_summed_from_text" : "figure_from_text", table, row, field,
         hzp_text_of_number(values[row]));
}

/* A radius of 0 threatens nobody and is mostly an empty cell of a database; one beyond any slope or gully is a slip of units.
 */
static void check_radii(HzpModel *model, HzpTable *table)
{
    double *radius = hzp_table_number(table, "radius_m");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (radius[i] == 0) {
            find(model, "radius_zero", table, i, "radius_m", "0");
            radius[i] = NAN;
        } else if (radius[i] > HZP_RADIUS_LARGEST_M) {
            find(model, "radius_large", table, i, "radius_m", hzp_text_of_number(radius[i]));
        }
    }
}

static void prepare_key_points(HzpTable *table)
{
    const char **given = hzp_table_text(table, "key_flag");
    double *flag = hzp_table_add_number(table, "key_point_flag", HZP_COLUMN_BOOLEAN);
    static const char *const yes[] = {"是", "1", "y", "yes", "true", "√", "重点", "重点隐患点", NULL};
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        g_autofree char *lower = given[i] ? g_utf8_strdown(given[i], -1) : NULL;
        flag[i] = lower && g_strv_contains(yes, lower) ? 1 : 0;
    }
}

HzpStatus hzp_register_prepare(HzpModel *model)
{
    HzpTable *points = model->hazard_points;
    prepare_ids(model, points, "hazard_id");
    prepare_ids(model, model->villages, "village_id");
    const char **stability = hzp_table_text(points, "stability");
    const char **stability_text = hzp_table_add_text(points, "stability_text");
    prepare_types(model, points);
    for (size_t i = 0; i < hzp_table_rows(points); i++) {
        stability_text[i] = stability[i];
        figure_from_text(model, points, i, "population", HZP_UNIT_PEOPLE);
        figure_from_text(model, points, i, "households", HZP_UNIT_HOUSEHOLDS);
    }
    prepare_code(model, points, "registered_grade", "grade", "registered_grade_zh", false);
    prepare_code(model, points, "stability", "stability", "stability_zh", true);
    check_radii(model, points);
    prepare_key_points(points);
    if (model->subsidence) {
        prepare_ids(model, model->subsidence, "subsidence_id");
        prepare_code(model, model->subsidence, "kind", "mining_kind", "kind_zh", false);
    }
    if (model->facilities) prepare_ids(model, model->facilities, "facility_id");
    if (model->susceptibility) prepare_code(model, model->susceptibility, "level", "susceptibility", "level_zh", false);
    if (model->key_towns) prepare_code(model, model->key_towns, "status", "brigade_status", "status_zh", false);
    return HZP_OK;
}
