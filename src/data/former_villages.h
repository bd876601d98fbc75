/* Names that villages bore before they were merged: registers and gazetteers keep them for years. */
#ifndef HZP_DATA_FORMER_VILLAGES_H
#define HZP_DATA_FORMER_VILLAGES_H

#include "data/merge_table.h"

/* Keep the name, town, county and place of a row of villages that is about to be merged into `new_code`. */
void hzp_former_villages_add(HzpModel *model, size_t row, const char *new_code);

/* Besides, the old names of the code table whose villages have no row: they are placed at the new village. */
void hzp_former_villages_add_absent(HzpModel *model, const HzpMergeTable *merges);

/* Give hazard points whose village is a former one the name of the village it belongs to now, with a note each. A name that a
 * village of the same town still bears is left alone, and so is one that stands for several. */
void hzp_former_villages_rename(HzpModel *model);

#endif
