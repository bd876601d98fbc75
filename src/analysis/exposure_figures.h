/* From the sums of the exposure engine to the rows of exposure_results: towns roll up to counties and the region, units
 * outside of them have rows of their own, and what must hold among the figures is checked in every run. */
#ifndef HZP_ANALYSIS_EXPOSURE_FIGURES_H
#define HZP_ANALYSIS_EXPOSURE_FIGURES_H

#include "data/exposure_layers.h"
#include "data/exposure_table.h"
#include "exposure/exposure.h"

typedef struct {
    const HzpExposureLayers *layers;
    HzpExposureTable *table; /* texts of the layers are borrowed: they live as long */
    unsigned levels;         /* 1 << level of each that is wanted */
    unsigned sources;        /* 1 << source likewise */
    uint32_t groups;         /* that any zone belongs to */
    int threads;
    bool zoned; /* the project has a layer of the zones that are asked for; else nobody knows who is exposed */
} HzpExposureAnswer;

/* Add the places of all levels, and the values of all categories. */
void hzp_exposure_answer_begin(HzpExposureAnswer *answer, const HzpProject *project);

/* Whether any zone belongs to a group of type or grade, and which rows are its. */
bool hzp_exposure_answer_group(const HzpExposureAnswer *answer, int group, HzpExposureCategory *category, uint32_t *value);

void hzp_exposure_answer_append(const HzpExposureAnswer *answer, HzpExposureRecord record, HzpExposureCategory category,
                                uint32_t value);

/* What was computed, of which units, and for which rows. The units' regions are those of hzp_exposure_units_of(). */
typedef struct {
    HzpExposureScale scale;
    HzpExposureSource source;
    const HzpExposureUnits *units;
    const HzpExposureResult *result;
} HzpExposureFigures;

/* Append the rows of one result; where it has no sums of zones, neither of zones nor of overlaps. HZP_E_INTERNAL when its
 * figures contradict each other. */
HzpStatus hzp_exposure_answer_add(HzpExposureAnswer *answer, const HzpExposureFigures *figures);

#endif
