/* Words that make a row of a table one of sums: 合计, 甲县小计, total. They are the vocabulary table_word of
 * data/vocabulary.yaml. */
#ifndef HZP_DATA_TOTAL_WORD_H
#define HZP_DATA_TOTAL_WORD_H

#include <stdbool.h>

/* What a row of a table is. */
typedef enum { HZP_ROW_DATA, HZP_ROW_TOTAL, HZP_ROW_SUBTOTAL, HZP_ROW_DOUBTFUL_TOTAL, HZP_ROW_REMARK } HzpRowKind;

/* A label that is longer is a sentence. */
enum { HZP_LONGEST_LABEL = 60 };

/* HZP_ROW_TOTAL, HZP_ROW_SUBTOTAL, or HZP_ROW_DATA for any other text of a cell. */
HzpRowKind hzp_table_total_kind(const char *text);
bool hzp_table_row_is_total(const char *text);

#endif
