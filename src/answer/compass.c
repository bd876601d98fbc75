/* Bearings in words. */
#include <math.h>

#include "answer/affected.h"

const char *hzp_compass_code(double bearing_deg)
{
    static const char *const codes[] = {"n", "ne", "e", "se", "s", "sw", "w", "nw"};
    if (!isfinite(bearing_deg)) return NULL;
    /* Each word stands for 45 degrees about its own direction, the lower bound included. */
    double turned = fmod(fmod(bearing_deg, 360) + 360 + 22.5, 360);
    return codes[(size_t)(turned / 45) % G_N_ELEMENTS(codes)];
}
