/* The date of a layer's data: as the project says, else as the file itself says. */
#ifndef HZP_DATA_SOURCE_DATE_H
#define HZP_DATA_SOURCE_DATE_H

#include "data/layer_reader.h"
#include "data/vector_source.h"

/* Fill the date of an input: the layer's `date`, else what stands inside of the file: a GeoPackage's last_change, a dBASE
 * header's date of last update, the document properties of .xlsx and .ods. The file system's times are not asked: copying
 * changes them. A `date` that is none is a finding. */
void hzp_source_date(const HzpVectorSource *opened, HzpFindings *findings, HzpInput *input);

#endif
