#include "geo/area_scale.h"

#include <geodesic.h>
#include <glib.h>
#include <math.h>

/* Half the side of the square that is measured, in cells' widths: about a kilometre, so that neither rounding nor the
 * curvature of its sides matters. */
static double half_side(const HzpRasterGrid *grid)
{
    double cell_m = sqrt(grid->cell_m2);
    return fmax(500 / cell_m, 0.5);
}

/* True area of a square of cells around a place; NaN where the projection has no inverse. */
static double true_area(const HzpRasterGrid *grid, HzpTransform *to_geographic, double column, double line, double half)
{
    static const double sides[4][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
    const double *t = grid->to_map;
    struct geod_geodesic geodesic;
    struct geod_polygon polygon;
    double flattening = grid->crs.inverse_flattening > 0 ? 1 / grid->crs.inverse_flattening : 0;
    geod_init(&geodesic, grid->crs.semi_major_m, flattening);
    geod_polygon_init(&polygon, 0);
    for (size_t i = 0; i < 4; i++) {
        double c = column + sides[i][0] * half;
        double r = line + sides[i][1] * half;
        double x = t[0] + t[1] * c + t[2] * r;
        double y = t[3] + t[4] * c + t[5] * r;
        if (hzp_transform_forward(to_geographic, &x, &y, 1, 1) > 0) return NAN;
        geod_polygon_addpoint(&geodesic, &polygon, y, x);
    }
    double area = 0;
    geod_polygon_compute(&geodesic, &polygon, 0, 1, &area, NULL);
    return fabs(area);
}

HzpStatus hzp_area_scale_worst(const HzpRasterGrid *grid, const char *crs, double *worst)
{
    HzpTransform *to_geographic = NULL;
    g_autofree char *geographic = hzp_crs_geographic(&grid->crs);
    HZP_TRY(hzp_transform_new(crs, geographic, &to_geographic));
    double half = half_side(grid);
    double said = 4 * half * half * grid->cell_m2;
    HzpStatus status = HZP_OK;
    *worst = 0;
    for (int place = 0; place < 9; place++) {
        double column = (double)grid->columns * (1 + 2 * (place % 3)) / 6;
        double line = (double)grid->rows * (1 + 2 * (place / 3)) / 6;
        double error = said / true_area(grid, to_geographic, column, line, half) - 1;
        if (!isfinite(error)) {
            if (place == 4) status = hzp_fail(HZP_E_CRS, "crs_no_transformation", "from", crs, "to", geographic, NULL);
            continue;
        }
        if (fabs(error) > fabs(*worst)) *worst = error;
    }
    hzp_transform_free(to_geographic);
    return status;
}
