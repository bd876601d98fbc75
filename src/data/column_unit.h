/* The unit that a column's header names in brackets: "威胁财产(元)", "人口（万人）", "影响半径[km]". */
#ifndef HZP_DATA_COLUMN_UNIT_H
#define HZP_DATA_COLUMN_UNIT_H

#include "data/column_match.h"

typedef enum {
    HZP_HEADER_NO_UNIT, /* no brackets, or what stands in them is no unit: "人口(2020)" */
    HZP_HEADER_UNIT,    /* *factor turns a figure of the column into the field's unit */
    HZP_HEADER_CUT,     /* a truncated name ends inside the brackets */
    HZP_HEADER_OTHER    /* a unit of something else: the column is not this field */
} HzpHeaderUnit;

/* What stands in the brackets of a header that was folded by hzp_column_fold(), for a field of this type. */
HzpHeaderUnit hzp_column_unit(const char *folded, HzpFieldType type, double *factor);

/* The same for a name that was cut in the middle of a character, as the source has it: half of a character still tells 万
 * from 元. HZP_HEADER_CUT where it tells nothing, HZP_HEADER_NO_UNIT where no bracket was opened. */
HzpHeaderUnit hzp_column_unit_of_bytes(const char *raw, HzpFieldType type, double *factor);

/* Whether a bracket opens or closes; NFKC has made full-width round and square ones narrow before. */
bool hzp_bracket_opens(gunichar c);
bool hzp_bracket_closes(gunichar c);

#endif
