#include "analysis/dasymetric_share.h"

#include <math.h>

double hzp_dasymetric_people(const HzpRasterSum *sum)
{
    double people = hzp_raster_sum_people(sum);
    return isnan(people) ? 0 : people;
}

double hzp_dasymetric_share(const HzpRasterResult *sums, size_t region, size_t groups, double *share)
{
    double whole = hzp_raster_sum_people(&sums->region[region]);
    for (size_t g = 0; g < groups && whole > 0; g++)
        share[g] = fmin(1, hzp_dasymetric_people(&sums->exposed[region * groups + g]) / whole);
    return whole;
}

const char *hzp_dasymetric_trouble(double whole)
{
    return isnan(whole) ? "village_outside_raster" : "village_empty_in_raster";
}
