#include "data/exposure_layers.h"

#include <math.h>
#include <string.h>

#include "base/vocabulary.h"

double *hzp_exposure_missing(size_t n)
{
    double *values = g_new(double, n + 1);
    for (size_t i = 0; i < n; i++)
        values[i] = NAN;
    return values;
}

static int32_t *no_rows(size_t n)
{
    int32_t *rows = g_new(int32_t, n + 1);
    for (size_t i = 0; i < n; i++)
        rows[i] = -1;
    return rows;
}

HzpExposurePlaces hzp_exposure_places_make(size_t n, bool planar)
{
    HzpExposurePlaces places = {hzp_exposure_missing(n), hzp_exposure_missing(n), NULL, NULL};
    if (!planar) {
        places.lon = hzp_exposure_missing(n);
        places.lat = hzp_exposure_missing(n);
    }
    return places;
}

static void places_free(HzpExposurePlaces *places)
{
    g_free(places->x);
    g_free(places->y);
    g_free(places->lon);
    g_free(places->lat);
}

HzpExposureLayers *hzp_exposure_layers_new(bool planar)
{
    HzpExposureLayers *layers = g_new0(HzpExposureLayers, 1);
    layers->planar = planar;
    layers->texts = g_string_chunk_new(1 << 16);
    layers->blocks = g_ptr_array_new_with_free_func(g_free);
    return layers;
}

void hzp_exposure_villages_make(HzpExposureVillages *villages, size_t n, bool planar)
{
    *villages = (HzpExposureVillages){.n = n,
                                      .at = hzp_exposure_places_make(n, planar),
                                      .people = hzp_exposure_missing(n),
                                      .households = hzp_exposure_missing(n),
                                      .id = g_new0(const char *, n + 1),
                                      .town = no_rows(n),
                                      .county = no_rows(n)};
}

void hzp_exposure_threats_make(HzpExposureLayers *layers, size_t n_hazards, size_t n_mining)
{
    size_t n = n_hazards + n_mining;
    layers->threats = (HzpExposureThreats){.n = n,
                                           .n_hazards = n_hazards,
                                           .at = hzp_exposure_places_make(n, layers->planar),
                                           .radius_m = hzp_exposure_missing(n),
                                           .groups = g_new0(uint32_t, n + 1),
                                           .type = g_new(int8_t, n + 1),
                                           .grade = g_new(int8_t, n + 1),
                                           .id = g_new0(const char *, n + 1),
                                           .name = g_new0(const char *, n + 1),
                                           .county = g_new0(const char *, n + 1)};
    int8_t mining = (int8_t)hzp_vocabulary_count("hazard_type");
    for (size_t i = 0; i < n; i++) {
        layers->threats.type[i] = i < n_hazards ? -1 : mining;
        layers->threats.grade[i] = -1;
    }
}

void hzp_exposure_regions_make(HzpExposureRegions *regions, size_t n, bool towns)
{
    *regions = (HzpExposureRegions){
        .n = n, .id = g_new0(const char *, n + 1), .name = g_new0(const char *, n + 1), .county = towns ? no_rows(n) : NULL};
}

static void regions_free(HzpExposureRegions *regions)
{
    hzp_polygon_set_free(regions->stored);
    g_free(regions->id);
    g_free(regions->name);
    g_free(regions->county);
}

static void villages_free(HzpExposureVillages *villages)
{
    places_free(&villages->at);
    hzp_polygon_set_free(villages->polygons);
    hzp_point_grid_free(villages->grid);
    g_free(villages->people);
    g_free(villages->households);
    g_free(villages->id);
    g_free(villages->town);
    g_free(villages->county);
}

void hzp_exposure_layers_free(HzpExposureLayers *layers)
{
    if (!layers) return;
    HzpExposureThreats *threats = &layers->threats;
    void *const owned[] = {threats->radius_m, threats->groups, threats->type,      threats->grade,    threats->id,
                           threats->name,     threats->county, layers->projection, layers->stored_crs};
    for (size_t i = 0; i < G_N_ELEMENTS(owned); i++)
        g_free(owned[i]);
    places_free(&threats->at);
    hzp_polygon_set_free(threats->polygons);
    villages_free(&layers->villages);
    villages_free(&layers->buildings);
    regions_free(&layers->towns);
    regions_free(&layers->counties);
    g_string_chunk_free(layers->texts);
    g_ptr_array_free(layers->blocks, TRUE);
    g_free(layers);
}

static bool wants(const HzpProject *project, const char *what)
{
    const char *zones = hzp_project_text(project, "exposure.zones");
    return strcmp(zones, what) == 0 || strcmp(zones, "both") == 0;
}

bool hzp_exposure_wants_hazards(const HzpProject *project) { return wants(project, "hazard"); }

bool hzp_exposure_wants_mining(const HzpProject *project) { return wants(project, "mining"); }

bool hzp_exposure_has_zones(const HzpProject *project)
{
    return (hzp_exposure_wants_hazards(project) && hzp_project_layer(project, "hazard_points")) ||
           (hzp_exposure_wants_mining(project) && hzp_project_layer(project, "subsidence"));
}

void hzp_exposure_threats_group(HzpExposureThreats *threats)
{
    int types = (int)hzp_vocabulary_count("hazard_type");
    int first_grade = HZP_EXPOSURE_FIRST_TYPE + types + 1;
    for (size_t i = 0; i < threats->n; i++) {
        threats->groups[i] = 1U << HZP_EXPOSURE_ALL;
        if (threats->type[i] >= 0) threats->groups[i] |= 1U << (HZP_EXPOSURE_FIRST_TYPE + threats->type[i]);
        if (threats->grade[i] >= 0) threats->groups[i] |= 1U << (first_grade + threats->grade[i]);
    }
    threats->n_groups = first_grade + (int)hzp_vocabulary_count("grade");
}

HzpStatus hzp_exposure_check_crs(const HzpProject *project, const HzpCrsFacts *crs, bool planar)
{
    if (!planar || !crs->geographic) return HZP_OK;
    return hzp_fail(HZP_E_CRS, "crs_not_projected", "crs", project->crs, NULL);
}
