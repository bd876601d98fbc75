/* The rows a map is drawn from: layers of plan.gpkg in the sheets' projection, with their styles. Only read. */
#ifndef HZP_PRESENT_MAP_DATA_H
#define HZP_PRESENT_MAP_DATA_H

#include "data/plan_file.h"
#include "hazplan/run.h"
#include "present/map_config.h"
#include "present/map_style.h"
#include "present/map_view.h"

typedef struct HzpMapLayer HzpMapLayer;

typedef struct {
    const HzpMapLayer *layer;
    HzpCell *cells; /* one for each column of the layer */
    char shape;     /* 'p' point, 'l' line, 'a' area; 0 without geometry */
    double *xy;     /* projected metres */
    size_t *ends;   /* rings or lines: end point of each */
    size_t parts;
    HzpExtent extent;
    double middle_x, middle_y; /* the point itself; a place well inside an area */
} HzpMapRow;

struct HzpMapLayer {
    char *name;
    GPtrArray *columns; /* names */
    HzpMapRow *rows;
    size_t count;
    HzpStyle *style;
    GStringChunk *texts;
    HzpMapRow *borders; /* all outlines as lines, each once; NULL where areas are filled or styled apart */
};

typedef struct {
    HzpPlanFile *plan;
    GPtrArray *layers; /* of HzpMapLayer: those that have rows */
    char *crs;         /* of the stored geometry */
    char *projection;  /* of the sheets */
    char *geographic;  /* of the graticule */
    double meridian;
} HzpMapData;

/* Read the layers that the sheets name. Missing or empty layers are left out. Free with hzp_map_data_free(). */
HzpStatus hzp_map_data_load(HzpRun *run, HzpPlanFile *plan, const HzpMapConfig *config, HzpMapData **data);
void hzp_map_data_free(HzpMapData *data);

/* A layer by name, or NULL when it has no rows. */
const HzpMapLayer *hzp_map_data_layer(const HzpMapData *data, const char *name);

/* Value of a column of a row (an HzpMapRow), NULL when the layer lacks the column; fits HzpCellLookup. */
const HzpCell *hzp_map_row_cell(const void *row, const char *column);
/* The same as text: NULL where missing or NULL; numbers are written as stored. Free with g_free(). */
char *hzp_map_row_text(const HzpMapRow *row, const char *column);
/* The same as a number: NaN where missing or not a number. */
double hzp_map_row_number(const HzpMapRow *row, const char *column);

/* Whether an area row holds a projected point. */
bool hzp_map_row_holds(const HzpMapRow *row, double x, double y);

void hzp_extent_add(HzpExtent *extent, const HzpExtent *other);
HzpExtent hzp_extent_none(void);
bool hzp_extent_meets(const HzpExtent *a, const HzpExtent *b);

#endif
