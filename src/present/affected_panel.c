#include "present/affected_panel.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "present/affected_tables.h"
#include "present/panel_grid.h"
#include "present/panel_stack.h"

enum { LEAST_VILLAGES = 5, MOST_FACILITIES = 5 };

static const HzpAffectedContent *content_of(const HzpPanel *panel) { return panel->sheet->content; }

static char *count_text(size_t count) { return g_strdup(hzp_text_of_size(count)); }

/* ---- totals ---- */

/* People or households: the sum of what is known, and of how many villages nothing is. */
static char *sum_text(double sum, size_t missing, size_t villages)
{
    const char *text = hzp_people_text(sum);
    const char *lacking = hzp_text_of_size(missing);
    if (villages == 0) return g_strdup(hzp_text_of_number(0));
    if (!text) return hzp_message_format("affected_map_sum_unknown", "missing", lacking, NULL);
    if (missing == 0) return g_strdup(text);
    return hzp_message_format("affected_map_sum_partial", "sum", text, "missing", lacking, NULL);
}

static void add_pair(HzpPanelGrid *grid, const char *id, char *value)
{
    g_autofree char *label = hzp_message_format(id, NULL);
    const char *cells[] = {label, value};
    hzp_panel_grid_add(grid, cells);
    g_free(value);
}

static char *facilities_text(const HzpAffectedTotals *totals)
{
    const char *count = hzp_text_of_size(totals->facilities);
    const char *people = hzp_people_text(totals->facility_people);
    const char *missing = hzp_text_of_size(totals->facility_people_missing);
    if (!people) return hzp_message_format("affected_map_facility_sum_unknown", "count", count, NULL);
    if (totals->facility_people_missing == 0)
        return hzp_message_format("affected_map_facility_sum", "count", count, "people", people, NULL);
    return hzp_message_format("affected_map_facility_sum_partial", "count", count, "people", people, "missing", missing,
                              NULL);
}

static HzpPanelGrid *totals_grid(const HzpAffected *answer)
{
    static const double widths[] = {34, 66};
    static const double aligns[] = {0, 0};
    const HzpAffectedTotals *totals = &answer->totals;
    HzpPanelGrid *grid = hzp_panel_grid_new(2, widths, aligns);
    grid->bold_first_column = true;
    bool same = totals->villages == 0 ||
                (totals->exposed_population == totals->population && totals->exposed_missing == totals->population_missing);
    add_pair(grid, "affected_map_villages", count_text(totals->villages));
    add_pair(grid, "affected_map_towns", count_text(totals->towns));
    add_pair(grid, same ? "affected_map_people_inside" : "affected_map_people",
             sum_text(totals->population, totals->population_missing, totals->villages));
    add_pair(grid, "affected_map_households", sum_text(totals->households, totals->households_missing, totals->villages));
    const char *exposed = hzp_people_text(totals->exposed_population);
    if (!same && (exposed || totals->population > 0))
        add_pair(grid, "affected_map_exposed",
                 sum_text(totals->exposed_population, totals->exposed_missing, totals->villages));
    add_pair(grid, "affected_map_hazard_points", count_text(totals->hazard_points));
    if (totals->facilities > 0) add_pair(grid, "affected_map_facilities", facilities_text(totals));
    return grid;
}

static double draw_totals(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    HzpPanelGrid *grid = totals_grid(content_of(panel)->answer);
    double height = hzp_panel_grid_draw(panel, grid, "affected_map_totals", box, draw);
    hzp_panel_grid_free(grid);
    return height;
}

/* ---- remarks ---- */

static double draw_remarks(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    const HzpAffectedContent *content = content_of(panel);
    double y = box.y;
    if (content->answer->asked.outside_region) {
        g_autofree char *text = hzp_message_format("affected_map_outside", NULL);
        y += hzp_panel_remark(panel, text, (HzpPageBox){box.x, y, box.width, 0}, draw);
    }
    g_autofree char *beyond = hzp_affected_beyond_sentence(&content->answer->asked);
    if (beyond) y += hzp_panel_remark(panel, beyond, (HzpPageBox){box.x, y, box.width, 0}, draw);
    if (content->answer->villages->len == 0) {
        char *nearest = hzp_affected_nearest_sentence(content->answer);
        g_autofree char *text = nearest ? nearest : hzp_message_format("affected_map_none", NULL);
        y += hzp_panel_remark(panel, text, (HzpPageBox){box.x, y, box.width, 0}, draw);
    }
    g_autofree char *unplaced = hzp_affected_unplaced_sentence(&content->answer->unplaced);
    g_autofree char *rain = hzp_affected_rain_sentence(&content->answer->totals);
    if (rain) y += hzp_panel_remark(panel, rain, (HzpPageBox){box.x, y, box.width, 0}, draw);
    if (unplaced) y += hzp_panel_remark(panel, unplaced, (HzpPageBox){box.x, y, box.width, 0}, draw);
    for (size_t i = 0; content->remarks && content->remarks[i]; i++)
        y += hzp_panel_remark(panel, content->remarks[i], (HzpPageBox){box.x, y, box.width, 0}, draw);
    return y - box.y;
}

/* ---- lists ---- */

static char *place_text(double distance_m, double bearing_deg)
{
    g_autofree char *distance = hzp_distance_text(distance_m);
    const char *word = hzp_vocabulary_label("compass", hzp_compass_code(bearing_deg));
    return word ? g_strdup_printf("%s %s", distance, word) : g_steal_pointer(&distance);
}

static double draw_brigades(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const double widths[] = {36, 34, 30};
    static const double aligns[] = {0, 0.5, 0.5};
    const GArray *brigades = content_of(panel)->answer->brigades;
    HzpPanelGrid *grid = hzp_panel_grid_new(3, widths, aligns);
    for (guint i = 0; i < brigades->len; i++) {
        const HzpAffectedBrigade *brigade = &g_array_index(brigades, HzpAffectedBrigade, i);
        g_autofree char *where = place_text(brigade->distance_m, brigade->bearing_deg);
        const char *status = hzp_vocabulary_label("brigade_status", brigade->status);
        const char *cells[] = {brigade->name, status ? status : "?", where};
        hzp_panel_grid_add(grid, cells);
    }
    double height = brigades->len > 0 ? hzp_panel_grid_draw(panel, grid, "affected_map_brigades", box, draw) : 0;
    hzp_panel_grid_free(grid);
    return height;
}

static double draw_facilities(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const double widths[] = {36, 14, 20, 30};
    static const double aligns[] = {0, 1, 0.5, 0.5};
    const GArray *facilities = content_of(panel)->answer->facilities;
    HzpPanelGrid *grid = hzp_panel_grid_new(4, widths, aligns);
    for (guint i = 0; i < facilities->len && i < MOST_FACILITIES; i++) {
        const HzpAffectedFacility *facility = &g_array_index(facilities, HzpAffectedFacility, i);
        g_autofree char *where = place_text(facility->distance_m, facility->bearing_deg);
        g_autofree char *unknown = hzp_message_format("affected_map_unknown", NULL);
        const char *people = hzp_people_text(facility->people);
        const char *cells[] = {facility->name, people ? people : unknown, where, facility->phone};
        hzp_panel_grid_add(grid, cells);
    }
    grid->left_out = facilities->len > MOST_FACILITIES ? facilities->len - MOST_FACILITIES : 0;
    double height = facilities->len > 0 ? hzp_panel_grid_draw(panel, grid, "affected_map_facilities", box, draw) : 0;
    hzp_panel_grid_free(grid);
    return height;
}

static void add_village(HzpPanelGrid *grid, const HzpAffectedVillage *village)
{
    g_autofree char *where = place_text(village->distance_m, village->bearing_deg);
    g_autofree char *unknown = hzp_message_format("affected_map_unknown", NULL);
    g_autofree char *call = g_strjoin(village->contact && village->phone ? " " : "", village->contact ? village->contact : "",
                                      village->phone ? village->phone : "", NULL);
    const char *people = hzp_people_text(village->population);
    const char *name = village->name ? village->name : village->village_id;
    const char *cells[] = {name, people ? people : unknown, where, *call ? call : "—"};
    hzp_panel_grid_add(grid, cells);
}

/* As many of the nearest villages as there is room for; the others are counted. */
static double draw_villages(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const double widths[] = {27, 15, 20, 38};
    static const double aligns[] = {0, 1, 0.5, 0.5};
    const GArray *villages = content_of(panel)->answer->villages;
    if (villages->len == 0) return 0;
    HzpPanelGrid *grid = hzp_panel_grid_new(4, widths, aligns);
    hzp_panel_grid_head(grid, (const char *const[]){"affected_map_head_village", "affected_map_head_people",
                                                    "affected_map_head_place", "affected_map_head_call"});
    guint room = hzp_panel_grid_room(panel, box.height);
    guint rows = draw ? MIN(villages->len, MAX(room, LEAST_VILLAGES)) : MIN(villages->len, LEAST_VILLAGES);
    if (rows < villages->len && draw && rows > 1) rows--; /* a line for the count of the others */
    for (guint i = 0; i < rows; i++)
        add_village(grid, &g_array_index(villages, HzpAffectedVillage, i));
    grid->left_out = villages->len - rows;
    double height = hzp_panel_grid_draw(panel, grid, "affected_map_nearest", box, draw);
    hzp_panel_grid_free(grid);
    return height;
}

/* ---- what the map leaves out ---- */

static size_t named(const HzpSheet *sheet, const char *layer)
{
    size_t count = 0;
    for (guint i = 0; i < sheet->names->len; i++) {
        const HzpMapLayer *of = g_array_index(sheet->names, HzpPlacedName, i).layer;
        if (of && strcmp(of->name, layer) == 0) count++;
    }
    return count;
}

static double draw_notes(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    const HzpAffectedContent *content = content_of(panel);
    size_t villages = content->answer->villages->len;
    size_t shown = named(panel->sheet, "affected_villages");
    double y = box.y;
    if (shown < villages)
        y += hzp_panel_caveat(panel,
                              hzp_message_format("affected_map_named", "named", hzp_text_of_size(shown), "villages",
                                                 hzp_text_of_size(villages), NULL),
                              (HzpPageBox){box.x, y, box.width, 0}, draw);
    if (content->area_cut)
        y +=
            hzp_panel_caveat(panel, hzp_message_format("affected_map_cut", NULL), (HzpPageBox){box.x, y, box.width, 0}, draw);
    if (content->towns_left_out)
        y += hzp_panel_caveat(panel, hzp_message_format("affected_map_no_towns", NULL), (HzpPageBox){box.x, y, box.width, 0},
                              draw);
    return y - box.y + hzp_panel_notes(panel, (HzpPageBox){box.x, y, box.width, box.height - (y - box.y)}, draw);
}

/* ---- columns ---- */

static double beside(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const HzpPanelColumn top[] = {hzp_panel_notice, draw_totals, draw_remarks, draw_brigades, draw_facilities, NULL};
    static const HzpPanelColumn bottom[] = {hzp_panel_legend, draw_notes, NULL};
    return hzp_panel_stack(panel, box, draw, top, draw_villages, bottom);
}

static double left(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const HzpPanelColumn top[] = {hzp_panel_notice, draw_totals, draw_remarks, draw_brigades, NULL};
    static const HzpPanelColumn bottom[] = {hzp_panel_legend, NULL};
    return hzp_panel_stack(panel, box, draw, top, NULL, bottom);
}

static double right(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const HzpPanelColumn top[] = {draw_facilities, NULL};
    static const HzpPanelColumn bottom[] = {draw_notes, NULL};
    return hzp_panel_stack(panel, box, draw, top, draw_villages, bottom);
}

const HzpPanelDesign hzp_affected_panel = {beside, left, right, false};
