#include "present/affected_map.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "present/affected_panel.h"
#include "present/affected_tables.h"
#include "present/map_data_part.h"
#include "present/map_surface.h"

/* Towns whose boundaries a page can still show. */
static const double LARGE_M = 50e3; /* an area of which only a part may be shown */
enum { MOST_TOWNS = 1500, MOST_COUNTIES = 600, MOST_OTHER_VILLAGES = 400 };

typedef struct {
    HzpRun *run;
    HzpPlanFile *plan;
    const HzpAffected *answer;
    HzpAffectedTables tables;
    HzpMapConfig *config;
    HzpMapData *data;
    HzpPlanFacts facts;
    HzpAffectedContent content;
    HzpSheet *sheet;
} Making;

/* ---- words ---- */

static char *coordinates(double lon, double lat)
{
    return g_strdup_printf("%.5f°%s %.5f°%s", fabs(lon), lon < 0 ? "W" : "E", fabs(lat), lat < 0 ? "S" : "N");
}

static char *title_of(const HzpAsked *asked)
{
    g_autofree char *place = asked->name ? g_strdup(asked->name) : coordinates(asked->lon, asked->lat);
    g_autofree char *radius = hzp_radius_text(asked->radius_m);
    if (asked->kind == HZP_ASKED_HAZARD) return hzp_message_format("affected_map_title_hazard", "name", place, NULL);
    if (asked->kind == HZP_ASKED_AREA) return hzp_message_format("affected_map_title_area", "name", place, NULL);
    return hzp_message_format("affected_map_title_circle", "name", place, "radius", radius, NULL);
}

/* What was understood: id, place, radius. */
static char *question_of(const HzpAsked *asked)
{
    g_autofree char *place = coordinates(asked->lon, asked->lat);
    GString *text = g_string_new(asked->hazard_id);
    if (asked->hazard_id) g_string_append(text, "  ");
    g_string_append(text, place);
    if (asked->kind != HZP_ASKED_AREA && isfinite(asked->radius_m)) {
        g_autofree char *distance = hzp_radius_text(asked->radius_m);
        g_autofree char *radius = hzp_message_format("affected_map_radius", "radius", distance, NULL);
        g_string_append_printf(text, "  %s", radius);
    }
    return g_string_free(text, FALSE);
}

static char *plan_of(const HzpAffectedPlan *plan)
{
    if (!plan->title) return NULL;
    if (plan->year <= 0) return hzp_message_format("affected_map_plan_undated", "title", plan->title, NULL);
    return hzp_message_format("affected_map_plan", "title", plan->title, "year", hzp_text_of_number((double)plan->year),
                              NULL);
}

/* ---- what is drawn ---- */

static HzpStatus add_tables(Making *making)
{
    bool hazard = making->answer->asked.kind == HZP_ASKED_HAZARD; /* whose own symbol marks the place */
    for (int i = 0; i < HZP_AFFECTED_ANSWER; i++) {
        if (i == HZP_AFFECTED_PLACE && hazard) continue;
        HZP_TRY(hzp_map_data_add_table(making->data, &hzp_affected_layers[i], making->tables.tables[i],
                                       making->tables.styles[i]));
    }
    return HZP_OK;
}

static void extend(HzpExtent *extent, const HzpMapData *data, const char *name)
{
    const HzpMapLayer *layer = hzp_map_data_layer(data, name);
    for (size_t i = 0; layer && i < layer->count; i++)
        if (layer->rows[i].shape) hzp_extent_add(extent, &layer->rows[i].extent);
}

static double span_of(const HzpExtent *extent) { return fmax(extent->east - extent->west, extent->north - extent->south); }

/* The area asked for and all that is affected. An area far larger than what is affected in it (a circle of 300 km about a
 * county) would leave the villages on one spot: then what is affected fills the page. Last, a brigade that is not far. */
static HzpStatus find_extent(Making *making, HzpExtent *extent)
{
    static const char *const layers[] = {"affected_villages", "affected_hazard_points", "affected_facilities"};
    HzpExtent affected = hzp_extent_none();
    for (size_t i = 0; i < G_N_ELEMENTS(layers); i++)
        extend(&affected, making->data, layers[i]);
    bool some = affected.west <= affected.east;
    extend(&affected, making->data, "affected_place");
    *extent = affected;
    extend(extent, making->data, "affected_area");
    if (!(extent->west <= extent->east)) return hzp_fail(HZP_E_INPUT, "map_nothing_to_draw", NULL);
    making->content.area_cut = some && span_of(extent) > LARGE_M && span_of(&affected) < 0.5 * span_of(extent);
    if (making->content.area_cut) *extent = affected;
    const HzpMapLayer *brigades = hzp_map_data_layer(making->data, "affected_brigades");
    if (brigades && brigades->rows[0].shape && hzp_map_row_number(&brigades->rows[0], "distance_m") <= 0.75 * span_of(extent))
        hzp_extent_add(extent, &brigades->rows[0].extent);
    return HZP_OK;
}

/* Villages that are not affected, to find one's way by; where there is room for them. */
static HzpStatus add_other_villages(Making *making, const HzpExtent *near)
{
    const GArray *villages = making->answer->villages;
    HZP_TRY(hzp_map_data_add_near(making->run, making->data, "villages", near, villages->len + MOST_OTHER_VILLAGES, NULL));
    GHashTable *affected = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < villages->len; i++) {
        const char *id = g_array_index(villages, HzpAffectedVillage, i).village_id;
        if (id) g_hash_table_add(affected, (gpointer)id);
    }
    hzp_map_data_leave_out(making->data, "villages", "village_id", affected);
    g_hash_table_destroy(affected);
    return HZP_OK;
}

/* Boundaries and other villages that may come onto the page. It shows the extent and a margin of an eighth, at least 500 m,
 * and is at most half as wide again as high: less than 0.9 of the longer side on each side of the middle. */
static HzpStatus add_surroundings(Making *making, const HzpExtent *extent)
{
    double reach = 0.9 * span_of(extent) + 1000;
    double x = (extent->west + extent->east) / 2;
    double y = (extent->south + extent->north) / 2;
    HzpExtent near = {x - reach, y - reach, x + reach, y + reach};
    HZP_TRY(hzp_map_data_add_near(making->run, making->data, "counties", &near, MOST_COUNTIES, NULL));
    HZP_TRY(hzp_map_data_add_near(making->run, making->data, "towns", &near, MOST_TOWNS, &making->content.towns_left_out));
    return add_other_villages(making, &near);
}

static HzpStatus make_sheet(Making *making, const HzpAffectedMapOptions *options)
{
    HzpPageSize page;
    HzpExtent extent;
    HZP_TRY(hzp_map_config_load(&making->config));
    HZP_TRY(hzp_map_config_page(making->config, options && options->size ? options->size : "A4", &page));
    HZP_TRY(hzp_map_data_begin(making->plan, making->answer->asked.lon, &making->data));
    HZP_TRY(add_tables(making));
    HZP_TRY(find_extent(making, &extent));
    HZP_TRY(add_surroundings(making, &extent));
    HZP_TRY(hzp_plan_facts_read(making->data, making->config, &making->facts));
    making->content.answer = making->answer;
    making->content.remarks = options ? options->remarks : NULL;
    making->sheet = hzp_sheet_new_about(making->data, making->config, &making->facts, &making->config->affected, "affected",
                                        &extent, &page);
    making->sheet->design = &hzp_affected_panel;
    making->sheet->content = &making->content;
    making->sheet->title = title_of(&making->answer->asked);
    making->sheet->subtitle = question_of(&making->answer->asked);
    making->sheet->annex = plan_of(&making->answer->plan);
    return hzp_sheet_prepare(making->sheet);
}

static HzpStatus make(Making *making, const HzpAffectedMapOptions *options, const char *path)
{
    HzpMapFormat format;
    double dpi = options && options->dpi > 0 ? options->dpi : 150;
    if (!(dpi >= 50 && dpi <= 1200)) return hzp_fail(HZP_E_USAGE, "map_dpi_range", "dpi", hzp_text_of_number(dpi), NULL);
    if (!hzp_map_format_of(path, &format)) return hzp_fail(HZP_E_USAGE, "map_ending_unknown", "file", path, NULL);
    HZP_TRY(hzp_affected_tables_make(making->plan, making->answer, &making->tables));
    HZP_TRY(make_sheet(making, options));
    HZP_TRY(hzp_plan_file_check(making->plan));
    HZP_TRY(hzp_surface_write(making->sheet, format, dpi, path));
    hzp_sheet_log(making->run, making->sheet);
    return HZP_OK;
}

HzpStatus hzp_affected_map_write(HzpRun *run, HzpPlanFile *plan, const HzpAffected *answer,
                                 const HzpAffectedMapOptions *options, const char *path)
{
    Making making = {.run = run, .plan = plan, .answer = answer};
    HzpStatus status = make(&making, options, path);
    hzp_sheet_free(making.sheet);
    hzp_plan_facts_clear(&making.facts);
    hzp_map_data_free(making.data);
    hzp_map_config_free(making.config);
    hzp_affected_tables_clear(&making.tables);
    return status;
}
