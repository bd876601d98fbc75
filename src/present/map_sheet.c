#include "present/map_sheet.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/run.h"

HzpTextStyle hzp_sheet_sans(const HzpSheet *sheet, double size_mm, int weight)
{
    return (HzpTextStyle){.family = sheet->config->font, .size_mm = size_mm, .weight = weight, .colour = {0, 0, 0, 1}};
}

HzpTextStyle hzp_sheet_serif(const HzpSheet *sheet, double size_mm, int weight)
{
    return (HzpTextStyle){.family = sheet->config->title_font, .size_mm = size_mm, .weight = weight, .colour = {0, 0, 0, 1}};
}

bool hzp_sheet_owns(const HzpSheet *sheet, const HzpMapRow *row)
{
    if (!sheet->county || row == sheet->county) return true;
    const HzpCell *county = hzp_map_row_cell(row, "county");
    if (county && county->kind == HZP_CELL_TEXT) return strcmp(county->text, sheet->name) == 0;
    return hzp_map_row_holds(sheet->county, row->middle_x, row->middle_y);
}

HzpPagePath hzp_sheet_path(const HzpSheet *sheet, const HzpMapRow *row, GArray *buffer)
{
    size_t points = row->parts > 0 ? row->ends[row->parts - 1] : 0;
    g_array_set_size(buffer, (guint)(2 * points));
    double *xy = (double *)(void *)buffer->data;
    for (size_t i = 0; i < points; i++) {
        xy[2 * i] = hzp_view_x(&sheet->view, row->xy[2 * i]);
        xy[2 * i + 1] = hzp_view_y(&sheet->view, row->xy[2 * i + 1]);
    }
    return (HzpPagePath){xy, row->ends, row->parts, row->shape == 'a'};
}

bool hzp_sheet_is(const HzpSheet *sheet, const char *name)
{
    if (strcmp(sheet->name, name) == 0) return true;
    g_autofree char *code = sheet->county ? hzp_map_row_text(sheet->county, "code") : NULL;
    return code && strcmp(code, name) == 0;
}

static HzpExtent sheet_extent(const HzpSheet *sheet)
{
    if (sheet->county) return sheet->county->extent;
    HzpExtent extent = hzp_extent_none();
    const HzpMapLayer *counties = hzp_map_data_layer(sheet->data, "counties");
    for (guint i = 0; i < sheet->data->layers->len; i++) {
        const HzpMapLayer *layer = g_ptr_array_index(sheet->data->layers, i);
        if (counties && layer != counties) continue;
        for (size_t k = 0; k < layer->count; k++)
            hzp_extent_add(&extent, &layer->rows[k].extent);
    }
    return extent;
}

/* Boxes of the page for one orientation; returns the denominator the extent then needs. */
static double lay_out(HzpSheet *sheet, const HzpPageSize *page, const HzpExtent *extent, bool portrait)
{
    const HzpMapConfig *config = sheet->config;
    double u = sheet->unit = page->enlarge * sheet->kind->enlarge;
    double margin = config->margin_mm * u;
    double gap = config->gap_mm * u;
    sheet->portrait = portrait;
    sheet->width = portrait ? page->short_mm : page->long_mm;
    sheet->height = portrait ? page->long_mm : page->short_mm;
    HzpPageBox inner = {margin, config->title_mm * u, sheet->width - 2 * margin,
                        sheet->height - config->title_mm * u - margin - config->foot_mm * u};
    sheet->frame = sheet->panel = inner;
    if (portrait) {
        sheet->panel.height = sheet->kind->panel_below_mm * u;
        sheet->frame.height -= sheet->panel.height + gap;
        sheet->panel.y += sheet->frame.height + gap;
    } else {
        sheet->panel.width = sheet->kind->panel_mm * u;
        sheet->frame.width -= sheet->panel.width + gap;
        sheet->panel.x += sheet->frame.width + gap;
    }
    double band = config->band_mm * u;
    sheet->view.body = (HzpPageBox){sheet->frame.x + band, sheet->frame.y + band, sheet->frame.width - 2 * band,
                                    sheet->frame.height - 2 * band};
    return fmax((extent->east - extent->west) / sheet->view.body.width,
                (extent->north - extent->south) / sheet->view.body.height) *
           1000 / config->fill;
}

static void choose_page(HzpSheet *sheet, HzpExtent extent, const HzpPageSize *page)
{
    /* A single point still gets a map around it. */
    double spare = fmax(500, 0.02 * fmax(extent.east - extent.west, extent.north - extent.south));
    HzpExtent wide = {extent.west - spare, extent.south - spare, extent.east + spare, extent.north + spare};
    const HzpExtent *needed = sheet->county ? &extent : &wide;
    double upright = lay_out(sheet, page, needed, true);
    double across = lay_out(sheet, page, needed, false);
    /* Landscape is what hangs on a wall; portrait has to win clearly. */
    bool portrait = upright < 0.92 * across;
    if (portrait) lay_out(sheet, page, needed, true);
    const GArray *mantissas = sheet->config->mantissas;
    sheet->view.denominator = hzp_view_nice_scale(fmax(portrait ? upright : across, 1000),
                                                  (const double *)(const void *)mantissas->data, mantissas->len);
    sheet->view.centre_x = (extent.west + extent.east) / 2;
    sheet->view.centre_y = (extent.south + extent.north) / 2;
    const HzpPageBox *body = &sheet->view.body;
    sheet->seen = (HzpExtent){hzp_view_map_x(&sheet->view, body->x), hzp_view_map_y(&sheet->view, body->y + body->height),
                              hzp_view_map_x(&sheet->view, body->x + body->width), hzp_view_map_y(&sheet->view, body->y)};
}

static void choose_layers(HzpSheet *sheet)
{
    for (guint i = 0; i < sheet->kind->layers->len; i++) {
        const char *name = g_ptr_array_index(sheet->kind->layers, i);
        const HzpMapLayer *layer = hzp_map_data_layer(sheet->data, name);
        if (layer) g_ptr_array_add(sheet->layers, (gpointer)layer);
        if (strcmp(name, "graticule") == 0) g_ptr_array_add(sheet->layers, NULL);
        if (layer && strcmp(name, "priority_zones") == 0) sheet->zoned = true;
    }
}

typedef struct {
    unsigned *uses;
} Counter;

static void count_use(const HzpStyleRule *rule, void *user)
{
    Counter *counter = user;
    counter->uses[rule->index]++;
}

/* How many rows in sight each rule draws: the legend shows only what is there. */
static void count_uses(HzpSheet *sheet)
{
    guint total = 1;
    sheet->use_start = g_new0(guint, sheet->layers->len + 1);
    for (guint i = 0; i < sheet->layers->len; i++) {
        const HzpMapLayer *layer = g_ptr_array_index(sheet->layers, i);
        sheet->use_start[i] = total;
        total += layer ? (guint)layer->style->rule_count : 0;
    }
    sheet->uses = g_new0(unsigned, total);
    for (guint i = 0; i < sheet->layers->len; i++) {
        const HzpMapLayer *layer = g_ptr_array_index(sheet->layers, i);
        Counter counter = {sheet->uses + sheet->use_start[i]};
        for (size_t k = 0; layer && k < layer->count; k++) {
            const HzpMapRow *row = &layer->rows[k];
            if (row->shape && hzp_extent_meets(&row->extent, &sheet->seen) &&
                (row->shape != 'p' || hzp_sheet_owns(sheet, row)))
                hzp_style_match(layer->style, sheet->view.denominator, hzp_map_row_cell, row, count_use, &counter);
        }
    }
}

static char *fill_text(const HzpSheet *sheet, const char *key, const char *key_without_zones)
{
    const char *text = hzp_map_config_words(hzp_yaml_get(sheet->kind->node, sheet->zoned ? key : key_without_zones));
    const HzpPlanFacts *facts = sheet->facts;
    const char *const pairs[] = {"region", facts->region ? facts->region : "", "county", sheet->county ? sheet->name : "",
                                 "year",   facts->year ? facts->year : "",     "title",  facts->title ? facts->title : "",
                                 NULL};
    return hzp_template_fill(text ? text : sheet->name, pairs);
}

static void write_texts(HzpSheet *sheet)
{
    sheet->title = fill_text(sheet, "title", "title_without_zones");
    sheet->subtitle = fill_text(sheet, "subtitle", "subtitle_without_zones");
    const char *const pairs[] = {"title", sheet->facts->title, NULL};
    if (sheet->facts->title) sheet->annex = hzp_template_fill(hzp_map_config_text(sheet->config, "plan_of"), pairs);
}

static void name_sheet(HzpSheet *sheet)
{
    if (!sheet->county) {
        sheet->name = g_strdup("overview");
        sheet->stem = g_strdup("overview");
        return;
    }
    g_autofree char *code = hzp_map_row_text(sheet->county, "code");
    sheet->name = hzp_map_row_text(sheet->county, "name");
    if (!sheet->name) sheet->name = g_strdup(code ? code : "?");
    sheet->stem = g_strconcat("county-", code ? code : sheet->name, NULL);
    for (char *at = sheet->stem; *at; at++) {
        if (*at == '/' || *at == '\\') *at = '_';
    }
}

static HzpSheet *new_sheet(const HzpMapData *data, const HzpMapConfig *config, const HzpPlanFacts *facts,
                           const HzpSheetKind *kind)
{
    HzpSheet *sheet = g_new0(HzpSheet, 1);
    sheet->data = data;
    sheet->config = config;
    sheet->facts = facts;
    sheet->kind = kind;
    sheet->design = &hzp_plan_panel;
    sheet->layers = g_ptr_array_new();
    sheet->names = g_array_new(FALSE, TRUE, sizeof(HzpPlacedName));
    sheet->crowded = g_ptr_array_new_with_free_func(g_free);
    choose_layers(sheet);
    return sheet;
}

HzpStatus hzp_sheet_new(const HzpMapData *data, const HzpMapConfig *config, const HzpPlanFacts *facts,
                        const HzpMapRow *county, const HzpPageSize *page, HzpSheet **made)
{
    HzpSheet *sheet = *made = new_sheet(data, config, facts, county ? &config->county : &config->overview);
    sheet->county = county;
    name_sheet(sheet);
    choose_page(sheet, sheet_extent(sheet), page);
    count_uses(sheet);
    write_texts(sheet);
    sheet->table = hzp_sheet_table(sheet);
    return HZP_OK;
}

HzpSheet *hzp_sheet_new_about(const HzpMapData *data, const HzpMapConfig *config, const HzpPlanFacts *facts,
                              const HzpSheetKind *kind, const char *name, const HzpExtent *extent, const HzpPageSize *page)
{
    HzpSheet *sheet = new_sheet(data, config, facts, kind);
    sheet->name = g_strdup(name);
    sheet->stem = g_strdup(name);
    choose_page(sheet, *extent, page);
    count_uses(sheet);
    return sheet;
}

void hzp_sheet_free(HzpSheet *sheet)
{
    if (!sheet) return;
    for (guint i = 0; i < sheet->names->len; i++)
        g_object_unref(g_array_index(sheet->names, HzpPlacedName, i).layout);
    g_array_free(sheet->names, TRUE);
    g_ptr_array_free(sheet->crowded, TRUE);
    g_ptr_array_free(sheet->layers, TRUE);
    if (sheet->table) g_ptr_array_free(sheet->table, TRUE);
    hzp_text_painter_free(sheet->painter);
    hzp_transform_free(sheet->to_page);
    g_free(sheet->uses);
    g_free(sheet->use_start);
    g_free(sheet->name);
    g_free(sheet->stem);
    g_free(sheet->title);
    g_free(sheet->annex);
    g_free(sheet->subtitle);
    g_free(sheet);
}

void hzp_sheet_draw(HzpSheet *sheet, cairo_t *cairo)
{
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    hzp_sheet_draw_body(sheet, cairo);
    hzp_sheet_draw_names(sheet, cairo);
    hzp_sheet_draw_frame(sheet, cairo);
    hzp_sheet_draw_panel(sheet, cairo);
}

void hzp_sheet_log(HzpRun *run, const HzpSheet *sheet)
{
    hzp_run_log(run, HZP_LOG_INFO, "map_sheet_drawn", "sheet", sheet->name, "scale",
                hzp_text_of_number(sheet->view.denominator), "placed", hzp_text_of_size(sheet->names_placed), "total",
                hzp_text_of_size(sheet->names_wanted), NULL);
    for (guint i = 0; i < sheet->crowded->len; i++)
        hzp_run_log(run, HZP_LOG_WARNING, "map_name_crowded", "sheet", sheet->name, "name",
                    g_ptr_array_index(sheet->crowded, i), NULL);
    int unknown = hzp_text_unknown_glyphs(sheet->painter);
    if (unknown > 0)
        hzp_run_log(run, HZP_LOG_WARNING, "map_glyphs_missing", "sheet", sheet->name, "count",
                    hzp_text_of_size((size_t)unknown), NULL);
}
