/* What the parts of assigning counties and towns share. Only place_*.c include this. */
#ifndef HZP_DATA_PLACE_ASSIGNING_H
#define HZP_DATA_PLACE_ASSIGNING_H

#include "base/place_name.h"
#include "data/place_units.h"

typedef struct {
    HzpModel *model;
    HzpPlaceUnits *counties;
    HzpPlaceUnits *towns;
    bool quiet;                 /* names were indexed, and their troubles told, before */
    GHashTable *county_by_name; /* name -> row + 1 */
    GHashTable *county_by_key;  /* key -> row + 1, or ambiguous where two counties share it */
    GHashTable *town_by_name;   /* "county row/name" -> row + 1 */
    GHashTable *town_by_key;    /* "county row/key" -> row + 1, or ambiguous */
    GHashTable *candidates;     /* "county row/name" of what was not found -> HzpPlaceCandidates */
} HzpAssigning;

typedef struct {
    HzpTable *table;
    size_t row;
    const HzpPositions *positions;
    bool exact; /* the position is the row's own, not that of a place found by its name */
} HzpAssignedRow;

/* place_lookup.c: index the names of counties and towns, which also ties towns to their counties. */
void hzp_assigning_begin(HzpAssigning *work, HzpModel *model, bool quiet);
void hzp_assigning_end(HzpAssigning *work);
/* Row of a county, or of a town in a county, by its name, its key, or what the project's aliases say it means; -1 for none.
 */
long hzp_assigning_county(const HzpAssigning *work, const char *name);
long hzp_assigning_town(const HzpAssigning *work, long county, const char *name);

/* place_findings.c: what does not fit. */
void hzp_assigning_tell_county(const HzpAssigning *work, HzpTable *table, size_t row, const char *name);
void hzp_assigning_tell_town(const HzpAssigning *work, const HzpAssignedRow *row, const char *field, const char *name,
                             long county, long inside);
/* A row stated to be in `named` lies in `inside`, both counties or both towns. */
void hzp_assigning_tell_outside(const HzpAssigning *work, const HzpAssignedRow *row, const char *field, const char *stated,
                                bool of_town, long named, long inside);
void hzp_assigning_tell_outside_region(const HzpAssigning *work, const HzpAssignedRow *row, long named);
/* A polygon drawn over several towns; `taken` is the one it counts in. */
void hzp_assigning_tell_astride(const HzpAssigning *work, const HzpAssignedRow *row, const GArray *shares, long taken);

#endif
