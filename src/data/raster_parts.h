/* What the files about rasters share. Only raster_*.c include this. */
#ifndef HZP_DATA_RASTER_PARTS_H
#define HZP_DATA_RASTER_PARTS_H

#include <gdal.h>

#include "data/raster_source.h"

/* What one thread reads with: GDAL's handles are not to be shared. */
typedef struct {
    GDALDatasetH dataset;
    GDALRasterBandH band;
    GDALRasterBandH mask; /* NULL where NoData says it all */
    void *block;          /* one block in the file's own type */
    GByte *mask_row;      /* of a window */
} HzpRasterHandle;

struct HzpRasterSource {
    const HzpLayerSource *source;
    char driver[32];
    char *path; /* what GDAL was asked to open */
    char *crs;
    HzpRasterGrid *grid;
    HzpRasterReader reader;
    HzpRasterHandle *handles; /* one for each thread */
    int n_handles;
    GDALDataType type;
    size_t block_columns;
    size_t block_rows;
    bool has_no_data;
    double no_data;
    double scale;
    double offset;
    gint64 cache_before; /* GDAL's limit, restored on closing */
};

/* HzpRasterRead of a raster source. */
HzpStatus hzp_raster_read_window(void *user, int thread, const HzpCellRange *range, void *values);

#endif
