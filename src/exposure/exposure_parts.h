/* Parts of the exposure engine. Inside src/exposure only. */
#ifndef HZP_EXPOSURE_EXPOSURE_PARTS_H
#define HZP_EXPOSURE_EXPOSURE_PARTS_H

#include <glib.h>
#include <stdatomic.h>

#include "exposure/exposure.h"
#include "geo/box_grid.h"

/* What many threads tell of their work. */
typedef struct {
    HzpRun *run;
    const char *phase;
    double total;
    _Atomic size_t done;
    double next_report; /* the calling thread's */
} HzpExposureProgress;

/* From any thread: so much more is done. The calling thread's share of the calls reports it.
 * @return false once the run was cancelled: leave the work. */
bool hzp_exposure_advance(HzpExposureProgress *progress, size_t done);

/* A computation. */
typedef struct {
    const HzpExposureQuestion *question;
    const HzpExposureUnits *units;
    const HzpExposureZones *zones;
    HzpExposureResult *result;
    int threads;
    HzpExposureProgress progress;
    bool *is_polygon;         /* by unit; NULL where all are points */
    _Atomic uint32_t *groups; /* by unit: of the zones it lies in */
    _Atomic uint32_t *depth;  /* by unit: number of zones a point lies in */
    GArray **pairs;           /* of HzpExposureShare, by thread; NULL unless asked for */
} HzpExposureWork;

static inline uint32_t hzp_exposure_zone_groups(const HzpExposureWork *work, size_t zone)
{
    return work->zones->groups ? work->zones->groups[zone] : 1;
}

/* Points in zones: sums of zones, and each unit's groups and depth. */
HzpStatus hzp_exposure_points(HzpExposureWork *work);

/* Shares of the polygons among some units. */
typedef struct {
    const uint32_t *units; /* n; NULL: the first n of all */
    size_t n;
    double *share; /* n × groups */
    double (*depth)[HZP_COVER_DEPTHS];
    GArray **hits; /* of HzpExposureShare, by thread */
} HzpExposureBlock;

typedef struct HzpExposurePolygons HzpExposurePolygons;
HzpExposurePolygons *hzp_exposure_polygons_new(HzpExposureWork *work);
void hzp_exposure_polygons_free(HzpExposurePolygons *polygons);

static inline size_t hzp_exposure_block_unit(const HzpExposureBlock *block, size_t i)
{
    return block->units ? block->units[i] : i;
}

/* All units by place, so that neighbours, which meet the same zones, follow each other. Free with g_free(). */
uint32_t *hzp_exposure_polygons_order(const HzpExposureWork *work);

/* Shares of a block, and each unit's groups. */
HzpStatus hzp_exposure_polygons_block(HzpExposurePolygons *polygons, HzpExposureBlock *block);

/* Add a block's units to the sums of regions, depths and, polygons only, zones. */
void hzp_exposure_add_block(HzpExposureWork *work, const HzpExposureBlock *block);

/* Which units are polygons. */
HzpStatus hzp_exposure_find_polygons(HzpExposureWork *work);

/* Append the outline of a zone with the question's radius; an empty polygon where it has none. */
void hzp_exposure_put_zone(const HzpExposureWork *work, size_t zone, HzpPolygonSet *set);

/* Boxes that the outlines of all zones lie in; an empty one (min > max) where there is no outline. Free with g_free(). */
HzpBox *hzp_exposure_zone_boxes(const HzpExposureWork *work);

#endif
