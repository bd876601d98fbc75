/* What a rain warning needs of a plan: hazard points, villages, towns, which points reach which villages, and the ground. */
#ifndef HZP_DATA_WARNING_PLACES_H
#define HZP_DATA_WARNING_PLACES_H

#include <glib.h>

#include "base/run.h"
#include "data/plan_file.h"
#include "data/warning_rules.h"

/* A hazard point or village; texts are NULL and numbers NaN where the plan has none. */
typedef struct {
    bool is_village;
    const char *id, *name, *county, *town;
    const char *type, *grade; /* of a hazard point; the more severe of the rule's grade and the registered one */
    unsigned types;           /* bits by hazard_type: its own, or those of the zones that reach a village */
    double population, households, exposed_population;
    const char *contact, *phone;                      /* of a village; who monitors a hazard point */
    const char *prevention_person, *prevention_phone; /* of a hazard point */
    double x, y;                /* in the plan's CRS: the point, or one inside the polygon; NaN where it has no place */
    double lon, lat;            /* the same in degrees */
    GEOSGeometry *polygon;      /* of a village that is one; NULL. In the plan's CRS */
    GEOSGeometry *degrees;      /* the same; `polygon` itself where the plan's CRS is geographic */
    HzpGround ground;           /* column of the matrix */
    const char *susceptibility; /* code, NULL where none is given there */
} HzpWarningSource;

typedef struct {
    const char *name, *county; /* NULL name: places that name no town */
    GEOSGeometry *polygon;     /* NULL where the plan has none. In the plan's CRS */
    GEOSGeometry *degrees;     /* the same; of `polygon` itself where the plan's CRS is geographic */
} HzpWarningTownSource;

/* A hazard point whose zone takes a part of a village: positions among the places. */
typedef struct {
    size_t point, village;
} HzpWarningLink;

typedef struct {
    GStringChunk *texts;
    char *crs;
    const char *file; /* name of the plan's file, without folders */
    const char *title, *region, *notice;
    double year;
    GArray *places;      /* HzpWarningSource: hazard points, then villages */
    size_t n_points;     /* how many of them are hazard points */
    GArray *towns;       /* HzpWarningTownSource: those of the plan's layer, then others that places name */
    size_t *town_of;     /* position among the towns, by place */
    GArray *links;       /* HzpWarningLink */
    bool has_prevention; /* the register keeps prevention persons at all */
} HzpWarningPlaces;

/* Read a plan. HZP_E_INPUT for a plan that lacks what is needed, HZP_E_IO, HZP_E_CRS, HZP_E_CANCELLED. Free with
 * hzp_warning_places_free(). */
HzpStatus hzp_warning_places_read(HzpRun *run, HzpPlanFile *plan, const HzpWarningRules *rules, HzpWarningPlaces **places);
void hzp_warning_places_free(HzpWarningPlaces *places);

#endif
