/* A project: the file project.yaml, what it says, and the default parameters it overrides. */
#ifndef HZP_BASE_PROJECT_H
#define HZP_BASE_PROJECT_H

#include <glib.h>
#include <stdbool.h>

#include "base/yaml_tree.h"

/* No hazard zone is larger: a radius beyond it is a slip of units. */
#define HZP_RADIUS_LARGEST_M 100000.0

/* Of a circle that is drawn, whatever `hazard.circle_vertices` says. */
#define HZP_CIRCLE_CORNERS_MOST 4096

/* Where one layer comes from, as the project says. Texts belong to the project; NULL where not given. */
typedef struct {
    const char *layer;    /* our name: "villages", "hazard_points", … */
    const char *path;     /* as written */
    char *source;         /* what GDAL is asked to open */
    const char *sublayer; /* layer or sheet inside it */
    const char *encoding;
    const char *crs;
    const char *where;
    const char *x;
    const char *y;
    int header_row;            /* of a table, counted from 1; 0 where it is to be found */
    bool packed;               /* `coordinates: packed`: 112.5103 is 112°51′03″ */
    const char *date;          /* of the data, as the project says: "2019-06" */
    const char *supplier;      /* who keeps or sent the data (`source`) */
    bool density;              /* of a raster, `value: density_km2`: people per km², not per cell */
    bool value_stated;         /* `value` is given */
    int band;                  /* of a raster, counted from 1 */
    const HzpYamlNode *fields; /* our field name -> their column */
    const HzpYamlNode *node;
} HzpLayerSource;

typedef struct {
    char *path;   /* of project.yaml */
    char *folder; /* that holds it */
    HzpYaml *file;
    HzpYaml *defaults;       /* data/parameters.yaml */
    HzpYaml *published_file; /* printed figures to compare with, or NULL */
    HzpYaml *rules_file;     /* ordered rules of priority.method rules, or NULL */
    const HzpYamlNode *root;
    const char *title;
    const char *region_name;
    const char *region_code;
    const char *notice;
    const char *source;
    const char *map_approval;
    const char *crs;
    const HzpYamlNode *datum_shifts; /* geographic CRS -> three or seven numbers; NULL where not given */
    const char *published;           /* resolved path or NULL */
    const char *previous;            /* resolved path or NULL */
    double year;                     /* NaN where not given */
    bool allow_outside;
    bool allow_remote;
    GPtrArray *layers; /* HzpLayerSource, in the order of the file */
    GPtrArray *owned;  /* strings */
} HzpProject;

/* Open a project folder or its project.yaml and check every key and parameter. HZP_E_INPUT naming file, line and key. */
HzpStatus hzp_project_open(const char *path, HzpProject **project);
void hzp_project_close(HzpProject *project);

/* HZP_E_USAGE when an output would replace the project file or one of its inputs. */
HzpStatus hzp_project_guard(const HzpProject *project, const char *output);

/* HZP_E_INPUT where villages or hazard points lack, without which there is no plan. A project with a population raster opens
 * without them: people of towns and zones can be counted from its cells alone. */
HzpStatus hzp_project_require_register(const HzpProject *project);

/* Source of a layer, or NULL where the project does not have it. */
const HzpLayerSource *hzp_project_layer(const HzpProject *project, const char *layer);

/* Value of a parameter by dotted path ("hazard.radius_m.landslide"): the project's, else the default. Texts belong to the
 * project; NULL (NaN) when neither has it. Values were checked when the project was opened. */
const char *hzp_project_text(const HzpProject *project, const char *path);
double hzp_project_number(const HzpProject *project, const char *path);
/* The mapping or sequence itself: the project's where given, else the default. */
const HzpYamlNode *hzp_project_node(const HzpProject *project, const char *path);
/* The project's own part, NULL where it says nothing. */
const HzpYamlNode *hzp_project_own(const HzpProject *project, const char *path);

/* Call `each` for every parameter leaf: dotted key, value in use, and whether the project set it. */
void hzp_project_each_parameter(const HzpProject *project,
                                void (*each)(const char *key, const char *value, bool from_project, void *user), void *user);

/* Resolve a path of the project: relative to its folder, never outside of it unless `allow_outside`. Free with g_free(). */
HzpStatus hzp_project_resolve(const HzpProject *project, const HzpYamlNode *node, const char *path, char **resolved);

#endif
