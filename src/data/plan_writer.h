/* Writing plan.gpkg: an OGC GeoPackage 1.3 through GDAL, with spatial and attribute indexes and QGIS styles. */
#ifndef HZP_DATA_PLAN_WRITER_H
#define HZP_DATA_PLAN_WRITER_H

#include "base/project.h"
#include "base/run.h"
#include "data/table.h"

/* Write the tables (each named after its layer; those of the schema that are missing are written empty) to `path`, under a
 * temporary name that is renamed when complete. The same tables give the same rows: dates are taken from the project's year.
 * @return HZP_E_IO naming the file and what GDAL said; HZP_E_CANCELLED. */
HzpStatus hzp_plan_write(HzpRun *run, const HzpProject *project, HzpTable *const *tables, size_t n, const char *path);

#endif
