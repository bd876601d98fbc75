/* Names near one that is not found, in words for a finding. */
#ifndef HZP_DATA_PLACE_CANDIDATES_H
#define HZP_DATA_PLACE_CANDIDATES_H

#include "data/model.h"

typedef struct {
    char *near;  /* "; 高平市 has 北诗镇", "" when no name is near */
    char *means; /* the best of them, NULL when there is none or it is in another county */
} HzpPlaceCandidates;

/* Towns near an unknown name: at most three of the same county, else towns of that very name (or but one alike character
 * away) in other counties. `county` is a row of counties, or -1 for any. Clear with hzp_place_candidates_clear(). */
HzpPlaceCandidates hzp_place_candidates_of_town(const HzpModel *model, long county, const char *name);

/* Counties near an unknown name, at most three. */
HzpPlaceCandidates hzp_place_candidates_of_county(const HzpModel *model, const char *name);

void hzp_place_candidates_clear(HzpPlaceCandidates *candidates);

#endif
