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

/* Move to the shapes between two lines; bands come in rising order. Parts gathered before stay valid. */
void hzp_raster_bands_move(HzpRasterBands *bands, double from, double to);

/* Gather the parts of the band that was moved to. Valid until the next are gathered. */
const HzpBandPart *hzp_raster_bands_gather(HzpRasterBands *bands, size_t *n);

#endif
