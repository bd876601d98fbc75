#include "data/model_size.h"

static double corners_of(HzpTable *table)
{
    double corners = 0;
    if (!hzp_table_has_geometry(table)) return 0;
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        const GEOSGeometry *geometry = hzp_table_geometry(table)[i];
        int count = geometry && GEOSGeom_getDimensions_r(hzp_geos(), geometry) == 2
                        ? GEOSGetNumCoordinates_r(hzp_geos(), geometry)
                        : 0;
        corners += count > 0 ? count : 0;
    }
    return corners;
}

HzpModelSize hzp_model_size(const HzpModel *model)
{
    return (HzpModelSize){.villages = (double)hzp_table_rows(model->villages),
                          .village_corners = corners_of(model->villages),
                          .points = (double)hzp_table_rows(model->hazard_points),
                          .unit_corners = corners_of(model->towns) + corners_of(model->counties),
                          .area_corners = corners_of(model->subsidence) + corners_of(model->susceptibility)};
}

double hzp_cost_s(const HzpCost *cost, const HzpModelSize *size)
{
    static const double LEAST_S = 1e-4;
    double us = cost->village * size->villages + cost->village_corner * size->village_corners + cost->point * size->points +
                cost->unit_corner * size->unit_corners + cost->area_corner * size->area_corners;
    return LEAST_S + us / 1e6;
}
