/* What the files about layers of rain share. Only rain_layer*.c include this. */
#ifndef HZP_DATA_RAIN_LAYER_H
#define HZP_DATA_RAIN_LAYER_H

#include "data/column_match.h"
#include "data/rain_parts.h"

/* A column whose heading is a day. */
typedef struct {
    int column;
    int64_t day;
} HzpRainColumn;

/* What a layer is like, before it is read. */
typedef struct {
    bool geometry;
    bool crs;     /* its geometry has one */
    bool beyond;  /* its geometry cannot be degrees */
    bool xy;      /* columns of coordinates */
    bool date;    /* a column of days */
    char *amount; /* heading of the column of mm; NULL for none */
    GArray *days; /* HzpRainColumn; of no meaning beside a column of days */
} HzpRainProbe;

/* rain_layer_probe.c: open the layer and look at its columns. `source` names the layer of a file with several. Clear with
 * hzp_rain_probe_clear(). */
HzpStatus hzp_rain_layer_probe(const HzpProject *project, const HzpLayerSource *source, HzpRainProbe *probe);
void hzp_rain_probe_clear(HzpRainProbe *probe);
/* The one layer of a file that may be rain, kept in `texts`; NULL where there is but one at all. HZP_E_INPUT where several
 * may. */
HzpStatus hzp_rain_layer_choose(HzpRain *rain, const HzpProject *project, const HzpLayerSource *source,
                                const char **sublayer);

/* Cells of one file as figures: what is told of them when all are read. */
typedef struct {
    HzpRun *run;
    HzpRain *rain;
    HzpRainFile *file;
    HzpTable *table;
    double factor;
    size_t unplaced;
    size_t undated;
    size_t bounds;
} HzpRainReading;

/* rain_layer_figures.c: one cell of a row, on a day. */
HzpStatus hzp_rain_figure_add(HzpRainReading *reading, size_t row, HzpRainWhen when, const char *heading, const char *text);
/* Rows with a column of mm, and perhaps one of days. */
HzpStatus hzp_rain_figures_of_rows(HzpRainReading *reading, const HzpRainProbe *probe);
/* rain_layer_wide.c: rows with a column for each day, which are read again. */
HzpStatus hzp_rain_figures_of_columns(HzpRainReading *reading, const HzpProject *project, const HzpLayerSource *source,
                                      const HzpRainProbe *probe);

#endif
