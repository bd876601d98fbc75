/* Exposure layers straight from GeoPackages: the parts in their order, and what becomes of the rows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/place_name.h"
#include "base/vocabulary.h"
#include "data/column_match.h"
#include "data/exposure_reading.h"

/* Positions farther off than this from the middle of the region are errors of the model. */
static const double FARTHEST_M = 3e6;

/* ---- reading ---- */

static bool project_is_plain(HzpExposureReading *work)
{
    static const char *const others[] = {"merged_villages", "buildings"};
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        if (hzp_project_layer(work->project, others[i])) return hzp_reading_odd(work, others[i], "exposure_model_source");
    }
    if (hzp_project_own(work->project, "checks")) return hzp_reading_odd(work, "project", "exposure_model_checks");
    return true;
}

/* Where all villages name their town, nobody asks which one they lie in. */
static bool towns_are_named(const HzpExposureReading *work)
{
    const char **towns = work->villages.texts[HZP_VILLAGE_TOWN];
    const char **counties = work->hazards.texts[HZP_HAZARD_COUNTY];
    bool named = towns && !hzp_project_layer(work->project, "population") && work->layers->planar;
    for (size_t i = 0; i < work->villages.rows.n && named; i++)
        named = towns[i] != NULL;
    /* Without polygons of counties the towns tell them. */
    for (size_t i = 0; i < work->hazards.rows.n && named && !work->counties.given; i++)
        named = counties && counties[i];
    return named;
}

static bool read_layers(HzpExposureReading *work)
{
    bool zones = hzp_exposure_wants_hazards(work->project);
    bool mining = hzp_exposure_wants_mining(work->project);
    return hzp_reading_read(work, "counties", false, &work->counties) &&
           hzp_reading_read(work, "villages", false, &work->villages) &&
           hzp_reading_read(work, "hazard_points", false, &work->hazards) &&
           hzp_reading_read(work, "towns", towns_are_named(work), &work->towns) &&
           (!zones || hzp_reading_read(work, "hazard_zones", false, &work->zones)) &&
           (!mining || hzp_reading_read(work, "subsidence", false, &work->mining));
}

/* ---- the plane ---- */

typedef struct {
    HzpTransform *to_geographic; /* NULL where the stored CRS is geographic */
    HzpTransform *to_equal_area;
} Ways;

static int by_value(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return first < second ? -1 : first > second;
}

/* The value that is in the middle once they are sorted, which they need not be for that; they are moved. (Hoare 1961,
 * "Algorithm 65: Find", as in Wirth 1976, "Algorithms + data structures", 2.3.) */
static double median(double *values, size_t n)
{
    enum { MOST_ROUNDS = 256 }; /* of values in an order that someone thought of */
    ptrdiff_t middle = (ptrdiff_t)(n / 2);
    ptrdiff_t low = 0;
    ptrdiff_t high = (ptrdiff_t)n - 1;
    for (int round = 0; low < high && round < MOST_ROUNDS; round++) {
        double pivot = values[middle];
        ptrdiff_t i = low;
        ptrdiff_t j = high;
        while (i <= j) {
            while (values[i] < pivot)
                i++;
            while (values[j] > pivot)
                j--;
            if (i > j) break;
            double moved = values[i];
            values[i++] = values[j];
            values[j--] = moved;
        }
        if (j < middle) low = i;
        if (i > middle) high = j;
    }
    if (low < high) qsort(values, n, sizeof *values, by_value);
    return n > 0 ? values[middle] : NAN;
}

static size_t add_middles(const HzpExposureReading *work, const HzpLayerRows *layer, double *x, double *y, size_t n)
{
    const HzpBox *box = hzp_reading_boxes(work, layer);
    for (size_t i = 0; i < layer->rows.n; i++, n++) {
        x[n] = box ? (box[i].min_x + box[i].max_x) / 2 : layer->rows.x[i];
        y[n] = box ? (box[i].min_y + box[i].max_y) / 2 : layer->rows.y[i];
    }
    return n;
}

/* The middle of the region as the model has it. */
static void region_centre(const HzpExposureReading *work, double *x, double *y)
{
    size_t most = work->counties.rows.n + work->towns.rows.n + work->villages.rows.n + work->hazards.rows.n;
    g_autofree double *xs = g_new(double, most + 1);
    g_autofree double *ys = g_new(double, most + 1);
    size_t n = add_middles(work, &work->counties, xs, ys, 0);
    n = add_middles(work, &work->towns, xs, ys, n);
    if (!work->counties.given && !work->towns.given) {
        n = add_middles(work, &work->villages, xs, ys, 0);
        n = add_middles(work, &work->hazards, xs, ys, n);
    }
    *x = median(xs, n);
    *y = median(ys, n);
}

static HzpStatus prepare_plane(HzpExposureReading *work, Ways *ways)
{
    HzpExposureLayers *layers = work->layers;
    double x = NAN;
    double y = NAN;
    g_autofree char *geographic = hzp_crs_geographic(&work->crs);
    if (!work->crs.geographic) HZP_TRY(hzp_transform_new(work->project->crs, geographic, &ways->to_geographic));
    region_centre(work, &x, &y);
    if (ways->to_geographic) hzp_transform_forward(ways->to_geographic, &x, &y, 1, 1);
    g_autofree char *equal_area = hzp_crs_equal_area(&work->crs, x, y);
    layers->crs = work->crs;
    layers->stored_crs = g_strdup(work->project->crs);
    layers->projection = g_strdup(layers->planar ? work->project->crs : equal_area);
    return hzp_transform_new(geographic, equal_area, &ways->to_equal_area);
}

static void ways_clear(Ways *ways)
{
    hzp_transform_free(ways->to_geographic);
    hzp_transform_free(ways->to_equal_area);
}

static void project_points(const Ways *ways, size_t n, const double *from_x, const double *from_y,
                           const HzpExposurePlaces *to)
{
    memcpy(to->lon, from_x, n * sizeof(double));
    memcpy(to->lat, from_y, n * sizeof(double));
    if (ways->to_geographic) hzp_transform_forward(ways->to_geographic, to->lon, to->lat, 1, n);
    memcpy(to->x, to->lon, n * sizeof(double));
    memcpy(to->y, to->lat, n * sizeof(double));
    hzp_transform_forward(ways->to_equal_area, to->x, to->y, 1, n);
}

static HzpExposurePlaces part_of(const HzpExposurePlaces *places, size_t start)
{
    return (HzpExposurePlaces){places->x + start, places->y + start, places->lon + start, places->lat + start};
}

static bool all_near(size_t n, const double *x, const double *y)
{
    for (size_t i = 0; i < n; i++) {
        if (!(hypot(x[i], y[i]) <= FARTHEST_M)) return false;
    }
    return true;
}

/* Degrees and equal-area coordinates of all points; false where one is too far off or cannot be transformed. Each thread has
 * its own transformations. */
static bool project_all(HzpExposureReading *work, size_t n, const double *x, const double *y, const HzpExposurePlaces *to)
{
    enum { PART = 16384 };
    size_t parts = (n + PART - 1) / PART;
    g_autofree char *geographic = hzp_crs_geographic(&work->crs);
    bool done = true;
#pragma omp parallel num_threads(hzp_run_threads(work->run)) reduction(&& : done)
    {
        Ways ways = {NULL, NULL};
        done = (work->crs.geographic || hzp_transform_new(work->project->crs, geographic, &ways.to_geographic) == HZP_OK) &&
               hzp_transform_new(geographic, work->layers->projection, &ways.to_equal_area) == HZP_OK;
#pragma omp for schedule(dynamic)
        for (size_t part = 0; part < parts; part++) {
            size_t start = part * PART;
            size_t count = MIN(PART, n - start);
            HzpExposurePlaces places = part_of(to, start);
            if (done) project_points(&ways, count, x + start, y + start, &places);
            done = done && all_near(count, places.x, places.y);
        }
        ways_clear(&ways);
    }
    return done;
}

/* In the plane of the project only the way to the equal-area projection tells what is too far off. A mapping that is one to
 * one has its farthest point on the boundary of a box: where the box is near, all in it is. */
static bool box_is_near(const Ways *ways, size_t n, const double *x, const double *y)
{
    enum { SIDE = 16 };
    HzpBox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < n; i++) {
        box.min_x = x[i] < box.min_x ? x[i] : box.min_x;
        box.max_x = x[i] > box.max_x ? x[i] : box.max_x;
        box.min_y = y[i] < box.min_y ? y[i] : box.min_y;
        box.max_y = y[i] > box.max_y ? y[i] : box.max_y;
    }
    double width = box.max_x - box.min_x;
    double height = box.max_y - box.min_y;
    for (int i = 0; i <= SIDE; i++) {
        double along_x = box.min_x + width * i / SIDE;
        double along_y = box.min_y + height * i / SIDE;
        double xs[4] = {along_x, along_x, box.min_x, box.max_x};
        double ys[4] = {box.min_y, box.max_y, along_y, along_y};
        hzp_transform_forward(ways->to_geographic, xs, ys, 1, 4);
        hzp_transform_forward(ways->to_equal_area, xs, ys, 1, 4);
        for (int k = 0; k < 4; k++) {
            if (!(hypot(xs[k], ys[k]) <= 0.95 * FARTHEST_M)) return false;
        }
    }
    return true;
}

static bool is_near(const Ways *ways, size_t n, const double *x, const double *y)
{
    if (box_is_near(ways, n, x, y)) return true;
    g_autofree double *moved_x = g_memdup2(x, (n + 1) * sizeof *x);
    g_autofree double *moved_y = g_memdup2(y, (n + 1) * sizeof *y);
    hzp_transform_forward(ways->to_geographic, moved_x, moved_y, 1, n);
    hzp_transform_forward(ways->to_equal_area, moved_x, moved_y, 1, n);
    return all_near(n, moved_x, moved_y);
}

/* ---- villages and zones ---- */

/* Towns, counties and places come later. */
static void take_villages(HzpExposureReading *work)
{
    HzpLayerRows *layer = &work->villages;
    work->layers->villages = (HzpExposureVillages){.n = layer->rows.n,
                                                   .people = hzp_reading_take_numbers(layer, HZP_VILLAGE_PEOPLE),
                                                   .households = hzp_reading_take_numbers(layer, HZP_VILLAGE_HOUSEHOLDS),
                                                   .id = hzp_reading_take_texts(layer, HZP_VILLAGE_ID),
                                                   .town = g_new(int32_t, layer->rows.n + 1),
                                                   .county = g_new(int32_t, layer->rows.n + 1)};
}

static bool place_villages(HzpExposureReading *work, const Ways *ways)
{
    HzpGeopackageRows *rows = &work->villages.rows;
    HzpExposureVillages *villages = &work->layers->villages;
    if (rows->polygons || !work->layers->planar) villages->at = hzp_exposure_places_make(rows->n, work->layers->planar);
    if (rows->polygons) {
        add_middles(work, &work->villages, villages->at.x, villages->at.y, 0);
        villages->polygons = g_steal_pointer(&rows->polygons);
    } else if (!work->layers->planar) {
        return project_all(work, rows->n, rows->x, rows->y, &villages->at);
    } else {
        villages->at.x = g_steal_pointer(&rows->x);
        villages->at.y = g_steal_pointer(&rows->y);
    }
    return is_near(ways, villages->n, villages->at.x, villages->at.y);
}

static bool place_circles(HzpExposureReading *work, const Ways *ways)
{
    const HzpGeopackageRows *rows = &work->hazards.rows;
    HzpExposureThreats *threats = &work->layers->threats;
    bool near = true;
    if (rows->n == 0) return true;
    if (!work->layers->planar && threats->n_hazards) {
        near = project_all(work, rows->n, rows->x, rows->y, &threats->at);
    } else if (work->layers->planar) {
        near = is_near(ways, rows->n, rows->x, rows->y);
    }
    return near;
}

/* ---- all of it ---- */

static void keep_texts(HzpExposureReading *work)
{
    HzpLayerRows *const all[] = {&work->counties, &work->towns, &work->villages, &work->hazards, &work->zones, &work->mining};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        GPtrArray *blocks = all[i]->rows.blocks;
        for (guint b = 0; blocks && b < blocks->len; b++)
            g_ptr_array_add(work->layers->blocks, g_steal_pointer(&blocks->pdata[b]));
        hzp_reading_clear(all[i]);
    }
}

static bool place_all(HzpExposureReading *work)
{
    Ways ways = {NULL, NULL};
    bool near = prepare_plane(work, &ways) == HZP_OK && place_villages(work, &ways) && place_circles(work, &ways);
    if (near) hzp_reading_take_threats(work);
    ways_clear(&ways);
    return near || hzp_reading_odd(work, "villages", "exposure_model_places");
}

static bool build(HzpExposureReading *work)
{
    bool hazards = hzp_exposure_wants_hazards(work->project);
    if (!project_is_plain(work) || !read_layers(work)) return false;
    hzp_reading_make_threats(work, hazards ? work->hazards.rows.n : 0, work->mining.rows.n);
    if (!hzp_reading_check_shapes(work) || !hzp_reading_check_villages(work) || !hzp_reading_check_hazards(work) ||
        !hzp_reading_check_mining(work))
        return false;
    take_villages(work);
    return hzp_reading_place(work) && place_all(work);
}

HzpStatus hzp_exposure_layers_read(HzpRun *run, const HzpProject *project, bool planar, HzpExposureLayers **layers)
{
    HzpExposureReading work = {.run = run, .project = project, .status = HZP_OK};
    *layers = NULL;
    HZP_TRY(hzp_crs_facts(project->crs, &work.crs));
    HZP_TRY(hzp_exposure_check_crs(project, &work.crs, planar));
    HZP_TRY(hzp_vocabulary_load());
    HZP_TRY(hzp_place_name_load());
    HZP_TRY(hzp_fields_load());
    HZP_TRY(hzp_findings_new(project, &work.findings));
    work.layers = hzp_exposure_layers_new(planar);
    bool built = build(&work);
    hzp_reading_close(&work);
    keep_texts(&work);
    hzp_findings_free(work.findings);
    if (built) {
        *layers = work.layers;
    } else {
        hzp_exposure_layers_free(work.layers);
        if (work.status == HZP_OK) hzp_run_log(run, HZP_LOG_DETAIL, work.odd, "layer", work.odd_layer, NULL);
    }
    return work.status;
}
