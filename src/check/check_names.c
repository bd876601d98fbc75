/* Names that fit nothing: places of the gazetteer, aliases of the project; and hazard points named after another type than
 * theirs. */
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "check/model_check.h"
#include "data/place_assigning.h"
#include "data/place_candidates.h"

/* ---- gazetteer ---- */

static void tell_gazetteer(const HzpModel *model, size_t row, const char *field, const char *value,
                           HzpPlaceCandidates candidates)
{
    hzp_findings_add_row(model->findings, "gazetteer_unmatched", model->gazetteer, row, field, "value", value, "near",
                         candidates.near, NULL);
    hzp_place_candidates_clear(&candidates);
}

static void check_gazetteer(HzpModel *model)
{
    HzpTable *table = model->gazetteer;
    HzpAssigning work;
    if (!table || !hzp_findings_wants(model->findings, "gazetteer_unmatched")) return;
    hzp_assigning_begin(&work, model, true);
    const char **counties = hzp_table_text(table, "county");
    const char **towns = hzp_table_text(table, "town");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        long county = hzp_assigning_county(&work, counties[i]);
        if (counties[i] && county < 0) {
            tell_gazetteer(model, i, "county", counties[i], hzp_place_candidates_of_county(model, counties[i]));
        } else if (model->towns && county >= 0 && towns[i] && hzp_assigning_town(&work, county, towns[i]) < 0) {
            tell_gazetteer(model, i, "town", towns[i], hzp_place_candidates_of_town(model, county, towns[i]));
        }
    }
    hzp_assigning_end(&work);
}

/* ---- aliases ---- */

/* An alias may stand for a part of a location text: naming a place within it is enough. */
static bool names_one_of(HzpTable *table, HzpPlaceLevel level, const char *means)
{
    const char **names = table ? hzp_table_text(table, "name") : NULL;
    for (size_t i = 0; names && i < hzp_table_rows(table); i++) {
        g_autofree char *key = hzp_place_key(names[i], level);
        if (key && g_utf8_strlen(key, -1) >= 2 && strstr(means, key)) return true;
    }
    return false;
}

static void check_aliases(const HzpModel *model)
{
    const HzpYamlNode *aliases = hzp_project_own(model->project, "aliases");
    if (!hzp_findings_wants(model->findings, "alias_unmatched")) return;
    for (size_t i = 0; i < hzp_yaml_count(aliases); i++) {
        const HzpYamlNode *entry = hzp_yaml_item(aliases, i);
        const char *name = hzp_yaml_text(hzp_yaml_get(entry, "name"));
        const char *means = hzp_yaml_text(hzp_yaml_get(entry, "means"));
        g_autofree char *folded = hzp_place_fold(means);
        if (names_one_of(model->counties, HZP_PLACE_COUNTY, folded) || names_one_of(model->towns, HZP_PLACE_TOWN, folded) ||
            names_one_of(model->gazetteer, HZP_PLACE_VILLAGE, folded) ||
            names_one_of(model->villages, HZP_PLACE_VILLAGE, folded))
            continue;
        HzpPlaceCandidates near = hzp_place_candidates_of_town(model, -1, means);
        hzp_findings_add(model->findings, "alias_unmatched", "project", NULL, "aliases", "name", name, "value", means, "near",
                         near.near, NULL);
        hzp_place_candidates_clear(&near);
    }
}

/* ---- types ---- */

/* Names hold names of places: 崩塌沟村 says nothing about the type. */
static char *without_places(HzpTable *points, size_t row)
{
    static const char *const columns[] = {"village", "town", "county"};
    char *name = g_strdup(hzp_table_text(points, "name")[row]);
    for (size_t c = 0; c < G_N_ELEMENTS(columns) && name; c++) {
        const char **texts = hzp_table_text(points, columns[c]);
        if (!texts || !texts[row] || !*texts[row]) continue;
        g_auto(GStrv) parts = g_strsplit(name, texts[row], -1);
        g_free(name);
        name = g_strjoinv(" ", parts);
    }
    return name;
}

static char *labels_of(const GPtrArray *codes)
{
    g_autofree char *comma = hzp_message_format("list_comma", NULL);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < codes->len; i++)
        g_string_append_printf(out, "%s%s", i ? comma : "", hzp_vocabulary_label("hazard_type", g_ptr_array_index(codes, i)));
    return g_string_free(out, FALSE);
}

static void check_type(const HzpModel *model, size_t row)
{
    HzpTable *points = model->hazard_points;
    const char *types = hzp_table_text(points, "types")[row];
    g_autofree char *name = types ? without_places(points, row) : NULL;
    if (!name) return;
    g_auto(GStrv) codes = g_strsplit(types, ",", -1);
    GPtrArray *named = hzp_vocabulary_find_all("hazard_type", name);
    bool fits = named->len == 0;
    for (guint i = 0; i < named->len && !fits; i++)
        fits = g_strv_contains((const char *const *)codes, g_ptr_array_index(named, i));
    if (!fits) {
        g_autofree char *labels = labels_of(named);
        const char *type = hzp_vocabulary_label("hazard_type", codes[0]);
        hzp_findings_add_row(model->findings, "type_differs_from_name", points, row, "type", "value", type, "name",
                             hzp_table_text(points, "name")[row], "other", labels, NULL);
    }
    g_ptr_array_free(named, TRUE);
}

static void check_types(const HzpModel *model)
{
    if (!hzp_table_text(model->hazard_points, "types") || !hzp_findings_wants(model->findings, "type_differs_from_name"))
        return;
    for (size_t i = 0; i < hzp_table_rows(model->hazard_points); i++)
        check_type(model, i);
}

HzpStatus hzp_check_names(HzpModel *model)
{
    if (!model->villages || !model->hazard_points || !model->counties) return HZP_OK;
    check_gazetteer(model);
    check_aliases(model);
    check_types(model);
    return HZP_OK;
}
