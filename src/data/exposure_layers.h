/* What the exposure engine is asked with: the layers of a project as plain arrays, in the order of their files. */
#ifndef HZP_DATA_EXPOSURE_LAYERS_H
#define HZP_DATA_EXPOSURE_LAYERS_H

#include "base/run.h"
#include "data/model.h"
#include "geo/point_grid.h"
#include "geo/polygon_set.h"

/* Groups of zones: bit 0 is of every zone, then the types in the vocabulary's order, mining, the grades. */
enum { HZP_EXPOSURE_ALL = 0, HZP_EXPOSURE_FIRST_TYPE = 1 };

/* Positions; NaN for a row without one. */
typedef struct {
    double *x; /* planar, metres */
    double *y;
    double *lon; /* degrees; NULL where planar distances are asked for */
    double *lat;
} HzpExposurePlaces;

/* Villages, or buildings. */
typedef struct {
    size_t n;
    HzpExposurePlaces at;    /* of a polygon: the middle of its box, which need not be inside */
    HzpPolygonSet *polygons; /* planar; NULL where all are points */
    HzpPointGrid *grid;      /* of `at`; NULL where none was made */
    double *people;          /* NaN: not known */
    double *households;
    const char **id; /* NULL where nobody asks for them */
    int32_t *town;   /* rows of towns and counties, -1 for none */
    int32_t *county; /* a village in a town is in the town's county */
} HzpExposureVillages;

/* Hazard points with their threat zones, then mining polygons. */
typedef struct {
    size_t n;
    size_t n_hazards;        /* the others are mining polygons */
    HzpExposurePlaces at;    /* centres of circles, NaN for all others */
    double *radius_m;        /* NaN: the polygon counts; a zone with neither is nowhere */
    HzpPolygonSet *polygons; /* planar; empty for circles; rings of several polygons given for one point may overlap. NULL
                                where all are circles */
    uint32_t *groups;
    int n_groups;
    int8_t *type;  /* position in the vocabulary hazard_type, its count for mining; -1: unknown */
    int8_t *grade; /* position in the vocabulary grade, by the rule; -1: none */
    const char **id;
    const char **name;
    const char **county; /* NULL where none is known */
} HzpExposureThreats;

/* Towns or counties; n is 0 where the project has none. */
typedef struct {
    size_t n;
    HzpPolygonSet *stored; /* in the project's CRS; NULL where the project gives none (counties known by their
                             names only), and for towns where all villages name theirs and no raster asks for them */
    const char **id;       /* `code`; NULL where there is none */
    const char **name;
    int32_t *county; /* of towns: row of counties, -1 for none; NULL for counties */
} HzpExposureRegions;

typedef struct {
    bool planar;      /* distances and areas as the project's projected CRS has them, not on the ellipsoid */
    HzpCrsFacts crs;  /* ellipsoid */
    char *projection; /* of the planar coordinates: the project's CRS, or a PROJ string of an equal-area projection */
    char *stored_crs; /* the project's */
    HzpExposureVillages villages;
    HzpExposureVillages buildings; /* n is 0 where the project has none */
    HzpExposureThreats threats;
    HzpExposureRegions towns;
    HzpExposureRegions counties;
    GStringChunk *texts;
    GPtrArray *blocks; /* of memory that hold further texts */
} HzpExposureLayers;

/* An array of so many missing values. */
double *hzp_exposure_missing(size_t n);
HzpExposurePlaces hzp_exposure_places_make(size_t n, bool planar); /* likewise */

/* Zero-initialised layers with room for so many rows, all values missing; the n of regions may be 0. */
HzpExposureLayers *hzp_exposure_layers_new(bool planar);
void hzp_exposure_layers_free(HzpExposureLayers *layers);
void hzp_exposure_villages_make(HzpExposureVillages *villages, size_t n, bool planar);
void hzp_exposure_threats_make(HzpExposureLayers *layers, size_t n_hazards, size_t n_mining);
void hzp_exposure_regions_make(HzpExposureRegions *regions, size_t n, bool towns);

/* Whether hazard points, or mining polygons, are among the zones that the project asks for (`exposure.zones`). */
bool hzp_exposure_wants_hazards(const HzpProject *project);
bool hzp_exposure_wants_mining(const HzpProject *project);
/* Whether the project has a layer of such zones; without one nobody knows who is exposed. */
bool hzp_exposure_has_zones(const HzpProject *project);

/* Draw the circles of zones among the polygons, with `hazard.circle_vertices` corners on the ellipsoid or in the plane: what
 * shares of village polygons are taken of, unless the engine draws them. */
HzpStatus hzp_exposure_threats_draw(HzpRun *run, const HzpProject *project, HzpExposureLayers *layers);

/* The outlines of all zones, circles drawn with their radii times `factor`. Free *drawn with hzp_polygon_set_free(). */
HzpStatus hzp_exposure_threats_drawn(HzpRun *run, const HzpProject *project, const HzpExposureLayers *layers, double factor,
                                     HzpPolygonSet **drawn);

/* exposure_geodesic_circles.c: the same on the ellipsoid, which needs GEOS. */
HzpStatus hzp_exposure_threats_drawn_geodesic(HzpRun *run, const HzpProject *project, const HzpExposureLayers *layers,
                                              double factor, HzpPolygonSet **drawn);

/* Corners of a circle that is drawn: `hazard.circle_vertices`, within reason. */
int hzp_exposure_circle_corners(const HzpProject *project);

/* Fill in `groups` from type and grade. */
void hzp_exposure_threats_group(HzpExposureThreats *threats);

/* HZP_E_INPUT when planar measures are asked for and the project's CRS is geographic. */
HzpStatus hzp_exposure_check_crs(const HzpProject *project, const HzpCrsFacts *crs, bool planar);

/* The layers of a project straight from SQLite, where all that the question needs are local GeoPackages in the project's CRS
 * whose cells need no thought. HZP_OK with *layers NULL where they are not, which the log tells: then a model is to be read.
 * HZP_E_CANCELLED. */
HzpStatus hzp_exposure_layers_read(HzpRun *run, const HzpProject *project, bool planar, HzpExposureLayers **layers);

/* The layers of a model that was read and found without errors; texts are copied. Free with hzp_exposure_layers_free(). */
HzpStatus hzp_exposure_layers_of_model(const HzpModel *model, bool planar, HzpExposureLayers **layers);

#endif
