#include "present/warning_map.h"

#include <math.h>

#include "base/message.h"
#include "data/plan_writer.h"
#include "geo/geometry.h"
#include "present/map_data_part.h"
#include "present/map_surface.h"
#include "present/warning_panel.h"

typedef struct {
    HzpRun *run;
    HzpPlanFile *plan;
    const HzpWarning *warning;
    HzpMapConfig *config;
    HzpMapData *data;
    HzpPlanFacts facts;
    HzpSheet *sheet;
} Making;

/* ---- what is drawn ---- */

/* Longitude of the middle of all towns and places, for the projection. */
static double middle_longitude(const HzpWarning *warning)
{
    double west = INFINITY;
    double east = -INFINITY;
    for (guint i = 0; i < warning->sources->towns->len; i++) {
        const HzpWarningTownSource *town = &g_array_index(warning->sources->towns, HzpWarningTownSource, i);
        double least = NAN;
        double south = NAN;
        double most = NAN;
        double north = NAN;
        if (!town->degrees || !hzp_geometry_bounds(town->degrees, &least, &south, &most, &north)) continue;
        west = fmin(west, least);
        east = fmax(east, most);
    }
    for (guint i = 0; i < warning->places->len; i++) {
        west = fmin(west, g_array_index(warning->places, HzpWarningPlace, i).lon);
        east = fmax(east, g_array_index(warning->places, HzpWarningPlace, i).lon);
    }
    return (west + east) / 2;
}

static HzpStatus add_layer(Making *making, const char *name, HzpGeometryKind geometry, const HzpWarningField *fields,
                           HzpTable *table)
{
    g_autofree char *columns = hzp_warning_columns(fields);
    g_autofree char *qml = NULL;
    HzpPlanLayer schema = {name, geometry, columns, ""};
    HzpStatus status = hzp_layer_style_read(name, &qml);
    if (status == HZP_OK && !qml) status = hzp_fail(HZP_E_IO, "map_style_missing", "layer", name, NULL);
    if (status == HZP_OK) status = hzp_map_data_add_table(making->data, &schema, table, qml);
    hzp_table_free(table);
    return status;
}

static HzpStatus add_layers(Making *making)
{
    HZP_TRY(add_layer(making, "warning_towns", HZP_GEOMETRY_MULTIPOLYGON, hzp_warning_town_fields,
                      hzp_warning_towns_table(making->warning)));
    return add_layer(making, "warning_points", HZP_GEOMETRY_POINT, hzp_warning_point_fields,
                     hzp_warning_places_table(making->warning, false));
}

static void extend(HzpExtent *extent, const HzpMapData *data, const char *name)
{
    const HzpMapLayer *layer = hzp_map_data_layer(data, name);
    for (size_t i = 0; layer && i < layer->count; i++)
        if (layer->rows[i].shape) hzp_extent_add(extent, &layer->rows[i].extent);
}

/* ---- the sheet ---- */

static void write_titles(HzpSheet *sheet, const HzpWarningFacts *facts)
{
    sheet->title = hzp_message_format("warning_map_title", "region", facts->region ? facts->region : "", NULL);
    if (facts->issued)
        sheet->subtitle = hzp_message_format("warning_map_subtitle", "time", facts->issued, NULL);
    else
        sheet->subtitle = hzp_message_format("warning_map_subtitle_untimed", NULL);
    const char *year = facts->year > 0 ? hzp_text_of_number((double)facts->year) : NULL;
    if (facts->title && year)
        sheet->annex = hzp_message_format("affected_map_plan", "title", facts->title, "year", year, NULL);
    else if (facts->title)
        sheet->annex = hzp_message_format("affected_map_plan_undated", "title", facts->title, NULL);
}

static HzpStatus make_sheet(Making *making, const char *size)
{
    HzpPageSize page;
    HzpExtent extent = hzp_extent_none();
    HZP_TRY(hzp_map_config_load(&making->config));
    HZP_TRY(hzp_map_config_page(making->config, size ? size : "A4", &page));
    double middle = middle_longitude(making->warning);
    if (!isfinite(middle)) return hzp_fail(HZP_E_INPUT, "map_nothing_to_draw", NULL);
    HZP_TRY(hzp_map_data_begin(making->plan, middle, &making->data));
    HZP_TRY(add_layers(making));
    extend(&extent, making->data, "warning_towns");
    extend(&extent, making->data, "warning_points");
    if (!(extent.west <= extent.east)) return hzp_fail(HZP_E_INPUT, "map_nothing_to_draw", NULL);
    HZP_TRY(hzp_map_data_add_near(making->run, making->data, "counties", &extent, 0, NULL));
    HZP_TRY(hzp_plan_facts_read(making->data, making->config, &making->facts));
    making->sheet = hzp_sheet_new_about(making->data, making->config, &making->facts, &making->config->warning, "warning",
                                        &extent, &page);
    making->sheet->design = &hzp_warning_panel;
    making->sheet->content = making->warning;
    write_titles(making->sheet, &making->warning->facts);
    return hzp_sheet_prepare(making->sheet);
}

static HzpStatus make(Making *making, const char *plan, const HzpWarningMapOptions *options, const char *path)
{
    HzpMapFormat format;
    double dpi = options && options->dpi > 0 ? options->dpi : 150;
    if (!(dpi >= 50 && dpi <= 1200)) return hzp_fail(HZP_E_USAGE, "map_dpi_range", "dpi", hzp_text_of_number(dpi), NULL);
    if (!hzp_map_format_of(path, &format)) return hzp_fail(HZP_E_USAGE, "map_ending_unknown", "file", path, NULL);
    HZP_TRY(hzp_warning_guard(making->warning, path));
    HZP_TRY(hzp_plan_file_open(plan, &making->plan));
    HZP_TRY(make_sheet(making, options ? options->size : NULL));
    HZP_TRY(hzp_plan_file_check(making->plan));
    HZP_TRY(hzp_surface_write(making->sheet, format, dpi, path));
    hzp_sheet_log(making->run, making->sheet);
    return HZP_OK;
}

HzpStatus hzp_warning_map_write(HzpRun *run, const char *plan, const HzpWarning *warning, const HzpWarningMapOptions *options,
                                const char *path)
{
    Making making = {.run = run, .warning = warning};
    HzpStatus status = make(&making, plan, options, path);
    hzp_sheet_free(making.sheet);
    hzp_plan_facts_clear(&making.facts);
    hzp_map_data_free(making.data);
    hzp_map_config_free(making.config);
    hzp_plan_file_close(making.plan);
    return status;
}
