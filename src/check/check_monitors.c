/* Monitoring devices: those that do not work, stand far from their point, or outside of the region. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "check/model_check.h"
#include "data/management.h"
#include "geo/geodesic.h"
#include "geo/geometry.h"
#include "geo/polygon_index.h"

static void check_status(const HzpModel *model, size_t row)
{
    const char *status = hzp_table_text(model->monitors, "status")[row];
    if (!status || strcmp(status, "online") == 0) return;
    hzp_findings_add_row(model->findings, "monitor_not_working", model->monitors, row, "status", "value",
                         hzp_vocabulary_label("monitor_status", status), NULL);
}

/* A point that stands for a town or county is somewhere in it: no distance can be told. */
static void check_distance(const HzpModel *model, size_t row)
{
    const HzpManagement *management = model->management;
    long point = management->monitor_point[row];
    double limit = hzp_findings_parameter(model->findings, "monitor_far", "distance_m");
    const char **levels = hzp_table_text(model->hazard_points, "match_level");
    if (point < 0 || (levels && levels[point] && strcmp(levels[point], "given") != 0)) return;
    double lon = model->hazard_positions.lon[point];
    double lat = model->hazard_positions.lat[point];
    if (!isfinite(lon) || !isfinite(management->monitor_lon[row])) return;
    double metres =
        hzp_geodesic_distance_m(&model->crs, lon, lat, management->monitor_lon[row], management->monitor_lat[row], NULL);
    if (metres <= limit) return;
    hzp_findings_add_row(model->findings, "monitor_far", model->monitors, row, "geometry", "value",
                         hzp_text_of_number(round(metres)), "limit", hzp_text_of_number(limit), "point",
                         hzp_table_text(model->hazard_points, "hazard_id")[point], NULL);
}

static void check_region(const HzpModel *model, HzpPolygonIndex *counties, size_t row)
{
    double x = NAN;
    double y = NAN;
    if (!hzp_geometry_anchor(hzp_table_geometry(model->monitors)[row], &x, &y)) return;
    if (hzp_polygon_index_first(counties, x, y) < 0)
        hzp_findings_add_row(model->findings, "monitor_outside_region", model->monitors, row, "geometry", NULL);
}

HzpStatus hzp_check_monitors(HzpModel *model)
{
    if (!model->management || !model->monitors) return HZP_OK;
    HzpPolygonIndex *counties = NULL;
    if (model->counties_given)
        counties = hzp_polygon_index_new(hzp_table_geometry(model->counties), hzp_table_rows(model->counties));
    for (size_t i = 0; i < hzp_table_rows(model->monitors); i++) {
        check_status(model, i);
        check_distance(model, i);
        if (counties) check_region(model, counties, i);
    }
    hzp_polygon_index_free(counties);
    return HZP_OK;
}
