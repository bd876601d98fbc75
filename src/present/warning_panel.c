#include "present/warning_panel.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "present/panel_grid.h"
#include "present/panel_stack.h"

enum { UNKNOWN = 5, SLOTS = 6, LEAST_TOWNS = 4 };

/* Slots of HzpWarningTotals, most severe first, the unknown before those without a warning. */
static const int slots[SLOTS] = {4, 3, 2, 1, UNKNOWN, 0};
static const char *const slot_codes[SLOTS] = {"none", "blue", "yellow", "orange", "red", "unknown"};

static const HzpWarning *warning_of(const HzpPanel *panel) { return panel->sheet->content; }

static char *number_text(double number) { return isfinite(number) ? g_strdup(hzp_text_of_number(round(number))) : NULL; }

/* People of the villages of a level: what is known, and of how many villages nothing is. */
static char *people_text(double people, size_t missing, size_t villages)
{
    const char *lacking = hzp_text_of_size(missing);
    if (villages == 0) return g_strdup("0");
    g_autofree char *known = number_text(people);
    if (!known) return hzp_message_format("affected_map_unknown", NULL);
    if (missing == 0) return g_steal_pointer(&known);
    return hzp_message_format("warning_map_partial", "sum", known, "missing", lacking, NULL);
}

/* ---- levels ---- */

/* The fill of a level in the style of the towns, over white. */
static HzpColour colour_of(const HzpSheet *sheet, const char *level_zh)
{
    HzpColour colour = {1, 1, 1, 1};
    const HzpMapLayer *towns = hzp_map_data_layer(sheet->data, "warning_towns");
    for (guint i = 0; towns && i < towns->style->rules->len; i++) {
        const HzpStyleRule *rule = g_ptr_array_index(towns->style->rules, i);
        if (g_strcmp0(rule->label, level_zh) != 0 || !rule->symbol || rule->symbol->parts->len == 0) continue;
        HzpColour fill = g_array_index(rule->symbol->parts, HzpSymbolPart, 0).fill;
        double alpha = fill.alpha * rule->symbol->opacity;
        colour = (HzpColour){1 - alpha * (1 - fill.red), 1 - alpha * (1 - fill.green), 1 - alpha * (1 - fill.blue), 1};
    }
    return colour;
}

static double draw_levels(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const double widths[] = {20, 14, 16, 14, 36};
    static const double aligns[] = {0.5, 1, 1, 1, 1};
    const HzpWarningTotals *totals = &warning_of(panel)->totals;
    HzpColour colours[SLOTS];
    HzpPanelGrid *grid = hzp_panel_grid_new(5, widths, aligns);
    hzp_panel_grid_head(grid,
                        (const char *const[]){"warning_map_head_level", "warning_map_head_towns", "warning_map_head_points",
                                              "warning_map_head_villages", "affected_map_head_people"});
    for (int i = 0; i < SLOTS; i++) {
        int slot = slots[i];
        g_autofree char *towns = g_strdup(hzp_text_of_size(totals->towns[slot]));
        g_autofree char *points = g_strdup(hzp_text_of_size(totals->hazard_points[slot]));
        g_autofree char *villages = g_strdup(hzp_text_of_size(totals->villages[slot]));
        g_autofree char *people =
            people_text(totals->population[slot], totals->population_missing[slot], totals->villages[slot]);
        const char *cells[] = {hzp_vocabulary_label("warning_level", slot_codes[slot]), towns, points, villages, people};
        hzp_panel_grid_add(grid, cells);
        colours[i] = colour_of(panel->sheet, hzp_vocabulary_zh("warning_level", slot_codes[slot]));
    }
    grid->swatches = colours;
    double height = hzp_panel_grid_draw(panel, grid, "warning_map_levels", box, draw);
    hzp_panel_grid_free(grid);
    return height;
}

/* ---- rain and time ---- */

static char *files_text(const HzpWarning *warning)
{
    enum { MOST = 3 };
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < warning->files->len && i < MOST; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", g_array_index(warning->files, HzpWarningFile, i).name);
    if (warning->files->len > MOST) {
        g_autofree char *more =
            hzp_message_format("warning_map_more_files", "count", hzp_text_of_size(warning->files->len - MOST), NULL);
        g_string_append(text, more);
    }
    return g_string_free(text, FALSE);
}

static char *period_text(const HzpWarningFacts *facts)
{
    const char *days = hzp_text_of_size(facts->days);
    const char *without = hzp_text_of_size(facts->days_without_data);
    const char *first = facts->first_day ? facts->first_day : "—";
    const char *last = facts->last_day ? facts->last_day : "—";
    if (facts->days_without_data > 0)
        return hzp_message_format("warning_map_period_gaps", "first", first, "last", last, "days", days, "without", without,
                                  NULL);
    return hzp_message_format("warning_map_period", "first", first, "last", last, "days", days, NULL);
}

static void add_fact(HzpPanelGrid *grid, const char *id, char *value)
{
    g_autofree char *label = hzp_message_format(id, NULL);
    const char *cells[] = {label, value};
    hzp_panel_grid_add(grid, cells);
    g_free(value);
}

static double draw_rain(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const double widths[] = {22, 78};
    static const double aligns[] = {0, 0};
    const HzpWarning *warning = warning_of(panel);
    const HzpWarningFacts *facts = &warning->facts;
    HzpPanelGrid *grid = hzp_panel_grid_new(2, widths, aligns);
    grid->bold_first_column = true;
    add_fact(grid, "warning_map_issued",
             facts->issued ? g_strdup(facts->issued) : hzp_message_format("warning_map_not_given", NULL));
    add_fact(grid, "warning_map_rain_days", period_text(facts));
    add_fact(grid, "warning_map_rain_files", files_text(warning));
    add_fact(
        grid, "warning_map_season",
        hzp_message_format(g_strcmp0(facts->season, "in") == 0 ? "warning_map_in_season" : "warning_map_off_season", NULL));
    if (facts->event_number > 1)
        add_fact(grid, "warning_map_event",
                 hzp_message_format("warning_map_event_number", "number", hzp_text_of_number((double)facts->event_number),
                                    "first", facts->first_issued ? facts->first_issued : "—", NULL));
    double height = hzp_panel_grid_draw(panel, grid, "warning_map_made_from", box, draw);
    hzp_panel_grid_free(grid);
    return height;
}

/* ---- towns that are warned ---- */

static int severity(const HzpWarningTown *town)
{
    for (int slot = 0; slot < UNKNOWN; slot++)
        if (g_strcmp0(town->level, slot_codes[slot]) == 0) return slot;
    return 0; /* unknown ones are counted above */
}

static GPtrArray *warned_towns(const HzpWarning *warning)
{
    GPtrArray *towns = g_ptr_array_new();
    for (int slot = 4; slot > 0; slot--) {
        for (guint i = 0; i < warning->towns->len; i++) {
            HzpWarningTown *town = &g_array_index(warning->towns, HzpWarningTown, i);
            if (severity(town) == slot) g_ptr_array_add(towns, town);
        }
    }
    return towns;
}

static void add_town(HzpPanelGrid *grid, const HzpWarningTown *town)
{
    g_autofree char *name = g_strjoin(" ", town->county ? town->county : "", town->town ? town->town : "—", NULL);
    g_autofree char *points = g_strdup(hzp_text_of_size(town->hazard_points_warned));
    g_autofree char *people = people_text(town->population, town->population_missing, town->villages_warned);
    const char *word = hzp_vocabulary_label("warning_level", town->level);
    g_autofree char *level = town->at_least ? hzp_message_format("warn_at_least", "level", word, NULL) : g_strdup(word);
    const char *cells[] = {g_strstrip(name), level, points, people};
    hzp_panel_grid_add(grid, cells);
}

/* As many as there is room for, the most severe; the others are counted. */
static double draw_towns(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const double widths[] = {40, 14, 16, 30};
    static const double aligns[] = {0, 0.5, 1, 1};
    g_autoptr(GPtrArray) towns = warned_towns(warning_of(panel));
    if (towns->len == 0) {
        g_autofree char *text = hzp_message_format("warning_map_nothing", NULL);
        return hzp_panel_remark(panel, text, box, draw);
    }
    HzpPanelGrid *grid = hzp_panel_grid_new(4, widths, aligns);
    hzp_panel_grid_head(grid, (const char *const[]){"warning_map_head_town", "warning_map_head_level",
                                                    "warning_map_head_points", "affected_map_head_people"});
    guint room = hzp_panel_grid_room(panel, box.height);
    guint rows = draw ? MIN(towns->len, MAX(room, LEAST_TOWNS)) : MIN(towns->len, LEAST_TOWNS);
    if (rows < towns->len && draw && rows > 1) rows--; /* a line for the count of the others */
    for (guint i = 0; i < rows; i++)
        add_town(grid, g_ptr_array_index(towns, i));
    grid->left_out = towns->len - rows;
    double height = hzp_panel_grid_draw(panel, grid, "warning_map_towns", box, draw);
    hzp_panel_grid_free(grid);
    return height;
}

/* ---- what is not known ---- */

static double draw_unknown(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    const HzpWarningTotals *totals = &warning_of(panel)->totals;
    size_t points = totals->hazard_points[UNKNOWN];
    size_t villages = totals->villages[UNKNOWN];
    if (points + villages == 0) return 0;
    g_autofree char *text = hzp_message_format("warning_map_unknown", "points", hzp_text_of_size(points), "villages",
                                               hzp_text_of_size(villages), NULL);
    return hzp_panel_remark(panel, text, box, draw);
}

static double draw_notes(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    char *method = hzp_message_format("warning_map_method", "text", warning_of(panel)->facts.rain_method_text, NULL);
    double height = hzp_panel_caveat(panel, method, box, draw);
    return height + hzp_panel_notes(panel, (HzpPageBox){box.x, box.y + height, box.width, box.height - height}, draw);
}

/* ---- columns ---- */

static double beside(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const HzpPanelColumn top[] = {hzp_panel_notice, draw_levels, draw_unknown, draw_rain, NULL};
    static const HzpPanelColumn bottom[] = {hzp_panel_legend, draw_notes, NULL};
    return hzp_panel_stack(panel, box, draw, top, draw_towns, bottom);
}

static double left(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const HzpPanelColumn top[] = {hzp_panel_notice, draw_levels, draw_unknown, NULL};
    static const HzpPanelColumn bottom[] = {hzp_panel_legend, NULL};
    return hzp_panel_stack(panel, box, draw, top, NULL, bottom);
}

static double right(const HzpPanel *panel, HzpPageBox box, bool draw)
{
    static const HzpPanelColumn top[] = {draw_rain, NULL};
    static const HzpPanelColumn bottom[] = {draw_notes, NULL};
    return hzp_panel_stack(panel, box, draw, top, draw_towns, bottom);
}

const HzpPanelDesign hzp_warning_panel = {beside, left, right, false};
