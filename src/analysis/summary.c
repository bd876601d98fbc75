/* The leaves of summary.json as dotted keys, and the tables that tell where figures come from: findings, inputs, parameters.
 */
#include <math.h>
#include <string.h>

#include "analysis/summary_leaves.h"
#include "base/message.h"
#include "base/place_name.h"
#include "base/vocabulary.h"

/* ---- sums over columns ---- */

static double sum(HzpTable *table, const char *column)
{
    const double *values = hzp_table_number(table, column);
    HzpExactSum total = {0};
    for (size_t i = 0; values && i < hzp_table_rows(table); i++) {
        if (!isnan(values[i])) hzp_exact_sum_add(&total, values[i]);
    }
    return total.terms > 0 ? hzp_exact_sum_value(&total) : NAN;
}

static double count_known(HzpTable *table, const char *column)
{
    const double *values = hzp_table_number(table, column);
    double known = 0;
    for (size_t i = 0; values && i < hzp_table_rows(table); i++)
        known += !isnan(values[i]);
    return known;
}

static double count_text(HzpTable *table, const char *column, const char *wanted)
{
    const char **values = hzp_table_text(table, column);
    double found = 0;
    for (size_t i = 0; values && i < hzp_table_rows(table); i++)
        found += wanted ? values[i] && strcmp(values[i], wanted) == 0 : values[i] == NULL;
    return found;
}

static void counts_by_code(const HzpSummary *summary, HzpTable *table, const char *column, const char *vocabulary,
                           const char *prefix, const char *none)
{
    for (size_t i = 0; i < hzp_vocabulary_count(vocabulary); i++) {
        const char *code = hzp_vocabulary_code(vocabulary, i);
        hzp_leaf_named(summary, prefix, code, NULL, count_text(table, column, code));
    }
    if (none) hzp_leaf_named(summary, prefix, none, NULL, count_text(table, column, NULL));
}

/* ---- parts ---- */

static void header(const HzpSummary *summary)
{
    const HzpModel *model = summary->analysis->model;
    const HzpProject *project = summary->analysis->project;
    hzp_leaf_text(summary, "schema", "hazplan-summary/1");
    hzp_leaf_text(summary, "title", project->title);
    hzp_leaf_text(summary, "region.name", project->region_name);
    hzp_leaf_text(summary, "region.code", project->region_code);
    hzp_leaf_number(summary, "region.area_km2", summary->analysis->region_area_km2);
    hzp_leaf_number(summary, "year", project->year);
    hzp_leaf_text(summary, "notice", project->notice);
    hzp_leaf_text(summary, "source", project->source);
    hzp_leaf_text(summary, "map_approval", project->map_approval);
    hzp_leaf_number(summary, "counties.total", (double)hzp_table_rows(model->counties));
    hzp_leaf_number(summary, "towns.total", model->towns ? (double)hzp_table_rows(model->towns) : NAN);
    hzp_leaf_number(summary, "villages.total", (double)hzp_table_rows(model->villages));
    hzp_leaf_number(summary, "villages.population", sum(model->villages, "population"));
    hzp_leaf_number(summary, "villages.households", sum(model->villages, "households"));
    hzp_leaf_number(summary, "villages.population_missing",
                    (double)hzp_table_rows(model->villages) - count_known(model->villages, "population"));
}

static void hazard_points(const HzpSummary *summary)
{
    const HzpModel *model = summary->analysis->model;
    HzpTable *points = model->hazard_points;
    const char **types = hzp_table_text(points, "types");
    double several = 0;
    double total = (double)hzp_table_rows(points);
    double without_county = 0;
    for (size_t i = 0; i < hzp_table_rows(points); i++) {
        several += types[i] && strchr(types[i], ',');
        without_county += model->hazard_county[i] < 0;
    }
    hzp_leaf_number(summary, "hazard_points.total", total);
    const double *counts = hzp_table_number(model->counties, "hazard_count");
    for (size_t i = 0; i < hzp_table_rows(model->counties); i++)
        hzp_leaf_named(summary, "hazard_points.by_county", hzp_table_text(model->counties, "name")[i], NULL, counts[i]);
    hzp_leaf_number(summary, "hazard_points.without_county", without_county);
    counts_by_code(summary, points, "type", "hazard_type", "hazard_points.by_type", NULL);
    hzp_leaf_number(summary, "hazard_points.without_type", count_text(points, "type", NULL));
    counts_by_code(summary, points, "grade", "grade", "hazard_points.by_grade", "ungraded");
    counts_by_code(summary, points, "registered_grade", "grade", "hazard_points.by_registered_grade", "none");
    counts_by_code(summary, points, "match_level", "match_level", "hazard_points.by_match_level", NULL);
    hzp_leaf_number(summary, "hazard_points.with_several_types", several);
    hzp_leaf_number(summary, "hazard_points.unplaced", count_text(points, "match_level", "unplaced"));
    hzp_leaf_number(summary, "hazard_points.change_from_previous_year", total - model->previous_hazard_total);
}

static void registered(const HzpSummary *summary)
{
    static const struct {
        const char *column;
        const char *known;
        const char *missing;
    } figures[] = {{"population", "population_points", "population_missing"},
                   {"households", "households_points", "households_missing"},
                   {"property_wan_yuan", "property_points", "property_missing"}};
    HzpTable *points = summary->analysis->model->hazard_points;
    for (size_t i = 0; i < G_N_ELEMENTS(figures); i++) {
        double known = count_known(points, figures[i].column);
        hzp_leaf_named(summary, "registered", figures[i].column, NULL, sum(points, figures[i].column));
        hzp_leaf_named(summary, "registered", figures[i].known, NULL, known);
        hzp_leaf_named(summary, "registered", figures[i].missing, NULL, (double)hzp_table_rows(points) - known);
    }
}

static void subsidence(const HzpSummary *summary)
{
    const HzpAnalysis *analysis = summary->analysis;
    const HzpModel *model = analysis->model;
    if (!model->subsidence) {
        static const char *const keys[] = {"subsidence.area_km2", "subsidence.villages", "subsidence.population"};
        for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
            hzp_leaf_number(summary, keys[i], NAN);
        hzp_leaf_put(summary, "subsidence.by_county", "{}", "object");
        return;
    }
    const double *share = hzp_table_number(model->villages, "subsidence_share");
    const double *people = hzp_table_number(model->villages, "population");
    double villages = 0;
    double population = NAN;
    for (size_t i = 0; i < hzp_table_rows(model->villages); i++) {
        if (!(share[i] > 0)) continue;
        villages++;
        hzp_add_known(&population, people[i]);
    }
    hzp_leaf_number(summary, "subsidence.area_km2", analysis->mining_area_km2);
    hzp_leaf_number(summary, "subsidence.villages", villages);
    hzp_leaf_number(summary, "subsidence.population", villages > 0 ? population : 0);
    static const char *const keys[] = {"area_km2", "villages", "population"};
    static const char *const columns[] = {"subsidence_km2", "subsidence_villages", "subsidence_population"};
    for (size_t i = 0; i < hzp_table_rows(model->counties); i++) {
        for (size_t f = 0; f < G_N_ELEMENTS(keys); f++) {
            const double *values = hzp_table_number(model->counties, columns[f]);
            hzp_leaf_named(summary, "subsidence.by_county", hzp_table_text(model->counties, "name")[i], keys[f],
                           values ? values[i] : NAN);
        }
    }
    for (size_t k = 0; k < hzp_vocabulary_count("mining_kind"); k++) {
        const char *code = hzp_vocabulary_code("mining_kind", k);
        bool present = !isnan(analysis->mining_kind_area_km2[k]);
        if (!present) continue;
        hzp_leaf_named(summary, "subsidence.by_kind", code, "area_km2", analysis->mining_kind_area_km2[k]);
        hzp_leaf_named(summary, "subsidence.by_kind", code, "villages", analysis->mining_kind_villages[k]);
        hzp_leaf_named(summary, "subsidence.by_kind", code, "population",
                       analysis->mining_kind_villages[k] > 0 ? analysis->mining_kind_population[k] : 0);
    }
}

static void susceptibility(const HzpSummary *summary)
{
    const HzpAnalysis *analysis = summary->analysis;
    for (size_t k = 0; k < hzp_vocabulary_count("susceptibility"); k++)
        hzp_leaf_named(summary, "susceptibility.share_percent", hzp_vocabulary_code("susceptibility", k), NULL,
                       analysis->susceptibility_known ? analysis->susceptibility_share[k] * 100 : NAN);
}

static void key_towns(const HzpSummary *summary)
{
    HzpTable *table = summary->analysis->model->key_towns;
    hzp_leaf_number(summary, "key_towns.total", table ? (double)hzp_table_rows(table) : NAN);
    if (!table) {
        hzp_leaf_put(summary, "key_towns.by_tier", "{}", "object");
        return;
    }
    const char **tiers = hzp_table_text(table, "tier");
    g_autoptr(GPtrArray) seen = g_ptr_array_new();
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (tiers[i] && !g_ptr_array_find_with_equal_func(seen, tiers[i], g_str_equal, NULL))
            g_ptr_array_add(seen, (gpointer)tiers[i]);
    }
    if (seen->len == 0) hzp_leaf_put(summary, "key_towns.by_tier", "{}", "object");
    for (guint i = 0; i < seen->len; i++)
        hzp_leaf_named(summary, "key_towns.by_tier", g_ptr_array_index(seen, i), NULL,
                       count_text(table, "tier", g_ptr_array_index(seen, i)));
    counts_by_code(summary, table, "status", "brigade_status", "key_towns.by_status", NULL);
    hzp_leaf_number(summary, "key_towns.in_key_zones",
                    summary->analysis->model->towns ? count_text(table, "priority_class", "key") : NAN);
}

static void priority_zones(const HzpSummary *summary)
{
    const HzpAnalysis *analysis = summary->analysis;
    HzpTable *zones = analysis->priority_zones;
    if (analysis->model->towns) {
        hzp_leaf_text(summary, "priority.method", hzp_project_text(analysis->project, "priority.method"));
        for (size_t i = 0; i < hzp_vocabulary_count("priority_class"); i++) {
            const char *code = hzp_vocabulary_code("priority_class", i);
            hzp_leaf_named(summary, "priority.towns_by_class", code, NULL,
                           count_text(analysis->model->towns, "priority_class", code));
        }
    }
    if (hzp_table_rows(zones) == 0) hzp_leaf_put(summary, "priority_zones", "[]", "list");
    for (size_t i = 0; i < hzp_table_rows(zones); i++) {
        static const char *const texts[] = {"zone_id", "name", "class", "class_zh", "county"};
        g_autofree char *prefix = g_strdup_printf("priority_zones.%zu", i);
        g_autofree char *towns = g_strconcat(prefix, ".towns", NULL);
        g_autofree char *types = g_strconcat(prefix, ".main_types", NULL);
        g_autofree char *types_zh = g_strconcat(prefix, ".main_types_zh", NULL);
        for (size_t t = 0; t < G_N_ELEMENTS(texts); t++) {
            g_autofree char *key = g_strconcat(prefix, ".", texts[t], NULL);
            hzp_leaf_text(summary, key, hzp_table_text(zones, texts[t])[i]);
        }
        hzp_leaf_list(summary, towns, hzp_table_text(zones, "towns")[i], "、", NULL);
        hzp_leaf_list(summary, types, hzp_table_text(zones, "main_types")[i], ",", NULL);
        hzp_leaf_list(summary, types_zh, hzp_table_text(zones, "main_types")[i], ",", "hazard_type");
        hzp_leaf_named(summary, prefix, "area_km2", NULL, hzp_table_number(zones, "area_km2")[i]);
        hzp_leaf_named(summary, prefix, "area_share", NULL, hzp_table_number(zones, "area_share")[i]);
        hzp_leaf_named(summary, prefix, "hazard_points", NULL, hzp_table_number(zones, "hazard_count")[i]);
        hzp_leaf_named(summary, prefix, "population", NULL, hzp_table_number(zones, "exposed_population")[i]);
    }
}

static void key_hazard_points(const HzpSummary *summary)
{
    static const char *const keys[] = {"hazard_id", "name",      "location",     "scale",
                                       "threat",    "stability", "monitor_unit", "origin"};
    static const char *const columns[] = {"hazard_id",   "name",           "location",     "scale_zh",
                                          "threat_text", "stability_text", "monitor_unit", "origin"};
    HzpTable *table = summary->analysis->key_hazard_points;
    if (hzp_table_rows(table) == 0) hzp_leaf_put(summary, "key_hazard_points", "[]", "list");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        g_autofree char *prefix = g_strdup_printf("key_hazard_points.%zu", i);
        hzp_leaf_named(summary, prefix, "number", NULL, (double)i + 1);
        for (size_t c = 0; c < G_N_ELEMENTS(keys); c++) {
            g_autofree char *key = g_strconcat(prefix, ".", keys[c], NULL);
            hzp_leaf_text(summary, key, hzp_table_text(table, columns[c])[i]);
        }
    }
}

static void published_towns(const HzpSummary *summary, const char *key, const char *item, const char *status)
{
    HzpTable *table = summary->analysis->comparison;
    size_t found = 0;
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (strcmp(hzp_table_text(table, "item")[i], item) != 0 || strcmp(hzp_table_text(table, "status")[i], status) != 0)
            continue;
        g_autofree char *name = g_strdup_printf("%s.%zu", key, found++);
        hzp_leaf_text(summary, name, hzp_table_text(table, "key")[i]);
    }
    if (found == 0) hzp_leaf_put(summary, key, "[]", "list");
}

static void published(const HzpSummary *summary)
{
    HzpTable *table = summary->analysis->comparison;
    size_t printed = 0;
    size_t matched = 0;
    size_t items = 0;
    double same_class = 0;
    if (!summary->analysis->project->published) return;
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        static const char *const keys[] = {"item", "key", "printed", "computed", "status", "message"};
        const char *item = hzp_table_text(table, "item")[i];
        bool town = strcmp(item, "zone_towns") == 0;
        printed += town;
        matched += town && strcmp(hzp_table_text(table, "status")[i], "matched") == 0;
        if (strcmp(item, "document") == 0) hzp_leaf_text(summary, "published.document", hzp_table_text(table, "printed")[i]);
        if (strcmp(item, "key_towns") == 0 && strcmp(hzp_table_text(table, "key")[i], "in_key_zones") == 0) {
            const char *computed = hzp_table_text(table, "computed")[i];
            hzp_leaf_number(summary, "published.key_towns_in_printed_zones", computed ? g_ascii_strtod(computed, NULL) : NAN);
        }
        same_class += strcmp(item, "zone_class") == 0 && strcmp(hzp_table_text(table, "status")[i], "agrees") == 0;
        if (town || strcmp(item, "document") == 0 || strcmp(item, "zone_class") == 0) continue;
        for (size_t k = 0; k < G_N_ELEMENTS(keys); k++) {
            g_autofree char *key = g_strdup_printf("published.items.%zu.%s", items, keys[k]);
            hzp_leaf_text(summary, key, hzp_table_text(table, keys[k])[i]);
        }
        items++;
    }
    if (items == 0) hzp_leaf_put(summary, "published.items", "[]", "list");
    if (printed == 0) return;
    hzp_leaf_number(summary, "published.zone_towns.printed", (double)printed);
    hzp_leaf_number(summary, "published.zone_towns.matched", (double)matched);
    hzp_leaf_number(summary, "published.zone_towns.same_class", same_class);
    published_towns(summary, "published.zone_towns.missing", "zone_towns", "missing");
    published_towns(summary, "published.zone_towns.extra", "zone_class", "extra");
}

/* ---- tables about the run ---- */

static void add_parameter(const char *key, const char *value, bool from_project, void *user)
{
    HzpTable *table = user;
    size_t row = hzp_table_append(table);
    hzp_table_set_text(table, "key", row, key);
    hzp_table_set_text(table, "value", row, value);
    hzp_table_set_text(table, "source", row, from_project ? "project" : "default");
}

static HzpTable *text_table(const char *name, const char *const *columns)
{
    HzpTable *table = hzp_table_new(name, 0);
    for (size_t i = 0; columns[i]; i++)
        hzp_table_add_text(table, columns[i]);
    return table;
}

static void parameters(HzpAnalysis *analysis)
{
    static const char *const columns[] = {"key", "value", "source", NULL};
    const HzpProject *project = analysis->project;
    analysis->parameters = text_table("parameters", columns);
    hzp_project_each_parameter(project, add_parameter, analysis->parameters);
    hzp_findings_each_parameter(analysis->findings, add_parameter, analysis->parameters);
    /* The weights as they were used: scaled to add up to 1, or derived from the pairwise matrix. */
    const char *origin =
        hzp_project_own(project, "priority.ahp") || hzp_project_own(project, "priority.weights") ? "project" : "default";
    HzpTable *used = analysis->weights_used;
    for (size_t i = 0; i < hzp_table_rows(used); i++)
        add_parameter(hzp_table_text(used, "key")[i], hzp_text_of_number(hzp_table_number(used, "value")[i]),
                      strcmp(origin, "project") == 0, analysis->parameters);
    add_parameter("crs", project->crs, hzp_yaml_get(project->root, "crs") != NULL, analysis->parameters);
    add_parameter("equal_area_crs", analysis->model->equal_area, false, analysis->parameters);
}

static void inputs(HzpAnalysis *analysis)
{
    static const char *const columns[] = {"layer",          "path", "sha256",      "driver", "crs", "encoding",
                                          "transformation", "date", "date_origin", "source", NULL};
    HzpTable *table = analysis->inputs = text_table("inputs", columns);
    hzp_table_add_number(table, "features", HZP_COLUMN_INTEGER);
    hzp_table_add_number(table, "transformation_accuracy_m", HZP_COLUMN_REAL);
    for (guint i = 0; i < analysis->model->inputs->len; i++) {
        const HzpInput *input = &g_array_index(analysis->model->inputs, HzpInput, i);
        size_t row = hzp_table_append(table);
        g_autofree char *date = hzp_date_text(input->date);
        const char *values[] = {input->layer,    input->path,           input->sha256, input->driver,      input->crs,
                                input->encoding, input->transformation, date,          input->date_origin, input->supplier};
        for (size_t c = 0; columns[c]; c++)
            hzp_table_set_text(table, columns[c], row, values[c]);
        hzp_table_set_number(table, "features", row, (double)input->features);
        hzp_table_set_number(table, "transformation_accuracy_m", row, input->transformation_accuracy_m);
    }
}

static void findings(HzpAnalysis *analysis)
{
    static const char *const columns[] = {"severity", "layer",   "feature", "field",         "code", "message",
                                          "value",    "problem", "action",  "source_column", NULL};
    HzpTable *table = analysis->findings_table = text_table("findings", columns);
    static const char *const figures[] = {"row", "lon", "lat"};
    for (size_t i = 0; i < G_N_ELEMENTS(figures); i++)
        hzp_table_add_number(table, figures[i], i == 0 ? HZP_COLUMN_INTEGER : HZP_COLUMN_REAL);
    for (size_t i = 0; i < hzp_findings_count(analysis->findings); i++) {
        const HzpFinding *finding = hzp_findings_get(analysis->findings, i);
        const char *values[] = {finding->severity, finding->layer, finding->feature, finding->field,  finding->code,
                                finding->message,  finding->value, finding->problem, finding->action, finding->column};
        size_t row = hzp_table_append(table);
        for (size_t c = 0; columns[c]; c++)
            hzp_table_set_text(table, columns[c], row, values[c]);
        if (finding->row >= 0) hzp_table_set_number(table, "row", row, (double)finding->row);
        hzp_table_set_number(table, "lon", row, finding->lon);
        hzp_table_set_number(table, "lat", row, finding->lat);
    }
}

HzpStatus hzp_analysis_summary(HzpAnalysis *analysis)
{
    static const char *const columns[] = {"key", "value", "value_type", NULL};
    HzpSummary summary = {analysis, text_table("summary", columns)};
    analysis->summary = summary.table;
    hzp_model_place_findings(analysis->model);
    findings(analysis);
    inputs(analysis);
    parameters(analysis);
    header(&summary);
    hazard_points(&summary);
    registered(&summary);
    hzp_summary_exposure(&summary);
    subsidence(&summary);
    susceptibility(&summary);
    key_towns(&summary);
    priority_zones(&summary);
    key_hazard_points(&summary);
    hzp_summary_key_periods(&summary);
    hzp_summary_facilities(&summary);
    published(&summary);
    HzpFindingCounts counts = hzp_findings_totals(analysis->findings);
    hzp_leaf_number(&summary, "findings.error", (double)counts.errors);
    hzp_leaf_number(&summary, "findings.warning", (double)counts.warnings);
    hzp_leaf_number(&summary, "findings.note", (double)counts.notes);
    return HZP_OK;
}
