/* Writing plan.gpkg: an OGC GeoPackage 1.3 through GDAL, with spatial and attribute indexes and QGIS styles. */
#ifndef HZP_DATA_PLAN_WRITER_H
#define HZP_DATA_PLAN_WRITER_H

#include "base/project.h"
#include "base/run.h"
#include "data/plan_schema.h"
#include "data/table.h"

/* Write the tables (each named after its layer; those of the schema that are missing are written empty) to `path`, under a
 * temporary name that is renamed when complete. The same tables give the same rows: dates are taken from the project's year.
 * @return HZP_E_IO naming the file and what GDAL said; HZP_E_CANCELLED. */
HzpStatus hzp_plan_write(HzpRun *run, const HzpProject *project, HzpTable *const *tables, size_t n, const char *path);

/* A GeoPackage with layers of one's own. */
typedef struct {
    const HzpPlanLayer *layers;
    size_t count;
    char *const *styles; /* QML of each layer; NULL for one without */
    const char *crs;
    double year; /* what it is dated, so that the same input gives the same file; NaN where there is none */
} HzpLayerFile;

/* The same for any layers. */
HzpStatus hzp_layer_file_write(HzpRun *run, const HzpLayerFile *file, HzpTable *const *tables, size_t n, const char *path);

/* QML of a layer as it comes with the program, NULL in *qml where there is none; free with g_free(). */
HzpStatus hzp_layer_style_read(const char *layer, char **qml);

#endif
