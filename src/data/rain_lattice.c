/* Rain of areas from stations: interpolated at the points of a lattice. */
#include <math.h>

#include "data/rain_parts.h"
#include "geo/cell_outline.h"
#include "geo/polygon_inside.h"

enum { MOST_CELLS = 1 << 24 };

typedef struct {
    double west, north; /* degrees; lines run southwards from it */
    double step;
    size_t columns, rows;
} Lattice;

/* Lines of the lattice lie at whole multiples of its step, wherever a question begins. */
static Lattice lattice_over(double step, HzpBox box)
{
    double west = floor(box.min_x / step);
    double north = ceil(box.max_y / step);
    double columns = fmax(ceil(box.max_x / step) - west, 1);
    double rows = fmax(north - floor(box.min_y / step), 1);
    return (Lattice){west * step, north * step, step, (size_t)columns, (size_t)rows};
}

/* ---- polygons ---- */

typedef struct {
    const HzpPolygonSet *polygons;
    GArray *lon, *lat; /* double */
    GArray *owner;     /* size_t: polygon of each */
} Samples;

static void add_sample(Samples *samples, size_t polygon, double lon, double lat)
{
    g_array_append_val(samples->lon, lon);
    g_array_append_val(samples->lat, lat);
    g_array_append_val(samples->owner, polygon);
}

static void sample_lattice(const HzpRain *rain, Samples *samples, size_t i)
{
    const HzpBox *box = &samples->polygons->box[i];
    Lattice lattice = lattice_over(rain->terms.lattice_deg, *box);
    for (size_t row = 0; row < lattice.rows; row++) {
        double lat = lattice.north - ((double)row + 0.5) * lattice.step;
        for (size_t column = 0; column < lattice.columns; column++) {
            double lon = lattice.west + ((double)column + 0.5) * lattice.step;
            if (hzp_polygon_set_covers(samples->polygons, i, lon, lat)) add_sample(samples, i, lon, lat);
        }
    }
}

static void sample_polygon(const HzpRain *rain, Samples *samples, size_t i, HzpPointHits *hits)
{
    const HzpPolygonSet *set = samples->polygons;
    double lon = NAN;
    double lat = NAN;
    if (set->first_ring[i] == set->first_ring[i + 1]) return;
    hzp_point_grid_covered(rain->grid, set, i, hits);
    for (size_t k = 0; k < hits->n; k++) {
        size_t station = rain->grid->position[hits->slot[k]];
        add_sample(samples, i, rain->lon[station], rain->lat[station]);
    }
    if (hzp_polygon_set_inside(set, i, &lon, &lat)) add_sample(samples, i, lon, lat);
    sample_lattice(rain, samples, i);
}

static HzpStatus answer(HzpRun *run, const HzpRain *rain, const HzpRainField *field, Samples *samples, double *mm)
{
    guint n = samples->lon->len;
    g_autofree double *values = g_new(double, n + 1);
    HZP_TRY(hzp_rain_stations_points(run, rain, field, (const double *)(void *)samples->lon->data,
                                     (const double *)(void *)samples->lat->data, n, values));
    for (guint i = 0; i < n; i++) {
        double *largest = &mm[g_array_index(samples->owner, size_t, i)];
        if (values[i] > *largest || isnan(*largest)) *largest = values[i];
    }
    g_array_set_size(samples->lon, 0);
    g_array_set_size(samples->lat, 0);
    g_array_set_size(samples->owner, 0);
    return HZP_OK;
}

HzpStatus hzp_rain_stations_polygons(HzpRun *run, const HzpRain *rain, const HzpRainField *field,
                                     const HzpPolygonSet *polygons, double *mm)
{
    enum { AT_ONCE = 1 << 16 };
    HzpPointHits hits = {0};
    HzpStatus status = HZP_OK;
    Samples samples = {polygons, g_array_new(FALSE, FALSE, sizeof(double)), g_array_new(FALSE, FALSE, sizeof(double)),
                       g_array_new(FALSE, FALSE, sizeof(size_t))};
    for (size_t i = 0; i < polygons->n && status == HZP_OK; i++) {
        mm[i] = NAN;
        sample_polygon(rain, &samples, i, &hits);
        HzpStretch before = hzp_run_stretch(run, (double)i / (double)polygons->n, (double)(i + 1) / (double)polygons->n);
        if (samples.lon->len >= AT_ONCE) status = answer(run, rain, field, &samples, mm);
        hzp_run_resume(run, before);
    }
    if (status == HZP_OK) status = answer(run, rain, field, &samples, mm);
    hzp_point_hits_clear(&hits);
    g_array_free(samples.lon, TRUE);
    g_array_free(samples.lat, TRUE);
    g_array_free(samples.owner, TRUE);
    return status;
}

/* ---- where it is wet ---- */

/* The lattice as far as the stations with a figure reach. Over a whole country its cells are made larger. */
static Lattice lattice_of_day(const HzpRain *rain, const HzpRainField *field)
{
    static const double SHORTEST_DEGREE_M = 110000;
    HzpBox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    double high = rain->terms.within_m / SHORTEST_DEGREE_M;
    for (size_t i = 0; i < rain->n_stations; i++) {
        if (isnan(field->mm[i])) continue;
        double wide = high / cos(fmin(fabs(rain->lat[i]) + high, 89) * G_PI / 180);
        box.min_x = fmin(box.min_x, rain->lon[i] - wide);
        box.max_x = fmax(box.max_x, rain->lon[i] + wide);
        box.min_y = fmin(box.min_y, fmax(rain->lat[i] - high, -90));
        box.max_y = fmax(box.max_y, fmin(rain->lat[i] + high, 90));
    }
    if (box.min_x > box.max_x) return (Lattice){0};
    double step = rain->terms.lattice_deg;
    while ((box.max_x - box.min_x) / step * ((box.max_y - box.min_y) / step) > MOST_CELLS / 16.0)
        step *= 2;
    return lattice_over(step, box);
}

static HzpStatus choose_cells(HzpRun *run, const HzpRain *rain, const HzpRainField *field, const Lattice *lattice,
                              double least, unsigned char *chosen)
{
    size_t n = lattice->columns;
    g_autofree double *lon = g_new(double, n);
    g_autofree double *lat = g_new(double, n);
    g_autofree double *mm = g_new(double, n);
    HzpStatus status = HZP_OK;
    for (size_t row = 0; row < lattice->rows && status == HZP_OK; row++) {
        for (size_t i = 0; i < n; i++) {
            lon[i] = lattice->west + ((double)i + 0.5) * lattice->step;
            lat[i] = lattice->north - ((double)row + 0.5) * lattice->step;
        }
        HzpStretch before =
            hzp_run_stretch(run, (double)row / (double)lattice->rows, (double)(row + 1) / (double)lattice->rows);
        status = hzp_rain_stations_points(run, rain, field, lon, lat, n, mm);
        hzp_run_resume(run, before);
        for (size_t i = 0; i < n && status == HZP_OK; i++)
            chosen[row * n + i] = mm[i] >= least ? HZP_CELL_CHOSEN : 0;
    }
    return status;
}

/* The cell of a wet station, whatever the middle of the cell has. */
static void choose_stations(const HzpRain *rain, const HzpRainField *field, const Lattice *lattice, double least,
                            unsigned char *chosen)
{
    for (size_t i = 0; i < rain->n_stations; i++) {
        if (!(field->mm[i] >= least)) continue;
        double column = floor((rain->lon[i] - lattice->west) / lattice->step);
        double row = floor((lattice->north - rain->lat[i]) / lattice->step);
        if (column >= 0 && row >= 0 && column < (double)lattice->columns && row < (double)lattice->rows)
            chosen[(size_t)row * lattice->columns + (size_t)column] = HZP_CELL_CHOSEN;
    }
}

HzpStatus hzp_rain_stations_wet(HzpRun *run, const HzpRain *rain, const HzpRainField *field, double least,
                                HzpPolygonSet **wet)
{
    Lattice lattice = lattice_of_day(rain, field);
    const double to_map[] = {lattice.west, lattice.step, 0, lattice.north, 0, -lattice.step};
    g_autofree unsigned char *chosen = g_malloc0(lattice.columns * lattice.rows + 1);
    HZP_TRY(choose_cells(run, rain, field, &lattice, least, chosen));
    choose_stations(rain, field, &lattice, least, chosen);
    *wet = hzp_cell_outlines(chosen, lattice.columns, lattice.rows, to_map);
    return HZP_OK;
}
