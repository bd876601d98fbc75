/* Whether a raster file is as long as its header says. libnetcdf and GDAL's ENVI driver read what lies behind the end of a
 * file as 0, and 0 mm of rain, or nobody, is a figure: a file that was cut off on the way may not pass for that. */
#ifndef HZP_DATA_RASTER_WHOLE_H
#define HZP_DATA_RASTER_WHOLE_H

#include <gdal.h>
#include <stdbool.h>

/* False for a netCDF file of the classic formats (CDF-1, CDF-2, CDF-5; NetCDF Classic Format Specification, Unidata) that
 * ends before its header or its data do. True for anything else. Asked before libnetcdf opens it, which crashes at some of
 * them. */
bool hzp_netcdf_is_whole(const char *path);

/* False for an opened ENVI raster whose file is shorter than its cells. True for any other. */
bool hzp_envi_is_whole(GDALDatasetH dataset);

#endif
