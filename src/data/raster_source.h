/* A raster of a project: opened through GDAL as safely as a layer (data/source_guard.h), read in windows by several threads.
 *
 * Formats: GeoTIFF (with COG), Erdas Imagine, Arc/Info ASCII and binary grids, ESRI .hdr and ENVI; with `allow_outside` also
 * GeoPackage tiles, netCDF and virtual rasters, which may name files elsewhere. */
#ifndef HZP_DATA_RASTER_SOURCE_H
#define HZP_DATA_RASTER_SOURCE_H

#include "base/project.h"
#include "data/layer_reader.h"
#include "geo/raster_reader.h"

typedef struct HzpRasterSource HzpRasterSource;

/* Open the raster of a layer (`path`, `band`, `value`, `crs`) for up to `threads` readers. HZP_E_INPUT or HZP_E_CRS with a
 * message that names layer and path: file missing, format refused, no such band, complex numbers, no geotransform, no CRS,
 * blocks too large to be read piece by piece; for a density also a projection whose areas are off by more than 1 %.
 * `input` (may be NULL) receives where it comes from, as hzp_layer_read() gives it; the checksum takes reading the whole
 * file once. Close with hzp_raster_close(). */
HzpStatus hzp_raster_open(const HzpProject *project, const HzpLayerSource *source, int threads, HzpRasterSource **raster,
                          HzpInput *input);
void hzp_raster_close(HzpRasterSource *raster);

/* What hzp_raster_exposure_compute() reads with; valid until the raster is closed. */
const HzpRasterReader *hzp_raster_reader(const HzpRasterSource *raster);

/* CRS of the raster: what polygons are transformed to. */
const char *hzp_raster_crs(const HzpRasterSource *raster);

#endif
