/* The exposure question without GDAL and GEOS: where it comes to what needs them, the whole program does it all. These stand
 * in the way of the library's own functions of the same names, so that the linker takes neither them nor what they need. */
#include "analysis/exposure_light.h"
#include "analysis/exposure_load.h"
#include "analysis/exposure_raster.h"
#include "data/exposure_table.h"
#include "geo/geos_session.h"
#include "geo/polygon_simple.h"

/* Not reached. */
static HzpStatus leave(void)
{
    hzp_exposure_needs_whole();
    return HZP_E_INTERNAL;
}

/* Layers that are not plain GeoPackages. */
HzpStatus hzp_exposure_load_model(HzpRun *run, const HzpProject *project, bool planar, HzpFindings *findings,
                                  HzpExposureLayers **layers)
{
    (void)run, (void)project, (void)planar, (void)findings, (void)layers;
    return leave();
}

/* Circles as polygons on the ellipsoid. */
HzpStatus hzp_exposure_threats_drawn_geodesic(HzpRun *run, const HzpProject *project, const HzpExposureLayers *layers,
                                              double factor, HzpPolygonSet **drawn)
{
    (void)run, (void)project, (void)layers, (void)factor, (void)drawn;
    return leave();
}

/* Polygons that are not plainly valid. */
bool hzp_polygon_is_valid_for_geos(const HzpPolygonSet *set, size_t i)
{
    (void)set, (void)i;
    return leave() == HZP_OK;
}

bool hzp_polygon_set_anchor(const HzpPolygonSet *set, size_t i, double *x, double *y)
{
    (void)set, (void)i, (void)x, (void)y;
    return leave() == HZP_OK;
}

/* A population raster. */
void hzp_exposure_raster_expect(void) { leave(); }

HzpStatus hzp_exposure_raster_begin(HzpExposureRaster *raster)
{
    (void)raster;
    return leave();
}

HzpStatus hzp_exposure_raster_scale(HzpExposureRaster *raster, HzpExposureScale scale)
{
    (void)raster, (void)scale;
    return leave();
}

HzpStatus hzp_exposure_raster_add(HzpExposureRaster *raster, HzpExposureScale scale)
{
    (void)raster, (void)scale;
    return leave();
}

HzpStatus hzp_exposure_dasymetric_add(HzpExposureRaster *raster, const HzpExposureFigures *figures)
{
    (void)raster, (void)figures;
    return leave();
}

void hzp_exposure_raster_clear(HzpExposureRaster *raster) { (void)raster; }

/* The answer as a GeoPackage. */
HzpStatus hzp_exposure_table_write_gpkg(HzpRun *run, const HzpExposureTable *table, const char *path, const char *shown)
{
    (void)run, (void)table, (void)path, (void)shown;
    return leave();
}

/* Tables of a model may hold geometry; here there are none. */
void hzp_geometry_free(void *geometry) { (void)geometry; }
