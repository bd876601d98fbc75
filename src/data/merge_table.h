/* The code table of merged villages: which village an old code belongs to now. */
#ifndef HZP_DATA_MERGE_TABLE_H
#define HZP_DATA_MERGE_TABLE_H

#include "data/model.h"

typedef struct HzpMergeTable HzpMergeTable;

typedef enum {
    HZP_MERGE_NONE, /* the code is no old one */
    HZP_MERGE_FOUND,
    HZP_MERGE_SPLIT, /* the code, or one that follows it, went to several */
    HZP_MERGE_CYCLE
} HzpMergeState;

/* Read the layer merged_villages of a model: rows that name a code as its own successor say nothing, those dated after the
 * plan's year are not applied. Cycles, unreadable and later dates are findings. Free with hzp_merge_table_free(). */
HzpMergeTable *hzp_merge_table_new(HzpModel *model);
void hzp_merge_table_free(HzpMergeTable *merges);

/* Follow a code through the table. *code becomes the last one of the chain, or the one that is split; *row (may be NULL) the
 * row of the last link. Texts belong to the model. */
HzpMergeState hzp_merge_table_follow(const HzpMergeTable *merges, const char **code, size_t *row);

/* Call `each` for every old code that is applied, in the order of the rows. */
void hzp_merge_table_each(const HzpMergeTable *merges, void (*each)(const char *old_code, size_t row, void *user),
                          void *user);

/* Whether a code is the successor of another one. */
bool hzp_merge_table_is_new(const HzpMergeTable *merges, const char *code);

/* The codes that a split code went to, separated by commas; free with g_free(). */
char *hzp_merge_table_parts(const HzpMergeTable *merges, const char *code);

#endif
