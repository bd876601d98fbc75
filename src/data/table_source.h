/* Tables whose header is not their first row, or that have merged cells. */
#ifndef HZP_DATA_TABLE_SOURCE_H
#define HZP_DATA_TABLE_SOURCE_H

#include "data/findings.h"
#include "data/vector_source.h"

/* Look for the header of an opened .csv, .xlsx or .ods among its first rows, or take the one of `header_row`, and make the
 * layer one of the rows below it; cells of text that are merged down get their text in every row. A table whose first row is
 * its header and that has no merged cells stays as GDAL reads it. Call it before the filter is set. Findings: header_found,
 * merged_number. HZP_E_INPUT when `header_row` is beyond the table or the layer is no table. */
HzpStatus hzp_table_prepare(HzpVectorSource *opened, HzpFindings *findings);

/* Before a table is opened: HZP_E_INPUT when an .xlsx or .ods holds, unpacked, or a .csv is, more than the `megabytes` of the
 * check table_size; what an archive claims is not trusted. */
HzpStatus hzp_table_check_size(const HzpLayerSource *source, const HzpFindings *findings);
/* The same for its `columns`, once their number is known: a text without line ends is all header. */
HzpStatus hzp_table_check_width(const HzpLayerSource *source, double width, const HzpFindings *findings);

#endif
