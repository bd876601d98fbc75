/* Where the rows of exposure layers lie that were read straight from GeoPackages: coordinates and polygons are what they
 * seem, counties and towns are known. */
#include <math.h>
#include <string.h>

#include "base/place_name.h"
#include "data/exposure_reading.h"
#include "geo/gauss_kruger.h"
#include "geo/point_regions.h"
#include "geo/polygon_simple.h"

/* ---- coordinates ---- */

/* As many rows as the layer reader looks at. */
enum { MOST_SAMPLES = 1000 };

static void middle_of_row(const HzpGeopackageRows *rows, const HzpBox *boxes, size_t row, double *x, double *y)
{
    *x = boxes ? (boxes[row].min_x + boxes[row].max_x) / 2 : rows->x[row];
    *y = boxes ? (boxes[row].min_y + boxes[row].max_y) / 2 : rows->y[row];
}

/* Degrees in a CRS of metres, an easting with the number of another zone: the layer reader tells of these. */
static bool fits_plane(double x, double y, const HzpGaussKruger *zone)
{
    int number = hzp_gauss_kruger_number(x);
    int other = hzp_gauss_kruger_number(y);
    if (fabs(x) <= 180 && fabs(y) <= 180) return false;
    return zone ? number == zone->zone && (zone->zone || !other) : number < 25 && other < 25;
}

/* `zone` is NULL where the project's CRS is of none. */
static bool coordinates_fit(const HzpExposureReading *work, const HzpLayerRows *layer, const HzpGaussKruger *zone)
{
    size_t n = layer->rows.n;
    const HzpBox *boxes = hzp_reading_boxes(work, layer);
    for (size_t i = 0; i < (work->crs.geographic ? n : MIN(n, MOST_SAMPLES)); i++) {
        double x = NAN;
        double y = NAN;
        middle_of_row(&layer->rows, boxes, i, &x, &y);
        bool fits = work->crs.geographic ? fabs(x) <= 180 && fabs(y) <= 90 : fits_plane(x, y, zone);
        if (!fits) return false;
    }
    return true;
}

/* Boxes of geographic polygons may reach out where their middles do not. */
static bool boxes_fit(const HzpExposureReading *work, const HzpLayerRows *layer)
{
    const HzpBox *boxes = hzp_reading_boxes(work, layer);
    for (size_t i = 0; work->crs.geographic && boxes && i < layer->rows.n; i++) {
        const HzpBox *box = &boxes[i];
        if (box->min_x < -180 || box->max_x > 180 || box->min_y < -90 || box->max_y > 90) return false;
    }
    return true;
}

static bool polygons_are_valid(const HzpExposureReading *work, const HzpPolygonSet *set)
{
    int invalid = 0;
#pragma omp parallel for schedule(dynamic, 256) reduction(+ : invalid) num_threads(hzp_run_threads(work->run))
    for (size_t i = 0; i < set->n; i++) {
        hzp_polygon_set_examine(set, i, i + 1);
        invalid += !hzp_polygon_is_valid(set, i);
    }
    return invalid == 0;
}

static bool shapes_are_plain(HzpExposureReading *work, const char *layer, const HzpLayerRows *rows,
                             const HzpGaussKruger *zone)
{
    if (!rows->given) return true;
    if (rows->rows.unplaced > 0 || !coordinates_fit(work, rows, zone) || !boxes_fit(work, rows))
        return hzp_reading_odd(work, layer, "exposure_model_places");
    if (rows->rows.polygons && !polygons_are_valid(work, rows->rows.polygons))
        return hzp_reading_odd(work, layer, "exposure_model_polygons");
    return true;
}

bool hzp_reading_check_shapes(HzpExposureReading *work)
{
    const struct {
        const char *name;
        const HzpLayerRows *layer;
    } layers[] = {{"counties", &work->counties},     {"towns", &work->towns},        {"villages", &work->villages},
                  {"hazard_points", &work->hazards}, {"hazard_zones", &work->zones}, {"subsidence", &work->mining}};
    HzpGaussKruger zone;
    bool known = !work->crs.geographic && hzp_gauss_kruger_of(work->project->crs, &zone);
    for (size_t i = 0; i < G_N_ELEMENTS(layers); i++) {
        if (!shapes_are_plain(work, layers[i].name, layers[i].layer, known ? &zone : NULL)) return false;
    }
    return true;
}

/* ---- names of counties and towns ---- */

typedef struct TownKey {
    int32_t county;
    const char *name;
} TownKey;

static guint hash_of_town(gconstpointer key)
{
    const TownKey *town = key;
    return g_str_hash(town->name) * 31 + (guint)town->county;
}

static gboolean same_town(gconstpointer a, gconstpointer b)
{
    const TownKey *first = a;
    const TownKey *second = b;
    return first->county == second->county && strcmp(first->name, second->name) == 0;
}

/* Names are found as they are written; what is written otherwise is a matter for the model. */
typedef struct {
    GHashTable *counties; /* name -> row + 1 */
    GHashTable *towns;    /* TownKey -> row + 1 */
    struct TownKey *keys; /* of these */
    const char *last_county;
    const char *last_town;
    int32_t last_county_row;
    int32_t last_town_row;
    int32_t last_town_county;
} Names;

static int32_t row_of(GHashTable *names, const void *name)
{
    return (int32_t)GPOINTER_TO_INT(g_hash_table_lookup(names, name)) - 1;
}

/* -1 where it is not found. Successive rows mostly name the same. */
static int32_t county_named(Names *names, const char *name)
{
    if (name != names->last_county) {
        names->last_county = name;
        names->last_county_row = row_of(names->counties, name);
    }
    return names->last_county_row;
}

static int32_t town_named(Names *names, int32_t county, const char *name)
{
    if (name != names->last_town || county != names->last_town_county) {
        const TownKey key = {county, name};
        names->last_town = name;
        names->last_town_county = county;
        names->last_town_row = row_of(names->towns, &key);
    }
    return names->last_town_row;
}

static void forget_names(Names *names)
{
    g_hash_table_destroy(names->counties);
    g_hash_table_destroy(names->towns);
    g_free(names->keys);
}

static void add_regions(HzpExposureRegions *regions, const HzpLayerRows *layer, bool towns)
{
    hzp_exposure_regions_make(regions, layer->rows.n, towns);
    for (size_t i = 0; i < regions->n; i++) {
        regions->name[i] = layer->texts[HZP_REGION_NAME][i];
        regions->id[i] = layer->texts[HZP_REGION_CODE] ? layer->texts[HZP_REGION_CODE][i] : NULL;
    }
}

static void add_names_of(GPtrArray *found, GHashTable *keys, const char **names, size_t n)
{
    const char *last = NULL;
    for (size_t i = 0; names && i < n; i++) {
        if (!names[i] || names[i] == last) continue;
        last = names[i];
        if (g_hash_table_add(keys, hzp_place_key(names[i], HZP_PLACE_COUNTY))) g_ptr_array_add(found, (gpointer)names[i]);
    }
}

/* Without a layer of counties, those that rows name, as the model has them. */
static void counties_from_names(HzpExposureReading *work)
{
    HzpExposureRegions *counties = &work->layers->counties;
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_names_of(found, keys, work->hazards.texts[HZP_HAZARD_COUNTY], work->hazards.rows.n);
    add_names_of(found, keys, work->villages.texts[HZP_VILLAGE_COUNTY], work->villages.rows.n);
    if (!work->villages.given) add_names_of(found, keys, work->towns.texts[HZP_REGION_COUNTY], work->towns.rows.n);
    hzp_exposure_regions_make(counties, found->len, false);
    for (guint i = 0; i < found->len; i++)
        counties->name[i] = g_ptr_array_index(found, i);
}

static bool index_counties(HzpExposureReading *work, Names *names)
{
    HzpExposureRegions *counties = &work->layers->counties;
    if (work->counties.given) {
        add_regions(counties, &work->counties, false);
        counties->stored = g_steal_pointer(&work->counties.rows.polygons);
    } else {
        counties_from_names(work);
    }
    for (size_t i = 0; i < counties->n; i++) {
        if (!g_hash_table_insert(names->counties, (gpointer)counties->name[i], GINT_TO_POINTER((int)i + 1)))
            return hzp_reading_odd(work, "counties", "exposure_model_names");
    }
    return true;
}

static bool index_towns(HzpExposureReading *work, Names *names)
{
    HzpExposureRegions *towns = &work->layers->towns;
    const char **counties = work->towns.texts[HZP_REGION_COUNTY];
    if (!work->towns.given) return true;
    add_regions(towns, &work->towns, true);
    towns->stored = g_steal_pointer(&work->towns.rows.polygons);
    names->keys = g_new(TownKey, towns->n + 1);
    for (size_t i = 0; i < towns->n; i++) {
        towns->county[i] = counties && counties[i] ? county_named(names, counties[i]) : -1;
        if (towns->county[i] < 0) return hzp_reading_odd(work, "towns", "exposure_model_names");
        names->keys[i] = (TownKey){towns->county[i], towns->name[i]};
        if (!g_hash_table_insert(names->towns, &names->keys[i], GINT_TO_POINTER((int)i + 1)))
            return hzp_reading_odd(work, "towns", "exposure_model_names");
    }
    return true;
}

/* ---- which county and town a row lies in ---- */

/* Of polygons a point inside them. */
static void inner_points(const HzpExposureReading *work, const HzpPolygonSet *set, double *x, double *y)
{
#pragma omp parallel for schedule(dynamic, 1024) num_threads(hzp_run_threads(work->run))
    for (size_t i = 0; i < set->n; i++) {
        if (!hzp_polygon_set_inner_point(set, i, &x[i], &y[i])) x[i] = y[i] = NAN;
    }
}

/* Lowest row of the regions that cover each point, -1 for none; to be freed. */
static int32_t *locate(const HzpExposureReading *work, const HzpPointGrid *grid, size_t n, const HzpPolygonSet *regions)
{
    int32_t *found = g_new(int32_t, n + 1);
    /* Once cancelled, the next step says so. */
    hzp_point_regions(work->run, grid, regions, n, found);
    return found;
}

typedef struct {
    size_t n;
    HzpPointGrid *grid; /* NULL until asked for */
    double *own_x;      /* of polygons */
    double *own_y;
    int32_t *county; /* by position; NULL without polygons of counties */
} Located;

static const HzpPointGrid *grid_of(const HzpExposureReading *work, const HzpLayerRows *layer, Located *located)
{
    const HzpGeopackageRows *rows = &layer->rows;
    if (located->grid) return located->grid;
    if (rows->polygons) {
        located->own_x = g_new(double, rows->n + 1);
        located->own_y = g_new(double, rows->n + 1);
        inner_points(work, rows->polygons, located->own_x, located->own_y);
    }
    located->grid = hzp_point_grid_make(rows->polygons ? located->own_x : rows->x, rows->polygons ? located->own_y : rows->y,
                                        rows->n, hzp_run_threads(work->run));
    return located->grid;
}

static void located_clear(Located *located)
{
    hzp_point_grid_free(located->grid);
    g_free(located->own_x);
    g_free(located->own_y);
    g_free(located->county);
}

/* A row outside of all counties is an error that the model tells. */
static bool locate_counties(HzpExposureReading *work, const char *name, const HzpLayerRows *layer, Located *located)
{
    const HzpPolygonSet *counties = work->layers->counties.stored;
    located->n = layer->rows.n;
    if (!counties || located->n == 0) return true;
    located->county = locate(work, grid_of(work, layer, located), located->n, counties);
    for (size_t i = 0; i < located->n; i++) {
        if (located->county[i] < 0) return hzp_reading_odd(work, name, "exposure_model_places");
    }
    return true;
}

/* The register's own word first, then the place; a town of another county than the row's is none. Of polygons whose town or
 * county is not stated shares of area would have to decide. */
typedef struct {
    HzpExposureReading *work;
    const char **county_names;
    const char **town_names;
    const int32_t *county; /* that each lies in; NULL where that is not asked */
    bool polygons;
} Assigning;

/* By what the row says; false where that is doubtful. A town that is to be found by its place remains -1. */
static bool assign_by_name(const Assigning *assigning, Names *names, size_t i)
{
    HzpExposureVillages *villages = &assigning->work->layers->villages;
    const HzpExposureRegions *towns = &assigning->work->layers->towns;
    const char *county_name = assigning->county_names ? assigning->county_names[i] : NULL;
    const char *town_name = assigning->town_names ? assigning->town_names[i] : NULL;
    bool polygons = assigning->polygons;
    int32_t county = county_name                      ? county_named(names, county_name)
                     : assigning->county && !polygons ? assigning->county[i]
                                                      : -1;
    int32_t town = town_name && county >= 0 && towns->n ? town_named(names, county, town_name) : -1;
    villages->town[i] = town;
    villages->county[i] = county;
    return !((county < 0 && (county_name || (polygons && assigning->county))) ||
             (towns->n && town < 0 && (town_name || polygons)));
}

static size_t assign_all_by_name(const Assigning *assigning, const Names *names)
{
    size_t n = assigning->work->layers->villages.n;
    size_t doubtful = 0;
#pragma omp parallel num_threads(hzp_run_threads(assigning->work->run)) reduction(+ : doubtful)
    {
        Names own = *names; /* each thread has its own last ones */
#pragma omp for schedule(static)
        for (size_t i = 0; i < n; i++)
            doubtful += !assign_by_name(assigning, &own, i);
    }
    return doubtful;
}

static bool assign_villages(HzpExposureReading *work, Names *names, Located *located)
{
    HzpExposureVillages *villages = &work->layers->villages;
    const HzpExposureRegions *towns = &work->layers->towns;
    const Assigning assigning = {work, work->villages.texts[HZP_VILLAGE_COUNTY], work->villages.texts[HZP_VILLAGE_TOWN],
                                 located->county, work->villages.rows.polygons != NULL};
    g_autofree int32_t *inside = NULL;
    if (assign_all_by_name(&assigning, names) > 0) return hzp_reading_odd(work, "villages", "exposure_model_names");
    for (size_t i = 0; i < villages->n && towns->n; i++) {
        if (villages->town[i] >= 0) continue;
        int32_t county = villages->county[i];
        if (!inside) inside = locate(work, grid_of(work, &work->villages, located), villages->n, towns->stored);
        int32_t town = inside[i] >= 0 && (county < 0 || towns->county[inside[i]] == county) ? inside[i] : -1;
        villages->town[i] = town;
        villages->county[i] = county < 0 && town >= 0 ? towns->county[town] : county;
    }
    return true;
}

/* Where counties have no polygons, the town that a point lies in tells its county. */
static bool assign_hazards(HzpExposureReading *work, Names *names, Located *located)
{
    HzpExposureThreats *threats = &work->layers->threats;
    const HzpExposureRegions *towns = &work->layers->towns;
    const HzpExposureRegions *counties = &work->layers->counties;
    const char **county_names = work->hazards.texts[HZP_HAZARD_COUNTY];
    size_t n = work->hazards.rows.n;
    g_autofree int32_t *inside = NULL;
    for (size_t i = 0; i < n; i++) {
        const char *name = county_names ? county_names[i] : NULL;
        if (name && county_named(names, name) < 0) return hzp_reading_odd(work, "hazard_points", "exposure_model_names");
        if (!name && located->county) {
            name = counties->name[located->county[i]];
        } else if (!name && towns->n) {
            if (!inside) inside = locate(work, grid_of(work, &work->hazards, located), n, towns->stored);
            if (inside[i] >= 0) name = counties->name[towns->county[inside[i]]];
        }
        if (i < threats->n_hazards) threats->county[i] = name;
    }
    return true;
}

static bool in_box(const HzpBox *box, double x, double y)
{
    return x >= box->min_x && x <= box->max_x && y >= box->min_y && y <= box->max_y;
}

/* Exchanged axes and wrong meridians are looked for where rows lie outside of their region. */
static bool lies_in_box(const HzpExposureReading *work, const HzpLayerRows *layer, const HzpBox *region)
{
    const HzpBox *boxes = hzp_reading_boxes(work, layer);
    size_t inside = 0;
    size_t exchanged = 0;
#pragma omp parallel for num_threads(hzp_run_threads(work->run)) reduction(+ : inside, exchanged)
    for (size_t i = 0; i < layer->rows.n; i++) {
        double x = NAN;
        double y = NAN;
        middle_of_row(&layer->rows, boxes, i, &x, &y);
        exchanged += in_box(region, y, x);
        inside += in_box(region, x, y);
    }
    return exchanged == 0 && inside * 10 >= layer->rows.n;
}

static bool all_lie_in_region(HzpExposureReading *work)
{
    const struct {
        const char *name;
        const HzpLayerRows *layer;
    } layers[] = {{"towns", &work->towns},
                  {"villages", &work->villages},
                  {"hazard_points", &work->hazards},
                  {"hazard_zones", &work->zones},
                  {"subsidence", &work->mining}};
    const HzpLayerRows *regions = work->counties.given ? &work->counties : &work->towns;
    const HzpBox *boxes = hzp_reading_boxes(work, regions);
    HzpBox all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; boxes && i < regions->rows.n; i++)
        all = (HzpBox){fmin(all.min_x, boxes[i].min_x), fmin(all.min_y, boxes[i].min_y), fmax(all.max_x, boxes[i].max_x),
                       fmax(all.max_y, boxes[i].max_y)};
    for (size_t i = 0; boxes && i < G_N_ELEMENTS(layers); i++) {
        if (layers[i].layer->given && layers[i].layer != regions && !lies_in_box(work, layers[i].layer, &all))
            return hzp_reading_odd(work, layers[i].name, "exposure_model_places");
    }
    return true;
}

static bool find_regions(HzpExposureReading *work, Names *names)
{
    Located villages = {0};
    Located hazards = {0};
    bool plain = index_counties(work, names) && index_towns(work, names) && all_lie_in_region(work);
    plain = plain && locate_counties(work, "villages", &work->villages, &villages) &&
            locate_counties(work, "hazard_points", &work->hazards, &hazards) && assign_villages(work, names, &villages) &&
            assign_hazards(work, names, &hazards);
    if (plain && work->layers->planar && !work->villages.rows.polygons)
        work->layers->villages.grid = g_steal_pointer(&villages.grid);
    located_clear(&villages);
    located_clear(&hazards);
    return plain;
}

bool hzp_reading_place(HzpExposureReading *work)
{
    Names names = {.counties = g_hash_table_new(g_str_hash, g_str_equal), .towns = g_hash_table_new(hash_of_town, same_town)};
    bool plain = find_regions(work, &names);
    forget_names(&names);
    return plain;
}
