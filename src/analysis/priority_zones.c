/* Priority zones: adjoining towns of one class within a county, named after their towns and main hazard types. R11. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/message.h"
#include "base/place_name.h"
#include "base/vocabulary.h"
#include "geo/geometry.h"
#include "geo/polygon_index.h"

typedef struct {
    HzpAnalysis *analysis;
    double tolerance_m;
    double length_m;
    long *group; /* union-find over towns */
    size_t town;
    GEOSGeometry *grown;
} Joining;

static long root_of(long *group, long town)
{
    while (group[town] != town)
        town = group[town] = group[group[town]];
    return town;
}

/* The lower row becomes the root, so that groups do not depend on the order of joining. */
static void join(long *group, long a, long b)
{
    long first = root_of(group, a);
    long second = root_of(group, b);
    if (first < second)
        group[second] = first;
    else
        group[first] = second;
}

/* Boundaries of neighbours often leave hair-wide gaps or overlaps: a town grown by the tolerance must cover a strip of its
 * neighbour as long as the least common boundary. Towns that touch in a corner do not adjoin. */
static void try_join(size_t other, void *user)
{
    Joining *joining = user;
    const HzpModel *model = joining->analysis->model;
    const char **class = hzp_table_text(model->towns, "priority_class");
    if (other <= joining->town || !class[other] || strcmp(class[other], class[joining->town]) != 0 ||
        model->town_county[other] != model->town_county[joining->town])
        return;
    double strip = hzp_geometry_overlap_area(joining->grown, joining->analysis->town_planar[other]);
    if (strip >= joining->tolerance_m * joining->length_m) join(joining->group, (long)joining->town, (long)other);
}

static void join_towns(HzpAnalysis *analysis, long *group)
{
    HzpTable *towns = analysis->model->towns;
    size_t n = hzp_table_rows(towns);
    const char **class = hzp_table_text(towns, "priority_class");
    Joining joining = {.analysis = analysis,
                       .tolerance_m = fmax(0.01, hzp_project_number(analysis->project, "priority.adjoin_tolerance_m")),
                       .length_m = hzp_project_number(analysis->project, "priority.adjoin_length_m"),
                       .group = group};
    HzpPolygonIndex *index = hzp_polygon_index_new(analysis->town_planar, n);
    for (size_t i = 0; i < n; i++)
        group[i] = (long)i;
    for (size_t i = 0; i < n; i++) {
        if (hzp_run_part(analysis->run, (double)i, 2.0 * (double)n) != HZP_OK) break;
        if (!class[i] || !analysis->town_planar[i]) continue;
        joining.town = i;
        joining.grown = GEOSBuffer_r(hzp_geos(), analysis->town_planar[i], joining.tolerance_m, 2);
        if (joining.grown) hzp_polygon_index_near(index, joining.grown, try_join, &joining);
        hzp_geometry_free(joining.grown);
    }
    hzp_polygon_index_free(index);
}

/* ---- one zone ---- */

typedef struct {
    const char *code;
    double count;
    size_t order;
} TypeCount;

static int by_count(const void *a, const void *b)
{
    const TypeCount *first = a;
    const TypeCount *second = b;
    if (first->count != second->count) return first->count > second->count ? -1 : 1;
    return first->order < second->order ? -1 : 1;
}

/* Main types of a zone ranked by how many points it has of each; ties in the vocabulary's order. */
static void main_types(HzpAnalysis *analysis, const GArray *members, GString *codes, GString *labels)
{
    TypeCount types[16];
    size_t n = MIN(hzp_vocabulary_count("hazard_type"), G_N_ELEMENTS(types));
    size_t most = (size_t)hzp_project_number(analysis->project, "priority.main_types");
    for (size_t t = 0; t < n; t++) {
        types[t] = (TypeCount){hzp_vocabulary_code("hazard_type", t), 0, t};
        g_autofree char *column = g_strconcat("count_", types[t].code, NULL);
        const double *counts = hzp_table_number(analysis->model->towns, column);
        for (guint i = 0; i < members->len; i++)
            types[t].count += counts[g_array_index(members, size_t, i)];
    }
    qsort(types, n, sizeof *types, by_count);
    for (size_t t = 0; t < n && t < most && types[t].count > 0; t++) {
        g_string_append_printf(codes, "%s%s", t ? "," : "", types[t].code);
        g_string_append_printf(labels, "%s%s", t ? "、" : "", hzp_vocabulary_zh("hazard_type", types[t].code));
    }
}

/* A project may accept a town without a name: then its code or row stands for it. */
static const char *town_name(HzpTable *towns, size_t town)
{
    const char *name = hzp_table_text(towns, "name")[town];
    return name ? name : hzp_row_label(towns, town);
}

/* "巴公-大阳-金村等地面塌陷、崩塌重点防治区": towns first, then types, as the printed plans name theirs. */
static char *zone_name(HzpAnalysis *analysis, const GArray *members, const char *types_zh, const char *class)
{
    HzpTable *towns = analysis->model->towns;
    GString *name = g_string_new(NULL);
    for (guint i = 0; i < members->len && i < 3; i++) {
        g_autofree char *stem = hzp_place_stem(town_name(towns, g_array_index(members, size_t, i)), HZP_PLACE_TOWN);
        g_string_append_printf(name, "%s%s", i ? "-" : "", stem);
    }
    if (members->len > 3) g_string_append(name, "等");
    g_string_append_printf(name, "%s%s", types_zh, hzp_vocabulary_zh("priority_class", class));
    return g_string_free(name, FALSE);
}

static double sum_column(HzpTable *towns, const char *column, const GArray *members)
{
    const double *values = hzp_table_number(towns, column);
    double sum = NAN;
    for (guint i = 0; i < members->len; i++)
        hzp_add_known(&sum, values[g_array_index(members, size_t, i)]);
    return sum;
}

static HzpStatus add_zone(HzpAnalysis *analysis, const GArray *members)
{
    HzpTable *towns = analysis->model->towns;
    HzpTable *zones = analysis->priority_zones;
    size_t first = g_array_index(members, size_t, 0);
    const char *class = hzp_table_text(towns, "priority_class")[first];
    g_autoptr(GPtrArray) parts = g_ptr_array_new();
    g_autoptr(GString) list = g_string_new(NULL);
    g_autoptr(GString) codes = g_string_new(NULL);
    g_autoptr(GString) labels = g_string_new(NULL);
    for (guint i = 0; i < members->len; i++) {
        size_t town = g_array_index(members, size_t, i);
        g_string_append_printf(list, "%s%s", i ? "、" : "", town_name(towns, town));
        g_ptr_array_add(parts, hzp_table_geometry(towns)[town]);
    }
    main_types(analysis, members, codes, labels);
    g_autofree char *name = zone_name(analysis, members, labels->str, class);
    GEOSGeometry *merged = hzp_geometry_union((GEOSGeometry **)parts->pdata, parts->len, NULL);
    if (!merged) return hzp_fail(HZP_E_INTERNAL, "geometry_failed", "reason", hzp_geos_message(), NULL);
    size_t zone = hzp_table_append(zones);
    g_autofree char *id = g_strdup_printf("Z%02zu", zone + 1);
    hzp_table_geometry(zones)[zone] = merged;
    hzp_table_set_text(zones, "zone_id", zone, id);
    hzp_table_set_text(zones, "name", zone, name);
    hzp_table_set_text(zones, "class", zone, class);
    hzp_table_set_text(zones, "class_zh", zone, hzp_vocabulary_zh("priority_class", class));
    hzp_table_set_text(zones, "county", zone, hzp_table_text(towns, "county")[first]);
    hzp_table_set_text(zones, "towns", zone, list->str);
    hzp_table_set_text(zones, "main_types", zone, codes->len ? codes->str : NULL);
    hzp_table_set_text(zones, "main_types_zh", zone, labels->len ? labels->str : NULL);
    double area = sum_column(towns, "area_km2", members);
    hzp_table_set_number(zones, "area_km2", zone, area);
    hzp_table_set_number(zones, "area_share", zone, area / analysis->region_area_km2);
    hzp_table_set_number(zones, "hazard_count", zone, sum_column(towns, "hazard_count", members));
    hzp_table_set_number(zones, "exposed_population_missing", zone, sum_column(towns, "exposed_population_missing", members));
    hzp_table_set_number(zones, "exposed_population", zone, sum_column(towns, "exposed_population", members));
    return HZP_OK;
}

static void make_columns(HzpTable *zones)
{
    static const char *const texts[] = {"zone_id", "name",  "class",      "class_zh",
                                        "county",  "towns", "main_types", "main_types_zh"};
    static const char *const numbers[] = {"area_km2", "area_share", "hazard_count", "exposed_population",
                                          "exposed_population_missing"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        hzp_table_add_text(zones, texts[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        hzp_table_add_number(zones, numbers[i], HZP_COLUMN_REAL);
    hzp_table_geometry(zones);
}

/* The first town of a group of adjoining ones, and what the order of zones goes by. */
typedef struct {
    int class;
    long county;
    size_t town;
    GArray *members; /* size_t, in rising order */
} Group;

static int by_class_and_county(gconstpointer a, gconstpointer b)
{
    const Group *first = a;
    const Group *second = b;
    if (first->class != second->class) return first->class < second->class ? -1 : 1;
    if (first->county != second->county) return first->county < second->county ? -1 : 1;
    return first->town < second->town ? -1 : first->town > second->town;
}

static void group_clear(gpointer group) { g_array_free(((Group *)group)->members, TRUE); }

/* Groups in the order of their zones: by class, county and first town. A root is the lowest town of its group. */
static GArray *collect_groups(const HzpAnalysis *analysis, long *group)
{
    size_t n = hzp_table_rows(analysis->model->towns);
    const char **class = hzp_table_text(analysis->model->towns, "priority_class");
    GArray *groups = g_array_new(FALSE, FALSE, sizeof(Group));
    g_autofree size_t *group_of_root = g_new(size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        int code = class[i] ? hzp_vocabulary_index("priority_class", class[i]) : -1;
        long root = root_of(group, (long)i);
        if (code < 0) continue;
        if (root == (long)i) {
            Group made = {code, analysis->model->town_county[i], i, g_array_new(FALSE, FALSE, sizeof(size_t))};
            group_of_root[i] = groups->len;
            g_array_append_val(groups, made);
        }
        g_array_append_val(g_array_index(groups, Group, group_of_root[root]).members, i);
    }
    g_array_set_clear_func(groups, group_clear);
    g_array_sort(groups, by_class_and_county);
    return groups;
}

HzpStatus hzp_analysis_priority_zones(HzpAnalysis *analysis)
{
    HzpTable *towns = analysis->model->towns;
    analysis->priority_zones = hzp_table_new("priority_zones", 0);
    make_columns(analysis->priority_zones);
    if (!towns) return HZP_OK;
    g_autofree long *group = g_new(long, hzp_table_rows(towns) + 1);
    join_towns(analysis, group);
    g_autoptr(GArray) groups = collect_groups(analysis, group);
    for (guint i = 0; i < groups->len; i++) {
        HZP_TRY(hzp_run_part(analysis->run, (double)(i + groups->len), 2.0 * (double)groups->len));
        HZP_TRY(add_zone(analysis, g_array_index(groups, Group, i).members));
    }
    return HZP_OK;
}
