/* Comparison with a printed plan (published.yaml): figures, their own sums, and the towns of the printed zones. Neither side
 * is forced to agree: what differs is said. R2, R11. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/message.h"
#include "base/number_text.h"
#include "base/place_name.h"
#include "base/vocabulary.h"
#include "data/place_candidates.h"

static const char *const known_keys[] = {"document",
                                         "year",
                                         "hazard_points",
                                         "registered",
                                         "susceptibility_share_percent",
                                         "subsidence_km2",
                                         "priority_zones",
                                         "key_towns",
                                         "key_points",
                                         "aliases",
                                         NULL};

static const char *finding_of(const char *status)
{
    static const struct {
        const char *status;
        const char *code;
    } findings[] = {
        {"inconsistent", "published_inconsistent"}, {"missing", "published_missing"}, {"extra", "published_extra"}};
    for (size_t i = 0; i < G_N_ELEMENTS(findings); i++) {
        if (strcmp(status, findings[i].status) == 0) return findings[i].code;
    }
    return "published_differs";
}

static void add(HzpAnalysis *analysis, const char *item, const char *key, const char *printed, const char *computed,
                const char *status, const char *message)
{
    HzpTable *table = analysis->comparison;
    size_t row = hzp_table_append(table);
    hzp_table_set_text(table, "item", row, item);
    hzp_table_set_text(table, "key", row, key);
    hzp_table_set_text(table, "printed", row, printed);
    hzp_table_set_text(table, "computed", row, computed);
    hzp_table_set_text(table, "status", row, status);
    hzp_table_set_text(table, "message", row, message);
    /* That our classes differ from a printed expert judgement is a result to look up in the table, town by town, not a fault
     * of the input: only a town that the print lacks is worth a finding. */
    bool of_class = strcmp(item, "zone_class") == 0 && strcmp(status, "differs") == 0;
    if (!of_class && strcmp(status, "agrees") != 0 && strcmp(status, "matched") != 0)
        hzp_findings_add(analysis->findings, finding_of(status), "published", key, item, "printed", printed, "computed",
                         computed ? computed : "—", "detail", message ? message : "", NULL);
}

/* A printed figure: "1,234", "约120". NaN where it is missing ("—"); what is no number was refused before. */
static double printed_number(const char *printed)
{
    double value = NAN;
    return hzp_number_parse(printed, HZP_UNIT_NONE, &value) ? value : NAN;
}

/* A computed figure agrees when it rounds to the printed one with the digits that were printed. */
static bool agrees(const char *printed, double computed)
{
    g_autofree char *narrow = g_utf8_normalize(printed, -1, G_NORMALIZE_NFKC);
    const char *point = strchr(narrow ? narrow : printed, '.');
    double unit = 1;
    for (const char *at = point ? point + 1 : ""; g_ascii_isdigit(*at); at++)
        unit /= 10;
    return fabs(printed_number(printed) - computed) <= unit * 0.5 + 1e-9;
}

static void compare_number(HzpAnalysis *analysis, const char *item, const char *key, const HzpYamlNode *node, double computed,
                           const char *message)
{
    const char *printed = hzp_yaml_text(node);
    if (!printed || isnan(printed_number(printed))) return;
    bool same = !isnan(computed) && agrees(printed, computed);
    add(analysis, item, key, printed, isnan(computed) ? NULL : hzp_text_of_number(computed), same ? "agrees" : "differs",
        same ? NULL : message);
}

/* ---- counts ---- */

static double printed_sum(const HzpYamlNode *mapping)
{
    double sum = 0;
    for (size_t i = 0; i < hzp_yaml_count(mapping); i++) {
        hzp_add_known(&sum, printed_number(hzp_yaml_text(hzp_yaml_item(mapping, i))));
    }
    return sum;
}

/* Codes are compared whole: a collapse is no ground_collapse. */
static bool holds_code(const char *codes, const char *code)
{
    g_auto(GStrv) list = g_strsplit(codes, ",", -1);
    return g_strv_contains((const char *const *)list, code);
}

/* Ids of the points that carry several types; with a type, only those where it is not the first. */
static char *several_types(const HzpAnalysis *analysis, const char *type)
{
    HzpTable *points = analysis->model->hazard_points;
    const char **types = hzp_table_text(points, "types");
    const char **ids = hzp_table_text(points, "hazard_id");
    const char **names = hzp_table_text(points, "name");
    GString *list = g_string_new(NULL);
    for (size_t i = 0; i < hzp_table_rows(points); i++) {
        const char *rest = types[i] ? strchr(types[i], ',') : NULL;
        if (!rest || (type && !holds_code(rest + 1, type))) continue;
        g_string_append_printf(list, "%s%s %s", list->len ? "、" : "", ids[i], names[i] ? names[i] : "");
    }
    return g_string_free(list, FALSE);
}

static void compare_sum(HzpAnalysis *analysis, const char *item, const HzpYamlNode *mapping, const HzpYamlNode *total,
                        bool types)
{
    const char *printed_total = hzp_yaml_text(total);
    if (!mapping || !printed_total || isnan(printed_number(printed_total))) return;
    double sum = printed_sum(mapping);
    bool same = agrees(printed_total, sum);
    g_autofree char *points = types ? several_types(analysis, NULL) : NULL;
    g_autofree char *message =
        same ? NULL
             : hzp_message_format(points && *points ? "published_sum_types" : "published_sum", "sum", hzp_text_of_number(sum),
                                  "total", printed_total, "points", points, NULL);
    add(analysis, item, "sum", hzp_text_of_number(sum), printed_total, same ? "agrees" : "inconsistent", message);
}

static double count_points(const HzpAnalysis *analysis, long county, const char *type)
{
    const HzpModel *model = analysis->model;
    const char **types = hzp_table_text(model->hazard_points, "type");
    double count = 0;
    for (size_t i = 0; i < hzp_table_rows(model->hazard_points); i++) {
        if (county >= 0 && model->hazard_county[i] != county) continue;
        if (type && (!types[i] || strcmp(types[i], type) != 0)) continue;
        count++;
    }
    return count;
}

static long county_row(const HzpAnalysis *analysis, const char *name)
{
    const char **names = hzp_table_text(analysis->model->counties, "name");
    for (size_t i = 0; i < hzp_table_rows(analysis->model->counties); i++) {
        if (hzp_place_same(names[i], name, HZP_PLACE_COUNTY)) return (long)i;
    }
    return -1;
}

static HzpStatus compare_counts(HzpAnalysis *analysis, const HzpYamlNode *node)
{
    static const char *const keys[] = {"total", "by_county", "by_type", NULL};
    HZP_TRY(hzp_yaml_check_keys(node, keys));
    const HzpYamlNode *total = hzp_yaml_get(node, "total");
    const HzpYamlNode *counties = hzp_yaml_get(node, "by_county");
    const HzpYamlNode *types = hzp_yaml_get(node, "by_type");
    compare_number(analysis, "hazard_points", "total", total, count_points(analysis, -1, NULL), NULL);
    for (size_t i = 0; i < hzp_yaml_count(counties); i++) {
        const char *name = hzp_yaml_key(counties, i);
        long county = county_row(analysis, name);
        compare_number(analysis, "hazard_points.by_county", name, hzp_yaml_item(counties, i),
                       county < 0 ? NAN : count_points(analysis, county, NULL), NULL);
    }
    compare_sum(analysis, "hazard_points.by_county", counties, total, false);
    for (size_t i = 0; i < hzp_yaml_count(types); i++) {
        const char *name = hzp_yaml_key(types, i);
        const char *type = hzp_vocabulary_match("hazard_type", name);
        if (!type) return hzp_yaml_fail(hzp_yaml_item(types, i), "published_type", NULL, NULL);
        g_autofree char *points = several_types(analysis, type);
        g_autofree char *message = *points ? hzp_message_format("published_first_type", "points", points, NULL) : NULL;
        compare_number(analysis, "hazard_points.by_type", name, hzp_yaml_item(types, i), count_points(analysis, -1, type),
                       message);
    }
    compare_sum(analysis, "hazard_points.by_type", types, total, true);
    return HZP_OK;
}

static double sum_points(const HzpAnalysis *analysis, const char *column)
{
    const double *values = hzp_table_number(analysis->model->hazard_points, column);
    double sum = NAN;
    for (size_t i = 0; values && i < hzp_table_rows(analysis->model->hazard_points); i++)
        hzp_add_known(&sum, values[i]);
    return sum;
}

static HzpStatus compare_figures(HzpAnalysis *analysis, const HzpYamlNode *root)
{
    static const char *const registered[] = {"population", "households", "property_wan_yuan", NULL};
    const HzpYamlNode *node = hzp_yaml_get(root, "registered");
    HZP_TRY(hzp_yaml_check_keys(node, registered));
    for (size_t i = 0; registered[i]; i++)
        compare_number(analysis, "registered", registered[i], hzp_yaml_get(node, registered[i]),
                       sum_points(analysis, registered[i]), NULL);
    node = hzp_yaml_get(root, "susceptibility_share_percent");
    for (size_t i = 0; i < hzp_yaml_count(node); i++) {
        int level = hzp_vocabulary_index("susceptibility", hzp_yaml_key(node, i));
        if (level < 0) return hzp_yaml_fail(hzp_yaml_item(node, i), "published_level", NULL, NULL);
        compare_number(analysis, "susceptibility_share_percent", hzp_yaml_key(node, i), hzp_yaml_item(node, i),
                       analysis->susceptibility_share[level] * 100, NULL);
    }
    node = hzp_yaml_get(root, "subsidence_km2");
    for (size_t i = 0; i < hzp_yaml_count(node); i++) {
        int kind = hzp_vocabulary_index("mining_kind", hzp_yaml_key(node, i));
        if (kind < 0) return hzp_yaml_fail(hzp_yaml_item(node, i), "published_kind", NULL, NULL);
        compare_number(analysis, "subsidence_km2", hzp_yaml_key(node, i), hzp_yaml_item(node, i),
                       analysis->mining_kind_area_km2[kind], NULL);
    }
    compare_number(analysis, "key_hazard_points", "total", hzp_yaml_get(root, "key_points"),
                   (double)hzp_table_rows(analysis->key_hazard_points), NULL);
    return HZP_OK;
}

/* ---- zone towns ---- */

/* A printed name that the document misprints: `aliases: [{printed: 北寺, name: 北诗镇, county: 高平市}]`. */
static const char *corrected(const HzpYamlNode *aliases, const char *printed, const char *county)
{
    for (size_t i = 0; i < hzp_yaml_count(aliases); i++) {
        const HzpYamlNode *entry = hzp_yaml_item(aliases, i);
        const char *within = hzp_yaml_text(hzp_yaml_get(entry, "county"));
        const char *from = hzp_yaml_text(hzp_yaml_get(entry, "printed"));
        const char *name = hzp_yaml_text(hzp_yaml_get(entry, "name"));
        if (name && from && strcmp(from, printed) == 0 && (!within || hzp_place_same(within, county, HZP_PLACE_COUNTY)))
            return name;
    }
    return printed;
}

static long town_row(const HzpAnalysis *analysis, const char *county, const char *name)
{
    const char **names = hzp_table_text(analysis->model->towns, "name");
    const char **counties = hzp_table_text(analysis->model->towns, "county");
    for (size_t i = 0; i < hzp_table_rows(analysis->model->towns); i++) {
        if (hzp_place_same(counties[i], county, HZP_PLACE_COUNTY) && hzp_place_same(names[i], name, HZP_PLACE_TOWN))
            return (long)i;
    }
    return -1;
}

static void compare_town(HzpAnalysis *analysis, const HzpYamlNode *aliases, const char *county, const char *class,
                         const char *printed, const char **printed_class)
{
    g_autofree char *key = g_strconcat(county, "/", printed, NULL);
    HzpTable *towns = analysis->model->towns;
    long town = town_row(analysis, county, corrected(aliases, printed, county));
    if (town < 0) {
        HzpPlaceCandidates near = hzp_place_candidates_of_town(analysis->model, county_row(analysis, county), printed);
        add(analysis, "zone_towns", key, printed, NULL, "missing", *near.near ? near.near : NULL);
        hzp_place_candidates_clear(&near);
        return;
    }
    add(analysis, "zone_towns", key, printed, hzp_table_text(towns, "name")[town], "matched", NULL);
    printed_class[town] = class;
    const char *computed = hzp_table_text(towns, "priority_class")[town];
    bool same = computed && strcmp(computed, class) == 0;
    add(analysis, "zone_class", key, hzp_vocabulary_label("priority_class", class),
        hzp_vocabulary_label("priority_class", computed), same ? "agrees" : "differs", NULL);
}

static HzpStatus compare_zones(HzpAnalysis *analysis, const HzpYamlNode *root, const char **printed_class)
{
    static const char *const keys[] = {"county", "class", "towns", "types", "name", NULL};
    const HzpYamlNode *zones = hzp_yaml_get(root, "priority_zones");
    for (size_t i = 0; i < hzp_yaml_count(zones); i++) {
        const HzpYamlNode *zone = hzp_yaml_item(zones, i);
        const HzpYamlNode *towns = hzp_yaml_get(zone, "towns");
        const char *county = hzp_yaml_text(hzp_yaml_get(zone, "county"));
        const char *class = hzp_vocabulary_match("priority_class", hzp_yaml_text(hzp_yaml_get(zone, "class")));
        HZP_TRY(hzp_yaml_check_keys(zone, keys));
        if (!county || !class) return hzp_yaml_fail(zone, "published_zone", NULL, NULL);
        for (size_t t = 0; t < hzp_yaml_count(towns); t++) {
            const char *printed = hzp_yaml_text(hzp_yaml_item(towns, t));
            if (printed) compare_town(analysis, hzp_yaml_get(root, "aliases"), county, class, printed, printed_class);
        }
    }
    /* Printed lists end in 等 ("and others"): a further key town is worth saying, and no error. */
    const char **computed = hzp_table_text(analysis->model->towns, "priority_class");
    for (size_t i = 0; i < hzp_table_rows(analysis->model->towns) && hzp_yaml_count(zones) > 0; i++) {
        if (!computed[i] || strcmp(computed[i], "key") != 0 || printed_class[i]) continue;
        g_autofree char *key = g_strconcat(hzp_table_text(analysis->model->towns, "county")[i], "/",
                                           hzp_table_text(analysis->model->towns, "name")[i], NULL);
        add(analysis, "zone_class", key, NULL, hzp_vocabulary_label("priority_class", "key"), "extra", NULL);
    }
    return HZP_OK;
}

static HzpStatus compare_key_towns(HzpAnalysis *analysis, const HzpYamlNode *node, const char **printed_class)
{
    static const char *const keys[] = {"total", "in_key_zones", NULL};
    const HzpModel *model = analysis->model;
    double inside = 0;
    HZP_TRY(hzp_yaml_check_keys(node, keys));
    if (!model->key_towns) return HZP_OK;
    for (size_t k = 0; k < hzp_table_rows(model->key_towns); k++) {
        long town = model->key_town_town[k];
        if (town >= 0 && printed_class[town] && strcmp(printed_class[town], "key") == 0) inside++;
    }
    compare_number(analysis, "key_towns", "total", hzp_yaml_get(node, "total"), (double)hzp_table_rows(model->key_towns),
                   NULL);
    compare_number(analysis, "key_towns", "in_key_zones", hzp_yaml_get(node, "in_key_zones"), inside, NULL);
    return HZP_OK;
}

static HzpStatus check_aliases(const HzpYamlNode *aliases)
{
    static const char *const keys[] = {"printed", "name", "county", "note", NULL};
    for (size_t i = 0; i < hzp_yaml_count(aliases); i++)
        HZP_TRY(hzp_yaml_check_keys(hzp_yaml_item(aliases, i), keys));
    return HZP_OK;
}

/* Every figure of a part is a number or missing. */
static HzpStatus check_numbers(const HzpYamlNode *node)
{
    double value = NAN;
    const char *text = hzp_yaml_text(node);
    if (text && !hzp_number_parse(text, HZP_UNIT_NONE, &value)) return hzp_yaml_fail(node, "published_number", "value", text);
    for (size_t i = 0; i < hzp_yaml_count(node); i++)
        HZP_TRY(check_numbers(hzp_yaml_item(node, i)));
    return HZP_OK;
}

static HzpStatus compare_all(HzpAnalysis *analysis, const HzpYamlNode *root)
{
    HZP_TRY(hzp_yaml_check_keys(root, known_keys));
    static const char *const figures[] = {"hazard_points",  "registered", "susceptibility_share_percent",
                                          "subsidence_km2", "key_towns",  "key_points"};
    HZP_TRY(check_aliases(hzp_yaml_get(root, "aliases")));
    for (size_t i = 0; i < G_N_ELEMENTS(figures); i++)
        HZP_TRY(check_numbers(hzp_yaml_get(root, figures[i])));
    const char *document = hzp_yaml_text(hzp_yaml_get(root, "document"));
    if (document) add(analysis, "document", "document", document, NULL, "agrees", NULL);
    HZP_TRY(compare_counts(analysis, hzp_yaml_get(root, "hazard_points")));
    HZP_TRY(compare_figures(analysis, root));
    if (!analysis->model->towns) return HZP_OK;
    g_autofree const char **printed_class = g_new0(const char *, hzp_table_rows(analysis->model->towns) + 1);
    HZP_TRY(compare_zones(analysis, root, printed_class));
    return compare_key_towns(analysis, hzp_yaml_get(root, "key_towns"), printed_class);
}

HzpStatus hzp_analysis_published(HzpAnalysis *analysis)
{
    static const char *const texts[] = {"item", "key", "printed", "computed", "status", "message"};
    analysis->comparison = hzp_table_new("comparison", 0);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        hzp_table_add_text(analysis->comparison, texts[i]);
    if (!analysis->project->published_file) return HZP_OK;
    return compare_all(analysis, hzp_yaml_root(analysis->project->published_file));
}
