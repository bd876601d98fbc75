#include <math.h>
#include <string.h>

#include "present/map_sheet.h"

HzpStatus hzp_plan_facts_read(const HzpMapData *data, const HzpMapConfig *config, HzpPlanFacts *facts)
{
    HzpPlanFile *plan = data->plan;
    *facts = (HzpPlanFacts){hzp_plan_file_summary(plan, "title"),
                            hzp_plan_file_summary(plan, "region.name"),
                            hzp_plan_file_summary(plan, "year"),
                            hzp_plan_file_summary(plan, "notice"),
                            hzp_plan_file_summary(plan, "source"),
                            hzp_plan_file_summary(plan, "map_approval"),
                            NULL};
    char **texts[] = {&facts->title, &facts->region, &facts->year, &facts->notice, &facts->source, &facts->approval};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        if (*texts[i] && !**texts[i]) g_clear_pointer(texts[i], g_free);
    }
    if (!facts->source) facts->source = hzp_plan_file_parameter(plan, "source");
    if (!facts->approval) facts->approval = hzp_plan_file_parameter(plan, "map_approval");
    const HzpYamlNode *names = hzp_yaml_get(hzp_yaml_root(config->yaml), "crs_names");
    const char *known = hzp_map_config_words(hzp_yaml_get(names, data->crs));
    HzpCrsFacts crs;
    HZP_TRY(hzp_crs_facts(data->crs, &crs));
    facts->crs_name = g_strdup(known ? known : crs.name);
    return HZP_OK;
}

void hzp_plan_facts_clear(HzpPlanFacts *facts)
{
    g_free(facts->title);
    g_free(facts->region);
    g_free(facts->year);
    g_free(facts->notice);
    g_free(facts->source);
    g_free(facts->approval);
    g_free(facts->crs_name);
    memset(facts, 0, sizeof *facts);
}

/* A figure as printed; a missing one is a dash, never 0. Takes `text`. */
static char *figure(const HzpMapConfig *config, char *text)
{
    if (text && *text) return text;
    g_free(text);
    return g_strdup(hzp_map_config_text(config, "missing"));
}

static bool type_occurs(const HzpMapData *data, const char *type)
{
    g_autofree char *key = g_strconcat("hazard_points.by_type.", type, NULL);
    double count = hzp_plan_file_summary_number(data->plan, key);
    return count > 0;
}

/* Types that occur in the plan, as nodes of sheet.yaml. */
static GPtrArray *types_shown(const HzpSheet *sheet)
{
    GPtrArray *types = g_ptr_array_new();
    const HzpYamlNode *list = hzp_yaml_get(hzp_yaml_root(sheet->config->yaml), "types");
    for (size_t i = 0; i < hzp_yaml_count(list); i++) {
        const HzpYamlNode *type = hzp_yaml_item(list, i);
        const char *key = hzp_yaml_text(hzp_yaml_get(type, "key"));
        if (key && type_occurs(sheet->data, key)) g_ptr_array_add(types, (gpointer)type);
    }
    return types;
}

static const char *type_key(GPtrArray *types, guint i)
{
    return hzp_yaml_text(hzp_yaml_get(g_ptr_array_index(types, i), "key"));
}

static GStrv new_line(GPtrArray *types) { return g_new0(char *, types->len + 3); }

static GStrv head_line(const HzpSheet *sheet, GPtrArray *types, const char *first)
{
    GStrv line = new_line(types);
    line[0] = g_strdup(hzp_map_config_text(sheet->config, first));
    for (guint i = 0; i < types->len; i++)
        line[i + 1] = g_strdup(hzp_map_config_words(g_ptr_array_index(types, i)));
    line[types->len + 1] = g_strdup(hzp_map_config_text(sheet->config, "table_total"));
    return line;
}

/* Figures of a county or town, from its count_<type> columns. */
static GStrv row_line(const HzpSheet *sheet, GPtrArray *types, const HzpMapRow *row, char *name)
{
    GStrv line = new_line(types);
    line[0] = figure(sheet->config, name);
    for (guint i = 0; i < types->len; i++) {
        g_autofree char *column = g_strconcat("count_", type_key(types, i), NULL);
        line[i + 1] = figure(sheet->config, hzp_map_row_text(row, column));
    }
    line[types->len + 1] = figure(sheet->config, hzp_map_row_text(row, "hazard_count"));
    return line;
}

/* Figures of the whole region, from the summary. */
static GStrv region_line(const HzpSheet *sheet, GPtrArray *types)
{
    GStrv line = new_line(types);
    line[0] = g_strdup(hzp_map_config_text(sheet->config, "table_total"));
    for (guint i = 0; i < types->len; i++) {
        g_autofree char *key = g_strconcat("hazard_points.by_type.", type_key(types, i), NULL);
        line[i + 1] = figure(sheet->config, hzp_plan_file_summary(sheet->data->plan, key));
    }
    line[types->len + 1] = figure(sheet->config, hzp_plan_file_summary(sheet->data->plan, "hazard_points.total"));
    return line;
}

static void line_free(gpointer line) { g_strfreev(line); }

/* Whether a town belongs to the sheet's county; on the overview every county belongs. */
static bool belongs(const HzpSheet *sheet, const HzpMapRow *row)
{
    g_autofree char *county = sheet->county ? hzp_map_row_text(row, "county") : NULL;
    return !sheet->county || g_strcmp0(county, sheet->name) == 0;
}

GPtrArray *hzp_sheet_table(const HzpSheet *sheet)
{
    g_autoptr(GPtrArray) types = types_shown(sheet);
    const HzpMapLayer *units = hzp_map_data_layer(sheet->data, sheet->county ? "towns" : "counties");
    const char *total = hzp_map_config_text(sheet->config, "table_total");
    GPtrArray *table = g_ptr_array_new_with_free_func(line_free);
    g_ptr_array_add(table, head_line(sheet, types, sheet->county && units ? "table_town" : "table_county"));
    for (size_t i = 0; units && i < units->count; i++) {
        const HzpMapRow *row = &units->rows[i];
        if (belongs(sheet, row)) g_ptr_array_add(table, row_line(sheet, types, row, hzp_map_row_text(row, "name")));
    }
    if (sheet->county) {
        const char *name = units ? total : sheet->name;
        g_ptr_array_add(table, row_line(sheet, types, sheet->county, g_strdup(name)));
    } else {
        g_ptr_array_add(table, region_line(sheet, types));
    }
    return table;
}
