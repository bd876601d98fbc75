#include "exposure/raster_band.h"

#include <glib.h>
#include <math.h>
#include <omp.h>

#include "exposure/polygon_walk.h"

/* A part whose edges may still move with their array. */
typedef struct {
    size_t sum;
    size_t first;
    size_t n;
    size_t groups_first; /* in the groups */
    uint32_t any_group;  /* 0: the edges have no groups */
    HzpBox box;
} Part;

/* What one thread gathers, and its work space. */
typedef struct {
    GArray *edges;      /* HzpDirectedEdge */
    GArray *parts;      /* Part */
    GArray *groups;     /* uint32_t: of the edges of regions ∩ zones */
    GArray *near;       /* size_t: zones that may meet a region */
    HzpPolygonSet *cut; /* a region cut to the band */
    GArray *x;          /* double: a ring cut to the band */
    GArray *y;
    HzpCoverSweep *sweep;
} Worker;

struct HzpRasterBands {
    const HzpRasterQuestion *question;
    HzpPolygonWalk regions;
    HzpPolygonWalk zones;
    GArray *groups; /* uint32_t: of the zones met */
    double from;
    double to;
    int n_workers;
    Worker *workers;
    GArray *parts; /* HzpBandPart: of all workers */
};

HzpRasterBands *hzp_raster_bands_new(const HzpRasterQuestion *question, int threads)
{
    HzpRasterBands *bands = g_new0(HzpRasterBands, 1);
    bands->question = question;
    const HzpRasterShapes regions = hzp_raster_regions(question);
    const HzpRasterShapes zones = hzp_raster_zones(question);
    hzp_polygon_walk_begin(&bands->regions, &regions);
    hzp_polygon_walk_begin(&bands->zones, &zones);
    bands->groups = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    bands->parts = g_array_new(FALSE, FALSE, sizeof(HzpBandPart));
    bands->n_workers = threads;
    bands->workers = g_new0(Worker, threads);
    for (int t = 0; t < threads; t++) {
        Worker *worker = &bands->workers[t];
        worker->edges = g_array_new(FALSE, FALSE, sizeof(HzpDirectedEdge));
        worker->parts = g_array_new(FALSE, FALSE, sizeof(Part));
        worker->near = g_array_new(FALSE, FALSE, sizeof(size_t));
        worker->groups = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        worker->x = g_array_new(FALSE, FALSE, sizeof(double));
        worker->y = g_array_new(FALSE, FALSE, sizeof(double));
        worker->cut = hzp_polygon_set_new();
        worker->sweep = hzp_cover_sweep_new();
    }
    return bands;
}

void hzp_raster_bands_free(HzpRasterBands *bands)
{
    if (!bands) return;
    for (int t = 0; t < bands->n_workers; t++) {
        Worker *worker = &bands->workers[t];
        GArray *arrays[] = {worker->edges, worker->parts, worker->near, worker->groups, worker->x, worker->y};
        for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
            g_array_unref(arrays[i]);
        hzp_polygon_set_free(worker->cut);
        hzp_cover_sweep_free(worker->sweep);
    }
    g_free(bands->workers);
    g_array_unref(bands->parts);
    g_array_unref(bands->groups);
    hzp_polygon_walk_end(&bands->regions);
    hzp_polygon_walk_end(&bands->zones);
    g_free(bands);
}

/* ---- edges within the band ---- */

static void put_edge(Worker *worker, double x0, double y0, double x1, double y1)
{
    const HzpDirectedEdge edge = {x0, y0, x1, y1};
    if (y0 != y1) g_array_append_val(worker->edges, edge);
}

static void put_group_edge(double x0, double y0, double x1, double y1, uint32_t groups, void *user)
{
    Worker *worker = user;
    put_edge(worker, x0, y0, x1, y1);
    if (y0 != y1) g_array_append_val(worker->groups, groups);
}

static double at_line(const HzpPolygonSet *set, size_t a, size_t b, double y)
{
    return set->x[a] + (y - set->y[a]) * ((set->x[b] - set->x[a]) / (set->y[b] - set->y[a]));
}

/* The end a of the edge (a, b), moved along it to the band. */
static void hold_end(const HzpRasterBands *bands, const HzpPolygonSet *set, size_t a, size_t b, double *x, double *y)
{
    *y = set->y[a];
    *x = set->x[a];
    double held = MIN(MAX(*y, bands->from), bands->to);
    if (held == *y) return;
    *x = at_line(set, a, b, held);
    *y = held;
}

/* Edges of a polygon that meet the band. Cutting each by itself leaves a boundary whose lacking pieces are horizontal. */
static void put_polygon(const HzpRasterBands *bands, Worker *worker, const HzpPolygonSet *set, size_t i)
{
    for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1]; r++) {
        size_t end = set->ring_start[r + 1];
        for (size_t c = set->ring_start[r], before = end - 1; c < end; before = c++) {
            if (MAX(set->y[before], set->y[c]) <= bands->from || MIN(set->y[before], set->y[c]) >= bands->to) continue;
            double x0;
            double y0;
            double x1;
            double y1;
            hold_end(bands, set, before, c, &x0, &y0);
            hold_end(bands, set, c, before, &x1, &y1);
            put_edge(worker, x0, y0, x1, y1);
        }
    }
}

static HzpBox box_of(const HzpDirectedEdge *edges, size_t n)
{
    HzpBox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < n; i++) {
        box.min_x = MIN(box.min_x, MIN(edges[i].x0, edges[i].x1));
        box.max_x = MAX(box.max_x, MAX(edges[i].x0, edges[i].x1));
        box.min_y = MIN(box.min_y, MIN(edges[i].y0, edges[i].y1));
        box.max_y = MAX(box.max_y, MAX(edges[i].y0, edges[i].y1));
    }
    return box;
}

/* The edges from `first` on become a part. */
static void put_part(Worker *worker, size_t sum, size_t first)
{
    Part part = {.sum = sum, .first = first, .n = worker->edges->len - first};
    if (part.n == 0) return;
    part.box = box_of(&g_array_index(worker->edges, HzpDirectedEdge, first), part.n);
    g_array_append_val(worker->parts, part);
}

/* ---- a region and the zones ---- */

static void put_corner(Worker *worker, double x, double y)
{
    guint n = worker->x->len;
    if (n > 0 && g_array_index(worker->x, double, n - 1) == x && g_array_index(worker->y, double, n - 1) == y) return;
    g_array_append_val(worker->x, x);
    g_array_append_val(worker->y, y);
}

/* A ring cut to the band, held at the lines where it leaves (Sutherland & Hodgman 1974, Comm. ACM 17(1)). */
static void cut_ring(const HzpRasterBands *bands, Worker *worker, const HzpPolygonSet *set, size_t r)
{
    size_t end = set->ring_start[r + 1];
    double twice_area = 0;
    size_t first = set->ring_start[r];
    g_array_set_size(worker->x, 0);
    g_array_set_size(worker->y, 0);
    for (size_t c = first, before = end - 1; c < end; before = c++) {
        twice_area += (set->x[before] - set->x[first]) * (set->y[c] - set->y[first]) -
                      (set->x[c] - set->x[first]) * (set->y[before] - set->y[first]);
        bool outside = MAX(set->y[before], set->y[c]) <= bands->from || MIN(set->y[before], set->y[c]) >= bands->to;
        if (outside) continue;
        double x0;
        double y0;
        double x1;
        double y1;
        hold_end(bands, set, before, c, &x0, &y0);
        hold_end(bands, set, c, before, &x1, &y1);
        put_corner(worker, x0, y0);
        put_corner(worker, x1, y1);
    }
    hzp_polygon_set_add_ring(worker->cut, (const double *)(const void *)worker->x->data,
                             (const double *)(const void *)worker->y->data, worker->x->len, twice_area < 0);
}

/* The region as far as it lies in the band: the only polygon of the worker's set. */
static void cut_region(const HzpRasterBands *bands, Worker *worker, size_t region)
{
    const HzpPolygonSet *set = bands->regions.met;
    HzpPolygonSet *cut = worker->cut;
    cut->n = cut->n_rings = cut->n_corners = 0;
    if (set->box[region].min_y >= bands->from && set->box[region].max_y <= bands->to) {
        hzp_polygon_set_add_copy(cut, set, region);
        return;
    }
    for (size_t r = set->first_ring[region]; r < set->first_ring[region + 1]; r++)
        cut_ring(bands, worker, set, r);
    hzp_polygon_set_end(cut);
}

/* The region inside the union of each group's zones. */
static void put_exposed(const HzpRasterBands *bands, Worker *worker, size_t region)
{
    const HzpRasterQuestion *question = bands->question;
    cut_region(bands, worker, region);
    g_array_set_size(worker->near, 0);
    hzp_polygon_walk_near(&bands->zones, &worker->cut->box[0], worker->near);
    if (worker->near->len == 0) return;
    const HzpCoverQuestion cover = {.units = worker->cut,
                                    .zones = bands->zones.met,
                                    .zone = (const size_t *)(const void *)worker->near->data,
                                    .n = worker->near->len,
                                    .groups = question->groups ? (const uint32_t *)(const void *)bands->groups->data : NULL,
                                    .n_groups = question->n_groups};
    Part part = {.sum = bands->regions.shapes.n + bands->regions.number[region] * (size_t)question->n_groups,
                 .first = worker->edges->len,
                 .groups_first = worker->groups->len};
    hzp_cover_boundary(worker->sweep, &cover, false, put_group_edge, worker);
    part.n = worker->edges->len - part.first;
    for (guint i = (guint)part.groups_first; i < worker->groups->len; i++)
        part.any_group |= g_array_index(worker->groups, uint32_t, i);
    if (part.n == 0) return;
    part.box = box_of(&g_array_index(worker->edges, HzpDirectedEdge, part.first), part.n);
    g_array_append_val(worker->parts, part);
}

/* ---- the band ---- */

static void take_parts(HzpRasterBands *bands, const Worker *worker)
{
    for (guint i = 0; i < worker->parts->len; i++) {
        const Part *part = &g_array_index(worker->parts, Part, i);
        const HzpBandPart made = {.sum = part->sum,
                                  .edges = &g_array_index(worker->edges, HzpDirectedEdge, part->first),
                                  .n = part->n,
                                  .groups =
                                      part->any_group ? &g_array_index(worker->groups, uint32_t, part->groups_first) : NULL,
                                  .any_group = part->any_group,
                                  .box = part->box};
        g_array_append_val(bands->parts, made);
    }
}

void hzp_raster_bands_move(HzpRasterBands *bands, double from, double to)
{
    const uint32_t *groups = bands->question->groups;
    bands->from = from;
    bands->to = to;
    hzp_polygon_walk_to(&bands->regions, from, to);
    hzp_polygon_walk_to(&bands->zones, from, to);
    hzp_polygon_walk_sort(&bands->zones);
    g_array_set_size(bands->groups, 0);
    for (size_t i = 0; groups && i < bands->zones.met->n; i++)
        g_array_append_val(bands->groups, groups[bands->zones.number[i]]);
}

static void put_region(const HzpRasterBands *bands, Worker *worker, size_t region)
{
    size_t first = worker->edges->len;
    put_polygon(bands, worker, bands->regions.met, region);
    put_part(worker, bands->regions.number[region], first);
    if (bands->zones.met->n > 0) put_exposed(bands, worker, region);
}

static void put_zone(const HzpRasterBands *bands, Worker *worker, size_t zone)
{
    size_t before_zones = bands->regions.shapes.n * (1 + (size_t)bands->question->n_groups);
    size_t first = worker->edges->len;
    put_polygon(bands, worker, bands->zones.met, zone);
    put_part(worker, before_zones + bands->zones.number[zone], first);
}

const HzpBandPart *hzp_raster_bands_gather(HzpRasterBands *bands, size_t *n)
{
    for (int t = 0; t < bands->n_workers; t++) {
        g_array_set_size(bands->workers[t].edges, 0);
        g_array_set_size(bands->workers[t].parts, 0);
        g_array_set_size(bands->workers[t].groups, 0);
    }
    size_t n_regions = bands->regions.met->n;
    size_t n_zones = bands->question->want_zones ? bands->zones.met->n : 0;
#pragma omp parallel for schedule(dynamic, 16) num_threads(bands->n_workers)
    for (size_t i = 0; i < n_regions + n_zones; i++) {
        Worker *worker = &bands->workers[omp_get_thread_num()];
        if (i < n_regions)
            put_region(bands, worker, i);
        else
            put_zone(bands, worker, i - n_regions);
    }
    g_array_set_size(bands->parts, 0);
    for (int t = 0; t < bands->n_workers; t++)
        take_parts(bands, &bands->workers[t]);
    *n = bands->parts->len;
    return (const HzpBandPart *)(const void *)bands->parts->data;
}
