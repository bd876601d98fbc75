/* Monitoring devices: which points they watch, and the nearest device of every point. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/management.h"
#include "geo/geodesic.h"
#include "geo/geometry.h"

static void take_positions(HzpModel *model)
{
    HzpManagement *management = model->management;
    size_t n = hzp_table_rows(model->monitors);
    management->monitor_lon = g_new(double, n + 1);
    management->monitor_lat = g_new(double, n + 1);
    for (size_t i = 0; i < n; i++) {
        management->monitor_lon[i] = management->monitor_lat[i] = NAN;
        hzp_geometry_anchor(hzp_table_geometry(model->monitors)[i], &management->monitor_lon[i], &management->monitor_lat[i]);
    }
    if (model->to_geographic)
        hzp_transform_forward(model->to_geographic, management->monitor_lon, management->monitor_lat, 1, n);
}

typedef struct {
    size_t row;
    double lat;
} Device;

static int by_latitude(const void *a, const void *b)
{
    const Device *first = a;
    const Device *second = b;
    if (first->lat != second->lat) return first->lat < second->lat ? -1 : 1;
    return first->row < second->row ? -1 : first->row > second->row;
}

static GArray *devices_by_latitude(const HzpModel *model)
{
    GArray *devices = g_array_new(FALSE, FALSE, sizeof(Device));
    for (size_t i = 0; i < hzp_table_rows(model->monitors); i++) {
        Device device = {i, model->management->monitor_lat[i]};
        if (isfinite(device.lat) && isfinite(model->management->monitor_lon[i])) g_array_append_val(devices, device);
    }
    g_array_sort(devices, by_latitude);
    return devices;
}

/* A degree of latitude is nowhere shorter than this, so that no device beyond the difference can be nearer. */
static const double SHORTEST_DEGREE_M = 110500;

typedef struct {
    const HzpModel *model;
    const GArray *devices;
    double lon, lat;
    double best_m;
    long best;
} Search;

/* Walk from `from` by `step` until the latitudes alone are farther than the best. Of equally near ones the first row is
 * taken.
 */
static void walk(Search *search, long from, long step)
{
    const HzpManagement *management = search->model->management;
    for (long at = from; at >= 0 && at < (long)search->devices->len; at += step) {
        const Device *device = &g_array_index(search->devices, Device, at);
        if (fabs(device->lat - search->lat) * SHORTEST_DEGREE_M > search->best_m) return;
        double distance = hzp_geodesic_distance_m(&search->model->crs, search->lon, search->lat,
                                                  management->monitor_lon[device->row], device->lat, NULL);
        bool earlier = distance == search->best_m && (long)device->row < search->best;
        if (!(distance < search->best_m) && !earlier) continue;
        search->best_m = distance;
        search->best = (long)device->row;
    }
}

static long nearest(const HzpModel *model, const GArray *devices, double lon, double lat, double *distance_m)
{
    Search search = {.model = model, .devices = devices, .lon = lon, .lat = lat, .best_m = INFINITY, .best = -1};
    long low = 0;
    long high = (long)devices->len;
    while (low < high) {
        long middle = (low + high) / 2;
        if (g_array_index(devices, Device, middle).lat < lat) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    walk(&search, low, 1);
    walk(&search, low - 1, -1);
    *distance_m = search.best >= 0 ? search.best_m : NAN;
    return search.best;
}

static bool placed_finely(const HzpModel *model, size_t point)
{
    const char **levels = hzp_table_text(model->hazard_points, "match_level");
    const char *level = levels ? levels[point] : NULL;
    bool fine = !level || strcmp(level, "given") == 0 || strcmp(level, "village") == 0;
    return fine && isfinite(model->hazard_positions.lon[point]) && isfinite(model->hazard_positions.lat[point]);
}

/* A device of a point by its number; one that names no point watches what is near. */
static void take_devices(HzpModel *model, size_t item, double *counts, bool *unnamed)
{
    HzpManagement *management = model->management;
    const char **ids = hzp_table_text(model->monitors, "hazard_id");
    const char **names = hzp_table_text(model->monitors, "hazard_name");
    double near_m = hzp_project_number(model->project, "management.monitor_near_m");
    *unnamed = false;
    for (size_t i = 0; i < hzp_table_rows(model->monitors); i++) {
        long point = management->monitor_point[i];
        if (point >= 0) {
            counts[point]++;
            hzp_management_raise(management, (size_t)point, item, HZP_ITEM_PRESENT);
        }
        if (ids[i] || names[i]) continue;
        *unnamed = true;
        for (size_t p = 0; p < management->points; p++) {
            /* The cheap question first: most are too far by their latitudes alone. */
            if (!(fabs(model->hazard_positions.lat[p] - management->monitor_lat[i]) * SHORTEST_DEGREE_M <= near_m) ||
                !placed_finely(model, p))
                continue;
            double distance =
                hzp_geodesic_distance_m(&model->crs, model->hazard_positions.lon[p], model->hazard_positions.lat[p],
                                        management->monitor_lon[i], management->monitor_lat[i], NULL);
            if (!(distance <= near_m)) continue;
            counts[p]++;
            hzp_management_raise(management, p, item, HZP_ITEM_PRESENT);
        }
    }
}

static void distances(HzpModel *model)
{
    HzpTable *points = model->hazard_points;
    double *metres = hzp_table_add_number(points, "nearest_monitor_m", HZP_COLUMN_REAL);
    const char **ids = hzp_table_add_text(points, "nearest_monitor_id");
    const char **own = hzp_table_text(model->monitors, "monitor_id");
    const double *rows = hzp_table_number(model->monitors, "source_row");
    g_autoptr(GArray) devices = devices_by_latitude(model);
    for (size_t i = 0; i < model->management->points; i++) {
        if (!placed_finely(model, i)) continue;
        long device = nearest(model, devices, model->hazard_positions.lon[i], model->hazard_positions.lat[i], &metres[i]);
        if (device >= 0) ids[i] = hzp_table_keep(points, own[device] ? own[device] : hzp_text_of_number(rows[device]));
    }
}

void hzp_management_monitors(HzpModel *model)
{
    HzpManagement *management = model->management;
    size_t item = hzp_management_item("monitor_device");
    if (!model->monitors) return;
    management->kept[item] = true;
    management->monitor_point = hzp_management_points_of(model, model->monitors, true);
    hzp_management_codes(model, model->monitors, "kind", "monitor_kind", true);
    hzp_management_codes(model, model->monitors, "status", "monitor_status", false);
    take_positions(model);
    double *counts = hzp_table_add_number(model->hazard_points, "monitors", HZP_COLUMN_INTEGER);
    for (size_t i = 0; i < management->points; i++)
        counts[i] = 0;
    bool unnamed = false;
    take_devices(model, item, counts, &unnamed);
    distances(model);
    for (size_t i = 0; i < management->points; i++) {
        /* Whether a device that names no point is near one without a position cannot be told. */
        if (unnamed && counts[i] == 0 && !placed_finely(model, i)) {
            counts[i] = NAN;
        } else {
            hzp_management_raise(management, i, item, HZP_ITEM_LACKING);
        }
    }
}
