/* A sheet's rows below its header as a layer in memory. Only table_source.c includes this. */
#ifndef HZP_DATA_TABLE_COPY_H
#define HZP_DATA_TABLE_COPY_H

#include "data/findings.h"
#include "data/vector_source.h"

/* Replace the opened layer by a copy of its rows below row `header` (counted from 1), with these column names and FIDs that
 * are the sheet's rows. Columns that hold nothing but numbers below the header become numbers, so that a filter can compare
 * them. `merges` (HzpMerge) are filled down where the column is text; of a figure or coordinate the first row keeps it, with
 * the finding merged_number. */
HzpStatus hzp_table_copy(HzpVectorSource *opened, char **names, int header, const GArray *merges, HzpFindings *findings);

#endif
