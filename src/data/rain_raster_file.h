/* Opening a file as a grid of rain. Only rain_raster*.c include this. */
#ifndef HZP_DATA_RAIN_RASTER_FILE_H
#define HZP_DATA_RAIN_RASTER_FILE_H

#include "data/rain_parts.h"

/* Open a file that is a raster; *dataset is NULL with HZP_OK where it is none. Of a netCDF file with several variables the
 * one that is rain. *opened (free with g_free()) is what to open again. GDAL's messages are captured by the caller.
 *
 * Formats whose files hold their own cells. Virtual datasets are refused: they name other files, and addresses. Files that
 * belong to one (an .ige beside an .img) must lie beside it. */
HzpStatus hzp_rain_raster_open(const HzpRain *rain, const char *path, GDALDatasetH *dataset, char **opened);
/* The same file again, after it was found to be one. */
GDALDatasetH hzp_rain_raster_reopen(const char *opened);

/* Where the cells lie: fills crs, grid and transformations of `file`. */
HzpStatus hzp_rain_raster_place(HzpRain *rain, GDALDatasetH dataset, HzpRainFile *file);

#endif
