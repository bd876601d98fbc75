/* The boundaries of regions, and of regions ∩ zones, between two lines of a raster: what one band of windows needs.
 *
 * A raster is summed band by band, so that no more boundaries are in memory than one band has. */
#ifndef HZP_EXPOSURE_RASTER_BAND_H
#define HZP_EXPOSURE_RASTER_BAND_H

#include "exposure/raster_exposure.h"

/* The boundary of one polygon within the band, or of a region ∩ each group's zones. */
typedef struct {
    size_t sum; /* position, of the first group's: regions, then regions × groups, then zones */
    const HzpDirectedEdge *edges;
    size_t n;
    const uint32_t *groups; /* of each edge, bits; NULL: the edges bound one polygon */
    uint32_t any_group;     /* that some edge has */
    HzpBox box;             /* of these edges */
} HzpBandPart;

typedef struct HzpRasterBands HzpRasterBands;

/* Work space for a question, which is borrowed. */
HzpRasterBands *hzp_raster_bands_new(const HzpRasterQuestion *question, int threads);
void hzp_raster_bands_free(HzpRasterBands *bands);

/* Gather the parts between two lines; bands are asked for in rising order. Valid until the next band. */
const HzpBandPart *hzp_raster_bands_gather(HzpRasterBands *bands, double from, double to, size_t *n);

#endif
