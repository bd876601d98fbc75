/* In which encoding the texts of a source are: what the project says, else what the source says unless its bytes contradict
 * it, else its bytes. */
#ifndef HZP_DATA_SOURCE_ENCODING_H
#define HZP_DATA_SOURCE_ENCODING_H

#include "data/vector_source.h"

/* Take the project's `encoding:` over. HZP_E_INPUT when there is no such encoding. */
HzpStatus hzp_encoding_obey(HzpVectorSource *opened);

/* A text table (CSV) in another encoding than UTF-8 is recoded into opened->memory_file: GDAL only knows UTF-8 there.
 * HZP_E_INPUT naming the line when a line is in another encoding than the rest. */
HzpStatus hzp_encoding_recode_table(HzpVectorSource *opened, const char *path);

/* Decide for an open source whose texts GDAL hands out undecoded (Shapefile, MapInfo). HZP_E_INPUT when nothing fits. */
HzpStatus hzp_encoding_choose(HzpVectorSource *opened);

#endif
