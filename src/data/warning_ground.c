#include "data/warning_ground.h"

#include <math.h>

#include "base/vocabulary.h"
#include "geo/covered_area.h"
#include "geo/geometry.h"
#include "geo/polygon_index.h"
#include "geo/polygon_simple.h"

/* The susceptibility map. */
typedef struct {
    GPtrArray *polygons; /* GEOSGeometry */
    GArray *grounds;     /* int, HzpGround of each */
    GArray *groups;      /* uint32_t: the bit of its ground */
    HzpPolygonIndex *index;
    HzpPolygonSet *set;
    HzpCoverSweep *sweep;
    GArray *near; /* size_t: work space */
} Map;

/* ---- what covers a place ---- */

typedef struct {
    const Map *map;
    int most; /* the most severe so far; HZP_GROUNDS: none */
} Covering;

static int ground_at(const Map *map, size_t position) { return g_array_index(map->grounds, int, position); }

static void take_cover(size_t position, void *user)
{
    Covering *covering = user;
    covering->most = MIN(covering->most, ground_at(covering->map, position));
}

/* Only what is more severe is of interest. Ground that is not prone does not replace what the map does not cover. */
static void take_near(size_t position, void *user)
{
    Covering *covering = user;
    int ground = ground_at(covering->map, position);
    if (ground < covering->most && ground < HZP_GROUND_NONE) g_array_append_val(covering->map->near, position);
}

/* A large village may lie on several grounds: the worst of those that take more of it than a line drawn twice. */
static int worst_inside(const Map *map, const GEOSGeometry *village, int most, double least_share)
{
    Covering covering = {map, most};
    HzpCoverAreas areas;
    g_array_set_size(map->near, 0);
    hzp_polygon_index_near(map->index, village, take_near, &covering);
    if (map->near->len == 0) return most;
    HzpPolygonSet *unit = hzp_polygon_set_new();
    hzp_polygon_set_add(unit, village);
    hzp_polygon_set_examine(unit, 0, 1);
    HzpCoverQuestion question = {.units = unit,
                                 .zones = map->set,
                                 .zone = (const size_t *)(void *)map->near->data,
                                 .n = map->near->len,
                                 .groups = (const uint32_t *)(void *)map->groups->data,
                                 .n_groups = HZP_GROUND_NONE};
    hzp_cover_areas(map->sweep, &question, &areas, NULL);
    for (int ground = HZP_GROUND_NONE - 1; ground >= 0; ground--) {
        if (areas.group[ground] > 0 && areas.group[ground] >= least_share * areas.unit) most = MIN(most, ground);
    }
    hzp_polygon_set_free(unit);
    return most;
}

static HzpGround ground_of_grade(const HzpWarningRules *rules, const char *grade)
{
    int index = hzp_vocabulary_index("grade", grade);
    return rules->grade_as[index < 0 ? (int)hzp_vocabulary_count("grade") : index];
}

static void set_ground(const Map *map, const HzpWarningRules *rules, HzpWarningSource *place)
{
    HzpGround otherwise = map->grounds->len > 0 ? HZP_GROUND_OUTSIDE : HZP_GROUND_UNKNOWN;
    Covering covering = {map, HZP_GROUNDS};
    if (isfinite(place->x)) hzp_polygon_index_at(map->index, place->x, place->y, take_cover, &covering);
    if (place->is_village && place->polygon)
        covering.most = worst_inside(map, place->polygon, covering.most, rules->village_ground_share);
    if (covering.most < HZP_GROUNDS) {
        place->ground = (HzpGround)covering.most;
        place->susceptibility = hzp_warning_ground_code(place->ground);
    } else {
        place->ground = place->is_village ? otherwise : ground_of_grade(rules, place->grade);
    }
}

/* ---- the map ---- */

static void add_polygon(Map *map, sqlite3_stmt *row)
{
    int ground = (int)hzp_warning_ground_of((const char *)sqlite3_column_text(row, 0));
    GEOSGeometry *polygon = hzp_plan_file_geometry(row, 1);
    if (ground > HZP_GROUND_NONE || !polygon) {
        hzp_geometry_free(polygon); /* a level that is no word of ours tells nothing of the place */
        return;
    }
    uint32_t group = 1U << ground;
    g_ptr_array_add(map->polygons, polygon);
    g_array_append_val(map->grounds, ground);
    g_array_append_val(map->groups, group);
    hzp_polygon_set_add(map->set, polygon);
}

static void map_begin(Map *map)
{
    *map = (Map){.polygons = g_ptr_array_new_with_free_func(hzp_geometry_free),
                 .grounds = g_array_new(FALSE, FALSE, sizeof(int)),
                 .groups = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                 .set = hzp_polygon_set_new(),
                 .sweep = hzp_cover_sweep_new(),
                 .near = g_array_new(FALSE, FALSE, sizeof(size_t))};
}

static void map_clear(Map *map)
{
    hzp_polygon_index_free(map->index);
    hzp_cover_sweep_free(map->sweep);
    hzp_polygon_set_free(map->set);
    g_array_unref(map->near);
    g_array_unref(map->groups);
    g_array_unref(map->grounds);
    g_ptr_array_unref(map->polygons);
}

HzpStatus hzp_warning_grounds_read(HzpPlanFile *plan, const HzpWarningRules *rules, HzpWarningPlaces *places)
{
    Map map;
    sqlite3_stmt *row = NULL;
    HZP_TRY(hzp_plan_file_prepare(plan, "SELECT level, geom FROM susceptibility", &row));
    map_begin(&map);
    while (hzp_plan_file_step(plan, row))
        add_polygon(&map, row);
    sqlite3_finalize(row);
    HzpStatus status = hzp_plan_file_check(plan);
    if (status == HZP_OK) {
        map.index = hzp_polygon_index_new((GEOSGeometry *const *)map.polygons->pdata, map.polygons->len);
        hzp_polygon_set_examine(map.set, 0, map.set->n);
        for (guint i = 0; i < places->places->len; i++)
            set_ground(&map, rules, &g_array_index(places->places, HzpWarningSource, i));
    }
    map_clear(&map);
    return status;
}
