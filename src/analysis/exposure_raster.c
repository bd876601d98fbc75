#include "analysis/exposure_raster.h"

#include <math.h>
#include <string.h>

#include "analysis/exposure_identities.h"
#include "base/message.h"
#include "geo/polygon_transform.h"

static const double ROUNDING = 1e-9;

/* ---- the way to the raster ---- */

static const HzpExposureLayers *layers_of(const HzpExposureRaster *raster) { return raster->answer->layers; }

/* Some place of the region, so that an operation meant for it is chosen. */
static void some_place(const HzpExposureLayers *layers, HzpTransformWanted *wanted)
{
    const HzpPolygonSet *const sets[] = {layers->counties.stored, layers->towns.stored};
    wanted->x = wanted->y = NAN;
    for (size_t s = 0; s < G_N_ELEMENTS(sets); s++) {
        if (!sets[s] || sets[s]->n_corners == 0) continue;
        wanted->x = sets[s]->x[0];
        wanted->y = sets[s]->y[0];
    }
}

static void tell_operation(const HzpExposureRaster *raster, const HzpTransformFacts *facts, const char *crs)
{
    HzpFindings *findings = raster->findings;
    const char *path = hzp_project_layer(raster->project, "population")->path;
    if (facts->shift_unknown) {
        hzp_findings_add(findings, "crs_shift_unknown", "population", NULL, NULL, "path", path, "crs", crs, "target",
                         raster->project->crs, NULL);
    } else if (facts->datum_changes && !facts->datum_same) {
        bool coarse = !(facts->accuracy_m <= hzp_findings_parameter(findings, "transformation_coarse", "accuracy_m"));
        hzp_findings_add(findings, coarse ? "transformation_coarse" : "transformation_used", "population", NULL, NULL, "path",
                         path, "operation", facts->name, "accuracy",
                         isfinite(facts->accuracy_m) ? hzp_text_of_number(facts->accuracy_m) : "?", NULL);
    }
}

static HzpStatus find_way(HzpExposureRaster *raster)
{
    const HzpExposureLayers *layers = layers_of(raster);
    HzpTransformWanted wanted = {.from = layers->stored_crs, .to = hzp_raster_crs(raster->source)};
    HzpTransformFacts facts;
    if (strcmp(layers->projection, layers->stored_crs) != 0)
        HZP_TRY(hzp_transform_new(layers->projection, layers->stored_crs, &raster->to_stored));
    if (strcmp(wanted.from, wanted.to) == 0) return HZP_OK;
    some_place(layers, &wanted);
    HZP_TRY(hzp_transform_choose(&wanted, &raster->to_raster, &facts));
    tell_operation(raster, &facts, wanted.to);
    return HZP_OK;
}

/* A plane that is the raster's own, but for where its cells lie: polygons are moved when the pass comes to them. */
static bool is_same_plane(const HzpExposureRaster *raster)
{
    const HzpExposureLayers *layers = layers_of(raster);
    bool regions = layers->towns.stored || layers->counties.stored;
    return layers->planar && regions && !raster->to_raster && !raster->to_stored &&
           hzp_raster_reader(raster->source)->grid->turn == 0;
}

static HzpStatus place_stored(const HzpExposureRaster *raster, HzpPolygonSet **set)
{
    HzpPolygonSet *placed = NULL;
    HZP_TRY(hzp_raster_grid_place(hzp_raster_reader(raster->source)->grid, *set, raster->to_raster, &placed));
    hzp_polygon_set_free(*set);
    *set = placed;
    return HZP_OK;
}

HzpStatus hzp_exposure_raster_place(const HzpExposureRaster *raster, HzpPolygonSet **set)
{
    if (raster->same_plane) return HZP_OK;
    if (!raster->to_stored) return place_stored(raster, set);
    /* Edges in the plane were straight in the project's CRS, with corners close enough: only these go back. */
    const HzpPolygonTransform back = {.transform = raster->to_stored, .tolerance = INFINITY};
    HzpPolygonSet *stored = NULL;
    HZP_TRY(hzp_polygon_set_transform(*set, &back, &stored));
    hzp_polygon_set_free(*set);
    *set = stored;
    return place_stored(raster, set);
}

/* ---- what is asked about ---- */

static void add_regions(const HzpExposureRegions *regions, HzpPolygonSet *set)
{
    for (size_t i = 0; regions->stored && i < regions->n; i++)
        hzp_polygon_set_add_copy(set, regions->stored, i);
}

/* Without any boundary the region is what the raster covers. */
static void add_whole_raster(const HzpExposureRaster *raster, HzpPolygonSet *placed)
{
    const HzpRasterGrid *grid = hzp_raster_reader(raster->source)->grid;
    const double x[] = {0, (double)grid->columns, (double)grid->columns, 0};
    const double y[] = {0, 0, (double)grid->rows, (double)grid->rows};
    if (placed->n > 0) return;
    hzp_polygon_set_add_ring(placed, x, y, G_N_ELEMENTS(x), false);
    hzp_polygon_set_end(placed);
}

static HzpStatus place_regions(HzpExposureRaster *raster)
{
    raster->regions = hzp_polygon_set_new();
    add_regions(&layers_of(raster)->towns, raster->regions);
    if (raster->counties) add_regions(&layers_of(raster)->counties, raster->regions);
    HZP_TRY(place_stored(raster, &raster->regions));
    add_whole_raster(raster, raster->regions);
    return HZP_OK;
}

void hzp_exposure_raster_expect(void) {}

HzpStatus hzp_exposure_raster_begin(HzpExposureRaster *raster)
{
    const HzpLayerSource *layer = hzp_project_layer(raster->project, "population");
    const HzpExposureLayers *layers = layers_of(raster);
    HZP_TRY(hzp_raster_open(raster->project, layer, hzp_run_threads(raster->run), &raster->source, NULL));
    HZP_TRY(find_way(raster));
    raster->same_plane = is_same_plane(raster);
    /* Counties, which take as long again, only for their own rows and the region's. */
    raster->counties = layers->counties.stored && layers->counties.n > 0 &&
                       (!layers->towns.stored || layers->towns.n == 0 ||
                        raster->answer->levels & (1U << HZP_LEVEL_REGION | 1U << HZP_LEVEL_COUNTY));
    return raster->same_plane ? HZP_OK : place_regions(raster);
}

void hzp_exposure_raster_clear(HzpExposureRaster *raster)
{
    hzp_polygon_set_free(raster->regions);
    hzp_polygon_set_free(raster->zones);
    hzp_transform_free(raster->to_raster);
    hzp_transform_free(raster->to_stored);
    hzp_raster_close(raster->source);
}

HzpStatus hzp_exposure_raster_scale(HzpExposureRaster *raster, HzpExposureScale scale)
{
    const HzpExposureThreats *threats = &layers_of(raster)->threats;
    double factor = raster->answer->table->radius_factor[scale];
    if (raster->same_plane) {
        raster->circles = (HzpRasterCircles){.n = threats->n,
                                             .x = threats->at.x,
                                             .y = threats->at.y,
                                             .radius = threats->radius_m,
                                             .factor = factor,
                                             .corners = hzp_exposure_circle_corners(raster->project)};
        return HZP_OK;
    }
    hzp_polygon_set_free(raster->zones);
    raster->zones = NULL;
    HZP_TRY(hzp_exposure_threats_drawn(raster->run, raster->project, layers_of(raster), factor, &raster->zones));
    return hzp_exposure_raster_place(raster, &raster->zones);
}

HzpStatus hzp_exposure_raster_sum(const HzpExposureRaster *raster, const HzpPolygonSet *regions, const HzpPolygonSet *more,
                                  bool zones, HzpRasterResult **result)
{
    const HzpExposureThreats *threats = &layers_of(raster)->threats;
    const HzpRasterReader *reader = hzp_raster_reader(raster->source);
    const HzpRasterQuestion question = {.regions = regions,
                                        .more_regions = more,
                                        .zones = raster->same_plane ? threats->polygons : raster->zones,
                                        .circles = raster->same_plane ? &raster->circles : NULL,
                                        .to_cells = raster->same_plane ? reader->grid->to_cells : NULL,
                                        .groups = threats->groups,
                                        .n_groups = threats->n_groups,
                                        .want_zones = zones};
    HZP_TRY(hzp_raster_exposure_compute(raster->run, reader, &question, result));
    if ((*result)->beyond_largest == 0) return HZP_OK;
    HzpStatus status = hzp_fail(
        HZP_E_INPUT, "exposure_raster_cells", "count", hzp_text_of_size((size_t)(*result)->beyond_largest), "largest",
        hzp_text_of_number(reader->largest), "path", hzp_project_layer(raster->project, "population")->path, NULL);
    hzp_raster_result_free(*result);
    *result = NULL;
    return status;
}

/* ---- rows ---- */

static HzpExposureRecord record_of(HzpExposureScale scale, HzpExposureLevel level, size_t place, const HzpRasterSum *sum)
{
    return (HzpExposureRecord){
        .scale = (uint8_t)scale,
        .source = HZP_SOURCE_RASTER,
        .level = (uint8_t)level,
        .place = place,
        .figures = {NAN, hzp_raster_sum_people(sum), NAN, NAN, NAN, hzp_raster_sum_missing_share(sum)}};
}

static void merge(HzpRasterSum *to, const HzpRasterSum *from)
{
    hzp_exact_sum_merge(&to->people, &from->people);
    hzp_exact_sum_merge(&to->area, &from->area);
    hzp_exact_sum_merge(&to->missing, &from->missing);
}

/* The whole place, then inside the zones of each group. */
typedef struct {
    HzpRasterSum *all;
    HzpRasterSum *group;
} PlaceSums;

static HzpStatus add_place(const HzpExposureRaster *raster, HzpExposureScale scale, HzpExposureLevel level, size_t place,
                           const PlaceSums *sums)
{
    const HzpExposureAnswer *answer = raster->answer;
    double people = hzp_exact_sum_value(&sums->all->people);
    double exposed = hzp_exact_sum_value(&sums->group[HZP_EXPOSURE_ALL].people);
    double slack = ROUNDING * fmax(1, people);
    HZP_TRY(hzp_exposure_require(exposed <= people + slack, "raster, exposed and population", exposed, people));
    hzp_exposure_answer_append(answer, record_of(scale, level, place, sums->all), HZP_CATEGORY_POPULATION, 0);
    hzp_exposure_answer_append(answer, record_of(scale, level, place, sums->group), HZP_CATEGORY_ALL, 0);
    for (int g = HZP_EXPOSURE_FIRST_TYPE; g < answer->layers->threats.n_groups; g++) {
        HzpExposureCategory category;
        uint32_t value;
        double part = hzp_exact_sum_value(&sums->group[g].people);
        HZP_TRY(hzp_exposure_require(part <= exposed + slack, "raster, group and exposed", part, exposed));
        if (!hzp_exposure_answer_group(answer, g, &category, &value)) continue;
        if (level == HZP_LEVEL_TOWN && !(hzp_exact_sum_value(&sums->group[g].area) > 0)) continue;
        hzp_exposure_answer_append(answer, record_of(scale, level, place, &sums->group[g]), category, value);
    }
    return HZP_OK;
}

/* Sum of several of the polygons that were asked about. */
typedef bool (*Belongs)(const HzpExposureLayers *layers, size_t region, size_t place);

static bool is_of_region(const HzpExposureLayers *layers, size_t region, size_t place)
{
    (void)place;
    bool counties = layers->counties.stored && layers->counties.n > 0;
    return !counties || region >= layers->towns.n;
}

static bool is_of_county(const HzpExposureLayers *layers, size_t region, size_t place)
{
    if (layers->counties.stored) return region == layers->towns.n + place;
    return region < layers->towns.n && layers->towns.county[region] == (int32_t)place;
}

static bool is_town(const HzpExposureLayers *layers, size_t region, size_t place)
{
    (void)layers;
    return region == place;
}

static HzpStatus add_sum(const HzpExposureRaster *raster, HzpExposureScale scale, HzpExposureLevel level, size_t place,
                         const HzpRasterResult *result, Belongs belongs)
{
    size_t groups = (size_t)result->n_groups;
    g_autofree HzpRasterSum *sums = g_new0(HzpRasterSum, groups + 1);
    const PlaceSums found = {sums, sums + 1};
    const HzpExposureLayers *layers = layers_of(raster);
    bool one = level == HZP_LEVEL_TOWN || (level == HZP_LEVEL_COUNTY && layers->counties.stored);
    size_t first = level == HZP_LEVEL_TOWN ? place : one ? layers->towns.n + place : 0;
    size_t end = one ? first + 1 : result->n_regions;
    for (size_t r = first; r < end; r++) {
        if (!belongs(layers, r, place)) continue;
        merge(found.all, &result->region[r]);
        for (size_t g = 0; g < groups; g++)
            merge(&found.group[g], &result->exposed[r * groups + g]);
    }
    return add_place(raster, scale, level, place, &found);
}

static HzpStatus add_rows(const HzpExposureRaster *raster, HzpExposureScale scale, const HzpRasterResult *result)
{
    const HzpExposureLayers *layers = layers_of(raster);
    unsigned levels = raster->answer->levels;
    if (levels >> HZP_LEVEL_REGION & 1) HZP_TRY(add_sum(raster, scale, HZP_LEVEL_REGION, 0, result, is_of_region));
    bool counties = levels >> HZP_LEVEL_COUNTY & 1 && (layers->counties.stored || layers->towns.stored);
    for (size_t c = 0; counties && c < layers->counties.n; c++)
        HZP_TRY(add_sum(raster, scale, HZP_LEVEL_COUNTY, c, result, is_of_county));
    bool towns = levels >> HZP_LEVEL_TOWN & 1 && layers->towns.stored;
    for (size_t t = 0; towns && t < layers->towns.n; t++)
        HZP_TRY(add_sum(raster, scale, HZP_LEVEL_TOWN, t, result, is_town));
    for (size_t z = 0; result->zone && z < layers->threats.n; z++)
        hzp_exposure_answer_append(raster->answer, record_of(scale, HZP_LEVEL_ZONE, z, &result->zone[z]), HZP_CATEGORY_ALL,
                                   0);
    return HZP_OK;
}

HzpStatus hzp_exposure_raster_add(HzpExposureRaster *raster, HzpExposureScale scale)
{
    const HzpExposureLayers *layers = layers_of(raster);
    const HzpPolygonSet *regions = raster->same_plane ? layers->towns.stored : raster->regions;
    const HzpPolygonSet *more = raster->same_plane && raster->counties ? layers->counties.stored : NULL;
    HzpRasterResult *result = NULL;
    bool zones = raster->answer->levels >> HZP_LEVEL_ZONE & 1;
    HZP_TRY(hzp_exposure_raster_sum(raster, regions, more, zones, &result));
    HzpStatus status = add_rows(raster, scale, result);
    hzp_raster_result_free(result);
    return status;
}
